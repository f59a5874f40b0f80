"""Making a draft: solve, solve again round what is pinned, change a seat by hand. Nothing unchecked is kept."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assignments.dossier import plan_to_dict, read_problem
from assignments.models import Delegate, Plan, Seat
from assignments.planner import (
    GoalResult,
    PlannedSeat,
    Problem,
    SolvedPlan,
    broken_rules,
    solve,
)
from assignments.planner.explaining import explain_gaps
from assignments.planner.goals import GOALS, goal_vector
from assignments.planner.problem import EmptySeats, Pair
from assignments.planner.rules import Situation, pin_warnings, pins_broken
from assignments.problem import MonthProblem, PlanningError, month_problem
from units.models import Meeting, Period

from .state import (
    broken_in_words,
    locked,
    moved_meetings,
    note_edit,
    read_unvetted,
    refuse_broken_plan,
    refuse_frozen_stage,
    refuse_old_edit,
    refuse_unless_draft,
)

SECONDS = 20.0
HELD_ALREADY = "Hội nghị đã đến ngày họp: giữ nguyên theo thông báo đã công bố."
KEPT = "Được ghim nên giữ nguyên."


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What a seat carries on from before: its pin, whether a person chose it, and the reason given then."""

    pinned: bool = False
    by_hand: bool = False
    because: str = ""
    instead_of: int | None = None


@transaction.atomic
def draft_plan(period: Period, *, by: User, at: datetime.datetime) -> Plan:
    """The month's draft, solved; the one in work when there is one already."""
    period = Period.objects.select_for_update().get(pk=period.pk)
    refuse_frozen_stage(period)
    if plan := _in_work(period):
        return plan
    if Plan.objects.in_period(period).published().exists():
        raise PlanningError("Tháng này đã công bố phân công; hãy lập bản thay thế.")
    return _new_plan(period, {}, by=by, at=at)


@transaction.atomic
def new_version(period: Period, *, by: User, at: datetime.datetime) -> Plan:
    """A draft to replace the published plan with as few changes as the rules allow; what has been held stays."""
    period = Period.objects.select_for_update().get(pk=period.pk)
    refuse_frozen_stage(period)
    if plan := _in_work(period):
        return plan
    if not Plan.objects.in_period(period).published().exists():
        raise PlanningError("Tháng này chưa công bố phân công nên chưa có gì để thay thế.")
    today = timezone.localtime(at).date()
    held = Seat.objects.published().in_period(period).filter(meeting__starts_at__date__lte=today)
    kept = {_pair(seat): Keep(pinned=True, because=HELD_ALREADY) for seat in held}
    return _new_plan(period, kept, by=by, at=at)


@transaction.atomic
def solve_plan(plan: Plan, *, edit: int, by: User, at: datetime.datetime) -> Plan:
    """Keeps what is pinned and solves the rest again, with everything as it is now."""
    plan = locked(plan)
    refuse_unless_draft(plan)
    refuse_old_edit(plan, edit)
    kept = {pair: keep for pair, keep in _kept(plan).items() if keep.pinned}
    note_edit(plan, "xếp lại bản phân công", by=by, at=at)
    return _solve(plan, kept)


@transaction.atomic
def seat_change(
    plan: Plan,
    *,
    edit: int,
    meeting: Meeting,
    remove: Delegate | None,
    add: Delegate | None,
    by: User,
    at: datetime.datetime,
) -> Plan:
    """Takes somebody out of a seat, puts somebody in, or both, by hand. Who is put in is pinned from then on."""
    plan = locked(plan)
    refuse_unless_draft(plan)
    kept = _kept(plan)
    out = (str(meeting.pk), str(remove.pk)) if remove else None
    into = (str(meeting.pk), str(add.pk)) if add else None
    if (into is None or into in kept) and (out is None or out not in kept):
        return plan  # a double click: it is as asked for
    refuse_old_edit(plan, edit)
    _refuse_odd_change(meeting, remove, add, kept)
    if out:
        del kept[out]
    if into:
        kept[into] = Keep(by_hand=True, because=_chosen_because(remove, by))
    month = month_problem(plan.period, pinned=_pins(kept))
    if moved := moved_meetings(plan.problem, month):
        raise PlanningError(moved)
    if into:
        _refuse_unknown(month, into)
        # A pin is exempt from R8; a new choice is not, so the rules are asked before it is pinned.
        _refuse_broken_rules(month, list(kept))
        kept[into] = Keep(pinned=True, by_hand=True, because=kept[into].because)
        month.dossier["pinned"] = _pins(kept)
    note_edit(plan, _change_in_words(meeting, remove, add), by=by, at=at)
    return _evaluate(plan, month, kept)


def pin_seat(plan: Plan, *, edit: int, seat: Seat, by: User, at: datetime.datetime) -> Plan:
    return _set_pin(plan, edit=edit, seat=seat, pinned=True, by=by, at=at)


def unpin_seat(plan: Plan, *, edit: int, seat: Seat, by: User, at: datetime.datetime) -> Plan:
    return _set_pin(plan, edit=edit, seat=seat, pinned=False, by=by, at=at)


@transaction.atomic
def _set_pin(plan: Plan, *, edit: int, seat: Seat, pinned: bool, by: User, at: datetime.datetime) -> Plan:
    plan = locked(plan)
    refuse_unless_draft(plan)
    kept = _kept(plan)
    keep = kept.get(_pair(seat))
    if keep is None:
        raise PlanningError("Lượt phân công này không còn trong bản dự thảo.")
    if keep.pinned == pinned:
        return plan
    refuse_old_edit(plan, edit)
    kept[_pair(seat)] = Keep(
        pinned=pinned, by_hand=keep.by_hand, because=keep.because, instead_of=None if pinned else keep.instead_of
    )
    month = month_problem(plan.period, pinned=_pins(kept))
    if moved := moved_meetings(plan.problem, month):
        raise PlanningError(moved)
    verb = "ghim" if pinned else "bỏ ghim"
    note_edit(plan, f"{verb} đồng chí {seat.delegate.full_name} tại {seat.meeting.unit.full_name}", by=by, at=at)
    return _evaluate(plan, month, kept)


# Solving


def _new_plan(period: Period, kept: dict[Pair, Keep], *, by: User, at: datetime.datetime) -> Plan:
    last = Plan.objects.in_period(period).order_by("-version").values_list("version", flat=True).first()
    plan = Plan(period=period, version=(last or 0) + 1, made_by=by, made_at=at, edit=0)
    note_edit(plan, "lập dự thảo", by=by, at=at)
    return _solve(plan, kept)


def _solve(plan: Plan, kept: dict[Pair, Keep]) -> Plan:
    month = month_problem(plan.period, pinned=_pins(kept))
    if not month.meetings:
        raise PlanningError("Chưa có đơn vị nào đăng ký hội nghị trong tháng nên chưa phân công được.")
    for pair in kept:
        _refuse_unknown(month, pair)
    solved = solve(_problem(month), time_limit=SECONDS)
    return _save(plan, month, plan_to_dict(solved), kept)


def _problem(month: MonthProblem) -> Problem:
    """The dossier as the planner reads it; a pin that breaks a rule is told by name."""
    if broken := pins_broken(read_unvetted(month)):
        raise PlanningError([*broken_in_words(month, [broken]), "Lượt này đang được ghim, xin bỏ ghim rồi làm lại."])
    return read_problem(month.dossier)


def _evaluate(plan: Plan, month: MonthProblem, kept: dict[Pair, Keep]) -> Plan:
    """A plan made by hand: its goals as they are, none of them proven."""
    for pair in kept:
        _refuse_unknown(month, pair)
    problem = _problem(month)
    pairs = problem.in_order(kept)
    _refuse_broken_rules(month, pairs)
    goals = zip(GOALS, goal_vector(problem, pairs), strict=True)
    result = SolvedPlan(
        period=problem.period,
        problem_sha256=problem.sha256,
        status="time_limit",
        seats=tuple(_seat_as_kept(pair, kept[pair]) for pair in pairs),
        empty=_gaps_left_by_hand(problem, pairs),
        goals=tuple(
            GoalResult(goal=goal, value=value, proven=False, bound=0, seconds=0.0)
            for goal, value in goals
            if goal != "changed" or problem.published is not None
        ),
        warnings=pin_warnings(problem),
    )
    return _save(plan, month, plan_to_dict(result), kept)


def _gaps_left_by_hand(problem: Problem, pairs: list[Pair]) -> tuple[EmptySeats, ...]:
    """Where somebody could still sit, no search has failed: the place was left open by hand."""
    situation = Situation(problem, pairs)

    def reason(gap: EmptySeats) -> str:
        meeting = problem.meeting_by_id[gap.meeting]
        has_someone = any(situation.obstacle(meeting, delegate) is None for delegate in problem.delegates)
        return "Để trống khi sửa tay; vẫn còn người dự được." if has_someone else gap.because

    return tuple(replace(gap, because=reason(gap)) for gap in explain_gaps(problem, pairs))


def _seat_as_kept(pair: Pair, keep: Keep) -> PlannedSeat:
    instead_of = str(keep.instead_of) if keep.instead_of and not keep.pinned else None
    return PlannedSeat(
        meeting=pair[0],
        delegate=pair[1],
        pinned=keep.pinned,
        because=keep.because or KEPT,
        instead_of=instead_of if instead_of != pair[1] else None,
    )


def _save(plan: Plan, month: MonthProblem, result: dict[str, Any], kept: Mapping[Pair, Keep]) -> Plan:
    refuse_broken_plan(month.dossier, result)
    plan.problem, plan.result = month.dossier, result
    plan.save()
    _write_seats(plan, result["seats"], kept)
    return plan


def _write_seats(plan: Plan, rows: list[dict[str, Any]], kept: Mapping[Pair, Keep]) -> None:
    """Rows that stay keep their identity, so that the audit trail tells real changes only."""
    before = {_pair(seat): seat for seat in plan.seats.all()}
    wanted = {(row["meeting"], row["delegate"]): row for row in rows}
    Seat.objects.filter(pk__in=[seat.pk for pair, seat in before.items() if pair not in wanted]).delete()
    seats = [_filled(before.get(pair) or _new_seat(plan, pair), row, kept.get(pair)) for pair, row in wanted.items()]
    Seat.objects.bulk_create([seat for seat in seats if seat.pk is None])
    Seat.objects.bulk_update(
        [seat for seat in seats if seat.pk is not None], ["pinned", "by_hand", "because", "instead_of"]
    )


def _new_seat(plan: Plan, pair: Pair) -> Seat:
    return Seat(plan=plan, meeting_id=int(pair[0]), delegate_id=int(pair[1]))


def _filled(seat: Seat, row: dict[str, Any], keep: Keep | None) -> Seat:
    seat.pinned = row["pinned"]
    seat.by_hand = keep.by_hand if keep else False
    # What was said when a seat was pinned tells more than that it is pinned.
    seat.because = ((keep.because if keep else "") or row["because"])[:500]
    seat.instead_of_id = int(row["instead_of"]) if row["instead_of"] else None
    return seat


# What a plan in work holds


def _in_work(period: Period) -> Plan | None:
    plan: Plan | None = Plan.objects.in_period(period).in_work().first()
    return plan


def _kept(plan: Plan) -> dict[Pair, Keep]:
    return {
        _pair(seat): Keep(pinned=seat.pinned, by_hand=seat.by_hand, because=seat.because, instead_of=seat.instead_of_id)
        for seat in plan.seats.all()
    }


def _pair(seat: Seat) -> Pair:
    return str(seat.meeting_id), str(seat.delegate_id)


def _pins(kept: Mapping[Pair, Keep]) -> list[Any]:
    return [list(pair) for pair, keep in sorted(kept.items()) if keep.pinned]


# Refusals, in words


def _refuse_odd_change(
    meeting: Meeting, remove: Delegate | None, add: Delegate | None, kept: Mapping[Pair, Keep]
) -> None:
    if remove and (str(meeting.pk), str(remove.pk)) not in kept:
        raise PlanningError(f"Đồng chí {remove.full_name} không còn ở hội nghị này. Xin xem lại rồi chọn lại.")
    if add and (str(meeting.pk), str(add.pk)) in kept:
        raise PlanningError(f"Đồng chí {add.full_name} đã được phân công dự hội nghị này.")


def _refuse_unknown(month: MonthProblem, pair: Pair) -> None:
    if pair[0] not in month.meeting_of:
        raise PlanningError("Hội nghị này không còn trong lịch đăng ký của tháng.")
    if pair[1] not in month.delegate_of:
        name = Delegate.objects.get(pk=pair[1]).full_name
        raise PlanningError(f"Đồng chí {name} không tham gia phân công trong tháng này.")


def _refuse_broken_rules(month: MonthProblem, pairs: Iterable[Pair]) -> None:
    if broken := broken_rules(read_unvetted(month), list(pairs)):
        raise PlanningError(broken_in_words(month, broken))


def _chosen_because(remove: Delegate | None, by: User) -> str:
    instead = f", thay đồng chí {remove.full_name}" if remove else ""
    return f"Do {by.full_name} chọn tay{instead}; không trái quy tắc nào."


def _change_in_words(meeting: Meeting, remove: Delegate | None, add: Delegate | None) -> str:
    where = f"tại {meeting.unit.full_name}"
    if remove and add:
        return f"thay đồng chí {remove.full_name} bằng đồng chí {add.full_name} {where}"
    if add:
        return f"xếp đồng chí {add.full_name} {where}"
    return f"rút đồng chí {remove.full_name if remove else ''} {where}"
