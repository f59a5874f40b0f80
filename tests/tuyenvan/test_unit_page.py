import datetime

import pytest

from meetings.models import FollowUp, TeamVisit
from scoring.models import Ranking, Result
from tests import world
from tests.meetings.places import assign, make_note, past_period


@pytest.fixture
def meeting(body, unit, office):
    return world.make_meeting(past_period(), unit, by=office)


def page_of(client, user, unit):
    client.force_login(user)
    return client.get(f"/don-vi/{unit.pk}/").content.decode()


def test_a_delegate_does_not_read_the_others_note_of_a_meeting_before_writing_his_own(
    client, meeting, unit, delegate, other_delegate, office
):
    assign(meeting, delegate, other_delegate, by=office)
    note = make_note(meeting, other_delegate, observation="Chuẩn bị còn sơ sài")
    FollowUp.objects.create(unit=unit, note=note, matter="Đường vào thôn hỏng", raised_on=meeting.day)
    before = page_of(client, delegate.user, unit)
    assert "còn sơ sài" not in before
    assert "Đường vào thôn hỏng" not in before
    make_note(meeting, delegate)
    after = page_of(client, delegate.user, unit)
    assert "còn sơ sài" in after
    assert "Đường vào thôn hỏng" in after


def test_who_was_sent_to_a_conference_that_was_called_off_is_not_listed(client, body, unit, delegate, office):
    this_month = world.make_period(datetime.date.today().replace(day=1))
    meeting = world.make_meeting(this_month, unit, by=office)
    assign(meeting, delegate, by=office)
    page = f"/don-vi/{unit.pk}/"
    client.force_login(office)
    assert [seat.delegate for seat in client.get(page).context["report"].seats] == [delegate]
    type(meeting).objects.filter(pk=meeting.pk).update(cancelled_at=world.NOW, cancelled_by=office)
    assert client.get(page).context["report"].seats == []


def test_a_unit_reads_its_own_page_without_the_concerns_about_it(client, period, unit, office, secretary):
    world.make_concern(unit, by=office)
    reason = unit.concerns.get().reason
    assert reason not in page_of(client, secretary, unit)
    assert reason in page_of(client, office, unit)


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_unit_page_asks_the_same_however_much_is_on_it(
    client, unit, office, delegate, other_delegate, meetings, django_assert_num_queries
):
    for number in range(meetings):
        month = world.make_period(datetime.date(2024, number + 1, 1), stage="conference")
        meeting = world.make_meeting(month, unit, by=office)
        assign(meeting, delegate, other_delegate, by=office)
        make_note(meeting, delegate)
    client.force_login(office)
    with django_assert_num_queries(14):
        client.get(f"/don-vi/{unit.pk}/")


def publish_ranking(month, unit, *, by):
    period = world.make_period(month, stage="closed")
    ranking = Ranking.objects.create(
        period=period, version=1, dossier={}, outcome={}, sha256="", made_by=by, made_at=world.NOW
    )
    Result.objects.create(ranking=ranking, unit=unit, unit_name=str(unit), total=90, rank=1, band="Tốt", row={})
    ranking.status = Ranking.Status.PUBLISHED
    ranking.save()


def test_a_former_unit_says_what_it_became_and_the_new_one_what_it_came_from(client, unit, office, standing, secretary):
    publish_ranking(datetime.date(2021, 12, 1), unit, by=office)
    new = world.rename_unit(unit, "Hợp Thành mới", on=datetime.date(2022, 1, 1), by=office)
    former = page_of(client, standing, unit)
    assert "hết hiệu lực từ 31/12/2021, theo Nghị quyết thử nghiệm" in former
    assert f'<a href="/don-vi/{new.pk}/">xã Hợp Thành mới</a>' in former
    page = page_of(client, secretary, new)
    assert f'Trước 01/01/2022: <a href="/don-vi/{unit.pk}/">Xã Hợp Thành</a>' in page
    assert "Tháng 12/2021: 90,00 điểm, hạng 1." in page


def test_a_team_that_goes_on_keeps_its_last_visit(client, unit, office, delegate):
    team = unit.teams.first()
    TeamVisit.objects.create(
        team=team, delegate=delegate, visited_on=datetime.date(2021, 12, 5), rating=4, seen="Có", recorded_at=world.NOW
    )
    new = world.rename_unit(unit, "Hợp Thành mới", on=datetime.date(2022, 1, 1), by=office)
    assert "dự ngày 05/12/2021" in page_of(client, office, new)


def test_the_office_reads_who_acts_for_a_unit(client, unit, office, secretary, delegate):
    assert "Lù Láo Bình" in page_of(client, office, unit)
    assert "Người phụ trách" not in page_of(client, delegate.user, unit)
