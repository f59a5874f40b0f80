"""What each role is told to do on its home page."""

import datetime

import pytest

from assignments import services
from assignments.tasks import tasks
from tests import world
from units.access import actor_for
from units.models import Stage

ON = datetime.date(2026, 11, 4)
LATE = datetime.date(2026, 11, 25)


def lines(user, period, on=ON):
    return [(task.title, task.action, task.is_done, task.is_late) for task in tasks(actor_for(user), period, on=on)]


@pytest.fixture
def period(body):
    """Of the usual days: here the day on which somebody looks is given."""
    return world.make_period(**world.USUAL_DAYS)


@pytest.fixture
def assigning(period):
    period.stage = Stage.ASSIGNMENT
    period.save()
    return period


def test_the_office_is_told_to_draft_once_the_month_is_registered(office, assigning, meeting):
    assert lines(office, assigning) == [("Lập dự thảo phân công tháng 11/2026", "Lập", False, False)]
    assert lines(office, assigning, LATE)[0][3]


def test_the_office_has_nothing_to_draft_while_units_register(office, period, meeting):
    assert lines(office, period) == []


def test_the_draft_moves_from_office_to_head_to_standing_board(office, head, standing, assigning, draft):
    assert lines(office, assigning) == [("Xem lại và trình bản phân công tháng 11/2026", "Xem", False, False)]
    assert lines(head, assigning) == []
    services.submit_plan(draft, by=office, at=world.NOW)
    assert lines(office, assigning)[0][2]
    assert lines(head, assigning) == [("Kiểm tra bản phân công tháng 11/2026", "Kiểm tra", False, False)]
    assert lines(standing, assigning) == []
    services.check_plan_version(draft, by=head, at=world.NOW)
    assert lines(head, assigning)[0][2]
    assert lines(standing, assigning) == [("Duyệt và công bố phân công tháng 11/2026", "Duyệt", False, False)]
    services.publish_plan(draft, by=standing, at=world.NOW, issued_on=ON)
    assert lines(standing, assigning)[0][2]


def test_a_returned_draft_says_why(office, head, assigning, draft):
    services.submit_plan(draft, by=office, at=world.NOW)
    services.return_plan(draft, reason="Thiếu lãnh đạo", by=head, at=world.NOW)
    task = tasks(actor_for(office), assigning, on=ON)[0]
    assert task.title == "Sửa bản phân công bị trả lại, tháng 11/2026"
    assert task.detail == "Lý do: Thiếu lãnh đạo"


def test_a_delegate_is_told_where_to_go_next(delegate, assigning, notice):
    task = tasks(actor_for(delegate.user), assigning, on=ON)[0]
    assert task.title == "Xác nhận dự hội nghị xã Hợp Thành"
    assert task.detail == "08:00 ngày 10/11/2026, tại Hội trường UBND xã hợp thành"
    services.confirm_seat(notice.plan.seats.get(delegate=delegate), by=delegate.user, at=world.NOW)
    assert tasks(actor_for(delegate.user), assigning, on=ON)[0].title == "Dự hội nghị xã Hợp Thành"
    later = world.NOW + datetime.timedelta(minutes=5)
    services.decline_seat(notice.plan.seats.get(delegate=delegate), reason="Ốm", by=delegate.user, at=later)
    (task,) = tasks(actor_for(delegate.user), assigning, on=ON)
    assert task.title == "Đã xin không dự hội nghị xã Hợp Thành, chờ thông báo thay"


def test_a_delegate_is_asked_for_busy_days_before_the_plan(delegate, period):
    assert lines(delegate.user, period) == [("Báo những ngày bận trong tháng 11/2026", "Báo", False, False)]
    assert lines(delegate.user, period, LATE) == []


def test_once_the_notice_is_out_nobody_is_asked_for_busy_days_any_more(assigning, notice, third_delegate):
    assert lines(third_delegate.user, assigning) == []


@pytest.mark.parametrize("person", ["office", "head", "standing", "delegate"])
def test_tasks_take_at_most_two_queries(request, person, assigning, notice, django_assert_max_num_queries):
    actor = request.getfixturevalue(person)
    actor = actor_for(actor.user if person == "delegate" else actor)
    with django_assert_max_num_queries(2):
        tasks(actor, assigning, on=ON)


def test_the_office_is_told_of_published_seats_that_a_new_busy_day_meets(
    office, head, delegate, assigning, notice, meeting, django_assert_max_num_queries
):
    def told(on=ON):
        return [line[0] for line in lines(office, assigning, on) if "vướng" in line[0]]

    assert told() == []
    delegate.unavailabilities.create(from_on=meeting.day, to_on=meeting.day)
    delegate.unavailabilities.create(from_on=meeting.day, to_on=meeting.day, source="recurring")
    assert told() == ["1 lượt đã công bố vướng lịch bận mới, tháng 11/2026"]
    (task,) = [task for task in tasks(actor_for(office), assigning, on=ON) if "vướng" in task.title]
    assert (task.is_late, task.late_word) == (True, "Cần làm ngay")  # no day has passed
    with django_assert_max_num_queries(3):
        told()
    assert told(LATE) == []  # the conference has been
    assert [line for line in lines(head, assigning) if "vướng" in line[0]] == []
    delegate.unavailabilities.all().delete()
    assert told() == []
