"""One page that a secretary or a leader reads before a visit (design.md, "Unit page")."""

import datetime
from dataclasses import dataclass

from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assignments.models import Seat
from meetings.models import FollowUp, MeetingNote
from scoring.models import Ranking, Result
from units.actor import Actor, AppRequest
from units.models import Concern, Meeting, Team, Unit

MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class UnitReport:
    unit: Unit
    results: list[Result]  # newest month first
    seats: list[Seat]
    notes: list[MeetingNote]
    follow_ups: list[FollowUp]
    teams: list[Team]
    concerns: list[Concern]
    meeting: Meeting | None

    @property
    def totals(self) -> list[Result]:
        """Oldest first, for the line."""
        return self.results[::-1]


def can_read_unit(actor: Actor, unit: Unit) -> bool:
    """The committee's people and delegates read any unit; a unit reads itself; agencies see only their criteria."""
    return actor.sees_all_units or actor.is_delegate or unit.pk in actor.unit_ids


def unit_report(unit: Unit, *, actor: Actor, on: datetime.date) -> UnitReport:
    since = on.replace(day=1) - datetime.timedelta(days=31 * MONTHS)
    notes = MeetingNote.objects.filter(meeting__unit=unit).without_blind(actor)
    return UnitReport(
        unit=unit,
        results=list(
            Result.objects.filter(unit=unit, ranking__status=Ranking.Status.PUBLISHED)
            .select_related("ranking__period")
            .order_by("-ranking__period__month")[:MONTHS]
        ),
        seats=list(
            Seat.objects.filter(plan__status="published", meeting__unit=unit, meeting__starts_at__date__gte=since)
            .select_related("meeting__period", "delegate__agency")
            .order_by("-meeting__starts_at", "delegate__tier")
        ),
        notes=list(notes.select_related("delegate__agency", "meeting__period").order_by("-meeting__starts_at")[:6]),
        follow_ups=list(FollowUp.objects.filter(unit=unit).without_blind(actor).open().order_by("due_on", "id")[:20]),
        teams=list(Team.objects.filter(unit=unit, is_active=True).annotate(last_visit=Max("visits__visited_on"))),
        concerns=list(Concern.objects.filter(unit=unit).open(on)) if sees_concerns(actor) else [],
        meeting=Meeting.objects.filter(unit=unit, starts_at__date__gte=on).order_by("starts_at").first(),
    )


def sees_concerns(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_delegate


@require_safe
def unit_page(request: AppRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=unit_id)
    if not can_read_unit(request.actor, unit):
        raise Http404
    report = unit_report(unit, actor=request.actor, on=timezone.localdate())
    reads_results = request.actor.sees_all_units or unit.pk in request.actor.unit_ids
    return render(request, "unit_page.html", {"report": report, "reads_results": reads_results})
