"""Weeks and months as a wall calendar has them, Monday first. Pure."""

import datetime

from units.calendar import DAY, month_after

FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)  # the years that an address can name


def monday_of(day: datetime.date) -> datetime.date:
    return day - DAY * day.weekday()


def week_of(day: datetime.date) -> list[datetime.date]:
    """The seven days, Monday first, of the week that holds `day`."""
    monday = monday_of(day)
    return [monday + DAY * step for step in range(7)]


def weeks_of(month: datetime.date) -> list[list[datetime.date]]:
    """The weeks that hold a day of the month that begins on `month`: four to six, each of seven days."""
    weeks = [week_of(month)]
    while (following := weeks[-1][-1] + DAY) < month_after(month):
        weeks.append(week_of(following))
    return weeks


def month_before(month: datetime.date) -> datetime.date:
    """The first day of the month before the one that begins on `month`."""
    return (month - DAY).replace(day=1)


def in_reach(day: datetime.date) -> datetime.date | None:
    """The day itself, or None where no address can name it."""
    return day if FIRST <= day <= LAST else None
