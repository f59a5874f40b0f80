import datetime

import pytest

from tests import world
from units.models import Team, Unit


def names_in(response):
    return [row.record.name for row in response.context["table"].paginated_rows]


def test_units_stand_in_vietnamese_order(client, body, office):
    names = ["Bắc Cường", "Bắc Lệnh", "Cốc Lếu", "Cốc San", "Duyên Hải", "Đồng Tuyển", "Tả Phời", "Xuân Tăng"]
    for name in (*names[::-2], *names[::2]):
        world.make_unit(name)
    client.force_login(office)
    assert names_in(client.get("/don-vi/")) == names


def test_areas_are_offered_in_vietnamese_order(client, body, office):
    areas = ["Cụm Bắc", "Cụm Đông", "Cụm Nam", "Cụm Ô Quy Hồ"]
    for number, area in enumerate(reversed(areas)):
        Unit.objects.filter(pk=world.make_unit(f"Xã {number}").pk).update(area=area)
    client.force_login(office)
    choices = client.get("/don-vi/").context["filters"].form.fields["cum"].choices
    assert [value for value, _ in choices if value] == areas


def test_units_are_listed_with_their_teams(client, unit, other_unit, office):
    Team.objects.create(unit=unit, name="Tổ đã giải thể", is_active=False)
    client.force_login(office)
    page = client.get("/don-vi/")
    assert names_in(page) == ["Hợp Thành", "Kim Tân"]
    assert [row.record.teams_active for row in page.context["table"].paginated_rows] == [2, 2]


@pytest.mark.parametrize("typed", ["kim tan", "Kim Tân", "KIM"])
def test_a_unit_is_found_with_or_without_marks(client, unit, other_unit, office, typed):
    client.force_login(office)
    assert names_in(client.get("/don-vi/", {"q": typed})) == ["Kim Tân"]


def test_a_search_that_finds_nothing_says_so(client, unit, office):
    client.force_login(office)
    assert "Không có đơn vị nào khớp với “xyz”" in client.get("/don-vi/", {"q": "xyz"}).content.decode()


def test_a_unit_that_has_ended_is_not_listed(client, unit, other_unit, office):
    unit.valid_to = datetime.date(2022, 1, 1)
    unit.save()
    client.force_login(office)
    assert names_in(client.get("/don-vi/")) == ["Kim Tân"]


def test_a_unit_finds_itself_alone(client, unit, other_unit, secretary):
    client.force_login(secretary)
    assert names_in(client.get("/don-vi/")) == ["Hợp Thành"]
    assert names_in(client.get("/don-vi/", {"q": "kim"})) == []


def test_an_appraiser_reads_names_without_the_way_to_a_units_page(client, unit, appraiser):
    client.force_login(appraiser)
    page = client.get("/don-vi/")
    assert names_in(page) == ["Hợp Thành"]
    assert f"/don-vi/{unit.pk}/" not in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_rows(client, body, office, rows, django_assert_num_queries):
    for number in range(rows):
        world.make_unit(f"Xã {number}")
    client.force_login(office)
    with django_assert_num_queries(9):
        client.get("/don-vi/")
