"""Reading tables that strangers made: .xlsx or .csv → rows of texts. Pure; a formula is text and is never computed.

A date becomes "09/11/2026", a time "08:00", a whole number "12", whatever the sheet's own number format is. What
cannot be read is refused with what to do about it. Limits: MAX_BYTES as sent, MAX_UNPACKED and MAX_RATIO inside a
zip (checked before anything is unpacked), MAX_ROWS filled rows, MAX_COLUMNS columns.
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 150  # a real sheet of 5,000 like rows packs to a fortieth; a zip bomb to a thousandth
MAX_PARTS = 500
MAX_ROWS = 5_050  # 5,000 of data, and titles, headings, totals
MAX_COLUMNS = 60
MAX_SHEETS = 10
MAX_CELL = 4_000  # letters; what is longer is cut, no field of ours holds more
LONGEST_LINE = 100_000
EMPTY_ROWS = 1_000  # so many in one go are the end: sheets with a million formatted empty rows are common
SMALL_UNPACKED = 600 * 1024  # about 500 rows: read while the person waits

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TO_XLSX = "Mở tệp bằng Excel, chọn Lưu thành (Save As), loại “Excel Workbook (.xlsx)”, rồi gửi lại."
_TO_CSV = "Trong Excel chọn Lưu thành (Save As), loại “CSV UTF-8”, hoặc gửi thẳng tệp .xlsx."

Row = list[str]
Progress = Callable[[int], None]


class SheetRefused(ValueError):
    """A file that is not read; the Vietnamese message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One sheet. Row n of the file is rows[n - 1]; rows are as long as their last filled cell."""

    name: str
    rows: list[Row]
    is_cut: bool = False  # it has more rows than MAX_ROWS
    ends_empty: bool = False  # after these rows come EMPTY_ROWS empty ones; nothing further was read


def is_small(content: bytes) -> bool:
    """Whether reading takes no longer than a page may."""
    if not content.startswith(_ZIP):
        return len(content) < SMALL_UNPACKED // 4
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
            return not SMALL_UNPACKED <= unpacked <= MAX_UNPACKED  # larger is refused at once
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return True  # refused at once


def is_text(content: bytes) -> bool:
    """Whether it can only be a CSV, whatever its name says."""
    return not content.startswith((_ZIP, _OLE)) and b"\x00" not in content


def read_sheets(content: bytes, *, progress: Progress | None = None) -> list[Grid]:
    """The filled sheets in their order. Raises SheetRefused. `progress` is told the rows read so far."""
    progress = progress or (lambda rows: None)
    if not content:
        raise SheetRefused("Tệp trống, không có nội dung.")
    if len(content) > MAX_BYTES:
        raise SheetRefused("Tệp nặng quá 5 MB. Tách thành nhiều tệp, hoặc xóa ảnh và các bảng không cần.")
    if content.startswith(_ZIP):
        check_package(content)
        grids = _read_workbook(content, progress)
    elif content.startswith(_OLE):
        raise SheetRefused(f"Đây là tệp Excel đời cũ (.xls) hoặc tệp có mật khẩu, chương trình không đọc. {_TO_XLSX}")
    else:
        grids = [_read_csv(content, progress)]
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        raise SheetRefused("Tệp không có dòng nào.")
    return filled


def check_package(content: bytes) -> None:
    """Raises SheetRefused unless the zip is a plain workbook of a sensible size. Unpacks only heads of its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {part.filename: part for part in package.infolist()}
            _check_sizes(list(parts.values()))
            if "mimetype" in parts and b"opendocument" in package.read("mimetype")[:200]:
                raise SheetRefused(f"Đây là tệp OpenDocument (.ods), chương trình không đọc. {_TO_XLSX}")
            if "[Content_Types].xml" not in parts or "xl/workbook.xml" not in parts:
                raise SheetRefused(f"Đây không phải là tệp Excel .xlsx. {_TO_XLSX}")
            kinds = package.read("[Content_Types].xml")
            heads = [package.open(name).read(2000) for name in parts if name.endswith((".xml", ".rels"))]
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as fault:
        if isinstance(fault, SheetRefused):
            raise
        raise SheetRefused(f"Tệp bị hỏng, không mở được. {_TO_XLSX}") from fault
    if any(b"<!DOCTYPE" in head.replace(b"\x00", b"") for head in heads):
        # Entities that refer to each other grow without bound; no spreadsheet program writes any.
        raise SheetRefused(f"Tệp bị hỏng, không mở được. {_TO_XLSX}")
    if b"macroEnabled" in kinds or any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise SheetRefused(f"Tệp có macro, vì an toàn chương trình không nhận. {_TO_XLSX}")


def _check_sizes(parts: Sequence[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 10_000):
        raise SheetRefused("Tệp mở ra lớn bất thường, chương trình không nhận. Chép riêng bảng cần nhập sang tệp mới.")
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused(f"Tệp có mật khẩu. Bỏ mật khẩu rồi gửi lại. {_TO_XLSX}")


def _read_workbook(content: bytes, progress: Progress) -> list[Grid]:
    from openpyxl import load_workbook  # 0.3 s, and only here

    try:
        with warnings.catch_warnings():
            # Of parts that openpyxl does not keep (drop-down lists, colours by rule): we write nothing back.
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            grids = [_read_sheet(sheet, progress) for sheet in workbook.worksheets[:MAX_SHEETS]]
            workbook.close()
    except SheetRefused:
        raise
    except Exception as fault:
        # A library that meets a forged file fails in any way it likes; all of them mean the same.
        raise SheetRefused(f"Tệp bị hỏng, không mở được. {_TO_XLSX}") from fault
    return grids


def _read_sheet(sheet: Any, progress: Progress) -> Grid:
    sheet.reset_dimensions()  # what a file says of its own size need not be true
    typed = sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
    return _grid(sheet.title, ([cell_text(value) for value in row] for row in typed), progress)


def cell_text(value: object) -> str:
    """A typed cell as an office would write it; a formula stays the text that was typed."""
    match value:
        case None:
            return ""
        case str():
            return _clean(value)
        case bool():
            return "có" if value else "không"
        case datetime():
            day = f"{value:%d/%m}/{value.year:04d}"
            return day if value.time() == time.min else f"{day} {value:%H:%M}"
        case date():
            return f"{value:%d/%m}/{value.year:04d}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}".replace(".", ",")
    formula = getattr(value, "text", None)  # array and table formulas
    return _clean(formula if isinstance(formula, str) else str(value))


def _clean(text: str) -> str:
    """NFC, no control signs; lines kept, for headings and agendas have several."""
    lines = _CONTROLS.sub(" ", unicodedata.normalize("NFC", text[:MAX_CELL])).replace("\u00a0", " ").splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _grid(name: str, rows: Iterable[Row], progress: Progress) -> Grid:
    kept: list[Row] = []
    filled = empty = 0
    for number, row in enumerate(rows, 1):
        while row and not row[-1]:
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise SheetRefused(f"Bảng “{name}” có hơn {MAX_COLUMNS} cột. Chỉ để lại những cột cần nhập.")
        if not row:
            empty += 1
            if empty > EMPTY_ROWS:
                return Grid(name=name, rows=_without_end(kept), ends_empty=True)
        else:
            empty, filled = 0, filled + 1
            if filled > MAX_ROWS:
                return Grid(name=name, rows=kept, is_cut=True)
        kept.append(row)
        if number % 500 == 0:
            progress(number)
    return Grid(name=name, rows=_without_end(kept))


def _without_end(rows: list[Row]) -> list[Row]:
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _read_csv(content: bytes, progress: Progress) -> Grid:
    text = _decoded(content)
    if text.lstrip()[:1] == "<":
        raise SheetRefused(f"Đây là một trang web hay tệp XML, không phải bảng tính. {_TO_XLSX}")
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise SheetRefused(f"Tệp có một dòng quá dài, không phải là bảng. {_TO_XLSX}")
    try:
        return _grid("CSV", _csv_rows(text, _delimiter(text)), progress)
    except csv.Error as fault:
        raise SheetRefused(f"Tệp CSV không đúng cách viết. {_TO_CSV}") from fault


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SheetRefused(f"Tệp ghi bằng bảng mã UTF-16, chương trình chỉ đọc UTF-8. {_TO_CSV}")
    if b"\x00" in content:
        raise SheetRefused(f"Đây không phải là bảng tính. Chỉ nhận tệp .xlsx hoặc .csv. {_TO_XLSX}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise SheetRefused(
            "Không đọc được chữ trong tệp: tệp CSV cần ghi bằng bảng mã UTF-8 (không phải Windows-1258, TCVN3). "
            f"{_TO_CSV}"
        ) from fault


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
        if len(row) > MAX_COLUMNS + 1 and any(row[MAX_COLUMNS:]):
            raise SheetRefused(f"Bảng có hơn {MAX_COLUMNS} cột. Chỉ để lại những cột cần nhập.")
        yield [_clean(cell) for cell in row[: MAX_COLUMNS + 1]]


def _delimiter(text: str) -> str:
    """`;` (Excel in Vietnamese), `,` or tab: the one that parts the first lines into most cells."""
    start = "\n".join(text.splitlines()[:40])

    def cells(delimiter: str) -> int:
        try:
            return sum(len(row) - 1 for row in csv.reader(io.StringIO(start, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0

    # An agenda has many commas in its text, so the semicolon wins where both part the lines.
    lines = max(len(start.splitlines()), 1)
    if cells(";") >= lines:
        return ";"
    return max("\t,;", key=cells)
