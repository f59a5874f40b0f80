"""One field that finds places, people, notices, reports, marks or no marks; what begins with the text first."""

from typing import Any

from django.db.models import Case, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.names import search_key
from assignments.models import Delegate, Notice
from scoring.access import visible_rankings
from scoring.models import Ranking
from units.actor import Actor, AppRequest
from units.models import Agency, Membership, Role, Team, Unit

MOST = 20


def units_found(actor: Actor, text: str) -> list[Unit]:
    """Former ones too, after the others: each is known by what it was called then."""
    rows = Unit.objects.matching(text).best_first(text)
    if not _reads_units(actor):
        rows = rows.filter(pk__in=actor.unit_ids)
    is_past = Case(When(valid_to__lt=timezone.localdate(), then=1), default=0)
    return list(rows.alias(is_past=is_past).order_by("is_past", *rows.query.order_by)[:MOST])


def teams_found(actor: Actor, text: str) -> list[Team]:
    rows = Team.objects.active().matching(text).exclude(unit__valid_to__lt=timezone.localdate())
    if not _reads_units(actor):
        rows = rows.filter(unit__in=actor.unit_ids)
    return list(rows.best_first(text).select_related("unit")[:MOST])


def agencies_found(actor: Actor, text: str) -> list[Agency]:
    return list(Agency.objects.matching(text).best_first(text)[:MOST]) if actor.sees_all_units else []


def delegates_found(actor: Actor, text: str) -> list[Delegate]:
    if not actor.sees_all_units:
        return []
    return list(Delegate.objects.active().matching(text).best_first(text).select_related("agency")[:MOST])


def staff_found(actor: Actor, text: str) -> list[Membership]:
    """The committee's own people, the units' and the agencies'. Delegates have their own list."""
    if not actor.sees_all_units:
        return []
    people = User.objects.filter(is_active=True).matching(text)
    staff = Membership.objects.filter(user__in=people).exclude(role__in=(Role.DELEGATE, Role.SYSADMIN))
    return list(staff.select_related("user", "unit", "agency").order_by("user__sort_key", "role", "pk")[:MOST])


def notices_found(actor: Actor, text: str) -> list[Notice]:
    """By number ("12", "12-TB/TU"), by month ("11/2026"), or all of them by "thông báo"."""
    if actor.roles <= {Role.SYSADMIN}:
        return []
    key = search_key(text)
    notices = Notice.objects.select_related("plan__period").order_by("-issued_on")[:60]
    return [notice for notice in notices if key in search_key(f"{notice} tháng {notice.plan.period.label}")][:MOST]


def reports_found(actor: Actor, text: str) -> list[Ranking]:
    """Published rankings, in the same ways."""
    key = search_key(text)
    reports = visible_rankings(actor).filter(status=Ranking.Status.PUBLISHED).without_files().order_by("-issued_on")
    return [one for one in reports[:60] if key in search_key(f"{one.report_name} tháng {one.period.label}")][:MOST]


def _reads_units(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_delegate


FINDERS: dict[str, Any] = {
    "units": units_found,
    "teams": teams_found,
    "agencies": agencies_found,
    "delegates": delegates_found,
    "staff": staff_found,
    "notices": notices_found,
    "reports": reports_found,
}


@require_safe
def search(request: AppRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:100].strip()
    is_asked = bool(search_key(text))
    found = {kind: find(request.actor, text) if is_asked else [] for kind, find in FINDERS.items()}
    return render(request, "search.html", {"search_text": text, "found": found, "nothing": not any(found.values())})
