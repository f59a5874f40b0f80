"""After a notice exactly those concerned are told, once: nobody whose conference stays as it was."""

import datetime

import pytest
from django.urls import reverse

from assignments import services as plans
from assignments.models import Plan, Unavailability
from reminders.concerned import concerned_by, find, rows_of
from reminders.models import Kind, Reminder
from reminders.services import approve_all, mark_pasted, remind
from reminders.tasks import tasks
from tests import world
from units.access import actor_for
from units.models import Meeting
from units.services import cancel_meeting

ON = datetime.date(2026, 11, 3)
LATER = world.NOW + datetime.timedelta(hours=1)


def publish(plan, office, head, standing, **fields):
    plans.submit_plan(plan, by=office, at=LATER)
    plans.check_plan_version(plan, by=head, at=LATER)
    return plans.publish_plan(plan, by=standing, at=LATER, issued_on=ON, **fields)


@pytest.fixture
def month(period, unit, other_unit, secretary, other_secretary, delegate, other_delegate, office, head, standing):
    """Two conferences a delegate each, and two who stay at home."""
    period.stage = "assignment"
    period.save()
    for person in (delegate, other_delegate):
        person.max_seats = 1
        person.save()
        person.user.email = f"{person.user.username}@vidu.example"
        person.user.save()
    for user in (secretary, other_secretary):
        user.email = f"{user.username}@vidu.example"
        user.save()
    world.make_meeting(period, unit, day=10, seats=1, by=secretary)
    world.make_meeting(period, other_unit, day=12, seats=1, by=other_secretary)
    plan = plans.draft_plan(period, by=office, at=world.NOW)
    publish(plan, office, head, standing)
    reserve = world.make_user("reserve", "Má A Chinh", roles=["delegate"])
    reserve.email = "reserve@vidu.example"
    reserve.save()
    world.make_delegate(world.make_agency("Thành đoàn"), "Má A Chinh", tier=2, user=reserve)
    idle = world.make_user("idle", "Giàng A Sùng", roles=["delegate"])
    world.make_delegate(world.make_agency("Hội Nông dân"), "Giàng A Sùng", tier=3, user=idle, max_seats=0)
    return period


def names(kind, period):
    return {one.name for one in concerned_by(kind, list(rows_of(kind, period, on=ON)), period, on=ON)}


def lines(kind, period):
    found = concerned_by(kind, list(rows_of(kind, period, on=ON)), period, on=ON)
    return {one.name: one.lines for one in found}


def send(kind, period, office):
    """All who are concerned, by letters that go out."""
    made = remind(period=period, kind=kind, by=office, at=LATER)
    approve_all(Reminder.objects.filter(kind=kind), by=office, at=LATER)
    Reminder.objects.filter(kind=kind, state="approved").update(state="sent", sent_at=LATER)
    return made


def change_one(period, office, head, standing, **fields):
    """Whoever sits at Hợp Thành becomes busy; somebody else comes."""
    seat = Plan.objects.published().get().seats.select_related("delegate").get(meeting__unit__name="Hợp Thành")
    day = period.month.replace(day=10)
    Unavailability.objects.create(delegate=seat.delegate, from_on=day, to_on=day)
    notice = publish(plans.new_version(period, by=office, at=LATER), office, head, standing, **fields)
    return seat.delegate.full_name, notice


def test_the_first_notice_is_new_to_all_who_are_in_it_and_to_nobody_else(month):
    assert names(Kind.SEAT_CHANGE, month) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    assert names(Kind.UNIT_CHANGE, month) == {"Xã Hợp Thành", "Phường Kim Tân"}


def test_a_notice_that_comes_out_while_units_still_register_is_told_too(month, office):
    month.stage = "registration"
    month.save()
    assert names(Kind.SEAT_CHANGE, month) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    assert names(Kind.UNIT_CHANGE, month) == {"Xã Hợp Thành", "Phường Kim Tân"}
    assert names(Kind.ANSWER, month) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    told = [task.title for task in tasks(actor_for(office), month, on=ON)]
    assert told == ["Báo phân công mới, thay đổi: 2 đại biểu, 2 đơn vị chưa được báo"]


@pytest.mark.parametrize("amends", [True, False])
def test_a_later_notice_is_told_to_who_goes_who_comes_and_their_unit(month, office, head, standing, amends):
    send(Kind.SEAT_CHANGE, month, office)
    send(Kind.UNIT_CHANGE, month, office)
    assert names(Kind.SEAT_CHANGE, month) == set()
    gone, _ = change_one(month, office, head, standing, amends=amends)
    assert names(Kind.SEAT_CHANGE, month) == {gone, "Má A Chinh"}
    assert names(Kind.UNIT_CHANGE, month) == {"Xã Hợp Thành"}
    told = lines(Kind.SEAT_CHANGE, month)
    assert told[gone] == ("Xã Hợp Thành, 8 giờ 00, Thứ Ba, ngày 10/11/2026: thôi dự",)
    assert told["Má A Chinh"][0].endswith(": dự hội nghị")


def test_who_was_not_told_of_the_first_is_still_to_be_told_after_the_second(month, office, head, standing):
    gone, _ = change_one(month, office, head, standing)
    assert names(Kind.SEAT_CHANGE, month) == {"Vàng Tả Lan", "Vũ Ngọc Thành", "Má A Chinh"}


def test_a_conference_that_moved_is_told_to_all_who_sit_there_and_one_called_off_too(
    month, unit, other_unit, office, head, standing
):
    send(Kind.SEAT_CHANGE, month, office)
    one, other = Meeting.objects.get(unit=unit), Meeting.objects.get(unit=other_unit)
    before = {seat.meeting_id: seat.delegate.full_name for seat in Plan.objects.published().get().seats.all()}
    Meeting.objects.filter(pk=one.pk).update(place="Nhà văn hóa")
    cancel_meeting(other, version=1, reason="Mưa lũ", by=office, at=LATER)
    publish(plans.new_version(month, by=office, at=LATER), office, head, standing)
    told = lines(Kind.SEAT_CHANGE, month)
    assert set(told) == set(before.values())
    assert "hội nghị đổi lịch" in told[before[one.pk]][0]
    assert "hội nghị đã hủy, không phải dự" in told[before[other.pk]][0]


def test_of_the_same_notice_nobody_is_told_twice_by_letter_or_in_the_group(month, office):
    rows = list(rows_of(Kind.SEAT_CHANGE, month, on=ON))
    first, second = (one.about for one in concerned_by(Kind.SEAT_CHANGE, rows, month, on=ON))
    mark_pasted(period=month, kind=Kind.SEAT_CHANGE, abouts=[first], by=office, at=LATER)
    made = send(Kind.SEAT_CHANGE, month, office)
    assert made.drafts == 1
    again = remind(period=month, kind=Kind.SEAT_CHANGE, by=office, at=LATER + datetime.timedelta(days=2))
    assert (again.drafts, again.reminded) == (0, 0)
    assert find(Kind.SEAT_CHANGE, second, month, on=ON) is None


def test_two_notices_of_one_day_are_told_each(month, office, head, standing):
    send(Kind.SEAT_CHANGE, month, office)
    change_one(month, office, head, standing)
    assert send(Kind.SEAT_CHANGE, month, office).drafts == 2


def test_a_letter_about_what_a_later_notice_changed_again_does_not_go_out(month, office, head, standing, settings):
    """Drafted and approved, then another notice comes: that one is told instead."""
    remind(period=month, kind=Kind.SEAT_CHANGE, by=office, at=LATER)
    gone, _ = change_one(month, office, head, standing)
    old = Reminder.objects.get(about_name=gone)
    assert find(Kind.SEAT_CHANGE, old.about, month, on=ON) is None
    stays = Reminder.objects.exclude(about_name=gone).get()
    assert find(Kind.SEAT_CHANGE, stays.about, month, on=ON) is not None


def test_what_is_past_is_not_told(month):
    assert list(rows_of(Kind.SEAT_CHANGE, month, on=datetime.date(2026, 11, 20))) == []


def test_the_office_is_asked_to_tell_them_and_no_more_once_it_has(month, office):
    def told():
        return [task.title for task in tasks(actor_for(office), month, on=ON) if "Báo phân công" in task.title]

    assert told() == ["Báo phân công mới, thay đổi: 2 đại biểu, 2 đơn vị chưa được báo"]
    send(Kind.SEAT_CHANGE, month, office)
    assert told() == ["Báo phân công mới, thay đổi: 0 đại biểu, 2 đơn vị chưa được báo"]
    send(Kind.UNIT_CHANGE, month, office)
    assert told() == []


def test_who_has_not_answered_is_reminded_and_who_has_is_not(month, office, delegate, other_delegate):
    assert names(Kind.ANSWER, month) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    seat = Plan.objects.published().get().seats.get(delegate=delegate)
    plans.confirm_seat(seat, by=delegate.user, at=LATER)
    assert names(Kind.ANSWER, month) == {"Vũ Ngọc Thành"}
    seat = Plan.objects.published().get().seats.get(delegate=other_delegate)
    plans.decline_seat(seat, reason="Ốm", by=other_delegate.user, at=LATER)
    assert names(Kind.ANSWER, month) == set()


@pytest.mark.parametrize("kind", ["seat_change", "unit_change", "answer"])
def test_the_pages_of_these_kinds_open_and_write_their_texts(client, month, office, kind):
    client.force_login(office)
    page = client.get(reverse("reminders:concerned_list", args=[month.month, kind])).content.decode()
    assert "None" not in page
    url = reverse("reminders:zalo_text", args=[month.month, kind])
    assert client.get(url).status_code == 200
    assert client.get(reverse("reminders:kind_list", args=[month.month])).status_code == 200


def test_nothing_hostile_finds_anybody(month):
    for about in ("tb1.unit-1", "tb1.delegate-x", "delegate-1", ".delegate-1", "tb9999999999.delegate-1", "-", "tb1."):
        assert find(Kind.SEAT_CHANGE, about, month, on=ON) is None
