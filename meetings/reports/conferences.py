"""What one page shows of several tables."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assignments.models import Delegate, Seat
from meetings import access
from meetings.models import Attendance, FollowUp, MeetingNote, TeamAttendance, TeamVisit
from meetings.records import Part, teams_present
from units.access import can_register
from units.actor import Actor
from units.history import HistoryLine, meeting_history
from units.models import Meeting, Period, Stage


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """A delegate of the meeting: whether he came, whether his note is there."""

    delegate: Delegate
    attendance: Attendance | None
    has_note: bool


@dataclass(frozen=True, kw_only=True)
class MeetingReport:
    meeting: Meeting
    attendees: list[Attendee]
    teams: list[TeamAttendance]
    notes: list[MeetingNote]
    follow_ups: list[FollowUp]
    visits: list[TeamVisit]
    author: Attendee | None  # the reader himself, if he is a delegate of this meeting
    history: list[HistoryLine]  # of the registration; for the committee and the unit itself
    may_register: bool
    may_record: bool
    may_write: bool

    @property
    def teams_came(self) -> Part:
        return Part(done=sum(row.present for row in self.teams), of=len(self.teams))

    @property
    def notes_hidden(self) -> bool:
        """His own note first."""
        return self.author is not None and not self.author.has_note and self.meeting.period.is_before(Stage.APPRAISAL)


def meeting_report(meeting: Meeting, *, actor: Actor, at: datetime.datetime) -> MeetingReport:
    attendees = _attendees(meeting)
    mine = [one for one in attendees if actor.is_delegate and one.delegate.user_id == actor.user.pk]
    notes = MeetingNote.objects.visible_to(actor).filter(meeting=meeting).select_related("delegate__agency")
    matters = FollowUp.objects.visible_to(actor).filter(unit=meeting.unit_id)
    visits = TeamVisit.objects.visible_to(actor).filter(team__unit=meeting.unit_id).in_month(meeting.period.month)
    return MeetingReport(
        meeting=meeting,
        attendees=attendees,
        teams=list(TeamAttendance.objects.filter(meeting=meeting).select_related("team").order_by("team__position")),
        notes=list(notes.order_by("submitted_at", "id")),
        follow_ups=list(matters.filter(Q(note__meeting=meeting) | Q(closed_on=None))[:50]),
        visits=list(visits.select_related("team", "delegate__agency")),
        author=mine[0] if mine else None,
        history=meeting_history(meeting) if actor.sees_all_units or meeting.unit_id in actor.unit_ids else [],
        may_register=can_register(actor, meeting.period, meeting.unit, meeting=meeting, on=timezone.localdate(at)),
        may_record=access.can_record_attendance(actor, meeting),
        may_write=bool(mine) and access.notes_are_open(meeting, at=at),
    )


def _attendees(meeting: Meeting) -> list[Attendee]:
    seated = Q(pk__in=Seat.objects.published().filter(meeting=meeting).values("delegate"))
    rows = {row.delegate_id: row for row in Attendance.objects.filter(meeting=meeting).select_related("recorded_by")}
    delegates: Any = (
        Delegate.objects.filter(seated | Q(pk__in=list(rows)))
        .select_related("agency")
        .annotate(has_note=Exists(MeetingNote.objects.filter(meeting=meeting, delegate=OuterRef("pk"))))
    )
    return [Attendee(delegate=one, attendance=rows.get(one.pk), has_note=one.has_note) for one in delegates]


@dataclass(frozen=True, kw_only=True)
class ProgressRow:
    """How far one meeting of the month is, for the office that follows it up."""

    meeting: Meeting
    is_due: bool
    teams: Part | None
    notes_of: int
    notes_missing: list[Delegate] = field(default_factory=list)

    @property
    def lacks_attendance(self) -> bool:
        return self.is_due and not self.meeting.is_held

    @property
    def lacks_notes(self) -> bool:
        return self.is_due and bool(self.notes_missing)

    @property
    def notes(self) -> Part:
        return Part(done=self.notes_of - len(self.notes_missing), of=self.notes_of)


def meetings_lacking(period: Period, what: str, *, on: datetime.date) -> QuerySet[Meeting]:
    """The month's registered meetings by their day: all, or by `what` those without attendance or notes so far."""
    meetings: QuerySet[Meeting] = Meeting.objects.in_period(period).with_unit()
    if what == "du-hop":
        return meetings.filter(held_on=None, starts_at__date__lte=on)
    if what == "phieu":
        seats = _published_seats().filter(meeting=OuterRef("pk"), has_note=False)
        return meetings.filter(Exists(seats), starts_at__date__lte=on)
    return meetings


def _published_seats() -> Any:
    note = MeetingNote.objects.filter(meeting=OuterRef("meeting"), delegate=OuterRef("delegate"))
    return Seat.objects.published().annotate(has_note=Exists(note))


def progress(period: Period, meetings: Iterable[Meeting], *, on: datetime.date) -> list[ProgressRow]:
    """How far each of these meetings of the month is. Two queries beside that of the meetings."""
    meetings = list(meetings)
    seats = _published_seats().filter(meeting__in=meetings).with_people()
    by_meeting = defaultdict(list)
    for seat in seats:
        by_meeting[seat.meeting_id].append(seat)
    teams = teams_present(period, units=[meeting.unit_id for meeting in meetings])
    return [
        ProgressRow(
            meeting=meeting,
            is_due=meeting.day <= on,
            teams=teams.get(meeting.unit_id) if meeting.is_held else None,
            notes_of=len(by_meeting[meeting.pk]),
            notes_missing=[seat.delegate for seat in by_meeting[meeting.pk] if not seat.has_note],
        )
        for meeting in meetings
    ]
