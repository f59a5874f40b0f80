"""The home page of each role: what needs me now."""

import datetime
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

import assignments.tasks
import meetings.tasks
import people.tasks
import reminders.tasks
import scoring.tasks
import surveys.tasks
import units.tasks
from assignments.models import Delegate, Seat, next_seat
from meetings.models import FollowUp
from scoring.models import Ranking, Result
from tuyenvan.digest import latest_digest
from tuyenvan.first_steps import first_steps
from tuyenvan.months import current_period, newest_periods
from units.actor import Actor, AppRequest
from units.models import Period, Role
from units.task import Task

ROOMS = (units.tasks, assignments.tasks, meetings.tasks, surveys.tasks, scoring.tasks, reminders.tasks, people.tasks)
RESULTS = 3
MATTERS = 5


@dataclass(frozen=True, kw_only=True)
class NextMeeting:
    """What a delegate wants to know on the way to a conference."""

    seat: Seat
    others: list[Delegate]
    results: list[Result]
    follow_ups: list[FollowUp]


def tasks_of(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    """Every room's lines; what is late first, what is done last, else in the order of the month."""
    tasks = [task for room in ROOMS for task in room.tasks(actor, period, on=on)]
    return sorted(tasks, key=lambda task: (task.is_done, not task.is_late))


def next_meeting(actor: Actor, *, on: datetime.date) -> NextMeeting | None:
    """At most five queries."""
    delegate = Delegate.objects.filter(user=actor.user).first() if actor.is_delegate else None
    seat = next_seat(delegate, on) if delegate else None
    if seat is None:
        return None
    unit = seat.meeting.unit
    others = Seat.objects.published().filter(meeting=seat.meeting_id).exclude(pk=seat.pk).with_people()
    results = Result.objects.filter(unit=unit, ranking__status=Ranking.Status.PUBLISHED)
    matters = FollowUp.objects.filter(unit=unit).without_blind(actor).open().order_by("due_on", "id")
    return NextMeeting(
        seat=seat,
        others=[one.delegate for one in others],
        results=list(results.select_related("ranking__period").order_by("-ranking__period__month")[:RESULTS]),
        follow_ups=list(matters[:MATTERS]),
    )


@require_safe
def home(request: AppRequest) -> HttpResponse:
    return _home(request, None)


@require_safe
def month(request: AppRequest, month: datetime.date) -> HttpResponse:
    return _home(request, month)


def _home(request: AppRequest, month: datetime.date | None) -> HttpResponse:
    today = timezone.localdate()
    periods = newest_periods(request)
    period = next((one for one in periods if one.month == month), None) if month else current_period(periods, on=today)
    if month and not period:  # older than those offered
        period = get_object_or_404(Period, month=month)
    # Asked in the first month too: it may have been opened before all was entered.
    steps = first_steps(request.actor) if len(periods) < 2 else []
    if period:
        steps = [step for step in steps if not step.is_done]
    unclosed = [one for one in periods if not one.is_closed]
    context = {
        "period": period,
        "tasks": tasks_of(request.actor, period, on=today) if period else [],
        "first_steps": steps,
        # The next month is opened before this one is closed: each names the other.
        "also_open": [one for one in unclosed if one != period] if period in unclosed else [],
        "next": next_meeting(request.actor, on=today),
        "digest": latest_digest() if request.actor.has(Role.STANDING, Role.OFFICE_HEAD) else None,
    }
    return render(request, "home.html", context)
