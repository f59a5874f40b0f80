"""A plan with the dossier that it stands on: what was known when it was made explains it, not what is known today."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from assignments.dossier import read_problem
from assignments.models import Delegate, Plan, Seat
from assignments.planner.problem import Pair, Problem
from assignments.problem import MonthProblem, policy_of, with_rank_asked
from units.models import Meeting


@dataclass(frozen=True, kw_only=True)
class PlannedMonth:
    plan: Plan
    seats: list[Seat]
    problem: Problem
    pairs: list[Pair]
    meetings: dict[str, Any]
    """By the dossier's ids, each with time, seats and rank as in the dossier. Also what was called off since."""
    people: dict[str, Any]

    @property
    def is_best(self) -> bool:
        goals = self.plan.result.get("goals", [])
        return bool(goals) and all(row["proven"] for row in goals)

    def name(self, delegate: str) -> str:
        return self.people[delegate].full_name if delegate in self.people else "(không còn trong danh sách)"

    def comrade(self, delegate: str) -> str:
        return f"đồng chí {self.name(delegate)}"

    def unit(self, meeting: str) -> str:
        """Inside a sentence."""
        return self.meetings[meeting].unit.name_in_text if meeting in self.meetings else "(không còn trong danh sách)"

    def unit_first(self, meeting: str) -> str:
        """Where a sentence begins with it."""
        name = self.unit(meeting)
        return name[:1].upper() + name[1:]

    def unit_coded(self, code: str) -> str:
        found = (self.unit(meeting.id) for meeting in self.problem.meetings if meeting.unit == code)
        return next(found, code)

    def day(self, meeting: str) -> str:
        return f"{self.problem.meeting_by_id[meeting].on:%d/%m}"

    def as_month(self) -> MonthProblem:
        """For the panel of a plan that is no longer worked on."""
        return MonthProblem(
            period=self.plan.period,
            policy=policy_of(self.plan.period),
            meetings=list(self.meetings.values()),
            delegates=list(self.people.values()),
            dossier=self.plan.problem,
        )


def planned_month(
    plan: Plan, *, seats: list[Seat] | None = None, people: dict[str, Any] | None = None
) -> PlannedMonth | None:
    """Three queries, fewer where seats or delegates are at hand; None where a plan was kept without its dossier."""
    if not plan.problem:
        return None
    problem = read_problem(plan.problem, vet_pins=False)
    seats = list(Seat.objects.filter(plan=plan).with_people()) if seats is None else seats
    known = people if people and people.keys() >= problem.delegate_by_id.keys() else _people(problem)
    pairs = [(str(seat.meeting_id), str(seat.delegate_id)) for seat in seats]
    return PlannedMonth(
        plan=plan,
        seats=seats,
        problem=problem,
        pairs=[pair for pair in pairs if pair[0] in problem.meeting_by_id and pair[1] in problem.delegate_by_id],
        meetings=_meetings(problem),
        people={key: row for key, row in known.items() if key in problem.delegate_by_id},
    )


def _meetings(problem: Problem) -> dict[str, Any]:
    ids = [int(meeting.id) for meeting in problem.meetings]
    rows = with_rank_asked(Meeting.with_cancelled.filter(pk__in=ids).select_related("unit", "period"))
    return {str(row.pk): _as_planned(row, problem) for row in rows}


def _as_planned(row: Any, problem: Problem) -> Any:
    meeting = problem.meeting_by_id[str(row.pk)]
    if row.tier_asked != meeting.tier_required:
        row.lowered_tier = row.lowered_reason = None  # not as the plan was made
        if row.concern_tier != meeting.tier_required:
            row.concern_reason = ""  # of another concern than the one that the plan was made for
    row.starts_at, row.ends_at = _aware(meeting.starts_at), _aware(meeting.ends_at)
    row.seats, row.tier_asked = meeting.seats, meeting.tier_required
    return row


def _aware(minute: datetime.datetime) -> datetime.datetime:
    return timezone.make_aware(minute)


def _people(problem: Problem) -> dict[str, Any]:
    rows = Delegate.objects.filter(pk__in=[int(delegate.id) for delegate in problem.delegates])
    return {str(row.pk): row for row in rows.select_related("agency")}
