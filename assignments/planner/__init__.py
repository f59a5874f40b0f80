"""The month's assignment: hard rules, goals in strict order each proven best, one sentence a seat. No Django.

Spec: the dossier format `tuyenvan-assignment/1`; how and why: docs/decisions/0002-planner.md.
"""

from .explaining import Candidate, explain_exclusions, explain_gaps, explain_seats
from .problem import (
    Delegate,
    EmptySeats,
    GoalResult,
    Meeting,
    Pair,
    PastSeat,
    PlannedSeat,
    PlanWarning,
    Policy,
    Problem,
    SolvedPlan,
)
from .rules import Violation, broken_rules, pin_warnings, pins_broken


def solve(problem: Problem, *, time_limit: float = 60.0) -> SolvedPlan:
    """The best plan of a problem. `time_limit` is in seconds and bounds the search beyond the network's first answer.

    Raises ValueError when the pins themselves break R1 to R6 (`dossier.read_problem` says so beforehand).
    """
    # NumPy and the solvers are loaded by the first solve, not by every process that shows a plan.
    from .solving import find_best

    broken = pins_broken(problem)
    if broken:
        raise ValueError(f"{broken.rule}: {broken.message}")
    best = find_best(problem, time_limit=time_limit)
    return SolvedPlan(
        period=problem.period,
        problem_sha256=problem.sha256,
        status="optimal" if all(goal.proven for goal in best.goals) else "time_limit",
        seats=explain_seats(problem, best.pairs),
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
    "Pair",
    "PastSeat",
    "PlanWarning",
    "PlannedSeat",
    "Policy",
    "Problem",
    "SolvedPlan",
    "Violation",
    "broken_rules",
    "explain_exclusions",
    "solve",
]
