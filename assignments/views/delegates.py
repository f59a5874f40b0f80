from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assignments import access, services
from assignments.answering import with_answers
from assignments.filters import DelegateFilter
from assignments.forms import DelegateForm
from assignments.models import Delegate, Seat
from assignments.tables import DelegateTable
from assignments.views.availability import not_linked, own_delegate
from units.actor import AppRequest
from units.models import Period
from units.tables import show_page


@require_safe
def delegate_list(request: AppRequest) -> HttpResponse:
    if not access.can_see_delegates(request.actor):
        raise Http404
    period = Period.objects.first()
    month = period.month if period else timezone.localdate().replace(day=1)
    delegates = Delegate.objects.select_related("agency").with_load(month).under_policy(month)
    filters = DelegateFilter(request.GET, queryset=delegates)
    context = {
        "month": month,
        "filters": filters,
        "table": show_page(request, DelegateTable(filters.qs)),
        "may_edit": access.can_edit_delegates(request.actor),
        "today": timezone.localdate(),
        "calendars": services.calendars_read,  # asked only where it is shown
    }
    template = "assignments/delegate_list.html"
    return render(request, f"{template}#table" if request.htmx else template, context)


@require_http_methods(["GET", "POST"])
def delegate_create(request: AppRequest) -> HttpResponse:
    _let_in(request)
    is_post = request.method == "POST"
    today = timezone.localdate()
    form = DelegateForm(request.POST if is_post else None, on=today, initial={"active_from": today.replace(day=1)})
    if is_post and form.is_valid() and _added(form):
        name = form.instance.full_name
        messages.success(request, f"Đã thêm đồng chí {name}; được tính đến từ lần xếp phân công tới.")
        return redirect("assignments:delegate_list")
    return render(request, "assignments/delegate_create.html", {"form": form}, status=422 if is_post else 200)


def _added(form: DelegateForm) -> bool:
    """Of two presses in one moment the second finds the person there."""
    with transaction.atomic():
        services.hold_agency(form.cleaned_data["agency"])
        form.full_clean()
        if form.is_valid():
            form.save()
    return form.is_valid()


@require_http_methods(["GET", "POST"])
def delegate_edit(request: AppRequest, delegate_id: int) -> HttpResponse:
    _let_in(request)
    delegate = get_object_or_404(Delegate, pk=delegate_id)
    is_post = request.method == "POST"
    form = DelegateForm(
        request.POST if is_post else None,
        on=timezone.localdate(),
        instance=delegate,
    )
    if is_post and form.is_valid() and _saved(form, delegate):
        messages.success(request, f"Đã lưu thông tin đồng chí {delegate.full_name}; áp dụng từ lần xếp phân công tới.")
        return redirect("assignments:delegate_list")
    # After a refusal this is the newest state: sent once more, what was typed replaces it.
    context = {"form": form, "delegate": delegate, "state": services.delegate_state(delegate)}
    return render(request, "assignments/delegate_edit.html", context, status=422 if is_post else 200)


def _saved(form: DelegateForm, delegate: Delegate) -> bool:
    try:
        with transaction.atomic():
            services.refuse_changed_delegate(delegate, form.cleaned_data["state"])
            form.save()
    except services.EditConflictError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@require_safe
def my_seats(request: AppRequest) -> HttpResponse:
    """A delegate's own conferences, those to come first."""
    delegate = own_delegate(request)
    if delegate is None:
        return not_linked(request)
    today = timezone.localdate()
    seats = list(Seat.objects.in_force().of_delegate(delegate).with_meeting().order_by("-meeting__starts_at")[:30])
    coming = [seat for seat in reversed(seats) if timezone.localtime(seat.meeting.starts_at).date() >= today]
    others = Seat.objects.published().filter(meeting__in=[seat.meeting_id for seat in coming]).with_people()
    context = {
        "delegate": delegate,
        "coming": [
            (row, [one.delegate for one in others if one.meeting_id == row.seat.meeting_id and one.pk != row.seat.pk])
            for row in with_answers(coming)
        ],
        "taken_away": Seat.objects.of_delegate(delegate).from_day(today).taken_away().with_meeting(),
        "past": [seat for seat in seats if seat not in coming],
        "now": timezone.now(),
    }
    return render(request, "assignments/my_seats.html", context)


def _let_in(request: AppRequest) -> None:
    if not access.can_see_delegates(request.actor):
        raise Http404
    if not access.can_edit_delegates(request.actor):
        raise PermissionDenied
