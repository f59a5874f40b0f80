import datetime
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from scoring import access, services
from scoring.forms import AdjustmentForm, ReasonForm
from scoring.models import Adjustment
from scoring.services import Refused
from scoring.views.shared import let_in, month_of
from units.actor import AppRequest
from units.models import Stage
from units.tables import PER_PAGE


@require_safe
def adjustment_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = month_of(request, month)
    let_in(seen=access.can_see_adjustments(request.actor))
    rows = period.adjustments.select_related("unit", "given_by", "taken_back_by", "takes_back").order_by("-id")
    context = {
        "period": period,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_adjust": access.can_adjust(request.actor) and period.stage != Stage.CLOSED,
    }
    return render(request, "scoring/adjustment_list.html", context)


@require_http_methods(["GET", "POST"])
def adjustment_create(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = month_of(request, month)
    let_in(seen=access.can_see_adjustments(request.actor), allowed=access.can_adjust(request.actor))
    used = getattr(period, "period_criteria", None)
    if used is None:
        messages.warning(request, f"{period} chưa chọn bộ tiêu chí; chọn trước khi ghi điểm cộng, điểm trừ.")
        return redirect("scoring:criteria_detail", month)
    cap = used.criteria_set.adjustment_cap
    form = AdjustmentForm(request.POST if request.method == "POST" else None, month=period.month, cap=cap)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.adjust(
                period=period,
                unit=data["unit"],
                bonus=data["points"] if data["kind"] == "bonus" else Decimal(0),
                penalty=data["points"] if data["kind"] == "penalty" else Decimal(0),
                reason=data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, f"Đã ghi điểm của {data['unit']}. Lập lại bảng xếp hạng để tính vào kết quả.")
            return redirect("scoring:adjustment_list", month)
    status = 422 if form.errors else 200
    return render(request, "scoring/adjustment_create.html", {"period": period, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def adjustment_take_back(request: AppRequest, adjustment_id: int) -> HttpResponse:
    let_in(seen=access.can_see_adjustments(request.actor), allowed=access.can_adjust(request.actor))
    adjustment = get_object_or_404(Adjustment.objects.select_related("unit", "period"), pk=adjustment_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_back_adjustment(
                adjustment=adjustment, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, f"Đã thu hồi dòng điểm của {adjustment.unit.name_in_text}.")
            return redirect("scoring:adjustment_list", adjustment.period.month)
    context = {"adjustment": adjustment, "period": adjustment.period, "form": form}
    return render(request, "scoring/adjustment_take_back.html", context, status=422 if form.errors else 200)
