"""Ways out of a gap: each is tried, that is, the month so changed is solved again and its goals compared with now.

The ways: the meeting moves to another day; a delegate who is busy that day frees it; somebody's limit is raised by
one; a lower rank is asked for this once. What is tried is bounded twice. A necessary test first throws out what
cannot help without any solving: on the residual network of the plan (see conflicts), does the gap become reachable?
Then the ways take turns, kind by kind, the likeliest of each first, until the time is used up; how many were not
tried is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from itertools import zip_longest
from time import perf_counter

from .clashes import Clash
from .conflicts import Residual, Search, lacks_rank
from .goals import GoalVector, goal_vector, load_step
from .problem import ANYONE, Delegate, Meeting, Pair, Problem
from .rules import Situation, pins_broken
from .solving import find_best

SECONDS = 2.0
SHORTEST = 0.2
"""Seconds that a solve is given at least."""
MOST = 12
"""Ways that are solved at most."""


class Kind(Enum):
    MOVE = "move"
    FREE_DAY = "free day"
    LIMIT = "limit"
    TIER = "tier"


@dataclass(frozen=True, kw_only=True)
class Change:
    kind: Kind
    day: date | None = None
    """MOVE: to this day. FREE_DAY: the day to free."""
    delegate: str = ""
    tier: int = 0
    """TIER: the rank asked for instead."""


@dataclass(frozen=True, kw_only=True)
class WayOut:
    change: Change
    before: GoalVector
    after: GoalVector
    """Of the best plan of the month so changed; where that fills another gap in the place of this one (not `stays`),
    of the best in which it does not."""
    stays: bool
    """Solving the whole month again brings it to this meeting; else the seat has to be pinned here first."""
    is_proven: bool
    """That plan is the best of these; else it may get better still."""
    fills: int
    """Of the seats now empty at this meeting, so many are filled."""
    meets_rank: bool
    """The rank asked for, now unmet, is met (or no longer asked for)."""
    sits: tuple[str, ...]
    """Who sits at the meeting then, in the dossier's order."""


@dataclass(frozen=True, kw_only=True)
class WaysOut:
    ways: tuple[WayOut, ...]
    """Those that help, the best outcome first; those that ask for less than now come last."""
    tried: int
    untried: int
    """Ways that might help, but that the time was not enough for."""
    again: GoalVector | None = None
    """Solving the month again as it is helps already (a plan changed by hand): its goals then."""


def find_ways_out(
    problem: Problem,
    pairs: Iterable[Pair],
    meeting: str,
    *,
    days: Sequence[date],
    is_best: bool,
    skip: int = 0,
    seconds: float = SECONDS,
) -> WaysOut:
    """What would fill the empty seats of a meeting or bring its rank.

    `days`: where the meeting may move to, best first. `is_best`: the plan is proven best; if not, the ways are
    compared with the month solved again as it is. `skip`: ways tried before. A way is shown only if the meeting
    itself gains (a seat, or its rank) and the goals, in their order, get better. A day is taken off one delegate; a
    limit holds this month.
    """
    started = perf_counter()
    held = problem.in_order(pairs)
    gap = problem.meeting_by_id[meeting]
    if not is_best:
        now = _now(problem, held, gap)
        held = problem.in_order(find_best(problem, time_limit=seconds).pairs)
        if _gain(now, _now(problem, held, gap)):
            return WaysOut(ways=(), tried=0, untried=0, again=goal_vector(problem, held))
    waiting = promising(problem, held, gap, days)
    ways, tried = [], 0
    for change in waiting[skip : skip + MOST]:
        left = seconds - (perf_counter() - started)
        if tried and left <= 0:
            break
        tried += 1
        way = _tried(problem, held, gap, change, max(left, SHORTEST))
        if way:
            ways.append(way)
    return WaysOut(
        ways=tuple(sorted(ways, key=lambda way: (way.change.kind is Kind.TIER, way.after, waiting.index(way.change)))),
        tried=tried,
        untried=max(0, len(waiting) - skip - tried),
    )


def promising(problem: Problem, held: list[Pair], gap: Meeting, days: Sequence[date]) -> list[Change]:
    """The changes that pass the necessary test, in the order in which they are to be tried."""
    situation = Situation(problem, held)
    kinds: dict[Kind, list[Change]] = defaultdict(list)
    wanted = [lacks_rank(situation, gap), len(situation.seated[gap.id]) < gap.seats]
    for is_rank in [is_rank for is_rank, is_wanted in zip((True, False), wanted, strict=True) if is_wanted]:
        search = Search(Residual(situation, held, is_rank=is_rank), gap)
        for change in _candidates(problem, gap, search, days):
            if change not in kinds[change.kind]:
                kinds[change.kind].append(change)
    if wanted[0] and gap.seats:
        kinds[Kind.TIER] = [Change(kind=Kind.TIER, tier=tier) for tier in range(gap.tier_required + 1, ANYONE + 1)]
    lightest = _lightest(problem, situation)
    for kind in (Kind.FREE_DAY, Kind.LIMIT):
        kinds[kind].sort(key=lambda change: lightest[change.delegate])
    turns = zip_longest(*(kinds[kind] for kind in Kind))
    return [change for turn in turns for change in turn if change]


def changed(problem: Problem, meeting: str, change: Change) -> Problem:
    """The month with this one change made."""
    if change.kind is Kind.MOVE and change.day:
        by = change.day - problem.meeting_by_id[meeting].on
        return _with_meeting(problem, meeting, by=by)
    if change.kind is Kind.TIER:
        return _with_meeting(problem, meeting, tier=change.tier)
    delegates = tuple(_changed(delegate, change) for delegate in problem.delegates)
    return replace(problem, delegates=delegates)


def dedicated(month: Problem, situation: Situation, gap: Meeting) -> Problem:
    """The month without the gaps of other meetings, which would take for themselves what is gained for this one."""

    def without_gap(meeting: Meeting) -> Meeting:
        if meeting.id == gap.id:
            return meeting
        return replace(
            meeting,
            seats=min(meeting.seats, len(situation.seated[meeting.id])),
            tier_required=ANYONE if lacks_rank(situation, meeting) else meeting.tier_required,
        )

    return replace(month, meetings=tuple(without_gap(meeting) for meeting in month.meetings))


def _candidates(problem: Problem, gap: Meeting, search: Search, days: Sequence[date]) -> Iterable[Change]:
    likely = {day: _somebody_comes(problem, gap, search, day) for day in days if day != gap.on}
    for day in sorted((day for day, who in likely.items() if who), key=lambda day: likely[day] != FREE):
        yield Change(kind=Kind.MOVE, day=day)
    for delegate in problem.delegates:
        if delegate.is_away_on(gap.on) and search.reaches_if_lifted(Clash(rule="R2", delegate=delegate.id, day=gap.on)):
            yield Change(kind=Kind.FREE_DAY, delegate=delegate.id, day=gap.on)
    for delegate in problem.delegates:
        if search.reaches_if_lifted(Clash(rule="R4", delegate=delegate.id)):
            yield Change(kind=Kind.LIMIT, delegate=delegate.id)


FREE, ALLOWED = 2, 1


def _somebody_comes(problem: Problem, gap: Meeting, search: Search, day: date) -> int:
    """Whether on that day one more could come as the plan stands (FREE), or no standing rule forbids it (ALLOWED)."""
    moved = replace(gap, starts_at=gap.starts_at + (day - gap.on), ends_at=gap.ends_at + (day - gap.on))
    found = 0
    for delegate in problem.delegates:
        fits = (
            delegate.satisfies(gap)
            if search.network.is_rank
            else delegate not in search.network.situation.seated[gap.id]
        )
        if not fits or any(search.network.standing(moved, delegate)):
            continue
        node = ("day", delegate.id, day.isoformat())
        is_known = node in search.network.arcs
        if node in search.came or (not is_known and ("person", delegate.id) in search.came):
            return FREE
        found = ALLOWED
    return found


def _lightest(problem: Problem, situation: Situation) -> dict[str, int]:
    return {person.id: load_step(problem, person, situation.held[person.id]) for person in problem.delegates}


def _tried(problem: Problem, held: list[Pair], gap: Meeting, change: Change, seconds: float) -> WayOut | None:
    month = changed(problem, gap.id, change)
    if pins_broken(month):
        return None
    now, moved = _now(problem, held, gap), month.meeting_by_id[gap.id]
    alone = dedicated(month, Situation(problem, held), gap)
    solution = find_best(alone, time_limit=seconds)
    gain = _gain(now, _now(month, solution.pairs, moved))
    before = goal_vector(problem, held)
    if goal_vector(month, solution.pairs) >= before or not gain:
        return None
    stays = alone == month
    if not stays:
        whole = find_best(month, time_limit=seconds)
        stays = _gain(now, _now(month, whole.pairs, moved)) == gain
        solution = whole if stays else solution
    after, then = goal_vector(month, solution.pairs), _now(month, solution.pairs, moved)
    return WayOut(
        change=change,
        before=before,
        after=after,
        stays=stays,
        is_proven=all(goal.proven for goal in solution.goals),
        fills=gain.fills,
        meets_rank=gain.meets_rank,
        sits=tuple(person.id for person in then.seated),
    )


@dataclass(frozen=True, kw_only=True)
class _Now:
    seated: list[Delegate]
    lacks_rank: bool


@dataclass(frozen=True, kw_only=True)
class _Gain:
    fills: int
    meets_rank: bool


def _now(problem: Problem, pairs: Iterable[Pair], gap: Meeting) -> _Now:
    situation = Situation(problem, pairs)
    return _Now(seated=situation.seated[gap.id], lacks_rank=lacks_rank(situation, gap))


def _gain(now: _Now, then: _Now) -> _Gain | None:
    """What the meeting itself gains; None when nothing, or when it pays for it with its rank."""
    fills, meets_rank = len(then.seated) - len(now.seated), now.lacks_rank and not then.lacks_rank
    if (then.lacks_rank and not now.lacks_rank) or not (meets_rank or fills > 0):
        return None
    return _Gain(fills=fills, meets_rank=meets_rank)


def _with_meeting(problem: Problem, meeting: str, *, by: timedelta = timedelta(), tier: int = 0) -> Problem:
    meetings = tuple(
        replace(one, starts_at=one.starts_at + by, ends_at=one.ends_at + by, tier_required=tier or one.tier_required)
        if one.id == meeting
        else one
        for one in problem.meetings
    )
    return replace(problem, meetings=meetings)


def _changed(delegate: Delegate, change: Change) -> Delegate:
    if delegate.id != change.delegate:
        return delegate
    if change.kind is Kind.LIMIT:
        return replace(delegate, max_seats=delegate.max_seats + 1)
    return replace(delegate, unavailable=tuple(_without(delegate.unavailable, change.day)))


def _without(spells: Iterable[tuple[date, date]], day: date | None) -> Iterable[tuple[date, date]]:
    """The spells with one day taken out of them."""
    one = timedelta(days=1)
    for first, last in spells:
        if day is None or not first <= day <= last:
            yield first, last
            continue
        if first < day:
            yield first, day - one
        if day < last:
            yield day + one, last
