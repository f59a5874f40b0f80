"""How evenly the seats of some months are carried. Pure.

Source: formats/assignment.md, `share`: "how large a part of the load this delegate is expected to carry". The planner
minimises Σ (seats)² ÷ share; without any other rule each delegate would then hold a part of all seats in proportion to
the share. That part is what is *expected* here, month by month, of those who took part in that month.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

PersonMonth = tuple[int, date]
WINDOWS = (1, 3, 12)
# Seats cannot be halved: who is within one seat of the expected part, as a page rounds it, is treated fairly.
FAR = Fraction(3, 2)


@dataclass(frozen=True, kw_only=True)
class Carried:
    """Seats held in a window, by one or several together, beside the part that was expected."""

    seats: int
    expected: Fraction
    people: int = 1

    @property
    def off(self) -> Fraction:
        """Positive: more than expected."""
        return self.seats - self.expected

    @property
    def each(self) -> Fraction:
        """Seats a person: sixty specialists and ten leaders are told apart by this, not by what they hold together."""
        return Fraction(self.seats, self.people)

    @property
    def off_each(self) -> Fraction:
        return self.off / self.people

    @property
    def is_more(self) -> bool:
        return self.off_each >= FAR

    @property
    def is_less(self) -> bool:
        return self.off_each <= -FAR


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How far apart a list of `Carried` is, in seats a person. All zero for an empty list."""

    most: Fraction
    least: Fraction
    mean_off: Fraction
    worst_off: Fraction
    far: int

    @property
    def range(self) -> Fraction:
        return self.most - self.least


def expected_parts(held: Mapping[PersonMonth, int], shares: Mapping[PersonMonth, int]) -> dict[PersonMonth, Fraction]:
    """Each month's seats divided among those who took part in it, in proportion to their shares (whole, ≥ 1).

    `held`: seats by (person, month), also of people without a share in that month: they count as seats to be divided.
    `shares`: who took part when. A month without anybody gives nothing. The parts of a month add up to its seats.
    """
    seats: dict[date, int] = defaultdict(int)
    for (_, month), count in held.items():
        seats[month] += count
    whole: dict[date, int] = defaultdict(int)
    for (_, month), share in shares.items():
        whole[month] += share
    return {key: Fraction(seats[key[1]] * share, whole[key[1]]) for key, share in shares.items()}


def carried(
    people: Iterable[int],
    months: Iterable[date],
    held: Mapping[PersonMonth, int],
    parts: Mapping[PersonMonth, Fraction],
) -> Carried:
    """What a person, or a group of people together, carried in these months."""
    people = list(people)
    keys = [(person, month) for month in months for person in people]
    return Carried(
        people=len(people),
        seats=sum(held.get(key, 0) for key in keys),
        expected=sum((parts.get(key, Fraction(0)) for key in keys), Fraction(0)),
    )


def spread(loads: Sequence[Carried]) -> Spread:
    if not loads:
        return Spread(most=Fraction(0), least=Fraction(0), mean_off=Fraction(0), worst_off=Fraction(0), far=0)
    offs = [abs(one.off_each) for one in loads]
    return Spread(
        most=max(one.each for one in loads),
        least=min(one.each for one in loads),
        mean_off=sum(offs, Fraction(0)) / len(offs),
        worst_off=max(offs),
        far=sum(one.is_more or one.is_less for one in loads),
    )
