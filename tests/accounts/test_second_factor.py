"""Second factor: set up, asked for, required of some, kept encrypted."""

import re
import threading

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import SignIn
from tests.accounts.codes import SECRET, code_of, give_factor, stored
from tests.accounts.conftest import PASSWORD

SET_UP = "mfa_activate_totp"


def secret_on(page):
    return re.search(r'class="secret"[^>]*>([A-Z2-7]+)<', page.content.decode())[1]


def test_setting_up_shows_the_recovery_codes_once(client, secretary, sign_in):
    sign_in("secretary")
    page = client.get(reverse(SET_UP))
    assert "data:image/svg+xml;base64," in page.content.decode()
    answer = client.post(reverse(SET_UP), {"code": code_of(secret_on(page))})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer.headers["Location"])
    assert len(re.findall(r"<li>(\d{8})</li>", codes.content.decode())) == 10
    assert "no-store" in codes.headers["Cache-Control"]
    again = client.get(reverse("mfa_view_recovery_codes"))
    assert "không hiện lại" in again.content.decode()
    assert not re.findall(r"<li>(\d{8})</li>", again.content.decode())


def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret_that_the_phone_has_read(client, secretary, sign_in):
    sign_in("secretary")
    secret = secret_on(client.get(reverse(SET_UP)))
    answer = client.post(reverse(SET_UP), {"code": "000000"})
    assert answer.status_code == 422
    assert "Mã không đúng" in answer.content.decode()
    assert secret_on(answer) == secret
    assert not stored(secretary)


def test_two_tabs_of_the_set_up_show_one_secret_and_the_second_finds_it_done(client, secretary, sign_in):
    sign_in("secretary")
    first, second = (secret_on(client.get(reverse(SET_UP))) for _ in range(2))
    assert first == second
    client.post(reverse(SET_UP), {"code": code_of(first)})
    for answer in (client.post(reverse(SET_UP), {"code": code_of(second)}), client.get(reverse(SET_UP))):
        assert answer.headers["Location"] == reverse("mfa_index")
    assert Authenticator.objects.filter(user=secretary, type="totp").count() == 1


def test_with_a_factor_the_password_alone_opens_nothing(client, secretary, sign_in):
    give_factor(secretary)
    answer = sign_in("secretary")
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert client.get("/").status_code == 200


def test_one_may_turn_back_from_the_code_to_another_account(client, secretary, office, sign_in):
    give_factor(secretary)
    sign_in("secretary")
    client.post(reverse("account_logout"))
    assert client.get(reverse("mfa_authenticate")).headers["Location"] == reverse("account_login")
    assert client.get(reverse("account_login")).status_code == 200


def test_a_code_opens_one_session_only(client, secretary, sign_in):
    give_factor(secretary)
    code = code_of()
    sign_in("secretary")
    client.post(reverse("mfa_authenticate"), {"code": code})
    thief = Client()
    sign_in("secretary", using=thief)
    answer = thief.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 422
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize("later", [-1, 1])
def test_a_phone_half_a_minute_off_still_opens_but_not_twice(client, secretary, sign_in, later):
    give_factor(secretary)
    for using, opened in ((client, 200), (Client(), 302)):
        sign_in("secretary", using=using)
        using.post(reverse("mfa_authenticate"), {"code": code_of(later=later)})
        assert using.get("/").status_code == opened


def test_a_recovery_code_opens_once(client, secretary, sign_in):
    code = give_factor(secretary)[0]
    for using, opened in ((client, 200), (Client(), 302)):
        sign_in("secretary", using=using)
        using.post(reverse("mfa_authenticate"), {"code": code})
        assert using.get("/").status_code == opened


def test_new_recovery_codes_make_the_old_ones_worthless(client, secretary, sign_in):
    old = give_factor(secretary)
    sign_in("secretary")
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    client.post(reverse("mfa_generate_recovery_codes"))
    new = re.findall(r"<li>(\d{8})</li>", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(new) == 10
    assert not {*old} & {*new}


def test_guessing_codes_is_shut_off_after_five_even_with_the_right_one(client, secretary, sign_in):
    give_factor(secretary)
    sign_in("secretary")
    for _ in range(5):
        assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert "quá nhiều lần" in answer.content.decode()
    # A new browser with the password starts no new count.
    other = Client()
    sign_in("secretary", using=other)
    other.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert other.get("/").status_code == 302
    assert SignIn.objects.filter(user=secretary, outcome="wrong_code").count() == 5


def test_the_secrets_are_not_readable_in_the_database(secretary):
    codes = give_factor(secretary)
    text = str(stored(secretary))
    assert SECRET not in text
    assert not any(code in text for code in codes)


def test_a_changed_key_of_the_site_shuts_factors_rather_than_opening_them(client, secretary, sign_in, settings):
    give_factor(secretary)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-of-the-site"
    sign_in("secretary")
    assert client.post(reverse("mfa_authenticate"), {"code": code_of()}).status_code == 422
    settings.SECRET_KEY_FALLBACKS = [old]
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("name", ["office", "head", "standing", "sysadmin"])
def test_a_role_that_needs_a_factor_gets_nowhere_without(client, request, required, period, sign_in, name):
    request.getfixturevalue(name)
    sign_in(name)
    for url in ("/", reverse("units:period_list"), reverse("search"), reverse("mfa_index"), "/khong-co/"):
        answer = client.get(url)
        assert (answer.status_code, answer.headers.get("Location")) in ((302, reverse(SET_UP)), (404, None)), url
    fragment = client.get("/", headers={"HX-Request": "true"})
    assert fragment.headers["HX-Redirect"] == reverse(SET_UP)
    page = client.get(reverse(SET_UP))
    assert page.status_code == 200
    # Nothing of the month around it.
    assert "THÀNH ỦY" not in page.content.decode()
    client.post(reverse(SET_UP), {"code": code_of(secret_on(page))})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("name", ["secretary", "appraiser"])
def test_a_role_of_the_phones_needs_none(client, request, required, sign_in, name):
    request.getfixturevalue(name)
    sign_in(name)
    assert client.get("/").status_code == 200


def test_who_must_set_up_can_sign_out_and_change_the_password(client, required, office, sign_in):
    sign_in("office")
    assert client.get(reverse("account_change_password")).status_code == 200
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_settled_session_asks_nothing_more(client, required, office, period, sign_in, django_assert_num_queries):
    give_factor(office)
    sign_in("office")
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    client.get("/tim-kiem/")
    with django_assert_num_queries(5):  # as without the setting: tests/tuyenvan/test_query_budget.py
        client.get("/tim-kiem/")


def test_who_must_have_a_factor_cannot_take_it_off(client, required, office, sign_in):
    give_factor(office)
    sign_in("office")
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert "Tắt mã xác thực" not in client.get(reverse("mfa_index")).content.decode()
    answer = client.post(reverse("mfa_deactivate_totp"), {"password": PASSWORD})
    assert answer.status_code == 422
    assert "không tắt được" in answer.content.decode()
    assert stored(office)


@pytest.mark.parametrize(("password", "goes"), [(PASSWORD, True), ("ngan-8-ky", False)])
def test_a_short_password_must_grow_before_the_factor_goes(client, secretary, sign_in, password, goes):
    secretary.set_password(password)
    secretary.save()
    give_factor(secretary)
    sign_in("secretary", password)
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"), {"password": password})
    assert (not stored(secretary)) is goes


def test_after_a_while_the_password_is_asked_again_before_the_factor_is_touched(client, secretary):
    client.force_login(secretary)
    answer = client.get(reverse(SET_UP))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    back = client.post(answer.headers["Location"], {"password": PASSWORD, "next": reverse(SET_UP)})
    assert back.headers["Location"] == reverse(SET_UP)
    assert client.get(reverse(SET_UP)).status_code == 200


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_confirming_the_password_leads_nobody_away(client, secretary, address):
    client.force_login(secretary)
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_set_up_in_one_moment_make_one_factor(client, secretary, sign_in):
    sign_in("secretary")
    secret = secret_on(client.get(reverse(SET_UP)))
    answers, together = [], threading.Barrier(2)

    def press():
        tab = Client(raise_request_exception=False)
        tab.cookies["sessionid"] = client.cookies["sessionid"].value
        together.wait()
        answers.append(tab.post(reverse(SET_UP), {"code": code_of(secret)}).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(answers) < 500
    assert Authenticator.objects.filter(user=secretary, type="totp").count() == 1
