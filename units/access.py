"""Who may what in this room. Which rows a person sees at all: `visible_to` of the querysets."""

from accounts.models import User
from units.actor import Actor
from units.models import Membership, Period, Role, Stage, Unit


def actor_for(user: User) -> Actor:
    memberships = list(Membership.objects.filter(user=user))
    return Actor(
        user=user,
        roles=frozenset(Role(membership.role) for membership in memberships),
        unit_ids=frozenset(membership.unit_id for membership in memberships if membership.unit_id),
        agency_ids=frozenset(membership.agency_id for membership in memberships if membership.agency_id),
    )


def can_see_periods(actor: Actor) -> bool:
    return actor.sees_all_units


def can_open_period(actor: Actor) -> bool:
    return actor.is_office


def can_edit_period(actor: Actor, period: Period) -> bool:
    return actor.is_office and not period.is_closed


def can_move_stage(actor: Actor, period: Period) -> bool:
    return actor.is_office


def can_act_for(actor: Actor, unit: Unit) -> bool:
    """Whose registration it is: the unit's own, and the office for any of them."""
    return actor.is_office or (actor.is_unit and unit.pk in actor.unit_ids)


def can_register(actor: Actor, period: Period, unit: Unit) -> bool:
    """A unit while the stage is registration; afterwards only the office, with a reason, until the month is closed."""
    if actor.is_office:
        return not period.is_closed
    return can_act_for(actor, unit) and period.stage == Stage.REGISTRATION


def must_explain(actor: Actor, period: Period) -> bool:
    """The office says why, when it registers or changes for a unit after its time."""
    return actor.is_office and period.is_past(Stage.REGISTRATION)


def can_set_seats(actor: Actor) -> bool:
    """How many delegates a conference gets is the office's to say."""
    return actor.is_office


def can_see_concerns(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_delegate


def can_edit_concern(actor: Actor) -> bool:
    return actor.is_office
