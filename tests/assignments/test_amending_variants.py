"""Slips, pictures, texts and calendar of an amending notice: what it says, to whom it says it; the month on request."""

import dataclasses
import datetime
import io

import docx
import pytest
from django.urls import reverse
from icalendar import Calendar

from assignments import services
from assignments.amended_lines import amended_lines, compared, concerned_by
from assignments.amending_variants import amending_messages, amending_picture, amending_slips
from assignments.models import Delegate, Notice, Plan, Unavailability
from assignments.schedule import schedule_of
from documents.pdf import slips_pdf
from documents.slips_word import slips_docx
from tests import world
from tests.assignments.test_notice_variants import make_lines
from tests.documents.reading import page_texts
from units.models import Meeting, Role
from units.services import cancel_meeting

LATER = world.NOW + datetime.timedelta(hours=1)


def publish(plan, office, head, standing, **fields):
    at = LATER + datetime.timedelta(minutes=plan.version)
    services.submit_plan(plan, by=office, at=at)
    services.check_plan_version(plan, by=head, at=at)
    return services.publish_plan(plan, by=standing, at=at, issued_on=datetime.date(2026, 11, 6), **fields)


@pytest.fixture
def month(period, meeting, other_meeting, delegate, other_delegate, third_delegate, office, head, standing):
    """Two conferences, two delegates each, a fourth who may come in; the first notice is out."""
    world.make_delegate(world.make_agency("Hội Nông dân"), "Giàng A Sùng", tier=2, position="Chủ tịch")
    publish(services.draft_plan(period, by=office, at=world.NOW), office, head, standing)
    return period


@pytest.fixture
def gone(month, meeting):
    """Who no longer comes to the first conference."""
    seat = Plan.objects.published().get().seats.filter(meeting=meeting).select_related("delegate").first()
    day = datetime.date(2026, 11, 10)
    Unavailability.objects.create(delegate=seat.delegate, from_on=day, to_on=day)
    return seat.delegate


@pytest.fixture
def amending(month, gone, office, head, standing):
    return publish(services.new_version(month, by=office, at=LATER), office, head, standing, amends=True)


@pytest.fixture
def moving(month, meeting, other_meeting, office, head, standing):
    """One moves to another day and place, the other is called off."""
    later = datetime.timedelta(days=1)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later, place="Nhà văn hóa", version=2
    )
    cancel_meeting(other_meeting, version=1, reason="Mưa lũ", by=office, at=LATER)
    return publish(services.new_version(month, by=office, at=LATER), office, head, standing, amends=True)


def came(notice):
    (person,) = amended_lines(notice)[0].comes
    return person


def made_slips(notice):
    changes = amended_lines(notice)
    return amending_slips(notice, changes, schedule_of(notice), concerned_by(changes))


def one_line(text):
    return " ".join(text.split())


def get(client, user, name, notice, query="", **kwargs):
    client.force_login(user)
    return client.get(reverse(f"assignments:{name}", kwargs={"notice_id": notice.pk, **kwargs}) + query)


# Slips


def test_slips_are_for_those_concerned_alone_and_say_who_comes_and_who_no_longer(amending, gone):
    pages = [one_line(page) for page in page_texts(slips_pdf(made_slips(amending), title="Giấy báo"))]
    person = came(amending)
    assert len(pages) == 2
    coming = next(page for page in pages if f"Kính gửi: {person.line}." in page)
    leaving = next(page for page in pages if f"Kính gửi: Đồng chí {gone.full_name}" in page)
    for page in pages:
        assert "GIẤY BÁO ĐIỀU CHỈNH LỊCH DỰ HỘI NGHỊ" in page
        assert "Điều chỉnh Thông báo số 01-TB/TU" in page
        assert "Thông báo số 02-TB/TU" in page
    assert "Đồng chí được phân công dự hội nghị này." in coming
    assert "Thời gian: 8 giờ 00 đến 11 giờ 00, Thứ Ba, ngày 10/11/2026." in coming
    assert "gửi phiếu dự hội nghị sau khi dự" in coming
    assert "Đồng chí thôi dự hội nghị 8 giờ 00 đến 11 giờ 00, Thứ Ba, ngày 10/11/2026." in leaving
    assert f"Dự thay: đồng chí {person.name}" in leaving


def test_what_stays_as_it_was_is_told_in_one_sentence(amending):
    lines = schedule_of(amending)
    for slip in made_slips(amending):
        text = one_line(page_texts(slips_pdf([slip], title="Giấy báo"))[0])
        name = text.split("Kính gửi: Đồng chí ")[1].split(",")[0]
        elsewhere = any(one.name == name for line in lines if line.unit == "Phường Kim Tân" for one in line.people)
        assert ("Không thay đổi: phường Kim Tân (8 giờ 00, ngày 12/11/2026)." in text) == elsewhere


def test_word_says_the_same_as_the_pdf(moving):
    found = made_slips(moving)
    document = docx.Document(io.BytesIO(slips_docx(found, title="Giấy báo", made_on=moving.issued_on)))
    in_word = one_line(" ".join(paragraph.text for paragraph in document.paragraphs))
    for page in page_texts(slips_pdf(found, title="Giấy báo")):
        assert one_line(page.split("Kính gửi")[1]) in in_word


def test_a_conference_that_moved_or_was_called_off_is_told_to_all_who_sit_there(moving):
    first = schedule_of(Notice.objects.get(number=1))
    changes = amended_lines(moving)
    assert {one.delegate for one in concerned_by(changes)} == {one.delegate for line in first for one in line.people}
    text = one_line(" ".join(page_texts(slips_pdf(made_slips(moving), title="Giấy báo"))))
    before = "8 giờ 00 đến 11 giờ 00, Thứ Ba, ngày 10/11/2026; tại Hội trường UBND xã hợp thành"
    assert f"Hội nghị đổi lịch. Trước đây: {before}. Nay là:" in text
    assert "Địa điểm: Nhà văn hóa." in text
    assert "ngày 12/11/2026 đã hủy; đồng chí không phải dự." in text


def test_the_whole_month_stays_one_link_away(client, office, amending):
    page = get(client, office, "notice_detail", amending).content.decode()
    assert 'href="?' not in page
    assert "?lich=ca-thang#chia-se" in page
    part = len(page_texts(get(client, office, "notice_slips", amending, part=1, kind="pdf").content))
    whole = get(client, office, "notice_slips", amending, "?lich=ca-thang", part=1, kind="pdf").content
    everybody = {person.delegate for line in schedule_of(amending) for person in line.people}
    assert (part, len(page_texts(whole))) == (2, len(everybody))
    page = get(client, office, "notice_detail", amending, "?lich=ca-thang").content.decode()
    for address in ("giay-bao/1/pdf/", "anh/", "van-ban/"):
        assert f"{address}?lich=ca-thang" in page


def test_who_is_not_concerned_gets_a_slip_of_the_month_only(client, amending, gone):
    sits = {person.delegate for line in schedule_of(amending) for person in line.people}
    told = {person.delegate for person in concerned_by(amended_lines(amending))}
    one = Delegate.objects.filter(pk__in=sits - told).first()
    one.user = one.user or world.make_user("quiet", one.full_name, roles=[Role.DELEGATE])
    one.save()
    assert get(client, one.user, "own_slip", amending, kind="pdf").status_code == 404
    assert get(client, one.user, "own_slip", amending, "?lich=ca-thang", kind="pdf").status_code == 200
    assert "Giấy báo của tôi" not in get(client, one.user, "notice_detail", amending).content.decode()


def test_who_no_longer_comes_finds_his_own_slip(client, amending, gone):
    gone.user = gone.user or world.make_user("gone", gone.full_name, roles=[Role.DELEGATE])
    gone.save()
    (page,) = page_texts(get(client, gone.user, "own_slip", amending, kind="pdf").content)
    assert "thôi dự" in page
    assert get(client, gone.user, "own_slip", amending, "?lich=khac", kind="pdf").status_code == 200


# Pictures and text


def test_the_picture_shows_the_changed_conferences_under_the_name_of_the_notice_amended(amending, gone):
    shown = amending_picture(amending, amended_lines(amending), 1)
    assert shown.title == "Điều chỉnh Thông báo số 01-TB/TU về lịch hội nghị tuyên vận tháng 11/2026"
    assert shown.note == "Thông báo số 02-TB/TU, ngày 06 tháng 11 năm 2026"
    (row,) = [row for row in shown.table.rows if len(row) == 3]
    assert row[1].startswith("Xã Hợp Thành")
    assert f"- {came(amending).line} (dự thay)" in row[2]
    assert f"Thôi dự: đồng chí {gone.full_name}" in row[2]


def test_the_text_says_the_same(client, secretary, amending, gone):
    (text,) = amending_messages(amending, amended_lines(amending))
    assert text.startswith(
        "Thông báo số 02-TB/TU, ngày 06/11/2026\n"
        "Điều chỉnh Thông báo số 01-TB/TU về lịch hội nghị tuyên vận tháng 11/2026\n\nTHỨ BA, NGÀY 10/11/2026\n"
    )
    assert "Kim Tân" not in text
    assert f"+ Đ/c {came(amending).name}" in text
    assert f"+ Thôi dự: đồng chí {gone.full_name}" in text
    page = get(client, secretary, "notice_text", amending).content.decode()
    assert "Điều chỉnh Thông báo số 01-TB/TU" in page
    assert "Kim Tân" not in page
    assert "Kim Tân" in get(client, secretary, "notice_text", amending, "?lich=ca-thang").content.decode()


def test_a_move_and_a_cancelled_conference_in_the_text(moving):
    (text,) = amending_messages(moving, amended_lines(moving))
    moved, off = text.split("THỨ TƯ, NGÀY 11/11/2026")[1].split("THỨ NĂM, NGÀY 12/11/2026")
    assert "+ Trước đây: 8 giờ 00 đến 11 giờ 00, Thứ Ba, ngày 10/11/2026; tại Hội trường UBND xã hợp thành." in moved
    assert "Thôi dự" not in moved
    assert "+ Hội nghị đã hủy; các đồng chí được phân công không phải dự." in off
    assert "khuyết" not in off


def test_the_picture_of_the_changes_and_that_of_the_month_have_tags_of_their_own(client, secretary, amending):
    changes = get(client, secretary, "notice_picture", amending, number=1)
    month = get(client, secretary, "notice_picture", amending, "?lich=ca-thang", number=1)
    assert changes["ETag"] != month["ETag"]
    assert changes.content != month.content


def test_many_changes_become_several_pictures_and_messages(amending):
    changes = compared((), make_lines_with_meetings(25))
    pictures = [amending_picture(amending, changes, number) for number in (1, 2, 3)]
    assert [sum(len(row) == 3 for row in one.table.rows) for one in pictures] == [10, 10, 5]
    assert all(len(part.encode("utf-16-le")) // 2 <= 2000 for part in amending_messages(amending, changes))


def make_lines_with_meetings(count):
    return [dataclasses.replace(line, meeting=number) for number, line in enumerate(make_lines(count), 1)]


# Names and times are those of the notices


def test_it_stays_as_it_was_whatever_has_changed_since(amending, gone, unit):
    before = (made_slips(amending), amending_messages(amending, amended_lines(amending)))
    Delegate.objects.update(full_name="Tên Khác", position="Chức khác")
    Meeting.objects.update(place="Nơi khác")
    type(unit).objects.update(name="Tên Mới")
    again = Notice.objects.get(pk=amending.pk)
    assert (made_slips(again), amending_messages(again, amended_lines(again))) == before


def test_a_later_notice_changes_nothing_of_what_it_says(amending, month, other_meeting, office, head, standing):
    before = made_slips(amending)
    Meeting.objects.filter(pk=other_meeting.pk).update(place="Nơi khác")
    publish(services.new_version(month, by=office, at=LATER), office, head, standing)
    assert made_slips(Notice.objects.get(pk=amending.pk)) == before


# Calendar


def events(client, user, notice, whose, query=""):
    client.force_login(user)
    response = client.get(reverse("calendars:notice_ics", args=[notice.pk, whose]) + query)
    assert response.status_code == 200, response.status_code
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_the_calendar_of_an_amendment_holds_what_it_changes(client, secretary, amending):
    (event,) = events(client, secretary, amending, "thong-bao")
    assert str(event["summary"]) == "Hội nghị tuyên vận xã Hợp Thành"
    assert len(events(client, secretary, amending, "ca-thang")) == 2
    first = Notice.objects.get(number=1)
    assert client.get(reverse("calendars:notice_ics", args=[first.pk, "thong-bao"])).status_code == 404
    before = events(client, secretary, first, "ca-thang")[0]
    assert event["uid"] == before["uid"]
    assert event["sequence"] > before["sequence"]


def test_who_no_longer_comes_has_it_taken_out_of_his_calendar(client, amending, gone):
    gone.user = gone.user or world.make_user("gone", gone.full_name, roles=[Role.DELEGATE])
    gone.save()
    (event,) = events(client, gone.user, amending, "cua-toi")
    assert (str(event["status"]), str(event["summary"])) == (
        "CANCELLED", "KHÔNG CÒN DỰ: Hội nghị tuyên vận xã Hợp Thành",
    )  # fmt: skip


def test_a_conference_called_off_is_cancelled_and_a_moved_one_says_where_it_was(client, office, moving):
    moved, off = events(client, office, moving, "thong-bao")
    assert str(moved["location"]) == "Nhà văn hóa"
    assert "Trước đây: 8 giờ 00" in str(moved["description"])
    assert (str(off["status"]), str(off["summary"])[:7]) == ("CANCELLED", "ĐÃ HỦY:")


# Queries


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "kwargs", "queries"),
    [
        ("notice_detail", {}, 11),
        ("notice_slips", {"part": 1, "kind": "docx"}, 5),
        ("notice_pictures", {}, 7),
        ("notice_picture", {"number": 1}, 5),
        ("notice_text", {}, 7),
    ],
)
def test_the_database_is_asked_the_same_however_much_changes(
    client, month, office, head, standing, rows, name, kwargs, queries, django_assert_num_queries
):
    for number in range(rows - 1):
        world.make_meeting(month, world.make_unit(f"Số {number}"), day=14 + number, seats=1, by=office)
    for one in Meeting.objects.all()[:rows]:
        Meeting.objects.filter(pk=one.pk).update(place="Nơi khác")
    notice = publish(services.new_version(month, by=office, at=LATER), office, head, standing, amends=True)
    client.force_login(office)
    with django_assert_num_queries(queries):
        client.get(reverse(f"assignments:{name}", kwargs={"notice_id": notice.pk, **kwargs}))
