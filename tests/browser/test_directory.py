"""Two communes become one on a phone, are checked, and undone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from units.models import Unit, UnitChange


@pytest.mark.usefixtures("period", "office", "other_unit")
def test_two_units_are_merged_and_the_mistake_undone(sign_in, live_server, unit):
    page = sign_in("office", PHONE)
    page.goto(live_server.url + "/don-vi/thay-doi/merge/")
    page.get_by_label("Đơn vị 1").press_sequentially("hop th")
    expect(page.locator("#id_old_0_names option")).to_have_attribute("value", f"{unit.full_name} ({unit.code})")
    page.get_by_label("Đơn vị 2").fill("kim tan")
    page.get_by_label("Phường", exact=True).check()
    page.get_by_label("Tên", exact=True).fill("Sao Mai")
    page.get_by_label("Mã đơn vị").fill("12345")
    page.get_by_label("Có hiệu lực từ ngày").fill("2026-12-01")
    page.get_by_label("Căn cứ").fill("Nghị quyết 1")
    page.get_by_role("button", name="Xem lại trước khi ghi").click()
    expect(page.get_by_role("main")).to_contain_text("4 tổ tuyên vận chuyển sang đơn vị mới")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Ghi sáp nhập").click()
    expect(page.locator("#messages")).to_contain_text("Đã ghi nhận. Sáp nhập: Xã Hợp Thành và Phường Kim Tân")
    page.get_by_role("button", name="Hoàn tác thay đổi này").click()
    expect(page.locator("#messages")).to_contain_text("Đã hoàn tác.")
    assert UnitChange.objects.get().undone_at
    assert Unit.objects.count() == 2
