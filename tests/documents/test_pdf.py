import io
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from pypdf import PdfReader

from documents.paper import Column, Heading, Table, bold, italic, paragraph
from documents.pdf import paper_html, paper_pdf
from tests.documents.reading import (
    MM,
    operations,
    page_sizes_mm,
    page_texts,
    pdftotext,
    piece,
    pieces,
)
from tests.documents.samples import notice, report, report_with_appendix

# Twelve vowels in five tones and bare where bare means another letter, and đ: 67 small letters.
SMALL = "àáảãạ ăằắẳẵặ âầấẩẫậ đ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ"
LETTERS = f"{SMALL} {SMALL.upper()}"


def with_letters(text=LETTERS):
    table = Table(columns=(Column(title="Chữ"),), rows=((text,),))
    body = (paragraph(text), paragraph(bold(text)), paragraph(italic(text)), Heading(text=text, level=3), table)
    return replace(notice(), body=body)


@pytest.fixture(scope="module")
def notice_pdf():
    return paper_pdf(notice())


def test_there_are_134_accented_letters():
    assert len(set(LETTERS) - {" "}) == 134


@pytest.mark.parametrize("read", ["pypdf", "pdftotext"])
def test_every_vietnamese_letter_is_found_again_as_text(read):
    pdf = paper_pdf(with_letters())
    text = " ".join(page_texts(pdf)) if read == "pypdf" else pdftotext(pdf)
    assert " ".join(text.split()).count(LETTERS) == 5


def test_letters_typed_in_pieces_are_printed_whole():
    pdf = paper_pdf(with_letters(unicodedata.normalize("NFD", LETTERS)))
    assert " ".join(" ".join(page_texts(pdf)).split()).count(LETTERS) == 5


def test_only_the_times_twin_is_used_and_it_is_embedded_in_part():
    fonts = set()
    for page in PdfReader(io.BytesIO(paper_pdf(with_letters()))).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor
            fonts.add(font.get_object()["/BaseFont"])
    assert {name.split("+")[1] for name in fonts} == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}
    assert len(paper_pdf(notice())) < 60_000


def test_the_file_says_its_title_and_its_language_and_the_day_of_issue(notice_pdf):
    reader = PdfReader(io.BytesIO(notice_pdf))
    assert reader.metadata.title == notice().title
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert reader.metadata["/CreationDate"].startswith("D:20260205")


def test_the_same_paper_gives_the_same_bytes(notice_pdf):
    assert paper_pdf(notice()) == notice_pdf


def test_the_sheet_is_a4_and_text_keeps_its_margins(notice_pdf):
    assert set(page_sizes_mm(notice_pdf)) == {(210, 297)}
    assert min(each.left for each in pieces(notice_pdf)) == pytest.approx(30, abs=0.1)
    assert piece(notice_pdf, "Thực hiện Kế hoạch").left == pytest.approx(40, abs=0.1)
    # The ascent of 14 pt on a line of 18 pt puts the first base line some 4.8 mm below the margin of 20.
    assert piece(notice_pdf, "ĐẢNG BỘ").base == pytest.approx(24.8, abs=0.3)
    for page in (0, 1):
        assert max(each.base for each in pieces(notice_pdf, page)) <= 277


@pytest.mark.parametrize(
    ("start", "page", "size", "font"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 0, 15, "Tinos-Bold"),
        ("ĐẢNG BỘ TỈNH LÀO CAI", 0, 14, "Tinos"),
        ("THÀNH ỦY LÀO CAI", 0, 14, "Tinos-Bold"),
        ("*", 0, 14, "Tinos"),
        ("Số 05-TB/TU", 0, 14, "Tinos"),
        ("Lào Cai, ngày 05 tháng 02 năm 2026", 0, 14, "Tinos-Italic"),
        ("THÔNG BÁO", 0, 16, "Tinos-Bold"),
        ("phân công đại biểu", 0, 14, "Tinos-Bold"),
        ("-----", 0, 14, "Tinos-Bold"),
        ("Thực hiện Kế hoạch", 0, 14, "Tinos"),
        ("Phường Bắc Cường", 0, 12, "Tinos"),
        ("T/M BAN THƯỜNG VỤ", 1, 14, "Tinos-Bold"),
        ("PHÓ BÍ THƯ", 1, 14, "Tinos"),
        ("Trần Thị Hợp", 1, 14, "Tinos-Bold"),
        ("Nơi nhận:", 1, 14, "Tinos"),
        ("- Lưu Văn phòng", 1, 12, "Tinos"),
    ],
)
def test_every_part_has_the_size_and_style_of_the_form(notice_pdf, start, page, size, font):
    found = piece(notice_pdf, start, page)
    assert (found.size, found.font) == (size, font)


def test_the_number_stands_level_with_the_place_and_the_superior_with_the_party(notice_pdf):
    assert piece(notice_pdf, "Số 05").base == pytest.approx(piece(notice_pdf, "Lào Cai, ngày").base, abs=0.1)
    assert piece(notice_pdf, "ĐẢNG BỘ").base == pytest.approx(piece(notice_pdf, "ĐẢNG CỘNG SẢN").base, abs=0.3)


def test_the_rule_below_the_party_is_as_long_as_the_words():
    pdf = paper_pdf(replace(notice(), body=(paragraph("Không có bảng."),)))
    words = piece(pdf, "ĐẢNG CỘNG SẢN")
    points = [[float(each) * 0.75 * MM for each in values] for values, name in operations(pdf) if name in (b"m", b"l")]
    ends = [x for x, y in points if words.base < y < words.base + 3]
    assert min(ends) == pytest.approx(words.left, abs=0.2)
    assert max(ends) - min(ends) == pytest.approx(72.9, abs=0.5)


def test_the_body_has_a_line_pitch_of_20_points_and_6_between_paragraphs():
    pdf = paper_pdf(replace(notice(), body=(paragraph("Dòng chữ của văn bản. " * 12), paragraph("Đoạn sau."))))
    first = [each.base for each in pieces(pdf) if "của văn bản" in each.text]
    gaps = [round((low - high) / MM, 1) for high, low in pairwise(first)]
    assert gaps == [20.0] * (len(first) - 1)
    assert len(first) > 2
    assert (piece(pdf, "Đoạn sau").base - first[-1]) / MM == pytest.approx(26, abs=0.1)


def test_pages_are_numbered_from_the_second_on_10_mm_from_the_edge(notice_pdf):
    assert not [each for each in pieces(notice_pdf) if each.base < 20]
    (number,) = [each for each in pieces(notice_pdf, 1) if each.base < 20]
    assert (number.text, number.size) == ("2", 14)
    # A figure of 14 pt Times is 3.3 mm high and 2.5 mm wide.
    assert number.base - 3.3 == pytest.approx(10, abs=0.2)
    assert number.left + 1.25 == pytest.approx(30 + 165 / 2, abs=0.2)


def test_the_headings_of_a_table_repeat_on_every_page():
    pages = page_texts(paper_pdf(report(99)))
    assert len(pages) >= 3
    assert all("Xếp loại" in page and "Điểm theo nhóm" in page for page in pages)


def test_a_row_never_breaks_across_pages():
    rows = tuple((f"đầu{i:02d}", f"đầu{i:02d}\nthân{i:02d}\nthân{i:02d}\ncuối{i:02d}") for i in range(40))
    table = Table(columns=(Column(title="TT"), Column(title="Nội dung", width=3)), rows=rows)
    pages = page_texts(paper_pdf(replace(report(), body=(table,))))
    for i in range(40):
        assert [page for page in pages if f"đầu{i:02d}" in page] == [page for page in pages if f"cuối{i:02d}" in page]


@pytest.mark.parametrize("rows", range(14, 21))
def test_the_signature_never_stands_on_a_page_alone(rows):
    for paper, last in ((report(rows), "Bình quân"), (notice(rows), "nghiêm túc thực hiện")):
        page = next(page for page in page_texts(paper_pdf(paper)) if paper.signature.name in page)
        assert last in page
        assert "Nơi nhận:" in page


def test_a_draft_says_so_on_every_page_and_an_issued_paper_does_not():
    assert all("DỰ THẢO" in page for page in page_texts(paper_pdf(report(40, draft=True))))
    assert "DỰ THẢO" not in "".join(page_texts(paper_pdf(report(40))))


def test_an_appendix_begins_a_page_and_may_lie_on_its_side():
    pdf = paper_pdf(report_with_appendix())
    sizes = page_sizes_mm(pdf)
    place = next(i for i, text in enumerate(page_texts(pdf)) if "PHỤ LỤC 1" in text)
    assert set(sizes[:place]) == {(210, 297)}
    assert set(sizes[place:]) == {(297, 210)}


def test_a_wide_table_alone_may_lie_on_its_side():
    table = replace(report().body[1], landscape=True)
    pdf = paper_pdf(replace(report(), body=(paragraph("Trước bảng."), table, paragraph("Sau bảng."))))
    assert page_sizes_mm(pdf) == [(210, 297), (297, 210), (210, 297)]


def test_a_band_spans_the_table_and_stays_with_its_rows():
    table = Table(
        columns=(Column(title="TT"), Column(title="Xã, phường")), rows=(("Cụm thi đua số 1",), ("1", "Tả Phời"))
    )
    html = paper_html(replace(report(), body=(table,)))
    assert '<td class="at-left" colspan="2">Cụm thi đua số 1</td>' in html


@pytest.mark.parametrize("letters", range(8))
def test_the_number_of_a_document_is_never_cut_by_the_end_of_a_line(letters):
    text = f"{'i' * letters} {'Thực hiện theo Thông báo số 13-TB/TU; ' * 25}"
    pdf = paper_pdf(replace(notice(0), body=(paragraph(text),)))
    lines = pdftotext(pdf, "-layout").splitlines()
    assert sum(line.count("13-TB/TU") for line in lines) == 25


def test_what_people_type_is_printed_and_never_obeyed():
    typed = '<img src="file:///etc/hostname"><b>a</b> & {{ x }}'
    paper = replace(notice(), summary=typed, body=(paragraph(typed),))
    assert " ".join("".join(page_texts(paper_pdf(paper))).split()).count(typed) == 2
    assert "<img" not in paper_html(paper)


def test_the_paper_on_screen_has_the_same_words_and_no_inline_style():
    html = paper_html(report_with_appendix())
    assert "style=" not in html
    assert html.index("BAN TUYÊN GIÁO VÀ DÂN VẬN") < html.index("BÁO CÁO") < html.index("PHỤ LỤC 1")
