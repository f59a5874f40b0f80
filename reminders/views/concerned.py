"""Whom to remind: the kinds of a month, those concerned by one, the text for Zalo."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from reminders import access, services, texts
from reminders.concerned import SOURCES, Concerned, concerned_by, find, page_of, rows_of
from reminders.forms import PastedForm, RemindForm
from reminders.models import Kind, Reminder
from reminders.reports import kind_lines, mail_state, progress, with_history
from reminders.services.making import absolute, matter, sender
from units.actor import AppRequest
from units.models import Period
from units.services import Refused
from units.views.pages import form_page, let_in, period_or_404, posted

PER_PAGE = 100  # a province on one page
NAMES_A_TEXT = 50  # Zalo cuts longer ones


@require_safe
def kind_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    let_in(seen=access.can_see_reminders(request.actor))
    period = period_or_404(request, month)
    now = timezone.now()
    context = {
        "period": period,
        "lines": kind_lines(period, on=timezone.localdate()),
        "progress": progress(period, at=now),
        "mail": mail_state(),
        "may_remind": access.can_remind(request.actor),
    }
    return render(request, "reminders/kind_list.html", context)


@require_http_methods(["GET", "POST"])
def concerned_list(request: AppRequest, month: datetime.date, topic: str) -> HttpResponse:
    period, chosen = _place(request, month, topic)
    is_office = access.can_remind(request.actor)
    let_in(allowed=is_office or request.method == "GET")
    form = RemindForm(posted(request), period=period, kind=chosen)
    if request.method == "POST" and form.is_valid() and (answer := _reminded(request, period, chosen, form)):
        return answer
    page, concerned = _page(request, period, chosen, per_page=PER_PAGE)
    context = {
        "period": period,
        "kind": chosen,
        "source": SOURCES[chosen],
        "is_news": texts.WORDINGS[chosen].is_news,
        "is_open": SOURCES[chosen].is_open(period),
        "due_on": SOURCES[chosen].due(period),
        "page": page,
        "rows": with_history(chosen, period, concerned),
        "only": concerned[0] if request.GET.get("ve") and concerned else None,
        "left_out": form.left_out,
        "form": form,
        "mail": mail_state(),
        "may_remind": is_office,
    }
    return form_page(request, "reminders/concerned_list.html", context)


@require_http_methods(["GET", "POST"])
def zalo_text(request: AppRequest, month: datetime.date, topic: str) -> HttpResponse:
    """One text that names a page of those concerned, or the one that `ve` names; marked when it is pasted."""
    period, chosen = _place(request, month, topic)
    let_in(allowed=access.can_remind(request.actor))
    form = PastedForm(posted(request))
    here = request.get_full_path()
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        marked = services.mark_pasted(period=period, kind=chosen, abouts=form.abouts, by=request.user, at=now)
        if marked:
            messages.success(request, f"Đã ghi: hôm nay đã dán Zalo, nhắc {marked} nơi.")
        else:
            messages.info(request, "Hôm nay đã ghi dán Zalo rồi, không cần ghi lại.")
        return redirect(here)
    page, concerned = _page(request, period, chosen, per_page=NAMES_A_TEXT)
    context = {
        "period": period,
        "kind": chosen,
        "page": page,
        "rows": with_history(chosen, period, concerned),
        "text": _text(chosen, period, concerned, page=page, is_single="ve" in request.GET),
        "today": timezone.localdate(),
        "form": form,
    }
    return form_page(request, "reminders/zalo_text.html", context)


def _place(request: AppRequest, month: datetime.date, topic: str) -> tuple[Period, Kind]:
    let_in(seen=access.can_see_reminders(request.actor))
    if topic not in Kind:
        raise Http404
    return period_or_404(request, month), Kind(topic)


def _page(request: AppRequest, period: Period, kind: Kind, *, per_page: int) -> tuple[Any, list[Concerned]]:
    on = timezone.localdate()
    if about := request.GET.get("ve"):
        one = find(kind, about, period, on=on)
        found = [one] if one else []
        return Paginator(found, per_page).get_page(1), found
    page = Paginator(rows_of(kind, period, on=on), per_page).get_page(request.GET.get("page"))
    return page, concerned_by(kind, list(page), period, on=on)


def _reminded(request: AppRequest, period: Period, kind: Kind, form: RemindForm) -> HttpResponse | None:
    """None when it is refused; the form says why."""
    try:
        made = services.remind(
            period=period,
            kind=kind,
            by=request.user,
            at=timezone.now(),
            introduction=form.cleaned_data["introduction"],
            left_out=form.left_out,
            only=form.cleaned_data["only"],
        )
    except Refused as refusal:
        form.add_error(None, refusal)
        return None
    _say(request, made)
    if made.drafts or made.reminded:
        query = urlencode({"viec": kind.value, "trang_thai": Reminder.State.DRAFT.value} if made.drafts else {})
        name = "reminders:letter_approve" if made.drafts else "reminders:letter_list"
        return redirect(f"{reverse(name, args=[period.month])}?{query}")
    return redirect("reminders:concerned_list", period.month, kind.value)


def _say(request: AppRequest, made: services.Made) -> None:
    if made.drafts:
        messages.success(request, f"Đã soạn {made.drafts} thư nhắc, chưa gửi. Đồng chí xem lại rồi duyệt.")
    if made.reminded:
        messages.info(request, f"{made.reminded} thư đã có từ trước (hôm nay đã nhắc, hoặc thư trước chưa xong).")
    if names := made.without_address:
        some = ", ".join(names[:3]) + (f" và {len(names) - 3} nơi khác" if len(names) > 3 else "")
        messages.warning(request, f"Chưa có thư điện tử: {some}. Nhắc qua Zalo hoặc điện thoại.")
    if not (made.drafts or made.reminded or made.without_address):
        messages.info(request, "Không còn ai cần nhắc việc này.")


def _text(kind: Kind, period: Period, concerned: list[Concerned], *, page: Any, is_single: bool) -> str:
    on, introduction = timezone.localdate(), texts.usual_introduction(kind, period.label)
    if not concerned:
        return ""
    if is_single:
        return texts.single_text(
            kind, matter(concerned[0]), month=period.label, on=on, introduction=introduction, sender=sender()
        )
    return texts.group_text(
        kind,
        [matter(one) for one in concerned],
        month=period.label,
        on=on,
        introduction=introduction,
        link=absolute(page_of(kind, period)),
        count=page.paginator.count,
        first=page.start_index(),
    )
