"""What a leader wants to know before anything else: how the last published month went, and what got worse."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q

from scoring.models import Ranking, RankingQuerySet, Result
from units.models import Period, Unit

MOST = 5
LEADERS = 3
DAY = datetime.timedelta(days=1)


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
    """The first three of the last published month, and the units that fell most in it. Four queries."""
    ranking = _published().first()
    if ranking is None:
        return None
    results = Result.objects.filter(ranking=ranking).select_related("unit").defer("row")
    before = _published().filter(period__month=(ranking.period.month - DAY).replace(day=1)).first()
    earlier = FilteredRelation("unit__results", condition=Q(unit__results__ranking=before))
    fallen = results.annotate(
        earlier=earlier,
        places=F("rank") - F("earlier__rank"),
        points_won=F("total") - F("earlier__total"),
        band_before=F("earlier__band"),
    ).filter(places__gt=0)
    worst = fallen.order_by("-places", "points_won", "unit")[:MOST]
    leaders = list(results.filter(rank__lte=LEADERS)[:LEADERS])
    return Digest(period=ranking.period, leaders=leaders, falls=[_fall(result) for result in worst])


def _published() -> RankingQuerySet:
    rankings: RankingQuerySet = Ranking.objects.filter(status=Ranking.Status.PUBLISHED)
    return rankings.select_related("period").without_files()


def _fall(result: Any) -> Fall:
    return Fall(
        unit=result.unit,
        rank=result.rank,
        places=result.places,
        total=result.total,
        points=result.points_won,
        band=result.band,
        band_before=result.band_before,
    )
