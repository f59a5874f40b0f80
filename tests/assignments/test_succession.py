"""A delegate who was at a unit has been at those that followed it, however often it was merged or renamed."""

import datetime

import pytest
from django.urls import reverse

from assignments import balance, services
from assignments.problem import month_problem
from tests import world
from tests.meetings.places import assign
from units.models import Period, Stage, UnitChange
from units.services.changes import NewUnit, replace_units

NOVEMBER, DECEMBER = datetime.date(2026, 11, 1), datetime.date(2026, 12, 1)


@pytest.fixture
def seen(body, office, delegate, unit, other_unit):
    """The delegate was at both units in October."""
    period = world.make_period(datetime.date(2026, 10, 1), stage=Stage.CLOSED)
    for one in (unit, other_unit):
        assign(world.make_meeting(period, one, by=office), delegate, by=office)


def changed(kind, old, *names, by, on=NOVEMBER):
    new = [NewUnit(code=f"{on.month}{place}00", kind="commune", name=name) for place, name in enumerate(names)]
    teams = dict.fromkeys((team.pk for unit in old for team in unit.teams.all()), 0)
    change = replace_units(kind=UnitChange.Kind(kind), old=old, new=new, on=on, basis="NQ 1", teams=teams, people={},
                           by=by, at=world.NOW)  # fmt: skip
    return list(change.new_units.order_by("pk"))


def past(*units, month, by):
    """What the month's problem remembers when these units meet."""
    period = world.make_period(month)
    for one in units:
        world.make_meeting(period, one, by=by)
    dossier = month_problem(period).dossier
    assert [row["past_seats"] for row in dossier["delegates"]] == [2]
    return [(row["unit"], row["period"]) for row in dossier["past"]]


def test_two_visits_to_units_that_were_merged_are_one_to_the_new_unit(seen, unit, other_unit, office):
    [new] = changed("merge", [unit, other_unit], "Hợp Kim", by=office)
    assert past(new, month=NOVEMBER, by=office) == [(new.code, "2026-10")]


def test_a_visit_follows_through_a_second_change(seen, unit, other_unit, office):
    [renamed] = changed("rename", [unit], "Hợp Hai", by=office)
    [new] = changed("merge", [renamed, other_unit], "Hợp Kim", by=office, on=DECEMBER)
    assert past(new, month=DECEMBER, by=office) == [(new.code, "2026-10")]


def test_each_part_of_a_split_unit_was_seen_and_the_load_counts_once(seen, unit, other_unit, office):
    parts = changed("split", [unit], "Hợp Một", "Hợp Hai", by=office)
    assert sorted(past(*parts, other_unit, month=NOVEMBER, by=office)) == sorted(
        (one.code, "2026-10") for one in (*parts, other_unit)
    )


def test_before_the_change_the_old_units_are_themselves(seen, unit, other_unit, office):
    changed("merge", [unit, other_unit], "Hợp Kim", by=office, on=datetime.date(2026, 11, 10))
    assert sorted(past(unit, other_unit, month=NOVEMBER, by=office)) == sorted(
        (one.code, "2026-10") for one in (unit, other_unit)
    )


@pytest.mark.parametrize("changes", [0, 1, 3])
def test_it_asks_once_more_however_many_units_changed(body, office, delegate, changes, django_assert_num_queries):
    before, now = world.make_period(datetime.date(2026, 10, 1), stage=Stage.CLOSED), world.make_period(NOVEMBER)
    for number in range(3):
        one = world.make_unit(f"Xã {number}", teams=0)
        assign(world.make_meeting(before, one, by=office), delegate, by=office)
        if number < changes:
            [one] = changed("rename", [one], f"Xã mới {number}", by=office, on=datetime.date(2026, 11, 1))
            one.code = f"8{number}"
            one.save()
        world.make_meeting(now, one, by=office)
    with django_assert_num_queries(5 + bool(changes)):
        assert len(month_problem(now).dossier["past"]) == 3


def bars(unit, month, by):
    world.make_meeting(world.make_period(month), unit, by=by)
    (row,) = month_problem(Period.objects.get(month=month)).dossier["delegates"]
    return row["barred_units"]


def test_a_bar_follows_through_a_second_change(delegate, unit, other_unit, office):
    delegate.barred_units.add(unit)
    [renamed] = changed("rename", [unit], "Hợp Hai", by=office)
    [new] = changed("merge", [renamed, other_unit], "Hợp Kim", by=office, on=DECEMBER)
    assert bars(new, DECEMBER, office) == [new.code]


def test_a_bar_on_a_unit_that_was_merged_survives_the_form(client, delegate, unit, other_unit, office):
    delegate.barred_units.add(unit)
    [new] = changed("merge", [unit, other_unit], "Hợp Kim", by=office, on=datetime.date(2025, 7, 1))
    url = reverse("assignments:delegate_edit", args=[delegate.pk])
    client.force_login(office)
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert typed["barred_units"] == [new.pk]
    client.post(url, typed | {"position": "Trưởng ban"})
    assert bars(new, NOVEMBER, office) == [new.code]
    client.post(url, typed | {"barred_units": [], "state": services.delegate_state(delegate)})
    assert not delegate.barred_units.exists()


# What the pages of fairness say is what the planner goes by


def test_fairness_counts_visits_to_the_old_units_as_visits_to_the_new(seen, delegate, unit, other_unit, office):
    [new] = changed("merge", [unit, other_unit], "Hợp Kim", by=office)
    (row,) = balance.rotation_matrix(NOVEMBER, delegates=[delegate], units=[new]).rows
    assert [(cell.count, cell.ago) for cell in row.cells] == [(2, 1)]
    assert row.units_seen == 1
    (line,) = balance.unit_coverage(NOVEMBER, [new]).lines
    assert (line.agencies, line.delegates, line.last) == (1, 1, datetime.date(2026, 10, 1))
    assert [one.subject for one in balance.unit_faces(NOVEMBER, new).delegates if one.visits] == [delegate]
    assert balance.unseen_pairs(NOVEMBER, [delegate_with_bars(delegate)], [new]) == []


def test_fairness_of_a_month_before_the_change_knows_the_old_units_only(seen, delegate, unit, other_unit, office):
    changed("merge", [unit, other_unit], "Hợp Kim", by=office, on=DECEMBER)
    (row,) = balance.rotation_matrix(NOVEMBER, delegates=[delegate], units=[unit, other_unit]).rows
    assert [cell.count for cell in row.cells] == [1, 1]
    assert row.units_seen == 2


def delegate_with_bars(delegate):
    delegate.barred_ids = []
    return delegate
