"""The link that lets a person choose a password: once, for a while, for that person alone."""

import datetime
import threading

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import SignIn
from people import services
from people.models import AccountAct, Invitation
from tests import world
from tests.accounts.codes import code_of, give_factor
from tests.accounts.conftest import PASSWORD
from tests.people.conftest import NEW
from tests.side_by_side import one_while_the_other_is_under_way
from units.models import Membership, Role

BOTH = {"password1": NEW, "password2": NEW}


def test_the_invited_chooses_a_password_and_is_in(client, secretary, link):
    url = link(secretary)
    assert "Lù Láo Bình" in client.get(url).content.decode()
    answer = client.post(url, BOTH)
    assert answer.headers["Location"] == "/"
    assert get_user(client).pk == secretary.pk
    secretary.refresh_from_db()
    assert secretary.check_password(NEW)
    assert SignIn.objects.get(user=secretary).outcome == "signed_in"


def test_looking_at_a_link_does_not_use_it_up(client, secretary, link):
    url = link(secretary)
    for _ in range(3):
        client.get(url)
        client.head(url)
    assert client.post(url, BOTH).status_code == 302


def test_a_used_link_is_gone_for_everybody(client, secretary, link):
    url = link(secretary)
    client.post(url, BOTH)
    thief = Client()
    assert thief.get(url).status_code == 404
    assert thief.post(url, {"password1": "khac-han-9-chu-so", "password2": "khac-han-9-chu-so"}).status_code == 404
    secretary.refresh_from_db()
    assert secretary.check_password(NEW)


def test_a_link_is_gone_after_seven_days(client, secretary, link):
    now = timezone.now()
    assert client.get(link(secretary, at=now - datetime.timedelta(days=6, hours=23))).status_code == 200
    assert client.get(link(secretary, at=now - datetime.timedelta(days=7, minutes=1))).status_code == 404


def test_a_new_link_replaces_the_old_one(client, secretary, link):
    old, new = link(secretary), link(secretary)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_a_revoked_link_and_one_to_a_shut_account_are_gone(client, secretary, sysadmin, link):
    url = link(secretary)
    services.revoke(secretary, by=sysadmin, at=timezone.now())
    assert client.get(url).status_code == 404
    url = link(secretary)
    client.force_login(sysadmin)
    client.post(reverse("people:person_act", args=[secretary.pk, "khoa"]))
    assert Client().get(url).status_code == 404


def test_who_was_away_for_long_and_is_invited_anew_gets_in(client, secretary, link):
    """The account was not shut yet: it must not be at the very moment in which the link is used."""
    long_ago = timezone.now() - datetime.timedelta(days=60)
    type(secretary).objects.filter(pk=secretary.pk).update(last_login=long_ago, counted_from=long_ago)
    secretary.refresh_from_db()
    assert client.post(link(secretary), {"password1": NEW, "password2": NEW}).status_code == 302
    assert get_user(client) == secretary


@pytest.mark.parametrize("token", ["x", "a" * 43, "..%2F..", "%00", "ⓍⓎ", "a" * 3000])
def test_a_made_up_link_is_answered_like_a_used_one(client, token):
    client.raise_request_exception = False
    assert client.get(f"/moi/{token}/").status_code in (400, 404)


def test_the_database_does_not_know_the_link(secretary, link):
    token = link(secretary).split("/")[2]
    assert token not in str([*Invitation.objects.values()])


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"password1": "ngan-qua-9", "password2": "ngan-qua-9"}, "ít nhất 14 ký tự"),
        ({"password1": NEW, "password2": NEW + "x"}, "chưa giống nhau"),
        ({"password1": "", "password2": ""}, "Xin nhập mục này"),
        ({"password1": "x" * 5000, "password2": "x" * 5000}, "dài quá 200"),
    ],
)
def test_a_refused_password_does_not_use_the_link_up(client, secretary, link, fields, says):
    url = link(secretary)
    answer = client.post(url, fields)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert client.post(url, BOTH).status_code == 302


def test_eight_signs_do_where_a_second_factor_must_follow(client, settings, office, link):
    settings.REQUIRE_SECOND_FACTOR = True
    url = link(office)
    client.post(url, {"password1": "d3ng-t4m", "password2": "d3ng-t4m"})
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp")
    # The password was typed just now: it is not asked for again.
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_link_does_not_get_round_the_second_factor(client, secretary, link):
    give_factor(secretary)
    answer = client.post(link(secretary), BOTH)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert client.get("/").status_code == 200


def test_a_new_password_ends_what_was_open_with_the_old_one(client, secretary, link):
    old = Client()
    old.post(reverse("account_login"), {"login": "secretary", "password": PASSWORD})
    client.post(link(secretary), BOTH)
    assert old.get("/").status_code == 302


def test_who_is_signed_in_as_another_is_told_and_changes_nothing(client, secretary, office, link):
    url = link(secretary)
    client.force_login(office)
    answer = client.post(url, BOTH)
    assert "Đang đăng nhập bằng tài khoản office" in answer.content.decode()
    secretary.refresh_from_db()
    assert secretary.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_once_one_gets_in(secretary, link):
    url = link(secretary)
    answers, together = [], threading.Barrier(2)

    def press(password):
        together.wait()
        answers.append(Client().post(url, {"password1": password, "password2": password}).status_code)
        connection.close()

    threads = [threading.Thread(target=press, args=[f"{NEW}-{number}"]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 404]
    assert AccountAct.objects.filter(what="accepted").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("office_is_first", [True, False])
def test_the_office_holds_no_link_to_who_becomes_one_of_the_committee_in_the_same_moment(
    secretary, office, sysadmin, office_is_first
):
    now = timezone.now()
    acts = [
        lambda: services.invite(secretary, by=office, at=now),
        lambda: services.give_role(secretary, role=Role.STANDING, by=sysadmin, at=now),
    ]
    one_while_the_other_is_under_way(*(acts if office_is_first else acts[::-1]))
    assert Membership.objects.filter(user=secretary, role=Role.STANDING).exists()
    assert not Invitation.objects.open(now).exists()


def test_a_link_made_by_the_office_dies_when_its_person_becomes_one_of_the_committee(
    client, secretary, office, sysadmin
):
    now = timezone.now()
    token = services.invite(secretary, by=office, at=now)
    services.give_role(secretary, role=Role.STANDING, by=sysadmin, at=now)
    assert client.get(f"/moi/{token}/").status_code == 404


def test_the_page_of_the_link_keeps_to_itself(client, secretary, link):
    answer = client.get(link(secretary))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Lù Láo Bình" not in answer.content.decode().split("</title>")[0]


def test_a_preview_of_the_page_to_send_holds_the_link_once(client, office, unit):
    person = world.make_user("binhll", "Lù Láo Bình", unit=unit)
    client.force_login(office)
    page = client.post(reverse("people:person_invite", args=[person.pk])).content.decode()
    assert page.count("http://testserver/moi/") == 1
    assert (
        "http://testserver/moi/" not in client.get(reverse("people:person_detail", args=[person.pk])).content.decode()
    )


def test_a_session_planted_beforehand_is_not_the_invited_persons(client, secretary, link):
    url = link(secretary)
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post(url, BOTH)
    assert client.session.session_key != session.session_key
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example"])
def test_a_link_leads_nobody_away(client, secretary, link, address):
    answer = client.post(f"{link(secretary)}?next={address}", BOTH | {"next": address})
    assert answer.headers["Location"] == "/"
