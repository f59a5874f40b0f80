"""Working days, holidays and deadlines in words. Pure but for the holidays package's own tables.

The country's holidays come from the `holidays` package (lunar ones too); a `WorkCalendar` carries the days that the
office itself has entered, and an own day always decides what its day is: off, or worked in lieu.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import holidays

DAY = datetime.timedelta(days=1)
FAR = 92 * DAY  # from there on a deadline is told in plain days; nobody counts its holidays
EARLIEST, LATEST = datetime.time(5), datetime.time(22)  # nobody meets in the night: such a time is a slip
MONTH_STAGE_DAYS = {"registration": 3, "notice": 6, "appeal": 3}  # working days, domain.md "The month, as stages" (P)


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """A day the office has entered: an extra day off, or a day worked in lieu of one."""

    name: str
    is_working: bool


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """The office's own days, by date; all others are as the country has them."""

    own: Mapping[datetime.date, OwnDay] = field(default_factory=dict)


PUBLIC = WorkCalendar()  # the country's days alone


@lru_cache(maxsize=8)
def _vietnam(year: int) -> dict[datetime.date, str]:
    return dict(holidays.country_holidays("VN", years=year, language="vi").items())


def public_holiday(day: datetime.date) -> str:
    """The country's holiday, in Vietnamese, or ""; whatever the office says of the day."""
    return _vietnam(day.year).get(day, "")


def holiday_name(day: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> str:
    """Why nobody works on the day, beside its being a weekend; "" where there is no such reason."""
    own = calendar.own.get(day)
    if own is None:
        return public_holiday(day)
    return "" if own.is_working else own.name


def is_working_day(day: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> bool:
    own = calendar.own.get(day)
    if own is not None:
        return own.is_working
    return day.weekday() < 5 and not public_holiday(day)


def day_sign(day: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> str:
    """One short word for a cell of a month: "lễ", "nghỉ", "bù" (worked in lieu) or ""."""
    own = calendar.own.get(day)
    if own is not None and own.is_working:
        return "bù"
    if own is not None:
        return "nghỉ"
    return "lễ" if public_holiday(day) else "nghỉ" if day.weekday() >= 5 else ""


def day_note(day: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> str:
    """The name of the holiday, or of the own day; "" on any other day."""
    own = calendar.own.get(day)
    return own.name if own else public_holiday(day)


def day_off_text(day: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> str:
    """ "Thứ Bảy", "nghỉ lễ (Quốc khánh)", "ngày nghỉ (Nghỉ bù)"; "" on a working day."""
    if is_working_day(day, calendar=calendar):
        return ""
    if own := calendar.own.get(day):
        return f"ngày nghỉ ({own.name})"
    if name := public_holiday(day):
        return f"ngày nghỉ lễ ({name})"
    return "Thứ Bảy" if day.weekday() == 5 else "Chủ nhật"


def day_warning(day: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> str:
    """Why a date is unusual for a conference; weekends and holidays are warned of, never forbidden."""
    text = day_off_text(day, calendar=calendar)
    return f"Ngày {day:%d/%m/%Y} là {text}." if text else ""


def conference_errors(
    month: datetime.date, *, day: datetime.date, starts: datetime.time, ends: datetime.time
) -> dict[str, str]:
    """What makes a conference impossible: `day`, `starts` or `ends` → why. Empty when it can be."""
    errors = {}
    if (day.year, day.month) != (month.year, month.month):
        errors["day"] = f"Chọn một ngày trong tháng {month:%m/%Y}."
    if not EARLIEST <= starts <= LATEST:
        errors["starts"] = f"Hội nghị bắt đầu từ {EARLIEST:%H:%M} đến {LATEST:%H:%M}."
    if ends <= starts:
        errors["ends"] = "Giờ kết thúc phải sau giờ bắt đầu, trong cùng một ngày."
    elif ends > LATEST:
        errors["ends"] = f"Hội nghị kết thúc muộn nhất lúc {LATEST:%H:%M}."
    return errors


def month_after(month: datetime.date) -> datetime.date:
    """The first day of the month that follows."""
    return (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def last_day_of(month: datetime.date) -> datetime.date:
    return month_after(month) - DAY


def quarter_of(month: datetime.date) -> int:
    """1 to 4."""
    return (month.month + 2) // 3


def nth_working_day(month: datetime.date, n: int, *, calendar: WorkCalendar = PUBLIC) -> datetime.date:
    """The n-th working day (n ≥ 1) of the month that begins on `month`."""
    return add_working_days(month - DAY, n, calendar=calendar)


def last_working_day(month: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> datetime.date:
    """Of the month that begins on `month`; its last day where the office has taken every day off."""
    last = day = last_day_of(month)
    while not is_working_day(day, calendar=calendar):
        day -= DAY
        if day < month:
            return last
    return day


def add_working_days(day: datetime.date, n: int, *, calendar: WorkCalendar = PUBLIC) -> datetime.date:
    while n:
        day += DAY
        n -= is_working_day(day, calendar=calendar)
    return day


def working_days_between(start: datetime.date, end: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    days = (start + DAY * step for step in range(1, max((end - start).days, 0) + 1))
    return sum(is_working_day(day, calendar=calendar) for day in days)


def proposed_deadlines(month: datetime.date, *, calendar: WorkCalendar = PUBLIC) -> dict[str, datetime.date]:
    """Field name of a period → date, by domain.md's defaults for the month that begins on `month`."""
    appraisal = month.replace(day=26)
    appeal = add_working_days(appraisal, MONTH_STAGE_DAYS["appeal"], calendar=calendar)
    return {
        "registration_due": nth_working_day(month, MONTH_STAGE_DAYS["registration"], calendar=calendar),
        "notice_due": nth_working_day(month, MONTH_STAGE_DAYS["notice"], calendar=calendar),
        "conference_from": month.replace(day=8),
        "conference_to": month.replace(day=20),
        "self_assessment_due": month.replace(day=23),
        "appraisal_due": appraisal,
        "appeal_due": appeal,
        # In a short month the three days of appeal end in the next one; the ranking waits for them.
        "ranking_due": max(last_working_day(month, calendar=calendar), appeal),
    }


def deadline_text(due: datetime.date, *, on: datetime.date, calendar: WorkCalendar = PUBLIC) -> str:
    """ "còn 2 ngày làm việc", "hạn hôm nay", "quá hạn 1 ngày"."""
    if due == on:
        return "hạn hôm nay"
    if due < on:
        return f"quá hạn {(on - due).days} ngày"
    if due - on > FAR:
        return f"còn {(due - on).days} ngày"
    working = working_days_between(on, due, calendar=calendar)
    return f"còn {working} ngày làm việc" if working else f"còn {(due - on).days} ngày (nghỉ)"
