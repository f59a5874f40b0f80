"""Why somebody sits where they sit and why another does not; one seat changed by hand on the page, and changed back."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from assignments import services
from assignments.models import Plan, Solve, Unavailability
from tests import province, world
from tests.browser.conftest import PHONE, shot

MONTH = province.next_month(datetime.date.today())
PLAN = f"/thang/{MONTH:%Y-%m}/phan-cong/"
TABS = 60  # more than there are places to stop at on the page of a small month


@pytest.fixture
def draft(body, unit, other_unit, office):
    """Two conferences of one seat; besides those two who go, one of the Ban Thường vụ could, and one is away."""
    period = world.make_period(MONTH, stage="assignment")
    for place, where in enumerate((unit, other_unit)):
        world.make_meeting(period, where, day=10 + place, seats=1, by=office)
    world.make_delegate(world.make_agency("Ban Tổ chức"), "Vàng Tả Lan", tier=2, position="Phó Trưởng ban")
    world.make_delegate(world.make_agency("Ủy ban MTTQ"), "Vũ Ngọc Thành", tier=3)
    world.make_delegate(world.make_agency("Thành đoàn"), "Má A Chinh", tier=1, position="Bí thư Thành đoàn")
    away = world.make_delegate(world.make_agency("Hội Nông dân"), "Giàng A Sùng")
    Unavailability.objects.create(delegate=away, from_on=MONTH, to_on=MONTH.replace(day=28))
    return services.draft_plan(period, by=office, at=world.NOW)


def who_sits(unit) -> list[str]:
    seats = Plan.objects.get().seats.filter(meeting__unit=unit)
    return list(seats.values_list("delegate__full_name", flat=True))


def test_a_seat_is_explained_weighed_changed_and_changed_back(sign_in, live_server, draft, unit):
    (sits,) = who_sits(unit)
    page = sign_in("office")
    page.goto(f"{live_server.url}{PLAN}")
    page.get_by_role("link", name="Đổi, ghim đại biểu dự tại xã Hợp Thành").click()
    panel = page.locator("#seat-panel")
    expect(panel.get_by_role("heading", level=2)).to_contain_text("Xã Hợp Thành")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    why = panel.get_by_role("listitem").filter(has_text=sits).locator(".reason").first
    seat = draft.seats.get(meeting__unit=unit)
    expect(why).to_have_text(f"{seat.because} Người kế tiếp: {seat.instead_of.full_name}.")
    shot(page, "panel")

    # Another who cannot: the rule, by name. Another who can: the goal that would get worse, before and after.
    ask(panel, "Giàng A Sùng")
    expect(answer(panel, "Giàng A Sùng")).to_contain_text("Bận ngày họp")
    ask(panel, "Má A Chinh")
    expect(answer(panel, "Má A Chinh")).to_contain_text("lượt Ủy viên Ban Thường vụ ở nơi không cần: từ 0 lên 1 lượt")
    expect(answer(panel, "Má A Chinh").locator("li.strong")).to_contain_text("quyết định")
    shot(page, "panel-asked")

    # What it costs is seen first, and nothing is done yet.
    swap = swap_button(panel, sits, "Má A Chinh")
    swap.click()
    expect(panel).to_contain_text(f"Thay đồng chí {sits} bằng đồng chí Má A Chinh")
    expect(panel).to_contain_text("Bản phân công kém đi ở mục tiêu “lượt Ủy viên Ban Thường vụ ở nơi không cần”")
    expect(panel.locator(".goal-changes")).to_contain_text("lượt Ủy viên Ban Thường vụ ở nơi không cần: 0 → 1")
    shot(page, "weighed")
    assert who_sits(unit) == [sits]
    panel.get_by_role("link", name="Giữ như cũ").click()
    swap.click()
    panel.get_by_role("button", name="Thay", exact=True).click()
    expect(page.locator("#board .message.is-success")).to_contain_text(
        f"Đã thay đồng chí {sits} bằng đồng chí Má A Chinh tại xã Hợp Thành và ghim lại."
    )
    expect(row(page)).to_contain_text("Chọn tay")
    shot(page, "changed")
    assert who_sits(unit) == ["Má A Chinh"]

    page.get_by_role("button", name="Hoàn tác").click()
    expect(row(page)).to_contain_text(sits)
    expect(row(page)).not_to_contain_text("Chọn tay")
    assert who_sits(unit) == [sits]
    expect(page.get_by_role("button", name="Làm lại")).to_be_visible()


def test_the_page_of_one_meeting_has_the_same_buttons_as_the_panel(sign_in, live_server, draft, unit):
    """Whoever comes by a link from elsewhere is on a page of the meeting alone."""
    (sits,) = who_sits(unit)
    page = sign_in("office")
    page.goto(f"{live_server.url}{PLAN}{draft.seats.get(meeting__unit=unit).meeting_id}/")
    page.get_by_role("button", name=f"Rút đồng chí {sits}").click()
    expect(page.locator("#try-title")).to_contain_text(f"Rút đồng chí {sits}")
    page.get_by_role("link", name="Giữ như cũ").click()
    page.get_by_role("button", name=f"Ghim đồng chí {sits}").click()
    expect(row(page)).to_contain_text("Đã ghim")
    expect(page).to_have_url(f"{live_server.url}{PLAN}")
    assert draft.seats.get(meeting__unit=unit).pinned


def test_the_same_without_a_mouse(sign_in, live_server, draft, unit):
    (sits,) = who_sits(unit)
    page = sign_in("office")
    page.goto(f"{live_server.url}{PLAN}")
    panel = page.locator("#seat-panel")
    press(page, page.get_by_role("link", name="Đổi, ghim đại biểu dự tại xã Hợp Thành"))
    expect(panel.get_by_role("heading", level=2)).to_be_focused()

    people = panel.get_by_label("Vì sao không phải đồng chí …?")
    tab_to(page, people)
    page.keyboard.type("giang a sung")
    press(page, panel.get_by_role("button", name="Hỏi"))
    expect(answer(panel, "Giàng A Sùng")).to_contain_text("Bận ngày họp")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()  # whoever hears the page is at its answer's panel

    press(page, swap_button(panel, sits, "Má A Chinh"))
    expect(panel.locator("#try-title")).to_be_focused()
    press(page, panel.get_by_role("button", name="Thay", exact=True))
    expect(row(page)).to_contain_text("Chọn tay")
    expect(page.get_by_role("link", name="Đổi, ghim đại biểu dự tại xã Hợp Thành")).to_be_focused()
    assert who_sits(unit) == ["Má A Chinh"]

    press(page, page.get_by_role("button", name="Hoàn tác"), key="Shift+Tab")
    expect(row(page)).not_to_contain_text("Chọn tay")
    assert who_sits(unit) == [sits]


def test_the_other_acts_of_the_panel_and_what_is_refused(sign_in, live_server, draft, unit, head):
    (sits,) = who_sits(unit)
    page, other = sign_in("office"), sign_in("office")
    panel = page.locator("#seat-panel")
    for one in (page, other):
        one.goto(f"{live_server.url}{PLAN}")
    open_panel(page)
    panel.get_by_role("button", name=f"Ghim đồng chí {sits}", exact=True).click()
    expect(row(page)).to_contain_text("Đã ghim")
    assert draft.seats.get(meeting__unit=unit).pinned

    # The other window still shows the draft as it was: it is told who did what, and changes nothing.
    open_panel(other)
    pinned_since = other.locator("#seat-panel")
    expect(pinned_since).to_contain_text("Đã ghim")  # the panel is read anew
    open_panel(page)
    panel.get_by_role("button", name=f"Bỏ ghim đồng chí {sits}").click()
    expect(row(page)).not_to_contain_text("Đã ghim")
    pinned_since.get_by_role("button", name=f"Rút đồng chí {sits}").click()
    expect(pinned_since.get_by_role("alert")).to_contain_text(f"bỏ ghim đồng chí {sits}")
    assert who_sits(unit) == [sits]

    # Nobody sits there, by decision: that needs a reason, and what was pressed is still there when it is missing.
    open_panel(page)
    panel.get_by_role("button", name=f"Rút đồng chí {sits}").click()
    panel.get_by_role("button", name="Rút", exact=True).click()
    expect(row(page)).to_contain_text("Thiếu 1 đại biểu")
    open_panel(page)
    panel.get_by_role("button", name="Để trống 1 chỗ").click()
    panel.get_by_label("Lý do để trống").evaluate("field => field.required = false")
    panel.get_by_role("button", name="Để trống", exact=True).click()
    expect(panel.locator(".field-error")).to_contain_text("Ghi lý do để trống.")
    panel.get_by_label("Lý do để trống").fill("Xã đề nghị không cử đại biểu")
    panel.get_by_role("button", name="Để trống", exact=True).click()
    expect(row(page)).to_contain_text("Xã đề nghị không cử đại biểu")

    # Whoever only reads sees why, and no button.
    reader = sign_in("head", PHONE)
    reader.goto(f"{live_server.url}{PLAN}")
    reader.get_by_role("link", name="Xem đại biểu dự tại Xã Hợp Thành").click()
    ask(reader.locator("#seat-panel"), "Giàng A Sùng")
    expect(answer(reader.locator("#seat-panel"), "Giàng A Sùng")).to_be_in_viewport()
    expect(reader.locator("#seat-panel button[name=change]")).to_have_count(0)
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def open_panel(page: Page) -> None:
    page.get_by_role("link", name="Đổi, ghim đại biểu dự tại Xã Hợp Thành").click()
    expect(page.locator("#seat-panel #panel-title")).to_be_focused()


def ask(panel: Locator, name: str) -> None:
    panel.get_by_label("Vì sao không phải đồng chí …?").fill(name)
    panel.get_by_role("button", name="Hỏi").click()


def swap_button(panel: Locator, leaves: str, comes: str) -> Locator:
    return panel.get_by_role("button", name=re.compile(rf"^Thay đồng chí {leaves}\s*: {comes}$"))


def answer(panel: Locator, name: str) -> Locator:
    return panel.get_by_role("region", name=f"Vì sao không phải đồng chí {name}?")


def row(page: Page) -> Locator:
    return page.locator(".board-table tbody tr").filter(has_text="Xã Hợp Thành")


def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Stop by stop, as a person without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"{target} is not reached with {key}.")


def press(page: Page, target: Locator, *, key: str = "Tab") -> None:
    tab_to(page, target, key=key)
    page.keyboard.press("Enter")


def test_going_back_to_a_solve_that_was_stopped_shows_a_page_and_no_fragment(sign_in, live_server, draft, office):
    """The page asks for its own fragment at its own address; the browser must not keep the one for the other."""
    solve = Solve.objects.create(
        period=draft.period, plan=draft, kind="again", edit=draft.edit, asked_by=office, asked_at=timezone.now()
    )
    page = sign_in("office")
    with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
        page.goto(f"{live_server.url}{PLAN}xep/{solve.pk}/")
    page.get_by_role("button", name="Dừng lại").click()
    expect(page.get_by_role("main")).to_contain_text("bản dự thảo giữ nguyên như trước")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phân công đại biểu")
    expect(page.get_by_role("main")).to_contain_text("Đã dừng xếp")
