"""What people decided about one meeting beside who sits: whom to keep away, which places to leave empty."""

from dataclasses import dataclass
from typing import Any

from assignments.models import Seat
from assignments.problem import MonthProblem
from assignments.services.content import Content, Decision


@dataclass(frozen=True, kw_only=True)
class KeptAway:
    delegate: Any
    reason: str


@dataclass(frozen=True, kw_only=True)
class Decided:
    kept_away: list[KeptAway]
    left_empty: Decision | None
    may_leave: list[int]
    """How many places could be left empty: those that nobody has."""


def build_decided(month: MonthProblem, content: Content, seats: list[Seat], meeting: Any) -> Decided:
    key = str(meeting.pk)
    free = meeting.seats - sum(seat.meeting_id == meeting.pk for seat in seats)
    left = content.left_empty.get(key)
    return Decided(
        kept_away=[
            KeptAway(delegate=month.delegate_of[pair[1]], reason=decision.reason)
            for pair, decision in content.forbidden.items()
            if pair[0] == key and month.knows(pair)
        ],
        left_empty=left,
        may_leave=[places for places in range(1, free + 1) if left is None or places != left.seats],
    )
