"""Who manages whose account, and what a role asks of whoever holds it."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from accounts.models import User
from units.actor import Actor
from units.models import Membership, Role, Unit

# Those that the office knows itself and may invite; all others are the administrator's.
OFFICE_GIVES = frozenset({Role.UNIT, Role.DELEGATE, Role.APPRAISER})
COMMITTEE_OFFICE = frozenset({Role.OFFICE, Role.OFFICE_HEAD, Role.STANDING, Role.SYSADMIN})


def can_manage_people(actor: Actor) -> bool:
    return actor.has(Role.SYSADMIN, Role.OFFICE)


def can_administer(actor: Actor) -> bool:
    """What no role of the month's work may: second factors, sessions, sign-ins, export and erasure of others."""
    return actor.has(Role.SYSADMIN)


def roles_to_give(actor: Actor) -> frozenset[Role]:
    if actor.has(Role.SYSADMIN):
        return frozenset(Role)
    return OFFICE_GIVES if actor.is_office else frozenset()


def visible_people(actor: Actor) -> Any:
    """The administrator sees everybody; the office those whose every role it may give."""
    if actor.has(Role.SYSADMIN):
        return User.objects.all()
    if not actor.is_office:
        return User.objects.none()
    beyond = Membership.objects.filter(user=OuterRef("pk")).exclude(role__in=OFFICE_GIVES)
    erased = User.Disabled.ERASED
    return User.objects.filter(~Exists(beyond)).exclude(disabled_because=erased).exclude(pk=actor.user.pk)


def works_in_the_office(user: User) -> bool:
    return Membership.objects.filter(user=user, role__in=COMMITTEE_OFFICE).exists()


def must_have_second_factor(user: User) -> bool:
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return Membership.objects.filter(user=user, role__in=settings.SECOND_FACTOR_ROLES).exists()


def administrators() -> Any:
    return User.objects.filter(is_active=True, memberships__role=Role.SYSADMIN)


def is_last_administrator(user: User) -> bool:
    """Without this one nobody could let anybody in."""
    others = administrators().exclude(pk=user.pk)
    return user.is_active and administrators().filter(pk=user.pk).exists() and not others.exists()


def can_follow_unit(actor: Actor, unit: Unit) -> bool:
    """Who answers for a unit: the unit itself, and those who manage its accounts."""
    return can_manage_people(actor) or (actor.is_unit and unit.pk in actor.unit_ids)
