import datetime

import pytest
from django.urls import reverse

from assignments.models import Plan, Seat
from meetings.models import Attendance, FollowUp, TeamAttendance
from tests import world
from tests.meetings.places import AFTERWARDS, PAST_MONTH, assign, make_note, make_visit
from units import services
from units.models import Meeting, Stage


def address(meeting):
    return reverse("meetings:meeting_detail", args=[meeting.pk])


def test_one_page_tells_the_life_of_the_meeting(client, meeting, delegate, unit, secretary, office):
    first, second = unit.teams.all()
    TeamAttendance.objects.create(meeting=meeting, team=first, present=True)
    TeamAttendance.objects.create(meeting=meeting, team=second, present=False)
    Attendance.objects.create(
        meeting=meeting, delegate=delegate, status="absent", reason="Ốm", recorded_by=secretary, recorded_at=AFTERWARDS
    )
    meeting.held_on = PAST_MONTH.replace(day=11)
    meeting.save()
    note = make_note(meeting, delegate, observation="Chuẩn bị kỹ.")
    FollowUp.objects.create(unit=unit, note=note, matter="Đường trục hỏng", raised_on=PAST_MONTH)
    make_visit(first, delegate, seen="Tổ họp đủ người.")
    make_visit(first, delegate, seen="Tháng khác.", visited_on=datetime.date(2024, 9, 30))
    client.force_login(office)
    page = client.get(address(meeting)).content.decode()
    for told in (
        "Lù Láo Bình",
        "08:00",
        "Vàng Tả Lan",
        "Phó Trưởng ban, Ban Tổ chức Thành ủy",
        "Ốm",
        "Khác ngày đăng ký",
        "<strong>1/2</strong>",
        "Chuẩn bị kỹ.",
        "4 – Tốt",
        "Đường trục hỏng",
        "Tổ họp đủ người.",
    ):
        assert told in page, told
    assert "Tháng khác." not in page


def test_a_conference_called_off_keeps_its_history_for_the_committee_and_its_unit(
    client, body, unit, secretary, other_secretary, office, head, delegate
):
    period = world.make_period(stage=Stage.ASSIGNMENT)
    meeting = world.make_meeting(period, unit, day=16, by=secretary)
    assign(meeting, delegate, by=office)
    hours = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    moved = hours | {"place": "Nhà văn hóa", "agenda": "Thời sự", "reason": "Trùng lịch"}
    services.change_meeting(meeting, **moved, version=1, by=office, at=world.NOW)
    services.cancel_meeting(meeting, version=2, reason="Mưa lũ", by=office, at=world.NOW)
    for user, may_renew in ((office, True), (head, False), (secretary, True)):
        client.force_login(user)
        page = client.get(address(meeting)).content.decode()
        for told in ("Đã hủy", "Lịch sử đăng ký (3)", "Lý do: Trùng lịch", "Lý do: Mưa lũ", "<del>Hội trường"):
            assert told in page, told
        assert ("Đăng ký lại" in page) == may_renew
    for user in (delegate.user, other_secretary):
        client.force_login(user)
        assert client.get(address(meeting)).status_code == 404


def test_what_a_merger_called_off_is_not_offered_to_be_registered_anew(client, body, unit, secretary, office):
    meeting = world.make_meeting(world.make_period(), unit, day=16, by=secretary)
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=world.NOW, cancelled_by=office)
    world.rename_unit(unit, "Hợp Thành mới", on=meeting.period.month, by=office)
    client.force_login(office)
    page = client.get(address(meeting)).content.decode()
    assert "Đã hủy" in page
    assert "Đăng ký lại" not in page


def test_seats_of_a_draft_are_not_told(client, meeting, other_delegate, office, secretary):
    draft = Plan.objects.create(period=meeting.period, version=9, made_by=office, made_at=world.NOW)
    Seat.objects.create(plan=draft, meeting=meeting, delegate=other_delegate)
    client.force_login(secretary)
    assert "Vũ Ngọc Thành" not in client.get(address(meeting)).content.decode()


def test_each_sees_the_acts_that_are_his(client, meeting, delegate, secretary, head):
    acts = {}
    for name, user in {"delegate": delegate.user, "secretary": secretary, "head": head}.items():
        client.force_login(user)
        page = client.get(address(meeting)).content.decode()
        acts[name] = (
            reverse("meetings:note_edit", args=[meeting.pk]) in page,
            reverse("meetings:attendance_edit", args=[meeting.pk]) in page,
        )
    assert acts == {"delegate": (True, False), "secretary": (False, True), "head": (False, False)}


def test_a_delegate_sees_only_his_own_visits_there(client, meeting, unit, delegate, other_delegate):
    make_visit(unit.teams.first(), delegate, seen="Của tôi.")
    make_visit(unit.teams.first(), other_delegate, seen="Của người khác.")
    client.force_login(delegate.user)
    page = client.get(address(meeting)).content.decode()
    assert "Của tôi." in page
    assert "Của người khác." not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_however_much_happened(
    client, meeting, unit, delegate, agency, office, rows, django_assert_num_queries
):
    for place in range(rows):
        other = world.make_delegate(agency, f"Đại biểu {place}")
        assign(meeting, other, by=office)
        note = make_note(meeting, other)
        FollowUp.objects.create(unit=unit, note=note, matter=f"Việc {place}", raised_on=PAST_MONTH)
        make_visit(unit.teams.first(), other)
    for team in unit.teams.all():
        TeamAttendance.objects.create(meeting=meeting, team=team, present=True)
    client.force_login(office)
    with django_assert_num_queries(13):
        client.get(address(meeting))
    client.force_login(delegate.user)
    with django_assert_num_queries(12):
        client.get(address(meeting))


def test_the_office_sees_who_has_not_delivered(client, meeting, delegate, other_meeting, office):
    client.force_login(office)
    url = reverse("meetings:progress_list", args=[PAST_MONTH])
    page = client.get(url).content.decode()
    assert "thiếu: Vàng Tả Lan (Ban Tổ chức Thành ủy)" in page
    assert "Chưa phân công" in page
    make_note(meeting, delegate)
    assert [row.meeting for row in client.get(f"{url}?thieu=phieu").context["rows"]] == []
    meeting.held_on = PAST_MONTH
    meeting.save()
    assert [row.meeting for row in client.get(f"{url}?thieu=du-hop").context["rows"]] == [other_meeting]


@pytest.mark.parametrize("rows", [1, 3])
def test_progress_asks_the_database_the_same_however_many_meetings(
    client, month, delegate, secretary, office, rows, django_assert_num_queries
):
    for place in range(rows):
        assign(world.make_meeting(month, world.make_unit(f"Xã {place}"), by=secretary), delegate, by=office)
    client.force_login(office)
    with django_assert_num_queries(10):
        assert len(client.get(reverse("meetings:progress_list", args=[PAST_MONTH])).context["rows"]) == rows
