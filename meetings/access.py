"""Who may what in this room. Which rows a person sees at all: `visible_to` of the querysets."""

import datetime

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce

from assignments.models import Delegate, Seat
from meetings.models import FollowUp, meetings_of_delegate
from units.actor import Actor
from units.models import Meeting, Stage


def meetings_visible_to(actor: Actor, *, with_cancelled: bool = False) -> QuerySet[Meeting]:
    """Whose page a person may open: the committee, the agencies, the unit itself, the delegates who are sent there.

    `with_cancelled`: of those called off a page is left to the committee and the unit, for the sake of their history.
    """
    meetings: QuerySet[Meeting] = (Meeting.with_cancelled if with_cancelled else Meeting.objects).with_unit()
    if actor.sees_all_units:
        return meetings
    readable = Q(unit__in=actor.unit_ids)
    if actor.is_delegate:
        readable |= Q(pk__in=meetings_of_delegate(actor.user))
    return meetings.filter(readable)


def can_see_progress(actor: Actor) -> bool:
    return actor.sees_all_units


def can_record_attendance(actor: Actor, meeting: Meeting) -> bool:
    """The unit while conferences are held and it assesses itself; the office until the month is closed."""
    stage = Stage(meeting.period.stage)
    if actor.is_office:
        return Stage.CONFERENCE.place <= stage.place < Stage.CLOSED.place
    return meeting.unit_id in actor.unit_ids and stage in (Stage.CONFERENCE, Stage.SELF_ASSESSMENT)


def notes_are_open(meeting: Meeting, *, at: datetime.datetime) -> bool:
    """From the meeting's first minute until the agencies begin to appraise."""
    return meeting.starts_at <= at and meeting.period.is_before(Stage.APPRAISAL)


def note_author(actor: Actor, meeting: Meeting) -> Delegate | None:
    """The delegate, if any, as whom this person may write about the meeting."""
    if not actor.is_delegate:
        return None
    return Delegate.objects.filter(
        Q(pk__in=Seat.objects.published().filter(meeting=meeting).values("delegate")) | Q(attendances__meeting=meeting),
        user=actor.user,
    ).first()


def visitor(actor: Actor) -> Delegate | None:
    """The delegate, if any, as whom this person visits teams."""
    if not actor.is_delegate:
        return None
    own = Delegate.objects.active().filter(user=actor.user).annotate(last_visit=Coalesce(Max("visits"), 0))
    found: Delegate | None = own.first()
    return found


def can_see_visits(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_unit or actor.is_delegate


def can_see_follow_ups(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_unit or actor.is_delegate


def can_direct(actor: Actor) -> bool:
    """Say who answers for a matter and until when; open a closed one again."""
    return actor.is_office


def can_close(actor: Actor, follow_up: FollowUp) -> bool:
    return actor.is_office or follow_up.unit_id in actor.unit_ids
