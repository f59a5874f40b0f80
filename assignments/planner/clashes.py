"""The rules that collide at a gap, asked of HiGHS: exact, and slow. For the few gaps where conflicts.py has to guess.

What is asked is what conflicts.py asks, as a program of its own: every other meeting keeps its seats (of a seat) and
its rank, and this one gains. Only the rules named are rows of it. A plan that it finds tells which further rules stand
against it, and these are added until no plan is left; then rule after rule is taken out again where none comes back.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from time import perf_counter
from typing import Any

import numpy as np

from .problem import Delegate, Meeting, Pair, Problem
from .rules import broken_rules

LARGEST = 40_000
"""Pairs of a delegate and a meeting; beyond, a single question takes too long."""


@dataclass(frozen=True, kw_only=True)
class Clash:
    """One rule of a conflict, by ids. What does not belong to the rule is empty."""

    rule: str
    delegate: str = ""
    meeting: str = ""
    """Of R5 (a forbidden pair), R6 and R7."""
    unit: str = ""
    """Of R5 (a barred unit) and R8."""
    day: date | None = None
    """Of R2 and R3."""
    agency: str = ""
    """Of R6."""


@dataclass(frozen=True, kw_only=True)
class Settled:
    clashes: tuple[Clash, ...]
    """Empty where nothing collides."""
    seats: tuple[Pair, ...]
    """Then: a legal plan in which the gap is filled."""


class OutOfTimeError(Exception):
    pass


@dataclass(frozen=True, kw_only=True)
class Question:
    """Whether one more seat, or somebody of the rank, can be had at `gap`."""

    problem: Problem
    held: Sequence[Pair]
    gap: Meeting
    is_rank: bool
    until: float
    """By `perf_counter`."""

    def settle(self, guess: Iterable[Clash], lifted_first: Callable[[Clash], Any]) -> Settled:
        """Starts from a guess; raises OutOfTimeError when that is not enough time or the month is too large."""
        rules = set(guess)
        while (seats := self.plan_under(rules)) is not None:
            further = set(self._broken_by(seats))
            if not further:
                return Settled(clashes=(), seats=tuple(seats))
            rules |= further
        for clash in sorted(rules, key=lifted_first):
            if self.plan_under(rules - {clash}) is None:
                rules.discard(clash)
        return Settled(clashes=tuple(rules), seats=())

    def plan_under(self, rules: Collection[Clash]) -> list[Pair] | None:
        """Seats that do what is asked and keep these rules, as few of them new as can be; None when there are none."""
        from scipy.optimize import LinearConstraint, milp
        from scipy.sparse import csr_array

        problem, left = self.problem, self.until - perf_counter()
        columns = [(meeting.id, delegate.id) for meeting in problem.meetings for delegate in problem.delegates]
        if left <= 0 or len(columns) > LARGEST:
            raise OutOfTimeError
        if not columns:
            return None
        place = {pair: column for column, pair in enumerate(columns)}
        rows = [*self._asked(), *(row for clash in sorted(rules, key=repr) for row in self._rows(clash))]
        entries = [[place[pair] for pair in pairs] for pairs, _, _ in rows]
        matrix = csr_array(
            (
                np.ones(sum(map(len, entries))),
                np.array([column for entry in entries for column in entry], dtype=np.int32),
                np.cumsum([0, *map(len, entries)]),
            ),
            shape=(len(rows), len(columns)),
        )
        held = set(self.held)
        answer = milp(
            np.array([pair not in held for pair in columns], dtype=np.float64),
            integrality=np.ones(len(columns)),
            bounds=(0, 1),
            constraints=LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows]),
            options={"time_limit": left},
        )
        if answer.status not in (0, 2):  # neither a best plan nor proof that there is none
            raise OutOfTimeError
        return None if answer.status else [pair for pair, taken in zip(columns, answer.x > 0.5, strict=True) if taken]

    def _asked(self) -> Iterator[tuple[list[Pair], float, float]]:
        seated: dict[str, list[Delegate]] = defaultdict(list)
        for meeting_id, delegate_id in self.held:
            seated[meeting_id].append(self.problem.delegate_by_id[delegate_id])
        for meeting in self.problem.meetings:
            here, is_gap = seated[meeting.id], meeting.id == self.gap.id
            least = 0 if self.is_rank else len(here) + is_gap
            yield [(meeting.id, person.id) for person in self.problem.delegates], least, meeting.seats
            of_rank = [(meeting.id, person.id) for person in self.problem.delegates if person.satisfies(meeting)]
            has_rank = any(person.satisfies(meeting) for person in here)
            if meeting.asks_for_rank and (has_rank or (is_gap and self.is_rank)):
                yield of_rank, 1, np.inf

    def _rows(self, clash: Clash) -> Iterator[tuple[list[Pair], float, float]]:
        """The rule over all meetings: pairs, and fewest and most of them that may be seated."""
        problem, rule = self.problem, clash.rule
        if rule == "R7":
            yield [(clash.meeting, clash.delegate)], 1, 1
            return
        if rule == "R6":
            pairs = [(clash.meeting, person.id) for person in problem.delegates if person.agency == clash.agency]
            yield self._bound(rule, pairs), 0, 1
            return
        days = [one for one in problem.meetings if clash.day in (None, one.on)]
        if rule == "R3":
            yield self._bound(rule, [(one.id, clash.delegate) for one in days]), 0, problem.policy.max_per_day
            for one, other in combinations(problem.meetings, 2):
                if one.overlaps(other) and clash.day in (one.on, other.on):
                    yield [(one.id, clash.delegate), (other.id, clash.delegate)], 0, 1
            return
        # The rule about a meeting, a unit, a day or the whole month.
        concerned = [one for one in days if clash.meeting in ("", one.id) and clash.unit in ("", one.unit)]
        pairs = self._bound(rule, [(one.id, clash.delegate) for one in concerned])
        if rule == "R8":
            pairs = [pair for pair in pairs if pair not in problem.pinned_pairs]
        yield pairs, 0, problem.delegate_by_id[clash.delegate].max_seats if rule == "R4" else 0

    def _bound(self, rule: str, pairs: Iterable[Pair]) -> list[Pair]:
        return [pair for pair in pairs if (rule, pair) not in self.problem.waived]

    def _broken_by(self, seats: Sequence[Pair]) -> Iterator[Clash]:
        problem = self.problem
        for one in broken_rules(problem, seats):
            meeting, who = problem.meeting_by_id[one.meeting], one.delegate or ""
            match one.rule:
                case "R2" | "R3":
                    yield Clash(rule=one.rule, delegate=who, day=meeting.on)
                case "R4":
                    yield Clash(rule="R4", delegate=who)
                case "R5" if meeting.unit not in problem.delegate_by_id[who].barred_units:
                    yield Clash(rule="R5", delegate=who, meeting=meeting.id)
                case "R5" | "R8":
                    yield Clash(rule=one.rule, delegate=who, unit=meeting.unit)
                case "R6":
                    yield Clash(rule="R6", meeting=meeting.id, agency=problem.delegate_by_id[who].agency)
                case "R7":
                    yield Clash(rule="R7", meeting=meeting.id, delegate=who)
