"""How a draft comes to be kept, whoever made it: in the planner's words, past the checker, with a step to return to."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from accounts.models import User
from assignments.checker import check
from assignments.dossier import plan_to_dict, read_problem
from assignments.models import Delegate, Plan, PlanStep
from assignments.planner import GoalResult, PlannedSeat, Problem, SolvedPlan, broken_rules
from assignments.planner.breaches import Breach, breaches
from assignments.planner.explaining import explain_gaps, explain_seats
from assignments.planner.goals import GOALS, goal_vector
from assignments.planner.problem import EmptySeats, Pair
from assignments.planner.rules import Situation, Violation, pin_warnings, pins_broken
from assignments.problem import MonthProblem, PlanningError, month_problem
from units.models import Period

from .content import Content, Keep, content_of, content_to_dict, write_content
from .state import broken_in_words, moved_meetings, note_edit, read_unvetted, refuse_broken_plan

Breaches = Counter[Breach]
KEPT = "Được ghim nên giữ nguyên."


def month_of(plan: Plan) -> MonthProblem:
    """The month as it is now, with what is asked of this plan."""
    return month_problem(plan.period, content_of(plan).asked)


def month_with(period: Period, content: Content) -> MonthProblem:
    """The month as it is now, with a draft's pins, forbidden pairs, places left empty and overrides."""
    month = month_problem(period, content.asked)
    refuse_unknown_seats(content.seats, month)
    return month


def the_same_with(month: MonthProblem, content: Content) -> MonthProblem:
    """The same month with another draft's wishes; asks the database nothing."""
    refuse_unknown_seats(content.seats, month)
    return month.asked_for(content.asked)


def problem_of(month: MonthProblem) -> Problem:
    """The dossier as the planner reads it; a pin that breaks a rule is told by name."""
    if broken := pins_broken(read_unvetted(month)):
        raise PlanningError([*broken_in_words(month, [broken]), "Lượt này đang được ghim, xin bỏ ghim rồi làm lại."])
    return read_problem(month.dossier)


def violations(month: MonthProblem, pairs: Iterable[Pair]) -> list[Violation]:
    return broken_rules(read_unvetted(month), list(pairs))


def refuse_moved_meetings(plan: Plan, month: MonthProblem) -> None:
    if moved := moved_meetings(plan.problem, month):
        raise PlanningError(moved)


def as_it_stands(plan: Plan, content: Content) -> tuple[MonthProblem, Content]:
    """The month now, and the draft without those who take no part in it any more: who else is gone may be taken out."""
    month = month_problem(plan.period, content.asked)
    known = content.with_seats({pair: keep for pair, keep in content.seats.items() if month.knows(pair)})
    return month.asked_for(known.asked), known


def breaches_of(month: MonthProblem, content: Content) -> Breaches:
    """How far the rules are broken by a draft as it stands."""
    return breaches(read_unvetted(month), content.seats)


def refuse_broken_rules(month: MonthProblem, pairs: Iterable[Pair]) -> None:
    if broken := violations(month, pairs):
        raise PlanningError(broken_in_words(month, broken))


def refuse_unknown_seats(pairs: Iterable[Pair], month: MonthProblem) -> None:
    for meeting, delegate in pairs:
        if meeting not in month.meeting_of:
            raise PlanningError("Hội nghị này không còn trong lịch đăng ký của tháng.")
        if delegate not in month.delegate_of:
            name = Delegate.objects.get(pk=delegate).full_name
            raise PlanningError(f"Đồng chí {name} không tham gia phân công trong tháng này.")


# Words and goals of a draft that no solve made


def as_it_is(
    month: MonthProblem, content: Content, *, stood: Breaches | None = None, plan: Plan | None = None
) -> dict[str, Any]:
    """The result of a plan made by hand: its goals as they are, proven only where they were and still hold.

    `stood`: what was broken before. It may stay so; where nothing was, nothing may be.
    `plan`: as it was before the change.
    """
    problem = read_unvetted(month) if stood else problem_of(month)
    pairs = problem.in_order(content.seats)
    if not stood or breaches(problem, pairs) - stood:
        refuse_broken_rules(month, pairs)
    is_best = plan is not None and _stays_best(plan, month, pairs)
    goals = zip(GOALS, goal_vector(problem, pairs), strict=True)
    result = SolvedPlan(
        period=problem.period,
        problem_sha256=problem.sha256,
        status="optimal" if is_best else "time_limit",
        seats=tuple(
            _seat_as_kept(told, content.seats[told.meeting, told.delegate])
            for told in explain_seats(problem, pairs, is_best=is_best)
        ),
        empty=_gaps_left_by_hand(problem, pairs),
        goals=tuple(
            GoalResult(goal=goal, value=value, proven=is_best, bound=value if is_best else 0, seconds=0.0)
            for goal, value in goals
            if goal != "changed" or problem.published is not None
        ),
        warnings=pin_warnings(problem),
    )
    return plan_to_dict(result)


def _stays_best(plan: Plan, month: MonthProblem, pairs: Iterable[Pair]) -> bool:
    """Pinning who sits there, or shutting a place to who does not, only narrows the choice: what was best still is."""
    if plan.result.get("status") != "optimal":
        return False
    before, after = plan.problem, month.dossier
    decided = ("pinned", "forbidden")
    return (
        {(seat["meeting"], seat["delegate"]) for seat in plan.result["seats"]} == set(pairs)
        and all(set(map(tuple, before[rows])) <= set(map(tuple, after[rows])) for rows in decided)
        and {key: before[key] for key in before if key not in decided}
        == {key: after[key] for key in after if key not in decided}
    )


def _gaps_left_by_hand(problem: Problem, pairs: list[Pair]) -> tuple[EmptySeats, ...]:
    """Where somebody could still sit, no search has failed: the place was left open by hand."""
    situation = Situation(problem, pairs)

    def reason(gap: EmptySeats) -> str:
        meeting = problem.meeting_by_id[gap.meeting]
        has_someone = any(situation.obstacle(meeting, delegate) is None for delegate in problem.delegates)
        return "Để trống khi sửa tay; vẫn còn người dự được." if has_someone else gap.because

    return tuple(replace(gap, because=reason(gap)) for gap in explain_gaps(problem, pairs))


def _seat_as_kept(told: PlannedSeat, keep: Keep) -> PlannedSeat:
    """Of what a person decided, what was said then; of all others, what is true of the plan as it is now."""
    if not keep.pinned and not keep.by_hand:
        return told
    instead_of = str(keep.instead_of) if keep.instead_of and not keep.pinned else None
    return replace(
        told,
        because=keep.because or KEPT,
        instead_of=instead_of if instead_of != told.delegate else None,
    )


# Keeping it


def save_draft(
    plan: Plan,
    content: Content,
    month: MonthProblem,
    result: dict[str, Any],
    *,
    what: str,
    by: User,
    at: datetime.datetime,
    goes_back_to: PlanStep | None = None,
    stood: Breaches | None = None,
) -> Plan:
    """Writes the plan, its rows and the step; `plan` is locked, or new. `stood` as with `as_it_is`."""
    refuse_broken_plan(month.dossier, result, before=check(month.dossier, plan.result) if stood else ())
    _write_where_it_began(plan)
    plan.problem, plan.result = month.dossier, result
    note_edit(plan, what, by=by, at=at)
    plan.save()
    write_content(plan, content, result["seats"])
    PlanStep.objects.create(
        plan=plan,
        edit=plan.edit,
        what=plan.edited_what,
        by=by,
        at=at,
        state=_state(plan),
        goes_back_to=goes_back_to,
    )
    return plan


def _write_where_it_began(plan: Plan) -> None:
    """A draft from before steps were kept: the first change has something to be taken back to."""
    if plan.pk is None or plan.steps.exists():
        return
    what = plan.edited_what or "lập dự thảo"
    PlanStep.objects.create(plan=plan, edit=plan.edit, what=what, by=plan.made_by, at=plan.made_at, state=_state(plan))


def _state(plan: Plan) -> dict[str, Any]:
    """Read back from the rows: what is brought back later is what was there. The rest of the dossier is made anew
    when going back, and must then still be the same for the goals to count as proven."""
    return content_to_dict(content_of(plan)) | {"meetings": plan.problem.get("meetings", []), "result": plan.result}
