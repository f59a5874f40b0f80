import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import access, services
from units.actor import AppRequest
from units.calendar import month_after, proposed_deadlines
from units.filters import ConcernFilter, RegistrationFilter, UnitFilter
from units.forms import (
    DEADLINES,
    ChooseMonthForm,
    ConcernForm,
    MeetingForm,
    PeriodForm,
    StageMoveForm,
    meeting_values,
)
from units.models import Concern, Meeting, Period, Stage, Unit
from units.reports import day_warnings, month_weeks, stage_change
from units.services import AlreadyThere, ChangedMeanwhile, Refused
from units.tables import ConcernTable, MeetingTable, PeriodTable, UnitTable, show_page


@require_safe
def unit_list(request: AppRequest) -> HttpResponse:
    _let_in(seen=request.actor.takes_part)
    filters = UnitFilter(request.GET, queryset=Unit.objects.valid().visible_to(request.actor).with_teams())
    table = show_page(request, UnitTable(filters.qs))
    return _list_page(request, "units/unit_list.html", {"filters": filters, "table": table})


@require_safe
def period_list(request: AppRequest) -> HttpResponse:
    _let_in(seen=request.actor.takes_part, allowed=access.can_see_periods(request.actor))
    table = show_page(request, PeriodTable(Period.objects.visible_to(request.actor).with_progress()))
    context = {"table": table, "may_open": access.can_open_period(request.actor)}
    return render(request, "units/period_list.html", context)


@require_safe
def period_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = _period(request, month)
    stage = Stage(period.stage)
    context = {
        "period": period,
        "deadlines": [(label, getattr(period, field)) for field, label in DEADLINES.items()],
        "moves": period.stage_moves.select_related("moved_by") if request.actor.sees_all_units else (),
        "may_edit": access.can_edit_period(request.actor, period),
        "may_move": access.can_move_stage(request.actor, period),
        "following": stage.following,
        "previous": stage.previous,
    }
    return render(request, "units/period_detail.html", context)


@require_http_methods(["GET", "POST"])
def period_create(request: AppRequest) -> HttpResponse:
    """The month is asked first (GET), so that its deadlines can be proposed."""
    _let_in(seen=request.actor.takes_part, allowed=access.can_open_period(request.actor))
    asked = request.POST if request.method == "POST" else request.GET
    chosen = ChooseMonthForm(asked if request.method == "POST" or "thang" in asked else {"thang": _next_month()})
    if not chosen.is_valid():
        return _page(request, "units/period_create.html", {"chosen": chosen})
    month = chosen.cleaned_data["thang"]
    if Period.objects.filter(month=month).exists():
        return _already(request, month, f"Tháng {month:%m/%Y} đã được mở.")
    form = PeriodForm(_posted(request), month=month, initial=proposed_deadlines(month))
    if request.method == "POST" and form.is_valid():
        try:
            period = services.open_period(month=month, agenda=form.cleaned_data["agenda"], deadlines=form.deadlines)
        except AlreadyThere as refusal:
            return _already(request, month, refusal.messages[0])
        due = f"{period.registration_due:%d/%m/%Y}"
        messages.success(request, f"Đã mở tháng {period.label}. Các xã, phường đăng ký hội nghị đến hết ngày {due}.")
        return redirect("units:period_detail", month)
    return _page(request, "units/period_create.html", {"chosen": chosen, "form": form, "month": month})


@require_http_methods(["GET", "POST"])
def period_edit(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = _period(request, month)
    _let_in(allowed=access.can_edit_period(request.actor, period))
    now = {field: getattr(period, field) for field in (*DEADLINES, "agenda", "version")}
    form = PeriodForm(_posted(request), month=month, initial=now)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.edit_period(period, version=values["version"], agenda=values["agenda"], deadlines=form.deadlines)
        except ChangedMeanwhile as refusal:
            form.continue_from(refusal.stored)
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Đã lưu các hạn và nội dung của tháng {period.label}.")
            return redirect("units:period_detail", month)
    return _page(request, "units/period_edit.html", {"form": form, "period": period})


@require_http_methods(["GET", "POST"])
def stage_move(request: AppRequest, month: datetime.date, stage: str) -> HttpResponse:
    """Asks once, with what closes, what opens and what is missing; then moves."""
    period = _period(request, month)
    _let_in(seen=stage in Stage, allowed=access.can_move_stage(request.actor, period))
    to, here = Stage(stage), Stage(period.stage)
    change = stage_change(period, to)
    form = StageMoveForm(_posted(request), needs_reason=change.is_back, initial={"from_stage": here})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.move_stage(
                period,
                to=to,
                by=request.user,
                at=timezone.now(),
                reason=values["reason"],
                from_stage=Stage(values["from_stage"]),
            )
        except AlreadyThere as refusal:
            return _already(request, month, refusal.messages[0])
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            moved = "lùi về" if change.is_back else "chuyển sang"
            messages.success(request, f"Tháng {period.label} đã {moved} giai đoạn {to.label}. {change.opens}")
            return redirect("units:period_detail", month)
    if to == here:
        return _already(request, month, f"Tháng {period.label} đã ở giai đoạn {to.label}.")
    if to not in (here.following, here.previous):
        raise Http404
    return _page(request, "units/stage_move.html", {"form": form, "period": period, "change": change})


@require_safe
def meeting_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = _period(request, month)
    units = Unit.objects.valid(month).visible_to(request.actor).with_meeting_of(period)
    filters = RegistrationFilter(request.GET, queryset=units.order_by("starts_at", "sort_key"), period=period)
    table = show_page(request, MeetingTable(filters.qs))
    return _list_page(request, "units/meeting_list.html", {"period": period, "filters": filters, "table": table})


@require_http_methods(["GET", "POST"])
def meeting_register(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    """Fill in, check, send: three looks at one form, each a POST to this address (`step`)."""
    period = _period(request, month)
    unit = get_object_or_404(Unit.objects.valid(month).visible_to(request.actor), pk=unit_id)
    _let_in(allowed=access.can_act_for(request.actor, unit))
    meeting = _meeting(period, unit)
    is_open = access.can_register(request.actor, period, unit) and not (meeting and meeting.is_held)
    form = _meeting_form(request, period, unit, meeting)
    page = {"period": period, "unit": unit, "meeting": meeting, "is_open": is_open, "form": form}
    if request.method == "POST" and form.is_valid():
        step = request.POST.get("step", "check")
        # Where it is closed the service says why.
        if step == "save" or not is_open:
            if _saved(request, period, unit, meeting, form):
                return redirect("units:meeting_list", month)
        elif step == "check":
            page["warnings"] = day_warnings(period, form.cleaned_data["day"], on=timezone.localdate())
            return render(request, "units/meeting_check.html", page)
    return _page(request, "units/meeting_register.html", page)


def _saved(request: AppRequest, period: Period, unit: Unit, meeting: Meeting | None, form: MeetingForm) -> bool:
    """Whether it is stored; if not, the form says why."""
    at = timezone.now()
    try:
        if meeting:
            values = form.registration | {"version": form.cleaned_data["version"]}
            stored = services.change_meeting(meeting, by=request.user, at=at, **values)
        else:
            stored = services.register_meeting(period=period, unit=unit, by=request.user, at=at, **form.registration)
    except Refused as refusal:
        if isinstance(refusal, ChangedMeanwhile):
            form.continue_from(refusal.stored)
        form.add_error(None, refusal)
        return False
    starts_at = timezone.localtime(stored.starts_at)
    when = f"{starts_at:%H:%M} ngày {starts_at:%d/%m/%Y}, tại {stored.place}"
    if stored.registered_at == at:
        messages.success(request, f"Đã đăng ký hội nghị của {unit}: {when}.")
    elif stored.changed_at == at:
        messages.success(request, f"Đã sửa đăng ký của {unit}: {when}.")
    else:
        messages.info(request, f"Hội nghị của {unit} đã được đăng ký đúng như vậy: {when}. Không cần gửi lại.")
    return True


def _meeting(period: Period, unit: Unit) -> Meeting | None:
    meetings = Meeting.objects.in_period(period).filter(unit=unit).select_related("registered_by", "changed_by")
    return meetings.first()


def _meeting_form(request: AppRequest, period: Period, unit: Unit, meeting: Meeting | None) -> MeetingForm:
    others = Meeting.objects.in_period(period).exclude(unit=unit)
    return MeetingForm(
        _posted(request),
        period=period,
        weeks=month_weeks(period, others.count_by_day()),
        with_seats=access.can_set_seats(request.actor),
        with_reason=access.must_explain(request.actor, period),
        initial=meeting_values(meeting) if meeting else _usual_values(period, unit),
    )


def _usual_values(period: Period, unit: Unit) -> dict[str, Any]:
    """Hour and place of the unit's last conference, the agenda of this month."""
    last = Meeting.objects.filter(unit=unit, period__month__lt=period.month).order_by("-starts_at").first()
    usual = meeting_values(last) if last else {"seats": 2}
    return usual | {"day": None, "agenda": period.agenda, "version": 0}


@require_safe
def concern_list(request: AppRequest) -> HttpResponse:
    _let_in(seen=access.can_see_concerns(request.actor))
    concerns = Concern.objects.visible_to(request.actor).select_related("unit", "opened_by")
    filters = ConcernFilter(request.GET, queryset=concerns, on=timezone.localdate())
    table = show_page(request, ConcernTable(filters.qs))
    context = {"filters": filters, "table": table, "may_edit": access.can_edit_concern(request.actor)}
    return _list_page(request, "units/concern_list.html", context)


@require_http_methods(["GET", "POST"])
def concern_create(request: AppRequest) -> HttpResponse:
    _let_in(seen=access.can_see_concerns(request.actor), allowed=access.can_edit_concern(request.actor))
    form = ConcernForm(_posted(request), units=Unit.objects.valid(), initial={"opened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            concern = services.open_concern(by=request.user, **form.cleaned_data)
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
        else:
            messages.success(request, f"Đã ghi vấn đề cần quan tâm của {concern.unit}; bản phân công sau sẽ tính đến.")
        return redirect("units:concern_list")
    return _page(request, "units/concern_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def concern_close(request: AppRequest, concern_id: int) -> HttpResponse:
    concerns = Concern.objects.visible_to(request.actor).select_related("unit", "opened_by")
    concern = get_object_or_404(concerns, pk=concern_id)
    _let_in(allowed=access.can_edit_concern(request.actor))
    if request.method == "GET":
        return render(request, "units/concern_close.html", {"concern": concern})
    try:
        services.close_concern(concern, on=timezone.localdate())
    except AlreadyThere as refusal:
        messages.info(request, refusal.messages[0])
    else:
        messages.success(request, f"Đã thôi theo dõi vấn đề của {concern.unit}.")
    return redirect("units:concern_list")


def _next_month() -> datetime.date:
    """The month after the newest that is open; this month where none is."""
    newest = Period.objects.order_by("-month").first()
    return month_after(newest.month) if newest else timezone.localdate().replace(day=1)


def _period(request: AppRequest, month: datetime.date) -> Period:
    periods = Period.objects.visible_to(request.actor).with_progress()
    return get_object_or_404(periods, month=month)


def _let_in(*, seen: bool = True, allowed: bool = True) -> None:
    if not seen:
        raise Http404
    if not allowed:
        raise PermissionDenied


def _posted(request: AppRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(request: AppRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A form page; 422 says that what was sent is refused."""
    form = context.get("form") or context["chosen"]
    return render(request, template, context, status=422 if request.method == "POST" and form.errors else 200)


def _already(request: AppRequest, month: datetime.date, message: str) -> HttpResponse:
    messages.info(request, message)
    return redirect("units:period_detail", month)


def _list_page(request: AppRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"{template}#table" if request.htmx else template, context)
