"""What the planner is measured on, and beside: the cases are the same everywhere, and three ways agree on the goals."""

import pytest

from assignments.checker import check
from assignments.dossier import plan_to_dict, problem_sha256, read_problem
from assignments.planner import solve
from assignments.planner.solving import bounds_of_linear_program
from tuyenvan.demo.naive import solve_naively
from tuyenvan.demo.planner_cases import crowded, month, short_month, without


def repaired():
    published = month(9, 14, 3)
    return without(published, solve(read_problem(published)).pairs, 2)


CASES = {
    "loose": lambda: month(9, 14, 1),
    "short": lambda: short_month(9, 7, 2),
    "two a day": lambda: month(9, 6, 4, max_per_day=2, limits=(3,)),
    "repair": repaired,
}


@pytest.mark.parametrize("name", CASES)
def test_the_naive_model_and_the_linear_program_agree_with_the_planner(name):
    dossier = CASES[name]()
    problem = read_problem(dossier)

    plan = solve(problem)

    values = {goal.goal: goal.value for goal in plan.goals}
    naive = solve_naively(problem, 60)
    assert {goal: naive[goal] for goal in values} == values
    bounds = bounds_of_linear_program(problem, values)
    assert bounds.keys() == values.keys()
    assert all(bounds[goal] <= values[goal] for goal in values)
    assert check(dossier, plan_to_dict(plan)) == []


def test_a_repair_has_something_to_repair():
    plan = solve(read_problem(repaired()))

    assert {goal.goal: goal.value for goal in plan.goals}["changed"] > 0


def test_the_cases_are_the_same_on_every_machine():
    assert problem_sha256(month(99, 160, 1)) == "c6f255af3e5263d476471ef7fd27343d11668f08ccb28532191e717fd5627eb7"
    assert problem_sha256(crowded(1)) == "a100abee959df6a3e6285d6b031eeb13af363156b0face25032fae249aa0ad37"


@pytest.mark.parametrize("seed", range(12))
def test_a_crowded_month_is_proven_and_passes_the_check(seed):
    dossier = crowded(seed)

    plan = solve(read_problem(dossier))

    assert plan.status == "optimal"
    assert check(dossier, plan_to_dict(plan)) == []


def test_where_a_linear_program_settles_it_the_order_of_the_file_decides_nothing_either():
    dossier = crowded(4)
    turned = dossier | {key: dossier[key][::-1] for key in ("meetings", "delegates", "past")}

    plan, other = solve(read_problem(dossier)), solve(read_problem(turned))

    assert plan.method == "lp"
    assert sorted(plan.seats, key=repr) == sorted(other.seats, key=repr)
    assert plan.goals == other.goals
