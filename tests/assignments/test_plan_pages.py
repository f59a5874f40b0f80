"""The draft's page, its panel and its acts, as the people of the committee use them."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from assignments import services
from assignments.checker import check
from assignments.models import Notice, Plan, Seat, Unavailability
from tests import world
from units.models import Concern, DocumentForm


def plan_url(name, period, *rest):
    return reverse(f"assignments:{name}", args=[period.month, *rest])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def change(client, period, meeting, choice, *, edit=None, **headers):
    edit = Plan.objects.get().edit if edit is None else edit
    return client.post(plan_url("seat_change", period, meeting.pk), {"edit": edit, "change": choice}, **headers)


def test_the_office_drafts_and_sees_why_each_delegate_sits_where(client, office, period, meeting, delegate):
    client.force_login(office)
    empty = client.get(plan_url("plan_detail", period)).content.decode()
    assert "Tháng 11/2026 chưa có bản phân công" in empty
    response = client.post(plan_url("plan_draft", period), follow=True)
    page = response.content.decode()
    assert "Đã lập dự thảo" in page
    assert "Vàng Tả Lan" in page
    assert Seat.objects.get().because in page
    assert "0 hội nghị thiếu cấp, 1 lượt còn thiếu đại biểu, đã chứng minh không có cách xếp tốt hơn" in page
    assert "Thiếu 1 đại biểu" in page


def test_the_draft_says_what_changed_since_it_was_solved(client, office, period, draft, meeting, delegate, unit):
    day = datetime.date(2026, 11, 10)
    Unavailability.objects.create(delegate=delegate, from_on=day, to_on=day)
    meeting.seats = 3
    meeting.save()
    client.force_login(office)
    page = client.get(plan_url("plan_detail", period)).content.decode()
    assert "Hội nghị của xã Hợp Thành đã đổi (số đại biểu dự), xin xếp lại." in page
    assert "Đồng chí Vàng Tả Lan bận ngày 10/11/2026, đang được xếp dự tại xã Hợp Thành." in page


def test_the_draft_marks_a_meeting_that_lacks_the_rank_it_asks_for(client, office, period, meeting, delegate, unit):
    Concern.objects.create(
        unit=unit, reason="Giải phóng mặt bằng", tier_asked=1, opened_on=datetime.date(2026, 10, 1),
        expires_on=datetime.date(2026, 12, 1), opened_by=office,
    )  # fmt: skip
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    page = client.get(plan_url("plan_detail", period)).content.decode()
    assert "Cần Ủy viên Ban Thường vụ" in page
    assert "Giải phóng mặt bằng" in page
    assert "Thiếu cấp" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_draft_asks_the_database_the_same_however_many_meetings(
    client, office, period, rows, django_assert_num_queries
):
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
        world.make_delegate(world.make_agency(), f"Người {number}")
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    with django_assert_num_queries(15):
        client.get(plan_url("plan_detail", period))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_panel_asks_the_database_the_same_however_many_meetings(
    client, office, period, rows, django_assert_num_queries
):
    for number in range(rows):
        meeting = world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
        world.make_delegate(world.make_agency(), f"Người {number}")
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    with django_assert_num_queries(15):
        client.get(plan_url("seat_panel", period, meeting.pk))


def test_the_load_beside_the_draft_is_the_sum_of_what_the_planner_compared(
    client, office, period, meeting, delegate, other_unit
):
    """A year ago to the month: of the twelve months before this one, not of the twelve that end with it."""
    old = world.make_period(datetime.date(2025, 11, 1))
    past = Plan.objects.create(period=old, version=1, made_by=office, made_at=world.NOW)
    Seat.objects.create(plan=past, meeting=world.make_meeting(old, other_unit, by=office), delegate=delegate)
    Plan.objects.filter(pk=past.pk).update(status="published")
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    (load,) = client.get(plan_url("plan_detail", period)).context["board"].loads
    assert (load.month[:2], load.year) == ("1/", 2)


# The panel


def test_the_panel_shows_who_else_could_sit_and_the_rule_that_keeps_the_others_away(
    client, office, period, draft, meeting, third_delegate, other_agency
):
    world.make_delegate(other_agency, "Giàng A Sùng")
    day = datetime.date(2026, 11, 10)
    away = world.make_delegate(world.make_agency("Hội Nông dân"), "Phàn Thị Hà")
    Unavailability.objects.create(delegate=away, from_on=day, to_on=day)
    client.force_login(office)
    page = client.get(plan_url("seat_panel", period, meeting.pk)).content.decode()
    assert "Có thể dự (2)" in page
    assert "Thay đồng chí Vũ Ngọc Thành<" in page
    assert "so với đồng chí Vàng Tả Lan: tải ngang nhau, luân phiên ngang nhau" in page
    assert "Đại biểu bận ngày 10/11/2026." in page
    assert "<!doctype html>" in page


def test_the_panel_is_a_fragment_for_htmx(client, office, period, draft, meeting):
    client.force_login(office)
    page = client.get(plan_url("seat_panel", period, meeting.pk), headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div class="card panel">')


def test_a_swap_in_the_panel(client, office, period, draft, meeting, delegate, third_delegate):
    client.force_login(office)
    response = change(client, period, meeting, f"swap:{delegate.pk}:{third_delegate.pk}")
    assert response.url == f"/thang/2026-11/phan-cong/#hn-{meeting.pk}"
    assert said(response) == ["Đã thay đồng chí Vàng Tả Lan bằng đồng chí Má A Chinh tại xã Hợp Thành và ghim lại."]
    assert set(draft.seats.values_list("delegate__full_name", "by_hand")) == {
        ("Má A Chinh", True),
        ("Vũ Ngọc Thành", False),
    }


def test_take_out_put_in_pin_and_unpin(client, office, period, draft, meeting, delegate, other_delegate):
    client.force_login(office)
    change(client, period, meeting, f"remove:{delegate.pk}")
    assert draft.seats.count() == 1
    change(client, period, meeting, f"add:{delegate.pk}")
    assert draft.seats.get(delegate=delegate).pinned
    change(client, period, meeting, f"unpin:{delegate.pk}")
    assert not draft.seats.get(delegate=delegate).pinned
    change(client, period, meeting, f"pin:{other_delegate.pk}")
    assert draft.seats.get(delegate=other_delegate).pinned


def test_a_refusal_in_the_panel_leaves_the_box_of_the_panel_where_it_is(client, office, period, draft, meeting):
    client.force_login(office)
    response = change(client, period, meeting, "remove:999999", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (422, "#seat-panel", "innerHTML")
    assert response.content.decode().lstrip().startswith('<div class="card panel">')


def test_a_place_left_open_by_hand_does_not_blame_the_planner(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    change(client, period, meeting, f"remove:{delegate.pk}")
    page = client.get(plan_url("plan_detail", period)).content.decode()
    assert "Thiếu 1 đại biểu" in page
    assert "Để trống khi sửa tay; vẫn còn người dự được." in page
    assert "trong thời gian cho phép" not in page


def test_htmx_gets_the_board_back(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    response = change(client, period, meeting, f"remove:{delegate.pk}", headers={"HX-Request": "true"})
    page = response.content.decode()
    assert response["HX-Retarget"] == "#board"
    assert response["HX-Replace-Url"] == plan_url("plan_detail", period)
    assert page.lstrip().startswith('<div id="board">')
    assert "Đã rút đồng chí Vàng Tả Lan" in page
    assert "đã sửa tay nên chưa chứng minh lại" in page


def test_a_change_against_the_rules_is_refused_in_the_panel(client, office, period, draft, meeting, other_agency):
    colleague = world.make_delegate(other_agency, "Giàng A Sùng")
    seat = draft.seats.exclude(delegate__agency=other_agency).get()
    client.force_login(office)
    response = change(client, period, meeting, f"swap:{seat.delegate_id}:{colleague.pk}")
    assert response.status_code == 422
    assert "trái quy tắc R6" in response.content.decode()
    assert draft.seats.filter(pk=seat.pk).exists()


@pytest.mark.parametrize(
    "choice", ["", "add", "add:x", "swap:1", "add:999999999999999", "pin:0", "remove:-1", "a" * 99]
)
def test_an_impossible_choice_is_refused(client, office, period, draft, meeting, choice):
    client.force_login(office)
    assert change(client, period, meeting, choice).status_code == 422
    assert draft.seats.count() == 2


def test_of_two_editors_the_later_is_told_who_did_what(
    client, office, period, draft, meeting, delegate, other_delegate
):
    before = draft.edit
    client.force_login(office)
    change(client, period, meeting, f"remove:{delegate.pk}")
    response = change(client, period, meeting, f"remove:{other_delegate.pk}", edit=before)
    assert response.status_code == 422
    assert "Hà Đức Nga" in response.content.decode()
    assert "đã rút đồng chí Vàng Tả Lan tại xã Hợp Thành" in response.content.decode()
    assert draft.seats.count() == 1


def test_a_meeting_of_another_month_has_no_panel(client, office, period, draft, unit):
    other = world.make_meeting(world.make_period(datetime.date(2026, 12, 1)), unit, by=office)
    client.force_login(office)
    assert client.get(plan_url("seat_panel", period, other.pk)).status_code == 404
    assert client.get(plan_url("seat_panel", period, 10**18)).status_code == 404


# Approval


def test_the_plan_goes_from_office_to_head_to_standing_board(client, office, head, standing, period, draft):
    client.force_login(office)
    client.post(plan_url("plan_submit", period), {"edit": draft.edit})
    client.force_login(head)
    page = client.get(plan_url("plan_detail", period)).content.decode()
    assert ">Đã kiểm tra</button>" in page
    client.post(plan_url("plan_check", period), {"edit": draft.edit + 1})
    client.force_login(standing)
    page = client.get(plan_url("plan_publish", period)).content.decode()
    assert "1 hội nghị, 2 lượt đại biểu" in page
    assert "Nguyễn Thị Mai" in page
    fields = {"edit": draft.edit + 2, "number": 12, "issued_on": timezone.localdate().isoformat()}
    response = client.post(plan_url("plan_publish", period), fields)
    notice = Notice.objects.get()
    assert response.url == f"/thong-bao/{notice.pk}/"
    assert said(response)[0].startswith("Đã công bố Thông báo số 12-TB/TU")
    assert Plan.objects.get().status == "published"


def test_a_double_click_on_publish_gives_the_same_notice(client, standing, period, checked):
    client.force_login(standing)
    fields = {"edit": checked.edit, "number": 1, "issued_on": timezone.localdate().isoformat()}
    first = client.post(plan_url("plan_publish", period), fields)
    second = client.post(plan_url("plan_publish", period), fields)
    assert second.url == first.url
    assert said(second)[-1] == "Bản phân công này đã được công bố: Thông báo số 01-TB/TU. Không công bố lần thứ hai."
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("number", "", "Nhập số thông báo."),
        ("number", "-1", "Số thông báo từ 1 trở lên."),
        ("number", "9" * 30, "Số thông báo nhiều nhất năm chữ số."),
        ("issued_on", "31/02/2026", "Ngày không đúng."),
        ("issued_on", "2020-01-01", "Ngày ban hành cách hôm nay quá một tháng"),
    ],
)
def test_a_wrong_number_or_date_is_refused_beside_its_field(client, standing, period, checked, field, value, message):
    client.force_login(standing)
    fields = {"edit": checked.edit, "number": "5", "issued_on": timezone.localdate().isoformat()} | {field: value}
    response = client.post(plan_url("plan_publish", period), fields)
    assert response.status_code == 422
    assert message in response.context["form"].errors[field][0]
    assert not Notice.objects.exists()


def test_a_number_in_use_is_refused_beside_its_field(client, office, head, standing, period, notice):
    plan = services.new_version(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    plan = services.check_plan_version(plan, by=head, at=world.NOW)
    client.force_login(standing)
    fields = {"edit": plan.edit, "number": 1, "issued_on": timezone.localdate().isoformat()}
    response = client.post(plan_url("plan_publish", period), fields)
    assert response.status_code == 422
    assert response.context["form"].errors["number"] == ["Số 01-TB/TU đã dùng trong nhiệm kỳ này, xin chọn số khác."]


def test_publishing_what_is_not_checked_is_refused(client, standing, period, draft):
    client.force_login(standing)
    fields = {"edit": draft.edit, "number": 1, "issued_on": timezone.localdate().isoformat()}
    response = client.post(plan_url("plan_publish", period), fields)
    assert response.status_code == 422
    assert "“Dự thảo”, chưa công bố được" in response.content.decode()


def test_publishing_after_a_meeting_moved_is_refused(client, standing, period, checked, meeting):
    meeting.starts_at -= datetime.timedelta(hours=1)
    meeting.save()
    client.force_login(standing)
    fields = {"edit": checked.edit, "number": 1, "issued_on": timezone.localdate().isoformat()}
    response = client.post(plan_url("plan_publish", period), fields)
    assert response.status_code == 422
    assert "Hội nghị của xã Hợp Thành đã đổi (thời gian), xin xếp lại." in response.content.decode()


def test_publishing_without_a_form_of_the_notice_is_refused(client, standing, period, checked):
    DocumentForm.objects.all().delete()
    client.force_login(standing)
    fields = {"edit": checked.edit, "number": 1, "issued_on": timezone.localdate().isoformat()}
    response = client.post(plan_url("plan_publish", period), fields)
    assert response.status_code == 422
    assert "Chưa có mẫu thông báo" in response.content.decode()


def test_the_head_returns_the_plan_with_a_reason(client, office, head, period, draft):
    services.submit_plan(draft, by=office, at=world.NOW)
    client.force_login(head)
    edit = Plan.objects.get().edit
    refused = client.post(plan_url("plan_return", period), {"edit": edit, "reason": " "})
    assert refused.status_code == 422
    client.post(plan_url("plan_return", period), {"edit": edit, "reason": "Thiếu lãnh đạo ở Hợp Thành"})
    assert Plan.objects.get().status == "draft"
    client.force_login(office)
    assert "Thiếu lãnh đạo ở Hợp Thành" in client.get(plan_url("plan_detail", period)).content.decode()


def test_solving_a_submitted_plan_is_refused_on_its_page(client, office, period, draft):
    services.submit_plan(draft, by=office, at=world.NOW)
    client.force_login(office)
    response = client.post(plan_url("plan_solve", period), {"edit": draft.edit + 1})
    assert response.status_code == 422
    assert "chỉ sửa được khi là dự thảo" in response.content.decode()


# Papers


def test_the_draft_prints_with_its_mark(client, head, period, draft):
    client.force_login(head)
    page = client.get(plan_url("plan_preview", period)).content.decode()
    assert "DỰ THẢO" in page
    assert "phân công đại biểu dự hội nghị tuyên vận tháng 11/2026" in page
    assert "Ban Thường vụ Thành ủy Lào Cai thông báo phân công" in page
    assert client.get(plan_url("plan_preview_pdf", period)).content.startswith(b"%PDF")
    assert client.get(plan_url("plan_preview_docx", period)).content.startswith(b"PK")


def test_the_notice_stays_as_it_was_issued(client, secretary, notice, delegate):
    delegate.full_name = "Tên đã đổi"
    delegate.save()
    DocumentForm.objects.update(signer="Người khác")
    client.force_login(secretary)
    page = client.get(reverse("assignments:notice_detail", args=[notice.pk])).content.decode()
    assert "Vàng Tả Lan" in page
    assert "Nguyễn Thị Mai" in page
    assert "Tên đã đổi" not in page
    assert "Hồ sơ để kiểm tra lại" not in page


def test_the_dossier_of_a_notice_can_be_solved_and_checked_again(client, office, notice):
    client.force_login(office)
    parts = [
        client.get(reverse("assignments:notice_dossier", args=[notice.pk, part])).json()
        for part in ("bai-toan", "loi-giai")
    ]
    assert check(*parts) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_notices_asks_the_database_the_same_however_long(
    client, secretary, notice, period, office, head, standing, rows, django_assert_num_queries
):
    for _ in range(rows - 1):
        plan = services.new_version(period, by=office, at=world.NOW)
        services.submit_plan(plan, by=office, at=world.NOW)
        services.check_plan_version(plan, by=head, at=world.NOW)
        services.publish_plan(plan, by=standing, at=world.NOW, issued_on=datetime.date(2026, 11, 6))
    client.force_login(secretary)
    with django_assert_num_queries(7):
        page = client.get(reverse("assignments:notice_list")).content.decode()
    assert page.count("Đang có hiệu lực") == 1


def test_a_meeting_that_moves_after_publication_calls_for_a_replacement(client, office, period, notice, meeting):
    meeting.starts_at += datetime.timedelta(days=2)
    meeting.ends_at += datetime.timedelta(days=2)
    meeting.save()
    client.force_login(office)
    page = client.get(plan_url("plan_detail", period)).content.decode()
    assert "Hội nghị của xã Hợp Thành đã đổi (thời gian), xin lập bản thay thế." in page
    response = client.post(plan_url("plan_replace", period), follow=True)
    assert "Đã lập bản thay thế" in response.content.decode()
    assert set(Plan.objects.values_list("version", "status")) == {(1, "published"), (2, "draft")}
    first = client.get(plan_url("plan_detail", period), {"ban": "1"})
    assert first.context["plan"].version == 1


def test_the_standing_board_decides_where_it_reads(client, standing, period, checked):
    client.force_login(standing)
    page = client.get(plan_url("plan_preview", period)).content.decode()
    assert plan_url("plan_publish", period) in page
    assert plan_url("plan_return", period) in page
    assert plan_url("plan_check", period) not in page
