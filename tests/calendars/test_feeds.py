"""Links for calendar programs: who may have one, what it gives, how it ends, and what it never does."""

import datetime

import pytest
import vobject
from django.apps import apps
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from assignments.models import Delegate
from calendars.access import Target, targets
from calendars.models import FeedLink, Scope
from calendars.services import MAX_LINKS, MAX_READS, make_link, revoke_link
from people.services import erase
from tests import world
from tests.calendars.conftest import publish
from tests.calendars.test_ics import check_bytes
from units import services
from units.access import actor_for
from units.models import Meeting, Membership, Role, Unit

NOW = world.NOW
NONCE = "mot-lan-dung-thoi"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The feed's window begins three months before today."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def link_for(user, scope, *, nonce=NONCE, **subject):
    return make_link(owner=user, target=Target(scope=scope, **subject), nonce=nonce, at=NOW)


def office_link(office, **fields):
    return link_for(office, Scope.OFFICE, **fields)


def delegate_link(delegate, **fields):
    return link_for(delegate.user, Scope.DELEGATE, delegate=delegate, **fields)


def read(token, **headers):
    """As a calendar program does: no cookies, no session."""
    return Client().get(reverse("calendars:feed", args=[token]), headers=headers)


def events(token):
    answer = read(token)
    assert answer.status_code == 200
    check_bytes(answer.content)
    first = Calendar.from_ical(answer.content).walk("VEVENT")
    second = list(vobject.readOne(answer.content.decode()).contents.get("vevent", []))
    assert [str(one["UID"]) for one in first] == [one.uid.value for one in second]
    assert [str(one["SUMMARY"]) for one in first] == [one.summary.value for one in second]
    return {str(one["UID"]): one for one in first}


def only_event(token):
    (event,) = events(token).values()
    return event


def change(meeting, **fields):
    """As a service does: the version goes up."""
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.save()


# What is in a feed


def test_the_office_reads_all_a_unit_its_own_a_delegate_where_he_is_sent(office, secretary, delegate, unit,
                                                                         meeting, other_meeting):  # fmt: skip
    publish(meeting.period, [(meeting, delegate)])
    uid, other = (f"hoi-nghi-{one.pk}@tuyenvan.invalid" for one in (meeting, other_meeting))
    assert set(events(office_link(office)[1])) == {uid, other}
    assert set(events(link_for(secretary, Scope.UNIT, unit=unit)[1])) == {uid}
    assert set(events(delegate_link(delegate)[1])) == {uid}


def test_an_event_says_when_where_what_and_who(settings, office, secretary, unit, delegate, other_delegate, meeting):
    change(meeting, place="Nhà văn hóa, thôn 2; tầng 1", agenda="Thời sự, dư luận\nNông thôn mới; chuyển đổi số")
    publish(meeting.period, [(meeting, delegate), (meeting, other_delegate)])
    event = only_event(link_for(secretary, Scope.UNIT, unit=unit)[1])
    assert str(event["SUMMARY"]) == "Hội nghị tuyên vận xã Hợp Thành"
    assert str(event["LOCATION"]) == "Nhà văn hóa, thôn 2; tầng 1"
    assert event.decoded("DTSTART") == meeting.starts_at
    assert event.decoded("DTEND") == meeting.ends_at
    assert str(event["DESCRIPTION"]) == (
        "Nội dung:\nThời sự, dư luận\nNông thôn mới; chuyển đổi số\n\nĐại biểu dự:\n"
        "- Đồng chí Vàng Tả Lan, Phó Trưởng Ban Tổ chức Thành ủy\n"
        "- Đồng chí Vũ Ngọc Thành, Chuyên viên Ủy ban MTTQ thành phố"
    )
    assert str(event["URL"]) == f"{settings.SITE_URL}/hoi-nghi/{meeting.pk}/"
    own = str(only_event(delegate_link(delegate)[1])["DESCRIPTION"])
    assert "Cùng dự:\n- Đồng chí Vũ Ngọc Thành" in own
    assert "Vàng Tả Lan" not in own


def test_neither_drafts_nor_matters_of_concern_are_in_any_feed(office, secretary, unit, delegate, meeting):
    world.make_concern(unit, "Khiếu kiện đông người", by=office)
    plan = publish(meeting.period, [])
    draft = type(plan).objects.create(period=plan.period, version=2, made_by=office, made_at=NOW)
    draft.seats.create(meeting=meeting, delegate=delegate, because="Khiếu kiện đông người")
    for token in (office_link(office)[1], link_for(secretary, Scope.UNIT, unit=unit)[1]):
        text = str(only_event(token)["DESCRIPTION"])
        assert "Khiếu kiện" not in text
        assert "Vàng Tả Lan" not in text
        assert "chưa có thông báo phân công" in text
    assert events(delegate_link(delegate)[1]) == {}


@pytest.mark.parametrize(("month", "is_in"), [("2026-07", False), ("2026-08", True), ("2027-03", True)])
def test_a_feed_goes_three_months_back_and_as_far_ahead_as_is_registered(office, unit, body, month, is_in):
    period = world.make_period(datetime.date.fromisoformat(f"{month}-01"))
    world.make_meeting(period, unit, by=office)
    assert bool(events(office_link(office)[1])) is is_in


# UID, SEQUENCE, STATUS


def test_a_moved_conference_keeps_its_uid_and_raises_its_sequence(office, meeting):
    token = office_link(office)[1]
    before = only_event(token)
    moved = meeting.starts_at + datetime.timedelta(days=2)
    change(meeting, starts_at=moved, ends_at=moved + datetime.timedelta(hours=2),
           changed_at=NOW + datetime.timedelta(hours=1))  # fmt: skip
    after = only_event(token)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("DTSTART") == moved
    assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")


def test_a_cancelled_conference_stays_as_cancelled_and_comes_back_with_a_higher_sequence(office, delegate, meeting):
    publish(meeting.period, [(meeting, delegate)])
    tokens = office_link(office)[1], delegate_link(delegate)[1]
    seen = [[only_event(token) for token in tokens]]
    services.cancel_meeting(meeting, version=1, reason="Mưa lũ", by=office, at=NOW + datetime.timedelta(hours=1))
    seen.append([only_event(token) for token in tokens])
    again = {field: getattr(meeting, field) for field in ("period", "unit", "starts_at", "ends_at", "place", "agenda")}
    services.register_meeting(**again, reason="Hết mưa", by=office, at=NOW + datetime.timedelta(hours=2))
    seen.append([only_event(token) for token in tokens])
    for for_office, for_delegate in seen:
        for name in ("UID", "SEQUENCE", "STATUS", "DTSTAMP"):
            assert for_office[name].to_ical() == for_delegate[name].to_ical()
    firsts = [pair[0] for pair in seen]
    assert [str(event["STATUS"]) for event in firsts] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert len({event["UID"] for event in firsts}) == 1
    assert firsts[0]["SEQUENCE"] < firsts[1]["SEQUENCE"] < firsts[2]["SEQUENCE"]
    assert firsts[0].decoded("DTSTAMP") < firsts[1].decoded("DTSTAMP") < firsts[2].decoded("DTSTAMP")
    assert str(firsts[1]["SUMMARY"]).startswith("ĐÃ HỦY")
    assert "Mưa lũ" not in str(firsts[1]["DESCRIPTION"])


def test_a_withdrawn_delegate_is_told_and_told_again_when_he_comes_back(office, delegate, other_delegate, meeting,
                                                                        secretary, unit):  # fmt: skip
    token = delegate_link(delegate)[1]
    for_unit = link_for(secretary, Scope.UNIT, unit=unit)[1]
    seen = []
    for hours, people in enumerate(([delegate], [other_delegate], [delegate, other_delegate])):
        publish(meeting.period, [(meeting, one) for one in people], at=NOW + datetime.timedelta(hours=hours))
        event = only_event(token)
        assert only_event(for_unit)["STATUS"] == "CONFIRMED"
        seen.append((str(event["STATUS"]), event["SEQUENCE"], str(event["UID"]), event.decoded("DTSTAMP")))
    assert [row[0] for row in seen] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert seen[0][1] < seen[1][1] < seen[2][1]
    assert seen[0][3] < seen[1][3] < seen[2][3]
    assert len({row[2] for row in seen}) == 1
    assert events(delegate_link(other_delegate)[1]).keys() == {seen[0][2]}


def test_what_a_withdrawn_delegate_reads_names_nobody_else(delegate, other_delegate, meeting):
    publish(meeting.period, [(meeting, delegate)])
    publish(meeting.period, [(meeting, other_delegate)])
    event = only_event(delegate_link(delegate)[1])
    assert str(event["SUMMARY"]) == "KHÔNG CÒN DỰ: Hội nghị tuyên vận xã Hợp Thành"
    assert "không còn được phân công" in str(event["DESCRIPTION"])
    assert "Vũ Ngọc Thành" not in str(event["DESCRIPTION"])


# Who may have a link, and when it ends


def test_each_role_is_offered_its_own(office, head, standing, secretary, delegate, appraiser, sysadmin, unit):
    offered = {user.username: [target.key for target in targets(actor_for(user))]
               for user in (office, head, standing, secretary, delegate.user, appraiser, sysadmin)}  # fmt: skip
    assert offered == {
        "office": ["office"], "head": ["office"], "standing": ["office"], "secretary": [f"unit-{unit.pk}"],
        "delegate": [f"delegate-{delegate.pk}"], "appraiser": [], "sysadmin": [],
    }  # fmt: skip


def test_nobody_makes_a_link_to_what_is_not_his(client, secretary, delegate, other_unit, other_delegate):
    for user, target in (
        (secretary, f"unit-{other_unit.pk}"),
        (secretary, "office"),
        (delegate.user, "office"),
        (delegate.user, f"delegate-{other_delegate.pk}"),
        (secretary, ""),
        (secretary, "x" * 5000),
    ):
        client.force_login(user)
        answer = client.post(reverse("calendars:feed_create"), {"target": target, "nonce": NONCE, "label": "máy tôi"})
        assert answer.status_code == 422
        assert "máy tôi" in answer.content.decode()
    assert FeedLink.objects.count() == 0


def test_the_page_makes_a_link_shows_it_once_and_it_can_be_read(client, secretary, meeting):
    client.force_login(secretary)
    page = client.get(reverse("calendars:feed_list"))
    nonce = page.context["form"]["nonce"].value()
    sent = {"target": f"unit-{meeting.unit_id}", "label": "Điện thoại", "nonce": nonce}
    made = client.post(reverse("calendars:feed_create"), sent)
    url = made.context["url"]
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    assert made.context["webcal"] == url.replace("http://", "webcal://")
    assert url in made.content.decode()
    assert Client().get(url).status_code == 200
    token = url.split("/")[-1].removesuffix(".ics")
    assert len(token) >= 43  # 256 bits
    listed = client.get(reverse("calendars:feed_list")).content.decode()
    assert token not in listed
    assert "Điện thoại" in listed
    link = FeedLink.objects.get()
    assert token not in str(vars(link))
    again = client.post(reverse("calendars:feed_create"), sent)
    assert again.context["url"] == url
    assert FeedLink.objects.count() == 1


def test_a_short_or_lost_nonce_is_refused_and_two_people_with_one_nonce_have_two_links(client, office, head, db):
    client.force_login(office)
    for nonce in ("", "a"):
        assert client.post(reverse("calendars:feed_create"), {"target": "office", "nonce": nonce}).status_code == 422
    assert office_link(office)[1] != office_link(head)[1]


def test_the_eleventh_link_is_refused_and_a_form_sent_after_revoking_makes_none(client, office):
    for number in range(MAX_LINKS):
        link, _ = office_link(office, nonce=f"{NONCE}-{number}")
    client.force_login(office)
    answer = client.post(reverse("calendars:feed_create"), {"target": "office", "nonce": f"{NONCE}-moi"})
    assert answer.status_code == 422
    assert "Xin thu hồi" in answer.content.decode()
    revoke_link(link, by=office, at=NOW)
    old = {"target": "office", "nonce": f"{NONCE}-{MAX_LINKS - 1}"}
    assert "đã thu hồi" in client.post(reverse("calendars:feed_create"), old).content.decode()
    assert FeedLink.objects.in_force().count() == MAX_LINKS - 1


def test_a_revoked_link_is_not_found_and_the_others_go_on(client, office, delegate):
    link, token = delegate_link(delegate)
    _, other = delegate_link(delegate, nonce=f"{NONCE}-2")
    client.force_login(delegate.user)
    url = reverse("calendars:feed_revoke", args=[link.pk])
    assert client.post(url).status_code == 302
    assert read(token).status_code == 404
    assert read(other).status_code == 200
    assert "từ trước" in client.post(url, follow=True).content.decode()
    link.refresh_from_db()
    assert (link.revoked_by, link.revoked_at) == (delegate.user, NOW)


def test_the_office_ends_anybodys_link_and_nobody_else_does(client, office, head, delegate, other_delegate):
    link, token = delegate_link(delegate)
    url = reverse("calendars:feed_revoke", args=[link.pk])
    for user in (other_delegate.user, head):
        client.force_login(user)
        assert client.post(url).status_code == 404
        assert "Vàng Tả Lan" not in client.get(reverse("calendars:feed_list")).content.decode()
    assert read(token).status_code == 200
    client.force_login(office)
    assert "Vàng Tả Lan" in client.get(reverse("calendars:feed_list")).content.decode()
    client.post(url)
    assert read(token).status_code == 404


@pytest.mark.parametrize("scope", list(Scope))
def test_a_link_ends_with_the_account_and_with_the_role(office, secretary, delegate, unit, meeting, scope):
    publish(meeting.period, [(meeting, delegate)])
    user, subject = {
        Scope.OFFICE: (office, {}),
        Scope.UNIT: (secretary, {"unit": unit}),
        Scope.DELEGATE: (delegate.user, {"delegate": delegate}),
    }[scope]
    token = link_for(user, scope, **subject)[1]
    assert read(token).status_code == 200
    user.is_active = False
    user.save()
    assert read(token).status_code == 404
    user.is_active = True
    user.save()
    assert read(token).status_code == 200
    Membership.objects.filter(user=user).delete()
    assert read(token).status_code == 404


def test_the_links_of_a_person_whose_data_goes_go_with_it(client, office, sysadmin, delegate):
    link, token = make_link(owner=delegate.user, target=Target(scope=Scope.DELEGATE, delegate=delegate), nonce=NONCE,
                            label="Điện thoại Lan", at=NOW)  # fmt: skip
    erase(delegate.user, by=sysadmin, at=NOW, on=NOW.date())
    assert not FeedLink.objects.exists()
    assert read(token).status_code == 404
    assert "label" not in {field.name for field in apps.get_model("calendars", "FeedLinkEvent")._meta.get_fields()}


def test_the_office_sees_that_a_link_of_a_locked_account_gives_nothing(client, office, delegate):
    delegate_link(delegate)
    delegate.user.is_active = False
    delegate.user.save()
    client.force_login(office)
    assert "không đọc được" in client.get(reverse("calendars:feed_list")).content.decode()


def test_a_delegate_who_is_given_another_account_takes_his_calendar_along(delegate, other_delegate, meeting):
    publish(meeting.period, [(meeting, delegate)])
    token = delegate_link(delegate)[1]
    Delegate.objects.filter(pk=delegate.pk).update(user=None)
    assert read(token).status_code == 404


def test_a_unit_that_was_renamed_goes_on_in_the_same_calendar(secretary, unit, other_unit, meeting, period, office):
    """The old row ends and names its successor; who acts for the successor keeps the link and the past."""
    token = link_for(secretary, Scope.UNIT, unit=unit)[1]
    new = world.make_unit("Hợp Thành mới")
    unit.successors.add(new)
    Membership.objects.filter(user=secretary).update(unit=new)
    later = world.make_meeting(world.make_period(datetime.date(2026, 12, 1)), new, by=office)
    world.make_meeting(period, other_unit, by=office)
    assert set(events(token)) == {f"hoi-nghi-{one.pk}@tuyenvan.invalid" for one in (meeting, later)}
    assert Unit.objects.count() == 3


def test_a_link_of_one_unit_never_shows_its_owners_other_unit(secretary, unit, other_unit, meeting, other_meeting):
    Membership.objects.create(user=secretary, role=Role.UNIT, unit=other_unit)
    token = link_for(secretary, Scope.UNIT, unit=unit)[1]
    assert set(events(token)) == {f"hoi-nghi-{meeting.pk}@tuyenvan.invalid"}


# How it is read


@pytest.mark.parametrize("token", ["x", "0" * 43, "a" * 3000, "-" * 43, "_"])
def test_a_guess_finds_nothing_and_says_nothing(db, office, token):
    office_link(office)
    answer = read(token)
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/plain")
    assert not answer.cookies


def test_a_tokens_hash_is_not_the_token(office):
    link, _ = office_link(office)
    assert read(link.token_hash).status_code == 404


def test_the_answer_sets_no_cookie_and_is_kept_by_nobody_between(office, meeting):
    answer = read(office_link(office)[1])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert not answer.cookies


def test_what_has_not_changed_is_not_sent_again(office, meeting):
    token = office_link(office)[1]
    first = read(token)
    assert read(token).content == first.content
    same = read(token, if_none_match=first["ETag"])
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    change(meeting, place="Nhà văn hóa xã")
    after = read(token, if_none_match=first["ETag"])
    assert after.status_code == 200
    assert after["ETag"] != first["ETag"]
    assert read(token, if_none_match='"nonsense", W/*\x01').status_code == 200


def test_other_methods(office, meeting):
    token = office_link(office)[1]
    url = reverse("calendars:feed", args=[token])
    head = Client().head(url)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", read(token)["ETag"])
    assert Client().post(url).status_code == 405


def test_a_program_gone_wild_is_held_back_until_the_next_hour(office, monkeypatch):
    link, token = office_link(office)
    assert [read(token).status_code for _ in range(MAX_READS)] == [200] * MAX_READS
    assert read(token).status_code == 429
    link.refresh_from_db()
    assert (link.last_read_at, link.reads_in_hour) == (NOW.replace(minute=0), MAX_READS)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + datetime.timedelta(hours=1))
    assert read(token).status_code == 200
    link.refresh_from_db()
    assert link.reads_in_hour == 1


def test_making_and_ending_are_in_the_audit_trail_and_reading_is_not(office):
    trail = apps.get_model("calendars", "FeedLinkEvent").objects
    link, token = office_link(office)
    assert trail.count() == 1
    read(token)
    assert trail.count() == 1
    revoke_link(link, by=office, at=NOW)
    assert [row.revoked_at for row in trail.order_by("pgh_id")] == [None, NOW]
    assert "token_hash" not in {field.name for field in trail.model._meta.get_fields()}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("scope", list(Scope))
def test_a_feed_asks_the_database_the_same_however_many_conferences(office, secretary, delegate, unit, rows, scope,
                                                                    django_assert_num_queries):  # fmt: skip
    for number in range(rows):
        period = world.make_period(datetime.date(2026, 10 + number, 1))
        publish(period, [(world.make_meeting(period, unit, by=office), delegate)])
    user, subject = {
        Scope.OFFICE: (office, {}),
        Scope.UNIT: (secretary, {"unit": unit}),
        Scope.DELEGATE: (delegate.user, {"delegate": delegate}),
    }[scope]
    token = link_for(user, scope, **subject)[1]
    with django_assert_num_queries(8 if scope == Scope.UNIT else 7):
        assert read(token).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_links_asks_the_same_however_many_links(client, office, delegate, other_delegate, rows,
                                                            django_assert_num_queries):  # fmt: skip
    for number in range(rows):
        delegate_link(delegate, nonce=f"{NONCE}-{number}")
        office_link(office, nonce=f"{NONCE}-{number}")
    client.force_login(office)
    client.get(reverse("calendars:feed_list"))
    with django_assert_num_queries(8):
        client.get(reverse("calendars:feed_list"))


# The single file


def test_a_conference_as_one_file(client, secretary, delegate, meeting, other_meeting):
    publish(meeting.period, [(meeting, delegate)])
    client.force_login(secretary)
    answer = client.get(reverse("calendars:meeting_ics", args=[meeting.pk]))
    check_bytes(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert [str(one["UID"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")] == [
        f"hoi-nghi-{meeting.pk}@tuyenvan.invalid"
    ]
    assert client.get(reverse("calendars:meeting_ics", args=[other_meeting.pk])).status_code == 404
    for page in ("/thang/2026-11/dang-ky/", f"/hoi-nghi/{meeting.pk}/"):
        assert f"/hoi-nghi/{meeting.pk}/lich.ics" in client.get(page).content.decode()
    assert Meeting.objects.count() == 2
