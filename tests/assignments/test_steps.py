"""Undo, redo, back to any step: nothing that was done is lost, and nothing comes back that is no longer possible."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assignments import services
from assignments.checker import check
from assignments.models import ForbiddenPair, LeftEmpty, Plan, PlanStep, Unavailability
from assignments.problem import month_problem
from assignments.services.content import Content, write_content
from assignments.services.planning import solved
from assignments.steps import where_it_stands
from tests import world
from units.services import cancel_meeting

LATER = world.NOW + datetime.timedelta(hours=1)


# Where a draft stands, without a database


@pytest.mark.parametrize(
    ("steps", "now", "undo", "redo"),
    [
        ([], None, None, None),
        ([(1, None)], 1, None, None),
        ([(1, None), (2, None)], 2, 1, None),
        ([(1, None), (2, None), (3, 1)], 1, None, 2),
        ([(1, None), (2, None), (3, None), (4, 2), (5, 1)], 1, None, 2),
        ([(1, None), (2, None), (3, None), (4, 2), (5, 1), (6, 2)], 2, 1, 3),
        ([(1, None), (2, None), (3, 1), (4, None)], 4, 1, None),
        ([(1, None), (2, None), (3, None), (4, 1)], 1, None, 2),
        ([(1, None), (2, None), (3, 1), (4, None), (5, 2)], 2, 1, None),
    ],
)
def test_what_undo_and_redo_lead_to(steps, now, undo, redo):
    standing = where_it_stands(steps)
    assert (standing.now, standing.undo, standing.redo) == (now, undo, redo)


@given(st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=20))
def test_undo_and_redo_are_those_of_every_editor(acts):
    """Against the two piles that everybody knows."""
    steps, done, undone = [(1, None)], [1], []
    for number, act in enumerate(acts, 2):
        standing = where_it_stands(steps)
        assert standing.now == done[-1]
        assert standing.undo == (done[-2] if len(done) > 1 else None)
        assert standing.redo == (undone[-1] if undone else None)
        if act == "change":
            steps.append((number, None))
            done.append(number)
            undone = []
        elif act == "undo" and len(done) > 1:
            undone.append(done.pop())
            steps.append((number, done[-1]))
        elif act == "redo" and undone:
            done.append(undone.pop())
            steps.append((number, done[-1]))


# On a draft


def do(plan, act, by, **more):
    return services.change_draft(plan, act, edit=plan.edit, by=by, at=LATER, **more)


def undo(plan, by):
    return services.go_back(plan, step=services.history_of(plan).undo, edit=plan.edit, by=by, at=LATER)


def redo(plan, by):
    return services.go_back(plan, step=services.history_of(plan).redo, edit=plan.edit, by=by, at=LATER)


def seats(plan):
    fields = ("delegate__full_name", "pinned", "by_hand", "because", "instead_of", "overridden", "override_reason")
    return set(map(str, plan.seats.values_list(*fields)))


def test_undo_brings_back_everything_and_redo_too(third_delegate, draft, meeting, delegate, office):
    proven, first = draft.result, seats(draft)
    plan = do(draft, services.change_seat(meeting, remove=delegate, add=third_delegate), office)
    second = seats(plan)
    plan = do(plan, services.forbid(meeting, third_delegate, reason="Tránh người thân"), office)
    plan = do(plan, services.leave_empty(meeting, places=1, reason="Xã đề nghị"), office)
    plan = undo(plan, office)
    assert (ForbiddenPair.objects.count(), LeftEmpty.objects.count()) == (1, 0)
    plan = undo(plan, office)
    assert (ForbiddenPair.objects.count(), seats(plan)) == (0, second)
    plan = undo(plan, office)
    assert seats(plan) == first
    assert plan.result == proven  # also that it is the best
    assert services.history_of(plan).undo is None
    for _ in range(3):
        plan = redo(plan, office)
        assert check(plan.problem, plan.result) == []
    assert ForbiddenPair.objects.get().reason == "Tránh người thân"
    assert LeftEmpty.objects.get().at == LATER
    assert PlanStep.objects.count() == 10
    assert services.history_of(plan).steps[0].what.startswith("làm lại: để trống 1 chỗ")


def test_undo_takes_back_a_solve_too(draft, meeting, delegate, office):
    plan = do(draft, services.change_seat(meeting, remove=delegate, add=None), office)
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=LATER)
    plan = undo(plan, office)
    assert plan.seats.count() == 1
    assert plan.edited_what == "hoàn tác: xếp lại bản phân công"


def test_back_to_any_step_by_somebody_else(draft, meeting, delegate, other_delegate, office, head):
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    plan = do(plan, services.set_pin(meeting, other_delegate, pinned=True), office)
    first = plan.steps.earliest("edit")
    plan = services.go_back(plan, step=first, edit=plan.edit, by=head, at=LATER)
    assert not plan.seats.filter(pinned=True).exists()
    assert plan.steps.latest("edit").by == head


def test_the_later_of_two_is_told_who_went_back(draft, meeting, delegate, other_delegate, office, head):
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    seen = plan.edit
    undo(plan, office)
    act = services.set_pin(meeting, other_delegate, pinned=True)
    with pytest.raises(services.EditConflictError, match=r"Hà Đức Nga .* đã hoàn tác: ghim đồng chí Vàng Tả Lan"):
        services.change_draft(plan, act, edit=seen, by=head, at=LATER)
    with pytest.raises(services.EditConflictError, match="đã hoàn tác"):
        services.go_back(plan, step=plan.steps.earliest("edit"), edit=seen, by=head, at=LATER)


def test_a_double_click_on_undo_goes_back_once(draft, meeting, delegate, other_delegate, office):
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    plan = do(plan, services.set_pin(meeting, other_delegate, pinned=True), office)
    step, edit = services.history_of(plan).undo, plan.edit
    services.go_back(plan, step=step, edit=edit, by=office, at=LATER)
    services.go_back(plan, step=step, edit=edit, by=office, at=LATER)
    assert PlanStep.objects.count() == 4
    assert set(plan.seats.filter(pinned=True).values_list("delegate", flat=True)) == {delegate.pk}


def test_what_is_no_longer_possible_does_not_come_back(
    period, draft, meeting, other_meeting, delegate, third_delegate, office
):
    plan = services.solve_plan(draft, edit=draft.edit, by=office, at=LATER)
    gone = plan.seats.filter(meeting=meeting).first().delegate
    plan = do(plan, services.change_seat(meeting, remove=gone, add=None), office)
    before, edit = seats(plan), plan.edit
    day = datetime.date(2026, 11, 10)
    Unavailability.objects.create(delegate=gone, from_on=day, to_on=day)
    with pytest.raises(services.PlanningError, match=r"Không trở lại bước này được.*trái quy tắc R2"):
        undo(plan, office)
    with pytest.raises(services.PlanningError, match="Phường Kim Tân mới đăng ký hội nghị, nên phải xếp lại"):
        services.go_back(plan, step=plan.steps.earliest("edit"), edit=edit, by=office, at=LATER)
    cancel_meeting(other_meeting, version=1, reason="Mưa lũ", by=office, at=LATER)
    with pytest.raises(services.PlanningError, match=r"không còn trong lịch|đã hủy"):
        undo(plan, office)
    plan.refresh_from_db()
    assert (seats(plan), plan.edit) == (before, edit)


def test_a_delegate_who_has_gone_does_not_come_back(draft, meeting, delegate, office):
    plan = do(draft, services.change_seat(meeting, remove=delegate, add=None), office)
    delegate.active_to = datetime.date(2026, 10, 31)
    delegate.save()
    with pytest.raises(services.PlanningError, match="Vàng Tả Lan không tham gia phân công trong tháng này"):
        undo(plan, office)


def test_nobody_goes_back_along_another_plan_or_a_submitted_one(draft, period, office, unit):
    later = world.make_period(datetime.date(2026, 12, 1))
    world.make_meeting(later, unit, by=office)
    other = services.draft_plan(later, by=office, at=LATER)
    with pytest.raises(services.PlanningError, match="không thuộc bản dự thảo này"):
        services.go_back(draft, step=other.steps.get(), edit=draft.edit, by=office, at=LATER)
    plan = services.submit_plan(draft, by=office, at=LATER)
    with pytest.raises(services.WrongStatusError):
        services.go_back(plan, step=plan.steps.get(), edit=plan.edit, by=office, at=LATER)


def test_a_draft_from_before_steps_were_kept_can_be_taken_back_too(period, meeting, delegate, other_delegate, office):
    month = month_problem(period)
    result = solved(month)
    plan = Plan.objects.create(
        period=period, version=1, made_by=office, made_at=world.NOW, problem=month.dossier, result=result
    )
    write_content(plan, Content(), result["seats"])
    plan = do(plan, services.change_seat(meeting, remove=delegate, add=None), office)
    assert plan.seats.count() == 1
    assert undo(plan, office).seats.count() == 2


# The pages


def test_the_board_undoes_and_redoes(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    board, back = (reverse(f"assignments:{name}", args=[period.month]) for name in ("plan_detail", "plan_go_back"))
    assert "Hoàn tác" not in client.get(board).content.decode()
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    page = client.get(board).content.decode()
    assert 'Hoàn tác<span class="visually-hidden">: ghim đồng chí Vàng Tả Lan' in page
    step = services.history_of(plan).undo
    response = client.post(back, {"edit": plan.edit, "step": step.pk}, headers={"HX-Request": "true"})
    assert response["HX-Retarget"] == "#board"
    assert 'Làm lại<span class="visually-hidden">: ghim đồng chí Vàng Tả Lan' in response.content.decode()
    assert not plan.seats.filter(pinned=True).exists()
    listed = client.get(reverse("assignments:step_list", args=[period.month])).content.decode()
    assert "Hoàn tác: ghim đồng chí Vàng Tả Lan" in listed
    assert listed.count("Đang ở bước này") == 1


@pytest.mark.parametrize(("step", "status"), [("", 422), ("x", 422), ("0", 422), ("9" * 14, 404), ("9" * 40, 422)])
def test_a_step_that_is_none_is_refused(client, office, period, draft, step, status):
    client.force_login(office)
    address = reverse("assignments:plan_go_back", args=[period.month])
    assert client.post(address, {"edit": draft.edit, "step": step}).status_code == status
    assert PlanStep.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_steps_asks_the_database_the_same_however_many(
    client, office, period, draft, meeting, delegate, rows, django_assert_num_queries
):
    plan = draft
    for number in range(rows):
        plan = do(plan, services.set_pin(meeting, delegate, pinned=number % 2 == 0), office)
    client.force_login(office)
    with django_assert_num_queries(8):
        client.get(reverse("assignments:step_list", args=[period.month]))
