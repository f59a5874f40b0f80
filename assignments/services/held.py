"""Conferences whose day has come: a version to replace another leaves them as the notice in force has them."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils import timezone

from accounts.models import User
from assignments.models import Plan, Rule
from assignments.planner.problem import Pair
from assignments.problem import MonthProblem, PlanningError
from units.models import Meeting, Period

from .content import Content, Decision, Keep, content_of
from .drafting import the_same_with, violations

TOO_LATE = "Hội nghị đã đến giờ họp, không đổi người dự được nữa."
HELD_ALREADY = "Hội nghị đã đến ngày họp: giữ nguyên theo thông báo đã công bố."
NOT_FILLED = "hội nghị đã đến ngày họp, không xếp thêm"


def with_what_was_held(
    content: Content,
    month: MonthProblem,
    published: Plan,
    *,
    told: Content,
    drafted: Content,
    by: User,
    at: datetime.datetime,
) -> Content:
    """`content` is what a solve is to keep to; `told` what the notice in force says, `drafted` the version in work.

    Where a person put somebody else into the version in work, that conference stays as it is there. Nobody is added to
    what is over, and a rule that it breaks by now (a busy day told afterwards) speaks not against it: it has happened.
    """
    held: dict[Pair, Keep] = {}
    left = dict(content.left_empty)
    for meeting in _held(month, published, told, on=timezone.localtime(at).date()):
        key = str(meeting.pk)
        sat = _sat(key, content, told, drafted)
        held |= sat
        left.pop(key, None)
        if (gap := meeting.seats - len(sat)) > 0:
            left[key] = _not_filled(content.left_empty.get(key), gap, by=by, at=at)
    content = replace(content, seats=held | content.seats, left_empty=left)
    return _let_off(content, month, held)


def refuse_change_of_held(plan: Plan, before: Content, after: Content, *, at: datetime.datetime) -> None:
    """Once a conference has begun, a version to replace the notice may only come back to what the notice says of it."""
    changed = before.seats.keys() ^ after.seats.keys()
    told = told_of_begun(plan, {int(meeting) for meeting, _ in changed}, at=at)
    if any(pair[0] in told and (pair in after.seats) != (pair[1] in told[pair[0]]) for pair in changed):
        raise PlanningError(TOO_LATE)


def told_of_begun(plan: Plan, meetings: Iterable[int], *, at: datetime.datetime) -> dict[str, set[str]]:
    """Of these meetings those that have begun and that the notice in force knew → whom it names."""
    if plan.problem.get("published") is None:
        return {}
    begun = {str(one.pk) for one in Meeting.objects.filter(pk__in=meetings, starts_at__lte=at)}
    if not begun or (published := plan_in_force(plan.period)) is None:
        return {}
    seats = content_of(published).seats
    known = begun & {row["id"] for row in published.problem.get("meetings", [])}
    return {meeting: {delegate for at_meeting, delegate in seats if at_meeting == meeting} for meeting in known}


def stands_as_held(plan: Plan, meeting: Any, content: Content, *, at: datetime.datetime) -> bool:
    """Nothing of it is left to be changed by hand."""
    if meeting.starts_at > at:
        return False
    key = str(meeting.pk)
    told = told_of_begun(plan, [meeting.pk], at=at)
    return key in told and told[key] == {delegate for at_meeting, delegate in content.seats if at_meeting == key}


def plan_in_force(period: Period) -> Plan | None:
    plan: Plan | None = Plan.objects.in_period(period).published().first()
    return plan


def _held(month: MonthProblem, published: Plan, told: Content, *, on: datetime.date) -> Iterator[Any]:
    known = {row["id"] for row in published.problem.get("meetings", [])} | {meeting for meeting, _ in told.seats}
    return (one for one in month.meetings if one.held_day <= on and str(one.pk) in known)


def _sat(meeting: str, content: Content, told: Content, drafted: Content) -> dict[Pair, Keep]:
    def there(seats: dict[Pair, Keep]) -> dict[Pair, Keep]:
        return {pair: keep for pair, keep in seats.items() if pair[0] == meeting}

    pinned, by_notice = there(content.seats), there(told.seats)
    if pinned.keys() <= by_notice.keys():
        kept_away = content.forbidden.keys() - pinned.keys()
        return {
            pair: pinned.get(pair) or replace(keep, pinned=True, by_hand=False, because=HELD_ALREADY, instead_of=None)
            for pair, keep in by_notice.items()
            if pair not in kept_away or Rule.BARRED in keep.overridden
        }
    return {pair: pinned.get(pair) or replace(keep, pinned=True) for pair, keep in there(drafted.seats).items()}


def _not_filled(left: Decision | None, gap: int, *, by: User, at: datetime.datetime) -> Decision:
    if left is None:
        return Decision(reason=NOT_FILLED, by_id=by.pk, at=at, seats=gap)
    if left.seats == gap:
        return left
    reason = left.reason if left.reason.endswith(NOT_FILLED) else f"{left.reason}; {NOT_FILLED}"
    return replace(left, seats=gap, reason=reason[:300])


def _let_off(content: Content, month: MonthProblem, held: Iterable[Pair]) -> Content:
    """Of what a rule breaks among these and other pins, the others are at fault."""
    while True:
        order = [*held, *(pair for pair in content.seats if pair not in set(held))]
        broken = {
            (one.rule, pair)
            for one in violations(the_same_with(month, content), order)
            if one.delegate and (pair := (one.meeting, one.delegate)) in held and one.rule in Rule.values
        }
        seats = dict(content.seats)
        for rule, pair in sorted(broken):
            if rule not in seats[pair].overridden:
                seats[pair] = _without_rule(seats[pair], rule)
        if seats == content.seats:
            return content
        content = content.with_seats(seats)


def _without_rule(keep: Keep, rule: str) -> Keep:
    return replace(keep, overridden=(*keep.overridden, rule), override_reason=keep.override_reason or HELD_ALREADY)
