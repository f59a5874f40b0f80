import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.responses import download
from scoring import access, services
from scoring.forms import EvidenceForm
from scoring.models import Criterion, SelfAssessment
from scoring.self_sheet import Card, SelfSheet, score_form, self_sheet
from scoring.services import Refused
from scoring.views.shared import let_in, month_of, unit_of
from units.access import can_extend, is_in_time
from units.actor import AppRequest
from units.models import Period, Stage, Unit
from units.reports import late_note
from units.tables import PER_PAGE

EXTENDED_IN = (Stage.SELF_ASSESSMENT, Stage.APPRAISAL)


@require_safe
def self_assessment_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    """The units that a reader may follow; a unit's person goes straight to its own."""
    period = month_of(request, month)
    let_in(allowed=access.can_list_self_assessments(request.actor))
    units = Unit.objects.valid(period.month).with_extension_of(period, Stage.SELF_ASSESSMENT)
    if not request.actor.sees_all_units:
        units = units.filter(pk__in=request.actor.unit_ids)
        if units.count() == 1:
            return redirect("scoring:self_assessment", month, units.get().pk)
    handed_in = period.self_assessments.filter(unit__in=units.order_by().values("pk"))
    waiting = request.GET.get("xem") == "chua"
    shown = units.exclude(pk__in=period.self_assessments.values("unit")) if waiting else units
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    submitted = {one.unit_id: one for one in handed_in.filter(unit__in=list(page)).select_related("submitted_by")}
    context = {
        "period": period,
        "page": page,
        "waiting": waiting,
        "rows": [(unit, submitted.get(unit.pk), access.can_self_assess(request.actor, unit)) for unit in page],
        "done": handed_in.count(),
        "late": late_note(period, Stage(period.stage), on=timezone.localdate()) if request.actor.is_office else "",
        "may_extend": can_extend(request.actor, period) and Stage(period.stage) in EXTENDED_IN,
        "in_all": units.count() if waiting else page.paginator.count,
    }
    return render(request, "scoring/self_assessment_list.html", context)


@require_safe
def self_assessment(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    return _page(request, _sheet(request, month, unit_id))


@require_POST
def self_score_save(request: AppRequest, month: datetime.date, unit_id: int, criterion_id: int) -> HttpResponse:
    sheet, card = _own_card(request, month, unit_id, criterion_id)
    form = score_form(card, request.POST)
    if form.is_valid():
        try:
            card.score = services.save_self_score(
                period=sheet.period,
                unit=sheet.unit,
                criterion=card.criterion,
                points=form.cleaned_data["points"],
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=timezone.now(),
                seen=form.cleaned_data["seen"] or 0,
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return _saved(request, sheet, card, f"Đã lưu điểm {card.criterion.code}.")
    card.form = form
    return _refused(request, sheet, card)


@require_POST
def evidence_upload(request: AppRequest, month: datetime.date, unit_id: int, criterion_id: int) -> HttpResponse:
    sheet, card = _own_card(request, month, unit_id, criterion_id)
    form = EvidenceForm(request.POST, request.FILES, criterion=card.criterion)
    if form.is_valid():
        try:
            evidence = services.attach_evidence(
                period=sheet.period,
                unit=sheet.unit,
                criterion=card.criterion,
                file=form.cleaned_data["file"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            if evidence not in card.evidence:
                card.evidence.append(evidence)
            return _saved(request, sheet, card, f"Đã nhận tệp “{evidence.name}” cho {card.criterion.code}.")
    card.evidence_form = form
    return _refused(request, sheet, card)


@require_POST
def evidence_withdraw(request: AppRequest, evidence_id: int) -> HttpResponse:
    evidence = get_object_or_404(access.visible_evidence(request.actor), pk=evidence_id)
    let_in(allowed=access.can_self_assess(request.actor, evidence.unit))
    try:
        services.withdraw_evidence(evidence=evidence, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, f"Đã rút tệp “{evidence.name}”.")
    return redirect(_place(evidence.period, evidence.unit, evidence.criterion))


@require_safe
def evidence_download(request: AppRequest, evidence_id: int) -> HttpResponse:
    evidence = get_object_or_404(access.visible_evidence(request.actor), pk=evidence_id)
    with evidence.file.open() as file:
        return download(file.read(), filename=evidence.name, content_type=evidence.content_type)


@require_http_methods(["GET", "POST"])
def self_assessment_submit(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    """The check page: everything once more, then it goes to the agencies."""
    sheet = _sheet(request, month, unit_id)
    let_in(allowed=access.can_self_assess(request.actor, sheet.unit))
    error = ""
    if request.method == "POST":
        try:
            services.submit_self_assessment(period=sheet.period, unit=sheet.unit, by=request.user, at=timezone.now())
        except Refused as refusal:
            error = refusal.text
        else:
            messages.success(
                request,
                f"Đã gửi phiếu tự chấm của {sheet.unit.name_in_text}. Các cơ quan thẩm định đến hết ngày"
                f" {sheet.period.appraisal_due:%d/%m/%Y}; kết quả có ở bảng xếp hạng của tháng.",
            )
            return redirect("scoring:self_assessment", month, unit_id)
    context = {"sheet": sheet, "period": sheet.period, "error": error}
    return render(request, "scoring/self_assessment_submit.html", context, status=422 if error else 200)


def _sheet(request: AppRequest, month: datetime.date, unit_id: int) -> SelfSheet:
    period = month_of(request, month)
    unit = unit_of(period, unit_id)
    submitted = SelfAssessment.objects.filter(period=period, unit=unit).select_related("submitted_by").first()
    let_in(seen=access.can_see_self_assessment(request.actor, unit, is_submitted=submitted is not None))
    may_type = access.can_self_assess(request.actor, unit) and submitted is None
    is_open = may_type and access.self_assessment_is_open(period, unit, on=timezone.localdate())
    closed = services.why_self_assessment_is_closed(period, unit) if may_type and not is_open else ""
    return self_sheet(period, unit, submitted, is_open=is_open, closed=closed)


def _own_card(request: AppRequest, month: datetime.date, unit_id: int, criterion_id: int) -> tuple[SelfSheet, Card]:
    sheet = _sheet(request, month, unit_id)
    let_in(allowed=access.can_self_assess(request.actor, sheet.unit))
    criterion = get_object_or_404(Criterion.objects.in_period(sheet.period).self_scored(), pk=criterion_id)
    return sheet, sheet.card(criterion)


def _saved(request: AppRequest, sheet: SelfSheet, card: Card, message: str) -> HttpResponse:
    if not request.htmx:
        messages.success(request, message)
        return redirect(_place(sheet.period, sheet.unit, card.criterion))
    card.form, card.evidence_form = score_form(card), EvidenceForm(criterion=card.criterion)
    return _fragment(request, sheet, card, said=message)


def _refused(request: AppRequest, sheet: SelfSheet, card: Card) -> HttpResponse:
    if request.htmx:
        return _fragment(request, sheet, card, status=422)
    return _page(request, sheet, status=422)


def _fragment(request: AppRequest, sheet: SelfSheet, card: Card, *, said: str = "", status: int = 200) -> HttpResponse:
    context = {"sheet": sheet, "period": sheet.period, "card": card, "said": said, "is_fragment": True}
    return render(request, "scoring/self_assessment_card.html", context, status=status)


def _page(request: AppRequest, sheet: SelfSheet, *, status: int = 200) -> HttpResponse:
    is_extended = not is_in_time(sheet.period, Stage.SELF_ASSESSMENT, None, on=timezone.localdate())
    context = {"sheet": sheet, "period": sheet.period, "is_extended": is_extended}
    return render(request, "scoring/self_assessment.html", context, status=status)


def _place(period: Period, unit: Unit, criterion: Criterion) -> str:
    address = reverse("scoring:self_assessment", args=[period.month, unit.pk])
    return f"{address}#tieu-chi-{criterion.pk}"
