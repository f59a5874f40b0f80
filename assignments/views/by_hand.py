"""Changing a draft by hand: first what it would cost, then the act."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url, reswap, retarget

from assignments import access, services
from assignments.forms import SeatChangeForm, WhyForm
from assignments.models import Delegate, Plan
from assignments.problem import PlanningError
from assignments.weighed import cost_in_words
from units.actor import AppRequest
from units.models import Meeting, Period

from .plans import as_board, get_period, get_plan, let_in, show_panel, show_plan

# Whether an act wants a reason of its own; a rule set aside always does.
WHY: dict[str, dict[str, Any]] = {
    "forbid": {"label": "Lý do không xếp", "required": False},
    "empty": {"label": "Lý do để trống", "required": True, "help_text": "Lý do được in trong thông báo phân công."},
}
# What the button of the check page says, and what follows from the act beyond the seat itself.
AT_ONCE = {"pin", "unpin"}  # done without a look at what they cost, for they cost nothing
PINNED_AFTER = "Lượt này sẽ được ghim: lần xếp lại sau vẫn giữ nguyên, cho đến khi bỏ ghim."
BUTTONS = {
    "pin": ("Ghim", "Lần xếp lại sau vẫn giữ nguyên lượt này, cho đến khi bỏ ghim."),
    "unpin": ("Bỏ ghim", "Lần xếp lại sau, chương trình có thể xếp người khác vào đây."),
    "forbid": ("Không xếp", "Những lần xếp lại sau cũng không xếp đồng chí ấy ở đây, cho đến khi cho xếp lại."),
    "allow": ("Cho xếp lại", ""),
    "add": ("Xếp thêm", PINNED_AFTER),
    "remove": ("Rút", "Chỗ này còn trống cho đến khi chọn người khác hoặc bấm Xếp lại."),
    "swap": ("Thay", PINNED_AFTER),
    "empty": ("Để trống", ""),
    "fill": ("Thôi để trống", ""),
}
WHY_OVERRIDE: dict[str, Any] = {
    "label": "Lý do làm khác quy tắc",
    "required": True,
    "help_text": "Lý do được ghi vào hồ sơ và in kèm bản phân công.",
}


@require_safe
def seat_try(request: AppRequest, month: datetime.date, meeting_id: int) -> HttpResponse:
    """What the act would cost, before anybody decides; changes nothing."""
    if not access.can_see_plans(request.actor):
        raise Http404
    meetings = Meeting.objects.filter(period__month=month).with_unit().select_related("period")
    meeting: Meeting = get_object_or_404(meetings, pk=meeting_id)
    period = meeting.period
    plan = get_plan(request.actor, period)
    let_in(access.can_draft_plan(request.actor))
    form = SeatChangeForm(request.GET)
    try:
        return _show_cost(request, period, plan, meeting, form)
    except services.EditConflictError as refusal:
        return _overtaken(request, period, meeting, form, refusal)
    except PlanningError as refusal:
        return show_panel(request, period, plan, meeting_id, refusal.messages)


@require_POST
def seat_change(request: AppRequest, month: datetime.date, meeting_id: int) -> HttpResponse:
    """Put in, take out, swap, pin, forbid, leave empty: the button pressed says which."""
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    meeting: Meeting = get_object_or_404(Meeting.objects.in_period(period).with_unit(), pk=meeting_id)
    let_in(access.can_draft_plan(request.actor))
    form = SeatChangeForm(request.POST)
    try:
        said = _do(request, plan, meeting, form)
    except services.ReasonMissingError as refusal:
        response = _show_cost(request, period, plan, meeting, form, refusal=refusal)
        return _into_panel(response) if request.htmx else response
    except services.EditConflictError as refusal:
        return _overtaken(request, period, meeting, form, refusal)
    except PlanningError as refusal:
        response = show_panel(request, period, get_plan(request.actor, period), meeting_id, refusal.messages)
        # The form asks for the whole board to be replaced; here only what is in the panel's box is.
        return _into_panel(response) if request.htmx else response
    messages.success(request, said)
    url = reverse("assignments:plan_detail", args=[period.month])
    if request.htmx:
        # The board comes in the place of the page of one meeting too.
        return replace_url(as_board(show_plan(request, period, focus=meeting.pk)), url)
    return HttpResponseRedirect(f"{url}#hn-{meeting.pk}")


def _do(request: AppRequest, plan: Plan, meeting: Meeting, form: SeatChangeForm) -> str:
    verb, ids = _pressed(form)
    why = WhyForm(request.POST, **WHY.get(verb, WHY_OVERRIDE) | {"required": False})
    if not why.is_valid():
        raise services.ReasonMissingError([message for errors in why.errors.values() for message in errors])
    reason = why.cleaned_data["reason"]
    act, said = _act(meeting, verb, ids, reason)
    edit = form.cleaned_data["edit"]
    services.change_draft(plan, act, edit=edit, by=request.user, at=timezone.now(), override_reason=reason)
    return said


def _overtaken(
    request: AppRequest, period: Period, meeting: Meeting, form: SeatChangeForm, refusal: PlanningError
) -> HttpResponse:
    """The draft as it is by now, and in it what was being done, weighed anew with all that was typed."""
    plan = get_plan(request.actor, period)
    try:
        if form.cleaned_data["change"][0] in AT_ONCE:
            raise refusal
        response = _show_cost(request, period, plan, meeting, form, overtaken=refusal.messages)
    except PlanningError as still:
        said = dict.fromkeys([*refusal.messages, *still.messages])
        response = show_panel(request, period, plan, meeting.pk, list(said))
    if not request.htmx:
        return response
    panel = mark_safe(response.content.decode())  # noqa: S308 - a template of ours, rendered
    return as_board(show_plan(request, period, status=422, open_panel=panel))


def _show_cost(
    request: AppRequest,
    period: Period,
    plan: Plan,
    meeting: Meeting,
    form: SeatChangeForm,
    *,
    refusal: PlanningError | None = None,
    overtaken: list[str] | None = None,
) -> HttpResponse:
    verb, ids = _pressed(form)
    act, _ = _act(meeting, verb, ids, "")
    edit = plan.edit if overtaken else form.cleaned_data["edit"]
    weighing = services.weigh(plan, act, edit=edit, by=request.user, at=timezone.now())
    if weighing is None:
        return show_panel(request, period, plan, meeting.pk, overtaken)
    why = WHY_OVERRIDE if weighing.waivable else WHY.get(verb)
    why_form = WhyForm(request.POST if request.method == "POST" else None, **why) if why else None
    if why_form and refusal and not why_form.errors:
        why_form.add_error("reason", refusal.messages[-1])
    context = {
        "period": period,
        "plan": plan,
        "meeting": meeting,
        "cost": cost_in_words(weighing),
        "change": form.data["change"],
        "button": BUTTONS[verb][0],
        "follows": BUTTONS[verb][1],
        "edit": edit,
        "form": why_form,
        "overtaken": overtaken,
    }
    template = "assignments/seat_try.html"
    status = 422 if refusal or overtaken else 200
    return render(request, f"{template}#try" if request.htmx else template, context, status=status)


def _pressed(form: SeatChangeForm) -> tuple[str, list[int]]:
    if not form.is_valid():
        raise PlanningError([message for errors in form.errors.values() for message in errors])
    verb, ids = form.cleaned_data["change"]
    return verb, ids


def _act(meeting: Meeting, verb: str, ids: list[int], reason: str) -> tuple[services.Act, str]:
    """The act, and what is said once it is done."""
    where = f"tại {meeting.unit.name_in_text}"
    if verb == "empty":
        return services.leave_empty(meeting, places=ids[0], reason=reason), f"Đã để trống {ids[0]} chỗ {where}."
    if verb == "fill":
        said = f"Đã thôi để trống {where}; bấm Xếp lại hoặc chọn người để xếp vào."
        return services.fill_again(meeting), said
    people = _delegates(ids)
    name = people[0].full_name
    acts: dict[str, Any] = {
        "pin": lambda: services.set_pin(meeting, people[0], pinned=True),
        "unpin": lambda: services.set_pin(meeting, people[0], pinned=False),
        "forbid": lambda: services.forbid(meeting, people[0], reason=reason),
        "allow": lambda: services.allow(meeting, people[0]),
        "add": lambda: services.change_seat(meeting, remove=None, add=people[0]),
        "remove": lambda: services.change_seat(meeting, remove=people[0], add=None),
        "swap": lambda: services.change_seat(meeting, remove=people[0], add=people[-1]),
    }
    answers = {
        "pin": f"Đã ghim đồng chí {name} {where}.",
        "unpin": f"Đã bỏ ghim đồng chí {name} {where}.",
        "forbid": f"Từ nay không xếp đồng chí {name} {where}.",
        "allow": f"Đã cho xếp lại đồng chí {name} {where}.",
        "add": f"Đã xếp đồng chí {name} {where} và ghim lại.",
        "remove": f"Đã rút đồng chí {name} {where}; hội nghị còn thiếu người cho đến khi chọn tay hoặc xếp lại.",
        "swap": f"Đã thay đồng chí {name} bằng đồng chí {people[-1].full_name} {where} và ghim lại.",
    }
    return acts[verb](), answers[verb]


def _delegates(pks: list[int]) -> list[Delegate]:
    found = Delegate.objects.in_bulk(pks)
    if missing := [pk for pk in pks if pk not in found]:
        raise PlanningError(f"{len(missing)} đại biểu không có trong danh sách, xin tải lại trang.")
    return [found[pk] for pk in pks]


def _into_panel(response: HttpResponse) -> HttpResponse:
    return reswap(retarget(response, "#seat-panel"), "innerHTML")
