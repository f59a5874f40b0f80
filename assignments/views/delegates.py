from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assignments import access, services
from assignments.filters import DelegateFilter
from assignments.forms import DelegateForm, UnavailabilityForm
from assignments.models import Delegate, Seat, Unavailability
from assignments.tables import DelegateTable
from units.actor import AppRequest
from units.models import Period
from units.tables import show_page


@require_safe
def delegate_list(request: AppRequest) -> HttpResponse:
    if not access.can_see_delegates(request.actor):
        raise Http404
    period = Period.objects.first()
    month = period.month if period else timezone.localdate().replace(day=1)
    delegates = Delegate.objects.select_related("agency").with_load(month)
    filters = DelegateFilter(request.GET, queryset=delegates)
    context = {
        "month": month,
        "filters": filters,
        "table": show_page(request, DelegateTable(filters.qs)),
        "may_edit": access.can_edit_delegates(request.actor),
        "today": timezone.localdate(),
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


@require_http_methods(["GET", "POST"])
def delegate_unavailability(request: AppRequest, delegate_id: int) -> HttpResponse:
    """Anybody's busy days, for the office."""
    delegate = get_object_or_404(Delegate.objects.select_related("agency"), pk=delegate_id)
    if not access.can_see_busy_days(request.actor, delegate):
        raise Http404
    if request.method == "POST" and not access.can_edit_busy_days(request.actor, delegate):
        raise PermissionDenied
    return _busy_days(request, delegate)


@require_http_methods(["GET", "POST"])
def unavailability_list(request: AppRequest) -> HttpResponse:
    """One's own busy days, on a phone."""
    delegate = _own_delegate(request)
    return _busy_days(request, delegate) if delegate else _not_linked(request)


@require_POST
def unavailability_delete(request: AppRequest, spell_id: int) -> HttpResponse:
    spell = get_object_or_404(Unavailability.objects.select_related("delegate"), pk=spell_id)
    if not access.can_see_busy_days(request.actor, spell.delegate):
        raise Http404
    if not access.can_edit_busy_days(request.actor, spell.delegate):
        raise PermissionDenied
    spell.delete()
    messages.success(request, f"Đã bỏ lịch bận {_days(spell)}.")
    return redirect(_busy_page(request, spell.delegate))


@require_safe
def my_seats(request: AppRequest) -> HttpResponse:
    """A delegate's own conferences, those to come first."""
    delegate = _own_delegate(request)
    if delegate is None:
        return _not_linked(request)
    today = timezone.localdate()
    seats = list(Seat.objects.published().of_delegate(delegate).with_meeting().order_by("-meeting__starts_at")[:30])
    coming = [seat for seat in reversed(seats) if timezone.localtime(seat.meeting.starts_at).date() >= today]
    others = Seat.objects.published().filter(meeting__in=[seat.meeting_id for seat in coming]).with_people()
    context = {
        "delegate": delegate,
        "coming": [
            (seat, [one.delegate for one in others if one.meeting_id == seat.meeting_id and one.pk != seat.pk])
            for seat in coming
        ],
        "past": [seat for seat in seats if seat not in coming],
    }
    return render(request, "assignments/my_seats.html", context)


def _busy_days(request: AppRequest, delegate: Delegate) -> HttpResponse:
    is_post = request.method == "POST"
    form = UnavailabilityForm(request.POST if is_post else None)
    if is_post and form.is_valid():
        spell, is_new = services.add_busy_days(delegate, **form.cleaned_data)
        days = _days(spell)
        if is_new:
            messages.success(request, f"Đã ghi lịch bận {days}.")
        else:
            messages.info(request, f"Lịch bận {days} đã có, không cần ghi lại.")
        for seat in services.duties_on(delegate, spell.from_on, spell.to_on):
            when = timezone.localtime(seat.meeting.starts_at)
            messages.warning(
                request,
                f"Đồng chí {delegate.full_name} đã được phân công dự hội nghị {seat.meeting.unit.full_name} "
                f"ngày {when:%d/%m/%Y}; Ban Tuyên giáo cần lập bản thay thế hoặc cử người dự thay.",
            )
        return redirect(_busy_page(request, delegate))
    today = timezone.localdate()
    context = {
        "delegate": delegate,
        "is_own": delegate.user_id == request.user.pk,
        "spells": delegate.unavailabilities.filter(to_on__gte=today),
        "past": delegate.unavailabilities.filter(to_on__lt=today).order_by("-from_on")[:12],
        "form": form,
        "may_edit": access.can_edit_busy_days(request.actor, delegate),
    }
    return render(request, "assignments/unavailability_list.html", context, status=422 if is_post else 200)


def _days(spell: Unavailability) -> str:
    if spell.from_on == spell.to_on:
        return f"ngày {spell.from_on:%d/%m/%Y}"
    return f"từ {spell.from_on:%d/%m/%Y} đến hết {spell.to_on:%d/%m/%Y}"


def _busy_page(request: AppRequest, delegate: Delegate) -> str:
    if delegate.user_id == request.user.pk:
        return reverse("assignments:unavailability_list")
    return reverse("assignments:delegate_unavailability", args=[delegate.pk])


def _own_delegate(request: AppRequest) -> Delegate | None:
    delegate: Delegate | None = Delegate.objects.select_related("agency").filter(user=request.user.pk).first()
    return delegate


def _not_linked(request: AppRequest) -> HttpResponse:
    """The menu leads a delegate here before the office has said which one the account belongs to."""
    if not request.actor.is_delegate:
        raise Http404
    return render(request, "assignments/delegate_missing.html")


def _let_in(request: AppRequest) -> None:
    if not access.can_see_delegates(request.actor):
        raise Http404
    if not access.can_edit_delegates(request.actor):
        raise PermissionDenied
