"""Which days a recurring absence falls on. Pure."""

import calendar
import datetime

DAY = datetime.timedelta(days=1)
EVERY, LAST = 0, -1


def recurring_days(*, weekday: int, week: int, first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Days from `first` to `last` on `weekday` (Monday 0). `week`: 0 each, 1 to 4 the place in its month, -1 last."""
    day = first + DAY * ((weekday - first.weekday()) % 7)
    found = []
    while day <= last:
        if week == EVERY or week == (day.day + 6) // 7 or (week == LAST and _is_last(day)):
            found.append(day)
        day += 7 * DAY
    return found


def neighbours(days: list[datetime.date]) -> list[tuple[datetime.date, datetime.date]]:
    """Days that follow one another as one spell, both ends included."""
    spells: list[tuple[datetime.date, datetime.date]] = []
    for day in sorted(set(days)):
        if spells and spells[-1][1] + DAY == day:
            spells[-1] = (spells[-1][0], day)
        else:
            spells.append((day, day))
    return spells


def _is_last(day: datetime.date) -> bool:
    return day.day + 7 > calendar.monthrange(day.year, day.month)[1]
