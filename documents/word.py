"""A paper as .docx: the same words in the same form as the PDF, for offices that finish documents in Word."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from itertools import accumulate

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.section import Section
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell

from documents.paper import (
    DRAFT_MARK,
    PARTY,
    RECEIVERS_TITLE,
    SUMMARY_RULE,
    Appendix,
    Block,
    Heading,
    ItemList,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
)
from documents.word_parts import (
    LANGUAGE,
    Place,
    add_page_number,
    add_rule,
    cells_of,
    fill,
    fixed_table,
    keep_whole,
    keep_with_next,
    only_paragraph,
    repeat_as_heading,
    set_vietnamese_times,
)

HALVES_MM = (78, 87)
# ĐẢNG CỘNG SẢN VIỆT NAM in 15 pt bold Times is 73 mm long, and so is the rule below it.
PARTY_RULE_MM = 73


def paper_docx(paper: Paper) -> bytes:
    document = docx.Document()
    set_vietnamese_times(document)
    _set_properties(document, paper)
    _set_page(document.sections[0], landscape=False)
    _set_header(document.sections[0], draft=paper.draft, is_first=True)
    _add_head(document, paper)
    _add_title(document, paper)
    _add_blocks(document, paper.body, draft=paper.draft)
    _turn(document, landscape=False, draft=paper.draft)
    _keep_last_lines_with_signature(document)
    _add_foot(document, paper)
    for appendix in paper.appendices:
        _add_appendix(document, appendix, draft=paper.draft)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_properties(document: Document, paper: Paper) -> None:
    properties = document.core_properties
    # Word's own limit for a title.
    properties.title = paper.title[:255]
    properties.author = properties.last_modified_by = paper.letterhead.issuer[:255]
    properties.language = LANGUAGE
    properties.comments = ""
    # Of the document, not of the clock: printing it again changes nothing.
    made = datetime.combine(paper.issued_on or date(2000, 1, 1), time(), tzinfo=UTC)
    properties.created = properties.modified = made


def _set_page(section: Section, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = (297, 210) if landscape else (210, 297)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)


def _set_header(section: Section, *, draft: bool, is_first: bool) -> None:
    section.different_first_page_header_footer = is_first
    mark = DRAFT_MARK if draft else ""
    if is_first:
        fill(only_paragraph(section.first_page_header), mark, size=12, bold=True, pitch=16)
    paragraph = fill(only_paragraph(section.header), mark, size=12, bold=True, pitch=16)
    # The template's header has tab stops of its own at other places.
    paragraph.style = "Normal"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(_text_width(section) / 2), WD_TAB_ALIGNMENT.CENTER)
    paragraph.add_run("\t")
    add_page_number(paragraph)


def _text_width(section: Section) -> int:
    return 252 if section.orientation == WD_ORIENT.LANDSCAPE else 165


def _turn(document: Document, *, landscape: bool, draft: bool) -> None:
    if (document.sections[-1].orientation == WD_ORIENT.LANDSCAPE) != landscape:
        _add_section(document, landscape=landscape, draft=draft)


def _add_section(document: Document, *, landscape: bool, draft: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, landscape=landscape)
    _set_header(section, draft=draft, is_first=False)


def _add_head(document: Document, paper: Paper) -> None:
    # A committee with nobody above it (a Tỉnh ủy) stands in the first line itself.
    above = [(paper.letterhead.superior.upper(), False)] if paper.letterhead.superior else []
    lines = [*above, (paper.letterhead.issuer.upper(), True), ("*", False), (paper.number_line, False)]
    table = fixed_table(document, len(lines), HALVES_MM, lined=False)
    rows = [cells_of(row, HALVES_MM) for row in table.rows]
    for (left, _), (text, is_bold) in zip(rows, lines, strict=True):
        _write(left, text, bold=is_bold)
    _write(rows[0][1], PARTY, size=15, bold=True)
    add_rule(rows[0][1], length_mm=PARTY_RULE_MM, room_mm=HALVES_MM[1])
    _write(rows[-1][1], paper.place_line, italic=True)


def _write(cell: _Cell, text: str, *, size: float = 14, bold: bool = False, italic: bool = False) -> None:
    fill(cell.paragraphs[0], text, place="center", size=size, pitch=18, bold=bold, italic=italic)


def _add_title(document: Document, paper: Paper) -> None:
    add = document.add_paragraph
    fill(add(), paper.kind.upper(), place="center", size=16, bold=True, before=18, keep=True)
    fill(add(), paper.summary, place="center", bold=True, keep=True)
    fill(add(), SUMMARY_RULE, place="center", bold=True, pitch=14, after=12, keep=True)


def _add_blocks(document: Document, blocks: Iterable[Block], *, draft: bool, landscape: bool = False) -> None:
    for block in blocks:
        _turn(document, landscape=landscape or (isinstance(block, Table) and block.landscape), draft=draft)
        _add_block(document, block)


def _add_block(document: Document, block: Block) -> None:
    match block:
        case Paragraph():
            indent = block.indent and block.align in ("justify", "left")
            _add_text(document, block.runs, indent=indent, place=block.align)
        case Heading():
            _add_text(document, [Run(text=block.text, bold=True, italic=block.level == 3)], place="left", keep=True)
        case ItemList():
            for mark, runs in block.marked:
                _add_text(document, [Run(text=f"{mark} "), *runs])
        case Table():
            _add_table(document, block)
        case PageBreak():
            fill(document.add_paragraph(), "", pitch=1).add_run().add_break(WD_BREAK.PAGE)


def _add_text(
    document: Document, runs: Sequence[Run], *, indent: bool = True, place: Place = "justify", keep: bool = False
) -> None:
    paragraph = fill(document.add_paragraph(), runs, place=place, after=6, keep=keep)
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(10)


def _add_table(document: Document, block: Table) -> None:
    if block.caption:
        fill(document.add_paragraph(), block.caption, place="center", bold=True, after=4, keep=True)
    room = _text_width(document.sections[-1])
    widths = [percent * room / 100 for percent in block.percents]
    headings = len(block.header_rows)
    bodies = [*block.aligned_rows, *([block.aligned_total] if block.total else [])]
    table = fixed_table(document, headings + len(bodies), widths, lined=True)
    for row in (rows := list(table.rows)):
        keep_whole(row)
    _write_headings(table, block, widths)
    for number, (row, body) in enumerate(zip(rows[headings:], bodies, strict=True), 1):
        cells = cells_of(row, widths)
        is_band = len(body) < len(cells)
        if is_band:
            cells = [cells[0].merge(cells[-1])]
        is_total = bool(block.total) and number == len(bodies)
        is_kept = is_band or (bool(block.total) and number == len(bodies) - 1)
        for cell, (align, text) in zip(cells, body, strict=True):
            place: Place = "left" if is_band else align
            _write_cell(cell, text, block, place=place, bold=is_band or is_total, keep=is_kept)
    # Word melts two tables into one when nothing stands between them.
    fill(document.add_paragraph(), "", size=2, pitch=10)


def _write_headings(table: WordTable, block: Table, widths: Sequence[float]) -> None:
    upper, *lower = block.header_rows
    rows = [cells_of(row, widths) for row in list(table.rows)[: 1 + len(lower)]]
    for row in list(table.rows)[: len(rows)]:
        repeat_as_heading(row)
    starts = list(accumulate((cell.across for cell in upper), initial=0))
    placed = [(0, left, cell) for left, cell in zip(starts, upper, strict=False)]
    free = [left + i for left, cell in zip(starts, upper, strict=False) if cell.down == 1 for i in range(cell.across)]
    placed += [(1, left, cell) for left, cell in zip(free, lower[0], strict=True)] if lower else []
    for top, left, heading in reversed(placed):
        cell = rows[top][left]
        if heading.across > 1 or heading.down > 1:
            cell = cell.merge(rows[top + heading.down - 1][left + heading.across - 1])
        _write_cell(cell, heading.title, block, place="center", bold=True, keep=True)


def _write_cell(cell: _Cell, text: str, block: Table, *, place: Place, bold: bool, keep: bool) -> None:
    size, pitch = (11, 14) if block.is_dense else (12, 15)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    fill(cell.paragraphs[0], text, place=place, size=size, pitch=pitch, bold=bold, before=2, after=2, keep=keep)


def _keep_last_lines_with_signature(document: Document) -> None:
    """The signature never stands on a page alone."""
    for part in reversed(list(document.iter_inner_content())):
        if isinstance(part, WordTable):
            keep_with_next(p for cell in cells_of(part.rows[-1], ()) for p in cell.paragraphs)
            return
        keep_with_next([part])
        if part.text:
            return


def _add_foot(document: Document, paper: Paper) -> None:
    table = fixed_table(document, 1, HALVES_MM, lined=False)
    keep_whole(table.rows[0])
    left, right = cells_of(table.rows[0], HALVES_MM)
    if paper.receivers:
        fill(left.paragraphs[0], RECEIVERS_TITLE, underline=True, before=12)
    for line in paper.receiver_lines:
        fill(left.add_paragraph(), line, size=12, pitch=15)
    _write_signature(right, paper)
    # Word wants a paragraph after the last table.
    fill(document.add_paragraph(), "", size=2, pitch=1)


def _write_signature(cell: _Cell, paper: Paper) -> None:
    lines = [*((line, True) for line in paper.signature.authority), (paper.signature.position, False)]
    for place, (line, is_bold) in enumerate(lines):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        fill(paragraph, line.upper(), place="center", bold=is_bold, before=0 if place else 12)
    # Four and a half blank lines for the signature and the seal.
    fill(cell.add_paragraph(), paper.signature.name, place="center", bold=True, before=90)


def _add_appendix(document: Document, appendix: Appendix, *, draft: bool) -> None:
    _add_section(document, landscape=appendix.landscape, draft=draft)
    fill(document.add_paragraph(), appendix.title.upper(), place="center", bold=True, keep=True)
    if appendix.summary:
        fill(document.add_paragraph(), appendix.summary, place="center", bold=True, keep=True)
    if appendix.note:
        fill(document.add_paragraph(), appendix.note, place="center", italic=True, after=12, keep=True)
    _add_blocks(document, appendix.blocks, draft=draft, landscape=appendix.landscape)
