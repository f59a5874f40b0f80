"""Tables that strangers made: what is read, what is refused; nothing is ever run, or unpacked without bound."""

import datetime
import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from documents import sheets
from documents.excel import Sheet, SheetColumn, write_workbook
from documents.sheets import SheetRefused, is_small, read_sheets


def workbook(*rows, name="T11", **more) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for title, others in more.items():
        other = book.create_sheet(title)
        for row in others:
            other.append(list(row))
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same package with parts put in their place or added."""
    old, file = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts.get(name) or old.read(name))
    return file.getvalue()


def rows_of(content: bytes):
    return read_sheets(content)[0].rows


def test_typed_cells_become_what_an_office_would_write():
    content = workbook(
        [
            datetime.datetime(2026, 11, 16),
            datetime.date(2026, 11, 9),
            datetime.time(8),
            datetime.datetime(2026, 11, 9, 8, 30),
        ],
        [938179657, 4.0, 2.5, True],
        ["  Hoà \u00a0 Bình ", "dòng một\ndòng  hai", None, None],
    )
    assert rows_of(content) == [
        ["16/11/2026", "09/11/2026", "08:00", "09/11/2026 08:30"],
        ["938179657", "4", "2,5", "có"],
        ["Hoà Bình", "dòng một\ndòng hai"],
    ]


def test_a_formula_is_the_text_that_was_typed_and_no_value():
    assert rows_of(workbook(["=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.vn")'])) == [
        ["=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.vn")']
    ]


def test_the_numbers_of_the_rows_are_those_of_the_file():
    assert rows_of(workbook(["a"], [], [], ["b"])) == [["a"], [], [], ["b"]]


def test_every_sheet_with_something_in_it_is_offered_in_order():
    grids = read_sheets(workbook(["a"], name="Một", Hai=[], Ba=[["b"]]))
    assert [(grid.name, grid.rows) for grid in grids] == [("Một", [["a"]]), ("Ba", [["b"]])]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_with_any_delimiter_with_or_without_a_bom(bom, delimiter):
    text = "\r\n".join(
        delimiter.join(row) for row in (("Xã, phường" if delimiter != "," else "Đơn vị", "Ngày"), ("Vạn Hòa", "9/11"))
    )
    grid = read_sheets(bom + text.encode())[0]
    assert grid.rows[1] == ["Vạn Hòa", "9/11"]


cells = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" \n"), max_size=12).map(
    lambda text: "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_is_written_as_a_workbook_is_read_back(rows):
    import unicodedata

    width = max(map(len, rows))
    padded = [[unicodedata.normalize("NFC", cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    columns = tuple(SheetColumn(title=f"Cột {number}") for number in range(width))
    grid = read_sheets(write_workbook([Sheet(name="x", columns=columns, rows=padded)]))[0]
    assert [row + [""] * (width - len(row)) for row in grid.rows[1:]] == padded[: len(grid.rows) - 1]
    assert not any(any(row) for row in padded[len(grid.rows) - 1 :])


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5), st.sampled_from(";,\t"))
def test_what_is_written_as_csv_is_read_back(rows, delimiter):
    import csv
    import unicodedata

    rows = [("Mã", "Tên", "Ghi chú"), *[tuple(unicodedata.normalize("NFC", cell) for cell in row) for row in rows]]
    if delimiter != ";" and any(";" in cell for row in rows for cell in row):
        return  # a semicolon in a text is not to be told from a delimiter
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    got = read_sheets(file.getvalue().encode("utf-8-sig"))[0].rows
    wanted = [list(row) for row in rows]
    assert [row + [""] * (3 - len(row)) for row in got] == wanted[: len(got)]


XLSX = workbook(["Xã, phường", "Ngày"], ["Kim Tân", "9/11"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp trống"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel đời cũ"),
        (b"MZ\x90\x00" + bytes(200), "không phải là bảng tính"),
        (b"%PDF-1.7 \x00\x01", "không phải là bảng tính"),
        ("Xã;Ngày\r\nHoà;9/11".encode("utf-16"), "UTF-16"),
        ("Xã;Ngày\r\nHòa;9/11".encode("cp1258", errors="replace"), "UTF-8"),
        (b"a;b\x00c", "không phải là bảng tính"),
        (b"<html><table><tr><td>Kim</td></tr></table></html>", "trang web"),
        (b'"a;b\r\nc', "CSV"),
        (b";".join([b"x"] * 70), "60 cột"),
        (b"a" * 200_000, "một dòng quá dài"),
        (b"a,b\n" * 10 + b",".join([b"x"] * 50_001), "một dòng quá dài"),
        (b"PK\x03\x04" + bytes(50), "bị hỏng"),
        (XLSX[:-200], "bị hỏng"),
        (b"x" * (sheets.MAX_BYTES + 1), "5 MB"),
        (b"\r\n\r\n", "không có dòng"),
        (workbook(["a"] * 70), "60 cột"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content, said):
    with pytest.raises(SheetRefused, match=said):
        read_sheets(content)


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}), "OpenDocument"),
        (zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b""}), "không phải là tệp Excel"),
        (with_parts(XLSX, {"xl/vbaProject.bin": b"x"}), "macro"),
        (with_parts(XLSX, {"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}), "macro"),
        (with_parts(XLSX, {"xl/worksheets/sheet1.xml": b"0" * 40_000_000}), "lớn bất thường"),
        (zipped({f"{number}.xml": b"x" for number in range(600)}), "lớn bất thường"),
        (with_parts(XLSX, {"xl/workbook.xml": b"<not><closed>"}), "bị hỏng"),
        (
            with_parts(XLSX, {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}),
            "bị hỏng",
        ),
    ],
)
def test_a_package_that_is_no_plain_workbook_is_refused(content, said):
    with pytest.raises(SheetRefused, match=said):
        read_sheets(content)


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = with_parts(XLSX, {"xl/worksheets/sheet1.xml": b" " * 200_000_000})
    started = time.process_time()
    with pytest.raises(SheetRefused):
        read_sheets(bomb)
    assert time.process_time() - started < 1


def test_a_bomb_that_lies_about_its_size_unpacks_no_more_than_it_says():
    honest = with_parts(XLSX, {"xl/worksheets/sheet1.xml": b" " * 2_000_000})
    size = (2_000_000).to_bytes(4, "little")
    lying = honest.replace(size, (1000).to_bytes(4, "little"))
    with pytest.raises(SheetRefused):
        read_sheets(lying)


def test_a_million_formatted_empty_rows_end_the_reading_early():
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (number, number) for number in range(3, 400_003))
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Kim</t></is></c></row>'
        + rows
        + b"</sheetData></worksheet>"
    )
    started = time.process_time()
    grid = read_sheets(with_parts(XLSX, {"xl/worksheets/sheet1.xml": sheet}))[0]
    assert grid.rows == [["Kim"]]
    assert grid.ends_empty
    assert time.process_time() - started < 3


def test_a_row_that_says_it_is_the_billionth_ends_the_reading():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Kim</t></is></c></row>'
        b'<row r="999999999"><c r="A999999999" t="inlineStr"><is><t>xa</t></is></c></row></sheetData></worksheet>'
    )
    grid = read_sheets(with_parts(XLSX, {"xl/worksheets/sheet1.xml": sheet}))[0]
    assert grid.rows == [["Kim"]]
    assert grid.ends_empty


def test_more_rows_than_are_taken_are_cut_and_said_so():
    content = "\n".join(["Kim;9/11"] * 5_100).encode()
    grid = read_sheets(content)[0]
    assert grid.is_cut
    assert len(grid.rows) == sheets.MAX_ROWS


@pytest.mark.parametrize("content", [workbook(*[["Kim", "9/11"]] * 1_200), b"Kim;9/11\n" * 1_200], ids=["xlsx", "csv"])
def test_progress_is_told_while_rows_are_read(content):
    told: list[int] = []
    read_sheets(content, progress=told.append)
    assert told == [500, 1000]


def test_small_files_are_known_without_reading_them():
    assert is_small(XLSX)
    assert is_small(b"PK\x03\x04 broken")
    assert not is_small(b"a;b\n" * 100_000)


@given(st.binary(max_size=300))
def test_no_bytes_bring_the_reader_down(content):
    for start in (b"", b"PK\x03\x04"):
        with suppress(SheetRefused):
            assert read_sheets(start + content)
