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
from typing import NamedTuple

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


def verdicts(problem: Problem, pairs: Iterable[Pair], *, only_seated: bool = False) -> dict[Pair, Verdict]:
    """For the pairs whose answer is certain, seated or (unless `only_seated`) not.

    Pins, and pairs that a rule forbids, are not in it.
    Certain for a legal plan that is best in all goals; of one that breaks a rule nothing is. For a plan that is best
    in the first goals only, what is said of those is certain, and pairs that only later goals could tell apart are
    left out.
    """
    model, held = problem.model, set(pairs)
    if not model.pairs or broken_rules(problem, problem.in_order(held)):
        return {}
    graph = _Graph(model, np.array([pair in held for pair in model.pairs], dtype=np.bool_))
    faces = graph.faces()
    loose = graph.levels(faces)
    sides = [graph.shut_sides(kept) for kept in (1, 0)]
    strict = graph.levels(graph.faces_without(sides[0], faces))
    if sides[1] != sides[0]:
        strict = np.maximum(strict, graph.levels(graph.faces_without(sides[1], faces)))
    certain = (loose == strict) & (loose != UNKNOWN) | (strict == TIED)
    by_level = [*(Verdict(goal=goal) for goal in GOALS), Verdict(goal=None)]
    rows = np.flatnonzero(certain & graph.chosen if only_seated else certain)
    levels = strict[rows].tolist()
    return {model.pairs[row]: by_level[level] for row, level in zip(rows.tolist(), levels, strict=True)}


class _Arcs(NamedTuple):
    """Arcs of the residual graph in order of their heads, then tails; sign -1: the arc gone back along."""

    arc: Ints
    sign: Ints
    tail: Ints
    head: Ints

    def only(self, which: Flags | Ints) -> "_Arcs":
        return _Arcs(self.arc[which], self.sign[which], self.tail[which], self.head[which])


class _Graph:
    """The residual graph of a plan: arcs as arrays, each goal's cost beside them."""

    def __init__(self, model: Model, chosen: Flags) -> None:
        self.model, self.chosen = model, chosen
        meetings, people = len(model.seats), len(model.room)
        seated = np.bincount(model.meeting[chosen], minlength=meetings)
        seniors = np.bincount(model.meeting[chosen & model.is_senior], minlength=meetings)
        held = np.bincount(model.delegate[chosen], minlength=people)

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

    def faces(self) -> list[_Arcs]:
        """After each goal the arcs on rounds that cost nothing so far; ends before a goal in which the plan is not
        best."""
        return self._onward(self._residual(), 0)

    def faces_without(self, shut: Sequence[int], loose: Sequence[_Arcs]) -> list[_Arcs]:
        """The same with these arcs shut: what is left of the rounds of `loose`, and beyond them as there."""
        is_shut = np.zeros(len(self.tail), dtype=np.bool_)
        is_shut[list(shut)] = True
        left: list[_Arcs] = []
        for place, arcs in enumerate(loose):
            if place and arcs is loose[place - 1]:
                left.append(left[-1])
            else:
                left.append(self._without(arcs, is_shut))
        last = left[-1] if left else self._without(self._residual(), is_shut)
        return [*left, *self._onward(last, len(left))]

    def levels(self, faces: Sequence[_Arcs]) -> Ints:
        """Of each row: how many goals stay as they are when it changes places; UNKNOWN where that cannot be told."""
        survived = np.zeros(len(self.tail), dtype=np.int64)
        for place, arcs in enumerate(faces):
            survived[arcs.arc] = place + 1
        level = survived[self.rows]
        if len(faces) < len(GOALS):
            level[level == len(faces)] = UNKNOWN
        return level

    def _residual(self) -> _Arcs:
        onward, back = np.flatnonzero(self.flow < self.cap), np.flatnonzero(self.flow > 0)
        arc = np.concatenate([onward, back])
        sign = np.repeat([1, -1], [len(onward), len(back)])
        tail = np.where(sign > 0, self.tail[arc], self.head[arc])
        head = np.where(sign > 0, self.head[arc], self.tail[arc])
        return self._on_rounds(_Arcs(arc, sign, tail, head).only(np.lexsort((tail, head))))

    def _onward(self, arcs: _Arcs, settled: int) -> list[_Arcs]:
        faces = []
        for goal in GOALS[settled:]:
            cost = self._cost(goal)[arcs.arc] * arcs.sign
            if cost.any():
                potential = _potential(self.count, arcs.tail, arcs.head, cost)
                if potential is None:
                    break
                arcs = self._on_rounds(arcs.only(cost + potential[arcs.tail] == potential[arcs.head]))
            faces.append(arcs)
        return faces

    def _without(self, arcs: _Arcs, is_shut: Flags) -> _Arcs:
        return self._on_rounds(arcs.only(~(is_shut[arcs.arc] & (arcs.sign > 0))))

    def _on_rounds(self, arcs: _Arcs) -> _Arcs:
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        # Rows of heads: gone through backwards, the rounds are the same.
        starts = np.searchsorted(arcs.head, np.arange(self.count + 1))
        links = csr_array((np.ones(len(arcs.tail)), arcs.tail.copy(), starts), shape=(self.count, self.count))
        links.sum_duplicates()  # of arcs side by side the search in SciPy never ends
        _, part = connected_components(links, directed=True, connection="strong")
        return arcs.only(part[arcs.tail] == part[arcs.head])

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
