"""From "who has not registered" to letters in the outbox, and what a person decides about them."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from reminders.models import Pasted, Reminder
from reminders.services import approve_all, remind
from tests import world
from tests.meetings.places import assign
from tests.reminders import places
from units.models import Membership


@pytest.fixture
def units(body):
    return places.make_units(3)


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


def concerned_url(period, kind="registration"):
    return reverse("reminders:concerned_list", args=[period.month, kind])


def page(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_office_reminds_those_who_have_not_registered_and_approves(
    as_office, period, units, office, django_capture_on_commit_callbacks
):
    world.make_meeting(period, units[2], by=office)
    shown = page(as_office, concerned_url(period))
    assert "Xã Số 1" in shown
    assert "dv2@vidu.example" in shown
    assert "Xã Số 3" not in shown
    answer = as_office.post(concerned_url(period), {"introduction": "Xin đồng chí lưu tâm."}, follow=True)
    text = answer.content.decode()
    assert "Đã soạn 2 thư nhắc, chưa gửi" in text
    assert "Xin đồng chí lưu tâm." in text
    assert mail.outbox == []
    letters = Reminder.objects.order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_office.post(
            reverse("reminders:letter_approve", args=[period.month]),
            {"step": "approve", "up_to": letters.last().pk, "letter": [letters[0].pk]},
            follow=True,
        )
    assert "Đã duyệt 1 thư" in answer.content.decode()
    assert [message.to for message in mail.outbox] == [["dv1@vidu.example"]]
    assert list(letters.values_list("state", flat=True)) == ["sent", "draft"]


def test_some_may_be_left_out_and_one_may_be_reminded_alone(as_office, period, units):
    as_office.post(concerned_url(period), {"introduction": "", "left_out": [f"unit-{units[0].pk}"]})
    assert set(Reminder.objects.values_list("about_name", flat=True)) == {"Xã Số 2", "Xã Số 3"}
    as_office.post(concerned_url(period), {"introduction": "", "only": f"unit-{units[0].pk}"})
    assert Reminder.objects.count() == 3


def test_a_second_reminder_of_the_same_day_makes_nothing_new(as_office, period, units):
    assert "Ai hôm nay đã có thư về việc này thì không soạn thêm" in page(as_office, concerned_url(period))
    for _ in range(2):
        answer = as_office.post(concerned_url(period), {"introduction": ""}, follow=True)
    assert "3 thư đã có từ trước" in answer.content.decode()
    assert Reminder.objects.count() == 3


def test_what_was_sent_today_is_not_sent_again_today_but_may_be_tomorrow(as_office, period, units, office):
    places.approved(period, by=office)
    Reminder.objects.update(state="sent", sent_at=world.NOW)
    assert remind(period=period, kind="registration", by=office, at=world.NOW).drafts == 0
    later = world.NOW + timezone.timedelta(days=1)
    assert remind(period=period, kind="registration", by=office, at=later).drafts == 3
    assert "1 lần, lần cuối 02/11" in page(as_office, concerned_url(period))


def test_an_unsettled_letter_of_an_earlier_day_stands_in_for_a_new_one(period, units, office):
    places.drafted(period, by=office)
    later = world.NOW + timezone.timedelta(days=1)
    assert remind(period=period, kind="registration", by=office, at=later).reminded == 3
    Reminder.objects.update(state="dropped")
    assert remind(period=period, kind="registration", by=office, at=world.NOW).drafts == 3  # a dropped one was not sent


def test_who_has_no_address_is_named_and_reminded_through_zalo(as_office, period, unit, secretary):
    shown = page(as_office, concerned_url(period))
    assert "chưa có thư điện tử" in shown
    assert "Chỉ nhắc được qua Zalo" in shown
    answer = as_office.post(concerned_url(period), {"introduction": ""}, follow=True)
    assert "Chưa có thư điện tử: Xã Hợp Thành" in answer.content.decode()
    assert not Reminder.objects.exists()


def test_a_text_for_zalo_in_parts_says_which_part_it_is_and_counts_on(as_office, period):
    places.make_units(52)
    text = page(as_office, reverse("reminders:zalo_text", args=[period.month, "registration"]), page=2)
    assert "còn 52 đơn vị chưa đăng ký" in text
    assert "(tin này nêu từ số 51 đến số 52):\n51. " in text


def test_the_text_for_zalo_names_all_and_is_marked_once_a_day(as_office, period, units):
    url = reverse("reminders:zalo_text", args=[period.month, "registration"])
    shown = page(as_office, url)
    assert "còn 3 đơn vị chưa đăng ký hội nghị tuyên vận tháng 11/2026" in shown
    assert "3. Xã Số 3 (hạn 04/11" in shown
    fields = {"about": [f"unit-{unit.pk}" for unit in units]}
    assert "nhắc 3 nơi" in as_office.post(url, fields, follow=True).content.decode()
    assert "không cần ghi lại" in as_office.post(url, fields, follow=True).content.decode()
    assert Pasted.objects.count() == 3
    assert "1 lần, lần cuối" in page(as_office, concerned_url(period))


def test_the_text_for_one_is_a_letter(as_office, period, units):
    url = reverse("reminders:zalo_text", args=[period.month, "registration"])
    shown = page(as_office, url, ve=f"unit-{units[1].pk}")
    assert "Kính gửi: Ban tuyên vận xã Số 2" in shown
    assert "Xã Số 1" not in shown


@pytest.mark.parametrize("about", ["unit-0", "unit-", "unit-99999999999999999999", "agency-1", "x", "unit-１", "-1"])
def test_nobody_is_found_by_a_name_that_nobody_has(as_office, period, units, about):
    shown = page(as_office, concerned_url(period), ve=about)
    assert "Không còn ai cần nhắc" in shown
    answer = as_office.post(concerned_url(period), {"introduction": "", "only": about}, follow=True)
    assert answer.status_code == 200
    assert not Reminder.objects.exists()


def test_a_kind_that_does_not_fit_the_stage_is_refused(as_office, period, units):
    assert "không nhắc việc này" in page(as_office, concerned_url(period, "appraisal"))
    answer = as_office.post(concerned_url(period, "appraisal"), {"introduction": ""})
    assert answer.status_code == 422
    assert "đang ở giai đoạn Đăng ký" in answer.content.decode()
    assert as_office.get(concerned_url(period, "khac")).status_code == 404


def test_too_long_an_introduction_is_refused_and_kept(as_office, period, units):
    answer = as_office.post(concerned_url(period), {"introduction": "a" * 1001, "left_out": [f"unit-{units[0].pk}"]})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "a" * 1001 in text
    assert text.count("checked") == 1
    assert not Reminder.objects.exists()


def test_delegates_are_reminded_of_the_notes_they_owe(as_office, agency, unit, other_unit, delegate, office):
    period = world.make_period(world.MONTH.replace(year=2025), stage="conference")
    meetings = [world.make_meeting(period, one, by=office, day=day) for one, day in ((unit, 10), (other_unit, 12))]
    for meeting in meetings:
        assign(meeting, delegate, by=office)
    delegate.user.email = "lan@vidu.example"
    delegate.user.save()
    as_office.post(concerned_url(period, "note"), {"introduction": ""})
    letter = Reminder.objects.get()
    assert letter.address == "lan@vidu.example"
    assert "- Xã Hợp Thành, ngày 10/11/2025\n- Phường Kim Tân, ngày 12/11/2025" in letter.body


def test_agencies_are_reminded_of_what_they_have_not_scored(as_office, period, unit, agency, appraiser):
    from scoring import services as scoring
    from tests.scoring import places as scores

    scoring.use_criteria(period=period, criteria_set=scores.standard_set(agency))
    scores.at_stage(period, "appraisal")
    appraiser.email = "mai@vidu.example"
    appraiser.save()
    as_office.post(concerned_url(period, "appraisal"), {"introduction": ""})
    letter = Reminder.objects.get()
    assert letter.about_name == "Ban Tổ chức Thành ủy"
    assert "còn 1/1 đơn vị" in letter.body
    scores.appraise_everything(period, [unit], by=appraiser)
    assert "Không còn ai" in page(as_office, concerned_url(period, "appraisal"))


def test_units_are_reminded_of_their_self_assessment(as_office, period, units, office):
    period.stage = "self_assessment"
    period.save()
    as_office.post(concerned_url(period, "self_assessment"), {"introduction": ""})
    assert set(Reminder.objects.values_list("subject", flat=True)) == {"Nhắc gửi phiếu tự chấm tháng 11/2026"}


@pytest.mark.parametrize(
    ("state", "act", "after"),
    [
        ("draft", "duyet", "approved"),
        ("draft", "bo", "dropped"),
        ("approved", "bo", "dropped"),
        ("failed", "gui-lai", "approved"),
        ("failed", "bo", "dropped"),
        ("uncertain", "da-gui", "sent"),
        ("uncertain", "chua-gui", "approved"),
        ("uncertain", "bo", "uncertain"),
        ("uncertain", "gui-lai", "uncertain"),
        ("sending", "bo", "sending"),
        ("sending", "chua-gui", "sending"),
        ("sent", "bo", "sent"),
        ("sent", "gui-lai", "sent"),
        ("sent", "chua-gui", "sent"),
        ("dropped", "duyet", "dropped"),
    ],
)
def test_what_a_person_may_decide_in_each_state(as_office, period, units, office, state, act, after):
    letter = places.approved(period, by=office)[0]
    more = {"sent_at": world.NOW} if state == "sent" else {}
    Reminder.objects.filter(pk=letter.pk).update(state=state, taken_at=world.NOW, reason="Vì sao", **more)
    url = reverse("reminders:letter_detail", args=[letter.pk])
    page(as_office, url)
    for _ in range(2):  # pressed twice
        answer = as_office.post(reverse("reminders:letter_act", args=[letter.pk, act]))
        assert (answer.status_code, answer["Location"]) == (302, url)
        page(as_office, url)
    letter.refresh_from_db()
    assert letter.state == after


def test_approving_again_what_is_gone_says_so(as_office, period, units, office):
    drafts = places.drafted(period, by=office)
    fields = {"step": "approve", "up_to": drafts.last().pk, "letter": [one.pk for one in drafts]}
    approve_all(Reminder.objects.all(), by=office, at=world.NOW)
    url = reverse("reminders:letter_approve", args=[period.month])
    assert "đã được người khác duyệt" in as_office.post(url, fields, follow=True).content.decode()


def test_letters_made_meanwhile_are_not_approved_unseen(as_office, period, units, office):
    seen = places.drafted(period, by=office, only=f"unit-{units[0].pk}").last().pk
    places.drafted(period, by=office)
    as_office.post(reverse("reminders:letter_approve", args=[period.month]), {"step": "approve_all", "up_to": seen})
    assert Reminder.objects.filter(state="approved").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"step": "approve", "up_to": "1"},
        {"step": "khac", "up_to": "1"},
        {"step": "approve_all"},
        {"step": "approve_all", "up_to": "9" * 30},
        {"step": "drop", "up_to": "1", "letter": ["x", "-1", "9" * 40]},
    ],
)
def test_nonsense_approves_nothing(as_office, period, units, office, fields):
    places.drafted(period, by=office)
    answer = as_office.post(reverse("reminders:letter_approve", args=[period.month]), fields)
    assert answer.status_code == 422
    assert set(Reminder.objects.values_list("state", flat=True)) == {"draft"}


def test_drafts_may_be_dropped_together(as_office, period, units, office):
    drafts = places.drafted(period, by=office)
    fields = {"step": "drop", "up_to": "0", "letter": [drafts[0].pk, drafts[1].pk]}
    as_office.post(reverse("reminders:letter_approve", args=[period.month]), fields)
    assert sorted(Reminder.objects.values_list("state", flat=True)) == ["draft", "dropped", "dropped"]


def test_the_outbox_is_filtered_and_its_progress_comes_alone(as_office, period, units, office):
    places.approved(period, by=office)
    url = reverse("reminders:letter_list", args=[period.month])
    assert "Xã Số 1" in page(as_office, url, trang_thai="approved")
    assert "Không có thư nào như vậy" in page(as_office, url, trang_thai="sent")
    fragment = as_office.get(url, headers={"HX-Request": "true", "HX-Target": "progress"}).content.decode()
    assert "Chờ gửi" in fragment
    assert "<html" not in fragment
    assert "quá 5 phút" in fragment  # approved long ago, and nobody sends
    Reminder.objects.update(state="sent", sent_at=world.NOW)
    assert "every 4s" not in page(as_office, url)


def test_the_home_page_of_the_office_offers_it(as_office, period, units, office):
    home = page(as_office, reverse("month", args=[period.month]))
    assert concerned_url(period) in home
    places.approved(period, by=office)
    Reminder.objects.filter(about_name="Xã Số 1").update(state="uncertain")
    Reminder.objects.filter(about_name="Xã Số 2").update(state="failed")
    Reminder.objects.filter(about_name="Xã Số 3").update(state="draft")
    home = page(as_office, reverse("month", args=[period.month]))
    for words in ("1 thư nhắc chưa rõ đã gửi hay chưa", "1 thư nhắc không gửi được", "1 thư nhắc chờ duyệt"):
        assert words in home


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_database_the_same_however_many_rows(client, office, period, rows, django_assert_num_queries):
    for unit in places.make_units(rows):
        Membership.objects.create(user=world.make_user(f"them-{unit.pk}"), role="unit", unit=unit)
    letters = places.drafted(period, by=office)
    client.force_login(office)
    for name, args, number in (
        ("kind_list", [period.month], 11),
        ("concerned_list", [period.month, "registration"], 13),
        ("zalo_text", [period.month, "registration"], 13),
        ("letter_list", [period.month], 9),
        ("letter_approve", [period.month], 9),
        ("letter_detail", [letters[0].pk], 6),
    ):
        with django_assert_num_queries(number):
            page(client, reverse(f"reminders:{name}", args=args))
