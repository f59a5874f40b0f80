"""The outbox: letters before they go, on their way, and what became of them."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reminders import access, services
from reminders.filters import LetterFilter
from reminders.forms import ChosenForm
from reminders.models import Reminder
from reminders.reports import mail_state, progress
from reminders.tables import LetterTable
from units.actor import AppRequest
from units.models import Period
from units.services import AlreadyThere, Refused
from units.tables import show_page
from units.views.pages import form_page, let_in, list_page, period_or_404, posted

State = Reminder.State


@require_safe
def letter_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = _period(request, month)
    letters = Reminder.objects.visible_to(request.actor).in_period(period).defer("body").select_related("recipient")
    filters = LetterFilter(request.GET, queryset=letters)
    context = {
        "period": period,
        "filters": filters,
        "table": show_page(request, LetterTable(filters.qs)),
        "progress": progress(period, at=timezone.now()),
        "mail": mail_state(),
        "may_remind": access.can_remind(request.actor),
    }
    if request.htmx and request.htmx.target == "progress":
        return render(request, "reminders/letter_list.html#progress", context)
    return list_page(request, "reminders/letter_list.html", context)


@require_http_methods(["GET", "POST"])
def letter_approve(request: AppRequest, month: datetime.date) -> HttpResponse:
    """Every draft with its whole text: approve those ticked, or all, or drop those ticked."""
    period = _period(request, month)
    let_in(allowed=access.can_remind(request.actor))
    drafts = Reminder.objects.visible_to(request.actor).in_period(period).filter(state=State.DRAFT)
    form = ChosenForm(posted(request))
    if request.method == "POST" and form.is_valid() and _done(request, drafts, form):
        return redirect("reminders:letter_list", month)
    context = {
        "period": period,
        "table": show_page(request, LetterTable(drafts.select_related("recipient").order_by("pk"))),
        "up_to": drafts.aggregate(newest=Max("pk"))["newest"] or 0,
        "form": form,
        "mail": mail_state(),
    }
    return form_page(request, "reminders/letter_approve.html", context)


@require_safe
def letter_detail(request: AppRequest, letter_id: int) -> HttpResponse:
    letter = _letter(request, letter_id)
    request.month = letter.period.month
    context = {"letter": letter, "mail": mail_state(), "may_remind": access.can_remind(request.actor)}
    return render(request, "reminders/letter_detail.html", context)


@require_POST
def letter_act(request: AppRequest, letter_id: int, act: str) -> HttpResponse:
    letter = _letter(request, letter_id)
    if act not in ACTS:
        raise Http404
    let_in(allowed=access.can_remind(request.actor))
    do, said = ACTS[act]
    try:
        do(letter, request, timezone.now())
    except AlreadyThere as refusal:
        messages.info(request, refusal.messages[0])
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, said)
    return redirect("reminders:letter_detail", letter.pk)


ACTS: dict[str, tuple[Callable[[Reminder, AppRequest, datetime.datetime], None], str]] = {
    "duyet": (
        lambda letter, request, at: services.approve(letter, by=request.user, at=at),
        "Đã duyệt; thư được gửi trong giây lát.",
    ),
    "bo": (
        lambda letter, request, at: services.drop(letter, by=request.user, at=at),
        "Đã bỏ thư này, thư không được gửi. Cần thì soạn thư khác.",
    ),
    "gui-lai": (
        lambda letter, request, at: services.send_again(letter, by=request.user, at=at),
        "Thư được gửi lại trong giây lát.",
    ),
    "da-gui": (
        lambda letter, request, at: services.say_whether_sent(letter, sent=True, by=request.user, at=at),
        "Đã ghi là thư đã gửi.",
    ),
    "chua-gui": (
        lambda letter, request, at: services.say_whether_sent(letter, sent=False, by=request.user, at=at),
        "Thư được gửi lại trong giây lát.",
    ),
}


def _period(request: AppRequest, month: datetime.date) -> Period:
    let_in(seen=access.can_see_reminders(request.actor))
    return period_or_404(request, month)


def _letter(request: AppRequest, letter_id: int) -> Reminder:
    letters = Reminder.objects.visible_to(request.actor)
    related = ("period", "recipient", "made_by", "approved_by", "settled_by")
    letter: Reminder = get_object_or_404(letters.select_related(*related), pk=letter_id)
    return letter


def _done(request: AppRequest, drafts: Any, form: ChosenForm) -> bool:
    """False when it is refused; the form says why."""
    step, now = form.cleaned_data["step"], timezone.now()
    wanted = {"pk__lte": form.cleaned_data["up_to"]} if step == "approve_all" else {"pk__in": form.chosen}
    act = services.drop_all if step == "drop" else services.approve_all
    try:
        count = act(drafts.filter(**wanted), by=request.user, at=now)
    except Refused as refusal:
        form.add_error(None, refusal)
        return False
    if not count:
        messages.info(request, "Các thư này đã được người khác duyệt hoặc bỏ.")
    elif step == "drop":
        messages.success(request, f"Đã bỏ {count} thư; các thư này không được gửi.")
    else:
        messages.success(request, f"Đã duyệt {count} thư. Chương trình đang gửi; đồng chí có thể rời trang này.")
    return True
