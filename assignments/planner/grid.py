"""Every meeting × delegate at once, as arrays: who may sit, what rotation it costs, which lot it drew.

Says what `rules.Situation` over the pins and `goals` say of one pair; a province has 16,000 pairs, so here they are
not asked one by one. Tests hold the two against each other.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .goals import MIX, lot_key
from .problem import Problem
from .rules import Situation

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """All of shape (meetings, delegates)."""

    may_sit: Flags
    """Where R2 to R6 and R8, the pins and the seats that they leave allow a further seat."""
    rotation: Ints
    lot: Ints


def build_grid(problem: Problem, pinned: Situation) -> Grid:
    units = {unit: number for number, unit in enumerate(dict.fromkeys(m.unit for m in problem.meetings))}
    unit_of = np.array([units[meeting.unit] for meeting in problem.meetings], dtype=np.int64)
    may_sit = ~_away(problem)
    since = _months_since_visit(problem, units)
    too_soon = since <= problem.policy.no_repeat_months
    may_sit &= ~(_barred(problem, units) | too_soon)[unit_of]
    meetings = {meeting.id: place for place, meeting in enumerate(problem.meetings)}
    delegates = {delegate.id: place for place, delegate in enumerate(problem.delegates)}
    for meeting, delegate in (*problem.forbidden, *problem.pinned):
        may_sit[meetings[meeting], delegates[delegate]] = False
    _leave_room_for_pins(may_sit, problem, pinned)
    return Grid(may_sit=may_sit, rotation=_rotation(problem, units, since)[unit_of], lot=_lots(problem))


def _away(problem: Problem) -> Flags:
    """R2: one look a spell and day, not a pair."""
    days = {day: number for number, day in enumerate(dict.fromkeys(m.on for m in problem.meetings))}
    away = np.zeros((len(days), len(problem.delegates)), dtype=np.bool_)
    for place, delegate in enumerate(problem.delegates):
        for first, last in delegate.unavailable:
            away[[number for day, number in days.items() if first <= day <= last], place] = True
    return away[np.array([days[meeting.on] for meeting in problem.meetings], dtype=np.int64)]


def _barred(problem: Problem, units: dict[str, int]) -> Flags:
    barred = np.zeros((len(units), len(problem.delegates)), dtype=np.bool_)
    for place, delegate in enumerate(problem.delegates):
        barred[[units[unit] for unit in delegate.barred_units if unit in units], place] = True
    return barred


def _rotation(problem: Problem, units: dict[str, int], own: Ints) -> Ints:
    memory = problem.policy.memory_months
    agencies = {agency: number for number, agency in enumerate(dict.fromkeys(d.agency for d in problem.delegates))}
    latest = np.full((len(units), len(agencies)), NEVER, dtype=np.int64)
    for (unit, agency), month in problem.last_agency_visit.items():
        if unit in units:
            latest[units[unit], agencies[agency]] = problem.month - month
    agency_of = np.array([agencies[delegate.agency] for delegate in problem.delegates], dtype=np.int64)
    return np.maximum(memory - own, 0) + np.maximum(memory - latest, 0)[:, agency_of]


NEVER = 2**40


def _months_since_visit(problem: Problem, units: dict[str, int]) -> Ints:
    delegates = {delegate.id: place for place, delegate in enumerate(problem.delegates)}
    since = np.full((len(units), len(delegates)), NEVER, dtype=np.int64)
    for (unit, delegate), month in problem.last_visit.items():
        if unit in units:
            since[units[unit], delegates[delegate]] = problem.month - month
    return since


def _leave_room_for_pins(may_sit: Flags, problem: Problem, pinned: Situation) -> None:
    """R1, R3, R4 and R6, as the pins alone make them bite."""
    for place, meeting in enumerate(problem.meetings):
        if len(pinned.seated[meeting.id]) >= meeting.seats:
            may_sit[place] = False
    spent = [pinned.counted[delegate.id] >= delegate.max_seats for delegate in problem.delegates]
    may_sit[:, np.array(spent, dtype=np.bool_)] = False
    if problem.policy.max_per_day < 1:
        may_sit[:] = False
    delegates = {delegate.id: place for place, delegate in enumerate(problem.delegates)}
    for name, busy in pinned.meetings_of.items():
        full = {m.on for m in busy if pinned.counted_days[name, m.on] >= problem.policy.max_per_day}
        for place, meeting in enumerate(problem.meetings):
            if meeting.on in full or any(meeting.overlaps(other) for other in busy):
                may_sit[place, delegates[name]] = False
    if not problem.policy.distinct_agencies:
        return
    colleagues = defaultdict(list)
    for place, delegate in enumerate(problem.delegates):
        colleagues[delegate.agency].append(place)
    for place, meeting in enumerate(problem.meetings):
        for other in pinned.seated[meeting.id]:
            if not problem.is_waived("R6", meeting, other):
                may_sit[place, colleagues[other.agency]] = False


def _lots(problem: Problem) -> Ints:
    """`goals.draw` of every pair; unsigned numbers of 64 bits wrap round as its mask makes Python's."""
    keys = [
        np.array([lot_key(problem, row.id) for row in rows], dtype=np.uint64)
        for rows in (problem.meetings, problem.delegates)
    ]
    mixed = keys[0][:, None] * np.uint64(MIX[0]) + keys[1][None, :]
    for factor in MIX[1:]:
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(factor)
    return (mixed >> np.uint64(36)).astype(np.int64)
