"""A person asks for the own data to go. What the office must keep stays, without a name where that can be."""

import datetime
from dataclasses import dataclass
from typing import Any

import pgtrigger
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction

from accounts.models import KEPT_MONTHS, SignIn, User
from assignments.models import CalendarSource, Delegate, ForbiddenPair, RecurringAbsence, Seat, SeatAnswer
from meetings.models import Attendance
from people.models import AccountAct, Handover, Invitation
from people.services.accounts import end_sessions, hold, keep_one_administrator
from people.services.mentions import ERASED, FROZEN, TYPED, replace_mentions, rows_without_a_name
from people.services.recording import Refused, record
from units.models import Membership

# The audit trail's tables that hold words about a delegate, and what names the delegate in them.
TRAILS_WITH_WORDS = {
    "assignments.DelegateEvent": "pgh_obj_id",
    "assignments.UnavailabilityEvent": "delegate_id",
    "assignments.RecurringAbsenceEvent": "delegate_id",
    "assignments.ForbiddenPairEvent": "delegate_id",
    "meetings.AttendanceEvent": "delegate_id",
}
# Those that hold what somebody typed, where a name may stand.
TRAILS_OF_TYPED = {
    label: f"{label}Event"
    for label in TYPED
    # Most have no trail; a plan's tells who decided what, and stays as the plan does.
    if label not in ("people.Handover", "units.Team", "imports.ImportRow", "assignments.PlanStep", "assignments.Plan")
}


@dataclass(frozen=True, kw_only=True)
class WhatGoes:
    """For the page that asks once more."""

    roles: int
    busy_days: int
    sign_ins: int
    delegate: Delegate | None
    coming: list[Seat]


def what_goes(person: User, *, on: datetime.date) -> WhatGoes:
    delegate = Delegate.objects.filter(user=person).select_related("agency").first()
    seats = Seat.objects.published().from_day(on).select_related("meeting__unit")
    return WhatGoes(
        roles=Membership.objects.filter(user=person).count(),
        busy_days=delegate.unavailabilities.count() if delegate else 0,
        sign_ins=SignIn.objects.filter(user=person).count(),
        delegate=delegate,
        coming=list(seats.of_delegate(delegate)) if delegate else [],
    )


@transaction.atomic
def erase(person: User, *, by: User, at: datetime.datetime, on: datetime.date) -> None:
    """Not to be undone. Published papers keep the names that are printed on them."""
    keep_one_administrator(person)
    hold(person)
    if person.disabled_because == User.Disabled.ERASED:
        raise Refused("Dữ liệu cá nhân của tài khoản này vừa được xóa.")
    if what_goes(person, on=on).coming:
        raise Refused("Người này còn lượt dự hội nghị sắp tới. Xin lập bản phân công thay thế trước.")
    end_sessions(person)
    Authenticator.objects.filter(user=person).delete()
    Invitation.objects.filter(user=person).delete()
    Membership.objects.filter(user=person).delete()
    known: Any = person  # the rooms beside this one, which it does not import, hang rows on the account
    known.feed_links.all().delete()
    known.reminders.forget(at=at)
    replace_mentions(person)
    Handover.objects.filter(to_user=person).update(to_name="")
    Handover.objects.proposed().filter(from_user=person).delete()
    Handover.objects.of_person(person).update(note="")
    _erase_delegate(person, on)
    person.username = f"da-xoa-{person.pk}"
    person.full_name = f"Người dùng đã xóa số {person.pk}"
    person.email = ""
    person.is_active, person.disabled_because = False, User.Disabled.ERASED
    person.set_unusable_password()
    person.save()
    record(person, AccountAct.What.ERASED, by=by, at=at)


def _erase_delegate(person: User, on: datetime.date) -> None:
    delegate = Delegate.objects.filter(user=person).first()
    if delegate is None:
        return
    delegate.unavailabilities.filter(to_on__gte=on).delete()
    delegate.unavailabilities.exclude(reason="").update(reason="")
    CalendarSource.with_withdrawn.filter(delegate=delegate).delete()
    RecurringAbsence.objects.filter(delegate=delegate).delete()
    # An absence and a refusal keep that there was a reason: the database asks for one.
    Attendance.objects.filter(delegate=delegate).exclude(reason="").update(reason=ERASED)
    with pgtrigger.ignore("assignments.SeatAnswer:seat_answer_append_only"):
        SeatAnswer.objects.filter(delegate=delegate).exclude(reason="").update(reason=ERASED)
    drafts = ForbiddenPair.objects.filter(delegate=delegate).exclude(plan__status__in=FROZEN)
    drafts.exclude(reason="").update(reason="")
    delegate.full_name, delegate.position = f"Đại biểu đã xóa số {delegate.pk}", "Đại biểu"
    if delegate.active_to is None or delegate.active_to > on:
        delegate.active_to = max(on, delegate.active_from)
    delegate.save()


@transaction.atomic
def prune(*, at: datetime.datetime) -> dict[str, int]:
    """What has been kept for as long as the law asks: sign-ins, and the trail's words about people who were erased."""
    until = at - datetime.timedelta(days=31 * KEPT_MONTHS)
    gone = {"sign-ins": SignIn.objects.filter(at__lt=until).delete()[0]}
    erased = Delegate.objects.filter(user__disabled_because=User.Disabled.ERASED)
    for label, key in TRAILS_WITH_WORDS.items():
        gone[label] = _forget(label, key, erased.values("pk"), until)
    for label, trail in TRAILS_OF_TYPED.items():
        rows = rows_without_a_name(label).values("pk")
        gone[trail] = gone.get(trail, 0) + _forget(trail, "pgh_obj_id", rows, until)
    return gone


def _forget(label: str, key: str, rows: Any, until: datetime.datetime) -> int:
    old = apps.get_model(label).objects.filter(**{f"{key}__in": rows}, pgh_created_at__lt=until)
    with pgtrigger.ignore(f"{label}:append_only"):
        return int(old.delete()[0])
