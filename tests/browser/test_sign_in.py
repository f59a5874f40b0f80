from playwright.sync_api import expect

from tests.browser.conftest import PHONE


def test_a_wrong_password_is_said_in_vietnamese(page, live_server, office):
    page.goto(live_server.url)
    page.get_by_label("Tên đăng nhập").fill("office")
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("alert")).to_contain_text("không đúng")
    expect(page.get_by_label("Tên đăng nhập")).to_have_value("office")


def test_signing_out_ends_the_session(sign_in, live_server, office, period):
    page = sign_in("office")
    page.locator(".person-menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_the_frame_fits_a_phone_and_its_menu_leads_everywhere(sign_in, secretary, period):
    page = sign_in("secretary", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.get_by_role("link", name="Xếp hạng")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Xếp hạng", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xếp hạng tháng")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
