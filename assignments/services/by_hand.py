"""A draft changed by hand: weighed first, kept when a person says so. A rule may give way only where the policy lets
it, for who is put in, and with a reason that stands in the record."""

import datetime
from dataclasses import dataclass, replace

from django.db import transaction

from accounts.models import User
from assignments.models import Delegate, Plan, Rule, Seat
from assignments.planner.goals import GOALS, goal_vector
from assignments.planner.problem import Pair
from assignments.planner.rules import Violation
from assignments.problem import MonthProblem, PlanningError
from units.models import Meeting

from .acts import Act, Change, change_seat, set_pin
from .content import Content, content_of
from .drafting import (
    Breaches,
    as_it_is,
    as_it_stands,
    breaches_of,
    refuse_moved_meetings,
    save_draft,
    the_same_with,
    violations,
)
from .held import refuse_change_of_held
from .state import broken_in_words, locked, read_unvetted, refuse_old_edit, refuse_unless_draft


class ReasonMissingError(PlanningError):
    """It may be done once somebody says why."""


@dataclass(frozen=True, kw_only=True)
class GoalChange:
    goal: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """What an act would cost, before anybody decides."""

    what: str
    goals: list[GoalChange]
    broken: list[str]
    """The rules that it breaks, in words."""
    waivable: tuple[str, ...]
    """Of these, where every one may give way for a reason: their names; else empty."""
    standing: list[str]
    """What is broken already and stays so, in words: no reason against an act that makes nothing worse."""

    @property
    def is_allowed(self) -> bool:
        return not self.broken or bool(self.waivable)

    @property
    def first_difference(self) -> GoalChange | None:
        """The goals stand in strict order: the first that differs decides which plan is the better one."""
        return next((goal for goal in self.goals if goal.before != goal.after), None)


def weigh(plan: Plan, act: Act, *, edit: int, by: User, at: datetime.datetime) -> Weighing | None:
    """Changes nothing. None where the draft is as asked for already; refuses what could not be kept at all."""
    refuse_unless_draft(plan)
    content = content_of(plan)
    if (change := act(content, by, at)) is None:
        return None
    refuse_old_edit(plan, edit)
    refuse_change_of_held(plan, content, change.content, at=at)
    before, content = as_it_stands(plan, content)
    refuse_moved_meetings(plan, before)
    change = _with_those_gone(before, change)
    settled = _settle(before, content, change)
    return Weighing(
        what=change.what,
        goals=_goal_changes(before, content, settled.month, change.content),
        broken=settled.broken,
        waivable=settled.waivable,
        standing=settled.standing,
    )


@transaction.atomic
def change_draft(
    plan: Plan, act: Act, *, edit: int, by: User, at: datetime.datetime, override_reason: str = ""
) -> Plan:
    """Does it, once; what it would cost is `weigh`'s to say."""
    plan = locked(plan)
    refuse_unless_draft(plan)
    content = content_of(plan)
    if (change := act(content, by, at)) is None:
        return plan
    refuse_old_edit(plan, edit)
    refuse_change_of_held(plan, content, change.content, at=at)
    month, content = as_it_stands(plan, content)
    refuse_moved_meetings(plan, month)
    change = _with_those_gone(month, change)
    if change.lacks:
        raise ReasonMissingError(change.lacks)
    settled = _settle(month, content, change)
    what = change.what
    content, month = change.content, settled.month
    if settled.broken:
        reason = override_reason.strip()
        if not (settled.waivable and change.into):
            raise PlanningError(settled.broken)
        if not reason:
            raise ReasonMissingError([*settled.broken, "Ghi lý do làm khác quy tắc; lý do được ghi vào hồ sơ."])
        content = _with_override(content, change.into, settled.waivable, reason)
        month = the_same_with(month, content)
        what = f"{what}, khác quy tắc {', '.join(settled.waivable)} (lý do: {reason})"
    result = as_it_is(month, content, stood=settled.stood, plan=plan)
    return save_draft(plan, content, month, result, what=what, by=by, at=at, stood=settled.stood)


def seat_change(
    plan: Plan,
    *,
    edit: int,
    meeting: Meeting,
    remove: Delegate | None,
    add: Delegate | None,
    by: User,
    at: datetime.datetime,
    override_reason: str = "",
) -> Plan:
    act = change_seat(meeting, remove=remove, add=add)
    return change_draft(plan, act, edit=edit, by=by, at=at, override_reason=override_reason)


def pin_seat(plan: Plan, *, edit: int, seat: Seat, by: User, at: datetime.datetime) -> Plan:
    return change_draft(plan, set_pin(seat.meeting, seat.delegate, pinned=True), edit=edit, by=by, at=at)


def unpin_seat(plan: Plan, *, edit: int, seat: Seat, by: User, at: datetime.datetime) -> Plan:
    return change_draft(plan, set_pin(seat.meeting, seat.delegate, pinned=False), edit=edit, by=by, at=at)


def _with_those_gone(month: MonthProblem, change: Change) -> Change:
    """Who takes no part any more goes along with whatever is done: with them nothing can be weighed or kept."""
    gone = [pair for pair in change.content.seats if not month.knows(pair) and pair != change.into]
    if not gone:
        return change
    people = Delegate.objects.filter(pk__in={int(delegate) for _, delegate in gone}).values_list("full_name", flat=True)
    seats = {pair: keep for pair, keep in change.content.seats.items() if pair not in gone}
    what = f"{change.what}, cùng lúc rút {', '.join(people)} (không còn tham gia)"
    return replace(change, content=change.content.with_seats(seats), what=what)


# What a change breaks, and whether it may


@dataclass(frozen=True, kw_only=True)
class _Settled:
    month: MonthProblem
    stood: Breaches
    broken: list[str]
    waivable: tuple[str, ...]
    standing: list[str]


def _settle(before: MonthProblem, old: Content, change: Change) -> _Settled:
    """Only what the act makes worse speaks against it: a rule broken elsewhere is no reason to keep it so."""
    month, stood = the_same_with(before, change.content), breaches_of(before, old)
    loose = _loosely(change)
    asked = the_same_with(month, loose)
    worse, now = breaches_of(asked, loose) - stood, violations(asked, loose.seats)
    known = violations(before, old.seats) if stood else []
    broken = [one for one in now if one not in known] or now if worse else []
    waivable = _waivable(month, change, change.into, broken, stood) if broken and change.into else ()
    return _Settled(
        month=month,
        stood=stood,
        broken=broken_in_words(month, broken),
        waivable=waivable,
        standing=broken_in_words(month, (one for one in now if one not in broken)),
    )


def _loosely(change: Change) -> Content:
    """A pin is exempt from R8; a new choice is not, so the rules are asked before it is pinned."""
    content = change.content
    if not change.into:
        return content
    return content.with_seats(content.seats | {change.into: replace(content.seats[change.into], pinned=False)})


def _waivable(
    month: MonthProblem, change: Change, into: Pair, broken: list[Violation], stood: Breaches
) -> tuple[str, ...]:
    """The rules to let the new seat off; empty where one of them may not give way, or giving way does not help."""
    rules = tuple(sorted({one.rule for one in broken}))
    if not set(rules) <= set(month.policy.may_override) & set(Rule.values):
        return ()
    trial = _with_override(change.content, into, rules, "thử")
    return () if breaches_of(the_same_with(month, trial), trial) - stood else rules


def _with_override(content: Content, into: Pair, rules: tuple[str, ...], reason: str) -> Content:
    keep = content.seats[into]
    because = keep.because.replace("không trái quy tắc nào", f"khác quy tắc {', '.join(rules)}, lý do: {reason}")
    let_off = replace(keep, because=because, overridden=rules, override_reason=reason)
    return content.with_seats(content.seats | {into: let_off})


def _goal_changes(before: MonthProblem, old: Content, after: MonthProblem, new: Content) -> list[GoalChange]:
    was, becomes = (
        goal_vector(problem, problem.in_order(content.seats))
        for problem, content in ((read_unvetted(before), old), (read_unvetted(after), new))
    )
    return [
        GoalChange(goal=goal, before=one, after=other)
        for goal, one, other in zip(GOALS, was, becomes, strict=True)
        if goal != "changed" or before.dossier["published"] is not None
    ]
