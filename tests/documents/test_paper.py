import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.paper import (
    Column,
    HeaderGroup,
    PageBreak,
    Paper,
    Table,
    bold,
    italic,
    item_list,
    paper_from_dict,
    paper_to_dict,
    paragraph,
)
from tests.documents.samples import notice, report, report_with_appendix


@pytest.mark.parametrize(
    "paper", [notice(), notice(number=None, issued_on=None), report(draft=True), report_with_appendix()]
)
def test_a_paper_comes_back_from_json_as_it_was(paper):
    assert paper_from_dict(json.loads(json.dumps(paper_to_dict(paper)))) == paper


def test_every_kind_of_block_comes_back_from_json_as_it_was():
    blocks = (
        paragraph("a", bold("b"), italic("c"), indent=False),
        item_list("một", ("hai ", bold("ba")), mark="a)", start=3),
        PageBreak(),
        Table(columns=(Column(title="x", width=2), Column(title="y", align="right")), rows=(("1", "2"), ("băng",))),
    )
    paper = Paper(**{**vars(notice()), "body": blocks})
    assert paper_from_dict(paper_to_dict(paper)) == paper


def test_what_is_frozen_holds_only_types_of_json():
    frozen = paper_to_dict(report_with_appendix())
    assert frozen == json.loads(json.dumps(frozen))


def test_a_paper_of_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="unknown form"):
        paper_from_dict({**paper_to_dict(notice()), "form": 99})


def test_the_number_line_has_no_colon_and_a_leading_zero_below_ten():
    assert notice(number=5).number_line == "Số 05-TB/TU"
    assert notice(number=12).number_line == "Số 12-TB/TU"
    assert notice(number=None).number_line.replace("\u00a0", " ") == "Số      -TB/TU"


def test_the_place_line_waits_for_its_date():
    assert notice().place_line == "Lào Cai, ngày 05 tháng 02 năm 2026"
    assert notice(issued_on=None).place_line == "Lào Cai, ngày … tháng … năm …"


def test_receivers_end_with_semicolons_and_the_last_with_a_full_stop():
    assert report().receiver_lines == ["- Thường trực Tỉnh ủy;", "- Đảng ủy xã, phường;", "- Lưu Văn phòng."]


def test_the_title_reads_as_one_line():
    assert report().title.startswith("Báo cáo số 112-BC/BTGDVTU kết quả xếp hạng")
    assert report(draft=True).title.startswith("Báo cáo kết quả xếp hạng")


def test_points_are_lettered_in_the_vietnamese_alphabet():
    marks = [mark for mark, _ in item_list(*"123456", mark="a)").marked]
    assert marks == ["a)", "b)", "c)", "d)", "đ)", "e)"]


@given(st.lists(st.integers(min_value=1, max_value=60), min_size=1, max_size=20))
def test_column_widths_always_add_up_to_a_hundred_percent(widths):
    table = Table(columns=tuple(Column(title="", width=width) for width in widths), rows=())
    assert sum(table.percents) == 100
    assert min(table.percents) >= 1


@pytest.mark.parametrize(
    "wrong",
    [{"rows": (("1", "2", "3"),)}, {"total": ("1",)}, {"groups": (HeaderGroup(title="g", span=3),)}],
)
def test_a_table_whose_cells_do_not_fit_its_columns_is_refused(wrong):
    with pytest.raises(ValueError):
        Table(**{"columns": (Column(title="a"), Column(title="b")), "rows": (), **wrong})


def test_a_column_asked_too_narrow_still_holds_its_longest_word():
    columns = (Column(title="TT", width=1), Column(title="Ngày", width=5), Column(title="Nội dung", width=94))
    table = Table(columns=columns, rows=(("1", "Chủ nhật 12/11/2026", "Hội nghị"),))
    # 165 mm of text: two bold capitals of 12 pt with their margins want 9 mm, a date 22 mm.
    assert table.percents[0] >= 5
    assert table.percents[1] >= 14
    assert sum(table.percents) == 100
