"""What a unit that chooses its day is told of delegates: yes or no for a day, in two queries."""

import datetime

import pytest

from assignments.free_days import free_delegate_days
from assignments.models import Policy, Unavailability
from tests import world
from units.calendar import PUBLIC
from units.doors import doors
from units.models import Tier
from units.reports import day_facts, day_warnings, ranks_needed

ON = datetime.date(2026, 11, 2)
TENTH, TWELFTH = datetime.date(2026, 11, 10), datetime.date(2026, 11, 12)


def ranks(rank, *days):
    return dict.fromkeys(days or (TENTH, TWELFTH), rank)


def away(delegate, day):
    Unavailability.objects.create(delegate=delegate, from_on=day, to_on=day)


def test_a_day_is_free_when_a_delegate_of_the_rank_is_not_away(period, unit, delegate, other_delegate):
    away(delegate, TENTH)  # of rank 2; the other is a specialist
    assert free_delegate_days(period, unit, ranks(2)) == {TWELFTH}
    assert free_delegate_days(period, unit, ranks(3)) == {TENTH, TWELFTH}
    assert free_delegate_days(period, unit, ranks(1)) == frozenset()


def test_who_is_barred_from_the_unit_or_takes_part_no_longer_is_not_free(period, unit, other_unit, delegate):
    delegate.barred_units.add(unit)
    assert free_delegate_days(period, unit, ranks(2)) == frozenset()
    assert free_delegate_days(period, other_unit, ranks(2)) == {TENTH, TWELFTH}
    delegate.active_to = TENTH
    delegate.save()
    assert free_delegate_days(period, other_unit, ranks(2)) == {TENTH}


@pytest.mark.parametrize(("per_day", "free"), [(1, {TWELFTH}), (2, {TENTH, TWELFTH})])
def test_a_published_seat_takes_the_day_up_to_what_the_rules_allow(
    per_day, free, period, unit, meeting, delegate, other_delegate, request
):
    Policy.objects.update(max_per_day=per_day)
    request.getfixturevalue("notice")  # from now on the policy is frozen
    assert free_delegate_days(period, world.make_unit("Cốc San"), ranks(3)) == free


def test_units_that_wait_for_the_plan_come_first(period, unit, delegate, other_delegate, office):
    other = world.make_unit("Cốc San")
    world.make_meeting(period, other, day=10, by=office)  # asks for two delegates; there are two
    assert free_delegate_days(period, unit, ranks(3)) == {TWELFTH}
    # It asks for no rank, so it does not take the office holder.
    assert free_delegate_days(period, unit, ranks(2)) == {TENTH, TWELFTH}
    world.make_concern(other, by=office, tier_asked=2)
    assert free_delegate_days(period, unit, ranks(2)) == {TWELFTH}
    # Its own conference does not stand in a unit's way.
    assert free_delegate_days(period, other, ranks(3)) == {TENTH, TWELFTH}


def test_ninety_nine_units_on_one_day_leave_nobody(period, unit, delegate, office):
    for number in range(99):
        world.make_meeting(period, world.make_unit(f"Xã {number}", teams=0), day=10, by=office)
    assert free_delegate_days(period, unit, ranks(3)) == {TWELFTH}
    assert free_delegate_days(period, unit, ranks(2)) == {TENTH, TWELFTH}


def test_nothing_is_said_where_no_delegate_is_on_the_list(period, unit):
    assert free_delegate_days(period, unit, ranks(3)) is None
    facts = day_facts(period, unit, calendar=PUBLIC, on=ON)
    assert facts.has_delegate(TENTH) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_month_costs_two_queries(period, unit, agency, rows, office, django_assert_num_queries):
    for number in range(rows):
        delegate = world.make_delegate(agency, f"Người {number}")
        away(delegate, TENTH)
        world.make_meeting(period, world.make_unit(f"Xã {number}"), by=office)
    with django_assert_num_queries(2):
        free_delegate_days(period, unit, ranks(3))


def test_the_rank_needed_is_that_of_the_most_senior_concern_open_on_the_day(period, unit, office):
    world.make_concern(unit, "Một", by=office, tier_asked=2, expires_on=datetime.date(2026, 11, 11))
    world.make_concern(unit, "Hai", by=office, tier_asked=1, opened_on=TENTH, closed_on=datetime.date(2026, 11, 11))
    needed = ranks_needed(period, unit)
    assert [needed[datetime.date(2026, 11, day)] for day in (9, 10, 11, 12)] == [2, 1, 2, Tier.SPECIALIST]
    assert len(needed) == 30


def test_the_day_is_warned_of_and_no_reason_is_told(period, unit, delegate, office):
    world.make_concern(unit, "Giải phóng mặt bằng", by=office, tier_asked=1)
    facts = day_facts(period, unit, calendar=PUBLIC, on=ON)
    (warning,) = day_warnings(period, TWELFTH, facts)
    assert warning == "Ngày 12/11/2026 hiện không còn đại biểu phù hợp; chọn ngày khác thì dễ bố trí hơn."
    # Of a day gone by nothing is said.
    assert facts.has_delegate(datetime.date(2026, 11, 1)) is None


def test_the_door_is_filled_by_this_room():
    assert doors.free_delegate_days is free_delegate_days
