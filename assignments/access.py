"""Who may do what with delegates, plans and notices."""

from assignments.models import Delegate
from units.actor import Actor


def can_see_plans(actor: Actor) -> bool:
    """Drafts are the committee's own; delegates and units see what is published, in the notice."""
    return actor.sees_all_units


def can_check_dossiers(actor: Actor) -> bool:
    """Whoever sits in the committee or works for it, and so everybody it sends; the units are who it decides about."""
    return actor.knows_all_units


def can_draft_plan(actor: Actor) -> bool:
    return actor.is_office


def can_check_plan(actor: Actor) -> bool:
    return actor.is_office_head


def can_return_plan(actor: Actor) -> bool:
    return actor.is_office_head or actor.is_standing


def can_publish_plan(actor: Actor) -> bool:
    return actor.is_standing


def can_keep_scans(actor: Actor) -> bool:
    """The signed paper beside its notice."""
    return actor.is_office


def can_see_delegates(actor: Actor) -> bool:
    return actor.sees_all_units


def can_edit_delegates(actor: Actor) -> bool:
    return actor.is_office


def can_see_policies(actor: Actor) -> bool:
    return actor.sees_all_units


def can_edit_policies(actor: Actor) -> bool:
    return actor.is_office


def can_see_busy_days(actor: Actor, delegate: Delegate) -> bool:
    return actor.sees_all_units or delegate.user_id == actor.user.pk


def can_edit_busy_days(actor: Actor, delegate: Delegate) -> bool:
    return actor.is_office or (delegate.user_id is not None and delegate.user_id == actor.user.pk)
