"""A month's assignment problem and its plan, as plain frozen data. Spec: the dossier format, docs/formats."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Model

Pair = tuple[str, str]
"""(meeting id, delegate id)."""

ANYONE = 3
"""`tier_required` of a meeting that asks for no rank."""


@cache
def month_number(period: str) -> int:
    """Months since year 0 of "YYYY-MM", so that two periods can be subtracted."""
    year, month = period.split("-")
    return int(year) * 12 + int(month) - 1


@dataclass(frozen=True, kw_only=True)
class Policy:
    no_repeat_months: int
    memory_months: int
    max_per_day: int
    distinct_agencies: bool = True
    """R6 holds; False lets colleagues sit together."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    id: str
    unit: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    tier_required: int

    @cached_property
    def on(self) -> date:
        """The date that a meeting belongs to is the one on which it starts."""
        return self.starts_at.date()

    @cached_property
    def asks_for_rank(self) -> bool:
        return self.tier_required < ANYONE

    def overlaps(self, other: "Meeting") -> bool:
        """Touching ends do not overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, kw_only=True)
class Delegate:
    id: str
    agency: str
    tier: int
    share: int
    max_seats: int
    past_seats: int
    barred_units: tuple[str, ...] = ()
    unavailable: tuple[tuple[date, date], ...] = ()

    def is_away_on(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.unavailable)

    def satisfies(self, meeting: Meeting) -> bool:
        """Of the rank that the meeting asks for, or above it."""
        return self.tier <= meeting.tier_required


@dataclass(frozen=True, kw_only=True)
class PastSeat:
    delegate: str
    unit: str
    period: str


@dataclass(frozen=True, kw_only=True)
class Override:
    """A pinned pair that one rule is not asked about: R2, R4, R5, R6, R8, or the number a day of R3."""

    meeting: str
    delegate: str
    rule: str
    reason: str

    @property
    def pair(self) -> Pair:
        return self.meeting, self.delegate


@dataclass(frozen=True, kw_only=True)
class Problem:
    period: str
    seed: int
    policy: Policy
    meetings: tuple[Meeting, ...]
    delegates: tuple[Delegate, ...]
    past: tuple[PastSeat, ...] = ()
    pinned: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()
    published: tuple[Pair, ...] | None = None
    overrides: tuple[Override, ...] = ()
    sha256: str = ""
    """Of the dossier that it was read from; empty for a problem made in memory."""

    @cached_property
    def meeting_by_id(self) -> dict[str, Meeting]:
        return {meeting.id: meeting for meeting in self.meetings}

    @cached_property
    def delegate_by_id(self) -> dict[str, Delegate]:
        return {delegate.id: delegate for delegate in self.delegates}

    @cached_property
    def month(self) -> int:
        return month_number(self.period)

    @cached_property
    def pinned_pairs(self) -> frozenset[Pair]:
        return frozenset(self.pinned)

    @cached_property
    def forbidden_pairs(self) -> frozenset[Pair]:
        return frozenset(self.forbidden)

    @cached_property
    def in_canonical_order(self) -> "Problem":
        """Meetings and delegates by id: what is solved, so that the order of the file decides nothing."""
        meetings = tuple(sorted(self.meetings, key=lambda meeting: meeting.id))
        delegates = tuple(sorted(self.delegates, key=lambda delegate: delegate.id))
        if (meetings, delegates) == (self.meetings, self.delegates):
            return self
        return replace(self, meetings=meetings, delegates=delegates)

    @cached_property
    def model(self) -> "Model":
        """As arrays, in canonical order; made once, when it is first asked for."""
        from .model import build_model  # NumPy, which a process that only shows plans does not load

        canonical = self.in_canonical_order
        return build_model(self) if canonical is self else canonical.model

    @cached_property
    def waived(self) -> frozenset[tuple[str, Pair]]:
        """(rule, pair): when the rule is asked, this pinned seat is as if it were not there."""
        return frozenset((one.rule, one.pair) for one in self.overrides if one.pair in self.pinned_pairs)

    def is_waived(self, rule: str, meeting: Meeting, delegate: Delegate) -> bool:
        return bool(self.waived) and (rule, (meeting.id, delegate.id)) in self.waived

    @cached_property
    def published_pairs(self) -> frozenset[Pair]:
        return frozenset(self.published or ())

    @cached_property
    def load_scale(self) -> int:
        """Least common multiple of the shares: makes every load a whole number."""
        return lcm(*(delegate.share for delegate in self.delegates))

    @cached_property
    def shares_are_equal(self) -> bool:
        return len({delegate.share for delegate in self.delegates}) < 2

    @cached_property
    def last_visit(self) -> dict[Pair, int]:
        """(unit, delegate) → month number of the latest past seat."""
        return _latest(((seat.unit, seat.delegate), seat.period) for seat in self.past)

    @cached_property
    def last_agency_visit(self) -> dict[tuple[str, str], int]:
        """(unit, agency) → month number of the latest past seat of anyone of that agency."""
        agency = {delegate.id: delegate.agency for delegate in self.delegates}
        return _latest(((seat.unit, agency[seat.delegate]), seat.period) for seat in self.past)

    def months_since_visit(self, unit: str, delegate: Delegate) -> int | None:
        last = self.last_visit.get((unit, delegate.id))
        return None if last is None else self.month - last

    def months_since_agency_visit(self, unit: str, agency: str) -> int | None:
        last = self.last_agency_visit.get((unit, agency))
        return None if last is None else self.month - last

    def in_order(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Sorted as the dossier lists its meetings, and within a meeting as it lists its delegates."""
        meetings = {meeting.id: place for place, meeting in enumerate(self.meetings)}
        delegates = {delegate.id: place for place, delegate in enumerate(self.delegates)}
        return sorted(pairs, key=lambda pair: (meetings[pair[0]], delegates[pair[1]]))


def _latest(visits: Iterable[tuple[Pair, str]]) -> dict[Pair, int]:
    latest: dict[Pair, int] = {}
    for place, period in visits:
        month = month_number(period)
        if month > latest.get(place, -1):
            latest[place] = month
    return latest


class SolveStopped(Exception):
    """Whoever was told of a goal wants no more of this solve."""


@dataclass(frozen=True, kw_only=True)
class PlannedSeat:
    meeting: str
    delegate: str
    pinned: bool
    because: str
    instead_of: str | None
    """The runner-up for this seat, who could sit there with the rest of the plan as it is."""


@dataclass(frozen=True, kw_only=True)
class EmptySeats:
    meeting: str
    seats: int
    because: str


@dataclass(frozen=True, kw_only=True)
class GoalResult:
    goal: str
    value: int
    proven: bool
    bound: int
    """No plan that keeps the goals above at their best has less than this; equals `value` when proven."""
    seconds: float = field(compare=False)
    """From the start of the solve until this goal was settled."""


@dataclass(frozen=True, kw_only=True)
class PlanWarning:
    rule: str
    meeting: str
    delegate: str
    message: str


@dataclass(frozen=True, kw_only=True)
class SolvedPlan:
    period: str
    problem_sha256: str
    status: str
    """"optimal", or "time_limit" when some goal is not proven."""
    seats: tuple[PlannedSeat, ...]
    empty: tuple[EmptySeats, ...]
    goals: tuple[GoalResult, ...]
    warnings: tuple[PlanWarning, ...]
    method: str = field(compare=False, default="network")
    """What proved it: "network" (min-cost flow alone), or HiGHS beside it: "lp" for the last goals only, else "mip"."""

    @property
    def pairs(self) -> list[Pair]:
        return [(seat.meeting, seat.delegate) for seat in self.seats]
