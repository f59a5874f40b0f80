"""Who would take a seat next, the rest of the plan as it is: everybody who may sit anywhere, put in order once."""

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
        costs = (model.lot, model.spends, model.rotation, load, ~model.is_kept)
        self.by_cost = np.lexsort((*costs, model.meeting)).tolist()
        self.by_rank = np.lexsort((*costs, ~model.is_senior, model.meeting)).tolist()

    def best(self, meeting: Meeting, leaving: Delegate, *, rank_is_missing: bool) -> Delegate | None:
        """The best of those who could legally sit there instead; with equal costs, by lot."""
        for other in self._in_order(meeting, by_rank=rank_is_missing):
            is_free = (meeting.id, other.id) not in self.situation.pairs
            if is_free and self.situation.passing_obstacle(meeting, other, leaving=leaving.id) is None:
                return other
        return None

    def _in_order(self, meeting: Meeting, *, by_rank: bool) -> Iterator[Delegate]:
        place = self.place[meeting.id]
        rows = (self.by_rank if by_rank else self.by_cost)[self.starts[place] : self.starts[place + 1]]
        return (self.people[self.delegate[row]] for row in rows)
