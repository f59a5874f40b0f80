"""How far rules are broken, counted: beside the sentences that say so, and from one plan to the next."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assignments.dossier import DossierError, read_problem
from assignments.planner.breaches import breaches
from assignments.planner.rules import broken_rules
from tests.assignments.test_planner import dossiers
from tests.assignments.test_planner_rules import delegate, meeting, problem


@settings(max_examples=300, deadline=None)
@given(dossiers(), st.data())
def test_something_is_counted_exactly_where_a_rule_is_broken(dossier, data):
    try:
        month = read_problem(dossier, vet_pins=False)
    except DossierError:
        return
    pairs = [(m["id"], d["id"]) for m in dossier["meetings"] for d in dossier["delegates"]]
    seats = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []

    assert {one[0] for one in breaches(month, seats)} == {one.rule for one in broken_rules(month, seats)}


def test_one_turn_too_many_less_is_better_and_one_more_is_worse():
    days = ["10", "11", "12", "13"]
    month = problem([meeting(f"m{day}", day=day, unit=f"u{day}") for day in days], [delegate("d", max_seats=1)])
    three, two = ([(f"m{day}", "d") for day in days[:count]] for count in (3, 2))

    assert breaches(month, three) - breaches(month, two) == {("R4", "d"): 1}
    assert not breaches(month, two) - breaches(month, three)
    assert not breaches(month, two[:1])


def test_the_same_rule_broken_at_another_place_is_worse():
    month = problem(
        [meeting("m1", unit="u1"), meeting("m2", day="11", unit="u2")],
        [delegate("d", unavailable=[["2026-11-10", "2026-11-11"]])],
    )

    assert breaches(month, [("m2", "d")]) - breaches(month, [("m1", "d")])
