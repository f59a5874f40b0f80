import datetime

import pytest

from meetings.models import FollowUp
from tests import world
from tests.meetings.places import assign, make_note, past_period


@pytest.fixture
def meeting(body, unit, office):
    return world.make_meeting(past_period(), unit, by=office)


def page_of(client, user, unit):
    client.force_login(user)
    return client.get(f"/don-vi/{unit.pk}/").content.decode()


def test_a_delegate_does_not_read_the_others_note_of_a_meeting_before_writing_his_own(
    client, meeting, unit, delegate, other_delegate, office
):
    assign(meeting, delegate, other_delegate, by=office)
    note = make_note(meeting, other_delegate, observation="Chuẩn bị còn sơ sài")
    FollowUp.objects.create(unit=unit, note=note, matter="Đường vào thôn hỏng", raised_on=meeting.day)
    before = page_of(client, delegate.user, unit)
    assert "còn sơ sài" not in before
    assert "Đường vào thôn hỏng" not in before
    make_note(meeting, delegate)
    after = page_of(client, delegate.user, unit)
    assert "còn sơ sài" in after
    assert "Đường vào thôn hỏng" in after


def test_a_unit_reads_its_own_page_without_the_concerns_about_it(client, period, unit, office, secretary):
    world.make_concern(unit, by=office)
    reason = unit.concerns.get().reason
    assert reason not in page_of(client, secretary, unit)
    assert reason in page_of(client, office, unit)


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_unit_page_asks_the_same_however_much_is_on_it(
    client, unit, office, delegate, other_delegate, meetings, django_assert_num_queries
):
    for number in range(meetings):
        month = world.make_period(datetime.date(2024, number + 1, 1), stage="conference")
        meeting = world.make_meeting(month, unit, by=office)
        assign(meeting, delegate, other_delegate, by=office)
        make_note(meeting, delegate)
    client.force_login(office)
    with django_assert_num_queries(13):
        client.get(f"/don-vi/{unit.pk}/")
