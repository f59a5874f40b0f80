import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from scoring import access, services
from scoring.forms import MarkForm
from scoring.models import Appraisal, Criterion, Evidence, SelfScore
from scoring.records import appraised_units
from scoring.services import Mark, Refused, RowsRefused
from scoring.views.shared import let_in, month_of
from units.actor import AppRequest
from units.models import Period, Stage, Unit

UNITS_A_PAGE = 25


@dataclass(kw_only=True)
class AppraisalRow:
    """One unit: what it gave itself and showed (only after it handed in), what the agency gave and types now."""

    unit: Unit
    own: SelfScore | None
    evidence: list[Evidence]
    given: Appraisal | None
    form: MarkForm
    error: str = ""

    @property
    def errors(self) -> list[str]:
        return [*self.form.row_errors, *([self.error] if self.error else [])]


@require_safe
def appraisal_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    """How far the agencies are: an agency sees its own criteria, the committee's people all; nobody sees points."""
    period = month_of(request, month)
    let_in(allowed=access.can_follow_appraisal(request.actor))
    criteria = access.followed_criteria(request.actor, period)
    done = appraised_units(period)
    context = {
        "period": period,
        "total": Unit.objects.valid(period.month).count(),
        "rows": [(one, done.get(one.pk, 0), one.agency_id in request.actor.agency_ids) for one in criteria],
        "is_open": period.stage == Stage.APPRAISAL,
    }
    return render(request, "scoring/appraisal_list.html", context)


@require_http_methods(["GET", "POST"])
def appraisal_edit(request: AppRequest, month: datetime.date, criterion_id: int) -> HttpResponse:
    """One criterion down all units."""
    period = month_of(request, month)
    criterion = get_object_or_404(access.appraisable_criteria(request.actor, period), pk=criterion_id)
    page = Paginator(Unit.objects.valid(period.month), UNITS_A_PAGE).get_page(request.GET.get("page"))
    rows = _rows(period, criterion, page, request.POST if request.method == "POST" else None)
    error = ""
    if request.method == "POST":
        try:
            new = _save(request, period, criterion, rows)
        except Refused as refusal:
            error = refusal.text
        else:
            return _saved(request, period, criterion, page, new)
    context = {
        "period": period,
        "criterion": criterion,
        "rubric": criterion.rubric.splitlines(),
        "page": page,
        "rows": rows,
        "done": sum(row.given is not None for row in rows),
        "error": error,
        "is_open": period.stage == Stage.APPRAISAL,
    }
    return render(request, "scoring/appraisal_edit.html", context, status=422 if error else 200)


def _rows(period: Period, criterion: Criterion, page: Page[Unit], data: Any) -> list[AppraisalRow]:
    units = list(page.object_list)
    own = services.submitted_self_scores(period, criterion, units)
    given = services.current_appraisals(period, criterion, units)
    files = list(Evidence.objects.filter(period=period, criterion=criterion, unit__in=units, withdrawn_at=None))
    return [
        AppraisalRow(
            unit=unit,
            own=own.get(unit.pk),
            evidence=[one for one in files if one.unit_id == unit.pk] if unit.pk in own else [],
            given=given.get(unit.pk),
            form=_mark_form(criterion, unit, given.get(unit.pk), data),
        )
        for unit in units
    ]


def _mark_form(criterion: Criterion, unit: Unit, given: Appraisal | None, data: Any) -> MarkForm:
    initial = {"points": given.points, "reason": given.reason, "seen": given.pk} if given else {"seen": 0}
    points = given.points if given else None
    return MarkForm(data, criterion=criterion, unit=unit, given=points, initial=initial)


def _save(request: AppRequest, period: Period, criterion: Criterion, rows: list[AppraisalRow]) -> int:
    """All rows of the page or none."""
    if not all(row.form.is_valid() for row in rows):
        raise RowsRefused({})
    marks = [
        Mark(
            unit=row.unit,
            points=row.form.cleaned_data["points"],
            reason=row.form.cleaned_data["reason"],
            seen=row.form.cleaned_data["seen"] or 0,
        )
        for row in rows
        if not row.form.is_empty
    ]
    assert criterion.agency is not None  # noqa: S101 - a constraint of the table
    try:
        return services.appraise_units(
            period=period, criterion=criterion, marks=marks, by=request.user, agency=criterion.agency, at=timezone.now()
        )
    except RowsRefused as refusal:
        for row in rows:
            row.error = refusal.rows.get(row.unit.pk, "")
        raise


def _saved(request: AppRequest, period: Period, criterion: Criterion, page: Page[Unit], new: int) -> HttpResponse:
    here = reverse("scoring:appraisal_edit", args=[period.month, criterion.pk])
    if not new:
        messages.info(request, "Không có điểm nào thay đổi.")
        return redirect(f"{here}?page={page.number}")
    messages.success(request, f"Đã lưu điểm {criterion.code} của {new} đơn vị.")
    if page.has_next():
        return redirect(f"{here}?page={page.next_page_number()}")
    return redirect("scoring:appraisal_list", period.month)
