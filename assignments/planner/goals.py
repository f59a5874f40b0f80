"""The six goals of a plan as exact whole numbers. Source: the dossier format, "Goals, in strict order"."""

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from .problem import Delegate, Meeting, Pair, Problem

GOALS = ("unmet_seniority", "empty_seats", "changed", "load", "rotation", "seniors_spent")

GoalVector = tuple[int, int, int, int, int, int]
"""The values of GOALS, in that order: compares as the goals do."""


def goal_vector(problem: Problem, pairs: Iterable[Pair]) -> GoalVector:
    held = set(pairs)
    ranked = {meeting for meeting, delegate in held if _satisfies(problem, meeting, delegate)}
    return (
        sum(meeting.asks_for_rank and meeting.id not in ranked for meeting in problem.meetings),
        sum(meeting.seats for meeting in problem.meetings) - len(held),
        len(problem.published_pairs - held),
        _load(problem, Counter(delegate for _, delegate in held)),
        sum(rotation_cost(problem, problem.meeting_by_id[m], problem.delegate_by_id[d]) for m, d in held),
        sum(spends_senior(problem.meeting_by_id[m], problem.delegate_by_id[d]) for m, d in held),
    )


def load_step(problem: Problem, delegate: Delegate, held: int) -> int:
    """What the load goal grows by when someone who holds `held` seats of this plan takes one more."""
    return (2 * (delegate.past_seats + held) + 1) * (problem.load_scale // delegate.share)


def rotation_cost(problem: Problem, meeting: Meeting, delegate: Delegate) -> int:
    own, agency = rotation_parts(problem, meeting, delegate)
    return own + agency


def rotation_parts(problem: Problem, meeting: Meeting, delegate: Delegate) -> tuple[int, int]:
    """How fresh the memory of the unit is: the delegate's own, and the delegate's agency's; never there is 0."""
    return (
        _freshness(problem, problem.months_since_visit(meeting.unit, delegate)),
        _freshness(problem, problem.months_since_agency_visit(meeting.unit, delegate.agency)),
    )


def spends_senior(meeting: Meeting, delegate: Delegate) -> bool:
    return delegate.tier == 1 and not meeting.asks_for_rank


def draw(problem: Problem, pair: Pair) -> int:
    """The lot of a pair, 0 … 2²⁸−1: by seed and ids alone, so that the order of the file does not matter."""
    mixed = lot_key(problem, pair[0]) * MIX[0] + lot_key(problem, pair[1]) & WORD
    for factor in MIX[1:]:
        mixed = (mixed ^ mixed >> 31) * factor & WORD
    return mixed >> 36


MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Odd numbers that spread every bit of a word over the word (those of SplitMix64)."""
WORD = 2**64 - 1


def lot_key(problem: Problem, name: str) -> int:
    return int.from_bytes(blake2b(f"{problem.seed}\0{name}".encode(), digest_size=8).digest())


def _satisfies(problem: Problem, meeting: str, delegate: str) -> bool:
    return problem.delegate_by_id[delegate].satisfies(problem.meeting_by_id[meeting])


def _load(problem: Problem, held: Counter[str]) -> int:
    return sum(
        (delegate.past_seats + held[delegate.id]) ** 2 * (problem.load_scale // delegate.share)
        for delegate in problem.delegates
    )


def _freshness(problem: Problem, months: int | None) -> int:
    return 0 if months is None else max(0, problem.policy.memory_months - months)
