"""From a problem to a proven plan: the network first, HiGHS only for what the network leaves open."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

import numpy as np

from .goals import GOALS, GoalVector, goal_vector
from .grid import Flags
from .mip import BATCHES, Answer, Limits, Program
from .model import Model
from .network import FlowError, Network, Stage
from .problem import GoalResult, Pair, Problem, SolveStopped
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
    """Seconds since the solve began, and the second in which each goal was settled; tells whoever waits."""

    def __init__(self, limit: float, on_goal: Callable[[GoalResult], bool] | None) -> None:
        self.start = perf_counter()
        self.limit = limit
        self.on_goal = on_goal
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

    def tell(self, results: Iterable[GoalResult]) -> None:
        for result in results:
            if self.on_goal and not self.on_goal(result):
                raise SolveStopped


def find_best(
    problem: Problem,
    *,
    time_limit: float,
    on_goal: Callable[[GoalResult], bool] | None = None,
    near: Collection[Pair] = (),
) -> Solution:
    """The best plan; among equally good ones that of the least lot, or, given `near`, one that keeps most of it."""
    clock = _Clock(time_limit, on_goal)
    model = problem.model.drawn_near(near) if near else problem.model
    try:
        relaxed = _relax(model, clock)
    except (FlowError, OverflowError):
        return _with_mip(model, clock, np.zeros(len(model.pairs), dtype=np.bool_), None)
    drawn = _draw_on_face(relaxed)
    if drawn is not None and goal_vector(problem, model.with_pins(drawn)) == relaxed.values:
        return _proven(model, drawn, clock)
    if clock.left > 0 and (settled := _with_lp(model, clock, relaxed)) is not None:
        clock.settle(BATCHES[-1])
        return _proven(model, settled, clock, method="lp")
    legal = _legal_plan(model)
    if goal_vector(model.problem, model.with_pins(legal)) == relaxed.values:
        clock.settle(GOALS)
        return _proven(model, legal, clock)
    return _with_mip(model, clock, legal, relaxed)


def _proven(model: Model, chosen: Flags, clock: _Clock, *, method: str = "network") -> Solution:
    pairs = model.with_pins(chosen)
    values = goal_vector(model.problem, pairs)
    results = _results(model.problem, values, values, len(GOALS), clock)
    clock.tell(results)
    return Solution(pairs=pairs, goals=results, method=method)


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
            network.draw()
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
    to_draw = False
    while True:
        network.restore(start)
        for goals in batches:
            network.minimise(goals)
        if to_draw:
            network.draw()
        chosen = network.chosen
        network.restore(start)
        if _forbid_offences(network, chosen):
            start = network.snapshot()
        elif to_draw:
            return chosen
        else:
            to_draw = True


def _with_lp(model: Model, clock: _Clock, relaxed: _Relaxed) -> Flags | None:
    """Supposing that the relaxation's values of the first goals can be had: the last two by linear programming, with
    the rules that the network relaxes as rows. None where it finds no whole plan, which says nothing."""
    settled = GOALS[: -len(BATCHES[-1])]
    gaps = dict.fromkeys(settled, 0) | dict.fromkeys(BATCHES[-1], model.rotation_span)
    program = Program(model=model, limits=_limits(model, relaxed, gaps))
    origin = program.origin
    for goal, value, base in zip(settled, relaxed.values, origin, strict=False):
        program.keep((goal,), (value - base,))
    answer = program.relax(BATCHES[-1], clock.left, draw=True)
    if answer.chosen is None or answer.bound is None or not answer.is_trusted:
        return None
    values = goal_vector(model.problem, model.with_pins(answer.chosen))
    least = [value + base for value, base in zip(program.apart(BATCHES[-1], answer.bound), origin[-2:], strict=True)]
    if values != (*relaxed.values[: len(settled)], *least):
        return None
    return None if broken_rules(model.problem, model.with_pins(answer.chosen)) else answer.chosen


@dataclass
class _Search:
    """The best plan so far, and what no plan can be better than."""

    model: Model
    relaxed: _Relaxed | None
    program: Program
    chosen: Flags
    values: GoalVector
    bounds: list[int]

    def is_open(self, start: int, end: int) -> bool:
        return list(self.values[start:end]) != self.bounds[start:end]

    def take_in(self, answer: Answer, goals: Sequence[str]) -> None:
        """A plan, when whole numbers agree that it is legal and better; and the bound of this batch of goals."""
        if answer.chosen is not None and not broken_rules(self.model.problem, self.model.with_pins(answer.chosen)):
            counted = goal_vector(self.model.problem, self.model.with_pins(answer.chosen))
            if counted < self.values:
                self.chosen, self.values = answer.chosen, counted
                self.program.limits = _limits(self.model, self.relaxed, _gaps(self.relaxed, counted))
        if answer.bound is not None and answer.is_trusted:
            start = GOALS.index(goals[0])
            least = self.program.apart(goals, answer.bound)
            self.learn(start, [growth + base for growth, base in zip(least, self.program.origin[start:], strict=False)])

    def learn(self, start: int, least: Sequence[int]) -> None:
        """Takes in lower bounds of a batch: each holds only while the plan meets those before it."""
        for place, bound in enumerate(least, start):
            self.bounds[place] = min(max(self.bounds[place], bound), self.values[place])
            if self.values[place] != bound:
                return


def _with_mip(model: Model, clock: _Clock, legal: Flags, relaxed: _Relaxed | None) -> Solution:
    """Batch after batch from a legal plan, with what the relaxation proved: its values bound, its prices fix."""
    problem, values = model.problem, goal_vector(model.problem, model.with_pins(legal))
    program = Program(model=model, limits=_limits(model, relaxed, _gaps(relaxed, values)))
    search = _Search(
        model=model, relaxed=relaxed, program=program, chosen=legal, values=values, bounds=[*_floor(problem)]
    )
    drawn = None
    proven = 0
    for goals in BATCHES:
        start, end = proven, proven + len(goals)
        if relaxed is not None and search.values[:start] == relaxed.values[:start]:
            search.learn(start, relaxed.values[start:end])
        if search.is_open(start, end) and clock.left > 0:
            answer = program.relax(goals, clock.left, draw=goals is BATCHES[-1])
            search.take_in(answer, goals)
            drawn = answer.chosen if goals is BATCHES[-1] else None
        if search.is_open(start, end) and clock.left > 0:
            search.take_in(program.minimise(goals, clock.left), goals)
        while proven < end and not search.is_open(proven, proven + 1):
            clock.settle(GOALS[proven : proven + 1])
            proven += 1
            results = _results(problem, search.values, search.bounds, proven, clock)
            clock.tell(one for one in results if one.goal == GOALS[proven - 1])
        if proven < end:
            break
        if goals is not BATCHES[-1]:
            kept = zip(search.values[start:end], program.origin[start:end], strict=True)
            program.keep(goals, [value - base for value, base in kept])
    if proven == len(GOALS) and clock.left > 0:
        if drawn is None or not _keeps(model, search.values, drawn):
            drawn = program.minimise(BATCHES[-1], clock.left, draw=True).chosen
        # Out of time, what HiGHS holds depends on the machine's mood; the plan before the draw does not.
        if drawn is not None and clock.left > 0 and _keeps(model, search.values, drawn):
            search.chosen = drawn
    return Solution(
        pairs=model.with_pins(search.chosen),
        goals=_results(problem, search.values, search.bounds, proven, clock),
        method="mip",
    )


def bounds_of_linear_program(problem: Problem, values: dict[str, int], seconds: float = 60.0) -> dict[str, int]:
    """Of each goal, while those before it are held at these values: the least that fractions of seats would allow.

    For whoever doubts a proof: nothing of the network is in it.
    """
    model = problem.model
    program = Program(model=model, limits=_limits(model, None, {}))
    bounds = {}
    for goal, base in zip(GOALS, program.origin, strict=True):
        if goal in values:
            bound = program.bound((goal,), seconds)
            bounds[goal] = 0 if bound is None else bound + base
            program.keep((goal,), (values[goal] - base,))
    return bounds


def _floor(problem: Problem) -> GoalVector:
    """Nothing is below this: seats only ever add load, rotation and seniors to those of the pins."""
    return (0, 0, 0, *goal_vector(problem, problem.pinned)[3:])


def _gaps(relaxed: _Relaxed | None, values: GoalVector) -> dict[str, int]:
    """By how much a legal plan is worse than the relaxation, goal by goal."""
    if relaxed is None:
        return {}
    return dict(zip(GOALS, (ours - least for ours, least in zip(values, relaxed.values, strict=True)), strict=True))


def _limits(model: Model, relaxed: _Relaxed | None, gaps: dict[str, int]) -> Limits:
    """Reduced-cost fixing: a row dearer than the gap between relaxation and legal plan is in no better plan."""
    low, high = np.zeros(len(model.pairs), dtype=np.int64), np.ones(len(model.pairs), dtype=np.int64)
    steps_low, steps_high = np.zeros_like(model.room), model.room.copy()
    if relaxed is None:
        return Limits(row_low=low, row_high=high, steps_low=steps_low, steps_high=steps_high)
    for stage in relaxed.stages:
        gap = _reach(stage, gaps)
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


def _reach(stage: Stage, gaps: dict[str, int]) -> int:
    """How much dearer than the relaxation, in this stage's cost, a plan can be that is no worse than the legal one.

    As good in the goals before, better by one in some goal, it may be as bad as can be in those after it.
    """
    most = known = 0
    after = sum(weight * span for weight, span in zip(stage.weights, stage.spans, strict=True))
    for goal, weight, span in zip(stage.goals, stage.weights, stage.spans, strict=True):
        after -= weight * span
        if gaps[goal]:
            most = max(most, known + weight * (gaps[goal] - 1) + after)
        known += weight * gaps[goal]
    return max(most, known)


def _keeps(model: Model, values: GoalVector, found: Flags) -> bool:
    """Whether it is a legal plan with these very goals."""
    pairs = model.with_pins(found)
    return goal_vector(model.problem, pairs) == values and not broken_rules(model.problem, pairs)
