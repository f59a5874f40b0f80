"""A seat of the plan in force is given to somebody else: in the month's version in work, which is made if need be."""

import datetime
from dataclasses import replace

from django.db import transaction

from accounts.models import User
from assignments.models import Delegate, Plan
from assignments.problem import PlanningError
from units.models import Meeting, Period

from .content import Content, Decision, Keep, content_of
from .drafting import refuse_broken_rules, save_draft
from .held import TOO_LATE
from .planning import (
    locked_period,
    month_to_solve,
    new_plan,
    plan_in_work,
    replacement_begins_with,
    solved,
    to_solve_again,
)
from .state import locked, refuse_unless_draft


@transaction.atomic
def substitute(
    period: Period, *, meeting: Meeting, leaving: Delegate, coming: Delegate, by: User, at: datetime.datetime
) -> Plan:
    """`coming` sits where `leaving` sat, pinned; all else changes as little as the rules allow."""
    period = locked_period(period)
    if at >= meeting.starts_at:
        raise PlanningError(TOO_LATE)
    out, into = (str(meeting.pk), str(leaving.pk)), (str(meeting.pk), str(coming.pk))
    plan = plan_in_work(period)
    if plan is None:
        plan = new_plan(period, by=by, at=at)
        content = replacement_begins_with(period, by=by, at=at)
    else:
        plan = locked(plan)
        refuse_unless_draft(plan)
        content = content_of(plan)
        if into in content.seats and out not in content.seats:
            return plan  # a double click: it is as asked for
        content = to_solve_again(plan, by=by, at=at)
    if into in content.forbidden:
        raise PlanningError(
            f"Đồng chí {coming.full_name} đã được loại khỏi hội nghị này; cho xếp lại thì mới chọn được."
        )
    content = _swapped(content, out, into, leaving, by=by, at=at)
    # Pinned, a seat is exempt from R8; a new choice is not, so the rules are asked before it is pinned.
    loose = content.with_seats(content.seats | {into: replace(content.seats[into], pinned=False)})
    refuse_broken_rules(month_to_solve(period, loose), loose.seats)
    month = month_to_solve(period, content)
    what = f"chọn đồng chí {coming.full_name} dự thay đồng chí {leaving.full_name} tại {meeting.unit.name_in_text}"
    return save_draft(plan, content, month, solved(month), what=what, by=by, at=at)


def _swapped(
    content: Content, out: tuple[str, str], into: tuple[str, str], leaving: Delegate, *, by: User, at: datetime.datetime
) -> Content:
    """Who leaves is kept away too: else the solve would keep them, whom it knows nothing against."""
    seats = {pair: keep for pair, keep in content.seats.items() if pair != out}
    because = f"Dự thay đồng chí {leaving.full_name}, do {by.full_name} chọn; không trái quy tắc nào."
    seats[into] = Keep(pinned=True, by_hand=True, because=because)
    decision = Decision(reason="Đã chọn người dự thay", by_id=by.pk, at=at)
    return replace(content, seats=seats, forbidden={out: decision} | content.forbidden)
