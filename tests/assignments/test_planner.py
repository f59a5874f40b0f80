"""The planner against brute force: small problems where a slow and obvious search knows the best plan."""

import json
from collections import Counter
from datetime import datetime
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assignments.checker import check
from assignments.dossier import DossierError, plan_to_dict, problem_to_dict, read_problem, to_json
from assignments.planner import broken_rules, solve
from assignments.planner.goals import draw, rotation_cost, spends_senior
from assignments.planner.rules import Situation
from tests.assignments.test_planner_rules import delegate as person
from tests.assignments.test_planner_rules import meeting as conference
from tests.assignments.test_planner_rules import problem as month_of

HOURS = [("08:00", "10:00"), ("09:00", "11:00"), ("10:00", "12:00"), ("14:00", "16:00")]


@st.composite
def dossiers(draw):
    """Crowded on purpose: few people, few agencies, days shared, so that the rules bite."""
    meetings = [
        {
            "id": f"m{number}",
            "unit": f"u{number}",
            "starts_at": f"2026-11-{day}T{hours[0]}",
            "ends_at": f"2026-11-{day}T{hours[1]}",
            "seats": draw(st.sampled_from([2, 1, 3])),
            "tier_required": draw(st.sampled_from([1, 3, 2])),
        }
        for number in range(draw(st.integers(1, 4)))
        for day, hours in [(draw(st.sampled_from(["10", "11"])), draw(st.sampled_from(HOURS)))]
    ]
    delegates = [
        {
            "id": f"d{number}",
            "agency": draw(st.sampled_from(["a0", "a1", "a2"])),
            "tier": draw(st.integers(1, 3)),
            "share": draw(st.integers(1, 3)),
            "max_seats": draw(st.integers(0, 3)),
            "past_seats": draw(st.integers(0, 3)),
            "barred_units": draw(st.lists(st.sampled_from(["u0", "u1"]), max_size=1)),
            "unavailable": draw(st.sampled_from([[], [], [], [["2026-11-09", "2026-11-10"]]])),
        }
        for number in range(draw(st.integers(1, 5)))
    ]
    pair = st.tuples(st.sampled_from([m["id"] for m in meetings]), st.sampled_from([d["id"] for d in delegates]))
    pairs = st.lists(pair.map(list), max_size=3, unique_by=tuple)
    seat = st.fixed_dictionaries(
        {
            "delegate": st.sampled_from([d["id"] for d in delegates]),
            "unit": st.sampled_from([m["unit"] for m in meetings]),
            "period": st.sampled_from(["2026-10", "2026-08", "2026-07", "2026-03", "2025-06"]),
        }
    )
    pinned = draw(st.one_of(st.just([]), pairs))
    waivers = st.tuples(st.sampled_from(pinned or [None]), st.sampled_from(["R2", "R3", "R4", "R5", "R6", "R8"]))
    overrides = [
        {"meeting": pin[0], "delegate": pin[1], "rule": rule, "reason": f"Được giao việc {rule}"}
        for pin, rule in (draw(st.lists(waivers, max_size=4, unique_by=str)) if pinned else [])
    ]
    policy = {"no_repeat_months": 3, "memory_months": 12, "max_per_day": draw(st.integers(1, 2))}
    if draw(st.sampled_from([False, False, True])):
        policy["distinct_agencies"] = False
    return {
        "format": "tuyenvan-assignment/1",
        "period": "2026-11",
        "seed": draw(st.integers(0, 3)),
        "policy": policy,
        "meetings": meetings,
        "delegates": delegates,
        "past": draw(st.lists(seat, max_size=6)),
        "pinned": pinned,
        "forbidden": draw(pairs),
        "published": draw(st.one_of(st.none(), pairs)),
        **({"overrides": overrides} if overrides else {}),
    }


@settings(max_examples=300, deadline=None)
@given(dossiers())
def test_the_goals_are_those_of_the_best_plan_that_brute_force_finds(dossier):
    legal = list(every_legal_plan(dossier))
    if not legal:
        with pytest.raises(DossierError, match=r"pinned\["):
            read_problem(dossier)
        return
    problem = read_problem(dossier)

    plan = solve(problem)

    best = min(goals_by_definition(dossier, seats) for seats in legal)
    assert [goal.value for goal in plan.goals] == [value for value in best if value is not None]
    assert plan.status == "optimal"
    assert all(goal.proven and goal.bound == goal.value for goal in plan.goals)
    assert set(plan.pairs) in legal
    assert check(dossier, plan_to_dict(plan)) == []
    assert goals_by_definition(dossier, set(plan.pairs)) == best
    assert broken_rules(problem, plan.pairs) == []


def test_what_is_fixed_before_the_search_shuts_no_better_plan_out():
    """A senior and a colleague at one meeting: the network does not know; the search after it is narrowed by prices."""
    month = month_of(
        [
            conference("m0", hours=("14:00", "16:00"), seats=2),
            conference("m1", day="11", seats=2, tier_required=1),
            conference("m2", hours=("10:00", "12:00"), seats=2, unit="u2"),
            conference("m3", hours=("10:00", "12:00"), seats=2),
        ],
        [
            person("d0", tier=1, share=2, past_seats=1),
            person("d1", agency="a", share=2),
            person("d2", agency="a", tier=1),
        ],
        past=[{"delegate": "d2", "unit": "u2", "period": "2026-03"}],
        max_per_day=2,
    )
    dossier = problem_to_dict(month)

    plan = solve(month)

    assert plan.method == "mip"
    best = min(goals_by_definition(dossier, seats) for seats in every_legal_plan(dossier))
    assert [goal.value for goal in plan.goals] == [value for value in best if value is not None]


@settings(max_examples=100, deadline=None)
@given(dossiers())
def test_out_of_time_no_bound_is_above_what_brute_force_finds_and_what_is_called_proven_is_best(dossier):
    legal = list(every_legal_plan(dossier))
    if not legal:
        return

    plan = solve(read_problem(dossier), time_limit=0)

    assert set(plan.pairs) in legal
    best = [value for value in min(goals_by_definition(dossier, seats) for seats in legal) if value is not None]
    for goal, least in zip(plan.goals, best, strict=True):
        assert goal.bound <= least
        assert not goal.proven or goal.value == least


@settings(max_examples=100, deadline=None)
@given(dossiers(), st.randoms(use_true_random=False))
def test_with_more_of_it_pinned_and_others_shut_out_the_best_plan_is_still_best(dossier, random):
    """What `services.drafting` rests on when it keeps a proof."""
    try:
        plan = solve(read_problem(dossier))
    except DossierError:
        return
    seats = [list(pair) for pair in plan.pairs if list(pair) not in dossier["pinned"]]
    others = [
        [meeting["id"], delegate["id"]]
        for meeting, delegate in product(dossier["meetings"], dossier["delegates"])
        if (meeting["id"], delegate["id"]) not in plan.pairs
    ]
    pinned = [*dossier["pinned"], *random.sample(seats, random.randint(0, len(seats)))]
    shut = [pair for pair in random.sample(others, random.randint(0, len(others))) if pair not in dossier["forbidden"]]

    narrowed = solve(read_problem(dossier | {"pinned": pinned, "forbidden": [*dossier["forbidden"], *shut]}))

    assert [goal.value for goal in narrowed.goals] == [goal.value for goal in plan.goals]


@settings(max_examples=80, deadline=None)
@given(dossiers())
def test_the_same_file_gives_the_same_bytes_and_another_seed_the_same_goals(dossier):
    try:
        problem = read_problem(dossier)
    except DossierError:
        return

    plan, again = solve(problem), solve(read_problem(json.loads(json.dumps(dossier))))
    reseeded = solve(read_problem({**dossier, "seed": dossier["seed"] + 1}))

    assert to_json(plan_to_dict(plan)) == to_json(plan_to_dict(again))
    assert [goal.value for goal in reseeded.goals] == [goal.value for goal in plan.goals]


@settings(max_examples=150, deadline=None)
@given(dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_in_the_file_decides_nothing(dossier, random):
    shuffled = json.loads(json.dumps(dossier))
    for rows in ("meetings", "delegates", "past", "pinned", "forbidden"):
        random.shuffle(shuffled[rows])
    try:
        plan = plan_to_dict(solve(read_problem(dossier)))
    except DossierError:
        return

    other = plan_to_dict(solve(read_problem(shuffled)))

    # The hash is the file's; the rows come in the file's order.
    assert in_one_order(other) == in_one_order(plan) | {"problem_sha256": other["problem_sha256"]}


def in_one_order(plan):
    return {key: sorted(rows, key=repr) if isinstance(rows, list) else rows for key, rows in plan.items()}


@settings(max_examples=150, deadline=None)
@given(dossiers())
def test_the_arrays_say_of_every_pair_what_the_rules_and_goals_say_of_one(dossier):
    try:
        problem = read_problem(dossier)
    except DossierError:
        return

    model = problem.model

    pinned = Situation(problem, problem.pinned)
    allowed = {
        (meeting.id, delegate.id)
        for meeting in problem.meetings
        for delegate in problem.delegates
        if pinned.obstacle(meeting, delegate) is None and len(pinned.seated[meeting.id]) < meeting.seats
    }
    assert set(model.pairs) == allowed
    assert len(model.pairs) == len(allowed)
    for row, (meeting, delegate) in enumerate(model.pairs):
        offer = problem.meeting_by_id[meeting], problem.delegate_by_id[delegate]
        assert model.rotation[row] == rotation_cost(problem, *offer)
        assert model.spends[row] == spends_senior(*offer)
        assert model.lot[row] == draw(problem, (meeting, delegate))


@settings(max_examples=120, deadline=None)
@given(dossiers())
def test_the_runner_up_could_legally_sit_there_and_would_not_be_better(dossier):
    try:
        problem = read_problem(dossier)
    except DossierError:
        return

    plan = solve(problem)

    best = goals_by_definition(dossier, set(plan.pairs))
    for seat in plan.seats:
        others = [pair for pair in plan.pairs if pair != (seat.meeting, seat.delegate)]
        swaps = {
            delegate["id"]: [*others, (seat.meeting, delegate["id"])]
            for delegate in dossier["delegates"]
            if (seat.meeting, delegate["id"]) not in plan.pairs
        }
        legal = {name for name, seats in swaps.items() if breaks_nothing(dossier, seats)}
        if seat.pinned or not legal:
            assert seat.instead_of is None
        else:
            costs = {name: goals_by_definition(dossier, set(swaps[name])) for name in legal}
            assert costs[seat.instead_of] == min(costs.values()) >= best


@settings(max_examples=150, deadline=None)
@given(dossiers(), st.data())
def test_a_plan_changed_by_hand_is_told_every_rule_it_breaks(dossier, data):
    try:
        problem = read_problem(dossier)
    except DossierError:
        return
    every = [(m["id"], d["id"]) for m in dossier["meetings"] for d in dossier["delegates"]]
    seats = data.draw(st.lists(st.sampled_from(every), max_size=6))

    broken = broken_rules(problem, seats)

    assert {violation.rule for violation in broken} == rules_broken(dossier, seats)


@given(dossiers())
@settings(max_examples=30, deadline=None)
def test_a_problem_written_out_reads_back_as_the_same_problem(dossier):
    try:
        problem = read_problem(dossier)
    except DossierError:
        return

    assert problem_to_dict(problem) == dossier
    assert read_problem(problem_to_dict(problem)) == problem


# The specification again, slowly: no line of it is shared with the planner.


def every_legal_plan(dossier):
    people = [delegate["id"] for delegate in dossier["delegates"]]
    choices = []
    for meeting in dossier["meetings"]:
        sets = [
            [(meeting["id"], person) for person in chosen]
            for size in range(meeting["seats"] + 1)
            for chosen in combinations(people, size)
        ]
        choices.append([seats for seats in sets if breaks_nothing(dossier, seats, ignoring={"R7"})])
    for parts in product(*choices):
        seats = [seat for part in parts for seat in part]
        if breaks_nothing(dossier, seats):
            yield set(seats)


def breaks_nothing(dossier, seats, ignoring=frozenset()):
    return rules_broken(dossier, seats) <= ignoring


def rules_broken(dossier, seats):
    meeting = {m["id"]: m for m in dossier["meetings"]}
    person = {d["id"]: d for d in dossier["delegates"]}
    pinned = {tuple(pin) for pin in dossier["pinned"]}
    let_off = {(o["rule"], o["meeting"], o["delegate"]) for o in dossier.get("overrides", [])}
    broken = set()
    if len(set(seats)) < len(seats):
        broken.add("R1")
    for m, count in Counter(m for m, _ in seats).items():
        if count > meeting[m]["seats"]:
            broken.add("R1")
    for m, d in seats:
        day = meeting[m]["starts_at"][:10]
        if any(first <= day <= last for first, last in person[d]["unavailable"]) and ("R2", m, d) not in let_off:
            broken.add("R2")
        barred = meeting[m]["unit"] in person[d]["barred_units"] or [m, d] in dossier["forbidden"]
        if barred and ("R5", m, d) not in let_off:
            broken.add("R5")
        for seat in dossier["past"]:
            if (
                seat["delegate"] == d
                and seat["unit"] == meeting[m]["unit"]
                and months(dossier, seat["period"]) <= dossier["policy"]["no_repeat_months"]
                and (m, d) not in pinned
            ):
                broken.add("R8")
    for d, limits in person.items():
        mine = [meeting[m] for m in {m for m, other in seats if other == d}]
        if sum(("R4", m["id"], d) not in let_off for m in mine) > limits["max_seats"]:
            broken.add("R4")
        days = Counter(m["starts_at"][:10] for m in mine if ("R3", m["id"], d) not in let_off)
        if max(days.values(), default=0) > dossier["policy"]["max_per_day"]:
            broken.add("R3")
        for one, other in combinations(mine, 2):
            if one["starts_at"] < other["ends_at"] and other["starts_at"] < one["ends_at"]:
                broken.add("R3")
    agencies = Counter((m, person[d]["agency"]) for m, d in set(seats) if ("R6", m, d) not in let_off)
    if max(agencies.values(), default=0) > 1 and dossier["policy"].get("distinct_agencies", True):
        broken.add("R6")
    if not pinned <= set(seats):
        broken.add("R7")
    return broken


def months(dossier, period):
    one, other = (datetime.strptime(text + "-01", "%Y-%m-%d") for text in (dossier["period"], period))
    return (one.year - other.year) * 12 + one.month - other.month


def goals_by_definition(dossier, seats):
    meeting = {m["id"]: m for m in dossier["meetings"]}
    person = {d["id"]: d for d in dossier["delegates"]}
    unmet = sum(
        m["tier_required"] < 3
        and not any(person[d]["tier"] <= m["tier_required"] for place, d in seats if place == m["id"])
        for m in dossier["meetings"]
    )
    empty = sum(m["seats"] for m in dossier["meetings"]) - len(seats)
    published = dossier["published"]
    changed = None if published is None else sum(tuple(pair) not in seats for pair in published)
    held = Counter(d for _, d in seats)
    whole = 6  # every share drawn above divides it
    scale = next(n for n in range(1, whole + 1) if all(n % d["share"] == 0 for d in dossier["delegates"]))
    load = sum((d["past_seats"] + held[d["id"]]) ** 2 * scale // d["share"] for d in dossier["delegates"])
    rotation = 0
    for m, d in seats:
        mine = {d}
        colleagues = {other for other, fields in person.items() if fields["agency"] == person[d]["agency"]}
        for group in (mine, colleagues):
            ages = [
                months(dossier, seat["period"])
                for seat in dossier["past"]
                if seat["delegate"] in group and seat["unit"] == meeting[m]["unit"]
            ]
            if ages:
                rotation += max(0, dossier["policy"]["memory_months"] - min(ages))
    spent = sum(person[d]["tier"] == 1 and meeting[m]["tier_required"] == 3 for m, d in seats)
    return unmet, empty, changed, load, rotation, spent
