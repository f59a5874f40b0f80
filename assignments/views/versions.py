"""What changed between two versions of a month."""

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assignments.forms import VersionsForm
from assignments.models import Plan
from assignments.versions import compare
from units.actor import AppRequest

from .plans import get_period


@require_safe
def plan_compare(request: AppRequest, month: datetime.date) -> HttpResponse:
    """`?cu=1&moi=2`; without it the newest beside the one in force, or beside the one before it."""
    period = get_period(request, month)
    plans = list(Plan.objects.visible_to(request.actor).in_period(period).select_related("made_by"))
    old, new = _usual(plans)
    usual = {"cu": old.version, "moi": new.version} if old and new else {}
    form = VersionsForm(request.GET or None, plans=plans, initial=usual)
    if form.is_bound:
        old, new = form.chosen()
    context = {
        "period": period,
        "plans": plans,
        "form": form,
        "comparison": compare(old, new) if old and new else None,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "assignments/plan_compare.html", context, status=status)


def _usual(plans: list[Plan]) -> tuple[Plan | None, Plan | None]:
    if len(plans) < 2:
        return None, None
    in_force = [plan for plan in plans[1:] if plan.status == Plan.Status.PUBLISHED]
    return (in_force or plans[1:])[0], plans[0]
