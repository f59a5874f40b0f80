"""The rank asked for at one conference, lowered for this once; and that taken back."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assignments import access, services
from assignments.forms import LowerRankForm
from assignments.models import Plan
from assignments.models.ranks import RANKS
from assignments.problem import PlanningError, with_rank_asked
from assignments.way_texts import afterwards
from units.actor import AppRequest
from units.models import Meeting, Period
from units.services import AlreadyThere, Refused

from .plans import get_period, let_in


@require_http_methods(["GET", "POST"])
def rank_lower(request: AppRequest, month: datetime.date, meeting_id: int) -> HttpResponse:
    period, meeting = _asked(request, month, meeting_id)
    is_post = request.method == "POST"
    form = LowerRankForm(request.POST if is_post else None, asked=meeting.tier_asked)
    if is_post and form.is_valid():
        try:
            services.lower_rank(meeting, **form.cleaned_data, by=request.user, at=timezone.now())
        except AlreadyThere as already:
            messages.info(request, already.messages[0])
            return redirect("assignments:seat_panel", month, meeting_id)
        except (Refused, PlanningError) as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Đã hạ yêu cầu về cấp ở {meeting.unit.name_in_text}. {_afterwards(period)}")
            return redirect("assignments:seat_panel", month, meeting_id)
    context = {
        "period": period,
        "meeting": meeting,
        "form": form,
        "asked": RANKS.get(meeting.tier_asked, ""),
        "lowered": meeting.lowered_ranks.filter(withdrawn_at=None).select_related("by").first(),
        "can_lower": bool(form.fields["tier"].choices),  # type: ignore[attr-defined]
        "afterwards": _afterwards(period),
        "is_over": timezone.now() >= meeting.starts_at,
    }
    return render(request, "assignments/rank_lower.html", context, status=422 if form.errors else 200)


@require_POST
def rank_restore(request: AppRequest, month: datetime.date, meeting_id: int) -> HttpResponse:
    period, meeting = _asked(request, month, meeting_id)
    try:
        services.restore_rank(meeting, by=request.user, at=timezone.now())
    except (Refused, PlanningError) as refusal:
        messages.info(request, refusal.messages[0])
    else:
        messages.success(request, f"Đã thôi hạ yêu cầu về cấp ở {meeting.unit.name_in_text}. {_afterwards(period)}")
    return redirect("assignments:seat_panel", month, meeting_id)


def _afterwards(period: Period) -> str:
    return afterwards(Plan.objects.in_period(period).without_files().first())


def _asked(request: AppRequest, month: datetime.date, meeting_id: int) -> tuple[Period, Any]:
    period = get_period(request, month)
    let_in(access.can_draft_plan(request.actor))
    meetings = with_rank_asked(Meeting.objects.in_period(period).with_unit())
    return period, get_object_or_404(meetings, pk=meeting_id)
