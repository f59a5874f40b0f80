"""What a delegate types on a phone outlives a closed tab and a lost connection, and goes once it is delivered."""

import pytest
from playwright.sync_api import expect

from meetings.models import MeetingNote
from tests import world
from tests.browser.conftest import PHONE
from tests.meetings.places import assign, past_period

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"


@pytest.fixture
def meeting(transactional_db, unit, secretary, delegate, office):
    meeting = world.make_meeting(past_period(), unit, by=secretary)
    assign(meeting, delegate, by=office)
    return meeting


def test_a_note_is_written_on_a_phone_across_a_closed_tab_and_a_lost_connection(sign_in, live_server, meeting):
    page = sign_in("delegate", PHONE)
    address = f"{live_server.url}/hoi-nghi/{meeting.pk}/phieu/"
    page.goto(address)
    page.get_by_label("Nhận xét").fill("Chuẩn bị kỹ, nhiều ý kiến.")
    page.get_by_role("group", name="Công tác chuẩn bị").get_by_text("4 – Tốt").click()

    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_text("Đã khôi phục nội dung gõ dở")).to_be_visible()
    expect(page.get_by_label("Nhận xét")).to_have_value("Chuẩn bị kỹ, nhiều ý kiến.")
    expect(page.get_by_role("group", name="Công tác chuẩn bị").get_by_label("4 – Tốt")).to_be_checked()
    for question in ("Nội dung, định hướng", "Thảo luận, trao đổi", "Tiếp thu, trả lời ý kiến"):
        page.get_by_role("group", name=question).get_by_text("3 – Đạt").click()
    page.get_by_label("Việc 1").fill("Đường trục thôn 2 hỏng")

    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Mất kết nối: chưa gửi được")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi phiếu").click()

    expect(page.get_by_text("Đã gửi phiếu dự hội nghị xã Hợp Thành")).to_be_visible()
    page.wait_for_function(f"{KEPT} === 0")  # thrown away once the page is there
    note = MeetingNote.objects.get()
    assert (note.preparation, note.answers, note.observation) == (4, 3, "Chuẩn bị kỹ, nhiều ý kiến.")
    assert note.follow_ups.get().matter == "Đường trục thôn 2 hỏng"


def test_what_was_restored_can_be_thrown_away(sign_in, live_server, meeting):
    page = sign_in("delegate", PHONE)
    address = f"{live_server.url}/hoi-nghi/{meeting.pk}/phieu/"
    page.goto(address)
    page.get_by_label("Nhận xét").fill("Nhầm hội nghị.")
    page.goto("about:blank")
    page.goto(address)
    page.get_by_role("button", name="Bỏ nội dung gõ dở").click()
    expect(page.get_by_label("Nhận xét")).to_have_value("")
    expect(page.get_by_text("Đã khôi phục")).to_have_count(0)
    page.wait_for_function(f"{KEPT} === 0")  # thrown away once the page is there
