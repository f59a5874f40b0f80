"""What has been held is not repaired any more, whatever is told of it afterwards."""

import datetime

import pytest

from assignments import services
from assignments.board import build_board
from assignments.models import Seat, Solve, Unavailability
from assignments.overrides import record_of_draft
from assignments.problem import PlanningError
from tests import world

REASON = "Theo dõi tiếp vụ việc đất đai"


def morning(day):
    return datetime.datetime(2026, 11, day, 9, 0, tzinfo=world.HANOI)


def busy(delegate, first, last):
    day = datetime.date(2026, 11, 1)
    Unavailability.objects.create(delegate=delegate, from_on=day.replace(day=first), to_on=day.replace(day=last))


def sitting(plan, meeting):
    return {seat.delegate for seat in plan.seats.filter(meeting=meeting)}


@pytest.fixture
def both(delegate, other_delegate):
    return {delegate, other_delegate}


@pytest.fixture
def issued(period, meeting, other_meeting, notice):
    """Two conferences, on the 10th and the 12th."""
    return notice.plan


@pytest.fixture
def newcomer(issued):
    return world.make_delegate(world.make_agency("Hội Nông dân"), "Giàng A Sùng")


def fell_ill(delegate, colleague):
    busy(delegate, 10, 14)


def may_come_less(delegate, colleague):
    delegate.max_seats = 0
    delegate.save()


def changed_agency(delegate, colleague):
    delegate.agency = colleague.agency
    delegate.save()


def was_barred(delegate, colleague):
    delegate.barred_units.add(delegate.seats.get(meeting__starts_at__day=10).meeting.unit)


@pytest.mark.parametrize("told", [fell_ill, may_come_less, changed_agency, was_barred])
def test_what_is_told_of_a_day_gone_by_does_not_stop_the_repair_of_the_days_to_come(
    issued, period, meeting, delegate, other_delegate, newcomer, both, office, head, standing, told
):
    told(delegate, other_delegate)
    plan = services.new_version(period, by=office, at=morning(11))
    assert sitting(plan, meeting) == both
    services.submit_plan(plan, by=office, at=morning(11))
    services.check_plan_version(plan, by=head, at=morning(11))
    services.publish_plan(plan, by=standing, at=morning(11), issued_on=datetime.date(2026, 11, 11))


def test_the_record_says_why_a_seat_that_was_held_stands_against_a_rule(
    issued, period, meeting, delegate, newcomer, office
):
    busy(delegate, 10, 10)
    (case,) = record_of_draft(services.new_version(period, by=office, at=morning(11))).items
    assert (case.rules, case.reason) == (("R2",), "Hội nghị đã đến ngày họp: giữ nguyên theo thông báo đã công bố.")


def test_nobody_is_added_to_a_conference_that_is_over(issued, period, meeting, other_meeting, both, newcomer, office):
    for one in (meeting, other_meeting):
        one.seats = 3
        one.save()
    plan = services.new_version(period, by=office, at=morning(11))
    assert sitting(plan, meeting) == both
    assert sitting(plan, other_meeting) == {*both, newcomer}
    assert plan.result["empty"] == []
    (left,) = plan.left_empty.all()
    assert (left.meeting, left.seats, left.reason) == (meeting, 1, "hội nghị đã đến ngày họp, không xếp thêm")


def solved_here(plan, office, at):
    return services.solve_plan(plan, edit=plan.edit, by=office, at=at)


def solved_behind_the_page(plan, office, at):
    solve = services.start_solve(plan.period, kind=Solve.Kind.AGAIN, plan=plan, edit=plan.edit, by=office, at=at)
    assert solve.state == Solve.State.DONE, solve.refusal
    return solve.plan


@pytest.mark.parametrize("solved", [solved_here, solved_behind_the_page])
def test_a_version_begun_before_the_day_keeps_it_when_solved_after_it(
    issued, period, meeting, other_meeting, delegate, other_delegate, newcomer, both, office, solved
):
    plan = services.new_version(period, by=office, at=morning(9))
    busy(delegate, 10, 14)
    plan = solved(plan, office, morning(11))
    assert sitting(plan, meeting) == both
    assert sitting(plan, other_meeting) == {other_delegate, newcomer}


def test_a_version_that_waits_past_a_day_is_told_that_it_says_otherwise(
    issued, period, meeting, other_meeting, delegate, newcomer, office
):
    busy(delegate, 10, 10)
    plan = services.new_version(period, by=office, at=morning(9))

    def told(day):
        warnings = build_board(plan, period, on=datetime.date(2026, 11, day)).warnings
        return [one for one in warnings if "đã họp" in one]

    assert told(10) == []
    (warning,) = told(11)
    assert warning.startswith("Hội nghị của xã Hợp Thành đã họp ngày 10/11 theo thông báo đang có hiệu lực")
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=morning(11))
    assert told(11) == []


def test_a_substitute_for_a_day_to_come_moves_nobody_from_one_gone_by(
    issued, period, meeting, other_meeting, delegate, newcomer, both, office
):
    services.new_version(period, by=office, at=morning(9))
    busy(delegate, 10, 14)
    plan = services.substitute(
        period, meeting=other_meeting, leaving=delegate, coming=newcomer, by=office, at=morning(11)
    )
    assert sitting(plan, meeting) == both


def test_who_is_chosen_for_the_same_day_stays_when_it_is_solved_again(
    issued, period, meeting, delegate, other_delegate, newcomer, office
):
    dawn = morning(10).replace(hour=6)
    plan = services.substitute(period, meeting=meeting, leaving=delegate, coming=newcomer, by=office, at=dawn)
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=morning(11))
    assert sitting(plan, meeting) == {other_delegate, newcomer}


def test_who_was_changed_by_hand_on_a_day_gone_by_stays_so(
    issued, period, meeting, delegate, other_delegate, newcomer, office
):
    plan = services.new_version(period, by=office, at=morning(9))
    plan = services.seat_change(
        plan, edit=plan.edit, meeting=meeting, remove=delegate, add=newcomer, by=office, at=morning(9)
    )
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=morning(11))
    assert sitting(plan, meeting) == {other_delegate, newcomer}


def by_hand(meeting, delegate, newcomer):
    return [
        services.change_seat(meeting, remove=delegate, add=None),
        services.change_seat(meeting, remove=delegate, add=newcomer),
        services.forbid(meeting, delegate, reason=REASON),
    ]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_who_sat_at_a_conference_that_has_begun_is_not_changed_by_hand(
    issued, period, meeting, delegate, newcomer, both, office, which
):
    plan = services.new_version(period, by=office, at=morning(9))
    act = by_hand(meeting, delegate, newcomer)[which]
    for refused in (services.weigh, services.change_draft):
        with pytest.raises(PlanningError, match="đã đến giờ họp, không đổi người dự được nữa"):
            refused(plan, act, edit=plan.edit, by=office, at=meeting.starts_at)
    assert sitting(plan, meeting) == both
    services.change_draft(plan, act, edit=plan.edit, by=office, at=meeting.starts_at - datetime.timedelta(minutes=1))
    assert delegate not in sitting(plan, meeting)


def test_nobody_is_added_by_hand_to_a_conference_that_has_begun(issued, period, meeting, newcomer, both, office):
    meeting.seats = 3
    meeting.save()
    plan = services.new_version(period, by=office, at=morning(11))
    with pytest.raises(PlanningError, match="đã đến giờ họp"):
        services.seat_change(
            plan, edit=plan.edit, meeting=meeting, remove=None, add=newcomer, by=office, at=morning(11)
        )
    assert sitting(plan, meeting) == both


def test_a_version_that_says_otherwise_comes_back_to_the_notice_by_hand_and_not_away_again(
    issued, period, meeting, delegate, newcomer, both, office
):
    plan = services.new_version(period, by=office, at=morning(9))
    plan = services.seat_change(
        plan, edit=plan.edit, meeting=meeting, remove=delegate, add=newcomer, by=office, at=morning(9)
    )
    plan = services.seat_change(
        plan, edit=plan.edit, meeting=meeting, remove=newcomer, add=delegate, by=office, at=morning(11)
    )
    assert sitting(plan, meeting) == both
    undo = services.history_of(plan).undo
    with pytest.raises(PlanningError, match="đã đến giờ họp"):
        services.go_back(plan, step=undo, edit=plan.edit, by=office, at=morning(11))
    assert sitting(plan, meeting) == both


def test_a_first_draft_is_changed_by_hand_after_the_day(draft, meeting, delegate, office):
    seats = sitting(draft, meeting)
    leaving = seats.pop()
    services.seat_change(draft, edit=draft.edit, meeting=meeting, remove=leaving, add=None, by=office, at=morning(11))
    assert sitting(draft, meeting) == seats


def test_a_first_draft_knows_nothing_that_was_held(draft, meeting, other_delegate, third_delegate, office):
    busy(other_delegate, 10, 10)
    plan = services.solve_plan(draft, edit=draft.edit, by=office, at=morning(11))
    assert other_delegate not in sitting(plan, meeting)


def test_who_was_let_off_a_rule_and_declines_is_not_kept_by_the_repair(
    draft, period, meeting, delegate, been_there, office, head, standing
):
    plan = services.seat_change(
        draft, edit=draft.edit, meeting=meeting, remove=delegate, add=been_there, by=office, at=world.NOW,
        override_reason=REASON,
    )  # fmt: skip
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=datetime.date(2026, 11, 5))
    seat = Seat.objects.published().get(meeting=meeting, delegate=been_there)
    assert seat.overridden == ["R8"]
    services.decline_seat(seat, reason="Ốm", by=office, at=world.NOW)
    plan = services.new_version(period, by=office, at=morning(3))
    assert been_there not in sitting(plan, meeting)


def test_the_panel_of_a_conference_that_has_begun_offers_nothing_to_change(
    client, issued, period, meeting, other_meeting, delegate, newcomer, office, monkeypatch
):
    plan = services.new_version(period, by=office, at=morning(9))
    monkeypatch.setattr("django.utils.timezone.now", lambda: morning(11))
    client.force_login(office)

    def panel(one):
        page = client.get(f"/thang/2026-11/phan-cong/{one.pk}/").content.decode()
        return "không đổi người dự được nữa" in page, f"remove:{delegate.pk}" in page

    assert panel(meeting) == (True, False)
    assert panel(other_meeting) == (False, True)
    fields = {"edit": plan.edit, "change": f"remove:{delegate.pk}"}
    refused = client.post(f"/thang/2026-11/phan-cong/{meeting.pk}/doi/", fields)
    assert (refused.status_code, "không đổi người dự được nữa" in refused.content.decode()) == (422, True)
    # Where the version says otherwise, it is the panel that brings it back.
    plan.seats.get(meeting=meeting, delegate=delegate).delete()
    assert panel(meeting) == (False, False)
    assert f'value="add:{delegate.pk}"' in client.get(f"/thang/2026-11/phan-cong/{meeting.pk}/").content.decode()
