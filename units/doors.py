"""What this room is told by a room above it. That room fills the door in when the program starts (its apps.py)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from units.models import Period, Unit


class FreeDelegateDays(Protocol):
    """The days of `ranks` on which a delegate of at least the rank named is still free to go to the unit.

    `ranks`: day of the month → rank needed (a `Tier`; 3 is any delegate). A few queries for the whole month. None where
    it cannot be said. Neither names nor reasons come through: a unit learns yes or no.
    """

    def __call__(
        self, period: Period, unit: Unit, ranks: Mapping[datetime.date, int]
    ) -> frozenset[datetime.date] | None: ...


class UsualSeats(Protocol):
    """How many delegates a conference of each kind of unit (`Unit.Kind`) gets in the month unless the office says
    otherwise; empty where no rule holds. One query.
    """

    def __call__(self, month: datetime.date) -> Mapping[str, int]: ...


@dataclass
class Doors:
    """Empty where no room has said anything: then nothing is shown."""

    free_delegate_days: FreeDelegateDays | None = None
    usual_seats: UsualSeats | None = None


doors = Doors()


def usual_seats(period: Period, unit: Unit) -> int | None:
    ask = doors.usual_seats
    return ask(period.month).get(unit.kind) if ask else None
