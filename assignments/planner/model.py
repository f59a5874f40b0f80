"""The problem as arrays, with the pins already seated: what both the network and the MILP start from."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .goals import draw, load_step, rotation_cost, spends_senior
from .problem import Delegate, Meeting, Pair, Problem
from .rules import Situation, standing_obstacle

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Model:
    """What is left to decide: `pairs[p]` may sit (R2, R5, R8 and the pins allow it), or not."""

    problem: Problem
    pairs: list[Pair]
    meeting: Ints
    """Of each pair: the index of its meeting; likewise delegate, agency, day (a date and overlap group)."""
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

    @cached_property
    def index(self) -> dict[Pair, int]:
        return {pair: number for number, pair in enumerate(self.pairs)}

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

    def with_pins(self, chosen: Flags) -> list[Pair]:
        """The plan that a choice of rows makes, in the dossier's order."""
        rows = np.flatnonzero(chosen).tolist()
        return self.problem.in_order([*self.problem.pinned, *(self.pairs[row] for row in rows)])


def build_model(problem: Problem) -> Model:
    pinned = Situation(problem, problem.pinned)
    rows = [
        (number, place)
        for number, meeting in enumerate(problem.meetings)
        if meeting.seats > len(pinned.seated[meeting.id])
        for place, delegate in enumerate(problem.delegates)
        if _may_sit(pinned, meeting, delegate)
    ]
    offers = [(problem.meetings[number], problem.delegates[place]) for number, place in rows]
    needs = {m.id for m in problem.meetings if m.asks_for_rank and not _has_rank(m, pinned.seated[m.id])}
    agencies = {agency: number for number, agency in enumerate(sorted({d.agency for d in problem.delegates}))}
    choices = Counter(place for _, place in rows)
    room = [
        min(delegate.max_seats - pinned.held[delegate.id], choices[place])
        for place, delegate in enumerate(problem.delegates)
    ]
    day_of, day_room = _days(pinned, offers)
    return Model(
        problem=problem,
        pairs=[(meeting.id, delegate.id) for meeting, delegate in offers],
        meeting=_ints([number for number, _ in rows]),
        delegate=_ints([place for _, place in rows]),
        agency=_ints([agencies[delegate.agency] for _, delegate in offers]),
        is_senior=_flags([m.id in needs and d.satisfies(m) for m, d in offers]),
        is_kept=_flags([(m.id, d.id) in problem.published_pairs for m, d in offers]),
        rotation=_ints([rotation_cost(problem, m, d) for m, d in offers]),
        spends=_flags([spends_senior(m, d) for m, d in offers]),
        lot=_ints([draw(problem, (m.id, d.id)) for m, d in offers]),
        seats=_ints([min(m.seats - len(pinned.seated[m.id]), len(problem.delegates)) for m in problem.meetings]),
        needs_rank=_flags([m.id in needs for m in problem.meetings]),
        room=_ints(room),
        load_steps=[
            [load_step(problem, delegate, pinned.held[delegate.id] + more) for more in range(room[place])]
            for place, delegate in enumerate(problem.delegates)
        ],
        day=day_of,
        day_room=day_room,
    )


def _may_sit(pinned: Situation, meeting: Meeting, delegate: Delegate) -> bool:
    return (
        standing_obstacle(pinned.problem, meeting, delegate) is None
        and pinned.passing_obstacle(meeting, delegate) is None
        and delegate not in pinned.seated[meeting.id]
    )


def _has_rank(meeting: Meeting, seated: list[Delegate]) -> bool:
    return any(delegate.satisfies(meeting) for delegate in seated)


def _days(pinned: Situation, offers: list[tuple[Meeting, Delegate]]) -> tuple[Ints, Ints]:
    keys = {key: number for number, key in enumerate(dict.fromkeys((d.id, m.on) for m, d in offers))}
    limit = pinned.problem.policy.max_per_day
    room = [limit - sum(m.on == day for m in pinned.meetings_of.get(delegate, ())) for delegate, day in keys]
    return _ints([keys[d.id, m.on] for m, d in offers]), _ints(room)


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _flags(values: list[bool]) -> Flags:
    return np.array(values, dtype=np.bool_)
