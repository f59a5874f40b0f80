"""Which concerns were met by a delegate of the rank asked for, month by month. A fixed number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from assignments.models import Seat
from assignments.problem import last_day
from documents.excel import Sheet, SheetColumn
from documents.paper import Column, Letterhead, Paper, Signature, Table, paragraph
from meetings.models import Attendance, MeetingNote
from units.models import Concern, DocumentForm, IssuingBody, Meeting, Period

TITLES = ("Tháng", "Đơn vị", "Vấn đề", "Cấp cần", "Kết quả", "Đại biểu")
WIDTHS = (8.0, 18.0, 32.0, 16.0, 18.0, 32.0)


@dataclass(frozen=True, kw_only=True)
class ConcernLine:
    month: str
    unit_id: int
    unit: str
    reason: str
    tier: str
    is_met: bool
    result: str
    people: str
    place: int  # unmet first

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.month, self.unit, self.reason, self.tier, self.result, self.people)


@dataclass(frozen=True, kw_only=True)
class ConcernReport:
    months: str
    is_of_one_month: bool
    lines: list[ConcernLine]

    @property
    def met(self) -> int:
        return sum(line.is_met for line in self.lines)

    @property
    def title(self) -> str:
        return f"Vấn đề cần quan tâm và đại biểu dự, {self.months}"


def concern_report(periods: Sequence[Period]) -> ConcernReport:
    """`periods` in the order of time. A line a concern and month in which it was open. Four queries."""
    first, last = periods[0].month, last_day(periods[-1].month)
    concerns = list(Concern.objects.touching(first, last).select_related("unit").order_by("unit__sort_key", "pk"))
    units = {concern.unit_id for concern in concerns}
    meetings = {(one.period_id, one.unit_id): one for one in Meeting.objects.filter(period__in=periods, unit__in=units)}
    seats: dict[int, list[Any]] = defaultdict(list)
    note = MeetingNote.objects.filter(meeting=OuterRef("meeting"), delegate=OuterRef("delegate"))
    chosen = Seat.objects.published().filter(meeting__in=[one.pk for one in meetings.values()])
    for seat in chosen.select_related("delegate").annotate(has_note=Exists(note)):
        seats[seat.meeting_id].append(seat)
    came = {
        (one.meeting_id, one.delegate_id): one
        for one in Attendance.objects.filter(meeting__in=[one.pk for one in meetings.values()])
    }
    lines = [
        _line(period, concern, meeting, seats[meeting.pk] if meeting else [], came)
        for period in periods
        for concern in concerns
        if concern.opened_on <= last_day(period.month) and concern.expires_on >= period.month
        and (concern.closed_on is None or concern.closed_on > period.month)
        for meeting in [meetings.get((period.pk, concern.unit_id))]
    ]  # fmt: skip
    months = f"tháng {periods[0].label}"
    if len(periods) > 1:
        months = f"từ tháng {periods[0].label} đến tháng {periods[-1].label}"
    return ConcernReport(
        months=months, is_of_one_month=len(periods) == 1, lines=sorted(lines, key=lambda line: line.place)
    )


def _line(period: Period, concern: Concern, meeting: Meeting | None, seats: list[Any], came: Any) -> ConcernLine:
    of_rank = [seat for seat in seats if seat.delegate.tier <= concern.tier_asked]
    place, result = _result(meeting, concern, of_rank, came)
    return ConcernLine(
        month=period.label,
        unit_id=concern.unit_id,
        unit=concern.unit.full_name,
        reason=concern.reason,
        tier=concern.get_tier_asked_display(),
        is_met=place == len(RESULTS) - 1,
        result=result,
        people="; ".join(_person(seat, came) for seat in of_rank) or "–",
        place=place,
    )


RESULTS = (
    "Chưa đăng ký hội nghị",
    "Hội nghị ngoài thời hạn quan tâm",
    "Không có đại biểu đúng cấp",
    "Đại biểu đúng cấp vắng",
    "Cử người dự thay",
    "Chưa ghi dự họp",
    "Đã dự",
)


def _result(meeting: Meeting | None, concern: Concern, of_rank: list[Any], came: Any) -> tuple[int, str]:
    """The best that any delegate of the rank did."""
    if meeting is None:
        return 0, RESULTS[0]
    if not concern.is_open_on(meeting.day):
        return 1, RESULTS[1]
    if not of_rank:
        return 2, RESULTS[2]
    best = {Attendance.Status.ABSENT: 3, Attendance.Status.SUBSTITUTE: 4, Attendance.Status.PRESENT: 6}
    records = [came.get((seat.meeting_id, seat.delegate_id)) for seat in of_rank]
    place = max(best[Attendance.Status(one.status)] if one else 5 for one in records)
    return place, RESULTS[place]


def _person(seat: Any, came: Any) -> str:
    record = came.get((seat.meeting_id, seat.delegate_id))
    did = record.get_status_display().lower() if record else "chưa ghi dự họp"
    return f"{seat.delegate.full_name} ({did}{', có phiếu' if seat.has_note else ', chưa có phiếu'})"


def concern_paper(report: ConcernReport, *, on: datetime.date) -> Paper:
    """In the form of the committee's reports, for whoever finishes it in Word."""
    body = IssuingBody.objects.valid(on)
    form: Any = DocumentForm.objects.filter(kind=DocumentForm.Kind.REPORT, body__in=body).select_related("body").first()
    said = f"Có {len(report.lines)} lượt vấn đề, {report.met} lượt có đại biểu đúng cấp dự."
    columns = tuple(Column(title=title, width=width) for title, width in zip(TITLES, WIDTHS, strict=True))
    left_out = 1 if report.is_of_one_month else 0  # the summary names the month already
    table = Table(
        columns=columns[left_out:],
        rows=tuple(line.cells[left_out:] for line in report.lines) or (("Không có vấn đề nào.",),),
        landscape=not report.is_of_one_month,
    )
    return Paper(
        letterhead=Letterhead(superior=form.superior if form else "", issuer=form.issuer if form else ""),
        symbol=form.symbol if form else "BC",
        place=form.body.place if form else "",
        kind="Báo cáo",
        summary=f"việc phân công đại biểu dự hội nghị ở đơn vị có vấn đề cần quan tâm, {report.months}",
        body=(paragraph(said), table),
        signature=Signature(authority=(form.authority,), position=form.position, name=form.signer)
        if form
        else Signature(),
        receivers=tuple(line.strip() for line in form.receivers.splitlines() if line.strip()) if form else (),
    )


def concern_sheets(report: ConcernReport) -> list[Sheet]:
    columns = tuple(SheetColumn(title=title, width=width) for title, width in zip(TITLES, WIDTHS, strict=True))
    rows = [line.cells for line in report.lines]
    return [Sheet(name="Vấn đề", titles=(report.title,), columns=columns, rows=rows, landscape=True)]
