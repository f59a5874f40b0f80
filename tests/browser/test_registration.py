"""A unit registers on a phone: day, details, check; changes after the deadline, calls off, registers anew. So does it
at a desk."""

import datetime

import pytest
from playwright.sync_api import expect

from assignments.models import Unavailability
from tests import world
from tests.browser.conftest import DESKTOP, PHONE
from units.models import Meeting, Stage
from units.services import move_stage

DAY = datetime.timedelta(days=1)
# Next month: its days are to come whenever this runs.
MONTH = (datetime.date.today().replace(day=28) + 4 * DAY).replace(day=1)


def day(number):
    return MONTH.replace(day=number)


def cell(page, number):
    return page.locator("label.day", has=page.locator(f"input[value='{day(number)}']"))


def choose(page, number):
    page.locator(f"input[name=day][value='{day(number)}']").check(force=True)
    page.get_by_role("button", name="Tiếp tục").click()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_unit_registers_changes_late_calls_off_and_registers_anew(
    sign_in, live_server, body, unit, other_unit, secretary, office, delegate, other_delegate, viewport
):
    period = world.make_period(MONTH)
    world.make_meeting(period, other_unit, day=12, by=office, seats=1)
    for one in (delegate, other_delegate):
        Unavailability.objects.create(delegate=one, from_on=day(13), to_on=day(13))
    page = sign_in("secretary", viewport)
    form = f"{live_server.url}/thang/{MONTH:%Y-%m}/dang-ky/{unit.pk}/"

    page.goto(form)
    expect(cell(page, 12)).to_contain_text("1 đơn vị đã chọn")
    expect(cell(page, 12)).to_contain_text("còn đại biểu phù hợp")
    expect(cell(page, 13)).to_contain_text("không còn đại biểu phù hợp")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert cell(page, 12).bounding_box()["height"] >= 44
    choose(page, 13)
    expect(page.get_by_role("main")).to_contain_text("hiện không còn đại biểu phù hợp")
    page.get_by_role("button", name="Chọn ngày khác").click()
    choose(page, 12)
    expect(page.get_by_role("main")).to_contain_text("1 đơn vị khác đã chọn ngày này")
    page.get_by_label("Bắt đầu lúc").fill("08:00")
    page.get_by_label("Kết thúc lúc").fill("11:00")
    page.get_by_label("Địa điểm").fill("Nhà văn hóa xã")
    page.get_by_label("Đăng ký trước khi họp").check()
    # The connection goes, the page is opened again: what was typed is still there.
    page.evaluate("document.querySelector('form[data-draft]').dataset.clean = '1'")
    page.goto(form)
    expect(page.locator(f"input[name=day][value='{day(12)}']")).to_be_checked()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_label("Địa điểm")).to_have_value("Nhà văn hóa xã")
    expect(page.get_by_label("Đăng ký trước khi họp")).to_be_checked()
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    expect(page.get_by_role("main")).to_contain_text("Nhà văn hóa xã")
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã đăng ký hội nghị xã Hợp Thành")
    expect(page.get_by_role("main")).to_contain_text("Việc tiếp theo")
    meeting = Meeting.objects.get(unit=unit)
    assert (meeting.day, meeting.before_committee) == (day(12), True)

    move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW)
    page.get_by_role("link", name="Sửa đăng ký").click()
    choose(page, 14)
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    reason = page.get_by_label("Lý do đăng ký muộn hoặc thay đổi")
    expect(reason).to_be_focused()  # the browser asks for it: nothing has been sent
    reason.fill("Trùng kỳ họp Hội đồng nhân dân")
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    page.get_by_role("button", name="Lưu thay đổi").click()
    expect(page.get_by_role("main")).to_contain_text("Ban Tuyên giáo được báo để xem lại phân công")

    page.goto(form)
    page.get_by_role("link", name="Hủy hội nghị này").click()
    page.get_by_label("Lý do hủy").fill("Mưa lũ")
    page.get_by_role("button", name="Hủy hội nghị").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã hủy hội nghị")
    page.get_by_role("link", name="Đăng ký lại").click()
    choose(page, 15)
    page.get_by_label("Lý do đăng ký muộn hoặc thay đổi").fill("Hết mưa lũ")
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã đăng ký")
    page.goto(form)
    page.get_by_text("Lịch sử đăng ký (4)").click()
    expect(page.locator(".history")).to_contain_text("Trùng kỳ họp Hội đồng nhân dân")
    again = Meeting.objects.get(unit=unit)
    assert (again.pk, again.version, again.day) == (meeting.pk, 4, day(15))
