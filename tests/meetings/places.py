"""Assigned delegates and delivered notes, for tests that are about something later."""

import datetime
from typing import Any

from accounts.models import User
from assignments.models import Delegate, Plan, Seat
from meetings.models import MeetingNote, TeamVisit
from tests import world
from units.models import Meeting, Period, Team

# A month long past: what must not lie in the future is past whatever day the tests run on.
PAST_MONTH = datetime.date(2024, 10, 1)
AFTERWARDS = datetime.datetime(2024, 10, 10, 14, 0, tzinfo=world.HANOI)


def past_period(stage: str = "conference") -> Period:
    return world.make_period(PAST_MONTH, stage=stage)


def assign(meeting: Meeting, *delegates: Delegate, by: User) -> None:
    """Seats in a published plan of the meeting's month; a later call replaces the plan and keeps its seats."""
    old = Plan.objects.filter(period=meeting.period, status="published").first()
    kept = list(old.seats.all()) if old else []
    if old:
        old.status = Plan.Status.REPLACED
        old.save(update_fields=["status"])
    version = (old.version if old else 0) + 1
    plan = Plan.objects.create(period=meeting.period, version=version, made_by=by, made_at=world.NOW)
    for seat in kept:
        Seat.objects.create(plan=plan, meeting=seat.meeting, delegate=seat.delegate)
    for delegate in delegates:
        Seat.objects.create(plan=plan, meeting=meeting, delegate=delegate)
    plan.status, plan.published_by, plan.published_at = Plan.Status.PUBLISHED, by, world.NOW
    plan.save()


def make_note(meeting: Meeting, delegate: Delegate, *, ratings: int = 4, **fields: Any) -> MeetingNote:
    values = dict.fromkeys(("preparation", "content", "discussion", "answers"), ratings)
    values |= {"observation": "Hội nghị chuẩn bị kỹ.", "submitted_at": AFTERWARDS}
    return MeetingNote.objects.create(meeting=meeting, delegate=delegate, **(values | fields))


def make_visit(team: Team, delegate: Delegate, *, rating: int = 4, **fields: Any) -> TeamVisit:
    values = {"visited_on": PAST_MONTH.replace(day=12), "seen": "Tổ họp đúng lịch.", "recorded_at": AFTERWARDS}
    return TeamVisit.objects.create(team=team, delegate=delegate, rating=rating, **(values | fields))
