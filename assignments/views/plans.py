import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget

from assignments import access, services
from assignments.board import build_board, build_panel
from assignments.changes import changes_by_plan
from assignments.decided import build_decided
from assignments.forms import EditForm
from assignments.models import Plan, Seat, Solve
from assignments.plain_words import GOALS_EXPLAINED, RULES_EXPLAINED
from assignments.problem import PlanningError, month_problem
from assignments.reasons import panel_reasons
from units.actor import Actor, AppRequest
from units.models import Period, Stage


@require_safe
def plan_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    return show_plan(request, get_period(request, month))


@require_safe
def seat_panel(request: AppRequest, month: datetime.date, meeting_id: int) -> HttpResponse:
    period = get_period(request, month)
    return show_panel(request, period, asked_plan(request, period), meeting_id)


def show_panel(
    request: AppRequest, period: Period, plan: Plan, meeting_id: int, errors: list[str] | None = None
) -> HttpResponse:
    seats = list(Seat.objects.filter(plan=plan).with_people().select_related("instead_of"))
    content = services.content_of(plan, seats)
    today = None if plan.is_frozen and plan.problem else month_problem(period, content.asked)
    reasons = panel_reasons(request, plan, meeting_id, seats, today.delegate_of if today else None)
    month = today or (reasons.planned.as_month() if reasons.planned else None)
    if month is None:
        raise Http404
    meeting = month.meeting_of.get(str(meeting_id))
    if meeting is None:
        raise Http404
    may_edit = access.can_draft_plan(request.actor) and plan.status == Plan.Status.DRAFT
    is_over = may_edit and services.stands_as_held(plan, meeting, content, at=timezone.now())
    context = {
        "period": period,
        "plan": plan,
        "panel": build_panel(month, seats, meeting, reasons.verdicts),
        "reasons": reasons,
        "ask_url": f"{reverse('assignments:seat_panel', args=[period.month, meeting_id])}?ban={plan.version}&vi-sao=",
        "errors": errors or [],
        "may_edit": may_edit and not is_over,
        "may_lower": access.can_draft_plan(request.actor) and timezone.now() < meeting.starts_at,
        "too_late": services.TOO_LATE if is_over else "",
        "decided": build_decided(month, content, seats, meeting),
    }
    template = "assignments/seat_panel.html"
    status = 422 if errors or reasons.error else 200
    return render(request, f"{template}#panel" if request.htmx else template, context, status=status)


def show_plan(
    request: AppRequest, period: Period, *, status: int = 200, focus: int = 0, open_panel: str = ""
) -> HttpResponse:
    versions = list(Plan.objects.visible_to(request.actor).in_period(period).select_related("notice").without_files())
    plan = _chosen(request, period, versions)
    context: dict[str, Any] = {
        "period": period,
        "plan": plan,
        "versions": versions,
        "focus": focus,
        "open_panel": open_panel,
        "solve": (solve := period.solves.select_related("asked_by").first()),
        "solve_failed_last": _failed_last(solve, plan),
        "calendars": services.calendars_read,  # asked only where it is shown
        "may_draft": access.can_draft_plan(request.actor) and not period.is_past(Stage.CONFERENCE),
    }
    if plan:
        may = acts_open(request.actor, plan)
        context |= may | {
            "board": build_board(plan, period, sought=request.GET.get("tim", "")[:100].strip()),
            "history": services.history_of(plan) if may["may_edit"] else None,
            "notice": getattr(plan, "notice", None),
            # What a version to replace another changes is the first thing that whoever checks it asks.
            "changes": changes_by_plan(plan) if plan.version > 1 and not plan.is_frozen else None,
            "may_replace": context["may_draft"] and plan.status == Plan.Status.PUBLISHED and plan == versions[0],
            "has_panel": bool(plan.problem) or not plan.is_frozen,
            "goals_explained": GOALS_EXPLAINED,
            "rules_explained": RULES_EXPLAINED,
            "panel_word": "Đổi, ghim" if may["may_edit"] else "Xem",
        }
    template = "assignments/plan_detail.html"
    return render(request, f"{template}#board" if request.htmx else template, context, status=status)


def is_told_on_plan_page(solve: Solve) -> bool:
    """The page of the plan says by itself why the last solve came to nothing."""
    plan = Plan.objects.in_period(solve.period).without_files().first()
    return solve == solve.period.solves.first() and _failed_last(solve, plan)


def _failed_last(solve: Solve | None, plan: Plan | None) -> bool:
    """Nothing has been done to the draft since, so that it is still news."""
    if solve is None or solve.ended_at is None:
        return False
    return plan is None or plan.edited_at is None or solve.ended_at > plan.edited_at


def acts_open(actor: Actor, plan: Plan) -> dict[str, bool]:
    """The buttons to show: what this person may do with a plan in this status."""
    status = Plan.Status(plan.status)
    return {
        "may_edit": access.can_draft_plan(actor) and status == Plan.Status.DRAFT,
        "may_check": access.can_check_plan(actor) and status == Plan.Status.SUBMITTED,
        "may_return": access.can_return_plan(actor) and status in (Plan.Status.SUBMITTED, Plan.Status.CHECKED),
        "may_publish": access.can_publish_plan(actor) and status == Plan.Status.CHECKED,
    }


def _chosen(request: AppRequest, period: Period, versions: list[Plan]) -> Plan | None:
    """The version asked for (`?ban=1`), else the newest: the one in work, or the one in force."""
    if not versions:
        return None
    asked = [plan for plan in versions if str(plan.version) == request.GET.get("ban")]
    chosen = (asked or versions)[0]
    people = ("period", "notice", "made_by", "checked_by", "published_by", "edited_by")
    found: Plan = Plan.objects.select_related(*people).get(pk=chosen.pk)
    return found


def act(request: AppRequest, period: Period, do: Callable[[], object], said: str) -> HttpResponse:
    """One act on a plan without a form of its own: done and said, or refused on the page of the plan."""
    try:
        do()
    except PlanningError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        return (
            as_board(show_plan(request, period, status=422)) if request.htmx else show_plan(request, period, status=422)
        )
    messages.success(request, said)
    if request.htmx:
        return as_board(show_plan(request, period))
    return redirect("assignments:plan_detail", period.month)


def as_board(response: HttpResponse) -> HttpResponse:
    return reswap(retarget(response, "#board"), "outerHTML")


def get_period(request: AppRequest, month: datetime.date) -> Period:
    """The month, for those who may see how its plan comes about; to all others there is no such page."""
    if not access.can_see_plans(request.actor):
        raise Http404
    period: Period = get_object_or_404(Period.objects.with_progress(), month=month)
    return period


def get_plan(actor: Actor, period: Period) -> Plan:
    """The newest version: the one in work, or the one in force."""
    plans = Plan.objects.visible_to(actor).in_period(period).select_related("period", "notice", "edited_by")
    plan: Plan | None = plans.first()
    if plan is None:
        raise Http404
    return plan


def asked_plan(request: AppRequest, period: Period) -> Plan:
    """The version asked for (`?ban=1`), else the newest."""
    plans = Plan.objects.visible_to(request.actor).in_period(period).select_related("period", "notice", "edited_by")
    asked = request.GET.get("ban", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    plan: Plan | None = (number and plans.filter(version=number).first()) or plans.first()
    if plan is None:
        raise Http404
    return plan


def let_in(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def posted_edit(request: AppRequest) -> int:
    form = EditForm(request.POST)
    return form.cleaned_data["edit"] if form.is_valid() else -1
