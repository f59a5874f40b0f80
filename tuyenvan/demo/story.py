"""One month as the history tells it, and how good each unit is in it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from tuyenvan.demo.foundation import Committee
from units.calendar import is_working_day, proposed_deadlines
from units.models import Period

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = datetime.timedelta(days=1)
WORST, BEST = 0.32, 0.97


@dataclass(frozen=True, kw_only=True)
class Story:
    """`quality`: unit id → 0 to 1. `today`: nothing that has happened is later. `seed`: same seed, same month."""

    committee: Committee
    period: Period
    quality: Mapping[int, float]
    today: datetime.date
    seed: str

    def rng(self, topic: str) -> Random:
        """A stream of chance for each topic, so that a change of one leaves the others as they were."""
        return Random(f"{self.seed}/{self.period.key}/{topic}")  # noqa: S311 - made to be repeated

    @property
    def usual_days(self) -> dict[str, datetime.date]:
        """Of the month as an office would have opened it; the deadlines of the open one may have been put off."""
        return proposed_deadlines(self.period.month)

    @property
    def conference_days(self) -> list[datetime.date]:
        count = (self.period.conference_to - self.period.conference_from).days + 1
        days = [self.period.conference_from + DAY * step for step in range(count)]
        return [day for day in days if is_working_day(day)]


def instant(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=HANOI)


def qualities(unit_ids: Sequence[int], months: int, rng: Random) -> list[dict[int, float]]:
    """A slow walk of every unit, month by month: they begin apart, a quarter climbs, a quarter slips."""
    count = len(unit_ids)
    spread = [0.5 + 0.4 * place / max(count - 1, 1) for place in range(count)]
    rng.shuffle(spread)
    drifts = [(0.014, -0.013, 0.0, 0.002)[place % 4] for place in range(count)]
    rng.shuffle(drifts)
    walk = []
    now = spread
    for _ in range(months):
        now = [
            min(max(level + drift + rng.gauss(0, 0.018), WORST), BEST) for level, drift in zip(now, drifts, strict=True)
        ]
        walk.append(dict(zip(unit_ids, now, strict=True)))
    return walk


def month_after(month: datetime.date, count: int) -> datetime.date:
    year, place = divmod(month.year * 12 + month.month - 1 + count, 12)
    return datetime.date(year, place + 1, 1)
