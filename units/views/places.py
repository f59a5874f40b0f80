from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import access, services
from units.actor import AppRequest
from units.filters import UnitListFilter
from units.forms import ProvinceForm, UnitForm
from units.models import Unit
from units.provinces import province_names, units_of_province
from units.services import AlreadyThere
from units.tables import UnitTable, show_page
from units.views.pages import form_page, let_in, list_page, posted

SUGGESTED = 12


@require_safe
def unit_list(request: AppRequest) -> HttpResponse:
    let_in(seen=request.actor.takes_part)
    units = Unit.objects.visible_to(request.actor).with_teams()
    filters = UnitListFilter(request.GET, queryset=units, on=timezone.localdate())
    context = {
        "filters": filters,
        "table": show_page(request, UnitTable(filters.qs.prefetch_related("successors"))),
        "may_edit": access.can_edit_directory(request.actor),
    }
    return list_page(request, "units/unit_list.html", context)


@require_safe
def unit_suggest(request: AppRequest) -> HttpResponse:
    """Names for the field that `o` names, while one types in it."""
    let_in(seen=request.actor.takes_part)
    text = request.GET.get(request.GET.get("o", "q"), "")[:100].strip()
    units = Unit.objects.valid().visible_to(request.actor)
    found = units.matching(text).best_first(text)[:SUGGESTED] if text else []
    return render(request, "units/unit_suggest.html", {"units": found})


@require_http_methods(["GET", "POST"])
def unit_create(request: AppRequest) -> HttpResponse:
    let_in(seen=request.actor.takes_part, allowed=access.can_edit_directory(request.actor))
    form = UnitForm(posted(request), initial={"valid_from": timezone.localdate().replace(day=1)})
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.add_unit(**form.wanted)
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
            return redirect("units:unit_list")
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, f"Đã thêm {unit.name_in_text}. Đồng chí nhập tiếp các tổ tuyên vận của đơn vị.")
            return redirect("units:team_list", unit.pk)
    return form_page(request, "units/unit_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def unit_edit(request: AppRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.actor), pk=unit_id)
    let_in(seen=request.actor.takes_part, allowed=access.can_edit_directory(request.actor))
    form = UnitForm(posted(request), instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            stored = services.edit_unit(unit, state=form.cleaned_data["state"], wanted=form.wanted)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, f"Đã lưu thông tin {stored.name_in_text}.")
            return redirect("unit_page", unit.pk)
    return form_page(request, "units/unit_edit.html", {"form": form, "unit": unit})


@require_http_methods(["GET", "POST"])
def province_load(request: AppRequest) -> HttpResponse:
    """Which province is asked first (GET), then shown what comes; POST loads it."""
    let_in(seen=request.actor.takes_part, allowed=access.can_edit_directory(request.actor))
    provinces = province_names()
    asked = request.POST if request.method == "POST" else (request.GET if "tinh" in request.GET else None)
    form = ProvinceForm(asked, provinces=provinces, initial={"tu_ngay": timezone.localdate().replace(day=1)})
    if not form.is_valid():
        return render(request, "units/province_load.html", {"form": form}, status=422 if form.errors else 200)
    code, valid_from = form.cleaned_data["tinh"], form.cleaned_data["tu_ngay"]
    listed = units_of_province(code)
    if request.method == "POST":
        made = services.load_province(listed, valid_from=valid_from)
        if made:
            messages.success(request, f"Đã nạp {len(made)} đơn vị của {provinces[code]}, từ {valid_from:%d/%m/%Y}.")
        else:
            messages.info(request, f"Các đơn vị của {provinces[code]} đã có đủ, không thêm đơn vị nào.")
        return redirect("units:unit_list")
    check = services.check_province(listed, valid_from=valid_from)
    context = {"form": form, "check": check, "province": provinces[code], "valid_from": valid_from}
    return render(request, "units/province_load.html", context)
