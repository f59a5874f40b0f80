"""A merger and a registration in the same moment: on two connections, the second waits for the first."""

import datetime

import pytest

from tests import world
from tests.side_by_side import one_while_the_other_is_under_way
from tests.units.test_changes import ON
from tests.units.test_services import at, details
from units import services
from units.models import Meeting, Period, Unit, UnitChange

pytestmark = pytest.mark.django_db(transaction=True)
DECEMBER = {"starts_at": at(10, 8, month=12), "ends_at": at(10, 11, month=12)}


@pytest.fixture
def december(body):
    return world.make_period(ON)


def merge(unit, other_unit, office):
    return services.replace_units(
        kind=UnitChange.Kind.MERGE, old=[unit, other_unit],
        new=[services.NewUnit(code="02647", kind="ward", name="Lào Cai")], on=ON, basis="Nghị quyết 1673", teams={},
        people={}, by=office, at=world.NOW,
    )  # fmt: skip


def register(period, unit, by):
    return services.register_meeting(period=period, unit=unit, by=by, at=world.NOW, **details(**DECEMBER))


def register_many(period, unit, by):
    one = services.Registration(unit_id=unit.pk, seats=2, **details(**DECEMBER))
    return services.register_meetings(period=period, registrations=[one], by=by, at=world.NOW)


@pytest.mark.parametrize("act", [register, register_many])
def test_a_unit_does_not_register_while_it_is_merged(december, unit, other_unit, office, act):
    _, refusal = one_while_the_other_is_under_way(
        lambda: merge(unit, other_unit, office), lambda: act(december, unit, office)
    )
    assert "không có hiệu lực trong tháng 12/2026" in str(refusal)
    assert not Meeting.with_cancelled.exists()


def test_a_registration_under_way_goes_on_with_the_new_unit(december, unit, other_unit, office):
    meeting, change = one_while_the_other_is_under_way(
        lambda: register(december, unit, office), lambda: merge(unit, other_unit, office)
    )
    assert Meeting.objects.get(pk=meeting.pk).unit == Unit.objects.get(begun_by=change)


def end_before(unit):
    wanted = {"valid_to": datetime.date(2026, 11, 30)}
    return services.edit_unit(unit, state=services.state_of(unit, wanted), wanted=wanted)


def test_a_unit_is_not_ended_before_a_month_for_which_it_registers(december, unit, office):
    _, refusal = one_while_the_other_is_under_way(lambda: register(december, unit, office), lambda: end_before(unit))
    assert "phải còn hiệu lực ngày 01/12/2026" in str(refusal)
    assert Unit.objects.get(pk=unit.pk).valid_to is None


def test_a_unit_does_not_register_while_it_is_ended(december, unit, office):
    _, refusal = one_while_the_other_is_under_way(lambda: end_before(unit), lambda: register(december, unit, office))
    assert "không có hiệu lực trong tháng 12/2026" in str(refusal)


def test_a_month_opened_while_units_are_merged_begins_with_the_new_ones(body, unit, other_unit, office):
    def open_and_register():
        period = services.open_period(month=ON, agenda="", deadlines=world.proposed_deadlines(ON))
        return register(period, unit, office)

    _, refusal = one_while_the_other_is_under_way(lambda: merge(unit, other_unit, office), open_and_register)
    assert "không có hiệu lực" in str(refusal)
    assert Period.objects.exists()


def test_a_unit_whose_merger_is_undone_meanwhile_does_not_register(december, unit, other_unit, office):
    change = merge(unit, other_unit, office)
    new = Unit.objects.get(begun_by=change)
    _, refusal = one_while_the_other_is_under_way(
        lambda: services.undo_change(change, by=office, at=world.NOW), lambda: register(december, new, office)
    )
    assert "được bỏ khỏi danh mục" in str(refusal)
