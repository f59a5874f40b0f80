import pytest

from assignments.notice_paper import body_in_sentence, full_post
from assignments.reports import draft_paper, issued_paper
from documents.paper import ItemList, Table
from units.models import IssuingBody


def rows_of(paper):
    return next(block for block in paper.body if isinstance(block, Table)).rows


def test_a_row_says_when_where_and_who(notice, meeting, delegate, other_delegate):
    (row,) = rows_of(issued_paper(notice))
    assert row[:3] == ("1", "8 giờ 00\nThứ Ba\n10/11/2026", "Xã Hợp Thành\nHội trường UBND xã hợp thành")
    assert row[3].split("\n") == [
        "- Đồng chí Vàng Tả Lan, Phó Trưởng Ban Tổ chức Thành ủy",
        "- Đồng chí Vũ Ngọc Thành, Chuyên viên Ủy ban MTTQ thành phố",
    ]


def test_the_topics_of_the_month_stand_without_the_numbers_that_the_quarters_plan_gives_them(draft):
    draft.period.agenda = "1. Chuyển đổi số 10/10.\n2) Pháo nổ;\n- Tổng kết 12 tháng"
    lists = [block for block in draft_paper(draft).body if isinstance(block, ItemList)]
    topics = ["".join(run.text for run in item) for item in lists[0].items]
    assert topics == ["Chuyển đổi số 10/10.", "Pháo nổ.", "Tổng kết 12 tháng."]


def test_a_seat_that_stays_empty_is_printed_and_not_hidden(draft, delegate):
    draft.seats.filter(delegate=delegate).delete()
    (row,) = rows_of(draft_paper(draft))
    assert row[3].endswith("(Còn khuyết 01 đại biểu)")


def test_the_notice_is_numbered_from_one_and_signed_in_the_form_of_the_committee(notice):
    paper = issued_paper(notice)
    assert paper.number_line == "Số 01-TB/TU"
    assert paper.place_line == "Lào Cai, ngày 05 tháng 11 năm 2026"
    assert paper.signature.authority == ("T/M BAN THƯỜNG VỤ",)
    assert not paper.draft


def test_the_committee_of_the_letterhead_reads_as_words_in_a_sentence():
    assert body_in_sentence(IssuingBody(name="THÀNH ỦY LÀO CAI", place="Lào Cai")) == "Thành ủy Lào Cai"


@pytest.mark.parametrize(
    ("position", "agency", "expected"),
    [
        ("Chuyên viên", "Hội Nông dân tỉnh", "Chuyên viên Hội Nông dân tỉnh"),
        ("Phó Trưởng ban", "Ban Nội chính Tỉnh ủy", "Phó Trưởng Ban Nội chính Tỉnh ủy"),
        ("Phó Chánh Văn phòng", "Văn phòng Tỉnh ủy", "Phó Chánh Văn phòng Tỉnh ủy"),
        ("Bí thư Tỉnh ủy", "Thường trực Tỉnh ủy", "Bí thư Tỉnh ủy"),
        (
            "Ủy viên Ban Thường vụ, Giám đốc Công an tỉnh",
            "Ban Thường vụ Tỉnh ủy",
            "Ủy viên Ban Thường vụ, Giám đốc Công an tỉnh",
        ),
    ],
)
def test_position_and_agency_are_joined_as_an_office_writes_them(position, agency, expected):
    assert full_post(position, agency) == expected
