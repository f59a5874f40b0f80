import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from assignments import access, services
from assignments.board import build_board, build_panel
from assignments.forms import EditForm, SeatChangeForm
from assignments.models import Delegate, Plan, Seat
from assignments.problem import PlanningError, month_problem
from units.actor import Actor, AppRequest
from units.models import Meeting, Period, Stage


@require_safe
def plan_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    return show_plan(request, get_period(request, month))


@require_POST
def plan_draft(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    let_in(access.can_draft_plan(request.actor))
    said = "Đã lập dự thảo. Xem lại từng hội nghị, đổi nếu cần, rồi trình lãnh đạo kiểm tra."
    return act(request, period, lambda: services.draft_plan(period, by=request.user, at=timezone.now()), said)


@require_POST
def plan_replace(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    let_in(access.can_draft_plan(request.actor))
    said = "Đã lập bản thay thế, giữ nguyên những lượt còn dùng được. Bản đang công bố vẫn có hiệu lực đến khi thay."
    return act(request, period, lambda: services.new_version(period, by=request.user, at=timezone.now()), said)


@require_POST
def plan_solve(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    let_in(access.can_draft_plan(request.actor))
    edit = posted_edit(request)
    said = "Đã xếp lại; những lượt được ghim giữ nguyên."
    return act(request, period, lambda: services.solve_plan(plan, edit=edit, by=request.user, at=timezone.now()), said)


@require_safe
def seat_panel(request: AppRequest, month: datetime.date, meeting_id: int) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    return _show_panel(request, period, plan, meeting_id)


@require_POST
def seat_change(request: AppRequest, month: datetime.date, meeting_id: int) -> HttpResponse:
    """Put in, take out, swap, pin, unpin: the button pressed says which."""
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    meeting = get_object_or_404(Meeting.objects.in_period(period).with_unit(), pk=meeting_id)
    let_in(access.can_draft_plan(request.actor))
    form = SeatChangeForm(request.POST)
    try:
        if not form.is_valid():
            raise PlanningError([message for errors in form.errors.values() for message in errors])
        verb, ids = form.cleaned_data["change"]
        said = _change(request, plan, meeting, form.cleaned_data["edit"], verb, ids)
    except PlanningError as refusal:
        response = _show_panel(request, period, get_plan(request.actor, period), meeting_id, refusal.messages)
        # The form asks for the whole board to be replaced; here only what is in the panel's box is.
        return reswap(retarget(response, "#seat-panel"), "innerHTML") if request.htmx else response
    messages.success(request, said)
    if request.htmx:
        return _as_board(show_plan(request, period, focus=meeting.pk))
    return HttpResponseRedirect(f"{reverse('assignments:plan_detail', args=[period.month])}#hn-{meeting.pk}")


def _change(request: AppRequest, plan: Plan, meeting: Meeting, edit: int, verb: str, ids: list[int]) -> str:
    people = [_delegate(pk) for pk in ids]
    where = f"tại {meeting.unit.full_name}"
    at = timezone.now()
    if verb in ("pin", "unpin"):
        seat = Seat.objects.filter(plan=plan, meeting=meeting, delegate=people[0]).with_meeting().with_people().first()
        if seat is None:
            raise PlanningError("Lượt phân công này không còn trong bản dự thảo.")
        set_pin = services.pin_seat if verb == "pin" else services.unpin_seat
        set_pin(plan, edit=edit, seat=seat, by=request.user, at=at)
        return f"Đã {'ghim' if verb == 'pin' else 'bỏ ghim'} đồng chí {people[0].full_name} {where}."
    remove = people[0] if verb in ("remove", "swap") else None
    add = people[-1] if verb in ("add", "swap") else None
    services.seat_change(plan, edit=edit, meeting=meeting, remove=remove, add=add, by=request.user, at=at)
    if remove and add:
        return f"Đã thay đồng chí {remove.full_name} bằng đồng chí {add.full_name} {where} và ghim lại."
    if add:
        return f"Đã xếp đồng chí {add.full_name} {where} và ghim lại."
    return f"Đã rút đồng chí {people[0].full_name} {where}; hội nghị còn thiếu người cho đến khi chọn tay hoặc xếp lại."


def _delegate(pk: int) -> Delegate:
    delegate: Delegate | None = Delegate.objects.filter(pk=pk).first()
    if delegate is None:
        raise PlanningError("Đại biểu này không có trong danh sách, xin tải lại trang.")
    return delegate


def _show_panel(
    request: AppRequest, period: Period, plan: Plan, meeting_id: int, errors: list[str] | None = None
) -> HttpResponse:
    seats = list(Seat.objects.filter(plan=plan).with_people())
    pinned = [(str(seat.meeting_id), str(seat.delegate_id)) for seat in seats if seat.pinned]
    month = month_problem(period, pinned=pinned)
    meeting = month.meeting_of.get(str(meeting_id))
    if meeting is None:
        raise Http404
    context = {
        "period": period,
        "plan": plan,
        "panel": build_panel(month, seats, meeting),
        "errors": errors or [],
        "may_edit": access.can_draft_plan(request.actor) and plan.status == Plan.Status.DRAFT,
    }
    template = "assignments/seat_panel.html"
    return render(request, f"{template}#panel" if request.htmx else template, context, status=422 if errors else 200)


def show_plan(request: AppRequest, period: Period, *, status: int = 200, focus: int = 0) -> HttpResponse:
    versions = list(Plan.objects.visible_to(request.actor).in_period(period).select_related("notice").without_files())
    plan = _chosen(request, period, versions)
    context: dict[str, Any] = {
        "period": period,
        "plan": plan,
        "versions": versions,
        "focus": focus,
        "may_draft": access.can_draft_plan(request.actor) and not period.is_past(Stage.CONFERENCE),
    }
    if plan:
        may = acts_open(request.actor, plan)
        context |= may | {
            "board": build_board(plan, period),
            "notice": getattr(plan, "notice", None),
            "may_replace": context["may_draft"] and plan.status == Plan.Status.PUBLISHED and plan == versions[0],
            "has_panel": not plan.is_frozen,
            "panel_word": "Đổi, ghim" if may["may_edit"] else "Xem",
        }
    template = "assignments/plan_detail.html"
    return render(request, f"{template}#board" if request.htmx else template, context, status=status)


def acts_open(actor: Actor, plan: Plan) -> dict[str, bool]:
    """The buttons to show: what this person may do with a plan in this status."""
    status = Plan.Status(plan.status)
    return {
        "may_edit": access.can_draft_plan(actor) and status == Plan.Status.DRAFT,
        "may_check": access.can_check_plan(actor) and status == Plan.Status.SUBMITTED,
        "may_return": access.can_return_plan(actor) and status in (Plan.Status.SUBMITTED, Plan.Status.CHECKED),
        "may_publish": access.can_publish_plan(actor) and status == Plan.Status.CHECKED,
    }


def _chosen(request: AppRequest, period: Period, versions: list[Plan]) -> Plan | None:
    """The version asked for (`?ban=1`), else the newest: the one in work, or the one in force."""
    if not versions:
        return None
    asked = [plan for plan in versions if str(plan.version) == request.GET.get("ban")]
    chosen = (asked or versions)[0]
    people = ("period", "notice", "made_by", "checked_by", "published_by", "edited_by")
    found: Plan = Plan.objects.select_related(*people).get(pk=chosen.pk)
    return found


def act(request: AppRequest, period: Period, do: Callable[[], object], said: str) -> HttpResponse:
    """One act on a plan without a form of its own: done and said, or refused on the page of the plan."""
    try:
        do()
    except PlanningError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        return (
            _as_board(show_plan(request, period, status=422))
            if request.htmx
            else show_plan(request, period, status=422)
        )
    messages.success(request, said)
    if request.htmx:
        return _as_board(show_plan(request, period))
    return redirect("assignments:plan_detail", period.month)


def _as_board(response: HttpResponse) -> HttpResponse:
    return reswap(retarget(response, "#board"), "outerHTML")


def get_period(request: AppRequest, month: datetime.date) -> Period:
    """The month, for those who may see how its plan comes about; to all others there is no such page."""
    if not access.can_see_plans(request.actor):
        raise Http404
    period: Period = get_object_or_404(Period.objects.with_progress(), month=month)
    return period


def get_plan(actor: Actor, period: Period) -> Plan:
    """The newest version: the one in work, or the one in force."""
    plans = Plan.objects.visible_to(actor).in_period(period).select_related("period", "notice", "edited_by")
    plan: Plan | None = plans.first()
    if plan is None:
        raise Http404
    return plan


def let_in(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def posted_edit(request: AppRequest) -> int:
    form = EditForm(request.POST)
    return form.cleaned_data["edit"] if form.is_valid() else -1
