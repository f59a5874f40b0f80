"""What the frame round every page shows: the committee, the month being worked on, its stages."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from units.calendar import deadline_text
from units.models import IssuingBody, Meeting, Period, Stage, Unit


@dataclass(frozen=True, kw_only=True)
class StageStep:
    label: str
    state: str  # "done", "now" or "next"
    due: datetime.date
    due_text: str


def frame(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "actor"):
        return {}
    periods = list(Period.objects.order_by("-month")[:24])
    period = chosen_period(request, periods)
    return {
        "body": IssuingBody.objects.valid().first(),
        "actor": request.actor,
        "periods": periods,
        "frame_period": period,
        "stage_steps": stage_steps(period) if period else [],
        "stage_progress": stage_progress(period) if period else "",
    }


def chosen_period(request: HttpRequest, periods: list[Period]) -> Period | None:
    """The month of the address; else the newest one."""
    match = request.resolver_match
    month = match.kwargs.get("month") if match else None
    chosen = next((period for period in periods if period.month == month), None)
    return chosen or (periods[0] if periods else None)


def stage_steps(period: Period) -> list[StageStep]:
    return [_step(period, stage) for stage in Stage]


def _step(period: Period, stage: Stage) -> StageStep:
    state = "now" if period.stage == stage else "next" if period.is_before(stage) else "done"
    due = period.due_of(stage)
    return StageStep(label=stage.label, state=state, due=due, due_text=deadline_text(due, on=timezone.localdate()))


def stage_progress(period: Period) -> str:
    """How far registration is, the one count every later stage stands on."""
    units = Unit.objects.valid(period.month).aggregate(
        all=Count("id", distinct=True),
    )
    registered = Meeting.objects.in_period(period).aggregate(
        all=Count("id"), held=Count("id", filter=Q(held_on__isnull=False))
    )
    if period.is_past(Stage.CONFERENCE) or period.stage == Stage.CONFERENCE:
        return f"{registered['held']}/{units['all']} đơn vị đã tổ chức hội nghị"
    return f"{registered['all']}/{units['all']} đơn vị đã đăng ký"
