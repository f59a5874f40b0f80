"""The draw among equally good plans, and the clock: on every path by lot, and never the machine's mood."""

import pytest

from assignments.dossier import read_problem
from assignments.planner import solve, solving
from assignments.planner.goals import goal_vector
from assignments.planner.rules import broken_rules
from assignments.planner.solving import find_best
from tests.assignments.test_planner_rules import delegate, meeting, problem
from tuyenvan.demo import planner_cases

BY_LINEAR_PROGRAM = (332, 337, 354, 363, 380)
DRAWN_LAST = (209, 452)
PRIMES = (89, 97, 83, 79, 73, 71)


@pytest.mark.parametrize("seed", BY_LINEAR_PROGRAM)
def test_the_lot_decides_where_the_linear_program_does_the_last_step(seed):
    """A month as good by another lot: near that one it is found to the last seat, and by its own lot the first."""
    dossier = planner_cases.crowded(seed)
    month = read_problem(dossier)
    own = find_best(month, time_limit=60)
    other = find_best(read_problem(dossier | {"seed": seed + 1000}), time_limit=60)
    assert own.method == "lp"
    assert set(own.pairs) != set(other.pairs)
    assert goal_vector(month, own.pairs) == goal_vector(month, other.pairs)

    assert find_best(month, time_limit=60, near=frozenset(other.pairs)).pairs == month.in_order(other.pairs)
    assert find_best(month, time_limit=60, near=frozenset(own.pairs)).pairs == month.in_order(own.pairs)


def test_what_does_not_fit_64_bits_has_no_bound_above_the_best():
    """Shares of large primes: the network gives up, and what is left to say without time are the pins' own goals."""
    people = [delegate(f"d{share}", share=share, past_seats=10**9) for share in PRIMES]
    month = problem([meeting("m"), meeting("n", day="11")], people, pinned=[["m", "d89"]])

    plan, in_time = solve(month, time_limit=0), solve(month)

    assert plan.method == in_time.method == "mip"
    assert all(early.bound <= late.value for early, late in zip(plan.goals, in_time.goals, strict=True))
    assert len(in_time.seats) == 2


@pytest.mark.parametrize("seed", DRAWN_LAST)
def test_a_draw_that_the_time_limit_cuts_off_is_not_kept(seed, monkeypatch):
    """What HiGHS holds then depends on how quick the machine is; the proven plan before the draw does not."""
    now = 0.0
    minimise = solving.Program.minimise

    def cut_off(program, goals, seconds, *, draw=False):
        nonlocal now
        answer = minimise(program, goals, seconds, draw=draw)
        now += 100 * draw
        return answer

    def over_before_the_draw(result):
        nonlocal now
        now += 100 * (result.goal == "seniors_spent")
        return True

    month = read_problem(planner_cases.crowded(seed))
    drawn = find_best(month, time_limit=60)
    monkeypatch.setattr(solving, "perf_counter", lambda: now)
    undrawn = find_best(month, time_limit=60, on_goal=over_before_the_draw)
    monkeypatch.setattr(solving.Program, "minimise", cut_off)
    late = find_best(month, time_limit=60)

    assert drawn.method == "mip"
    assert drawn.pairs != undrawn.pairs
    assert late.pairs == undrawn.pairs
    assert all(goal.proven for goal in late.goals)
    assert broken_rules(month, late.pairs) == []
