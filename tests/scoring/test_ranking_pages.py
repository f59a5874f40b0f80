"""The ranking on screen and as files: who sees what, who moves it on, what stands in it."""

import datetime
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from scoring import services
from scoring.models import Adjustment, Ranking
from scoring.reports import unit_trend
from tests import world
from tests.documents.reading import page_texts
from tests.scoring import places
from units.models import DocumentForm, Stage, Unit


def address(name, month, *more):
    return reverse(f"scoring:{name}", args=[month.month, *more])


def squeezed(text):
    return " ".join(text.split())


def test_the_office_sees_what_is_missing_by_agency(client, office, appraising, unit, appraiser, agency):
    client.force_login(office)
    html = squeezed(client.get(address("ranking_draft", appraising)).content.decode())
    assert "Ban Tổ chức Thành ủy" in html
    assert "<strong>C1</strong> còn 1 đơn vị" in html
    assert "Lập bảng xếp hạng</button>" not in html

    answer = client.post(address("ranking_draft", appraising))
    assert answer.status_code == 422
    assert "còn thiếu điểm thẩm định" in answer.content.decode()


def test_from_draft_to_publication_each_by_its_person(client, month, office, head, standing):
    client.force_login(office)
    client.post(address("ranking_draft", month))
    ranking = Ranking.objects.get()
    client.force_login(head)
    assert "Đã kiểm tra, trình Thường trực" in client.get(address("ranking_detail", month)).content.decode()
    client.post(address("ranking_check", month), {"sha256": ranking.sha256})
    client.force_login(standing)
    assert "Công bố" in client.get(address("ranking_detail", month)).content.decode()
    data = {"sha256": ranking.sha256, "issued_on": "2026-11-30", "number": ""}
    answer = client.post(address("ranking_publish", month), data, follow=True)

    ranking.refresh_from_db()
    assert (ranking.made_by, ranking.checked_by, ranking.published_by) == (office, head, standing)
    assert "Đã công bố Báo cáo số 01-BC/BTG" in answer.content.decode()


def test_a_second_press_of_publish_changes_nothing(client, month, head, standing):
    ranking = places.checked(month, by=head)
    client.force_login(standing)
    data = {"sha256": ranking.sha256, "issued_on": "2026-11-30"}
    for _ in range(2):
        assert client.post(address("ranking_publish", month), data).status_code == 302
    assert Ranking.objects.get().number == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"issued_on": ""}, "Ghi ngày ban hành."),
        ({"issued_on": "31/02/2026"}, "Ghi ngày theo dạng"),
        ({"issued_on": "2026-10-31"}, "phải từ đầu tháng được xếp hạng"),
        ({"issued_on": "9999-12-31"}, "phải từ đầu tháng được xếp hạng"),
        ({"number": "0"}, "Số báo cáo từ 1 đến 99999."),
        ({"number": "9" * 30}, "Số báo cáo từ 1 đến 99999."),
        ({"number": "một"}, "Số báo cáo là một số nguyên."),
        ({"sha256": "x"}, "Tải lại trang."),
        ({"sha256": "0" * 64}, "vừa được lập lại"),
    ],
)
def test_a_refused_publication_says_why_and_keeps_what_was_typed(client, month, head, standing, data, message):
    ranking = places.checked(month, by=head)
    client.force_login(standing)
    sent = {"sha256": ranking.sha256, "issued_on": "2026-11-30", "number": "5"} | data
    answer = client.post(address("ranking_publish", month), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert f'value="{sent["number"]}"' in answer.content.decode()
    assert Ranking.objects.get().status == "checked"


def test_the_page_names_the_number_that_comes_next(client, month, head, standing):
    DocumentForm.objects.filter(kind="report").update(last_number=13)
    places.checked(month, by=head)
    client.force_login(standing)
    assert "lấy số tiếp theo của nhiệm kỳ: 14." in client.get(address("ranking_publish", month)).content.decode()


@pytest.mark.parametrize("name", ["self_assessment", "appraisal_edit", "result_detail"])
def test_an_id_that_no_row_can_have_is_not_there(client, month, office, name):
    client.force_login(office)
    assert client.get(address(name, month, 10**30)).status_code == 404


def test_a_number_taken_meanwhile_is_refused_beside_its_field(client, month, unit, office, head, standing):
    places.published(month, by=head, number=5)
    services.adjust(period=month, unit=unit, bonus=Decimal(1), reason="Bổ sung", by=office, at=world.NOW)
    ranking = places.checked(month, by=head)
    client.force_login(standing)
    data = {"sha256": ranking.sha256, "issued_on": "2026-11-30", "number": "5"}
    answer = client.post(address("ranking_publish", month), data)
    assert answer.status_code == 422
    assert "Số 5 đã dùng cho một báo cáo khác" in answer.content.decode()


def test_checking_what_was_drafted_anew_is_refused(client, month, office, head):
    old = places.drafted(month, by=office).sha256
    services.adjust(
        period=month, unit=month.meetings.first().unit, bonus=Decimal(1), reason="Bổ sung", by=office, at=world.NOW
    )
    places.drafted(month, by=office)
    client.force_login(head)
    answer = client.post(address("ranking_check", month), {"sha256": old}, follow=True)
    assert "vừa được lập lại" in answer.content.decode()
    assert Ranking.objects.get().status == "draft"


def test_a_returned_draft_shows_the_reason_to_the_office(client, month, office, standing, head):
    places.checked(month, by=head)
    client.force_login(standing)
    assert client.post(address("ranking_return", month), {"reason": ""}).status_code == 422
    client.post(address("ranking_return", month), {"reason": "Xem lại điểm Kim Tân"})
    client.force_login(office)
    assert "Xem lại điểm Kim Tân" in client.get(address("ranking_detail", month)).content.decode()


def test_a_unit_sees_totals_of_all_and_the_breakdown_of_its_own(client, month, head, secretary, unit, other_unit):
    places.published(month, by=head)
    client.force_login(secretary)
    html = client.get(address("ranking_detail", month)).content.decode()
    assert "Phường Kim Tân" in html
    assert address("result_detail", month, unit.pk) in html
    assert address("result_detail", month, other_unit.pk) not in html
    assert "Báo cáo PDF" not in html
    assert "Nhận thức và đồng thuận" not in html


def test_everything_behind_a_units_points(client, month, head, secretary, unit):
    services.adjust(period=month, unit=unit, bonus=Decimal("0.5"), reason="Mô hình hay", by=head, at=world.NOW)
    places.published(month, by=head)
    client.force_login(secretary)
    html = squeezed(client.get(address("result_detail", month, unit.pk)).content.decode())
    assert "Theo minh chứng" in html
    assert "64 phiếu khảo sát, trung bình 93,75% đồng tình" in html
    assert "Chưa có phiếu của đại biểu" in html
    assert "Mô hình hay" in html
    assert "<strong>7,60</strong>/8" in html


def test_the_table_names_class_change_and_groups(client, month, office, head):
    places.published(month, by=head)
    client.force_login(office)
    html = squeezed(client.get(address("ranking_detail", month)).content.decode())
    assert "Kết quả chấm điểm, xếp hạng tháng 11/2026" in html
    assert '<svg class="spark"' in html
    assert "Mạnh, yếu nhất" in html
    assert " style=" not in html


def test_a_draft_beside_a_published_ranking_is_offered_to_the_committee_only(
    client, month, unit, office, head, secretary
):
    places.published(month, by=head)
    services.adjust(period=month, unit=unit, bonus=Decimal(1), reason="Bổ sung", by=office, at=world.NOW)
    places.drafted(month, by=office)
    client.force_login(office)
    assert "Có bản 2 đang lập" in client.get(address("ranking_detail", month)).content.decode()
    assert "Bản 2," in client.get(address("ranking_detail", month) + "?ban=2").content.decode()
    client.force_login(secretary)
    assert "bản 2" not in client.get(address("ranking_detail", month)).content.decode()
    assert client.get(address("ranking_detail", month) + "?ban=2").status_code == 404
    assert "bản 2" not in client.get(reverse("scoring:ranking_list")).content.decode()


def test_the_pdf_is_the_frozen_paper_with_number_and_table(client, month, head, office):
    places.published(month, by=head)
    DocumentForm.objects.update(signer="Người khác")
    client.force_login(office)
    answer = client.get(address("ranking_pdf", month))
    text = squeezed(" ".join(page_texts(answer.content)))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Số 01-BC/BTG" in text
    assert "kết quả chấm điểm, xếp hạng công tác tuyên vận tháng 11/2026" in text
    assert "Xã Hợp Thành" in text
    assert "Vũ A Dín" in text
    assert "DỰ THẢO" not in text


def test_a_draft_prints_as_a_draft(client, month, office):
    places.drafted(month, by=office)
    client.force_login(office)
    text = " ".join(page_texts(client.get(address("ranking_pdf", month)).content))
    assert "DỰ THẢO" in text
    assert client.get(address("ranking_docx", month)).content.startswith(b"PK")


def test_the_workbook_has_ranking_and_breakdown_as_numbers(client, month, office, head):
    places.published(month, by=head)
    client.force_login(office)
    book = openpyxl.load_workbook(io.BytesIO(client.get(address("ranking_xlsx", month)).content))
    assert book.sheetnames == ["Xếp hạng", "Chi tiết"]
    rows = list(book["Xếp hạng"].iter_rows(values_only=True))
    first = next(row for row in rows if row[0] == 1)
    assert first[1] == "Xã Hợp Thành"
    assert isinstance(first[9], int | float)


def test_anyone_can_compute_the_published_result_again(client, month, office, head, tmp_path):
    places.published(month, by=head)
    client.force_login(office)
    (tmp_path / "in.json").write_bytes(client.get(address("ranking_dossier", month)).content)
    call_command("rank", tmp_path / "in.json", out=tmp_path / "out.json")
    stored = json.loads(client.get(address("ranking_outcome", month)).content)
    assert json.loads((tmp_path / "out.json").read_text()) == stored


def test_the_months_of_a_unit_are_read_in_one_query(month, head, unit, django_assert_num_queries):
    places.published(month, by=head)
    with django_assert_num_queries(1):
        trend = unit_trend(unit.pk, month.month)
    assert len(trend) == 12
    assert [point.month for point in trend][:2] == [datetime.date(2025, 12, 1), datetime.date(2026, 1, 1)]
    assert (trend[-1].rank, trend[-2].total) == (1, None)


def test_an_adjustment_is_written_and_taken_back(client, appraising, office, unit):
    client.force_login(office)
    data = {"unit": unit.pk, "kind": "penalty", "points": "1,5", "reason": "Báo cáo chậm"}
    client.post(address("adjustment_create", appraising), data)
    written = Adjustment.objects.get()
    assert (written.bonus, written.penalty, written.given_by) == (0, Decimal("1.5"), office)

    url = reverse("scoring:adjustment_take_back", args=[written.pk])
    for _ in range(2):
        client.post(url, {"reason": "Ghi nhầm"})
    assert list(Adjustment.objects.in_force()) == []
    assert Adjustment.objects.count() == 2
    assert "Đã thu hồi" in client.get(address("adjustment_list", appraising)).content.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"points": "5,01"}, "Điểm từ 0 đến 5."),
        ({"points": "0"}, "Số điểm phải lớn hơn 0."),
        ({"points": "1,005"}, "tối đa 2 chữ số thập phân"),
        ({"kind": "x"}, "Chọn điểm cộng hay điểm trừ."),
        ({"unit": "9" * 30}, "Chọn một đơn vị trong danh sách."),
        ({"reason": ""}, "Ghi lý do."),
        ({"reason": "x" * 501}, "500"),
    ],
)
def test_a_refused_adjustment_says_why(client, appraising, office, unit, data, message):
    client.force_login(office)
    sent = {"unit": unit.pk, "kind": "bonus", "points": "1", "reason": "Việc tốt"} | data
    answer = client.post(address("adjustment_create", appraising), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Adjustment.objects.exists()


def test_a_closed_month_takes_no_adjustment(client, appraising, office, unit):
    places.at_stage(appraising, Stage.CLOSED)
    client.force_login(office)
    data = {"unit": unit.pk, "kind": "bonus", "points": "1", "reason": "Việc tốt"}
    answer = client.post(address("adjustment_create", appraising), data)
    assert "Tháng này đã kết thúc" in answer.content.decode()


def test_the_office_chooses_the_criteria_of_a_month(client, office, period, agency):
    criteria_set = places.standard_set(agency)
    client.force_login(office)
    assert "chưa chọn bộ tiêu chí" in client.get(address("criteria_detail", period)).content.decode()
    client.post(address("criteria_use", period), {"criteria_set": criteria_set.pk})
    html = client.get(address("criteria_detail", period)).content.decode()
    assert "Nhận thức và đồng thuận của Nhân dân" in html
    assert client.post(address("criteria_use", period), {"criteria_set": "9999999"}).status_code == 422


@pytest.fixture
def published_units(month, appraiser, secretary, head):
    """Publishes the month with so many more units."""

    def publish(count):
        units = [world.make_unit(f"Xã thêm {place}") for place in range(count)]
        for unit in units:
            places.hand_in(month, unit, by=secretary)
        places.appraise_everything(month, units, by=appraiser)
        return places.published(month, by=head)

    return publish


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("ranking_detail", 11), ("ranking_draft", 9), ("criteria_detail", 10), ("adjustment_list", 7)],
)
def test_pages_ask_the_database_the_same_however_many_units(
    client, office, month, published_units, count, name, queries, django_assert_num_queries
):
    published_units(count)
    client.force_login(office)
    url = address(name, month)
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_units_result_asks_the_database_the_same_however_many_units(
    client, office, month, unit, published_units, count, django_assert_num_queries
):
    published_units(count)
    client.force_login(office)
    url = address("result_detail", month, unit.pk)
    with django_assert_num_queries(14):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_months_asks_the_database_the_same_however_many(
    client, office, month, head, unit, count, django_assert_num_queries
):
    for place in range(count):
        places.published(month, by=head)
        services.adjust(period=month, unit=unit, bonus=Decimal(1), reason=f"{place}", by=head, at=world.NOW)
    client.force_login(office)
    with django_assert_num_queries(6):
        assert client.get(reverse("scoring:ranking_list")).status_code == 200


def test_99_units_cost_the_pages_no_more_queries_and_all_stand_on_the_paper(
    client, office, month, published_units, django_assert_num_queries
):
    published_units(97)
    client.force_login(office)
    with django_assert_num_queries(11):
        client.get(address("ranking_detail", month))
    pages = page_texts(client.get(address("ranking_pdf", month)).content)
    assert len(pages) > 5
    words = " ".join(" ".join(pages).split())
    assert [unit.name for unit in Unit.objects.all() if unit.name not in words] == []
