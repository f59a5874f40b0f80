from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import access, services
from units.actor import AppRequest
from units.filters import ConcernFilter
from units.forms import ConcernForm
from units.models import Concern
from units.services import AlreadyThere
from units.tables import ConcernTable, show_page
from units.views.pages import form_page, let_in, list_page, posted


@require_safe
def concern_list(request: AppRequest) -> HttpResponse:
    let_in(seen=access.can_see_concerns(request.actor))
    concerns = Concern.objects.visible_to(request.actor).select_related("unit", "opened_by")
    filters = ConcernFilter(request.GET, queryset=concerns, on=timezone.localdate())
    table = show_page(request, ConcernTable(filters.qs))
    context = {"filters": filters, "table": table, "may_edit": access.can_edit_concern(request.actor)}
    return list_page(request, "units/concern_list.html", context)


@require_http_methods(["GET", "POST"])
def concern_create(request: AppRequest) -> HttpResponse:
    let_in(seen=access.can_see_concerns(request.actor), allowed=access.can_edit_concern(request.actor))
    form = ConcernForm(posted(request), initial={"opened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            concern = services.open_concern(by=request.user, **form.cleaned_data)
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
        else:
            messages.success(
                request, f"Đã ghi vấn đề cần quan tâm của {concern.unit.name_in_text}; bản phân công sau sẽ tính đến."
            )
        return redirect("units:concern_list")
    return form_page(request, "units/concern_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def concern_close(request: AppRequest, concern_id: int) -> HttpResponse:
    concerns = Concern.objects.visible_to(request.actor).select_related("unit", "opened_by")
    concern = get_object_or_404(concerns, pk=concern_id)
    let_in(allowed=access.can_edit_concern(request.actor))
    if request.method == "GET":
        return render(request, "units/concern_close.html", {"concern": concern})
    try:
        services.close_concern(concern, on=timezone.localdate())
    except AlreadyThere as refusal:
        messages.info(request, refusal.messages[0])
    else:
        messages.success(request, f"Đã thôi theo dõi vấn đề của {concern.unit.name_in_text}.")
    return redirect("units:concern_list")
