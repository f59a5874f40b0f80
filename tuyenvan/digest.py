"""What a leader wants to know before anything else: how the last published month went, and what got worse."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.models import Ranking, Result
from scoring.reports import TrendPoint, trends
from units.models import Period, Unit

MOST = 5


@dataclass(frozen=True, kw_only=True)
class Fall:
    unit: Unit
    rank: int
    places: int
    total: Decimal
    points: Decimal
    band: str
    band_before: str

    @property
    def is_lower_band(self) -> bool:
        return self.band != self.band_before and self.points < 0


@dataclass(frozen=True, kw_only=True)
class Digest:
    period: Period
    leaders: list[Result]
    falls: list[Fall]


def latest_digest() -> Digest | None:
    """The first three of the last published month and the units that fell most since. Three queries."""
    ranking = Ranking.objects.filter(status=Ranking.Status.PUBLISHED).select_related("period").first()
    if ranking is None:
        return None
    results = list(Result.objects.filter(ranking=ranking).select_related("unit"))
    before = trends(ranking.period.month, months=2)
    falls = [fall for result in results if (fall := _fall(result, before.get(result.unit_id, [])))]
    falls.sort(key=lambda fall: (-fall.places, fall.points))
    return Digest(period=ranking.period, leaders=results[:3], falls=falls[:MOST])


def _fall(result: Result, months: list[TrendPoint]) -> Fall | None:
    previous = months[0] if months else None
    if previous is None or previous.rank is None or previous.total is None:
        return None
    if result.rank is None or result.total is None:
        return None
    places = result.rank - previous.rank
    if places <= 0:
        return None
    return Fall(
        unit=result.unit,
        rank=result.rank,
        places=places,
        total=result.total,
        points=result.total - previous.total,
        band=result.band,
        band_before=previous.band,
    )
