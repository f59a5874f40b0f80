"""Whom each kind of reminder concerns now: read from the rooms' own rows, in a constant number of queries a page."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from assignments.answering import UNANSWERED, with_answer_state
from assignments.models import Delegate, Plan, Seat
from assignments.news import News, delegate_line, news_of, unit_line
from meetings.models import MeetingNote
from meetings.tasks import DAYS_TO_WRITE
from reminders.models import Kind, Pasted, Reminder
from scoring.models import Appraisal, Criterion, SelfAssessment
from units.access import is_in_time, last_day_of_entry
from units.models import Agency, Extension, Membership, Period, Role, Stage, Unit

Rows = QuerySet[Any]


@dataclass(frozen=True, kw_only=True)
class Recipient:
    user_id: int
    name: str
    address: str  # "" where there is none that can be written to


@dataclass(frozen=True, kw_only=True)
class Concerned:
    about: str  # "unit-12"
    name: str
    due_on: datetime.date
    lines: tuple[str, ...]  # what exactly is missing, where it is more than one thing
    path: str  # of the page to act on
    can_act: bool = True  # False: the time for doing it alone is over, the office has to help
    recipients: tuple[Recipient, ...]

    @property
    def addressed(self) -> list[Recipient]:
        return [one for one in self.recipients if one.address]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where one kind is read from."""

    prefix: str
    first: Stage  # the stages of the month in which the reminder makes sense
    last: Stage
    due: Callable[[Period], datetime.date]
    rows: Callable[[Period, datetime.date], Rows]
    concerned: Callable[[Sequence[Any], Period, datetime.date], list[Concerned]]
    page: str  # where a group of those concerned is sent
    follows_notice: bool = False  # there may be one before the last unit has registered

    def is_open(self, period: Period, *, has_notice: bool | None = None) -> bool:
        """`has_notice`: whether the month has one, where that is known; else it is asked for if it matters."""
        if period.is_past(self.last):
            return False
        if not period.is_before(self.first):
            return True
        return self.follows_notice and (_has_notice(period) if has_notice is None else has_notice)


def _has_notice(period: Period) -> bool:
    return Plan.objects.in_period(period).published().exists()


def rows_of(kind: str, period: Period, *, on: datetime.date) -> Rows:
    """The units, delegates or agencies that have not done it; none when it is not the time for it."""
    source = SOURCES[Kind(kind)]
    rows = source.rows(period, on)
    return rows if source.is_open(period) else rows.none()


def concerned_by(kind: str, rows: Sequence[Any], period: Period, *, on: datetime.date) -> list[Concerned]:
    """Of some of those rows: what is missing and whom to write to. At most four queries."""
    return SOURCES[Kind(kind)].concerned(rows, period, on)


def find(kind: str, about: str, period: Period, *, on: datetime.date) -> Concerned | None:
    """The one that `about` names, if it is still concerned."""
    prefix, _, number = about.rpartition("-")
    if (
        prefix.rpartition(".")[2] != SOURCES[Kind(kind)].prefix
        or not number.isascii()
        or not number.isdigit()
        or len(number) > 15
    ):
        return None
    rows = list(rows_of(kind, period, on=on).filter(pk=int(number)))
    found = concerned_by(kind, rows, period, on=on)
    return next((one for one in found if one.about == about), None)


def about(row: Unit | Delegate | Agency) -> str:
    return f"{row._meta.model_name}-{row.pk}"


def page_of(kind: str, period: Period) -> str:
    """Where a group of those concerned is sent."""
    page = SOURCES[Kind(kind)].page
    return reverse(page) if page in TIMELESS else _path(page, period)


def usable(address: str) -> str:
    """The address, or "" when no mail could be sent to it."""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _unregistered(period: Period, on: datetime.date) -> Rows:
    return Unit.objects.valid(period.month).not_registered_in(period)


def _registration(units: Sequence[Unit], period: Period, on: datetime.date) -> list[Concerned]:
    return _units(units, period, Stage.REGISTRATION, page="units:meeting_register", on=on)


def _unassessed(period: Period, on: datetime.date) -> Rows:
    submitted = SelfAssessment.objects.filter(period=period, unit=OuterRef("pk"))
    return Unit.objects.valid(period.month).filter(~Exists(submitted))


def _self_assessment(units: Sequence[Unit], period: Period, on: datetime.date) -> list[Concerned]:
    return _units(units, period, Stage.SELF_ASSESSMENT, page="scoring:self_assessment", on=on)


def _units(units: Sequence[Unit], period: Period, stage: Stage, *, page: str, on: datetime.date) -> list[Concerned]:
    """With the day of each: the month's, or the one to which the office gave it time."""
    granted = Extension.objects.filter(period=period, stage=stage, unit__in=[unit.pk for unit in units]).in_force()
    until = dict(granted.values_list("unit", "until"))
    people = _people(Membership.objects.filter(role=Role.UNIT, unit__in=[unit.pk for unit in units]), "unit_id")
    return [
        Concerned(
            about=about(unit),
            name=unit.full_name,
            due_on=last_day_of_entry(period, stage, until.get(unit.pk)),
            lines=(),
            path=_path(page, period, unit.pk),
            can_act=is_in_time(period, stage, until.get(unit.pk), on=on),
            recipients=people[unit.pk],
        )
        for unit in units
    ]


def _missing_notes(period: Period, on: datetime.date) -> QuerySet[Seat]:
    note = MeetingNote.objects.filter(meeting=OuterRef("meeting"), delegate=OuterRef("delegate"))
    seats: QuerySet[Seat] = Seat.objects.published().filter(
        ~Exists(note), meeting__period=period, meeting__cancelled_at=None, meeting__starts_at__date__lt=on
    )
    return seats


def _silent(period: Period, on: datetime.date) -> Rows:
    seats = _missing_notes(period, on).filter(delegate=OuterRef("pk"))
    rows: Rows = Delegate.objects.filter(Exists(seats)).select_related("user")
    return rows


def _note(delegates: Sequence[Delegate], period: Period, on: datetime.date) -> list[Concerned]:
    seats = _missing_notes(period, on).filter(delegate__in=[one.pk for one in delegates])
    missing: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats.select_related("meeting__unit").order_by("meeting__starts_at", "pk"):
        missing[seat.delegate_id].append(seat)
    return [
        Concerned(
            about=about(delegate),
            name=delegate.full_name,
            due_on=missing[delegate.pk][0].meeting.day + datetime.timedelta(days=DAYS_TO_WRITE),
            lines=tuple(_seat_line(seat) for seat in missing[delegate.pk]),
            path=reverse("meetings:note_edit", args=[missing[delegate.pk][0].meeting_id])
            if len(missing[delegate.pk]) == 1
            else _path("month", period),
            recipients=_recipients([delegate.user] if delegate.user else []),
        )
        for delegate in delegates
        if missing[delegate.pk]
    ]


def _changed_delegates(period: Period, on: datetime.date) -> Rows:
    return _untold(Delegate.objects.select_related("user"), Kind.SEAT_CHANGE, period, news_of(period, on=on).delegates)


def _changed_units(period: Period, on: datetime.date) -> Rows:
    return _untold(Unit.objects.all(), Kind.UNIT_CHANGE, period, news_of(period, on=on).units)


def _untold(rows: Rows, kind: Kind, period: Period, news: Mapping[int, News]) -> Rows:
    """Who has not been told by a letter that went out, or in a group, of the last notice that concerns them."""
    return rows.filter(pk__in=untold(news, str(rows.model._meta.model_name), told_of(period, kind)))


def untold(news: Mapping[int, News], prefix: str, told: Collection[str]) -> list[int]:
    return [pk for pk, one in news.items() if _about_news(one, f"{prefix}-{pk}") not in told]


def told_of(period: Period, *kinds: Kind) -> set[str]:
    """One query."""
    row: Any = Period.objects.filter(pk=period.pk).annotate(**told_beside(*kinds)).get()
    return {*row.sent, *row.pasted}


def told_beside(*kinds: Kind) -> dict[str, ArraySubquery]:
    """Beside a period: whom a letter that went out (`sent`) or a group's text (`pasted`) told of it."""
    of_month = {"period": OuterRef("pk"), "kind__in": kinds}
    sent = Reminder.objects.filter(state=Reminder.State.SENT, **of_month)
    pasted = Pasted.objects.filter(**of_month)
    return {
        "sent": ArraySubquery(sent.order_by().values("about")),
        "pasted": ArraySubquery(pasted.order_by().values("about")),
    }


def _about_news(news: News, row: str) -> str:
    """With the notice: of the next one the same people are told again."""
    return f"tb{news.notice_id}.{row}"


def _seat_change(delegates: Sequence[Delegate], period: Period, on: datetime.date) -> list[Concerned]:
    news = news_of(period, on=on).delegates
    return [
        Concerned(
            about=_about_news(news[one.pk], about(one)),
            name=one.full_name,
            due_on=on,
            lines=tuple(delegate_line(turn, one.pk) for turn in news[one.pk].turns),
            path=reverse("assignments:my_seats"),
            recipients=_recipients([one.user] if one.user else []),
        )
        for one in delegates
        if one.pk in news
    ]


def _unit_change(units: Sequence[Unit], period: Period, on: datetime.date) -> list[Concerned]:
    news = news_of(period, on=on).units
    turns = [turn for unit in units if unit.pk in news for turn in news[unit.pk].turns]
    seated = {pk for turn in turns for one in (turn.was, turn.now) if one for pk in one.delegates}
    names = {
        one.pk: f"đồng chí {one.full_name}, {one.position}, {one.agency.short_name}"
        for one in Delegate.objects.filter(pk__in=seated).select_related("agency")
    }
    people = _people(Membership.objects.filter(role=Role.UNIT, unit__in=[unit.pk for unit in units]), "unit_id")
    return [
        Concerned(
            about=_about_news(news[unit.pk], about(unit)),
            name=unit.full_name,
            due_on=on,
            lines=tuple(unit_line(turn, names) for turn in news[unit.pk].turns),
            path=reverse("assignments:notice_detail", args=[news[unit.pk].notice_id]),
            recipients=people[unit.pk],
        )
        for unit in units
        if unit.pk in news
    ]


def _unanswered_seats(period: Period, on: datetime.date) -> QuerySet[Seat]:
    coming = Seat.objects.published().in_period(period).filter(meeting__starts_at__date__gt=on, meeting__held_on=None)
    return with_answer_state(coming).filter(UNANSWERED)


def _unanswered(period: Period, on: datetime.date) -> Rows:
    seats = _unanswered_seats(period, on).filter(delegate=OuterRef("pk"))
    rows: Rows = Delegate.objects.filter(Exists(seats)).select_related("user")
    return rows


def _answer(delegates: Sequence[Delegate], period: Period, on: datetime.date) -> list[Concerned]:
    seats = _unanswered_seats(period, on).filter(delegate__in=[one.pk for one in delegates])
    open_seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats.select_related("meeting__unit").order_by("meeting__starts_at", "pk"):
        open_seats[seat.delegate_id].append(seat)
    return [
        Concerned(
            about=about(one),
            name=one.full_name,
            due_on=max(on, open_seats[one.pk][0].meeting.day - datetime.timedelta(days=1)),
            lines=tuple(_seat_line(seat) for seat in open_seats[one.pk]),
            path=reverse("assignments:my_seats"),
            recipients=_recipients([one.user] if one.user else []),
        )
        for one in delegates
        if open_seats[one.pk]
    ]


def _seat_line(seat: Seat) -> str:
    day = timezone.localtime(seat.meeting.starts_at)
    return f"{seat.meeting.unit.full_name}, ngày {day:%d/%m/%Y}"


def _unscored(period: Period) -> dict[int, list[tuple[Criterion, int, int]]]:
    """Agency → its criteria with units that have no points yet: (criterion, how many, of how many)."""
    units = Unit.objects.valid(period.month)
    total = units.count()
    given = Appraisal.objects.filter(period=period, unit__in=units).order_by().values_list("criterion")
    done = dict(given.annotate(n=Count("unit", distinct=True)))
    missing: dict[int, list[tuple[Criterion, int, int]]] = defaultdict(list)
    for one in Criterion.objects.in_period(period).self_scored():
        if one.agency_id and done.get(one.pk, 0) < total:
            missing[one.agency_id].append((one, total - done.get(one.pk, 0), total))
    return missing


def _behind(period: Period, on: datetime.date) -> Rows:
    rows: Rows = Agency.objects.filter(pk__in=list(_unscored(period)))
    return rows


def _appraisal(agencies: Sequence[Agency], period: Period, on: datetime.date) -> list[Concerned]:
    missing = _unscored(period) if agencies else {}
    people = _people(
        Membership.objects.filter(role=Role.APPRAISER, agency__in=[agency.pk for agency in agencies]), "agency_id"
    )
    return [
        Concerned(
            about=about(agency),
            name=agency.name,
            due_on=period.appraisal_due,
            lines=tuple(f"{one.code}. {one.name}: còn {left}/{of} đơn vị" for one, left, of in missing[agency.pk]),
            path=_path("scoring:appraisal_list", period),
            recipients=people[agency.pk],
        )
        for agency in agencies
        if agency.pk in missing
    ]


def _people(memberships: Any, key: str) -> dict[int, tuple[Recipient, ...]]:
    """Unit or agency → those who act for it and may still sign in."""
    found: dict[int, list[Any]] = defaultdict(list)
    for membership in memberships.select_related("user").order_by("user__sort_key", "user_id"):
        found[getattr(membership, key)].append(membership.user)
    return defaultdict(tuple, {pk: _recipients(users) for pk, users in found.items()})


def _recipients(users: Iterable[Any]) -> tuple[Recipient, ...]:
    return tuple(
        Recipient(user_id=user.pk, name=str(user), address=usable(user.email)) for user in users if user.is_active
    )


def _path(name: str, period: Period, *more: int) -> str:
    return reverse(name, args=[period.month, *more])


TIMELESS = ("assignments:my_seats", "assignments:notice_list")
SOURCES: dict[Kind, Source] = {
    Kind.REGISTRATION: Source(
        prefix="unit",
        first=Stage.REGISTRATION,
        last=Stage.CONFERENCE,
        due=lambda period: period.registration_due,
        rows=_unregistered,
        concerned=_registration,
        page="units:meeting_list",
    ),
    Kind.SEAT_CHANGE: Source(
        prefix="delegate",
        first=Stage.ASSIGNMENT,
        follows_notice=True,
        last=Stage.CONFERENCE,
        due=lambda period: period.conference_to,
        rows=_changed_delegates,
        concerned=_seat_change,
        page="assignments:notice_list",
    ),
    Kind.UNIT_CHANGE: Source(
        prefix="unit",
        first=Stage.ASSIGNMENT,
        follows_notice=True,
        last=Stage.CONFERENCE,
        due=lambda period: period.conference_to,
        rows=_changed_units,
        concerned=_unit_change,
        page="assignments:notice_list",
    ),
    Kind.ANSWER: Source(
        prefix="delegate",
        first=Stage.ASSIGNMENT,
        follows_notice=True,
        last=Stage.CONFERENCE,
        due=lambda period: period.conference_to,
        rows=_unanswered,
        concerned=_answer,
        page="assignments:my_seats",
    ),
    Kind.NOTE: Source(
        prefix="delegate",
        first=Stage.CONFERENCE,
        last=Stage.SELF_ASSESSMENT,
        due=lambda period: period.conference_to,
        rows=_silent,
        concerned=_note,
        page="month",
    ),
    Kind.SELF_ASSESSMENT: Source(
        prefix="unit",
        first=Stage.SELF_ASSESSMENT,
        last=Stage.SELF_ASSESSMENT,
        due=lambda period: period.self_assessment_due,
        rows=_unassessed,
        concerned=_self_assessment,
        page="scoring:self_assessment_list",
    ),
    Kind.APPRAISAL: Source(
        prefix="agency",
        first=Stage.APPRAISAL,
        last=Stage.APPRAISAL,
        due=lambda period: period.appraisal_due,
        rows=_behind,
        concerned=_appraisal,
        page="scoring:appraisal_list",
    ),
}
