"""Which month is being worked on, where the address names none."""

import datetime

from django.http import HttpRequest

from units.models import Period

OFFERED = 24


def newest_periods(request: HttpRequest) -> list[Period]:
    """The months to choose from, newest first. The home page and the frame round it read them once."""
    if not hasattr(request, "periods"):
        request.periods = list(Period.objects.order_by("-month")[:OFFERED])  # type: ignore[attr-defined]
    periods: list[Period] = request.periods  # type: ignore[attr-defined]
    return periods


def current_period(periods: list[Period], *, on: datetime.date) -> Period | None:
    """Of the open months (newest first) the last that has begun: the next one is opened while this is at work."""
    at_work = [period for period in periods if not period.is_closed] or periods[:1]
    begun = (period for period in at_work if period.month <= on)
    return next(begun, at_work[-1] if at_work else None)
