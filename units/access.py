"""Who may what in this room. Which rows a person sees at all: `visible_to` of the querysets."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from units.actor import Actor
from units.calendar import DAY, PUBLIC
from units.models import DayOff, Extension, Meeting, Membership, Period, Role, Stage, Unit, calendar_of

_WORK = {Stage.REGISTRATION: "Đăng ký hội nghị", Stage.SELF_ASSESSMENT: "Tự chấm"}


def actor_for(user: User) -> Actor:
    # The own days ride along: every page counts working days, and no page asks for them again.
    memberships: list[Any] = list(Membership.objects.filter(user=user).annotate(own_days=DayOff.objects.as_rows()))
    return Actor(
        user=user,
        roles=frozenset(Role(membership.role) for membership in memberships),
        unit_ids=frozenset(membership.unit_id for membership in memberships if membership.unit_id),
        agency_ids=frozenset(membership.agency_id for membership in memberships if membership.agency_id),
        calendar=calendar_of(memberships[0].own_days) if memberships else PUBLIC,
    )


def can_see_periods(actor: Actor) -> bool:
    return actor.sees_all_units


def can_open_period(actor: Actor) -> bool:
    return actor.is_office


def can_edit_period(actor: Actor, period: Period) -> bool:
    return actor.is_office and not period.is_closed


def can_move_stage(actor: Actor, period: Period) -> bool:
    return actor.is_office


def can_act_for(actor: Actor, unit: Unit) -> bool:
    """Whose registration it is: the unit's own, and the office for any of them."""
    return actor.is_office or (actor.is_unit and unit.pk in actor.unit_ids)


def extended_until(period: Period, unit: Unit, stage: Stage) -> datetime.date | None:
    """The day to which the office has given this unit time, by what it granted last; one query."""
    granted = Extension.objects.filter(period=period, unit=unit, stage=stage)
    until: datetime.date | None = granted.order_by("-pk").values_list("until", flat=True).first()
    return until


def is_extended(period: Period, stage: Stage, until: datetime.date | None, *, on: datetime.date) -> bool:
    """Whether an extension still opens anything: not once others have built upon what was there."""
    return until is not None and on <= until and not period.is_past(Extension.LAST_STAGE[stage])


def is_in_time(period: Period, stage: Stage, until: datetime.date | None, *, on: datetime.date) -> bool:
    """Whether a unit's own entry is open: in the stage to the end of its day, or while its extension (`until`) runs."""
    if period.stage == stage and on <= period.due_of(stage):
        return True
    return not period.is_before(stage) and is_extended(period, stage, until, on=on)


def stage_is_open_to(unit: Unit, period: Period, stage: Stage, *, on: datetime.date) -> bool:
    """The same for who does not know of an extension; at most one query."""
    if is_in_time(period, stage, None, on=on):
        return True
    if period.is_before(stage) or period.is_past(Extension.LAST_STAGE[stage]):
        return False
    return is_in_time(period, stage, extended_until(period, unit, stage), on=on)


def last_day_of_entry(period: Period, stage: Stage, until: datetime.date | None) -> datetime.date:
    """The common day, or the unit's own: the later one in the stage, the unit's own once the month has moved on."""
    due = period.due_of(stage)
    if until is None:
        return due
    return until if period.is_past(stage) else max(until, due)


def closed_text(period: Period, stage: Stage, until: datetime.date | None = None) -> str:
    """Since when units do the work of `stage` no longer themselves: by the clock, or because the month has moved on."""
    last = last_day_of_entry(period, stage, until)
    due = f"{'hạn' if until is None or until < last else 'đơn vị được gia hạn'} đến hết ngày {last:%d/%m/%Y}"
    if period.stage == stage:
        return f"{_WORK[stage]} tháng {period.label} đã đóng từ ngày {last + DAY:%d/%m/%Y} ({due})."
    return f"Giai đoạn {stage.label.lower()} của tháng {period.label} đã đóng ({due})."


def may_still_change(period: Period, meeting: Meeting | None, *, on: datetime.date) -> bool:
    """After its time, with a reason: a unit changes or calls off until the day before; what is off, it may renew."""
    if meeting is None or period.is_past(Stage.CONFERENCE):
        return False
    return meeting.is_cancelled or on < meeting.day


def can_register(
    actor: Actor,
    period: Period,
    unit: Unit,
    *,
    meeting: Meeting | None = None,
    extended: datetime.date | None = None,
    on: datetime.date | None = None,
) -> bool:
    """Register, change or call off. A unit in its time, or late as may_still_change has it; the office to the end.

    `extended`: the day to which the unit has an extension, if any.
    """
    if period.is_closed or (meeting is not None and meeting.is_held):
        return False
    if actor.is_office:
        return True
    on = on or timezone.localdate()
    is_open = is_in_time(period, Stage.REGISTRATION, extended, on=on) or may_still_change(period, meeting, on=on)
    return can_act_for(actor, unit) and is_open


def must_explain(period: Period, *, extended: datetime.date | None = None, on: datetime.date | None = None) -> bool:
    """Why so late: asked of whoever registers, changes or calls off after the unit's time."""
    return not is_in_time(period, Stage.REGISTRATION, extended, on=on or timezone.localdate())


def can_extend(actor: Actor, period: Period) -> bool:
    return actor.is_office and not period.is_closed


def can_edit_days_off(actor: Actor) -> bool:
    return actor.is_office


def can_edit_quarters(actor: Actor) -> bool:
    return actor.is_office


def can_remove_period(actor: Actor) -> bool:
    return actor.is_office


def can_set_seats(actor: Actor) -> bool:
    """How many delegates a conference gets is the office's to say."""
    return actor.is_office


def can_see_concerns(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_delegate


def can_edit_concern(actor: Actor) -> bool:
    return actor.is_office


def can_see_proposals(actor: Actor) -> bool:
    return actor.sees_all_units


def can_decide_proposals(actor: Actor) -> bool:
    return actor.is_office


def can_edit_directory(actor: Actor) -> bool:
    """Units, their changes, agencies and the committee's own papers."""
    return actor.is_office


def can_see_teams(actor: Actor, unit: Unit) -> bool:
    """Those who read the unit's page: the committee, those it sends, and the unit itself."""
    return actor.sees_all_units or actor.is_delegate or unit.pk in actor.unit_ids


def can_edit_teams(actor: Actor, unit: Unit) -> bool:
    """A unit's own people know their teams best; those of a former unit belong to its history."""
    return can_act_for(actor, unit) and not unit.is_former()


def can_see_agencies(actor: Actor) -> bool:
    return actor.sees_all_units


def can_see_committee(actor: Actor) -> bool:
    return actor.sees_all_units
