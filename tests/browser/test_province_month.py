"""One month of 99 units in the browser, as its people do it: drafted and put right while a draft, checked, published;
then people drop out and a conference moves: repaired with the fewest changes, and amended by a second notice."""

import datetime
from collections import defaultdict

import pytest
from playwright.sync_api import Page, expect

from assignments.models import Delegate, Notice, Plan, Seat
from tests import province, world
from tests.browser.conftest import DESKTOP, PHONE, shot
from units.models import Meeting, Role

MONTH = province.next_month(datetime.date.today())
KEY, LABEL = f"{MONTH:%Y-%m}", f"{MONTH:%m/%Y}"
PLAN = f"/thang/{KEY}/phan-cong/"
SLOW = 30_000  # a solve in the request that asks for it, on a busy machine


@pytest.fixture
def month(office, head, standing):
    """Everybody registered; two units are watched over."""
    units = province.make_units()
    province.make_delegates()
    period = world.make_period(MONTH, stage="assignment")
    province.register_all(period, units, by=office)
    for unit in units[:2]:
        world.make_concern(unit, by=office)
    return period


def test_the_month_of_99_units_is_drafted_repaired_published_and_amended(sign_in, month, live_server):
    office, head, standing = sign_in("office"), sign_in("head", PHONE), sign_in("standing")

    # Drafted; somebody tells a busy day, and the draft is put right.
    office.goto(f"{live_server.url}{PLAN}")
    office.get_by_role("button", name="Lập dự thảo").click()
    expect(office.locator("#board")).to_contain_text("99 hội nghị, 198 lượt đại biểu", timeout=SLOW)
    expect(office.locator("#board")).to_contain_text("0 hội nghị thiếu cấp, 0 lượt còn thiếu đại biểu")
    shot(office, "draft")
    early = seat_of_one(Plan.objects.get())
    tell_busy(sign_in(with_account(early.delegate, "early"), PHONE), early.meeting)
    office.reload()
    expect(office.locator(".warning")).to_contain_text(
        f"Đồng chí {early.delegate.full_name} bận ngày {day_of(early.meeting)}, đang được xếp dự tại "
        f"{early.meeting.unit.name_in_text}."
    )
    office.get_by_role("button", name="Xếp lại").click()
    expect(office.locator("#messages")).to_contain_text("Đã xếp lại", timeout=SLOW)
    expect(office.locator("#board")).to_contain_text("99 hội nghị, 198 lượt đại biểu")
    expect(office.locator(".warning")).to_have_count(0)

    # Checked and published; everybody is told.
    issue(office, head, standing, live_server.url)
    expect(standing.get_by_role("heading", level=1)).to_contain_text("Thông báo số 01-TB/TU")
    shot(standing, "notice")
    first = Plan.objects.get()
    before = seats_of(first)
    assert len(before) == 198
    assert early.delegate_id not in {one for meeting, one in before if meeting == early.meeting_id}
    tell_everybody(office, live_server.url)

    # One drops out by telling a busy day, a conference moves to a day on which one of its people sits elsewhere.
    moved, to, twice = meeting_to_move(first)
    busy = seat_of_one(first, but={moved.pk}, on_other_days_than={moved.starts_at, to})
    tell_busy(sign_in(with_account(busy.delegate, "busy"), PHONE), busy.meeting)
    move(office, live_server.url, moved, to)

    office.goto(f"{live_server.url}{PLAN}can-sua/")
    shot(office, "repairs")
    expect(row(office, busy.meeting)).to_contain_text(f"Đại biểu bận ngày {day_of(busy.meeting)}")
    expect(row(office, moved).filter(has_text="Hội nghị đổi lịch")).to_have_count(1)
    office.get_by_role("button", name="Để chương trình xếp lại, ít thay đổi nhất").click()
    expect(office.locator("#messages")).to_contain_text("Đã lập bản thay thế", timeout=SLOW)
    expect(office.locator(".goals").first).to_contain_text("2 lượt đổi so với")
    second = Plan.objects.get(version=2)
    at_once = {pair for pair in before if pair[1] == twice.pk}  # two places on one day: one of them is given away
    gone = before - seats_of(second)
    assert len(gone) == 2
    assert (busy.meeting_id, busy.delegate_id) in gone
    assert len(gone & at_once) == 1
    assert len(seats_of(second) - before) == 2
    shot(office, "replacement")

    # Before it is submitted one more declines, on a phone; the office picks who sits instead.
    ill = seat_of_one(first, but={moved.pk, busy.meeting_id, *(meeting for meeting, _ in at_once)})
    decline(sign_in(with_account(ill.delegate, "ill"), PHONE), ill)
    office.goto(f"{live_server.url}{PLAN}can-sua/")
    shot(office, "repairs-again")
    expect(office.get_by_text("đã sửa trong bản 2")).not_to_have_count(0)
    row(office, ill.meeting).get_by_role("link", name="Chọn người dự thay").click()
    shot(office, "choose")
    chosen = office.get_by_role("button", name="Chọn đồng chí").first
    coming = Delegate.objects.get(pk=chosen.get_attribute("value"))
    chosen.click()
    expect(office.locator("#messages")).to_contain_text(
        f"Đồng chí {coming.full_name} dự thay đồng chí {ill.delegate.full_name}, ghi trong bản 2", timeout=SLOW
    )
    after = seats_of(second)
    assert before - after >= {(busy.meeting_id, busy.delegate_id), (ill.meeting_id, ill.delegate_id)}
    assert len((before - after) & at_once) == 1
    assert (ill.meeting_id, coming.pk) in after - before
    assert len(after) == 198
    assert len(after & before) == 195

    # What changes, as those who check it see it.
    office.goto(f"{live_server.url}{PLAN}dieu-chinh/")
    changed = {meeting for meeting, _ in before ^ after} | {moved.pk}
    expect(office.get_by_role("main")).to_contain_text(f"thay đổi tại {len(changed)}/99 hội nghị, 3 lượt thôi dự")
    shot(office, "changes")
    office.goto(f"{live_server.url}{PLAN}so-sanh/")
    expect(office.get_by_role("main")).to_contain_text("195 lượt giữ nguyên, 3 lượt thêm, 3 lượt bớt")
    shot(office, "compare")

    # Amended: the second notice prints those few conferences; the first still holds for all others.
    issue(office, head, standing, live_server.url, amends=True)
    expect(standing.get_by_role("heading", level=1)).to_contain_text("Thông báo số 02-TB/TU")
    shot(standing, "amendment")
    paper = standing.locator(".paper")
    expect(paper).to_contain_text("điều chỉnh, bổ sung Thông báo số 01-TB/TU")
    expect(paper).to_contain_text("vẫn giữ nguyên hiệu lực")
    for meeting in Meeting.objects.filter(pk__in=changed).with_unit():
        expect(paper.get_by_role("table")).to_contain_text(meeting.unit.name)
    notice = Notice.objects.get(number=2)
    assert notice.amends.number == 1
    standing.set_viewport_size(PHONE)  # on a phone the last column, who goes, is there without scrolling sideways
    table = paper.get_by_role("table").filter(has_text="Đại biểu dự")
    assert table.evaluate("one => one.parentElement.scrollWidth <= one.parentElement.clientWidth")
    standing.set_viewport_size(DESKTOP)
    assert {(s.meeting_id, s.delegate_id) for s in Seat.objects.published()} == after
    standing.goto(f"{live_server.url}/thong-bao/{notice.amends_id}/")
    expect(standing.get_by_role("main")).to_contain_text("được điều chỉnh bởi Thông báo số 02-TB/TU")
    shot(standing, "notice-amended")

    # Only those concerned are to be told.
    told = {one for meeting, one in before ^ after} | {one for meeting, one in after if meeting == moved.pk}
    office.goto(f"{live_server.url}/thang/{KEY}/nhac-viec/seat_change/")
    shot(office, "to-tell")
    names = office.locator("tbody th").all_inner_texts()
    assert sorted(names) == sorted(Delegate.objects.filter(pk__in=told).values_list("full_name", flat=True))


# Acts


def tell_busy(page: Page, meeting: Meeting) -> None:
    page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/lich-ban/")
    for label in ("Từ ngày", "Đến hết ngày"):
        page.get_by_label(label).fill(f"{meeting.day}")
    page.get_by_label("Lý do").fill("Đi công tác")
    page.get_by_role("button", name="Ghi lịch bận").click()
    expect(page.get_by_role("main")).to_contain_text("Đi công tác")


def decline(page: Page, seat: Seat) -> None:
    page.get_by_role("link", name="Xin không dự").first.click()
    page.get_by_label("Lý do").fill("Ốm, đang điều trị")
    page.get_by_role("button", name="Gửi Ban Tuyên giáo").click()
    expect(page.get_by_text("Đã xin không dự")).to_be_visible()


def move(page: Page, site: str, meeting: Meeting, to: datetime.datetime) -> None:
    """The unit has rung up; the office changes its registration."""
    page.goto(f"{site}/thang/{KEY}/dang-ky/{meeting.unit_id}/")
    page.locator(f"input[name=day][value='{to:%Y-%m-%d}']").check(force=True)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Lý do đăng ký muộn hoặc thay đổi").fill("Trùng kỳ họp Hội đồng nhân dân")
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    page.get_by_role("button", name="Lưu thay đổi").click()
    expect(page.get_by_role("main")).to_contain_text("xem lại phân công")


def issue(office: Page, head: Page, standing: Page, site: str, *, amends: bool = False) -> None:
    """The draft in work, handed from one to the next until its notice is out."""
    office.goto(f"{site}{PLAN}")
    office.get_by_role("button", name="Trình lãnh đạo kiểm tra").click()
    expect(office.locator("#messages")).to_contain_text("trình")
    head.goto(f"{site}{PLAN}")
    shot(head, f"head{'-amending' if amends else ''}")
    head.get_by_role("button", name="Đã kiểm tra").click()
    expect(head.locator("#messages")).not_to_be_empty()
    standing.goto(f"{site}{PLAN}cong-bo/")
    if amends:
        expect(standing.get_by_label("Điều chỉnh, bổ sung")).to_be_checked()
    shot(standing, f"publish{'-amending' if amends else ''}")
    standing.get_by_role("button", name="Công bố thông báo").click()


def tell_everybody(page: Page, site: str) -> None:
    """One message after another pasted into the group, until nobody is left."""
    for _ in range(10):
        page.goto(f"{site}/thang/{KEY}/nhac-viec/seat_change/zalo/")
        button = page.get_by_role("button", name="Đã dán vào Zalo")
        expect(button.or_(page.get_by_text("Không còn ai cần nhắc việc này."))).to_be_visible()
        if not button.count():
            return
        button.click()
        expect(page.locator("#messages")).to_contain_text("đã dán Zalo")
    pytest.fail("There is always somebody left to tell.")


# Whom it happens to: read from the plan, whichever of equally good ones it is


def seats_of(plan: Plan) -> set[tuple[int, int]]:
    return set(plan.seats.values_list("meeting_id", "delegate_id"))


def seat_of_one(plan: Plan, *, but: set[int] = frozenset(), on_other_days_than: set = frozenset()) -> Seat:
    """Of a specialist who sits once in the month."""
    seats = list(plan.seats.select_related("meeting__unit", "delegate").order_by("meeting__starts_at", "pk"))
    times = defaultdict(int)
    for seat in seats:
        times[seat.delegate_id] += 1
    days = {one.date() for one in on_other_days_than}
    return next(
        seat
        for seat in seats
        if times[seat.delegate_id] == 1
        and seat.delegate.tier == 3
        and seat.meeting_id not in but
        and seat.meeting.day not in days
    )


def meeting_to_move(plan: Plan) -> tuple[Meeting, datetime.datetime, Delegate]:
    """A conference, and a day on which exactly one of its people sits elsewhere already."""
    seats = list(plan.seats.select_related("meeting__unit", "delegate").order_by("meeting__starts_at", "pk"))
    elsewhere = defaultdict(list)
    for seat in seats:
        elsewhere[seat.delegate_id].append(seat.meeting)
    for seat in seats:
        others = [one for one in elsewhere[seat.delegate_id] if one.day != seat.meeting.day]
        beside = {
            one.day
            for mate in seats
            if mate.meeting_id == seat.meeting_id and mate != seat
            for one in elsewhere[mate.delegate_id]
        }
        if others and others[0].day not in beside and seat.delegate.tier == 3:
            return seat.meeting, others[0].starts_at, seat.delegate
    raise AssertionError("Nobody sits twice.")


def with_account(delegate: Delegate, username: str) -> str:
    delegate.user = world.make_user(username, delegate.full_name, roles=[Role.DELEGATE])
    delegate.save()
    return username


def day_of(meeting: Meeting) -> str:
    return f"{meeting.day:%d/%m/%Y}"


def row(page: Page, meeting: Meeting):
    return page.locator("tbody tr").filter(has_text=meeting.unit.full_name)
