"""Busy days from a delegate's own calendar: from a file, or from an address that is read again and again."""

import datetime
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from assignments import services
from assignments.busy_calendars import WINDOW, BadCalendarError, Reading
from assignments.calendar_reading import read_file_apart
from assignments.forms import BusyFileForm, CalendarForm, FileDaysForm, KeptDaysForm
from assignments.models import CalendarSource, Delegate
from units.actor import AppRequest

from .availability import busy_url, delegate_of, say_kept, show, warn_of_duties


@require_http_methods(["GET", "POST"])
def busy_file(request: AppRequest, delegate_id: int) -> HttpResponse:
    """A file is read and forgotten; its busy days are shown, and kept by the next press."""
    delegate = delegate_of(request, delegate_id, to_edit=True)
    is_post = request.method == "POST"
    form = BusyFileForm(request.POST if is_post else None, request.FILES if is_post else None)
    if is_post and form.is_valid() and (reading := _read(form)):
        on = timezone.localdate()
        busy = services.busy_days(delegate, reading.days)
        ticks = FileDaysForm(
            on=on,
            found=reading.days,
            busy=busy,
            file_days=services.file_days(delegate, on=on),
            initial=dict.fromkeys(("found", "days"), _keys(reading.days)),
        )
        context = {"form": ticks, "reading": reading, "new": len(reading.days) - len(busy)}
        return show(request, delegate, "busy_file_keep.html", status=200, **context)
    return show(request, delegate, "busy_file.html", form=form)


@require_POST
def busy_file_keep(request: AppRequest, delegate_id: int) -> HttpResponse:
    delegate = delegate_of(request, delegate_id, to_edit=True)
    on = timezone.localdate()
    form = FileDaysForm(request.POST, on=on, file_days=services.file_days(delegate, on=on))
    if form.is_valid() and (form.cleaned_data["days"] or form.replaces):
        spells, gone = services.keep_file_days(
            delegate,
            days=form.cleaned_data["days"],
            found=form.shown,
            replaces=form.replaces,
            reason=services.CALENDAR_REASON,
            on=on,
        )
        if gone:
            messages.success(request, f"Đã bỏ {len(gone)} ngày bận của tệp trước.")
        if spells or not gone:
            say_kept(request, delegate, spells, nothing="Những ngày này đã báo bận từ trước, không cần ghi lại.")
        return redirect(busy_url(request, delegate))
    if form.is_valid():
        form.add_error("days", "Chưa chọn ngày nào. Nếu không bận ngày nào thì bấm Thôi.")
    return show(request, delegate, "busy_file_keep.html", form=form)


@sensitive_post_parameters("url")
@require_http_methods(["GET", "POST"])
def calendar_source(request: AppRequest, delegate_id: int) -> HttpResponse:
    delegate = delegate_of(request, delegate_id, to_edit=True)
    is_post = request.method == "POST"
    form = CalendarForm(request.POST if is_post else None)
    if is_post and form.is_valid():
        services.give_calendar(delegate, url=form.cleaned_data["url"], by=request.user, at=timezone.now())
        messages.success(request, "Đã ghi địa chỉ lịch; chương trình đang đọc, thường xong trong ít giây.")
        return redirect("assignments:calendar_source", delegate.pk)
    return _calendar_page(request, delegate, form)


@require_POST
def calendar_days(request: AppRequest, delegate_id: int) -> HttpResponse:
    """Which of the found days are busy days."""
    delegate = delegate_of(request, delegate_id, to_edit=True)
    source = get_object_or_404(CalendarSource, delegate=delegate)
    ticks = KeptDaysForm(request.POST, on=timezone.localdate())
    if not ticks.is_valid():
        return _calendar_page(request, delegate, CalendarForm(), ticks)
    found, kept = ticks.cleaned_data["found"], ticks.cleaned_data["days"]
    spells = services.keep_calendar_days(source, offered=found, kept=kept, at=timezone.now())
    say_kept(request, delegate, spells, nothing="Đã ghi lựa chọn; không có thêm ngày bận nào.")
    return redirect(busy_url(request, delegate))


@require_POST
def calendar_read(request: AppRequest, delegate_id: int) -> HttpResponse:
    delegate = delegate_of(request, delegate_id, to_edit=True)
    source = get_object_or_404(CalendarSource, delegate=delegate)
    if services.read_again(source, at=timezone.now()):
        messages.success(request, "Đang đọc lại lịch, thường xong trong ít giây.")
    else:
        messages.info(request, "Vừa đọc lịch chưa đầy một phút trước; xin chờ ít phút rồi bấm lại.")
    return redirect("assignments:calendar_source", delegate.pk)


@require_POST
def calendar_remove(request: AppRequest, delegate_id: int) -> HttpResponse:
    delegate = delegate_of(request, delegate_id, to_edit=True)
    source = get_object_or_404(CalendarSource, delegate=delegate)
    gone = services.remove_calendar(source, at=timezone.now())
    messages.success(
        request,
        f"Đã bỏ lịch điện tử{f' và {gone} ngày bận sắp tới lấy từ lịch' if gone else ''}. Trong một ngày còn lấy lại "
        "được, sau đó địa chỉ lịch bị xóa hẳn.",
    )
    return redirect(busy_url(request, delegate))


@require_POST
def calendar_restore(request: AppRequest, delegate_id: int) -> HttpResponse:
    delegate = delegate_of(request, delegate_id, to_edit=True)
    spells = services.restore_calendar(delegate, at=timezone.now())
    if spells is None:
        messages.info(request, "Lịch điện tử đã có lại, hoặc đã bỏ quá một ngày; đồng chí ghi lại địa chỉ nếu cần.")
    else:
        messages.success(request, "Đã lấy lại lịch điện tử; chương trình đang đọc lại.")
        warn_of_duties(request, delegate, spells)
    return redirect(busy_url(request, delegate))


def _read(form: BusyFileForm) -> Reading | None:
    on = timezone.localdate()
    try:
        return read_file_apart(form.cleaned_data["file"].read(), first=on, last=on + WINDOW)
    except BadCalendarError as refusal:
        form.add_error("file", str(refusal))
        return None


def _calendar_page(
    request: AppRequest, delegate: Delegate, form: CalendarForm, ticks: KeptDaysForm | None = None
) -> HttpResponse:
    source = CalendarSource.objects.filter(delegate=delegate).first()
    on = timezone.localdate()
    if source and ticks is None:
        found = [day for day in source.found_days if day >= on]
        lifted = set(source.lifted_days)
        initial = {"found": _keys(found), "days": _keys(day for day in found if day not in lifted)}
        ticks = KeptDaysForm(on=on, found=found, initial=initial)
    context = {"source": source, "is_being_read": source and source.is_being_read(timezone.now()), "ticks": ticks}
    return show(request, delegate, "calendar_source.html", form=form, **context)


def _keys(days: Iterable[datetime.date]) -> list[str]:
    return [day.isoformat() for day in days]
