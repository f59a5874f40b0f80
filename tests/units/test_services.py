import datetime
import threading

import pytest
from django.apps import apps
from django.db import connection, connections

from tests import world
from units import services
from units.models import Concern, Meeting, Period, Stage, StageMove
from units.services import AlreadyThere, ChangedMeanwhile, Refused

LATER = world.NOW + datetime.timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=world.HANOI)


def details(**changed):
    usual = {"starts_at": at(12, 8), "ends_at": at(12, 11), "place": "Hội trường", "agenda": "Thời sự"}
    return usual | changed


def register(period, unit, by, **changed):
    return services.register_meeting(period=period, unit=unit, by=by, **({"at": world.NOW} | details(**changed)))


# Stages


def test_the_office_moves_a_month_on_by_one_stage(period, office):
    services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW)
    period.refresh_from_db()
    move = StageMove.objects.get()
    assert period.stage == Stage.ASSIGNMENT
    assert (move.from_stage, move.to_stage) == (Stage.REGISTRATION, Stage.ASSIGNMENT)
    assert (move.moved_by, move.moved_at, move.reason) == (office, world.NOW, "")


def test_a_stage_is_not_skipped(period, office):
    with pytest.raises(Refused, match="mỗi lần chỉ chuyển một giai đoạn"):
        services.move_stage(period, to=Stage.CONFERENCE, by=office, at=world.NOW)
    period.refresh_from_db()
    assert period.stage == Stage.REGISTRATION
    assert not StageMove.objects.exists()


def test_the_second_press_says_that_the_month_is_already_there(period, office):
    services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW)
    with pytest.raises(AlreadyThere, match="đã ở giai đoạn Phân công"):
        services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=LATER)
    assert StageMove.objects.count() == 1


def test_a_month_moves_back_only_with_a_reason(period, office):
    services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW)
    with pytest.raises(Refused, match="phải ghi lý do"):
        services.move_stage(period, to=Stage.REGISTRATION, by=office, at=LATER)
    services.move_stage(period, to=Stage.REGISTRATION, by=office, at=LATER, reason="Ba đơn vị xin đăng ký lại")
    period.refresh_from_db()
    assert period.stage == Stage.REGISTRATION
    assert StageMove.objects.first().reason == "Ba đơn vị xin đăng ký lại"


def test_a_page_read_before_another_moved_the_month_moves_nothing(period, office):
    services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW)
    services.move_stage(period, to=Stage.CONFERENCE, by=office, at=world.NOW)
    with pytest.raises(AlreadyThere, match="vừa được người khác chuyển sang giai đoạn Hội nghị"):
        services.move_stage(
            period, to=Stage.ASSIGNMENT, by=office, at=LATER, reason="Đủ hồ sơ", from_stage=Stage.REGISTRATION
        )
    period.refresh_from_db()
    assert period.stage == Stage.CONFERENCE


# Periods


def test_a_month_opened_twice_is_opened_once(period):
    with pytest.raises(AlreadyThere, match="Tháng 11/2026 đã được mở"):
        services.open_period(month=period.month, agenda="", deadlines=world.proposed_deadlines(period.month))
    assert Period.objects.count() == 1


def test_deadlines_changed_meanwhile_are_not_overwritten(period):
    deadlines = world.proposed_deadlines(period.month)
    services.edit_period(period, version=1, agenda="Nội dung mới", deadlines=deadlines)
    with pytest.raises(ChangedMeanwhile, match="nội dung định hướng “Nội dung mới”") as refused:
        services.edit_period(period, version=1, agenda="Nội dung khác", deadlines=deadlines)
    assert refused.value.stored.version == 2
    period.refresh_from_db()
    assert period.agenda == "Nội dung mới"


# Registration


def test_a_unit_registers(period, unit, secretary):
    meeting = register(period, unit, secretary)
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.ends_at) == (at(12, 8), at(12, 11))
    assert (meeting.place, meeting.agenda, meeting.seats) == ("Hội trường", "Thời sự", 2)
    assert (meeting.registered_by, meeting.registered_at, meeting.version) == (secretary, world.NOW, 1)


def test_the_same_registration_sent_twice_is_one_meeting(period, unit, secretary):
    first = register(period, unit, secretary)
    again = register(period, unit, secretary, at=LATER)
    assert again == first
    assert Meeting.objects.get().registered_at == world.NOW


def test_another_registration_of_a_registered_unit_is_refused_and_says_who_was_first(period, unit, secretary, office):
    register(period, unit, secretary)
    with pytest.raises(ChangedMeanwhile, match="Đồng chí Lù Láo Bình đã lưu đăng ký này lúc 09:00 02/11/2026"):
        register(period, unit, office, place="Nhà văn hóa")
    assert Meeting.objects.get().place == "Hội trường"


@pytest.mark.parametrize("stage", [Stage.ASSIGNMENT, Stage.CONFERENCE, Stage.APPEAL])
def test_after_its_stage_a_registration_needs_a_reason(period, unit, office, stage):
    period.stage = stage
    period.save()
    with pytest.raises(Refused, match="Giai đoạn đăng ký của tháng 11/2026 đã đóng"):
        register(period, unit, office)
    register(period, unit, office, reason="Đơn vị mất mạng")
    assert Meeting.objects.get().change_reason == "Đơn vị mất mạng"


def test_a_closed_month_takes_no_registration_even_with_a_reason(period, unit, office):
    period.stage = Stage.CLOSED
    period.save()
    with pytest.raises(Refused, match="đã kết thúc"):
        register(period, unit, office, reason="Quên")
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"starts_at": at(12, 4), "ends_at": at(12, 7)}, "Hội nghị bắt đầu từ 05:00"),
        ({"ends_at": at(12, 22, 30)}, "muộn nhất lúc 22:00"),
        ({"ends_at": at(12, 8)}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({"ends_at": at(13, 11)}, "trong cùng một ngày"),
        ({"starts_at": at(12, 8, month=12), "ends_at": at(12, 11, month=12)}, "Chọn một ngày trong tháng 11/2026"),
    ],
)
def test_an_impossible_time_is_refused(period, unit, secretary, changed, message):
    with pytest.raises(Refused, match=message):
        register(period, unit, secretary, **changed)
    assert not Meeting.objects.exists()


def test_a_change_keeps_the_day_of_the_first_registration(period, unit, secretary, office):
    meeting = register(period, unit, secretary)
    services.change_meeting(meeting, version=1, by=office, at=LATER, **details(place="Nhà văn hóa"))
    meeting.refresh_from_db()
    assert meeting.place == "Nhà văn hóa"
    assert (meeting.registered_at, meeting.registered_by) == (world.NOW, secretary)
    assert (meeting.changed_at, meeting.changed_by, meeting.version) == (LATER, office, 2)


def test_a_change_without_seats_leaves_the_seats(period, unit, secretary):
    meeting = register(period, unit, secretary, seats=3)
    services.change_meeting(meeting, version=1, by=secretary, at=LATER, **details(place="Nhà văn hóa"))
    meeting.refresh_from_db()
    assert meeting.seats == 3


def test_of_two_changes_from_the_same_page_the_later_is_told(period, unit, secretary, office):
    meeting = register(period, unit, secretary)
    services.change_meeting(meeting, version=1, by=office, at=LATER, **details(starts_at=at(12, 9)))
    with pytest.raises(ChangedMeanwhile) as refused:
        services.change_meeting(meeting, version=1, by=secretary, at=LATER, **details(place="Nhà văn hóa"))
    message = refused.value.messages[0]
    assert "Đồng chí Hà Đức Nga đã lưu đăng ký này lúc 10:00 02/11/2026" in message
    assert "bắt đầu “09:00 12/11/2026”; địa điểm “Hội trường”" in message
    assert refused.value.stored.version == 2


def test_the_same_change_sent_twice_is_one_change(period, unit, secretary):
    meeting = register(period, unit, secretary)
    for _ in range(2):
        services.change_meeting(meeting, version=1, by=secretary, at=LATER, **details(place="Nhà văn hóa"))
    meeting.refresh_from_db()
    assert meeting.version == 2


def test_a_late_change_needs_a_reason_and_history_keeps_it(period, unit, secretary, office):
    meeting = register(period, unit, secretary)
    services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW)
    late = details(starts_at=at(13, 8), ends_at=at(13, 11))
    with pytest.raises(Refused, match="đã đóng"):
        services.change_meeting(meeting, version=1, by=office, at=LATER, **late)
    services.change_meeting(meeting, version=1, by=office, at=LATER, reason="Trùng họp Hội đồng nhân dân", **late)
    events = apps.get_model("units", "MeetingEvent").objects.order_by("pgh_id")
    assert [(event.version, event.change_reason) for event in events] == [(1, ""), (2, "Trùng họp Hội đồng nhân dân")]


def test_a_conference_that_was_held_is_not_changed(period, unit, secretary):
    meeting = register(period, unit, secretary)
    meeting.held_on = datetime.date(2026, 11, 12)
    meeting.save()
    with pytest.raises(Refused, match="đã tổ chức ngày 12/11/2026"):
        services.change_meeting(meeting, version=1, by=secretary, at=LATER, **details(place="Nơi khác"))


@pytest.mark.django_db(transaction=True)
def test_of_two_registrations_at_the_same_time_one_is_kept(period, unit, secretary, office):
    outcomes = race(
        lambda: register(period, unit, secretary, place="Hội trường"),
        lambda: register(period, unit, office, place="Nhà văn hóa"),
    )
    assert Meeting.objects.count() == 1
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChangedMeanwhile", "Meeting"]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_time_is_one_registration(period, unit, secretary):
    first, second = race(lambda: register(period, unit, secretary), lambda: register(period, unit, secretary))
    assert first == second == Meeting.objects.get()


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_the_same_time_one_moves_the_month(period, office):
    outcomes = race(
        *[lambda: services.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW) for _ in range(2)]
    )
    assert StageMove.objects.count() == 1
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyThere", "StageMove"]


def race(*acts):
    """Runs them in threads of their own, all let go at once; gives what each returned or raised."""
    outcomes = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(place, act):
        try:
            connection.ensure_connection()
            ready.wait(timeout=10)
            outcomes[place] = act()
        except Refused as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


# Concerns


def open_concern(unit, by, **changed):
    usual = {
        "reason": "Giải phóng mặt bằng",
        "tier_asked": 1,
        "opened_on": datetime.date(2026, 11, 2),
        "expires_on": datetime.date(2026, 12, 31),
    }
    return services.open_concern(unit=unit, by=by, **(usual | changed))


def test_a_concern_opened_twice_is_one_concern(unit, office):
    open_concern(unit, office)
    with pytest.raises(AlreadyThere, match="đang có vấn đề này, theo dõi đến 31/12/2026"):
        open_concern(unit, office)
    assert Concern.objects.count() == 1


def test_a_concern_may_come_back_once_it_is_closed(unit, office):
    services.close_concern(open_concern(unit, office), on=datetime.date(2026, 11, 20))
    open_concern(unit, office, opened_on=datetime.date(2026, 11, 25))
    assert Concern.objects.count() == 2


def test_a_concern_is_closed_once(unit, office):
    concern = open_concern(unit, office)
    services.close_concern(concern, on=datetime.date(2026, 11, 20))
    with pytest.raises(AlreadyThere, match="đã thôi theo dõi từ 20/11/2026"):
        services.close_concern(concern, on=datetime.date(2026, 11, 21))
    concern.refresh_from_db()
    assert concern.closed_on == datetime.date(2026, 11, 20)
