import datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from assignments import services
from tests import world


@pytest.fixture
def notice(period, meeting, other_meeting, delegate, other_delegate, office, head, standing):
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    return services.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH.replace(day=5))


def read(client, user, notice, whose):
    client.force_login(user)
    response = client.get(reverse("calendars:notice_ics", args=[notice.pk, whose]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content, Calendar.from_ical(response.content).walk("VEVENT")


def test_the_file_holds_every_conference_of_the_notice(client, secretary, notice, meeting):
    _, events = read(client, secretary, notice, "ca-thang")
    assert [str(event["summary"]) for event in events] == [
        "Hội nghị tuyên vận xã Hợp Thành",
        "Hội nghị tuyên vận phường Kim Tân",
    ]
    assert events[0]["dtstart"].dt.replace(tzinfo=None) == datetime.datetime(2026, 11, 12, 8)
    assert "Theo Thông báo số 01-TB/TU." in str(events[0]["description"])


def test_a_delegate_takes_only_his_own_and_sees_who_comes_with_him(client, notice, delegate, other_delegate):
    held = notice.plan.seats.filter(delegate=delegate).count()
    _, events = read(client, delegate.user, notice, "cua-toi")
    assert len(events) == held
    text = str(events[0]["description"])
    assert "Cùng dự:" in text
    assert delegate.full_name not in text


def test_the_file_stays_as_it_was_when_a_conference_moves(client, secretary, notice, meeting):
    before, _ = read(client, secretary, notice, "ca-thang")
    type(meeting).objects.filter(pk=meeting.pk).update(place="Nơi khác", version=9)
    after, _ = read(client, secretary, notice, "ca-thang")
    assert after == before


def test_a_program_that_follows_the_link_does_not_see_the_conference_twice(client, secretary, notice, meeting):
    client.force_login(secretary)
    single = Calendar.from_ical(client.get(reverse("calendars:meeting_ics", args=[meeting.pk])).content)
    (event,) = single.walk("VEVENT")
    _, events = read(client, secretary, notice, "ca-thang")
    assert (events[0]["uid"], events[0]["sequence"]) == (event["uid"], event["sequence"])


def test_the_notice_that_replaces_it_carries_a_higher_number(client, secretary, notice, period, office, head, standing):
    later = world.NOW + datetime.timedelta(days=1)
    plan = services.new_version(period, by=office, at=later)
    services.submit_plan(plan, by=office, at=later)
    services.check_plan_version(plan, by=head, at=later)
    second = services.publish_plan(plan, by=standing, at=later, issued_on=world.MONTH.replace(day=6))
    _, old = read(client, secretary, notice, "ca-thang")
    _, new = read(client, secretary, second, "ca-thang")
    assert [event["sequence"] for event in old] == [1, 1]
    assert [event["sequence"] for event in new] == [2, 2]
