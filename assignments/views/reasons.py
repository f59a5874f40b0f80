"""Why a plan lacks what it lacks, and what could be done."""

import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assignments import access
from assignments.gaps import gaps_of, has_gap, is_held
from assignments.planned import planned_month
from assignments.way_texts import afterwards, ways_out
from units.actor import AppRequest

from .plans import asked_plan, get_period

MOST_SKIPPED = 10_000


@require_safe
def plan_gaps(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    plan = asked_plan(request, period)
    planned = planned_month(plan)
    context = {"period": period, "plan": plan, "gaps": gaps_of(planned, on=timezone.localdate()) if planned else []}
    template = "assignments/plan_gaps.html"
    return render(request, f"{template}#gaps" if request.htmx else template, context)


@require_safe
def seat_ways_out(request: AppRequest, month: datetime.date, meeting_id: int) -> HttpResponse:
    """Computed when asked for: about two seconds."""
    period = get_period(request, month)
    plan = asked_plan(request, period)
    planned, meeting = planned_month(plan), str(meeting_id)
    if planned is None or meeting not in planned.problem.meeting_by_id or meeting not in planned.meetings:
        raise Http404
    today, calendar = timezone.localdate(), request.actor.calendar
    held = is_held(planned, meeting, on=today)
    lacks = not held and has_gap(planned, meeting)
    skip = _whole_number(request.GET.get("bo-qua", ""))
    context = {
        "period": period,
        "plan": plan,
        "meeting": planned.meetings[meeting],
        "held": held,
        "found": ways_out(planned, meeting, calendar=calendar, on=today, skip=skip) if lacks else None,
        "may_change": access.can_draft_plan(request.actor),
        "afterwards": afterwards(plan),
    }
    template = "assignments/seat_ways_out.html"
    return render(request, f"{template}#ways" if request.htmx else template, context)


def _whole_number(text: str) -> int:
    return min(int(text), MOST_SKIPPED) if text.isascii() and text.isdigit() and len(text) < 6 else 0
