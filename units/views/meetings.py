import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import access, services
from units.actor import Actor, AppRequest
from units.doors import usual_seats
from units.filters import RegistrationFilter
from units.forms import CancelForm, MeetingForm, meeting_values
from units.history import meeting_history
from units.models import USUAL_SEATS, Meeting, Period, Stage, Unit
from units.reports import DayFacts, day_facts, day_warnings, late_note, month_weeks
from units.services import AlreadyThere, ChangedMeanwhile, Refused
from units.tables import KeyedRows, MeetingTable, show_page
from units.views.pages import form_page, let_in, list_page, period_or_404, posted

DAY, DETAILS, CHECK = "units/meeting_register.html", "units/meeting_details.html", "units/meeting_check.html"


@require_safe
def meeting_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = period_or_404(request, month)
    units = Unit.objects.valid(month).visible_to(request.actor).with_meeting_of(period)
    units = units.with_extension_of(period, Stage.REGISTRATION)
    filters = RegistrationFilter(request.GET, queryset=units.order_by("starts_at", "sort_key"), period=period)
    table = show_page(request, MeetingTable(KeyedRows(filters.qs)))
    today, here = timezone.localdate(), Stage(period.stage)
    context = {
        "period": period,
        "filters": filters,
        "table": table,
        "today": today,
        "is_open": access.is_in_time(period, Stage.REGISTRATION, None, on=today),
        "is_over": period.is_past(Stage.CONFERENCE),
        "late": late_note(period, here, on=today) if request.actor.is_office and here == Stage.REGISTRATION else "",
        "may_remind": request.actor.is_office and not period.is_past(Stage.CONFERENCE),
        "may_extend": access.can_extend(request.actor, period) and not period.is_past(Stage.CONFERENCE),
    }
    return list_page(request, "units/meeting_list.html", context)


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the pages of one registration stand on. `stored` may have been called off; `meeting` stands."""

    period: Period
    unit: Any  # with_extension_of the registration
    stored: Meeting | None
    is_open: bool
    needs_reason: bool
    by_unit: bool

    @property
    def meeting(self) -> Meeting | None:
        return None if self.stored is None or self.stored.is_cancelled else self.stored

    @property
    def context(self) -> dict[str, Any]:
        names = ("period", "unit", "stored", "meeting", "is_open", "needs_reason", "why_closed", "closed", "last_day")
        return {name: getattr(self, name) for name in names}

    @property
    def why_closed(self) -> str:
        return "" if self.is_open else services.why_closed(self.period, self.stored, self.unit.extended_until)

    @property
    def closed(self) -> str:
        """For who may still write, with a reason."""
        return access.closed_text(self.period, Stage.REGISTRATION, self.unit.extended_until)

    @property
    def last_day(self) -> datetime.date:
        return access.last_day_of_entry(self.period, Stage.REGISTRATION, self.unit.extended_until)


@require_http_methods(["GET", "POST"])
def meeting_register(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    """Day, details, check, send: four looks at one form, each a POST to this address (`step`)."""
    one = _registration(request, month, unit_id)
    if not one.is_open and request.method == "GET":
        return render(request, DAY, one.context | {"history": _history(one)})
    facts = day_facts(one.period, one.unit, calendar=request.actor.calendar, on=timezone.localdate())
    form = _meeting_form(request, one, facts, posted(request))
    step = request.POST.get("step", "check")
    if request.method == "GET":
        return render(request, DAY, one.context | {"form": form, "facts": facts, "history": _history(one)})
    if step in ("day", "details", "edit") and one.is_open:
        return _look(request, one, facts, form, step)
    page = one.context | {"form": form, "facts": facts}
    if form.is_valid():
        # Where it is closed the service says why.
        if step != "save" and one.is_open:
            return render(request, CHECK, page | _of_day(one, facts, form.cleaned_data["day"]))
        if _saved(request, one, form):
            return redirect("units:meeting_done", month, unit_id)
    elif not one.is_open:
        form.add_error(None, one.why_closed)  # first of all, and whatever else is still missing
    return _refused(request, one, facts, form)


@require_safe
def meeting_done(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    """What has been done, and what comes next."""
    one = _registration(request, month, unit_id)
    if one.stored is None:
        return redirect("units:meeting_register", month, unit_id)
    return render(request, "units/meeting_done.html", one.context)


@require_http_methods(["GET", "POST"])
def meeting_cancel(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    one = _registration(request, month, unit_id)
    if one.stored is None or (one.meeting is None and request.method == "GET"):
        return redirect("units:meeting_done", month, unit_id)
    if not one.is_open and request.method == "GET":
        return redirect("units:meeting_register", month, unit_id)
    form = CancelForm(posted(request), initial={"version": one.stored.version})
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data
            services.cancel_meeting(one.stored, by=request.user, at=timezone.now(), by_unit=one.by_unit, **values)
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
            return redirect("units:meeting_done", month, unit_id)
        except Refused as refusal:
            if isinstance(refusal, ChangedMeanwhile):
                form.continue_from(refusal.stored)
                one = _registration(request, month, unit_id)
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Đã hủy hội nghị tháng {one.period.label} của {one.unit.name_in_text}.")
            return redirect("units:meeting_done", month, unit_id)
    return form_page(request, "units/meeting_cancel.html", one.context | {"form": form})


def _registration(request: AppRequest, month: datetime.date, unit_id: int) -> Registration:
    period = period_or_404(request, month)
    units = Unit.objects.valid(month).visible_to(request.actor).with_extension_of(period, Stage.REGISTRATION)
    unit = get_object_or_404(units, pk=unit_id)
    let_in(allowed=access.can_act_for(request.actor, unit))
    people = ("registered_by", "changed_by", "cancelled_by")
    stored = Meeting.with_cancelled.in_period(period).filter(unit=unit).select_related(*people).first()
    today = timezone.localdate()
    return Registration(
        period=period,
        unit=unit,
        stored=stored,
        is_open=access.can_register(
            request.actor, period, unit, meeting=stored, extended=unit.extended_until, on=today
        ),
        needs_reason=access.must_explain(period, extended=unit.extended_until, on=today),
        by_unit=not request.actor.is_office,
    )


def _history(one: Registration) -> list[Any]:
    return meeting_history(one.stored) if one.stored else []


def _look(request: AppRequest, one: Registration, facts: DayFacts, form: MeetingForm, step: str) -> HttpResponse:
    """Another page of the form, with everything typed so far and no word yet about what is missing."""
    form.full_clean()
    if step != "day" and "day" in form.errors:
        form.keep_day_error()
        return form_page(request, DAY, one.context | {"form": form, "facts": facts})
    unsent = _meeting_form(request, one, facts, None, typed=form)
    if step == "day":
        return render(request, DAY, one.context | {"form": unsent, "facts": facts})
    page = one.context | {"form": unsent, "facts": facts}
    return render(request, DETAILS, page | _of_day(one, facts, form.cleaned_data["day"]))


def _refused(request: AppRequest, one: Registration, facts: DayFacts, form: MeetingForm) -> HttpResponse:
    """On the page where the first fault is."""
    page = one.context | {"form": form, "facts": facts}
    if "day" in form.errors or "day" not in form.cleaned_data:
        return form_page(request, DAY, page)
    return form_page(request, DETAILS, page | _of_day(one, facts, form.cleaned_data["day"]))


def _of_day(one: Registration, facts: DayFacts, day: datetime.date) -> dict[str, Any]:
    return {
        "day": day,
        "warnings": day_warnings(one.period, day, facts),
        "others": facts.units.get(day, 0),
        "has_delegate": facts.has_delegate(day),
    }


def _saved(request: AppRequest, one: Registration, form: MeetingForm) -> bool:
    """Whether it is stored; if not, the form says why."""
    at = timezone.now()
    who: dict[str, Any] = {"by": request.user, "at": at, "by_unit": one.by_unit}
    try:
        if one.meeting:
            version = form.cleaned_data["version"]
            stored = services.change_meeting(one.meeting, version=version, **who, **form.registration)
        else:
            stored = services.register_meeting(period=one.period, unit=one.unit, **who, **form.registration)
    except Refused as refusal:
        if isinstance(refusal, ChangedMeanwhile):
            form.continue_from(refusal.stored)
        form.add_error(None, refusal)
        return False
    starts_at = timezone.localtime(stored.starts_at)
    when = f"{starts_at:%H:%M} ngày {starts_at:%d/%m/%Y}, tại {stored.place}"
    if stored.registered_at == at:
        messages.success(request, f"Đã đăng ký hội nghị của {one.unit.name_in_text}: {when}.")
    elif stored.changed_at == at:
        messages.success(request, f"Đã sửa đăng ký của {one.unit.name_in_text}: {when}.")
    else:
        messages.info(
            request, f"Hội nghị của {one.unit.name_in_text} đã được đăng ký đúng như vậy: {when}. Không cần gửi lại."
        )
    return True


def _meeting_form(
    request: AppRequest, one: Registration, facts: DayFacts, data: Any, *, typed: MeetingForm | None = None
) -> MeetingForm:
    """`typed`: a form sent with another page's button, whose contents this one begins with."""
    if typed is not None:
        initial = {name: typed[name].value() for name in typed.fields}
    elif data is not None:
        initial = {}
    else:
        initial = meeting_values(one.meeting) if one.meeting else _usual_values(one, request.actor)
    return MeetingForm(
        data,
        period=one.period,
        weeks=month_weeks(one.period, facts),
        with_seats=access.can_set_seats(request.actor),
        with_reason=one.is_open and one.needs_reason,
        initial=initial,
    )


def _usual_values(one: Registration, actor: Actor) -> dict[str, Any]:
    """Hour and place of the conference called off, or of the unit's last one; agenda and delegates of this month."""
    if one.stored:
        return meeting_values(one.stored) | {"day": None}
    earlier = Meeting.objects.filter(unit=one.unit, period__month__lt=one.period.month)
    last = earlier.order_by("-starts_at").first()
    usual = meeting_values(last) if last else {}
    if access.can_set_seats(actor):
        usual["seats"] = usual_seats(one.period, one.unit) or USUAL_SEATS
    return usual | {"day": None, "agenda": one.period.agenda, "before_committee": False, "version": 0}
