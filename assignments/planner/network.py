"""Min-cost flow over whole numbers, goal after goal, each proven by an exact certificate.

The network holds every rule but two: a senior and a junior of one agency at one meeting that still needs a rank
(half of R6), and overlaps that the limit a day does not already rule out (part of R3). It is thus a relaxation: what it
proves best bounds every legal plan, and a flow that happens to keep those two rules is a proven best plan.

After each solve, node potentials on the residual network are computed here in whole numbers and complementary slackness
is asserted, so the proof does not rest on the solver. An arc whose reduced cost is not zero has the same flow in every
best solution; it is fixed there, and what remains is a network again, for the next goal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .grid import Flags, Ints
from .model import Model
from .problem import Meeting

FLOW_GOALS = ("unmet_seniority", "empty_seats", "changed", "load", "rotation", "seniors_spent")
SAFE = 2**62


class FlowError(RuntimeError):
    """The flow solver gave no answer, or one that the certificate refutes."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One solve: its goals folded into one cost, and what its certificate says of every row of the model."""

    goals: tuple[str, ...]
    weights: tuple[int, ...]
    spans: tuple[int, ...]
    """The most that two flows can differ by in each goal."""
    row_cost: Ints
    """Reduced cost of each row's arc (0 where the arc was fixed before)."""
    group_cost: Ints
    """The same for the (meeting, agency, rank) group of each row."""
    step_cost: Ints
    """Reduced cost of each load step's arc."""


class Network:
    """Arcs as arrays. `free` arcs are still to be decided; the others carry `flow` in every best solution."""

    def __init__(self, model: Model) -> None:
        self.model = model
        arcs = _Arcs()
        source, sink = arcs.node(), arcs.node()
        meetings = arcs.nodes(len(model.seats))
        seats = arcs.add(meetings, sink, model.seats)
        delegates = arcs.nodes(len(model.room))
        step_of = np.repeat(np.arange(len(model.room)), model.room)
        self.steps = arcs.add(source, delegates[step_of], 1)
        days = arcs.nodes(len(model.day_room))
        delegate_of_day = np.zeros(len(model.day_room), dtype=np.int64)
        delegate_of_day[model.day] = model.delegate
        arcs.add(delegates[delegate_of_day], days, model.day_room)
        start_of = _overlap_groups(model, arcs, days)
        hubs = arcs.nodes(len(model.seats))
        ranked = np.flatnonzero(model.needs_rank)
        rewarded = arcs.add(hubs[ranked], meetings[ranked], 1)
        arcs.add(hubs[ranked], meetings[ranked], np.maximum(model.seats[ranked] - 1, 0))
        key = (model.meeting * (model.agency.max(initial=0) + 1) + model.agency) * 2 + model.is_senior
        _, first, self.group_of_row = np.unique(key, return_index=True, return_inverse=True)
        groups = arcs.nodes(len(first))
        exits = np.where(model.is_senior[first], hubs[model.meeting[first]], meetings[model.meeting[first]])
        self.groups = arcs.add(groups, exits, 1)
        self.rows = arcs.add(start_of, groups[self.group_of_row], 1)
        total = int(model.seats.sum())
        arcs.add(source, sink, total)

        self.count = arcs.count
        self.tail, self.head, self.cap = arcs.arrays()
        self.supply = np.zeros(self.count, dtype=np.int64)
        self.supply[source], self.supply[sink] = total, -total
        self.costs = {goal: np.zeros(len(self.tail), dtype=np.int64) for goal in (*FLOW_GOALS, "lot")}
        self.costs["unmet_seniority"][rewarded] = -1
        self.costs["empty_seats"][seats] = -1
        self.costs["changed"][self.rows] = -model.is_kept.astype(np.int64)
        self.costs["rotation"][self.rows] = model.rotation
        self.costs["seniors_spent"][self.rows] = model.spends
        self.costs["lot"][self.rows] = model.lot
        self.load_steps = [step for steps in model.load_steps for step in steps]
        self.total = total
        self.free = self.cap > 0
        self.flow = np.zeros(len(self.tail), dtype=np.int64)

    def snapshot(self) -> tuple[Flags, Ints]:
        return self.free.copy(), self.flow.copy()

    def restore(self, state: tuple[Flags, Ints]) -> None:
        self.free, self.flow = state[0].copy(), state[1].copy()

    @property
    def chosen(self) -> Flags:
        return np.equal(self.flow[self.rows], 1)

    def shut(self, groups: Iterable[int]) -> None:
        """Lets nobody through these (meeting, agency, rank) groups any more."""
        arcs = self.groups[list(groups)]
        self.free[arcs] = False
        self.flow[arcs] = 0

    def shut_rows(self, rows: Iterable[int]) -> None:
        arcs = self.rows[list(rows)]
        self.free[arcs] = False
        self.flow[arcs] = 0

    def batches(self) -> list[tuple[str, ...]]:
        """The goals in order, as many to a solve as whole numbers of 64 bits hold without overflow."""
        batches: list[tuple[str, ...]] = []
        for goal in FLOW_GOALS:
            joined = (*batches[-1], goal) if batches else (goal,)
            if batches and goal != "rotation" and self._fits(joined):
                batches[-1] = joined
            else:
                batches.append((goal,))
        return batches

    def minimise(self, goals: Sequence[str]) -> Stage:
        """Solves for these goals in strict order, checks the certificate, fixes what it settles."""
        weights = self._weights(goals)
        cost = np.zeros(len(self.tail), dtype=np.int64)
        for goal, weight in zip(goals, weights, strict=True):
            cost += self._cost(goal) * weight
        if int(np.abs(cost).max(initial=0)) * (self.count + 2) >= SAFE:
            raise FlowError("the costs do not fit 64 bits")
        open_arcs = np.flatnonzero(self.free)
        self.flow[open_arcs] = self._solve(open_arcs, cost[open_arcs])
        reduced = self._reduced_costs(open_arcs, cost[open_arcs])
        self.free[open_arcs[reduced != 0]] = False
        full = np.zeros(len(self.tail), dtype=np.int64)
        full[open_arcs] = reduced
        return Stage(
            goals=tuple(goals),
            weights=weights,
            spans=tuple(map(self._span, goals)),
            row_cost=full[self.rows],
            group_cost=full[self.groups[self.group_of_row]],
            step_cost=full[self.steps],
        )

    def draw(self) -> None:
        """The flow of least lot. Nothing rests on its being the least, so it needs no certificate."""
        open_arcs = np.flatnonzero(self.free)
        self.flow[open_arcs] = self._solve(open_arcs, self.costs["lot"][open_arcs])

    def _solve(self, arcs: Ints, cost: Ints) -> Ints:
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

        solver = SimpleMinCostFlow()
        numbers = solver.add_arcs_with_capacity_and_unit_cost(self.tail[arcs], self.head[arcs], self.cap[arcs], cost)
        solver.set_nodes_supplies(np.arange(self.count), self._remaining_supply())
        status = solver.solve()
        if status != SimpleMinCostFlow.OPTIMAL:
            raise FlowError(f"min-cost flow ended as {status}")
        return np.asarray(solver.flows(numbers), dtype=np.int64)

    def _remaining_supply(self) -> Ints:
        fixed = np.flatnonzero(~self.free & (self.flow > 0))
        supply = self.supply.copy()
        np.subtract.at(supply, self.tail[fixed], self.flow[fixed])
        np.add.at(supply, self.head[fixed], self.flow[fixed])
        return supply

    def _reduced_costs(self, arcs: Ints, cost: Ints) -> Ints:
        """cost + potential(tail) − potential(head), with potentials that prove the flow best; else FlowError."""
        tail, head, flow, cap = self.tail[arcs], self.head[arcs], self.flow[arcs], self.cap[arcs]
        onward, back = flow < cap, flow > 0
        potential = _shortest(
            self.count,
            np.concatenate([tail[onward], head[back]]),
            np.concatenate([head[onward], tail[back]]),
            np.concatenate([cost[onward], -cost[back]]),
        )
        reduced = cost + potential[tail] - potential[head]
        balance = np.zeros(self.count, dtype=np.int64)
        np.add.at(balance, self.tail, self.flow)
        np.subtract.at(balance, self.head, self.flow)
        if (
            (reduced[onward] < 0).any()
            or (reduced[back] > 0).any()
            or (flow < 0).any()
            or (flow > cap).any()
            or (balance != self.supply).any()
        ):
            raise FlowError("the certificate of the min-cost flow does not hold")
        return reduced

    def _cost(self, goal: str) -> Ints:
        if goal == "load":
            cost = np.zeros(len(self.tail), dtype=np.int64)
            cost[self.steps] = self.load_steps
            return cost
        return self.costs[goal]

    def _span(self, goal: str) -> int:
        """The most that two flows can differ by in this goal."""
        if goal == "load":
            return self.total * max(self.load_steps, default=0)
        cost = self.costs[goal]
        most = int(np.abs(cost).max(initial=0))
        return min(self.total * most, int((np.abs(cost) * np.minimum(self.cap, self.total)).sum()))

    def _swing(self, goal: str) -> int:
        """The most that one simple cycle of the residual network can change this goal by.

        Such a cycle passes the source and the sink once at most: one load step in and one out, one seat more or less.
        """
        if goal == "load":
            return max(self.load_steps, default=0)
        return 1 if goal == "empty_seats" else self._span(goal)

    def _weights(self, goals: Sequence[str]) -> tuple[int, ...]:
        """Such that a flow of least weighted cost is best in strict order, and every flow that is best has that cost.

        Two flows differ by simple cycles. If another flow were better in strict order, one of these cycles would be;
        its first change is at least 1, and the weight of that goal outweighs all that the cycle can change after it.
        Small weights matter: the flow solver halves its way down from the largest cost.
        """
        weights: list[int] = []
        outweighed = 0
        for goal in reversed(goals):
            weights.append(outweighed + 1)
            outweighed += weights[-1] * self._swing(goal)
        return tuple(reversed(weights))

    def _fits(self, goals: Sequence[str]) -> bool:
        """Costs scaled by the number of nodes, over paths as long as that number, stay far within 64 bits."""
        most = sum(weight * self._swing(goal) for goal, weight in zip(goals, self._weights(goals), strict=True))
        return (most + 1) * (self.count + 2) ** 2 < SAFE


class _Arcs:
    def __init__(self) -> None:
        self.count = 0
        self.length = 0
        self.parts: list[tuple[Ints, Ints, Ints]] = []

    def node(self) -> int:
        self.count += 1
        return self.count - 1

    def nodes(self, number: int) -> Ints:
        self.count += number
        return np.arange(self.count - number, self.count, dtype=np.int64)

    def add(self, tail: Ints | int, head: Ints | int, cap: Ints | int) -> Ints:
        """Adds arcs (a single node or capacity stands for all of them); their numbers."""
        columns = np.broadcast_arrays(*(np.asarray(column, dtype=np.int64) for column in (tail, head, cap)))
        self.parts.append((columns[0].ravel(), columns[1].ravel(), columns[2].ravel()))
        first, self.length = self.length, self.length + columns[0].size
        return np.arange(first, self.length, dtype=np.int64)

    def arrays(self) -> tuple[Ints, Ints, Ints]:
        tail, head, cap = (np.concatenate(column) for column in zip(*self.parts, strict=True))
        return tail, head, cap


def _shortest(count: int, tail: Ints, head: Ints, cost: Ints) -> Ints:
    """Potentials with potential(head) ≤ potential(tail) + cost for every arc (Bellman and Ford, all arcs at once)."""
    order = np.argsort(head, kind="stable")
    tail, head, cost = tail[order], head[order], cost[order]
    potential = np.zeros(count, dtype=np.int64)
    if not len(head):
        return potential
    starts = np.flatnonzero(np.concatenate([[True], head[1:] != head[:-1]]))
    ends = head[starts]
    for _ in range(count + 1):
        better = np.minimum(potential[ends], np.minimum.reduceat(potential[tail] + cost, starts))
        if (better == potential[ends]).all():
            return potential
        potential[ends] = better
    raise FlowError("the flow found is not a cheapest one")


def _overlap_groups(model: Model, arcs: _Arcs, days: Ints) -> Ints:
    """The node that each row leaves from: its day, or below that a group of meetings that overlap one another."""
    start = days[model.day].copy()
    if model.problem.policy.max_per_day < 2:
        return start
    group_of_meeting = _overlap_components(model.problem.meetings)
    key = model.day * (len(model.seats) + 1) + np.array(group_of_meeting, dtype=np.int64)[model.meeting]
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    nodes = arcs.nodes(len(first))
    members: list[list[Meeting]] = [[] for _ in first]
    for row, number in enumerate(group.tolist()):
        members[number].append(model.problem.meetings[int(model.meeting[row])])
    arcs.add(days[model.day[first]], nodes, np.array([_most_together(part) for part in members], dtype=np.int64))
    return nodes[group]


def _overlap_components(meetings: Sequence[Meeting]) -> list[int]:
    """Of each meeting: the number of its chain of overlapping meetings of the same date."""
    component = [0] * len(meetings)
    number, day, until = 0, None, None
    for place in sorted(range(len(meetings)), key=lambda place: meetings[place].starts_at):
        meeting = meetings[place]
        if day != meeting.on or until is None or meeting.starts_at >= until:
            number, day, until = number + 1, meeting.on, meeting.ends_at
        until = max(until, meeting.ends_at)
        component[place] = number
    return component


def _most_together(meetings: list[Meeting]) -> int:
    """How many of these one person could attend without an overlap (earliest end first)."""
    count, free_from = 0, None
    for meeting in sorted(meetings, key=lambda meeting: meeting.ends_at):
        if free_from is None or meeting.starts_at >= free_from:
            count, free_from = count + 1, meeting.ends_at
    return count
