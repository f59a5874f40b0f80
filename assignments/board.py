"""What the page of a draft shows: meetings with their seats, everybody's load, what to look at, goals in words."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.names import search_key
from assignments.answering import declined_seats
from assignments.models import Delegate, Plan, Seat
from assignments.plain_words import GOAL_NAMES, RULE_NAMES, grouped, record_facts
from assignments.planner.explaining import WORSE, Candidate, explain_exclusions
from assignments.planner.problem import Pair, Problem
from assignments.planner.rules import Situation, standing_obstacles
from assignments.planner.sensitivity import Verdict
from assignments.problem import MonthProblem, delegates_of, is_away, meeting_row, meetings_of
from assignments.services.content import Decision, decisions_on
from assignments.services.state import meetings_changed, read_unvetted, what_changed
from units.models import Meeting, Period

MANY = 20  # meetings, from which on one jumps to a day and looks for a name
RANKS_ASKED = {1: "Cần Ủy viên Ban Thường vụ", 2: "Cần người giữ chức vụ hoặc Ủy viên Ban Thường vụ"}


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    """Texts made here and not in the template, whose every lookup costs on a page of 99 meetings."""

    seat: Seat
    name: str
    post: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MeetingLine:
    meeting: Any
    starts_at: datetime.datetime
    day: str
    hour: str
    unit: str
    anchor: str
    url: str  # of the panel
    seats: list[SeatLine]
    missing: int
    why_missing: str
    left_empty: str  # how many places, and why
    rank_asked: str
    lacks_rank: bool
    changed: str  # what is other than when the plan was solved

    @property
    def names(self) -> str:
        return "; ".join([self.unit, *(one.name for one in self.seats)])


@dataclass(frozen=True, kw_only=True)
class DayJump:
    day: str
    anchor: str  # of its first meeting
    count: int


@dataclass(frozen=True, kw_only=True)
class LoadLine:
    name: str
    agency: str
    month: str
    year: int  # this month and the eleven before it
    year_text: str


@dataclass(frozen=True, kw_only=True)
class Goal:
    text: str
    is_proven: bool


@dataclass(frozen=True, kw_only=True)
class Board:
    plan: Plan
    lines: list[MeetingLine]
    loads: list[LoadLine]
    warnings: list[str]
    goals: list[Goal]
    is_hand_edited: bool
    sought: str = ""
    """What the table is narrowed to: part of a unit's or a delegate's name, without marks."""

    @cached_property
    def shown(self) -> list[MeetingLine]:
        """Numbers and warnings are of the whole plan; only its table is narrowed."""
        key = search_key(self.sought)
        return [line for line in self.lines if key in search_key(line.names)] if key else self.lines

    @property
    def is_long(self) -> bool:
        return len(self.lines) >= MANY

    @cached_property
    def most_text(self) -> str:
        """The scale of the load bars."""
        return str(max((load.year for load in self.loads), default=0) or 1)

    @property
    def is_proven(self) -> bool:
        return bool(self.goals) and all(goal.is_proven for goal in self.goals)

    @property
    def first_goals(self) -> str:
        """What is asked of every plan; of one that replaces another, how much it changes too."""
        count = 2 if self.plan.problem.get("published") is None else 3
        return ", ".join(goal.text for goal in self.goals[:count])

    @cached_property
    def days(self) -> list[DayJump]:
        """To get about in a long month; none where it is short."""
        by_day = [(day, list(lines)) for day, lines in groupby(self.shown, key=lambda line: line.day)]
        if not self.is_long or len(by_day) < 2:
            return []
        return [DayJump(day=day, anchor=lines[0].anchor, count=len(lines)) for day, lines in by_day]

    @property
    def has_gaps(self) -> bool:
        """Places without anybody, or without the rank asked for, that the plan's dossier can tell of."""
        return bool(self.plan.problem) and any(line.missing or line.lacks_rank for line in self.lines)

    @property
    def seat_count(self) -> int:
        return sum(len(line.seats) for line in self.lines)

    @property
    def proof(self) -> str:
        if self.is_proven:
            return "đã chứng minh không có cách xếp tốt hơn"
        if self.is_hand_edited:
            remedy = "; bấm Xếp lại để chương trình tính lại" if self.plan.status == Plan.Status.DRAFT else ""
            return f"đã sửa tay nên chưa chứng minh lại{remedy}"
        return "chưa chứng minh được là tốt nhất trong thời gian cho phép"


def build_board(plan: Plan, period: Period, *, sought: str = "", on: datetime.date | None = None) -> Board:
    """Four queries: seats, decisions of people, meetings, delegates with their load. `on`: today."""
    seats = list(Seat.objects.filter(plan=plan).with_people().select_related("instead_of"))
    meetings = meetings_of(period)
    delegates = list(delegates_of(period, with_load=True))
    _, left_empty = decisions_on(plan)
    lines = _lines(plan, period, meetings, seats, left_empty)
    return Board(
        plan=plan,
        lines=lines,
        sought=sought,
        loads=_loads(plan, delegates, [one.seat for line in lines for one in line.seats]),
        warnings=[
            *_warnings(plan, period, lines, delegates, left_empty),
            *_otherwise_than_held(plan, lines, on=on or timezone.localdate()),
            *_seated_after_declining(plan, period, lines),
            *_said_by_planner(plan, lines, delegates),
        ],
        goals=[_goal(row) for row in plan.result.get("goals", [])],
        # A solve always proves something; a plan changed by hand claims nothing.
        is_hand_edited=not any(row["proven"] for row in plan.result.get("goals", [])),
    )


def _lines(
    plan: Plan, period: Period, meetings: list[Any], seats: list[Seat], left_empty: dict[str, Decision]
) -> list[MeetingLine]:
    seated: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        seated[seat.meeting_id].append(seat)
    solved = {row["id"]: row for row in plan.problem.get("meetings", [])}
    why = {gap["meeting"]: gap["because"] for gap in plan.result.get("empty", [])}
    board_url = reverse("assignments:plan_detail", args=[period.month])
    version = f"?ban={plan.version}" if plan.is_frozen else ""

    def line(meeting: Any) -> MeetingLine:
        key, start, mine = str(meeting.pk), timezone.localtime(meeting.starts_at), seated[meeting.pk]
        rank_asked = RANKS_ASKED.get(meeting.tier_asked, "")
        left, places = left_empty.get(key), _places_left_empty(left_empty, meeting)
        return MeetingLine(
            meeting=meeting,
            starts_at=start,
            day=f"{start:%d/%m}",
            hour=f"{start:%H:%M}",
            unit=meeting.unit.full_name,
            anchor=f"hn-{key}",
            url=f"{board_url}{key}/{version}",
            seats=[_seat_line(seat) for seat in mine],
            missing=max(0, meeting.seats - places - len(mine)),
            why_missing=why.get(key, ""),
            left_empty=left_empty_text(left) if left else "",
            rank_asked=rank_asked,
            lacks_rank=bool(rank_asked) and all(seat.delegate.tier > meeting.tier_asked for seat in mine),
            changed=_changed(solved.get(key), meeting_row(meeting, places)) if solved else "",
        )

    return [line(meeting) for meeting in meetings]


def _changed(before: dict[str, Any] | None, now: dict[str, Any]) -> str:
    if before is None:
        return "Mới đăng ký"
    what = what_changed(before, now)
    return f"Đã đổi {what}" if what else ""


def left_empty_text(left: Decision) -> str:
    return f"Để trống {left.seats} chỗ theo quyết định: {left.reason}"


def _places_left_empty(left_empty: dict[str, Decision], meeting: Any) -> int:
    left = left_empty.get(str(meeting.pk))
    return left.seats if left else 0


def _seat_line(seat: Seat) -> SeatLine:
    runner_up = f" Người kế tiếp: {seat.instead_of.full_name}." if seat.instead_of else ""
    return SeatLine(
        seat=seat,
        name=seat.delegate.full_name,
        post=f"{seat.delegate.position}, {seat.delegate.agency.short_name}",
        why=f"{seat.why}{runner_up}",
    )


def _loads(plan: Plan, delegates: list[Any], seats: list[Seat]) -> list[LoadLine]:
    """As if this plan held: its own seats, and before them those that the planner compared (of somebody whom it did
    not know yet, the year's)."""
    held = Counter(seat.delegate_id for seat in seats)
    past = {row["id"]: row["past_seats"] for row in plan.problem.get("delegates", [])}

    def line(delegate: Any) -> LoadLine:
        before = past.get(str(delegate.pk), delegate.seats_year - delegate.seats_month)
        year = before + held[delegate.pk]
        return LoadLine(
            name=delegate.full_name,
            agency=delegate.agency.short_name,
            month=f"{held[delegate.pk]}/{delegate.month_limit}",
            year=year,
            year_text=f"{year}",
        )

    return [line(delegate) for delegate in delegates]


def _warnings(
    plan: Plan, period: Period, lines: list[MeetingLine], delegates: list[Any], left_empty: dict[str, Decision]
) -> list[str]:
    """What has changed since the plan was solved; of no more interest once it is replaced."""
    if plan.status == Plan.Status.REPLACED:
        return []
    by_id = {delegate.pk: delegate for delegate in delegates}
    meetings = [line.meeting for line in lines]
    warnings = []
    if plan.problem:
        remedy = "xin lập bản thay thế" if plan.is_frozen else "xin xếp lại"
        now = [meeting_row(meeting, _places_left_empty(left_empty, meeting)) for meeting in meetings]
        warnings += meetings_changed(plan.problem["meetings"], now, meetings, remedy=remedy)
    for line in lines:
        where = line.meeting.unit.name_in_text
        for seat in (one.seat for one in line.seats):
            name = f"Đồng chí {seat.delegate.full_name}"
            if seat.delegate_id not in by_id:
                warnings.append(f"{name} không còn tham gia trong tháng nhưng có tên tại {where}.")
            elif is_away(by_id[seat.delegate_id], period, line.starts_at.date()):
                warnings.append(f"{name} bận ngày {line.starts_at:%d/%m/%Y}, đang được xếp dự tại {where}.")
    return warnings


def _seated_after_declining(plan: Plan, period: Period, lines: list[MeetingLine]) -> list[str]:
    """Only a person can tell whether who will not come to one conference may be sent to another."""
    if plan.is_frozen or not plan.problem.get("published"):
        return []
    refusals = {one.delegate_id: one for one in declined_seats(period).select_related("meeting__unit")}
    known = {(int(meeting), int(delegate)) for meeting, delegate in plan.problem["published"]}
    return [
        f"Đồng chí {one.name} đã xin không dự tại {refusal.meeting.unit.name_in_text} ({refusal.reason}), nay được xếp "
        f"mới tại {line.meeting.unit.name_in_text} ngày {line.day}: xin hỏi lại đồng chí ấy, hoặc đổi người."
        for line in lines
        for one in line.seats
        if (refusal := refusals.get(one.seat.delegate_id))
        and not one.seat.by_hand
        and (line.meeting.pk, one.seat.delegate_id) not in known
    ]


def _otherwise_than_held(plan: Plan, lines: list[MeetingLine], *, on: datetime.date) -> list[str]:
    """A version that waits while days go by would tell afterwards that others were there."""
    if plan.is_frozen or not plan.problem.get("published"):
        return []
    told: dict[int, set[int]] = defaultdict(set)
    for meeting, delegate in plan.problem["published"]:
        told[int(meeting)].add(int(delegate))
    return [
        f"Hội nghị của {line.meeting.unit.name_in_text} đã họp ngày {line.day} theo thông báo đang có hiệu lực, nhưng "
        "bản này xếp người khác; bấm Xếp lại thì những lượt không phải chọn tay trở lại như đã họp."
        for line in lines
        if line.starts_at.date() < on
        and line.meeting.pk in told
        and told[line.meeting.pk] != {one.seat.delegate_id for one in line.seats}
    ]


def _said_by_planner(plan: Plan, lines: list[MeetingLine], delegates: list[Any]) -> list[str]:
    people = {str(delegate.pk): delegate.full_name for delegate in delegates}
    units = {str(line.meeting.pk): line.meeting.unit.name_in_text for line in lines}
    return [
        f"Đồng chí {people.get(row['delegate'], '')} tại {units.get(row['meeting'], '')}: {row['message']}"
        for row in plan.result.get("warnings", [])
    ]


def _goal(row: dict[str, Any]) -> Goal:
    return Goal(text=f"{grouped(row['value'])} {GOAL_NAMES[row['goal']]}", is_proven=row["proven"])


# The panel of one meeting


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One button of the panel: what is posted, and what it says."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class PanelLine:
    delegate: Any
    rule: str
    message: str
    facts: str
    whole: str
    """What it would cost with every other seat free to move, where that is known at once."""
    choices: list[Choice]
    overrides: list[Choice]
    """What a reason would allow, where only rules that may give way stand against it."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    meeting: Any
    seats: list[Seat]
    missing: int
    able: list[PanelLine]
    unable: list[PanelLine]
    rank_asked: str

    @property
    def more(self) -> int:
        """Who could sit beyond the first ten, folded away."""
        return max(0, len(self.able) - 10)


def build_panel(
    month: MonthProblem, seats: list[Seat], meeting: Meeting, verdicts: Mapping[Pair, Verdict] | None = None
) -> Panel:
    """Who sits, who else could (best first, with what it would cost), and which rule keeps everyone else away."""
    problem = read_unvetted(month)
    known = month.delegate_of
    pairs = [
        (str(s.meeting_id), str(s.delegate_id))
        for s in seats
        if str(s.delegate_id) in known and str(s.meeting_id) in month.meeting_of
    ]
    mine = [seat for seat in seats if seat.meeting_id == meeting.pk]
    candidates = explain_exclusions(problem, pairs, str(meeting.pk))
    held = Counter(delegate for _, delegate in pairs)
    seated = {candidate.delegate: candidate for candidate in candidates if candidate.is_seated}
    row = month.meeting_of[str(meeting.pk)]
    situation = Situation(problem, pairs)

    def line(candidate: Candidate) -> PanelLine:
        return PanelLine(
            delegate=known[candidate.delegate],
            rule=RULE_NAMES.get(candidate.rule or "", ""),
            message=candidate.message,
            facts=_facts(problem, row, candidate, held, seated, known),
            whole=_whole((verdicts or {}).get((str(meeting.pk), candidate.delegate))),
            choices=_choices(candidate, known),
            overrides=_overrides(situation, row, candidate, mine, month.policy.may_override),
        )

    others = [candidate for candidate in candidates if not candidate.is_seated]
    return Panel(
        meeting=row,
        seats=mine,
        missing=max(0, problem.meeting_by_id[str(meeting.pk)].seats - len(mine)),
        able=[line(candidate) for candidate in others if candidate.can_sit],
        unable=[line(candidate) for candidate in others if not candidate.can_sit],
        rank_asked=RANKS_ASKED.get(row.tier_asked, ""),
    )


def _whole(verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    if verdict.goal is None:
        return "Để dự ở đây, đổi những chỗ khác cho tốt nhất: cả tháng vẫn tốt ngang bản này."
    return f"Để dự ở đây, dù đổi những chỗ khác cho tốt nhất: {WORSE[verdict.goal]}."


def _choices(candidate: Candidate, known: dict[str, Any]) -> list[Choice]:
    add = [Choice(value=f"add:{candidate.delegate}", label="Xếp thêm vào đây")] if candidate.can_take_extra else []
    swaps = [
        Choice(value=f"swap:{other}:{candidate.delegate}", label=f"Thay đồng chí {known[other].full_name}")
        for other in candidate.can_replace
    ]
    return add + swaps


def _overrides(
    situation: Situation, meeting: Any, candidate: Candidate, seats: list[Seat], may_give_way: Collection[str]
) -> list[Choice]:
    place = situation.problem.meeting_by_id[str(meeting.pk)]
    delegate = situation.problem.delegate_by_id[candidate.delegate]
    standing = [one.rule for one in standing_obstacles(situation.problem, place, delegate)]

    def is_open(leaving: str | None) -> bool:
        passing = situation.passing_obstacle(place, delegate, leaving=leaving)
        rules = {*standing, *([passing.rule] if passing else [])}
        return bool(rules) and rules <= set(may_give_way)

    add = Choice(value=f"add:{delegate.id}", label="Vẫn xếp thêm, có lý do")
    swaps = [
        Choice(
            value=f"swap:{seat.delegate_id}:{delegate.id}",
            label=f"Vẫn thay đồng chí {seat.delegate.full_name}, có lý do",
        )
        for seat in seats
        if is_open(str(seat.delegate_id))
    ]
    has_room = len(situation.seated[place.id]) < place.seats
    return [add, *swaps] if has_room and is_open(None) else swaps


def _facts(
    problem: Problem,
    meeting: Any,
    candidate: Candidate,
    held: Counter[str],
    seated: dict[str, Candidate],
    known: dict[str, Any],
) -> str:
    delegate = problem.delegate_by_id[candidate.delegate]
    unit = meeting.unit.code
    now = held[candidate.delegate]
    parts = record_facts(problem, unit, delegate, held=now)
    if candidate.can_replace:
        other = seated[candidate.can_replace[0]]
        parts.append(_compared(candidate, other, known[other.delegate]))
    if candidate.lacks_rank:
        parts.append("không đủ cấp, hội nghị sẽ thiếu cấp cần có")
    return "; ".join(parts) + "."


def _compared(candidate: Candidate, other: Candidate, person: Delegate) -> str:
    """In the goals' own order."""
    load = _more_or_less(candidate.load_delta - other.load_delta, "tải nặng hơn", "tải nhẹ hơn", "tải ngang nhau")
    rotation = _more_or_less(
        candidate.rotation - other.rotation, "luân phiên kém hơn", "luân phiên tốt hơn", "luân phiên ngang nhau"
    )
    return f"so với đồng chí {person.full_name}: {load}, {rotation}"


def _more_or_less(difference: int, more: str, less: str, same: str) -> str:
    if not difference:
        return same
    return more if difference > 0 else less
