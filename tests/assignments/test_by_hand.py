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


@pytest.fixture
def been_there(unit, third_delegate, office):
    """The third delegate was at the unit two months ago."""
    old = world.make_period(datetime.date(2026, 9, 1))
    plan = Plan.objects.create(period=old, version=1, made_by=office, made_at=world.NOW)
    Seat.objects.create(plan=plan, meeting=world.make_meeting(old, unit, by=office), delegate=third_delegate)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    return third_delegate


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


# The pages


def test_the_panel_leads_over_the_cost_to_the_act(client, office, period, draft, meeting, delegate, third_delegate):
    client.force_login(office)
    choice = f"swap:{delegate.pk}:{third_delegate.pk}"
    assert f'form="try-form" name="change" value="{choice}"' in _panel(client, period, meeting)
    asked = client.get(address("seat_try", period, meeting.pk), {"edit": draft.edit, "change": choice})
    page = asked.content.decode()
    assert "Thay đồng chí Vàng Tả Lan bằng đồng chí Má A Chinh tại xã Hợp Thành?" in page
    assert "điểm lặp lại đơn vị: không đổi" in page
    assert "lượt Ủy viên Ban Thường vụ ở nơi không cần: 0 → 1" in page
    assert "Bản phân công kém đi ở mục tiêu “lượt Ủy viên Ban Thường vụ ở nơi không cần”." in page
    assert "Không trái quy tắc nào." in page
    assert draft.seats.filter(delegate=delegate).exists()
    fields = {"edit": draft.edit, "change": choice}
    assert client.post(address("seat_change", period, meeting.pk), fields).status_code == 302
    assert people(draft) == {"Má A Chinh", "Vũ Ngọc Thành"}


def test_the_cost_is_a_fragment_for_htmx(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    fields = {"edit": draft.edit, "change": f"remove:{delegate.pk}"}
    response = client.get(address("seat_try", period, meeting.pk), fields, headers=HX)
    assert response.content.decode().lstrip().startswith('<div class="card panel">')


def test_a_rule_that_holds_fast_leaves_no_button(client, office, period, draft, meeting, delegate, other_agency):
    colleague = world.make_delegate(other_agency, "Giàng A Sùng")
    client.force_login(office)
    fields = {"edit": draft.edit, "change": f"swap:{delegate.pk}:{colleague.pk}"}
    page = client.get(address("seat_try", period, meeting.pk), fields).content.decode()
    assert "Trái quy tắc, không làm được:" in page
    assert ">Thay</button>" not in page


def test_an_override_without_its_reason_comes_back_with_everything_typed(
    client, office, period, draft, meeting, delegate, been_there
):
    client.force_login(office)
    change = f"swap:{delegate.pk}:{been_there.pk}"
    assert f'value="{change}">Vẫn thay đồng chí Vàng Tả Lan, có lý do' in _panel(client, period, meeting)
    fields = {"edit": draft.edit, "change": change}
    page = client.get(address("seat_try", period, meeting.pk), fields).content.decode()
    assert "Trái quy tắc, chỉ làm khi có lý do:" in page
    assert "Lý do làm khác quy tắc" in page
    response = client.post(address("seat_change", period, meeting.pk), fields | {"reason": " "}, headers=HX)
    assert (response.status_code, response["HX-Retarget"]) == (422, "#seat-panel")
    assert "Ghi lý do làm khác quy tắc" in response.content.decode()
    long = client.post(address("seat_change", period, meeting.pk), fields | {"reason": "a" * 301})
    assert long.status_code == 422
    assert "a" * 301 in long.content.decode()
    assert "Lý do dài nhất 300 chữ cái." in long.content.decode()
    assert people(draft) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    client.post(address("seat_change", period, meeting.pk), fields | {"reason": "Theo dõi tiếp <b>vụ việc</b>"})
    board = client.get(address("plan_detail", period)).content.decode()
    assert "Khác quy tắc R8" in board
    assert "lý do: Theo dõi tiếp &lt;b&gt;vụ việc&lt;/b&gt;" in board


def test_the_board_says_what_is_left_empty_and_why(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    change = address("seat_change", period, meeting.pk)
    client.post(change, {"edit": draft.edit, "change": f"remove:{delegate.pk}"})
    fields = {"edit": draft.edit + 1, "change": "empty:1"}
    page = client.get(address("seat_try", period, meeting.pk), fields).content.decode()
    assert "lượt còn thiếu đại biểu: 1 → 0" in page
    assert client.post(change, fields).status_code == 422
    client.post(change, fields | {"reason": "Xã đề nghị"})
    board = client.get(address("plan_detail", period)).content.decode()
    assert "Để trống 1 chỗ theo quyết định: Xã đề nghị" in board
    assert "Thiếu 1 đại biểu" not in board
    assert "đã đổi (số đại biểu dự)" not in board
    assert 'value="fill"' in _panel(client, period, meeting)


def test_who_is_kept_away_is_named_in_the_panel(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    fields = {"edit": draft.edit, "change": f"forbid:{delegate.pk}", "reason": "Tránh người thân"}
    client.post(address("seat_change", period, meeting.pk), fields)
    page = _panel(client, period, meeting)
    assert "Không xếp đồng chí Vàng Tả Lan ở đây" in page
    assert "Tránh người thân" in page
    assert f'value="allow:{delegate.pk}"' in page


@pytest.mark.parametrize("change", ["", "empty:0", "empty:99", "fill:1", "forbid:999999999999999", "allow", "x" * 99])
def test_what_cannot_be_weighed_is_refused_in_the_panel(client, office, period, draft, meeting, change):
    client.force_login(office)
    fields = {"edit": draft.edit, "change": change}
    assert client.get(address("seat_try", period, meeting.pk), fields).status_code == 422
    assert client.post(address("seat_change", period, meeting.pk), fields | {"reason": "Có"}).status_code == 422
    assert Plan.objects.get().edit == draft.edit


def test_a_submitted_plan_has_nothing_to_weigh(client, office, period, draft, meeting, delegate):
    services.submit_plan(draft, by=office, at=LATER)
    client.force_login(office)
    fields = {"edit": draft.edit + 1, "change": f"remove:{delegate.pk}"}
    response = client.get(address("seat_try", period, meeting.pk), fields)
    assert response.status_code == 422
    assert "chỉ sửa được khi là dự thảo" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_cost_asks_the_database_the_same_however_many_meetings(
    client, office, period, rows, django_assert_num_queries
):
    for number in range(rows):
        meeting = world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
        world.make_delegate(world.make_agency(), f"Người {number}")
    plan = services.draft_plan(period, by=office, at=world.NOW)
    seat = plan.seats.filter(meeting=meeting).first()
    client.force_login(office)
    with django_assert_num_queries(15):
        client.get(address("seat_try", period, meeting.pk), {"edit": 1, "change": f"remove:{seat.delegate_id}"})


def _panel(client, period, meeting):
    return client.get(address("seat_panel", period, meeting.pk)).content.decode()


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
        "Đồng chí Vàng Tả Lan tại xã Hợp Thành – trái quy tắc R2: Đại biểu bận ngày 10/11/2026."
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


def test_the_page_shows_a_broken_rule_elsewhere_and_the_panels_of_such_a_draft_open(
    client, draft, period, meeting, delegate, third_delegate, office
):
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    busy_on(delegate, 10)
    plan = do(plan, services.forbid(meeting, third_delegate), office)
    client.force_login(office)

    trial = {"edit": plan.edit, "change": f"allow:{third_delegate.pk}"}
    client.post(address("seat_change", period, meeting.pk), trial)
    plan.refresh_from_db()
    weighed = {"edit": plan.edit, "change": f"remove:{plan.seats.exclude(delegate=delegate).get().delegate_id}"}
    page = client.get(address("seat_try", period, meeting.pk), weighed).content.decode()
    assert "đang có chỗ trái quy tắc từ trước" in page
    assert "Không trái thêm quy tắc nào." in page
    assert client.get(address("seat_panel", period, meeting.pk), {"vi-sao": delegate.pk}).status_code == 200
    assert client.get(address("plan_gaps", period)).status_code == 200
    assert "trái quy tắc" in client.post(address("plan_solve", period), {"edit": plan.edit}).content.decode()
