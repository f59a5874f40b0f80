"""A file from the office's desk: sent, put right in place, applied; on a desktop and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.imports.conftest import HERE, city  # noqa: F401 (a fixture)
from units.models import Meeting


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_registrations_are_sent_put_right_and_applied(sign_in, office, period, city, live_server, viewport):  # noqa: F811
    page = sign_in("office", viewport)
    page.goto(f"{live_server.url}/thang/{period.month:%Y-%m}/dang-ky/")
    page.get_by_role("link", name="Nhập đăng ký từ tệp Excel").click()
    page.get_by_label("Tệp .xlsx hoặc .csv").set_input_files(HERE / "dang_ky_thang_11.xlsx")
    page.get_by_role("button", name="Gửi và xem lại").click()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Còn 5 dòng có lỗi hoặc cần trả lời")
    page.get_by_role("link", name="Xem các dòng ấy").click()

    page.locator("#dong-18").get_by_role("button", name="Dùng dòng 23").click()
    expect(preview).to_contain_text("Đã trả lời cho 2 dòng.")
    expect(preview.locator("[data-say]")).to_be_focused()  # the row itself is answered and gone from this list
    expect(page.locator("#live")).to_have_text("Đã trả lời cho 2 dòng.")
    page.get_by_label("Sửa Ngày ở dòng 24").fill("31/11")
    page.get_by_label("Sửa Ngày ở dòng 24").press("Enter")
    expect(page.locator("#dong-24")).to_contain_text("Không có ngày “31/11” trong lịch.")
    expect(page.get_by_label("Sửa Ngày ở dòng 24")).to_have_value("31/11")
    page.locator("#dong-24").get_by_role("button", name="Dùng dòng 16").click()
    expect(preview).to_contain_text("Còn 1 dòng có lỗi hoặc cần trả lời")
    page.locator("#dong-22").get_by_role("button", name="Bỏ dòng").click()
    expect(preview).to_contain_text("17 dòng mới, 0 dòng thay đổi")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    page.get_by_role("link", name="Tiếp tục để nhập").click()
    page.get_by_role("button", name="Nhập 17 dòng").click()
    expect(page.locator("#messages")).to_contain_text("Đã nhập tệp “dang_ky_thang_11.xlsx”.")
    assert Meeting.objects.count() == 17
    page.get_by_role("link", name=re.compile("Xem đăng ký tháng")).click()
    expect(page.get_by_role("main")).to_contain_text("Đã đăng ký 17/17 đơn vị.")
