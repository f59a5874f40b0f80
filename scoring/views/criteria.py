import datetime
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scoring import access, services
from scoring.forms import ChooseCriteriaForm
from scoring.models import CriteriaSet, PeriodCriteria
from scoring.services import Refused
from scoring.views.shared import let_in, month_of
from units.actor import AppRequest
from units.models import Period


@require_safe
def criteria_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = month_of(request, month)
    form = ChooseCriteriaForm(used=_used(period)) if access.can_choose_criteria(request.actor) else None
    return _page(request, period, form)


@require_POST
def criteria_use(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = month_of(request, month)
    let_in(allowed=access.can_choose_criteria(request.actor))
    form = ChooseCriteriaForm(request.POST, used=_used(period))
    if form.is_valid():
        try:
            chosen = services.use_criteria(period=period, criteria_set=form.cleaned_data["criteria_set"])
        except Refused as refusal:
            form.add_error("criteria_set", refusal.text)
        else:
            messages.success(request, f"{period} dùng {chosen.criteria_set}.")
            return redirect("scoring:criteria_detail", month)
    return _page(request, period, form, status=422)


def _page(request: AppRequest, period: Period, form: ChooseCriteriaForm | None, *, status: int = 200) -> HttpResponse:
    used = _used(period)
    criteria = services.criteria_of(period) if used else []
    groups = [(group, list(rows)) for group, rows in groupby(criteria, key=lambda one: one.group)]
    context = {
        "period": period,
        "criteria_set": used,
        "groups": [(group, sum(one.max_points for one in rows), rows) for group, rows in groups],
        "bands": list(used.bands.all()) if used else [],
        "gates": list(used.gates.select_related("best_band")) if used else [],
        "form": form,
    }
    return render(request, "scoring/criteria_detail.html", context, status=status)


def _used(period: Period) -> CriteriaSet | None:
    used: PeriodCriteria | None = getattr(period, "period_criteria", None)
    return used.criteria_set if used else None
