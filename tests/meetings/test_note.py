import datetime

import pytest
from django.urls import reverse

from meetings import services
from meetings.models import Attendance, FollowUp, MeetingNote
from meetings.services import ChangedMeanwhile
from tests import world
from tests.meetings.places import AFTERWARDS, PAST_MONTH, assign, make_note
from units.access import actor_for
from units.services import Refused

VALUES = {
    "preparation": 4,
    "content": 3,
    "discussion": 5,
    "answers": 2,
    "observation": "Chuẩn bị kỹ, nhiều ý kiến.",
    "advice": "",
}


def save(meeting, delegate, *, matters=(), version=0, at=AFTERWARDS, **changes):
    return services.save_note(meeting, delegate, values=VALUES | changes, matters=matters, at=at, version=version)


def address(meeting):
    return reverse("meetings:note_edit", args=[meeting.pk])


def test_the_matters_of_a_note_are_followed_up_without_a_name(client, meeting, delegate):
    client.force_login(delegate.user)
    matters = {"matter_1": "Thiếu nước sạch ở thôn 2", "matter_3": "Đường trục hỏng"}
    response = client.post(address(meeting), VALUES | matters | {"version": 0})
    assert response["Location"] == reverse("meetings:meeting_detail", args=[meeting.pk])
    note = MeetingNote.objects.get()
    assert (note.delegate, note.preparation, note.answers, note.advice) == (delegate, 4, 2, "")
    assert list(note.follow_ups.order_by("id").values_list("unit", "matter", "responsible")) == [
        (meeting.unit_id, "Thiếu nước sạch ở thôn 2", ""),
        (meeting.unit_id, "Đường trục hỏng", ""),
    ]


def test_sent_twice_it_is_one_note_and_one_matter(meeting, delegate):
    first = save(meeting, delegate, matters=["Đường hỏng", "Đường hỏng"])
    second = save(meeting, delegate, matters=["Đường hỏng"])
    assert first == second
    assert (MeetingNote.objects.count(), FollowUp.objects.count()) == (1, 1)
    assert second.version == 1


def test_its_author_changes_it_until_the_appraisal_begins(meeting, delegate):
    save(meeting, delegate, matters=["Đường hỏng", "Thiếu nước"])
    later = AFTERWARDS + datetime.timedelta(days=2)
    note = save(meeting, delegate, matters=["Thiếu nước", "Thiếu điện"], version=1, at=later, answers=5)
    note.refresh_from_db()
    assert (note.answers, note.version, note.submitted_at) == (5, 2, AFTERWARDS)
    assert set(note.follow_ups.values_list("matter", flat=True)) == {"Thiếu nước", "Thiếu điện"}
    meeting.period.stage = "appraisal"
    meeting.period.save()
    with pytest.raises(Refused):
        save(meeting, delegate, version=2, at=later, answers=1)


def test_a_matter_that_was_taken_up_is_not_withdrawn_by_its_author(meeting, delegate):
    note = save(meeting, delegate, matters=["Đường hỏng", "Thiếu nước"])
    note.follow_ups.filter(matter="Đường hỏng").update(responsible="Phòng Kinh tế")
    save(meeting, delegate, version=1, matters=[])
    assert list(note.follow_ups.values_list("matter", flat=True)) == ["Đường hỏng"]


def test_a_second_window_does_not_overwrite_the_first(client, meeting, delegate):
    save(meeting, delegate)
    with pytest.raises(ChangedMeanwhile):
        save(meeting, delegate, version=0, answers=1)
    client.force_login(delegate.user)
    response = client.post(address(meeting), VALUES | {"answers": 1, "version": 0})
    assert response.status_code == 422
    assert response.context["form"]["answers"].value() == "1"
    assert '<input type="hidden" name="version" value="1"' in response.content.decode()
    assert MeetingNote.objects.get().answers == 2


def test_nobody_writes_before_the_meeting_begins(client, meeting, delegate):
    with pytest.raises(Refused):
        save(meeting, delegate, at=meeting.starts_at - datetime.timedelta(minutes=1))
    meeting.starts_at, meeting.ends_at = (datetime.datetime(2999, 10, 10, hour, tzinfo=world.HANOI) for hour in (8, 11))
    meeting.save()
    client.force_login(delegate.user)
    assert client.get(address(meeting)).status_code == 403
    assert client.post(address(meeting), VALUES).status_code == 403
    assert not MeetingNote.objects.exists()


def test_a_delegate_of_a_replaced_plan_does_not_write(client, meeting, delegate):
    plan = delegate.seats.get().plan
    plan.status = "replaced"
    plan.save(update_fields=["status"])
    client.force_login(delegate.user)
    assert client.get(address(meeting)).status_code == 404


def test_somebody_recorded_as_attending_writes_too(client, meeting, other_delegate, secretary):
    Attendance.objects.create(
        meeting=meeting, delegate=other_delegate, status="present", recorded_by=secretary, recorded_at=AFTERWARDS
    )
    client.force_login(other_delegate.user)
    assert client.post(address(meeting), VALUES | {"version": 0}).status_code == 302
    assert MeetingNote.objects.get().delegate == other_delegate


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("preparation", ""),
        ("content", "6"),
        ("discussion", "0"),
        ("answers", "9" * 40),
        ("observation", " "),
        ("observation", "a" * 4001),
        ("advice", "Gọi ông qua số 0912345678"),
        ("matter_2", "b" * 501),
        ("matter_5", "Căn cước 010203040506"),
    ],
)
def test_a_refused_note_keeps_what_was_typed(client, meeting, delegate, field, value):
    client.force_login(delegate.user)
    response = client.post(address(meeting), VALUES | {"matter_1": "Thiếu nước", field: value, "version": 0})
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert form["matter_1"].value() == "Thiếu nước"
    assert not MeetingNote.objects.exists()


@pytest.mark.parametrize("text", ["Vay 1.200.000.000 đồng", "Năm 2024 thu 350000000 đồng", "Nghị quyết 12-NQ/TU"])
def test_sums_and_documents_are_not_taken_for_personal_numbers(client, meeting, delegate, text):
    client.force_login(delegate.user)
    client.post(address(meeting), VALUES | {"observation": text, "version": 0})
    assert MeetingNote.objects.get().observation == text


# Blind until submitted (domain.md, complaint 9)


@pytest.fixture
def two_delegates(meeting, other_delegate, office):
    assign(meeting, other_delegate, by=office)
    note = make_note(meeting, other_delegate, observation="Hội trường còn vắng.")
    FollowUp.objects.create(unit=meeting.unit, note=note, matter="Chợ xuống cấp", raised_on=PAST_MONTH)


def seen_by(client, user, meeting):
    client.force_login(user)
    pages = (
        reverse("meetings:meeting_detail", args=[meeting.pk]),
        f"{reverse('meetings:follow_up_list')}?trang_thai=",
    )
    return "".join(client.get(page).content.decode() for page in pages)


def test_a_delegate_reads_the_others_only_after_his_own_is_delivered(client, meeting, delegate, two_delegates):
    before = seen_by(client, delegate.user, meeting)
    assert "Hội trường còn vắng." not in before
    assert "Chợ xuống cấp" not in before
    assert "hiện ra sau khi đồng chí gửi phiếu" in before
    save(meeting, delegate)
    after = seen_by(client, delegate.user, meeting)
    assert "Hội trường còn vắng." in after
    assert "Chợ xuống cấp" in after


def test_another_role_does_not_open_the_others_notes_to_a_delegate_who_owes_his(
    client, meeting, delegate, agency, two_delegates
):
    delegate.user.memberships.create(role="appraiser", agency=agency)
    delegate.user.memberships.create(role="office")
    assert "Hội trường còn vắng." not in seen_by(client, delegate.user, meeting)
    assert "Chợ xuống cấp" not in seen_by(client, delegate.user, meeting)


def test_a_delegate_who_never_wrote_reads_once_notes_are_closed(client, meeting, delegate, two_delegates):
    meeting.period.stage = "appraisal"
    meeting.period.save()
    assert "Hội trường còn vắng." in seen_by(client, delegate.user, meeting)


@pytest.mark.parametrize("reader", ["office", "head", "standing", "secretary"])
def test_the_committee_and_the_unit_read_the_notes(client, request, meeting, two_delegates, reader):
    user = request.getfixturevalue(reader)
    assert "Hội trường còn vắng." in seen_by(client, user, meeting)


def test_another_unit_never_reads_them(meeting, two_delegates, other_secretary):
    actor = actor_for(other_secretary)
    assert not MeetingNote.objects.visible_to(actor).exists()
    assert not FollowUp.objects.visible_to(actor).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_however_many_matters(
    client, meeting, delegate, rows, django_assert_num_queries
):
    save(meeting, delegate, matters=[f"Việc {place}" for place in range(rows)])
    client.force_login(delegate.user)
    with django_assert_num_queries(9):
        client.get(address(meeting))
