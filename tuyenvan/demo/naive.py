"""The month as anybody would first write it: one CP-SAT model, one solve a goal. Only to be compared with."""

import time
from collections import defaultdict
from itertools import combinations
from typing import Any

from assignments.planner.goals import GOALS, rotation_cost, spends_senior
from assignments.planner.problem import Problem
from assignments.planner.rules import standing_obstacle


def solve_naively(problem: Problem, seconds: float) -> dict[str, int]:
    """The value of every goal proven within the time in all; the goals after the first that was not are left out.

    Of a month without pins.
    """
    from ortools.sat.python import cp_model

    until = time.perf_counter() + seconds
    model = cp_model.CpModel()
    goals = _goals(model, problem, _seats(model, problem))
    proven: dict[str, int] = {}
    for goal in GOALS:
        left = until - time.perf_counter()
        if left <= 0:
            break
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = left
        model.minimize(goals[goal])
        if solver.solve(model) != cp_model.OPTIMAL:
            break
        proven[goal] = round(solver.objective_value)
        model.add(goals[goal] == proven[goal])
    return proven


def _seats(model: Any, problem: Problem) -> dict[tuple[str, str], Any]:
    seats = {
        (meeting.id, delegate.id): model.new_bool_var("")
        for meeting in problem.meetings
        for delegate in problem.delegates
        if standing_obstacle(problem, meeting, delegate) is None
    }
    at, of, on, from_agency = (defaultdict(list) for _ in range(4))
    for (meeting_id, delegate_id), seat in seats.items():
        meeting, delegate = problem.meeting_by_id[meeting_id], problem.delegate_by_id[delegate_id]
        at[meeting].append(seat)
        of[delegate].append(seat)
        on[delegate, meeting.on].append(seat)
        from_agency[meeting, delegate.agency].append(seat)
    for meeting, here in at.items():
        model.add(sum(here) <= meeting.seats)
    for delegate, theirs in of.items():
        model.add(sum(theirs) <= delegate.max_seats)
    for same_day in on.values():
        model.add(sum(same_day) <= problem.policy.max_per_day)
    if problem.policy.distinct_agencies:
        for colleagues in from_agency.values():
            model.add_at_most_one(colleagues)
    for one, other in combinations(problem.meetings, 2):
        if problem.policy.max_per_day > 1 and one.overlaps(other):
            for delegate in problem.delegates:
                both = [seats[pair] for pair in ((one.id, delegate.id), (other.id, delegate.id)) if pair in seats]
                model.add_at_most_one(both)
    return seats


def _goals(model: Any, problem: Problem, seats: dict[tuple[str, str], Any]) -> dict[str, Any]:
    at, of = defaultdict(list), defaultdict(list)
    for (meeting_id, delegate_id), seat in seats.items():
        at[meeting_id].append((problem.delegate_by_id[delegate_id], seat))
        of[delegate_id].append(seat)
    unmet = []
    for meeting in problem.meetings:
        if meeting.asks_for_rank:
            of_rank = [seat for delegate, seat in at[meeting.id] if delegate.satisfies(meeting)]
            unmet.append(model.new_bool_var(""))
            model.add_bool_or([*of_rank, unmet[-1]])
    load = 0
    for delegate in problem.delegates:
        most = delegate.past_seats + min(delegate.max_seats, len(problem.meetings))
        held, square = model.new_int_var(0, most, ""), model.new_int_var(0, most**2, "")
        model.add(held == delegate.past_seats + sum(of[delegate.id]))
        model.add_multiplication_equality(square, [held, held])
        load += square * (problem.load_scale // delegate.share)
    offers = [(problem.meeting_by_id[m], problem.delegate_by_id[d], seat) for (m, d), seat in seats.items()]
    return {
        "unmet_seniority": sum(unmet),
        "empty_seats": sum(meeting.seats for meeting in problem.meetings) - sum(seats.values()),
        "changed": sum(1 - seats[pair] if pair in seats else 1 for pair in problem.published_pairs),
        "load": load,
        "rotation": sum(rotation_cost(problem, meeting, delegate) * seat for meeting, delegate, seat in offers),
        "seniors_spent": sum(seat for meeting, delegate, seat in offers if spends_senior(meeting, delegate)),
    }
