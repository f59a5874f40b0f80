import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import access, services
from units.actor import AppRequest
from units.calendar import WorkCalendar, month_after, proposed_deadlines
from units.forms import DEADLINES, ChooseMonthForm, PeriodForm, StageMoveForm
from units.models import Period, Stage
from units.reports import deadline_warnings, extensions_of, late_note, proposed_agenda, stage_change
from units.services import AlreadyThere, ChangedMeanwhile, Refused
from units.tables import PeriodTable, show_page
from units.views.pages import form_page, let_in, period_or_404, posted

A_YEAR = 12  # months a page


@require_safe
def period_list(request: AppRequest) -> HttpResponse:
    let_in(seen=request.actor.takes_part, allowed=access.can_see_periods(request.actor))
    table = show_page(request, PeriodTable(Period.objects.visible_to(request.actor).with_progress()), per_page=A_YEAR)
    context = {"table": table, "may_open": access.can_open_period(request.actor)}
    return render(request, "units/period_list.html", context)


@require_safe
def period_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    period: Any = period_or_404(request, month)  # with_progress
    stage = Stage(period.stage)
    days = {field: getattr(period, field) for field in DEADLINES}
    warnings = deadline_warnings(days, calendar=request.actor.calendar) if request.actor.sees_all_units else {}
    context = {
        "period": period,
        "deadlines": [(label, days[field], warnings.get(field, "")) for field, label in DEADLINES.items()],
        "moves": period.stage_moves.select_related("moved_by") if request.actor.sees_all_units else (),
        "late": late_note(period, stage, on=timezone.localdate()) if request.actor.is_office else "",
        "extensions": extensions_of(period) if request.actor.sees_all_units else (),
        "may_edit": access.can_edit_period(request.actor, period),
        "may_move": access.can_move_stage(request.actor, period),
        "may_remove": access.can_remove_period(request.actor) and stage == Stage.REGISTRATION and not period.registered,
        "following": stage.following,
        "previous": stage.previous,
    }
    return render(request, "units/period_detail.html", context)


@require_http_methods(["GET", "POST"])
def period_create(request: AppRequest) -> HttpResponse:
    """The month is asked first (GET), so that its deadlines and its text can be proposed."""
    let_in(seen=request.actor.takes_part, allowed=access.can_open_period(request.actor))
    asked = request.POST if request.method == "POST" else request.GET
    chosen = ChooseMonthForm(
        asked if request.method == "POST" or "thang" in asked else {"thang": _next_month(request.actor.calendar)}
    )
    if not chosen.is_valid():
        return form_page(request, "units/period_create.html", {"chosen": chosen})
    month = chosen.cleaned_data["thang"]
    if Period.objects.filter(month=month).exists():
        return already(request, month, f"Tháng {month:%m/%Y} đã được mở.")
    agenda, source = proposed_agenda(month, copied=chosen.cleaned_data["chep"])
    deadlines = proposed_deadlines(month, calendar=request.actor.calendar)
    initial = deadlines | {"agenda": agenda}
    form = PeriodForm(posted(request), month=month, calendar=request.actor.calendar, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            period = services.open_period(month=month, agenda=form.cleaned_data["agenda"], deadlines=form.deadlines)
        except AlreadyThere as refusal:
            return already(request, month, refusal.messages[0])
        due = period.registration_due
        until = "" if due < timezone.localdate() else f" Các xã, phường đăng ký hội nghị đến hết ngày {due:%d/%m/%Y}."
        messages.success(request, f"Đã mở tháng {period.label}.{until}")
        _warn_of_days_off(request, form)
        return redirect("units:period_detail", month)
    due = deadlines["registration_due"]
    context = {
        "chosen": chosen,
        "form": form,
        "month": month,
        "source": source,
        "late": due if due < timezone.localdate() else None,
        "following": month_after(month),
    }
    return form_page(request, "units/period_create.html", context)


@require_http_methods(["GET", "POST"])
def period_edit(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = period_or_404(request, month)
    let_in(allowed=access.can_edit_period(request.actor, period))
    now = {field: getattr(period, field) for field in (*DEADLINES, "agenda", "version")}
    form = PeriodForm(posted(request), month=month, calendar=request.actor.calendar, initial=now)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.edit_period(period, version=values["version"], agenda=values["agenda"], deadlines=form.deadlines)
        except ChangedMeanwhile as refusal:
            form.continue_from(refusal.stored)
            form.add_error(None, refusal)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Đã lưu các hạn và nội dung của tháng {period.label}.")
            _warn_of_days_off(request, form)
            return redirect("units:period_detail", month)
    return form_page(request, "units/period_edit.html", {"form": form, "period": period})


@require_http_methods(["GET", "POST"])
def period_remove(request: AppRequest, month: datetime.date) -> HttpResponse:
    """A month opened by mistake; asked once."""
    period = period_or_404(request, month)
    let_in(allowed=access.can_remove_period(request.actor))
    refusal = ""
    if request.method == "POST":
        try:
            services.remove_period(period)
        except AlreadyThere as there:
            messages.info(request, there.messages[0])
            return redirect("units:period_list")
        except Refused as refused:
            refusal = refused.messages[0]
        else:
            messages.success(request, f"Đã bỏ tháng {period.label}. Cần thì mở lại được.")
            return redirect("units:period_list")
    context = {"period": period, "refusal": refusal}
    return render(request, "units/period_remove.html", context, status=422 if refusal else 200)


def _warn_of_days_off(request: AppRequest, form: PeriodForm) -> None:
    for field, warning in deadline_warnings(form.deadlines, calendar=request.actor.calendar).items():
        messages.warning(request, f"Lưu ý: {DEADLINES[field]} {warning}.")


@require_http_methods(["GET", "POST"])
def stage_move(request: AppRequest, month: datetime.date, stage: str) -> HttpResponse:
    """Asks once, with what closes, what opens and what is missing; then moves."""
    period = period_or_404(request, month)
    let_in(seen=stage in Stage, allowed=access.can_move_stage(request.actor, period))
    to, here = Stage(stage), Stage(period.stage)
    change = stage_change(period, to, on=timezone.localdate())
    form = StageMoveForm(posted(request), needs_reason=change.is_back, initial={"from_stage": here})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.move_stage(
                period,
                to=to,
                by=request.user,
                at=timezone.now(),
                reason=values["reason"],
                from_stage=Stage(values["from_stage"]),
            )
        except AlreadyThere as refusal:
            return already(request, month, refusal.messages[0])
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            moved = "lùi về" if change.is_back else "chuyển sang"
            messages.success(request, f"Tháng {period.label} đã {moved} giai đoạn {to.label}. {change.opens}")
            return redirect("units:period_detail", month)
    if to == here:
        return already(request, month, f"Tháng {period.label} đã ở giai đoạn {to.label}.")
    if to not in (here.following, here.previous):
        raise Http404
    return form_page(request, "units/stage_move.html", {"form": form, "period": period, "change": change})


def _next_month(calendar: WorkCalendar) -> datetime.date:
    """The month after the newest that is open; where none is, the first that units can still register for in time."""
    if newest := Period.objects.order_by("-month").first():
        return month_after(newest.month)
    today = timezone.localdate()
    month = today.replace(day=1)
    due = proposed_deadlines(month, calendar=calendar)["registration_due"]
    return month_after(month) if due < today else month


def already(request: AppRequest, month: datetime.date, message: str) -> HttpResponse:
    messages.info(request, message)
    return redirect("units:period_detail", month)
