"""Slips as .docx: the same words as their PDF, a section of A5 for each."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.section import Section
from docx.shared import Mm

from documents.paper import Heading, ItemList, Paragraph, Run
from documents.slips import Slip
from documents.word_parts import LANGUAGE, cells_of, fill, fixed_table, set_vietnamese_times

HALVES_MM = (60.5, 60.5)


def slips_docx(slips: Sequence[Slip], *, title: str, made_on: date) -> bytes:
    document = docx.Document()
    set_vietnamese_times(document)
    properties = document.core_properties
    properties.title, properties.language, properties.comments = title[:255], LANGUAGE, ""
    properties.author = properties.last_modified_by = slips[0].issuer[:255] if slips else ""
    # Of the document, not of the clock: printing it again changes nothing.
    properties.created = properties.modified = datetime.combine(made_on, time(), tzinfo=UTC)
    for place, slip in enumerate(slips):
        _set_page(document.add_section(WD_SECTION.NEW_PAGE) if place else document.sections[0])
        _add_slip(document, slip)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(12)
    section.left_margin = Mm(15)
    section.header_distance = section.footer_distance = Mm(6)


def _add_slip(document: Document, slip: Slip) -> None:
    left, right = cells_of(fixed_table(document, 1, HALVES_MM, lined=False).rows[0], HALVES_MM)
    fill(left.paragraphs[0], slip.issuer, size=12, pitch=16, bold=True)
    fill(right.paragraphs[0], slip.reference, size=12, pitch=16, place="right")
    fill(document.add_paragraph(), slip.title.upper(), size=15, place="center", bold=True, before=14, keep=True)
    fill(document.add_paragraph(), slip.summary, place="center", bold=True, after=8, keep=True)
    for block in slip.blocks:
        match block:
            case Paragraph():
                _add_text(document, block.runs)
            case Heading():
                _add_text(document, [Run(text=block.text, bold=True)], keep=True)
            case ItemList():
                for mark, runs in block.marked:
                    _add_text(document, [Run(text=f"{mark} "), *runs])
            case _:
                raise ValueError(f"a slip has no {block.tag}")


def _add_text(document: Document, runs: Sequence[Run], *, keep: bool = False) -> None:
    fill(document.add_paragraph(), runs, size=13, pitch=17, after=4, keep=keep)
