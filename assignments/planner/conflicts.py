"""Why a seat stays empty, or a rank unmet: the smallest set of rules that collide.

What is asked of a gap, with the plan as it stands:

- rank: that somebody of the rank asked for sits at the meeting, and every other meeting that has its rank keeps one;
- seat: that one more sits at the meeting, that every other meeting keeps as many as now, and every rank met stays met.

People may change places in any way for it. So the seat would be filled "with no earlier goal made worse elsewhere".

A conflict is a set of rules (each about one delegate, and the day, unit or meeting that it concerns) such that these
rules alone, with every other rule of the month lifted, make what is asked impossible, and with any single one of them
lifted the others no longer do. It is found by deletion filtering: rule after rule is lifted for good when the thing
asked stays impossible without it, and kept when it would become possible. The oracle is the residual network of the
plan: what is asked is possible exactly when an augmenting path reaches the gap, and since lifting only adds arcs, the
set reached only grows, so that all of the filtering is one search. Rules that people recognise best (a busy day, a
barred unit, a recent visit, all at the meeting itself) are tried last, and so are the ones that stay.

Three things the network cannot hold. The last delegate of the rank at a meeting gives way to a colleague without it
only for a colleague's sake, never because somebody else brings the rank. Hours that overlap on a day on which two
meetings are allowed are taken as the plan has them. And a pin that does not count towards the month's limit still
fills its day: let go, its day may be used at the cost of a seat that counts, but not of two at once, nor of one freed
elsewhere. Where any of this may matter, the gap is put to HiGHS (clashes.py), as long as there is time; `is_smallest`
is False only when there was not.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import perf_counter

from .clashes import Clash, OutOfTimeError, Question
from .goals import goal_vector
from .problem import Delegate, Meeting, Pair, Problem
from .rules import Situation, broken_rules, returns_too_soon

SECONDS = 5.0
"""For HiGHS, for all gaps of a plan together."""

Node = tuple[str, ...]
ORIGIN: Node = ("origin",)
"""Where every seat begins, as one more seat of a delegate, and ends, as one more seat of a meeting."""


@dataclass(frozen=True, kw_only=True)
class Conflict:
    meeting: str
    is_rank: bool
    """A rank that is unmet; else an empty seat."""
    missing: int
    """Seats that are empty there."""
    clashes: tuple[Clash, ...]
    """Empty where no rule stands against it, or the meeting has no seats at all, or nobody takes part."""
    is_open: bool
    """Nothing collides: with other seats moved as in `way`, it can be done."""
    way: tuple[Pair, ...]
    """The seats that such a plan has beyond those of this one, in the dossier's order."""
    is_smallest: bool


def find_conflicts(problem: Problem, pairs: Iterable[Pair]) -> tuple[Conflict, ...]:
    """One conflict for every unmet rank and every meeting with empty seats, as the dossier lists its meetings."""
    held = problem.in_order(pairs)
    situation = Situation(problem, held)
    gaps = [
        (meeting, is_rank)
        for meeting in problem.meetings
        for is_rank in (True, False)
        if (lacks_rank(situation, meeting) if is_rank else len(situation.seated[meeting.id]) < meeting.seats)
    ]
    networks = {is_rank: Residual(situation, held, is_rank=is_rank) for is_rank in {is_rank for _, is_rank in gaps}}
    until = perf_counter() + SECONDS
    return tuple(find_conflict(networks[is_rank], meeting, until=until) for meeting, is_rank in gaps)


def find_conflict(network: "Residual", meeting: Meeting, *, until: float) -> Conflict:
    """`until`: when HiGHS has to end, by `perf_counter`."""
    search = Search(network, meeting)
    way = search.way()
    clashes = [] if search.is_open or not meeting.seats else search.filtered()
    if not search.is_exact:
        question = Question(
            problem=network.problem,
            held=network.held,
            gap=meeting,
            is_rank=network.is_rank,
            until=until,
        )
        try:
            settled = question.settle(clashes, partial(_lifting_order, meeting=meeting))
        except OutOfTimeError:
            pass
        else:
            clashes = list(settled.clashes)
            way = tuple(pair for pair in network.problem.in_order(settled.seats) if pair not in network.held)
            search.is_exact = True
    return Conflict(
        meeting=meeting.id,
        is_rank=network.is_rank,
        missing=meeting.seats - len(network.situation.seated[meeting.id]),
        clashes=tuple(sorted(clashes, key=lambda clash: _reading_order(clash, meeting))),
        is_open=bool(way),
        way=way,
        is_smallest=search.is_exact,
    )


def lacks_rank(situation: Situation, meeting: Meeting) -> bool:
    return meeting.asks_for_rank and not any(person.satisfies(meeting) for person in situation.seated[meeting.id])


Lock = frozenset[Clash]
OPEN: Lock = frozenset()


class Residual:
    """The plan's residual network: where one more seat could be taken from, each way with the rules that close it."""

    def __init__(self, situation: Situation, held: list[Pair], *, is_rank: bool) -> None:
        self.situation, self.problem, self.held = situation, situation.problem, held
        self.is_rank = is_rank
        self.arcs: dict[Node, list[tuple[Node, Lock]]] = defaultdict(list)
        self.arcs_into: dict[Node, list[tuple[Node, Lock]]] = defaultdict(list)
        self.locked: dict[Clash, list[tuple[Node, Node, Lock]]] = defaultdict(list)
        self.guessed: set[tuple[Node, Node]] = set()
        """Arcs held shut although a plan might use them: what the docstring of the module calls one thing more."""
        self.doubted: set[tuple[Node, Node]] = set()
        """Arcs that one way could take although no plan holds it."""
        self._seated = set(held)
        self._days = Counter(
            (delegate, self.problem.meeting_by_id[meeting].on)
            for meeting, delegate in held
            if not {("R3", (meeting, delegate)), ("R4", (meeting, delegate))} & self.problem.waived
        )
        self._uncounted = Counter(delegate for rule, (_, delegate) in self.problem.waived if rule == "R4")
        for delegate in self.problem.delegates:
            self._person(delegate)
        for meeting in self.problem.meetings:
            self._meeting(meeting)

    def _add(self, tail: Node, head: Node, lock: Lock = OPEN) -> None:
        self.arcs[tail].append((head, lock))
        self.arcs_into[head].append((tail, lock))
        for clash in lock:
            self.locked[clash].append((tail, head, lock))

    def _person(self, delegate: Delegate) -> None:
        node = ("person", delegate.id)
        self._add(ORIGIN, node, self._used_up(delegate))
        if self.situation.counted[delegate.id]:
            self._add(node, ORIGIN)
        for on in {meeting.on for meeting in self.problem.meetings}:
            day = _day_node(delegate, on)
            self._add(node, day, self._full_day(delegate, on))
            if self._days[delegate.id, on]:
                self._add(day, node)

    def _used_up(self, delegate: Delegate) -> Lock:
        full = self.situation.counted[delegate.id] >= delegate.max_seats
        return frozenset([Clash(rule="R4", delegate=delegate.id)]) if full else OPEN

    def _full_day(self, delegate: Delegate, on: date) -> Lock:
        full = self.situation.counted_on(delegate, on) >= self.problem.policy.max_per_day
        return frozenset([Clash(rule="R3", delegate=delegate.id, day=on)]) if full else OPEN

    def _meeting(self, meeting: Meeting) -> None:
        node, hub = ("meeting", meeting.id), ("hub", meeting.id)
        seated = self.situation.seated[meeting.id]
        ranked = sum(_is_senior(meeting, person) for person in seated)
        if ranked < meeting.seats:
            self._add(hub, node)
        if ranked > 1:
            self._add(node, hub)  # the last of the rank stays
        if len(seated) < meeting.seats:
            self._add(node, ORIGIN)
        if seated and self.is_rank:
            self._add(ORIGIN, node)  # an empty seat elsewhere is a later goal than a rank
        colleagues: dict[str, list[Delegate]] = defaultdict(list)
        for person in seated:
            if self.problem.policy.distinct_agencies and not self.problem.is_waived("R6", meeting, person):
                colleagues[person.agency].append(person)
        for side in {(person.agency, _is_senior(meeting, person)) for person in self.problem.delegates}:
            self._side(meeting, side, colleagues[side[0]], hub if side[1] else node)
        for person in self.problem.delegates:
            self._pair(meeting, person, colleagues[person.agency])

    def _side(self, meeting: Meeting, side: tuple[str, bool], colleagues: list[Delegate], head: Node) -> None:
        """From an agency's side (of the rank asked for, or not) into the meeting: one of an agency."""
        node = _side_node(meeting, *side)
        full = any(_is_senior(meeting, person) == side[1] for person in colleagues)
        one_each = frozenset([Clash(rule="R6", meeting=meeting.id, agency=side[0])])
        self._add(node, head, one_each if full else OPEN)
        if side in {
            (person.agency, _is_senior(meeting, person))
            for person in self.situation.seated[meeting.id]
            if not self.problem.is_waived("R6", meeting, person)
        }:
            self._add(head, node)

    def _pair(self, meeting: Meeting, person: Delegate, colleagues: list[Delegate]) -> None:
        day = _day_node(person, meeting.on)
        senior = _is_senior(meeting, person)
        side = _side_node(meeting, person.agency, senior)
        pair = (meeting.id, person.id)
        if pair in self._seated:
            if self.problem.is_waived("R6", meeting, person):  # in nobody's way there
                side = ("hub" if senior else "meeting", meeting.id)
            self._leaving(side, meeting, person)
            return
        lock = frozenset([*self.standing(meeting, person), *self._overlaps(meeting, person, day, side)])
        across = [other for other in colleagues if _is_senior(meeting, other) != senior]
        if not across:
            self._add(day, side, lock)
            return
        other = across[0]
        one_each = Clash(rule="R6", meeting=meeting.id, agency=person.agency)
        self._add(day, side, lock | {one_each})
        if self.is_rank:
            if senior:  # the colleague without the rank gives way: an empty seat is a later goal
                self._add(day, side, lock | self._pin(meeting, other))
        elif senior or sum(_is_senior(meeting, each) for each in self.situation.seated[meeting.id]) > 1:
            swap = ("swap", meeting.id, person.id, other.id)
            self._add(day, swap, lock)
            self._leaving(swap, meeting, other)
        else:
            self.guessed.add((day, side))

    def _pin(self, meeting: Meeting, person: Delegate) -> Lock:
        pinned = (meeting.id, person.id) in self.problem.pinned_pairs
        return frozenset([Clash(rule="R7", meeting=meeting.id, delegate=person.id)]) if pinned else OPEN

    def _leaving(self, tail: Node, meeting: Meeting, person: Delegate) -> None:
        """What becomes free with this seat: no limit towards which it never counted."""
        pin, day = self._pin(meeting, person), _day_node(person, meeting.on)
        frees_day = not self.problem.is_waived("R3", meeting, person)
        if not self.problem.is_waived("R4", meeting, person):
            self._add(tail, day if frees_day else ("person", person.id), pin)
            return
        self._add(tail, ORIGIN, pin)
        if not frees_day:
            return
        # The day is free again, and is used at the cost of one more seat that counts.
        self._add(tail, day, pin | self._used_up(person))
        left = person.max_seats - self.situation.counted[person.id]
        if left <= 0:
            self.guessed.add((tail, day))
        elif left <= self._uncounted[person.id]:
            self.doubted.add((tail, day))

    def standing(self, meeting: Meeting, person: Delegate) -> Iterable[Clash]:
        if person.unavailable and person.is_away_on(meeting.on):
            yield Clash(rule="R2", delegate=person.id, day=meeting.on)
        if meeting.unit in person.barred_units:
            yield Clash(rule="R5", delegate=person.id, unit=meeting.unit)
        if (meeting.id, person.id) in self.problem.forbidden_pairs:
            yield Clash(rule="R5", delegate=person.id, meeting=meeting.id)
        if returns_too_soon(self.problem, meeting, person):
            yield Clash(rule="R8", delegate=person.id, unit=meeting.unit)

    def _overlaps(self, meeting: Meeting, person: Delegate, day: Node, side: Node) -> Iterable[Clash]:
        """Hours that a limit of one a day does not already keep apart."""
        for other in self.situation.meetings_of.get(person.id, ()):
            kept_apart = (
                self.problem.policy.max_per_day == 1
                and meeting.on == other.on
                and not self.problem.is_waived("R3", other, person)
            )
            if meeting.overlaps(other) and not kept_apart:
                self.guessed.add((day, side))
                yield Clash(rule="R3", delegate=person.id, day=meeting.on)


class Search:
    """What reaches one gap of the plan, as rule after rule is lifted."""

    def __init__(self, network: Residual, meeting: Meeting) -> None:
        self.network, self.meeting = network, meeting
        self.lifted: set[Clash] = set()
        self.target: Node = ("hub" if network.is_rank and meeting.asks_for_rank else "meeting", meeting.id)
        # For a rank, somebody there may have to give the seat up; for a seat, there is one.
        self.start: Node = ("meeting", meeting.id) if network.is_rank else ORIGIN
        self.came = self._spread({self.start: self.start}, {}, network.arcs)
        self.leads = set(self._spread({self.target: self.target}, {}, network.arcs_into))
        """The nodes from which the gap is reached."""
        self.is_open = self.target in self.came and bool(meeting.seats)
        self.is_exact = True

    def reaches_if_lifted(self, clash: Clash) -> bool:
        """Whether lifting this one rule is enough."""
        self.lifted.add(clash)
        found = self._opens(clash) or self.target in self._beyond(clash)
        self.lifted.discard(clash)
        return found

    def filtered(self) -> list[Clash]:
        kept = []
        for clash in sorted(self.network.locked, key=lambda clash: _lifting_order(clash, self.meeting)):
            if self.reaches_if_lifted(clash):
                kept.append(clash)
            else:
                self._lift(clash)
        network = self.network
        if any(tail in self.came and head not in self.came for tail, head in network.guessed) or any(
            tail in self.came for tail, _ in network.doubted
        ):
            self.is_exact = False
        return kept

    def _lift(self, clash: Clash) -> None:
        self.lifted.add(clash)
        self.came |= self._beyond(clash)
        tails = {tail: tail for tail, head, _ in self._arcs_of(clash) if head in self.leads and tail not in self.leads}
        self.leads.update(self._spread(tails, self.leads, self.network.arcs_into))

    def _opens(self, clash: Clash) -> bool:
        return any(tail in self.came and head in self.leads for tail, head, _ in self._arcs_of(clash))

    def _arcs_of(self, clash: Clash) -> list[tuple[Node, Node, Lock]]:
        return [arc for arc in self.network.locked.get(clash, ()) if arc[2] <= self.lifted]

    def way(self) -> tuple[Pair, ...]:
        """The seats to add to fill the gap, when that is possible; nothing when the way breaks a rule after all."""
        if not self.is_open:
            return ()
        node, held = self.target, set(self.network.held)
        while node != self.start:
            node, head = self.came[node], node
            if node[0] == "day" and head[0] == "side":
                held.add((head[1], node[1]))
            elif node[0] == "side" and head[0] == "day":
                held.discard((node[1], head[1]))
            elif node[0] == "swap":
                held.add((node[1], node[2]))
                held.discard((node[1], node[3]))
        problem = self.network.problem
        pairs = problem.in_order(held - self._giving_way(held))
        before = goal_vector(problem, self.network.held)
        if broken_rules(problem, pairs) or goal_vector(problem, pairs) >= before:
            self.is_exact = False
            return ()
        return tuple(pair for pair in pairs if pair not in self.network.held)

    def _giving_way(self, held: set[Pair]) -> set[Pair]:
        """Colleagues without the rank, where somebody new of their agency brings it."""
        if not self.network.is_rank:
            return set()
        problem = self.network.problem
        bring = {
            (meeting, problem.delegate_by_id[person].agency)
            for meeting, person in held.difference(self.network.held)
            if _is_senior(problem.meeting_by_id[meeting], problem.delegate_by_id[person])
        }
        return {
            (meeting, person)
            for meeting, person in held.intersection(self.network.held)
            if (meeting, problem.delegate_by_id[person].agency) in bring
            and not _is_senior(problem.meeting_by_id[meeting], problem.delegate_by_id[person])
            and ("R6", (meeting, person)) not in problem.waived
        }

    def _beyond(self, clash: Clash) -> dict[Node, Node]:
        """What else is reached through the arcs of this rule."""
        heads = {head: tail for tail, head, _ in self._arcs_of(clash) if tail in self.came and head not in self.came}
        return self._spread(heads, self.came, self.network.arcs)

    def _spread(
        self, fresh: dict[Node, Node], known: Collection[Node], arcs: Mapping[Node, list[tuple[Node, Lock]]]
    ) -> dict[Node, Node]:
        """What these nodes lead to beyond what is known: node → the node that it was found from."""
        fresh = dict(fresh)
        waiting = list(fresh)
        while waiting:
            node = waiting.pop()
            for other, lock in arcs.get(node, ()):
                if other not in fresh and other not in known and lock <= self.lifted:
                    fresh[other] = node
                    waiting.append(other)
        return fresh


def _is_senior(meeting: Meeting, person: Delegate) -> bool:
    return meeting.asks_for_rank and person.satisfies(meeting)


def _day_node(person: Delegate, on: date) -> Node:
    return ("day", person.id, on.isoformat())


def _side_node(meeting: Meeting, agency: str, senior: bool) -> Node:
    return ("side", meeting.id, agency, "rank" if senior else "")


def _is_direct(clash: Clash, meeting: Meeting) -> bool:
    return (
        (clash.meeting or meeting.id) == meeting.id
        and (clash.unit or meeting.unit) == meeting.unit
        and (clash.day or meeting.on) == meeting.on
    )


# Of two rules that shut out the same person the lasting one is told: a busy day given back would change nothing there.
LAST_LIFTED = ("R7", "R6", "R4", "R3", "R2", "R8", "R5")


def _lifting_order(clash: Clash, meeting: Meeting) -> tuple[object, ...]:
    """What is lifted late is what is told: the plainest rules, at the meeting itself."""
    return _is_direct(clash, meeting), LAST_LIFTED.index(clash.rule), *_ids(clash)


def _reading_order(clash: Clash, meeting: Meeting) -> tuple[object, ...]:
    return not _is_direct(clash, meeting), clash.rule, *_ids(clash)


def _ids(clash: Clash) -> tuple[str, ...]:
    return clash.delegate, clash.meeting, clash.unit, str(clash.day or ""), clash.agency
