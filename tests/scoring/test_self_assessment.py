"""A unit assesses itself: save as you go, hand in once, nobody else sees it before."""

from decimal import Decimal

import pytest
from django.urls import reverse

from scoring import services
from scoring.models import SelfAssessment, SelfScore
from tests import world
from tests.scoring import places
from units.models import Stage


def page(period, unit):
    return reverse("scoring:self_assessment", args=[period.month, unit.pk])


def save(client, period, unit, code, *, htmx=False, **data):
    criterion = places.criterion_of(period, code)
    url = reverse("scoring:self_score_save", args=[period.month, unit.pk, criterion.pk])
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(url, {"seen": "0", **data}, headers=headers)


@pytest.fixture
def signed_in(client, secretary, self_assessing):
    client.force_login(secretary)
    return client


def test_the_page_shows_the_rubric_and_what_the_program_knows(signed_in, period, unit, office):
    world.make_meeting(period, unit, by=office, held_on="2026-11-10")
    html = signed_in.get(page(period, unit)).content.decode()
    assert "Đăng ký ngày 02/11/2026, hạn 04/11/2026." in html
    assert "Đăng ký họp 10/11/2026, đã họp 10/11/2026." in html
    assert "đủ các nội dung định hướng của tháng" in html
    assert "công bố cùng bảng xếp hạng" in html


def test_what_delegates_thought_is_not_on_the_page(signed_in, period, unit, office, delegate):
    from meetings.models import MeetingNote

    meeting = world.make_meeting(period, unit, by=office, held_on="2026-11-10")
    MeetingNote.objects.create(
        meeting=meeting, delegate=delegate, preparation=5, content=5, discussion=5, answers=5,
        observation="Rất tốt", submitted_at=world.NOW,
    )  # fmt: skip
    assert "Mức trung bình" not in signed_in.get(page(period, unit)).content.decode()


def test_a_score_is_saved_with_a_comma_and_its_comment(signed_in, period, unit, secretary):
    answer = save(signed_in, period, unit, "C1", points="5,5", comment="Đủ nội dung")
    assert answer.headers["Location"].endswith(f"#tieu-chi-{places.criterion_of(period, 'C1').pk}")
    score = SelfScore.objects.get()
    assert (score.points, score.comment, score.given_by) == (Decimal("5.5"), "Đủ nội dung", secretary)


def test_a_score_saved_in_place_returns_its_card_and_the_points_so_far(signed_in, period, unit):
    html = save(signed_in, period, unit, "C1", htmx=True, points="5.5").content.decode()
    assert "Đã lưu điểm C1." in html
    assert 'hx-swap-oob="true"' in html
    assert "5,5/42" in html


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("7", "Điểm từ 0 đến 6."),
        ("-1", "Điểm từ 0 đến 6."),
        ("5,555", "Điểm ghi tối đa 2 chữ số thập phân."),
        ("năm", "không phải là số"),
        ("", "Ghi điểm tự chấm."),
        ("9" * 400, "20 ký tự"),
        ("1.234", "có thể hiểu hai cách"),
        ("1e5", "không phải là số"),
        ("NaN", "không phải là số"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_points_that_cannot_be_are_refused_beside_the_field_and_kept(signed_in, period, unit, points, message, htmx):
    answer = save(signed_in, period, unit, "C1", htmx=htmx, points=points, comment="Giữ lại câu này")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html
    assert "Giữ lại câu này" in html
    assert not SelfScore.objects.exists()


def test_every_value_ever_given_stays(signed_in, period, unit):
    save(signed_in, period, unit, "C1", points="5")
    save(signed_in, period, unit, "C1", points="4", seen=SelfScore.objects.get().pk)
    assert [score.points for score in SelfScore.objects.order_by("id")] == [5, 4]


def test_the_same_value_twice_is_one_row(signed_in, period, unit):
    for _ in range(2):
        save(signed_in, period, unit, "C1", points="5")
    assert SelfScore.objects.count() == 1


def test_the_later_of_two_people_is_told_who_changed_what(signed_in, period, unit):
    colleague = world.make_user("colleague", "Lý A Phừ", unit=unit)
    places.self_score(period, unit, "C1", 3, by=colleague)
    answer = save(signed_in, period, unit, "C1", points="5", comment="Của tôi")
    assert answer.status_code == 422
    assert "Đồng chí Lý A Phừ vừa ghi 3 điểm" in answer.content.decode()
    assert "Của tôi" in answer.content.decode()
    assert SelfScore.objects.count() == 1


def test_what_the_program_counts_is_not_scored_by_hand(signed_in, period, unit):
    assert save(signed_in, period, unit, "B1", points="4").status_code == 404


def test_a_criterion_of_another_set_is_not_there(signed_in, period, unit, agency):
    other = places.standard_set(agency).groups.get(code="C").criteria.get(code="C1")
    url = reverse("scoring:self_score_save", args=[period.month, unit.pk, other.pk])
    assert signed_in.post(url, {"points": "5"}).status_code == 404


@pytest.mark.parametrize("stage", [Stage.CONFERENCE, Stage.APPRAISAL, Stage.CLOSED])
def test_outside_its_stage_nothing_is_saved(signed_in, period, unit, stage):
    places.at_stage(period, stage)
    answer = save(signed_in, period, unit, "C1", points="5")
    assert answer.status_code == 422
    assert "đơn vị chỉ tự chấm ở giai đoạn Tự chấm" in answer.content.decode()
    assert not SelfScore.objects.exists()


def test_handing_in_needs_every_criterion(signed_in, period, unit):
    save(signed_in, period, unit, "C1", points="5")
    url = reverse("scoring:self_assessment_submit", args=[period.month, unit.pk])
    answer = signed_in.post(url)
    assert answer.status_code == 422
    assert "Còn 7 tiêu chí chưa tự chấm: A2, A3, C3, D2, D3, E2, E3." in answer.content.decode()
    assert not SelfAssessment.objects.exists()


def test_handing_in_twice_is_handing_in_once(signed_in, period, unit, secretary):
    for code in ("A2", "A3", "C1", "C3", "D2", "D3", "E2", "E3"):
        save(signed_in, period, unit, code, points="3")
    url = reverse("scoring:self_assessment_submit", args=[period.month, unit.pk])
    assert "Cộng phần tự chấm" in signed_in.get(url).content.decode()
    for _ in range(2):
        assert signed_in.post(url).status_code == 302
    assert SelfAssessment.objects.get().submitted_by == secretary


def test_after_handing_in_nothing_changes(signed_in, period, unit, secretary):
    places.hand_in(period, unit, by=secretary)
    answer = save(signed_in, period, unit, "C1", points="1")
    assert answer.status_code == 422
    assert "đã gửi phiếu tự chấm" in answer.content.decode()
    assert "Lưu C1" not in signed_in.get(page(period, unit)).content.decode()


def test_the_office_reads_what_was_handed_in_and_nothing_before(client, office, self_assessing, unit, secretary):
    places.self_score(self_assessing, unit, "C1", 5, by=secretary, comment="Chưa gửi")
    client.force_login(office)
    assert client.get(page(self_assessing, unit)).status_code == 404
    places.hand_in(self_assessing, unit, by=secretary)
    assert "Đã gửi phiếu tự chấm" in client.get(page(self_assessing, unit)).content.decode()


def test_a_month_without_criteria_says_what_will_be_here(client, period, unit, secretary):
    client.force_login(secretary)
    assert "chưa chọn bộ tiêu chí" in client.get(page(period, unit)).content.decode()


def test_a_dissolved_unit_is_not_in_the_month(client, self_assessing, unit, secretary):
    unit.valid_to = "2026-10-31"
    unit.save()
    client.force_login(secretary)
    assert client.get(page(self_assessing, unit)).status_code == 404


def test_a_service_refuses_points_above_the_maximum(self_assessing, unit, secretary):
    criterion = places.criterion_of(self_assessing, "C1")
    for points in (Decimal("6.01"), Decimal("NaN"), Decimal("-0.01"), Decimal("1E+30")):
        with pytest.raises(services.Refused, match="Điểm từ 0 đến 6"):
            services.save_self_score(
                period=self_assessing, unit=unit, criterion=criterion, points=points, by=secretary, at=world.NOW
            )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_however_much_evidence(
    signed_in, period, unit, secretary, rows, django_assert_num_queries
):
    from tests.scoring.test_evidence import attach

    for place in range(rows):
        attach(period, unit, secretary, name=f"{place}.pdf", more=str(place).encode())
        places.self_score(period, unit, "C1", place, by=secretary)
    with django_assert_num_queries(14):
        assert signed_in.get(page(period, unit)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_units(
    client, office, self_assessing, secretary, rows, django_assert_num_queries
):
    for place in range(rows):
        places.hand_in(self_assessing, world.make_unit(f"Xã {place}"), by=secretary)
    client.force_login(office)
    with django_assert_num_queries(10):
        client.get(reverse("scoring:self_assessment_list", args=[self_assessing.month]))
