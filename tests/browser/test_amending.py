"""A delegate declines on a phone; the office finds a substitute; head and Standing board amend the notice on theirs."""

import datetime
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assignments import services
from assignments.models import Notice, Seat
from tests import world

from .conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def published(body, secretary, other_secretary, unit, other_unit, delegate, other_delegate, office, head, standing):
    day = datetime.date.today()
    ahead = (day.replace(day=1) + datetime.timedelta(days=40)).replace(day=1)
    period = world.make_period(ahead, stage="assignment")
    third = world.make_unit("Cốc San")
    for place, (where, by) in enumerate(((unit, secretary), (other_unit, other_secretary), (third, office))):
        world.make_meeting(period, where, day=10 + place, seats=1, by=by)
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=day)
    world.make_delegate(world.make_agency("Thành đoàn"), "Má A Chinh", tier=1, position="Bí thư Thành đoàn")
    return period


def test_a_declined_seat_becomes_an_amending_notice(published, sign_in, delegate):
    month = f"/thang/{published.month:%Y-%m}/phan-cong/"
    seat = Seat.objects.published().filter(delegate=delegate).select_related("meeting__unit").first()
    page = sign_in("delegate", PHONE)
    shot(page, "1-home-delegate")
    page.get_by_role("link", name="Xin không dự").first.click()
    page.get_by_label("Lý do").fill("Đi công tác")
    shot(page, "2-decline")
    page.get_by_role("button", name="Gửi Ban Tuyên giáo").click()
    expect(page.get_by_text("Đã xin không dự")).to_be_visible()
    shot(page, "3-my-seats")

    page = sign_in("office")
    page.get_by_role("link", name="Chọn người").first.click()
    shot(page, "4-repairs")
    page.get_by_role("link", name="Chọn người dự thay").first.click()
    shot(page, "5-choose")
    page.get_by_role("button", name="Chọn đồng chí Má A Chinh").click()
    expect(page.get_by_text("đã sửa trong bản 2", exact=True)).to_be_visible()
    page.goto(f"{page.url.split('/thang/')[0]}{month}")
    expect(page.get_by_role("heading", name="Thay đổi so với")).to_be_visible()
    shot(page, "6-draft-desktop")
    page.get_by_role("button", name="Trình lãnh đạo kiểm tra").click()

    page = sign_in("head", PHONE)
    page.get_by_role("link", name="Kiểm tra").first.click()
    button = page.get_by_role("button", name="Đã kiểm tra")
    assert button.bounding_box()["y"] < PHONE["height"]  # without scrolling past the conferences
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shot(page, "7-head")
    button.click()

    page = sign_in("standing", PHONE)
    page.get_by_role("link", name="Duyệt").first.click()
    shot(page, "8-standing")
    page.get_by_role("link", name="Công bố", exact=True).click()
    expect(page.get_by_label("Điều chỉnh, bổ sung")).to_be_checked()
    shot(page, "9-publish")
    page.get_by_role("button", name="Công bố thông báo").click()
    expect(page.get_by_text("Đã công bố Thông báo số 02-TB/TU")).to_be_visible()
    shot(page, "10-notice")
    notice = Notice.objects.get(number=2)
    assert notice.amends.number == 1
    assert not Seat.objects.published().filter(delegate=delegate, meeting=seat.meeting).exists()
