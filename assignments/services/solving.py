"""A solve that runs behind the page: asked for, told of goal by goal, stopped, and kept only if nobody was overtaken.

The row is the truth, the task a nudge. Whoever begins writes the instant into the row and from then on changes only a
row with that instant: of two that run the same solve, the one that began first writes nothing any more.
"""

import datetime
import logging
from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from assignments.models import Plan, Solve
from assignments.planner import GoalResult, SolveStopped
from assignments.planner.goals import GOALS
from assignments.problem import MonthProblem, PlanningError
from assignments.solving_apart import SolverDied, TooHard
from units.background import living_workers, worker_number
from units.models import Period

from .content import Content
from .drafting import save_draft
from .planning import (
    DRAFTED,
    HARD_SECONDS,
    SOLVED_AGAIN,
    locked_period,
    month_to_solve,
    new_plan,
    plan_in_work,
    refuse_published,
    replacement_begins_with,
    solved_watched,
    to_solve_again,
)
from .state import EditConflictError, locked, refuse_frozen_stage, refuse_old_edit, refuse_unless_draft, who_did_what

logger = logging.getLogger(__name__)
Kind = Solve.Kind
State = Solve.State

OVERDUE = datetime.timedelta(seconds=HARD_SECONDS + 10)
"""Of a solve in a request: after so long nobody is at it any more."""
MOMENT = datetime.timedelta(seconds=5)
"""Between the row and its task."""
CUT_OFF = "Lần xếp bị ngắt giữa chừng (máy chủ dừng hoặc khởi động lại). Dự thảo không đổi; xin xếp lại."
TOO_HARD = (
    f"Đã xếp quá {HARD_SECONDS:.0f} giây mà chưa xong nên dừng lại. Dự thảo không đổi; xin ghim bớt lượt rồi xếp lại."
)
FAILED = "Chương trình gặp lỗi khi xếp. Dự thảo không đổi; xin báo quản trị."


def start_solve(
    period: Period,
    *,
    kind: Solve.Kind,
    by: User,
    at: datetime.datetime,
    plan: Plan | None = None,
    edit: int | None = None,
) -> Solve | None:
    """Hands the solve to the worker; where none lives it is done at once. None: there is nothing left to solve."""
    solve, is_new = _ask(period, kind=kind, by=by, at=at, plan=plan, edit=edit)
    if solve and is_new:
        if living_workers():
            run_solve.enqueue(solve.pk)
        else:
            run(solve.pk)
        solve.refresh_from_db()
    return solve


@task()
def run_solve(solve_id: int) -> None:
    run(solve_id)


def run(solve_id: int) -> None:
    """Solves and keeps the result; may begin more than once. Reads the clock itself: it takes as long as it takes."""
    solve = _begin(solve_id, at=timezone.now())
    if solve is None:
        return
    try:
        content, month = _what_to_solve(solve)
        _note_goals_ahead(solve, month)
        result = solved_watched(month, on_goal=_telling(solve), is_wanted=_mine(solve).exists)
        _keep(solve, content, month, result)
    except SolveStopped:
        return
    except PlanningError as refusal:
        _end(solve, State.FAILED, refusal.messages, at=timezone.now())
    except TooHard:
        _end(solve, State.FAILED, [TOO_HARD], at=timezone.now())
    except SolverDied:
        logger.exception("The solver of solve %s was killed.", solve_id)
        _end(solve, State.FAILED, [CUT_OFF], at=timezone.now())
    except Exception:
        logger.exception("Solve %s failed.", solve_id)
        _end(solve, State.FAILED, [FAILED], at=timezone.now())


@transaction.atomic
def stop_solve(solve: Solve, *, by: User, at: datetime.datetime) -> Solve:
    """From now on nothing comes of it, whenever whoever runs it notices. What has ended stays as it ended."""
    solve = Solve.objects.select_for_update().get(pk=solve.pk)
    if solve.is_open:
        solve.state, solve.cancel_asked_at, solve.ended_at = State.CANCELLED, at, at
        solve.save()
    return solve


def solve_here(solve: Solve) -> Solve:
    """In the request of somebody who will not wait for a worker."""
    if solve.is_open:
        run(solve.pk)
        solve.refresh_from_db()
    return solve


def is_stranded(solve: Solve, *, at: datetime.datetime) -> bool:
    """Open, and nobody is at it or will be: its worker was killed and there is no other."""
    if not solve.is_open:
        return False
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    tasks = DBTaskResult.objects.filter(
        task_path=run_solve.module_path, args_kwargs__args=[solve.pk], status__in=unfinished
    )
    task = tasks.first()
    alive = living_workers()
    if task is None:
        return at - (solve.started_at or solve.asked_at) > (OVERDUE if solve.started_at else MOMENT)
    if task.status == TaskResultStatus.RUNNING and worker_number(task.worker_ids[-1]) in alive:
        return False
    return not alive


# Asking


@transaction.atomic
def _ask(
    period: Period,
    *,
    kind: Solve.Kind,
    by: User,
    at: datetime.datetime,
    plan: Plan | None,
    edit: int | None,
) -> tuple[Solve | None, bool]:
    period = locked_period(period)
    if plan:
        plan = locked(plan)
        refuse_unless_draft(plan)
    elif plan_in_work(period):
        return None, False
    elif kind == Kind.DRAFT:
        refuse_published(period)
    else:
        replacement_begins_with(period, by=by, at=at)  # refuses where there is nothing to replace
    now = Solve.objects.select_for_update().filter(period=period, state__in=(State.WAITING, State.RUNNING)).first()
    if now and not is_stranded(now, at=at):
        if now.kind == kind and now.edit == edit:
            return now, False  # a double click
        raise PlanningError("Tháng này đang được xếp; xin chờ xong, hoặc dừng lại rồi làm.")
    if plan and (done := _just_done(plan, edit=edit, by=by)):
        return done, False
    if plan:
        refuse_old_edit(plan, edit)
    if now:
        _end(now, State.FAILED, [CUT_OFF], at=at)
    fresh = Solve.objects.create(period=period, plan=plan, kind=kind, edit=edit, asked_by=by, asked_at=at)
    return fresh, True


def _just_done(plan: Plan, *, edit: int | None, by: User) -> Solve | None:
    """The first of a double click may have ended by the time the second comes."""
    if edit is None or plan.edit != edit + 1:
        return None
    return plan.solves.filter(edit=edit, state=State.DONE, asked_by=by).first()


# Running


@transaction.atomic
def _begin(solve_id: int, *, at: datetime.datetime) -> Solve | None:
    solve = Solve.objects.select_for_update(of=("self",)).select_related("period", "asked_by").get(pk=solve_id)
    if not solve.is_open:
        return None
    solve.state, solve.started_at, solve.progress = State.RUNNING, at, []
    solve.save()
    return solve


@transaction.atomic
def _what_to_solve(solve: Solve) -> tuple[Content, MonthProblem]:
    refuse_frozen_stage(solve.period)
    if solve.plan:
        content = to_solve_again(_unmoved(solve, solve.plan), by=solve.asked_by, at=solve.asked_at)
    elif solve.kind == Kind.REPLACE:
        content = replacement_begins_with(solve.period, by=solve.asked_by, at=solve.asked_at)
    else:
        content = Content()
    return content, month_to_solve(solve.period, content)


def _note_goals_ahead(solve: Solve, month: MonthProblem) -> None:
    goals = [goal for goal in GOALS if goal != "changed" or month.dossier["published"] is not None]
    solve.progress = [{"goal": goal, "value": None} for goal in goals]
    _mine(solve).update(progress=solve.progress)


def _telling(solve: Solve) -> Callable[[GoalResult], bool]:
    """Writes down each goal as it is settled; where the row is not ours any more there is no reason to go on."""

    def tell(goal: GoalResult) -> bool:
        for row in solve.progress:
            if row["goal"] == goal.goal:
                row["value"] = goal.value
        return bool(_mine(solve).update(progress=solve.progress))

    return tell


@transaction.atomic
def _keep(solve: Solve, content: Content, month: MonthProblem, result: dict[str, object]) -> None:
    """The result, unless the solve was stopped or somebody changed the draft meanwhile."""
    at = timezone.now()
    period = locked_period(solve.period)
    if solve.plan:
        plan, what = _unmoved(solve, solve.plan), SOLVED_AGAIN
    elif plan_in_work(period):
        raise PlanningError("Trong lúc xếp, người khác đã lập bản dự thảo của tháng này; xin xem bản ấy.")
    else:
        plan, what = new_plan(period, by=solve.asked_by, at=at), DRAFTED
    if not _mine(solve).select_for_update(of=("self",)).exists():
        return
    solve.plan = save_draft(plan, content, month, result, what=what, by=solve.asked_by, at=at)
    _end(solve, State.DONE, at=at)


def _unmoved(solve: Solve, plan: Plan) -> Plan:
    """The draft, locked, if nobody changed it since the solve was asked for."""
    plan = locked(plan)
    refuse_unless_draft(plan)
    if plan.edit != solve.edit:
        raise EditConflictError(f"Trong lúc xếp, {who_did_what(plan)}; xin xếp lại.")
    return plan


def _end(solve: Solve, state: Solve.State, refusal: Sequence[str] = (), *, at: datetime.datetime) -> None:
    _mine(solve).update(state=state, ended_at=at, refusal=list(refusal), plan=solve.plan)


def _mine(solve: Solve) -> QuerySet[Solve]:
    """The row, while it is still open and was begun by whoever holds this object."""
    return Solve.objects.filter(pk=solve.pk, started_at=solve.started_at, state__in=(State.WAITING, State.RUNNING))
