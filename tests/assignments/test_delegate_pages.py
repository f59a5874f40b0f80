"""Delegates, their busy days and their own conferences."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from assignments import services
from assignments.models import Delegate, Seat, Unavailability, next_seat
from tests import world
from tests.assignments.access import profile as profile_of
from units.roles import Role


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def profile(agency, delegate):
    class Cast:
        pass

    cast = Cast()
    cast.agency, cast.delegate = agency, delegate
    return profile_of(cast)


def test_the_list_is_by_rank_then_order_then_given_name_and_is_found_without_diacritics(client, office, agency):
    world.make_delegate(agency, "Lò Văn Ánh", tier=3)
    world.make_delegate(agency, "Giàng Seo An", tier=3)
    world.make_delegate(agency, "Trần Thị Yến", tier=1)
    world.make_delegate(agency, "Vũ Văn Xa", tier=3, rank_order=1)
    client.force_login(office)
    page = client.get(reverse("assignments:delegate_list"))
    names = [row.record.full_name for row in page.context["table"].paginated_rows]
    assert names == ["Trần Thị Yến", "Giàng Seo An", "Lò Văn Ánh", "Vũ Văn Xa"]
    found = client.get(reverse("assignments:delegate_list"), {"q": "lo van anh", "cap": "3"})
    assert [row.record.full_name for row in found.context["table"].paginated_rows] == ["Lò Văn Ánh"]


def test_the_list_shows_the_published_load(client, office, notice, delegate):
    client.force_login(office)
    page = client.get(reverse("assignments:delegate_list"))
    loads = {row.record: (row.record.seats_month, row.record.seats_year) for row in page.context["table"].rows}
    assert loads[delegate] == (1, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_long(client, office, agency, rows, django_assert_num_queries):
    for number in range(rows):
        world.make_delegate(agency, f"Người {number}")
    client.force_login(office)
    with django_assert_num_queries(9):
        client.get(reverse("assignments:delegate_list"))


def test_the_office_adds_a_delegate_once(client, office, profile, unit):
    client.force_login(office)
    fields = profile | {"barred_units": [unit.pk]}
    client.post(reverse("assignments:delegate_create"), fields)
    again = client.post(reverse("assignments:delegate_create"), fields)
    added = Delegate.objects.get(full_name="Lò Thị Pằn")
    assert list(added.barred_units.all()) == [unit]
    assert again.status_code == 422
    assert "Người này đã có trong danh sách" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("full_name", "", "Mục này không được để trống."),
        ("full_name", "a" * 151, "tối đa 150"),
        ("agency", "999999", "Cơ quan này không có trong danh mục."),
        ("tier", "4", "Chọn một trong ba cấp."),
        ("share", "0", "Nhập số nguyên từ 1 đến 20."),
        ("max_seats", "9" * 40, "Nhập số nguyên từ 0 đến 31."),
        ("barred_units", "x", "Có đơn vị không có trong danh mục."),
        ("active_to", "2025-01-01", "Ngày thôi tham gia phải từ ngày tham gia trở đi."),
    ],
)
def test_a_wrong_value_is_refused_beside_its_field(client, office, profile, delegate, field, value, message):
    client.force_login(office)
    response = client.post(reverse("assignments:delegate_edit", args=[delegate.pk]), profile | {field: value})
    assert response.status_code == 422
    assert message in response.context["form"].errors[field][0]
    assert Delegate.objects.get().full_name == "Vàng Tả Lan"


def test_of_two_who_edit_a_delegate_the_later_is_told_and_loses_nothing(client, office, profile, delegate):
    client.force_login(office)
    url = reverse("assignments:delegate_edit", args=[delegate.pk])
    client.post(url, profile)
    response = client.post(url, profile | {"full_name": "Lò Thị Phượng"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Hà Đức Nga đã lưu thay đổi của đại biểu này lúc" in page
    assert 'value="Lò Thị Phượng"' in page
    state = response.context["state"]
    assert client.post(url, profile | {"full_name": "Lò Thị Phượng", "state": state}).status_code == 302
    assert Delegate.objects.get().full_name == "Lò Thị Phượng"


# Busy days


def test_a_delegate_declares_a_busy_day_and_takes_it_back(client, delegate):
    client.force_login(delegate.user)
    url = reverse("assignments:unavailability_list")
    day = timezone.localdate() + datetime.timedelta(days=3)
    response = client.post(url, {"from_on": day.isoformat(), "reason": "Đi công tác"})
    assert said(response) == [f"Đã ghi lịch bận ngày {day:%d/%m/%Y}."]
    client.post(url, {"from_on": f"{day:%d/%m/%Y}", "reason": "Đi công tác"})
    spell = Unavailability.objects.get()
    assert (spell.from_on, spell.to_on, spell.reason) == (day, day, "Đi công tác")
    client.post(reverse("assignments:unavailability_delete", args=[spell.pk]))
    assert not Unavailability.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"from_on": ""}, "from_on", "Chọn ngày."),
        ({"from_on": "32/13/2026"}, "from_on", "Ngày không đúng."),
        ({"from_on": "2099-01-10", "to_on": "2099-01-09"}, "to_on", "phải từ ngày bắt đầu trở đi"),
        ({"from_on": "2099-01-10", "to_on": "2199-01-09"}, "to_on", "không quá một năm"),
        ({"from_on": "2020-01-10"}, "to_on", "đã qua"),
        ({"from_on": "2099-01-10", "reason": "a" * 201}, "reason", "200"),
    ],
)
def test_impossible_busy_days_are_refused(client, delegate, fields, field, message):
    client.force_login(delegate.user)
    response = client.post(reverse("assignments:unavailability_list"), fields)
    assert response.status_code == 422
    assert message in response.context["form"].errors[field][0]
    assert not Unavailability.objects.exists()


def test_a_busy_day_on_a_published_seat_warns(client, unit, delegate, office, head, standing):
    day = timezone.localdate() + datetime.timedelta(days=5)
    period = world.make_period(day.replace(day=1))
    world.make_meeting(period, unit, day=day.day, by=office)
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=day)
    client.force_login(delegate.user)
    response = client.post(reverse("assignments:unavailability_list"), {"from_on": day.isoformat()})
    seat = f"đã được phân công dự hội nghị xã Hợp Thành ngày {day:%d/%m/%Y}"
    assert said(response)[1] == f"Đồng chí {seat}. Ban Tuyên giáo được báo để cử người dự thay."
    client.force_login(office)
    Unavailability.objects.all().delete()
    told = client.post(reverse("assignments:delegate_unavailability", args=[delegate.pk]), {"from_on": f"{day}"})
    assert said(told)[-1] == f"Đồng chí Vàng Tả Lan {seat}; chọn người dự thay ở trang Lượt cần sửa của tháng."
    assert Unavailability.objects.exists()


def test_nobody_removes_another_persons_busy_days(client, delegate, other_delegate):
    day = timezone.localdate()
    spell = Unavailability.objects.create(delegate=delegate, from_on=day, to_on=day)
    client.force_login(other_delegate.user)
    assert client.post(reverse("assignments:unavailability_delete", args=[spell.pk])).status_code == 404
    assert Unavailability.objects.exists()


# One's own conferences


def test_a_delegate_sees_only_published_seats_of_their_own(client, checked, delegate, meeting, standing):
    client.force_login(delegate.user)
    assert "Xã Hợp Thành" not in client.get(reverse("assignments:my_seats")).content.decode()
    services.publish_plan(checked, by=standing, at=world.NOW, issued_on=datetime.date(2026, 11, 5))
    assert "Xã Hợp Thành" in client.get(reverse("assignments:my_seats")).content.decode()


def test_the_next_seat_is_the_first_published_one_from_a_day_on(notice, delegate, meeting):
    assert next_seat(delegate, datetime.date(2026, 11, 10)).meeting == meeting
    assert next_seat(delegate, datetime.date(2026, 11, 11)) is None


def test_seats_of_a_draft_are_nobodys(draft, delegate):
    assert next_seat(delegate, datetime.date(2026, 11, 1)) is None
    assert not Seat.objects.published().exists()


@pytest.mark.parametrize("view", ["unavailability_list", "my_seats"])
def test_a_delegate_whose_account_is_not_linked_yet_is_told_whom_to_ask(client, db, view):
    client.force_login(world.make_user("moi", "Sùng A Vảng", roles=[Role.DELEGATE]))
    response = client.get(reverse(f"assignments:{view}"))
    assert response.status_code == 200
    assert "chưa gắn với người nào trong danh sách đại biểu" in response.content.decode()
