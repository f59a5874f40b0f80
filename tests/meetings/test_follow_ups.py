import datetime

import pytest
from django.urls import reverse

from meetings import services
from meetings.models import FollowUp
from meetings.services import ChangedMeanwhile
from tests import world
from tests.meetings.places import PAST_MONTH
from units.services import AlreadyThere, Refused

DUE = datetime.date(2024, 11, 30)


@pytest.fixture
def follow_up(unit):
    return FollowUp.objects.create(unit=unit, matter="Đường trục thôn hỏng", raised_on=PAST_MONTH)


def address(act, follow_up):
    return reverse(f"meetings:follow_up_{act}", args=[follow_up.pk])


def test_the_office_says_who_answers_and_until_when(client, follow_up, office):
    client.force_login(office)
    response = client.post(
        address("edit", follow_up), {"responsible": "Phòng Kinh tế", "due_on": "30/11/2024", "version": 1}
    )
    assert response.status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.responsible, follow_up.due_on, follow_up.version) == ("Phòng Kinh tế", DUE, 2)


@pytest.mark.parametrize("values", [{"responsible": ""}, {"due_on": "30/09/2024"}, {"due_on": "mai"}])
def test_a_refused_direction_keeps_what_was_typed(client, follow_up, office, values):
    client.force_login(office)
    typed = {"responsible": "Phòng Kinh tế", "due_on": "30/11/2024", "version": 1} | values
    response = client.post(address("edit", follow_up), typed)
    assert response.status_code == 422
    assert list(response.context["direct"].errors) == list(values)
    follow_up.refresh_from_db()
    assert follow_up.responsible == ""


def test_the_unit_closes_its_own_with_an_outcome(client, follow_up, secretary):
    client.force_login(secretary)
    response = client.post(
        address("close", follow_up), {"outcome": "Đã rải cấp phối", "closed_on": "05/11/2024", "version": 1}
    )
    assert response["Location"] == reverse("meetings:follow_up_list")
    follow_up.refresh_from_db()
    assert (follow_up.outcome, follow_up.closed_on) == ("Đã rải cấp phối", datetime.date(2024, 11, 5))


@pytest.mark.parametrize(
    "values", [{"outcome": ""}, {"closed_on": "30/09/2024"}, {"closed_on": "01/01/2999"}, {"closed_on": ""}]
)
def test_a_matter_is_not_closed_without_an_outcome_or_on_an_impossible_day(client, follow_up, secretary, values):
    client.force_login(secretary)
    typed = {"outcome": "Đã rải cấp phối", "closed_on": "05/11/2024", "version": 1} | values
    response = client.post(address("close", follow_up), typed)
    assert response.status_code == 422
    assert list(response.context["close"].errors) == list(values)
    follow_up.refresh_from_db()
    assert follow_up.closed_on is None


def test_closed_twice_says_so_and_pressed_twice_is_closed_once(follow_up):
    day = datetime.date(2024, 11, 5)
    closed = services.close_follow_up(follow_up, outcome="Xong", closed_on=day, on=day, version=1)
    assert services.close_follow_up(follow_up, outcome="Xong", closed_on=day, on=day, version=1).version == 2
    with pytest.raises(AlreadyThere):
        services.close_follow_up(closed, outcome="Khác", closed_on=day, on=day, version=2)


def test_a_later_save_from_an_older_page_is_told_what_is_stored(client, follow_up, office, secretary):
    services.direct_follow_up(follow_up, responsible="Phòng Kinh tế", due_on=DUE, version=1)
    with pytest.raises(ChangedMeanwhile, match="Phòng Kinh tế; hạn: 30/11/2024"):
        services.direct_follow_up(follow_up, responsible="UBND xã", due_on=DUE, version=1)
    client.force_login(secretary)
    typed = {"outcome": "Đã rải", "closed_on": "05/11/2024", "version": 1}
    response = client.post(address("close", follow_up), typed)
    assert response.status_code == 422
    assert response.context["close"]["outcome"].value() == "Đã rải"
    assert response.context["close"]["version"].value() == "2"


def test_the_office_opens_a_closed_one_again_and_the_outcome_stays_readable(client, follow_up, office):
    day = datetime.date(2024, 11, 5)
    services.close_follow_up(follow_up, outcome="Xong", closed_on=day, on=day, version=1)
    client.force_login(office)
    client.post(address("reopen", follow_up))
    follow_up.refresh_from_db()
    assert (follow_up.closed_on, follow_up.outcome) == (None, "Xong")


def test_a_due_date_before_the_matter_was_raised_is_refused_by_the_service_too(follow_up):
    with pytest.raises(Refused):
        services.direct_follow_up(follow_up, responsible="UBND", due_on=datetime.date(2024, 9, 1), version=1)


def test_the_list_shows_open_ones_first_of_all_and_the_others_when_asked(client, follow_up, unit, office):
    overdue = FollowUp.objects.create(unit=unit, matter="Thiếu nước", raised_on=PAST_MONTH, due_on=DUE)
    closed = FollowUp.objects.create(
        unit=unit, matter="Điện yếu", raised_on=PAST_MONTH, closed_on=PAST_MONTH, outcome="Đã thay trạm"
    )
    client.force_login(office)

    def listed(**asked):
        page = client.get(reverse("meetings:follow_up_list"), asked)
        return {row.record for row in page.context["table"].page.object_list}

    assert listed() == {follow_up, overdue}
    assert listed(trang_thai="qua-han") == {overdue}
    assert listed(trang_thai="xong") == {closed}
    assert listed(trang_thai="") == {follow_up, overdue, closed}
    assert listed(q="hop thanh") == {follow_up, overdue}


def test_a_unit_sees_its_own_only(client, follow_up, other_unit, secretary):
    FollowUp.objects.create(unit=other_unit, matter="Việc của phường khác", raised_on=PAST_MONTH)
    client.force_login(secretary)
    page = client.get(reverse("meetings:follow_up_list")).content.decode()
    assert "Đường trục thôn hỏng" in page
    assert "Việc của phường khác" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_matters(client, office, rows, django_assert_num_queries):
    for place in range(rows):
        unit = world.make_unit(f"Xã {place}")
        FollowUp.objects.create(unit=unit, matter=f"Việc {place}", raised_on=PAST_MONTH)
    client.force_login(office)
    with django_assert_num_queries(7):
        client.get(reverse("meetings:follow_up_list"))


def test_what_was_solved_last_stands_first(client, office, unit):
    day = datetime.date(2024, 10, 10)
    for number in (1, 3, 2):
        FollowUp.objects.create(
            unit=unit,
            matter=f"Việc {number}",
            raised_on=day,
            closed_on=day.replace(day=10 + number),
            outcome="Đã làm xong.",
        )
    client.force_login(office)
    rows = client.get("/viec-can-giai-quyet/?trang_thai=xong").context["table"].rows
    assert [row.record.matter for row in rows] == ["Việc 3", "Việc 2", "Việc 1"]
