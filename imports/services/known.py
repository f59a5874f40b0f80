"""Our own rows as the plain data that judging reads: a constant number of queries, whatever their number."""

import datetime
from collections import defaultdict

from django.utils import timezone

from assignments.models import Delegate, Unavailability
from assignments.problem import usual_seats
from imports.judging import (
    KnownAgency,
    KnownDelegate,
    KnownDelegates,
    KnownMeeting,
    KnownMonth,
    KnownTeam,
    KnownTeams,
    Line,
    Verdict,
    judge_delegates,
    judge_registrations,
    judge_teams,
)
from imports.models import ImportFile
from units.models import Agency, DayOff, Meeting, Period, Team, Unit
from units.unit_names import NamedUnit, UnitNames, letters_key


def judge(file: ImportFile, lines: list[Line]) -> list[Verdict]:
    """One verdict a line, by what is stored now."""
    if file.kind == ImportFile.Kind.REGISTRATIONS:
        return judge_registrations(lines, known_month(Period.objects.get(imports=file)))
    if file.kind == ImportFile.Kind.DELEGATES:
        return judge_delegates(lines, known_delegates(file))
    return judge_teams(lines, known_teams())


def unit_names(on: datetime.date | None = None) -> UnitNames:
    labels = dict(Unit.Kind.choices)
    rows = Unit.objects.valid(on).values_list("pk", "code", "kind", "name")
    return UnitNames(
        NamedUnit(id=pk, code=code, kind=kind, name=name, full_name=f"{labels.get(kind, '')} {name}".strip())
        for pk, code, kind, name in rows
    )


def known_month(period: Period) -> KnownMonth:
    return KnownMonth(
        month=period.month,
        agenda=period.agenda.strip(),
        names=unit_names(on=period.month),
        meetings={
            meeting.unit_id: _known_meeting(meeting) for meeting in Meeting.with_cancelled.in_period(period).order_by()
        },
        seats=usual_seats(period.month),
        calendar=DayOff.objects.as_calendar(),
    )


def _known_meeting(meeting: Meeting) -> KnownMeeting:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return KnownMeeting(
        day=starts.date(),
        starts=starts.time(),
        ends=ends.time(),
        place=meeting.place,
        agenda=meeting.agenda,
        seats=meeting.seats,
        is_held=meeting.is_held,
        cancelled_at=meeting.cancelled_at and timezone.localtime(meeting.cancelled_at),
    )


def known_teams() -> KnownTeams:
    teams = {}
    for pk, unit, name, members, head, is_active in Team.objects.order_by("-pk").values_list(
        "pk", "unit_id", "name", "members", "head", "is_active"
    ):
        teams[unit, letters_key(name)] = KnownTeam(id=pk, name=name, members=members, head=head, is_active=is_active)
    return KnownTeams(names=unit_names(), teams=teams)


def known_delegates(file: ImportFile) -> KnownDelegates:
    today = timezone.localdate()
    spells: dict[int, set[object]] = defaultdict(set)
    for delegate, first, last in Unavailability.objects.order_by().values_list("delegate_id", "from_on", "to_on"):
        spells[delegate].add((first, last))
    barred: dict[int, set[int]] = defaultdict(set)
    for delegate, unit in Delegate.barred_units.through.objects.values_list("delegate_id", "unit_id"):
        barred[delegate].add(unit)
    delegates = [
        KnownDelegate(
            id=one.pk,
            full_name=one.full_name,
            agency_id=one.agency_id,
            agency=one.agency.name,
            position=one.position,
            tier=one.tier,
            is_active=one.active_to is None or one.active_to >= today,
            spells=frozenset(spells[one.pk]),  # type: ignore[arg-type]
            barred=frozenset(barred[one.pk]),
        )
        for one in Delegate.objects.select_related("agency")
    ]
    agencies = [
        KnownAgency(id=one.pk, name=one.name, short_name=one.short_name, is_active=one.is_active)
        for one in Agency.objects.all()
    ]
    # Notes without a year are of the month being worked on: the newest that is open.
    newest = Period.objects.order_by("-month").first()
    return KnownDelegates(
        month=newest.month if newest else timezone.localdate(file.uploaded_at).replace(day=1),
        names=unit_names(),
        agencies=agencies,
        delegates=delegates,
        answers=file.answers,
    )
