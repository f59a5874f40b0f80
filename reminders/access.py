"""Who may what in this room. Which rows a person sees at all: `visible_to` of the querysets."""

from units.actor import Actor


def can_see_reminders(actor: Actor) -> bool:
    """Who has been reminded, with addresses: the office and its head."""
    return actor.is_office or actor.is_office_head


def can_remind(actor: Actor) -> bool:
    """Write, approve, drop, decide."""
    return actor.is_office
