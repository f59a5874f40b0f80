"""Who may what in this room."""

from units.actor import Actor
from units.models import Period, Stage


def can_see_tallies(actor: Actor, period: Period) -> bool:
    """The committee at any time; a unit only its own row, and only when the month is closed."""
    return actor.sees_all_units or (actor.is_unit and period.stage == Stage.CLOSED)


def can_enter_tallies(actor: Actor, period: Period) -> bool:
    """The office, from the month of the conferences until the month is closed."""
    return actor.is_office and Stage.CONFERENCE.place <= Stage(period.stage).place < Stage.CLOSED.place
