"""What pages of this room show beyond rows: the month as a table of days, what a change of stage leaves undone."""

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window

from units.calendar import (
    WorkCalendar,
    day_note,
    day_off_text,
    day_sign,
    day_warning,
    is_working_day,
    last_day_of,
    quarter_of,
)
from units.doors import doors
from units.models import Concern, Extension, Meeting, Period, QuarterAgenda, Stage, Tier, Unit

NAMED = 10  # more names than these are counted
MOST_EXTENSIONS = 50


@dataclass(frozen=True, kw_only=True)
class DayCell:
    day: datetime.date
    units: int
    sign: str  # "lễ", "nghỉ", "bù" or ""
    note: str  # the holiday's name
    is_off: bool
    is_outside: bool  # of the days meant for conferences
    has_delegate: bool | None  # None where it is not said: a day gone by, or nobody knows


@dataclass(frozen=True, kw_only=True)
class DayFacts:
    """What a unit is told of the days of a month. `free`: days with a suitable delegate, None where nobody knows."""

    units: Mapping[datetime.date, int]
    free: frozenset[datetime.date] | None
    calendar: WorkCalendar
    on: datetime.date

    def has_delegate(self, day: datetime.date) -> bool | None:
        return None if self.free is None or day < self.on else day in self.free


def day_facts(period: Period, unit: Unit, *, calendar: WorkCalendar, on: datetime.date) -> DayFacts:
    """Other units' days, and whether a delegate of the rank that the unit needs on a day is free. Four queries."""
    others = Meeting.objects.in_period(period).exclude(unit=unit)
    ask = doors.free_delegate_days
    free = ask(period, unit, ranks_needed(period, unit)) if ask and not period.is_past(Stage.CONFERENCE) else None
    return DayFacts(units=others.count_by_day(), free=free, calendar=calendar, on=on)


def ranks_needed(period: Period, unit: Unit) -> dict[datetime.date, int]:
    """Day of the month → the most senior rank that a matter of concern open on it asks for; else any delegate."""
    last = last_day_of(period.month)
    days = [period.month + datetime.timedelta(days=step) for step in range((last - period.month).days + 1)]
    concerns = list(Concern.objects.filter(unit=unit).touching(period.month, last))
    return {
        day: min((one.tier_asked for one in concerns if one.is_open_on(day)), default=int(Tier.SPECIALIST))
        for day in days
    }


def month_weeks(period: Period, facts: DayFacts) -> list[list[DayCell | None]]:
    """Weeks from Monday to Sunday; None where a day is of another month."""
    weeks = calendar.Calendar().monthdatescalendar(period.month.year, period.month.month)
    return [[_cell(period, day, facts) if day.month == period.month.month else None for day in week] for week in weeks]


def _cell(period: Period, day: datetime.date, facts: DayFacts) -> DayCell:
    return DayCell(
        day=day,
        units=facts.units.get(day, 0),
        sign=day_sign(day, calendar=facts.calendar),
        note=day_note(day, calendar=facts.calendar),
        is_off=not is_working_day(day, calendar=facts.calendar),
        is_outside=not period.conference_from <= day <= period.conference_to,
        has_delegate=facts.has_delegate(day),
    )


def day_warnings(period: Period, day: datetime.date, facts: DayFacts) -> list[str]:
    """What is unusual about a day for a conference. Warned of, never forbidden."""
    warnings = []
    if warning := day_warning(day, calendar=facts.calendar):
        warnings.append(warning)
    if not period.conference_from <= day <= period.conference_to:
        warnings.append(
            f"Ngày {day:%d/%m/%Y} nằm ngoài thời gian tổ chức hội nghị của tháng "
            f"({period.conference_from:%d/%m} đến {period.conference_to:%d/%m/%Y})."
        )
    if day < facts.on:
        warnings.append(f"Ngày {day:%d/%m/%Y} đã qua.")
    if facts.has_delegate(day) is False:
        warnings.append(f"Ngày {day:%d/%m/%Y} hiện không còn đại biểu phù hợp; chọn ngày khác thì dễ bố trí hơn.")
    return warnings


def deadline_warnings(days: Mapping[str, datetime.date], *, calendar: WorkCalendar) -> dict[str, str]:
    """Field of a deadline (`…_due`) → why nobody works on its day. Warned of, never forbidden."""
    dues = {field: day for field, day in days.items() if field.endswith("_due")}
    texts = {field: day_off_text(day, calendar=calendar) for field, day in dues.items()}
    return {field: f"{days[field]:%d/%m/%Y} là {text}" for field, text in texts.items() if text}


def proposed_agenda(month: datetime.date, *, copied: datetime.date | None) -> tuple[str, str]:
    """Text a new month begins with, and where it is from: the month named, else the text of its quarter."""
    if copied:
        agenda = Period.objects.filter(month=copied).values_list("agenda", flat=True).first()
        return (agenda, f"tháng {copied:%m/%Y}") if agenda else ("", "")
    quarter = QuarterAgenda.objects.filter(year=month.year, quarter=quarter_of(month)).first()
    return (quarter.text, str(quarter)) if quarter and quarter.text else ("", "")


def extensions_of(period: Period) -> list[Extension]:
    """Those in force, the newest first."""
    rows = Extension.objects.in_force().filter(period=period).select_related("unit", "granted_by")
    return list(rows[:MOST_EXTENSIONS])


def late_note(period: Period, stage: Stage, *, on: datetime.date) -> str:
    """What the office is told once the day is past on which the clock closes a stage's entry for units; "" before."""
    if stage not in _UNITS_WORK or on <= period.due_of(stage):
        return ""
    return (
        f"Hạn {stage.label.lower()} ({period.due_of(stage):%d/%m/%Y}) đã qua: xã, phường không {_UNITS_WORK[stage]} "
        "được nữa. Sửa hạn đến một ngày sau thì mọi đơn vị lại làm được; chỉ thêm thời gian cho một đơn vị thì bấm "
        "Gia hạn cạnh tên đơn vị."
    )


@dataclass(frozen=True, kw_only=True)
class StageChange:
    """What the office is told before it moves the month."""

    to: Stage
    is_back: bool
    closes: str
    opens: str
    missing: list[str]


_UNITS_WORK = {Stage.REGISTRATION: "tự đăng ký", Stage.SELF_ASSESSMENT: "tự chấm, gửi minh chứng"}
_CLOSES = {
    Stage.REGISTRATION: "Xã, phường không tự đăng ký, sửa ngày hội nghị được nữa; Ban Tuyên giáo sửa được, kèm lý do.",
    Stage.ASSIGNMENT: "Kết thúc việc lập, trình và công bố phân công đại biểu.",
    Stage.CONFERENCE: "Hết thời gian tổ chức hội nghị; việc ghi dự họp, phiếu dự hội nghị cần xong trước.",
    Stage.SELF_ASSESSMENT: "Xã, phường không tự chấm, không gửi minh chứng được nữa.",
    Stage.APPRAISAL: "Các cơ quan không chấm điểm được nữa.",
    Stage.APPEAL: "Không nhận giải trình nữa; kết quả được công bố theo bảng xếp hạng.",
    Stage.CLOSED: "Tháng không còn ở trạng thái kết thúc.",
}
_OPENS = {
    Stage.REGISTRATION: "Xã, phường đăng ký và sửa ngày, giờ, địa điểm, nội dung hội nghị.",
    Stage.ASSIGNMENT: "Ban Tuyên giáo lập dự thảo phân công, trình kiểm tra và công bố thông báo.",
    Stage.CONFERENCE: "Đại biểu dự hội nghị, ghi phiếu; xã, phường ghi kết quả dự họp.",
    Stage.SELF_ASSESSMENT: "Xã, phường tự chấm điểm và gửi minh chứng.",
    Stage.APPRAISAL: "Các cơ quan chấm những tiêu chí được giao.",
    Stage.APPEAL: "Xã, phường giải trình về điểm của mình.",
    Stage.CLOSED: "Tháng kết thúc, số liệu chỉ còn để đọc.",
}


def stage_change(period: Period, to: Stage, *, on: datetime.date) -> StageChange:
    here = Stage(period.stage)
    is_back = to.place < here.place
    return StageChange(
        to=to,
        is_back=is_back,
        closes=_CLOSES[here],
        opens=late_note(period, to, on=on) or _OPENS[to],
        missing=[] if is_back else _missing(period),
    )


def _missing(period: Period) -> list[str]:
    """What of this room's work the stage leaves undone."""
    if period.stage == Stage.REGISTRATION:
        units = first_of(Unit.objects.valid(period.month).not_registered_in(period), NAMED)
        return _named("đơn vị chưa đăng ký", units, units)
    if period.stage == Stage.CONFERENCE:
        meetings = first_of(Meeting.objects.in_period(period).with_unit().filter(held_on=None), NAMED)
        return _named("hội nghị chưa ghi đã tổ chức", meetings, [meeting.unit for meeting in meetings])
    return []


def _named(what: str, rows: list[Any], units: list[Any]) -> list[str]:
    return [f"{rows[0].in_all} {what}: {first_names(units, in_all=rows[0].in_all)}."] if rows else []


def first_of(rows: QuerySet[Any], most: int) -> list[Any]:
    """The first rows, each with `in_all`: how many there are. One query, however many there are."""
    return list(rows.annotate(in_all=Window(Count("pk")))[:most])


def first_names(units: list[Any], *, in_all: int) -> str:
    """ "A, B, C và 4 đơn vị khác"."""
    rest = in_all - len(units)
    return ", ".join(str(unit) for unit in units) + (f" và {rest} đơn vị khác" if rest else "")
