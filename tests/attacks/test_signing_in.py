"""The door: guessing, fixation, being led away, signing out."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import world
from units.models import Role

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db):
    cache.clear()


def sign_in(client, login="secretary", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})


def test_the_sixth_guess_is_not_even_looked_at(client, secretary):
    for _ in range(5):
        assert "không đúng" in sign_in(client, password="sai").content.decode()
    # Another browser, another process: the count stands in the database.
    answer = sign_in(Client())
    assert "quá nhiều lần" in answer.content.decode()
    assert "_auth_user_id" not in Client().session
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0]


def test_guesses_at_one_person_do_not_shut_out_another(client, secretary, office):
    for _ in range(5):
        sign_in(client, password="sai")
    assert sign_in(Client(), "office").status_code == 302


def test_no_number_of_other_tries_and_codes_ends_a_lock_before_its_time(client, secretary):
    """The table of counts throws some away when it is full, the locks first by their names."""
    for _ in range(5):
        sign_in(client, password="sai")
    for number in range(400):
        cache.set(f"second-factor-used:{number}", "1", timeout=900)
    assert "quá nhiều lần" in sign_in(Client()).content.decode()


def test_who_has_no_account_is_answered_word_for_word_the_same(client, secretary):
    known = sign_in(client, password="sai").content.decode()
    unknown = sign_in(Client(), "nobody-here", "sai").content.decode()

    def plain(page):
        return re.sub(r"[A-Za-z0-9]{64}", "token", page.replace("nobody-here", "secretary"))

    assert plain(known) == plain(unknown)


def test_a_hall_full_of_people_signs_in_behind_one_address(body):
    people = [world.make_user(f"nguoi{number}", "Giàng Seo Aính", roles=[Role.OFFICE]) for number in range(40)]
    assert {sign_in(Client(), person.username).status_code for person in people} == {302}


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example",
     "javascript:alert(1)", "data:text/html,x", "http:evil.example", "https:///evil.example", " //evil.example",
     "\t//evil.example", "/%09/evil.example\r\nX-Evil: 1"],
)  # fmt: skip
def test_nobody_is_led_away_after_signing_in(client, secretary, address):
    page = client.get(reverse("account_login"), {"next": address})
    assert page.status_code == 200
    answer = sign_in(client, next=address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))
    assert "X-Evil" not in answer.headers
    # Signed in already: the page leads on at once.
    again = client.get(reverse("account_login"), {"next": address})
    assert again.status_code == 302
    assert not again.headers["Location"].startswith(("//", "/\\", "http", "javascript", "data", " ", "\t"))


def test_a_session_given_to_somebody_beforehand_is_not_theirs_after_signing_in(client, secretary):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != session.session_key
    assert client.get("/").status_code == 200
    stranger = Client()
    stranger.cookies["sessionid"] = session.session_key
    assert stranger.get("/").status_code == 302


def test_signing_out_takes_a_post_and_ends_the_session_everywhere(client, secretary):
    sign_in(client)
    key = client.cookies["sessionid"].value
    client.get(reverse("account_logout"))
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get("/").status_code == 302


def test_the_session_cookie_is_for_the_server_alone(client, secretary):
    cookie = sign_in(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


def test_who_is_shut_out_is_out_at_the_next_page(client, secretary):
    sign_in(client)
    secretary.is_active = False
    secretary.save()
    assert client.get("/").status_code == 302
    sign_in(client)
    assert client.get("/").status_code == 302


def test_nobody_makes_an_account_for_themselves(client, body, django_user_model):
    client.post(reverse("account_signup"), {"username": "evil", "password1": PASSWORD, "password2": PASSWORD})
    assert not django_user_model.objects.filter(username="evil").exists()


def test_a_person_without_a_role_sees_nothing_of_the_work(client, period, unit, office):
    world.make_meeting(period, unit, by=office)
    client.force_login(world.make_user("nobody"))
    assert client.get("/").status_code == 200
    for name in ("units:unit_list", "units:period_list", "units:concern_list", "assignments:notice_list",
                 "meetings:visit_list", "meetings:follow_up_list", "scoring:ranking_list"):  # fmt: skip
        assert client.get(reverse(name)).status_code == 404, name
    for name in ("units:meeting_list", "assignments:plan_detail", "scoring:ranking_detail", "surveys:tally_list"):
        assert client.get(reverse(name, args=[period.month])).status_code == 404, name
    assert unit.name not in client.get(reverse("search"), {"q": "hop"}).content.decode()
