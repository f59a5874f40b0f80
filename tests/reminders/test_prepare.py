import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from reminders.concerned import concerned_by
from reminders.models import Reminder
from reminders.services import mark_pasted, remind_in_time
from tests import world
from tests.reminders import places
from units.models import Extension


def at(day):
    return datetime.datetime.combine(world.MONTH.replace(day=day), datetime.time(7), tzinfo=world.HANOI)


@pytest.fixture
def units(body):
    return places.make_units(2)


@pytest.mark.parametrize(("day", "drafts"), [(1, 0), (2, 0), (3, 2), (4, 2), (5, 2), (7, 0)])
def test_drafts_are_ready_on_the_eve_and_later_but_not_on_a_day_off(units, period, day, drafts):
    remind_in_time(at=at(day))  # registration is due on Wednesday the 4th
    assert Reminder.objects.filter(state="draft", made_by=None).count() == drafts


def test_nobody_is_bothered_twice_within_three_days(units, period, office):
    for day in (3, 4, 5):
        remind_in_time(at=at(day))
    assert Reminder.objects.count() == 2
    Reminder.objects.update(state="dropped")
    remind_in_time(at=at(6))
    assert Reminder.objects.filter(state="draft").count() == 2


def test_who_was_reminded_through_zalo_is_left_in_peace_too(units, period, office):
    mark_pasted(period=period, kind="registration", abouts=[f"unit-{units[0].pk}"], by=office, at=at(2))
    remind_in_time(at=at(3))
    assert [one.about_name for one in Reminder.objects.all()] == ["Xã Số 2"]


def test_an_extension_is_the_units_own_day(units, period, office):
    Extension.objects.create(
        period=period, unit=units[0], stage="registration", until=world.MONTH.replace(day=9), reason="Lũ quét",
        granted_by=office, granted_at=world.NOW,
    )  # fmt: skip
    letters = places.drafted(period, by=office)
    assert "Hạn: hết ngày 09/11/2026." in letters[0].body
    assert "Hạn: hết ngày 04/11/2026." in letters[1].body


def test_after_its_time_a_unit_is_told_to_ask_the_office(units, period, office):
    period.stage = "assignment"
    period.save()
    letters = places.drafted(period, by=office)
    assert "Đăng ký đã đóng; đề nghị đồng chí liên hệ chuyên viên phụ trách để được gia hạn" in letters[0].body


def test_in_its_stage_but_past_its_day_a_unit_is_told_to_ask_the_office_and_one_with_more_time_is_not(
    units, period, office
):
    Extension.objects.create(
        period=period, unit=units[0], stage="registration", until=world.MONTH.replace(day=9), reason="Lũ quét",
        granted_by=office, granted_at=world.NOW,
    )  # fmt: skip
    on = datetime.date(2026, 11, 6)
    extended, late = concerned_by("registration", units[:2], period, on=on)
    assert (extended.can_act, extended.due_on.day) == (True, 9)
    assert (late.can_act, late.due_on.day) == (False, 4)


def test_the_command_says_what_it_did_and_does_it_once(units, period):
    said = [StringIO(), StringIO(), StringIO()]
    call_command("prepare_reminders", "--on", "2026-11-04", stdout=said[0])
    call_command("prepare_reminders", "--on", "2026-11-04", stdout=said[1])
    call_command("prepare_reminders", "--on", "2026-11-07", stdout=said[2])
    assert [out.getvalue().strip() for out in said] == [
        "Tháng 11/2026, Đăng ký hội nghị: soạn 2 thư chờ duyệt, 0 chưa có thư điện tử.",
        "Tháng 11/2026, Đăng ký hội nghị: soạn 0 thư chờ duyệt, 0 chưa có thư điện tử.",
        "Hôm nay không có việc nào cần soạn thư nhắc.",
    ]
    assert Reminder.objects.count() == 2
