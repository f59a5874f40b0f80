"""Ways out of a gap are tried: what is told of the goals afterwards is what brute force finds in the changed month."""

from datetime import date

import pytest
from hypothesis import assume, event, given, settings

from assignments.dossier import problem_to_dict
from assignments.planner import solve
from assignments.planner.conflicts import lacks_rank
from assignments.planner.goals import goal_vector
from assignments.planner.rules import Situation
from assignments.planner.ways_out import Change, Kind, changed, dedicated, find_ways_out
from tests.assignments.test_explaining import read_or_none
from tests.assignments.test_planner import dossiers, every_legal_plan
from tests.assignments.test_planner_rules import delegate, meeting, problem

DAYS = [date(2026, 11, day) for day in (10, 11, 12)]


def best_of(month):
    """By brute force; None when the pins break a rule."""
    return min((goal_vector(month, seats) for seats in every_legal_plan(problem_to_dict(month))), default=None)


def every_change(month, gap):
    yield from (Change(kind=Kind.MOVE, day=day) for day in DAYS if day != gap.on)
    yield from (Change(kind=Kind.LIMIT, delegate=person.id) for person in month.delegates)
    yield from (
        Change(kind=Kind.FREE_DAY, delegate=person.id, day=gap.on)
        for person in month.delegates
        if person.is_away_on(gap.on)
    )
    yield from (Change(kind=Kind.TIER, tier=tier) for tier in range(gap.tier_required + 1, 4))


@settings(max_examples=100, deadline=None)
@given(dossiers())
def test_every_way_told_costs_what_brute_force_finds_and_none_that_helps_is_left_out(dossier):
    month = read_or_none(dossier)
    assume(month is not None)
    pairs = solve(month).pairs
    now = goal_vector(month, pairs)
    situation = Situation(month, pairs)

    for gap in month.meetings:
        full = len(situation.seated[gap.id]) == gap.seats
        if not gap.seats or (full and not lacks_rank(situation, gap)):
            continue
        told = find_ways_out(month, pairs, gap.id, days=DAYS, is_best=True, seconds=60)
        outcomes = [(way.change.kind is Kind.TIER, way.after) for way in told.ways]
        assert outcomes == sorted(outcomes)
        for way in told.ways:
            event(way.change.kind.value)
            assert way.before == now
            month_then = changed(month, gap.id, way.change)
            best = best_of(dedicated(month_then, situation, gap))
            assert way.after < now
            lowest = lowest_where_it_alone_gains(month_then, gap, situation)
            assert lowest is None or way.after[:2] <= lowest[:2]
            if not any(other_gaps(month, situation, gap)):
                assert way.after == best
            assert way.fills > 0 or way.meets_rank
            pairs_then = solve(month_then).pairs
            sits = {key for place, key in pairs_then if place == gap.id}
            event("stays" if way.stays else "goes elsewhere")
            if way.stays:
                assert (goal_vector(month_then, pairs_then), sits) == (way.after, set(way.sits))
            else:
                assert goal_vector(month_then, pairs_then) <= way.after
                assert sits != set(way.sits)
        shares_agencies = len({person.agency for person in month.delegates}) < len(month.delegates)
        if told.untried or month.waived or month.policy.max_per_day > 1 or shares_agencies:
            continue  # there the necessary test is stricter than the rules (see conflicts)
        ways = {way.change for way in told.ways}
        for change in every_change(month, gap):
            lowest = lowest_where_it_alone_gains(changed(month, gap.id, change), gap, situation)
            if lowest is not None and lowest[:2] < now[:2]:
                assert change in ways


def lowest_where_it_alone_gains(month, gap, situation):
    """By brute force: the lowest goals among plans in which this meeting gains a seat or its rank, and no other
    does."""
    best = None
    others = [meeting for meeting in month.meetings if meeting.id != gap.id]
    for seats in every_legal_plan(problem_to_dict(month)):
        then = Situation(month, seats)
        if gains(then, month.meeting_by_id[gap.id], situation, gap) and not any(
            len(then.seated[other.id]) > len(situation.seated[other.id])
            or (lacks_rank(situation, other) and not lacks_rank(then, other))
            for other in others
        ):
            goals = goal_vector(month, seats)
            best = goals if best is None or goals < best else best
    return best


def gains(then, meeting_then, situation, gap):
    more = len(then.seated[gap.id]) > len(situation.seated[gap.id])
    if lacks_rank(situation, gap):
        return more or not lacks_rank(then, meeting_then)
    return more and not lacks_rank(then, meeting_then)


def other_gaps(month, situation, gap):
    for other in month.meetings:
        if other.id != gap.id:
            yield lacks_rank(situation, other) or len(situation.seated[other.id]) < other.seats


AWAY = [["2026-11-09", "2026-11-11"]]


def test_the_four_ways_out_of_an_unmet_rank_the_best_outcome_first():
    month = problem(
        [meeting("m", tier_required=1), meeting("other", day="12", tier_required=1)],
        [
            delegate("away", tier=1, unavailable=AWAY),
            delegate("spent", tier=1, max_seats=1),
            delegate("second", tier=2, past_seats=3),
        ],
        forbidden=[["other", "away"]],
        pinned=[["other", "spent"]],
    )
    pairs = solve(month).pairs

    told = find_ways_out(month, pairs, "m", days=[date(2026, 11, 12), date(2026, 11, 13)], is_best=True)

    assert {(way.change.kind, way.change.day, way.change.delegate, way.change.tier) for way in told.ways} == {
        (Kind.MOVE, date(2026, 11, 12), "", 0),
        (Kind.MOVE, date(2026, 11, 13), "", 0),
        (Kind.FREE_DAY, date(2026, 11, 10), "away", 0),
        (Kind.LIMIT, None, "spent", 0),
        (Kind.TIER, None, "", 2),
        (Kind.TIER, None, "", 3),
    }
    assert told.ways[0].after < told.ways[3].after
    assert {way.change.kind for way in told.ways[4:]} == {Kind.TIER}
    assert all(way.meets_rank and way.is_proven for way in told.ways)
    assert told.ways[0].sits == ("away",)
    assert told.untried == 0


def test_a_day_freed_is_that_day_only():
    month = problem([meeting("m")], [delegate("d", unavailable=AWAY)])

    freed = changed(month, "m", Change(kind=Kind.FREE_DAY, delegate="d", day=date(2026, 11, 10)))

    assert freed.delegates[0].unavailable == (
        (date(2026, 11, 9), date(2026, 11, 9)),
        (date(2026, 11, 11), date(2026, 11, 11)),
    )


def test_what_does_not_help_is_not_shown():
    barred = problem([meeting("m", unit="u")], [delegate("d", barred_units=["u"], max_seats=0, unavailable=AWAY)])

    assert find_ways_out(barred, [], "m", days=DAYS, is_best=True).ways == ()


@pytest.mark.parametrize("people", [[], [delegate("d", barred_units=["unit of m"])]])
def test_without_anybody_who_may_come_only_the_rank_can_be_lowered_and_that_does_not_help(people):
    month = problem([meeting("m", seats=9)], people)

    assert find_ways_out(month, [], "m", days=DAYS, is_best=True).ways == ()


def test_of_a_plan_changed_by_hand_solving_again_may_be_all_it_takes():
    month = problem([meeting("m")], [delegate("d")])

    told = find_ways_out(month, [], "m", days=DAYS, is_best=False)

    assert told.again == (0, 0, 0, 1, 0, 0)
    assert told.ways == ()


def test_pins_that_the_move_would_break_are_no_way_out():
    month = problem(
        [meeting("m", seats=2)],
        [delegate("pinned", unavailable=[["2026-11-12", "2026-11-12"]]), delegate("d", unavailable=AWAY)],
        pinned=[["m", "pinned"]],
    )

    told = find_ways_out(month, [("m", "pinned")], "m", days=[date(2026, 11, 12)], is_best=True)

    assert [way.change.kind for way in told.ways] == [Kind.FREE_DAY]


def test_no_time_still_tries_one_and_says_how_many_are_left():
    people = [delegate(f"d{number}", max_seats=0) for number in range(5)]
    month = problem([meeting("m")], people)

    told = find_ways_out(month, [], "m", days=[], is_best=True, seconds=0)
    rest = find_ways_out(month, [], "m", days=[], is_best=True, skip=told.tried)

    assert (told.tried, told.untried) == (1, 4)
    assert (rest.tried, rest.untried) == (4, 0)


def test_what_is_gained_goes_to_the_meeting_that_was_asked_about():
    """Two gaps, one more seat to give: the other meeting would take it, as its unit was not visited for longer."""
    month = problem(
        [meeting("m1", unit="u1"), meeting("m2", day="11", unit="u2")],
        [delegate("d", max_seats=0)],
        past=[{"delegate": "d", "unit": "u1", "period": "2026-02"}],
    )

    told = find_ways_out(month, [], "m1", days=[], is_best=True)

    assert [(way.change, way.fills) for way in told.ways] == [(Change(kind=Kind.LIMIT, delegate="d"), 1)]
    assert told.ways[0].after == (0, 1, 0, 1, 6, 0)
    assert not told.ways[0].stays
    assert [way.stays for way in find_ways_out(month, [], "m2", days=[], is_best=True).ways] == [True]
