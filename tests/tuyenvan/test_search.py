import datetime
import unicodedata

import pytest

from assignments.models import Notice, Plan
from scoring.models import Ranking
from tests import world
from units.models import Role

NFD = unicodedata.normalize("NFD", "Hòa Thủy")


def found(client, user, text):
    client.force_login(user)
    answer = client.get("/tim-kiem/", {"q": text})
    assert answer.status_code == 200
    return answer.context["found"]


@pytest.fixture
def notice(period, office, standing):
    plan = Plan.objects.create(period=period, version=1, made_by=office, made_at=world.NOW)
    plan.status, plan.published_by, plan.published_at = Plan.Status.PUBLISHED, standing, world.NOW
    plan.save()
    return Notice.objects.create(
        plan=plan,
        number=7,
        symbol="TB/TU",
        issued_on=world.NOW.date(),
        signer="Nguyễn Thị Mai",
        term_from=world.LONG_AGO,
        paper={},
    )


@pytest.mark.parametrize("text", ["Hòa Thủy", "Hoà Thuỷ", "hoa thuy", "HÒA", "phường hòa", "  Hòa   Thủy  ", NFD])
def test_a_unit_is_found_with_or_without_marks_and_in_both_styles_of_tone_marks(client, office, other_unit, text):
    unit = world.make_unit("Hòa Thủy", kind="ward")
    assert found(client, office, text)["units"] == [unit]


@pytest.mark.parametrize("text", ["Thúy", "Thuý", "thuy", "vàng thúy"])
def test_a_delegate_is_found_with_or_without_marks(client, office, agency, other_delegate, text):
    delegate = world.make_delegate(agency, "Vàng Thúy")
    assert found(client, office, text)["delegates"] == [delegate]


@pytest.mark.parametrize("text", ["07", "07-TB/TU", "07-tb/tu", "11/2026", "thông báo", "thong bao so 07"])
def test_a_notice_is_found_by_its_number_or_month(client, secretary, notice, text):
    assert found(client, secretary, text)["notices"] == [notice]


@pytest.mark.parametrize("text", ["03", "03-bc/btg", "10/2026", "báo cáo", "bao cao so 03"])
def test_a_published_ranking_is_found_by_its_number_or_month_and_a_draft_is_not(client, secretary, office, text):
    made = {"version": 1, "made_by": office, "made_at": world.NOW, "dossier": {}, "outcome": {}, "sha256": ""}
    issued = {"number": 3, "symbol": "BC/BTG", "issued_on": world.NOW.date(), "term_from": world.LONG_AGO}
    past = {"published_by": office, "published_at": world.NOW, "paper": {}} | issued
    periods = [world.make_period(datetime.date(2026, month, 1)) for month in (10, 11)]
    published = Ranking.objects.create(period=periods[0], status="published", **made, **past)
    Ranking.objects.create(period=periods[1], **made)
    for user in (secretary, office):
        assert found(client, user, text)["reports"] == [published]
    assert "Báo cáo số 03-BC/BTG</a>" in client.get("/tim-kiem/", {"q": text}).content.decode()


def test_a_secretary_finds_the_own_unit_only_and_no_delegates(client, unit, other_unit, secretary, delegate):
    assert found(client, secretary, "h")["units"] == [unit]
    assert found(client, secretary, "kim tan")["units"] == []
    assert found(client, secretary, "vang")["delegates"] == []


def test_a_delegate_finds_every_unit_but_no_delegates(client, unit, other_unit, delegate, other_delegate):
    assert found(client, delegate.user, "a")["units"] == [unit, other_unit]
    assert found(client, delegate.user, "vu ngoc")["delegates"] == []


def test_the_administrator_of_accounts_finds_nothing(client, unit, delegate, notice, sysadmin):
    for text in ("hop", "vang", "07"):
        assert not any(found(client, sysadmin, text).values())


def test_a_former_unit_is_found_after_those_of_today(client, office, unit):
    new = world.rename_unit(unit, "Hợp Thành mới", on=datetime.date(2022, 1, 1), by=office)
    assert found(client, office, "hop thanh")["units"] == [new, unit]
    client.force_login(office)
    assert "Đến 31/12/2021" in client.get("/tim-kiem/", {"q": "hop"}).content.decode()


def test_what_begins_with_the_text_stands_first(client, office, agency):
    for name in ("Tân Hòa", "Hòa Bình"):
        world.make_unit(name)
    for name in ("Lù Thị Hòa", "Hòa Văn An", "Thoa Thị Mỷ"):
        world.make_delegate(agency, name)
    answer = found(client, office, "hoa")
    assert [unit.name for unit in answer["units"]] == ["Hòa Bình", "Tân Hòa"]
    assert [one.full_name for one in answer["delegates"]] == ["Hòa Văn An", "Lù Thị Hòa", "Thoa Thị Mỷ"]


def test_teams_agencies_and_those_who_act_for_them_are_found(client, office, unit, agency, secretary, appraiser):
    assert found(client, office, "thôn 2")["teams"] == [unit.teams.get(position=2)]
    assert found(client, office, "to chuc")["agencies"] == [agency]
    assert [one.user for one in found(client, office, "binh")["staff"]] == [secretary]
    assert [one.user for one in found(client, office, "tẩn thanh")["staff"]] == [appraiser]


def test_teams_of_a_closed_or_former_kind_are_not_found(client, office, unit):
    unit.teams.filter(position=1).update(is_active=False)
    assert [team.position for team in found(client, office, "thon")["teams"]] == [2]
    new = world.rename_unit(unit, "Hợp Thành mới", on=datetime.date(2022, 1, 1), by=office)
    assert [team.unit for team in found(client, office, "thon")["teams"]] == [new]


def test_a_secretary_finds_the_own_teams_and_nobodys_account(client, unit, other_unit, secretary, other_secretary):
    answer = found(client, secretary, "t")
    assert {team.unit for team in answer["teams"]} == {unit}
    assert answer["agencies"] == answer["staff"] == []


@pytest.mark.parametrize("text", ["", "   ", "khong-co", "%", "_", "x" * 5000])
def test_nothing_found_is_said_kindly(client, office, unit, text):
    assert not any(found(client, office, text).values())


def test_someone_with_two_roles_finds_what_either_may(client, unit, other_unit):
    both = world.make_user("both", unit=unit, roles=[Role.DELEGATE])
    assert found(client, both, "kim tan")["units"] == [other_unit]


def test_what_was_typed_is_shown_as_text(client, office):
    client.force_login(office)
    page = client.get("/tim-kiem/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_search_costs_the_same_however_much_is_found(client, office, agency, rows, django_assert_num_queries):
    for number in range(rows):
        world.make_unit(f"Kim {number}")
        world.make_delegate(agency, f"Vàng Kim {number}")
        world.make_user(f"kim{number}", "Sùng Kim", unit=world.make_unit(f"Tả Kim {number}"))
        world.make_agency(f"Ban Kim {number}")
    client.force_login(office)
    with django_assert_num_queries(12):
        client.get("/tim-kiem/", {"q": "kim"})
