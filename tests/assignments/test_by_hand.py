"""A draft changed by hand: what it would cost, whom to keep away, what to leave empty, when a rule may give way."""

import datetime

import pytest
from django.urls import reverse

from assignments import services
from assignments.checker import check
from assignments.models import Delegate, ForbiddenPair, LeftEmpty, Plan, Policy, Seat, Unavailability
from assignments.problem import month_problem
from tests import world
from units.services import cancel_meeting

LATER = world.NOW + datetime.timedelta(hours=1)
HX = {"HX-Request": "true"}


def address(name, period, *rest):
    return reverse(f"assignments:{name}", args=[period.month, *rest])


def people(plan):
    return set(plan.seats.values_list("delegate__full_name", flat=True))


def do(plan, act, by, **more):
    return services.change_draft(plan, act, edit=plan.edit, by=by, at=LATER, **more)


def goals(weighing):
    return {one.goal: (one.before, one.after) for one in weighing.goals}


def is_proven(plan):
    return plan.result["status"] == "optimal" and all(goal["proven"] for goal in plan.result["goals"])


# The cost


def test_the_cost_is_known_before_anything_is_kept(draft, meeting, delegate, third_delegate, office):
    act = services.change_seat(meeting, remove=delegate, add=third_delegate)
    weighing = services.weigh(draft, act, edit=draft.edit, by=office, at=LATER)
    assert weighing.what == "thay đồng chí Vàng Tả Lan bằng đồng chí Má A Chinh tại xã Hợp Thành"
    assert weighing.broken == []
    assert goals(weighing)["seniors_spent"] == (0, 1)
    assert weighing.first_difference.goal == "seniors_spent"
    assert people(draft) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    kept = do(draft, act, office)
    values = {goal["goal"]: goal["value"] for goal in kept.result["goals"]}
    assert values == {goal: after for goal, (_, after) in goals(weighing).items()}


def test_what_only_narrows_the_choice_keeps_the_proof(third_delegate, draft, meeting, delegate, office):
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    assert is_proven(plan)
    plan = do(plan, services.forbid(meeting, third_delegate), office)
    assert is_proven(plan)
    assert [goal["value"] for goal in plan.result["goals"]] == [goal["value"] for goal in draft.result["goals"]]
    assert not is_proven(do(plan, services.allow(meeting, third_delegate), office))


@pytest.mark.parametrize("loosened", ["unpinned", "taken out", "meanwhile"])
def test_what_may_be_better_now_is_not_called_proven(draft, meeting, delegate, other_delegate, office, loosened):
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    if loosened == "meanwhile":
        Delegate.objects.filter(pk=other_delegate.pk).update(max_seats=9)
        plan = do(plan, services.set_pin(meeting, other_delegate, pinned=True), office)
    elif loosened == "unpinned":
        plan = do(plan, services.set_pin(meeting, delegate, pinned=False), office)
    else:
        plan = do(plan, services.change_seat(meeting, remove=other_delegate, add=None), office)
    assert not is_proven(plan)


def test_taking_somebody_out_costs_a_place(draft, meeting, delegate, office):
    act = services.change_seat(meeting, remove=delegate, add=None)
    weighing = services.weigh(draft, act, edit=draft.edit, by=office, at=LATER)
    assert goals(weighing)["empty_seats"] == (0, 1)


def test_nothing_is_weighed_for_a_state_that_somebody_changed(draft, meeting, delegate, other_delegate, office, head):
    before = draft.edit
    do(draft, services.change_seat(meeting, remove=delegate, add=None), office)
    act = services.change_seat(meeting, remove=other_delegate, add=None)
    draft.refresh_from_db()
    with pytest.raises(services.EditConflictError, match=r"Hà Đức Nga .* đã rút đồng chí Vàng Tả Lan"):
        services.weigh(draft, act, edit=before, by=head, at=LATER)


# Keeping somebody away


def test_who_is_kept_away_gets_up_and_does_not_come_back(draft, meeting, delegate, office, third_delegate):
    plan = do(draft, services.forbid(meeting, delegate, reason="Có người thân là bí thư xã"), office)
    assert people(plan) == {"Vũ Ngọc Thành"}
    pair = ForbiddenPair.objects.get()
    assert (pair.delegate, pair.reason, pair.by, pair.at) == (delegate, "Có người thân là bí thư xã", office, LATER)
    assert plan.problem["forbidden"] == [[str(meeting.pk), str(delegate.pk)]]
    assert check(plan.problem, plan.result) == []
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=LATER)
    assert people(plan) == {"Vũ Ngọc Thành", "Má A Chinh"}
    with pytest.raises(services.PlanningError, match="đã được loại khỏi hội nghị này"):
        do(plan, services.change_seat(meeting, remove=third_delegate, add=delegate), office)


def test_who_was_kept_away_may_come_again(draft, meeting, delegate, office):
    plan = do(draft, services.forbid(meeting, delegate), office)
    plan = do(plan, services.allow(meeting, delegate), office)
    assert not ForbiddenPair.objects.exists()
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=LATER)
    assert people(plan) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}


def test_keeping_away_twice_happens_once(draft, meeting, delegate, office):
    services.change_draft(draft, services.forbid(meeting, delegate), edit=draft.edit, by=office, at=LATER)
    services.change_draft(draft, services.forbid(meeting, delegate), edit=draft.edit, by=office, at=LATER)
    assert Plan.objects.get().edit == draft.edit + 1
    assert ForbiddenPair.objects.count() == 1


# Leaving places empty


def test_a_place_left_empty_is_not_filled_and_not_missed(draft, meeting, delegate, office):
    plan = do(draft, services.change_seat(meeting, remove=delegate, add=None), office)
    plan = do(plan, services.leave_empty(meeting, places=1, reason="Xã đề nghị một đại biểu"), office)
    left = LeftEmpty.objects.get()
    assert (left.seats, left.reason, left.by) == (1, "Xã đề nghị một đại biểu", office)
    assert plan.problem["meetings"][0]["seats"] == 1
    assert plan.result["empty"] == []
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=LATER)
    assert plan.seats.count() == 1
    assert {goal["goal"]: goal["value"] for goal in plan.result["goals"]}["empty_seats"] == 0
    services.submit_plan(plan, by=office, at=LATER)


def test_places_left_empty_need_a_reason_and_must_be_free(draft, meeting, delegate, office):
    with pytest.raises(services.PlanningError, match="2 chỗ và đã xếp đủ 2"):
        do(draft, services.leave_empty(meeting, places=1, reason="Thừa"), office)
    plan = do(draft, services.change_seat(meeting, remove=delegate, add=None), office)
    with pytest.raises(services.ReasonMissingError, match="Ghi lý do để trống"):
        do(plan, services.leave_empty(meeting, places=1, reason="  "), office)
    with pytest.raises(services.PlanningError, match="chỉ để trống được từ 1 đến 1"):
        do(plan, services.leave_empty(meeting, places=2, reason="Thừa"), office)
    assert not LeftEmpty.objects.exists()


def test_a_place_left_empty_is_filled_again(draft, meeting, delegate, office):
    plan = do(draft, services.change_seat(meeting, remove=delegate, add=None), office)
    plan = do(plan, services.leave_empty(meeting, places=1, reason="Xã đề nghị"), office)
    with pytest.raises(services.PlanningError, match="chỉ có 1 chỗ"):
        do(plan, services.change_seat(meeting, remove=None, add=delegate), office)
    plan = do(plan, services.fill_again(meeting), office)
    assert not LeftEmpty.objects.exists()
    assert plan.problem["meetings"][0]["seats"] == 2
    assert [gap["seats"] for gap in plan.result["empty"]] == [1]


def test_what_people_decided_goes_along_into_the_next_version(
    draft, period, meeting, delegate, other_delegate, third_delegate, office, head, standing
):
    plan = do(draft, services.forbid(meeting, delegate, reason="Tránh người thân"), office)
    plan = do(plan, services.leave_empty(meeting, places=1, reason="Xã đề nghị"), office)
    services.submit_plan(plan, by=office, at=LATER)
    services.check_plan_version(plan, by=head, at=LATER)
    notice = services.publish_plan(plan, by=standing, at=LATER, issued_on=datetime.date(2026, 11, 5))
    assert "(Để trống 01 chỗ theo quyết định: Xã đề nghị)" in str(notice.paper)
    assert "Còn khuyết" not in str(notice.paper)
    new = services.new_version(period, by=office, at=LATER)
    assert new.forbidden_pairs.get().reason == "Tránh người thân"
    assert new.left_empty.get().at == LATER
    assert people(new) == {"Vũ Ngọc Thành"}


def test_a_meeting_called_off_takes_its_decisions_out_of_the_problem(
    draft, period, meeting, other_meeting, delegate, office
):
    plan = services.solve_plan(draft, edit=draft.edit, by=office, at=LATER)
    plan = do(plan, services.forbid(meeting, delegate), office)
    cancel_meeting(meeting, version=1, reason="Mưa lũ", by=office, at=LATER)
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=LATER)
    assert plan.problem["forbidden"] == []
    assert ForbiddenPair.objects.count() == 1


# Rules that may give way


def test_a_rule_that_may_give_way_needs_a_reason(draft, meeting, delegate, been_there, office):
    act = services.change_seat(meeting, remove=delegate, add=been_there)
    weighing = services.weigh(draft, act, edit=draft.edit, by=office, at=LATER)
    assert (weighing.is_allowed, weighing.waivable) == (True, ("R8",))
    assert "trái quy tắc R8" in weighing.broken[0]
    with pytest.raises(services.ReasonMissingError, match="Ghi lý do làm khác quy tắc"):
        do(draft, act, office, override_reason=" ")
    assert people(draft) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}


def test_what_is_done_against_a_rule_stands_in_the_record(draft, meeting, delegate, been_there, office):
    act = services.change_seat(meeting, remove=delegate, add=been_there)
    plan = do(draft, act, office, override_reason="Theo dõi tiếp vụ việc đất đai")
    seat = plan.seats.get(delegate=been_there)
    assert (seat.overridden, seat.override_reason, seat.pinned) == (["R8"], "Theo dõi tiếp vụ việc đất đai", True)
    assert "khác quy tắc R8, lý do: Theo dõi tiếp vụ việc đất đai" in seat.because
    override = {"meeting": str(meeting.pk), "delegate": str(been_there.pk), "rule": "R8"}
    assert plan.problem["overrides"] == [override | {"reason": "Theo dõi tiếp vụ việc đất đai"}]
    assert check(plan.problem, plan.result) == []
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=LATER)
    assert plan.seats.get(delegate=been_there).overridden == ["R8"]
    services.submit_plan(plan, by=office, at=LATER)


def test_a_seat_against_a_rule_stays_pinned_until_it_is_given_up(draft, meeting, delegate, been_there, office):
    plan = do(draft, services.change_seat(meeting, remove=delegate, add=been_there), office, override_reason="Theo dõi")
    with pytest.raises(services.PlanningError, match="được xếp khác quy tắc nên phải ghim"):
        do(plan, services.set_pin(meeting, been_there, pinned=False), office)
    plan = do(plan, services.change_seat(meeting, remove=been_there, add=delegate), office)
    assert "overrides" not in plan.problem


def test_a_rule_that_the_policy_holds_fast_is_refused_whatever_the_reason(
    draft, period, meeting, delegate, been_there, office
):
    policy = Policy.objects.get()
    policy.pk, policy.valid_from, policy.may_override = None, period.month, ["R2", "R4"]
    policy.save(force_insert=True)
    act = services.change_seat(meeting, remove=delegate, add=been_there)
    assert not services.weigh(draft, act, edit=draft.edit, by=office, at=LATER).is_allowed
    with pytest.raises(services.PlanningError, match="trái quy tắc R8") as refusal:
        do(draft, act, office, override_reason="Rất cần")
    assert not isinstance(refusal.value, services.ReasonMissingError)
    assert not Seat.objects.exclude(overridden=[]).exists()


@pytest.mark.parametrize("rule", ["R2", "R4", "R5", "R6"])
def test_every_rule_of_one_seat_may_give_way_where_the_policy_says_so(
    draft, meeting, delegate, other_delegate, third_delegate, office, unit, rule
):
    Policy.objects.update(may_override=[rule])
    if rule == "R2":
        day = datetime.date(2026, 11, 10)
        Unavailability.objects.create(delegate=third_delegate, from_on=day, to_on=day)
    elif rule == "R4":
        third_delegate.max_seats = 0
        third_delegate.save()
    elif rule == "R5":
        third_delegate.barred_units.add(unit)
    else:
        third_delegate.agency = other_delegate.agency
        third_delegate.save()
    act = services.change_seat(meeting, remove=delegate, add=third_delegate)
    plan = do(draft, act, office, override_reason="Thường trực giao")
    assert plan.seats.get(delegate=third_delegate).overridden == [rule]
    assert check(plan.problem, plan.result) == []


def test_two_meetings_at_one_hour_never_give_way(period, meeting, delegate, other_unit, office):
    world.make_meeting(period, other_unit, day=10, by=office)
    Policy.objects.update(may_override=["R2", "R3", "R4", "R5", "R6", "R8"])
    plan = services.draft_plan(period, by=office, at=world.NOW)
    seated = plan.seats.get(delegate=delegate).meeting
    other = next(row for row in month_problem(period).meetings if row.pk != seated.pk)
    act = services.change_seat(other, remove=None, add=delegate)
    assert not services.weigh(plan, act, edit=plan.edit, by=office, at=LATER).is_allowed
    with pytest.raises(services.PlanningError, match="R3"):
        do(plan, act, office, override_reason="Thường trực giao")


# Something is broken already


def busy_on(delegate, day):
    on = world.MONTH.replace(day=day)
    Unavailability.objects.create(delegate=delegate, from_on=on, to_on=on, reason="Đi học")


def test_an_act_elsewhere_is_let_through_and_the_rule_broken_is_shown(draft, meeting, delegate, third_delegate, office):
    busy_on(delegate, 10)
    act = services.forbid(meeting, third_delegate, reason="Có người thân ở xã")

    weighing = services.weigh(draft, act, edit=draft.edit, by=office, at=LATER)

    assert (weighing.broken, weighing.is_allowed) == ([], True)
    assert weighing.standing == [
        "Đồng chí Vàng Tả Lan tại xã Hợp Thành – trái quy tắc R2 (Bận ngày họp): Đại biểu bận ngày 10/11/2026."
    ]
    plan = do(draft, act, office)
    assert people(plan) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    with pytest.raises(services.PlanningError, match="trái quy tắc R2"):
        services.submit_plan(plan, by=office, at=LATER)


def test_who_is_pinned_and_cannot_come_any_more_can_be_unpinned_and_taken_out(draft, meeting, delegate, office):
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    busy_on(delegate, 10)

    plan = do(plan, services.set_pin(meeting, delegate, pinned=False), office)
    assert plan.seats.get(delegate=delegate).pinned is False
    plan = do(plan, services.change_seat(meeting, remove=delegate, add=None), office)

    assert people(plan) == {"Vũ Ngọc Thành"}
    assert check(plan.problem, plan.result) == []
    assert services.submit_plan(plan, by=office, at=LATER).status == "submitted"


def test_what_makes_it_worse_is_refused_and_what_was_broken_before_is_told_apart(
    draft, meeting, delegate, other_delegate, third_delegate, office
):
    busy_on(delegate, 10)
    busy_on(third_delegate, 10)
    act = services.change_seat(meeting, remove=other_delegate, add=third_delegate)

    weighing = services.weigh(draft, act, edit=draft.edit, by=office, at=LATER)

    assert not weighing.is_allowed
    assert ["Má A Chinh" in sentence for sentence in weighing.broken] == [True]
    assert ["Vàng Tả Lan" in sentence for sentence in weighing.standing] == [True]
    with pytest.raises(services.PlanningError, match="Má A Chinh"):
        do(draft, act, office)


def test_a_step_back_is_taken_too_while_something_is_broken(draft, meeting, delegate, third_delegate, office):
    began = draft.steps.get()
    plan = do(draft, services.forbid(meeting, third_delegate, reason="Có người thân ở xã"), office)
    busy_on(delegate, 10)

    plan = services.go_back(plan, step=began, edit=plan.edit, by=office, at=LATER)

    assert not ForbiddenPair.objects.exists()
    assert people(plan) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}


def test_who_has_left_can_be_taken_out_by_hand(draft, meeting, delegate, office):
    Delegate.objects.filter(pk=delegate.pk).update(active_to=datetime.date(2026, 10, 31))

    plan = do(draft, services.change_seat(meeting, remove=delegate, add=None), office)

    assert people(plan) == {"Vũ Ngọc Thành"}
    assert check(plan.problem, plan.result) == []


def test_who_has_left_two_pinned_seats_behind_leaves_both(
    period, meeting, other_meeting, draft, delegate, other_delegate, office
):
    for seat in draft.seats.all():
        draft = services.pin_seat(draft, edit=draft.edit, seat=seat, by=office, at=LATER)
    Delegate.objects.filter(pk=delegate.pk).update(active_to=datetime.date(2026, 10, 31))
    act = services.change_seat(meeting, remove=delegate, add=None)
    told = "rút đồng chí Vàng Tả Lan tại xã Hợp Thành, cùng lúc rút Vàng Tả Lan (không còn tham gia)"
    assert services.weigh(draft, act, edit=draft.edit, by=office, at=LATER).what == told

    plan = do(draft, act, office)

    assert people(plan) == {"Vũ Ngọc Thành"}
    assert plan.edited_what == told
    act = services.change_seat(meeting, remove=None, add=delegate)
    with pytest.raises(services.PlanningError, match="Vàng Tả Lan không tham gia phân công trong tháng này"):
        do(plan, act, office)
