"""How far a set of seats breaks each hard rule, and where: two plans compared, neither of which need be legal.

`rules.broken_rules` says it in sentences for people; here it is counted, so that "no worse than before" can be told of
a draft in which something is broken already.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from .problem import Pair, Problem
from .rules import Situation, standing_obstacles

Breach = tuple[str, ...]
"""The rule, and the ids of what it is about."""


def breaches(problem: Problem, seats: Iterable[Pair]) -> Counter[Breach]:
    """By how many seats, or how often, each rule is broken; without what is not. `b - a` is what `b` makes worse."""
    seats = list(seats)
    situation = Situation(problem, set(seats))
    found: Counter[Breach] = Counter()
    for pair, times in Counter(seats).items():
        found["R1", *pair] = times - 1
    for meeting in problem.meetings:
        seated = situation.seated[meeting.id]
        found["R1", meeting.id] = len(seated) - meeting.seats
        for person in seated:
            found.update(
                (obstacle.rule, meeting.id, person.id, obstacle.message)
                for obstacle in standing_obstacles(problem, meeting, person)
            )
        if problem.policy.distinct_agencies:
            bound = Counter(one.agency for one in seated if not problem.is_waived("R6", meeting, one))
            for agency, people in bound.items():
                found["R6", meeting.id, agency] = people - 1
    for (delegate, day), meetings in situation.counted_days.items():
        found["R3", delegate, day.isoformat()] = meetings - problem.policy.max_per_day
    for delegate, attended in situation.meetings_of.items():
        found.update(
            ("R3", delegate, one.id, other.id) for one, other in combinations(attended, 2) if one.overlaps(other)
        )
    for delegate, held in situation.counted.items():
        found["R4", delegate] = held - problem.delegate_by_id[delegate].max_seats
    found.update(("R7", *pair) for pair in problem.pinned if pair not in situation.pairs)
    return +found
