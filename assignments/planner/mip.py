"""What the network leaves open, goal after goal with HiGHS: the two rules it relaxes are rows here.

HiGHS works in floating point: every plan that it returns is counted again in whole numbers, and a goal is called proven
only when HiGHS ended its search, its bound meets that count, and the numbers are small enough to trust its tolerances.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from .goals import GoalVector, goal_vector
from .grid import Flags, Ints
from .model import Model

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

Key = TypeVar("Key")
Entry = tuple[list[int], list[float], float, float]
"""Columns, their coefficients, least and most: one row of the program."""
Floats = NDArray[np.float64]
TRUSTED = 10**6
"""Above this, a coefficient times HiGHS's tolerance of 1e-6 would blur a whole unit of a goal."""

BATCHES = (("unmet_seniority",), ("empty_seats",), ("changed",), ("load",), ("rotation", "seniors_spent"))
"""Goals to a solve. The last two go together: with the one as a row, HiGHS can take 30 s over the other, not 0.3 s."""
LOT_SHIFT = 24
"""The draw keeps 16 different lots a pair: finer ones would drown in the tolerances."""
WHOLE = 1e-6
"""How far from 0 or 1 HiGHS may leave what it means to be 0 or 1."""
DRAW_NODES = 50
"""Of HiGHS's tree in the draw: a number, not a time, so that the draw is the same everywhere."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What is already known of every plan still worth looking for."""

    row_low: Ints
    row_high: Ints
    steps_low: Ints
    """Of each delegate: fewest and most further seats."""
    steps_high: Ints


@dataclass(frozen=True, kw_only=True)
class Answer:
    chosen: Flags | None
    """None when HiGHS found no plan. Where fractions were allowed, the rows taken entirely."""
    is_whole: bool
    bound: int | None
    """No plan within the limits and the goals kept has less, in the goal's growth over the pins; None if unknown."""
    is_trusted: bool


@dataclass
class Program:
    """The MILP of a model. Columns: the rows of the model, then the load steps, then one "rank missing" a meeting."""

    model: Model
    limits: Limits
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        model = self.model
        self.row_count = len(model.pairs)
        self.step_costs = [step for steps in model.load_steps for step in steps]
        self.missing_from = self.row_count + len(self.step_costs)
        self.ranked = np.flatnonzero(model.needs_rank).tolist()
        self.columns = self.missing_from + len(self.ranked)
        self._seats()
        self._colleagues()
        self._days()
        self._load()
        self._rank()

    def cost(self, goal: str) -> Floats:
        """The goal's growth over the pins, up to a constant; "lot" is the draw, less than a half in all."""
        cost = np.zeros(self.columns)
        rows = cost[: self.row_count]
        if goal == "unmet_seniority":
            cost[self.missing_from :] = 1
        elif goal == "empty_seats":
            rows[:] = -1
        elif goal == "changed":
            rows[:] = -self.model.is_kept.astype(np.float64)
        elif goal == "load":
            cost[self.row_count : self.missing_from] = self.step_costs
        elif goal == "rotation":
            rows[:] = self.model.rotation
        elif goal == "seniors_spent":
            rows[:] = self.model.spends
        else:
            rows[:] = (self.model.lot >> LOT_SHIFT) / ((2**29 >> LOT_SHIFT) * self.senior_span)
        return cost

    @property
    def senior_span(self) -> int:
        """More than the seniors spent can differ by: the weight of rotation beside them."""
        return int(self.model.seats.sum()) + 1

    @cached_property
    def origin(self) -> GoalVector:
        """Where goals are counted from: the pins alone, and no rank missing."""
        unmet, empty, changed, load, rotation, seniors = goal_vector(self.model.problem, self.model.problem.pinned)
        return unmet - len(self.ranked), empty, changed, load, rotation, seniors

    def joint_cost(self, goals: Sequence[str]) -> Floats:
        """The goals of a batch, one or two, as one number: the first the heavier."""
        cost = self.cost(goals[0])
        return cost if len(goals) == 1 else cost * self.senior_span + self.cost(goals[1])

    def apart(self, goals: Sequence[str], joint: int) -> Sequence[int]:
        """The bound of a batch as one of its first goal, and of its second when the first is met exactly."""
        return (joint,) if len(goals) == 1 else divmod(joint, self.senior_span)

    def keep(self, goals: Sequence[str], most: Sequence[int]) -> None:
        """Holds each goal settled earlier at its value, counted as `cost` counts it."""
        for goal, value in zip(goals, most, strict=True):
            cost = self.cost(goal)
            where = np.flatnonzero(cost)
            self.entries.append((where.tolist(), cost[where].tolist(), -np.inf, float(value)))

    def relax(self, goals: Sequence[str], seconds: float, *, draw: bool = False) -> Answer:
        """The bound when fractions are allowed, and a whole plan near it: that very one, or the nearest to its ones.

        Three times as quick as `minimise`, and the plan mostly meets the bound.
        """
        start = perf_counter()
        answer = self._run(goals, seconds, draw=draw)
        if answer.chosen is None or answer.is_whole:
            return answer
        left = max(seconds - (perf_counter() - start), 0.0)
        near = self._run(goals, left, draw=draw, whole=True, taken=answer.chosen)
        return replace(answer, chosen=near.chosen)

    def bound(self, goals: Sequence[str], seconds: float) -> int | None:
        """Of a batch when fractions are allowed."""
        return self._run(goals, seconds, draw=False).bound

    def minimise(self, goals: Sequence[str], seconds: float, *, draw: bool = False) -> Answer:
        """A best plan for a batch of goals, and with `draw` the one of least lot among those."""
        return self._run(goals, seconds, draw=draw, whole=True)

    def _run(
        self, goals: Sequence[str], seconds: float, *, draw: bool, whole: bool = False, taken: Flags | None = None
    ) -> Answer:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        cost = self.joint_cost(goals) + (self.cost("lot") if draw else 0)
        if not self.columns:
            return Answer(chosen=np.zeros(0, dtype=np.bool_), is_whole=True, bound=0, is_trusted=True)
        entries = [*self.entries, *self._seats_held()]
        indices = np.array([column for columns, *_ in entries for column in columns], dtype=np.int32)
        data = np.array([value for _, values, *_ in entries for value in values])
        starts = np.cumsum([0, *(len(columns) for columns, *_ in entries)])
        matrix = csr_array((data, indices, starts), shape=(len(entries), self.columns))
        low, high = self._column_bounds()
        if taken is not None:
            low[: self.row_count][taken] = 1
        answer = milp(
            cost,
            integrality=np.full(self.columns, int(whole)),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, [entry[2] for entry in entries], [entry[3] for entry in entries]),
            options={"time_limit": seconds, "mip_rel_gap": 0.0}
            | ({"node_limit": DRAW_NODES} if draw and whole else {}),
        )
        largest = max(np.abs(data).max(initial=0), np.abs(cost).max(initial=0))
        bound = _bound(answer, whole=whole)
        rows = None if answer.x is None else np.asarray(answer.x[: self.row_count])
        return Answer(
            chosen=None if rows is None else rows > (0.5 if whole else 1 - WHOLE),
            is_whole=whole or rows is None or bool((np.minimum(rows, 1 - rows) < WHOLE).all()),
            # The lots take part in the bound, with less than a half.
            bound=None if bound is None else ceil(bound - 0.5 * draw - 1e-4),
            is_trusted=bool(largest <= TRUSTED),
        )

    def _column_bounds(self) -> tuple[Floats, Floats]:
        low, high = np.zeros(self.columns), np.ones(self.columns)
        low[: self.row_count], high[: self.row_count] = self.limits.row_low, self.limits.row_high
        return low, high

    def _at_most(self, rows: Sequence[int], most: int) -> None:
        if len(rows) > most:
            self.entries.append((list(rows), [1.0] * len(rows), -np.inf, float(most)))

    def _seats(self) -> None:
        for meeting, rows in _grouped(self.model.meeting.tolist()).items():
            self._at_most(rows, int(self.model.seats[meeting]))

    def _colleagues(self) -> None:
        keys = zip(self.model.meeting.tolist(), self.model.agency.tolist(), strict=True)
        for rows in _grouped(keys).values():
            self._at_most(rows, 1)

    def _days(self) -> None:
        for day, rows in _grouped(self.model.day.tolist()).items():
            self._at_most(rows, int(self.model.day_room[day]))
        for crowd in self.model.crowds:
            self._at_most(crowd, 1)

    def _load(self) -> None:
        """As many steps as seats. The steps rise, so the cheapest choice of them is always the first ones."""
        column = self.row_count
        for delegate, rows in enumerate(self.model.rows_of_delegate):
            steps = list(range(column, column + len(self.model.load_steps[delegate])))
            column += len(steps)
            if not rows:
                continue
            self.entries.append(([*rows, *steps], [1.0] * len(rows) + [-1.0] * len(steps), 0.0, 0.0))

    def _seats_held(self) -> Iterator[Entry]:
        for delegate, rows in enumerate(self.model.rows_of_delegate):
            if rows:
                low, high = float(self.limits.steps_low[delegate]), float(self.limits.steps_high[delegate])
                yield rows, [1.0] * len(rows), low, high

    def _rank(self) -> None:
        seniors = _grouped(self.model.meeting[self.model.is_senior].tolist())
        senior_rows = np.flatnonzero(self.model.is_senior).tolist()
        for place, meeting in enumerate(self.ranked):
            rows = [senior_rows[number] for number in seniors.get(meeting, [])]
            columns = [*rows, self.missing_from + place]
            self.entries.append((columns, [1.0] * len(columns), 1.0, np.inf))


def _bound(answer: "OptimizeResult", *, whole: bool) -> float | None:
    if not whole:
        return float(answer.fun) if answer.status == 0 else None
    bound = getattr(answer, "mip_dual_bound", None)
    if bound is None or answer.status not in (0, 1) or not np.isfinite(bound):
        return None
    return float(bound)


def _grouped(keys: Iterable[Key]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        groups[key].append(number)
    return groups
