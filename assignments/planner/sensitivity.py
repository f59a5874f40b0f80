"""What would first get worse if a pair were forced into a plan or kept out of it: for every pair at once.

A plan is a circulation: seat steps → delegate → delegate and day → (meeting, agency, rank) → meeting → back. Another
plan differs from it by cycles of the residual graph. Of a lexicographically best plan no cycle is better in the first
goal; with potentials of that goal, the arcs of reduced cost zero are those of all plans as good in it, and among them
the same holds of the next goal. So a pair can change places without loss in the first k goals exactly when the two
ends of its arc lie in one strongly connected component of the arcs that are left after k goals.

The graph is looked at twice. Loosely it leaves out two rules, as the network of the planner does (a senior and a
junior of one agency at one meeting that needs a rank; overlaps in a day): every legal plan is in it, so what gets
worse there gets worse. Strictly it shuts one side of each such choice: every plan in it is legal, so what is kept
there can be kept. Where the two agree, that is the answer; where they do not, the answer is left open, and only a
forced solve knows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .goals import GOALS
from .grid import Flags, Ints
from .model import Model
from .problem import Pair, Problem
from .rules import broken_rules

TIED = len(GOALS)
UNKNOWN = -1
MOST_ROUNDS = 300
"""Of Bellman and Ford: far above any real month; without it a plan that is not best would be searched for long."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a forced change of one pair (out, if it sits; in, if it does not) costs first, all other seats free to
    move."""

    goal: str | None
    """The first goal that gets worse; None where another plan is just as good (the lot decided)."""


def verdicts(problem: Problem, pairs: Iterable[Pair]) -> dict[Pair, Verdict]:
    """For the pairs whose answer is certain, seated or not. Pins, and pairs that a rule forbids, are not in it.

    Certain for a legal plan that is best in all goals; of one that breaks a rule nothing is. For a plan that is best
    in the first goals only, what is said of those is certain, and pairs that only later goals could tell apart are
    left out.
    """
    model, held = problem.model, set(pairs)
    if not model.pairs or broken_rules(problem, problem.in_order(held)):
        return {}
    graph = _Graph(model, np.array([pair in held for pair in model.pairs], dtype=np.bool_))
    loose = graph.levels([])
    sides = [graph.shut_sides(kept) for kept in (1, 0)]
    strict = graph.levels(sides[0])
    if sides[1] != sides[0]:
        strict = np.maximum(strict, graph.levels(sides[1]))
    certain = ((loose == strict) & (loose != UNKNOWN) | (strict == TIED)) & graph.is_rebuilt
    by_level = [*(Verdict(goal=goal) for goal in GOALS), Verdict(goal=None)]
    rows = np.flatnonzero(certain)
    levels = strict[rows].tolist()
    return {model.pairs[row]: by_level[level] for row, level in zip(rows.tolist(), levels, strict=True)}


class _Graph:
    """The residual graph of a plan: arcs as arrays, each goal's cost beside them."""

    def __init__(self, model: Model, chosen: Flags) -> None:
        self.model, self.chosen = model, chosen
        meetings, people = len(model.seats), len(model.room)
        seated = np.bincount(model.meeting[chosen], minlength=meetings)
        seniors = np.bincount(model.meeting[chosen & model.is_senior], minlength=meetings)
        held = np.bincount(model.delegate[chosen], minlength=people)
        self.is_rebuilt = bool((held <= model.room).all() and (seated <= model.seats).all())

        meeting = 1 + np.arange(meetings)  # node 0 is where every round begins and ends
        hub = meeting + meetings
        person = 1 + 2 * meetings + np.arange(people)
        day = 1 + 2 * meetings + people + np.arange(len(model.day_room))
        key = (model.meeting * (model.agency.max(initial=0) + 1) + model.agency) * 2 + model.is_senior
        keys, first, self.group = np.unique(key, return_index=True, return_inverse=True)
        # Groups are in order of their keys: of an agency that could send either, the junior side, then the senior.
        self.juniors = np.flatnonzero(keys[:-1] // 2 == keys[1:] // 2)
        group = day.max(initial=int(person.max(initial=int(hub.max(initial=0))))) + 1 + np.arange(len(first))
        self.count = int(group.max(initial=0)) + 1

        self.parts: list[tuple[Ints, Ints, Ints, Ints]] = []
        self.costs: list[tuple[str, Ints, Ints]] = []
        self.length = 0
        step_of = np.repeat(np.arange(people), model.room)
        place = np.concatenate([np.arange(room) for room in model.room]) if people else np.zeros(0, dtype=np.int64)
        steps = self._add(0, person[step_of], 1, place < held[step_of])
        self.costs.append(("load", steps, np.array([c for row in model.load_steps for c in row], dtype=np.int64)))
        owner = np.zeros(len(model.day_room), dtype=np.int64)
        owner[model.day] = model.delegate
        days_used = np.bincount(model.day[chosen], minlength=len(model.day_room))
        self._add(person[owner], day, model.day_room, days_used)
        self.rows = self._add(day[model.day], group[self.group], 1, chosen)
        self.costs.append(("changed", self.rows, -model.is_kept.astype(np.int64)))
        self.costs.append(("rotation", self.rows, model.rotation))
        self.costs.append(("seniors_spent", self.rows, model.spends.astype(np.int64)))
        used = np.bincount(self.group[chosen], minlength=len(first))
        is_senior = model.is_senior[first]
        where = np.where(is_senior, hub[model.meeting[first]], meeting[model.meeting[first]])
        self.exits = self._add(group, where, 1, used)
        met = np.minimum(seniors, 1)
        ranked = self._add(hub, meeting, np.minimum(model.seats, 1), met)
        self.costs.append(("unmet_seniority", ranked, -np.ones(meetings, dtype=np.int64)))
        self._add(hub, meeting, np.maximum(model.seats - 1, 0), seniors - met)
        filled = self._add(meeting, 0, model.seats, seated)
        self.costs.append(("empty_seats", filled, -np.ones(meetings, dtype=np.int64)))
        self.tail, self.head, self.cap, self.flow = (np.concatenate(part) for part in zip(*self.parts, strict=True))

    def _add(self, tail: Ints | int, head: Ints | int, cap: Ints | int, flow: Ints | Flags) -> Ints:
        columns = np.broadcast_arrays(*(np.asarray(part, dtype=np.int64) for part in (tail, head, cap, flow)))
        self.parts.append((columns[0], columns[1], columns[2], columns[3]))
        first, self.length = self.length, self.length + columns[0].size
        return np.arange(first, self.length, dtype=np.int64)

    def shut_sides(self, kept: int) -> list[int]:
        """Arcs to shut so that no relaxed rule can be broken; where nobody sits yet, the side `kept` (1 senior)
        stays."""
        model = self.model
        used = self.flow[self.exits] > 0
        junior, senior = used[self.juniors], used[self.juniors + 1]
        senior_stays = np.where(junior == senior, bool(kept), senior)
        shut: list[int] = self.exits[self.juniors + ~senior_stays].tolist()
        for crowd in model.crowds:
            stays = next((row for row in crowd if self.chosen[row]), crowd[0])
            shut += [int(self.rows[row]) for row in crowd if row != stays]
        return shut

    def levels(self, shut: Sequence[int]) -> Ints:
        """Of each row: how many goals stay as they are when it changes places; UNKNOWN where that cannot be told."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        onward, back = self.flow < self.cap, self.flow > 0
        onward[list(shut)] = False
        arc = np.concatenate([np.flatnonzero(onward), np.flatnonzero(back)])
        sign = np.repeat([1, -1], [onward.sum(), back.sum()])
        tail = np.where(sign > 0, self.tail[arc], self.head[arc])
        head = np.where(sign > 0, self.head[arc], self.tail[arc])
        order = np.argsort(head, kind="stable")
        arc, sign, tail, head = arc[order], sign[order], tail[order], head[order]
        row_of_arc = np.full(len(self.tail), UNKNOWN, dtype=np.int64)
        row_of_arc[self.rows] = np.arange(len(self.rows))
        level = np.zeros(len(self.rows), dtype=np.int64)
        row: Ints | None = None
        for place, goal in enumerate(GOALS):
            cost = self._cost(goal)[arc] * sign
            if row is not None and not cost.any():  # the arcs stay as they are, and with them the components
                level[row[level[row] == place]] = place + 1
                continue
            potential = _potential(self.count, tail, head, cost)
            if potential is None:
                level[level == place] = UNKNOWN
                return level
            free = cost + potential[tail] == potential[head]
            arc, sign, tail, head = arc[free], sign[free], tail[free], head[free]
            links = coo_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(self.count, self.count))
            _, part = connected_components(links.tocsr(), directed=True, connection="strong")
            row = row_of_arc[arc[part[tail] == part[head]]]
            row = row[row != UNKNOWN]
            level[row[level[row] == place]] = place + 1
        return level

    def _cost(self, goal: str) -> Ints:
        cost = np.zeros(len(self.tail), dtype=np.int64)
        for name, arcs, values in self.costs:
            if name == goal:
                cost[arcs] = values
        return cost


def _potential(count: int, tail: Ints, head: Ints, cost: Ints) -> Ints | None:
    """Potentials under which no arc has a negative reduced cost; None when the plan is not best in this goal.

    The arcs come in order of their heads.
    """
    potential = np.zeros(count, dtype=np.int64)
    if not len(tail) or not cost.any():
        return potential
    starts = np.flatnonzero(np.concatenate([[True], head[1:] != head[:-1]]))
    ends = head[starts]
    for _ in range(min(count + 1, MOST_ROUNDS)):
        better = np.minimum(potential[ends], np.minimum.reduceat(potential[tail] + cost, starts))
        if (better == potential[ends]).all():
            return potential
        potential[ends] = better
    return None
