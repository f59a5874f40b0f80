"""The problem as arrays, with the pins already seated: what both the network and the MILP start from."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .goals import load_step
from .grid import Flags, Ints, build_grid
from .problem import ANYONE, Delegate, Meeting, Pair, Problem
from .rules import Situation

FAR = 2**27
TIE_SHIFT = 12
"""Lots of 2²⁸ shortened to 2¹⁶: some two thousand of them together stay below one FAR."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """What is left to decide: `pairs[p]` may sit (R2, R5, R8 and the pins allow it), or not."""

    problem: Problem
    pairs: list[Pair]
    meeting: Ints
    """Of each pair: the index of its meeting; likewise delegate, agency, day (a date and overlap group).

    Where the policy lets colleagues sit together, everybody is an agency of their own.
    """
    delegate: Ints
    agency: Ints
    is_senior: Flags
    """Of each pair: would give a meeting the rank that it still lacks."""
    is_kept: Flags
    rotation: Ints
    spends: Flags
    lot: Ints
    seats: Ints
    """Of each meeting: seats that no pin takes."""
    needs_rank: Flags
    """Of each meeting: asks for a rank that no pin brings."""
    room: Ints
    """Of each delegate: further seats within max_seats."""
    load_steps: list[list[int]]
    """Of each delegate: the growth of the load goal by each further seat, rising."""
    day: Ints
    """Of each pair: the index of its (delegate, date)."""
    day_room: Ints
    """Of each (delegate, date): further meetings within max_per_day."""

    @property
    def rotation_span(self) -> int:
        """At least as much as two plans can differ by in rotation, or in seniors spent."""
        return int(self.rotation.sum()) + len(self.pairs)

    @cached_property
    def crowds(self) -> list[list[int]]:
        """Rows of one delegate that all overlap one another, wherever the limit a day would let two of them stand."""
        meetings = self.problem.meetings
        if self.problem.policy.max_per_day < 2 and all(meeting.ends_at.date() == meeting.on for meeting in meetings):
            return []
        crowds = []
        for rows in self.rows_of_delegate:
            under_way: list[int] = []
            for row in sorted(rows, key=lambda row: meetings[int(self.meeting[row])].starts_at):
                starts_at = meetings[int(self.meeting[row])].starts_at
                still = [other for other in under_way if meetings[int(self.meeting[other])].ends_at > starts_at]
                if len(still) < len(under_way) and len(under_way) > 1:
                    crowds.append(under_way)
                under_way = [*still, row]
            if len(under_way) > 1:
                crowds.append(under_way)
        return crowds

    @cached_property
    def rows_of_delegate(self) -> list[list[int]]:
        rows: list[list[int]] = [[] for _ in self.problem.delegates]
        for row, delegate in enumerate(self.delegate.tolist()):
            rows[delegate].append(row)
        return rows

    def drawn_near(self, held: Collection[Pair]) -> "Model":
        """The same with lots that add up to the less, the more of `held` a plan keeps; those drawn only break ties."""
        is_held = _flags([pair in held for pair in self.pairs])
        return replace(self, lot=np.where(is_held, 0, FAR + (self.lot >> TIE_SHIFT)))

    def with_pins(self, chosen: Flags) -> list[Pair]:
        """The plan that a choice of rows makes, in the dossier's order."""
        rows = np.flatnonzero(chosen).tolist()
        return self.problem.in_order([*self.problem.pinned, *(self.pairs[row] for row in rows)])


def build_model(problem: Problem) -> Model:
    pinned = Situation(problem, problem.pinned)
    grid = build_grid(problem, pinned)
    meeting, delegate = np.nonzero(grid.may_sit)
    needs = {m.id for m in problem.meetings if m.asks_for_rank and not _has_rank(m, pinned.seated[m.id])}
    needs_rank = _flags([m.id in needs for m in problem.meetings])
    asked = _ints([m.tier_required for m in problem.meetings])[meeting]
    tier = _ints([d.tier for d in problem.delegates])[delegate]
    agency_of = [d.agency if problem.policy.distinct_agencies else d.id for d in problem.delegates]
    agencies = {agency: number for number, agency in enumerate(sorted(set(agency_of)))}
    choices = grid.may_sit.sum(axis=0).tolist()
    room = [
        min(max(one.max_seats - pinned.counted[one.id], 0), choices[place])
        for place, one in enumerate(problem.delegates)
    ]
    ids = [m.id for m in problem.meetings], [d.id for d in problem.delegates]
    pairs = [(ids[0][row], ids[1][place]) for row, place in zip(meeting.tolist(), delegate.tolist(), strict=True)]
    day_of, day_room = _days(pinned, meeting, delegate)
    return Model(
        problem=problem,
        pairs=pairs,
        meeting=meeting,
        delegate=delegate,
        agency=_ints([agencies[agency] for agency in agency_of])[delegate],
        is_senior=needs_rank[meeting] & (tier <= asked),
        is_kept=_flags(
            [pair in problem.published_pairs for pair in pairs] if problem.published else [False] * len(pairs)
        ),
        rotation=grid.rotation[meeting, delegate],
        spends=(tier == 1) & (asked == ANYONE),
        lot=grid.lot[meeting, delegate],
        seats=_ints([min(m.seats - len(pinned.seated[m.id]), len(problem.delegates)) for m in problem.meetings]),
        needs_rank=needs_rank,
        room=_ints(room),
        load_steps=[
            [load_step(problem, one, pinned.held[one.id] + more) for more in range(room[place])]
            for place, one in enumerate(problem.delegates)
        ],
        day=day_of,
        day_room=day_room,
    )


def _has_rank(meeting: Meeting, seated: list[Delegate]) -> bool:
    return any(delegate.satisfies(meeting) for delegate in seated)


def _days(pinned: Situation, meeting: Ints, delegate: Ints) -> tuple[Ints, Ints]:
    """Of each pair its (delegate, date), and of each of those the meetings still free."""
    problem = pinned.problem
    dates = sorted({one.on for one in problem.meetings})
    date_of = _ints([dates.index(one.on) for one in problem.meetings])
    keys, day_of = np.unique(delegate * max(len(dates), 1) + date_of[meeting], return_inverse=True)
    room = np.full(len(keys), problem.policy.max_per_day, dtype=np.int64)
    for number, key in enumerate(keys.tolist() if problem.pinned else ()):
        place, day = divmod(key, len(dates))
        room[number] -= pinned.counted_on(problem.delegates[place], dates[day])
    return day_of, room


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _flags(values: list[bool]) -> Flags:
    return np.array(values, dtype=np.bool_)
