import io
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from documents.paper import Column, Heading, Letterhead, PageBreak, Table, bold, italic, item_list, paragraph
from documents.pdf import paper_pdf
from documents.word import paper_docx
from tests.documents.reading import body_words_of_docx, body_words_of_pdf, piece
from tests.documents.samples import notice, report, report_with_appendix

EVERY_BLOCK = (
    paragraph("Một ", bold("hai"), italic(" ba"), " bốn.", indent=False),
    Heading(text="I- Tình hình"),
    item_list("một", ("hai ", bold("ba")), mark="a)"),
    Table(
        columns=(Column(title="TT"), Column(title="Xã,\nphường", width=3)),
        rows=(("Cụm 1",), ("1", "Tả Phời\nNhà văn hóa"), ("2", "Cam Đường")),
        total=("", "Cộng: 2"),
    ),
    PageBreak(),
    Heading(text="II- Nhiệm vụ", level=3),
    paragraph("Hết."),
)


def opened(paper):
    return docx.Document(io.BytesIO(paper_docx(paper)))


def in_mm(*lengths):
    return tuple(round(length.mm, 1) for length in lengths)


@pytest.mark.parametrize(
    "paper",
    [
        notice(5),
        report(12),
        replace(report(12), number=None, issued_on=None),
        replace(notice(), body=EVERY_BLOCK),
        replace(report(10), appendices=(replace(report_with_appendix().appendices[0], blocks=EVERY_BLOCK),)),
    ],
)
def test_the_word_file_has_the_words_of_the_pdf_in_the_same_order(paper):
    assert body_words_of_docx(paper_docx(paper)) == body_words_of_pdf(paper_pdf(paper))


def test_the_page_is_a4_with_the_margins_of_the_form():
    (section,) = opened(notice()).sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert in_mm(section.page_width, section.page_height) == (210, 297)
    assert in_mm(*margins, section.header_distance) == (20, 20, 30, 15, 10)


def test_pages_are_numbered_by_a_field_but_the_first():
    (section,) = opened(notice()).sections
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_later_sections_number_their_first_page_too():
    first, appendix = opened(report_with_appendix()).sections
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert appendix.orientation == WD_ORIENT.LANDSCAPE
    assert in_mm(appendix.page_width) == (297,)
    assert not appendix.different_first_page_header_footer
    assert "PAGE" in appendix.header._element.xml


def test_a_wide_table_gets_a_section_of_its_own():
    table = replace(report().body[1], landscape=True)
    document = opened(replace(report(), body=(paragraph("Trước."), table, paragraph("Sau."))))
    assert [in_mm(section.page_width) for section in document.sections] == [(210,), (297,), (210,)]


def test_empty_cells_make_no_row_of_the_head_taller():
    normal = opened(notice()).styles["Normal"].paragraph_format
    assert (normal.space_after.pt, normal.line_spacing.pt) == (0, 18)


def test_heading_rows_repeat_and_no_row_breaks():
    table = opened(report(17)).tables[1]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, True] + [False] * 18
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_every_script_is_set_in_times_and_in_vietnamese():
    styles = opened(notice()).styles.element
    for properties in (styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"), styles.find(qn("w:style")).rPr):
        fonts = properties.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert properties.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"


@pytest.mark.parametrize(
    ("text", "points", "is_bold"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True),
        ("ĐẢNG BỘ TỈNH LÀO CAI", 14, None),
        ("THÀNH ỦY LÀO CAI", 14, True),
        ("Số 05-TB/TU", 14, None),
        ("THÔNG BÁO", 16, True),
        ("Phường Bắc Cường\nNhà văn hóa tổ 1", 12, None),
        ("T/M BAN THƯỜNG VỤ", 14, True),
        ("PHÓ BÍ THƯ", 14, None),
        ("Nơi nhận:", 14, None),
        ("- Lưu Văn phòng Thành ủy.", 12, None),
    ],
)
def test_every_part_has_the_size_and_weight_of_the_form(text, points, is_bold):
    document = opened(notice())
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    (found,) = [p for p in paragraphs if p.text == text]
    assert (found.runs[0].font.size.pt, found.runs[0].font.bold) == (points, is_bold)


def test_the_head_and_the_signature_have_no_lines():
    head, _, foot = opened(notice()).tables
    assert "Borders" not in head._tbl.xml
    assert "Borders" not in foot._tbl.xml
    assert [cell.text for cell in head.rows[3].cells] == ["Số 05-TB/TU", "Lào Cai, ngày 05 tháng 02 năm 2026"]


def test_the_signature_keeps_to_the_last_lines():
    document = opened(notice())
    last = next(p for p in document.paragraphs if p.text.startswith("Trên đây là"))
    assert last.paragraph_format.keep_with_next
    last_row = opened(report()).tables[1].rows[-1]
    assert all(p.paragraph_format.keep_with_next for cell in last_row.cells for p in cell.paragraphs)


def test_a_draft_says_so_on_every_page():
    (section,) = opened(report(draft=True)).sections
    assert section.first_page_header.paragraphs[0].text == "DỰ THẢO"
    assert section.header.paragraphs[0].text.startswith("DỰ THẢO")


def test_the_file_says_its_title_and_its_issuer():
    properties = opened(notice()).core_properties
    assert properties.title == notice().title
    assert properties.author == "Thành ủy Lào Cai"
    assert f"{properties.created:%d/%m/%Y}" == "05/02/2026"


def test_a_committee_with_nobody_above_it_stands_in_the_first_line():
    paper = replace(notice(), letterhead=Letterhead(superior="", issuer="Tỉnh ủy Lào Cai"))
    head = opened(paper).tables[0]
    assert [row.cells[0].text for row in head.rows] == ["TỈNH ỦY LÀO CAI", "*", "Số 05-TB/TU"]
    assert head.rows[0].cells[1].text.strip() == "ĐẢNG CỘNG SẢN VIỆT NAM"
    issuer, party = (piece(paper_pdf(paper), start) for start in ("TỈNH ỦY", "ĐẢNG CỘNG"))
    assert abs(issuer.base - party.base) < 0.5


def test_the_number_of_a_document_is_never_cut_by_the_end_of_a_line():
    document = opened(replace(notice(0), body=(paragraph("Thay thế Thông báo số 13-TB/TU."),)))
    said = next(one for one in document.paragraphs if "Thay thế" in one.text)
    assert said.text == "Thay thế Thông báo số 13-TB/TU."
    letters = "".join(node.text or "" for node in said._p.iter(qn("w:t")))
    assert letters == "Thay thế Thông báo số 13TB/TU."
    assert len(list(said._p.iter(qn("w:noBreakHyphen")))) == 1
