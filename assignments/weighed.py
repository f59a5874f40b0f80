"""What an act by hand would cost, in words."""

from dataclasses import dataclass

from assignments.plain_words import grouped
from assignments.services.by_hand import GoalChange, Weighing

SHORT_NAMES = {
    "unmet_seniority": "hội nghị thiếu cấp",
    "empty_seats": "lượt còn thiếu đại biểu",
    "changed": "lượt đổi so với thông báo",
    "load": "điểm tập trung tải",
    "rotation": "điểm lặp lại đơn vị",
    "seniors_spent": "lượt Ủy viên Ban Thường vụ ở nơi không cần",
}


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    name: str
    before: int
    after: int

    @property
    def is_same(self) -> bool:
        return self.before == self.after

    @property
    def is_worse(self) -> bool:
        """Every goal counts what there should be little of."""
        return self.after > self.before

    @property
    def text(self) -> str:
        return (
            f"{self.name}: không đổi"
            if self.is_same
            else f"{self.name}: {grouped(self.before)} → {grouped(self.after)}"
        )


@dataclass(frozen=True, kw_only=True)
class Cost:
    what: str
    goals: list[GoalLine]
    verdict: str
    broken: list[str]
    waivable: tuple[str, ...]
    is_allowed: bool
    standing: list[str]


def cost_in_words(weighing: Weighing) -> Cost:
    return Cost(
        what=weighing.what[0].upper() + weighing.what[1:],
        goals=[_line(goal) for goal in weighing.goals],
        verdict=_verdict(weighing.first_difference),
        broken=weighing.broken,
        waivable=weighing.waivable,
        is_allowed=weighing.is_allowed,
        standing=weighing.standing,
    )


def _line(goal: GoalChange) -> GoalLine:
    return GoalLine(name=SHORT_NAMES[goal.goal], before=goal.before, after=goal.after)


def _verdict(first: GoalChange | None) -> str:
    """The goals stand in strict order: the first that differs says which plan is better."""
    if first is None:
        return "Mọi mục tiêu giữ nguyên."
    worse = "kém đi" if first.after > first.before else "tốt lên"
    return f"Bản phân công {worse} ở mục tiêu “{SHORT_NAMES[first.goal]}”."
