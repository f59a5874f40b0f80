import copy
import json

import pytest

from assignments.dossier import DossierError, plan_to_dict, problem_sha256, problem_to_dict, read_problem
from assignments.planner import solve

GOOD = {
    "format": "tuyenvan-assignment/1",
    "period": "2026-11",
    "seed": 20261101,
    "policy": {"no_repeat_months": 3, "memory_months": 12, "max_per_day": 1},
    "meetings": [
        {
            "id": "m1",
            "unit": "02680",
            "starts_at": "2026-11-10T08:00",
            "ends_at": "2026-11-10T11:00",
            "seats": 2,
            "tier_required": 1,
        },
        {
            "id": "m2",
            "unit": "02641",
            "starts_at": "2026-11-10T10:00",
            "ends_at": "2026-11-10T12:00",
            "seats": 1,
            "tier_required": 3,
        },
    ],
    "delegates": [
        {
            "id": "d1",
            "agency": "a3",
            "tier": 1,
            "share": 1,
            "max_seats": 2,
            "past_seats": 5,
            "barred_units": [],
            "unavailable": [["2026-11-12", "2026-11-12"]],
        },
        {
            "id": "d2",
            "agency": "a3",
            "tier": 3,
            "share": 2,
            "max_seats": 1,
            "past_seats": 0,
            "barred_units": ["02641"],
            "unavailable": [],
        },
    ],
    "past": [{"delegate": "d1", "unit": "02680", "period": "2026-05"}],
    "pinned": [],
    "forbidden": [["m2", "d1"]],
    "published": None,
}


def spoilt(path, value):
    dossier = copy.deepcopy(GOOD)
    *way, last = path
    place = dossier
    for step in way:
        place = place[step]
    place[last] = value
    return dossier


def test_a_dossier_reads_and_writes_back_the_same():
    problem = read_problem(GOOD)

    assert problem_to_dict(problem) == GOOD
    assert problem.sha256 == problem_sha256(GOOD)


def test_the_hash_does_not_see_spaces_or_the_order_of_keys():
    shuffled = json.loads(json.dumps(dict(reversed(GOOD.items())), indent=4))

    assert problem_sha256(shuffled) == problem_sha256(GOOD)
    assert problem_sha256(spoilt(["seed"], 1)) != problem_sha256(GOOD)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["format"], "tuyenvan-assignment/2", "format"),
        (["period"], "2026-13", "period"),
        (["period"], "11/2026", "period"),
        (["seed"], "1", "seed"),
        (["seed"], -1, "seed"),
        (["policy"], None, "policy"),
        (["policy", "no_repeat_months"], -3, "policy.no_repeat_months"),
        (["policy", "memory_months"], 1.5, "policy.memory_months"),
        (["policy", "max_per_day"], True, "policy.max_per_day"),
        (["meetings"], {}, "meetings"),
        (["meetings", 0], "m1", "meetings[0]"),
        (["meetings", 1, "id"], "m1", "meetings[1].id"),
        (["meetings", 0, "unit"], "", "meetings[0].unit"),
        (["meetings", 0, "unit"], "\ud800", "meetings[0].unit"),
        (["meetings", 0, "starts_at"], "10/11/2026 08:00", "meetings[0].starts_at"),
        (["meetings", 0, "starts_at"], "2026-11-31T08:00", "meetings[0].starts_at"),
        (["meetings", 0, "starts_at"], "2026-11-10T08:00+07:00", "meetings[0].starts_at"),
        (["meetings", 0, "ends_at"], "2026-11-10T08:00", "meetings[0].ends_at"),
        (["meetings", 0, "seats"], -1, "meetings[0].seats"),
        (["meetings", 0, "seats"], 10**12, "meetings[0].seats"),
        (["meetings", 0, "tier_required"], 4, "meetings[0].tier_required"),
        (["delegates", 1, "id"], "d1", "delegates[1].id"),
        (["delegates", 0, "agency"], None, "delegates[0].agency"),
        (["delegates", 0, "tier"], 0, "delegates[0].tier"),
        (["delegates", 0, "share"], 0, "delegates[0].share"),
        (["delegates", 0, "max_seats"], -1, "delegates[0].max_seats"),
        (["delegates", 0, "past_seats"], -1, "delegates[0].past_seats"),
        (["delegates", 0, "barred_units"], "02641", "delegates[0].barred_units"),
        (["delegates", 0, "barred_units"], [2641], "delegates[0].barred_units[0]"),
        (["delegates", 0, "unavailable", 0], ["2026-11-12"], "delegates[0].unavailable[0]"),
        (["delegates", 0, "unavailable", 0, 1], "12/11", "delegates[0].unavailable[0][1]"),
        (["delegates", 0, "unavailable", 0, 1], "2026-11-11", "delegates[0].unavailable[0]"),
        (["past", 0, "delegate"], "d9", "past[0].delegate"),
        (["past", 0, "period"], "2026", "past[0].period"),
        (["pinned"], [["m9", "d1"]], "pinned[0][0]"),
        (["pinned"], [["m1"]], "pinned[0]"),
        (["forbidden", 0], ["m1", "d9"], "forbidden[0][1]"),
        (["published"], [["m1", "d9"]], "published[0][1]"),
        (["published"], [["m1", "d1"], ["m1", "d1"]], "published[1]"),
    ],
)
def test_a_fault_is_named_with_its_place(path, value, place):
    with pytest.raises(DossierError) as caught:
        read_problem(spoilt(path, value))

    assert str(caught.value).startswith(f"{place}: ")


@pytest.mark.parametrize("data", [None, [], "hồ sơ", 3])
def test_what_is_no_object_is_no_dossier(data):
    with pytest.raises(DossierError, match="hồ sơ: phải là một đối tượng JSON"):
        read_problem(data)


@pytest.mark.parametrize("key", sorted(GOOD.keys() - {"published"}))
def test_a_missing_key_is_named(key):
    with pytest.raises(DossierError, match=rf"^{key}"):
        read_problem({name: value for name, value in GOOD.items() if name != key})


@pytest.mark.parametrize(
    ("changes", "pins", "place", "rule"),
    [
        ([], [["m1", "d1"], ["m1", "d1"]], 1, "R1"),
        ([(["meetings", 0, "seats"], 0)], [["m1", "d1"]], 0, "R1"),
        ([(["delegates", 0, "unavailable"], [["2026-11-01", "2026-11-30"]])], [["m1", "d1"]], 0, "R2"),
        ([(["forbidden"], [])], [["m1", "d1"], ["m2", "d1"]], 1, "R3"),
        ([(["delegates", 0, "max_seats"], 0)], [["m1", "d1"]], 0, "R4"),
        ([], [["m1", "d1"], ["m2", "d1"]], 1, "R5"),
        ([], [["m2", "d2"]], 0, "R5"),
        ([], [["m1", "d1"], ["m1", "d2"]], 1, "R6"),
    ],
)
def test_a_pin_that_breaks_a_rule_is_named_with_the_rule(changes, pins, place, rule):
    dossier = spoilt(["pinned"], pins)
    for path, value in changes:
        *way, last = path
        target = dossier
        for step in way:
            target = target[step]
        target[last] = value

    with pytest.raises(DossierError) as caught:
        read_problem(dossier)

    meeting, delegate = pins[place]
    assert str(caught.value).startswith(f'pinned[{place}] ["{meeting}", "{delegate}"]: vi phạm {rule}. ')


def test_a_forbidden_pair_named_twice_is_no_fault():
    assert read_problem(spoilt(["forbidden"], [["m2", "d1"], ["m2", "d1"]]))


def test_the_plan_file_has_the_format_and_leaves_seconds_out_unless_asked():
    plan = solve(read_problem(GOOD))

    written, timed = plan_to_dict(plan), plan_to_dict(plan, timings=True)

    assert list(written) == [
        "format",
        "period",
        "problem_sha256",
        "status",
        "seats",
        "empty",
        "goals",
        "warnings",
    ]
    assert written["problem_sha256"] == problem_sha256(GOOD)
    assert written["seats"] == [
        {
            "meeting": "m1",
            "delegate": "d1",
            "pinned": False,
            "because": "Đáp ứng yêu cầu hội nghị phải có Ủy viên Ban Thường vụ dự; "
            "những người khác còn dự được đều không đủ cấp bậc.",
            "instead_of": "d2",
        }
    ]
    assert written["goals"][0] == {"goal": "unmet_seniority", "value": 0, "proven": True, "seconds": None}
    assert [goal["goal"] for goal in written["goals"]] == [
        "unmet_seniority",
        "empty_seats",
        "load",
        "rotation",
        "seniors_spent",
    ]
    assert all(goal["seconds"] >= 0 for goal in timed["goals"])
