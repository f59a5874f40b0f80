"""The rules as versions: added from a month that has nothing published, frozen once a published plan used them."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assignments import services
from assignments.models import Delegate, Plan, Policy
from assignments.problem import delegates_of, month_problem, usual_seats
from tests import world
from units.models import Meeting
from units.services import AlreadyThere, Refused

DECEMBER = datetime.date(2026, 12, 1)
LIST, FORM = "/quy-tac-phan-cong/", "/quy-tac-phan-cong/lap/"


def typed(**changed):
    usual = {
        "valid_from": "12/2026", "no_repeat_months": "3", "memory_months": "12", "max_per_day": "1",
        "distinct_agencies": "on", "seats_commune": "2", "seats_ward": "2", "share_standing": "1",
        "share_holder": "1", "share_specialist": "1", "limit_standing": "2", "limit_holder": "2",
        "limit_specialist": "2", "may_override": ["R8"], "sign_overdue_days": "1", "sign_falls": "2",
        "sign_low_note": "2,5", "sign_tier": "2", "sign_months": "3", "reason": "Quy chế mới", "step": "save",
    }  # fmt: skip
    return usual | changed


def add(office, valid_from=DECEMBER, **values):
    usual = {"reason": "Quy chế mới"}
    return services.add_policy(valid_from=valid_from, by=office, at=world.NOW, **(usual | values))


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


# What a version does


def test_the_dossier_says_what_the_months_policy_says(period, unit, other_unit, delegate, office):
    december = world.make_period(DECEMBER)
    add(office, no_repeat_months=5, memory_months=6, max_per_day=2, distinct_agencies=False,
        share_holder=3, limit_holder=4)  # fmt: skip
    november, later = month_problem(period).dossier, month_problem(december).dossier
    assert november["policy"] == {"no_repeat_months": 3, "memory_months": 12, "max_per_day": 1}
    assert later["policy"] == {
        "no_repeat_months": 5, "memory_months": 6, "max_per_day": 2, "distinct_agencies": False,
    }  # fmt: skip
    assert [(row["share"], row["max_seats"]) for row in november["delegates"]] == [(1, 2)]
    assert [(row["share"], row["max_seats"]) for row in later["delegates"]] == [(3, 4)]


@pytest.mark.parametrize(("tier", "said"), [(1, (4, 1)), (2, (5, 2)), (3, (6, 3))])
def test_share_and_limit_go_by_tier_unless_set_for_the_person(period, agency, tier, said):
    Policy.objects.update(
        share_standing=4, share_holder=5, share_specialist=6, limit_standing=1, limit_holder=2, limit_specialist=3
    )
    world.make_delegate(agency, "Lò Văn An", tier=tier)
    world.make_delegate(agency, "Lò Văn Bình", tier=tier, share=9, max_seats=0)
    rows = {one.full_name: (one.month_share, one.month_limit) for one in delegates_of(period)}
    assert rows == {"Lò Văn An": said, "Lò Văn Bình": (9, 0)}


def test_two_of_one_agency_sit_together_where_the_policy_lets_them(period, unit, agency, office):
    for name in ("Lò Văn An", "Lò Văn Bình"):
        world.make_delegate(agency, name)
    world.make_meeting(period, unit, by=office)
    Policy.objects.update(distinct_agencies=False)
    plan = services.draft_plan(period, by=office, at=world.NOW)
    assert plan.seats.count() == 2


def test_a_conference_gets_the_seats_of_its_kind_of_unit(client, period, unit, other_unit, secretary, other_secretary):
    Policy.objects.update(seats_commune=3, seats_ward=1)
    for who, where in ((secretary, unit), (other_secretary, other_unit)):
        client.force_login(who)
        client.post(
            reverse("units:meeting_register", args=[period.month, where.pk]),
            {"step": "save", "day": "10/11/2026", "starts": "08:00", "ends": "11:00", "place": "Hội trường",
             "agenda": "Thời sự", "version": "0"},
        )  # fmt: skip
    assert dict(Meeting.objects.values_list("unit__kind", "seats")) == {"commune": 3, "ward": 1}


def test_the_offices_form_begins_with_the_policys_seats(client, period, other_unit, office):
    Policy.objects.update(seats_ward=4)
    client.force_login(office)
    page = client.get(reverse("units:meeting_register", args=[period.month, other_unit.pk]))
    assert page.context["form"].initial["seats"] == 4


def test_without_a_policy_nothing_is_said_of_seats(db):
    assert usual_seats(DECEMBER) == {}


# Versions


def test_a_version_that_a_published_plan_used_is_frozen_in_the_database_itself(period, notice):
    policy = Policy.objects.get()
    for act in (lambda: Policy.objects.update(max_per_day=2), lambda: Policy.objects.all().delete()):
        with pytest.raises(IntegrityError, match="đã dùng cho một bản phân công"), transaction.atomic():
            act()
    with pytest.raises(Refused, match="đã dùng cho một bản phân công"):
        services.withdraw_policy(policy)
    assert Policy.objects.get().max_per_day == 1


@pytest.mark.parametrize("month", [datetime.date(2026, 11, 1), datetime.date(2025, 1, 1)])
def test_no_version_comes_in_under_a_month_that_is_published(period, notice, office, month):
    with pytest.raises(Refused, match="Đã công bố phân công của tháng này"):
        add(office, month)
    with pytest.raises(IntegrityError, match="chọn một tháng chưa công bố"), transaction.atomic():
        Policy.objects.create(valid_from=month, reason="Lùi ngày")


def test_a_later_version_comes_and_may_be_withdrawn_while_nothing_used_it(period, notice, office):
    policy = add(office)
    assert (policy.made_by, policy.made_at) == (office, world.NOW)
    Policy.objects.filter(pk=policy.pk).update(max_per_day=2)
    policy.valid_from = period.month
    with pytest.raises(IntegrityError), transaction.atomic():
        policy.save()  # not moved under the published month either
    services.withdraw_policy(policy)
    assert Policy.objects.count() == 1
    assert [event.pgh_label for event in policy.events.order_by("pgh_id")] == ["insert", "update", "delete"]


def test_pressed_twice_it_is_one_version_and_another_of_the_same_month_is_refused(period, office):
    add(office)
    with pytest.raises(AlreadyThere):
        add(office)
    with pytest.raises(Refused, match="Đã có một bản quy tắc từ tháng 12/2026"):
        add(office, reason="Khác")
    assert Policy.objects.filter(valid_from=DECEMBER).count() == 1


def test_a_draft_made_under_other_rules_is_not_published(period, meeting, office, head, standing):
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    plan = services.check_plan_version(Plan.objects.get(), by=head, at=world.NOW)
    add(office, period.month, no_repeat_months=1)
    with pytest.raises(services.PlanningError, match="Quy tắc phân công của tháng đã đổi"):
        services.publish_plan(plan, by=standing, at=world.NOW, issued_on=datetime.date(2026, 11, 5))


# Pages


def test_the_office_checks_and_saves_a_version(client, period, meeting, office):
    client.force_login(office)
    check = client.post(FORM, typed(valid_from="11/2026", seats_commune="3", sign_low_note="2.25", step="check"))
    text = check.content.decode()
    assert "Số đại biểu dự ở một xã, đặc khu" in text
    assert "1 hội nghị từ tháng này đã đăng ký theo số đại biểu cũ" in text
    assert Policy.objects.count() == 1
    carried = {}
    for name, value in check.context["form"].carried:
        carried.setdefault(name, []).append(value)
    done = client.post(FORM, carried | {"step": "save"}, follow=True)
    assert messages_of(done) == ["Đã lưu quy tắc phân công, áp dụng từ tháng 11/2026."]
    policy = Policy.objects.first()
    assert (policy.seats_commune, policy.sign_low_note, policy.distinct_agencies, policy.may_override) == (
        3, Decimal("2.25"), True, ["R8"],
    )  # fmt: skip
    assert policy.made_by == office
    again = client.post(FORM, carried | {"step": "save"}, follow=True)
    assert messages_of(again) == ["Quy tắc từ tháng 11/2026 đã được lưu."]
    assert "đổi" in again.content.decode()


# What it would have made of a month gone by


def tried(client, office, **changed):
    client.force_login(office)
    return client.post(FORM, typed(step="try", **changed))


def line(trial, label):
    return next((one.before, one.after) for one in trial.lines if one.label.startswith(label))


def test_a_version_is_tried_on_the_last_published_month_and_nothing_is_kept(
    client, period, meeting, other_meeting, notice, office
):
    check = tried(client, office, seats_commune="1", limit_specialist="3")
    trial = check.context["trial"]
    assert check.status_code == 200
    assert trial.month == period.month
    assert line(trial, "Lượt đại biểu dự") == (4, 3)  # the commune has a place less
    assert "Xếp thử tháng 11/2026" in check.content.decode()
    assert Policy.objects.count() == 1
    assert Plan.objects.count() == 1
    saved = client.post(FORM, dict(check.context["form"].carried) | {"step": "save"})
    assert saved.status_code == 302
    assert Policy.objects.get(valid_from=DECEMBER).seats_commune == 1


def test_a_trial_whose_solver_dies_is_told_and_the_version_can_be_saved(client, notice, office, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    check = tried(client, office, seats_commune="1")
    assert check.status_code == 200
    assert check.context["trial"].fault.endswith("bản quy tắc vẫn lưu được.")


def test_what_the_office_or_a_person_has_of_its_own_stays_in_the_trial(
    client, period, meeting, notice, delegate, other_delegate, office
):
    Meeting.objects.update(seats=3)
    Delegate.objects.filter(pk=delegate.pk).update(max_seats=1)
    trial = tried(
        client, office, seats_commune="1", limit_standing="0", limit_holder="0", limit_specialist="0"
    ).context["trial"]
    assert line(trial, "Lượt còn thiếu đại biểu") == (1, 2)
    assert line(trial, "Lượt đại biểu dự") == (2, 1)
    assert (trial.seats, trial.others, trial.conferences) == (1, 0, 1)


def test_there_is_nothing_to_try_without_a_notice_or_a_difference(client, period, meeting, office):
    client.force_login(office)
    assert "Xếp thử" not in client.post(FORM, typed(step="check", seats_commune="1")).content.decode()
    assert tried(client, office, seats_commune="1").context["trial"] is None


def test_a_version_that_changes_nothing_is_not_tried(client, period, notice, office):
    check = tried(client, office)
    assert check.context["trial"] is None
    assert "Xếp thử" not in check.content.decode()


def test_a_month_too_large_to_try_in_time_is_said_and_the_version_can_be_saved(
    client, period, notice, office, monkeypatch
):
    monkeypatch.setattr("assignments.solving_apart.HARD_SECONDS", 0.01)
    check = tried(client, office, seats_commune="1")
    assert "quá lớn để xếp thử" in check.content.decode()
    assert "Lưu quy tắc" in check.content.decode()


def test_back_from_the_check_page_everything_typed_is_there(client, period, office):
    client.force_login(office)
    page = client.post(FORM, typed(step="back", reason="Căn cứ gõ dở"))
    assert page.status_code == 200
    assert "Căn cứ gõ dở" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("valid_from", "13/2026", "Tháng không đúng. Viết tháng/năm, ví dụ 11/2026."),
        ("valid_from", "", "Nhập tháng."),
        ("reason", " ", "Mục này không được để trống."),
        ("no_repeat_months", "-1", "Nhập số nguyên từ 0 đến 24."),
        ("max_per_day", "0", "Nhập số nguyên từ 1 đến 5."),
        ("seats_ward", "9" * 40, "Nhập số nguyên từ 1 đến 9."),
        ("share_holder", "hai", "Nhập số nguyên từ 1 đến 20."),
        ("sign_low_note", "0,5", "Nhập số từ 1 đến 5, tối đa 2 chữ số thập phân, ví dụ 2,5."),
        ("sign_low_note", "NaN", "Nhập số từ 1 đến 5, tối đa 2 chữ số thập phân, ví dụ 2,5."),
        ("sign_tier", "3", "Chọn cấp đại biểu cần."),
        ("may_override", ["R1"], "Chọn trong các quy tắc ở trên."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, period, office, field, value, message):
    client.force_login(office)
    refused = client.post(FORM, typed(**{field: value}))
    assert refused.status_code == 422
    assert refused.context["form"].errors == {field: [message]}
    assert Policy.objects.count() == 1


def test_a_month_that_is_published_is_refused_beside_its_field(client, period, notice, office):
    client.force_login(office)
    refused = client.post(FORM, typed(valid_from="11/2026"))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["valid_from"]


def test_the_list_names_who_when_why_and_the_months(client, period, notice, office, head):
    add(office, reason="Kết luận số 12", max_per_day=2)
    client.force_login(head)
    text = client.get(LIST).content.decode()
    for said in ("Kết luận số 12", "Hà Đức Nga, 09:00 02/11/2026", "11/2026", "Có từ khi cài đặt"):
        assert said in text
    assert "Lập bản mới" not in text


def test_only_an_unused_version_is_offered_and_taken_back(client, period, notice, office):
    used, new = Policy.objects.get(), add(office)
    client.force_login(office)
    text = client.get(LIST).content.decode()
    assert reverse("assignments:policy_withdraw", args=[new.pk]) in text
    assert reverse("assignments:policy_withdraw", args=[used.pk]) not in text
    assert client.post(reverse("assignments:policy_withdraw", args=[used.pk])).status_code == 422
    client.post(reverse("assignments:policy_withdraw", args=[new.pk]))
    assert client.post(reverse("assignments:policy_withdraw", args=[new.pk])).status_code == 404
    assert list(Policy.objects.all()) == [used]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_versions(
    client, period, office, rows, django_assert_num_queries
):
    for number in range(rows - 1):
        add(office, datetime.date(2027, 1 + number, 1))
    client.force_login(office)
    with django_assert_num_queries(10):
        client.get(LIST)


def test_a_delegates_form_may_leave_share_and_limit_to_the_policy(client, period, delegate, office):
    client.force_login(office)
    fields = {
        "full_name": "Vàng Tả Lan", "agency": delegate.agency_id, "position": "Phó Trưởng ban", "tier": "2",
        "rank_order": "1", "share": "", "max_seats": "", "active_from": "2026-01-01",
        "state": services.delegate_state(delegate),
    }  # fmt: skip
    assert client.post(reverse("assignments:delegate_edit", args=[delegate.pk]), fields).status_code == 302
    stored = Delegate.objects.get(pk=delegate.pk)
    assert (stored.share, stored.max_seats) == (None, None)
