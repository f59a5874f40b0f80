import datetime

import pytest
from django.urls import reverse

from meetings import services
from meetings.models import FollowUp, TeamVisit
from tests import world
from tests.meetings.places import AFTERWARDS, PAST_MONTH, make_visit
from units.services import AlreadyThere, Refused

DAY = PAST_MONTH.replace(day=9)


def address(unit):
    return f"{reverse('meetings:visit_create')}?don_vi={unit.pk}"


def values(team, **changes):
    return {"team": team.pk, "visited_on": DAY, "seen": "Tổ họp đủ người.", "rating": 4} | changes


def test_a_delegate_records_what_he_saw_and_the_matters(client, month, unit, delegate):
    team = unit.teams.first()
    client.force_login(delegate.user)
    response = client.post(address(unit), values(team, matter_1="Nhà văn hóa dột"))
    assert response["Location"] == reverse("meetings:visit_list")
    visit = TeamVisit.objects.get()
    assert (visit.team, visit.delegate, visit.visited_on, visit.rating) == (team, delegate, DAY, 4)
    follow_up = FollowUp.objects.get()
    assert (follow_up.unit, follow_up.visit, follow_up.matter, follow_up.raised_on) == (
        unit,
        visit,
        "Nhà văn hóa dột",
        DAY,
    )


def test_pressed_twice_it_is_one_visit_and_another_story_of_it_is_refused(month, unit, delegate):
    told = {"team": unit.teams.first(), "delegate": delegate, "visited_on": DAY, "rating": 4, "at": AFTERWARDS}
    first = services.record_visit(**told, seen="Tổ họp đủ.", matters=["Dột"])
    assert services.record_visit(**told, seen="Tổ họp đủ.", matters=["Dột"]) == first
    assert FollowUp.objects.count() == 1
    with pytest.raises(AlreadyThere):
        services.record_visit(**told, seen="Khác hẳn.", matters=[])


def test_a_visit_lies_neither_in_the_future_nor_in_a_closed_month(month, unit, delegate):
    told = {"team": unit.teams.first(), "delegate": delegate, "rating": 4, "seen": "Có.", "matters": []}
    with pytest.raises(Refused, match="tương lai"):
        services.record_visit(**told, visited_on=DAY.replace(day=11), at=AFTERWARDS)
    with pytest.raises(Refused, match="09/2024"):
        services.record_visit(**told, visited_on=datetime.date(2024, 9, 30), at=AFTERWARDS)
    month.stage = "closed"
    month.save()
    with pytest.raises(Refused, match="10/2024"):
        services.record_visit(**told, visited_on=DAY, at=AFTERWARDS)
    assert not TeamVisit.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("team", "0"), ("team", "x"), ("visited_on", "2999-01-01"), ("visited_on", ""), ("rating", "7"), ("seen", "")],
)
def test_a_refused_visit_keeps_what_was_typed(client, month, unit, delegate, field, value):
    client.force_login(delegate.user)
    response = client.post(address(unit), values(unit.teams.first(), matter_2="Dột") | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["matter_2"].value() == "Dột"
    assert not TeamVisit.objects.exists()


def test_a_team_of_another_unit_cannot_be_slipped_in(client, month, unit, other_unit, delegate):
    client.force_login(delegate.user)
    assert client.post(address(unit), values(other_unit.teams.first())).status_code == 422
    assert not TeamVisit.objects.exists()


def test_the_units_a_delegate_is_sent_to_stand_on_top(client, meeting, other_unit, delegate):
    client.force_login(delegate.user)
    choices = client.get(reverse("meetings:visit_create")).context["choice"].fields["don_vi"].choices
    groups = dict(choices[1:])
    assert groups["Đơn vị đồng chí được phân công"] == [(meeting.unit_id, "Xã Hợp Thành")]
    assert groups["Đơn vị khác"] == [(other_unit.pk, "Phường Kim Tân")]


@pytest.mark.parametrize("asked", ["x", "0", "9" * 30])
def test_an_unknown_unit_is_asked_for_again(client, unit, delegate, asked):
    client.force_login(delegate.user)
    response = client.get(reverse("meetings:visit_create"), {"don_vi": asked})
    assert response.status_code == 422
    assert "Chọn một đơn vị" in response.content.decode()


def test_each_sees_the_visits_that_concern_him(client, unit, other_unit, delegate, other_delegate, office, secretary):
    mine = make_visit(unit.teams.first(), delegate)
    theirs = make_visit(other_unit.teams.first(), other_delegate)
    expected = {office: {mine, theirs}, secretary: {mine}, delegate.user: {mine}}
    for user, visits in expected.items():
        client.force_login(user)
        rows = client.get(reverse("meetings:visit_list")).context["table"].page.object_list
        assert {row.record for row in rows} == visits


def test_visits_are_found_by_unit_and_month(client, month, unit, other_unit, delegate, office):
    here = make_visit(unit.teams.first(), delegate)
    make_visit(other_unit.teams.first(), delegate)
    make_visit(unit.teams.first(), delegate, visited_on=datetime.date(2024, 9, 30))
    client.force_login(office)
    asked = {"q": "hop thanh", "ky": month.pk}
    rows = client.get(reverse("meetings:visit_list"), asked).context["table"].page.object_list
    assert [row.record for row in rows] == [here]
    assert client.get(reverse("meetings:visit_list"), {"ky": "x", "page": "-3", "sort": "nothing"}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_visits(
    client, month, unit, delegate, office, rows, django_assert_num_queries
):
    for day in range(1, rows + 1):
        make_visit(unit.teams.first(), delegate, visited_on=PAST_MONTH.replace(day=day))
    client.force_login(office)
    with django_assert_num_queries(8):
        client.get(reverse("meetings:visit_list"))


@pytest.mark.parametrize("teams", [1, 3])
def test_the_form_asks_the_database_the_same_however_many_teams(
    client, month, delegate, teams, django_assert_num_queries
):
    unit = world.make_unit("Vạn Hòa", teams=teams)
    client.force_login(delegate.user)
    with django_assert_num_queries(10):
        client.get(address(unit))


def test_an_error_at_the_top_leads_to_its_group_of_choices(client, period, unit, delegate):
    client.force_login(delegate.user)
    page = client.post(f"/du-dot-xuat/ghi/?don_vi={unit.pk}", {}).content.decode()
    assert 'href="#id_rating_0"' in page
    assert 'id="id_rating_0"' in page
