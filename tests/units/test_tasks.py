import datetime

import pytest

from tests import world
from units.access import actor_for
from units.models import Stage
from units.tasks import tasks

IN_TIME = datetime.date(2026, 11, 3)
LATE = datetime.date(2026, 11, 6)


@pytest.fixture
def period(body):
    """Of the usual days: here the day on which somebody looks is given."""
    return world.make_period(**world.USUAL_DAYS)


def test_a_unit_is_to_register(period, unit, secretary):
    (task,) = tasks(actor_for(secretary), period, on=IN_TIME)
    assert task.title == "Đăng ký hội nghị tháng 11/2026 của xã Hợp Thành"
    assert (task.url, task.action) == (f"/thang/2026-11/dang-ky/{unit.pk}/", "Đăng ký")
    assert task.detail == "Hạn 04/11/2026, còn 1 ngày làm việc."
    assert (task.is_done, task.is_late) == (False, False)


def test_a_unit_is_late(period, unit, secretary):
    (task,) = tasks(actor_for(secretary), period, on=LATE)
    assert (task.is_done, task.is_late, task.action) == (False, True, "Xem đăng ký")
    assert task.detail == (
        "Đăng ký hội nghị tháng 11/2026 đã đóng từ ngày 05/11/2026 (hạn đến hết ngày 04/11/2026). Đồng chí liên hệ Ban "
        "Tuyên giáo để được gia hạn, hoặc để Ban Tuyên giáo đăng ký giúp."
    )


def test_a_unit_has_registered(period, unit, secretary):
    world.make_meeting(period, unit, day=12, by=secretary)
    (task,) = tasks(actor_for(secretary), period, on=IN_TIME)
    assert task.is_done
    assert task.detail == "Đã đăng ký 08:00 ngày 12/11/2026."


def test_a_unit_that_missed_the_stage_is_sent_to_the_office(period, unit, secretary):
    period.stage = Stage.ASSIGNMENT
    (task,) = tasks(actor_for(secretary), period, on=LATE)
    assert "liên hệ Ban Tuyên giáo" in task.detail
    assert (task.action, task.is_closed) == ("Xem đăng ký", True)


def test_the_office_sees_who_has_not_registered(period, office):
    for name in ("An Một", "Bình Hai", "Cường Ba", "Dương Bốn", "Em Năm"):
        world.make_unit(name)
    task = tasks(actor_for(office), period, on=IN_TIME)[0]
    assert task.title == "5 đơn vị chưa đăng ký hội nghị tháng 11/2026"
    assert task.detail.startswith("Xã An Một, Xã Bình Hai, Xã Cường Ba và 2 đơn vị khác.")
    assert task.url == "/thang/2026-11/dang-ky/?dang_ky=chua"


def test_the_office_has_everybody(period, unit, office):
    world.make_meeting(period, unit, by=office)
    task = tasks(actor_for(office), period, on=IN_TIME)[0]
    assert task.is_done
    assert task.title == "Tất cả đơn vị đã đăng ký hội nghị tháng 11/2026"


@pytest.mark.parametrize(
    ("stage", "on", "titles"),
    [
        (Stage.REGISTRATION, datetime.date(2026, 11, 4), []),
        (Stage.REGISTRATION, LATE, ["Chuyển tháng 11/2026 sang giai đoạn Phân công"]),
        (Stage.ASSIGNMENT, LATE, []),
        (Stage.APPEAL, datetime.date(2026, 12, 2), ["Chuyển tháng 11/2026 sang giai đoạn Kết thúc"]),
        (Stage.CLOSED, datetime.date(2026, 12, 20), []),
    ],
)
def test_the_office_is_reminded_of_a_stage_past_its_deadline(period, office, stage, on, titles):
    world.make_period(datetime.date(2026, 12, 1))
    period.stage = stage
    found = tasks(actor_for(office), period, on=on)
    assert [task.title for task in found if task.title.startswith("Chuyển")] == titles


@pytest.mark.parametrize(
    ("on", "titles"),
    [
        (datetime.date(2026, 11, 20), []),
        (datetime.date(2026, 11, 21), ["Mở tháng 12/2026"]),
        (datetime.date(2026, 12, 1), ["Mở tháng 12/2026"]),
        (datetime.date(2026, 12, 25), ["Mở tháng 12/2026", "Mở tháng 01/2027"]),
    ],
)
def test_the_office_is_reminded_of_months_to_open(period, office, on, titles):
    found = tasks(actor_for(office), period, on=on)
    opening = [task for task in found if task.action == "Mở tháng"]
    assert [task.title for task in opening] == titles
    assert all(task.url.startswith("/ky/mo/?thang=") for task in opening)


@pytest.mark.parametrize("role", ["head", "standing", "delegate", "appraiser", "sysadmin"])
def test_the_others_have_nothing_to_do_in_this_room(request, period, unit, role):
    person = request.getfixturevalue(role)
    assert tasks(actor_for(getattr(person, "user", person)), period, on=LATE) == []


def test_the_office_costs_two_queries_and_a_unit_one(period, unit, office, secretary, django_assert_num_queries):
    office, secretary = actor_for(office), actor_for(secretary)
    with django_assert_num_queries(2):
        tasks(office, period, on=LATE)
    with django_assert_num_queries(1):
        tasks(secretary, period, on=LATE)
