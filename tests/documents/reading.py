"""What stands in a PDF or a .docx, and where."""

import io
import subprocess
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 25.4 / 72


@dataclass(frozen=True)
class Piece:
    """A piece of text: its left end and its base line in mm from the upper left corner, its size in points."""

    text: str
    left: float
    base: float
    size: float
    font: str


def pieces(pdf: bytes, page: int = 0) -> list[Piece]:
    sheet = PdfReader(io.BytesIO(pdf)).pages[page]
    height = float(sheet.mediabox.height)
    found = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            name = font["/BaseFont"].split("+")[-1]
            found.append(Piece(text.strip(), x * MM, (height - y) * MM, round(size * abs(tm[3] * cm[3]), 2), name))

    sheet.extract_text(visitor_text=visit)
    return found


def piece(pdf: bytes, start: str, page: int = 0) -> Piece:
    return next(each for each in pieces(pdf, page) if each.text.startswith(start))


def page_texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def page_sizes_mm(pdf: bytes) -> list[tuple[int, int]]:
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    return [(round(float(box.width) * MM), round(float(box.height) * MM)) for box in boxes]


def pdftotext(pdf: bytes, *options: str) -> str:
    run = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode()


def operations(pdf: bytes, page: int = 0) -> list[tuple[list[Any], bytes]]:
    reader = PdfReader(io.BytesIO(pdf))
    return ContentStream(reader.pages[page].get_contents(), reader).operations


def body_words_of_pdf(pdf: bytes) -> list[str]:
    """Words in reading order, without page numbers."""
    words: list[str] = []
    for page in range(len(page_sizes_mm(pdf))):
        found = pieces(pdf, page)
        if page:
            assert found.pop().text == str(page + 1)
        words += " ".join(each.text for each in found).split()
    return words


def body_words_of_docx(content: bytes) -> list[str]:
    body = docx.Document(io.BytesIO(content)).element.body
    paragraphs = ("".join(_letters(node) for node in p.iter()) for p in body.iter(qn("w:p")))
    return " ".join(paragraphs).split()


def _letters(node: Any) -> str:
    if node.tag == qn("w:t"):
        return node.text or ""
    if node.tag == qn("w:noBreakHyphen"):
        return "-"
    return "\n" if node.tag in (qn("w:br"), qn("w:tab")) else ""
