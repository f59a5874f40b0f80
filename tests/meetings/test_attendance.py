import datetime

import pghistory
import pytest
from django.urls import reverse

from meetings import services
from meetings.models import Attendance, TeamAttendance
from meetings.services import ChangedMeanwhile, DelegateRecord
from tests import world
from tests.meetings.places import AFTERWARDS, PAST_MONTH, assign
from units.services import Refused

DAY = PAST_MONTH.replace(day=10)


def record(meeting, delegate, *, by, **changes):
    values = {
        "held_on": DAY,
        "delegates": [DelegateRecord(delegate_id=delegate.pk, status="present")],
        "teams_present": {team.pk for team in meeting.unit.teams.all()},
        "at": AFTERWARDS,
        "version": 1,
    }
    return services.record_attendance(meeting, by=by, **(values | changes))


def sent(meeting, delegate, **changes):
    values = {
        "held_on": DAY.isoformat(),
        f"status_{delegate.pk}": "present",
        "teams": [team.pk for team in meeting.unit.teams.all()],
        "version": 1,
    }
    return values | changes


def test_the_day_the_delegates_and_the_teams_are_recorded_together(meeting, delegate, secretary):
    first, second = meeting.unit.teams.all()
    record(meeting, delegate, by=secretary, teams_present={first.pk})
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.version) == (DAY, 2)
    attendance = Attendance.objects.get()
    assert (attendance.delegate, attendance.status, attendance.recorded_by) == (delegate, "present", secretary)
    assert dict(TeamAttendance.objects.values_list("team", "present")) == {first.pk: True, second.pk: False}


def test_pressed_twice_it_is_recorded_once(meeting, delegate, secretary):
    record(meeting, delegate, by=secretary)
    record(meeting, delegate, by=secretary)
    meeting.refresh_from_db()
    assert meeting.version == 2
    assert Attendance.objects.count() == 1
    assert TeamAttendance.objects.count() == 2


def test_a_correction_changes_only_what_is_different_and_its_history_stays(meeting, delegate, secretary, office):
    first, second = meeting.unit.teams.all()
    record(meeting, delegate, by=secretary)
    sick = DelegateRecord(delegate_id=delegate.pk, status="absent", reason="Ốm")
    record(meeting, delegate, by=office, version=2, delegates=[sick], teams_present={first.pk})
    attendance = Attendance.objects.get()
    assert (attendance.status, attendance.reason, attendance.recorded_by) == ("absent", "Ốm", office)
    assert dict(TeamAttendance.objects.values_list("team", "present")) == {first.pk: True, second.pk: False}
    events = pghistory.models.Events.objects.tracks(attendance).order_by("pgh_created_at")
    assert [event.pgh_data["status"] for event in events] == ["present", "absent"]
    assert pghistory.models.Events.objects.tracks(TeamAttendance.objects.get(team=first)).count() == 1


def test_a_later_save_from_an_older_page_is_refused_and_told_who_and_what(meeting, delegate, secretary, office):
    record(meeting, delegate, by=secretary)
    with pytest.raises(ChangedMeanwhile) as refusal:
        record(meeting, delegate, by=office, teams_present=set())
    assert refusal.value.version == 2
    for told in ("Lù Láo Bình", "10/10/2024", "Vàng Tả Lan: có mặt", "2/2 tổ có mặt"):
        assert told in refusal.value.messages[0]
    assert TeamAttendance.objects.filter(present=True).count() == 2


@pytest.mark.parametrize("day", [datetime.date(2024, 9, 30), datetime.date(2024, 11, 1), DAY.replace(day=11)])
def test_a_day_outside_the_month_or_in_the_future_is_refused_and_nothing_is_kept(meeting, delegate, secretary, day):
    with pytest.raises(Refused):
        record(meeting, delegate, by=secretary, held_on=day)
    meeting.refresh_from_db()
    assert meeting.held_on is None
    assert not Attendance.objects.exists()


def test_a_delegate_or_team_that_is_not_of_this_meeting_is_refused(meeting, delegate, other_delegate, secretary):
    stranger = DelegateRecord(delegate_id=other_delegate.pk, status="present")
    with pytest.raises(Refused, match="Danh sách đại biểu"):
        record(meeting, delegate, by=secretary, delegates=[stranger])
    foreign = world.make_unit("Vạn Hòa").teams.first()
    with pytest.raises(Refused, match="Danh sách tổ"):
        record(meeting, delegate, by=secretary, teams_present={foreign.pk})
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("stage", ["registration", "assignment", "closed"])
def test_before_the_conferences_and_after_the_month_nothing_is_recorded(meeting, delegate, office, stage):
    meeting.period.stage = stage
    meeting.period.save()
    with pytest.raises(Refused):
        record(meeting, delegate, by=office)


def test_a_delegate_recorded_before_a_later_plan_is_still_asked_about(meeting, delegate, other_delegate, secretary):
    record(meeting, delegate, by=secretary)
    assign(meeting, other_delegate, by=secretary)
    assert set(services.expected_delegates(meeting)) == {delegate, other_delegate}


def test_a_team_dissolved_later_stays_in_the_record(meeting, delegate, secretary):
    first, second = meeting.unit.teams.all()
    record(meeting, delegate, by=secretary)
    second.is_active = False
    second.save()
    record(meeting, delegate, by=secretary, version=2, teams_present={second.pk})
    assert dict(TeamAttendance.objects.values_list("team", "present")) == {first.pk: False, second.pk: True}


def test_the_first_opening_has_everybody_ticked(client, meeting, delegate, secretary):
    client.force_login(secretary)
    form = client.get(reverse("meetings:attendance_edit", args=[meeting.pk])).context["form"]
    assert form["held_on"].value() == DAY
    assert form["teams"].value() == [team.pk for team in meeting.unit.teams.all()]
    assert form[f"status_{delegate.pk}"].value() == "present"


def test_later_the_page_shows_what_is_recorded(client, meeting, delegate, secretary):
    first, _ = meeting.unit.teams.all()
    record(meeting, delegate, by=secretary, teams_present={first.pk})
    client.force_login(secretary)
    form = client.get(reverse("meetings:attendance_edit", args=[meeting.pk])).context["form"]
    assert form["teams"].value() == [first.pk]
    assert form["version"].value() == 2


def test_all_teams_absent_is_not_taken_for_nothing_recorded(client, meeting, delegate, secretary):
    record(meeting, delegate, by=secretary, teams_present=set())
    client.force_login(secretary)
    form = client.get(reverse("meetings:attendance_edit", args=[meeting.pk])).context["form"]
    assert form["teams"].value() == []


def test_the_unit_saves_all_in_one_press(client, meeting, delegate, secretary):
    client.force_login(secretary)
    url = reverse("meetings:attendance_edit", args=[meeting.pk])
    substitute = {f"status_{delegate.pk}": "substitute", f"substitute_{delegate.pk}": "Lý Thị Hoa"}
    response = client.post(url, sent(meeting, delegate, **substitute))
    assert response["Location"] == reverse("meetings:meeting_detail", args=[meeting.pk])
    attendance = Attendance.objects.get()
    assert (attendance.status, attendance.substitute, attendance.reason) == ("substitute", "Lý Thị Hoa", "")


def test_words_of_another_answer_are_dropped(client, meeting, delegate, secretary):
    client.force_login(secretary)
    url = reverse("meetings:attendance_edit", args=[meeting.pk])
    client.post(url, sent(meeting, delegate, **{f"reason_{delegate.pk}": "Ốm", f"substitute_{delegate.pk}": "Hoa"}))
    attendance = Attendance.objects.get()
    assert (attendance.status, attendance.substitute, attendance.reason) == ("present", "", "")


@pytest.mark.parametrize(
    ("status", "field", "message"),
    [("substitute", "substitute", "Ghi tên người dự thay."), ("absent", "reason", "Ghi lý do vắng.")],
)
def test_a_substitute_needs_a_name_and_an_absence_a_reason(
    client, meeting, delegate, secretary, status, field, message
):
    client.force_login(secretary)
    url = reverse("meetings:attendance_edit", args=[meeting.pk])
    response = client.post(url, sent(meeting, delegate, **{f"status_{delegate.pk}": status, "teams": []}))
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors == {f"{field}_{delegate.pk}": [message]}
    assert form["teams"].value() == []
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("day", ["", "31/11/2024", "99999-01-01", "11/2024", "2024-09-30", "2999-10-01"])
def test_a_wrong_day_is_told_beside_its_field(client, meeting, delegate, secretary, day):
    client.force_login(secretary)
    url = reverse("meetings:attendance_edit", args=[meeting.pk])
    response = client.post(url, sent(meeting, delegate, held_on=day))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["held_on"]
    assert not Attendance.objects.exists()


def test_after_a_conflict_the_page_keeps_what_was_typed_and_the_next_press_is_meant(
    client, meeting, delegate, secretary, office
):
    record(meeting, delegate, by=office)
    client.force_login(secretary)
    url = reverse("meetings:attendance_edit", args=[meeting.pk])
    first, second = meeting.unit.teams.all()
    response = client.post(url, sent(meeting, delegate, teams=[second.pk]))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Hà Đức Nga" in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert TeamAttendance.objects.get(team=first).present
    assert client.post(url, sent(meeting, delegate, teams=[second.pk], version=2)).status_code == 302
    assert not TeamAttendance.objects.get(team=first).present


@pytest.mark.parametrize(
    ("stage", "unit_status", "office_status"),
    [
        ("assignment", 403, 403),
        ("conference", 200, 200),
        ("self_assessment", 200, 200),
        ("appraisal", 403, 200),
        ("appeal", 403, 200),
        ("closed", 403, 403),
    ],
)
def test_the_unit_records_until_it_has_assessed_itself_and_the_office_until_the_month_is_closed(
    client, meeting, secretary, office, stage, unit_status, office_status
):
    meeting.period.stage = stage
    meeting.period.save()
    url = reverse("meetings:attendance_edit", args=[meeting.pk])
    client.force_login(secretary)
    assert client.get(url).status_code == unit_status
    client.force_login(office)
    assert client.get(url).status_code == office_status


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_however_many_people(
    client, meeting, agency, secretary, rows, django_assert_num_queries
):
    assign(meeting, *[world.make_delegate(agency, f"Đại biểu {place}") for place in range(rows - 1)], by=secretary)
    client.force_login(secretary)
    with django_assert_num_queries(10):
        client.get(reverse("meetings:attendance_edit", args=[meeting.pk]))


@pytest.mark.parametrize("rows", [1, 3])
def test_saving_asks_the_database_the_same_however_many_people(
    meeting, agency, delegate, secretary, rows, django_assert_num_queries
):
    others = [world.make_delegate(agency, f"Đại biểu {place}") for place in range(rows - 1)]
    assign(meeting, *others, by=secretary)
    came = [DelegateRecord(delegate_id=one.pk, status="present") for one in (delegate, *others)]
    with django_assert_num_queries(14):
        record(meeting, delegate, by=secretary, delegates=came, teams_present=set())
    assert Attendance.objects.count() == rows
