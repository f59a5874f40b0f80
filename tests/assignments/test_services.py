"""A draft from solve to notice: what each act changes, and what it refuses."""

import datetime

import pytest

from assignments import services
from assignments.checker import check
from assignments.models import Notice, Plan, Seat, Unavailability
from assignments.problem import month_problem
from tests import world
from units.models import Concern, DocumentForm, Stage

ISSUED_ON = datetime.date(2026, 11, 5)
LATER = world.NOW + datetime.timedelta(hours=1)


def published(plan, *, office, head, standing, **fields):
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    return services.publish_plan(plan, by=standing, at=world.NOW, **({"issued_on": ISSUED_ON} | fields))


def people(plan):
    return {(seat.meeting.unit.name, seat.delegate.full_name) for seat in plan.seats.all()}


# The problem


def test_the_dossier_holds_the_month_as_it_stands(period, meeting, delegate, unit, other_unit, office):
    delegate.barred_units.add(other_unit, unit)
    Unavailability.objects.create(
        delegate=delegate, from_on=datetime.date(2026, 11, 20), to_on=datetime.date(2026, 11, 21)
    )
    Concern.objects.create(
        unit=unit, reason="Đất đai", tier_asked=2, opened_on=datetime.date(2026, 10, 1),
        expires_on=datetime.date(2026, 12, 1), opened_by=office,
    )  # fmt: skip
    Concern.objects.create(
        unit=unit, reason="Đã xong trước ngày họp", tier_asked=1, opened_on=datetime.date(2026, 10, 1),
        expires_on=datetime.date(2026, 12, 1), closed_on=datetime.date(2026, 11, 9), opened_by=office,
    )  # fmt: skip
    dossier = month_problem(period).dossier
    assert dossier["period"] == "2026-11"
    assert dossier["seed"] == 20261101
    assert dossier["policy"] == {"no_repeat_months": 3, "memory_months": 12, "max_per_day": 1}
    assert dossier["meetings"] == [
        {
            "id": str(meeting.pk), "unit": "02680", "starts_at": "2026-11-10T08:00", "ends_at": "2026-11-10T11:00",
            "seats": 2, "tier_required": 2,
        }
    ]  # fmt: skip
    assert dossier["delegates"] == [
        {
            "id": str(delegate.pk), "agency": "cq1", "tier": 2, "share": 1, "max_seats": 2, "past_seats": 0,
            "barred_units": ["02680"], "unavailable": [["2026-11-20", "2026-11-21"]],
        }
    ]  # fmt: skip
    assert dossier["past"] == []
    assert dossier["published"] is None


def test_the_past_is_what_was_published_within_the_memory(period, meeting, delegate, other_delegate, unit, office):
    for month, status in (((2026, 8), "published"), ((2026, 9), "replaced"), ((2025, 10), "published")):
        old = world.make_period(datetime.date(*month, 1))
        plan = Plan.objects.create(period=old, version=1, made_by=office, made_at=world.NOW)
        Seat.objects.create(plan=plan, meeting=world.make_meeting(old, unit, by=office), delegate=delegate)
        Plan.objects.filter(pk=plan.pk).update(status=status)
    dossier = month_problem(period).dossier
    assert dossier["past"] == [{"delegate": str(delegate.pk), "unit": "02680", "period": "2026-08"}]
    assert [row["past_seats"] for row in dossier["delegates"]] == [1, 0]


def test_a_delegate_who_leaves_within_the_month_is_away_from_then_on(period, meeting, delegate):
    delegate.active_to = datetime.date(2026, 11, 8)
    delegate.save()
    assert month_problem(period).dossier["delegates"][0]["unavailable"] == [["2026-11-09", "2026-11-30"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_problem_asks_the_database_five_times_however_large_it_is(
    period, secretary, agency, rows, django_assert_num_queries
):
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Số {number}"), by=secretary)
        delegate = world.make_delegate(agency, f"Người {number}")
        delegate.barred_units.add(world.make_unit(f"Cấm {number}"))
    with django_assert_num_queries(5):
        month_problem(period)


# Drafting


def test_a_draft_seats_the_delegates_and_passes_the_checker(draft, delegate, other_delegate):
    assert draft.status == "draft"
    assert draft.version == 1
    assert people(draft) == {("Hợp Thành", "Vàng Tả Lan"), ("Hợp Thành", "Vũ Ngọc Thành")}
    assert all(seat.because for seat in draft.seats.all())
    assert check(draft.problem, draft.result) == []
    assert draft.result["status"] == "optimal"


def test_drafting_twice_gives_the_same_draft(draft, period, office):
    again = services.draft_plan(period, by=office, at=LATER)
    assert again == draft
    assert Plan.objects.count() == 1


def test_nothing_is_drafted_without_meetings_or_rules_or_after_the_conferences(period, office, body):
    with pytest.raises(services.PlanningError, match="Chưa có đơn vị nào đăng ký"):
        services.draft_plan(period, by=office, at=world.NOW)
    period.stage = Stage.APPRAISAL
    period.save()
    with pytest.raises(services.WrongStatusError, match="giai đoạn thẩm định"):
        services.draft_plan(period, by=office, at=world.NOW)
    assert not Plan.objects.exists()


def test_a_plan_that_breaks_a_rule_is_not_kept(draft, office, monkeypatch):
    monkeypatch.setattr("assignments.services.planning.plan_to_dict", lambda solved: draft.result | {"seats": []})
    with pytest.raises(services.PlanningError, match="kiểm tra độc lập"):
        services.solve_plan(draft, edit=draft.edit, by=office, at=LATER)
    assert Plan.objects.get().edit == draft.edit
    assert Seat.objects.count() == 2


def test_solving_again_keeps_the_pins(period, draft, delegate, other_delegate, office, third_delegate):
    seat = draft.seats.get(delegate=other_delegate)
    draft = services.pin_seat(draft, edit=draft.edit, seat=seat, by=office, at=world.NOW)
    Concern.objects.create(
        unit=seat.meeting.unit, reason="Khiếu kiện", tier_asked=1, opened_on=datetime.date(2026, 11, 1),
        expires_on=datetime.date(2026, 12, 1), opened_by=office,
    )  # fmt: skip
    draft = services.solve_plan(draft, edit=draft.edit, by=office, at=LATER)
    assert people(draft) == {("Hợp Thành", "Vũ Ngọc Thành"), ("Hợp Thành", "Má A Chinh")}
    assert draft.seats.get(delegate=other_delegate) == seat
    assert draft.seats.get(delegate=other_delegate).pinned
    assert draft.result["status"] == "optimal"


def test_a_pin_that_a_busy_day_breaks_is_named(draft, delegate, office):
    draft = services.pin_seat(draft, edit=draft.edit, seat=draft.seats.get(delegate=delegate), by=office, at=LATER)
    day = datetime.date(2026, 11, 10)
    Unavailability.objects.create(delegate=delegate, from_on=day, to_on=day)
    with pytest.raises(services.PlanningError, match=r"Vàng Tả Lan tại xã Hợp Thành – trái quy tắc R2.*bỏ ghim"):
        services.solve_plan(draft, edit=draft.edit, by=office, at=LATER)


# By hand


def test_a_seat_is_changed_by_hand(draft, meeting, delegate, third_delegate, office):
    draft = services.seat_change(
        draft, edit=draft.edit, meeting=meeting, remove=delegate, add=third_delegate, by=office, at=LATER
    )
    seat = draft.seats.get(delegate=third_delegate)
    assert people(draft) == {("Hợp Thành", "Má A Chinh"), ("Hợp Thành", "Vũ Ngọc Thành")}
    assert (seat.by_hand, seat.pinned) == (True, True)
    assert "Hà Đức Nga chọn tay, thay đồng chí Vàng Tả Lan" in seat.because
    assert draft.result["status"] == "time_limit"
    assert {goal["goal"]: goal["value"] for goal in draft.result["goals"]}["seniors_spent"] == 1
    assert check(draft.problem, draft.result) == []


def test_an_emptied_seat_stays_visibly_empty(draft, meeting, delegate, office):
    draft = services.seat_change(
        draft, edit=draft.edit, meeting=meeting, remove=delegate, add=None, by=office, at=LATER
    )
    assert people(draft) == {("Hợp Thành", "Vũ Ngọc Thành")}
    assert [gap["seats"] for gap in draft.result["empty"]] == [1]


def test_a_change_that_breaks_a_rule_is_refused_by_its_name(draft, meeting, delegate, other_agency, office):
    colleague = world.make_delegate(other_agency, "Giàng A Sùng")
    with pytest.raises(services.PlanningError, match=r"Giàng A Sùng tại xã Hợp Thành – trái quy tắc R6"):
        services.seat_change(
            draft, edit=draft.edit, meeting=meeting, remove=delegate, add=colleague, by=office, at=LATER
        )
    assert delegate.full_name in {name for _, name in people(draft)}


def test_a_person_chosen_by_hand_is_not_excused_from_coming_back_too_soon(
    draft, meeting, delegate, third_delegate, unit, office
):
    old = world.make_period(datetime.date(2026, 9, 1))
    plan = Plan.objects.create(period=old, version=1, made_by=office, made_at=world.NOW)
    Seat.objects.create(plan=plan, meeting=world.make_meeting(old, unit, by=office), delegate=third_delegate)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    with pytest.raises(services.PlanningError, match="trái quy tắc R8"):
        services.seat_change(
            draft, edit=draft.edit, meeting=meeting, remove=delegate, add=third_delegate, by=office, at=LATER
        )


def test_the_later_of_two_editors_is_told_who_changed_what(draft, meeting, delegate, other_delegate, office, head):
    services.seat_change(draft, edit=draft.edit, meeting=meeting, remove=delegate, add=None, by=office, at=LATER)
    with pytest.raises(services.EditConflictError, match=r"Hà Đức Nga .* đã rút đồng chí Vàng Tả Lan tại xã Hợp Thành"):
        services.seat_change(
            draft, edit=draft.edit, meeting=meeting, remove=other_delegate, add=None, by=head, at=LATER
        )


def test_the_same_change_sent_twice_happens_once(draft, meeting, delegate, office):
    change = {"edit": draft.edit, "meeting": meeting, "remove": delegate, "add": None, "by": office, "at": LATER}
    services.seat_change(draft, **change)
    services.seat_change(draft, **change)
    assert Plan.objects.get().edit == draft.edit + 1


def test_a_submitted_plan_is_edited_no_more(draft, meeting, delegate, office):
    services.submit_plan(draft, by=office, at=LATER)
    with pytest.raises(services.WrongStatusError, match="chỉ sửa được khi là dự thảo"):
        services.seat_change(draft, edit=2, meeting=meeting, remove=delegate, add=None, by=office, at=LATER)


# Approval


@pytest.mark.parametrize(
    ("status", "act", "message"),
    [
        ("draft", "check", "“Dự thảo”, chưa xác nhận kiểm tra được"),
        ("draft", "publish", "“Dự thảo”, chưa công bố được"),
        ("draft", "return", "“Dự thảo”, chưa trả lại được"),
        ("submitted", "publish", "“Đã trình”, chưa công bố được"),
        ("checked", "submit", "“Đã kiểm tra”, chưa trình được"),
    ],
)
def test_steps_out_of_order_are_refused(draft, office, status, act, message):
    Plan.objects.filter(pk=draft.pk).update(status=status)
    acts = {
        "submit": lambda: services.submit_plan(draft, by=office, at=LATER),
        "check": lambda: services.check_plan_version(draft, by=office, at=LATER),
        "publish": lambda: services.publish_plan(draft, by=office, at=LATER, issued_on=ISSUED_ON),
        "return": lambda: services.return_plan(draft, reason="Xem lại", by=office, at=LATER),
    }
    with pytest.raises(services.WrongStatusError, match=message):
        acts[act]()
    assert Plan.objects.get().status == status


def test_the_way_to_the_notice(draft, office, head, standing, delegate):
    notice = published(draft, office=office, head=head, standing=standing)
    draft.refresh_from_db()
    assert (draft.status, draft.checked_by, draft.published_by) == ("published", head, standing)
    assert (notice.number, notice.symbol, notice.issued_on, notice.signer) == (
        1, "TB/TU", ISSUED_ON, "Nguyễn Thị Mai",
    )  # fmt: skip
    assert DocumentForm.objects.get(kind="notice").last_number == 1
    assert notice.paper["number"] == 1
    assert "Đồng chí Vàng Tả Lan, Phó Trưởng Ban Tổ chức Thành ủy" in str(notice.paper)
    assert set(Seat.objects.published().of_delegate(delegate)) == set(draft.seats.filter(delegate=delegate))


def test_a_returned_plan_is_a_draft_again_with_the_reason(draft, office, head):
    services.submit_plan(draft, by=office, at=LATER)
    with pytest.raises(services.PlanningError, match="Ghi lý do"):
        services.return_plan(draft, reason="  ", by=head, at=LATER)
    plan = services.return_plan(draft, reason="Bổ sung lãnh đạo", by=head, at=LATER)
    assert (plan.status, plan.return_reason) == ("draft", "Bổ sung lãnh đạo")


def test_publishing_twice_gives_the_same_notice(draft, office, head, standing):
    notice = published(draft, office=office, head=head, standing=standing)
    again = services.publish_plan(draft, by=standing, at=LATER, issued_on=ISSUED_ON)
    assert again == notice
    assert Notice.objects.count() == 1
    assert DocumentForm.objects.get(kind="notice").last_number == 1


def test_a_number_may_be_given_but_not_twice(draft, period, office, head, standing):
    DocumentForm.objects.filter(kind="notice").update(last_number=11)
    assert services.notice_form().last_number == 11
    notice = published(draft, office=office, head=head, standing=standing, number=15)
    assert notice.number == 15
    assert services.notice_form().last_number == 15
    plan = services.new_version(period, by=office, at=LATER)
    with pytest.raises(services.NumberTakenError, match="Số 15-TB/TU đã dùng"):
        published(plan, office=office, head=head, standing=standing, number=15)
    assert Plan.objects.get(pk=plan.pk).status == "checked"


def test_a_meeting_that_moved_after_the_solve_stops_the_plan(draft, meeting, office, head, standing):
    services.submit_plan(draft, by=office, at=world.NOW)
    services.check_plan_version(draft, by=head, at=world.NOW)
    meeting.starts_at += datetime.timedelta(days=1)
    meeting.ends_at += datetime.timedelta(days=1)
    meeting.save()
    with pytest.raises(services.PlanningError, match=r"Hội nghị của xã Hợp Thành đã đổi \(thời gian\), xin xếp lại"):
        services.publish_plan(draft, by=standing, at=LATER, issued_on=ISSUED_ON)
    assert not Notice.objects.exists()


def test_a_unit_that_registered_after_the_solve_stops_the_plan(draft, other_meeting, office):
    with pytest.raises(services.PlanningError, match="Phường Kim Tân mới đăng ký hội nghị, xin xếp lại"):
        services.submit_plan(draft, by=office, at=LATER)


def test_a_delegate_who_became_busy_after_the_solve_stops_the_plan(draft, delegate, office):
    day = datetime.date(2026, 11, 10)
    Unavailability.objects.create(delegate=delegate, from_on=day, to_on=day)
    with pytest.raises(services.PlanningError, match="Vàng Tả Lan tại xã Hợp Thành – trái quy tắc R2"):
        services.submit_plan(draft, by=office, at=LATER)


# Replacing


def test_a_new_version_changes_only_what_it_must_and_replaces_on_publication(
    draft, period, meeting, delegate, other_delegate, third_delegate, office, head, standing
):
    first = published(draft, office=office, head=head, standing=standing)
    with pytest.raises(services.PlanningError, match="hãy lập bản thay thế"):
        services.draft_plan(period, by=office, at=LATER)
    day = datetime.date(2026, 11, 10)
    Unavailability.objects.create(delegate=delegate, from_on=day, to_on=day)
    plan = services.new_version(period, by=office, at=LATER)
    assert plan.version == 2
    assert people(plan) == {("Hợp Thành", "Vũ Ngọc Thành"), ("Hợp Thành", "Má A Chinh")}
    assert set(Seat.objects.published().values_list("plan_id", flat=True)) == {draft.pk}
    second = published(plan, office=office, head=head, standing=standing)
    draft.refresh_from_db()
    assert draft.status == "replaced"
    assert second.number == 2
    assert f"Thông báo này thay thế Thông báo số {first.number:02d}-TB/TU" in str(second.paper)
    assert set(Seat.objects.published().values_list("plan_id", flat=True)) == {plan.pk}


def test_a_new_version_keeps_who_has_been_there_already(draft, period, office, head, standing, third_delegate):
    published(draft, office=office, head=head, standing=standing)
    after = datetime.datetime(2026, 11, 11, 9, tzinfo=world.HANOI)
    plan = services.new_version(period, by=office, at=after)
    assert people(plan) == people(draft)
    assert all(seat.pinned for seat in plan.seats.all())


def test_a_pin_that_a_stricter_rule_would_refuse_is_kept_with_a_warning(period, draft, delegate, unit, office):
    draft = services.pin_seat(draft, edit=draft.edit, seat=draft.seats.get(delegate=delegate), by=office, at=LATER)
    old = world.make_period(datetime.date(2026, 9, 1))
    plan = Plan.objects.create(period=old, version=1, made_by=office, made_at=world.NOW)
    Seat.objects.create(plan=plan, meeting=world.make_meeting(old, unit, by=office), delegate=delegate)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    draft = services.solve_plan(draft, edit=draft.edit, by=office, at=LATER)
    assert draft.seats.filter(delegate=delegate).exists()
    assert "trở lại sớm" in draft.result["warnings"][0]["message"]


def test_a_unit_that_came_from_a_barred_one_is_barred_too(period, unit, office, delegate):
    delegate.barred_units.add(unit)
    december = world.make_period(datetime.date(2026, 12, 1))
    new = world.rename_unit(unit, "Sao Mai", on=december.month, by=office)
    world.make_meeting(december, new, by=office)
    row = next(row for row in month_problem(december).dossier["delegates"] if row["id"] == str(delegate.pk))
    assert row["barred_units"] == [new.code]
