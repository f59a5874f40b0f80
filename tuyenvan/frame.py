"""What the frame round every page shows: the committee, the month being worked on, its stages."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from tuyenvan.months import current_period
from tuyenvan.navigation import DIRECTORY, PLACES, links, month_view
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
    body = body_with_progress(period)
    return {
        "body": body,
        "actor": request.actor,
        "periods": periods,
        "month_view": month_view(request.resolver_match.view_name if request.resolver_match else "", request.actor),
        "frame_period": period,
        "nav_links": links(PLACES, request.actor, month=period.month, path=request.path) if period else [],
        "directory_links": links(DIRECTORY, request.actor, month=period.month, path=request.path) if period else [],
        "stage_steps": [_step(period, stage) for stage in Stage] if period else [],
        "stage_progress": progress_text(period, body) if period and body and request.actor.takes_part else "",
    }


def chosen_period(request: HttpRequest, periods: list[Period]) -> Period | None:
    """The month of the address, or of what the page is about; else the current one."""
    match = request.resolver_match
    month = match.kwargs.get("month") if match else None
    month = month or getattr(request, "month", None)
    chosen = next((period for period in periods if period.month == month), None)
    return chosen or current_period(periods, on=timezone.localdate())


def body_with_progress(period: Period | None) -> IssuingBody | None:
    """The committee and the month's counts in one query, for it runs on every page."""
    month = period.month if period else timezone.localdate()
    meetings = Meeting.objects.filter(period=period)
    body: IssuingBody | None = (
        IssuingBody.objects.valid()
        .annotate(
            units=_count(Unit.objects.valid(month)),
            registered=_count(meetings),
            held=_count(meetings.filter(held_on__isnull=False)),
        )
        .first()
    )
    return body


def progress_text(period: Period, body: Any) -> str:
    if period.is_before(Stage.CONFERENCE):
        return f"{body.registered}/{body.units} đơn vị đã đăng ký hội nghị"
    return f"{body.held}/{body.units} đơn vị đã tổ chức hội nghị"


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _step(period: Period, stage: Stage) -> StageStep:
    state = "now" if period.stage == stage else "next" if period.is_before(stage) else "done"
    due = period.due_of(stage)
    text = "đã kết thúc" if stage == Stage.CLOSED else deadline_text(due, on=timezone.localdate())
    return StageStep(label=stage.label, state=state, due=due, due_text=text)
