"""Seats of the plan in force that no longer hold, and who sits instead."""

import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assignments import access, services
from assignments.answering import Answered, with_answers
from assignments.changes import changes_by_plan
from assignments.forms import SubstituteForm
from assignments.models import Plan, Seat
from assignments.problem import PlanningError
from assignments.repairs import Choice, choice_for, seats_to_repair
from units.actor import AppRequest
from units.models import Stage

from .plans import get_period, let_in


@require_safe
def repair_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    found = seats_to_repair(period, at=timezone.now())
    draft = found.in_work
    may_repair = access.can_draft_plan(request.actor) and not period.is_past(Stage.CONFERENCE)
    context = {
        "period": period,
        "found": found,
        "changes": changes_by_plan(draft) if draft and found.published else None,
        "may_repair": may_repair and (draft is None or draft.status == Plan.Status.DRAFT),
        "may_begin": may_repair and found.published is not None and draft is None,
    }
    return render(request, "assignments/repair_list.html", context)


@require_http_methods(["GET", "POST"])
def repair_choose(request: AppRequest, month: datetime.date, meeting_id: int, delegate_id: int) -> HttpResponse:
    """Who sits instead of one: the list by preference with what speaks for each, and the rule against all others."""
    period = get_period(request, month)
    seats = Seat.objects.published().in_period(period).with_people().with_meeting().select_related("plan")
    seat = get_object_or_404(seats, meeting=meeting_id, delegate=delegate_id)
    let_in(access.can_draft_plan(request.actor) or request.method == "GET")
    row = with_answers([seat])[0]
    choice = choice_for(period, seat.meeting, seat.delegate, row=row)
    if choice is None:
        raise Http404
    form = SubstituteForm(request.POST if request.method == "POST" else None, able=[s.delegate for s in choice.able])
    if request.method == "POST" and form.is_valid():
        coming = form.cleaned_data["coming"]
        try:
            plan = services.substitute(
                period, meeting=seat.meeting, leaving=seat.delegate, coming=coming, by=request.user, at=timezone.now()
            )
        except PlanningError as refusal:
            form.add_error(None, refusal)
        else:
            said = (
                f"Đồng chí {coming.full_name} dự thay đồng chí {seat.delegate.full_name}, ghi trong bản {plan.version}."
            )
            messages.success(request, f"{said} Thông báo cũ còn hiệu lực đến khi công bố bản này.")
            return redirect("assignments:repair_list", month)
    return _show(request, row, choice, form)


def _show(request: AppRequest, row: Answered, choice: Choice, form: SubstituteForm) -> HttpResponse:
    context = {
        "period": row.seat.meeting.period,
        "row": row,
        "seat": row.seat,
        "choice": choice,
        "form": form,
        "may_choose": access.can_draft_plan(request.actor),
    }
    status = 422 if form.errors else 200
    return render(request, "assignments/repair_choose.html", context, status=status)
