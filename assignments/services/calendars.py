"""A delegate's own calendar at an address: given, read again and again, its days kept, taken back.

The address lies encrypted in its row and nowhere else: not in the audit trail, not in the queue, not in a log.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from assignments.busy_calendars import WINDOW, BadCalendarError, Reading
from assignments.calendar_reading import checked, read_address_apart
from assignments.models import CalendarSource, Delegate, Unavailability
from assignments.models.people import REMEMBERED

from .availability import hold

REASON = "theo lịch cá nhân"
BETWEEN = datetime.timedelta(hours=6)  # a calendar is read so often by itself (P)
BETWEEN_BY_HAND = datetime.timedelta(minutes=1)
AT_ONCE = 20  # calendars a task; mail and imports get their turn in between
SEALED_UP = "Chương trình không mở được địa chỉ đã lưu. Xin nhập lại địa chỉ lịch."


@dataclass(frozen=True, kw_only=True)
class CalendarsRead:
    """How fresh the busy days from calendars are, for whoever drafts a plan."""

    count: int
    oldest: datetime.datetime | None  # of the last readings
    failing: list[CalendarSource]


def calendars_read() -> CalendarsRead:
    """One query."""
    taking_part = Delegate.objects.active()
    sources = list(CalendarSource.objects.filter(delegate__in=taking_part).select_related("delegate"))
    return CalendarsRead(
        count=sum(source.confirmed_at is not None for source in sources),
        oldest=min((source.read_at for source in sources if source.confirmed_at and source.read_at), default=None),
        failing=[source for source in sources if source.failure],
    )


@transaction.atomic
def give_calendar(delegate: Delegate, *, url: str, by: User, at: datetime.datetime) -> CalendarSource:
    """The worker reads it in a moment; its days count once they were looked at. A new address replaces the old."""
    checked(url)
    hold(delegate)
    source: CalendarSource | None = CalendarSource.with_withdrawn.filter(delegate=delegate).first()
    if source and source.withdrawn_at is None and source.address == url:
        return source
    if source:
        _forget_days(source, on=timezone.localtime(at).date())
        source.delete()
    source = CalendarSource(delegate=delegate, given_by=by, given_at=at)
    source.seal(url)
    source.save()
    transaction.on_commit(nudge_reading)
    return source


@transaction.atomic
def read_again(source: CalendarSource, *, at: datetime.datetime) -> bool:
    """Asks the worker to; not when it was read a moment ago."""
    hold(source.delegate)
    stored: CalendarSource | None = CalendarSource.objects.filter(pk=source.pk).first()
    if stored is None or (stored.tried_at and stored.tried_at > at - BETWEEN_BY_HAND):
        return False
    stored.tried_at, stored.failure = None, ""  # an old failure would be taken for that of the reading asked for
    stored.save(update_fields=["tried_at", "failure"])
    transaction.on_commit(nudge_reading)
    return True


@transaction.atomic
def keep_calendar_days(
    source: CalendarSource,
    *,
    offered: Collection[datetime.date],
    kept: Collection[datetime.date],
    at: datetime.datetime,
) -> list[Unavailability]:
    """Of the days that were shown those left ticked are busy, the others are not, now and at every reading to come."""
    hold(source.delegate)
    stored: CalendarSource | None = CalendarSource.objects.filter(pk=source.pk).first()
    if stored is None:
        return []
    stored.lifted_days = sorted((set(stored.lifted_days) | set(offered)) - set(kept))
    stored.confirmed_at = stored.confirmed_at or at
    stored.save(update_fields=["lifted_days", "confirmed_at"])
    return _spell_out(stored, on=timezone.localtime(at).date())


@transaction.atomic
def remove_calendar(source: CalendarSource, *, at: datetime.datetime) -> int:
    """Its days to come go with it, those that have passed stay; how many went. Its address is kept for a day."""
    hold(source.delegate)
    gone = _forget_days(source, on=timezone.localtime(at).date())
    stored: CalendarSource | None = CalendarSource.objects.filter(pk=source.pk).first()
    if stored:
        stored.withdrawn_at = at
        stored.save(update_fields=["withdrawn_at"])
    return gone


@transaction.atomic
def restore_calendar(delegate: Delegate, *, at: datetime.datetime) -> list[Unavailability] | None:
    """As it was, and its days to come; None where nothing was taken back, or too long ago."""
    hold(delegate)
    gone = CalendarSource.with_withdrawn.filter(delegate=delegate, withdrawn_at__gt=at - REMEMBERED)
    source: CalendarSource | None = gone.first()
    if source is None:
        return None
    source.withdrawn_at, source.tried_at, source.failure = None, None, ""
    source.save(update_fields=["withdrawn_at", "tried_at", "failure"])
    transaction.on_commit(nudge_reading)
    return _spell_out(source, on=timezone.localtime(at).date()) if source.confirmed_at else []


def forget_withdrawn(*, at: datetime.datetime) -> None:
    """For the worker's round: addresses taken back a day ago go for good."""
    for source in CalendarSource.with_withdrawn.filter(withdrawn_at__lte=at - REMEMBERED):
        source.delete()


# Reading


@task()
def read_due_calendars() -> int:
    """Reads those that are due, a batch of them; how many. Two at once do not get into each other's way."""
    for number in range(AT_ONCE):
        source = _take(at=timezone.now())
        if source is None:
            return number
        read_source(source)
    nudge_reading()
    return AT_ONCE


def nudge_reading() -> None:
    read_due_calendars.enqueue()


def nudge_reading_if_due(*, at: datetime.datetime) -> None:
    """For the worker's round."""
    queued = DBTaskResult.objects.ready().filter(task_path=read_due_calendars.module_path)
    if _due(at).exists() and not queued.exists():
        nudge_reading()


def read_source(source: CalendarSource) -> None:
    """Reads outside of any transaction, for a slow server must hold nobody up; what was kept stays at a failure."""
    on = timezone.localdate()
    reading, failure = None, ""
    if address := source.address:
        try:
            reading = read_address_apart(address, first=on, last=on + WINDOW)
        except BadCalendarError as refusal:
            failure = str(refusal)
    else:
        failure = SEALED_UP
    _write_down(source, reading, failure, at=timezone.now())


@transaction.atomic
def _write_down(source: CalendarSource, reading: Reading | None, failure: str, *, at: datetime.datetime) -> None:
    hold(source.delegate)
    stored: CalendarSource | None = CalendarSource.objects.filter(pk=source.pk).first()
    if stored is None:  # taken back, or another address was given, while this one was read
        return
    on = timezone.localtime(at).date()
    stored.failure = failure
    stored.failing_since = (stored.failing_since or at) if failure else None
    if reading is not None:
        stored.read_at = at
        stored.found_days = list(reading.days)
        stored.lifted_days = [day for day in stored.lifted_days if day >= on]
    stored.save(update_fields=["failure", "failing_since", "read_at", "found_days", "lifted_days"])
    if reading is not None and stored.confirmed_at:
        _spell_out(stored, on=on)


@transaction.atomic
def _take(*, at: datetime.datetime) -> CalendarSource | None:
    """The next one due, marked as tried, so that nobody else takes it."""
    due = _due(at).order_by("tried_at", "pk").select_for_update(skip_locked=True, of=("self",), no_key=True)
    source: CalendarSource | None = due.select_related("delegate").first()
    if source:
        source.tried_at = at
        source.save(update_fields=["tried_at"])
    return source


def _due(at: datetime.datetime) -> QuerySet[CalendarSource]:
    """Of delegates who take part."""
    due: QuerySet[CalendarSource] = CalendarSource.objects.filter(
        Q(tried_at=None) | Q(tried_at__lt=at - BETWEEN),
        delegate__in=Delegate.objects.active(timezone.localtime(at).date()),
    )
    return due


def _spell_out(source: CalendarSource, *, on: datetime.date) -> list[Unavailability]:
    """A spell for each of its days to come, those lifted apart; done again it changes nothing."""
    days = {day for day in source.found_days if day >= on} - set(source.lifted_days)
    coming = Unavailability.objects.filter(calendar=source, from_on__gte=on)
    coming.exclude(from_on__in=days).delete()
    there = set(coming.values_list("from_on", flat=True))
    return Unavailability.objects.bulk_create(
        Unavailability(
            delegate_id=source.delegate_id,
            from_on=day,
            to_on=day,
            reason=REASON,
            source=Unavailability.Source.CALENDAR,
            calendar=source,
        )
        for day in sorted(days - there)
    )


def _forget_days(source: CalendarSource, *, on: datetime.date) -> int:
    gone, _ = Unavailability.objects.filter(calendar=source.pk, from_on__gte=on).delete()
    return gone
