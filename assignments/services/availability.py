"""The days on which a delegate cannot come: told, changed, taken back and given back, one by one or every week."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from assignments.models import Delegate, RecurringAbsence, Seat, Unavailability
from assignments.models.people import REMEMBERED
from assignments.problem import PlanningError
from assignments.recurring_days import DAY, neighbours, recurring_days

Source = Unavailability.Source


class SpellChangedError(PlanningError):
    """The spell is not any more what the person had before them."""


@transaction.atomic
def add_busy_days(
    delegate: Delegate, *, from_on: datetime.date, to_on: datetime.date, reason: str, by: User
) -> tuple[Unavailability, bool]:
    """The spell, and whether it is new: the same one sent twice is kept once."""
    hold(delegate)
    known: Unavailability | None = delegate.unavailabilities.filter(from_on=from_on, to_on=to_on).first()
    if known:
        return known, False
    spell = Unavailability(delegate=delegate, from_on=from_on, to_on=to_on, reason=reason, source=said_by(delegate, by))
    spell.save()
    return spell, True


@transaction.atomic
def add_single_days(
    delegate: Delegate, *, days: Iterable[datetime.date], reason: str, source: str
) -> list[Unavailability]:
    """Those days that are not busy yet, neighbours in one spell."""
    hold(delegate)
    taken = busy_days(delegate, sorted(days))
    return Unavailability.objects.bulk_create(
        Unavailability(delegate=delegate, from_on=first, to_on=last, reason=reason, source=source)
        for first, last in neighbours(sorted(set(days) - taken))
    )


@transaction.atomic
def keep_file_days(
    delegate: Delegate,
    *,
    days: Collection[datetime.date],
    found: Collection[datetime.date],
    replaces: bool,
    reason: str,
    on: datetime.date,
) -> tuple[list[Unavailability], list[datetime.date]]:
    """The days chosen of those `found` in a file; new spells, and the days of earlier files that this one replaces."""
    hold(delegate)
    gone = sorted(file_days(delegate, on=on) - set(found)) if replaces else []
    for spell in _coming_from_files(delegate, on) if gone else ():
        within = _days_of(spell)
        if not within.isdisjoint(gone):
            spell.delete()
            add_single_days(delegate, days=within - set(gone), reason=spell.reason, source=Source.FILE)
    return add_single_days(delegate, days=days, reason=reason, source=Source.FILE), gone


def file_days(delegate: Delegate, *, on: datetime.date) -> set[datetime.date]:
    """Days from `on` that are busy because a file said so."""
    return {day for spell in _coming_from_files(delegate, on) for day in _days_of(spell) if day >= on}


def _coming_from_files(delegate: Delegate, on: datetime.date) -> QuerySet[Unavailability]:
    return delegate.unavailabilities.filter(source=Source.FILE, to_on__gte=on)


def _days_of(spell: Unavailability) -> set[datetime.date]:
    return {spell.from_on + DAY * step for step in range((spell.to_on - spell.from_on).days + 1)}


@transaction.atomic
def change_busy_days(
    spell: Unavailability, *, from_on: datetime.date, to_on: datetime.date, reason: str, state: int
) -> Unavailability:
    """`state` names what the person had before them; the same change sent twice is one."""
    hold(spell.delegate)
    stored: Unavailability | None = Unavailability.objects.filter(pk=spell.pk).first()
    if stored is None:
        raise SpellChangedError("Lịch bận này vừa được bỏ. Nếu vẫn bận, xin báo lại.")
    if stored.is_derived:
        raise SpellChangedError("Ngày bận lấy từ lịch lặp lại hoặc lịch điện tử thì chỉ bỏ được, không sửa được.")
    if (stored.from_on, stored.to_on, stored.reason) == (from_on, to_on, reason):
        return stored
    if spell_state(stored) != state:
        raise SpellChangedError(
            f"Lịch bận này vừa được sửa thành {stored.days_text}. Nội dung đồng chí gõ vẫn còn; bấm Lưu lần nữa thì "
            "nội dung này được dùng."
        )
    stored.from_on, stored.to_on, stored.reason = from_on, to_on, reason
    stored.save()
    return stored


def spell_state(spell: Unavailability) -> int:
    """A number that grows with every change of the spell, from the audit trail."""
    event = spell.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return event.pgh_id if event else 0


@transaction.atomic
def remove_busy_days(spell: Unavailability) -> None:
    """Of a recurrence or a calendar this one day is lifted, and stays so however often it is read again."""
    hold(spell.delegate)
    stored: Any = Unavailability.objects.select_related("recurrence", "calendar").filter(pk=spell.pk).first()
    if stored is None:
        return
    for origin in filter(None, (stored.recurrence, stored.calendar)):
        origin.lifted_days = sorted({*origin.lifted_days, stored.from_on})
        origin.save(update_fields=["lifted_days"])
    stored.delete()


@transaction.atomic
def restore_busy_days(delegate: Delegate, *, spell_id: int, at: datetime.datetime, on: datetime.date) -> Any:
    """Gives back what was taken back a moment ago. None when it is there again, or too long gone."""
    hold(delegate)
    found = removed_lately(delegate, at=at, on=on).filter(pgh_obj_id=spell_id).first()
    if found is None:
        return None
    kept = {"from_on": found.from_on, "to_on": found.to_on, "reason": found.reason, "source": found.source}
    return Unavailability.objects.create(pk=spell_id, delegate=delegate, **kept)


def removed_lately(delegate: Delegate, *, at: datetime.datetime, on: datetime.date) -> Any:
    """From the audit trail, the newest first: spells that were told by a person and taken back by one."""
    trail = apps.get_model("assignments", "UnavailabilityEvent").objects
    there = Unavailability.objects.filter(pk=OuterRef("pgh_obj_id"))
    gone = trail.filter(
        delegate_id=delegate.pk, pgh_label="delete", pgh_created_at__gt=at - REMEMBERED, to_on__gte=on,
        recurrence=None, calendar=None,
    )  # fmt: skip
    return gone.filter(~Exists(there)).order_by("-pgh_id")


@transaction.atomic
def add_recurring(
    delegate: Delegate,
    *,
    weekday: int,
    week: int,
    from_on: datetime.date,
    to_on: datetime.date,
    reason: str,
    on: datetime.date,
) -> tuple[RecurringAbsence, list[Unavailability]]:
    """The recurrence and its spells to come. Told again with the same beginning it takes the new end and reason."""
    hold(delegate)
    absence, _ = RecurringAbsence.objects.update_or_create(
        delegate=delegate, weekday=weekday, week=week, from_on=from_on, defaults={"to_on": to_on, "reason": reason}
    )
    return absence, spell_out(absence, on=on)


@transaction.atomic
def change_recurring(
    absence: RecurringAbsence, *, to_on: datetime.date, reason: str, on: datetime.date
) -> list[Unavailability]:
    """Ends on another day, or says another reason; the days that were lifted stay so. The spells that are new."""
    hold(absence.delegate)
    stored: RecurringAbsence | None = RecurringAbsence.objects.filter(pk=absence.pk).first()
    if stored is None:
        raise SpellChangedError("Lịch bận lặp lại này vừa được bỏ. Nếu vẫn bận, xin ghi lại.")
    stored.to_on, stored.reason = to_on, reason
    stored.save(update_fields=["to_on", "reason"])
    return spell_out(stored, on=on)


@transaction.atomic
def restore_recurring(delegate: Delegate, *, absence_id: int, at: datetime.datetime, on: datetime.date) -> Any:
    """The recurrence that was taken back a moment ago, and its spells to come. None when it is there, or long gone."""
    hold(delegate)
    found = recurrences_removed_lately(delegate, at=at, on=on).filter(pgh_obj_id=absence_id).first()
    if found is None:
        return None
    fields = ("weekday", "week", "from_on", "to_on", "reason", "lifted_days")
    kept = {field: getattr(found, field) for field in fields}
    absence = RecurringAbsence.objects.create(pk=absence_id, delegate=delegate, **kept)
    return absence, spell_out(absence, on=on)


def recurrences_removed_lately(delegate: Delegate, *, at: datetime.datetime, on: datetime.date) -> Any:
    """From the audit trail, the newest first; not what was told anew meanwhile."""
    trail = apps.get_model("assignments", "RecurringAbsenceEvent").objects
    same = {field: OuterRef(field) for field in ("delegate", "weekday", "week", "from_on")}
    gone = trail.filter(delegate_id=delegate.pk, pgh_label="delete", pgh_created_at__gt=at - REMEMBERED, to_on__gte=on)
    return gone.filter(~Exists(RecurringAbsence.objects.filter(**same))).order_by("-pgh_id")


def spell_out(absence: RecurringAbsence, *, on: datetime.date) -> list[Unavailability]:
    """A spell for each of its days from `on`, so that a plan reads one kind of rows. Done again it changes nothing."""
    days = set(
        recurring_days(weekday=absence.weekday, week=absence.week, first=max(absence.from_on, on), last=absence.to_on)
    ) - set(absence.lifted_days)
    coming = absence.spells.filter(from_on__gte=on)
    coming.exclude(from_on__in=days).delete()
    coming.exclude(reason=absence.reason).update(reason=absence.reason)
    there = set(coming.values_list("from_on", flat=True))
    return Unavailability.objects.bulk_create(
        Unavailability(
            delegate_id=absence.delegate_id, from_on=day, to_on=day, reason=absence.reason, source=Source.RECURRING,
            recurrence=absence,
        )
        for day in sorted(days - there)
    )  # fmt: skip


@transaction.atomic
def remove_recurring(absence: RecurringAbsence, *, on: datetime.date) -> int:
    """Its days to come go with it, those that have passed stay; how many went."""
    hold(absence.delegate)
    gone, _ = Unavailability.objects.filter(recurrence=absence.pk, from_on__gte=on).delete()
    RecurringAbsence.objects.filter(pk=absence.pk).delete()
    return gone


@transaction.atomic
def unlift(absence: RecurringAbsence, *, day: datetime.date, on: datetime.date) -> bool:
    """Busy on that day after all; whether it had been lifted."""
    hold(absence.delegate)
    stored: RecurringAbsence | None = RecurringAbsence.objects.filter(pk=absence.pk).first()
    if stored is None or day not in stored.lifted_days:
        return False
    stored.lifted_days = [one for one in stored.lifted_days if one != day]
    stored.save(update_fields=["lifted_days"])
    spell_out(stored, on=on)
    return True


def duties_on(delegate: Delegate, spells: Sequence[Unavailability]) -> list[Seat]:
    """Published seats within the days: somebody has to be told. One query."""
    if not spells:
        return []
    first, last = min(one.from_on for one in spells), max(one.to_on for one in spells)
    seats = Seat.objects.published().of_delegate(delegate).with_meeting().order_by("meeting__starts_at")
    within = seats.filter(meeting__starts_at__date__gte=first, meeting__starts_at__date__lte=last)
    return [seat for seat in within if any(one.from_on <= seat.meeting.day <= one.to_on for one in spells)]


def busy_days(delegate: Delegate, days: Sequence[datetime.date]) -> set[datetime.date]:
    """Which of these days (in order) are busy already."""
    if not days:
        return set()
    spells = delegate.unavailabilities.filter(from_on__lte=days[-1], to_on__gte=days[0])
    busy = {
        first + DAY * step
        for first, last in spells.values_list("from_on", "to_on")
        for step in range((last - first).days + 1)
    }
    return busy & set(days)


def hold(delegate: Delegate) -> None:
    """Of two who change a delegate's busy days at once the later one sees what the other did."""
    Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)


def said_by(delegate: Delegate, by: User) -> str:
    return Source.SELF if delegate.user_id == by.pk else Source.OFFICE
