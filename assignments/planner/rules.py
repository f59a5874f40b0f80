"""The hard rules R1 to R8 in words: what breaks them in a plan, and what keeps a delegate from a meeting."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from .problem import Delegate, Meeting, Pair, PlanWarning, Problem

STANDING = ("R2", "R5", "R8")
PIN_BOUND = ("R2", "R5")
"""Of these, the ones that bind a pin too."""

WAIVERS = {
    "R2": "Lượt ghim được xếp cả khi đại biểu báo bận ngày họp",
    "R3": "Lượt ghim không tính vào số hội nghị tối đa một ngày của đại biểu",
    "R4": "Lượt ghim không tính vào số lượt tối đa trong kỳ của đại biểu",
    "R5": "Lượt ghim được xếp cả khi đại biểu thuộc diện không phân công về đơn vị này hoặc đã được loại khỏi hội nghị",
    "R6": "Lượt ghim được xếp cả khi hội nghị có người cùng cơ quan",
    "R8": "Lượt ghim được xếp cả khi đại biểu trở lại đơn vị sớm",
}
"""The rules that an override may set aside for a pin, and what is then said."""


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """The rule that keeps a delegate from a meeting, and one Vietnamese sentence that says so."""

    rule: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Violation:
    rule: str
    meeting: str
    delegate: str | None
    """None when the rule is broken by the meeting as a whole."""
    message: str


def standing_obstacle(problem: Problem, meeting: Meeting, delegate: Delegate) -> Obstacle | None:
    """The first of R2, R5 and R8 that keeps a delegate from a meeting, whatever the rest of the plan."""
    return next(standing_obstacles(problem, meeting, delegate), None)


def standing_obstacles(problem: Problem, meeting: Meeting, delegate: Delegate) -> Iterator[Obstacle]:
    """R2, R5 and R8. A pin is exempt from R8, and from what an override sets aside."""
    if delegate.unavailable and delegate.is_away_on(meeting.on) and not problem.is_waived("R2", meeting, delegate):
        yield Obstacle(rule="R2", message=f"Đại biểu bận ngày {meeting.on:%d/%m/%Y}.")
    if problem.is_waived("R5", meeting, delegate):
        pass
    elif meeting.unit in delegate.barred_units:
        yield Obstacle(rule="R5", message="Đại biểu thuộc diện không được phân công về đơn vị này.")
    elif (meeting.id, delegate.id) in problem.forbidden_pairs:
        # The dossier does not tell who was kept away from who will not come.
        yield Obstacle(rule="R5", message="Đại biểu đã được loại khỏi hội nghị này, hoặc đã xin không dự trong ngày.")
    if returns_too_soon(problem, meeting, delegate) and (meeting.id, delegate.id) not in problem.pinned_pairs:
        yield Obstacle(rule="R8", message=_too_soon(problem, meeting, delegate))


def returns_too_soon(problem: Problem, meeting: Meeting, delegate: Delegate) -> bool:
    months = problem.months_since_visit(meeting.unit, delegate)
    return months is not None and months <= problem.policy.no_repeat_months


class Situation:
    """A plan as it stands, asked who else could sit where."""

    def __init__(self, problem: Problem, pairs: Iterable[Pair]) -> None:
        self.problem = problem
        self.held: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        """Seats that count towards R4: those held without an override of it."""
        self.meetings_of: dict[str, list[Meeting]] = defaultdict(list)
        self.counted_days: Counter[tuple[str, date]] = Counter()
        self.seated: dict[str, list[Delegate]] = {meeting.id: [] for meeting in problem.meetings}
        self.pairs: set[Pair] = set()
        for meeting, delegate in problem.in_order(pairs):
            self.held[delegate] += 1
            self.counted[delegate] += ("R4", (meeting, delegate)) not in problem.waived
            day = problem.meeting_by_id[meeting].on
            self.counted_days[delegate, day] += ("R3", (meeting, delegate)) not in problem.waived
            self.pairs.add((meeting, delegate))
            self.meetings_of[delegate].append(problem.meeting_by_id[meeting])
            self.seated[meeting].append(problem.delegate_by_id[delegate])

    def obstacle(self, meeting: Meeting, delegate: Delegate, *, leaving: str | None = None) -> Obstacle | None:
        """What keeps someone not yet there from a further seat, or from that of the delegate `leaving`."""
        if (meeting.id, delegate.id) in self.pairs:
            return Obstacle(rule="R1", message="Đại biểu đã có trong danh sách dự hội nghị này.")
        return standing_obstacle(self.problem, meeting, delegate) or self.passing_obstacle(
            meeting, delegate, leaving=leaving
        )

    def passing_obstacle(self, meeting: Meeting, delegate: Delegate, *, leaving: str | None = None) -> Obstacle | None:
        """R3, R4 and R6, as the rest of the plan makes them bite."""
        spent = self.counted[delegate.id] >= delegate.max_seats
        if spent and not self.problem.is_waived("R4", meeting, delegate):
            return Obstacle(rule="R4", message=_fully_used(delegate))
        return self._clash(meeting, delegate) or self._colleague(meeting, delegate, leaving)

    def _clash(self, meeting: Meeting, delegate: Delegate) -> Obstacle | None:
        full = self.counted_on(delegate, meeting.on) >= self.problem.policy.max_per_day
        if full and not self.problem.is_waived("R3", meeting, delegate):
            return Obstacle(rule="R3", message=_full_day(self.problem, meeting))
        for other in self.meetings_of.get(delegate.id, ()):
            if meeting.overlaps(other):
                return Obstacle(rule="R3", message=_overlap(other))
        return None

    def counted_on(self, delegate: Delegate, day: date) -> int:
        """Meetings of a date that count towards the number a day of R3."""
        return self.counted_days[delegate.id, day]

    def _colleague(self, meeting: Meeting, delegate: Delegate, leaving: str | None) -> Obstacle | None:
        if not self.problem.policy.distinct_agencies or self.problem.is_waived("R6", meeting, delegate):
            return None
        for other in self.seated[meeting.id]:
            is_colleague = other.agency == delegate.agency and other.id != leaving
            if is_colleague and not self.problem.is_waived("R6", meeting, other):
                return Obstacle(rule="R6", message="Đã có người cùng cơ quan dự hội nghị này.")
        return None


def broken_rules(problem: Problem, seats: Sequence[Pair]) -> list[Violation]:
    """Every hard rule that a set of (meeting, delegate) pairs breaks, whoever made it; empty for a legal plan."""
    return [*_broken_by_seats(problem, seats, STANDING), *_broken_pins(problem, seats)]


def pins_broken(problem: Problem) -> Violation | None:
    """The first rule of R1 to R6 that the pins break; the pin at fault is the first that cannot be added."""
    if not _broken_by_seats(problem, problem.pinned, PIN_BOUND):
        return None
    for count in range(1, len(problem.pinned) + 1):
        broken = _broken_by_seats(problem, problem.pinned[:count], PIN_BOUND)
        if broken:
            meeting, delegate = problem.pinned[count - 1]
            return Violation(rule=broken[0].rule, meeting=meeting, delegate=delegate, message=broken[0].message)
    return None


def pin_warnings(problem: Problem) -> tuple[PlanWarning, ...]:
    """What pins are let off: R8 where they bring a delegate back too soon, and every override with its reason."""
    reasons = {(one.rule, one.pair): one.reason for one in problem.overrides if one.pair in problem.pinned_pairs}
    return tuple(
        PlanWarning(rule=rule, meeting=pair[0], delegate=pair[1], message=message)
        for pair in problem.in_order(problem.pinned)
        for rule in WAIVERS
        if (message := _pin_warning(problem, pair, rule, reasons.get((rule, pair))))
    )


def _pin_warning(problem: Problem, pair: Pair, rule: str, reason: str | None) -> str:
    meeting, delegate = problem.meeting_by_id[pair[0]], problem.delegate_by_id[pair[1]]
    because = f" Lý do: {reason}{'' if reason.endswith('.') else '.'}" if reason else ""
    if rule == "R8" and returns_too_soon(problem, meeting, delegate):
        return "Lượt ghim được giữ dù trở lại sớm: " + _lower(_too_soon(problem, meeting, delegate)) + because
    return f"{WAIVERS[rule]}.{because}" if reason else ""


def _broken_by_seats(problem: Problem, seats: Sequence[Pair], standing: Collection[str]) -> list[Violation]:
    """R1, R3, R4, R6, and of R2, R5 and R8 those asked for."""
    return [
        *_broken_r1(problem, seats),
        *_broken_standing(problem, seats, standing),
        *_broken_r3_and_r4(problem, seats),
        *_broken_r6(problem, seats),
    ]


def _broken_r1(problem: Problem, seats: Sequence[Pair]) -> list[Violation]:
    twice = [
        Violation(rule="R1", meeting=m, delegate=d, message="Đại biểu được xếp hai lần vào cùng một hội nghị.")
        for (m, d), times in Counter(seats).items()
        if times > 1
    ]
    crowded = []
    for meeting_id, taken in Counter(meeting for meeting, _ in seats).items():
        places = problem.meeting_by_id[meeting_id].seats
        if taken > places:
            message = f"Hội nghị chỉ có {places} chỗ nhưng đang xếp {taken} người."
            crowded.append(Violation(rule="R1", meeting=meeting_id, delegate=None, message=message))
    return twice + crowded


def _broken_standing(problem: Problem, seats: Sequence[Pair], rules: Collection[str]) -> list[Violation]:
    return [
        Violation(rule=obstacle.rule, meeting=meeting, delegate=delegate, message=obstacle.message)
        for meeting, delegate in seats
        for obstacle in standing_obstacles(problem, problem.meeting_by_id[meeting], problem.delegate_by_id[delegate])
        if obstacle.rule in rules
    ]


def _broken_r3_and_r4(problem: Problem, seats: Sequence[Pair]) -> list[Violation]:
    meetings_of: dict[str, list[Meeting]] = defaultdict(list)
    for meeting_id, delegate_id in dict.fromkeys(seats):
        meetings_of[delegate_id].append(problem.meeting_by_id[meeting_id])
    broken = []
    for delegate, meetings in meetings_of.items():
        limit = problem.delegate_by_id[delegate]
        counted = [meeting for meeting in meetings if not problem.is_waived("R3", meeting, limit)]
        days = Counter(meeting.on for meeting in counted)
        for meeting in {meeting.on: meeting for meeting in counted}.values():
            if days[meeting.on] > problem.policy.max_per_day:
                message = _full_day(problem, meeting)
                broken.append(Violation(rule="R3", meeting=meeting.id, delegate=delegate, message=message))
        for one, other in combinations(meetings, 2):
            if one.overlaps(other):
                broken.append(Violation(rule="R3", meeting=other.id, delegate=delegate, message=_overlap(one)))
        counted = [meeting for meeting in meetings if not problem.is_waived("R4", meeting, limit)]
        if len(counted) > limit.max_seats:
            message = _fully_used(limit)
            broken.append(Violation(rule="R4", meeting=counted[-1].id, delegate=delegate, message=message))
    return broken


def _broken_r6(problem: Problem, seats: Sequence[Pair]) -> list[Violation]:
    seen: set[tuple[str, str]] = set()
    broken: list[Violation] = []
    if not problem.policy.distinct_agencies:
        return broken
    for meeting, delegate in dict.fromkeys(seats):
        if ("R6", (meeting, delegate)) in problem.waived:
            continue
        place = (meeting, problem.delegate_by_id[delegate].agency)
        if place in seen:
            message = "Hai đại biểu cùng một cơ quan dự cùng một hội nghị."
            broken.append(Violation(rule="R6", meeting=meeting, delegate=delegate, message=message))
        seen.add(place)
    return broken


def _broken_pins(problem: Problem, seats: Sequence[Pair]) -> list[Violation]:
    held = set(seats)
    return [
        Violation(rule="R7", meeting=meeting, delegate=delegate, message="Lượt phân công đã ghim bị bỏ ra ngoài.")
        for meeting, delegate in problem.pinned
        if (meeting, delegate) not in held
    ]


def _full_day(problem: Problem, meeting: Meeting) -> str:
    return f"Ngày {meeting.on:%d/%m/%Y}, mỗi đại biểu chỉ được dự tối đa {problem.policy.max_per_day} hội nghị."


def _overlap(other: Meeting) -> str:
    hours = f"{other.starts_at:%H:%M} đến {other.ends_at:%H:%M}"
    return f"Trùng giờ với hội nghị khác mà đại biểu được xếp dự, từ {hours} ngày {other.on:%d/%m/%Y}."


def _fully_used(delegate: Delegate) -> str:
    return f"Mỗi kỳ đại biểu chỉ nhận tối đa {delegate.max_seats} lượt, và số lượt ấy đã hết."


def _too_soon(problem: Problem, meeting: Meeting, delegate: Delegate) -> str:
    year, month = divmod(problem.last_visit[(meeting.unit, delegate.id)], 12)
    months = problem.policy.no_repeat_months
    return f"Đại biểu đã về đơn vị này tháng {month + 1:02d}/{year}, chưa quá {months} tháng."


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
