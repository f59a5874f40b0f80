"""Debian's Chromium on a live server. A person signs in through the form, as people do."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PASSWORD = "mat-khau-thu-nghiem"

# Playwright keeps an event loop in this thread; Django would refuse the test's own queries in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PATIENCE = 10_000  # ms, on a busy machine; who waits for a condition waits no longer than it takes
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": quiet}


def shot(page: Page, name: str, widths: tuple[int, ...] = (PHONE["width"], DESKTOP["width"])) -> None:
    """Pictures to look at, as wide as a phone and as a desk, when somebody asks for them: SHOTS=folder."""
    folder = os.environ.get("SHOTS")
    if not folder:
        return
    usual = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        # Hiding the caret would be a style of its own, which our pages refuse.
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True, caret="initial")
    page.set_viewport_size(usual)


def is_fault(line: ConsoleMessage) -> bool:
    """Chromium writes every refused form (422) to the console too; that is an answer, not a fault."""
    return line.type == "error" and "status of 422" not in line.text


@pytest.fixture
def sign_in(browser: Browser, live_server: Any) -> Callable[..., Page]:
    """`sign_in("office", PHONE)` gives that person's own browser window; no page may throw an error of JavaScript."""
    contexts = []
    errors: list[str] = []

    def open_as(username: str, viewport: dict[str, int] = DESKTOP) -> Page:
        context = browser.new_context(viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if is_fault(line) else None)
        page.goto(f"{live_server.url}/tai-khoan/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Việc của tôi")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert errors == []
