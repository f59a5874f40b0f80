"""Two versions of a month side by side, and the record of what was done against a rule."""

import datetime

import pytest
from django.urls import reverse

from assignments import services
from assignments.models import Unavailability
from assignments.versions import compare
from tests import world

LATER = world.NOW + datetime.timedelta(hours=1)


def address(name, period):
    return reverse(f"assignments:{name}", args=[period.month])


@pytest.fixture
def replaced(notice, period, meeting, delegate, third_delegate, office):
    """The second version, for one delegate is away and the meeting is an hour later."""
    day = datetime.date(2026, 11, 10)
    Unavailability.objects.create(delegate=delegate, from_on=day, to_on=day)
    meeting.starts_at += datetime.timedelta(hours=1)
    meeting.save()
    return services.new_version(period, by=office, at=LATER)


def test_who_stays_who_comes_who_goes(replaced, notice):
    comparison = compare(notice.plan, replaced)
    (line,) = comparison.meetings
    assert (line.unit, line.moved) == ("Xã Hợp Thành", "thời gian: 08:00 10/11 → 09:00 10/11")
    assert [len(names) for names in (line.kept, line.added, line.removed)] == [1, 1, 1]
    assert line.kept[0].startswith("Vũ Ngọc Thành")
    assert line.added[0].startswith("Má A Chinh")
    assert line.removed[0].startswith("Vàng Tả Lan")
    assert {goal.name: (goal.before, goal.after) for goal in comparison.goals}["lượt còn thiếu đại biểu"] == (0, 0)


def test_a_version_beside_itself_shows_no_change(notice):
    comparison = compare(notice.plan, notice.plan)
    assert (comparison.changed, comparison.kept_count, comparison.added_count) == ([], 2, 0)


def test_a_meeting_that_came_later_is_named(notice, period, other_meeting, office):
    new = services.new_version(period, by=office, at=LATER)
    said = {line.unit: line.moved for line in compare(notice.plan, new).meetings}
    assert said == {"Xã Hợp Thành": "", "Phường Kim Tân": "hội nghị chỉ có ở bản mới"}


def test_the_page_lays_the_newest_beside_the_one_in_force(client, head, period, replaced):
    client.force_login(head)
    page = client.get(address("plan_compare", period)).content.decode()
    assert "Bản 1 và bản 2, tháng 11/2026" in page
    assert "1 lượt giữ nguyên, 1 lượt thêm, 1 lượt bớt; 1/1 hội nghị có thay đổi." in page
    assert "Thời gian: 08:00 10/11 → 09:00 10/11" in page
    assert '<option value="1" selected>' in page  # as the form says what is compared
    turned = client.get(address("plan_compare", period), {"cu": "2", "moi": "1"}).content.decode()
    assert "Bản 2 và bản 1" in turned
    assert "So hai bản" in client.get(address("plan_detail", period)).content.decode()


def test_one_version_has_nothing_beside_it(client, office, period, draft):
    client.force_login(office)
    assert "mới có 1 bản phân công" in client.get(address("plan_compare", period)).content.decode()


@pytest.mark.parametrize("query", [{"cu": "1"}, {"cu": "1", "moi": "9"}, {"cu": "x", "moi": "2"}, {"moi": "-1"}])
def test_versions_that_are_none_are_refused_beside_their_field(client, office, period, replaced, query):
    client.force_login(office)
    response = client.get(address("plan_compare", period), query)
    assert response.status_code == 422
    assert response.context["form"].errors


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_however_many_meetings(
    client, office, head, standing, period, rows, django_assert_num_queries
):
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
        world.make_delegate(world.make_agency(), f"Người {number}")
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=datetime.date(2026, 11, 5))
    services.new_version(period, by=office, at=LATER)
    client.force_login(office)
    with django_assert_num_queries(9):
        client.get(address("plan_compare", period))
