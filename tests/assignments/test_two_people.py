"""Two people at one draft in the same moment, on two connections: no change is lost, and the later one is told."""

import datetime
import threading

import pytest
from django.db import connections
from django.utils import timezone

from assignments import services
from assignments.models import ForbiddenPair, Notice, Plan, Policy, SeatAnswer, Solve
from assignments.problem import month_problem
from assignments.services import planning, solving
from tests import world
from tests.side_by_side import one_while_the_other_is_under_way
from units.services import cancel_meeting

pytestmark = pytest.mark.django_db(transaction=True)
LATER = world.NOW + datetime.timedelta(hours=1)
TOLD = "Trong lúc trang này đang mở, đồng chí Hà Đức Nga"


def whole(plan):
    """The rows are the result that was checked, and the newest step is how the draft stands."""
    plan = Plan.objects.get(pk=plan.pk)
    rows = {(str(seat.meeting_id), str(seat.delegate_id)) for seat in plan.seats.all()}
    assert rows == {(row["meeting"], row["delegate"]) for row in plan.result["seats"]}
    last = plan.steps.latest("edit")
    assert (last.edit, {tuple(row["pair"]) for row in last.state["seats"]}) == (plan.edit, rows)
    assert list(plan.steps.values_list("edit", flat=True)) == list(range(1, plan.edit + 1))
    return plan


def people(plan):
    return set(plan.seats.values_list("delegate__full_name", flat=True))


def names_of_steps(plan):
    return list(plan.steps.order_by("edit").values_list("what", flat=True))


def changed(plan, act, by):
    edit = plan.edit
    return lambda: services.change_draft(plan, act, edit=edit, by=by, at=LATER)


def acts(meeting, delegate, third):
    """Each is what a person may do by hand; none of them leads to the state of another."""
    return {
        "swap": services.change_seat(meeting, remove=delegate, add=third),
        "remove": services.change_seat(meeting, remove=delegate, add=None),
        "forbid": services.forbid(meeting, third),
        "pin": services.set_pin(meeting, delegate, pinned=True),
        "keep away": services.forbid(meeting, delegate),
    }


@pytest.mark.parametrize(
    ("first", "second"), [("swap", "pin"), ("pin", "keep away"), ("forbid", "swap"), ("remove", "pin")]
)
def test_of_two_edits_by_hand_the_later_is_told_of_the_earlier(
    draft, meeting, delegate, third_delegate, office, head, first, second
):
    act = acts(meeting, delegate, third_delegate)

    done, told = one_while_the_other_is_under_way(changed(draft, act[first], office), changed(draft, act[second], head))

    assert TOLD in str(told) or "không còn" in str(told) or "đã được loại" in str(told)
    plan = whole(draft)
    assert (plan.edit, plan.edited_by, plan.edited_what) == (draft.edit + 1, office, done.edited_what)


def test_two_who_do_the_same_do_it_once(draft, meeting, third_delegate, office, head):
    act = services.forbid(meeting, third_delegate, reason="Có người thân ở xã")

    _, second = one_while_the_other_is_under_way(changed(draft, act, office), changed(draft, act, head))

    assert second.edit == draft.edit + 1
    assert ForbiddenPair.objects.get().by == office
    whole(draft)


def test_an_undo_does_not_take_away_an_edit_that_was_not_seen(draft, meeting, delegate, other_delegate, office, head):
    plan = changed(draft, services.set_pin(meeting, delegate, pinned=True), head)()
    began = plan.steps.earliest("edit")

    _, told = one_while_the_other_is_under_way(
        changed(plan, services.change_seat(meeting, remove=other_delegate, add=None), office),
        lambda: services.go_back(plan, step=began, edit=plan.edit, by=head, at=LATER),
    )

    assert TOLD in str(told)
    assert people(whole(draft)) == {delegate.full_name}


def test_an_edit_waits_for_an_undo_and_is_told_of_it(draft, meeting, delegate, other_delegate, office, head):
    plan = changed(draft, services.change_seat(meeting, remove=delegate, add=None), head)()
    began = plan.steps.earliest("edit")

    _, told = one_while_the_other_is_under_way(
        lambda: services.go_back(plan, step=began, edit=plan.edit, by=office, at=LATER),
        changed(plan, services.set_pin(meeting, other_delegate, pinned=True), head),
    )

    assert TOLD in str(told)
    assert "hoàn tác: rút đồng chí Vàng Tả Lan" in str(told)
    assert people(whole(draft)) == {delegate.full_name, other_delegate.full_name}


def test_two_who_undo_at_once_undo_once(draft, meeting, delegate, other_delegate, office, head):
    plan = changed(draft, services.set_pin(meeting, delegate, pinned=True), head)()
    plan = changed(plan, services.set_pin(meeting, other_delegate, pinned=True), head)()
    back = plan.steps.get(edit=plan.edit - 1)

    def undo(by):
        return lambda: services.go_back(plan, step=back, edit=plan.edit, by=by, at=LATER)

    _, told = one_while_the_other_is_under_way(undo(office), undo(head))

    assert TOLD in str(told)
    assert whole(draft).seats.filter(pinned=True).count() == 1


# What a solve brings


def solved_so_far(plan, by):
    """A solve that has its result, and has only to keep it."""
    solve = Solve.objects.create(
        period=plan.period, plan=plan, kind="again", edit=plan.edit, asked_by=by, asked_at=timezone.now()
    )
    begun = solving._begin(solve.pk, at=timezone.now())
    content, month = solving._what_to_solve(begun)
    result = planning.solved(month)
    return solve, lambda: solving._keep(begun, content, month, result)


def test_the_result_of_a_solve_does_not_replace_an_edit_under_way(draft, meeting, delegate, office, head):
    solve, keep = solved_so_far(draft, head)

    _, told = one_while_the_other_is_under_way(
        changed(draft, services.change_seat(meeting, remove=delegate, add=None), office), keep
    )

    assert "Trong lúc xếp, đồng chí Hà Đức Nga" in str(told)
    assert names_of_steps(whole(draft))[1:] == ["rút đồng chí Vàng Tả Lan tại xã Hợp Thành"]
    solve.refresh_from_db()
    assert solve.state == "running"  # `run` writes down why it came to nothing


def test_an_edit_waits_for_a_result_that_is_being_kept(draft, meeting, delegate, office, head):
    _, keep = solved_so_far(draft, office)

    _, told = one_while_the_other_is_under_way(
        keep, changed(draft, services.change_seat(meeting, remove=delegate, add=None), head)
    )

    assert TOLD in str(told)
    assert "xếp lại bản phân công" in str(told)
    assert names_of_steps(whole(draft))[1:] == ["xếp lại bản phân công"]


def test_a_stop_while_the_result_is_kept_comes_too_late_and_one_before_it_in_time(draft, office, head):
    solve, keep = solved_so_far(draft, office)
    _, stopped = one_while_the_other_is_under_way(keep, lambda: services.stop_solve(solve, by=head, at=timezone.now()))
    assert stopped.state == "done"
    assert Plan.objects.get().edit == draft.edit + 1

    solve, keep = solved_so_far(whole(draft), office)
    one_while_the_other_is_under_way(lambda: services.stop_solve(solve, by=head, at=timezone.now()), keep)
    solve.refresh_from_db()
    assert solve.state == "cancelled"
    assert whole(draft).edit == draft.edit + 1


def test_a_substitute_chosen_while_the_draft_is_edited_keeps_that_edit(
    notice, period, meeting, delegate, other_delegate, third_delegate, office, head
):
    plan = services.new_version(period, by=office, at=LATER)

    one_while_the_other_is_under_way(
        changed(plan, services.set_pin(meeting, other_delegate, pinned=True), office),
        lambda: services.substitute(
            period, meeting=meeting, leaving=delegate, coming=third_delegate, by=head, at=LATER
        ),
    )

    plan = whole(plan)
    assert people(plan) == {other_delegate.full_name, third_delegate.full_name}
    assert plan.seats.filter(pinned=True).count() == 2


def test_two_versions_begun_at_once_are_one(notice, period, office, head):
    first, second = one_while_the_other_is_under_way(
        lambda: services.new_version(period, by=office, at=LATER),
        lambda: services.new_version(period, by=head, at=LATER),
    )

    assert first == second
    assert Plan.objects.in_work().get().made_by == office


# Publication


def publish(plan, standing, **more):
    return lambda: services.publish_plan(
        plan, by=standing, at=LATER, issued_on=world.MONTH.replace(day=5), edit=plan.edit, **more
    )


def test_nothing_slips_into_a_plan_that_is_being_published(checked, meeting, delegate, standing, office):
    notice, told = one_while_the_other_is_under_way(
        publish(checked, standing), changed(checked, services.change_seat(meeting, remove=delegate, add=None), office)
    )

    assert "đang ở trạng thái “Đã công bố”" in str(told)
    assert delegate.full_name in people(notice.plan)


def test_what_is_returned_for_changes_is_not_published(checked, standing, office, head):
    _, told = one_while_the_other_is_under_way(
        lambda: services.return_plan(checked, reason="Đổi người dự ở Hợp Thành", by=office, at=LATER),
        publish(checked, standing),
    )

    assert "chưa công bố được" in str(told)
    assert not Notice.objects.exists()


def test_an_edit_is_not_submitted_unseen(draft, meeting, delegate, office, head):
    _, told = one_while_the_other_is_under_way(
        changed(draft, services.change_seat(meeting, remove=delegate, add=None), office),
        lambda: services.submit_plan(draft, by=head, at=LATER, edit=draft.edit),
    )

    assert TOLD in str(told)
    assert Plan.objects.get().status == "draft"


def replacement(period, meeting, delegate, third, office, head):
    """A checked version in which the third delegate sits where `delegate` sat."""
    plan = services.new_version(period, by=office, at=LATER)
    plan = changed(plan, services.change_seat(meeting, remove=delegate, add=third), office)()
    services.submit_plan(plan, by=office, at=LATER)
    return services.check_plan_version(plan, by=head, at=LATER)


def test_an_answer_given_while_the_notice_is_replaced_is_kept_for_who_still_sits(
    notice, period, meeting, delegate, other_delegate, third_delegate, office, head, standing
):
    plan = replacement(period, meeting, delegate, third_delegate, office, head)
    seat = notice.plan.seats.get(delegate=other_delegate)

    _, answer = one_while_the_other_is_under_way(
        publish(plan, standing), lambda: services.confirm_seat(seat, by=other_delegate.user, at=LATER)
    )

    assert answer == SeatAnswer.objects.get()
    assert (answer.delegate, answer.answer) == (other_delegate, "confirmed")


def test_an_answer_given_while_the_notice_is_replaced_is_refused_to_who_no_longer_sits(
    notice, period, meeting, delegate, third_delegate, office, head, standing
):
    plan = replacement(period, meeting, delegate, third_delegate, office, head)
    seat = notice.plan.seats.get(delegate=delegate)

    _, told = one_while_the_other_is_under_way(
        publish(plan, standing), lambda: services.confirm_seat(seat, by=delegate.user, at=LATER)
    )

    assert "không còn trong danh sách dự" in str(told)
    assert not SeatAnswer.objects.exists()


def test_who_declines_while_the_next_notice_is_published_is_not_forgotten(
    notice, period, meeting, delegate, other_delegate, third_delegate, office, head, standing
):
    plan = replacement(period, meeting, delegate, third_delegate, office, head)
    seat = notice.plan.seats.get(delegate=other_delegate)

    _, published = one_while_the_other_is_under_way(
        lambda: services.decline_seat(seat, reason="Đi công tác", by=other_delegate.user, at=LATER),
        publish(plan, standing),
    )

    # Either it waits and is refused, or it is out and the answer stands against it.
    is_out = isinstance(published, Notice)
    assert is_out or "trái quy tắc R5" in str(published)
    assert SeatAnswer.objects.get().answer == "declined"
    assert [str(meeting.pk), str(other_delegate.pk)] in month_problem(period).dossier["forbidden"]


# The policy and the world round the draft


def adopt(office, valid_from, **values):
    return lambda: services.add_policy(
        valid_from=valid_from, by=office, at=world.NOW, reason="Quy chế mới", **{"no_repeat_months": 5} | values
    )


def test_a_policy_adopted_while_the_plan_is_being_published_comes_too_late(checked, standing, office):
    notice, told = one_while_the_other_is_under_way(publish(checked, standing), adopt(office, world.MONTH))

    assert "Đã công bố phân công của tháng này" in str(told)
    assert Policy.objects.get().no_repeat_months == 3
    assert notice.plan.problem["policy"]["no_repeat_months"] == 3


def test_a_plan_is_not_published_under_rules_that_were_just_replaced(checked, standing, office):
    _, told = one_while_the_other_is_under_way(adopt(office, world.MONTH), publish(checked, standing))

    assert "Quy tắc phân công của tháng đã đổi, xin xếp lại" in str(told)
    assert not Notice.objects.exists()


def test_rules_are_not_withdrawn_while_a_plan_is_published_under_them(
    period, meeting, delegate, other_delegate, standing, office, head
):
    policy = adopt(office, world.MONTH)()
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    plan = services.check_plan_version(plan, by=head, at=world.NOW)

    notice, told = one_while_the_other_is_under_way(publish(plan, standing), lambda: services.withdraw_policy(policy))

    assert "đã dùng cho một bản phân công đã công bố" in str(told)
    assert Policy.objects.filter(pk=policy.pk).exists()
    assert notice.plan.problem["policy"]["no_repeat_months"] == 5


def test_a_draft_made_while_the_policy_changes_is_stale_and_says_so(
    period, meeting, delegate, other_delegate, office, head
):
    plan, _ = one_while_the_other_is_under_way(
        lambda: services.draft_plan(period, by=office, at=world.NOW), adopt(head, world.MONTH)
    )

    with pytest.raises(services.PlanningError, match="Quy tắc phân công của tháng đã đổi"):
        services.submit_plan(plan, by=office, at=LATER)


def test_a_draft_edited_while_the_policy_changes_keeps_the_edit_and_says_that_it_is_stale(
    draft, meeting, delegate, office, head
):
    one_while_the_other_is_under_way(
        changed(draft, services.set_pin(meeting, delegate, pinned=True), office), adopt(head, world.MONTH)
    )

    plan = whole(draft)
    assert plan.seats.filter(pinned=True).count() == 1
    with pytest.raises(services.PlanningError, match="Quy tắc phân công của tháng đã đổi"):
        services.submit_plan(plan, by=office, at=LATER)


def test_a_conference_called_off_while_the_draft_is_edited_is_told_before_it_is_submitted(
    other_meeting, draft, meeting, delegate, office, secretary
):
    one_while_the_other_is_under_way(
        changed(draft, services.forbid(other_meeting, delegate), office),
        lambda: cancel_meeting(meeting, version=meeting.version, reason="Trùng lịch", by=secretary, at=world.NOW),
    )

    assert whole(draft).edit == draft.edit + 1
    with pytest.raises(services.PlanningError, match="Hội nghị của xã Hợp Thành đã hủy"):
        services.submit_plan(draft, by=office, at=LATER)


def test_a_conference_called_off_in_the_same_moment_is_not_published(checked, meeting, standing, secretary):
    gone, told = one_while_the_other_is_under_way(
        lambda: cancel_meeting(meeting, version=meeting.version, reason="Lũ về", by=secretary, at=world.NOW),
        publish(checked, standing),
    )

    assert gone.is_cancelled
    assert "Hội nghị của xã Hợp Thành đã hủy" in str(told)
    assert not Notice.objects.exists()


def test_many_hands_at_one_draft_leave_one_true_line_of_steps(
    draft, period, meeting, delegate, other_delegate, third_delegate, office, head
):
    """Six at once, each trying again with what it is then shown: every edit is a step, none is written over."""
    plans = [
        services.set_pin(meeting, delegate, pinned=True),
        services.set_pin(meeting, other_delegate, pinned=True),
        services.forbid(meeting, third_delegate),
    ]
    faults = []
    gate = threading.Barrier(len(plans) * 2)

    def insist(act, by):
        try:
            gate.wait(10)
            for _ in range(20):
                seen = Plan.objects.get(pk=draft.pk)
                try:
                    return services.change_draft(seen, act, edit=seen.edit, by=by, at=LATER)
                except services.EditConflictError:
                    continue
            faults.append("never got through")
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=insist, args=(act, by)) for act in plans for by in (office, head)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert faults == []
    plan = whole(draft)
    assert plan.edit == draft.edit + len(plans)
    assert plan.seats.filter(pinned=True).count() == 2
    assert ForbiddenPair.objects.get().delegate == third_delegate
