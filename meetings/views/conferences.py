import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import access, services
from meetings.filters import FollowUpFilter, VisitFilter
from meetings.forms import (
    NO_NAMES,
    AttendanceForm,
    ChooseUnitForm,
    CloseForm,
    DirectForm,
    VisitForm,
    attendance_values,
    note_form,
)
from meetings.models import FollowUp, MeetingNote, TeamVisit, meetings_of_delegate
from meetings.reports import meeting_report, meetings_lacking, progress
from meetings.services import ChangedMeanwhile
from meetings.tables import FollowUpTable, VisitTable
from units.access import can_register
from units.actor import Actor, AppRequest
from units.history import meeting_history
from units.models import Meeting, Period, Unit
from units.services import Refused
from units.tables import PER_PAGE, show_page


@require_safe
def meeting_detail(request: AppRequest, meeting_id: int) -> HttpResponse:
    meeting = _meeting(request, meeting_id, with_cancelled=True)
    if meeting.is_cancelled:
        may_renew = not meeting.unit.is_former(meeting.period.month) and can_register(
            request.actor, meeting.period, meeting.unit, meeting=meeting
        )
        context = {"meeting": meeting, "history": meeting_history(meeting), "may_renew": may_renew}
        return render(request, "meetings/meeting_called_off.html", context)
    report = meeting_report(meeting, actor=request.actor, at=timezone.now())
    return render(request, "meetings/meeting_detail.html", {"report": report, "meeting": meeting})


@require_safe
def progress_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    if not access.can_see_progress(request.actor):
        raise Http404
    period = get_object_or_404(Period, month=month)
    lacking = request.GET.get("thieu", "")
    today = timezone.localdate()
    page = Paginator(meetings_lacking(period, lacking, on=today), PER_PAGE).get_page(request.GET.get("page"))
    context = {"period": period, "page": page, "rows": progress(period, page.object_list, on=today), "lacking": lacking}
    return render(request, "meetings/progress_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_edit(request: AppRequest, meeting_id: int) -> HttpResponse:
    meeting = _meeting(request, meeting_id)
    if not access.can_record_attendance(request.actor, meeting):
        raise PermissionDenied
    today = timezone.localdate()
    delegates, teams = services.expected_delegates(meeting), services.expected_teams(meeting)
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        initial=attendance_values(meeting, delegates=delegates, teams=teams, on=today),
        meeting=meeting,
        delegates=delegates,
        teams=teams,
        on=today,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.record_attendance(
                meeting,
                held_on=form.cleaned_data["held_on"],
                delegates=form.records,
                teams_present=form.cleaned_data["teams"],
                by=request.user,
                at=timezone.now(),
                version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(
                request, f"Đã ghi dự họp hội nghị {meeting.unit.name_in_text}. Tiếp theo: đại biểu gửi phiếu."
            )
            return redirect("meetings:meeting_detail", meeting.pk)
    return _page(request, "meetings/attendance_edit.html", form, {"meeting": meeting})


@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: AppRequest, meeting_id: int) -> HttpResponse:
    meeting, now = _meeting(request, meeting_id), timezone.now()
    delegate = access.note_author(request.actor, meeting)
    if delegate is None or not access.notes_are_open(meeting, at=now):
        raise PermissionDenied
    note = MeetingNote.objects.filter(meeting=meeting, delegate=delegate).prefetch_related("follow_ups").first()
    form = note_form(note, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_note(
                meeting,
                delegate,
                values=form.values,
                matters=form.matters,
                at=now,
                version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            done = "Đã lưu phiếu" if note else "Đã gửi phiếu"
            messages.success(
                request,
                f"{done} dự hội nghị {meeting.unit.name_in_text}. Còn sửa được đến khi bắt đầu thẩm định."
                " Cảm ơn đồng chí.",
            )
            return redirect("meetings:meeting_detail", meeting.pk)
    taken_up = [one for one in note.follow_ups.all() if not one.is_untouched] if note else []
    context = {"meeting": meeting, "note": note, "delegate": delegate, "taken_up": taken_up, "no_names": NO_NAMES}
    return _page(request, "meetings/note_edit.html", form, context)


@require_safe
def visit_list(request: AppRequest) -> HttpResponse:
    if not access.can_see_visits(request.actor):
        raise Http404
    visits = TeamVisit.objects.visible_to(request.actor).select_related("team__unit", "delegate__agency")
    filters = VisitFilter(request.GET, queryset=visits)
    table = show_page(request, VisitTable(filters.qs))
    context = {"filters": filters, "table": table, "visitor": access.visitor(request.actor)}
    return render(request, "meetings/visit_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_create(request: AppRequest) -> HttpResponse:
    delegate = access.visitor(request.actor)
    if delegate is None:
        raise PermissionDenied
    now = timezone.now()
    units = Unit.objects.valid()
    sent_to = set(meetings_of_delegate(request.user).values_list("unit", flat=True))
    choice = ChooseUnitForm(request.GET if "don_vi" in request.GET else None, units=units, first=sent_to)
    if not (choice.is_bound and choice.is_valid()):
        status = 422 if choice.is_bound else 200
        return render(request, "meetings/visit_create.html", {"choice": choice}, status=status)
    unit: Unit = choice.cleaned_data["don_vi"]
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        initial={"visited_on": timezone.localdate(now)},
        unit=unit,
        on=timezone.localdate(now),
    )
    if request.method == "POST" and form.is_valid():
        values = {field: form.cleaned_data[field] for field in ("team", "visited_on", "rating", "seen")}
        try:
            visit = services.record_visit(delegate=delegate, matters=form.matters, at=now, **values)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(
                request, f"Đã ghi lần dự {visit.team} ({unit.name_in_text}) ngày {visit.visited_on:%d/%m/%Y}."
            )
            return redirect("meetings:visit_list")
    context = {"choice": choice, "unit": unit, "visitor": delegate, "no_names": NO_NAMES}
    return _page(request, "meetings/visit_create.html", form, context)


@require_safe
def follow_up_list(request: AppRequest) -> HttpResponse:
    if not access.can_see_follow_ups(request.actor):
        raise Http404
    rows = FollowUp.objects.visible_to(request.actor).select_related("unit")
    asked = {"trang_thai": "dang-mo"} | request.GET.dict()
    filters = FollowUpFilter(asked, queryset=rows)
    table = show_page(request, FollowUpTable(filters.qs))
    context = {"filters": filters, "table": table, "may_direct": access.can_direct(request.actor)}
    return render(request, "meetings/follow_up_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_edit(request: AppRequest, follow_up_id: int) -> HttpResponse:
    follow_up = _follow_up(request.actor, follow_up_id)
    if request.method != "POST":
        return _follow_up_page(request, follow_up)
    if not access.can_direct(request.actor):
        raise PermissionDenied
    form = DirectForm(request.POST, follow_up=follow_up)
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.direct_follow_up(
                follow_up, responsible=values["responsible"], due_on=values["due_on"], version=values["version"]
            )
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"Đã giao {values['responsible']}, hạn {values['due_on']:%d/%m/%Y}.")
            return redirect("meetings:follow_up_edit", follow_up.pk)
    return _follow_up_page(request, follow_up, direct=form)


@require_POST
def follow_up_close(request: AppRequest, follow_up_id: int) -> HttpResponse:
    follow_up, today = _follow_up(request.actor, follow_up_id), timezone.localdate()
    form = CloseForm(request.POST, follow_up=follow_up, on=today)
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.close_follow_up(
                follow_up,
                outcome=values["outcome"],
                closed_on=values["closed_on"],
                on=today,
                version=values["version"],
            )
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, "Đã ghi kết quả, việc này đã giải quyết xong.")
            return redirect("meetings:follow_up_list")
    return _follow_up_page(request, follow_up, close=form)


@require_POST
def follow_up_reopen(request: AppRequest, follow_up_id: int) -> HttpResponse:
    follow_up = _follow_up(request.actor, follow_up_id)
    if not access.can_direct(request.actor):
        raise PermissionDenied
    services.reopen_follow_up(follow_up)
    messages.success(request, "Đã mở lại việc này.")
    return redirect("meetings:follow_up_edit", follow_up.pk)


def _meeting(request: AppRequest, meeting_id: int, *, with_cancelled: bool = False) -> Meeting:
    rows = access.meetings_visible_to(request.actor, with_cancelled=with_cancelled)
    people = ("registered_by", "changed_by", "cancelled_by")
    meeting: Meeting = get_object_or_404(rows.select_related(*people), pk=meeting_id)
    request.month = meeting.period.month
    return meeting


def _follow_up(actor: Actor, follow_up_id: int) -> FollowUp:
    """One that the person may act on."""
    rows = FollowUp.objects.visible_to(actor).select_related("unit", "note__delegate__agency", "visit__team")
    follow_up: FollowUp = get_object_or_404(rows, pk=follow_up_id)
    if not access.can_close(actor, follow_up):
        raise PermissionDenied
    return follow_up


def _refuse(form: django_forms.Form, refusal: Refused) -> None:
    """The message goes with what was typed; after a conflict the next press is meant."""
    form.add_error(None, refusal)
    if isinstance(refusal, ChangedMeanwhile):
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(refusal.version)
        form.data = data


def _page(request: AppRequest, template: str, form: django_forms.Form, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


def _follow_up_page(
    request: AppRequest, follow_up: FollowUp, *, direct: DirectForm | None = None, close: CloseForm | None = None
) -> HttpResponse:
    refused = direct or close
    may_direct = access.can_direct(request.actor)
    context = {
        "follow_up": follow_up,
        "refused": refused,
        "direct": direct or (DirectForm(follow_up=follow_up) if may_direct else None),
        "close": close or CloseForm(follow_up=follow_up, on=timezone.localdate()),
        "may_direct": may_direct,
    }
    return render(request, "meetings/follow_up_edit.html", context, status=422 if refused else 200)
