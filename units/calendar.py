"""Working days, holidays and deadlines in words. Pure but for the holidays package's own tables."""

import datetime
from functools import lru_cache

import holidays

DAY = datetime.timedelta(days=1)
FAR = 92 * DAY  # from there on a deadline is told in plain days; nobody counts its holidays
EARLIEST, LATEST = datetime.time(5), datetime.time(22)  # nobody meets in the night: such a time is a slip
MONTH_STAGE_DAYS = {"registration": 3, "notice": 6, "appeal": 3}  # working days, domain.md "The month, as stages" (P)


@lru_cache(maxsize=8)
def _vietnam(year: int) -> dict[datetime.date, str]:
    return dict(holidays.country_holidays("VN", years=year, language="vi").items())


def holiday_name(day: datetime.date) -> str:
    """The public holiday's Vietnamese name, or ""."""
    return _vietnam(day.year).get(day, "")


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < 5 and not holiday_name(day)


def day_warning(day: datetime.date) -> str:
    """Why a date is unusual for a conference; weekends and holidays are warned of, never forbidden."""
    if name := holiday_name(day):
        return f"Ngày {day:%d/%m/%Y} là ngày nghỉ lễ ({name})."
    if day.weekday() >= 5:
        return f"Ngày {day:%d/%m/%Y} là {'Thứ Bảy' if day.weekday() == 5 else 'Chủ nhật'}."
    return ""


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


def nth_working_day(month: datetime.date, n: int) -> datetime.date:
    """The n-th working day (n ≥ 1) of the month that begins on `month`."""
    day = month - DAY
    while n:
        day += DAY
        n -= is_working_day(day)
    return day


def last_working_day(month: datetime.date) -> datetime.date:
    day = month_after(month) - DAY
    while not is_working_day(day):
        day -= DAY
    return day


def add_working_days(day: datetime.date, n: int) -> datetime.date:
    while n:
        day += DAY
        n -= is_working_day(day)
    return day


def working_days_between(start: datetime.date, end: datetime.date) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    days = (start + DAY * step for step in range(1, max((end - start).days, 0) + 1))
    return sum(is_working_day(day) for day in days)


def proposed_deadlines(month: datetime.date) -> dict[str, datetime.date]:
    """Field name of a period → date, by domain.md's defaults for the month that begins on `month`."""
    appraisal = month.replace(day=26)
    appeal = add_working_days(appraisal, MONTH_STAGE_DAYS["appeal"])
    return {
        "registration_due": nth_working_day(month, MONTH_STAGE_DAYS["registration"]),
        "notice_due": nth_working_day(month, MONTH_STAGE_DAYS["notice"]),
        "conference_from": month.replace(day=8),
        "conference_to": month.replace(day=20),
        "self_assessment_due": month.replace(day=23),
        "appraisal_due": appraisal,
        "appeal_due": appeal,
        # In a short month the three days of appeal end in the next one; the ranking waits for them.
        "ranking_due": max(last_working_day(month), appeal),
    }


def deadline_text(due: datetime.date, *, on: datetime.date) -> str:
    """ "còn 2 ngày làm việc", "hạn hôm nay", "quá hạn 1 ngày"."""
    if due == on:
        return "hạn hôm nay"
    if due < on:
        return f"quá hạn {(on - due).days} ngày"
    if due - on > FAR:
        return f"còn {(due - on).days} ngày"
    working = working_days_between(on, due)
    return f"còn {working} ngày làm việc" if working else f"còn {(due - on).days} ngày (nghỉ)"
