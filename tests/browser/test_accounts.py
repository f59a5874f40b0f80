"""From the link in Zalo to a second factor, on a phone."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from people import services
from tests.accounts.codes import code_of
from tests.browser.conftest import PHONE
from units.models import Role

NEW = "d3ng-t4m"


@pytest.fixture
def phone(browser, live_server):
    context = browser.new_context(viewport=PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def enter(page, live_server):
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_label("Tên đăng nhập").fill("moi.vao")
    page.get_by_label("Mật khẩu").fill(NEW)
    page.get_by_role("button", name="Đăng nhập").click()


def sign_out(page):
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_from_the_invitation_to_a_second_factor_and_back(phone, live_server, sysadmin, period, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    now = timezone.now()
    person = services.create_person(full_name="Giàng A Páo", username="moi.vao", email="", by=sysadmin, at=now)
    services.give_role(person, role=Role.OFFICE, by=sysadmin, at=now)
    token = services.invite(person, by=sysadmin, at=now)

    # The link, a password.
    phone.goto(f"{live_server.url}/moi/{token}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Chào đồng chí Giàng A Páo")
    assert fits(phone)
    phone.get_by_label("Mật khẩu", exact=True).fill(NEW)
    phone.get_by_label("Nhập lại mật khẩu").fill(NEW)
    phone.get_by_role("button", name="Đặt mật khẩu").click()

    # Nothing else before the second factor.
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bật mã xác thực")
    phone.goto(live_server.url + reverse("people:person_list"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bật mã xác thực")
    image = phone.get_by_alt_text("Mã QR")
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    phone.get_by_text("Không quét được").click()
    secret = phone.locator(".secret").inner_text().strip()
    assert fits(phone)
    phone.get_by_label("Mã đang hiện trong ứng dụng").fill(code_of(secret))
    phone.get_by_role("button", name="Bật mã xác thực").click()

    # Recovery codes, once.
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mã dự phòng")
    codes = [code.strip() for code in phone.locator(".recovery-codes li").all_inner_texts()]
    assert len(codes) == 10
    assert fits(phone)
    phone.get_by_role("link", name="Đã cất").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Việc của tôi")
    phone.go_back()
    assert not re.findall(r"\b\d{8}\b", phone.locator("main").inner_text())

    # Out, and in with a code.
    phone.goto(live_server.url)
    sign_out(phone)
    enter(phone, live_server)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Nhập mã xác thực")
    phone.get_by_label("Mã xác thực").fill("000000")
    phone.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("Mã không đúng")
    phone.get_by_label("Mã xác thực").fill(code_of(secret, later=1))
    phone.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Việc của tôi")

    # And with a recovery code, for the phone is lost.
    sign_out(phone)
    enter(phone, live_server)
    phone.get_by_label("Mã xác thực").fill(codes[0])
    phone.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Việc của tôi")
    phone.goto(live_server.url + reverse("mfa_index"))
    expect(phone.locator("#main")).to_contain_text("Còn 9 mã dự phòng")

    phone.goto(live_server.url + reverse("account_sessions"))
    expect(phone.get_by_text("Thiết bị này")).to_be_visible()
    assert fits(phone)


def test_the_office_hands_a_unit_over_with_the_keyboard_alone(sign_in, live_server, office, secretary, unit, period):
    page = sign_in("office")
    page.goto(live_server.url + reverse("people:unit_handover", args=[unit.pk]))
    page.get_by_label("Người nhận").focus()
    page.keyboard.type("Giàng A Páo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Tạo tài khoản mới mang tên này").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Giàng A Páo")
    page.get_by_role("button", name="Tạo liên kết mời").click()
    text = page.get_by_label("Đoạn để gửi").input_value()
    assert f"{live_server.url}/moi/" in text
    assert "Tên đăng nhập: paoga" in text
