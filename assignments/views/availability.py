"""A delegate's busy days: one's own on a phone, anybody's for the office."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assignments import access, services
from assignments.forms import (
    BusyDaysForm,
    RecurringEditForm,
    RecurringForm,
    UnavailabilityEditForm,
    UnavailabilityForm,
    days_ahead,
)
from assignments.models import CalendarSource, Delegate, RecurringAbsence, Unavailability
from units.actor import AppRequest

NAMED = 8  # days listed in a sentence
PAST_SHOWN = 12
REMOVED_SHOWN = 3


@require_http_methods(["GET", "POST"])
def delegate_unavailability(request: AppRequest, delegate_id: int) -> HttpResponse:
    """Anybody's busy days, for the office."""
    return _busy_page(request, delegate_of(request, delegate_id, to_edit=request.method == "POST"))


@require_http_methods(["GET", "POST"])
def unavailability_list(request: AppRequest) -> HttpResponse:
    """One's own busy days, on a phone."""
    delegate = own_delegate(request)
    return _busy_page(request, delegate) if delegate else not_linked(request)


@require_http_methods(["GET", "POST"])
def unavailability_days(request: AppRequest, delegate_id: int) -> HttpResponse:
    """Several days at once, ticked in a table of months."""
    delegate = delegate_of(request, delegate_id, to_edit=True)
    on = timezone.localdate()
    is_post = request.method == "POST"
    # Days that another tab has told meanwhile can be sent again: they are kept once.
    busy = set() if is_post else services.busy_days(delegate, days_ahead(on))
    form = BusyDaysForm(request.POST if is_post else None, on=on, busy=busy)
    if is_post and form.is_valid():
        source = services.said_by(delegate, request.user)
        spells = services.add_single_days(delegate, source=source, **form.cleaned_data)
        say_kept(request, delegate, spells, nothing="Những ngày này đã báo bận từ trước, không cần ghi lại.")
        return redirect(busy_url(request, delegate))
    return show(request, delegate, "unavailability_days.html", form=form)


@require_http_methods(["GET", "POST"])
def unavailability_edit(request: AppRequest, spell_id: int) -> HttpResponse:
    spell = _spell(request, spell_id)
    if spell.is_derived:
        raise Http404
    is_post = request.method == "POST"
    state = {"state": services.spell_state(spell)}
    form = UnavailabilityEditForm(request.POST if is_post else None, instance=spell, initial=state)
    if is_post and form.is_valid() and (changed := _changed(form, spell)):
        messages.success(request, f"Đã sửa thành lịch bận {changed.days_text}.")
        warn_of_duties(request, changed.delegate, [changed])
        return redirect(busy_url(request, changed.delegate))
    if form.non_field_errors():  # sent once more, what was typed is used
        form.data = form.data.copy() | {"state": str(state["state"])}  # type: ignore[attr-defined]
    return show(request, spell.delegate, "unavailability_edit.html", form=form)


@require_POST
def unavailability_delete(request: AppRequest, spell_id: int) -> HttpResponse:
    spell = _spell(request, spell_id)
    services.remove_busy_days(spell)
    messages.success(request, f"Đã bỏ lịch bận {spell.days_text}.")
    return redirect(busy_url(request, spell.delegate))


@require_POST
def unavailability_restore(request: AppRequest, delegate_id: int, spell_id: int) -> HttpResponse:
    delegate = delegate_of(request, delegate_id, to_edit=True)
    spell = services.restore_busy_days(delegate, spell_id=spell_id, at=timezone.now(), on=timezone.localdate())
    if spell:
        messages.success(request, f"Đã lấy lại lịch bận {spell.days_text}.")
        warn_of_duties(request, delegate, [spell])
    else:
        messages.info(request, "Lịch bận này đã có lại, hoặc đã bỏ quá lâu.")
    return redirect(busy_url(request, delegate))


@require_http_methods(["GET", "POST"])
def recurring_create(request: AppRequest, delegate_id: int) -> HttpResponse:
    delegate = delegate_of(request, delegate_id, to_edit=True)
    on = timezone.localdate()
    is_post = request.method == "POST"
    form = RecurringForm(request.POST if is_post else None, initial={"from_on": on})
    if is_post and form.is_valid():
        absence, spells = services.add_recurring(delegate, on=on, **form.cleaned_data)
        _say_how_long(request, absence, spells)
        return redirect(busy_url(request, delegate))
    return show(request, delegate, "recurring_create.html", form=form)


@require_http_methods(["GET", "POST"])
def recurring_edit(request: AppRequest, absence_id: int) -> HttpResponse:
    absence = _absence(request, absence_id)
    on = timezone.localdate()
    is_post = request.method == "POST"
    form = RecurringEditForm(request.POST if is_post else None, instance=absence)
    if is_post and form.is_valid():
        values = {field: form.cleaned_data[field] for field in ("to_on", "reason")}
        try:
            spells = services.change_recurring(absence, on=on, **values)
        except services.SpellChangedError as refusal:
            form.add_error(None, refusal)
        else:
            _say_how_long(request, absence, spells)
            return redirect(busy_url(request, absence.delegate))
    return show(request, absence.delegate, "recurring_edit.html", form=form, absence=absence)


@require_POST
def recurring_delete(request: AppRequest, absence_id: int) -> HttpResponse:
    absence = _absence(request, absence_id)
    gone = services.remove_recurring(absence, on=timezone.localdate())
    messages.success(request, f"Đã bỏ lịch bận {absence.rule_text}, {gone} ngày sắp tới. Những ngày đã qua vẫn giữ.")
    return redirect(busy_url(request, absence.delegate))


@require_POST
def recurring_restore(request: AppRequest, delegate_id: int, absence_id: int) -> HttpResponse:
    delegate = delegate_of(request, delegate_id, to_edit=True)
    on = timezone.localdate()
    if restored := services.restore_recurring(delegate, absence_id=absence_id, at=timezone.now(), on=on):
        absence, spells = restored
        messages.success(request, f"Đã lấy lại lịch bận {absence.rule_text}, {len(spells)} ngày sắp tới.")
        warn_of_duties(request, delegate, spells)
    else:
        messages.info(request, "Lịch bận lặp lại này đã có lại, hoặc đã bỏ quá một ngày.")
    return redirect(busy_url(request, delegate))


@require_POST
def recurring_unlift(request: AppRequest, absence_id: int) -> HttpResponse:
    absence = _absence(request, absence_id)
    day = next((one for one in absence.lifted_days if one.isoformat() == request.POST.get("day")), None)
    if day is None:
        messages.info(request, "Ngày này không còn nằm trong những ngày đã bỏ.")
    elif services.unlift(absence, day=day, on=timezone.localdate()):
        messages.success(request, f"Ngày {day:%d/%m/%Y} lại là ngày bận.")
        warn_of_duties(request, absence.delegate, [Unavailability(from_on=day, to_on=day)])
    return redirect(busy_url(request, absence.delegate))


def _busy_page(request: AppRequest, delegate: Delegate) -> HttpResponse:
    is_post = request.method == "POST"
    form = UnavailabilityForm(request.POST if is_post else None)
    if is_post and form.is_valid():
        spell, is_new = services.add_busy_days(delegate, by=request.user, **form.cleaned_data)
        nothing = f"Lịch bận {spell.days_text} đã có, không cần ghi lại."
        say_kept(request, delegate, [spell] if is_new else [], nothing=nothing)
        return redirect(busy_url(request, delegate))
    return show(request, delegate, "unavailability_list.html", form=form, **_busy_context(delegate))


def _busy_context(delegate: Delegate) -> dict[str, Any]:
    """Six queries."""
    today, now = timezone.localdate(), timezone.now()
    coming = list(delegate.unavailabilities.filter(to_on__gte=today))
    absences = delegate.recurring_absences.filter(to_on__gte=today)
    source = CalendarSource.with_withdrawn.filter(delegate=delegate).first()
    return {
        "spells": [spell for spell in coming if not spell.is_derived],
        "absences": [
            (absence, [spell for spell in coming if spell.recurrence_id == absence.pk], _lifted(absence, today))
            for absence in absences
        ],
        "calendar": None if source and source.withdrawn_at else source,
        "calendar_spells": [spell for spell in coming if spell.calendar_id],
        "past": delegate.unavailabilities.filter(to_on__lt=today).order_by("-from_on")[:PAST_SHOWN],
        "removed": services.removed_lately(delegate, at=now, on=today)[:REMOVED_SHOWN],
        "removed_absences": _with_words(services.recurrences_removed_lately(delegate, at=now, on=today)),
        "removed_calendar": source if source and source.can_be_given_back(now) else None,
    }


def _with_words(removed: Any) -> list[tuple[int, str]]:
    """Each recurrence that was taken back: its key, and what it said. Once, however often it came and went."""
    said = {one.pgh_obj_id: RecurringAbsence.rule_of(one.weekday, one.week) for one in removed}
    return list(said.items())[:REMOVED_SHOWN]


def _say_how_long(request: AppRequest, absence: RecurringAbsence, spells: Sequence[Unavailability]) -> None:
    coming = absence.spells.filter(from_on__gte=timezone.localdate()).count()
    messages.success(
        request, f"Đã ghi lịch bận {absence.rule_text} đến hết ngày {absence.to_on:%d/%m/%Y}: {coming} ngày sắp tới."
    )
    warn_of_duties(request, absence.delegate, spells)


def _lifted(absence: RecurringAbsence, today: datetime.date) -> list[datetime.date]:
    return [day for day in absence.lifted_days if day >= today]


def show(
    request: AppRequest, delegate: Delegate, template: str, *, status: int | None = None, **context: Any
) -> HttpResponse:
    """A page about one delegate; what was posted and comes back was refused, if nothing else is said."""
    context |= {
        "delegate": delegate,
        "is_own": delegate.user_id == request.user.pk,
        "may_edit": access.can_edit_busy_days(request.actor, delegate),
        "back": busy_url(request, delegate),
    }
    status = status or (422 if request.method == "POST" else 200)
    return render(request, f"assignments/{template}", context, status=status)


def say_kept(request: AppRequest, delegate: Delegate, spells: Sequence[Unavailability], *, nothing: str) -> None:
    """What was kept and what that means for conferences; `nothing` where there was nothing new."""
    if not spells:
        messages.info(request, nothing)
        return
    named = ", ".join(spell.days_text for spell in spells[:NAMED])
    more = f" và {len(spells) - NAMED} lần nữa" if len(spells) > NAMED else ""
    messages.success(request, f"Đã ghi lịch bận {named}{more}.")
    warn_of_duties(request, delegate, spells)


def warn_of_duties(request: AppRequest, delegate: Delegate, spells: Sequence[Unavailability]) -> None:
    for seat in services.duties_on(delegate, spells):
        when = timezone.localtime(seat.meeting.starts_at)
        where = f"đã được phân công dự hội nghị {seat.meeting.unit.name_in_text} ngày {when:%d/%m/%Y}"
        if delegate.user_id == request.user.pk:
            said = f"Đồng chí {where}. Ban Tuyên giáo được báo để cử người dự thay."
        else:
            said = f"Đồng chí {delegate.full_name} {where}; chọn người dự thay ở trang Lượt cần sửa của tháng."
        messages.warning(request, said)


def delegate_of(request: AppRequest, delegate_id: int, *, to_edit: bool) -> Delegate:
    delegate: Delegate = get_object_or_404(Delegate.objects.select_related("agency"), pk=delegate_id)
    _let_in(request, delegate, to_edit=to_edit)
    return delegate


def own_delegate(request: AppRequest) -> Delegate | None:
    delegate: Delegate | None = Delegate.objects.select_related("agency").filter(user=request.user.pk).first()
    return delegate


def not_linked(request: AppRequest) -> HttpResponse:
    """The menu leads a delegate here before the office has said which one the account belongs to."""
    if not request.actor.is_delegate:
        raise Http404
    return render(request, "assignments/delegate_missing.html")


def busy_url(request: AppRequest, delegate: Delegate) -> str:
    if delegate.user_id == request.user.pk:
        return reverse("assignments:unavailability_list")
    return reverse("assignments:delegate_unavailability", args=[delegate.pk])


def _let_in(request: AppRequest, delegate: Delegate, *, to_edit: bool) -> None:
    if not access.can_see_busy_days(request.actor, delegate):
        raise Http404
    if to_edit and not access.can_edit_busy_days(request.actor, delegate):
        raise PermissionDenied


def _spell(request: AppRequest, spell_id: int) -> Unavailability:
    spell = get_object_or_404(Unavailability.objects.select_related("delegate"), pk=spell_id)
    _let_in(request, spell.delegate, to_edit=True)
    return spell


def _absence(request: AppRequest, absence_id: int) -> RecurringAbsence:
    absence = get_object_or_404(RecurringAbsence.objects.select_related("delegate"), pk=absence_id)
    _let_in(request, absence.delegate, to_edit=True)
    return absence


def _changed(form: UnavailabilityEditForm, spell: Unavailability) -> Unavailability | None:
    try:
        return services.change_busy_days(spell, **form.cleaned_data)
    except services.SpellChangedError as refusal:
        form.add_error(None, refusal)
        return None
