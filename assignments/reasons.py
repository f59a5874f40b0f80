"""What the panel of a meeting says beside who sits there: why something is missing, and why not somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.names import search_key
from assignments.answers import AnswerText, answer
from assignments.gaps import Gap, gaps_of_meeting, is_held
from assignments.models import Plan, Seat
from assignments.planned import PlannedMonth, planned_month
from assignments.planner.forcing import settled
from assignments.planner.problem import Pair
from assignments.planner.sensitivity import Verdict, verdicts

UNKNOWN_PERSON = "Đồng chí này không có trong danh sách của bản phân công này. Xin gõ lại tên."
NAMELESS = "Gõ tên, hoặc một phần tên, của đồng chí muốn hỏi."


@dataclass(frozen=True, kw_only=True)
class Reasons:
    planned: PlannedMonth | None
    """None for a plan without a dossier."""
    is_known: bool = False
    """The meeting is in the plan's dossier: it can be explained."""
    verdicts: Mapping[Pair, Verdict] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    is_held: bool = False
    """Its day has come: nothing is looked for that would fill it."""
    people: list[Any] = field(default_factory=list)
    """Whom one may ask about, as delegates are listed."""
    askable: frozenset[int] = frozenset()
    seated: frozenset[int] = frozenset()
    typed: str = ""
    """The name asked for."""
    matches: list[Any] = field(default_factory=list)
    """Those of that name, where they are several."""
    answer: AnswerText | None = None
    error: str = ""


def panel_reasons(
    request: HttpRequest, plan: Plan, meeting_id: int, seats: list[Seat], people: dict[str, Any] | None = None
) -> Reasons:
    """`?vi-sao=<delegate>`, or `?ten=<part of a name>`, asks why that delegate does or does not sit here."""
    planned, meeting = planned_month(plan, seats=seats, people=people), str(meeting_id)
    if planned is None or meeting not in planned.problem.meeting_by_id:
        return Reasons(planned=planned)
    typed, today = request.GET.get("ten", "")[:100].strip(), timezone.localdate()
    named = _named(planned, typed)
    asked = named[0] if len(named) == 1 else request.GET.get("vi-sao", "")
    is_listed = asked in planned.problem.delegate_by_id and asked in planned.people
    return Reasons(
        planned=planned,
        is_known=True,
        verdicts=_verdicts(planned, meeting),
        gaps=gaps_of_meeting(planned, meeting, on=today),
        is_held=is_held(planned, meeting, on=today),
        people=list(planned.people.values()),
        askable=frozenset(int(person) for person in planned.people),
        seated=frozenset(int(person) for place, person in planned.pairs if place == meeting),
        typed=planned.name(asked) if is_listed else typed,
        matches=[planned.people[one] for one in named] if len(named) > 1 else [],
        answer=answer(planned, meeting, asked) if is_listed else None,
        error=_refused(request, is_listed=is_listed, is_known=bool(named)),
    )


def _named(planned: PlannedMonth, typed: str) -> list[str]:
    """Whoever has that name whole; else all in whose name it stands: with or without marks."""
    key = search_key(typed)
    keys = {one: search_key(person.full_name) for one, person in planned.people.items()} if key else {}
    return [one for one in keys if keys[one] == key] or [one for one in keys if key in keys[one]]


def _refused(request: HttpRequest, *, is_listed: bool, is_known: bool) -> str:
    if is_listed or is_known:
        return ""
    if request.GET.get("vi-sao") or request.GET.get("ten", "").strip():
        return UNKNOWN_PERSON
    return NAMELESS if "ten" in request.GET else ""


def _verdicts(month: PlannedMonth, meeting: str) -> Mapping[Pair, Verdict]:
    """What is told at once of every pair; in a small month also what only solving again can tell of this meeting."""
    known = verdicts(month.problem, month.pairs)
    if not month.is_best:
        return known
    open_pairs = [pair for pair in month.problem.model.pairs if pair[0] == meeting and pair not in known]
    return known | settled(month.problem, month.pairs, open_pairs)
