"""Why a plan is as it is, one true Vietnamese sentence a seat, and who else could sit where."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .goals import draw, load_step, rotation_cost, rotation_parts, spends_senior
from .problem import Delegate, EmptySeats, Meeting, Pair, PlannedSeat, Problem
from .rules import Situation

if TYPE_CHECKING:
    from .runners_up import RunnersUp
    from .sensitivity import Verdict

RANK_NAMES = {1: "Ủy viên Ban Thường vụ", 2: "người giữ chức vụ hoặc Ủy viên Ban Thường vụ"}
ABSENCE_REASONS = {
    "R2": "bận trong ngày họp",
    "R3": "đã dự hội nghị khác trong ngày hoặc trùng giờ",
    "R4": "đã đủ số lượt của kỳ",
    "R5": "không được phân công về đơn vị này",
    "R6": "cùng cơ quan với người đã được xếp",
    "R8": "mới về đơn vị này gần đây",
}

WORSE = {
    "unmet_seniority": "thêm hội nghị thiếu cấp",
    "empty_seats": "thiếu thêm lượt đại biểu",
    "changed": "phải đổi thêm lượt đã công bố",
    "load": "lượt chia kém đều hơn",
    "rotation": "luân phiên kém hơn",
    "seniors_spent": "tốn thêm lượt Ủy viên Ban Thường vụ ở nơi không cần",
}
SEAT_GOALS = ("unmet_seniority", "changed", "load", "rotation", "seniors_spent")
"""The goals that two people in one seat can differ in, in order."""
SeatCost = tuple[int, int, int, int, int]
"""What a person in a seat costs: rank missing, published pair given up, load, rotation, senior spent."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A delegate looked at for one meeting, with the rest of the plan as it stands."""

    delegate: str
    is_seated: bool
    can_take_extra: bool
    """There is an empty seat and nothing forbids it."""
    can_replace: tuple[str, ...]
    """Those seated there (and not pinned) whose place this delegate could take, those whose rank is missed last."""
    rule: str | None
    """The rule that excludes, when neither is possible."""
    message: str
    has_rank: bool
    lacks_rank: bool
    """However this delegate joins, the meeting is left without the rank that it asks for."""
    load_delta: int
    """Growth of the load goal (× the least common multiple of the shares)."""
    rotation: int
    """Growth of the rotation goal."""

    @property
    def can_sit(self) -> bool:
        return self.can_take_extra or bool(self.can_replace)


def explain_exclusions(problem: Problem, plan_seats: Iterable[Pair], meeting_id: str) -> list[Candidate]:
    """Every delegate for one meeting: those seated, those who could sit (best first), those who cannot, and why."""
    situation = Situation(problem, plan_seats)
    meeting = problem.meeting_by_id[meeting_id]
    looked_at = [(_candidate(situation, meeting, delegate), delegate) for delegate in problem.delegates]

    def preference(item: tuple[Candidate, Delegate]) -> tuple[object, ...]:
        candidate, delegate = item
        return (
            not candidate.is_seated,
            not candidate.can_sit,
            candidate.rule or "",
            candidate.lacks_rank,
            (meeting_id, delegate.id) not in problem.published_pairs,
            candidate.load_delta,
            candidate.rotation,
            spends_senior(meeting, delegate),
            draw(problem, (meeting_id, delegate.id)),
        )

    return [candidate for candidate, _ in sorted(looked_at, key=preference)]


def explain_seats(problem: Problem, pairs: Sequence[Pair], *, is_best: bool = False) -> tuple[PlannedSeat, ...]:
    """One sentence a seat, true in this sense.

    Where `sensitivity.verdicts` is certain, or a plan proven best is small enough to force each seat that is left
    (`forcing.settled`), the sentence names the first goal that gets worse when this delegate is kept out of this
    meeting and everything else may move (or says that the lot decided). Else the sentence says that it compares with
    the runner-up alone, all other seats as they are.
    """
    # NumPy and SciPy, which a process that only shows plans does not load.
    from .forcing import settled
    from .runners_up import RunnersUp
    from .sensitivity import verdicts

    situation = Situation(problem, pairs)
    certain = verdicts(problem, pairs, only_seated=True)
    if is_best:
        certain = certain | settled(problem, pairs, [pair for pair in pairs if pair not in certain])
    runners_up = RunnersUp(situation)
    return tuple(
        _explained(
            situation,
            problem.meeting_by_id[meeting],
            problem.delegate_by_id[delegate],
            runners_up,
            certain.get((meeting, delegate)),
        )
        for meeting, delegate in problem.in_order(pairs)
    )


def explain_gaps(problem: Problem, pairs: Sequence[Pair]) -> tuple[EmptySeats, ...]:
    situation = Situation(problem, pairs)
    return tuple(
        EmptySeats(meeting=meeting.id, seats=left, because=_why_empty(situation, meeting))
        for meeting in problem.meetings
        if (left := meeting.seats - len(situation.seated[meeting.id])) > 0
    )


def _candidate(situation: Situation, meeting: Meeting, delegate: Delegate) -> Candidate:
    problem = situation.problem
    seated = situation.seated[meeting.id]
    is_seated = delegate in seated
    obstacle = situation.obstacle(meeting, delegate)
    has_place = len(seated) < meeting.seats
    has_rank_without = {
        other.id: _has_rank(meeting, [delegate, *(o for o in seated if o is not other)]) for other in seated
    }
    replaceable = [
        other.id
        for other in sorted(seated, key=lambda other: not has_rank_without[other.id])
        if (meeting.id, other.id) not in problem.pinned_pairs
        and situation.obstacle(meeting, delegate, leaving=other.id) is None
    ]
    keeps_rank = [has_rank_without[other] for other in replaceable]
    can_take_extra = has_place and obstacle is None
    if can_take_extra or not replaceable:
        keeps_rank.append(_has_rank(meeting, [*seated, delegate]))
    rule, message = (obstacle.rule, obstacle.message) if obstacle else (None, "Có thể dự hội nghị này.")
    if is_seated:
        rule, message = None, "Đang được xếp dự hội nghị này."
    elif replaceable and (obstacle or not has_place):
        rule, message = None, "Có thể dự thay một người đang được xếp."
    elif not obstacle and not has_place:
        rule, message = "R7", "Hội nghị không còn chỗ trống, và mọi chỗ đã xếp đều được ghim."
        if not meeting.seats:
            rule, message = "R1", "Hội nghị này không có chỗ nào để xếp."
    held = situation.held[delegate.id] - is_seated
    return Candidate(
        delegate=delegate.id,
        is_seated=is_seated,
        can_take_extra=can_take_extra,
        can_replace=tuple(replaceable),
        rule=rule,
        message=message,
        has_rank=delegate.satisfies(meeting),
        lacks_rank=meeting.asks_for_rank and not any(keeps_rank),
        load_delta=load_step(problem, delegate, held),
        rotation=rotation_cost(problem, meeting, delegate),
    )


def _explained(
    situation: Situation,
    meeting: Meeting,
    delegate: Delegate,
    runners_up: "RunnersUp",
    verdict: "Verdict | None",
) -> PlannedSeat:
    problem = situation.problem
    pinned = (meeting.id, delegate.id) in problem.pinned_pairs
    others = [other for other in situation.seated[meeting.id] if other is not delegate]
    rank_is_missing = meeting.asks_for_rank and not _has_rank(meeting, others)
    runner_up = None if pinned else runners_up.best(meeting, delegate, rank_is_missing=rank_is_missing)
    if pinned:
        because = "Lượt phân công này đã được ghim từ trước nên giữ nguyên."
    else:
        because = _opening(situation, meeting, delegate) + _said(situation, meeting, delegate, runner_up, verdict)
    return PlannedSeat(
        meeting=meeting.id,
        delegate=delegate.id,
        pinned=pinned,
        because=because[0].upper() + because[1:],
        instead_of=runner_up.id if runner_up else None,
    )


def _said(
    situation: Situation,
    meeting: Meeting,
    delegate: Delegate,
    runner_up: Delegate | None,
    verdict: "Verdict | None",
) -> str:
    if runner_up is None:
        return _without_runner_up(verdict)
    alone = _compared(situation, meeting, delegate, runner_up)
    if verdict is None and alone:
        return "so thẳng với người kế tiếp, các chỗ khác giữ nguyên: " + _what_decided(
            situation, meeting, delegate, runner_up, alone
        )
    # A straight swap that is just as good is an answer of its own.
    if verdict is None or verdict.goal == alone:
        return _what_decided(situation, meeting, delegate, runner_up, alone)
    # The straight swap costs an earlier goal than a chain of moves does, so it is not what decided.
    direct = _direct(situation, delegate, runner_up, alone)
    if verdict.goal is None:
        return (
            "được chọn bằng rút thăm giữa những cách xếp cả tháng tốt ngang nhau; nếu chỉ thay bằng người kế tiếp, "
            f"giữ nguyên các hội nghị khác, thì {direct}."
        )
    return f"thay thẳng bằng người kế tiếp thì {direct}; đổi cả hội nghị khác thì {WORSE[verdict.goal]}."


def _direct(situation: Situation, delegate: Delegate, runner_up: Delegate, goal: str | None) -> str:
    if goal != "load" or delegate.share != runner_up.share:
        return WORSE[goal] if goal else "cũng tốt ngang"
    mine, theirs = _seats_before(situation, delegate, runner_up)
    return f"{WORSE[goal]} (người này mới có {mine} lượt, người kế tiếp {theirs} lượt)"


def _without_runner_up(verdict: "Verdict | None") -> str:
    if verdict is None:
        return "không còn đại biểu nào khác thay thẳng được vào chỗ này."
    if verdict.goal is None:
        return "không ai khác thay thẳng được vào đây; đổi cả hội nghị khác thì tốt ngang, nên được chọn bằng rút thăm."
    if verdict.goal == "empty_seats":
        return "không còn đại biểu nào khác dự được ở chỗ này, kể cả khi đổi thêm chỗ khác."
    return f"không ai khác thay thẳng được vào đây; đổi cả hội nghị khác thì {WORSE[verdict.goal]}."


def _seat_cost(situation: Situation, meeting: Meeting, delegate: Delegate, others: list[Delegate]) -> SeatCost:
    problem = situation.problem
    is_seated = (meeting.id, delegate.id) in situation.pairs
    return (
        int(meeting.asks_for_rank and not _has_rank(meeting, [*others, delegate])),
        int((meeting.id, delegate.id) not in problem.published_pairs),
        load_step(problem, delegate, situation.held[delegate.id] - is_seated),
        rotation_cost(problem, meeting, delegate),
        int(spends_senior(meeting, delegate)),
    )


def _opening(situation: Situation, meeting: Meeting, delegate: Delegate) -> str:
    """Said first where this person alone brings the rank that the meeting asks for."""
    others = [other for other in situation.seated[meeting.id] if other is not delegate]
    if meeting.asks_for_rank and delegate.satisfies(meeting) and not _has_rank(meeting, others):
        return f"đáp ứng yêu cầu hội nghị phải có {RANK_NAMES[meeting.tier_required]} dự; "
    return ""


def _compared(situation: Situation, meeting: Meeting, delegate: Delegate, runner_up: Delegate) -> str | None:
    """The first goal that the straight swap changes; None where it changes none."""
    others = [other for other in situation.seated[meeting.id] if other is not delegate]
    own, other = (_seat_cost(situation, meeting, person, others) for person in (delegate, runner_up))
    return next((goal for goal, mine, theirs in zip(SEAT_GOALS, own, other, strict=True) if mine != theirs), None)


def _what_decided(
    situation: Situation, meeting: Meeting, delegate: Delegate, runner_up: Delegate, goal: str | None
) -> str:
    others = [other for other in situation.seated[meeting.id] if other is not delegate]
    own, other = (_seat_cost(situation, meeting, person, others) for person in (delegate, runner_up))
    if own > other:
        return f"bản này chưa phải tốt nhất, giữ người đang được xếp thì {WORSE[goal or 'load']}."
    if goal == "unmet_seniority":
        return "những người khác còn dự được đều không đủ cấp bậc."
    if goal == "changed":
        return "đã có tên trong thông báo đã công bố nên giữ nguyên để ít xáo trộn."
    if goal == "load":
        return _lighter_load(situation, meeting, delegate, runner_up)
    if goal == "rotation":
        return _longer_away(situation.problem, meeting, delegate, runner_up)
    if goal == "seniors_spent":
        return (
            "tải và luân phiên ngang với người kế tiếp, chọn người này để dành Ủy viên Ban Thường vụ cho nơi cần hơn."
        )
    return "ngang với người kế tiếp ở mọi tiêu chí, nên được chọn bằng rút thăm."


def _lighter_load(situation: Situation, meeting: Meeting, delegate: Delegate, runner_up: Delegate) -> str:
    mine, theirs = _seats_before(situation, delegate, runner_up)
    if delegate.share == runner_up.share:
        return f"chưa kể lượt này mới có {mine} lượt, ít hơn người kế tiếp ({theirs} lượt)."
    return (
        f"so theo phần việc mỗi người phải gánh thì tải nhẹ hơn người kế tiếp "
        f"({mine} lượt với phần việc {delegate.share}, người kế tiếp {theirs} lượt với phần việc {runner_up.share})."
    )


def _seats_before(situation: Situation, delegate: Delegate, runner_up: Delegate) -> tuple[int, int]:
    """What each has had, and has elsewhere in this plan, without the seat that they are compared for."""
    mine = delegate.past_seats + situation.held[delegate.id] - 1
    return mine, runner_up.past_seats + situation.held[runner_up.id]


def _longer_away(problem: Problem, meeting: Meeting, delegate: Delegate, runner_up: Delegate) -> str:
    mine, theirs = (rotation_parts(problem, meeting, person) for person in (delegate, runner_up))
    if mine[0] > theirs[0] or mine[1] > theirs[1]:
        return "tải ngang người kế tiếp, nhưng tính chung bản thân và cơ quan thì lâu chưa về đơn vị này hơn."
    if mine[0] == theirs[0]:
        who = "cơ quan"
    elif mine[1] == theirs[1]:
        who = "bản thân"
    else:
        who = "bản thân và cơ quan đều"
    return f"tải ngang người kế tiếp, nhưng {who} lâu chưa về đơn vị này hơn."


def _why_empty(situation: Situation, meeting: Meeting) -> str:
    obstacles = [
        situation.obstacle(meeting, delegate)
        for delegate in situation.problem.delegates
        if delegate not in situation.seated[meeting.id]
    ]
    if None in obstacles:
        return "Chưa tìm được cách xếp đủ chỗ trong thời gian cho phép."
    counts = Counter(obstacle.rule for obstacle in obstacles if obstacle)
    if not counts:
        return "Hồ sơ không còn đại biểu nào khác để xếp."
    parts = [f"{counts[rule]} người {reason}" for rule, reason in ABSENCE_REASONS.items() if counts[rule]]
    return "Không còn ai dự được: " + ", ".join(parts) + "."


def _has_rank(meeting: Meeting, seated: Iterable[Delegate]) -> bool:
    return any(delegate.satisfies(meeting) for delegate in seated)
