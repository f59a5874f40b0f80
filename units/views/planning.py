"""What the office lays down: days off, the text of a quarter, more time for one unit."""

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import access, services
from units.actor import AppRequest
from units.calendar import public_holiday
from units.forms import DayOffForm, ExtensionForm, QuarterForm
from units.models import DayOff, Extension, QuarterAgenda, Stage, Unit
from units.services import ChangedMeanwhile, Refused
from units.tables import DayOffTable, show_page
from units.views.pages import form_page, let_in, period_or_404, posted


@require_safe
def day_off_list(request: AppRequest) -> HttpResponse:
    let_in(seen=request.actor.takes_part, allowed=access.can_see_periods(request.actor))
    table = show_page(request, DayOffTable(DayOff.objects.all()))
    context = {"table": table, "may_edit": access.can_edit_days_off(request.actor)}
    return render(request, "units/day_off_list.html", context)


@require_http_methods(["GET", "POST"])
def day_off_create(request: AppRequest) -> HttpResponse:
    return _day_off_form(request, None)


@require_http_methods(["GET", "POST"])
def day_off_edit(request: AppRequest, day_off_id: int) -> HttpResponse:
    let_in(seen=request.actor.takes_part)
    return _day_off_form(request, get_object_or_404(DayOff, pk=day_off_id))


def _day_off_form(request: AppRequest, stored: DayOff | None) -> HttpResponse:
    let_in(seen=request.actor.takes_part, allowed=access.can_edit_days_off(request.actor))
    form = DayOffForm(posted(request), instance=stored)
    if request.method == "POST" and form.is_valid():
        day_off = form.save()
        kind = "ngày làm bù" if day_off.is_working else "ngày nghỉ"
        known = public_holiday(day_off.day)
        instead = f" Ngày này trong bảng ngày lễ là {known}; từ nay tính theo dòng vừa ghi." if known else ""
        messages.success(request, f"Đã ghi {kind} {day_off.day:%d/%m/%Y}: {day_off.name}.{instead}")
        return redirect("units:day_off_list")
    template = "units/day_off_edit.html" if stored else "units/day_off_create.html"
    return form_page(request, template, {"form": form})


@require_http_methods(["GET", "POST"])
def day_off_delete(request: AppRequest, day_off_id: int) -> HttpResponse:
    let_in(seen=request.actor.takes_part)
    day_off = get_object_or_404(DayOff, pk=day_off_id)
    let_in(allowed=access.can_edit_days_off(request.actor))
    if request.method == "GET":
        return render(request, "units/day_off_delete.html", {"day_off": day_off})
    DayOff.objects.filter(pk=day_off.pk).delete()
    messages.success(request, f"Đã bỏ ngày {day_off.day:%d/%m/%Y} ({day_off.name}) khỏi danh sách.")
    return redirect("units:day_off_list")


@require_safe
def quarter_list(request: AppRequest) -> HttpResponse:
    """The year asked for, else this one, with its four quarters; years that have a text are offered."""
    let_in(seen=request.actor.takes_part, allowed=access.can_see_periods(request.actor))
    today = timezone.localdate()
    asked = request.GET.get("nam", "")
    year = int(asked) if asked in map(str, range(2000, 2100)) else today.year
    written = {one.quarter: one for one in QuarterAgenda.objects.filter(year=year)}
    context = {
        "year": year,
        "quarters": [written.get(number) or QuarterAgenda(year=year, quarter=number) for number in range(1, 5)],
        "may_edit": access.can_edit_quarters(request.actor),
    }
    return render(request, "units/quarter_list.html", context)


@require_http_methods(["GET", "POST"])
def quarter_edit(request: AppRequest, year: int, quarter: int) -> HttpResponse:
    let_in(seen=request.actor.takes_part, allowed=access.can_edit_quarters(request.actor))
    let_in(seen=2000 <= year <= 2099 and 1 <= quarter <= 4)
    stored = QuarterAgenda.objects.filter(year=year, quarter=quarter).first()
    shown = stored or QuarterAgenda(year=year, quarter=quarter, version=0)
    form = QuarterForm(posted(request), initial={"text": shown.text, "version": shown.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_quarter(year=year, quarter=quarter, **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            form.continue_from(refusal.stored)
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Đã lưu nội dung {shown}. Tháng mở sau trong quý được điền sẵn nội dung này.")
            return redirect("units:quarter_list")
    return form_page(request, "units/quarter_edit.html", {"form": form, "agenda": shown})


@require_http_methods(["GET", "POST"])
def extension_create(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    period = period_or_404(request, month)
    unit = get_object_or_404(Unit.objects.valid(month).visible_to(request.actor), pk=unit_id)
    let_in(allowed=access.can_extend(request.actor, period))
    today = timezone.localdate()
    stage = Stage.REGISTRATION if period.is_before(Stage.SELF_ASSESSMENT) else Stage.SELF_ASSESSMENT
    form = ExtensionForm(posted(request), period=period, on=today, initial={"stage": stage})
    if request.method == "POST" and form.is_valid():
        try:
            granted = services.grant_extension(
                period=period, unit=unit, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            what = granted.get_stage_display().lower()
            messages.success(
                request,
                f"Đã gia hạn {what} cho {unit.name_in_text} đến hết ngày {granted.until:%d/%m/%Y}."
                " Đơn vị thấy trên trang của mình.",
            )
            return redirect("units:period_detail", month)
    granted_before = Extension.objects.filter(period=period, unit=unit).select_related("granted_by")
    context = {
        "form": form,
        "period": period,
        "unit": unit,
        "granted": granted_before[:10],
        "is_registration": stage == Stage.REGISTRATION,
    }
    return form_page(request, "units/extension_create.html", context)
