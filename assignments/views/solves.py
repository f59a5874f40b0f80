"""A solve asked for, watched, stopped; where no worker lives it is done in the request that asks."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from assignments import access, services
from assignments.models import Plan, Solve
from assignments.problem import PlanningError
from assignments.weighed import SHORT_NAMES
from units.actor import AppRequest
from units.models import Period

from .plans import as_board, get_period, get_plan, is_told_on_plan_page, let_in, posted_edit, show_plan

LATE = datetime.timedelta(seconds=10)  # after so long in the queue one may have it done here
SAID = {
    Solve.Kind.DRAFT: "Đã lập dự thảo. Xem lại từng hội nghị, đổi nếu cần, rồi trình lãnh đạo kiểm tra.",
    Solve.Kind.AGAIN: "Đã xếp lại; những lượt được ghim giữ nguyên.",
    Solve.Kind.REPLACE: "Đã lập bản thay thế, giữ nguyên những lượt còn dùng được. Bản đang công bố vẫn có hiệu lực "
    "đến khi thay.",
}

UNTOUCHED = {
    Solve.Kind.DRAFT: "chưa lập dự thảo nào",
    Solve.Kind.AGAIN: "bản dự thảo giữ nguyên như trước",
    Solve.Kind.REPLACE: "chưa lập bản thay thế, bản đang công bố vẫn có hiệu lực",
}


@require_POST
def plan_draft(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    let_in(access.can_draft_plan(request.actor))
    return _start(request, period, Solve.Kind.DRAFT)


@require_POST
def plan_replace(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    let_in(access.can_draft_plan(request.actor))
    return _start(request, period, Solve.Kind.REPLACE)


@require_POST
def plan_solve(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    let_in(access.can_draft_plan(request.actor))
    return _start(request, period, Solve.Kind.AGAIN, plan=plan, edit=posted_edit(request))


@require_safe
def solve_detail(request: AppRequest, month: datetime.date, solve_id: int) -> HttpResponse:
    """How far it is; once it has ended, on to the plan with a word of how it ended."""
    period, solve = _get(request, month, solve_id)
    if not solve.is_open:
        _say_how_it_ended(request, solve)
        target = reverse("assignments:plan_detail", args=[month])
        return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
    at = timezone.now()
    done = sum(row["value"] is not None for row in solve.progress)
    is_stranded = services.is_stranded(solve, at=at)
    is_late = solve.state == Solve.State.WAITING and at - solve.asked_at > LATE
    shown = f"{len(solve.progress)}-{done}-{is_stranded:d}{is_late:d}"
    if request.htmx and request.GET.get("shown") == shown:
        return HttpResponse(status=204)  # the buttons stay as they are under the finger that presses them
    context = {
        "period": period,
        "solve": solve,
        "goals": _goals(solve),
        "done": done,
        "is_stranded": is_stranded,
        "is_late": is_late,
        "shown": shown,
        "may_edit": access.can_draft_plan(request.actor),
    }
    template = "assignments/solve_detail.html"
    return render(request, f"{template}#progress" if request.htmx else template, context)


@require_POST
def solve_stop(request: AppRequest, month: datetime.date, solve_id: int) -> HttpResponse:
    _, solve = _get(request, month, solve_id)
    let_in(access.can_draft_plan(request.actor))
    solve = services.stop_solve(solve, by=request.user, at=timezone.now())
    _say_how_it_ended(request, solve)
    return redirect("assignments:plan_detail", month)


@require_POST
def solve_here(request: AppRequest, month: datetime.date, solve_id: int) -> HttpResponse:
    """For whoever will not wait for a worker."""
    _, solve = _get(request, month, solve_id)
    let_in(access.can_draft_plan(request.actor))
    _say_how_it_ended(request, services.solve_here(solve))
    return redirect("assignments:plan_detail", month)


def _start(
    request: AppRequest, period: Period, kind: Solve.Kind, *, plan: Plan | None = None, edit: int | None = None
) -> HttpResponse:
    at = timezone.now()
    try:
        solve = services.start_solve(period, kind=kind, plan=plan, edit=edit, by=request.user, at=at)
    except PlanningError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        return _refused(request, period)
    if solve and solve.state == Solve.State.FAILED:
        _say_how_it_ended(request, solve)
        return _refused(request, period)
    if solve and solve.is_open:
        target = reverse("assignments:solve_detail", args=[period.month, solve.pk])
        return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
    if solve:
        _say_how_it_ended(request, solve)
    else:
        messages.info(request, "Tháng này đã có bản dự thảo đang làm.")
    return as_board(show_plan(request, period)) if request.htmx else redirect("assignments:plan_detail", period.month)


def _refused(request: AppRequest, period: Period) -> HttpResponse:
    response = show_plan(request, period, status=422)
    return as_board(response) if request.htmx else response


def _get(request: AppRequest, month: datetime.date, solve_id: int) -> tuple[Period, Solve]:
    period = get_period(request, month)
    solve: Solve = get_object_or_404(period.solves.select_related("asked_by", "period"), pk=solve_id)
    return period, solve


def _goals(solve: Solve) -> list[dict[str, Any]]:
    return [{"name": SHORT_NAMES[row["goal"]], "value": row["value"]} for row in solve.progress]


def _say_how_it_ended(request: AppRequest, solve: Solve) -> None:
    ended = f"lúc {timezone.localtime(solve.ended_at):%H:%M}" if solve.ended_at else ""
    if solve.state == Solve.State.DONE:
        messages.success(request, f"{SAID[Solve.Kind(solve.kind)]} Xếp xong {ended}.")
    elif solve.state == Solve.State.CANCELLED:
        messages.info(request, f"Đã dừng xếp {ended}; {UNTOUCHED[Solve.Kind(solve.kind)]}.")
    elif not is_told_on_plan_page(solve):
        for message in solve.refusal:
            messages.error(request, message)
