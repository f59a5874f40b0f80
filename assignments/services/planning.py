"""Making a draft by solving: the month's first, one to replace what is published, one again round what is pinned."""

import datetime
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.db import transaction

from accounts.models import User
from assignments.dossier import plan_to_dict
from assignments.models import Plan
from assignments.planner import GoalResult, solve
from assignments.problem import MonthProblem, PlanningError, month_problem
from assignments.solving_apart import solve_apart
from units.models import Period

from .content import Content, content_of
from .drafting import month_with, problem_of, save_draft, the_same_with, violations
from .held import plan_in_force, with_what_was_held
from .state import locked, refuse_frozen_stage, refuse_old_edit, refuse_unless_draft

SECONDS = 20.0
AT_ONCE = 2.0
"""Seconds of search that nearly every month needs less than; what needs more can be stopped at any moment."""
HARD_SECONDS = 3 * SECONDS
DRAFTED = "lập dự thảo"
SOLVED_AGAIN = "xếp lại bản phân công"


@transaction.atomic
def draft_plan(period: Period, *, by: User, at: datetime.datetime) -> Plan:
    """The month's draft, solved; the one in work when there is one already."""
    period = locked_period(period)
    if plan := plan_in_work(period):
        return plan
    refuse_published(period)
    return _solve_new(period, Content(), by=by, at=at)


@transaction.atomic
def new_version(period: Period, *, by: User, at: datetime.datetime) -> Plan:
    """A draft to replace the published plan with as few changes as the rules allow; what has been held stays."""
    period = locked_period(period)
    if plan := plan_in_work(period):
        return plan
    return _solve_new(period, replacement_begins_with(period, by=by, at=at), by=by, at=at)


@transaction.atomic
def solve_plan(plan: Plan, *, edit: int, by: User, at: datetime.datetime) -> Plan:
    """Keeps what is pinned and solves the rest again, with everything as it is now."""
    plan = locked(plan)
    refuse_unless_draft(plan)
    refuse_old_edit(plan, edit)
    content = to_solve_again(plan, by=by, at=at)
    month = month_to_solve(plan.period, content)
    return save_draft(plan, content, month, solved(month), what=SOLVED_AGAIN, by=by, at=at)


def locked_period(period: Period) -> Period:
    found: Period = Period.objects.select_for_update().get(pk=period.pk)
    refuse_frozen_stage(found)
    return found


def plan_in_work(period: Period) -> Plan | None:
    plan: Plan | None = Plan.objects.in_period(period).in_work().first()
    return plan


def refuse_published(period: Period) -> None:
    if Plan.objects.in_period(period).published().exists():
        raise PlanningError("Tháng này đã công bố phân công; hãy lập bản thay thế.")


def replacement_begins_with(period: Period, *, by: User, at: datetime.datetime) -> Content:
    """Who has sat already, who was let off a rule, whom a person kept away, and which places they left empty."""
    if (published := plan_in_force(period)) is None:
        raise PlanningError("Tháng này chưa công bố phân công nên chưa có gì để thay thế.")
    told, month = content_of(published), month_problem(period)
    begun = told.with_seats({})
    content = with_what_was_held(begun, month, published, told=told, drafted=begun, by=by, at=at)
    return _with_let_off(month, content, told)


def _with_let_off(month: MonthProblem, content: Content, told: Content) -> Content:
    """What was decided against a rule is not undone by a repair, unless something else speaks against it by now."""
    let_off = {pair: keep for pair, keep in told.seats.items() if keep.overridden and pair not in content.seats}
    # Pinned, who has declined would be taken to come after all.
    known = {pair for pair in let_off if month.knows(pair)} - month.declined
    while known:
        trial = content.with_seats(content.seats | {pair: let_off[pair] for pair in known})
        broken = {(one.meeting, one.delegate) for one in violations(the_same_with(month, trial), trial.seats)}
        if not broken:
            return trial
        known -= broken & known or known
    return content


def to_solve_again(plan: Plan, *, by: User, at: datetime.datetime) -> Content:
    """What is pinned, and what has been held meanwhile."""
    drafted = content_of(plan)
    content = drafted.only_pinned()
    if (published := plan_in_force(plan.period)) is None:
        return content
    told, month = content_of(published), month_problem(plan.period)
    return with_what_was_held(content, month, published, told=told, drafted=drafted, by=by, at=at)


def new_plan(period: Period, *, by: User, at: datetime.datetime) -> Plan:
    """Not saved yet."""
    last = Plan.objects.in_period(period).order_by("-version").values_list("version", flat=True).first()
    return Plan(period=period, version=(last or 0) + 1, made_by=by, made_at=at, edit=0)


def month_to_solve(period: Period, content: Content) -> MonthProblem:
    month = month_with(period, content)
    if not month.meetings:
        raise PlanningError("Chưa có đơn vị nào đăng ký hội nghị trong tháng nên chưa phân công được.")
    return month


def solved(month: MonthProblem, on_goal: Callable[[GoalResult], bool] | None = None) -> dict[str, Any]:
    return plan_to_dict(solve(problem_of(month), time_limit=SECONDS, on_goal=on_goal))


def solved_watched(
    month: MonthProblem, *, on_goal: Callable[[GoalResult], bool], is_wanted: Callable[[], bool]
) -> dict[str, Any]:
    """The same for somebody who may press stop: a hard month is solved in a process that can be ended.

    Raises SolveStopped, TooHard or SolverDied. What is found at once is what the longer search would find.
    """
    began = monotonic()
    problem = problem_of(month)
    first = solve(problem, time_limit=AT_ONCE, on_goal=on_goal)
    if first.status == "optimal" and monotonic() - began < AT_ONCE:
        return plan_to_dict(first)
    found: dict[str, Any] = solve_apart(
        month.dossier, time_limit=SECONDS, hard_limit=HARD_SECONDS, on_goal=on_goal, is_wanted=is_wanted
    )
    return found


def _solve_new(period: Period, content: Content, *, by: User, at: datetime.datetime) -> Plan:
    plan = new_plan(period, by=by, at=at)
    month = month_to_solve(period, content)
    return save_draft(plan, content, month, solved(month), what=DRAFTED, by=by, at=at)
