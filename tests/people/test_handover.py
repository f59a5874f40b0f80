"""A unit passes from one secretary to the next; what was done stays under the name of who did it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from people import services
from people.duty import Change, Spell, spells_of
from people.models import Handover
from people.reports import duty_of
from tests import world
from units.models import Membership, Role


def page(unit):
    return reverse("people:unit_handover", args=[unit.pk])


def fields(holder, **more):
    today = f"{timezone.localdate():%d/%m/%Y}"
    return {"leaving": str(holder.pk), "to_text": "Giàng A Páo", "on": today, "note": ""} | more


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


def test_the_next_one_gets_an_account_and_the_last_one_keeps_the_own_work(as_office, unit, secretary, period):
    meeting = world.make_meeting(period, unit, by=secretary)
    first = as_office.post(page(unit), fields(secretary))
    assert first.status_code == 422
    assert "Tạo tài khoản mới mang tên này" in first.content.decode()
    assert "Chưa có tài khoản nào tên như vậy" in first.content.decode()
    done = as_office.post(page(unit), fields(secretary, to="new"))
    new = User.objects.get(full_name="Giàng A Páo")
    assert done.headers["Location"] == reverse("people:person_detail", args=[new.pk])
    assert {one.user for one in Membership.objects.filter(unit=unit)} == {new}
    meeting.refresh_from_db()
    assert meeting.registered_by == secretary
    history = as_office.get(page(unit)).content.decode()
    assert history.index("Giàng A Páo") < history.index("Lù Láo Bình")
    assert [(person, spell.ended is None) for person, spell in duty_of(unit)] == [(new, True), (secretary, False)]


def test_who_loses_the_role_or_is_erased_answers_for_the_unit_no_longer(unit, secretary, office, sysadmin):
    second = world.make_user("second", "Giàng A Páo", unit=unit)
    now = timezone.now()
    services.take_role(Membership.objects.get(user=secretary), by=office, at=now)
    services.erase(second, by=sysadmin, at=now, on=timezone.localdate(now))
    assert {person for person, spell in duty_of(unit) if spell.ended} == {secretary, second}
    assert not [person for person, spell in duty_of(unit) if spell.ended is None]


def test_an_existing_account_is_chosen_by_name_and_the_last_one_may_stay(as_office, unit, secretary, other_secretary):
    as_office.post(page(unit), fields(secretary, to_text="sung seo tam", to=str(other_secretary.pk), stays="on"))
    assert {one.user for one in Membership.objects.filter(unit=unit)} == {secretary, other_secretary}


def test_pressed_twice_or_in_two_tabs_it_is_done_once(as_office, unit, secretary):
    as_office.post(page(unit), fields(secretary, to="new"))
    again = as_office.post(page(unit), fields(secretary, to="new"))
    assert again.status_code == 422
    assert User.objects.filter(full_name="Giàng A Páo").count() == 1


@pytest.mark.parametrize("more", [{"leaving": ""}, {"stays": "on"}], ids=["nobody leaves", "who leaves stays"])
@pytest.mark.parametrize("to", ["new", "other"])
def test_pressed_twice_where_nobody_stops_it_is_done_once(as_office, unit, secretary, other_secretary, more, to):
    more |= {"to": "new"} if to == "new" else {"to": str(other_secretary.pk), "to_text": other_secretary.full_name}
    as_office.post(page(unit), fields(secretary, **more))
    again = as_office.post(page(unit), fields(secretary, **more))
    assert again.status_code == 422
    assert "đang phụ trách đơn vị này rồi" in again.content.decode()
    assert Membership.objects.filter(unit=unit).count() == 2
    assert Handover.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"to_text": ""}, "Gõ vài chữ"),
        ({"to": "999999"}, "chọn một trong"),
        ({"on": "31/12/2999", "to": "new"}, "chưa đến"),
        ({"on": "hôm qua", "to": "new"}, "Ngày không đúng"),
        ({"leaving": "999", "to": "new"}, "không còn phụ trách"),
    ],
)
def test_what_cannot_be_handed_over_is_said(as_office, unit, secretary, more, says):
    answer = as_office.post(page(unit), fields(secretary, **more))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Membership.objects.get(unit=unit).user == secretary


def test_nobody_hands_over_to_themselves(as_office, unit, secretary):
    answer = as_office.post(page(unit), fields(secretary, to_text="lu lao binh", to=str(secretary.pk)))
    assert answer.status_code == 422
    assert "khác người bàn giao" in answer.content.decode()


def test_the_office_cannot_make_a_committee_member_a_secretary(as_office, unit, secretary, standing):
    as_office.post(page(unit), fields(secretary, to_text="Trần Thị Ân", to=str(standing.pk)))
    assert not Membership.objects.filter(user=standing, role=Role.UNIT).exists()


def test_the_secretary_proposes_and_the_office_confirms(client, unit, secretary, office, period):
    client.force_login(secretary)
    today = timezone.localdate()
    proposal = {"to_name": "Giàng A Páo", "on": f"{today:%d/%m/%Y}", "note": "Quyết định 12"}
    assert client.post(page(unit), proposal).status_code == 302
    assert Membership.objects.get(unit=unit).user == secretary
    assert client.post(page(unit), proposal).status_code == 422  # one at a time
    theirs = Client()
    theirs.force_login(office)
    assert "Đề nghị bàn giao" in theirs.get(reverse("people:person_list")).content.decode()
    assert "Xác nhận bàn giao xã Hợp Thành" in theirs.get("/").content.decode()
    assert "Giàng A Páo" in theirs.get(page(unit)).content.decode()
    theirs.post(page(unit), fields(secretary, to="new", note="Quyết định 12"))
    done = Handover.objects.get()
    assert (done.proposed_by, done.decided_by, done.to_user.full_name) == (secretary, office, "Giàng A Páo")
    assert client.get(page(unit)).status_code == 404  # no longer the secretary's
    assert "Xác nhận bàn giao" not in theirs.get("/").content.decode()


def test_a_proposal_may_be_taken_back(client, unit, secretary):
    client.force_login(secretary)
    now = timezone.now()
    services.propose_handover(unit, leaving=secretary, to_name="A", on=timezone.localdate(), note="", at=now)
    for _ in range(2):
        assert client.post(page(unit), {"step": "turn_down"}).status_code == 302
    assert not Handover.objects.proposed().exists()
    assert Membership.objects.get(unit=unit).user == secretary


def test_a_secretary_cannot_pass_on_the_unit_alone(client, unit, secretary):
    client.force_login(secretary)
    client.post(page(unit), fields(secretary, to="new", to_name="Giàng A Páo"))
    assert Membership.objects.get(unit=unit).user == secretary
    assert not User.objects.filter(full_name="Giàng A Páo").exists()


def day(number):
    return datetime.datetime(2026, 11, number, tzinfo=datetime.UTC)


def change(membership, user, label, on, unit=1):
    return Change(membership_id=membership, user_id=user, unit_id=unit, label=label, at=day(on))


@pytest.mark.parametrize(
    ("changes", "spells"),
    [
        ([], []),
        ([change(1, 7, "insert", 1)], [(7, 1, None)]),
        (
            [change(1, 7, "insert", 1), change(2, 8, "insert", 3), change(1, 7, "delete", 3)],
            [(8, 3, None), (7, 1, 3)],
        ),
        # A merger moves the role: here to unit 2, and from unit 2.
        ([change(1, 7, "insert", 1), change(1, 7, "update", 4, unit=2)], [(7, 1, 4)]),
        ([change(1, 7, "insert", 1, unit=2), change(1, 7, "update", 4)], [(7, 4, None)]),
        # An update of something else is none.
        ([change(1, 7, "insert", 1), change(1, 7, "update", 4)], [(7, 1, None)]),
        # Given, taken and given again.
        (
            [change(1, 7, "insert", 1), change(1, 7, "delete", 2), change(2, 7, "insert", 5)],
            [(7, 5, None), (7, 1, 2)],
        ),
    ],
)
def test_who_answered_from_when_to_when(changes, spells):
    expected = [
        Spell(user_id=user, began=day(began), ended=day(ended) if ended else None) for user, began, ended in spells
    ]
    assert spells_of(1, changes) == expected


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_often_it_was_passed_on(
    as_office, unit, office, secretary, rows, django_assert_num_queries
):
    leaving = secretary
    for number in range(rows):
        done = services.hand_over(
            unit, leaving=leaving, to=None, to_name=f"Người {number}", on=timezone.localdate(), stays=False, note="",
            by=office, at=timezone.now(),
        )  # fmt: skip
        leaving = done.to_user
    with django_assert_num_queries(11):
        as_office.get(page(unit))
