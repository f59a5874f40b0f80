"""The calendar on a desk and on a telephone: filters, looks, a link for the calendar program, and what that reads."""

import datetime

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests import world
from tests.browser.conftest import DESKTOP, PHONE
from tests.calendars.conftest import publish

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def november(period, unit, other_unit, office, delegate):
    unit.area = "Cụm số 1"
    unit.save()
    meetings = [world.make_meeting(period, unit, day=12, by=office), world.make_meeting(period, other_unit, by=office)]
    for number in range(8):
        world.make_meeting(period, world.make_unit(f"Thôn {number}"), day=12, hour=9, by=office)
    publish(period, [(meetings[0], delegate)])
    return meetings


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def narrow(page: Page, size: dict[str, int], text: str) -> None:
    if size == PHONE:
        page.get_by_label("Bộ lọc").check()
    page.locator(".filters [name=q]").fill(text)
    page.get_by_role("button", name="Lọc", exact=True).click()


@SIZES
def test_the_calendar_is_filtered_and_looked_at_in_three_ways(sign_in, november, live_server, size):
    page = sign_in("office", size)
    page.goto(f"{live_server.url}/thang/2026-11/lich/")
    calendar = page.locator("#calendar")
    expect(calendar).to_contain_text("10 hội nghị trong tháng 11/2026")
    expect(calendar).to_contain_text("và 3 hội nghị nữa")
    expect(calendar).to_contain_text("Ngày Văn hóa Việt Nam")
    assert fits(page)

    narrow(page, size, "hop thanh")
    expect(calendar).to_contain_text("1 hội nghị trong tháng 11/2026 khớp")
    expect(calendar).not_to_contain_text("Kim Tân")
    expect(page.locator("#live")).to_contain_text("1 hội nghị")
    assert "q=hop" in page.url

    calendar.get_by_role("link", name="Tuần", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("tuần")
    assert "q=hop" in page.url
    page.goto(f"{live_server.url}/lich/tuan/2026-11-12/?q=hop")
    expect(page.locator("#calendar")).to_contain_text("Vàng Tả Lan")
    expect(page.locator("#calendar")).not_to_contain_text("Kim Tân")
    assert fits(page)

    page.locator("#calendar").get_by_role("link", name="Danh sách").click()
    expect(page.locator("#calendar tbody tr")).to_have_count(1)
    assert fits(page)
    page.get_by_role("link", name="Xã Hợp Thành").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hội nghị xã Hợp Thành")


@SIZES
def test_a_full_days_rest_is_in_its_list(sign_in, november, live_server, size):
    page = sign_in("office", size)
    page.goto(f"{live_server.url}/thang/2026-11/lich/")
    page.get_by_role("link", name="và 3 hội nghị nữa").click()
    expect(page.locator("#calendar tbody tr")).to_have_count(9)
    expect(page.locator("#calendar")).to_contain_text("ngày 12/11/2026")


def test_on_a_telephone_the_days_of_the_month_lead_to_the_days(sign_in, november, live_server):
    page = sign_in("delegate", NARROW)
    page.goto(f"{live_server.url}/thang/2026-11/lich/")
    assert fits(page)
    page.locator(".month-strip").get_by_role("link", name="12").click()
    expect(page.locator("#ngay-2026-11-12")).to_be_in_viewport()
    heights = page.locator("#calendar a:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


@SIZES
def test_a_link_is_made_read_and_ended(sign_in, november, live_server, size):
    page = sign_in("delegate", size)
    page.goto(f"{live_server.url}/lich/dien-thoai/")
    page.get_by_label("Ghi chú").fill("Điện thoại của tôi")
    page.get_by_role("button", name="Tạo liên kết").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Liên kết lịch đã sẵn sàng")
    expect(page.get_by_role("button", name="Sao chép liên kết")).to_be_visible()
    expect(page.get_by_role("img", name="Mã QR")).to_be_visible()
    assert fits(page)
    url = page.get_by_label("Liên kết (https)").input_value()
    assert page.get_by_label("Liên kết (webcal)").input_value() == url.replace("http:", "webcal:")

    answer = page.request.get(url)
    (event,) = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Hội nghị tuyên vận xã Hợp Thành"
    assert event.decoded("DTSTART") == datetime.datetime(2026, 11, 12, 8, tzinfo=world.HANOI)

    page.get_by_role("link", name="Xem các liên kết").click()
    page.locator("summary", has_text="Thu hồi").click()
    page.get_by_role("button", name="Thu hồi ngay").click()
    expect(page.locator("#messages")).to_contain_text("Đã thu hồi")
    assert page.request.get(url).status == 404
    assert fits(page)


def test_everything_works_without_javascript(browser, november, live_server, office):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/tai-khoan/dang-nhap/?next=/thang/2026-11/lich/")
    page.get_by_label("Tên đăng nhập").fill("office")
    page.get_by_label("Mật khẩu").fill("mat-khau-thu-nghiem")
    page.get_by_role("button", name="Đăng nhập").click()
    narrow(page, PHONE, "kim")
    expect(page.locator("#calendar")).to_contain_text("Phường Kim Tân")
    expect(page.locator("#calendar")).not_to_contain_text("Hợp Thành")
    page.goto(f"{live_server.url}/lich/dien-thoai/")
    page.get_by_role("button", name="Tạo liên kết").click()
    expect(page.get_by_label("Liên kết (https)")).to_be_visible()
    expect(page.get_by_role("button", name="Sao chép liên kết")).to_be_hidden()
    context.close()
