"""What is done without a mouse."""

from playwright.sync_api import expect

from units.models import Stage


def test_escape_closes_a_menu_and_gives_the_focus_back(sign_in, office, period):
    page = sign_in("office")
    opener = page.locator(".month-menu summary")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".month-menu a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_menu_closes_when_the_focus_goes_elsewhere(sign_in, office, period):
    page = sign_in("office")
    page.locator(".tabs-menu summary").click()
    expect(page.locator("details.menu[open]")).to_have_count(1)
    page.locator("#search-q").focus()
    expect(page.locator("details.menu[open]")).to_have_count(0)


def test_enter_goes_through_the_counts_and_sends_nothing(sign_in, office, period, unit, live_server):
    period.stage = Stage.CONFERENCE
    period.save()
    page = sign_in("office")
    page.goto(f"{live_server.url}/thang/{period.month:%Y-%m}/khao-sat/")
    page.locator("input.count").first.focus()
    for count in ("50", "45", "40", "38"):
        page.keyboard.type(count)
        page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Lưu tất cả")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Đã lưu kết quả khảo sát của 1 đơn vị")
