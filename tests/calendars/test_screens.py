"""Month, week and list: what is shown to whom, filters, hostile addresses, constant queries."""

import datetime
import re

import pytest
from django.urls import reverse

from tests import world
from tests.calendars.conftest import publish
from units.models import DayOff, Meeting

MONTH = "/thang/2026-11/lich/"
WEEK = "/lich/tuan/2026-11-12/"
LIST = "/thang/2026-11/lich/danh-sach/"
LOOKS = (MONTH, WEEK, LIST)


def text(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    html = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    main = html[html.index('<main id="main"') :] if '<main id="main"' in html else html
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("url", LOOKS)
def test_the_committee_sees_every_conference_with_its_delegates(client, office, meeting, other_meeting, delegate, url):
    publish(meeting.period, [(meeting, delegate)])
    client.force_login(office)
    page = text(client, url)
    assert "Xã Hợp Thành" in page
    assert "Phường Kim Tân" in page
    assert ("1 đại biểu" if url == MONTH else "Vàng Tả Lan") in page
    assert "Chưa phân công" in page or "chưa phân công" in page


@pytest.mark.parametrize("url", [*LOOKS, "/lich/dien-thoai/"])
def test_the_menu_says_that_one_is_in_the_calendar(client, office, period, url):
    client.force_login(office)
    here = re.findall(r'<a href="([^"]*)" aria-current="page"', client.get(url).content.decode())
    assert MONTH in here


@pytest.mark.parametrize("url", LOOKS)
def test_a_unit_sees_its_own_conference_only(client, secretary, meeting, other_meeting, delegate, url):
    publish(meeting.period, [(meeting, delegate)])
    client.force_login(secretary)
    page = text(client, url)
    assert "Xã Hợp Thành" in page
    assert "Kim Tân" not in page
    assert 'role="search"' not in client.get(url).content.decode().split('<main id="main"')[1]


@pytest.mark.parametrize("url", LOOKS)
def test_a_draft_is_shown_to_nobody(client, office, delegate, meeting, url):
    plan = publish(meeting.period, [])
    draft = type(plan).objects.create(period=plan.period, version=2, made_by=office, made_at=world.NOW)
    draft.seats.create(meeting=meeting, delegate=delegate)
    for user in (office, delegate.user, meeting.registered_by):
        client.force_login(user)
        page = text(client, url)
        assert "Vàng Tả Lan" not in page.replace("đồng chí Vàng Tả Lan", "")
        assert "1 đại biểu" not in page


def test_a_conference_leads_to_the_page_that_the_person_may_open(client, office, delegate, other_delegate, appraiser,
                                                                 meeting, secretary):  # fmt: skip
    publish(meeting.period, [(meeting, delegate)])
    conference, unit = f'href="/hoi-nghi/{meeting.pk}/"', f'href="/don-vi/{meeting.unit_id}/"'
    for user, link in ((office, conference), (secretary, conference), (delegate.user, conference),
                       (other_delegate.user, unit), (appraiser, None)):  # fmt: skip
        client.force_login(user)
        html = client.get(MONTH).content.decode()
        assert (link in html) if link else (conference not in html and unit not in html), user
        for found in set(re.findall(r'href="(/(?:hoi-nghi|don-vi)/\d+/)"', html)):
            assert client.get(found).status_code == 200, (user, found)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"q": "hop thanh"}, {"Xã Hợp Thành"}),
        ({"q": "KIM"}, {"Phường Kim Tân"}),
        ({"khu_vuc": "Cụm số 1"}, {"Xã Hợp Thành"}),
        ({"loai": "ward"}, {"Phường Kim Tân"}),
        ({"dai_bieu": "vang ta"}, {"Xã Hợp Thành"}),
        ({"trang_thai": "roi"}, {"Xã Hợp Thành"}),
        ({"trang_thai": "chua"}, {"Phường Kim Tân"}),
        ({"trang_thai": "xong"}, set()),
        ({"trang_thai": "huy"}, {"Xã Cốc San"}),
        ({"q": "hop thanh", "loai": "ward"}, set()),
    ],
)
@pytest.mark.parametrize("url", LOOKS)
def test_filters_keep_what_they_say(client, office, unit, meeting, other_meeting, delegate, url, query, kept):
    unit.area = "Cụm số 1"
    unit.save()
    gone = world.make_meeting(meeting.period, world.make_unit("Cốc San"), day=14, by=office)
    Meeting.objects.filter(pk=gone.pk).update(cancelled_at=world.NOW, cancelled_by=office)
    publish(meeting.period, [(meeting, delegate)])
    client.force_login(office)
    page = text(client, url, **query)
    assert {name for name in ("Xã Hợp Thành", "Phường Kim Tân", "Xã Cốc San") if name in page} == kept


def test_a_held_conference_says_so_and_is_no_longer_waiting(client, office, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(held_on=datetime.date(2026, 11, 12))
    client.force_login(office)
    assert "Xã Hợp Thành" in text(client, LIST, trang_thai="xong")
    assert "Xã Hợp Thành" not in text(client, LIST, trang_thai="chua")


@pytest.mark.parametrize("url", LOOKS)
def test_one_called_off_leads_the_committee_to_its_history_and_a_delegate_to_the_unit(
    client, head, delegate, meeting, url
):
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=world.NOW, cancelled_by=head)
    for user, leads_to in ((head, f"/hoi-nghi/{meeting.pk}/"), (delegate.user, f"/don-vi/{meeting.unit_id}/")):
        client.force_login(user)
        assert f'href="{leads_to}"' in client.get(url, {"trang_thai": "huy"}).content.decode()
        assert client.get(leads_to).status_code == 200


@pytest.mark.parametrize("url", LOOKS)
@pytest.mark.parametrize(
    "query",
    [
        {"khu_vuc": "không có", "loai": "xxx", "trang_thai": "9", "page": "-1", "sort": "pk__password"},
        {"q": "%' OR 1=1 --", "dai_bieu": "\\" * 300, "ngay": "31/02/2026", "page": "99999999999999999999"},
        {"q": "😀" * 500, "ngay": "9999-99-99", "sort": "-starts_at"},
        {"ngay": "0001-01-01"},
        {"ngay": "9999-12-31"},
    ],
)
def test_hostile_filters_are_answered(client, office, meeting, url, query):
    client.force_login(office)
    assert client.get(url, query).status_code == 200


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/lich/tuan/2026-02-31/", 404),
        ("/lich/tuan/2100-01-01/", 404),
        ("/lich/tuan/1999-12-31/", 404),
        ("/lich/tuan/2000-01-01/", 200),
        ("/lich/tuan/2099-12-31/", 200),
        ("/thang/2000-01/lich/", 200),
        ("/thang/2099-12/lich/", 200),
        ("/thang/2099-12/lich/danh-sach/", 200),
        ("/thang/2026-13/lich/", 404),
        ("/thang/2027-05/lich/", 200),
    ],
)
def test_far_and_wrong_months_and_weeks(client, office, meeting, url, status):
    client.force_login(office)
    assert client.get(url).status_code == status
    assert client.head(url).status_code == status


def test_an_empty_month_says_how_it_fills(client, office, period):
    client.force_login(office)
    assert "Hội nghị hiện ở đây khi xã, phường đăng ký" in text(client, MONTH)
    assert "Tuần này chưa có hội nghị nào" in text(client, "/lich/tuan/2026-12-24/")


def test_holidays_are_named_and_a_week_across_the_year_shows_both(client, office, body):
    period = world.make_period(datetime.date(2026, 12, 1))
    world.make_meeting(period, world.make_unit("Tả Phời"), day=31, by=office)
    client.force_login(office)
    page = text(client, "/lich/tuan/2027-01-01/")
    assert "Tết Dương lịch" in page
    assert "Xã Tả Phời" in page
    assert "Tết Dương lịch" in text(client, "/thang/2027-01/lich/")


def test_a_day_of_the_offices_own_decides(client, office, period):
    """16 November is a Monday off here; Saturday 21 is worked in lieu of it."""
    world.make_meeting(period, world.make_unit("Tả Phời"), day=16, by=office)
    DayOff.objects.create(day=datetime.date(2026, 11, 16), name="Nghỉ hoán đổi", is_working=False)
    DayOff.objects.create(day=datetime.date(2026, 11, 21), name="Làm bù", is_working=True)
    client.force_login(office)
    html = client.get(MONTH).content.decode()
    cells = {day: re.search(rf'id="ngay-2026-11-{day}" class="([^"]*)"', html)[1].split() for day in (16, 21, 22)}
    assert [("is-off" in cells[day]) for day in (16, 21, 22)] == [True, False, True]
    page = text(client, MONTH)
    assert "Nghỉ hoán đổi" in page
    assert "Làm bù" in page


def test_a_unit_without_a_conference_is_led_to_registering(client, secretary, period):
    client.force_login(secretary)
    assert 'href="/thang/2026-11/dang-ky/">Đăng ký hội nghị' in client.get(MONTH).content.decode()
    assert "Đăng ký hội nghị" not in text(client, "/thang/2027-05/lich/")


def test_two_at_the_same_minute_are_both_there_and_many_overflow_into_the_days_list(client, office, period):
    for number in range(9):
        world.make_meeting(period, world.make_unit(f"Thôn {number}"), day=12, by=office)
    client.force_login(office)
    page = text(client, MONTH)
    assert page.count("08:00") == 6
    assert "và 3 hội nghị nữa" in page
    assert text(client, LIST, ngay="2026-11-12").count("Thứ Năm") == 9
    assert text(client, WEEK).count("08:00") == 9


def test_a_fragment_is_the_calendar_alone(client, office, meeting):
    client.force_login(office)
    for url in LOOKS:
        html = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert html.strip().startswith('<div id="calendar">')
        assert "<main" not in html
        assert "Hợp Thành" in html


@pytest.mark.parametrize("url", LOOKS)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_look_asks_the_database_the_same_however_many_conferences(client, office, period, delegate, url, rows,
                                                                    django_assert_num_queries):  # fmt: skip
    held = [
        world.make_meeting(period, world.make_unit(f"Thôn {number}"), day=12, hour=7 + number, by=office)
        for number in range(rows)
    ]
    publish(period, [(one, delegate) for one in held])
    client.force_login(office)
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)


def test_month_and_filters_stay_when_the_look_changes(client, office, meeting):
    client.force_login(office)
    html = client.get(MONTH, {"q": "hop"}).content.decode()
    assert f"{reverse('calendars:conference_list', args=[datetime.date(2026, 11, 1)])}?q=hop" in html
    assert re.search(r'href="/lich/tuan/2026-11-\d\d/\?q=hop"', html)
    assert 'href="/thang/2026-12/lich/?q=hop"' in html


@pytest.mark.parametrize(
    ("url", "look"), [(MONTH, "lich/"), (LIST, "lich/danh-sach/"), ("/lich/tuan/2026-11-12/", "lich/")]
)
def test_another_month_from_the_top_of_the_page_stays_in_the_calendar(client, office, period, url, look):
    world.make_period(datetime.date(2026, 12, 1))
    client.force_login(office)
    assert f'<a href="/thang/2026-12/{look}">Tháng 12/2026' in client.get(url).content.decode()


@pytest.mark.parametrize("url", LOOKS)
def test_what_is_filtered_by_is_said_in_words(client, office, meeting, url):
    client.force_login(office)
    page = client.get(url, {"q": "<hop>", "loai": "ward", "khu_vuc": "không có"}).content.decode()
    assert "(Đơn vị: &lt;hop&gt;; Loại: Phường)" in page
    assert "Không có mục này, nên đang hiện tất cả." in page


@pytest.mark.parametrize("url", LOOKS)
def test_who_is_sent_a_filtered_address_and_has_no_filters_can_leave_it(client, secretary, meeting, url):
    client.force_login(secretary)
    leave = f'<a class="button" href="{url}">Bỏ lọc</a>'
    assert leave in client.get(url, {"q": "kim tan"}).content.decode()
    assert leave not in client.get(url).content.decode()
