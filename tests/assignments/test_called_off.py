"""A conference that is moved or called off after delegates were assigned: who is told, and what stands no longer."""

import datetime

import pytest
from django.urls import reverse

from assignments import services
from assignments.models import Plan, Seat, next_seat
from assignments.problem import month_problem
from assignments.tasks import tasks
from tests import world
from units.access import actor_for
from units.models import Meeting, Stage
from units.services import cancel_meeting, change_meeting, register_meeting

ON = datetime.date(2026, 11, 6)
LATER = world.NOW + datetime.timedelta(days=4)


@pytest.fixture
def assigned(period, meeting, other_meeting, notice):
    """Both conferences have their delegates, and the notice is out."""
    period.stage = Stage.ASSIGNMENT
    period.save()
    return Plan.objects.get()


def call_off(meeting, by):
    return cancel_meeting(meeting, version=1, reason="Mưa lũ", by=by, at=LATER)


def move(meeting, by, *, day=13):
    starts_at = meeting.starts_at.replace(day=day)
    return change_meeting(
        meeting,
        version=1,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=3),
        place=meeting.place,
        agenda=meeting.agenda,
        reason="Trùng lịch",
        by=by,
        at=LATER,
    )


def late_lines(user, period):
    return [task for task in tasks(actor_for(user), period, on=ON) if "Đổi lịch sau hạn" in task.title]


def test_the_office_is_told_which_conferences_stand_otherwise(
    assigned, period, meeting, other_meeting, office, secretary
):
    assert late_lines(office, period) == []
    call_off(meeting, secretary)
    move(other_meeting, office)
    (task,) = late_lines(office, period)
    assert task.title == "Đổi lịch sau hạn: cần xem lại phân công tháng 11/2026"
    assert task.detail == "Xã Hợp Thành (đã hủy), Phường Kim Tân (đổi lịch)"
    assert task.is_late


def test_a_conference_registered_since_is_named_too(assigned, period, office):
    world.make_meeting(period, world.make_unit("Cốc San"), day=14, by=office, registered_at=LATER)
    (task,) = late_lines(office, period)
    assert task.detail == "Xã Cốc San (mới đăng ký)"


def test_what_changes_no_assignment_is_not_told(assigned, period, meeting, other_meeting, office):
    Meeting.objects.filter(pk=meeting.pk).update(changed_at=LATER, place="Nhà văn hóa")
    assert late_lines(office, period) == []


def test_called_off_and_registered_again_at_the_same_hour_the_plan_holds_again(
    assigned, period, meeting, office, delegate
):
    seats = set(Seat.objects.published())
    call_off(meeting, office)
    assert all(seat.meeting_id != meeting.pk for seat in Seat.objects.published())
    register_meeting(
        period=period,
        unit=meeting.unit,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        agenda=meeting.agenda,
        reason="Hết mưa",
        by=office,
        at=LATER,
    )
    assert set(Seat.objects.published()) == seats
    assert late_lines(office, period) == []


def test_the_plan_that_is_out_names_what_was_called_off(client, assigned, period, meeting, office):
    call_off(meeting, office)
    client.force_login(office)
    page = client.get(reverse("assignments:plan_detail", args=[period.month])).content.decode()
    assert "Hội nghị của xã Hợp Thành đã hủy, xin lập bản thay thế." in page


def test_the_notice_that_was_published_still_says_what_it_said(client, assigned, notice, meeting, office):
    call_off(meeting, office)
    client.force_login(office)
    assert "Xã Hợp Thành" in client.get(reverse("assignments:notice_detail", args=[notice.pk])).content.decode()


def test_a_plan_to_replace_it_leaves_out_what_was_called_off(assigned, period, meeting, other_meeting, office):
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=LATER, cancelled_by=office)
    # Its day is past when the plan is made: a seat of a conference that was held would be kept.
    after = world.NOW + datetime.timedelta(days=9)
    plan = services.new_version(period, by=office, at=after)
    assert {seat.meeting_id for seat in plan.seats.all()} == {other_meeting.pk}
    dossier = month_problem(period).dossier
    assert [row["id"] for row in dossier["meetings"]] == [str(other_meeting.pk)]
    assert {pair[0] for pair in dossier["published"]} == {str(other_meeting.pk)}


def test_a_draft_with_a_pin_at_a_conference_called_off_is_solved_again(
    period, meeting, other_meeting, delegate, other_delegate, office
):
    draft = services.draft_plan(period, by=office, at=world.NOW)
    seat = draft.seats.filter(meeting=meeting).first()
    draft = services.pin_seat(draft, edit=draft.edit, seat=seat, by=office, at=world.NOW)
    call_off(meeting, office)
    with pytest.raises(services.PlanningError, match="Hội nghị của xã Hợp Thành đã hủy, xin xếp lại"):
        services.submit_plan(draft, by=office, at=LATER)
    draft = services.solve_plan(draft, edit=draft.edit, by=office, at=LATER)
    assert {seat.meeting_id for seat in draft.seats.all()} == {other_meeting.pk}
    assert services.submit_plan(draft, by=office, at=LATER).status == Plan.Status.SUBMITTED


def test_a_delegate_reads_that_he_need_not_go(client, assigned, period, meeting, office, delegate):
    seat = Seat.objects.filter(meeting=meeting, delegate=delegate).get()
    call_off(meeting, office)
    assert next_seat(delegate, ON) != seat
    titles = [task.title for task in tasks(actor_for(delegate.user), period, on=ON)]
    assert "Hội nghị xã Hợp Thành đã hủy, đồng chí không phải dự" in titles
    assert "Dự hội nghị xã Hợp Thành" not in titles
    client.force_login(delegate.user)
    page = client.get(reverse("assignments:my_seats")).content.decode()
    assert "đã hủy" in page.lower()


def test_the_load_of_a_delegate_counts_no_conference_called_off(assigned, period, meeting, office, delegate):
    before = type(delegate).objects.with_load(period.month).get(pk=delegate.pk).seats_month
    call_off(meeting, office)
    assert type(delegate).objects.with_load(period.month).get(pk=delegate.pk).seats_month == before - 1
