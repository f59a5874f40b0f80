"""What other rules would have made of the last published month: solved twice, under the one and the other version."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assignments.models import Plan, Policy
from assignments.planner.problem import Pair
from assignments.problem import MonthProblem, month_problem, months_before
from assignments.solving_apart import SolverDied, TooHard, solve_apart
from units.models import Period, Tier

SECONDS = 4.0  # of search, for each version
HELD_BY = {
    Tier.STANDING_MEMBER: "Ủy viên Ban Thường vụ",
    Tier.OFFICE_HOLDER: "người giữ chức vụ",
    Tier.SPECIALIST: "chuyên viên",
}


@dataclass(frozen=True, kw_only=True)
class TrialLine:
    label: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class PolicyTrial:
    month: datetime.date
    seats: int = 0
    """Under the new rules."""
    others: int = 0
    """Of those, held by somebody who would not sit there under the rules before."""
    conferences: int = 0
    """Where the delegates are not the same."""
    lines: tuple[TrialLine, ...] = ()
    is_proven: bool = True
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class _Solved:
    problem: Any
    plan: Any
    tier: dict[str, int]

    @property
    def pairs(self) -> set[Pair]:
        return {(seat["meeting"], seat["delegate"]) for seat in self.plan["seats"]}

    def goal(self, name: str) -> int:
        return next(int(goal["value"]) for goal in self.plan["goals"] if goal["goal"] == name)

    def seats_of(self, tier: int) -> int:
        return sum(self.tier[delegate] == tier for _, delegate in self.pairs)

    @property
    def most(self) -> int:
        return max(Counter(delegate for _, delegate in self.pairs).values(), default=0)


def month_to_try() -> Period | None:
    """The newest month with a notice in force. One query."""
    return Period.objects.filter(plans__in=Plan.objects.published()).order_by("-month").first()


def try_policy(new: Policy, *, instead_of: Policy, period: Period) -> PolicyTrial:
    """Each from nothing, without what people pinned or changed by hand then. Ends in time; writes nothing."""
    try:
        before = _solved(period, instead_of, usual=instead_of)
        after = _solved(period, new, usual=instead_of)
    except (TooHard, SolverDied):
        return PolicyTrial(
            month=period.month, fault="Tháng này quá lớn để xếp thử trên trang; bản quy tắc vẫn lưu được."
        )
    others = after.pairs - before.pairs
    return PolicyTrial(
        month=period.month,
        seats=len(after.pairs),
        others=len(others),
        conferences=len({meeting for meeting, _ in after.pairs ^ before.pairs}),
        lines=tuple(_lines(before, after, memory=max(new.memory_months, instead_of.memory_months), period=period)),
        is_proven=before.plan["status"] == after.plan["status"] == "optimal",
    )


def _lines(before: _Solved, after: _Solved, *, memory: int, period: Period) -> Iterable[TrialLine]:
    def line(label: str, *values: int) -> TrialLine:
        return TrialLine(label=label, before=values[0], after=values[1])

    both = (before, after)
    yield line("Hội nghị thiếu cấp", *(one.goal("unmet_seniority") for one in both))
    yield line("Lượt đại biểu dự", *(len(one.pairs) for one in both))
    yield line("Lượt còn thiếu đại biểu", *(one.goal("empty_seats") for one in both))
    for tier in Tier:
        yield line(f"Lượt của {HELD_BY[tier]}", *(one.seats_of(tier) for one in both))
    yield line("Người nhiều lượt nhất dự", *(one.most for one in both))
    yield line("Lượt Ủy viên Ban Thường vụ ở nơi không cần", *(one.goal("seniors_spent") for one in both))
    seen = _seen(max(both, key=lambda one: len(one.problem["past"])).problem, months_before(period.month, memory))
    yield line(f"Lượt về lại đơn vị đã dự trong {memory} tháng", *(_returns(one, seen) for one in both))


def _seen(problem: Any, since: datetime.date) -> set[tuple[str, str]]:
    """(delegate, unit) of the visits not longer ago."""
    return {(row["delegate"], row["unit"]) for row in problem["past"] if row["period"] >= f"{since:%Y-%m}"}


def _returns(solved: _Solved, seen: set[tuple[str, str]]) -> int:
    unit = {row["id"]: row["unit"] for row in solved.problem["meetings"]}
    return sum((delegate, unit[meeting]) in seen for meeting, delegate in solved.pairs)


def _solved(period: Period, policy: Policy, *, usual: Policy) -> _Solved:
    month = month_problem(period, policy=policy)
    problem = month.dossier | {"published": None, "meetings": _with_seats(month, policy, usual)}
    tier = {row["id"]: row["tier"] for row in problem["delegates"]}
    return _Solved(problem=problem, plan=solve_apart(problem, time_limit=SECONDS), tier=tier)


def _with_seats(month: MonthProblem, policy: Policy, usual: Policy) -> list[dict[str, Any]]:
    """Conferences with the usual number of delegates get that of the other rules; the office chose the rest."""
    return [
        row | {"seats": policy.seats_of(one.unit.kind)} if one.seats == usual.seats_of(one.unit.kind) else row
        for row, one in zip(month.dossier["meetings"], month.meetings, strict=True)
    ]
