from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import access, services
from units.actor import AppRequest
from units.filters import AgencyFilter
from units.forms import AgencyForm
from units.models import Agency
from units.services import AlreadyThere
from units.tables import AgencyTable, show_page
from units.views.pages import form_page, let_in, list_page, posted
from units.views.teams import STEPS


@require_safe
def agency_list(request: AppRequest) -> HttpResponse:
    let_in(seen=access.can_see_agencies(request.actor))
    filters = AgencyFilter(request.GET, queryset=Agency.objects.order_by("-is_active", "position", "pk"))
    context = {
        "filters": filters,
        "table": show_page(request, AgencyTable(filters.qs), per_page=50),
        "may_edit": access.can_edit_directory(request.actor),
    }
    return list_page(request, "units/agency_list.html", context)


@require_http_methods(["GET", "POST"])
def agency_create(request: AppRequest) -> HttpResponse:
    _let_in_to_edit(request)
    form = AgencyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            agency = services.add_agency(**form.wanted)
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
            return redirect("units:agency_list")
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, f"Đã thêm {agency}.")
            return redirect("units:agency_list")
    return form_page(request, "units/agency_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def agency_edit(request: AppRequest, agency_id: int) -> HttpResponse:
    agency = _agency(request, agency_id)
    form = AgencyForm(posted(request), instance=agency)
    if request.method == "POST" and form.is_valid():
        try:
            stored = services.edit_agency(agency, state=form.cleaned_data["state"], wanted=form.wanted)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, f"Đã lưu {stored}.")
            return redirect("units:agency_list")
    return form_page(request, "units/agency_edit.html", {"form": form, "agency": agency})


@require_POST
def agency_move(request: AppRequest, agency_id: int) -> HttpResponse:
    services.move_agency(_agency(request, agency_id), step=STEPS.get(request.POST.get("huong", ""), 0))
    return redirect("units:agency_list")


@require_POST
def agency_state(request: AppRequest, agency_id: int) -> HttpResponse:
    agency = _agency(request, agency_id)
    is_active = request.POST.get("mo") == "1"
    services.set_agency_active(agency, is_active=is_active)
    if is_active:
        messages.success(request, f"{agency} hoạt động trở lại.")
    else:
        messages.success(request, f"Đã cho {agency} thôi hoạt động. Dữ liệu vẫn được lưu; bấm Mở lại nếu nhầm.")
    return redirect("units:agency_list")


def _let_in_to_edit(request: AppRequest) -> None:
    let_in(seen=access.can_see_agencies(request.actor), allowed=access.can_edit_directory(request.actor))


def _agency(request: AppRequest, agency_id: int) -> Agency:
    _let_in_to_edit(request)
    return get_object_or_404(Agency, pk=agency_id)
