from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assignments import access, services
from assignments.forms import PolicyForm
from assignments.models import Policy
from assignments.models.policy import FIELDS
from assignments.reports import changes, month_to_try, policy_report, registered_already, try_policy
from units.actor import AppRequest
from units.calendar import month_after
from units.services import AlreadyThere, Refused

SIDE_BY_SIDE = 4


@require_safe
def policy_list(request: AppRequest) -> HttpResponse:
    if not access.can_see_policies(request.actor):
        raise Http404
    page = Paginator(Policy.objects.select_related("made_by"), SIDE_BY_SIDE).get_page(request.GET.get("page"))
    versions = list(page)
    before = Policy.objects.filter(valid_from__lt=versions[-1].valid_from).first() if versions else None
    context = {
        "page": page,
        "report": policy_report(
            versions,
            before=before,
            all_dates=list(Policy.objects.values_list("valid_from", flat=True)),
            on=timezone.localdate(),
        ),
        "may_edit": access.can_edit_policies(request.actor),
    }
    return render(request, "assignments/policy_list.html", context)


@require_http_methods(["GET", "POST"])
def policy_create(request: AppRequest) -> HttpResponse:
    """Typed, checked (what changes, from when), tried on a month gone by if wanted, stored; only the last keeps it."""
    _let_in(request)
    newest = Policy.objects.first()
    if request.method == "GET":
        return render(request, "assignments/policy_create.html", {"form": PolicyForm(initial=_beginning(newest))})
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return render(request, "assignments/policy_create.html", {"form": form}, status=422)
    step = request.POST.get("step")
    if step == "back":
        return render(request, "assignments/policy_create.html", {"form": form})
    if step != "save":
        return _check_page(request, form, tries=step == "try")
    try:
        policy = services.add_policy(by=request.user, at=timezone.now(), **form.cleaned_data)
    except AlreadyThere as refusal:
        messages.info(request, refusal.messages[0])
    except Refused as refusal:
        form.add_error("valid_from", refusal)
        return render(request, "assignments/policy_create.html", {"form": form}, status=422)
    else:
        messages.success(request, f"Đã lưu quy tắc phân công, áp dụng từ tháng {policy.valid_from:%m/%Y}.")
    return redirect("assignments:policy_list")


@require_http_methods(["GET", "POST"])
def policy_withdraw(request: AppRequest, policy_id: int) -> HttpResponse:
    _let_in(request)
    policy = get_object_or_404(Policy.objects.select_related("made_by"), pk=policy_id)
    if request.method == "GET":
        return render(request, "assignments/policy_withdraw.html", {"policy": policy})
    try:
        services.withdraw_policy(policy)
    except Refused as refusal:
        context = {"policy": policy, "refusal": refusal.messages[0]}
        return render(request, "assignments/policy_withdraw.html", context, status=422)
    messages.success(request, f"Đã bỏ bản quy tắc từ tháng {policy.valid_from:%m/%Y}.")
    return redirect("assignments:policy_list")


def _check_page(request: AppRequest, form: PolicyForm, *, tries: bool) -> HttpResponse:
    before = Policy.objects.for_month(form.month).first()
    differences = changes(before, form.instance)
    period = month_to_try() if before and differences else None
    context = {
        "form": form,
        "before": before,
        "changes": differences,
        "period": period,
        "trial": try_policy(form.instance, instead_of=before, period=period) if tries and before and period else None,
        "registered": registered_already(before, form.instance),
    }
    return render(request, "assignments/policy_check.html", context)


def _beginning(newest: Policy | None) -> dict[str, Any]:
    """As the newest version has it, from next month."""
    values = {field: getattr(newest or Policy(), field) for field in FIELDS}
    return values | {"valid_from": month_after(timezone.localdate().replace(day=1))}


def _let_in(request: AppRequest) -> None:
    if not access.can_see_policies(request.actor):
        raise Http404
    if not access.can_edit_policies(request.actor):
        raise PermissionDenied
