from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from people import access, services
from people.forms import HandoverForm, ProposeHandoverForm
from people.models import Handover
from people.reports import duty_of
from units.actor import AppRequest
from units.models import Role, Unit


@require_http_methods(["GET", "POST"])
def unit_handover(request: AppRequest, unit_id: int) -> HttpResponse:
    """Who answers for the unit, who did before, and passing it on: by the office, or proposed by who leaves."""
    unit = get_object_or_404(Unit, pk=unit_id)
    if not access.can_follow_unit(request.actor, unit):
        raise Http404
    proposal = Handover.objects.proposed().filter(unit=unit).select_related("from_user").first()
    if request.method == "POST" and request.POST.get("step") == "turn_down":
        return _turned_down(request, unit)
    holders = list(User.objects.filter(memberships__role=Role.UNIT, memberships__unit=unit).order_by("sort_key"))
    form = _form(request, unit, holders, proposal)
    if request.method == "POST" and form and form.is_valid() and (response := _passed_on(request, unit, form)):
        return response
    context = {
        "unit": unit,
        "holders": holders,
        "proposal": proposal,
        "history": duty_of(unit),
        "handovers": Handover.objects.done().filter(unit=unit).select_related("from_user", "to_user")[:20],
        "form": form,
        "is_manager": access.can_manage_people(request.actor),
    }
    refused = request.method == "POST" and (form is None or form.errors)
    return render(request, "people/unit_handover.html", context, status=422 if refused else 200)


def _form(request: AppRequest, unit: Unit, holders: list[User], proposal: Handover | None) -> Any:
    data = request.POST if request.method == "POST" else None
    today = timezone.localdate()
    if access.can_manage_people(request.actor):
        first = {"on": today, "leaving": str(holders[0].pk) if len(holders) == 1 else ""}
        if proposal:
            first |= {"on": min(proposal.on, today), "to_text": proposal.to_name, "note": proposal.note}
            first |= {"leaving": str(proposal.from_user_id)}
        # Nobody takes a unit for themselves.
        people = access.visible_people(request.actor).filter(is_active=True).exclude(pk=request.user.pk)
        return HandoverForm(data, initial=first, holders=holders, people=people, on=today)
    return None if proposal else ProposeHandoverForm(data, initial={"on": today}, on=today)


def _passed_on(request: AppRequest, unit: Unit, form: Any) -> HttpResponse | None:
    now = timezone.now()
    try:
        if isinstance(form, ProposeHandoverForm):
            services.propose_handover(unit, leaving=request.user, **form.cleaned_data, at=now)
            messages.success(request, "Đã gửi đề nghị. Ban Tuyên giáo xác nhận xong thì người nhận vào được đơn vị.")
            return redirect("people:unit_handover", unit.pk)
        done = services.hand_over(unit, **form.given(), by=request.user, at=now)
    except services.Refused as refusal:
        form.add_error(None, refusal)
        return None
    receiver: Any = done.to_user
    messages.success(
        request, f"Đã bàn giao {unit.name_in_text} cho đồng chí {receiver.full_name} từ ngày {done.on:%d/%m/%Y}."
    )
    if receiver.last_login is None:
        messages.info(request, "Người nhận chưa đăng nhập lần nào: tạo liên kết mời để gửi.")
        return redirect("people:person_detail", receiver.pk)
    return redirect("people:unit_handover", unit.pk)


def _turned_down(request: AppRequest, unit: Unit) -> HttpResponse:
    """By the office, or taken back by the unit itself."""
    if services.turn_down_handover(unit, by=request.user, at=timezone.now()):
        messages.success(request, "Đã bỏ đề nghị bàn giao. Mọi người giữ vai trò như cũ.")
    else:
        messages.info(request, "Không còn đề nghị nào chờ xác nhận.")
    return redirect("people:unit_handover", unit.pk)
