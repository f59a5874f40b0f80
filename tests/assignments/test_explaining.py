"""Explanations are true: the alternative is forced, the whole solved again, and the goal named really gets worse."""

import json
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from assignments.dossier import DossierError, read_problem
from assignments.planner import explain_exclusions, solve
from assignments.planner.explaining import explain_seats
from assignments.planner.forcing import Kind, settled, why_not
from assignments.planner.goals import GOALS, goal_vector
from assignments.planner.sensitivity import verdicts
from tests.assignments.test_planner import breaks_nothing, dossiers, every_legal_plan, goals_by_definition
from tests.assignments.test_planner_rules import EXAMPLES, delegate, meeting, problem
from tuyenvan.demo import planner_cases

CLAUSES = {
    "rút thăm": None,
    "kể cả khi đổi thêm chỗ khác": "empty_seats",
    "đều không đủ cấp bậc": "unmet_seniority",
    "thêm hội nghị thiếu cấp": "unmet_seniority",
    "thiếu thêm lượt đại biểu": "empty_seats",
    "để ít xáo trộn": "changed",
    "phải đổi thêm lượt đã công bố": "changed",
    "ít hơn người kế tiếp": "load",
    "tải nhẹ hơn người kế tiếp": "load",
    "lượt chia kém đều hơn": "load",
    "lâu chưa về đơn vị này hơn": "rotation",
    "luân phiên kém hơn": "rotation",
    "để dành Ủy viên Ban Thường vụ": "seniors_spent",
    "tốn thêm lượt Ủy viên Ban Thường vụ": "seniors_spent",
}
ALONE = "so thẳng với người kế tiếp, các chỗ khác giữ nguyên:"


def goal_named(sentence):
    """What the sentence says of the whole plan: its last word, or that of a draw, which always speaks of the whole."""
    if "rút thăm" in sentence:
        return None
    last = sentence.rpartition("đổi cả hội nghị khác")[2]
    return next(goal for clause, goal in CLAUSES.items() if clause in last)


def first_worse(now, after):
    return next((goal for goal, a, b in zip(GOALS, now, after, strict=True) if a != b), None)


def read_or_none(dossier):
    try:
        return read_problem(dossier)
    except DossierError:
        return None


def swapped(dossier, pairs, seat):
    """Goals as they are, and with the runner-up in the place of the seated one, by the specification itself."""
    others = {pair for pair in pairs if pair != (seat.meeting, seat.delegate)}
    goals = [
        goals_by_definition(dossier, set(pairs)),
        goals_by_definition(dossier, {*others, (seat.meeting, seat.instead_of)}),
    ]
    return [[value or 0 for value in row] for row in goals]


@settings(max_examples=200, deadline=None)
@given(dossiers())
def test_of_every_seat_the_goal_named_gets_worse_when_this_delegate_is_kept_out(dossier):
    month = read_or_none(dossier)
    if month is None:
        return
    plan = solve(month)
    now = goal_vector(month, plan.pairs)

    for seat in plan.seats:
        if seat.pinned or "thay thẳng được vào chỗ này" in seat.because:
            continue
        if ALONE in seat.because.lower():
            event("compared alone")
            before, after = swapped(dossier, plan.pairs, seat)
            assert after > before
            assert goal_named(seat.because) == first_worse(before, after)
        else:
            event("certain")
            forced = solve(replace(month, forbidden=(*month.forbidden, (seat.meeting, seat.delegate))))
            assert goal_named(seat.because) == first_worse(now, goal_vector(month, forced.pairs))


@settings(max_examples=200, deadline=None)
@given(dossiers())
def test_whoever_would_leave_a_meeting_without_its_rank_stands_after_those_who_would_not(dossier):
    month = read_or_none(dossier)
    if month is None:
        return
    pairs = solve(month).pairs
    for one in month.meetings:
        seated = {key for at, key in pairs if at == one.id}
        able = [who for who in explain_exclusions(month, pairs, one.id) if who.can_sit and not who.is_seated]
        for who in able:
            ways = [seated - {other} | {who.delegate} for other in who.can_replace]
            ways += [seated | {who.delegate}] if who.can_take_extra else []
            with_rank = [any(month.delegate_by_id[key].tier <= one.tier_required for key in way) for way in ways]
            assert who.lacks_rank == (one.tier_required < 3 and not any(with_rank))
            replacing = with_rank[: len(who.can_replace)]
            assert replacing == sorted(replacing, reverse=True)
        assert [who.lacks_rank for who in able] == sorted(who.lacks_rank for who in able)
        event("somebody would be missed" if any(who.lacks_rank for who in able) else "nobody would be missed")


@settings(max_examples=200, deadline=None)
@given(dossiers(), st.data())
def test_after_edits_by_hand_the_sentences_are_still_true(dossier, data):
    month = read_or_none(dossier)
    if month is None:
        return
    pairs = data.draw(st.sampled_from([sorted(seats) for seats in every_legal_plan(dossier)]))
    now = goal_vector(month, pairs)

    for seat in explain_seats(month, pairs):
        if seat.pinned or "thay thẳng được vào chỗ này" in seat.because:
            continue
        if "chưa phải tốt nhất" in seat.because:
            before, after = swapped(dossier, pairs, seat)
            assert after < before
            assert goal_named(seat.because) == first_worse(before, after)
        elif ALONE in seat.because.lower():
            before, after = swapped(dossier, pairs, seat)
            assert after >= before
            assert goal_named(seat.because) == first_worse(before, after)
        elif "rút thăm" in seat.because:
            assert any((seat.meeting, seat.delegate) not in other for other in plans_as_good(dossier, month, now))
        else:
            forced = solve(replace(month, forbidden=(*month.forbidden, (seat.meeting, seat.delegate))))
            after = goal_vector(month, forced.pairs)
            assert after > now
            assert goal_named(seat.because) == first_worse(now, after)


def plans_as_good(dossier, month, now):
    return [seats for seats in every_legal_plan(dossier) if goal_vector(month, seats) == now]


@settings(max_examples=150, deadline=None)
@given(dossiers())
def test_what_is_said_of_a_pair_at_once_is_what_forcing_it_alone_finds(dossier):
    month = read_or_none(dossier)
    if month is None:
        return
    pairs = solve(month).pairs

    for pair, verdict in verdicts(month, pairs).items():
        answer = why_not(month, pairs, *pair)
        assert answer.kind == (Kind.GOAL if verdict.goal else Kind.TIED)
        assert answer.goal == verdict.goal


@settings(max_examples=200, deadline=None)
@given(dossiers(), st.data())
def test_why_not_names_a_rule_that_no_plan_gets_round_or_the_goals_of_the_best_plan_so_forced(dossier, data):
    month = read_or_none(dossier)
    if month is None:
        return
    plans = list(every_legal_plan(dossier))
    by_hand = data.draw(st.booleans())
    pairs = set(data.draw(st.sampled_from(plans)) if by_hand else solve(month).pairs)
    pair = data.draw(st.sampled_from([(m["id"], d["id"]) for m in dossier["meetings"] for d in dossier["delegates"]]))

    answer = why_not(month, sorted(pairs), *pair)

    forced = [seats for seats in plans if (pair in seats) != (pair in pairs)]
    event(answer.kind.value)
    if answer.kind is Kind.RULE:
        assert not forced
        assert answer.message
        return
    now, best = goal_vector(month, pairs), min(goal_vector(month, seats) for seats in forced)
    assert (answer.before, answer.after) == (now, best)
    if answer.kind is Kind.BETTER:
        assert answer.best == min(goal_vector(month, seats) for seats in plans)
    assert answer.goal == first_worse(answer.best or now, best)
    assert answer.kind is (Kind.GOAL if best > now else Kind.TIED if best == now else Kind.BETTER)
    changed = (pairs - set(answer.gone)) | set(answer.new)
    assert breaks_nothing(dossier, changed)
    assert goal_vector(month, changed) == best
    assert (pair in changed) != (pair in pairs)


def test_a_chain_of_moves_that_a_straight_swap_does_not_see_decides_the_sentence():
    """d1 for d2 in m1 costs load; d1 and d2 changing places costs rotation only. Load did not decide."""
    month = problem(
        [meeting("m1", unit="u1"), meeting("m2", day="11", unit="u2")],
        [delegate("d1", max_seats=1), delegate("d2", max_seats=1), delegate("d3", past_seats=4)],
        past=[{"delegate": "d2", "unit": "u1", "period": "2026-03"}],
    )

    plan = solve(month)

    seat = plan.seats[0]
    assert (seat.meeting, seat.delegate, seat.instead_of) == ("m1", "d1", "d3")
    assert seat.because == (
        "Thay thẳng bằng người kế tiếp thì lượt chia kém đều hơn (người này mới có 0 lượt, người kế tiếp 4 lượt); "
        "đổi cả hội nghị khác thì luân phiên kém hơn."
    )


def test_the_runner_up_is_the_first_of_those_who_could_take_the_seat():
    """Who brings the rank comes before who has had less; of equals the lot decides, here as in the panel."""
    seniors = [delegate(f"d{number}", tier=1, past_seats=9) for number in range(6)]
    month = problem([meeting("m", tier_required=1)], [*seniors, delegate("junior")])

    (seat,) = solve(month).seats

    able = [one for one in explain_exclusions(month, [(seat.meeting, seat.delegate)], "m") if not one.is_seated]
    assert seat.instead_of == able[0].delegate
    assert able[-1].delegate == "junior"


def test_of_a_plan_that_breaks_a_rule_nothing_is_called_certain():
    month = problem([meeting("m", seats=2)], [delegate("d1", agency="a"), delegate("d2", agency="a"), delegate("d3")])

    assert verdicts(month, [("m", "d1"), ("m", "d2")]) == {}


def test_why_not_tells_what_else_would_move():
    month = problem(
        [meeting("m1", unit="u1"), meeting("m2", day="11", unit="u2")],
        [delegate("d1", max_seats=1), delegate("d2", max_seats=1)],
        past=[{"delegate": "d2", "unit": "u1", "period": "2026-03"}],
    )

    answer = why_not(month, [("m1", "d1"), ("m2", "d2")], "m1", "d2")

    assert (answer.kind, answer.goal) == (Kind.GOAL, "rotation")
    assert answer.gone == (("m1", "d1"), ("m2", "d2"))
    assert answer.new == (("m1", "d2"), ("m2", "d1"))
    assert answer.after[4] - answer.before[4] == 8


@pytest.mark.parametrize("seed", range(5))
def test_of_equally_good_months_the_one_that_moves_the_fewest_seats_is_told(seed):
    """Among eight who are equal in everything, another lot would reshuffle the whole month for one seat."""
    month = problem(
        [meeting(f"m{place}", day=str(place), unit=f"u{place}") for place in range(10, 16)],
        [delegate(f"d{place}", max_seats=1) for place in range(8)],
        seed=seed,
    )
    plan = solve(month)
    (spare, _) = sorted({one.id for one in month.delegates} - {seat.delegate for seat in plan.seats})

    answer = why_not(month, plan.pairs, "m12", spare)

    assert answer.kind is Kind.TIED
    assert answer.new == (("m12", spare),)
    assert [place for place, _ in answer.gone] == ["m12"]


@pytest.mark.parametrize(
    ("people", "pinned", "seats", "rule"),
    [
        ([delegate("d", unavailable=[["2026-11-10", "2026-11-10"]])], [], 1, "R2"),
        ([delegate("d"), delegate("e")], [["other", "d"]], 1, "R3"),
        ([delegate("d", max_seats=0)], [], 1, "R4"),
        ([delegate("d", barred_units=["unit of m"])], [], 1, "R5"),
        ([delegate("d", agency="a"), delegate("e", agency="a")], [["m", "e"]], 2, "R6"),
        ([delegate("d"), delegate("e")], [["m", "e"]], 1, "R7"),
        ([delegate("d")], [["m", "d"]], 1, "R7"),
        ([delegate("d")], [], 0, "R1"),
    ],
)
def test_why_not_names_the_rule_that_stands_whatever_the_rest(people, pinned, seats, rule):
    month = problem([meeting("m", seats=seats), meeting("other")], people, pinned=pinned)

    answer = why_not(month, [tuple(pin) for pin in pinned], "m", "d")

    assert (answer.kind, answer.rule) == (Kind.RULE, rule)
    # Pins are blamed for what they make of a limit or of colleagues, and for nothing else.
    assert answer.message.endswith("Đại biểu đã có lượt được ghim.") == (rule == "R3")
    assert answer.message.endswith("Người ấy đang được ghim ở đây.") == (rule == "R6")


def test_without_the_time_to_prove_it_nothing_is_claimed():
    month = read_problem(json.loads((EXAMPLES / "assignment_city17_short_of_people.json").read_text(encoding="utf-8")))
    pairs = solve(month).pairs
    told = Counter(why_not(month, pairs, *pair, seconds=0).kind for pair in pairs)

    assert told[Kind.UNSETTLED]
    assert not told[Kind.BETTER]


@pytest.mark.parametrize("seed", [165, 246])
def test_what_is_claimed_without_the_time_to_look_further_is_what_the_whole_search_finds(seed):
    """Hard months: the plan at hand when the time ends is often worse in an earlier goal than the best so forced."""
    month = read_problem(planner_cases.crowded(seed))
    pairs = solve(month).pairs
    would_be_wrong = 0
    for asked in product(month.meeting_by_id, month.delegate_by_id):
        early = why_not(month, pairs, *asked, seconds=0)
        late = why_not(month, pairs, *asked, seconds=60)
        is_same = (early.kind, early.goal, early.rule) == (late.kind, late.goal, late.rule)
        assert is_same or early.kind is Kind.UNSETTLED
        would_be_wrong += (early.kind, late.kind) == (Kind.UNSETTLED, Kind.GOAL) and early.goal != late.goal
    assert would_be_wrong


def test_of_a_plan_not_proven_best_a_later_goal_is_not_named_while_an_earlier_one_is_open():
    month = read_problem(planner_cases.crowded(31))
    pairs = solve(month, time_limit=0).pairs

    assert why_not(month, pairs, "m016", "d010", seconds=0).kind is Kind.UNSETTLED
    assert why_not(month, pairs, "m016", "d010", seconds=60).kind is Kind.BETTER


@pytest.mark.parametrize("name", ["city17", "city17_short_of_people"])
def test_of_a_city_every_seat_and_every_other_delegate_is_answered_for_certain(name):
    """All 765 and 238 pairs: a rule, the goal that gets worse, or the lot; and of each seat without "chỉ so thẳng"."""
    month = read_problem(json.loads((EXAMPLES / f"assignment_{name}.json").read_text(encoding="utf-8")))
    plan = solve(month)
    pairs = [(one.id, person.id) for one in month.meetings for person in month.delegates]

    answers = {pair: why_not(month, plan.pairs, *pair, seconds=60) for pair in pairs}

    assert {answer.kind for answer in answers.values()} <= {Kind.RULE, Kind.GOAL, Kind.TIED}
    told = {(seat.meeting, seat.delegate): seat.because for seat in plan.seats}
    assert not [text for text in told.values() if ALONE in text.lower() or "thay thẳng được vào chỗ này" in text]
    for pair, text in told.items():
        assert goal_named(text) == answers[pair].goal
    known = verdicts(month, plan.pairs)
    known |= {
        pair: verdict
        for one in month.meetings
        for pair, verdict in settled(month, plan.pairs, unknown_of(month, known, one.id)).items()
    }
    by_rule = {pair for pair in pairs if answers[pair].kind is Kind.RULE}
    assert set(known) == set(pairs) - by_rule
    assert all(known[pair].goal == answers[pair].goal for pair in known)


def unknown_of(month, known, meeting):
    return [pair for pair in month.model.pairs if pair[0] == meeting and pair not in known]


def test_a_month_without_delegates_has_nothing_to_explain():
    assert explain_seats(problem([meeting("m")], []), []) == ()
    assert explain_seats(problem([], [delegate("d")]), []) == ()


def test_of_a_province_almost_every_seat_is_told_with_certainty():
    month = read_problem(json.loads(Path(EXAMPLES / "assignment_province99.json").read_text(encoding="utf-8")))

    seats = solve(month).seats

    assert sum(ALONE in seat.because.lower() for seat in seats) <= len(seats) // 20
