"""The month's assignment: hard rules, goals in strict order each proven best, one sentence a seat. No Django.

Spec: the dossier format `tuyenvan-assignment/1`; how and why: docs/decisions/0002-planner.md.
"""

from collections.abc import Callable

from .explaining import Candidate, explain_exclusions, explain_gaps, explain_seats
from .problem import (
    Delegate,
    EmptySeats,
    GoalResult,
    Meeting,
    Override,
    Pair,
    PastSeat,
    PlannedSeat,
    PlanWarning,
    Policy,
    Problem,
    SolvedPlan,
    SolveStopped,
)
from .rules import Violation, broken_rules, pin_warnings, pins_broken


def solve(
    problem: Problem, *, time_limit: float = 60.0, on_goal: Callable[[GoalResult], bool] | None = None
) -> SolvedPlan:
    """The best plan of a problem. `time_limit` is in seconds and bounds the search beyond the network's first answer.

    `on_goal` is told each goal once it is settled; where it answers False the solve ends with SolveStopped.
    Raises ValueError when the pins themselves break R1 to R6 (`dossier.read_problem` says so beforehand).
    """
    # NumPy and the solvers are loaded by the first solve, not by every process that shows a plan.
    from .solving import find_best

    broken = pins_broken(problem)
    if broken:
        raise ValueError(f"{broken.rule}: {broken.message}")
    best = find_best(problem, time_limit=time_limit, on_goal=on_goal)
    is_best = all(goal.proven for goal in best.goals)
    return SolvedPlan(
        period=problem.period,
        problem_sha256=problem.sha256,
        status="optimal" if is_best else "time_limit",
        seats=explain_seats(problem, best.pairs, is_best=is_best),
        empty=explain_gaps(problem, best.pairs),
        goals=best.goals,
        warnings=pin_warnings(problem),
        method=best.method,
    )


__all__ = [
    "Candidate",
    "Delegate",
    "EmptySeats",
    "GoalResult",
    "Meeting",
    "Override",
    "Pair",
    "PastSeat",
    "PlanWarning",
    "PlannedSeat",
    "Policy",
    "Problem",
    "SolveStopped",
    "SolvedPlan",
    "Violation",
    "broken_rules",
    "explain_exclusions",
    "solve",
]
