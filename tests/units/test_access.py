import pytest

from tests import world
from units import access
from units.access import actor_for
from units.models import Role, Stage

AFTER_REGISTRATION = [stage for stage in Stage if stage not in (Stage.REGISTRATION, Stage.CLOSED)]


def test_a_unit_registers_itself_while_the_stage_is_registration(period, unit, other_unit, secretary):
    actor = actor_for(secretary)
    assert access.can_register(actor, period, unit)
    assert not access.can_register(actor, period, other_unit)


@pytest.mark.parametrize("stage", [*AFTER_REGISTRATION, Stage.CLOSED])
def test_a_unit_registers_no_more_afterwards(period, unit, secretary, stage):
    period.stage = stage
    assert not access.can_register(actor_for(secretary), period, unit)


@pytest.mark.parametrize("stage", [Stage.REGISTRATION, *AFTER_REGISTRATION])
def test_the_office_registers_for_a_unit_until_the_month_is_closed(period, unit, office, stage):
    period.stage = stage
    assert access.can_register(actor_for(office), period, unit)
    assert access.must_explain(period) is (stage != Stage.REGISTRATION)


def test_nobody_registers_in_a_closed_month(period, unit, office):
    period.stage = Stage.CLOSED
    assert not access.can_register(actor_for(office), period, unit)


@pytest.mark.parametrize("role", ["head", "standing", "delegate", "appraiser", "sysadmin"])
def test_the_others_only_read(request, period, unit, role):
    person = request.getfixturevalue(role)
    actor = actor_for(getattr(person, "user", person))
    assert not access.can_act_for(actor, unit)
    assert not access.can_register(actor, period, unit)
    assert not access.can_move_stage(actor, period)
    assert not access.can_open_period(actor)
    assert not access.can_edit_period(actor, period)
    assert not access.can_edit_concern(actor)


def test_a_person_of_two_roles_may_what_either_may(period, unit, other_unit):
    actor = actor_for(world.make_user("both", roles=[Role.DELEGATE], unit=unit))
    assert access.can_register(actor, period, unit)
    assert not access.can_register(actor, period, other_unit)
    assert access.can_see_concerns(actor)


def test_who_has_no_role_takes_no_part(body):
    assert not actor_for(world.make_user("nobody")).takes_part


def test_a_closed_month_keeps_its_deadlines(period, office):
    assert access.can_edit_period(actor_for(office), period)
    period.stage = Stage.CLOSED
    assert not access.can_edit_period(actor_for(office), period)
