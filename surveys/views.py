import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from surveys import access, services
from surveys.forms import HEADINGS, TallyForm
from surveys.models import SurveyTally
from surveys.services import ChangedMeanwhile
from units.actor import Actor, AppRequest
from units.models import Period, Unit
from units.services import Refused

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def tally_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_object_or_404(Period, month=month)
    if not access.can_see_tallies(request.actor, period):
        raise Http404
    may_enter = access.can_enter_tallies(request.actor, period)
    if request.method == "POST" and not may_enter:
        raise PermissionDenied
    page = _units(request.actor, period, request.GET.get("page"))
    visible = SurveyTally.objects.visible_to(request.actor).filter(period=period)
    tallies = {tally.unit_id: tally for tally in visible.filter(unit__in=list(page))}
    forms = [_form(request, unit, tallies.get(unit.pk)) for unit in page]
    refused = ""
    if request.method == "POST":
        sent = [form for form in forms if form.is_bound]
        if _are_valid(sent):
            try:
                saved = services.save_tallies(
                    period, rows=[row for form in sent if (row := form.row)], by=request.user, at=timezone.now()
                )
            except Refused as refusal:
                refused = refusal.messages[0]
                _mark_conflicts(sent, refusal)
            else:
                messages.success(request, _said(saved))
                return redirect(f"{reverse('surveys:tally_list', args=[month])}?page={page.number}")
    context = {
        "period": period,
        "page": page,
        "forms": forms,
        "refused": refused,
        "may_enter": may_enter,
        "headings": HEADINGS.values(),
        "entered": visible.count(),
    }
    return render(request, "surveys/tally_list.html", context, status=422 if request.method == "POST" else 200)


def _form(request: AppRequest, unit: Unit, tally: SurveyTally | None) -> TallyForm:
    """A unit that was not on the page that was sent keeps what is stored."""
    form = TallyForm(request.POST, unit=unit, tally=tally)
    return form if form.add_prefix("version") in request.POST else TallyForm(unit=unit, tally=tally)


def _are_valid(forms: list[TallyForm]) -> bool:
    """Every row is asked, so that all messages show at once."""
    return not [form for form in forms if not form.is_valid()]


def _mark_conflicts(forms: list[TallyForm], refusal: Refused) -> None:
    if isinstance(refusal, ChangedMeanwhile):
        for form in forms:
            if form.unit.pk in refusal.rows:
                form.take_conflict(*refusal.rows[form.unit.pk])


def _units(actor: Actor, period: Period, number: Any) -> Page[Unit]:
    units = Unit.objects.valid(period.month)
    if actor.is_unit and not actor.sees_all_units:
        units = units.filter(pk__in=actor.unit_ids)
    return Paginator(units, PER_PAGE).get_page(number)


def _said(saved: int) -> str:
    return f"Đã lưu kết quả khảo sát của {saved} đơn vị." if saved else "Không có gì thay đổi."
