"""Why a gap stays: the rules named do collide, and any single one of them lifted, they no longer do."""

from datetime import date
from itertools import combinations

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from assignments.planner import conflicts, solve
from assignments.planner.clashes import Clash
from assignments.planner.conflicts import find_conflicts
from assignments.planner.goals import goal_vector
from tests.assignments.test_explaining import read_or_none
from tests.assignments.test_planner import dossiers, every_legal_plan
from tests.assignments.test_planner_rules import delegate, meeting, problem


def could_be_done(month, held, conflict, rules):
    """What is asked of the gap, under these rules alone: written as a program of its own, all at once."""
    model = cp_model.CpModel()
    sits = {(m.id, d.id): model.new_bool_var(f"{m.id} {d.id}") for m in month.meetings for d in month.delegates}
    for m in month.meetings:
        here = [sits[m.id, d.id] for d in month.delegates]
        seniors = [sits[m.id, d.id] for d in month.delegates if d.tier <= m.tier_required]
        seated = [month.delegate_by_id[d] for place, d in held if place == m.id]
        is_gap = m.id == conflict.meeting
        model.add(sum(here) <= m.seats)
        if not conflict.is_rank:
            model.add(sum(here) >= len(seated) + is_gap)
        if m.tier_required < 3 and (any(d.tier <= m.tier_required for d in seated) or (is_gap and conflict.is_rank)):
            model.add(sum(seniors) >= 1)
    for clash in rules:
        apply(model, month, sits, clash)
    return cp_model.CpSolver().solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def apply(model, month, sits, clash):
    def bound(rule, pair):
        return (rule, pair) not in month.waived

    own = [(m, sits[m.id, clash.delegate]) for m in month.meetings] if clash.delegate else []
    counted = [(m, seat) for m, seat in own if bound(clash.rule, (m.id, clash.delegate))]
    match clash.rule:
        case "R2":
            model.add(sum(seat for m, seat in counted if m.on == clash.day) == 0)
        case "R3":
            model.add(sum(seat for m, seat in counted if m.on == clash.day) <= month.policy.max_per_day)
            for (one, first), (other, second) in combinations(own, 2):
                if one.overlaps(other) and clash.day in (one.on, other.on):
                    model.add(first + second <= 1)
        case "R4":
            model.add(sum(seat for _, seat in counted) <= month.delegate_by_id[clash.delegate].max_seats)
        case "R5" | "R8":
            pinned = month.pinned if clash.rule == "R8" else ()
            model.add(
                sum(
                    seat
                    for m, seat in counted
                    if (m.id == clash.meeting or m.unit == clash.unit) and (m.id, clash.delegate) not in pinned
                )
                == 0
            )
        case "R6":
            colleagues = [d.id for d in month.delegates if d.agency == clash.agency]
            model.add(sum(sits[clash.meeting, d] for d in colleagues if bound("R6", (clash.meeting, d))) <= 1)
        case "R7":
            model.add(sits[clash.meeting, clash.delegate] == 1)


@settings(max_examples=300, deadline=None)
@given(dossiers(), st.data())
def test_the_rules_named_collide_and_any_one_lifted_the_others_do_not(dossier, data):
    month = read_or_none(dossier)
    assume(month is not None)
    if data.draw(st.booleans()):
        held = solve(month).pairs
    else:
        held = sorted(data.draw(st.sampled_from(list(every_legal_plan(dossier)))))

    for conflict in find_conflicts(month, held):
        event(f"open {conflict.is_open}, smallest {conflict.is_smallest}")
        if conflict.is_open:
            assert set(conflict.way).isdisjoint(held)
            now = goal_vector(month, held)
            assert any(
                set(conflict.way) <= seats and goal_vector(month, seats) < now for seats in every_legal_plan(dossier)
            )
            continue
        assert conflict.is_smallest
        if not month.meeting_by_id[conflict.meeting].seats:
            continue
        assert not could_be_done(month, held, conflict, conflict.clashes)
        for lifted in conflict.clashes:
            others = [clash for clash in conflict.clashes if clash != lifted]
            assert could_be_done(month, held, conflict, others)


@settings(max_examples=150, deadline=None)
@given(dossiers())
def test_of_a_best_plan_no_gap_is_called_open(dossier):
    month = read_or_none(dossier)
    assume(month is not None)

    for conflict in find_conflicts(month, solve(month).pairs):
        assert not conflict.is_open


def only_conflict(month, held=()):
    (conflict,) = find_conflicts(month, list(held))
    return conflict


AWAY = [["2026-11-10", "2026-11-10"]]


def test_three_delegates_of_the_rank_are_all_busy_and_that_is_all_it_takes():
    people = [delegate(f"d{number}", tier=1, unavailable=AWAY) for number in range(3)]
    month = problem([meeting("m", tier_required=1)], [*people, delegate("other", tier=2)])

    conflict = only_conflict(month, solve(month).pairs)

    day = date(2026, 11, 10)
    assert conflict.is_rank
    assert conflict.clashes == tuple(Clash(rule="R2", delegate=f"d{number}", day=day) for number in range(3))


def test_of_two_rules_against_one_delegate_the_one_at_the_meeting_itself_is_told():
    month = problem(
        [meeting("m", unit="u")],
        [delegate("d", max_seats=0, barred_units=["u"], unavailable=AWAY)],
        past=[{"delegate": "d", "unit": "u", "period": "2026-10"}],
    )

    assert only_conflict(month).clashes == (Clash(rule="R5", delegate="d", unit="u"),)


def test_of_two_rules_against_one_delegate_the_lasting_one_is_told():
    """Otherwise one would ask for a busy day back, and it would change nothing."""
    both = delegate("both", unavailable=[["2026-11-10", "2026-11-10"]], barred_units=["u"])
    busy = delegate("busy", unavailable=[["2026-11-10", "2026-11-10"]])
    conflict = only_conflict(problem([meeting("m", unit="u")], [both, busy]))
    assert {(clash.delegate, clash.rule) for clash in conflict.clashes} == {("both", "R5"), ("busy", "R2")}


def test_a_conflict_reaches_as_far_as_the_moves_that_would_resolve_it():
    """d1 is needed at m2 because d2, who could go there too, is barred from it; nobody else can come to m1."""
    month = problem(
        [meeting("m1", unit="u1"), meeting("m2", unit="u2")],
        [delegate("d1"), delegate("d2", barred_units=["u1", "u2"])],
    )

    conflict = only_conflict(month, [("m2", "d1")])

    assert set(conflict.clashes) == {
        Clash(rule="R5", delegate="d2", unit="u1"),
        Clash(rule="R5", delegate="d2", unit="u2"),
        Clash(rule="R3", delegate="d1", day=date(2026, 11, 10)),
    }


def test_pins_that_take_every_seat_are_what_collides_with_a_rank():
    people = [delegate("senior", tier=1), delegate("junior")]
    month = problem([meeting("m", tier_required=1)], people, pinned=[["m", "junior"]])

    conflict = only_conflict(month, solve(month).pairs)

    assert conflict.clashes == (Clash(rule="R7", delegate="junior", meeting="m"),)


def test_a_colleague_pinned_there_collides_with_the_rank_too():
    people = [delegate("senior", tier=1, agency="a"), delegate("junior", agency="a")]
    month = problem([meeting("m", tier_required=1, seats=2)], people, pinned=[["m", "junior"]])

    rank, seat = find_conflicts(month, solve(month).pairs)

    assert {clash.rule for clash in rank.clashes} == {"R6", "R7"}
    assert seat.clashes == (Clash(rule="R6", meeting="m", agency="a"),)


def test_without_delegates_and_with_all_barred_and_nine_seats_and_an_empty_month():
    assert only_conflict(problem([meeting("m", seats=9)], [])).clashes == ()
    barred = [delegate(f"d{number}", barred_units=["u"]) for number in range(4)]
    all_barred = only_conflict(problem([meeting("m", unit="u", seats=9)], barred))
    assert all_barred.missing == 9
    assert {clash.rule for clash in all_barred.clashes} == {"R5"}
    assert len(all_barred.clashes) == 4
    assert find_conflicts(problem([], barred), []) == ()


def colleague_in_the_way():
    """j may take x's seat only when s leaves, and s only when he and t change places: steps that hang together."""
    month = problem(
        [meeting("m1", tier_required=1, seats=2), meeting("m2"), meeting("m3", tier_required=1)],
        [
            delegate("s", agency="a", tier=1, barred_units=["unit of m2"]),
            delegate("j", agency="a", barred_units=["unit of m2", "unit of m3"]),
            delegate("t", tier=1, barred_units=["unit of m2"]),
            delegate("x", barred_units=["unit of m3"]),
        ],
    )
    return month, [("m1", "s"), ("m1", "x"), ("m3", "t")]


def test_what_the_network_has_to_guess_is_settled_exactly():
    month, held = colleague_in_the_way()

    conflict = only_conflict(month, held)

    assert (conflict.is_open, conflict.is_smallest) == (True, True)
    assert conflict.way == (("m1", "j"), ("m1", "t"), ("m2", "x"), ("m3", "s"))


def test_a_guess_that_there_is_no_time_to_settle_is_called_one(monkeypatch):
    monkeypatch.setattr(conflicts, "SECONDS", 0)
    month, held = colleague_in_the_way()

    conflict = only_conflict(month, held)

    assert (conflict.is_open, conflict.is_smallest) == (False, False)
    assert conflict.clashes


def test_a_place_left_open_by_hand_is_open_and_the_way_is_told():
    month = problem(
        [meeting("m1"), meeting("m2", unit="u2")],
        [delegate("d1"), delegate("d2", barred_units=["unit of m1"])],
    )

    conflict = only_conflict(month, [("m2", "d1")])

    assert conflict.is_open
    assert conflict.way == (("m1", "d1"), ("m2", "d2"))
