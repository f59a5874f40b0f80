"""Which month is being worked on, where the address names none."""

import datetime

from units.models import Period


def current_period(periods: list[Period], *, on: datetime.date) -> Period | None:
    """Of the open months (newest first) the last that has begun: the next one is opened while this is at work."""
    at_work = [period for period in periods if not period.is_closed] or periods[:1]
    begun = (period for period in at_work if period.month <= on)
    return next(begun, at_work[-1] if at_work else None)
