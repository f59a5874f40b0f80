"""One whole month as its people do it: unit → office → head → Standing board → delegate on a phone → unit → agency →
office → head → Standing board; at the end two PDFs, and what they say."""

import datetime
import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assignments.models import Notice, Plan
from scoring.models import Ranking
from scoring.services import install_standard_set
from tests import world
from tests.browser.conftest import PHONE
from units.forms import DEADLINES
from units.models import Role, Stage

# Last month: its days are past whenever this runs, so a conference can have been held.
MONTH = (datetime.date.today().replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
LABEL, KEY = f"{MONTH:%m/%Y}", f"{MONTH:%Y-%m}"


@pytest.fixture
def committee(office, head, standing, secretary, other_secretary, agency, other_agency):
    """Four agencies that score, each with a delegate; one delegate is a member of the Ban Thường vụ."""
    agencies = [
        agency,
        other_agency,
        world.make_agency("Ban Tuyên giáo Thành ủy"),
        world.make_agency("Ủy ban Kiểm tra"),
    ]
    install_standard_set(
        agencies=dict(zip(("organisation", "front", "propaganda", "inspection"), agencies, strict=True))
    )
    for number, place in enumerate(agencies, start=1):
        world.make_user(f"cham{number}", f"Người Chấm {number}", agency=place)
        user = world.make_user(f"daibieu{number}", f"Giàng Seo {'ABCD'[number - 1]}ính", roles=[Role.DELEGATE])
        world.make_delegate(
            place, user.full_name, tier=min(number, 3), user=user, position="Ủy viên" if number == 1 else "Chuyên viên"
        )


def test_a_month_from_registration_to_the_printed_ranking(sign_in, committee, unit, other_unit, live_server):
    office = sign_in("office")
    open_the_month(office)
    register(sign_in("secretary", PHONE), unit, day=10)
    register(sign_in("other_secretary", PHONE), other_unit, day=11)
    raise_a_concern(office, unit)
    move_on(office, "Phân công")

    office.goto(f"{live_server.url}/thang/{KEY}/phan-cong/")
    office.get_by_role("button", name="Lập dự thảo").click()
    expect(office.locator("#board")).to_contain_text("2 hội nghị, 4 lượt đại biểu")
    expect(office.locator("#board")).to_contain_text("Giàng Seo Aính")
    office.get_by_role("button", name="Trình lãnh đạo kiểm tra").click()
    head = sign_in("head")
    head.goto(f"{live_server.url}/thang/{KEY}/phan-cong/")
    head.get_by_role("button", name="Đã kiểm tra").click()
    standing = sign_in("standing")
    standing.goto(f"{live_server.url}/thang/{KEY}/phan-cong/cong-bo/")
    standing.get_by_role("button", name="Công bố thông báo").click()
    expect(standing.get_by_role("heading", level=1)).to_contain_text("Thông báo số 01-TB/TU")
    notice = Notice.objects.get()
    assert Plan.objects.get().status == "published"

    move_on(office, "Hội nghị")
    seat = notice.plan.seats.filter(meeting__unit=unit, delegate__tier=1).get()
    assert seat.because
    write_the_note(sign_in("daibieu1", PHONE), seat)
    visit_a_team(sign_in("daibieu2", PHONE), unit)
    record_attendance(sign_in("secretary", PHONE), seat.meeting_id)
    other_meeting = notice.plan.seats.filter(meeting__unit=other_unit).first().meeting_id
    record_attendance(sign_in("other_secretary", PHONE), other_meeting)
    count_the_survey(office)

    move_on(office, "Tự chấm")
    assess(sign_in("secretary", PHONE), unit)
    move_on(office, "Thẩm định")
    for number in (1, 2, 3, 4):
        appraise(sign_in(f"cham{number}"))

    office.goto(f"{live_server.url}/thang/{KEY}/xep-hang/lap/")
    office.get_by_role("button", name="Lập bảng xếp hạng").click()
    expect(office.get_by_role("main")).to_contain_text("Dự thảo")
    head.goto(f"{live_server.url}/thang/{KEY}/xep-hang/")
    head.get_by_role("button", name=re.compile("kiểm tra", re.IGNORECASE)).click()
    move_on(office, "Giải trình")
    standing.goto(f"{live_server.url}/thang/{KEY}/xep-hang/cong-bo/")
    standing.get_by_role("button", name="Công bố").click()
    expect(standing.get_by_role("main")).to_contain_text("Đã công bố")
    ranking = Ranking.objects.get()
    assert ranking.status == "published"
    assert [row["rank"] for row in ranking.outcome["rows"]] == [1, 2]

    says(standing, f"/thong-bao/{notice.pk}/pdf/",
         "ĐẢNG CỘNG SẢN VIỆT NAM", "THÔNG BÁO", "Số 01-TB/TU", "Xã Hợp Thành", "Phường Kim Tân", "Giàng Seo Aính",
         "T/M BAN THƯỜNG VỤ")  # fmt: skip
    says(standing, f"/thang/{KEY}/xep-hang/bao-cao.pdf",
         "ĐẢNG CỘNG SẢN VIỆT NAM", "BÁO CÁO", "Số 01-BC/BTG", "Xã Hợp Thành", "Phường Kim Tân",
         "K/T TRƯỞNG BAN")  # fmt: skip


def go(page: Page, path: str) -> None:
    page.goto(re.match(r"https?://[^/]+", page.url)[0] + path)


def says(page: Page, path: str, *words: str) -> None:
    """The PDF at `path` holds these words as text."""
    answer = page.request.get(re.match(r"https?://[^/]+", page.url)[0] + path)
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages).split())
    assert [word for word in words if word not in text] == []


def open_the_month(page: Page) -> None:
    page.get_by_role("link", name="Mở kỳ tháng đầu tiên").click()
    page.get_by_label("Tháng cần mở").fill(LABEL)
    page.get_by_role("button", name="Đề xuất các hạn").click()
    expect(page.get_by_text("giữ hạn này thì xã, phường không tự đăng ký được")).to_be_visible()
    for stage in (Stage.REGISTRATION, Stage.SELF_ASSESSMENT):
        for field, day in world.days_to_come(MONTH, stage).items():
            page.get_by_label(DEADLINES[field], exact=True).fill(f"{day}")
    page.get_by_role("button", name=f"Mở tháng {LABEL}").click()
    expect(page.locator("#messages")).to_contain_text(LABEL)
    go(page, f"/thang/{KEY}/tieu-chi/")
    page.get_by_role("button", name=f"Dùng bộ này cho tháng {LABEL}").click()
    expect(page.locator("#messages")).to_contain_text("Bộ tiêu chí")


def move_on(page: Page, stage: str) -> None:
    go(page, f"/thang/{KEY}/ky/")
    page.get_by_role("link", name=re.compile(f"Chuyển sang.*{stage}")).click()
    page.get_by_role("button", name=f"Chuyển sang {stage}").click()
    expect(page.locator(".strip .is-now")).to_contain_text(stage)


def register(page: Page, unit, *, day: int) -> None:
    page.get_by_role("link", name=re.compile("^Đăng ký")).first.click()
    page.locator(f"input[name=day][value='{MONTH.replace(day=day)}']").check(force=True)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Bắt đầu lúc").fill("08:00")
    page.get_by_label("Kết thúc lúc").fill("11:00")
    page.get_by_label("Địa điểm").fill(f"Hội trường {unit.full_name}")
    page.get_by_label("Nội dung hội nghị").fill("Thông tin thời sự; xây dựng nông thôn mới.")
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.locator("#messages")).to_contain_text("đăng ký")


def raise_a_concern(page: Page, unit) -> None:
    go(page, "/van-de/ghi/")
    page.get_by_label("Xã, phường").fill(unit.full_name)
    page.get_by_label("Vấn đề cần quan tâm").fill("Nhiều hộ chưa đồng thuận phương án bồi thường")
    page.get_by_label("Quan tâm từ ngày").fill(f"{MONTH:%Y-%m-%d}")
    page.get_by_label("Đến hết ngày").fill(f"{datetime.date.today():%Y-%m-%d}")
    page.get_by_role("button", name="Ghi vấn đề").click()
    expect(page.get_by_role("main")).to_contain_text("chưa đồng thuận")


def write_the_note(page: Page, seat) -> None:
    go(page, f"/hoi-nghi/{seat.meeting_id}/phieu/")
    for name in ("preparation", "content", "discussion", "answers"):
        page.locator(f"[name={name}][value='4']").check()
    page.get_by_label("Nhận xét").fill("Chuẩn bị kỹ, nội dung sát dân, thảo luận thẳng thắn.")
    page.locator("[name^=matter]").first.fill("Sửa đoạn đường vào thôn 2")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.locator("#messages")).to_contain_text("phiếu")


def visit_a_team(page: Page, unit) -> None:
    go(page, f"/du-dot-xuat/ghi/?don_vi={unit.pk}")
    page.locator("[name=team]").select_option(index=1)
    page.locator("[name=visited_on]").fill(f"{MONTH.replace(day=15):%Y-%m-%d}")
    page.locator("[name=rating][value='5']").check()
    page.locator("[name=seen]").fill("Tổ sinh hoạt đúng lịch, có sổ theo dõi.")
    page.get_by_role("button", name="Ghi lần dự").click()
    expect(page.locator("#messages")).not_to_be_empty()


def record_attendance(page: Page, meeting_id: int) -> None:
    go(page, f"/hoi-nghi/{meeting_id}/du-hop/")
    for choice in page.locator("input[type=radio][value=present]").all():
        choice.check()
    page.get_by_role("button", name="Lưu ghi dự họp").click()
    expect(page.locator("#messages")).to_contain_text("dự họp")


def count_the_survey(page: Page) -> None:
    go(page, f"/thang/{KEY}/khao-sat/")
    for row in page.locator("table.tallies tbody tr").all():
        for cell, count in zip(row.locator("input:not([type=hidden])").all(), ("60", "55", "50", "45"), strict=True):
            cell.fill(count)
    page.get_by_role("button", name="Lưu tất cả").click()
    expect(page.locator("#messages")).not_to_be_empty()


def assess(page: Page, unit) -> None:
    go(page, f"/thang/{KEY}/tu-cham/{unit.pk}/")
    forms = page.locator("form:has(input[name$=points])")
    for place in range(forms.count()):
        form = forms.nth(place)
        form.locator("input[name$=points]").fill("2,5" if place % 2 else "3")
        form.get_by_role("button", name=re.compile("^Lưu")).click()
        expect(page.locator("section.criterion .badge.is-good")).to_have_count(place + 1)
    go(page, f"/thang/{KEY}/tu-cham/{unit.pk}/gui/")
    page.get_by_role("button", name="Gửi phiếu tự chấm").click()
    expect(page.get_by_role("main")).to_contain_text("Đã gửi phiếu tự chấm")


def appraise(page: Page) -> None:
    go(page, f"/thang/{KEY}/tham-dinh/")
    paths = [link.get_attribute("href") for link in page.locator("a[href*='/tham-dinh/']").all()]
    for path in sorted({path for path in paths if re.search(r"/tham-dinh/\d+/$", path)}):
        go(page, path)
        for place, cell in enumerate(page.locator("input[name$=points]").all()):
            cell.fill("2,5" if place else "2")
        for cell in page.locator("[name$=reason]").all():
            cell.fill("Đối chiếu minh chứng và báo cáo")
        page.get_by_role("button", name=re.compile("^Lưu điểm")).click()
        expect(page.locator("#messages")).not_to_be_empty()
