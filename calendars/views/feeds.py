"""Links for calendar programs: make one, see them, end them; and what such a program then reads."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assignments.amended_lines import amended_lines, own_changes
from assignments.amending_variants import told_person
from assignments.models import Delegate, Notice
from assignments.notice_variants import own_lines
from assignments.schedule import schedule_of
from calendars import access, services
from calendars.filters import LinkFilter
from calendars.forms import FeedForm
from calendars.ics import Feed, etag, feed_bytes
from calendars.models import FeedLink, Scope
from calendars.qr import qr_image
from calendars.reports import amending_feed, feed_of, notice_feed, single_feed
from calendars.tables import LinkTable
from documents.responses import download
from meetings.access import meetings_visible_to
from units.access import actor_for
from units.actor import AppRequest
from units.services import Refused
from units.tables import show_page
from units.views.pages import let_in

ICS = "text/calendar; charset=utf-8"


@require_safe
def feed_list(request: AppRequest) -> HttpResponse:
    let_in(seen=access.can_have_feeds(request.actor))
    return _list_page(request, FeedForm(targets=access.targets(request.actor), initial={"nonce": _nonce()}))


@never_cache
@require_POST
def feed_create(request: AppRequest) -> HttpResponse:
    """Answers with the link itself: it is shown this once, and a press of "back" leads to no copy of it."""
    let_in(seen=access.can_have_feeds(request.actor))
    form = FeedForm(request.POST, targets=access.targets(request.actor))
    if form.is_valid():
        values = {"nonce": form.cleaned_data["nonce"], "label": form.cleaned_data["label"]}
        try:
            link, token = services.make_link(owner=request.user, target=form.chosen, at=timezone.now(), **values)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            url = request.build_absolute_uri(reverse("calendars:feed", args=[token]))
            webcal = f"webcal:{url.partition(':')[2]}"
            context = {"link": link, "url": url, "webcal": webcal, "qr": qr_image(webcal)}
            return render(request, "calendars/feed_create.html", context)
    return _list_page(request, form, status=422)


@require_POST
def feed_revoke(request: AppRequest, link_id: int) -> HttpResponse:
    let_in(seen=access.can_have_feeds(request.actor))
    link = get_object_or_404(FeedLink.objects.visible_to(request.actor).with_names(), pk=link_id)
    if services.revoke_link(link, by=request.user, at=timezone.now()):
        messages.success(request, f"Đã thu hồi liên kết lịch “{link.subject}” của đồng chí {link.owner}.")
    else:
        messages.info(request, "Liên kết này đã được thu hồi từ trước.")
    return redirect("calendars:feed_list")


@login_not_required
@require_safe
def feed(request: AppRequest, token: str) -> HttpResponse:
    """Read by programs: no sign-in, no cookie; the token is the whole permission."""
    now = timezone.now()
    link = FeedLink.objects.of_token(token).with_names().first()
    if link is None:
        return _gone()
    owner = actor_for(link.owner)
    units = access.units_of_feed(link, owner) if link.scope == Scope.UNIT else []
    if not (units or access.may_read(link, owner)):
        return _gone()
    if not services.note_reading(link, at=now):
        return HttpResponse("Đọc quá nhiều lần trong một giờ.", status=429, headers={"Retry-After": "3600"})
    return _calendar(request, feed_of(link, units=units, on=timezone.localdate(now)), "lich-tuyen-van.ics")


@require_safe
def meeting_ics(request: AppRequest, meeting_id: int) -> HttpResponse:
    meeting = get_object_or_404(meetings_visible_to(request.actor), pk=meeting_id)
    return _calendar(request, single_feed(meeting), f"Hội nghị {meeting.unit} {meeting.day:%d-%m-%Y}.ics")


@require_safe
def notice_ics(request: AppRequest, notice_id: int, whose: str) -> HttpResponse:
    """The notice as a file for a calendar: the month as it then stands, what an amendment says, or what of it concerns
    the reader. It never changes afterwards."""
    notices = Notice.objects.visible_to(request.actor).select_related("plan__period", "amends")
    notice = get_object_or_404(notices, pk=notice_id)
    lines = schedule_of(notice)
    if whose == "ca-thang":
        return _calendar(request, notice_feed(notice, lines), f"Lịch theo {notice}.ics")
    changes = None if request.GET.get("lich") == "ca-thang" else amended_lines(notice)
    if whose == "thong-bao" and changes is not None:
        return _calendar(request, amending_feed(notice, changes), f"Lịch điều chỉnh theo {notice}.ics")
    delegate = Delegate.objects.filter(user=request.user).first() if request.actor.is_delegate else None
    if whose != "cua-toi" or delegate is None or told_person(lines, changes, delegate) is None:
        raise Http404
    if changes is None:
        told = notice_feed(notice, own_lines(lines, delegate.pk)[0], of=delegate.pk)
    else:
        told = amending_feed(notice, own_changes(changes, delegate.pk)[0], of=delegate.pk)
    return _calendar(request, told, f"Lịch của tôi theo {notice}.ics")


def _calendar(request: AppRequest, calendar: Feed, filename: str) -> HttpResponse:
    tag = etag(calendar)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = download(feed_bytes(calendar), filename=filename, content_type=ICS)
    response["ETag"] = tag
    # May be kept by the one who asked, to ask whether it has changed; by nobody between.
    response["Cache-Control"] = "private, no-cache"
    return response


def _gone() -> HttpResponse:
    """The same words for a link that never was and one that is over."""
    return HttpResponseNotFound("Liên kết lịch này không còn dùng được.", content_type="text/plain; charset=utf-8")


def _list_page(request: AppRequest, form: FeedForm, *, status: int = 200) -> HttpResponse:
    own = FeedLink.objects.in_force().with_names().filter(owner=request.user)
    context: dict[str, Any] = {"form": form, "own": own, "may_see_all": access.can_see_all_feeds(request.actor)}
    if context["may_see_all"]:
        others = FeedLink.objects.visible_to(request.actor).in_force().with_names().exclude(owner=request.user)
        filters = LinkFilter(request.GET, queryset=others)
        context |= {"filters": filters, "table": show_page(request, LinkTable(filters.qs))}
    return render(request, "calendars/feed_list.html", context, status=status)


def _nonce() -> str:
    return secrets.token_urlsafe(24)
