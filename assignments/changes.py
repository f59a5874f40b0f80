"""What a later notice changes of an earlier one, conference by conference: who leaves, who comes, what moved."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assignments.models import Delegate, Notice, Plan, notice_chain
from assignments.notice_paper import full_post
from assignments.problem import local_minute
from assignments.schedule import Line, freeze_schedule, read_schedule, schedule_of
from documents.vietnamese import short_date, time_text, weekday_name

# Up to this part of the month's conferences an amendment reads easier than the whole table anew.
AMEND_UP_TO = 3


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One conference as a notice has it."""

    unit: str
    starts_at: str
    ends_at: str
    place: str
    delegates: tuple[int, ...]

    @property
    def start(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.starts_at)

    @property
    def when(self) -> str:
        return (
            f"{time_text(self.start.time())}, {weekday_name(self.start.date())}, ngày {short_date(self.start.date())}"
        )

    @property
    def times(self) -> tuple[str, str]:
        return self.starts_at, self.ends_at


@dataclass(frozen=True, kw_only=True)
class MeetingChange:
    meeting_id: int
    was: Standing | None
    now: Standing | None
    leaves: list[Delegate]
    comes: list[Delegate]
    stays: list[Delegate]

    @property
    def unit(self) -> str:
        return self._any.unit

    @property
    def when(self) -> str:
        return self._any.when

    @property
    def _any(self) -> Standing:
        found = self.now or self.was
        assert found is not None  # noqa: S101 - one of the two made this change
        return found

    @property
    def last_day(self) -> datetime.date:
        return max(one.start for one in (self.was, self.now) if one).date()

    @property
    def is_moved(self) -> bool:
        return bool(self.was and self.now and self.was.times != self.now.times)

    @property
    def is_elsewhere(self) -> bool:
        return bool(self.was and self.now and self.was.place and self.was.place != self.now.place)

    @property
    def concerned(self) -> set[int]:
        """Delegates to tell: who comes, who goes, and everybody of a conference that stands otherwise."""
        told = {one.pk for one in (*self.leaves, *self.comes)}
        return told | {one.pk for one in self.stays} if self.is_moved or self.is_elsewhere else told

    @cached_property
    def lines(self) -> list[str]:
        """What is different, each in words that may be printed."""
        if self.now is None:
            return ["Hội nghị đã hủy; các đồng chí được phân công không phải dự."]
        found = [] if self.was else ["Hội nghị đăng ký bổ sung."]
        if self.was and self.was.starts_at != self.now.starts_at:
            found.append(f"Chuyển thời gian từ {self.was.when} sang {self.now.when}.")
        elif self.is_moved:
            found.append(f"Đổi giờ kết thúc thành {time_text(_time(self.now.ends_at))}.")
        if self.was and self.is_elsewhere:
            found.append(f"Chuyển địa điểm từ {self.was.place} đến {self.now.place}.")
        if self.leaves:
            found.append(f"Thôi dự: {'; '.join(map(named, self.leaves))}.")
        if self.comes:
            found.append(f"{'Dự thay' if self.leaves else 'Dự'}: {'; '.join(map(named, self.comes))}.")
        return found


@dataclass(frozen=True, kw_only=True)
class Changes:
    before: Notice
    items: list[MeetingChange]
    meetings: int  # in the month as it stands now

    @property
    def are_few(self) -> bool:
        """So that an amendment is proposed rather than the whole notice anew."""
        return bool(self.items) and len(self.items) * AMEND_UP_TO <= self.meetings

    @property
    def seats(self) -> int:
        return sum(len(item.leaves) for item in self.items)


def named(delegate: Delegate) -> str:
    return f"đồng chí {delegate.full_name}, {full_post(delegate.position, delegate.agency.name)}"


def changes_by_notice(notice: Notice) -> Changes | None:
    """What it changed of the one before it; None for the first of a month."""
    earlier = Notice.objects.in_period(notice.plan.period).filter(plan__version__lt=notice.plan.version)
    before: Notice | None = earlier.select_related("plan").order_by("-plan__version").first()
    return _compared(before, standing_at(notice)) if before else None


def changes_by_plan(plan: Plan) -> Changes | None:
    """What a plan in work would change of what is in force; None before the first notice of the month."""
    if notice := getattr(plan, "notice", None):
        return changes_by_notice(notice)
    chain = notice_chain(plan.period)
    return _compared(chain[-1], _standing(read_schedule(freeze_schedule(plan)))) if chain else None


def standing_at(notice: Notice) -> dict[int, Standing]:
    return _standing(schedule_of(notice))


def _standing(lines: Iterable[Line]) -> dict[int, Standing]:
    return {
        line.meeting: Standing(
            unit=line.unit,
            starts_at=local_minute(line.starts_at),
            ends_at=local_minute(line.ends_at) if line.ends_at else "",
            place=line.place,
            delegates=tuple(person.delegate for person in line.people if person.delegate),
        )
        for line in lines
        if line.meeting
    }


def _compared(before: Notice, now: Mapping[int, Standing]) -> Changes:
    was = standing_at(before)
    people = _people(one for standing in (*was.values(), *now.values()) for one in standing.delegates)
    found = [_change(key, was.get(key), now.get(key), people) for key in was.keys() | now.keys()]
    items = [one for one in found if one]
    items.sort(key=lambda one: ((one.now or one.was).starts_at, one.unit, one.meeting_id))  # type: ignore[union-attr]
    return Changes(before=before, items=items, meetings=len(now))


def _change(
    key: int, was: Standing | None, now: Standing | None, people: Mapping[int, Delegate]
) -> MeetingChange | None:
    sat, sits = (was.delegates if was else ()), (now.delegates if now else ())
    change = MeetingChange(
        meeting_id=key,
        was=was,
        now=now,
        leaves=[people[one] for one in sat if one not in sits],
        comes=[people[one] for one in sits if one not in sat],
        stays=[people[one] for one in sits if one in sat],
    )
    is_same = was and now and not (change.leaves or change.comes or change.is_moved or change.is_elsewhere)
    return None if is_same else change


def _people(pks: Iterable[int]) -> dict[int, Delegate]:
    return {one.pk: one for one in Delegate.objects.filter(pk__in=set(pks)).select_related("agency")}


def _time(minute: str) -> datetime.time:
    return datetime.datetime.fromisoformat(minute).time()
