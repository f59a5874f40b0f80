"""Delegates say whether they will come; the office sees who has, and writes down what was said by telephone."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assignments import access, services
from assignments.answering import (
    CONFIRMS,
    DECLINES,
    UNANSWERED,
    seats_with_counts,
    with_answer_state,
    with_answers,
)
from assignments.forms import ConfirmForm, DeclineForm, RecordForm
from assignments.models import Seat, SeatAnswer
from units.actor import AppRequest
from units.models import Stage
from units.services import AlreadyThere, Refused
from units.tables import PER_PAGE, KeyedRows

from .plans import get_period, let_in

HOME = "home"
FILTERS = {"chua": UNANSWERED, "khong-du": DECLINES, "da-xac-nhan": CONFIRMS}


@require_POST
def seat_confirm(request: AppRequest, meeting_id: int) -> HttpResponse:
    seat = _own_seat(request, meeting_id)
    form = ConfirmForm(request.POST)
    shown = form.cleaned_data["starts_at"] if form.is_valid() else None
    unit = seat.meeting.unit.name_in_text
    try:
        services.confirm_seat(seat, starts_at=shown, by=request.user, at=timezone.now())
    except AlreadyThere:
        messages.info(request, f"Đồng chí đã xác nhận dự hội nghị {unit} từ trước.")
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, f"Đã xác nhận dự hội nghị {unit}. Có việc đột xuất thì báo xin không dự tại đây.")
    return redirect("home" if request.POST.get("ve") == HOME else "assignments:my_seats")


@require_http_methods(["GET", "POST"])
def seat_decline(request: AppRequest, meeting_id: int) -> HttpResponse:
    seat = _own_seat(request, meeting_id)
    is_post = request.method == "POST"
    able = services.substitutes(seat.meeting.period, seat.meeting, seat.delegate)
    initial = {"starts_at": seat.meeting.starts_at}
    form = DeclineForm(request.POST if is_post else None, initial=initial, able=able)
    if is_post and form.is_valid():
        try:
            services.decline_seat(seat, **form.cleaned_data, by=request.user, at=timezone.now())
        except AlreadyThere as already:
            messages.info(request, already.messages[0])
            return redirect("assignments:my_seats")
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Đã gửi Ban Tuyên giáo. Đồng chí vẫn có tên dự đến khi có thông báo thay.")
            return redirect("assignments:my_seats")
    context = {"seat": seat, "form": form, "has_able": bool(able)}
    return render(request, "assignments/seat_decline.html", context, status=422 if is_post else 200)


@require_safe
def answer_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    seats, counts = seats_with_counts(period)
    chosen = request.GET.get("loc", "")
    if chosen in FILTERS:
        seats = with_answer_state(seats).filter(FILTERS[chosen])
    ordered = seats.with_people().with_meeting().order_by("meeting__starts_at", "meeting_id", "delegate__tier", "id")
    pages = Paginator(KeyedRows(ordered), PER_PAGE)
    by_filter = {"chua": counts.waiting, "khong-du": counts.declined, "da-xac-nhan": counts.confirmed}
    pages.count = by_filter.get(chosen, counts.seats)
    page = pages.get_page(request.GET.get("page"))
    may_record = access.can_draft_plan(request.actor)
    context = {
        "period": period,
        "page": page,
        "rows": with_answers(page.object_list),
        "counts": counts,
        "chosen": chosen,
        "may_record": may_record,
        "may_remind": may_record and not period.is_past(Stage.CONFERENCE),
        "now": timezone.now(),
    }
    return render(request, "assignments/answer_list.html", context)


@require_http_methods(["GET", "POST"])
def answer_record(request: AppRequest, month: datetime.date, seat_id: int) -> HttpResponse:
    period = get_period(request, month)
    seats = Seat.objects.published().in_period(period).with_people().with_meeting()
    seat = get_object_or_404(seats, pk=seat_id)
    let_in(access.can_draft_plan(request.actor))
    is_post = request.method == "POST"
    able = services.substitutes(period, seat.meeting, seat.delegate)
    form = RecordForm(request.POST if is_post else None, able=able)
    if is_post and form.is_valid() and _recorded(request, seat, form):
        return redirect("assignments:answer_list", month)
    context = {"period": period, "seat": seat, "form": form, "row": with_answers([seat])[0]}
    return render(request, "assignments/answer_record.html", context, status=422 if is_post else 200)


def _recorded(request: AppRequest, seat: Seat, form: RecordForm) -> bool:
    values, at = form.cleaned_data, timezone.now()
    try:
        if values["answer"] == SeatAnswer.Answer.CONFIRMED:
            services.confirm_seat(seat, by=request.user, at=at)
        else:
            services.decline_seat(seat, reason=values["reason"], proposed=values["proposed"], by=request.user, at=at)
    except AlreadyThere:
        messages.info(request, "Câu trả lời này đã ghi từ trước, không cần ghi lại.")
    except Refused as refusal:
        form.add_error(None, refusal)
        return False
    else:
        messages.success(request, f"Đã ghi trả lời của đồng chí {seat.delegate.full_name}.")
    return True


def _own_seat(request: AppRequest, meeting_id: int) -> Seat:
    """Somebody else's seat is not there, nor is one that a later notice took away."""
    seats = Seat.objects.in_force().filter(delegate__user=request.user.pk, meeting=meeting_id)
    seat: Seat = get_object_or_404(seats.with_meeting().with_people())
    return seat
