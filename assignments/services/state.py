"""The way of a plan from draft to replaced, and what must hold at every step of it."""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accounts.models import User
from assignments.checker import check
from assignments.dossier import read_problem
from assignments.models import Plan
from assignments.plain_words import RULE_NAMES
from assignments.planner import Problem, Violation, broken_rules
from assignments.planner.problem import Pair
from assignments.problem import MonthProblem, PlanningError
from units.models import Meeting, Period, Stage

Status = Plan.Status
MOVES: dict[Plan.Status, tuple[Plan.Status, ...]] = {
    Status.DRAFT: (Status.SUBMITTED,),
    Status.SUBMITTED: (Status.CHECKED, Status.DRAFT),
    Status.CHECKED: (Status.PUBLISHED, Status.DRAFT),
    Status.PUBLISHED: (Status.REPLACED,),
    Status.REPLACED: (),
}
ACTS = {
    Status.DRAFT: "trả lại",
    Status.SUBMITTED: "trình",
    Status.CHECKED: "xác nhận kiểm tra",
    Status.PUBLISHED: "công bố",
    Status.REPLACED: "thay thế",
}
# What may differ between the meetings as solved and as they are now, in words.
CHANGES = {
    "starts_at": "thời gian",
    "ends_at": "thời gian",
    "seats": "số đại biểu dự",
    "tier_required": "cấp đại biểu cần",
    "unit": "đơn vị",
}


class WrongStatusError(PlanningError):
    """The act does not follow the status the plan is in."""


class EditConflictError(PlanningError):
    """Somebody else changed the plan since the page was opened."""


class NumberTakenError(PlanningError):
    """The number of a notice is used already."""


def refuse_move(plan: Plan, to: Plan.Status) -> None:
    if to not in MOVES[Status(plan.status)]:
        raise WrongStatusError(f"Bản phân công đang ở trạng thái “{plan.get_status_display()}”, chưa {ACTS[to]} được.")


def refuse_frozen_stage(period: Period) -> None:
    if period.is_past(Stage.CONFERENCE):
        raise WrongStatusError(
            f"Tháng {period.label} đã sang giai đoạn {period.get_stage_display().lower()}, không phân công được nữa."
        )


def refuse_unless_draft(plan: Plan) -> None:
    refuse_frozen_stage(plan.period)
    if plan.status != Status.DRAFT:
        raise WrongStatusError(
            f"Bản phân công đang ở trạng thái “{plan.get_status_display()}”, chỉ sửa được khi là dự thảo."
        )


def refuse_old_edit(plan: Plan, edit: int | None) -> None:
    if edit is None or edit == plan.edit:
        return
    raise EditConflictError(f"Trong lúc trang này đang mở, {who_did_what(plan)}. Xin xem lại rồi làm tiếp.")


def who_did_what(plan: Plan) -> str:
    """The last change, as part of a sentence."""
    if plan.edited_by is None or plan.edited_at is None:
        return "bản phân công đã được sửa"
    return f"đồng chí {plan.edited_by.full_name} ({timezone.localtime(plan.edited_at):%H:%M}) đã {plan.edited_what}"


def note_edit(plan: Plan, what: str, *, by: User, at: datetime.datetime) -> None:
    plan.edit += 1
    plan.edited_by, plan.edited_at, plan.edited_what = by, at, what[:500]


def locked(plan: Plan) -> Plan:
    # Without `edited_by`: who waits here for somebody's edit is given the new row, but the joins of before it.
    rows = Plan.objects.select_related("period").select_for_update(of=("self",))
    found: Plan = rows.get(pk=plan.pk)
    return found


def refuse_broken_plan(dossier: dict[str, Any], result: dict[str, Any], *, before: Iterable[str] = ()) -> None:
    """The independent checker has the last word on every plan before it is kept or published.

    `before`: what it says of a draft as it stands. A change of that draft may leave as many lines of each rule.
    """
    lines = check(dossier, result)
    grown = Counter(map(_rule_of, lines)) - Counter(map(_rule_of, before))
    if violations := [line for line in lines if not _rule_of(line) or _rule_of(line) in grown]:
        raise PlanningError(["Bản phân công không qua được bước kiểm tra độc lập nên không lưu.", *violations[:10]])


def _rule_of(line: str) -> str:
    """ "R1" to "R8"; empty where the line is about something else."""
    return line[:2] if line[:1] == "R" and line[1:2].isdigit() else ""


def stale_reasons(plan: Plan, month: MonthProblem, pairs: list[Pair]) -> list[str]:
    """What has changed since the plan was solved, so that it holds no longer; empty when it still does."""
    if plan.problem.get("policy") != month.dossier["policy"]:
        return ["Quy tắc phân công của tháng đã đổi, xin xếp lại."]
    moved = moved_meetings(plan.problem, month)
    return moved or broken_now(month, pairs)


def moved_meetings(problem: dict[str, Any], month: MonthProblem) -> list[str]:
    """Meetings that are not what the plan was solved for."""
    return meetings_changed(problem.get("meetings", []), month.dossier["meetings"], month.meetings)


def meetings_changed(
    solved: list[Any], now: list[Any], meetings: list[Any], *, remedy: str = "xin xếp lại"
) -> list[str]:
    old = {row["id"]: row for row in solved}
    units = {str(meeting.pk): meeting.unit for meeting in meetings}
    reasons = []
    for row in now:
        before = old.pop(row["id"], None)
        if before is None:
            reasons.append(f"{units[row['id']].full_name} mới đăng ký hội nghị, {remedy}.")
        elif before != row:
            where = units[row["id"]].name_in_text
            reasons.append(f"Hội nghị của {where} đã đổi ({what_changed(before, row)}), {remedy}.")
    if old:
        gone = Meeting.with_cancelled.filter(pk__in=old).select_related("unit").order_by("unit__sort_key")
        reasons += [f"Hội nghị của {meeting.unit.name_in_text} đã hủy, {remedy}." for meeting in gone]
    return reasons


def what_changed(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Of a meeting's two rows, in words: "thời gian, cấp đại biểu cần"."""
    return ", ".join(dict.fromkeys(text for key, text in CHANGES.items() if before.get(key) != now[key]))


def broken_now(month: MonthProblem, pairs: list[Pair]) -> list[str]:
    gone = [pair for pair in pairs if pair[1] not in month.delegate_of]
    if gone:
        return [f"Có {len(gone)} lượt của đại biểu không còn tham gia trong tháng, xin xếp lại."]
    return broken_in_words(month, broken_rules(read_unvetted(month), pairs))


def broken_in_words(month: MonthProblem, broken: Iterable[Violation]) -> list[str]:
    def in_words(one: Violation) -> str:
        where = month.pair_name(one.meeting, one.delegate)
        return f"{where} – trái quy tắc {one.rule} ({RULE_NAMES[one.rule]}): {one.message}"

    return [in_words(one) for one in broken]


def read_unvetted(month: MonthProblem) -> Problem:
    """The problem with its pins as they are, even where they break a rule (the dossier's reader refuses such)."""
    return read_problem(month.dossier, vet_pins=False)
