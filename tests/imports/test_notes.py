"""Busy days beside a delegate's name: none is lost, none is put into another year, what is unclear is asked."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.notes import read_notes
from tests.imports.conftest import csv_bytes, rows_by_number

NOVEMBER = datetime.date(2026, 11, 1)


def spells(text, month=NOVEMBER):
    return [(f"{one.first:%d/%m/%Y}", f"{one.last:%d/%m/%Y}") for one in read_notes(text, month=month).spells]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Công tác nước ngoài 09-13/11", [("09/11/2026", "13/11/2026")]),
        ("Nghỉ phép năm 2026 từ 10/11 đến hết ngày 12/11", [("10/11/2026", "12/11/2026")]),
        ("Bận 12/11 và 15/11", [("12/11/2026", "12/11/2026"), ("15/11/2026", "15/11/2026")]),
        ("Bận các ngày 10, 12, 15/11.", [(f"{day}/11/2026", f"{day}/11/2026") for day in (10, 12, 15)]),
        ("Nghỉ phép 09-13/11, 20/11", [("09/11/2026", "13/11/2026"), ("20/11/2026", "20/11/2026")]),
        ("Bận 10, 12/11/2027", [("10/11/2027", "10/11/2027"), ("12/11/2027", "12/11/2027")]),
        ("Nghỉ 28/12 - 03/01/2027", [("28/12/2026", "03/01/2027")]),
        ("Nghỉ 28/12/2026 - 03/01", [("28/12/2026", "03/01/2027")]),
    ],
)
def test_all_busy_days_of_a_note_are_read(text, days):
    assert spells(text) == days


@pytest.mark.parametrize(
    ("month", "text", "days"),
    [
        ("2026-12", "Bận 05/01", ("05/01/2027", "05/01/2027")),
        ("2027-01", "Nghỉ phép 28/12 - 03/01", ("28/12/2026", "03/01/2027")),
        ("2026-12", "Nghỉ phép 28/12 - 03/01", ("28/12/2026", "03/01/2027")),
        ("2027-01", "Bận 30/12", ("30/12/2026", "30/12/2026")),
    ],
)
def test_a_day_without_a_year_is_of_the_nearest_one(month, text, days):
    assert spells(text, datetime.date.fromisoformat(f"{month}-01")) == [days]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5, unique=True), st.sampled_from([", ", " và ", ","]))
def test_a_list_of_days_comes_back_whole(days, between):
    text = f"Bận ngày {between.join(str(day) for day in days)}/11"
    assert spells(text) == [(f"{day:02d}/11/2026",) * 2 for day in days]


@pytest.mark.parametrize(
    "text",
    ["Bận ngày 12", "Bận 12/11 (sáng), 15/11", "Nghỉ từ 10/11 đến cuối tháng", "Bận 31/11", "Nghỉ 20/11 - 10/11/2026"],
)
def test_busy_days_that_cannot_be_read_are_asked_about(send, unit, text):
    file = send(
        "delegates",
        csv_bytes(["Họ và tên", "Chức vụ", "Cơ quan", "Ghi chú"], ["Lò A", "Chuyên viên", "MTTQ", f'"{text}"']),
    )
    row = rows_by_number(file)[2]
    assert row.outcome == "asked"
    assert [problem["field"] for problem in row.problems] == ["note"]
    assert "không rõ bận những ngày nào" in row.problems[0]["text"]


def test_what_speaks_of_no_days_is_passed_over_as_before():
    notes = read_notes("Bận việc gia đình; mới nhận công tác", month=NOVEMBER)
    assert (notes.spells, notes.doubtful) == ((), ())
    assert notes.unclear == ("Bận việc gia đình", "mới nhận công tác")
