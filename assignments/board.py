"""What the page of a draft shows: meetings with their seats, everybody's load, what to look at, goals in words."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from assignments.models import Delegate, Plan, Seat
from assignments.planner.explaining import Candidate, explain_exclusions
from assignments.planner.problem import Problem
from assignments.problem import MonthProblem, delegates_of, is_away, meeting_row, meetings_of
from assignments.services.state import meetings_changed, read_unvetted
from units.models import Meeting, Period

GOAL_NAMES = {
    "unmet_seniority": "hội nghị thiếu cấp",
    "empty_seats": "lượt còn thiếu đại biểu",
    "changed": "lượt đổi so với thông báo đã công bố",
    "load": "điểm tập trung tải",
    "rotation": "điểm lặp lại đơn vị",
    "seniors_spent": "lượt Ủy viên Ban Thường vụ ở nơi không cần",
}
RANKS_ASKED = {1: "Cần Ủy viên Ban Thường vụ", 2: "Cần người giữ chức vụ trở lên"}


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
    rank_asked: str
    lacks_rank: bool
    is_moved: bool  # since the plan was solved


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

    @cached_property
    def most_text(self) -> str:
        """The scale of the load bars."""
        return str(max((load.year for load in self.loads), default=0) or 1)

    @property
    def is_proven(self) -> bool:
        return bool(self.goals) and all(goal.is_proven for goal in self.goals)

    @property
    def first_goals(self) -> str:
        return ", ".join(goal.text for goal in self.goals[:2])

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


def build_board(plan: Plan, period: Period) -> Board:
    """Three queries: seats, meetings, delegates with their load."""
    seats = list(Seat.objects.filter(plan=plan).with_people().select_related("instead_of"))
    meetings = meetings_of(period)
    delegates = list(delegates_of(period, with_load=True))
    lines = _lines(plan, period, meetings, seats)
    return Board(
        plan=plan,
        lines=lines,
        loads=_loads(delegates, seats),
        warnings=[*_warnings(plan, period, lines, delegates), *_said_by_planner(plan, lines, delegates)],
        goals=[_goal(row) for row in plan.result.get("goals", [])],
        # A solve always proves something; a plan changed by hand claims nothing.
        is_hand_edited=not any(row["proven"] for row in plan.result.get("goals", [])),
    )


def _lines(plan: Plan, period: Period, meetings: list[Any], seats: list[Seat]) -> list[MeetingLine]:
    seated: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        seated[seat.meeting_id].append(seat)
    solved = {row["id"]: row for row in plan.problem.get("meetings", [])}
    why = {gap["meeting"]: gap["because"] for gap in plan.result.get("empty", [])}
    board_url = reverse("assignments:plan_detail", args=[period.month])

    def line(meeting: Any) -> MeetingLine:
        key, start, mine = str(meeting.pk), timezone.localtime(meeting.starts_at), seated[meeting.pk]
        rank_asked = RANKS_ASKED.get(meeting.tier_asked, "")
        return MeetingLine(
            meeting=meeting,
            starts_at=start,
            day=f"{start:%d/%m}",
            hour=f"{start:%H:%M}",
            unit=meeting.unit.full_name,
            anchor=f"hn-{key}",
            url=f"{board_url}{key}/",
            seats=[_seat_line(seat) for seat in mine],
            missing=max(0, meeting.seats - len(mine)),
            why_missing=why.get(key, ""),
            rank_asked=rank_asked,
            lacks_rank=bool(rank_asked) and all(seat.delegate.tier > meeting.tier_asked for seat in mine),
            is_moved=bool(solved) and solved.get(key) != meeting_row(meeting),
        )

    return [line(meeting) for meeting in meetings]


def _seat_line(seat: Seat) -> SeatLine:
    runner_up = f" Người kế tiếp: {seat.instead_of.full_name}." if seat.instead_of else ""
    return SeatLine(
        seat=seat,
        name=seat.delegate.full_name,
        post=f"{seat.delegate.position}, {seat.delegate.agency.short_name}",
        why=f"{seat.because}{runner_up}",
    )


def _loads(delegates: list[Any], seats: list[Seat]) -> list[LoadLine]:
    """As if this plan held: its own seats in the place of those in force this month."""
    held = Counter(seat.delegate_id for seat in seats)

    def line(delegate: Any) -> LoadLine:
        year = delegate.seats_year - delegate.seats_month + held[delegate.pk]
        return LoadLine(
            name=delegate.full_name,
            agency=delegate.agency.short_name,
            month=f"{held[delegate.pk]}/{delegate.max_seats}",
            year=year,
            year_text=f"{year}",
        )

    return [line(delegate) for delegate in delegates]


def _warnings(plan: Plan, period: Period, lines: list[MeetingLine], delegates: list[Any]) -> list[str]:
    """What has changed since the plan was solved; of no more interest once it is replaced."""
    if plan.status == Plan.Status.REPLACED:
        return []
    by_id = {delegate.pk: delegate for delegate in delegates}
    meetings = [line.meeting for line in lines]
    warnings = []
    if plan.problem:
        remedy = "xin lập bản thay thế" if plan.is_frozen else "xin xếp lại"
        now = [meeting_row(meeting) for meeting in meetings]
        warnings += meetings_changed(plan.problem["meetings"], now, meetings, remedy=remedy)
    for line in lines:
        for seat in (one.seat for one in line.seats):
            name = f"Đồng chí {seat.delegate.full_name}"
            if seat.delegate_id not in by_id:
                warnings.append(f"{name} không còn tham gia trong tháng nhưng có tên tại {line.unit}.")
            elif is_away(by_id[seat.delegate_id], period, line.starts_at.date()):
                warnings.append(f"{name} bận ngày {line.starts_at:%d/%m/%Y}, đang được xếp dự tại {line.unit}.")
    return warnings


def _said_by_planner(plan: Plan, lines: list[MeetingLine], delegates: list[Any]) -> list[str]:
    people = {str(delegate.pk): delegate.full_name for delegate in delegates}
    units = {str(line.meeting.pk): line.unit for line in lines}
    return [
        f"Đồng chí {people.get(row['delegate'], '')} tại {units.get(row['meeting'], '')}: {row['message']}"
        for row in plan.result.get("warnings", [])
    ]


def _goal(row: dict[str, Any]) -> Goal:
    return Goal(text=f"{row['value']} {GOAL_NAMES[row['goal']]}", is_proven=row["proven"])


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
    choices: list[Choice]


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


def build_panel(month: MonthProblem, seats: list[Seat], meeting: Meeting) -> Panel:
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

    def line(candidate: Candidate) -> PanelLine:
        return PanelLine(
            delegate=known[candidate.delegate],
            rule=candidate.rule or "",
            message=candidate.message,
            facts=_facts(problem, row, candidate, held, seated, known),
            choices=_choices(candidate, known),
        )

    others = [candidate for candidate in candidates if not candidate.is_seated]
    return Panel(
        meeting=row,
        seats=mine,
        missing=max(0, row.seats - len(mine)),
        able=[line(candidate) for candidate in others if candidate.can_sit],
        unable=[line(candidate) for candidate in others if not candidate.can_sit],
        rank_asked=RANKS_ASKED.get(row.tier_asked, ""),
    )


def _choices(candidate: Candidate, known: dict[str, Any]) -> list[Choice]:
    add = [Choice(value=f"add:{candidate.delegate}", label="Xếp thêm vào đây")] if candidate.can_take_extra else []
    swaps = [
        Choice(value=f"swap:{other}:{candidate.delegate}", label=f"Thay đồng chí {known[other].full_name}")
        for other in candidate.can_replace
    ]
    return add + swaps


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
    memory = problem.policy.memory_months
    parts = [f"{delegate.past_seats} lượt trong {memory} tháng trước, tháng này {now}"]
    own = problem.months_since_visit(unit, delegate)
    agency = problem.months_since_agency_visit(unit, delegate.agency)
    parts.append("chưa về đơn vị này" if own is None else f"về đơn vị này {own} tháng trước")
    if own is None and agency is not None:
        parts.append(f"cơ quan đã về {agency} tháng trước")
    if candidate.can_replace:
        other = seated[candidate.can_replace[0]]
        parts.append(_compared(candidate, other, known[other.delegate]))
    if meeting.tier_asked < 3 and not candidate.has_rank:
        parts.append("không đủ cấp mà hội nghị cần")
    return "; ".join(parts) + "."


def _compared(candidate: Candidate, other: Candidate, person: Delegate) -> str:
    load = _more_or_less(candidate.load_delta - other.load_delta, "tải nặng hơn {}", "tải nhẹ hơn {}", "tải ngang")
    rotation = _more_or_less(
        candidate.rotation - other.rotation, "lặp lại nhiều hơn {}", "lặp lại ít hơn {}", "luân phiên ngang"
    )
    return f"so với đồng chí {person.full_name}: {load}, {rotation}"


def _more_or_less(difference: int, more: str, less: str, same: str) -> str:
    if not difference:
        return same
    return (more if difference > 0 else less).format(f"{abs(difference)} điểm")
