"""On which days of a month a delegate of a rank is still free: what a unit that chooses its day is told."""

import datetime
from collections import Counter
from collections.abc import Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Subquery, Sum
from django.db.models.functions import TruncDate

from assignments.models import Policy, Seat
from assignments.problem import away_days, delegates_taking_part, last_day, with_rank_asked
from units.models import Meeting, Period, Tier, Unit

DAY = datetime.timedelta(days=1)
Places = Counter[tuple[datetime.date, int]]  # (day, rank) → how many


def free_delegate_days(
    period: Period, unit: Unit, ranks: Mapping[datetime.date, int]
) -> frozenset[datetime.date] | None:
    """The days of `ranks` (day → rank needed) on which more delegates of that rank are free than others wait for.

    A delegate is free who takes part, is not away, may be sent to the unit, and has fewer published seats than the
    rules allow a day. Other units that have chosen the day and have nobody yet come first. Two queries; None where no
    delegate takes part in the month at all.
    """
    free, waiting = _free(period, unit), _waiting(period, unit)
    if free is None:
        return None
    return frozenset(day for day, rank in ranks.items() if _of_rank(free, day, rank) > _of_rank(waiting, day, rank))


def _of_rank(places: Places, day: datetime.date, rank: int) -> int:
    """Of this rank or a more senior one, which has a smaller number."""
    return sum(places[day, tier] for tier in Tier.values if tier <= rank)


def _free(period: Period, unit: Unit) -> Places | None:
    policy = Policy.objects.for_month(period.month)
    seats = Seat.objects.published().in_period(period).filter(delegate=OuterRef("pk"))
    days = seats.order_by("pk").annotate(on_day=TruncDate("meeting__starts_at")).values("on_day")
    delegates = list(
        delegates_taking_part(period)
        .annotate(seated_days=ArraySubquery(days), per_day=Subquery(policy.values("max_per_day")[:1]))
        .only("tier", "active_from", "active_to")
    )
    month = [period.month + DAY * step for step in range((last_day(period.month) - period.month).days + 1)]
    free: Places = Counter()
    for delegate in delegates:
        if unit.pk not in delegate.barred_ids:
            spells, seated = away_days(delegate, period), Counter(delegate.seated_days)
            for day in month:
                if not any(first <= day <= last for first, last in spells):
                    free[day, delegate.tier] += max((delegate.per_day or 1) - seated[day], 0)
    return free if delegates else None


def _waiting(period: Period, unit: Unit) -> Places:
    """What other units' conferences still ask for: one delegate of the rank each, any for their other seats."""
    has_seats = Exists(Seat.objects.published().filter(meeting=OuterRef("pk")))
    meetings = with_rank_asked(Meeting.objects.in_period(period).exclude(unit=unit).filter(~has_seats).order_by())
    days = meetings.values_list("held_day", "tier_asked").annotate(n=Count("pk"), asked=Sum("seats"))
    waiting: Places = Counter()
    for day, rank, count, asked in days:
        waiting[day, rank] += count
        waiting[day, int(Tier.SPECIALIST)] += asked - count
    return waiting
