from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assignments.checker import MalformedDossierError, check, goal_values, problem_sha256

Json = dict[str, Any]

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["m1", "d1", 10**400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def meeting(code: str, unit: str, day: int, hours: tuple[int, int], *, seats: int = 2, tier: int = 3) -> Json:
    starts_at, ends_at = (f"2026-11-{day:02}T{hour:02}:00" for hour in hours)
    return {
        "id": code, "unit": unit, "starts_at": starts_at, "ends_at": ends_at, "seats": seats, "tier_required": tier
    }  # fmt: skip


def delegate(code: str, agency: str, *, tier: int = 3, share: int = 2, most: int = 2, past: int = 0) -> Json:
    return {
        "id": code, "agency": agency, "tier": tier, "share": share, "max_seats": most, "past_seats": past,
        "barred_units": [], "unavailable": [],
    }  # fmt: skip


def seat(meeting_id: str, delegate_id: str, *, pinned: bool = False, instead_of: str | None = None) -> Json:
    because = "Chưa dự hội nghị của đơn vị trong 12 tháng."
    return {
        "meeting": meeting_id, "delegate": delegate_id, "pinned": pinned, "because": because, "instead_of": instead_of
    }  # fmt: skip


def example() -> tuple[Json, Json]:
    """A problem of three meetings and five delegates, and a valid plan whose goals were counted by hand."""
    problem: Json = {
        "format": "tuyenvan-assignment/1",
        "period": "2026-11",
        "seed": 1,
        "policy": {"no_repeat_months": 3, "memory_months": 12, "max_per_day": 1},
        "meetings": [
            meeting("m1", "u1", 10, (8, 11), tier=1),
            meeting("m2", "u2", 10, (14, 17)),
            meeting("m3", "u3", 11, (8, 11), tier=2),
        ],
        "delegates": [
            delegate("d1", "a1", tier=1, share=1, past=5) | {"barred_units": ["u3"]},
            delegate("d2", "a2", tier=2, past=2),
            delegate("d3", "a3", past=1),
            delegate("d4", "a1", most=1) | {"unavailable": [["2026-11-11", "2026-11-13"]]},
            delegate("d5", "a4", share=3, past=4),
        ],
        "past": [
            {"delegate": "d1", "unit": "u1", "period": "2026-05"},
            {"delegate": "d3", "unit": "u1", "period": "2026-07"},
            {"delegate": "d2", "unit": "u1", "period": "2026-10"},
            {"delegate": "d4", "unit": "u2", "period": "2026-07"},
            {"delegate": "d4", "unit": "u2", "period": "2025-01"},
            {"delegate": "d1", "unit": "u2", "period": "2026-10"},
        ],
        "pinned": [["m3", "d2"]],
        "forbidden": [["m2", "d3"]],
        "published": [["m1", "d1"], ["m2", "d5"], ["m3", "d3"]],
    }
    seats = [
        seat("m1", "d1", instead_of="d2"), seat("m1", "d3"), seat("m2", "d4"), seat("m2", "d5", instead_of="d2"),
        seat("m3", "d2", pinned=True),
    ]  # fmt: skip
    values = [
        ("unmet_seniority", 0),  # d1 at m1, d2 at m3
        ("empty_seats", 1),
        ("changed", 1),  # m3, d3
        ("load", 308),  # × 6: 36 × 6 + 9 × 3 + 4 × 3 + 1 × 3 + 25 × 2
        ("rotation", 47),  # d1: 6 + 6, d3: 8 + 8, d4: 8 + 11 (d1 of the same agency was there last month)
        ("seniors_spent", 0),
    ]
    plan: Json = {
        "format": "tuyenvan-plan/1",
        "period": "2026-11",
        "problem_sha256": problem_sha256(problem),
        "status": "optimal",
        "seats": seats,
        "empty": [{"meeting": "m3", "seats": 1, "because": "Không còn đại biểu rảnh ngày 11/11."}],
        "goals": [{"goal": goal, "value": value, "proven": True, "seconds": 0.01} for goal, value in values],
        "warnings": [],
    }
    return problem, plan


def sealed(problem: Json, plan: Json) -> tuple[Json, Json]:
    """The plan as if made from this problem: checksum, goal values and empty seats right again."""
    plan["problem_sha256"] = problem_sha256(problem)
    found = goal_values(problem, plan["seats"])
    plan["goals"] = [{"goal": goal, "value": value, "proven": True, "seconds": 0} for goal, value in found.items()]
    plan["empty"] = []
    for row in problem["meetings"]:
        missing = row["seats"] - sum(1 for s in plan["seats"] if s["meeting"] == row["id"])
        if missing > 0:
            plan["empty"].append({"meeting": row["id"], "seats": missing, "because": "Không còn ai."})
    return problem, plan


def put(*path: str | int, value: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


def test_a_plan_that_is_right_has_no_violation() -> None:
    assert check(*example()) == []


def test_checking_changes_neither_file() -> None:
    problem, plan = example()
    check(problem, plan)
    assert (problem, plan) == example()


def test_a_first_plan_has_no_goal_about_changes() -> None:
    problem, plan = example()
    problem["published"] = None
    assert check(*sealed(problem, plan)) == []
    assert "changed" not in [goal["goal"] for goal in plan["goals"]]


# Each hard rule: the broken plan is right in everything else.


@pytest.mark.parametrize(
    ("change_problem", "change_plan", "line"),
    [
        pytest.param(
            put("meetings", 0, "seats", value=1), None, "R1: hội nghị m1 có 2 đại biểu, chỉ có 1 ghế.", id="R1 seats"
        ),
        pytest.param(
            put("delegates", 1, "max_seats", value=3), lambda plan: plan["seats"].append(seat("m3", "d2", pinned=True)),
            "R1: đại biểu d2 ngồi 2 ghế ở hội nghị m3.", id="R1 twice",
        ),
        pytest.param(
            put("delegates", 4, "unavailable", value=[["2026-11-10", "2026-11-10"]]), None,
            "R2: đại biểu d5 bận từ 2026-11-10 đến 2026-11-10 nhưng được phân công dự hội nghị m2.", id="R2 one day",
        ),
        pytest.param(
            put("delegates", 4, "unavailable", value=[["2026-11-01", "2026-11-10"]]), None,
            "R2: đại biểu d5 bận từ 2026-11-01 đến 2026-11-10 nhưng được phân công dự hội nghị m2.", id="R2 last day",
        ),
        pytest.param(
            put("delegates", 4, "unavailable", value=[["2026-11-10", "2026-11-30"]]), None,
            "R2: đại biểu d5 bận từ 2026-11-10 đến 2026-11-30 nhưng được phân công dự hội nghị m2.", id="R2 first day",
        ),
        pytest.param(
            put("forbidden", value=[]), put("seats", 2, value=seat("m2", "d3")),
            "R3: đại biểu d3 dự 2 hội nghị ngày 2026-11-10, tối đa 1.", id="R3 a day",
        ),
        pytest.param(
            lambda problem: (
                problem["forbidden"].clear(),
                problem["policy"].update(max_per_day=2),
                problem["meetings"][1].update(starts_at="2026-11-10T10:59"),
            ),
            put("seats", 2, value=seat("m2", "d3")), "R3: đại biểu d3 dự hai hội nghị trùng giờ: m1 và m2.",
            id="R3 overlap",
        ),
        pytest.param(
            put("delegates", 3, "max_seats", value=0), None,
            "R4: đại biểu d4 có 1 lượt, tối đa 0 lượt trong kỳ.", id="R4",
        ),
        pytest.param(
            put("delegates", 3, "barred_units", value=["u2"]), None,
            "R5: đại biểu d4 không được phân công về đơn vị u2 (hội nghị m2).", id="R5 barred",
        ),
        pytest.param(
            put("forbidden", 0, value=["m2", "d4"]), None, "R5: cặp hội nghị m2, đại biểu d4 bị cấm.", id="R5 forbidden"
        ),
        pytest.param(
            put("delegates", 2, "agency", value="a1"), None,
            "R6: hội nghị m1 có hai đại biểu cùng cơ quan a1: d1 và d3.", id="R6",
        ),
        pytest.param(
            put("pinned", 0, value=["m3", "d5"]), put("seats", 4, value=seat("m3", "d2")),
            "R7: cặp ghim hội nghị m3, đại biểu d5 không được giữ.", id="R7 not kept",
        ),
        pytest.param(
            None, put("seats", 4, "pinned", value=False),
            "R7: seats[4] (hội nghị m3, đại biểu d2) ghi pinned false, đúng ra là true.", id="R7 not marked",
        ),
        pytest.param(
            None, put("seats", 0, "pinned", value=True),
            "R7: seats[0] (hội nghị m1, đại biểu d1) ghi pinned true, đúng ra là false.", id="R7 marked for nothing",
        ),
        pytest.param(
            put("past", 1, "period", value="2026-08"), None,
            "R8: đại biểu d3 trở lại đơn vị của hội nghị m1 sau 3 tháng, phải cách quá 3 tháng.", id="R8 in 3 months",
        ),
        pytest.param(
            put("policy", "no_repeat_months", value=4), lambda plan: plan["seats"].__delitem__(2),
            "R8: đại biểu d3 trở lại đơn vị của hội nghị m1 sau 4 tháng, phải cách quá 4 tháng.", id="R8 policy",
        ),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named(
    change_problem: Callable[[Json], None] | None, change_plan: Callable[[Json], None] | None, line: str
) -> None:
    problem, plan = example()
    if change_problem:
        change_problem(problem)
    if change_plan:
        change_plan(plan)
    assert check(*sealed(problem, plan)) == [line]


def test_the_months_of_r8_count_over_the_new_year() -> None:
    problem, plan = example()
    problem["period"] = plan["period"] = "2027-01"
    problem["past"][1]["period"] = "2026-10"
    assert check(*sealed(problem, plan)) == [
        "R8: đại biểu d3 trở lại đơn vị của hội nghị m1 sau 3 tháng, phải cách quá 3 tháng.",
    ]


def test_meetings_that_touch_do_not_overlap() -> None:
    problem, plan = example()
    problem["policy"]["max_per_day"] = 2
    problem["forbidden"] = []
    problem["meetings"][1]["starts_at"] = "2026-11-10T11:00"
    plan["seats"][2] = seat("m2", "d3")
    assert check(*sealed(problem, plan)) == []


def test_a_meeting_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    problem, plan = example()
    problem["meetings"][1].update(starts_at="2026-11-10T20:00", ends_at="2026-11-11T00:01")
    assert check(*sealed(problem, plan)) == []


def test_a_pin_may_return_too_early_but_only_with_a_warning() -> None:
    problem, plan = example()
    problem["past"].append({"delegate": "d2", "unit": "u3", "period": "2026-10"})
    assert check(*sealed(problem, plan)) == [
        "R8: cặp ghim hội nghị m3, đại biểu d2 trở lại đơn vị quá sớm mà bản phân công không cảnh báo (warnings)."
    ]
    for warning in ("Lượt ghim trở lại sớm.", {"rule": "R8", "message": "Lượt ghim trở lại sớm."}):
        plan["warnings"] = [warning]
        assert check(*sealed(problem, plan)) == []


# What the plan says about itself


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (put("format", value="tuyenvan-plan/2"), "format: phải là “tuyenvan-plan/1”, không phải “tuyenvan-plan/2”."),
        (put("period", value="2026-12"), "period: bản phân công ghi kỳ 2026-12, bài toán là kỳ 2026-11."),
        (put("problem_sha256", value="0" * 64), "problem_sha256: không khớp"),
        (put("seats", 0, "meeting", value="m9"), "seats[0]: không có hội nghị m9"),
        (put("seats", 0, "delegate", value="d9"), "seats[0]: không có đại biểu d9"),
        (put("empty", 0, "meeting", value="m9"), "empty[0]: không có hội nghị m9"),
        (put("empty", value=[]), "empty: hội nghị m3 còn trống 1 ghế nhưng không được ghi."),
        (put("empty", 0, "seats", value=2), "empty: hội nghị m3 còn trống 1 ghế, bản phân công ghi 2."),
        (put("empty", 0, "because", value=" "), "empty[0]: ghế trống ở hội nghị m3 không có lý do"),
        (lambda plan: plan["empty"][0].pop("because"), "empty[0]: ghế trống ở hội nghị m3 không có lý do"),
        (
            lambda plan: plan["empty"].append({"meeting": "m1", "seats": 1, "because": "…"}),
            "empty: hội nghị m1 không còn ghế trống nhưng vẫn được ghi là trống 1 ghế.",
        ),
        (lambda plan: plan["empty"].append(plan["empty"][0]), "empty: hội nghị m3 được ghi 2 lần."),
        (put("seats", 1, "because", value=""), "seats[1] (hội nghị m1, đại biểu d3): không có lý do"),
        (lambda plan: plan["seats"][1].pop("because"), "seats[1] (hội nghị m1, đại biểu d3): không có lý do"),
        (put("seats", 0, "instead_of", value="d9"), "seats[0] (hội nghị m1, đại biểu d1): instead_of ghi d9"),
        (put("seats", 0, "instead_of", value=[]), "seats[0] (hội nghị m1, đại biểu d1): instead_of ghi"),
        (put("seats", 0, "instead_of", value="d1"), "seats[0] (hội nghị m1, đại biểu d1): instead_of ghi chính"),
        (put("goals", 0, "value", value=1), "goals: unmet_seniority ghi 1, tính lại là 0."),
        (put("goals", 1, "value", value=0), "goals: empty_seats ghi 0, tính lại là 1."),
        (put("goals", 2, "value", value=0), "goals: changed ghi 0, tính lại là 1."),
        (put("goals", 3, "value", value=307), "goals: load ghi 307, tính lại là 308."),
        (put("goals", 4, "value", value=46), "goals: rotation ghi 46, tính lại là 47."),
        (put("goals", 5, "value", value=1), "goals: seniors_spent ghi 1, tính lại là 0."),
        (lambda plan: plan["goals"].reverse(), "goals: phải gồm đúng thứ tự unmet_seniority, empty_seats, changed"),
        (lambda plan: plan["goals"].pop(), "goals: phải gồm đúng thứ tự unmet_seniority, empty_seats, changed"),
        (
            put("goals", 3, "proven", value=False),
            "status: ghi optimal nhưng theo các mục tiêu (proven) phải là time_limit",
        ),
        (put("status", value="time_limit"), "status: ghi time_limit nhưng theo các mục tiêu (proven) phải là optimal"),
        (put("status", value="perfect"), "status: “perfect” không phải"),
        (put("goals", 3, "bound", value=309), "goals: cận dưới của load lớn hơn"),
    ],
)
def test_a_false_statement_of_the_plan_is_named(change: Callable[[Json], object], line: str) -> None:
    problem, plan = example()
    change(plan)
    assert any(found.startswith(line) for found in check(problem, plan)), check(problem, plan)


def test_a_plan_cut_off_by_the_clock_is_right_when_it_says_so() -> None:
    problem, plan = example()
    plan["status"] = "time_limit"
    plan["goals"][4].update(proven=False, bound=40)
    assert check(problem, plan) == []


def test_goals_are_counted_as_by_hand() -> None:
    problem, plan = example()
    assert goal_values(problem, []) == {
        "unmet_seniority": 2,
        "empty_seats": 6,
        "changed": 3,
        "load": 25 * 6 + 4 * 3 + 1 * 3 + 0 + 16 * 2,
        "rotation": 0,
        "seniors_spent": 0,
    }
    everyone_elsewhere = [seat("m2", "d1"), seat("m3", "d3"), seat("m1", "d2")]
    assert goal_values(problem, everyone_elsewhere) == {
        "unmet_seniority": 2,
        "empty_seats": 3,
        "changed": 2,
        "load": 36 * 6 + 9 * 3 + 4 * 3 + 0 + 16 * 2,
        "rotation": 11 + 11 + 11 + 11,
        "seniors_spent": 1,
    }


def test_a_higher_tier_meets_a_lower_wish_and_only_the_first_tier_is_spent() -> None:
    problem, _ = example()
    assert goal_values(problem, [seat("m3", "d1"), seat("m2", "d2")]) | {"rotation": 0} == {
        "unmet_seniority": 1,
        "empty_seats": 4,
        "changed": 3,
        "load": 36 * 6 + 9 * 3 + 1 * 3 + 0 + 16 * 2,
        "rotation": 0,
        "seniors_spent": 0,
    }


def test_a_published_pair_written_twice_is_one_change() -> None:
    problem, plan = example()
    problem["published"] *= 2
    assert goal_values(problem, plan["seats"])["changed"] == 1


# Malformed files


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("format", value="tuyenvan-assignment/2"), "Bài toán, format"),
        (put("period", value="2026-00"), "Bài toán, period"),
        (put("seed", value=-1), "Bài toán, seed"),
        (put("policy", "max_per_day", value=-1), "Bài toán, policy.max_per_day"),
        (put("meetings", 1, "id", value="m1"), "Bài toán, meetings: mã m1 bị lặp lại"),
        (put("delegates", 1, "id", value="d1"), "Bài toán, delegates: mã d1 bị lặp lại"),
        (put("meetings", 1, "ends_at", value="2026-11-10T14:00"), r"meetings\[1\].ends_at"),
        (put("meetings", 1, "starts_at", value="2026-11-31T14:00"), r"meetings\[1\].starts_at"),
        (put("meetings", 1, "seats", value=-1), r"meetings\[1\].seats"),
        (put("meetings", 1, "tier_required", value=4), r"meetings\[1\].tier_required"),
        (put("delegates", 1, "share", value=0), r"delegates\[1\].share"),
        (put("delegates", 1, "tier", value=True), r"delegates\[1\].tier"),
        (put("delegates", 1, "past_seats", value=-1), r"delegates\[1\].past_seats"),
        (put("delegates", 1, "unavailable", value=[["2026-11-12", "2026-11-10"]]), r"delegates\[1\].unavailable\[0\]"),
        (put("delegates", 1, "unavailable", value=[["2026-11-12", "2026-11-32"]]), r"delegates\[1\].unavailable\[0\]"),
        (put("past", 1, "delegate", value="d9"), r"past\[1\].delegate: không có đại biểu d9"),
        (put("pinned", 0, value=["m9", "d1"]), r"pinned\[0\]: không có hội nghị m9"),
        (put("forbidden", 0, value=["m1", "d9"]), r"forbidden\[0\]: không có đại biểu d9"),
        (put("published", 0, value=["m1"]), r"published\[0\]"),
        (put("name", value="\ud800"), "UTF-8"),
    ],
)
def test_a_problem_that_breaks_its_format_cannot_be_checked(change: Callable[[Json], None], words: str) -> None:
    problem, plan = example()
    change(problem)
    with pytest.raises(MalformedDossierError, match=words):
        check(problem, plan)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda plan: plan.pop("seats"), "Bản phân công, seats"),
        (put("seats", 0, value=[]), r"Bản phân công, seats\[0\]"),
        (put("seats", 0, "pinned", value=1), r"Bản phân công, seats\[0\].pinned"),
        (put("goals", 0, "value", value="0"), r"Bản phân công, goals\[0\].value"),
        (put("empty", 0, "seats", value=-1), r"Bản phân công, empty\[0\].seats"),
        (put("warnings", value=None), "Bản phân công, warnings"),
    ],
)
def test_a_plan_without_the_shape_of_one_cannot_be_checked(change: Callable[[Json], object], words: str) -> None:
    problem, plan = example()
    change(plan)
    with pytest.raises(MalformedDossierError, match=words):
        check(problem, plan)


def every_place(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    steps: list[Any] = []
    if isinstance(value, dict):
        steps = list(value)
    elif isinstance(value, list):
        steps = list(range(len(value)))
    return [found for step in steps for found in [(*path, step), *every_place(value[step], (*path, step))]]


@given(st.sampled_from(every_place(list(example()))), JSON_VALUES)
def test_any_value_anywhere_is_judged_or_refused(path: tuple[str | int, ...], value: object) -> None:
    files: list[Any] = list(example())
    put(*path, value=value)(files)
    try:
        found = check(*files)
    except MalformedDossierError as refusal:
        found = [str(refusal)]
    assert all(line.isprintable() for line in found)


@given(JSON_VALUES, JSON_VALUES)
def test_any_two_values_are_refused(problem: object, plan: object) -> None:
    with pytest.raises(MalformedDossierError):
        check(problem, plan)


@given(st.permutations(example()[1]["seats"]))
def test_the_order_of_the_seats_does_not_matter(seats: list[Json]) -> None:
    problem, plan = example()
    plan["seats"] = seats
    assert check(problem, plan) == []


PIN = ("m3", "d2")
MAY_SIT = {PIN} | {
    ("m1", "d1"), ("m1", "d3"), ("m1", "d4"), ("m1", "d5"), ("m2", "d2"), ("m2", "d4"), ("m2", "d5"), ("m3", "d3"),
    ("m3", "d5"),
}  # fmt: skip
EXCLUSIVE = [{("m1", "d1"), ("m1", "d4")}, {("m1", "d4"), ("m2", "d4")}, {("m1", "d5"), ("m2", "d5")}]


def is_right(pairs: set[tuple[str, str]]) -> bool:
    """Worked out once by hand for the example: who may sit where, who excludes whom."""
    crowded = any(sum(1 for m, _ in pairs if m == code) > 2 for code in ("m1", "m2", "m3"))
    return PIN in pairs and pairs <= MAY_SIT and not crowded and not any(couple <= pairs for couple in EXCLUSIVE)


def passes(pairs: set[tuple[str, str]]) -> bool:
    problem, plan = example()
    plan["seats"] = [seat(m, d, pinned=(m, d) == PIN) for m, d in sorted(pairs)]
    return check(*sealed(problem, plan)) == []


def test_of_all_plans_of_allowed_seats_exactly_the_right_ones_pass() -> None:
    others = sorted(MAY_SIT - {PIN})
    plans = [{PIN, *chosen} for size in range(len(others) + 1) for chosen in combinations(others, size)]
    assert [passes(pairs) for pairs in plans] == [is_right(pairs) for pairs in plans]
    assert 50 < sum(is_right(pairs) for pairs in plans) < 500


@given(st.sets(st.tuples(st.sampled_from(["m1", "m2", "m3"]), st.sampled_from(["d1", "d2", "d3", "d4", "d5"]))))
def test_of_any_sets_of_seats_exactly_the_right_ones_pass(pairs: set[tuple[str, str]]) -> None:
    assert passes(pairs) == is_right(pairs)


def test_a_province_passes_the_check() -> None:
    problem, plan = example()
    problem["meetings"] = [meeting(f"m{n}", f"u{n}", 9 + n % 12, (8, 11)) for n in range(99)]
    problem["delegates"] = [delegate(f"d{n}", f"a{n % 20}", most=4) for n in range(160)]
    problem["past"] = [
        {"delegate": f"d{n % 160}", "unit": f"u{n % 99}", "period": f"2026-{1 + n % 7:02}"} for n in range(1_700)
    ]
    problem.update(pinned=[], forbidden=[], published=None)
    plan["seats"] = [seat(f"m{n // 2}", f"d{n % 160}") for n in range(198)]
    sealed(problem, plan)
    assert check(problem, plan) == []
