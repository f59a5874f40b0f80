"""A delegate tells busy days on a phone: one, several, those that recur, from a calendar; takes one back and has it
again. The office does so at a desk."""

import contextlib
import datetime
import os

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from assignments.models import CalendarSource
from documents.vietnamese import weekday_name
from tests.browser.conftest import DESKTOP, PHONE

DAY = datetime.timedelta(days=1)


def shot(page, name):
    """Pictures to look at, when somebody asks for them: SHOTS=folder."""
    fits = "document.readyState === 'complete' && document.documentElement.scrollWidth <= window.innerWidth"
    for _ in range(100):
        # A press may still be on its way to the next page, which takes the old one from under the question.
        # Not wait_for_function: from its second look on the page's own policy forbids it.
        with contextlib.suppress(Error):
            if page.evaluate(fits):
                break
        page.wait_for_timeout(100)
    else:
        pytest.fail(f"{name} is wider than the screen")
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_busy_days_are_told_in_every_way(sign_in, live_server, delegate, viewport, tmp_path):
    today = timezone.localdate()
    # A weekday on which neither the file nor the calendar below has anything, whichever day this runs.
    weekly = today + 4 * DAY
    every_week = f"{weekday_name(weekly)[0].upper()}{weekday_name(weekly)[1:]} hằng tuần"
    page = sign_in("delegate", viewport)
    home = f"{live_server.url}/lich-ban/"
    page.goto(home)
    page.get_by_role("link", name="Chọn nhiều ngày").click()
    first = today + DAY
    for step in (1, 2, 5):
        page.locator(f"input[name=days][value='{today + step * DAY}']").check(force=True)
    box = page.locator("label.day").first.bounding_box()
    assert box["height"] >= 44
    assert box["width"] >= 40
    shot(page, "nhieu-ngay")
    page.get_by_label("Lý do chung").fill("Đi công tác")
    page.get_by_role("button", name="Ghi những ngày đã chọn").click()
    expect(page.get_by_role("main")).to_contain_text(f"Từ {first:%d/%m/%Y} đến hết {first + DAY:%d/%m/%Y}")

    page.get_by_role("link", name="Bận lặp lại").click()
    page.get_by_label("Bận vào").select_option(str(weekly.weekday()))
    page.get_by_label("Đến hết ngày").fill(f"{today + 60 * DAY}")
    page.get_by_label("Lý do").fill("Họp giao ban")
    shot(page, "lap-lai")
    page.get_by_role("button", name="Ghi lịch lặp lại").click()
    card = page.get_by_role("region", name=every_week)
    card.locator("summary").click()
    card.get_by_role("button", name="Bỏ ngày này").first.click()
    card.locator("summary").click()
    expect(card).to_contain_text("không bận")

    page.get_by_role("button", name=f"Bỏ lịch bận từ {first:%d/%m/%Y}").click()
    expect(page.get_by_role("main")).to_contain_text("Vừa bỏ: từ")
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.get_by_role("main")).not_to_contain_text("Vừa bỏ")
    page.get_by_role("link", name=f"Sửa lịch bận từ {first:%d/%m/%Y}").click()
    page.get_by_label("Đến hết ngày").fill(f"{first + 2 * DAY}")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("main")).to_contain_text(f"đến hết {first + 2 * DAY:%d/%m/%Y}")

    file = tmp_path / "lich.ics"
    events = [
        f"BEGIN:VEVENT\nUID:{step}\nDTSTART;VALUE=DATE:{today + step * DAY:%Y%m%d}\nEND:VEVENT" for step in (3, 20, 21)
    ]
    file.write_text("\n".join(["BEGIN:VCALENDAR", *events, "END:VCALENDAR", ""]))
    page.get_by_role("link", name="Từ tệp lịch").click()
    shot(page, "tep")
    page.get_by_label("Tệp lịch .ics").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("main")).to_contain_text("Chưa có gì được ghi")
    shot(page, "tep-chon")
    page.locator(f"input[name=days][value='{today + 21 * DAY}']").uncheck(force=True)
    page.get_by_role("button", name="Ghi những ngày đã chọn").click()
    expect(page.get_by_role("main")).to_contain_text("theo lịch cá nhân")

    source = CalendarSource(
        delegate=delegate, given_by=delegate.user, given_at=timezone.now(), tried_at=timezone.now(),
        read_at=timezone.now(), failure="Máy chủ lịch trả lời quá chậm (quá 10 giây).",
        found_days=[today + step * DAY for step in (6, 7, 30)],
    )  # fmt: skip
    source.seal("https://lich.example.vn/bi-mat.ics")
    source.save()
    page.goto(home)
    expect(page.get_by_role("main")).to_contain_text("chưa chọn ngày nên chưa tính")
    shot(page, "lich-ban")
    page.get_by_role("link", name="Chọn ngày", exact=True).click()
    shot(page, "lich-dien-tu")
    page.get_by_role("button", name="Ghi những ngày đã chọn").click()
    expect(page.get_by_role("region", name="Lịch điện tử")).to_contain_text("3 ngày bận sắp tới")
    assert delegate.unavailabilities.filter(source="calendar").count() == 3

    page.get_by_role("button", name="Bỏ lịch lặp lại").click()
    expect(page.get_by_role("main")).to_contain_text(f"Vừa bỏ: bận {every_week}")
    page.get_by_role("button", name=f"Lấy lại lịch bận {every_week}").click()
    expect(page.get_by_role("region", name=every_week)).to_be_visible()
    page.get_by_role("link", name="Xem, chọn ngày").click()
    page.get_by_role("button", name="Bỏ lịch điện tử").click()
    page.get_by_role("button", name="Lấy lại lịch điện tử").click()
    expect(page.get_by_role("region", name="Lịch điện tử")).to_contain_text("3 ngày bận sắp tới")
    shot(page, "lay-lai")
