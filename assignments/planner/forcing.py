"""The exact answer to "why not this delegate?": the change is forced, the whole is solved again, the goals compared."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from .goals import GOALS, GoalVector, goal_vector
from .problem import Delegate, Pair, Problem
from .rules import Situation, standing_obstacle
from .sensitivity import Verdict
from .solving import Solution, find_best

SECONDS = 4.0
LONG = 60.0
MOST_WORK = 12_000
"""Solves × pairs that may sit: all of a city's month (14 × 580, 0.2 s), hardly anything of a province's."""


class Kind(Enum):
    RULE = "rule"
    """A rule or a pin stands against it, however the other seats are filled."""
    GOAL = "goal"
    """Possible, but this goal gets worse, and none before it gets better."""
    TIED = "tied"
    """Another plan is just as good in every goal: the lot decided."""
    BETTER = "better"
    """The plan would get better: it is not the best one (changed by hand, or cut off by the time limit)."""
    UNSETTLED = "unsettled"
    """The time was not enough to tell."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    meeting: str
    delegate: str
    kind: Kind
    is_seated: bool
    """Asked of somebody who sits there: what if they did not? Of all others: what if they did?"""
    rule: str = ""
    message: str = ""
    goal: str | None = None
    """The first goal that changes (with BETTER: see `best`)."""
    before: GoalVector | None = None
    after: GoalVector | None = None
    best: GoalVector | None = None
    """Only with BETTER: of the month solved again without the force. Where `after` is worse than it, the goal named
    is the first in which it is; where they are the same, no goal is named."""
    gone: tuple[Pair, ...] = ()
    """Seats of the plan that the forced plan does not have, in the dossier's order; and the other way round."""
    new: tuple[Pair, ...] = ()


def why_not(
    problem: Problem, pairs: Iterable[Pair], meeting: str, delegate: str, *, seconds: float = SECONDS
) -> Answer:
    """Why a delegate does not sit at a meeting of this plan, or for one who does: why this one.

    A rule is named when it, with the pins, keeps the delegate away whatever the rest of the plan. Else the pair is
    added to the pins (or, for one who sits, to the forbidden pairs), and the month is solved again: `goal` is the
    first goal in which that best plan differs from the plan as it stands. Among equally good
    plans one near the plan as it stands is told. Both ids must be in the problem.
    """
    held = problem.in_order(pairs)
    pair = (meeting, delegate)
    is_seated = pair in held
    standing = _seated_for_good(problem, pair) if is_seated else _obstacle(problem, pair)
    if standing:
        rule, message = standing
        return Answer(
            meeting=meeting, delegate=delegate, kind=Kind.RULE, is_seated=is_seated, rule=rule, message=message
        )
    forced = (
        replace(problem, forbidden=(*problem.forbidden, pair))
        if is_seated
        else replace(problem, pinned=(*problem.pinned, pair))
    )
    solution = find_best(forced, time_limit=seconds, near=frozenset(held))
    before, after = goal_vector(problem, held), goal_vector(problem, solution.pairs)
    kind = _kind(before, after, solution)
    best = goal_vector(problem, find_best(problem, time_limit=seconds).pairs) if kind is Kind.BETTER else None
    place = _first_change(best or before, after)
    return Answer(
        meeting=meeting,
        delegate=delegate,
        kind=kind,
        is_seated=is_seated,
        goal=None if place is None else GOALS[place],
        before=before,
        after=after,
        best=best,
        gone=tuple(seat for seat in held if seat not in set(solution.pairs)),
        new=tuple(seat for seat in problem.in_order(solution.pairs) if seat not in set(held)),
    )


def settled(problem: Problem, pairs: Iterable[Pair], asked: Iterable[Pair]) -> dict[Pair, Verdict]:
    """Verdicts of a plan proven best for the pairs that `sensitivity.verdicts` leaves open, each solved anew; none at
    all where that would take long. What a rule answers is not in it.

    Long is told by the size of the month, not by a clock: the same file must give the same sentences everywhere.
    """
    held, asked = list(pairs), [pair for pair in asked if pair not in problem.pinned_pairs]
    if len(asked) * len(problem.model.pairs) > MOST_WORK:
        return {}
    answers = {pair: why_not(problem, held, *pair, seconds=LONG) for pair in asked}
    return {pair: Verdict(goal=one.goal) for pair, one in answers.items() if one.kind in (Kind.GOAL, Kind.TIED)}


def _first_change(before: GoalVector, after: GoalVector) -> int | None:
    return next((place for place in range(len(GOALS)) if after[place] != before[place]), None)


def _kind(before: GoalVector, after: GoalVector, solution: Solution) -> Kind:
    """What was found is a plan, so better and tied are certain; that nothing is less bad needs the proof."""
    if after == before:
        return Kind.TIED
    if after < before:
        return Kind.BETTER
    least = {goal.goal: goal.bound for goal in solution.goals}
    place = _first_change(before, after) or 0
    bounds = [least.get(goal, 0) for goal in GOALS[: place + 1]]
    is_proven = bounds[:-1] == list(before[:place]) and bounds[-1] > before[place]
    return Kind.GOAL if is_proven else Kind.UNSETTLED


def _seated_for_good(problem: Problem, pair: Pair) -> tuple[str, str] | None:
    return ("R7", "Lượt này được ghim nên giữ nguyên.") if pair in problem.pinned_pairs else None


def _obstacle(problem: Problem, pair: Pair) -> tuple[str, str] | None:
    """R2, R5, R8; a limit of nothing; and what the pins alone make of the other rules."""
    meeting, delegate = problem.meeting_by_id[pair[0]], problem.delegate_by_id[pair[1]]
    standing = standing_obstacle(problem, meeting, delegate)
    if standing:
        return standing.rule, standing.message
    pinned = Situation(problem, problem.pinned)
    passing = pinned.passing_obstacle(meeting, delegate)
    if passing:
        return passing.rule, passing.message + _due_to_pins(pinned, passing.rule, delegate)
    if not meeting.seats:
        return "R1", "Hội nghị này không có chỗ nào để xếp."
    if len(pinned.seated[meeting.id]) >= meeting.seats:
        return "R7", "Mọi chỗ của hội nghị này đều đã ghim cho người khác."
    return None


def _due_to_pins(pinned: Situation, rule: str, delegate: Delegate) -> str:
    if rule == "R6":
        return " Người ấy đang được ghim ở đây."
    return " Đại biểu đã có lượt được ghim." if pinned.held[delegate.id] else ""
