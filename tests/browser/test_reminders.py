"""Reminding on a phone: from the home page to a letter approved, and a text copied for Zalo."""

from playwright.sync_api import expect

from reminders.models import Reminder
from tests.browser.conftest import PHONE
from tests.reminders import places


def test_the_office_reminds_from_a_phone(sign_in, office, period):
    places.make_units(2)
    page = sign_in("office", PHONE)
    page.get_by_role("link", name="Nhắc các đơn vị").click()
    page.get_by_label("Bỏ qua Xã Số 2").check()
    page.get_by_role("button", name="Soạn thư cho").click()
    expect(page.locator("#messages")).to_contain_text("Đã soạn 1 thư nhắc, chưa gửi")
    page.get_by_role("button", name="Duyệt và gửi các thư đã chọn").click()
    expect(page.locator("#messages")).to_contain_text("Đã duyệt 1 thư")
    assert [one.about_name for one in Reminder.objects.filter(state="sent")] == ["Xã Số 1"]


def test_a_text_is_copied_for_zalo_and_marked(sign_in, office, period, live_server):
    places.make_units(2)
    page = sign_in("office", PHONE)
    page.goto(f"{live_server.url}/thang/{period.month:%Y-%m}/nhac-viec/registration/zalo/")
    page.get_by_role("button", name="Chép nội dung").click()
    expect(page.locator("#live")).to_contain_text("Đã chép")
    page.get_by_role("button", name="Đã dán vào Zalo").click()
    expect(page.locator("#messages")).to_contain_text("nhắc 2 nơi")
    expect(page.get_by_text("đã nhắc 1 lần, lần cuối hôm nay")).to_have_count(2)
