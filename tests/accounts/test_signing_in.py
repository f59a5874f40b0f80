"""Sign-ins are written down, unused sessions end, unused accounts are shut; passwords are long enough."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.devices import device_words
from accounts.models import SignIn, User
from accounts.sessions import RENEW_SECONDS, SEEN_AT
from tests import world
from tests.accounts.codes import give_factor
from tests.accounts.conftest import PASSWORD
from units.models import Role


def outcomes(user):
    return [*SignIn.objects.filter(user=user).order_by("pk").values_list("outcome", flat=True)]


def test_sign_ins_and_failures_are_written_down(client, secretary, sign_in):
    sign_in("secretary", "sai")
    sign_in("SECRETARY")
    assert outcomes(secretary) == ["wrong_password", "signed_in"]
    assert SignIn.objects.first().ip == "127.0.0.1"


def test_a_lock_is_written_down_once_however_long_one_goes_on(client, secretary, sign_in):
    for _ in range(9):
        sign_in("secretary", "sai")
    assert outcomes(secretary) == ["wrong_password"] * 5 + ["locked"]


def test_what_was_typed_for_a_name_that_is_none_is_not_kept(client, sign_in):
    sign_in("mat-khau-go-nham-o")
    (kept,) = SignIn.objects.values()
    assert kept["user_id"] is None
    assert "mat-khau" not in str(kept)


def test_a_shut_account_says_why_to_who_knows_its_password_only(client, secretary, sign_in):
    secretary.is_active, secretary.disabled_because = False, "idle"
    secretary.save()
    assert "lâu ngày" not in sign_in("secretary", "sai").content.decode()
    answer = sign_in("secretary")
    assert answer.status_code == 403
    assert "lâu ngày không đăng nhập" in answer.content.decode()
    assert outcomes(secretary) == ["wrong_password", "disabled"]


def test_the_record_stays_as_it_is_for_a_year(secretary):
    new = SignIn.objects.create(user=secretary, outcome="signed_in", device="x")
    old = SignIn.objects.create(
        user=secretary, outcome="signed_in", device="x", at=timezone.now() - datetime.timedelta(days=400)
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        SignIn.objects.filter(pk=new.pk).update(device="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        new.delete()
    old.delete()
    assert SignIn.objects.get() == new


def age(client):
    row = Session.objects.get(session_key=client.session.session_key)
    return (row.expire_date - timezone.now()).total_seconds() / 60


@pytest.mark.parametrize(
    ("name", "minutes"), [("office", 15), ("standing", 15), ("sysadmin", 15), ("secretary", 480), ("appraiser", 480)]
)
def test_an_unused_session_ends_sooner_in_the_office_than_on_a_phone(client, request, sign_in, name, minutes):
    request.getfixturevalue(name)
    sign_in(name)
    assert minutes - 1 < age(client) <= minutes


def test_a_head_of_an_agency_who_also_works_in_the_office_has_the_offices_time(client, agency, sign_in):
    world.make_user("both", roles=[Role.OFFICE], agency=agency)
    sign_in("both")
    assert age(client) <= 15


def earlier(client, minutes):
    """As if `minutes` had passed since the last page."""
    row = Session.objects.get(session_key=client.session.session_key)
    session = client.session
    session[SEEN_AT] -= minutes * 60
    session.save()
    Session.objects.filter(pk=row.pk).update(expire_date=row.expire_date - datetime.timedelta(minutes=minutes))


def test_who_works_stays_signed_in_and_who_leaves_does_not(client, office, period, sign_in):
    sign_in("office")
    for _ in range(3):
        earlier(client, 14)
        assert client.get("/").status_code == 200
    earlier(client, 16)
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("method", "says_not_saved"), [("get", False), ("post", True)])
def test_the_sign_in_page_says_that_idleness_ended_the_session_and_whether_something_was_lost(
    client, office, period, sign_in, method, says_not_saved
):
    sign_in("office")
    earlier(client, 16)
    page = getattr(client, method)("/", follow=True).content.decode()
    assert "đã được đăng xuất vì lâu không thao tác" in page
    assert ("Nội dung vừa gửi chưa được lưu" in page) == says_not_saved
    assert "lâu không thao tác" not in client.get("/", follow=True).content.decode()  # said once


@pytest.mark.parametrize("headers", [{"HX-Request": "true", "HX-Current-URL": "{page}"}, {"Referer": "{page}"}])
def test_after_signing_in_again_one_is_on_the_page_one_stood_on(client, headers):
    page = "http://testserver/nhap/7/?ket_qua=waiting"
    answer = client.post("/nhap/7/dong/", headers={name: text.format(page=page) for name, text in headers.items()})
    to = answer.headers.get("HX-Redirect") or answer.headers["Location"]
    assert to == f"{reverse('account_login')}?next=%2Fnhap%2F7%2F%3Fket_qua%3Dwaiting"


@pytest.mark.parametrize("referer", ["", "https://example.org/nhap/7/", "javascript:alert(1)"])
def test_from_a_page_that_is_none_of_ours_one_comes_to_the_own_work(client, referer):
    answer = client.post("/nhap/7/dong/", headers={"Referer": referer})
    assert answer.headers["Location"] == reverse("account_login")


def test_who_signed_out_or_never_signed_in_is_told_nothing_of_idleness(client, office, period, sign_in):
    assert "lâu không thao tác" not in client.get("/", follow=True).content.decode()
    sign_in("office")
    client.post(reverse("account_logout"))
    page = client.get("/", follow=True).content.decode()
    assert "lâu không thao tác" not in page
    assert "đã kết thúc" not in page


def test_only_one_page_a_minute_writes_the_session(client, office, period, sign_in, django_assert_num_queries):
    sign_in("office")
    session = client.session
    session[SEEN_AT] -= RENEW_SECONDS
    session.save()
    client.get("/tim-kiem/")
    with django_assert_num_queries(5):
        client.get("/tim-kiem/")


def test_after_45_days_an_account_is_shut_at_the_door(client, secretary, sign_in):
    long_ago = timezone.now() - datetime.timedelta(days=46)
    User.objects.filter(pk=secretary.pk).update(last_login=long_ago, counted_from=long_ago)
    assert "lâu ngày không đăng nhập" in sign_in("secretary").content.decode()
    secretary.refresh_from_db()
    assert (secretary.is_active, secretary.disabled_because) == (False, "idle")


def test_44_days_are_not_45_and_being_let_in_again_counts_anew(client, secretary, sign_in):
    now = timezone.now()
    User.objects.filter(pk=secretary.pk).update(last_login=now - datetime.timedelta(days=44), counted_from=now)
    assert sign_in("secretary").status_code == 302
    User.objects.filter(pk=secretary.pk).update(last_login=now - datetime.timedelta(days=90), counted_from=now)
    assert sign_in("secretary", using=Client()).status_code == 302


def test_the_last_administrator_is_never_shut_out(client, sysadmin, sign_in):
    long_ago = timezone.now() - datetime.timedelta(days=400)
    User.objects.filter(pk=sysadmin.pk).update(last_login=long_ago, counted_from=long_ago)
    assert sign_in("sysadmin").status_code == 302
    assert client.get("/").status_code == 200


def change(client, new, old=PASSWORD):
    url = reverse("account_change_password")
    return client.post(url, {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.parametrize(("new", "status"), [("d3ng-t4m-xuoi", 422), ("d3ng-t4m-xuoi-9", 302)])
def test_a_password_without_a_factor_has_14_signs(client, secretary, new, status):
    client.force_login(secretary)
    assert change(client, new).status_code == status


@pytest.mark.parametrize(("new", "status"), [("d3ng-t4", 422), ("d3ng-t4m", 302)])
def test_a_password_with_a_factor_has_8(client, secretary, new, status):
    give_factor(secretary)
    client.force_login(secretary)
    answer = change(client, new)
    assert answer.status_code == status
    if status == 422:
        assert "ít nhất 8 ký tự" in answer.content.decode()


def test_changing_the_password_signs_the_other_devices_out(client, secretary):
    other = Client()
    for one in (client, other):
        one.force_login(secretary)
    change(client, "d3ng-t4m-xuoi-9")
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_an_account_without_a_password_is_told_whom_to_ask(client, secretary):
    secretary.set_unusable_password()
    secretary.save()
    client.force_login(secretary)
    page = client.get(reverse("account_change_password"))
    assert page.status_code == 200
    assert "liên kết đặt mật khẩu" in page.content.decode()


def test_a_person_sees_the_own_devices_and_ends_one(client, secretary, other_secretary, sign_in):
    phone, strange = Client(HTTP_USER_AGENT="Android Chrome"), Client()
    sign_in("secretary")
    sign_in("secretary", using=phone)
    sign_in("other_secretary", using=strange)
    page = client.get(reverse("account_sessions")).content.decode()
    assert "Chrome trên điện thoại Android" in page
    assert page.count('name="session"') == 1
    on_phone = secretary.usersession_set.get(user_agent__contains="Android")
    client.post(reverse("account_sessions"), {"session": on_phone.pk})
    assert client.get("/").status_code == 200
    told = phone.post("/", follow=True).content.decode()
    assert "Phiên đăng nhập trên thiết bị này đã kết thúc" in told
    assert "Nội dung vừa gửi chưa được lưu" in told
    assert "đã kết thúc" not in phone.get("/", follow=True).content.decode()  # said once


def test_nobody_ends_the_sessions_of_another(client, secretary, other_secretary, sign_in):
    strange = Client()
    sign_in("secretary")
    sign_in("other_secretary", using=strange)
    theirs = other_secretary.usersession_set.get()
    for chosen in (theirs.pk, "0", "x", "9" * 40):
        assert client.post(reverse("account_sessions"), {"session": chosen}).status_code == 404
    client.post(reverse("account_sessions"))
    assert strange.get("/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
            "Chrome trên điện thoại Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) Version/17.2 Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge trên máy Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/113 Chrome/107 Safari/537.36", "Cốc Cốc trên máy Windows"),
        ("", "Trình duyệt khác trên thiết bị khác"),
    ],
)
def test_a_device_in_words(agent, words):
    assert device_words(agent) == words
