"""Months: opened, their deadlines edited, their stage moved."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import world
from units import services
from units.calendar import month_after
from units.models import DayOff, Period, Stage, StageMove

DECEMBER = datetime.date(2026, 12, 1)


def deadlines(month, **changed):
    days = {field: day.isoformat() for field, day in world.proposed_deadlines(month).items()}
    return days | {"agenda": "Thi đua", "version": "1"} | changed


def page_of(name, period, *more):
    return reverse(f"units:{name}", args=[period.month, *more])


def text_of(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_opening_a_month_begins_with_the_next_one_and_its_working_days(client, period, office):
    client.force_login(office)
    page = client.get(reverse("units:period_create"))
    assert page.context["month"] == DECEMBER
    assert page.context["form"].initial == world.proposed_deadlines(DECEMBER) | {"agenda": ""}


def test_the_very_first_month_is_the_first_that_units_can_still_register_for(client, office):
    client.force_login(office)
    page = client.get(reverse("units:period_create"))
    today = timezone.localdate()
    this = today.replace(day=1)
    is_over = world.proposed_deadlines(this)["registration_due"] < today
    assert page.context["month"] == (month_after(this) if is_over else this)
    assert page.context["late"] is None
    assert not Period.objects.exists()


def test_a_month_whose_registration_is_over_may_be_opened_but_says_so(client, office):
    client.force_login(office)
    page = client.get(reverse("units:period_create"), {"thang": "10/2024"})
    assert "Hạn đăng ký đề xuất, 03/10/2024, đã qua: giữ hạn này thì xã, phường không tự đăng ký được" in text_of(page)
    assert "?thang=11%2F2024" in text_of(page)


@pytest.mark.parametrize("typed", ["12/2026", "12-2026", " 12/2026 "])
def test_another_month_may_be_asked_for(client, period, office, typed):
    client.force_login(office)
    assert client.get(reverse("units:period_create"), {"thang": typed}).context["month"] == DECEMBER


@pytest.mark.parametrize("typed", ["13/2026", "tháng 12", "12/1926", "12/20260", ""])
def test_a_month_that_is_none_is_refused(client, office, typed):
    client.force_login(office)
    page = client.get(reverse("units:period_create"), {"thang": typed})
    assert page.context["chosen"].errors["thang"]
    assert client.post(reverse("units:period_create"), {"thang": typed}).status_code == 422


def test_the_office_opens_a_month(client, period, office):
    client.force_login(office)
    done = client.post(reverse("units:period_create"), {"thang": "12/2026"} | deadlines(DECEMBER), follow=True)
    opened = Period.objects.get(month=DECEMBER)
    assert (opened.stage, opened.agenda) == (Stage.REGISTRATION, "Thi đua")
    assert opened.registration_due == datetime.date(2026, 12, 3)
    assert done.redirect_chain == [(page_of("period_detail", opened), 302)]
    assert messages_of(done)[-1] == "Lưu ý: Hạn thẩm định 26/12/2026 là Thứ Bảy."


def test_until_when_units_register_is_told_unless_it_is_over(client, office):
    client.force_login(office)
    this = timezone.localdate().replace(day=1)
    told = []
    for month in ((this - datetime.timedelta(days=40)).replace(day=1), month_after(this)):
        sent = {"thang": f"{month:%m/%Y}"} | deadlines(month)
        told.append(messages_of(client.post(reverse("units:period_create"), sent, follow=True))[0])
    opened = Period.objects.get(month=month_after(this))
    assert "đăng ký" not in told[0]
    assert told[1] == (
        f"Đã mở tháng {opened.label}. Các xã, phường đăng ký hội nghị đến hết ngày {opened.registration_due:%d/%m/%Y}."
    )


def test_a_month_opened_twice_is_opened_once(client, period, office):
    client.force_login(office)
    again = client.post(reverse("units:period_create"), {"thang": "11/2026"} | deadlines(period.month), follow=True)
    assert messages_of(again) == ["Tháng 11/2026 đã được mở."]
    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("notice_due", "2026-12-01", "Không được trước “Hạn đăng ký” (03/12/2026)."),
        ("conference_to", "2026-12-07", "Không được trước “Hội nghị từ ngày” (08/12/2026)."),
        ("conference_from", "2026-11-30", "Chọn một ngày trong tháng 12/2026."),
        ("self_assessment_due", "2026-12-07", "Không được trước “Hội nghị từ ngày” (08/12/2026)."),
        ("appraisal_due", "2026-12-22", "Không được trước “Hạn tự chấm” (23/12/2026)."),
        ("appeal_due", "2026-12-25", "Không được trước “Hạn thẩm định” (26/12/2026)."),
        ("ranking_due", "2026-12-29", "Không được trước “Hạn giải trình” (30/12/2026)."),
        ("ranking_due", "2036-12-29", "Hạn này quá xa tháng 12/2026."),
        ("registration_due", "hôm nay", "Ngày không đúng. Viết ngày/tháng/năm, ví dụ 12/11/2026."),
        ("registration_due", "", "Chọn ngày."),
    ],
)
def test_deadlines_out_of_order_are_refused_beside_their_field(client, period, office, field, typed, message):
    client.force_login(office)
    posted = {"thang": "12/2026"} | deadlines(DECEMBER, **{field: typed})
    refused = client.post(reverse("units:period_create"), posted)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {field: [message]}
    assert refused.context["form"]["agenda"].value() == "Thi đua"
    assert not Period.objects.filter(month=DECEMBER).exists()


def test_the_office_edits_the_deadlines_and_the_agenda(client, period, office):
    client.force_login(office)
    posted = deadlines(period.month, registration_due="2026-11-06", notice_due="2026-11-10")
    client.post(page_of("period_edit", period), posted)
    period.refresh_from_db()
    assert (period.registration_due, period.agenda) == (datetime.date(2026, 11, 6), "Thi đua")
    assert period.version == 2


def test_of_two_people_editing_a_month_the_later_is_told_and_loses_nothing(client, period, office):
    client.force_login(office)
    client.post(page_of("period_edit", period), deadlines(period.month, agenda="Bản một"))
    refused = client.post(page_of("period_edit", period), deadlines(period.month, agenda="Bản hai"))
    assert refused.status_code == 422
    assert "nội dung định hướng “Bản một”" in refused.context["form"].non_field_errors()[0]
    assert refused.context["form"]["agenda"].value() == "Bản hai"
    client.post(page_of("period_edit", period), deadlines(period.month, agenda="Bản hai", version="2"))
    period.refresh_from_db()
    assert period.agenda == "Bản hai"


def test_a_closed_month_is_not_edited(client, period, office):
    period.stage = Stage.CLOSED
    period.save()
    client.force_login(office)
    assert client.get(page_of("period_edit", period)).status_code == 403
    with pytest.raises(services.Refused, match="vừa kết thúc"):  # closed between page and press
        services.edit_period(period, version=period.version, agenda="Khác", deadlines={})


def test_the_name_of_a_day_off_is_a_text_and_no_markup(client, period, office):
    DayOff.objects.create(day=period.appraisal_due, name="<b>Nghỉ</b>", is_working=False)
    client.force_login(office)
    shown = client.get(page_of("period_edit", period)).content.decode()
    assert "&lt;b&gt;Nghỉ" in shown
    assert "<b>Nghỉ" not in shown


def test_before_the_stage_moves_the_office_reads_what_is_missing(client, period, unit, other_unit, office):
    world.make_meeting(period, unit, by=office)
    client.force_login(office)
    page = text_of(client.get(page_of("stage_move", period, "assignment")))
    assert "1 đơn vị chưa đăng ký: Phường Kim Tân." in page
    assert "Ban Tuyên giáo lập dự thảo phân công" in page
    period.refresh_from_db()
    assert period.stage == Stage.REGISTRATION


def test_many_that_are_missing_are_named_in_part(client, period, office):
    for number in range(12):
        world.make_unit(f"Số {number:02d}", teams=0)
    client.force_login(office)
    page = text_of(client.get(page_of("stage_move", period, "assignment")))
    assert "12 đơn vị chưa đăng ký: Xã Số 00," in page
    assert "Xã Số 09 và 2 đơn vị khác." in page


def test_before_self_assessment_the_office_reads_which_conferences_are_not_recorded(
    client, period, unit, other_unit, office
):
    period.stage = Stage.CONFERENCE
    period.save()
    world.make_meeting(period, unit, by=office, held_on=datetime.date(2026, 11, 10))
    world.make_meeting(period, other_unit, by=office)
    client.force_login(office)
    page = text_of(client.get(page_of("stage_move", period, "self_assessment")))
    assert "1 hội nghị chưa ghi đã tổ chức: Phường Kim Tân." in page


def test_the_office_moves_the_stage_and_history_shows_it(client, period, office):
    client.force_login(office)
    url = page_of("stage_move", period, "assignment")
    done = client.post(url, {"from_stage": "registration", "reason": "Đủ đăng ký"}, follow=True)
    period.refresh_from_db()
    assert period.stage == Stage.ASSIGNMENT
    assert "Tháng 11/2026 đã chuyển sang giai đoạn Phân công" in messages_of(done)[0]
    assert "Đăng ký → Phân công" in text_of(done)
    assert "Lý do: Đủ đăng ký" in text_of(done)


def test_the_second_press_says_that_it_is_done(client, period, office):
    client.force_login(office)
    url = page_of("stage_move", period, "assignment")
    client.post(url, {"from_stage": "registration"})
    again = client.post(url, {"from_stage": "registration"}, follow=True)
    assert messages_of(again)[-1] == "Tháng 11/2026 đã ở giai đoạn Phân công."
    assert StageMove.objects.count() == 1


def test_the_way_back_asks_for_a_reason(client, period, office):
    period.stage = Stage.ASSIGNMENT
    period.save()
    client.force_login(office)
    url = page_of("stage_move", period, "registration")
    refused = client.post(url, {"from_stage": "assignment", "reason": " "})
    assert refused.status_code == 422
    assert refused.context["form"].errors["reason"] == ["Mục này không được để trống."]
    done = client.post(url, {"from_stage": "assignment", "reason": "Hai đơn vị xin đăng ký lại"}, follow=True)
    assert "Tháng 11/2026 đã lùi về giai đoạn Đăng ký" in messages_of(done)[0]
    period.refresh_from_db()
    assert period.stage == Stage.REGISTRATION


@pytest.mark.parametrize("stage", ["conference", "closed", "khong-co"])
def test_there_is_no_page_for_a_stage_out_of_reach(client, period, office, stage):
    client.force_login(office)
    assert client.get(page_of("stage_move", period, stage)).status_code == 404
    assert client.post(page_of("stage_move", period, stage), {"from_stage": "registration"}).status_code == 404
    period.refresh_from_db()
    assert period.stage == Stage.REGISTRATION


def test_a_page_for_the_stage_that_is_leads_back_to_the_month(client, period, office):
    client.force_login(office)
    page = client.get(page_of("stage_move", period, "registration"), follow=True)
    assert messages_of(page) == ["Tháng 11/2026 đã ở giai đoạn Đăng ký."]


def test_a_unit_reads_the_deadlines_but_not_why_the_month_was_moved(client, period, secretary, office):
    StageMove.objects.create(
        period=period, from_stage="assignment", to_stage="registration", reason="Việc nội bộ", moved_by=office,
        moved_at=world.NOW,
    )  # fmt: skip
    client.force_login(secretary)
    page = text_of(client.get(page_of("period_detail", period)))
    assert f"{period.registration_due:%d/%m/%Y}" in page
    assert "Việc nội bộ" not in page


def test_the_list_of_months_counts_units(client, period, unit, other_unit, office):
    world.make_meeting(period, unit, by=office)
    client.force_login(office)
    assert "1/2" in text_of(client.get(reverse("units:period_list")))


def test_where_no_month_is_open_the_list_says_what_to_do(client, office):
    client.force_login(office)
    page = text_of(client.get(reverse("units:period_list")))
    assert "Chưa có kỳ tháng nào" in page
    assert "Mở tháng mới" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_months(client, body, office, rows, django_assert_num_queries):
    for month in range(1, rows + 1):
        world.make_period(datetime.date(2026, month, 1))
    client.force_login(office)
    with django_assert_num_queries(7):
        client.get(reverse("units:period_list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_month_asks_the_database_the_same_however_often_it_moved(
    client, period, office, rows, django_assert_num_queries
):
    for _ in range(rows):
        StageMove.objects.create(
            period=period, from_stage="registration", to_stage="assignment", moved_by=office, moved_at=world.NOW
        )
    client.force_login(office)
    with django_assert_num_queries(8):
        client.get(page_of("period_detail", period))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_move_asks_the_database_the_same_however_many_are_missing(
    client, period, office, rows, django_assert_num_queries
):
    for number in range(rows):
        world.make_unit(f"Xã {number}")
    client.force_login(office)
    with django_assert_num_queries(7):
        client.get(page_of("stage_move", period, "assignment"))


def test_the_forms_of_a_month_ask_little(client, period, office, django_assert_num_queries):
    client.force_login(office)
    with django_assert_num_queries(6):
        client.get(page_of("period_edit", period))
    with django_assert_num_queries(8):
        client.get(reverse("units:period_create"))
