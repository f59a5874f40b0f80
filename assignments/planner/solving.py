"""From a problem to a proven plan: the network first, HiGHS only for what the network leaves open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

import numpy as np

from .goals import GOALS, GoalVector, goal_vector
from .mip import BATCHES, Limits, Program
from .model import Flags, Model, build_model
from .network import FlowError, Network, Stage
from .problem import GoalResult, Pair, Problem
from .rules import broken_rules

ROUNDS = 6


@dataclass(frozen=True, kw_only=True)
class Solution:
    pairs: list[Pair]
    goals: tuple[GoalResult, ...]
    method: str


@dataclass(frozen=True, kw_only=True)
class _Relaxed:
    """The network's proven optimum, which may break the two rules it relaxes."""

    network: Network
    stages: list[Stage]
    face: tuple[Flags, np.ndarray]
    """Where every best flow lies, for the draw among them."""
    values: GoalVector


class _Clock:
    """Seconds since the solve began, and the second in which each goal was settled."""

    def __init__(self, limit: float) -> None:
        self.start = perf_counter()
        self.limit = limit
        self.settled: dict[str, float] = {}

    @property
    def now(self) -> float:
        return perf_counter() - self.start

    @property
    def left(self) -> float:
        return self.limit - self.now

    def settle(self, goals: Iterable[str]) -> None:
        for goal in goals:
            self.settled[goal] = self.now


def find_best(problem: Problem, *, time_limit: float) -> Solution:
    clock = _Clock(time_limit)
    model = build_model(problem)
    try:
        relaxed = _relax(model, clock)
    except (FlowError, OverflowError):
        return _with_mip(model, clock, np.zeros(len(model.pairs), dtype=np.bool_), None)
    drawn = _draw_on_face(relaxed)
    if drawn is not None:
        return _proven(model, drawn, clock)
    legal = _legal_plan(model)
    if goal_vector(problem, model.with_pins(legal)) == relaxed.values:
        clock.settle(GOALS)
        return _proven(model, legal, clock)
    return _with_mip(model, clock, legal, relaxed)


def _proven(model: Model, chosen: Flags, clock: _Clock) -> Solution:
    pairs = model.with_pins(chosen)
    values = goal_vector(model.problem, pairs)
    return Solution(pairs=pairs, goals=_results(model.problem, values, values, len(GOALS), clock), method="network")


def _results(
    problem: Problem, values: GoalVector, bounds: Sequence[int], proven: int, clock: _Clock
) -> tuple[GoalResult, ...]:
    """The goals as reported: `changed` only where a published plan is being repaired."""
    return tuple(
        GoalResult(
            goal=goal,
            value=value,
            proven=place < proven,
            bound=bound,
            seconds=clock.settled.get(goal, clock.now),
        )
        for place, (goal, value, bound) in enumerate(zip(GOALS, values, bounds, strict=True))
        if goal != "changed" or problem.published is not None
    )


def _relax(model: Model, clock: _Clock) -> _Relaxed:
    network = Network(model)
    stages = []
    for goals in network.batches():
        stages.append(network.minimise(goals))
        clock.settle(goals)
    values = goal_vector(model.problem, model.with_pins(network.chosen))
    return _Relaxed(network=network, stages=stages, face=network.snapshot(), values=values)


def _draw_on_face(relaxed: _Relaxed) -> Flags | None:
    """The lot among all best flows, while forbidding what breaks a relaxed rule; None if that leaves no flow."""
    network = relaxed.network
    face = relaxed.face
    for _ in range(ROUNDS):
        try:
            network.minimise(("lot",))
        except FlowError:
            return None
        chosen = network.chosen
        network.restore(face)
        if not _forbid_offences(network, chosen):
            return chosen
        face = network.snapshot()
    return None


def _forbid_offences(network: Network, chosen: Flags) -> bool:
    """Shuts the junior side where senior and junior of one agency met, and one of two overlaps; False if none."""
    groups = [junior if network.free[network.groups[junior]] else senior for senior, junior in _mixed(network, chosen)]
    rows = [other if network.free[network.rows[other]] else one for one, other in _overlaps(network.model, chosen)]
    network.shut(groups)
    network.shut_rows(rows)
    return bool(groups or rows)


def _mixed(network: Network, chosen: Flags) -> list[tuple[int, int]]:
    """(senior group, junior group) of one agency at one meeting, both seated."""
    model = network.model
    seen: dict[tuple[int, int], int] = {}
    found = []
    for row in np.flatnonzero(chosen).tolist():
        place = (int(model.meeting[row]), int(model.agency[row]))
        if place in seen:
            one, other = sorted((seen[place], row), key=lambda number: not model.is_senior[number])
            found.append((int(network.group_of_row[one]), int(network.group_of_row[other])))
        seen[place] = row
    return found


def _overlaps(model: Model, chosen: Flags) -> list[tuple[int, int]]:
    return [pair for crowd in model.crowds for pair in pairwise(row for row in crowd if chosen[row])]


def _legal_plan(model: Model) -> Flags:
    """A good plan that keeps every rule: the network again, without what the last flow broke, until nothing is."""
    network = Network(model)
    batches = network.batches()
    start = network.snapshot()
    while True:
        network.restore(start)
        for goals in (*batches, ("lot",)):
            network.minimise(goals)
        chosen = network.chosen
        network.restore(start)
        if not _forbid_offences(network, chosen):
            return chosen
        start = network.snapshot()


def _with_mip(model: Model, clock: _Clock, legal: Flags, relaxed: _Relaxed | None) -> Solution:
    """Batch after batch from a legal plan, with what the relaxation proved: its values bound, its prices fix."""
    program = Program(model=model, limits=_limits(model, relaxed, legal))
    origin = _origin(program)
    best, values = legal, goal_vector(model.problem, model.with_pins(legal))
    bounds = [*_floor(model.problem)]
    proven = 0
    for goals in BATCHES:
        start, end = proven, proven + len(goals)
        if relaxed is not None and values[:start] == relaxed.values[:start]:
            _raise(bounds, start, relaxed.values[start:end], values)
        if values[start:end] != tuple(bounds[start:end]) and clock.left > 0:
            answer = program.minimise(goals, clock.left)
            best, values = _better(model, best, values, answer.chosen)
            program.limits = _limits(model, relaxed, best)
            if answer.bound is not None and answer.is_trusted:
                least = program.apart(goals, answer.bound)
                _raise(
                    bounds,
                    start,
                    [growth + base for growth, base in zip(least, origin[start:end], strict=True)],
                    values,
                )
        while proven < end and values[proven] == bounds[proven]:
            clock.settle(GOALS[proven : proven + 1])
            proven += 1
        if proven < end:
            break
        if goals is not BATCHES[-1]:
            program.keep(
                goals, [value - base for value, base in zip(values[start:end], origin[start:end], strict=True)]
            )
    if proven == len(GOALS) and clock.left > 0:
        drawn = program.minimise(BATCHES[-1], clock.left, draw=True).chosen
        # Out of time, what HiGHS holds depends on the machine's mood; the plan before the draw does not.
        if drawn is not None and clock.left > 0 and _keeps(model, values, drawn):
            best = drawn
    return Solution(
        pairs=model.with_pins(best),
        goals=_results(model.problem, values, bounds, proven, clock),
        method="mip",
    )


def _raise(bounds: list[int], start: int, least: Sequence[int], values: GoalVector) -> None:
    """Takes in lower bounds of a batch: each holds only while the plan meets those before it."""
    for place, bound in enumerate(least, start):
        bounds[place] = min(max(bounds[place], bound), values[place])
        if values[place] != bound:
            return


def _origin(program: Program) -> GoalVector:
    """Where HiGHS counts from: the pins alone, and no rank missing."""
    unmet, *rest = goal_vector(program.model.problem, program.model.problem.pinned)
    empty, changed, load, rotation, seniors = rest
    return unmet - len(program.ranked), empty, changed, load, rotation, seniors


def _floor(problem: Problem) -> GoalVector:
    """Nothing is below this: seats only ever add load, rotation and seniors to those of the pins."""
    return (0, 0, 0, *goal_vector(problem, problem.pinned)[3:])


def _limits(model: Model, relaxed: _Relaxed | None, legal: Flags) -> Limits:
    """Reduced-cost fixing: a row dearer than the gap between relaxation and legal plan is in no better plan."""
    low, high = np.zeros(len(model.pairs), dtype=np.int64), np.ones(len(model.pairs), dtype=np.int64)
    steps_low, steps_high = np.zeros_like(model.room), model.room.copy()
    values = goal_vector(model.problem, model.with_pins(legal))
    if relaxed is None:
        return Limits(row_low=low, row_high=high, steps_low=steps_low, steps_high=steps_high)
    worse = dict(zip(GOALS, (ours - least for ours, least in zip(values, relaxed.values, strict=True)), strict=True))
    for stage in relaxed.stages:
        gap = sum(weight * worse[goal] for goal, weight in zip(stage.goals, stage.weights, strict=True))
        high[(stage.row_cost > gap) | (stage.group_cost > gap)] = 0
        low[stage.row_cost < -gap] = 1
        step_of = np.repeat(np.arange(len(model.room)), model.room)
        steps_high = np.minimum(
            steps_high, model.room - np.bincount(step_of[stage.step_cost > gap], minlength=len(model.room))
        )
        steps_low = np.maximum(steps_low, np.bincount(step_of[stage.step_cost < -gap], minlength=len(model.room)))
        if gap:
            break
    return Limits(row_low=low, row_high=high, steps_low=steps_low, steps_high=steps_high)


def _better(model: Model, best: Flags, values: GoalVector, found: Flags | None) -> tuple[Flags, GoalVector]:
    """What HiGHS found, when whole numbers agree that it is legal and better."""
    if found is None or broken_rules(model.problem, model.with_pins(found)):
        return best, values
    counted = goal_vector(model.problem, model.with_pins(found))
    return (found, counted) if counted < values else (best, values)


def _keeps(model: Model, values: GoalVector, found: Flags) -> bool:
    """Whether it is a legal plan with these very goals."""
    pairs = model.with_pins(found)
    return goal_vector(model.problem, pairs) == values and not broken_rules(model.problem, pairs)
