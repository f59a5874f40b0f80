"""Tables as .xlsx, ready to print on A4. Writing only; the cells are plain data, never formulas."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import product
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from documents.paper import Align

Value = str | int | Decimal | date | datetime | time | None

FONT = "Times New Roman"
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
# As the gallery of styles shows them.
_STYLES: dict[Align, str] = {"left": "Ô trái", "center": "Ô giữa", "right": "Ô phải"}
# What makes a spreadsheet read a text as a formula, also after another program has saved the file.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """`width` in characters; `places` fixes the decimals, None shows those that each number has."""

    title: str
    width: float = 12
    align: Align = "left"
    places: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`titles` stand above the table, the first in bold; `total` is the last row, in bold."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Value]]
    titles: tuple[str, ...] = ()
    total: tuple[Value, ...] = ()
    landscape: bool = False


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _add_styles(workbook)
    for sheet in sheets:
        _write_sheet(workbook.create_sheet(_sheet_name(sheet.name)), sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _add_styles(workbook: Workbook) -> None:
    """Named once and taken by name: a font, a border and an alignment for each cell would take three times as long."""
    for align, is_bold in product(_STYLES, (False, True)):
        style = NamedStyle(
            name=_style_name(align, is_bold=is_bold),
            font=Font(name=FONT, size=12, bold=is_bold),
            border=_GRID,
            alignment=Alignment(horizontal=align, vertical="center", wrap_text=True),
        )
        workbook.add_named_style(style)


def _style_name(align: Align, *, is_bold: bool) -> str:
    return f"{_STYLES[align]} đậm" if is_bold else _STYLES[align]


def _sheet_name(name: str) -> str:
    """Excel opens no name above 31 letters, with a bracket or slash, or with an apostrophe at an end."""
    return _NOT_IN_A_SHEET_NAME.sub("-", name)[:31].strip("' ") or "Bảng"


def _write_sheet(worksheet: Worksheet, sheet: Sheet) -> None:
    _write_titles(worksheet, sheet)
    heading = len(sheet.titles) + (2 if sheet.titles else 1)
    _write_row(worksheet, heading, sheet, [column.title for column in sheet.columns], is_heading=True)
    for number, row in enumerate(sheet.rows, heading + 1):
        _write_row(worksheet, number, sheet, row)
    if sheet.total:
        _write_row(worksheet, heading + len(sheet.rows) + 1, sheet, sheet.total, is_bold=True)
    for number, column in enumerate(sheet.columns, 1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.freeze_panes = f"A{heading + 1}"
    _set_up_print(worksheet, heading, landscape=sheet.landscape)


def _write_titles(worksheet: Worksheet, sheet: Sheet) -> None:
    for number, title in enumerate(sheet.titles, 1):
        cell = _cell(worksheet, number, 1)
        _put(cell, title, places=None)
        cell.font = Font(name=FONT, size=14, bold=number == 1)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        worksheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(sheet.columns))


def _write_row(
    worksheet: Worksheet,
    number: int,
    sheet: Sheet,
    values: Sequence[Value],
    *,
    is_heading: bool = False,
    is_bold: bool = False,
) -> None:
    for place, (column, value) in enumerate(zip(sheet.columns, values, strict=True), 1):
        cell = _cell(worksheet, number, place)
        # First: it takes the place of a number format that is there already.
        cell.style = _style_name("center" if is_heading else column.align, is_bold=is_heading or is_bold)
        _put(cell, value, places=column.places)


def _cell(worksheet: Worksheet, row: int, column: int) -> Cell:
    # Nothing is merged yet where we write.
    return cast(Cell, worksheet.cell(row, column))


def _put(cell: Cell, value: Value, *, places: int | None) -> None:
    if isinstance(value, str):
        _put_text(cell, value)
        return
    cell.value = value
    if number_format := _number_format(value, places):
        cell.number_format = number_format


def _put_text(cell: Cell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        # As if typed with an apostrophe: it stays a text when someone edits the cell.
        cell.quotePrefix = True


def _number_format(value: Value, places: int | None) -> str:
    """In the file's own notation; Excel shows it with the comma and dot of the reader's country."""
    match value:
        case datetime():
            return "dd/mm/yyyy hh:mm"
        case date():
            return "dd/mm/yyyy"
        case time():
            return "hh:mm"
        case Decimal():
            shown = max(0, -int(value.as_tuple().exponent)) if places is None else places
            return f"#,##0.{'0' * shown}" if shown else "#,##0"
        case int():
            return "0"
    return ""


def _set_up_print(worksheet: Worksheet, heading: int, *, landscape: bool) -> None:
    page = worksheet.page_setup
    page.paperSize = Worksheet.PAPERSIZE_A4
    page.orientation = "landscape" if landscape else "portrait"
    # As wide as one page, as long as it takes.
    page.fitToWidth, page.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_title_rows = f"{heading}:{heading}"
    worksheet.print_options.horizontalCentered = True
    margins = worksheet.page_margins
    # In inches: top and bottom 20 mm, left 30 mm, right 15 mm, the page number 10 mm from the edge.
    margins.top = margins.bottom = 20 / 25.4
    margins.left, margins.right, margins.header = 30 / 25.4, 15 / 25.4, 10 / 25.4
    if worksheet.oddHeader:
        worksheet.oddHeader.center.text = "&P"
