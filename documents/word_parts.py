"""What python-docx has no words for: Vietnamese fonts, page number fields, rows that repeat, tables without lines."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Header
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from documents.paper import Run as Piece
from documents.vietnamese import split_symbols

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
Place = Literal["justify", "left", "center", "right"]

_PLACES = {
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_vietnamese_times(document: Document) -> None:
    """One font and one language for every script, or Word sets letters it takes for another script in another font."""
    normal = document.styles["Normal"]
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for properties in (defaults, normal.element.get_or_add_rPr()):
        for tag in ("w:rFonts", "w:lang"):
            for old in properties.findall(qn(tag)):
                properties.remove(old)
        # The schema wants the fonts first and the language after the size.
        properties.insert(0, element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))
        properties.append(element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi=LANGUAGE))
    normal.font.size = Pt(14)
    # For the paragraphs of empty and merged cells, and for what people add in Word.
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(18)


def fill(
    paragraph: Paragraph,
    text: str | Sequence[Piece],
    *,
    place: Place = "left",
    size: float = 14,
    pitch: float = 20,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Paragraph:
    """Write into a paragraph; sizes, line pitch and the room before and after in points."""
    shape = paragraph.paragraph_format
    shape.alignment = _PLACES[place]
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    if keep:
        shape.keep_with_next = True
    for piece in [Piece(text=text)] if isinstance(text, str) else text:
        run = _add_unbroken(paragraph, unicodedata.normalize("NFC", piece.text))
        _set_letters(run, size, bold=bold or piece.bold, italic=italic or piece.italic, underline=underline)
    return paragraph


def _add_unbroken(paragraph: Paragraph, text: str) -> Run:
    """A run in which Word ends no line inside the number of a document."""
    run = paragraph.add_run()
    for place, part in enumerate(split_symbols(text)):
        before, *after = part.split("-") if place % 2 else [part]
        run.add_text(before)
        for letters in after:
            run._r.append(element("w:noBreakHyphen"))
            run.add_text(letters)
    return run


def _set_letters(run: Run, size: float, *, bold: bool, italic: bool, underline: bool) -> None:
    run.font.size = Pt(size)
    run.font.bold = bold or None
    run.font.italic = italic or None
    run.font.underline = underline or None


def add_page_number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(14)
    instruction = element("w:instrText")
    instruction.text = "PAGE"
    figure = element("w:t")
    figure.text = "2"
    field = ("begin", instruction, "separate", figure, "end")
    for part in field:
        run._r.append(element("w:fldChar", fldCharType=part) if isinstance(part, str) else part)


def add_rule(cell: _Cell, *, length_mm: float, room_mm: float) -> None:
    """A line in the middle of a cell: the upper border of a paragraph of one point, indented on both sides."""
    paragraph = fill(cell.add_paragraph(), "", pitch=1)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((room_mm - length_mm) / 2)
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="0", color="000000"))
    # Before w:spacing, where the schema wants it.
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def fixed_table(document: Document, rows: int, widths_mm: Sequence[float], *, lined: bool) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths_mm), style="Table Grid" if lined else None)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    _set_cell_margins(table, 80 if lined else 0)
    return table


def _set_cell_margins(table: Table, twips: int) -> None:
    margins = element("w:tblCellMar")
    margins.extend(element(f"w:{side}", w=str(twips), type="dxa") for side in ("left", "right"))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)


def cells_of(row: _Row, widths_mm: Sequence[float]) -> list[_Cell]:
    """The cells of a row with their widths; `row.cells` walks the whole table, too slow for a long one."""
    cells = [_Cell(tc, row.table) for tc in row._tr.tc_lst]
    for cell, width in zip(cells, widths_mm, strict=False):
        cell.width = Mm(width)
    return cells


def keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def repeat_as_heading(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def keep_with_next(paragraphs: Iterable[Paragraph]) -> None:
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def only_paragraph(part: _Header) -> Paragraph:
    part.is_linked_to_previous = False
    paragraph: Paragraph = part.paragraphs[0]
    return paragraph
