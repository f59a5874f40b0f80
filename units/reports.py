"""What pages of this room show beyond rows: the month as a table of days, what a change of stage leaves undone."""

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from units.calendar import day_warning, holiday_name
from units.models import Meeting, Period, Stage, Unit

NAMED = 10  # more names than these are counted


@dataclass(frozen=True, kw_only=True)
class DayCell:
    day: datetime.date
    units: int
    sign: str  # "lễ", "nghỉ" or ""
    note: str  # the holiday's name
    is_outside: bool  # of the days meant for conferences


def month_weeks(period: Period, units_by_day: Mapping[datetime.date, int]) -> list[list[DayCell | None]]:
    """Weeks from Monday to Sunday; None where a day is of another month."""
    weeks = calendar.Calendar().monthdatescalendar(period.month.year, period.month.month)
    return [
        [_cell(period, day, units_by_day) if day.month == period.month.month else None for day in week]
        for week in weeks
    ]


def _cell(period: Period, day: datetime.date, units_by_day: Mapping[datetime.date, int]) -> DayCell:
    holiday = holiday_name(day)
    return DayCell(
        day=day,
        units=units_by_day.get(day, 0),
        sign="lễ" if holiday else "nghỉ" if day.weekday() >= 5 else "",
        note=holiday,
        is_outside=not period.conference_from <= day <= period.conference_to,
    )


def day_warnings(period: Period, day: datetime.date, *, on: datetime.date) -> list[str]:
    """What is unusual about a day for a conference. Warned of, never forbidden."""
    warnings = []
    if warning := day_warning(day):
        warnings.append(warning)
    if not period.conference_from <= day <= period.conference_to:
        warnings.append(
            f"Ngày {day:%d/%m/%Y} nằm ngoài thời gian tổ chức hội nghị của tháng "
            f"({period.conference_from:%d/%m} đến {period.conference_to:%d/%m/%Y})."
        )
    if day < on:
        warnings.append(f"Ngày {day:%d/%m/%Y} đã qua.")
    return warnings


@dataclass(frozen=True, kw_only=True)
class StageChange:
    """What the office is told before it moves the month."""

    to: Stage
    is_back: bool
    closes: str
    opens: str
    missing: list[str]


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


def stage_change(period: Period, to: Stage) -> StageChange:
    here = Stage(period.stage)
    is_back = to.place < here.place
    return StageChange(
        to=to, is_back=is_back, closes=_CLOSES[here], opens=_OPENS[to], missing=[] if is_back else _missing(period)
    )


def _missing(period: Period) -> list[str]:
    """What of this room's work the stage leaves undone."""
    if period.stage == Stage.REGISTRATION:
        units = Unit.objects.valid(period.month).not_registered_in(period)
        return _named("đơn vị chưa đăng ký", [str(unit) for unit in units])
    if period.stage == Stage.CONFERENCE:
        meetings = Meeting.objects.in_period(period).with_unit().filter(held_on=None)
        return _named("hội nghị chưa ghi đã tổ chức", [str(meeting.unit) for meeting in meetings])
    return []


def _named(what: str, names: list[str]) -> list[str]:
    return [f"{len(names)} {what}: {first_names(names)}."] if names else []


def first_names(names: list[str], most: int = NAMED) -> str:
    """ "A, B, C và 4 đơn vị khác"."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" và {rest} đơn vị khác" if rest > 0 else "")
