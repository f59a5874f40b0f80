"""The steps of a draft: undo, redo, back to any of them."""

import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assignments import access, services
from assignments.forms import GoBackForm
from assignments.models import Plan, PlanStep
from assignments.problem import PlanningError
from units.actor import AppRequest

from .plans import act, acts_open, get_period, get_plan, let_in


@require_safe
def step_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    context = {"period": period, "plan": plan, "history": services.history_of(plan)} | acts_open(request.actor, plan)
    return render(request, "assignments/step_list.html", context)


@require_POST
def plan_go_back(request: AppRequest, month: datetime.date) -> HttpResponse:
    """Undo, redo and "back to this step" are one act: the step to go to is named."""
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    let_in(access.can_draft_plan(request.actor))
    form = GoBackForm(request.POST)
    said = "Đã trở lại bước đã chọn; xem lại các lượt trước khi trình."
    return act(request, period, lambda: _go_back(request, plan, form), said)


def _go_back(request: AppRequest, plan: Plan, form: GoBackForm) -> None:
    if not form.is_valid():
        raise PlanningError("Chưa chọn bước để trở lại, xin tải lại trang.")
    step: PlanStep = get_object_or_404(plan.steps.select_related("goes_back_to"), pk=form.cleaned_data["step"])
    services.go_back(plan, step=step, edit=form.cleaned_data["edit"], by=request.user, at=timezone.now())
