import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import world
from units.models import Concern

LIST = "/van-de/"
FORM = "/van-de/ghi/"


def typed(unit, /, **changed):
    usual = {
        "unit": unit.code,
        "reason": "Giải phóng mặt bằng",
        "tier_asked": "1",
        "opened_on": "01/11/2026",
        "expires_on": "31/12/2026",
    }
    return usual | changed


def names_in(response):
    return [row.record.unit.name for row in response.context["table"].paginated_rows]


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_the_office_opens_a_concern(client, unit, period, office):
    client.force_login(office)
    done = client.post(FORM, typed(unit), follow=True)
    concern = Concern.objects.get()
    assert (concern.unit, concern.tier_asked, concern.opened_by) == (unit, 1, office)
    assert concern.expires_on == datetime.date(2026, 12, 31)
    assert messages_of(done) == ["Đã ghi vấn đề cần quan tâm của xã Hợp Thành; bản phân công sau sẽ tính đến."]


def test_opened_twice_it_is_one_concern(client, unit, period, office):
    client.force_login(office)
    client.post(FORM, typed(unit))
    again = client.post(FORM, typed(unit), follow=True)
    assert Concern.objects.count() == 1
    assert "đang có vấn đề này" in messages_of(again)[-1]


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"unit": "999999"}, "unit", "Không có đơn vị nào khớp với “999999”. Gõ tên hoặc mã, ví dụ 02680."),
        ({"unit": "xyz"}, "unit", "Không có đơn vị nào khớp với “xyz”. Gõ tên hoặc mã, ví dụ 02680."),
        ({"unit": ""}, "unit", "Nhập tên hoặc mã đơn vị."),
        ({"reason": ""}, "reason", "Mục này không được để trống."),
        ({"tier_asked": "3"}, "tier_asked", "Chọn cấp đại biểu cần."),
        ({"tier_asked": "x"}, "tier_asked", "Chọn cấp đại biểu cần."),
        ({"opened_on": "30/02/2026"}, "opened_on", "Ngày không đúng. Viết ngày/tháng/năm, ví dụ 12/11/2026."),
        ({"expires_on": "31/10/2026"}, "expires_on", "Không được trước ngày bắt đầu (01/11/2026)."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, unit, period, office, changed, field, message):
    client.force_login(office)
    refused = client.post(FORM, typed(unit, **changed))
    assert refused.status_code == 422
    assert refused.context["form"].errors == {field: [message]}
    assert not Concern.objects.exists()


def test_a_reason_that_is_too_long_is_refused(client, unit, period, office):
    client.force_login(office)
    assert client.post(FORM, typed(unit, reason="a" * 301)).status_code == 422


def test_the_office_closes_a_concern_once(client, unit, period, office):
    concern = world.make_concern(unit, by=office)
    client.force_login(office)
    url = reverse("units:concern_close", args=[concern.pk])
    assert "Giải phóng mặt bằng" in client.get(url).content.decode()
    client.post(url)
    again = client.post(url, follow=True)
    concern.refresh_from_db()
    assert concern.closed_on == timezone.localdate()
    assert "đã thôi theo dõi từ" in messages_of(again)[-1]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Hợp Thành"]),
        ({"xem": "ca"}, ["Kim Tân", "Hợp Thành"]),
        ({"q": "kim tan"}, []),
        ({"q": "kim tan", "xem": "ca"}, ["Kim Tân"]),
        ({"q": "hợp", "xem": "khac", "sort": "tier_asked"}, ["Hợp Thành"]),
    ],
)
def test_the_list_shows_what_is_open_and_on_request_all(
    client, unit, other_unit, period, standing, office, query, names
):
    world.make_concern(unit, by=office)
    world.make_concern(other_unit, by=office, expires_on=datetime.date(2022, 1, 1))
    client.force_login(standing)
    assert names_in(client.get(LIST, query)) == names


def test_a_delegate_reads_what_is_open_and_nothing_older(client, unit, other_unit, period, delegate, office):
    world.make_concern(unit, by=office)
    past = world.make_concern(other_unit, by=office, closed_on=datetime.date(2022, 1, 1))
    client.force_login(delegate.user)
    assert names_in(client.get(LIST, {"xem": "ca"})) == ["Hợp Thành"]
    assert client.get(reverse("units:concern_close", args=[past.pk])).status_code == 404


def test_an_empty_list_says_what_will_be_here(client, period, office):
    client.force_login(office)
    assert "Khi một xã, phường có việc nổi lên, đồng chí ghi vào đây" in client.get(LIST).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_rows(client, period, office, rows, django_assert_num_queries):
    for number in range(rows):
        world.make_concern(world.make_unit(f"Xã {number}"), by=office)
    client.force_login(office)
    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_asks_the_database_the_same_however_many_units(
    client, period, office, rows, django_assert_num_queries
):
    for number in range(rows):
        world.make_unit(f"Xã {number}")
    client.force_login(office)
    with django_assert_num_queries(5):
        client.get(FORM)
