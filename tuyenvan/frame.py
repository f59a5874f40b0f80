"""What the frame round every page shows: the committee, the month being worked on, its stages."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest
from django.utils import timezone

from tuyenvan.months import current_period, newest_periods
from tuyenvan.navigation import DIRECTORY, PLACES, links, month_view
from units.access import is_extended, last_day_of_entry
from units.actor import Actor
from units.calendar import WorkCalendar, deadline_text
from units.models import Extension, IssuingBody, Meeting, Period, Stage, Unit


@dataclass(frozen=True, kw_only=True)
class StageStep:
    label: str
    state: str  # "done", "now" or "next"
    due: datetime.date
    due_text: str


def frame(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "actor"):
        return {}
    periods = newest_periods(request)
    period = chosen_period(request, periods)
    month = period.month if period else None
    body = body_with_progress(period, request.actor, on=timezone.localdate())
    return {
        "body": body,
        "actor": request.actor,
        "periods": periods,
        "month_view": month_view(request.resolver_match.view_name if request.resolver_match else "", request.actor),
        "frame_period": period,
        "nav_links": links(PLACES, request.actor, month=month, path=request.path),
        "directory_links": links(DIRECTORY, request.actor, month=month, path=request.path),
        "stage_steps": [_step(period, stage, request.actor.calendar) for stage in Stage] if period else [],
        "stage_progress": progress_text(period, body) if period and body and request.actor.takes_part else "",
        "stage_extended": extension_text(period, body, request.actor.calendar)
        if period and body and request.actor.is_unit
        else "",
    }


def chosen_period(request: HttpRequest, periods: list[Period]) -> Period | None:
    """The month of the address, or of what the page is about; else the current one."""
    match = request.resolver_match
    month = match.kwargs.get("month") if match else None
    month = month or getattr(request, "month", None)
    chosen = next((period for period in periods if period.month == month), None)
    return chosen or current_period(periods, on=timezone.localdate())


def body_with_progress(period: Period | None, actor: Actor, *, on: datetime.date) -> Any:
    """The committee, the month's counts and the time granted to the unit, in one query, for it runs on every page."""
    month = period.month if period else on
    meetings = Meeting.objects.filter(period=period)
    granted = Extension.objects.filter(period=period, unit__in=actor.unit_ids, until__gte=on).in_force()
    return (
        IssuingBody.objects.valid()
        .annotate(
            units=_count(Unit.objects.valid(month)),
            registered=_count(meetings),
            held=_count(meetings.filter(held_on__isnull=False)),
            extensions=ArraySubquery(granted.order_by("until").values(row=JSONObject(stage="stage", until="until"))),
        )
        .first()
    )


def extension_text(period: Period, body: Any, calendar: WorkCalendar) -> str:
    """The unit's own due day, where the office has granted one that still runs."""
    on = timezone.localdate()
    texts = []
    for row in body.extensions:
        stage, until = Stage(row["stage"]), datetime.date.fromisoformat(row["until"])
        if is_extended(period, stage, until, on=on) and until == last_day_of_entry(period, stage, until):
            due = deadline_text(until, on=on, calendar=calendar)
            texts.append(f"Đơn vị được gia hạn {stage.label.lower()} đến hết ngày {until:%d/%m/%Y} ({due})")
    return "; ".join(texts)


def progress_text(period: Period, body: Any) -> str:
    if period.is_before(Stage.CONFERENCE):
        return f"{body.registered}/{body.units} đơn vị đã đăng ký hội nghị"
    return f"{body.held}/{body.units} đơn vị đã tổ chức hội nghị"


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0)


def _step(period: Period, stage: Stage, calendar: WorkCalendar) -> StageStep:
    state = "now" if period.stage == stage else "next" if period.is_before(stage) else "done"
    due = period.due_of(stage)
    text = "đã kết thúc" if stage == Stage.CLOSED else deadline_text(due, on=timezone.localdate(), calendar=calendar)
    return StageStep(label=stage.label, state=state, due=due, due_text=text)
