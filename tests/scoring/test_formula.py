import copy
import json
import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.dossier import RankingError, parse
from scoring.formula import compute, input_sha256, unit_score

Dossier = dict[str, Any]
Unit = dict[str, Any]

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["-1", "1e3", "NaN"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def unit(code: str, points: dict[str, str | None], *, answers: int = 0, total: str = "0", **adjustments: Any) -> Unit:
    """A unit of a dossier; None for a criterion that does not apply."""
    given_points = {key: {"na": "Không phát sinh"} if p is None else {"points": p} for key, p in points.items()}
    adjusted = {"bonus": "0", "penalty": "0", "gates": [], **adjustments}
    return {"unit": code, "points": given_points, "survey": {"answers": answers, "sum": total}, **adjusted}


def dossier(*units: Unit, survey: bool = False) -> Dossier:
    """A = consensus 60 (A1 40, A2 20), B = 40 (B1 30, B2 10); A1 is the survey's when `survey`."""
    return {
        "format": "tuyenvan-ranking/1",
        "period": "2026-11",
        "criteria": [
            {
                "code": "A",
                "name": "Nhận thức, đồng thuận",
                "consensus": True,
                "criteria": [
                    {"code": "A1", "name": "Khảo sát", "max": "40", "source": "survey" if survey else "appraisal"},
                    {"code": "A2", "name": "Chuyển biến", "max": "20", "source": "appraisal"},
                ],
            },
            {
                "code": "B",
                "name": "Tổ chức hội nghị",
                "consensus": False,
                "criteria": [
                    {"code": "B1", "name": "Đúng lịch", "max": "30", "source": "record"},
                    {"code": "B2", "name": "Thành phần", "max": "10", "source": "visit"},
                ],
            },
        ],
        "survey": {"min_counted": 30, "prior_strength": 20},
        "adjustment_cap": "5",
        "classes": [
            {"name": "Xuất sắc", "from": "90"},
            {"name": "Tốt", "from": "70"},
            {"name": "Hoàn thành", "from": "50"},
            {"name": "Không hoàn thành", "from": "0"},
        ],
        "gates": [
            {"code": "no_meeting", "name": "Không tổ chức hội nghị", "best_class": "Không hoàn thành"},
            {"code": "overdue", "name": "Để việc quá hạn", "best_class": "Tốt"},
            {"code": "late", "name": "Nộp chậm", "best_class": "Tốt"},
        ],
        "units": list(units),
    }


def full(a1: str | None, a2: str | None, b1: str | None, b2: str | None) -> dict[str, str | None]:
    return {"A1": a1, "A2": a2, "B1": b1, "B2": b2}


def rows(*units: Unit, survey: bool = False) -> dict[str, dict[str, Any]]:
    return {row["unit"]: row for row in compute(dossier(*units, survey=survey))["rows"]}


def ranking_17() -> Dossier:
    text = (Path(__file__).parent / "ranking_17.json").read_text(encoding="utf-8")
    data: Dossier = json.loads(text)
    return data


# Totals


@pytest.mark.parametrize(
    ("points", "adjustments", "total"),
    [
        (full("40", "20", "30", "10"), {}, "100.00"),
        (full("0", "0", "0", "0"), {}, "0.00"),
        (full("30", "15", "20", "6.25"), {}, "71.25"),
        (full("30", "15", "20", None), {}, "72.22"),  # 65 of 90
        (full(None, "15", None, None), {}, "75.00"),  # 15 of 20
        (full(None, None, "20", "0"), {}, "50.00"),  # 20 of 40
        (full("30", "15", "20", "5"), {"bonus": "1.5"}, "71.50"),
        (full("30", "15", "20", "5"), {"bonus": "7"}, "75.00"),  # the bonus is cut at 5
        (full("30", "15", "20", "5"), {"penalty": "9"}, "65.00"),  # so is the penalty
        (full("30", "15", "20", "5"), {"bonus": "7", "penalty": "6"}, "70.00"),  # each for itself
        (full("40", "20", "30", "9"), {"bonus": "3"}, "100.00"),  # never above 100
        (full("1", "0", "0", "0"), {"penalty": "4"}, "0.00"),  # never below 0
        (full("40", "20", "30", "9"), {"bonus": "5", "penalty": "5"}, "99.00"),  # held only after both
        (full("0.005", "0", "0", "0"), {}, "0.01"),  # half up
        (full("0.015", "0", "0", "0"), {}, "0.02"),
        (full("0.0149", "0", "0", "0"), {}, "0.01"),
        (full("0.0049", "0", "0", "0"), {"bonus": "0.0001"}, "0.01"),  # rounded once: not 0.00 + 0.00
    ],
)
def test_the_total_is_the_one_computed_by_hand(
    points: dict[str, str | None], adjustments: dict[str, Any], total: str
) -> None:
    assert rows(unit("u", points, **adjustments))["u"]["total"] == total


def test_survey_points_are_pulled_towards_the_mean_of_all_counted_units() -> None:
    # μ = (24 + 42) ÷ (30 + 60) = 11/15; a: 40 × (24 + 20μ) ÷ 50 = 30.9333…; b: 40 × (42 + 20μ) ÷ 80 = 28.3333…
    result = rows(
        unit("a", {"A2": "10", "B1": "20", "B2": "5"}, answers=30, total="24"),
        unit("b", {"A2": "10", "B1": "20", "B2": "5"}, answers=60, total="42"),
        unit("c", {"A2": "10", "B1": "20", "B2": "5"}, answers=29, total="29"),
        survey=True,
    )
    assert {code: row["total"] for code, row in result.items()} == {"a": "65.93", "b": "63.33", "c": "58.33"}
    assert result["a"]["groups"]["A"] == {"points": "40.93", "max": "60"}
    assert result["c"]["not_applicable"] == {"A1": "không đủ phiếu"}
    assert result["c"]["groups"]["A"] == {"points": "10.00", "max": "20"}


def test_without_prior_strength_the_survey_points_are_the_plain_mean() -> None:
    data = dossier(unit("a", {"A2": "10", "B1": "20", "B2": "5"}, answers=30, total="24"), survey=True)
    data["survey"]["prior_strength"] = 0
    assert compute(data)["rows"][0]["groups"]["A"]["points"] == "42.00"


def test_a_survey_that_nobody_answered_enough_applies_to_nobody() -> None:
    result = rows(unit("a", {"A2": "10", "B1": "20", "B2": "5"}, answers=29, total="29"), survey=True)
    assert result["a"]["total"] == "58.33"


def test_a_unit_to_which_nothing_applies_comes_last_with_the_reason() -> None:
    data = dossier(unit("b", full(None, None, None, None), bonus="5"), unit("z", full("0", "0", "0", "0")))
    assert compute(data)["rows"][1] == {
        "unit": "b",
        "total": None,
        "rank": None,
        "class": None,
        "capped_by": None,
        "tie": None,
        "groups": {"A": {"points": "0.00", "max": "0"}, "B": {"points": "0.00", "max": "0"}},
        "not_applicable": dict.fromkeys(["A1", "A2", "B1", "B2"], "Không phát sinh"),
        "reason": "không có tiêu chí nào áp dụng",
    }


# Ranks


def test_equal_totals_are_ranked_by_consensus_share_then_by_penalty_and_else_share_a_rank() -> None:
    data = dossier(
        unit("f", full("20", "10", "20", "10")),  # 60.00, share 0.5
        unit("e", full("20", "10", "20", "10")),  # 60.00, share 0.5, penalty 0: the same in everything
        unit("d", full("22", "10", "20", "10"), penalty="2"),  # 60.00, share 0.5333
        unit("c", full("21", "10", "20", "10"), penalty="1"),  # 60.00, share 0.5167
        unit("b", full("22", "10", "20", "9"), penalty="1"),  # 60.00, share 0.5333, smaller penalty
        unit("a", full("0", "0", "0", "0")),
        unit("g", full("40", "20", "30", "10")),
    )
    assert [(row["rank"], row["unit"], row["tie"]) for row in compute(data)["rows"]] == [
        (1, "g", None),
        (2, "b", "điểm trừ thấp hơn"),
        (3, "d", "điểm trừ thấp hơn"),
        (4, "c", "tỷ lệ nhóm nhận thức, đồng thuận"),
        (5, "e", "đồng hạng"),
        (5, "f", "đồng hạng"),
        (7, "a", None),
    ]


def test_a_consensus_group_that_does_not_apply_counts_0_in_a_tie() -> None:
    data = dossier(unit("a", full(None, None, "15", "5")), unit("b", full("1", "5", "29", "10"), bonus="9"))
    assert [(row["unit"], row["total"]) for row in compute(data)["rows"]] == [("b", "50.00"), ("a", "50.00")]


def test_consensus_shares_are_compared_with_4_decimals() -> None:
    # Shares 10.0001/60 and 10/60 are both 0.1667; totals are both 50.00.
    data = dossier(unit("b", full("10", "0", "30", "10")), unit("a", full("10.0001", "0", "30", "9.9999")))
    assert [(row["rank"], row["unit"], row["tie"]) for row in compute(data)["rows"]] == [
        (1, "a", "đồng hạng"),
        (1, "b", "đồng hạng"),
    ]


def test_penalties_above_the_cap_are_equal_in_a_tie() -> None:
    points = full("20", "10", "20", "10")
    result = rows(unit("a", points, penalty="9"), unit("b", points, penalty="6"))
    assert [row["rank"] for row in result.values()] == [1, 1]


def test_totals_equal_after_rounding_are_equal() -> None:
    result = rows(unit("a", full("10", "0", "0", "0.004")), unit("b", full("10", "0", "0", "0.001")))
    assert [row["tie"] for row in result.values()] == ["đồng hạng", "đồng hạng"]


# Classes


@pytest.mark.parametrize(
    ("points", "gates", "expected"),
    [
        (full("40", "20", "30", "0"), [], ("Xuất sắc", None)),
        (full("40", "20", "29.994", "0"), [], ("Tốt", None)),
        (full("40", "20", "29.995", "0"), [], ("Xuất sắc", None)),  # 90.00 is what readers see
        (full("40", "20", "10", "0"), [], ("Tốt", None)),
        (full("40", "10", "0", "0"), [], ("Hoàn thành", None)),
        (full("0", "0", "0", "0"), [], ("Không hoàn thành", None)),
        (full("40", "20", "30", "10"), ["overdue"], ("Tốt", "overdue")),
        (full("40", "20", "10", "0"), ["overdue"], ("Tốt", None)),
        (full("40", "10", "0", "0"), ["overdue"], ("Hoàn thành", None)),
        (full("40", "20", "30", "10"), ["overdue", "no_meeting"], ("Không hoàn thành", "no_meeting")),
        (full("40", "20", "30", "10"), ["late", "overdue"], ("Tốt", "overdue")),  # the first in the file among equals
    ],
)
def test_the_class_follows_from_the_total_and_the_gates(
    points: dict[str, str | None], gates: list[str], expected: tuple[str, str | None]
) -> None:
    row = rows(unit("u", points, gates=gates))["u"]
    assert (row["class"], row["capped_by"]) == expected


def test_a_gate_lowers_the_class_but_not_the_rank() -> None:
    result = rows(unit("a", full("40", "20", "30", "10"), gates=["no_meeting"]), unit("b", full("1", "1", "1", "1")))
    assert (result["a"]["rank"], result["a"]["class"]) == (1, "Không hoàn thành")


# The example of the format


def test_the_example_of_17_units_is_ranked_as_computed_by_hand() -> None:
    data = ranking_17()
    result = compute(data)
    found = {row["unit"]: row for row in result["rows"]}
    assert (result["format"], result["period"]) == ("tuyenvan-ranking-result/1", "2026-11")
    assert [row["rank"] for row in result["rows"]] == [1, 2, 3, 4, 5, 5, *range(7, 18)]
    # 63.25 of 75 = 84.333…, + 1 − 5 (9 is cut)
    assert (found["00003"]["total"], found["00003"]["rank"]) == ("80.33", 2)
    # 48 of 57.5 = 83.478…, − 5
    assert (found["00008"]["total"], found["00008"]["rank"]) == ("78.48", 4)
    # μ = 113.49 ÷ 152; A1 = 25 × (23.43 + 20μ) ÷ 50 = 19.1814…; + 58
    assert found["00000"]["total"] == found["00001"]["total"] == "77.18"
    assert found["00000"]["tie"] == found["00001"]["tie"] == "đồng hạng"
    assert found["00000"]["groups"]["A"] == {"points": "28.18", "max": "40"}
    # A1 = 25 × (13.63 + 20μ) ÷ 51 = 14.0014…; + 53.5
    assert (found["00006"]["total"], found["00006"]["class"]) == ("67.50", "Hoàn thành")
    # 29 answers are too few, however good: 56.75 of 75
    assert found["00016"]["total"] == "75.67"
    assert found["00016"]["not_applicable"] == {"A1": "không đủ phiếu"}
    # 55.75 of 75 = 74.333… + 5 − 0.5; the gate "overdue" allows Tốt
    assert (found["00011"]["total"], found["00011"]["class"], found["00011"]["capped_by"]) == ("78.83", "Tốt", None)


def test_the_checksum_is_that_of_the_canonical_json() -> None:
    assert input_sha256({"b": "Hòa", "a": [1]}) == "80a45fa0ebc5b661589d4de2096abe3ecebbf9e5af156aa1ac120c78190c1ab5"
    assert compute(ranking_17())["input_sha256"] == input_sha256(ranking_17())


def test_one_unit_can_be_looked_at_alone() -> None:
    score = unit_score(dossier(unit("u", full("30", "15", "20", None), bonus="9")), "u")
    assert (score.total, score.base, score.bonus) == (Decimal("77.22"), Fraction(6500, 90), Fraction(5))
    with pytest.raises(RankingError, match="Đơn vị v"):
        unit_score(dossier(), "v")


def test_computing_leaves_the_input_as_it_was() -> None:
    data = ranking_17()
    compute(data)
    assert data == ranking_17()


# Refusals


def valid() -> Dossier:
    return dossier(unit("02680", {"A2": "10", "B1": "20", "B2": "5"}, answers=40, total="30"), survey=True)


def put(*path: str | int, value: Any) -> Callable[[Dossier], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


def drop(*path: str | int) -> Callable[[Dossier], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return change


POINTS = ("units", 0, "points")

REFUSALS = [
    (put("format", value="tuyenvan-ranking/2"), ["format"]),
    (put("period", value="2026-13"), ["period", "2026-13"]),
    (put("period", value="2026-11\n"), ["period"]),
    (drop(*POINTS, "A2"), ["Đơn vị 02680", "tiêu chí A2", "thiếu"]),
    (put(*POINTS, "A2", value={}), ["Đơn vị 02680", "tiêu chí A2", "thiếu"]),
    (put(*POINTS, "A2", "points", value="-0.5"), ["Đơn vị 02680", "tiêu chí A2", "nhỏ hơn 0"]),
    (put(*POINTS, "A2", "points", value="20.01"), ["Đơn vị 02680", "tiêu chí A2", "20.01", "20"]),
    (put(*POINTS, "A2", "na", value="lý do"), ["Đơn vị 02680", "tiêu chí A2", "vừa có điểm"]),
    (put(*POINTS, "A2", value={"na": " "}), ["Đơn vị 02680", "tiêu chí A2"]),
    (put(*POINTS, "X9", value={"points": "1"}), ["Đơn vị 02680", "tiêu chí X9", "không có trong bộ tiêu chí"]),
    (put(*POINTS, "A1", value={"points": "1"}), ["Đơn vị 02680", "tiêu chí A1", "số phiếu"]),
    (put("units", 0, "gates", value=["unheard"]), ["Đơn vị 02680", "unheard"]),
    (put("units", 0, "survey", "sum", value="40.01"), ["Đơn vị 02680", "40.01", "40"]),
    (put("units", 0, "survey", "answers", value=-1), ["Đơn vị 02680", "answers"]),
    (put("units", 0, "survey", "answers", value=True), ["Đơn vị 02680", "answers"]),
    (put("units", 0, "bonus", value="-1"), ["Đơn vị 02680", "điểm thưởng", "nhỏ hơn 0"]),
    (put("units", 0, "penalty", value="-1"), ["Đơn vị 02680", "điểm trừ", "nhỏ hơn 0"]),
    (drop("units", 0, "penalty"), ["Đơn vị 02680", "điểm trừ", "thiếu"]),
    (put("units", 0, "unit", value=""), ["units[0].unit"]),
    (lambda data: data["units"].append(data["units"][0]), ["Đơn vị 02680", "lặp lại"]),
    (put("criteria", 1, "criteria", 1, "max", value="9"), ["99", "100"]),
    (put("criteria", 1, "criteria", 1, "max", value="10.0001"), ["100.0001"]),
    (put("criteria", 1, "criteria", 1, "max", value="0"), ["Tiêu chí B2"]),
    (put("criteria", 1, "criteria", 1, "code", value="A2"), ["Tiêu chí A2", "lặp lại"]),
    (put("criteria", 1, "criteria", 1, "source", value="hearsay"), ["Tiêu chí B2", "hearsay"]),
    (put("criteria", 1, "code", value="A"), ["Nhóm tiêu chí A", "lặp lại"]),
    (put("criteria", 1, "criteria", value=[]), ["Nhóm B"]),
    (put("criteria", 0, "consensus", value=False), ["consensus", "0"]),
    (put("criteria", 1, "consensus", value=True), ["consensus", "2"]),
    (put("criteria", 1, "consensus", value=1), ["consensus"]),
    (put("criteria", 1, "criteria", 0, "max", value="50"), ["100"]),
    (put("classes", 3, "from", value="1"), ["classes"]),
    (put("classes", value=[]), ["classes"]),
    (put("classes", 0, "from", value="100.5"), ["Hạng Xuất sắc"]),
    (put("classes", 0, "from", value="70.0"), ["Mức điểm", "70"]),
    (put("classes", 0, "name", value="Tốt"), ["Hạng Tốt", "lặp lại"]),
    (put("gates", 0, "best_class", value="Giỏi"), ["no_meeting", "Giỏi"]),
    (put("gates", 1, "code", value="no_meeting"), ["no_meeting", "lặp lại"]),
    (put("survey", "min_counted", value=0), ["survey.min_counted"]),
    (put("survey", "prior_strength", value=2.5), ["survey.prior_strength"]),
    (put("adjustment_cap", value=5), ["adjustment_cap"]),
    (drop("units"), ["units", "thiếu"]),
]


@pytest.mark.parametrize(("change", "words"), REFUSALS)
def test_what_the_format_forbids_is_refused_naming_the_place(
    change: Callable[[Dossier], None], words: list[str]
) -> None:
    data = valid()
    compute(data)
    change(data)
    with pytest.raises(RankingError) as refusal:
        compute(data)
    assert all(word in str(refusal.value) for word in words), str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("a1", "b1"), [("30", "40"), ("20", "50")])
def test_a_consensus_group_that_is_not_strictly_the_heaviest_is_refused(a1: str, b1: str) -> None:
    data = valid()
    put("criteria", 0, "criteria", 0, "max", value=a1)(data)
    put("criteria", 1, "criteria", 0, "max", value=b1)(data)
    with pytest.raises(RankingError, match=r"Nhóm A: .* phải nặng nhất"):
        compute(data)


@pytest.mark.parametrize(
    "points",
    [
        1,
        1.5,
        None,
        True,
        "",
        " 1",
        "1 ",
        "1,5",
        "1.",
        ".5",
        "+1",
        "1e1",
        "1_0",
        "NaN",
        "Infinity",
        "١",
        "1\n",
        "0" * 21,
    ],
)
def test_points_are_plain_decimal_strings_and_nothing_else(points: object) -> None:
    data = valid()
    data["units"][0]["points"]["A2"]["points"] = points
    with pytest.raises(RankingError, match="Đơn vị 02680, tiêu chí A2, điểm"):
        compute(data)


# Properties


CENTS = st.integers(0, 10_000)


@st.composite
def units(draw: st.DrawFn, code: str) -> Unit:
    def share_of(maximum: int) -> str | None:
        part = draw(st.none() | CENTS)
        return None if part is None else str(Decimal(maximum * part) / 10_000)

    answers = draw(st.integers(0, 90))
    return unit(
        code,
        {"A2": share_of(20), "B1": share_of(30), "B2": share_of(10)},
        answers=answers,
        total=str(Decimal(answers * draw(CENTS)) / 10_000),
        bonus=draw(st.sampled_from(["0", "1", "2.25", "7"])),
        penalty=draw(st.sampled_from(["0", "1", "2.25", "7"])),
        gates=draw(st.lists(st.sampled_from(["no_meeting", "overdue", "late"]), unique=True)),
    )


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    count = draw(st.integers(0, 6))
    return dossier(*(draw(units(f"{number:05}")) for number in range(count)), survey=True)


def derived_total(data: Dossier, code: str) -> str | None:
    """The rules of the format again, in one piece and in another way than the program's."""
    enough = [u["survey"] for u in data["units"] if u["survey"]["answers"] >= data["survey"]["min_counted"]]
    prior = Fraction(data["survey"]["prior_strength"])
    row = next(u for u in data["units"] if u["unit"] == code)
    earned, possible = Fraction(0), Fraction(0)
    for criterion in (c for group in data["criteria"] for c in group["criteria"]):
        maximum = Fraction(criterion["max"])
        if criterion["source"] == "survey":
            if row["survey"] in enough:
                mean = sum(Fraction(s["sum"]) for s in enough) / sum(s["answers"] for s in enough)
                mine = Fraction(row["survey"]["sum"]) + prior * mean
                earned += maximum * mine / (row["survey"]["answers"] + prior)
                possible += maximum
        elif "points" in row["points"][criterion["code"]]:
            earned += Fraction(row["points"][criterion["code"]]["points"])
            possible += maximum
    if not possible:
        return None
    cap = Fraction(data["adjustment_cap"])
    total = earned / possible * 100 + min(cap, Fraction(row["bonus"])) - min(cap, Fraction(row["penalty"]))
    cents = floor(max(Fraction(0), min(Fraction(100), total)) * 100 + Fraction(1, 2))
    return f"{cents // 100}.{cents % 100:02}"


@given(dossiers())
def test_every_total_agrees_with_another_derivation(data: Dossier) -> None:
    for row in compute(data)["rows"]:
        assert row["total"] == derived_total(data, row["unit"])


@given(dossiers())
def test_ranks_and_classes_follow_the_totals(data: Dossier) -> None:
    found = compute(data)["rows"]
    ranked = [row for row in found if row["total"] is not None]
    assert sorted(row["unit"] for row in found) == sorted(u["unit"] for u in data["units"])
    assert found[: len(ranked)] == ranked
    levels = [row["name"] for row in data["classes"]]
    for row in ranked:
        better = sum(1 for other in ranked if Decimal(other["total"]) > Decimal(row["total"]))
        equal = sum(1 for other in ranked if other["total"] == row["total"])
        assert better < row["rank"] <= better + equal
        assert (row["tie"] is None) == (equal == 1)
        assert row["rank"] == 1 + sum(1 for other in ranked if other["rank"] < row["rank"])
        earned = next(c["name"] for c in data["classes"] if Decimal(c["from"]) <= Decimal(row["total"]))
        assert levels.index(row["class"]) >= levels.index(earned)
        assert (row["capped_by"] is None) == (row["class"] == earned)
    places = [(row["rank"], row["unit"]) for row in ranked]
    assert places == sorted(places)


@given(dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_units_in_the_file_does_not_matter(data: Dossier, chance: random.Random) -> None:
    shuffled = copy.deepcopy(data)
    chance.shuffle(shuffled["units"])
    assert compute(shuffled)["rows"] == compute(data)["rows"]


@given(dossiers(), st.data())
def test_more_points_never_lower_a_total(data: Dossier, draw: st.DataObject) -> None:
    before = {row["unit"]: row["total"] for row in compute(data)["rows"]}
    maximums = {"A2": 20, "B1": 30, "B2": 10}
    for row in data["units"]:
        for code, entry in row["points"].items():
            if "points" in entry:
                lowest = int(Decimal(entry["points"]) * 10_000)
                entry["points"] = str(Decimal(draw.draw(st.integers(lowest, maximums[code] * 10_000))) / 10_000)
    after = {row["unit"]: row["total"] for row in compute(data)["rows"]}
    for code, total in before.items():
        assert (total is None) == (after[code] is None)
        assert total is None or Decimal(after[code]) >= Decimal(total)


def every_place(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    steps: list[Any] = (
        list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    )
    return [found for step in steps for found in [(*path, step), *every_place(value[step], (*path, step))]]


@given(st.sampled_from(every_place(valid())), JSON_VALUES)
def test_any_value_anywhere_is_ranked_or_refused(path: tuple[str | int, ...], value: object) -> None:
    data = valid()
    put(*path, value=value)(data)
    try:
        told = json.dumps(compute(data), ensure_ascii=False)
    except RankingError as refusal:
        told = str(refusal)
    assert told.isprintable()


@given(JSON_VALUES)
def test_any_json_is_refused_or_read(data: object) -> None:
    with pytest.raises(RankingError):
        parse(data)


@pytest.mark.parametrize("bad", ["\ud800", object()])
def test_what_is_not_utf_8_json_is_refused(bad: object) -> None:
    with pytest.raises(RankingError, match="JSON"):
        compute(valid() | {"note": bad})
