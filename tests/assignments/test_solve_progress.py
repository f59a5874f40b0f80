"""Whoever waits for a solve is told each goal as it is settled, and may stop it."""

import json
from pathlib import Path

import pytest

from assignments.dossier import read_problem
from assignments.planner import SolveStopped, solve

DOSSIERS = Path(__file__).parent / "dossiers"


@pytest.fixture(params=["assignment_city17", "assignment_city17_short_of_people"])
def problem(request):
    return read_problem(json.loads((DOSSIERS / f"{request.param}.json").read_text()))


def test_every_goal_is_told_once_in_order_with_its_value(problem):
    told = []
    plan = solve(problem, on_goal=lambda goal: told.append(goal) or True)
    assert [(goal.goal, goal.value, goal.proven) for goal in told] == [
        (goal.goal, goal.value, True) for goal in plan.goals
    ]


@pytest.mark.parametrize("after", [1, 3])
def test_a_solve_stops_where_nobody_wants_it_any_more(problem, after):
    told = []
    with pytest.raises(SolveStopped):
        solve(problem, on_goal=lambda goal: told.append(goal.goal) or len(told) < after)
    assert len(told) == after
