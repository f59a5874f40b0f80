"""Days off, the text of a quarter, a month begun with them, a month removed again."""

import datetime

import pytest
from django.apps import apps
from django.urls import reverse

from tests import world
from units import services
from units.access import actor_for
from units.calendar import is_working_day
from units.models import DayOff, Period, QuarterAgenda, Stage
from units.services import AlreadyThere, ChangedMeanwhile, Refused

SATURDAY = datetime.date(2026, 11, 7)
DECEMBER = datetime.date(2026, 12, 1)


def text_of(response):
    return response.content.decode()


def day_off(**changed):
    return {"day": "07/11/2026", "name": "Làm bù ngày 03/11", "is_working": "1"} | changed


def deadlines(month):
    return {field: f"{day:%d/%m/%Y}" for field, day in world.proposed_deadlines(month).items()}


# Days off


def test_the_office_enters_changes_and_takes_away_a_day_and_the_trail_keeps_it(client, office, period):
    client.force_login(office)
    done = client.post(reverse("units:day_off_create"), day_off(), follow=True)
    assert "Đã ghi ngày làm bù 07/11/2026: Làm bù ngày 03/11." in text_of(done)
    stored = DayOff.objects.get()
    client.post(reverse("units:day_off_edit", args=[stored.pk]), day_off(name="Nghỉ thêm", is_working="0"))
    stored.refresh_from_db()
    assert (stored.name, stored.is_working) == ("Nghỉ thêm", False)
    asked = client.get(reverse("units:day_off_delete", args=[stored.pk]))
    assert "Thứ Bảy, 07/11/2026" in text_of(asked)
    client.post(reverse("units:day_off_delete", args=[stored.pk]))
    assert not DayOff.objects.exists()
    events = apps.get_model("units", "DayOffEvent").objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update", "delete"]
    assert events.last().pgh_context.metadata["user"] == office.pk


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"day": "31/02/2026"}, "day", "Ngày không đúng. Viết ngày/tháng/năm, ví dụ 12/11/2026."),
        ({"day": "07/11/1999"}, "day", "Năm từ 2000 đến 2099."),
        ({"day": "20/11/2026"}, "day", "Ngày này đã có trong danh sách."),
        ({"name": " "}, "name", "Mục này không được để trống."),
        ({"is_working": "2"}, "is_working", "Chọn ngày nghỉ hay ngày làm bù."),
    ],
)
def test_a_wrong_day_is_refused_beside_its_field(client, office, period, wrong, field, message):
    DayOff.objects.create(day=datetime.date(2026, 11, 20), name="Nghỉ")
    client.force_login(office)
    refused = client.post(reverse("units:day_off_create"), day_off(**wrong))
    assert refused.status_code == 422
    assert refused.context["form"].errors[field] == [message]
    assert DayOff.objects.count() == 1


def test_a_person_counts_with_the_own_days_in_the_one_query_that_asks_who_he_is(
    office, django_assert_num_queries, django_user_model
):
    DayOff.objects.create(day=SATURDAY, name="Làm bù", is_working=True)
    DayOff.objects.create(day=datetime.date(1999, 1, 1), name="Xưa rồi")
    with django_assert_num_queries(1):
        calendar = actor_for(office).calendar
    assert is_working_day(SATURDAY, calendar=calendar)
    assert set(calendar.own) == {SATURDAY}
    assert set(DayOff.objects.as_calendar().own) == {SATURDAY, datetime.date(1999, 1, 1)}


def test_conferences_proposed_from_a_holiday_on_are_warned_of_but_not_from_a_weekend(client, office, period):
    client.force_login(office)
    tet = client.get(reverse("units:period_create"), {"thang": "02/2027"})
    assert tet.context["form"].initial["conference_from"] == datetime.date(2027, 2, 8)
    assert "Lưu ý: 08/02/2027 là ngày nghỉ lễ" in text_of(tet)
    sunday = client.get(reverse("units:period_create"), {"thang": "12/2026"})
    assert sunday.context["form"].initial["conference_to"] == datetime.date(2026, 12, 20)
    assert "Lưu ý: 20/12/2026" not in text_of(sunday)


def test_an_own_day_moves_what_is_proposed_and_warns_of_a_deadline_on_it(client, office, period):
    DayOff.objects.create(day=datetime.date(2026, 12, 2), name="Nghỉ kỷ niệm")
    DayOff.objects.create(day=datetime.date(2026, 12, 23), name="Nghỉ thêm")
    client.force_login(office)
    page = client.get(reverse("units:period_create"), {"thang": "12/2026"})
    assert page.context["form"].initial["registration_due"] == datetime.date(2026, 12, 4)
    assert "Lưu ý: 23/12/2026 là ngày nghỉ (Nghỉ thêm)." in text_of(page)
    opened = client.post(reverse("units:period_create"), {"thang": "12/2026"} | deadlines(DECEMBER), follow=True)
    assert Period.objects.filter(month=DECEMBER).exists()  # warned of, never forbidden
    assert "Hạn tự chấm 23/12/2026 là ngày nghỉ (Nghỉ thêm)" in text_of(opened)
    assert "23/12/2026 là ngày nghỉ (Nghỉ thêm)" in text_of(client.get(reverse("units:period_detail", args=[DECEMBER])))


def test_the_month_of_registration_shows_the_own_days(client, period, unit, secretary):
    DayOff.objects.create(day=SATURDAY, name="Làm bù", is_working=True)
    DayOff.objects.create(day=datetime.date(2026, 11, 12), name="Nghỉ kỷ niệm")
    client.force_login(secretary)
    page = client.get(reverse("units:meeting_register", args=[period.month, unit.pk]))
    weeks = page.context["form"].fields["day"].widget.weeks
    cells = {cell.day.day: cell for week in weeks for cell in week if cell}
    assert (cells[7].sign, cells[7].is_off) == ("bù", False)
    assert (cells[12].sign, cells[12].note, cells[12].is_off) == ("nghỉ", "Nghỉ kỷ niệm", True)


# Quarters


def test_a_month_begins_with_the_text_of_its_quarter(client, office, period):
    QuarterAgenda.objects.create(year=2026, quarter=4, text="Tổng kết năm")
    QuarterAgenda.objects.create(year=2026, quarter=3, text="Quý trước")
    client.force_login(office)
    page = client.get(reverse("units:period_create"), {"thang": "12/2026"})
    assert page.context["form"].initial["agenda"] == "Tổng kết năm"
    assert "Nội dung định hướng lấy từ Quý IV/2026." in text_of(page)


def test_a_month_may_begin_with_the_text_of_another_one(client, office, period):
    QuarterAgenda.objects.create(year=2026, quarter=4, text="Tổng kết năm")
    client.force_login(office)
    page = client.get(reverse("units:period_create"), {"thang": "12/2026", "chep": "11/2026"})
    assert page.context["form"].initial["agenda"] == period.agenda
    nothing = client.get(reverse("units:period_create"), {"thang": "12/2026", "chep": "01/2020"})
    assert nothing.context["form"].initial["agenda"] == ""


def test_the_office_writes_a_quarter_and_of_two_the_later_is_told(client, office, period):
    client.force_login(office)
    url = reverse("units:quarter_edit", args=[2026, 4])
    client.post(url, {"text": "Một", "version": "0"})
    client.post(url, {"text": "Hai", "version": "1"})
    refused = client.post(url, {"text": "Ba", "version": "1"})
    assert refused.status_code == 422
    assert (refused.context["form"]["text"].value(), refused.context["form"]["version"].value()) == ("Ba", "2")
    assert QuarterAgenda.objects.get().text == "Hai"
    assert "Hai" in text_of(client.get(reverse("units:quarter_list"), {"nam": "2026"}))


def test_a_quarter_written_by_two_at_once_is_one(body):
    services.edit_quarter(year=2026, quarter=1, text="Một", version=0)
    assert services.edit_quarter(year=2026, quarter=1, text="Một", version=0).version == 1
    with pytest.raises(ChangedMeanwhile):
        services.edit_quarter(year=2026, quarter=1, text="Hai", version=0)


@pytest.mark.parametrize(("year", "quarter"), [(2026, 0), (2026, 5), (1999, 1), (10**12, 1)])
def test_there_is_no_such_quarter(client, office, period, year, quarter):
    client.force_login(office)
    assert client.get(reverse("units:quarter_edit", args=[year, quarter])).status_code == 404


@pytest.mark.parametrize("year", ["", "abc", "99999", "²", "-1"])
def test_an_odd_year_shows_this_one(client, office, period, year):
    client.force_login(office)
    page = client.get(reverse("units:quarter_list"), {"nam": year})
    assert page.context["year"] == datetime.date.today().year


# A month opened by mistake


def test_a_month_in_which_nothing_is_recorded_is_removed_and_the_trail_keeps_it(client, office, period):
    client.force_login(office)
    url = reverse("units:period_remove", args=[period.month])
    assert "đã mở nhầm" in text_of(client.get(url))
    done = client.post(url, follow=True)
    assert "Đã bỏ tháng 11/2026" in text_of(done)
    assert not Period.objects.exists()
    event = apps.get_model("units", "PeriodEvent").objects.latest("pgh_id")
    assert (event.pgh_label, event.pgh_context.metadata["user"]) == ("delete", office.pk)
    assert client.post(url).status_code == 404  # pressed again


def test_removed_by_two_at_once_the_second_is_told(period):
    services.remove_period(Period.objects.get())
    with pytest.raises(AlreadyThere, match="đã được bỏ"):
        services.remove_period(period)


def something(kind, period, unit, office):
    match kind:
        case "meeting":
            world.make_meeting(period, unit, by=office)
        case "called off":
            world.make_meeting(period, unit, by=office, cancelled_at=world.NOW, cancelled_by=office)
        case "stage":
            services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW)
        case "extension":
            Period.objects.update(**world.USUAL_DAYS)
            services.grant_extension(
                period=period,
                unit=unit,
                stage=Stage.REGISTRATION,
                until=datetime.date(2026, 11, 9),
                reason="Lũ quét",
                by=office,
                at=world.NOW,
            )


@pytest.mark.parametrize("kind", ["meeting", "called off", "stage", "extension"])
def test_a_month_in_which_something_is_recorded_stays(client, period, unit, office, kind):
    something(kind, period, unit, office)
    client.force_login(office)
    refused = client.post(reverse("units:period_remove", args=[period.month]))
    assert refused.status_code == 422
    assert "không bỏ được nữa" in text_of(refused)
    assert Period.objects.exists()


def test_a_month_removed_while_a_unit_registers_tells_the_unit(period, unit, secretary):
    services.remove_period(Period.objects.get())
    start = datetime.datetime(2026, 11, 12, 8, tzinfo=world.HANOI)
    with pytest.raises(Refused, match="vừa được Ban Tuyên giáo bỏ"):
        services.register_meeting(
            period=period,
            unit=unit,
            starts_at=start,
            ends_at=start + datetime.timedelta(hours=3),
            place="Hội trường",
            agenda="Thời sự",
            by=secretary,
            at=world.NOW,
        )
