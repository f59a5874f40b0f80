"""Writing reminders: drafts for those concerned, and the memory of what was pasted into Zalo."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from reminders import texts
from reminders.concerned import SOURCES, Concerned, concerned_by, find, rows_of
from reminders.models import Kind, Pasted, Reminder
from units.calendar import WorkCalendar, is_working_day, working_days_between
from units.models import DayOff, IssuingBody, Period, Stage
from units.services import Refused
from units.services.saving import lock_period

AT_ONCE = 500
WORKING_DAYS_BEFORE = 1  # a draft is prepared so long before the day (P)
DAYS_BETWEEN = 3  # and not again for so many days (P)


@dataclass(frozen=True, kw_only=True)
class Made:
    drafts: int
    reminded: int  # letters that were there already: on their way, or of the same day
    without_address: list[str]  # whom no letter can reach


@transaction.atomic
def remind(
    *,
    period: Period,
    kind: str,
    by: User | None,
    at: datetime.datetime,
    introduction: str = "",
    left_out: Collection[str] = (),
    only: str = "",
) -> Made:
    """Drafts for all concerned but `left_out`, or for the one that `only` names; never twice for the same thing."""
    on = timezone.localtime(at).date()
    stored = lock_period(period)  # two who press at once come one after the other
    if not SOURCES[Kind(kind)].is_open(stored):
        raise Refused(f"{stored} đang ở giai đoạn {stored.get_stage_display()}, không nhắc “{Kind(kind).label}” được.")
    concerned = (one for one in _concerned(kind, stored, only=only, on=on) if one.about not in left_out)
    return _write(stored, kind, concerned, by=by, at=at, introduction=introduction)


def remind_in_time(*, at: datetime.datetime) -> list[tuple[Period, Kind, Made]]:
    """Drafts of what falls due on the next working day or is overdue, for a daily timer; a person approves them."""
    on = timezone.localtime(at).date()
    calendar = DayOff.objects.as_calendar()
    if not is_working_day(on, calendar=calendar):
        return []
    return [
        (period, kind, _remind_anew(period, kind, at=at, on=on, calendar=calendar))
        for period in Period.objects.exclude(stage=Stage.CLOSED)
        for kind, source in SOURCES.items()
        if source.is_open(period)
    ]


@transaction.atomic
def mark_pasted(*, period: Period, kind: str, abouts: Collection[str], by: User, at: datetime.datetime) -> int:
    """How many were not marked yet today. Who has done it meanwhile is marked too: the text did name them."""
    on = timezone.localtime(at).date()
    lock_period(period)
    today = Pasted.objects.filter(period=period, kind=kind, pasted_on=on)
    new = set(abouts) - set(today.values_list("about", flat=True))
    Pasted.objects.bulk_create(
        Pasted(period=period, kind=kind, about=one, pasted_on=on, pasted_by=by, pasted_at=at) for one in sorted(new)
    )
    return len(new)


def sender() -> texts.Sender:
    body = IssuingBody.objects.valid().first()
    return texts.Sender(office=body.office_name if body else "", body=body.name if body else "")


def matter(one: Concerned) -> texts.Matter:
    return texts.Matter(name=one.name, due_on=one.due_on, lines=one.lines, link=absolute(one.path), can_act=one.can_act)


def absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


@transaction.atomic
def _remind_anew(
    period: Period, kind: Kind, *, at: datetime.datetime, on: datetime.date, calendar: WorkCalendar
) -> Made:
    """All whose day is near or past, and who were not reminded in the last days."""
    stored = lock_period(period)
    since = on - datetime.timedelta(days=DAYS_BETWEEN)
    letters = Reminder.objects.in_period(period).filter(kind=kind, remind_on__gt=since).values_list("about", flat=True)
    pasted = Pasted.objects.filter(period=period, kind=kind, pasted_on__gt=since).values_list("about", flat=True)
    lately = {*letters, *pasted}
    concerned = (
        one
        for one in _concerned(kind, stored, only="", on=on)
        if one.about not in lately and working_days_between(on, one.due_on, calendar=calendar) <= WORKING_DAYS_BEFORE
    )
    introduction = texts.usual_introduction(kind, stored.label)
    return _write(stored, kind, concerned, by=None, at=at, introduction=introduction)


def _concerned(kind: str, period: Period, *, only: str, on: datetime.date) -> Iterator[Concerned]:
    if only:
        one = find(kind, only, period, on=on)
        yield from [one] if one else []
        return
    rows = list(rows_of(kind, period, on=on))
    for start in range(0, len(rows), AT_ONCE):
        yield from concerned_by(kind, rows[start : start + AT_ONCE], period, on=on)


def _write(
    period: Period,
    kind: str,
    concerned: Iterable[Concerned],
    *,
    by: User | None,
    at: datetime.datetime,
    introduction: str,
) -> Made:
    on = timezone.localtime(at).date()
    letters = Reminder.objects.in_period(period).filter(kind=kind)
    there = {
        *letters.open().values_list("about", "recipient_key"),
        *letters.filter(remind_on=on).exclude(state=Reminder.State.DROPPED).values_list("about", "recipient_key"),
    }
    subject, signed = texts.mail_subject(kind, month=period.label), sender()
    drafts, reminded, without_address = [], 0, []
    for one in concerned:
        if not one.addressed:
            without_address.append(one.name)
        for recipient in one.addressed:
            if (one.about, recipient.user_id) in there:
                reminded += 1
                continue
            drafts.append(
                Reminder(
                    period=period,
                    kind=kind,
                    about=one.about,
                    about_name=one.name,
                    recipient_id=recipient.user_id,
                    recipient_key=recipient.user_id,
                    address=recipient.address,
                    subject=subject,
                    body=texts.mail_body(
                        kind, matter(one), month=period.label, on=on, introduction=introduction, sender=signed
                    ),
                    remind_on=on,
                    made_by=by,
                    made_at=at,
                )
            )
    Reminder.objects.bulk_create(drafts, batch_size=AT_ONCE)
    return Made(drafts=len(drafts), reminded=reminded, without_address=without_address)
