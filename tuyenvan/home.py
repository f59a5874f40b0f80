"""The home page of each role: what needs me now."""

import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

import assignments.tasks
import meetings.tasks
import scoring.tasks
import surveys.tasks
import units.tasks
from tuyenvan.digest import latest_digest
from units.actor import Actor, AppRequest
from units.models import Period, Role
from units.task import Task

ROOMS = (units.tasks, assignments.tasks, meetings.tasks, surveys.tasks, scoring.tasks)


def tasks_of(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    """Every room's lines; what is late first, what is done last, else in the order of the month."""
    tasks = [task for room in ROOMS for task in room.tasks(actor, period, on=on)]
    return sorted(tasks, key=lambda task: (task.is_done, not task.is_late))


@require_safe
def home(request: AppRequest) -> HttpResponse:
    return _home(request, Period.objects.order_by("-month").first())


@require_safe
def month(request: AppRequest, month: datetime.date) -> HttpResponse:
    return _home(request, get_object_or_404(Period, month=month))


def _home(request: AppRequest, period: Period | None) -> HttpResponse:
    tasks = tasks_of(request.actor, period, on=timezone.localdate()) if period else []
    digest = latest_digest() if request.actor.has(Role.STANDING, Role.OFFICE_HEAD) else None
    return render(request, "home.html", {"period": period, "tasks": tasks, "digest": digest})
