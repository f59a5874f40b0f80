"""Added to the dossier later: rules set aside for one pin with a reason, and colleagues who may sit together."""

import copy
import json
import re

import pytest

from assignments.checker import MalformedDossierError, check
from assignments.dossier import DossierError, plan_to_dict, problem_to_dict, read_problem
from assignments.planner import broken_rules, explain_exclusions, solve


def meeting(name, *, hours=("08:00", "09:00"), seats=1, unit="u"):
    starts_at, ends_at = (f"2026-11-10T{hour}" for hour in hours)
    return {"id": name, "unit": unit, "starts_at": starts_at, "ends_at": ends_at, "seats": seats, "tier_required": 3}


def delegate(name, **fields):
    plain = {"agency": f"agency of {name}", "tier": 3, "share": 1, "max_seats": 9, "past_seats": 0}
    return {"id": name, **plain, "barred_units": [], "unavailable": [], **fields}


def override(rule, pair=("m", "d"), reason="Đồng chí Bí thư giao"):
    return {"meeting": pair[0], "delegate": pair[1], "rule": rule, "reason": reason}


def dossier(meetings, delegates, **fields):
    plain = {
        "format": "tuyenvan-assignment/1",
        "period": "2026-11",
        "seed": 7,
        "policy": {"no_repeat_months": 3, "memory_months": 12, "max_per_day": 1},
        "past": [],
        "pinned": [],
        "forbidden": [],
        "published": None,
    }
    return {**plain, "meetings": meetings, "delegates": delegates, **fields}


MORNING, EVENING = meeting("m"), meeting("m2", hours=("18:00", "19:00"), unit="u2")
BOTH = [["m", "d"], ["m2", "d"]]

# Of each rule: a month whose pins break it and nothing else, and the pair that is to blame.
CASES = {
    "R2": (dossier([MORNING], [delegate("d", unavailable=[["2026-11-10"] * 2])], pinned=[["m", "d"]]), ("m", "d")),
    "R3": (dossier([MORNING, EVENING], [delegate("d")], pinned=BOTH), ("m2", "d")),
    "R4": (
        dossier(
            [MORNING, {**EVENING, "starts_at": "2026-11-11T08:00", "ends_at": "2026-11-11T09:00"}],
            [delegate("d", max_seats=1)],
            pinned=BOTH,
        ),
        ("m2", "d"),
    ),
    "R5": (dossier([MORNING], [delegate("d", barred_units=["u"])], pinned=[["m", "d"]]), ("m", "d")),
    "R6": (
        dossier(
            [meeting("m", seats=2)],
            [delegate("d", agency="a"), delegate("e", agency="a")],
            pinned=[["m", "d"], ["m", "e"]],
        ),
        ("m", "e"),
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_an_override_lets_one_pin_off_one_rule_and_the_record_says_why(rule):
    month, pair = CASES[rule]
    with pytest.raises(DossierError, match=f"vi phạm {rule}"):
        read_problem(month)
    others = [override(other, pair) for other in ("R2", "R3", "R4", "R5", "R6", "R8") if other != rule]
    with pytest.raises(DossierError, match=f"vi phạm {rule}"):
        read_problem({**month, "overrides": others})

    allowed = {**month, "overrides": [override(rule, pair)]}
    problem = read_problem(allowed)
    plan = solve(problem)

    assert sorted(map(list, plan.pairs)) == month["pinned"]
    assert plan.status == "optimal"
    assert broken_rules(problem, plan.pairs) == []
    assert [(note.rule, note.meeting, note.delegate) for note in plan.warnings] == [(rule, *pair)]
    assert plan.warnings[0].message.endswith(" Lý do: Đồng chí Bí thư giao.")
    written = plan_to_dict(plan)
    assert check(allowed, written) == []
    without = check(month, {**written, "problem_sha256": problem_of(month)})
    assert [line[:2] for line in without] == [rule]


def problem_of(month):
    return read_problem(month, vet_pins=False).sha256


def test_r5_let_off_covers_a_forbidden_pair_too():
    month = dossier([MORNING], [delegate("d")], pinned=[["m", "d"]], forbidden=[["m", "d"]], overrides=[override("R5")])

    assert solve(read_problem(month)).pairs == [("m", "d")]


def test_r8_let_off_adds_its_reason_to_the_warning_of_the_pin():
    month = dossier(
        [MORNING],
        [delegate("d")],
        pinned=[["m", "d"]],
        past=[{"delegate": "d", "unit": "u", "period": "2026-10"}],
        overrides=[override("R8", reason="Theo dõi tiếp việc tồn đọng.")],
    )

    plan = solve(read_problem(month))

    assert [note.message for note in plan.warnings] == [
        "Lượt ghim được giữ dù trở lại sớm: đại biểu đã về đơn vị này tháng 10/2026, chưa quá 3 tháng."
        " Lý do: Theo dõi tiếp việc tồn đọng."
    ]
    assert check(month, plan_to_dict(plan)) == []


def test_two_pins_at_the_same_hour_are_never_let_off():
    clash = {**EVENING, "starts_at": "2026-11-10T08:30"}
    month = dossier([MORNING, clash], [delegate("d")], pinned=BOTH)
    off = [override("R3", pair) for pair in (("m", "d"), ("m2", "d"))]

    with pytest.raises(DossierError, match=r"vi phạm R3\. Trùng giờ"):
        read_problem({**month, "overrides": off})

    problem = {**month, "overrides": off}
    seats = [{"meeting": m, "delegate": "d", "pinned": True, "because": "x", "instead_of": None} for m in ("m", "m2")]
    plan = plan_to_dict(solve(read_problem({**month, "pinned": []}))) | {"seats": seats}
    assert any("trùng giờ" in line for line in check(problem, plan))


def test_a_seat_let_off_does_not_use_up_the_limit_of_the_others():
    """The month's limit is one; the pin beside it is let off, so the plan may still give one more."""
    days = [{**meeting(f"m{day}", unit=f"u{day}"), "starts_at": f"2026-11-{day}T08:00"} for day in (10, 11, 12)]
    days = [{**day, "ends_at": day["starts_at"][:11] + "09:00"} for day in days]
    month = dossier(
        days,
        [delegate("d", max_seats=1)],
        pinned=[["m10", "d"]],
        overrides=[override("R4", ("m10", "d"))],
    )

    plan = solve(read_problem(month))

    assert len(plan.pairs) == 2
    assert check(month, plan_to_dict(plan)) == []


def test_a_pin_that_is_not_in_the_plan_yet_is_not_kept_out_by_what_it_is_let_off():
    month, pair = CASES["R6"]
    problem = read_problem({**month, "overrides": [override("R6", pair)]})

    told = {one.delegate: one for one in explain_exclusions(problem, [("m", "d")], "m")}

    assert told["e"].can_take_extra


def test_where_the_policy_allows_it_colleagues_sit_together():
    people = [delegate("d", agency="a"), delegate("e", agency="a")]
    apart = dossier([meeting("m", seats=2)], people)
    together = copy.deepcopy(apart)
    together["policy"]["distinct_agencies"] = False

    assert len(solve(read_problem(apart)).pairs) == 1
    plan = solve(read_problem(together))

    assert plan.pairs == [("m", "d"), ("m", "e")]
    assert check(together, plan_to_dict(plan)) == []
    assert broken_rules(read_problem(together), plan.pairs) == []
    assert [one.rule for one in broken_rules(read_problem(apart), plan.pairs)] == ["R6"]


def test_files_without_the_additions_keep_their_bytes():
    old = dossier([MORNING], [delegate("d")])

    assert json.dumps(problem_to_dict(read_problem(old)), sort_keys=True) == json.dumps(old, sort_keys=True)


def test_the_additions_are_written_and_read_back():
    month, pair = copy.deepcopy(CASES["R4"])
    month["policy"]["distinct_agencies"] = False
    month["overrides"] = [override("R4", pair)]
    problem = read_problem(month)

    assert problem_to_dict(problem) == month
    assert read_problem(problem_to_dict(problem)) == problem


FAULTS = [
    ({"meeting": "m9"}, "overrides[0].meeting", 'không có hội nghị nào mang mã "m9"'),
    ({"delegate": "d9"}, "overrides[0].delegate", 'không có đại biểu nào mang mã "d9"'),
    ({"delegate": "e"}, "overrides[0]", "không có trong pinned"),
    ({"rule": "R1"}, "overrides[0].rule", "R2, R3, R4, R5, R6, R8"),
    ({"rule": "R7"}, "overrides[0].rule", "R2, R3, R4, R5, R6, R8"),
    ({"rule": None}, "overrides[0].rule", "chuỗi ký tự"),
    ({"reason": ""}, "overrides[0].reason", "không trống"),
    ({"reason": " \n"}, "overrides[0].reason", "lý do"),
    ({"reason": 3}, "overrides[0].reason", "chuỗi ký tự"),
]


@pytest.mark.parametrize(("change", "place", "words"), FAULTS)
def test_a_faulty_override_is_one_clear_error(change, place, words):
    month = dossier([meeting("m", seats=2)], [delegate("d"), delegate("e")], pinned=[["m", "d"]])
    plan = plan_to_dict(solve(read_problem(month)))
    month["overrides"] = [{**override("R2"), **change}]

    with pytest.raises(DossierError, match=f"^{re.escape(place)}: .*{re.escape(words)}"):
        read_problem(month)
    with pytest.raises(MalformedDossierError, match=r"^Bài toán, overrides\[0\]"):
        check(month, plan)


@pytest.mark.parametrize("overrides", [None, {}, ["R2"], [override("R2"), override("R2", reason="khác")]])
def test_overrides_are_a_list_that_names_nothing_twice(overrides):
    month = dossier([MORNING], [delegate("d")], pinned=[["m", "d"]])
    plan = plan_to_dict(solve(read_problem(month)))
    month["overrides"] = overrides

    with pytest.raises(DossierError, match=r"^overrides"):
        read_problem(month)
    with pytest.raises(MalformedDossierError, match=r"^Bài toán, overrides"):
        check(month, plan)


@pytest.mark.parametrize("value", [None, 0, "false"])
def test_distinct_agencies_is_true_or_false(value):
    month = dossier([MORNING], [delegate("d")])
    plan = plan_to_dict(solve(read_problem(month)))
    month["policy"] = {**month["policy"], "distinct_agencies": value}

    with pytest.raises(DossierError, match=r"^policy\.distinct_agencies: "):
        read_problem(month)
    with pytest.raises(MalformedDossierError, match=r"policy\.distinct_agencies"):
        check(month, plan)


def test_the_checker_asks_for_the_reason_in_the_record():
    month, pair = CASES["R4"]
    month = {**month, "overrides": [override("R4", pair)]}
    plan = plan_to_dict(solve(read_problem(month)))
    silent = {**plan, "warnings": [{**plan["warnings"][0], "message": "Lượt ghim được giữ."}]}
    elsewhere = {**plan, "warnings": [{**plan["warnings"][0], "meeting": "m"}]}

    assert check(month, plan) == []
    for spoilt in (silent, elsewhere, {**plan, "warnings": ["Đồng chí Bí thư giao"]}):
        assert check(month, spoilt) == [
            "R4: cặp ghim hội nghị m2, đại biểu d được làm khác quy tắc mà bản phân công không cảnh báo kèm lý do"
            " (warnings)."
        ]
