"""What becomes of an approved letter, with a real mail server that takes it, refuses it or is not there."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from people.services.erasure import erase
from reminders.models import Reminder
from reminders.services import approve_all, deliver_approved, drop, nudge_if_waiting, remind, send_again
from reminders.services.delivery import PAUSES
from tests import world
from tests.reminders import places
from tests.reminders.mail_server import free_port
from tests.workers import ROOT
from units.models import Membership
from units.services import Refused


@pytest.fixture
def units(body):
    return places.make_units(3)


@pytest.fixture
def letters(units, period, office):
    places.approved(period, by=office)
    return units


def deliver():
    return deliver_approved.call()


def states():
    return {one.address.partition("@")[0]: one.state for one in Reminder.objects.all()}


def test_a_letter_goes_out_in_vietnamese_and_is_marked_sent(letters, mail_server):
    assert deliver() == 3
    address, mail = mail_server.received[0]
    assert (address, mail["To"]) == ("dv1@vidu.example", "dv1@vidu.example")
    assert mail["Subject"].strip() == "Nhắc đăng ký hội nghị tuyên vận tháng 11/2026"  # folded before its first word
    assert mail["From"] == "tuyenvan@localhost"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.utcoffset() == timedelta(hours=7)
    assert mail.get_content_type() == "text/plain"
    text = mail.get_content()
    assert "Kính gửi: Ban tuyên vận xã Số 1" in text
    assert "Hạn: hết ngày 04/11/2026." in text
    assert f"http://127.0.0.1:8000/thang/2026-11/dang-ky/{letters[0].pk}/" in text
    row = Reminder.objects.get(address=address)
    assert (row.state, row.sent_at is not None, row.reason) == ("sent", True, "")
    assert len({mail["Message-ID"] for _, mail in mail_server.received}) == 3


def test_nothing_that_is_not_approved_goes_out(units, period, office, mail_server):
    places.drafted(period, by=office)
    assert deliver() == 0
    assert mail_server.received == []


def test_one_address_is_refused_for_good_and_the_others_get_theirs(letters, mail_server):
    mail_server.on_rcpt = lambda address: "550 Hộp thư không có" if address.startswith("dv2") else None
    assert deliver() == 2
    assert states() == {"dv1": "sent", "dv2": "failed", "dv3": "sent"}
    refused = Reminder.objects.get(state="failed")
    assert refused.reason == "Máy chủ thư trả lời 550: Hộp thư không có"
    deliver()
    assert mail_server.addresses == ["dv1@vidu.example", "dv3@vidu.example"]


@pytest.mark.parametrize("asked", ["on_rcpt", "on_data"])
def test_not_now_is_tried_again_after_a_pause(letters, mail_server, asked):
    setattr(mail_server, asked, lambda address: "450 Xin chờ" if address.startswith("dv2") else None)
    assert deliver() == 2
    row = Reminder.objects.get(address="dv2@vidu.example")
    assert (row.state, row.tries) == ("approved", 1)
    assert row.next_try_at - timezone.now() > PAUSES[0] - timedelta(seconds=10)
    assert deliver() == 0
    setattr(mail_server, asked, lambda address: None)
    Reminder.objects.filter(pk=row.pk).update(next_try_at=timezone.now())
    assert deliver() == 1
    assert mail_server.addresses.count("dv2@vidu.example") == 1


def test_after_the_last_pause_a_person_is_asked_and_may_send_again(letters, mail_server, office):
    mail_server.on_data = lambda address: "451 Bận" if address.startswith("dv2") else None
    deliver()
    Reminder.objects.filter(address="dv2@vidu.example").update(tries=len(PAUSES), next_try_at=None)
    deliver()
    row = Reminder.objects.get(address="dv2@vidu.example")
    assert (row.state, row.reason) == ("failed", "Máy chủ thư trả lời 451: Bận")
    mail_server.on_data = lambda address: None
    send_again(row, by=office, at=timezone.now())
    assert deliver() == 1
    assert mail_server.addresses.count("dv2@vidu.example") == 1


def test_one_that_failed_does_not_go_again_beside_another_about_the_same(letters, period, office, mail_server):
    mail_server.on_rcpt = lambda address: "550 Không có" if address.startswith("dv2") else None
    deliver()
    failed = Reminder.objects.get(state="failed")
    remind(period=period, kind="registration", by=office, at=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="Đã có thư khác"):
        send_again(failed, by=office, at=timezone.now())
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_without_a_server_all_wait_together_and_one_try_is_made(letters, settings):
    settings.EMAIL_BACKEND = "reminders.post.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 2
    assert deliver() == 0
    assert set(Reminder.objects.values_list("state", "tries", "reason")) == {
        ("approved", 1, "Không nối được với máy chủ thư (ConnectionRefusedError).")
    }
    assert not Reminder.objects.due(timezone.now()).exists()
    assert Reminder.objects.due(timezone.now() + PAUSES[0]).count() == 3


def test_a_server_that_closes_is_no_server(letters, mail_server):
    mail_server.on_rcpt = lambda address: "421 Đang dừng"
    assert deliver() == 0
    assert set(Reminder.objects.values_list("state", "tries")) == {("approved", 1)}


def test_a_connection_that_breaks_while_the_letter_is_handed_over_leaves_it_to_a_person(letters, mail_server):
    mail_server.breaks_at = "dv2@vidu.example"
    assert deliver() == 2
    assert states() == {"dv1": "sent", "dv2": "uncertain", "dv3": "sent"}
    deliver()
    assert mail_server.addresses.count("dv2@vidu.example") == 1


def test_who_has_done_it_meanwhile_gets_no_letter(letters, period, office, mail_server):
    world.make_meeting(period, letters[1], by=office)
    assert deliver() == 2
    assert states()["dv2"] == "dropped"
    assert "không cần nhắc" in Reminder.objects.get(state="dropped").reason


def test_nobody_gets_a_letter_once_the_month_is_closed(letters, period, mail_server):
    period.stage = "closed"
    period.save()
    assert deliver() == 0
    assert set(states().values()) == {"dropped"}


def test_who_no_longer_acts_for_the_unit_gets_no_letter(letters, mail_server):
    first, second = (Membership.objects.get(unit=unit) for unit in letters[:2])
    first.delete()
    second.user.is_active = False
    second.user.save()
    assert deliver() == 1
    assert states() == {"dv1": "dropped", "dv2": "dropped", "dv3": "sent"}


def test_a_deleted_account_gets_no_letter_and_its_sent_ones_stay(letters, mail_server):
    Membership.objects.get(unit=letters[0]).user.delete()
    assert deliver() == 2
    assert states()["dv1"] == "dropped"
    Membership.objects.get(unit=letters[1]).user.delete()
    row = Reminder.objects.get(address="dv2@vidu.example")
    assert (row.state, row.recipient) == ("sent", None)


def test_erasing_a_person_leaves_that_something_was_sent_and_not_to_whom(letters, mail_server):
    deliver()
    user = Membership.objects.get(unit=letters[0]).user
    user.reminders.forget(at=timezone.now())
    row = Reminder.objects.get(recipient_key=user.pk)
    assert (row.state, row.address, row.recipient, row.about_name) == ("sent", "", None, "")
    assert row.body


def test_the_letter_goes_where_the_person_is_now(letters, mail_server):
    user = Membership.objects.get(unit=letters[0]).user
    user.email = "moi@vidu.example"
    user.save()
    deliver()
    assert "moi@vidu.example" in mail_server.addresses
    assert Reminder.objects.filter(address="moi@vidu.example", state="sent").exists()


@pytest.mark.parametrize("address", ["a@vidu.example\nBcc: b@vidu.example", "khong-phai-thu", "a@b", "", "a" * 250])
def test_an_address_that_is_none_gets_no_letter(units, period, office, mail_server, address):
    user = Membership.objects.get(unit=units[0]).user
    user.email = address
    user.save()
    made = remind(period=period, kind="registration", by=office, at=world.NOW)
    assert (made.drafts, made.without_address) == (2, ["Xã Số 1"])


def test_a_line_break_smuggled_into_a_letter_adds_no_header(letters, mail_server):
    Reminder.objects.filter(address="dv1@vidu.example").update(subject="Nhắc\r\nBcc: ai@vidu.example")
    assert deliver() == 3
    mail = dict(mail_server.received)["dv1@vidu.example"]
    assert mail["Bcc"] is None
    assert mail["Subject"].strip() == "Nhắc Bcc: ai@vidu.example"


def test_dropped_in_time_it_stays_here(letters, office, mail_server):
    drop(Reminder.objects.get(address="dv2@vidu.example"), by=office, at=timezone.now())
    assert deliver() == 2
    assert "dv2@vidu.example" not in mail_server.addresses


@pytest.mark.django_db(transaction=True)
def test_what_is_being_sent_cannot_be_dropped(office, period, queue, mail_server):
    places.make_units(1)
    (letter,) = places.approved(period, by=office)
    at_the_server, go_on = threading.Event(), threading.Event()

    def wait(address):
        at_the_server.set()
        go_on.wait(10)

    def send():
        try:
            deliver()
        finally:
            connection.close()

    mail_server.on_data = wait
    sending = threading.Thread(target=send)
    sending.start()
    assert at_the_server.wait(10)
    with pytest.raises(Refused, match="đang được gửi"):
        drop(letter, by=office, at=timezone.now())
    go_on.set()
    sending.join(10)
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_the_database_keeps_what_was_sent(letters, mail_server):
    deliver()
    for act in (
        lambda: Reminder.objects.update(body="Khác"),
        lambda: Reminder.objects.update(state="approved", sent_at=None),
        lambda: Reminder.objects.update(address="khac@vidu.example"),
        lambda: Reminder.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="giữ nguyên"), transaction.atomic():
            act()
    assert set(states().values()) == {"sent"}


def test_a_letter_cannot_go_without_approval(units, period, office):
    drafts = places.drafted(period, by=office)
    with pytest.raises(IntegrityError, match="reminder_goes_after_approval"), transaction.atomic():
        drafts.update(state="approved")


def test_every_state_leaves_a_line_in_the_history_without_addresses(letters, mail_server):
    deliver()
    events = Reminder.objects.first().events.order_by("pgh_id")
    assert [event.state for event in events] == ["draft", "approved", "sending", "sent"]
    assert not hasattr(events[0], "address")


def test_a_nudge_that_was_lost_is_given_again_once(letters, queue, mail_server, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    for _ in range(2):
        nudge_if_waiting(at=timezone.now())
    assert DBTaskResult.objects.ready().count() == 1
    Reminder.objects.update(next_try_at=timezone.now() + timedelta(minutes=5))
    DBTaskResult.objects.all().delete()
    nudge_if_waiting(at=timezone.now())
    assert not DBTaskResult.objects.exists()


def test_more_than_a_batch_is_sent_in_several(body, period, office, mail_server, settings):
    places.make_units(130)
    places.approved(period, by=office)
    deliver()  # tasks run at once in tests: the second batch is begun by the first
    assert len(set(mail_server.addresses)) == len(mail_server.addresses) == 130


def test_production_sends_nothing_before_it_is_set_up(units, period, office, settings, mail_server):
    drafts = places.drafted(period, by=office)
    settings.PRODUCTION, settings.SENDS_MAIL = True, False
    with pytest.raises(Refused, match="EMAIL_URL"):
        approve_all(drafts, by=office, at=timezone.now())
    assert deliver() == 0


SETTINGS = {
    "smtp+tls://ten%40vidu.vn:m%2Ft@thu.vidu.vn": ("reminders.post.EmailBackend", "thu.vidu.vn", 587, "ten@vidu.vn",
                                                  "m/t", True, False),
    "smtp+ssl://ten:mk@thu.vidu.vn:465": ("reminders.post.EmailBackend", "thu.vidu.vn", 465, "ten", "mk", False, True),
    "smtp://127.0.0.1:2525": ("reminders.post.EmailBackend", "127.0.0.1", 2525, "", "", False, False),
    "": ("django.core.mail.backends.filebased.EmailBackend", "localhost", 25, "", "", False, False),
}  # fmt: skip


@pytest.mark.parametrize("url", SETTINGS)
def test_the_mail_server_is_read_from_the_environment(url):
    names = ("BACKEND", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    code = "from django.conf import settings as s; print(repr(tuple(getattr(s, 'EMAIL_' + n) or '' for n in %r)))"
    done = subprocess.run(
        [sys.executable, "-c", code % (names,)],
        # As a trial, whatever database the tests run on: with a DATABASE_URL production's other settings are asked for.
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tuyenvan.settings", "EMAIL_URL": url, "DATABASE_URL": ""},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert tuple(value or "" for value in SETTINGS[url]) == eval(done.stdout)


def test_erasing_an_account_through_its_page_takes_the_address_from_what_was_sent(letters, mail_server, sysadmin):
    deliver()
    user = Membership.objects.get(unit=letters[0]).user
    erase(user, by=sysadmin, at=timezone.now(), on=timezone.localdate())
    assert Reminder.objects.get(recipient_key=user.pk).address == ""
