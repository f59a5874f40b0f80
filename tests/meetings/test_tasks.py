import datetime

import pytest

from meetings.models import FollowUp
from meetings.tasks import tasks
from tests.meetings.places import PAST_MONTH, make_note
from units.access import actor_for


def day(number):
    return PAST_MONTH.replace(day=number)


def lines(user, period, on):
    return [(task.title, task.is_late, task.is_done) for task in tasks(actor_for(user), period, on=on)]


def test_a_delegate_is_told_of_today_then_asked_for_the_note_then_reminded(meeting, month, delegate):
    note = "Viết phiếu dự hội nghị xã Hợp Thành"
    assert lines(delegate.user, month, day(9)) == []
    assert lines(delegate.user, month, day(10)) == [("Hôm nay dự hội nghị xã Hợp Thành", False, False)]
    assert lines(delegate.user, month, day(13)) == [(note, False, False)]
    assert lines(delegate.user, month, day(14)) == [(note, True, False)]
    make_note(meeting, delegate)
    assert lines(delegate.user, month, day(10))[0][2]
    month.stage = "appraisal"
    month.save()
    assert lines(delegate.user, month, day(25))[0][2]


def test_a_delegate_is_not_asked_any_more_when_notes_are_closed(meeting, month, delegate):
    month.stage = "appraisal"
    month.save()
    assert lines(delegate.user, month, day(26)) == []


def test_a_unit_is_asked_to_record_from_the_day_of_its_meeting(meeting, month, secretary, other_secretary):
    record = "Ghi dự họp hội nghị xã Hợp Thành"
    assert lines(secretary, month, day(9)) == []
    assert lines(secretary, month, day(10)) == [(record, False, False)]
    assert lines(secretary, month, day(14)) == [(record, True, False)]
    assert lines(other_secretary, month, day(14)) == []
    meeting.held_on = day(10)
    meeting.save()
    assert lines(secretary, month, day(14))[0][2]


def test_overdue_matters_are_counted_for_the_unit_and_the_office(month, unit, other_unit, secretary, office):
    for place in (unit, other_unit):
        FollowUp.objects.create(unit=place, matter="Đường hỏng", raised_on=day(1), due_on=day(5))
    assert lines(secretary, month, day(5)) == []
    assert lines(secretary, month, day(6)) == [("1 việc cần giải quyết đã quá hạn", True, False)]
    assert lines(office, month, day(6)) == [("2 việc cần giải quyết đã quá hạn", True, False)]


def test_the_office_is_told_what_is_not_recorded_and_whose_notes_are_missing(
    meeting, other_meeting, month, delegate, office
):
    assert lines(office, month, day(10)) == []
    found = tasks(actor_for(office), month, on=day(12))
    assert [task.title for task in found] == [
        "2 hội nghị đã qua ngày mà chưa ghi dự họp",
        "Còn thiếu 1 phiếu dự hội nghị",
    ]
    assert found[0].detail == "Xã Hợp Thành, Phường Kim Tân"
    assert found[1].detail == "Vàng Tả Lan"


@pytest.mark.parametrize("role", ["office", "delegate", "secretary", "head"])
def test_at_most_three_queries_a_role(
    meeting, other_meeting, month, delegate, office, secretary, head, role, django_assert_max_num_queries
):
    users = {"office": office, "delegate": delegate.user, "secretary": secretary, "head": head}
    actor = actor_for(users[role])
    with django_assert_max_num_queries(3):
        tasks(actor, month, on=datetime.date(2024, 10, 20))
