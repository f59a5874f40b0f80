"""What the independent checker says of a dossier, in words; and whether solving again comes to the same."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from assignments.checker import MalformedDossierError, check, goal_values, problem_sha256
from assignments.dossier import DossierError, read_problem
from assignments.models import Delegate, Notice
from assignments.plain_words import GOAL_NAMES
from assignments.solving_apart import SolverDied, TooHard, solve_apart
from units.models import Agency, Meeting, Unit

SECONDS = 5.0
SOLVE_LOCK = 810_401
BUSY = "Chương trình đang lập lại một hồ sơ khác, mỗi lúc chỉ lập lại được một; xin đợi khoảng 10 giây rồi làm lại."
RULES = {
    "R1": "Mỗi đại biểu chỉ được xếp một lượt ở một hội nghị; không hội nghị nào có nhiều đại biểu hơn số đã định",
    "R2": "Không ai dự vào ngày đã báo bận",
    "R3": "Không ai dự quá số hội nghị cho phép trong một ngày, không ai dự hai hội nghị trùng giờ",
    "R4": "Không ai nhận quá số lượt tối đa trong tháng",
    "R5": "Không ai về đơn vị mà mình không được phân công đến; cặp đã loại thì không được xếp",
    "R6": "Các đại biểu cùng dự một hội nghị thuộc những cơ quan khác nhau",
    "R7": "Lượt đã ghim được giữ nguyên và ghi đúng là ghim",
    "R8": "Không ai trở lại một đơn vị khi chưa qua đủ số tháng quy định",
}
Names = Mapping[str, Mapping[str, str]]
"""Of meetings, delegates, units and agencies: id in the dossier → what people call it, each name once."""


COUNTED = ", tính lại là "
"""What the checker says of a goal whose figure is not the one written."""


@dataclass(frozen=True, kw_only=True)
class RuleVerdict:
    rule: str
    words: str
    violations: tuple[str, ...]
    let_off: tuple[str, ...]
    """Seats to which it does not apply by decision, each with its reason."""


@dataclass(frozen=True, kw_only=True)
class GoalVerdict:
    name: str
    claimed: int | None
    counted: int
    is_proven: bool

    @property
    def is_right(self) -> bool:
        return self.claimed == self.counted


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`fault` is set, and the rest is empty, when the files cannot be checked at all."""

    fault: str = ""
    period: str = ""
    meetings: int = 0
    seats: int = 0
    rules: tuple[RuleVerdict, ...] = ()
    goals: tuple[GoalVerdict, ...] = ()
    others: tuple[str, ...] = ()
    sha256_claimed: str = ""
    sha256_found: str = ""

    @property
    def month(self) -> str:
        """ "2026-11" as "11/2026"."""
        return "/".join(reversed(self.period.split("-")))

    @property
    def is_same_problem(self) -> bool:
        return self.sha256_claimed == self.sha256_found

    @property
    def is_right(self) -> bool:
        return (
            not (self.fault or self.others)
            and self.is_same_problem
            and all(not one.violations for one in self.rules)
            and all(one.is_right for one in self.goals)
        )


@dataclass(frozen=True, kw_only=True)
class GoalCompared:
    name: str
    before: int | None
    now: int


@dataclass(frozen=True, kw_only=True)
class SolvedAgain:
    """`better`: 0 when both come to the same goals, 1 when the new plan does better, -1 when it does worse."""

    fault: str = ""
    goals: tuple[GoalCompared, ...] = ()
    better: int = 0
    same_seats: int = 0
    seats: int = 0
    is_proven: bool = False


def check_dossier(problem: Any, plan: Any, names: Names | None = None) -> Verdict:
    try:
        violations = check(problem, plan)
    except MalformedDossierError as error:
        return Verdict(fault=str(error))
    except (RecursionError, OverflowError):
        return Verdict(fault="Hồ sơ có dữ liệu quá lớn hoặc lồng nhau quá sâu, không kiểm tra được.")
    if names:
        violations = _in_names(problem, plan, names, violations)
    return Verdict(
        period=problem["period"],
        meetings=len(problem["meetings"]),
        seats=len(plan["seats"]),
        rules=tuple(
            RuleVerdict(
                rule=rule, words=words, violations=_of(violations, rule), let_off=_let_off(problem, rule, names)
            )
            for rule, words in RULES.items()
        ),
        goals=_goals(problem, plan),
        others=tuple(line for line in violations if not _is_told(line)),
        sha256_claimed=plan["problem_sha256"],
        sha256_found=problem_sha256(problem),
    )


def solve_again(problem: Any, plan: Any) -> SolvedAgain:
    """For files that `check_dossier` could read; one at a time, as each takes a processor for seconds."""
    try:
        read_problem(problem)
        with transaction.atomic():  # the lock ends with it, also behind pgbouncer
            if not _is_first():
                return SolvedAgain(fault=BUSY)
            again = solve_apart(problem, time_limit=SECONDS)
    except DossierError as error:
        return SolvedAgain(fault=str(error))
    except (TooHard, SolverDied):
        return SolvedAgain(fault="Hồ sơ quá lớn hoặc quá khó để lập lại trên trang này; xin dùng lệnh plan.")
    claimed = {goal["goal"]: goal["value"] for goal in plan["goals"]}
    found = again["goals"]
    new_seats = again["seats"]
    goals = tuple(
        GoalCompared(name=GOAL_NAMES[goal["goal"]], before=claimed.get(goal["goal"]), now=goal["value"])
        for goal in found
    )
    before, now = [goal.before for goal in goals], [goal.now for goal in goals]
    held = {(seat["meeting"], seat["delegate"]) for seat in plan["seats"]}
    return SolvedAgain(
        goals=goals,
        better=0 if before == now else _compared(before, now),
        same_seats=len(held & {(seat["meeting"], seat["delegate"]) for seat in new_seats}),
        seats=len(new_seats),
        is_proven=again["status"] == "optimal",
    )


def _is_first() -> bool:
    """Takes a lock of the database, which all web processes share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SOLVE_LOCK])
        return bool(cursor.fetchone()[0])


def names_of(notice: Notice) -> Names:
    """Of our own rows, by the ids that the dossier of our notice writes."""
    problem = notice.plan.problem
    meeting_ids = [int(row["id"]) for row in problem.get("meetings", [])]
    delegate_ids = [int(row["id"]) for row in problem.get("delegates", [])]
    meetings = Meeting.with_cancelled.filter(pk__in=meeting_ids).select_related("unit")
    delegates = Delegate.objects.filter(pk__in=delegate_ids).select_related("agency")
    units = {row["unit"] for row in problem.get("meetings", [])}
    agencies = {row["agency"] for row in problem.get("delegates", [])}
    return {
        "meetings": _each_once({str(one.pk): one.unit.name_in_text for one in meetings}),
        "delegates": _each_once({str(one.pk): f"{one.full_name} ({one.agency.name})" for one in delegates}),
        "units": _each_once({one.code: one.name_in_text for one in Unit.objects.filter(code__in=units).order_by("pk")}),
        "agencies": _each_once({one.code: one.name for one in Agency.objects.filter(code__in=agencies)}),
    }


def _each_once(names: Mapping[str, str]) -> dict[str, str]:
    """Two of the same name would be one to the checker."""
    given = list(names.values())
    return {key: f"{name} [{key}]" if given.count(name) > 1 else name for key, name in names.items()}


def _in_names(problem: Any, plan: Any, names: Names, violations: Sequence[str]) -> list[str]:
    """The same check over the same dossier with names for ids; what it says must be as many sentences."""
    if not violations:
        return []
    named_problem, named_plan = _renamed(problem, names), _renamed(plan, names)
    if plan["problem_sha256"] == problem_sha256(problem):
        named_plan["problem_sha256"] = problem_sha256(named_problem)
    try:
        said = check(named_problem, named_plan)
    except MalformedDossierError:
        return list(violations)
    return said if len(said) == len(violations) else list(violations)


def _renamed(document: Any, names: Names) -> Any:
    made = copy.deepcopy(document)
    meeting, delegate = names["meetings"], names["delegates"]
    for row in made.get("meetings", []):
        row["id"] = meeting.get(row["id"], row["id"])
        row["unit"] = names["units"].get(row["unit"], row["unit"])
    for row in made.get("delegates", []):
        row["id"] = delegate.get(row["id"], row["id"])
        row["agency"] = names["agencies"].get(row["agency"], row["agency"])
        row["barred_units"] = [names["units"].get(one, one) for one in row["barred_units"]]
    for row in made.get("past", []):
        row["delegate"] = delegate.get(row["delegate"], row["delegate"])
        row["unit"] = names["units"].get(row["unit"], row["unit"])
    for key in ("pinned", "forbidden", "published"):
        if made.get(key):
            made[key] = [[meeting.get(one, one), delegate.get(other, other)] for one, other in made[key]]
    for key in ("overrides", "seats", "empty", "warnings"):
        for row in made.get(key) or []:
            _rename_row(row, meeting, delegate)
    return made


def _rename_row(row: Any, meeting: Mapping[str, str], delegate: Mapping[str, str]) -> None:
    if not isinstance(row, dict):
        return
    for key, known in (("meeting", meeting), ("delegate", delegate), ("instead_of", delegate)):
        if isinstance(row.get(key), str):
            row[key] = known.get(row[key], row[key])


def _goals(problem: Any, plan: Any) -> tuple[GoalVerdict, ...]:
    meetings = {row["id"] for row in problem["meetings"]}
    delegates = {row["id"] for row in problem["delegates"]}
    known = [seat for seat in plan["seats"] if seat["meeting"] in meetings and seat["delegate"] in delegates]
    claimed = {goal["goal"]: goal for goal in plan["goals"]}
    return tuple(
        GoalVerdict(
            name=GOAL_NAMES[goal],
            claimed=claimed[goal]["value"] if goal in claimed else None,
            counted=value,
            is_proven=bool(claimed[goal]["proven"]) if goal in claimed else False,
        )
        for goal, value in goal_values(problem, known).items()
    )


def _let_off(problem: Any, rule: str, names: Names | None) -> tuple[str, ...]:
    meetings, delegates = (names["meetings"], names["delegates"]) if names else ({}, {})
    return tuple(
        f"{delegates.get(row['delegate'], row['delegate'])} dự {meetings.get(row['meeting'], row['meeting'])}: "
        f"{row['reason']}"
        for row in problem.get("overrides", ())
        if row["rule"] == rule
    )


def _of(violations: Sequence[str], rule: str) -> tuple[str, ...]:
    return tuple(line.removeprefix(f"{rule}: ") for line in violations if _head(line) == rule)


def _is_told(line: str) -> bool:
    """Beside its rule, in the table of goals, or with the fingerprints."""
    head = _head(line)
    return head in RULES or head == "problem_sha256" or (head == "goals" and COUNTED in line)


def _head(line: str) -> str:
    return line.partition(":")[0]


def _compared(before: Sequence[int | None], now: Sequence[int]) -> int:
    for old, new in zip(before, now, strict=True):
        if old != new:
            return 1 if old is None or new < old else -1
    return 0
