import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from documents.excel import Sheet, SheetColumn, write_workbook

COLUMNS = (
    SheetColumn(title="TT", width=6, align="center"),
    SheetColumn(title="Xã, phường", width=30),
    SheetColumn(title="Điểm", width=10, align="right", places=2),
)


def read_back(**given):
    sheet = Sheet(**{"name": "Xếp hạng", "columns": COLUMNS, "rows": [], **given})
    return load_workbook(io.BytesIO(write_workbook([sheet]))).worksheets[0]


def only_cell(value, **column):
    sheet = Sheet(name="a", columns=(SheetColumn(title="x", **column),), rows=[[value]])
    return load_workbook(io.BytesIO(write_workbook([sheet]))).worksheets[0]["A2"]


def test_titles_headings_rows_and_total_stand_below_each_other():
    sheet = read_back(
        titles=("BẢNG XẾP HẠNG", "Tháng 11/2026"),
        rows=[[1, "Phường Cốc Lếu", Decimal("98.75")], [2, "Xã Tả Phời", Decimal("90")]],
        total=(None, "Bình quân", Decimal("94.375")),
    )
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["BẢNG XẾP HẠNG", None, None],
        ["Tháng 11/2026", None, None],
        [None, None, None],
        ["TT", "Xã, phường", "Điểm"],
        [1, "Phường Cốc Lếu", 98.75],
        [2, "Xã Tả Phời", 90],
        [None, "Bình quân", 94.375],
    ]
    assert sheet["B7"].font.b


def test_cells_are_ruled_and_set_as_on_paper():
    sheet = read_back(rows=[[1, "Xã Tả Phời", Decimal("90")]], total=(None, "Bình quân", Decimal("90")))

    def look(cell):
        font, at = cell.font, cell.alignment
        return font.name, font.sz, font.b, at.horizontal, at.wrap_text, cell.border.left.style, cell.border.bottom.style

    paper = ("Times New Roman", 12)
    ruled = (True, "thin", "thin")
    assert [look(cell) for cell in sheet[1]] == [(*paper, True, "center", *ruled)] * 3
    assert [look(cell) for cell in sheet[2]] == [
        (*paper, False, align, *ruled) for align in ("center", "left", "right")
    ]
    assert [look(cell) for cell in sheet[3]] == [(*paper, True, align, *ruled) for align in ("center", "left", "right")]


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    cell = only_cell(text)
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_no_formula_is_in_the_file_not_even_in_titles_and_headings():
    sheet = Sheet(name="=1", titles=("=1+1",), columns=(SheetColumn(title="=2+2"),), rows=[["=3+3"]], total=("=4+4",))
    archive = zipfile.ZipFile(io.BytesIO(write_workbook([sheet])))
    assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("value", "places", "number_format"),
    [
        (Decimal("7.5"), None, "#,##0.0"),
        (Decimal("7.5"), 2, "#,##0.00"),
        (Decimal("7"), None, "#,##0"),
        (Decimal("1E+3"), None, "#,##0"),
        (7, None, "0"),
        (date(2026, 2, 5), None, "dd/mm/yyyy"),
        (datetime(2026, 2, 5, 8, 30), None, "dd/mm/yyyy hh:mm"),
        (time(8, 30), None, "hh:mm"),
    ],
)
def test_numbers_and_dates_are_real_values_with_a_format(value, places, number_format):
    cell = only_cell(value, places=places)
    assert cell.data_type in ("n", "d")
    assert cell.number_format == number_format


def test_the_sheet_prints_on_a4_with_its_headings_on_every_page():
    sheet = read_back(titles=("Tên",), rows=[[1, "a", Decimal(1)]], landscape=True)
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.column_dimensions["B"].width == 30


def test_every_sheet_gets_a_name_that_excel_opens():
    names = ("12-TB/TU: tháng [11]", "12-TB/TU: tháng [11]", "x" * 40, "'")
    sheets = [Sheet(name=name, columns=COLUMNS, rows=[]) for name in names]
    written = load_workbook(io.BytesIO(write_workbook(sheets))).sheetnames
    assert written == ["12-TB-TU- tháng -11-", "12-TB-TU- tháng -11-1", "x" * 31, "Bảng"]


def test_letters_that_a_workbook_cannot_hold_are_left_out():
    assert only_cell("a\x00b\x0bc").value == "abc"


def test_a_row_of_another_length_than_the_headings_is_refused():
    with pytest.raises(ValueError, match="zip"):
        read_back(rows=[[1, "a"]])
