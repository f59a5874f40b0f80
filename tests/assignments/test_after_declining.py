"""Who has declined one conference and is asked for another: the program may, a person is told."""

import datetime

import pytest
from django.urls import reverse

from assignments import services
from assignments.board import build_board
from assignments.gaps import gaps_of
from assignments.models import Plan, Seat
from assignments.planned import planned_month
from assignments.repairs import choice_for
from tests import world

LATER = world.NOW + datetime.timedelta(hours=1)


@pytest.fixture
def period(body):
    """To come, whenever this runs."""
    return world.make_period(datetime.date(2099, 11, 1))


@pytest.fixture
def declined(period, meeting, other_meeting, delegate, other_delegate, office, head, standing):
    """Of two conferences with one seat each, who was to go to the first will not."""
    for one in (meeting, other_meeting):
        one.seats = 1
        one.save()
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=datetime.date(2099, 11, 5))
    seat = Seat.objects.published().with_people().with_meeting().get(meeting=meeting)
    services.decline_seat(seat, reason="Ốm", by=office, at=LATER)
    return seat


def test_a_draft_says_that_it_sends_elsewhere_who_has_declined(declined, period, other_meeting, office):
    (kept,) = Seat.objects.published().filter(meeting=other_meeting).select_related("delegate")
    kept.delegate.barred_units.add(declined.meeting.unit)
    kept.delegate.active_to = datetime.date(2099, 10, 31)
    kept.delegate.save()
    plan = services.new_version(period, by=office, at=LATER)
    assert plan.seats.filter(meeting=other_meeting, delegate=declined.delegate).exists()
    (warning,) = [one for one in build_board(plan, period).warnings if "xin không dự" in one]
    assert warning.startswith(
        f"Đồng chí {declined.delegate.full_name} đã xin không dự tại xã Hợp Thành (Ốm), nay được xếp mới tại "
        "phường Kim Tân ngày 12/11"
    )
    services.submit_plan(plan, by=office, at=LATER)  # told, not forbidden


def test_whoever_declines_is_not_sent_elsewhere_on_that_day(declined, period, office):
    elsewhere = world.make_meeting(period, world.make_unit("Cốc San"), day=declined.meeting.day.day, seats=1, by=office)
    plan = services.new_version(period, by=office, at=LATER)
    assert not plan.seats.filter(meeting=elsewhere, delegate=declined.delegate).exists()
    choice = choice_for(period, elsewhere, declined.delegate)
    assert declined.delegate not in {one.delegate for one in choice.able}
    (said,) = [message for person, _, message in choice.excluded if person == declined.delegate]
    assert said.endswith("hoặc đã xin không dự trong ngày.")
    (gap,) = gaps_of(planned_month(plan), on=datetime.date(2099, 11, 1))
    assert any(f"đã xin không dự trong ngày: {declined.delegate.full_name}." in clash for clash in gap.clashes)


@pytest.fixture
def sole_delegate(other_delegate, meeting, other_meeting):
    other_delegate.barred_units.add(meeting.unit, other_meeting.unit)


def test_nothing_is_said_of_a_seat_that_they_held_before(sole_delegate, declined, period, other_meeting, office):
    plan = services.new_version(period, by=office, at=LATER)
    assert plan.seats.filter(meeting=other_meeting, delegate=declined.delegate).exists()
    assert [one for one in build_board(plan, period).warnings if "xin không dự" in one] == []


def test_the_list_of_substitutes_says_who_has_declined_elsewhere(declined, period, other_meeting):
    (held,) = Seat.objects.published().filter(meeting=other_meeting).select_related("delegate")
    choice = choice_for(period, other_meeting, held.delegate)
    (facts,) = [one.facts for one in choice.able if one.delegate == declined.delegate]
    assert "tháng này đã xin không dự tại xã Hợp Thành" in facts
    choice = choice_for(period, declined.meeting, declined.delegate)
    assert [one.facts for one in choice.able if "xin không dự" in one.facts] == []


def test_beyond_the_first_ten_substitutes_the_list_is_folded(client, declined, period, office):
    for number in range(11):
        world.make_delegate(world.make_agency(f"Ban số {number}"), f"Người {number:02d}")
    client.force_login(office)
    url = reverse("assignments:repair_choose", args=[period.month, declined.meeting_id, declined.delegate_id])
    page = client.get(url).content.decode()
    assert "Còn 2 người khác dự được" in page
    before, after = page.split("Còn 2 người khác dự được")
    assert (before.count('name="coming"'), after.count('name="coming"')) == (10, 2)


def test_who_is_repairing_solves_the_version_in_work_again_from_the_list(client, declined, period, office):
    services.new_version(period, by=office, at=LATER)
    url = reverse("assignments:repair_list", args=[period.month])
    client.force_login(office)
    assert "Xếp lại bản 2" not in client.get(url).content.decode()  # all is done
    world.make_meeting(period, world.make_unit("Cốc San"), day=14, seats=1, by=office)
    page = client.get(url).content.decode()
    assert "Xếp lại bản 2, ít thay đổi nhất" in page
    plan = Plan.objects.get(version=2)
    assert f'name="edit" value="{plan.edit}"' in page
    client.post(reverse("assignments:plan_solve", args=[period.month]), {"edit": plan.edit})
    assert "1 việc cần sửa" not in client.get(url).content.decode()


# A long month


def test_a_long_month_is_got_about_in_by_day(client, period, office, delegate, other_delegate):
    for number in range(20):
        world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number % 3, seats=1, by=office)
    plan = services.draft_plan(period, by=office, at=world.NOW)
    days = build_board(plan, period).days
    assert [(one.day, one.count) for one in days] == [("08/11", 7), ("09/11", 7), ("10/11", 6)]
    client.force_login(office)
    page = client.get(reverse("assignments:plan_detail", args=[period.month])).content.decode()
    for one in days:
        assert f'href="#{one.anchor}"' in page
        assert f'id="{one.anchor}"' in page


def test_a_long_month_is_narrowed_to_a_name_and_its_numbers_stay(client, period, office, delegate, other_delegate):
    for number in range(20):
        world.make_meeting(period, world.make_unit(f"Đường {number}"), day=8 + number % 3, seats=1, by=office)
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    url = reverse("assignments:plan_detail", args=[period.month])

    def table(sought):
        return client.get(url, {"tim": sought}).content.decode().split("<caption>")[1].split("</table>")[0]

    assert table("duong 13").startswith("1 trong 20 hội nghị, 4 lượt đại biểu")
    assert table("duong 13").count('<tr id="hn-') == 1
    given_name = delegate.full_name.split()[-1]
    assert table(given_name).count('<tr id="hn-') == Seat.objects.filter(delegate=delegate).count() > 0
    assert "Không có đơn vị hay đại biểu nào tên như vậy" in table("<script>")
    assert table("  ").count('<tr id="hn-') == 20


def test_a_short_month_needs_no_getting_about(draft, period):
    assert build_board(draft, period).days == []


def test_a_version_to_replace_another_says_first_how_much_it_changes(declined, period, office):
    first = Plan.objects.published().get()
    assert build_board(first, period).first_goals == "0 hội nghị thiếu cấp, 0 lượt còn thiếu đại biểu"
    plan = services.new_version(period, by=office, at=LATER)
    said = build_board(plan, period).first_goals
    assert said.startswith("0 hội nghị thiếu cấp, 0 lượt còn thiếu đại biểu, ")
    assert said.endswith(" lượt đổi so với thông báo đã công bố")
