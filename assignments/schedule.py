"""Who goes where, as a notice said it on the day it was issued: plain rows, kept beside its paper for ever."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from assignments.models import LeftEmpty, Notice, Plan, Seat
from assignments.notice_paper import full_post
from documents.paper import Paper, Table, paper_from_dict
from units.models import Meeting


@dataclass(frozen=True, kw_only=True)
class Person:
    """`delegate` is None where an old notice does not tell."""

    name: str
    post: str
    delegate: int | None = None

    @property
    def line(self) -> str:
        return f"Đồng chí {self.name}, {self.post}" if self.post else f"Đồng chí {self.name}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One conference. `meeting` and `ends_at` are None where an old notice does not tell."""

    unit: str
    place: str
    starts_at: datetime.datetime
    people: tuple[Person, ...]
    missing: int = 0
    left_empty: str = ""
    agenda: str = ""
    ends_at: datetime.datetime | None = None
    meeting: int | None = None
    version: int = 1

    @property
    def day(self) -> datetime.date:
        return self.starts_at.date()

    @property
    def gaps(self) -> list[str]:
        """In the words of the paper, without its brackets."""
        missing = [f"Còn khuyết {self.missing:02d} đại biểu"] if self.missing else []
        return [*missing, *([self.left_empty] if self.left_empty else [])]

    @property
    def unit_in_text(self) -> str:
        """Inside a sentence: "xã Vạn Hòa"."""
        return self.unit[:1].lower() + self.unit[1:]


def schedule_of(notice: Notice) -> tuple[Line, ...]:
    """In the order of the paper. Notices from before the rows were kept are read back from their paper."""
    if notice.schedule:
        return read_schedule(notice.schedule)
    return _lines_of_paper(notice)


def read_schedule(rows: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(_line(row) for row in rows)


def freeze_schedule(plan: Plan) -> list[dict[str, Any]]:
    """What `schedule_of` will read, in JSON's own types: the meetings that were solved, as they stand now."""
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(plan=plan).with_people():
        seats[seat.meeting_id].append(seat)
    solved = [int(row["id"]) for row in plan.problem.get("meetings", [])]
    meetings = Meeting.objects.filter(pk__in=solved or seats.keys()).with_unit().order_by("starts_at", "unit__sort_key")
    left_empty = {row.meeting_id: row for row in plan.left_empty.all()}
    return [_frozen(meeting, seats[meeting.pk], left_empty.get(meeting.pk)) for meeting in meetings]


def _frozen(meeting: Meeting, seats: list[Seat], left: LeftEmpty | None) -> dict[str, Any]:
    people = [
        Person(
            name=seat.delegate.full_name,
            post=full_post(seat.delegate.position, seat.delegate.agency.name),
            delegate=seat.delegate_id,
        )
        for seat in seats
    ]
    line = Line(
        meeting=meeting.pk,
        version=meeting.version,
        unit=meeting.unit.full_name,
        place=meeting.place,
        starts_at=timezone.localtime(meeting.starts_at),
        ends_at=timezone.localtime(meeting.ends_at),
        agenda=meeting.agenda,
        missing=max(0, meeting.seats - (left.seats if left else 0) - len(seats)),
        left_empty=f"Để trống {left.seats:02d} chỗ theo quyết định: {left.reason}" if left else "",
        people=tuple(people),
    )
    plain: dict[str, Any] = json.loads(json.dumps(asdict(line), default=datetime.datetime.isoformat))
    return plain


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        **{
            **row,
            "starts_at": _moment(row["starts_at"]),
            "ends_at": _moment(row["ends_at"]) if row["ends_at"] else None,
            "people": tuple(Person(**person) for person in row["people"]),
        }
    )


def _moment(text: str) -> datetime.datetime:
    return timezone.localtime(datetime.datetime.fromisoformat(text))


MARK = "- Đồng chí "
GAP = "(Còn khuyết "
LEFT_EMPTY = "(Để trống "


def _lines_of_paper(notice: Notice) -> tuple[Line, ...]:
    rows = [row for row in _rows(paper_from_dict(notice.paper)) if len(row) == 4]
    solved = notice.plan.problem.get("meetings", [])
    known = solved if len(solved) == len(rows) else [{}] * len(rows)
    seated = _seated(notice.plan)
    return tuple(_printed(row, one, seated) for row, one in zip(rows, known, strict=True))


def _rows(paper: Paper) -> Iterable[tuple[str, ...]]:
    return (row for block in paper.body if isinstance(block, Table) for row in block.rows)


def _seated(plan: Plan) -> dict[tuple[int, str], int]:
    """(meeting, name) → delegate. A name that was corrected since is not found, and then nobody is named wrongly."""
    seats = Seat.objects.filter(plan=plan).order_by().values_list("meeting_id", "delegate__full_name", "delegate_id")
    return {(meeting, name): delegate for meeting, name, delegate in seats}


def _printed(row: tuple[str, ...], solved: Mapping[str, Any], seated: Mapping[tuple[int, str], int]) -> Line:
    _, when, where, who = row
    hour, _, day = when.split("\n")
    unit, _, place = where.partition("\n")
    moment = datetime.datetime.strptime(f"{day} {hour}", "%d/%m/%Y %H giờ %M")  # noqa: DTZ007 - aware below
    meeting = int(solved["id"]) if solved else None
    lines = who.split("\n")
    gap = next((line for line in lines if line.startswith(GAP)), "")
    return Line(
        unit=unit,
        place=place,
        starts_at=timezone.make_aware(moment),
        ends_at=timezone.make_aware(datetime.datetime.fromisoformat(solved["ends_at"])) if solved else None,
        meeting=meeting,
        missing=int("".join(filter(str.isdigit, gap)) or 0),
        left_empty=next((line[1:].removesuffix(")") for line in lines if line.startswith(LEFT_EMPTY)), ""),
        people=tuple(_printed_person(line, meeting, seated) for line in lines if line.startswith(MARK)),
    )


def _printed_person(line: str, meeting: int | None, seated: Mapping[tuple[int, str], int]) -> Person:
    name, _, post = line.removeprefix(MARK).partition(", ")
    return Person(name=name, post=post, delegate=seated.get((meeting, name)) if meeting else None)
