"""What a ranking says in words; the line of twelve months. No database."""

import datetime
from decimal import Decimal

import pytest

from documents.paper import Letterhead, Signature, Table
from scoring.formula import compute
from scoring.ranking_paper import PaperHead, highlights, report_paper, signed
from scoring.ranking_report import ranking_report
from scoring.reports import TrendPoint
from scoring.sparkline import sparkline

MONTH = datetime.date(2026, 11, 1)
NAMES = {"02680": "Xã Hợp Thành", "02647": "Phường Kim Tân", "02677": "Xã Tả Phời"}
DOSSIER = {
    "format": "tuyenvan-ranking/1",
    "period": "2026-11",
    "criteria": [
        {"code": "A", "name": "Đồng thuận", "consensus": True, "criteria": [
            {"code": "A1", "name": "Mức đồng thuận", "max": "60", "source": "appraisal"}]},
        {"code": "B", "name": "Hội nghị", "consensus": False, "criteria": [
            {"code": "B1", "name": "Nội dung", "max": "40", "source": "appraisal"}]},
    ],
    "survey": {"min_counted": 30, "prior_strength": 20},
    "adjustment_cap": "5",
    "classes": [{"name": "Tốt", "from": "70"}, {"name": "Không hoàn thành", "from": "0"}],
    "gates": [{"code": "no_meeting", "name": "Không tổ chức hội nghị", "best_class": "Không hoàn thành"}],
    "units": [],
}  # fmt: skip


def unit(code, a1, b1, *, penalty="0", gates=()):
    points = {
        name: {"na": "chưa có"} if value is None else {"points": value} for name, value in (("A1", a1), ("B1", b1))
    }
    return {"unit": code, "points": points, "survey": {"answers": 0, "sum": "0"}, "bonus": "0", "penalty": penalty,
            "gates": list(gates)}  # fmt: skip


def report(*units, previous=None):
    dossier = DOSSIER | {"units": list(units)}
    rows = compute(dossier)["rows"]
    results = [
        (place, NAMES[row["unit"]], row | {"previous": (previous or {}).get(row["unit"])})
        for place, row in enumerate(rows)
    ]
    return ranking_report(month=MONTH, version=1, is_draft=True, dossier=dossier, results=results, sha256="")


def before(rank, total):
    return {"rank": rank, "total": total}


def test_the_month_in_sentences():
    made = report(
        unit("02680", "55", "30"),
        unit("02647", "40", "35", penalty="1"),
        unit("02677", "50", "40", gates=["no_meeting"]),
        previous={"02680": before(3, "70.00"), "02647": before(1, "90.00"), "02677": before(2, "80.00")},
    )
    assert highlights(made) == [
        "Xếp loại: Tốt 2 đơn vị (66,7%); Không hoàn thành 1 đơn vị (33,3%).",
        "Điểm trung bình 83,00 điểm, tăng 3,00 điểm so với tháng 10/2026; cao nhất Xã Tả Phời (90,00 điểm), thấp nhất"
        " Phường Kim Tân (74,00 điểm).",
        "So với tháng 10/2026, 2 đơn vị tăng hạng, nhiều nhất là Xã Tả Phời (tăng 1 hạng), Xã Hợp Thành (tăng 1 hạng).",
        "So với tháng 10/2026, 1 đơn vị giảm hạng, nhiều nhất là Phường Kim Tân (giảm 2 hạng).",
        "Nhóm tiêu chí đạt cao nhất: Hội nghị (87,5% số điểm); thấp nhất: Đồng thuận (80,6% số điểm).",
        "Bị khống chế xếp loại: Xã Tả Phời (không tổ chức hội nghị).",
    ]


def test_without_a_month_before_nothing_is_compared():
    made = report(unit("02680", "55", "30"))
    assert not any("So với" in sentence for sentence in highlights(made))
    assert made.rows[0].rise_text == "–"


def test_a_unit_that_cannot_be_ranked_stands_last_with_the_reason():
    made = report(unit("02680", None, None), unit("02647", "40", "35"))
    assert [row.unit_name for row in made.rows] == ["Phường Kim Tân", "Xã Hợp Thành"]
    assert "Không xếp hạng: Xã Hợp Thành (không có tiêu chí nào áp dụng)." in highlights(made)
    assert made.rows[1].strongest is None


def test_a_month_in_which_nobody_can_be_ranked_still_prints():
    made = report(unit("02680", None, None))
    head = PaperHead(
        letterhead=Letterhead(superior="A", issuer="B"), symbol="BC", place="C", signature=Signature(), receivers=()
    )
    assert report_paper(made, head).draft


def test_strongest_and_weakest_group_by_share():
    row = report(unit("02680", "30", "38")).rows[0]
    assert row.strongest
    assert row.weakest
    assert (row.strongest.code, row.strongest.percent, row.weakest.code) == ("B", "95%", "A")


def test_the_paper_has_the_ranking_and_every_criterion_sideways():
    made = report(unit("02680", "55", "30"), unit("02647", None, "35", penalty="1"))
    head = PaperHead(
        letterhead=Letterhead(superior="A", issuer="B"), symbol="BC", place="C", signature=Signature(), receivers=()
    )
    paper = report_paper(made, head)
    table = next(block for block in paper.body if isinstance(block, Table))
    assert table.rows[1] == ("2", "Xã Hợp Thành", "55,00", "30,00", "0", "85,00", "Tốt", "–")
    assert table.rows[0][2] == "–"
    breakdown = paper.appendices[0].blocks[0]
    assert isinstance(breakdown, Table)
    assert breakdown.landscape
    assert breakdown.rows[0][1] == "KAD"


@pytest.mark.parametrize(("points", "text"), [("1", "+1,00"), ("-0.5", "−0,50"), ("0", "0")])
def test_signs(points, text):
    assert signed(Decimal(points)) == text


def line(*totals):
    return sparkline([TrendPoint(month=MONTH, total=None if total is None else Decimal(total)) for total in totals])


def test_a_line_runs_from_left_to_right_and_up_is_more():
    made = line("70", "80", "90")
    assert made
    spots = [tuple(map(float, spot.split(","))) for spot in made.points.split()]
    assert [x for x, _ in spots] == sorted(x for x, _ in spots)
    assert [y for _, y in spots] == sorted((y for _, y in spots), reverse=True)
    assert made.label == "3 tháng: đầu 70, cuối 90, thấp nhất 70, cao nhất 90 điểm."


def test_a_month_without_a_result_leaves_its_place_empty():
    made = line(None, "70", None, "80")
    assert made
    assert len(made.points.split()) == 2
    assert made.points.split()[0].startswith("41.0")


def test_one_month_is_a_point_and_none_is_nothing():
    assert line("70").label == "Một tháng: 70 điểm."
    assert line(None) is None
    assert line() is None


def test_a_small_change_looks_small():
    made = line("80", "80.5")
    assert made
    first, last = (float(spot.split(",")[1]) for spot in made.points.split())
    assert 0 < first - last < 2
