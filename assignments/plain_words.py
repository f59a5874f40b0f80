"""The rules and goals of a plan in the words that the people of a committee use."""

from dataclasses import dataclass

from assignments.planner.goals import GOALS, GoalVector
from assignments.planner.problem import Delegate, Problem

GOAL_NAMES = {
    "unmet_seniority": "hội nghị thiếu cấp",
    "empty_seats": "lượt còn thiếu đại biểu",
    "changed": "lượt đổi so với thông báo đã công bố",
    "load": "điểm tập trung tải",
    "rotation": "điểm lặp lại đơn vị",
    "seniors_spent": "lượt Ủy viên Ban Thường vụ ở nơi không cần",
}
RULE_NAMES = {
    "R1": "Hết chỗ",
    "R2": "Bận ngày họp",
    "R3": "Đã dự nơi khác trong ngày",
    "R4": "Đủ số lượt của tháng",
    "R5": "Không phân công về đây",
    "R6": "Cùng cơ quan với người đã xếp",
    "R7": "Chỗ đã ghim",
    "R8": "Mới về đơn vị này",
}


@dataclass(frozen=True, kw_only=True)
class Explained:
    name: str
    meaning: str


GOALS_EXPLAINED = (
    Explained(
        name="Đúng cấp ở nơi có vấn đề",
        meaning="hội nghị có vấn đề cần quan tâm phải có người đúng cấp mà vấn đề ấy cần",
    ),
    Explained(name="Đủ người", meaning="mỗi hội nghị có đủ số đại biểu đã định"),
    Explained(
        name="Giữ thông báo đã công bố",
        meaning="chỉ xét khi lập bản thay thế: đổi ít nhất những lượt mọi người đã biết",
    ),
    Explained(
        name="Chia đều",
        meaning="ai dự ít trong những tháng trước thì đi trước; người có phần việc lớn hơn thì gánh nhiều hơn. "
        "Điểm tập trung tải càng nhỏ thì lượt càng đều",
    ),
    Explained(
        name="Luân phiên",
        meaning="tránh cử lại người, hoặc cơ quan, mới về đơn vị ấy. Điểm lặp lại càng nhỏ thì luân phiên càng tốt",
    ),
    Explained(name="Để dành Ủy viên Ban Thường vụ", meaning="cho những hội nghị thật sự cần"),
)
RULES_EXPLAINED = (
    "không ai dự vào ngày đã báo bận",
    "không ai dự quá số hội nghị cho phép trong một ngày, không ai dự hai hội nghị trùng giờ",
    "không ai nhận quá số lượt tối đa trong tháng",
    "không cử ai về đơn vị mà họ không được phân công đến",
    "hai người cùng một cơ quan không dự cùng một hội nghị",
    "không ai trở lại một đơn vị khi chưa qua đủ số tháng quy định",
    "lượt đã ghim thì giữ nguyên",
)


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """One goal, before and after."""

    name: str
    text: str
    decides: bool
    """The first to change: what stands below it is not looked at any more."""


def goal_lines(before: GoalVector, after: GoalVector, *, with_changed: bool) -> list[GoalLine]:
    first = next((place for place, (a, b) in enumerate(zip(before, after, strict=True)) if a != b), None)
    return [
        GoalLine(name=explained.name, text=change(goal, before[place], after[place]), decides=place == first)
        for place, (goal, explained) in enumerate(zip(GOALS, GOALS_EXPLAINED, strict=True))
        if goal != "changed" or with_changed
    ]


def change(goal: str, before: int, after: int) -> str:
    if before == after:
        return f"{grouped(before)} {GOAL_NAMES[goal]}, như nhau"
    word = "kém đi" if after > before else "tốt hơn"
    return f"{grouped(before)} → {grouped(after)} {GOAL_NAMES[goal]}, {word}"


def grouped(value: int) -> str:
    """A dot between thousands."""
    return f"{value:,}".replace(",", ".")


def record_facts(problem: Problem, unit: str, delegate: Delegate, *, held: int) -> list[str]:
    """What speaks for or against somebody in a unit's seat: seats of late, `held` this month, visits there."""
    own = problem.months_since_visit(unit, delegate)
    agency = problem.months_since_agency_visit(unit, delegate.agency)
    # Two people with as many seats do not carry as much where one is expected to carry more.
    share = "" if problem.shares_are_equal else f" (phần việc {delegate.share})"
    facts = [
        f"{delegate.past_seats} lượt trong {problem.policy.memory_months} tháng trước, tháng này {held}{share}",
        "chưa về đơn vị này" if own is None else f"đã về đơn vị này cách đây {own} tháng",
    ]
    if agency is not None and agency != own:
        facts.append(f"cơ quan đã về cách đây {agency} tháng")
    return facts
