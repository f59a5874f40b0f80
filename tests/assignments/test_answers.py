"""Delegates answer: the newest counts, for the time it was given for; nothing is written over."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assignments import services
from assignments.answering import DECLINES, UNANSWERED, State, seats_to_come, seats_with_counts, with_answers
from assignments.models import Seat, SeatAnswer, Unavailability
from assignments.problem import month_problem
from assignments.repairs import seats_to_repair
from assignments.tasks import tasks
from tests import world
from units.access import actor_for
from units.models import Meeting
from units.services import AlreadyThere, Refused, cancel_meeting

LATER = world.NOW + datetime.timedelta(hours=1)
HELD = datetime.datetime(2026, 11, 10, 8, tzinfo=world.HANOI)
ON = datetime.date(2026, 11, 6)


@pytest.fixture
def seat(notice, delegate):
    return Seat.objects.published().with_meeting().with_people().get(delegate=delegate)


def state(seat):
    fresh = Seat.objects.with_meeting().get(pk=seat.pk)
    return with_answers([fresh])[0].state


def decline(seat, *, at=LATER, reason="Đi công tác", **more):
    return services.decline_seat(seat, reason=reason, by=seat.delegate.user, at=at, **more)


def replace(seat, office, head, standing):
    """A later notice gives the seat to somebody else."""
    Unavailability.objects.create(delegate=seat.delegate, from_on=HELD.date(), to_on=HELD.date())
    plan = services.new_version(seat.meeting.period, by=office, at=LATER)
    services.submit_plan(plan, by=office, at=LATER)
    services.check_plan_version(plan, by=head, at=LATER)
    services.publish_plan(plan, by=standing, at=LATER, issued_on=ON)


def to_come(period, *, on):
    """(not answered, declined)"""
    seats = seats_to_come(period, on=on)
    return seats.filter(UNANSWERED).count(), seats.filter(DECLINES).count()


# What counts


def test_the_newest_answer_counts_and_all_are_kept(seat):
    assert state(seat) == State.NONE
    services.confirm_seat(seat, by=seat.delegate.user, at=world.NOW)
    assert state(seat) == State.CONFIRMED
    decline(seat)
    assert state(seat) == State.DECLINED
    services.confirm_seat(seat, by=seat.delegate.user, at=LATER + datetime.timedelta(hours=1))
    assert state(seat) == State.CONFIRMED
    assert SeatAnswer.objects.count() == 3


def test_the_office_is_told_how_many_have_not_answered_and_how_many_will_not_come(seat, period, office, other_delegate):
    assert to_come(period, on=ON) == (2, 0)
    decline(seat)
    assert to_come(period, on=ON) == (1, 1)
    titles = [task.title for task in tasks(actor_for(office), period, on=ON)]
    assert "1 lượt đại biểu xin không dự, tháng 11/2026" in titles
    assert "1 lượt đại biểu chưa xác nhận dự, tháng 11/2026" in titles
    assert to_come(period, on=HELD.date() + datetime.timedelta(days=1)) == (0, 0)


def test_an_answer_for_another_time_is_asked_for_again(seat, meeting, period):
    decline(seat)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at + datetime.timedelta(hours=1))
    assert state(seat) == State.STALE
    assert month_problem(period).dossier["forbidden"] == []
    (task, *_) = tasks(actor_for(seat.delegate.user), period, on=ON)
    assert task.title == "Xác nhận dự lại, hội nghị đã đổi lịch: xã Hợp Thành"


def test_the_database_keeps_every_answer_as_it_was_given(seat):
    services.confirm_seat(seat, by=seat.delegate.user, at=world.NOW)
    for act in (lambda: SeatAnswer.objects.update(answer="declined"), lambda: SeatAnswer.objects.all().delete()):
        with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
            act()
    assert SeatAnswer.objects.get().answer == "confirmed"


def test_a_refusal_needs_its_reason_down_to_the_database(seat, meeting, delegate):
    with pytest.raises(Refused, match="Ghi lý do"):
        decline(seat, reason="  ")
    with pytest.raises(IntegrityError, match="seat_answer_declined_with_reason"), transaction.atomic():
        SeatAnswer.objects.create(
            meeting=meeting, delegate=delegate, starts_at=meeting.starts_at, answer="declined", by=delegate.user,
            at=LATER,
        )  # fmt: skip


def test_the_same_answer_twice_is_one(seat):
    decline(seat)
    with pytest.raises(AlreadyThere):
        decline(seat)
    assert SeatAnswer.objects.count() == 1
    decline(seat, reason="Đi học")
    assert SeatAnswer.objects.count() == 2


def test_once_it_has_begun_nobody_answers_any_more(seat):
    for act in (lambda: decline(seat, at=HELD), lambda: services.confirm_seat(seat, by=seat.delegate.user, at=HELD)):
        with pytest.raises(Refused, match="đã đến giờ họp"):
            act()
    assert not SeatAnswer.objects.exists()


def test_a_conference_called_off_asks_for_no_answer(seat, meeting, office):
    cancel_meeting(meeting, version=1, reason="Mưa lũ", by=office, at=LATER)
    with pytest.raises(Refused, match="đã hủy"):
        decline(seat)


def test_who_saw_another_time_is_told(seat, meeting):
    with pytest.raises(Refused, match="vừa đổi thời gian"):
        services.confirm_seat(
            seat, starts_at=meeting.starts_at - datetime.timedelta(hours=1), by=seat.delegate.user, at=LATER
        )


def test_a_seat_that_a_later_notice_took_away_is_not_answered(seat, third_delegate, office, head, standing):
    replace(seat, office, head, standing)
    with pytest.raises(Refused, match="không còn trong danh sách"):
        decline(seat)


def counted(period):
    """The counting in SQL and what reading every seat beside its answers says: (seats, declined, confirmed)."""
    counts = seats_with_counts(period)[1]
    states = [one.state for one in with_answers(Seat.objects.published().in_period(period).with_meeting())]
    return (
        (counts.seats, counts.declined, counts.confirmed),
        (len(states), states.count(State.DECLINED), states.count(State.CONFIRMED)),
    )


def test_answers_are_counted_as_each_stands(seat, period, meeting, other_delegate, office):
    other = Seat.objects.published().with_meeting().get(delegate=other_delegate)
    assert counted(period) == ((2, 0, 0), (2, 0, 0))
    decline(seat)
    services.confirm_seat(other, by=office, at=LATER)
    assert counted(period) == ((2, 1, 1), (2, 1, 1))
    services.confirm_seat(seat, by=office, at=LATER + datetime.timedelta(hours=1))  # thought better of it
    assert counted(period) == ((2, 0, 2), (2, 0, 2))
    # Moved, answered for that time, and moved back: an older answer for this time counts no more.
    moved = meeting.starts_at + datetime.timedelta(hours=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=moved)
    fresh = Seat.objects.with_meeting().with_people().get(pk=seat.pk)
    services.confirm_seat(fresh, by=office, at=LATER + datetime.timedelta(hours=2))
    assert counted(period) == ((2, 0, 1), (2, 0, 1))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at)
    assert counted(period) == ((2, 0, 1), (2, 0, 1))
    cancel_meeting(Meeting.objects.get(pk=meeting.pk), version=1, reason="Mưa lũ", by=office, at=LATER)
    assert counted(period) == ((0, 0, 0), (0, 0, 0))


def test_the_answer_of_somebody_replaced_is_not_counted(seat, period, third_delegate, office, head, standing, meeting):
    services.confirm_seat(seat, by=office, at=LATER)
    replace(seat, office, head, standing)
    assert counted(period) == ((2, 0, 0), (2, 0, 0))


def test_before_anything_is_published_no_answer_is_counted(period):
    assert counted(period) == ((0, 0, 0), (0, 0, 0))


# Whom they propose


def test_who_could_sit_there_may_be_proposed(seat, third_delegate):
    answer = decline(seat, proposed=third_delegate)
    assert answer.proposed == third_delegate


@pytest.mark.parametrize("whom", ["oneself", "barred", "same agency", "busy", "seated already"])
def test_nobody_is_proposed_who_could_not_sit_there(seat, third_delegate, other_delegate, other_agency, whom):
    proposed = third_delegate
    if whom == "oneself":
        proposed = seat.delegate
    elif whom == "barred":
        third_delegate.barred_units.add(seat.meeting.unit)
    elif whom == "same agency":
        proposed = world.make_delegate(other_agency, "Giàng A Sùng")
    elif whom == "busy":
        Unavailability.objects.create(delegate=third_delegate, from_on=HELD.date(), to_on=HELD.date())
    else:
        proposed = other_delegate
    with pytest.raises(Refused):
        decline(seat, proposed=proposed)
    assert not SeatAnswer.objects.exists()


# The planner and the repairs hear of it


def test_a_declined_seat_is_to_repair_and_the_solve_gives_it_to_another(seat, period, third_delegate, office, meeting):
    decline(seat, proposed=third_delegate)
    (repair,) = seats_to_repair(period, at=LATER).items
    assert repair.kind == "declined"
    assert repair.text == "Đi công tác. Đề nghị đồng chí Má A Chinh dự thay."
    plan = services.new_version(period, by=office, at=LATER)
    assert {one.delegate.full_name for one in plan.seats.all()} == {"Vũ Ngọc Thành", "Má A Chinh"}
    assert {goal["goal"]: goal["value"] for goal in plan.result["goals"]}["changed"] == 1
    (repair,) = seats_to_repair(period, at=LATER).items
    assert repair.is_done


def test_busy_since_gone_moved_called_off_and_new_are_all_told(
    period, meeting, other_meeting, delegate, other_delegate, third_delegate, office, head, standing
):
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=ON)
    assert seats_to_repair(period, at=LATER).items == []
    one, two = plan.seats.filter(meeting=meeting)
    Unavailability.objects.create(delegate=one.delegate, from_on=HELD.date(), to_on=HELD.date())
    two.delegate.active_to = datetime.date(2026, 10, 31)
    two.delegate.save()
    Meeting.objects.filter(pk=other_meeting.pk).update(
        starts_at=other_meeting.starts_at + datetime.timedelta(hours=1),
        ends_at=other_meeting.ends_at + datetime.timedelta(hours=1),
    )
    world.make_meeting(period, world.make_unit("Cốc San"), day=14, by=office)
    kinds = [(item.kind.value, item.meeting.unit.name) for item in seats_to_repair(period, at=LATER).items]
    assert set(kinds) >= {
        ("cannot", "Hợp Thành"), ("left", "Hợp Thành"), ("moved", "Kim Tân"), ("new", "Cốc San"),
    }  # fmt: skip
    cancel_meeting(meeting, version=1, reason="Mưa lũ", by=office, at=LATER)
    assert ("cancelled", "Hợp Thành") in [
        (item.kind.value, item.meeting.unit.name) for item in seats_to_repair(period, at=LATER).items
    ]


def test_who_was_to_be_at_two_places_is_done_with_whichever_of_them_is_given_away(
    period, meeting, other_meeting, delegate, other_delegate, office, head, standing
):
    Meeting.objects.update(seats=1)
    other_delegate.barred_units.add(meeting.unit, other_meeting.unit)
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=ON)
    assert set(plan.seats.values_list("delegate", flat=True)) == {delegate.pk}
    Meeting.objects.filter(pk=other_meeting.pk).update(starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    (clash,) = [one for one in seats_to_repair(period, at=LATER).items if one.kind == "cannot"]
    other_delegate.barred_units.set([clash.meeting.unit])
    draft = services.new_version(period, by=office, at=LATER)
    assert draft.seats.filter(meeting=clash.meeting, delegate=delegate).exists()
    assert [one.is_done for one in seats_to_repair(period, at=LATER).items] == [True, True]


def test_who_cannot_come_is_not_done_with_while_the_version_in_work_still_names_them(seat, period, office):
    plan = services.new_version(period, by=office, at=LATER)
    Unavailability.objects.create(delegate=seat.delegate, from_on=HELD.date(), to_on=HELD.date())
    assert plan.seats.filter(delegate=seat.delegate).exists()
    (repair,) = seats_to_repair(period, at=LATER).items
    assert not repair.is_done


def test_what_has_been_held_is_repaired_no_more(seat, period):
    decline(seat)
    assert seats_to_repair(period, at=HELD + datetime.timedelta(hours=1)).items == []


# A substitute


def test_a_substitute_is_pinned_in_the_version_in_work_and_all_else_stays(
    seat, period, third_delegate, office, meeting
):
    decline(seat)
    for _ in range(2):  # a double click
        plan = services.substitute(
            period, meeting=meeting, leaving=seat.delegate, coming=third_delegate, by=office, at=LATER
        )
    rows = {one.delegate.full_name: (one.pinned, one.by_hand) for one in plan.seats.all()}
    assert rows == {"Vũ Ngọc Thành": (False, False), "Má A Chinh": (True, True)}
    assert plan.version == 2
    assert plan.steps.count() == 1


def test_two_substitutes_go_into_one_version(seat, period, third_delegate, other_delegate, office, meeting):
    fourth = world.make_delegate(world.make_agency("Hội Nông dân"), "Giàng A Sùng", tier=2)
    decline(seat)
    services.substitute(period, meeting=meeting, leaving=seat.delegate, coming=third_delegate, by=office, at=LATER)
    plan = services.substitute(period, meeting=meeting, leaving=other_delegate, coming=fourth, by=office, at=LATER)
    assert {one.delegate.full_name for one in plan.seats.all()} == {"Giàng A Sùng", "Má A Chinh"}
    assert plan.version == 2


def test_a_substitute_against_a_rule_is_refused_by_its_name(seat, period, other_agency, office, meeting):
    decline(seat)
    colleague = world.make_delegate(other_agency, "Giàng A Sùng")
    Unavailability.objects.create(delegate=colleague, from_on=HELD.date(), to_on=HELD.date())
    with pytest.raises(services.PlanningError, match="R2"):
        services.substitute(period, meeting=meeting, leaving=seat.delegate, coming=colleague, by=office, at=LATER)
    assert not period.plans.filter(version=2).exists()


def test_while_the_version_in_work_is_with_the_head_nothing_is_substituted(
    seat, period, third_delegate, office, meeting
):
    plan = services.new_version(period, by=office, at=LATER)
    services.submit_plan(plan, by=office, at=LATER)
    with pytest.raises(services.WrongStatusError, match="chỉ sửa được khi là dự thảo"):
        services.substitute(period, meeting=meeting, leaving=seat.delegate, coming=third_delegate, by=office, at=LATER)


# The pages; they read the clock, so the conferences are a month ahead


@pytest.fixture
def ahead(body, unit, secretary, delegate, other_delegate, third_delegate, office, head, standing):
    month = (datetime.date.today().replace(day=1) + datetime.timedelta(days=40)).replace(day=1)
    period = world.make_period(month)
    world.make_meeting(period, unit, by=secretary)
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=ON)
    return Seat.objects.published().with_meeting().get(delegate=delegate)


def test_a_delegate_confirms_from_the_home_page_with_one_press(client, ahead, delegate):
    client.force_login(delegate.user)
    url = reverse("assignments:seat_confirm", args=[ahead.meeting_id])
    page = client.get(reverse("month", args=[ahead.meeting.period.month])).content.decode()
    assert f'action="{url}"' in page
    for act in ("Xác nhận dự", "Xin không dự"):  # read out, each button names its own act
        assert f'{act}<span class="visually-hidden">: hội nghị xã Hợp Thành</span>' in page
    data = {"starts_at": ahead.meeting.starts_at.isoformat(), "ve": "home"}
    assert client.post(url, data)["Location"] == reverse("home")
    client.post(url, data)
    assert SeatAnswer.objects.get().answer == "confirmed"
    assert "Đã xác nhận dự" in client.get(reverse("assignments:my_seats")).content.decode()


def test_a_delegate_declines_on_the_phone_and_proposes_somebody(client, ahead, delegate, third_delegate):
    client.force_login(delegate.user)
    url = reverse("assignments:seat_decline", args=[ahead.meeting_id])
    assert "Má A Chinh, Bí thư Thành đoàn" in client.get(url).content.decode()
    refused = client.post(url, {"reason": "", "proposed": third_delegate.pk})
    assert refused.status_code == 422
    assert "Ghi lý do xin không dự." in refused.content.decode()
    for proposed in (delegate.pk, "0", "x", 10**18):
        assert client.post(url, {"reason": "Ốm", "proposed": proposed}).status_code == 422
    assert client.post(url, {"reason": "Ốm", "proposed": third_delegate.pk}).status_code == 302
    assert SeatAnswer.objects.get().proposed == third_delegate


def test_somebody_elses_seat_is_not_there(client, ahead, third_delegate):
    stranger = world.make_user("stranger", roles=["delegate"])
    third_delegate.user = stranger
    third_delegate.save()
    client.force_login(stranger)
    for name in ("seat_confirm", "seat_decline"):
        assert client.post(reverse(f"assignments:{name}", args=[ahead.meeting_id])).status_code == 404
    assert not SeatAnswer.objects.exists()


def test_the_office_sees_who_has_answered_and_writes_down_what_was_said(client, ahead, office, delegate):
    client.force_login(office)
    period = ahead.meeting.period
    url = reverse("assignments:answer_list", args=[period.month])
    assert "Chưa trả lời 2" in client.get(url).content.decode()
    record = reverse("assignments:answer_record", args=[period.month, ahead.pk])
    assert client.post(record, {"answer": "declined", "reason": ""}).status_code == 422
    assert client.post(record, {"answer": "declined", "reason": "Ốm, báo qua điện thoại"}).status_code == 302
    page = client.get(f"{url}?loc=khong-du").content.decode()
    assert "Ốm, báo qua điện thoại" in page
    assert "Hà Đức Nga ghi" in page
    assert SeatAnswer.objects.get().by == office


def test_the_list_of_answers_counts_and_filters_as_each_answer_stands(client, ahead, office, delegate, other_delegate):
    client.force_login(office)
    url = reverse("assignments:answer_list", args=[ahead.meeting.period.month])
    other = Seat.objects.published().with_meeting().get(delegate=other_delegate)
    services.confirm_seat(ahead, by=delegate.user, at=world.NOW)
    services.decline_seat(other, reason="Ốm", by=office, at=world.NOW)

    def shown(query):
        page = client.get(f"{url}{query}").content.decode().split("<tbody>")[1]
        return [one.full_name for one in (delegate, other_delegate) if one.full_name in page]

    assert shown("?loc=da-xac-nhan") == [delegate.full_name]
    assert shown("?loc=khong-du") == [other_delegate.full_name]
    assert shown("?loc=chua") == []
    assert shown("?page=999") == shown("?loc=lạ&page=x") == [delegate.full_name, other_delegate.full_name]
    # Moved to another hour: both are asked again.
    Meeting.objects.filter(pk=ahead.meeting_id).update(starts_at=ahead.meeting.starts_at + datetime.timedelta(hours=1))
    assert shown("?loc=chua") == [delegate.full_name, other_delegate.full_name]
    assert "Chưa trả lời 2" in client.get(url).content.decode()


def test_the_office_chooses_a_substitute_from_the_list(client, ahead, office, delegate, third_delegate):
    client.force_login(office)
    period = ahead.meeting.period
    services.decline_seat(ahead, reason="Ốm", proposed=third_delegate, by=delegate.user, at=world.NOW)
    listed = client.get(reverse("assignments:repair_list", args=[period.month])).content.decode()
    url = reverse("assignments:repair_choose", args=[period.month, ahead.meeting_id, delegate.pk])
    assert url in listed
    page = client.get(url).content.decode()
    assert "Đại biểu đề nghị" in page
    assert "<dt>Xin không dự</dt><dd>Ốm. Đề nghị đồng chí Má A Chinh dự thay.</dd>" in page
    assert "xếp lại cả bản thay thế, ít thay đổi nhất" in page
    assert client.post(url, {"coming": delegate.pk}).status_code == 422
    assert client.post(url, {"coming": third_delegate.pk}).status_code == 302
    assert period.plans.first().seats.filter(delegate=third_delegate, pinned=True).exists()
    url = reverse("assignments:repair_list", args=[period.month])
    again = f'href="{reverse("assignments:seat_panel", args=[period.month, ahead.meeting_id])}">Chọn người khác'
    page = client.get(url).content.decode()
    assert ("đã sửa trong bản 2" in page, again in page) == (True, True)
    assert f"Dự thay trong bản 2: {third_delegate.full_name}</small>" in page
    services.submit_plan(period.plans.first(), by=office, at=world.NOW)
    assert again not in client.get(url).content.decode()


def test_the_choice_says_why_somebody_leaves_and_what_rank_is_asked_for(client, ahead, unit, office, delegate):
    meeting = ahead.meeting
    url = reverse("assignments:repair_choose", args=[meeting.period.month, meeting.pk, delegate.pk])
    client.force_login(office)
    page = client.get(url).content.decode()
    assert (page.count("<dt>"), "<dt>Hội nghị cần</dt>" in page) == (2, False)
    world.make_concern(unit, "Giải phóng mặt bằng", by=office)
    Unavailability.objects.create(delegate=delegate, from_on=meeting.day, to_on=meeting.day)
    hour = datetime.timedelta(hours=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at + hour, ends_at=meeting.ends_at + hour)
    page = client.get(url).content.decode()
    assert "<dt>Không dự được nữa</dt>" in page
    assert f"Đã đổi thời gian, trước đây 08:00 {meeting.day:%d/%m/%Y}." in page
    assert "<dt>Hội nghị cần</dt><dd>Ủy viên Ban Thường vụ, vì “Giải phóng mặt bằng”</dd>" in page


def test_who_no_longer_comes_is_told_on_his_own_page(client, ahead, office, head, standing, third_delegate):
    url, told = reverse("assignments:my_seats"), "không phải dự hội nghị xã Hợp Thành (08:00"
    client.force_login(ahead.delegate.user)
    services.decline_seat(ahead, reason="Ốm", by=office, at=world.NOW)
    assert told not in client.get(url).content.decode()
    meeting = ahead.meeting
    plan = services.substitute(
        meeting.period, meeting=meeting, leaving=ahead.delegate, coming=third_delegate, by=office, at=world.NOW
    )
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    assert told not in client.get(url).content.decode()
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=ON)
    page = client.get(url).content.decode()
    assert told in page
    assert "Đồng chí không phải dự hội nghị xã Hợp Thành nữa" in client.get(reverse("home")).content.decode()
    assert "không còn hội nghị nào phải dự sắp tới" in page
    assert "khi thông báo phân công của tháng được công bố" not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("answer_list", 10), ("repair_list", 15)])
def test_the_lists_ask_the_database_the_same_however_long_they_are(
    client, body, secretary, office, head, standing, rows, name, queries, django_assert_num_queries
):
    period = world.make_period(datetime.date(2099, 11, 1))  # of conferences still to come
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, seats=1, by=secretary)
        world.make_delegate(world.make_agency(f"Cơ quan {number}"), f"Người {number}")
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=ON)
    client.force_login(office)
    url = reverse(f"assignments:{name}", args=[period.month])
    with django_assert_num_queries(queries):
        client.get(url)
