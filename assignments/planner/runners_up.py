"""Who would take a seat next, the rest of the plan as it is: a meeting's people, put in order when first asked for."""

from collections.abc import Iterator

import numpy as np

from .goals import load_step
from .problem import Delegate, Meeting
from .rules import Situation


class RunnersUp:
    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        model = situation.problem.model
        self.people = model.problem.delegates
        self.delegate = model.delegate.tolist()
        self.place = {meeting.id: place for place, meeting in enumerate(model.problem.meetings)}
        self.starts = np.searchsorted(model.meeting, np.arange(len(self.place) + 1)).tolist()
        steps = [load_step(model.problem, one, situation.held[one.id]) for one in self.people]
        # Whole numbers of any size: only their order is kept.
        order = {step: place for place, step in enumerate(sorted(set(steps)))}
        load = np.array([order[step] for step in steps], dtype=np.int64)[model.delegate]
        self.costs = (model.lot, model.spends, model.rotation, load, ~model.is_kept)
        self.is_junior = ~model.is_senior
        self.sorted: dict[tuple[int, bool], list[int]] = {}

    def best(self, meeting: Meeting, leaving: Delegate, *, rank_is_missing: bool) -> Delegate | None:
        """The best of those who could legally sit there instead; with equal costs, by lot."""
        for other in self._in_order(meeting, by_rank=rank_is_missing):
            is_free = (meeting.id, other.id) not in self.situation.pairs
            if is_free and self.situation.passing_obstacle(meeting, other, leaving=leaving.id) is None:
                return other
        return None

    def _in_order(self, meeting: Meeting, *, by_rank: bool) -> Iterator[Delegate]:
        key = self.place[meeting.id], by_rank
        if key not in self.sorted:
            rows = slice(*self.starts[key[0] : key[0] + 2])
            costs = [column[rows] for column in (*self.costs, *((self.is_junior,) if by_rank else ()))]
            self.sorted[key] = (rows.start + np.lexsort(costs)).tolist()
        return (self.people[self.delegate[row]] for row in self.sorted[key])
