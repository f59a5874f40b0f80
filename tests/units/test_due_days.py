"""The clock closes registration to units at the end of its day, while the stage lasts; nobody else."""

import datetime

import pytest
from django.urls import reverse

from tests import world
from units import access, services
from units.access import actor_for
from units.models import Extension, Meeting, Period, Stage
from units.services import Refused
from units.tasks import tasks
from units.views.periods import DEADLINES

DAY = datetime.timedelta(days=1)
DUE = world.USUAL_DAYS["registration_due"]
CLOSED = "Đăng ký hội nghị tháng 11/2026 đã đóng từ ngày 05/11/2026 (hạn đến hết ngày 04/11/2026)."
# Pages look at the real clock: a month to come whose day for registering was yesterday.
TODAY = datetime.date.today()
NEXT = (TODAY.replace(day=28) + 4 * DAY).replace(day=1)
YESTERDAY = TODAY - DAY


def at(day, hour=9, minute=0):
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=world.HANOI)


@pytest.fixture
def period(body):
    return world.make_period(**world.USUAL_DAYS)


@pytest.fixture
def over(body):
    """In its stage, the day just past."""
    return world.make_period(NEXT, registration_due=YESTERDAY)


def page(name, period, *more):
    return reverse(f"units:{name}", args=[period.month, *more])


def details(month=world.MONTH, day=12, **changed):
    starts_at = at(month.replace(day=day), 8)
    usual = {"starts_at": starts_at, "ends_at": starts_at + datetime.timedelta(hours=3)}
    return usual | {"place": "Hội trường", "agenda": "Thời sự"} | changed


def typed(**changed):
    usual = {
        "step": "save",
        "day": f"{NEXT.replace(day=12)}",
        "starts": "08:00",
        "ends": "11:00",
        "place": "Nhà văn hóa thôn Cáng",
        "agenda": "Thời sự",
        "version": "0",
    }
    return usual | changed


def register(period, unit, by, when, *, by_unit=True, **changed):
    values = details() | changed
    return services.register_meeting(period=period, unit=unit, by=by, at=when, by_unit=by_unit, **values)


def extend(period, unit, office, until, when, *, stage=Stage.REGISTRATION):
    return services.grant_extension(
        period=period, unit=unit, stage=stage, until=until, reason="Lũ quét", by=office, at=when
    )


def put_off(client, period, day):
    """As the office does it, on the page of the month."""
    stored = Period.objects.get(pk=period.pk)
    days = {field: f"{getattr(stored, field):%d/%m/%Y}" for field in DEADLINES}
    later = {"registration_due": f"{day:%d/%m/%Y}", "notice_due": f"{max(day, stored.notice_due):%d/%m/%Y}"}
    sent = days | later | {"agenda": stored.agenda, "version": stored.version}
    assert client.post(page("period_edit", period), sent).status_code == 302


# The rule itself


def test_the_day_itself_is_open_to_its_end(period, unit, secretary):
    assert register(period, unit, secretary, at(DUE, 23, 59)).change_reason == ""


@pytest.mark.parametrize("reason", ["", "Mất điện"])
def test_from_the_day_after_a_unit_registers_no_more_whatever_it_says(period, unit, secretary, reason):
    with pytest.raises(Refused) as refused:
        register(period, unit, secretary, at(DUE + DAY, 0, 0), reason=reason)
    ask = "Đồng chí liên hệ Ban Tuyên giáo để được gia hạn, hoặc để Ban Tuyên giáo đăng ký giúp."
    assert refused.value.messages == [f"{CLOSED} {ask}"]
    assert not Meeting.with_cancelled.exists()


def test_an_extension_opens_it_to_that_unit_to_the_end_of_its_own_day(
    period, unit, other_unit, secretary, other_secretary, office
):
    extend(period, unit, office, DUE + 3 * DAY, at(DUE + DAY))
    with pytest.raises(Refused):
        register(period, other_unit, other_secretary, at(DUE + 2 * DAY))
    with pytest.raises(Refused, match=r"đã đóng từ ngày 08/11/2026 \(đơn vị được gia hạn đến hết ngày 07/11/2026\)"):
        register(period, unit, secretary, at(DUE + 4 * DAY, 0, 0))
    assert register(period, unit, secretary, at(DUE + 3 * DAY, 23, 59)).unit == unit


def test_an_extension_shorter_than_a_later_common_day_takes_nothing_away(period, unit, secretary, office):
    extend(period, unit, office, DUE + DAY, at(DUE))
    Period.objects.update(registration_due=DUE + 5 * DAY, notice_due=DUE + 6 * DAY)
    period.refresh_from_db()
    assert access.last_day_of_entry(period, Stage.REGISTRATION, DUE + DAY) == DUE + 5 * DAY
    assert register(period, unit, secretary, at(DUE + 4 * DAY)).unit == unit


def test_once_the_day_is_past_an_extension_begins_today(period, unit, office):
    with pytest.raises(Refused, match="đã qua"):
        extend(period, unit, office, DUE + DAY, at(DUE + 2 * DAY))
    assert extend(period, unit, office, DUE + 2 * DAY, at(DUE + 2 * DAY)).until == DUE + 2 * DAY


def test_a_month_that_runs_late_still_has_today_to_give(period, unit, secretary, office):
    today = datetime.date(2026, 12, 20)
    with pytest.raises(Refused, match="muộn nhất đến 20/12/2026"):
        extend(period, unit, office, today + DAY, at(today))
    extend(period, unit, office, today, at(today))
    assert register(period, unit, secretary, at(today, 20)).unit == unit


def test_the_office_registers_for_a_unit_with_a_reason(period, unit, office):
    with pytest.raises(Refused, match="Đồng chí ghi lý do"):
        register(period, unit, office, at(DUE + DAY), by_unit=False)
    late = register(period, unit, office, at(DUE + DAY), by_unit=False, reason="Công văn số 5")
    assert late.change_reason == "Công văn số 5"


def test_a_file_of_the_office_needs_its_reason_too(period, unit, office):
    one = services.Registration(unit_id=unit.pk, seats=2, **details())
    known = {"period": period, "registrations": [one], "by": office}
    with pytest.raises(Refused, match=r"đã đóng từ ngày 05/11/2026 .* Ghi lý do rồi nhập"):
        services.register_meetings(**known, at=at(DUE + DAY))
    assert services.register_meetings(**known, at=at(DUE + DAY), reason="Công văn số 5") == (1, 0)


def test_what_was_registered_in_time_the_unit_changes_calls_off_and_registers_anew_with_a_reason(
    period, unit, secretary
):
    meeting = register(period, unit, secretary, at(DUE))
    late, who = at(DUE + DAY), {"by": secretary, "by_unit": True}
    with pytest.raises(Refused, match="Đồng chí ghi lý do"):
        services.change_meeting(meeting, version=1, at=late, **who, **details(day=13))
    services.change_meeting(meeting, version=1, at=late, reason="Mưa lũ", **who, **details(day=13))
    services.cancel_meeting(meeting, version=2, at=late, reason="Mưa lũ", **who)
    anew = register(period, unit, secretary, late, reason="Hết mưa", **details(day=16))
    assert (anew.pk, anew.version, anew.day.day) == (meeting.pk, 4, 16)


def test_from_the_day_of_the_conference_on_the_unit_changes_nothing(period, unit, secretary):
    meeting = register(period, unit, secretary, at(DUE))
    with pytest.raises(Refused, match="đến hết ngày trước ngày họp"):
        services.change_meeting(
            meeting, version=1, at=at(datetime.date(2026, 11, 12)), reason="Mưa", by=secretary, by_unit=True,
            **details(day=14),
        )  # fmt: skip


# Pages


def test_the_closed_page_says_since_when_and_offers_nothing(client, over, unit, secretary):
    client.force_login(secretary)
    closed = (
        f"đã đóng từ ngày {TODAY:%d/%m/%Y} (hạn đến hết ngày {YESTERDAY:%d/%m/%Y}). Đồng chí liên hệ Ban Tuyên giáo"
    )
    form = client.get(page("meeting_register", over, unit.pk)).content.decode()
    assert closed in form
    assert 'method="post"' not in form.split("<main")[1]
    listed = client.get(page("meeting_list", over)).content.decode()
    assert closed in listed
    assert "Xem đăng ký" in listed
    assert "Đăng ký hội nghị<span" not in listed


@pytest.mark.parametrize("step", ["details", "check", "save"])
@pytest.mark.parametrize("place", ["Nhà văn hóa thôn Cáng", ""])
def test_the_day_passes_while_the_form_is_open_and_everything_typed_is_kept(client, body, unit, secretary, step, place):
    period = world.make_period(NEXT, registration_due=TODAY)
    client.force_login(secretary)
    assert b'name="day"' in client.get(page("meeting_register", period, unit.pk)).content
    Period.objects.update(registration_due=YESTERDAY)
    refused = client.post(page("meeting_register", period, unit.pk), typed(step=step, place=place))
    assert refused.status_code == 422
    form = refused.context["form"]
    assert [line for line in form.non_field_errors() if f"đã đóng từ ngày {TODAY:%d/%m/%Y}" in line]
    assert {name: form[name].value() for name in ("day", "starts", "ends", "place", "agenda")} == {
        name: value for name, value in typed(place=place).items() if name not in ("step", "version")
    }
    assert "Thời sự" in refused.content.decode()
    assert not Meeting.objects.exists()


def test_sent_twice_over_midnight_it_is_registered_once_and_said_kindly(client, body, unit, secretary):
    period = world.make_period(NEXT, registration_due=TODAY)
    client.force_login(secretary)
    assert client.post(page("meeting_register", period, unit.pk), typed()).status_code == 302
    Period.objects.update(registration_due=YESTERDAY)
    assert client.post(page("meeting_register", period, unit.pk), typed(version="1")).status_code == 422  # asks why
    again = client.post(page("meeting_register", period, unit.pk), typed(version="1", reason="Gửi lại"), follow=True)
    assert "Không cần gửi lại" in again.content.decode()
    assert Meeting.objects.get().version == 1


def test_a_later_day_opens_it_to_all_again(client, over, unit, secretary, office):
    client.force_login(office)
    put_off(client, over, TODAY)
    client.force_login(secretary)
    assert client.post(page("meeting_register", over, unit.pk), typed()).status_code == 302
    assert Meeting.objects.get().unit == unit


def test_one_press_from_the_offices_list_a_unit_is_given_time(client, over, unit, secretary, office):
    client.force_login(office)
    listed = client.get(page("meeting_list", over)).content.decode()
    assert f"Hạn đăng ký ({YESTERDAY:%d/%m/%Y}) đã qua: xã, phường không tự đăng ký được nữa." in listed
    assert page("extension_create", over, unit.pk) in listed
    sent = {"stage": "registration", "until": f"{TODAY:%d/%m/%Y}", "reason": "Lũ quét"}
    assert client.post(page("extension_create", over, unit.pk), sent).status_code == 302
    assert Extension.objects.get().until == TODAY
    client.force_login(secretary)
    assert "Đăng ký hội nghị<span" in client.get(page("meeting_list", over)).content.decode()
    assert client.post(page("meeting_register", over, unit.pk), typed()).status_code == 302


def test_a_unit_that_called_off_is_offered_to_register_anew(client, over, unit, secretary):
    world.make_meeting(over, unit, day=12, by=secretary, cancelled_at=world.NOW, cancelled_by=secretary)
    client.force_login(secretary)
    assert "Đăng ký lại" in client.get(page("meeting_list", over)).content.decode()
    form = client.get(page("meeting_register", over, unit.pk)).content.decode()
    assert f"đã đóng từ ngày {TODAY:%d/%m/%Y}" in form
    assert "Đồng chí ghi lý do ở bước sau" in form


def test_the_office_reads_on_the_page_of_the_month_that_units_are_shut_out(client, over, secretary, office):
    said = "xã, phường không tự đăng ký được nữa"
    for user, is_told in ((office, True), (secretary, False)):
        client.force_login(user)
        assert (said in client.get(page("period_detail", over)).content.decode()) is is_told


def test_going_back_to_registration_does_not_promise_what_the_clock_has_closed(client, over, office):
    over.stage = Stage.ASSIGNMENT
    over.save()
    client.force_login(office)
    asked = client.get(page("stage_move", over, "registration")).content.decode()
    assert "xã, phường không tự đăng ký được nữa" in asked
    assert "Xã, phường đăng ký và sửa ngày, giờ" not in asked


def test_a_month_opened_after_its_day_promises_nothing(client, body, office):
    month = datetime.date(2024, 10, 1)
    days = {field: f"{day:%d/%m/%Y}" for field, day in world.proposed_deadlines(month).items()}
    client.force_login(office)
    done = client.post(reverse("units:period_create"), days | {"thang": "10/2024", "version": "1"}, follow=True)
    assert "Đã mở tháng 10/2024." in [str(one) for one in done.context["messages"]]
    assert "Hạn đăng ký (03/10/2024) đã qua: xã, phường không tự đăng ký được nữa." in done.content.decode()


# What the home page says


def test_the_home_page_tells_the_office_that_units_are_shut_out(period, unit, office):
    before, after = (tasks(actor_for(office), period, on=day)[0] for day in (DUE, DUE + DAY))
    shut = "Đơn vị không tự đăng ký được nữa, trừ đơn vị được gia hạn."
    assert (before.is_late, shut in before.detail) == (False, False)
    assert (after.is_late, shut in after.detail) == (True, True)


def test_the_home_page_of_a_unit_goes_by_its_own_day(period, unit, secretary, office):
    extend(period, unit, office, DUE + 2 * DAY, at(DUE + DAY))
    (open_,) = tasks(actor_for(secretary), period, on=DUE + 2 * DAY)
    assert (open_.action, open_.is_late) == ("Đăng ký", False)
    assert open_.detail == "Hạn 06/11/2026, hạn hôm nay. Được gia hạn: Lũ quét."
    (closed,) = tasks(actor_for(secretary), period, on=DUE + 3 * DAY)
    assert (closed.action, closed.is_late) == ("Xem đăng ký", True)
    assert "đã đóng từ ngày 07/11/2026 (đơn vị được gia hạn đến hết ngày 06/11/2026)" in closed.detail


@pytest.mark.parametrize(("stage", "is_possible"), [(Stage.CONFERENCE, True), (Stage.SELF_ASSESSMENT, False)])
def test_more_time_is_spoken_of_as_long_as_the_office_can_give_it(period, unit, secretary, stage, is_possible):
    period.stage = stage
    period.save()
    (task,) = tasks(actor_for(secretary), period, on=DUE + 20 * DAY)
    with pytest.raises(Refused) as refused:
        register(period, unit, secretary, at(DUE + 20 * DAY))
    assert refused.value.messages == [task.detail]
    assert ("gia hạn" in task.detail) is is_possible
    assert "đăng ký giúp" in task.detail
