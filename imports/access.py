"""Who may import."""

from units.actor import Actor


def can_see_imports(actor: Actor) -> bool:
    """Whether a person may know that there is such a place."""
    return actor.sees_all_units


def can_import(actor: Actor) -> bool:
    """Files hold names, and change many rows at once: the office's work alone."""
    return actor.is_office
