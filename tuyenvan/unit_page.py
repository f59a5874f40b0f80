"""One page that a secretary or a leader reads before a visit (design.md, "Unit page")."""

import datetime
from dataclasses import dataclass

from django.db.models import Max, Q
from django.db.models.functions import Greatest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assignments.models import Seat
from meetings.models import FollowUp, MeetingNote
from people.access import can_follow_unit
from scoring.models import Ranking, Result
from units.access import can_edit_directory, can_edit_teams
from units.actor import Actor, AppRequest
from units.models import Concern, Meeting, Membership, Team, Unit

MONTHS = 12
# Of a team that goes on from a former unit, also what was seen of it there.
LAST_VISIT = Greatest(Max("visits__visited_on"), Max("continues__visits__visited_on"))


@dataclass(frozen=True, kw_only=True)
class Predecessor:
    """What a unit came from, with its own results under its own name."""

    unit: Unit
    results: list[Result]  # newest month first

    @property
    def totals(self) -> list[Result]:
        return self.results[::-1]


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
    successors: list[Unit]
    predecessors: list[Predecessor]
    people: list[Membership]

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
    before, after = relatives(unit)
    results = results_of([unit, *before])
    return UnitReport(
        unit=unit,
        results=results[unit.pk],
        successors=after,
        predecessors=[Predecessor(unit=one, results=results[one.pk]) for one in before],
        people=people_of(unit) if actor.sees_all_units else [],
        seats=list(
            Seat.objects.published()
            .filter(meeting__unit=unit, meeting__starts_at__date__gte=since)
            .select_related("meeting__period", "delegate__agency")
            .order_by("-meeting__starts_at", "delegate__tier")
        ),
        notes=list(notes.select_related("delegate__agency", "meeting__period").order_by("-meeting__starts_at")[:6]),
        follow_ups=list(FollowUp.objects.filter(unit=unit).without_blind(actor).open().order_by("due_on", "id")[:20]),
        teams=list(Team.objects.filter(unit=unit, is_active=True).annotate(last_visit=LAST_VISIT)),
        concerns=list(Concern.objects.filter(unit=unit).open(on)) if sees_concerns(actor) else [],
        meeting=Meeting.objects.filter(unit=unit, starts_at__date__gte=on).order_by("starts_at").first(),
    )


def relatives(unit: Unit) -> tuple[list[Unit], list[Unit]]:
    """What it came from and what it became, in one query; none for a unit that never changed."""
    if not (unit.begun_by_id or unit.ended_by_id):
        return [], []
    begun = Q(ended_by=unit.begun_by_id) if unit.begun_by_id else Q(pk=None)
    ended = Q(begun_by=unit.ended_by_id) if unit.ended_by_id else Q(pk=None)
    units = list(Unit.objects.filter(begun | ended))
    before = [one for one in units if unit.begun_by_id and one.ended_by_id == unit.begun_by_id]
    return before, [one for one in units if one not in before]


def results_of(units: list[Unit]) -> dict[int, list[Result]]:
    """The last twelve published months of each, newest first."""
    found: dict[int, list[Result]] = {unit.pk: [] for unit in units}
    published = Result.objects.filter(unit__in=units, ranking__status=Ranking.Status.PUBLISHED)
    newest_first = published.select_related("ranking__period").order_by("-ranking__period__month")
    for result in newest_first[: MONTHS * len(units)]:
        found[result.unit_id].append(result)
    return {unit: results[:MONTHS] for unit, results in found.items()}


def people_of(unit: Unit) -> list[Membership]:
    """Who acts for it, by given name."""
    people = Membership.objects.filter(unit=unit, user__is_active=True).select_related("user")
    return list(people.order_by("user__sort_key", "pk"))


def sees_concerns(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_delegate


@require_safe
def unit_page(request: AppRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=unit_id)
    if not can_read_unit(request.actor, unit):
        raise Http404
    report = unit_report(unit, actor=request.actor, on=timezone.localdate())
    reads_results = request.actor.sees_all_units or unit.pk in request.actor.unit_ids
    context = {
        "report": report,
        "reads_results": reads_results,
        "follows_unit": can_follow_unit(request.actor, unit),
        "may_edit": can_edit_directory(request.actor),
        "may_edit_teams": can_edit_teams(request.actor, unit),
    }
    return render(request, "unit_page.html", context)
