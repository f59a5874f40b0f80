"""Accounts and roles: who may give what, and what holds at once."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import SignIn, User
from assignments.models import Delegate
from people import services
from people.models import AccountAct
from people.usernames import proposed_username
from tests import world
from tests.accounts.codes import give_factor, stored
from tests.accounts.conftest import PASSWORD
from units.models import Membership, Role


def create(client, **fields):
    blank = {"full_name": "Giàng A Páo", "username": "", "email": "", "role": "delegate", "unit_text": "", "agency": ""}
    return client.post(reverse("people:person_create"), blank | fields)


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def as_sysadmin(client, sysadmin):
    client.force_login(sysadmin)
    return client


@pytest.mark.parametrize("typed", ["Hợp Thành", "hop thanh", "Xã Hợp Thành", "HOP  THANH"])
def test_a_secretary_is_added_by_typing_the_units_name(as_office, unit, other_unit, typed):
    create(as_office, role="unit", unit_text=typed)
    made = Membership.objects.get(user__full_name="Giàng A Páo")
    assert (made.role, made.unit) == ("unit", unit)
    assert made.user.username == "paoga"
    assert not made.user.has_usable_password()


def test_of_several_units_one_is_chosen(as_office, unit):
    other = world.make_unit("Hợp Thành Đông")
    answer = create(as_office, role="unit", unit_text="hop thanh")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Xã Hợp Thành Đông" in page
    assert "xin chọn một" in page
    assert 'value="Giàng A Páo"' in page
    create(as_office, role="unit", unit_text="hop thanh", unit=str(other.pk))
    assert Membership.objects.get(user__full_name="Giàng A Páo").unit == other


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"role": "unit"}, "phải kèm tên đơn vị"),
        ({"role": "unit", "unit_text": "zzz"}, "Không tìm thấy"),
        ({"role": "appraiser"}, "phải kèm tên cơ quan"),
        ({"role": "appraiser", "agency": "999"}, "không có trong danh mục"),
        ({"role": "standing"}, "không giao được vai trò này"),
        ({"role": "sysadmin"}, "không giao được vai trò này"),
        ({"role": ""}, "Chọn vai trò"),
        ({"username": "pаo.ga"}, "chữ thường không dấu"),  # a Cyrillic а
        ({"username": "páo"}, "chữ thường không dấu"),
        ({"username": "ab"}, "3 đến 30"),
        ({"username": "OFFICE"}, "đã có"),
        ({"username": "ｏｆｆｉｃｅ"}, "đã có"),  # full-width letters: the same name
        ({"full_name": " "}, "không được để trống"),
        ({"email": "x"}, "chưa đúng"),
    ],
)
def test_what_the_office_cannot_add_is_said_beside_the_field(as_office, unit, fields, says):
    before = User.objects.count()
    answer = create(as_office, **fields)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("name", "username"),
    [("Lù Láo Bình", "binhll"), ("Đỗ Quang Vân", "vandq"), ("Páo", "pao"), ("Ân", "anx"), ("李", "nguoidung")],
)
def test_a_user_name_from_a_full_name(name, username):
    assert proposed_username(name) == username


def test_people_of_the_same_name_get_names_of_their_own(as_office):
    for number in range(3):
        create(as_office, email=f"pao{number}@example.vn")
    made = User.objects.filter(full_name="Giàng A Páo").order_by("pk")
    assert [one.username for one in made] == ["paoga", "paoga2", "paoga3"]


def test_the_office_does_not_see_the_accounts_of_the_committee(
    as_office, head, standing, sysadmin, secretary, delegate
):
    both = world.make_user("both", "Cả Hai Vai", roles=[Role.DELEGATE, Role.STANDING])
    page = as_office.get(reverse("people:person_list")).content.decode()
    assert "Lù Láo Bình" in page
    for person in (head, standing, sysadmin, both):
        assert person.full_name not in page.split("<table")[1]
        for name in ("person_detail", "role_give", "person_edit"):
            assert as_office.get(reverse(f"people:{name}", args=[person.pk])).status_code == 404
        assert as_office.post(reverse("people:person_invite", args=[person.pk])).status_code == 404
    assert as_office.get(reverse("people:person_list"), {"q": "ca hai"}).content.decode().count("Cả Hai Vai") == 0


def test_nobody_gives_themselves_a_role_or_shuts_themselves_out(as_sysadmin, sysadmin):
    assert as_sysadmin.post(reverse("people:role_give", args=[sysadmin.pk]), {"role": "office"}).status_code == 403
    assert as_sysadmin.post(reverse("people:person_act", args=[sysadmin.pk, "khoa"])).status_code == 403
    assert (
        as_sysadmin.post(reverse("people:person_erase", args=[sysadmin.pk]), {"typed": "sysadmin"}).status_code == 403
    )


def test_the_last_administrator_stays(as_sysadmin, sysadmin):
    role = sysadmin.memberships.get()
    url = reverse("people:role_take", args=[sysadmin.pk, role.pk])
    answer = as_sysadmin.post(url)
    assert answer.status_code == 422
    assert "người quản trị cuối cùng" in answer.content.decode()
    second = world.make_user("second", roles=[Role.SYSADMIN])
    services.disable(second, because=User.Disabled.BY_HAND, by=sysadmin, at=timezone.now())
    assert as_sysadmin.post(url).status_code == 422  # one who is shut out is none
    services.enable(second, by=sysadmin, at=timezone.now())
    assert as_sysadmin.post(url).headers["Location"] == "/"
    assert as_sysadmin.get(reverse("people:person_list")).status_code == 404


def test_a_role_taken_holds_from_the_next_page_on(as_office, secretary, unit, period):
    theirs = Client()
    theirs.force_login(secretary)
    url = reverse("units:meeting_register", args=[period.month, unit.pk])
    assert theirs.get(url).status_code == 200
    as_office.post(reverse("people:role_take", args=[secretary.pk, secretary.memberships.get().pk]))
    assert theirs.get(url).status_code == 404


def test_a_role_of_the_committee_ends_the_sessions_so_that_a_factor_is_asked_for(client, sysadmin, secretary):
    client.post(reverse("account_login"), {"login": "secretary", "password": PASSWORD})
    services.give_role(secretary, role=Role.DELEGATE, by=sysadmin, at=timezone.now())
    assert client.get("/").status_code == 200
    services.give_role(secretary, role=Role.OFFICE, by=sysadmin, at=timezone.now())
    assert client.get("/").status_code == 302


def test_a_person_shut_out_while_signed_in_is_out_and_let_in_again(as_office, secretary):
    theirs = Client()
    theirs.post(reverse("account_login"), {"login": "secretary", "password": PASSWORD})
    as_office.post(reverse("people:person_act", args=[secretary.pk, "khoa"]))
    assert theirs.get("/").status_code == 302
    answer = theirs.post(reverse("account_login"), {"login": "secretary", "password": PASSWORD})
    assert "quản trị đã khóa" in answer.content.decode()
    as_office.post(reverse("people:person_act", args=[secretary.pk, "mo-lai"]))
    theirs.post(reverse("account_login"), {"login": "secretary", "password": PASSWORD})
    assert theirs.get("/").status_code == 200


def test_a_lost_phone_is_the_administrators_to_reset_and_on_record(as_sysadmin, sysadmin, secretary):
    give_factor(secretary)
    as_sysadmin.post(reverse("people:person_act", args=[secretary.pk, "dat-lai-ma"]))
    assert not stored(secretary)
    assert AccountAct.objects.get(person=secretary, what="factor_reset").by == sysadmin


def test_an_unknown_act_is_no_page(as_sysadmin, secretary):
    assert as_sysadmin.post(reverse("people:person_act", args=[secretary.pk, "xoa-het"])).status_code == 404


def test_what_was_done_to_an_account_stays_on_record(secretary, sysadmin):
    services.sign_out(secretary, by=sysadmin, at=timezone.now())
    for change in (lambda rows: rows.update(detail="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(AccountAct.objects.all())


def test_a_delegates_account_is_tied_to_the_list_once(as_office, agency):
    world.make_delegate(agency, "Giàng A Páo")
    create(as_office, role="delegate")
    person = User.objects.get(full_name="Giàng A Páo")
    url = reverse("people:delegate_link", args=[person.pk])
    as_office.post(url, {"delegate_text": "giang a pao"})
    assert Delegate.objects.get(user=person).full_name == "Giàng A Páo"
    other = world.make_user("khac", roles=[Role.DELEGATE])
    answer = as_office.post(reverse("people:delegate_link", args=[other.pk]), {"delegate_text": "giang a pao"})
    assert answer.status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_rows(
    as_sysadmin, unit, agency, rows, django_assert_num_queries
):
    for number in range(rows):
        world.make_user(f"nguoi{number}", f"Người {number}", unit=unit, agency=agency)
    with django_assert_num_queries(9):
        as_sysadmin.get(reverse("people:person_list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_person_asks_the_same(as_sysadmin, sysadmin, secretary, agency, rows, django_assert_num_queries):
    for number in range(rows):
        services.give_role(
            secretary, role=Role.APPRAISER, agency=world.make_agency(f"Ban {number}"), by=sysadmin, at=timezone.now()
        )
        SignIn.objects.create(user=secretary, outcome="signed_in", device="x")
    with django_assert_num_queries(12):
        as_sysadmin.get(reverse("people:person_detail", args=[secretary.pk]))


@pytest.mark.parametrize("text", ["binh", "LÙ LÁO", "hop thanh", "secretary"])
def test_people_are_found_by_name_user_name_and_unit(as_office, secretary, other_secretary, text):
    page = as_office.get(reverse("people:person_list"), {"q": text}, headers={"HX-Request": "true"}).content.decode()
    assert "Lù Láo Bình" in page
    if text != "secretary":
        assert "Sùng Seo Tâm" not in page


def test_the_record_of_sign_ins_is_the_administrators(as_sysadmin, secretary):
    SignIn.objects.create(user=secretary, outcome="wrong_password", ip="203.0.113.7", device="x")
    SignIn.objects.create(user=None, outcome="wrong_password", device="x")
    page = as_sysadmin.get(reverse("people:sign_in_list"), {"q": "lu lao"}).content.decode()
    assert "203.0.113.7" in page
    assert page.count("<tr>") == 2


def test_before_the_first_month_the_administrator_finds_the_accounts(as_sysadmin):
    assert reverse("people:person_list") in as_sysadmin.get("/").content.decode()


def test_a_name_saved_in_one_tab_does_not_let_in_who_was_disabled_in_another(office, secretary):
    seen = User.objects.get(pk=secretary.pk)
    services.disable(secretary, because=User.Disabled.BY_HAND, by=office, at=timezone.now())
    services.change_person(seen, full_name="Lý Thị Mỷ", email="", by=office, at=timezone.now())
    secretary.refresh_from_db()
    assert (secretary.full_name, secretary.is_active) == ("Lý Thị Mỷ", False)
    assert User.objects.matching("ly thi my").filter(pk=secretary.pk).exists()


def test_what_a_role_asks_for_is_not_called_optional(client, office):
    client.force_login(office)
    page = client.get(reverse("people:person_create")).content.decode()
    optional = re.findall(r"<label[^>]*>([^<]*) <small>\(không bắt buộc\)", page)
    assert optional == ["Tên đăng nhập", "Thư điện tử"]
