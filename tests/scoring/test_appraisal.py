"""An agency scores its own criteria, one down all units, and sees nothing else."""

from decimal import Decimal

import pytest
from django.urls import reverse

from scoring import services
from scoring.models import Appraisal
from tests import world
from tests.scoring import places
from units.models import Stage


def address(period, code="C1"):
    return reverse("scoring:appraisal_edit", args=[period.month, places.criterion_of(period, code).pk])


def rows(*units, **fields):
    """What a page of units posts: `points` and so on, one value a unit."""
    data = {}
    for place, unit in enumerate(units):
        data[f"u{unit.pk}-seen"] = "0"
        for name, values in fields.items():
            data[f"u{unit.pk}-{name}"] = str(values[place])
    return data


@pytest.fixture
def signed_in(client, appraiser, appraising):
    client.force_login(appraiser)
    return client


def test_all_units_are_saved_in_one_press(signed_in, appraising, unit, other_unit, appraiser, agency):
    data = rows(unit, other_unit, points=["5,5", "4"], reason=["", ""])
    answer = signed_in.post(address(appraising), data)
    assert answer.status_code == 302
    given = {row.unit: (row.points, row.agency, row.given_by) for row in Appraisal.objects.all()}
    assert given == {unit: (Decimal("5.5"), agency, appraiser), other_unit: (Decimal(4), agency, appraiser)}


def test_a_row_left_empty_is_passed_over(signed_in, appraising, unit, other_unit):
    signed_in.post(address(appraising), rows(unit, other_unit, points=["5", ""], reason=["", ""]))
    assert [row.unit for row in Appraisal.objects.all()] == [unit]


def test_one_wrong_row_saves_none_and_keeps_what_was_typed(signed_in, appraising, unit, other_unit):
    data = rows(unit, other_unit, points=["5", "6,5"], reason=["", "Nhiều mô hình hay"])
    answer = signed_in.post(address(appraising), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Phường Kim Tân: Điểm từ 0 đến 6." in html
    assert "Nhiều mô hình hay" in html
    assert 'value="6,5"' in html
    assert not Appraisal.objects.exists()


def test_a_difference_from_the_self_score_needs_a_reason(signed_in, appraising, unit, secretary):
    places.hand_in(appraising, unit, by=secretary)  # 0.8 of 6 is 4.80
    answer = signed_in.post(address(appraising), rows(unit, points=["4"], reason=[""]))
    assert answer.status_code == 422
    assert "Khác điểm tự chấm (4,8): ghi lý do." in answer.content.decode()

    signed_in.post(address(appraising), rows(unit, points=["4"], reason=["Thiếu một nội dung"]))
    assert Appraisal.objects.get().reason == "Thiếu một nội dung"


def test_agreeing_with_the_self_score_needs_none(signed_in, appraising, unit, secretary):
    places.hand_in(appraising, unit, by=secretary)
    assert signed_in.post(address(appraising), rows(unit, points=["4,8"], reason=[""])).status_code == 302


def test_self_scores_are_seen_only_after_handing_in(signed_in, appraising, unit, secretary):
    places.self_score(appraising, unit, "C1", 3, by=secretary, comment="Bản nháp của xã")
    assert "Bản nháp của xã" not in signed_in.get(address(appraising)).content.decode()
    assert "Đơn vị chưa gửi phiếu tự chấm." in signed_in.get(address(appraising)).content.decode()


def test_saving_the_same_again_adds_nothing(signed_in, appraising, unit):
    for _ in range(2):
        signed_in.post(address(appraising), rows(unit, points=["5"], reason=[""]))
    assert Appraisal.objects.count() == 1


def test_a_changed_mind_is_a_new_row(signed_in, appraising, unit):
    signed_in.post(address(appraising), rows(unit, points=["5"], reason=[""]))
    data = rows(unit, points=["4"], reason=["Xem lại"]) | {f"u{unit.pk}-seen": str(Appraisal.objects.get().pk)}
    signed_in.post(address(appraising), data)
    assert [row.points for row in Appraisal.objects.order_by("id")] == [5, 4]


def test_given_points_are_not_wiped_out(signed_in, appraising, unit):
    signed_in.post(address(appraising), rows(unit, points=["5"], reason=[""]))
    answer = signed_in.post(address(appraising), rows(unit, points=[""], reason=[""]))
    assert "Điểm đã chấm không xóa được" in answer.content.decode()


def test_the_later_of_two_colleagues_is_told_who_changed_what(signed_in, appraising, unit, agency):
    colleague = world.make_user("colleague", "Giàng Thị Dợ", agency=agency)
    services.appraise(
        period=appraising, unit=unit, criterion=places.criterion_of(appraising, "C1"), points=Decimal(3),
        by=colleague, agency=agency, at=world.NOW,
    )  # fmt: skip
    answer = signed_in.post(address(appraising), rows(unit, points=["5"], reason=[""]))
    assert answer.status_code == 422
    assert "Đồng chí Giàng Thị Dợ vừa ghi 3 điểm" in answer.content.decode()


def test_outside_the_stage_nothing_is_saved(signed_in, appraising, unit):
    places.at_stage(appraising, Stage.APPEAL)
    answer = signed_in.post(address(appraising), rows(unit, points=["5"], reason=[""]))
    assert answer.status_code == 422
    assert "cơ quan chỉ chấm ở giai đoạn Thẩm định" in answer.content.decode()
    assert 'value="5"' in answer.content.decode()
    assert not Appraisal.objects.exists()


def test_an_agency_sees_no_criterion_of_another(signed_in, appraising):
    listed = signed_in.get(reverse("scoring:appraisal_list", args=[appraising.month])).content.decode()
    assert "C1." in listed
    assert "A2." not in listed
    assert signed_in.get(address(appraising, "A2")).status_code == 404
    assert signed_in.post(address(appraising, "A2"), {}).status_code == 404


def test_a_service_refuses_the_criterion_of_another_agency(appraising, unit, appraiser, other_agency):
    with pytest.raises(services.Refused, match="không giao cho cơ quan"):
        services.appraise(
            period=appraising, unit=unit, criterion=places.criterion_of(appraising, "C1"), points=Decimal(3),
            by=appraiser, agency=other_agency, at=world.NOW,
        )  # fmt: skip


def test_the_office_sees_how_far_the_agencies_are_but_no_points(client, office, appraising, unit, appraiser):
    places.appraise_everything(appraising, [unit], by=appraiser, shares={unit.code: "0.77"})
    client.force_login(office)
    html = client.get(reverse("scoring:appraisal_list", args=[appraising.month])).content.decode()
    assert "1/1 đơn vị" in html
    assert "4,62" not in html


def test_an_appraiser_sees_no_total_before_publication(signed_in, month):
    places.drafted(month, by=month.self_assessments.first().submitted_by)
    html = signed_in.get(reverse("scoring:ranking_detail", args=[month.month])).content.decode()
    assert "chưa được công bố" in html
    assert signed_in.get(reverse("scoring:ranking_detail", args=[month.month]) + "?ban=1").status_code == 404


def test_the_units_of_a_page_are_saved_and_the_next_page_follows(signed_in, appraising):
    units = [world.make_unit(f"Xã {place:02d}", teams=0) for place in range(30)]
    html = signed_in.get(address(appraising)).content.decode()
    assert "Trang 1/2" in html
    answer = signed_in.post(address(appraising) + "?page=1", rows(*units[:25], points=["5"] * 25, reason=[""] * 25))
    assert answer.headers["Location"].endswith("?page=2")
    assert Appraisal.objects.count() == 25


@pytest.mark.parametrize(
    "data",
    [
        {"u{}-points": "9" * 5000},
        {"u{}-points": "1,5", "u{}-seen": "x"},
        {"u{}-points": "1,5", "u{}-seen": "9" * 40},
        {"u{}-points": "1,5", "u{}-reason": "x" * 5000},
        {"u{}-points": ["1", "2"]},
        {},
    ],
)
def test_whatever_is_posted_gets_an_answer(signed_in, appraising, unit, data):
    posted = {name.format(unit.pk): value for name, value in data.items()}
    for page in ("", "?page=x", "?page=-1", "?page=99999999999"):
        assert signed_in.post(address(appraising) + page, posted).status_code in (302, 422)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_the_same_however_many_units(
    signed_in, appraising, secretary, count, django_assert_num_queries
):
    for place in range(count):
        places.hand_in(appraising, world.make_unit(f"Xã {place}"), by=secretary)
    url = address(appraising)
    with django_assert_num_queries(12):
        signed_in.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_units(
    signed_in, appraising, appraiser, count, django_assert_num_queries
):
    units = [world.make_unit(f"Xã {place}") for place in range(count)]
    places.appraise_everything(appraising, units, by=appraiser)
    with django_assert_num_queries(9):
        signed_in.get(reverse("scoring:appraisal_list", args=[appraising.month]))
