"""More time for one unit; changing and calling off after the deadline; a conference registered anew."""

import datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from tests import world
from units import access, services
from units.history import meeting_history
from units.models import Extension, Meeting, Stage
from units.services import AlreadyThere, ChangedMeanwhile, Refused

DAY = datetime.timedelta(days=1)
# The month begins on a day to come, so that "the day before" is still ahead whenever this runs.
TODAY = datetime.date.today()
MONTH = (TODAY.replace(day=28) + 4 * DAY).replace(day=1)
AT = datetime.datetime.combine(TODAY, datetime.time(9), tzinfo=world.HANOI)


@pytest.fixture
def period(body):
    return world.make_period(MONTH, stage=Stage.ASSIGNMENT)


def page(name, period, unit):
    return reverse(f"units:{name}", args=[period.month, unit.pk])


def details(day=12, **changed):
    starts_at = datetime.datetime.combine(MONTH.replace(day=day), datetime.time(8), tzinfo=world.HANOI)
    usual = {"starts_at": starts_at, "ends_at": starts_at + datetime.timedelta(hours=3)}
    return usual | {"place": "Hội trường", "agenda": "Thời sự"} | changed


def typed(day=12, **changed):
    usual = {
        "step": "save",
        "day": f"{MONTH.replace(day=day)}",
        "starts": "08:00",
        "ends": "11:00",
        "place": "Hội trường",
        "agenda": "Thời sự",
        "version": "1",
    }
    return usual | changed


def extend(period, unit, office, **changed):
    usual = {"stage": Stage.REGISTRATION, "until": MONTH.replace(day=9), "reason": "Lũ quét", "by": office, "at": AT}
    return services.grant_extension(period=period, unit=unit, **(usual | changed))


# Extensions


def test_the_office_gives_one_unit_more_time_and_the_unit_reads_it(client, period, unit, other_unit, secretary, office):
    client.force_login(office)
    until = MONTH.replace(day=9)
    done = client.post(
        page("extension_create", period, unit),
        {"stage": "registration", "until": f"{until:%d/%m/%Y}", "reason": "Lũ quét"},
        follow=True,
    )
    assert f"Đã gia hạn đăng ký cho xã Hợp Thành đến hết ngày {until:%d/%m/%Y}" in done.content.decode()
    assert "Lũ quét" in done.content.decode()  # in the list on the page of the month
    client.force_login(secretary)
    form = client.get(page("meeting_register", period, unit)).content.decode()
    assert f"Đơn vị được gia hạn đăng ký đến hết ngày {until:%d/%m/%Y}" in form
    assert f"được gia hạn đăng ký đến hết ngày {until:%d/%m/%Y}" in client.get("/tim-kiem/").content.decode()
    assert f"Hạn {until:%d/%m/%Y}" in client.get(reverse("month", args=[MONTH])).content.decode()
    sent = client.post(page("meeting_register", period, unit), typed(version="0"))
    assert sent.headers["Location"] == page("meeting_done", period, unit)
    assert Meeting.objects.get().change_reason == ""
    until = access.extended_until(period, other_unit, Stage.REGISTRATION)
    assert not access.is_in_time(period, Stage.REGISTRATION, until, on=TODAY)


def test_an_extension_ends_with_its_day(period, unit):
    until = datetime.date(2026, 11, 9)
    assert access.is_in_time(period, Stage.REGISTRATION, until, on=until)
    assert not access.is_in_time(period, Stage.REGISTRATION, until, on=until + DAY)


@pytest.mark.parametrize("stage", [Stage.SELF_ASSESSMENT, Stage.APPRAISAL, Stage.CLOSED])
def test_an_extension_of_the_registration_opens_nothing_once_conferences_are_over(period, stage):
    period.stage = stage
    assert not access.is_in_time(period, Stage.REGISTRATION, datetime.date(2099, 1, 1), on=TODAY)


def test_a_later_extension_stands_in_the_place_of_the_first(period, unit, office):
    first = extend(period, unit, office)
    second = extend(period, unit, office, until=TODAY, reason="Ghi nhầm ngày")
    assert access.extended_until(period, unit, Stage.REGISTRATION) == TODAY
    assert list(Extension.objects.in_force()) == [second]
    assert set(Extension.objects.all()) == {first, second}


def test_an_extension_pressed_twice_is_granted_once(period, unit, office):
    assert extend(period, unit, office) == extend(period, unit, office)
    assert Extension.objects.count() == 1


@pytest.mark.parametrize(
    ("until", "message"),
    [
        (TODAY - DAY, "đã qua"),
        (datetime.date(2099, 1, 1), "Gia hạn muộn nhất đến"),
    ],
)
def test_an_extension_that_gives_no_time_or_too_much_is_refused_beside_its_field(
    client, period, unit, office, until, message
):
    with pytest.raises(Refused, match=message):
        extend(period, unit, office, until=until)
    client.force_login(office)
    data = {"stage": "registration", "until": f"{until:%d/%m/%Y}", "reason": "Lũ quét"}
    refused = client.post(page("extension_create", period, unit), data)
    assert refused.status_code == 422
    assert message in refused.context["form"].errors["until"][0]
    assert refused.context["form"]["reason"].value() == "Lũ quét"
    assert not Extension.objects.exists()


def test_an_extension_not_longer_than_the_common_time_is_refused(body, unit, office):
    period = world.make_period(MONTH)
    with pytest.raises(Refused, match="Hạn chung còn đến"):
        extend(period, unit, office, until=period.registration_due)


@pytest.mark.parametrize("stage", [Stage.SELF_ASSESSMENT, Stage.CLOSED])
def test_a_month_too_far_on_grants_no_more_time_to_register(period, unit, office, stage):
    period.stage = stage
    period.save()
    with pytest.raises(Refused, match="không gia hạn đăng ký được nữa"):
        extend(period, unit, office)


def test_nobody_grants_anything_in_a_closed_month(client, period, unit, office):
    period.stage = Stage.CLOSED
    period.save()
    client.force_login(office)
    assert client.get(page("extension_create", period, unit)).status_code == 403


def test_what_was_granted_is_neither_changed_nor_taken_away(period, unit, office):
    extension = extend(period, unit, office)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Extension.objects.filter(pk=extension.pk).update(until=TODAY)
    with pytest.raises(ProgrammingError), transaction.atomic():
        extension.delete()


def test_the_database_itself_grants_nothing_in_the_past_or_without_a_reason(period, unit, office):
    known = {"period": period, "unit": unit, "stage": "registration", "granted_by": office, "granted_at": AT}
    for wrong in ({"until": TODAY - DAY, "reason": "Lũ"}, {"until": TODAY, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.create(**known, **wrong)


# Late changes of a unit itself


def test_a_unit_changes_after_the_deadline_with_a_reason(client, period, unit, secretary):
    world.make_meeting(period, unit, day=11, by=secretary)
    client.force_login(secretary)
    refused = client.post(page("meeting_register", period, unit), typed(13))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"reason"}
    assert refused.context["form"]["place"].value() == "Hội trường"
    done = client.post(page("meeting_register", period, unit), typed(13, reason="Trùng kỳ họp HĐND"), follow=True)
    meeting = Meeting.objects.get()
    assert (meeting.day, meeting.change_reason, meeting.changed_by) == (
        MONTH.replace(day=13),
        "Trùng kỳ họp HĐND",
        secretary,
    )
    assert "Ban Tuyên giáo được báo để xem lại phân công đại biểu" in done.content.decode()


def test_from_its_day_on_only_the_office_changes_a_conference(period, unit, secretary, office):
    meeting = world.make_meeting(period, unit, day=11, by=secretary)
    for on, may in ((meeting.day - DAY, True), (meeting.day, False), (meeting.day + DAY, False)):
        assert access.may_still_change(period, meeting, on=on) is may
    at = datetime.datetime.combine(meeting.day, datetime.time(6), tzinfo=world.HANOI)
    known = {"version": 1, "reason": "Mưa lũ", "at": at}
    with pytest.raises(Refused, match="đến hết ngày trước ngày họp"):
        services.change_meeting(meeting, **details(13), **known, by=secretary, by_unit=True)
    with pytest.raises(Refused, match="đến hết ngày trước ngày họp"):
        services.cancel_meeting(meeting, **known, by=secretary, by_unit=True)
    services.change_meeting(meeting, **details(13), **known, by=office)
    meeting.refresh_from_db()
    assert meeting.day == MONTH.replace(day=13)


def test_a_late_unit_moves_to_a_day_on_which_delegates_can_still_be_told(period, unit, secretary):
    meeting = world.make_meeting(period, unit, day=20, by=secretary)
    at = datetime.datetime.combine(MONTH.replace(day=12), datetime.time(6), tzinfo=world.HANOI)
    with pytest.raises(Refused, match="chọn một ngày sau hôm nay"):
        services.change_meeting(meeting, **details(12), version=1, reason="Mưa lũ", by=secretary, at=at, by_unit=True)


@pytest.mark.parametrize("stage", [Stage.SELF_ASSESSMENT, Stage.APPRAISAL, Stage.CLOSED])
def test_once_conferences_are_over_a_unit_changes_nothing(client, period, unit, secretary, stage):
    world.make_meeting(period, unit, day=11, by=secretary)
    period.stage = stage
    period.save()
    client.force_login(secretary)
    assert client.post(page("meeting_register", period, unit), typed(13, reason="Mưa lũ")).status_code == 422
    refused = client.post(page("meeting_cancel", period, unit), {"version": "1", "reason": "Mưa lũ"})
    assert refused.status_code == 422
    meeting = Meeting.objects.get()
    assert (meeting.day, meeting.version) == (MONTH.replace(day=11), 1)


def test_the_stage_moved_while_the_unit_was_typing(client, body, unit, secretary, office):
    period = world.make_period(MONTH)
    world.make_meeting(period, unit, day=11, by=secretary)
    client.force_login(secretary)
    assert b'name="reason"' not in client.get(page("meeting_register", period, unit)).content
    services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=AT)
    refused = client.post(page("meeting_register", period, unit), typed(13, place="Nhà văn hóa"))
    assert refused.status_code == 422
    assert "Lý do đăng ký muộn hoặc thay đổi" in refused.content.decode()
    assert refused.context["form"]["place"].value() == "Nhà văn hóa"
    sent = typed(13, place="Nhà văn hóa", reason="Mưa lũ")
    assert client.post(page("meeting_register", period, unit), sent).status_code == 302


# Calling off


def test_a_unit_calls_off_with_a_reason_and_registers_anew_on_the_same_row(client, period, unit, secretary):
    meeting = world.make_meeting(period, unit, day=11, by=secretary)
    client.force_login(secretary)
    refused = client.post(page("meeting_cancel", period, unit), {"version": "1", "reason": " "})
    assert refused.status_code == 422
    done = client.post(page("meeting_cancel", period, unit), {"version": "1", "reason": "Mưa lũ"}, follow=True)
    assert "Đã hủy hội nghị" in done.content.decode()
    assert not Meeting.objects.exists()
    off = Meeting.with_cancelled.get()
    assert (off.cancelled_by, off.change_reason, off.version) == (secretary, "Mưa lũ", 2)
    form = client.get(page("meeting_register", period, unit))
    assert "Đăng ký lại hội nghị xã Hợp Thành" in form.content.decode()
    assert form.context["form"]["place"].value() == meeting.place
    anew = typed(15, version="2", reason="Hết mưa lũ")
    assert client.post(page("meeting_register", period, unit), anew).status_code == 302
    again = Meeting.objects.get()
    assert (again.pk, again.version, again.day) == (meeting.pk, 3, MONTH.replace(day=15))
    assert (again.cancelled_at, again.cancelled_by, again.changed_at) == (None, None, None)
    assert again.registered_at > off.cancelled_at


def test_calling_off_pressed_twice_is_done_once_and_said_kindly(client, period, unit, secretary):
    world.make_meeting(period, unit, day=11, by=secretary)
    client.force_login(secretary)
    data = {"version": "1", "reason": "Mưa lũ"}
    client.post(page("meeting_cancel", period, unit), data)
    again = client.post(page("meeting_cancel", period, unit), data, follow=True)
    assert "đã được đồng chí Lù Láo Bình hủy" in again.content.decode()
    assert Meeting.with_cancelled.get().version == 2


def test_a_conference_changed_meanwhile_is_shown_before_it_is_called_off(client, period, unit, secretary, office):
    meeting = world.make_meeting(period, unit, day=11, by=secretary)
    services.change_meeting(meeting, **details(17), version=1, reason="Đổi theo lịch chung", by=office, at=AT)
    client.force_login(secretary)
    refused = client.post(page("meeting_cancel", period, unit), {"version": "1", "reason": "Mưa lũ"})
    assert refused.status_code == 422
    assert f"{MONTH.replace(day=17):%d/%m/%Y}" in refused.content.decode()
    assert (refused.context["form"]["version"].value(), refused.context["form"]["reason"].value()) == ("2", "Mưa lũ")
    assert client.post(page("meeting_cancel", period, unit), {"version": "2", "reason": "Mưa lũ"}).status_code == 302


def test_called_off_while_somebody_edits_it_nothing_typed_is_lost(client, period, unit, secretary, office):
    meeting = world.make_meeting(period, unit, day=11, by=secretary)
    services.cancel_meeting(meeting, version=1, reason="Mưa lũ", by=secretary, at=AT)
    with pytest.raises(ChangedMeanwhile, match="hủy lúc") as refused:
        services.change_meeting(meeting, **details(13), version=1, reason="Đổi", by=office, at=AT)
    assert refused.value.stored.version == 2
    client.force_login(office)
    # The page was opened before: its version is the first one, and it is sent as a change.
    sent = client.post(page("meeting_register", period, unit), typed(13, seats="2", reason="Đổi", place="Nhà văn hóa"))
    assert sent.status_code == 302
    assert (Meeting.objects.get().place, Meeting.objects.get().version) == ("Nhà văn hóa", 3)


def test_a_conference_that_was_held_is_not_called_off(client, period, unit, secretary, office):
    meeting = world.make_meeting(period, unit, day=11, by=secretary, held_on=MONTH.replace(day=11))
    with pytest.raises(Refused, match="đã tổ chức"):
        services.cancel_meeting(meeting, version=1, reason="Mưa lũ", by=office, at=AT)
    client.force_login(office)
    assert client.get(page("meeting_cancel", period, unit)).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=AT, cancelled_by=office)


def test_in_a_closed_month_nothing_is_called_off(period, unit, secretary, office):
    meeting = world.make_meeting(period, unit, day=11, by=secretary)
    period.stage = Stage.CLOSED
    period.save()
    with pytest.raises(Refused, match="đã kết thúc"):
        services.cancel_meeting(meeting, version=1, reason="Mưa lũ", by=office, at=AT)


def test_called_off_twice_by_two_people_the_second_reads_who_was_first(period, unit, secretary, office):
    meeting = world.make_meeting(period, unit, day=11, by=secretary)
    services.cancel_meeting(meeting, version=1, reason="Mưa lũ", by=secretary, at=AT)
    with pytest.raises(AlreadyThere, match="Lù Láo Bình"):
        services.cancel_meeting(meeting, version=1, reason="Bận", by=office, at=AT)
    assert Meeting.with_cancelled.get().change_reason == "Mưa lũ"


def test_the_list_says_that_a_conference_was_called_off(client, period, unit, secretary, office):
    meeting = world.make_meeting(period, unit, day=11, by=secretary)
    services.cancel_meeting(meeting, version=1, reason="Mưa lũ", by=secretary, at=AT)
    for user in (office, secretary):
        client.force_login(user)
        listed = client.get(reverse("units:meeting_list", args=[MONTH])).content.decode()
        assert "Đã hủy" in listed
        assert "0/1" in client.get(reverse("units:meeting_list", args=[MONTH])).content.decode()


# The history


def test_the_history_says_who_did_what_when_and_why(
    client, period, unit, secretary, office, delegate, django_assert_num_queries
):
    meeting = services.register_meeting(
        period=period, unit=unit, **details(11), reason="Nhập theo công văn", by=office, at=AT
    )
    moved = details(13, place="Nhà văn hóa")
    services.change_meeting(meeting, **moved, version=1, reason="Trùng lịch", by=secretary, at=AT, by_unit=True)
    services.cancel_meeting(meeting, version=2, reason="Mưa lũ", by=secretary, at=AT)
    services.register_meeting(
        period=period, unit=unit, **details(15, place="Nhà văn hóa"), reason="Hết mưa", by=office, at=AT
    )
    with django_assert_num_queries(1):
        lines = meeting_history(meeting)
    assert [(line.act, line.by, line.reason) for line in lines] == [
        ("Đăng ký lại", office, "Hết mưa"),
        ("Hủy hội nghị", secretary, "Mưa lũ"),
        ("Sửa đăng ký", secretary, "Trùng lịch"),
        ("Đăng ký", office, "Nhập theo công văn"),
    ]
    assert [(one.label, one.old, one.new) for one in lines[2].changes] == [
        (
            "Thời gian",
            f"08:00–11:00 ngày {MONTH.replace(day=11):%d/%m/%Y}",
            f"08:00–11:00 ngày {MONTH.replace(day=13):%d/%m/%Y}",
        ),
        ("Địa điểm", "Hội trường", "Nhà văn hóa"),
    ]
    for user in (office, secretary):
        client.force_login(user)
        assert "Lịch sử đăng ký (4)" in client.get(page("meeting_register", period, unit)).content.decode()
