"""Who goes on in the place of units that were merged, split or renamed."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from units.models import Unit, UnitChange


def heirs(on: datetime.date) -> dict[int, list[int]]:
    """Each unit that others have followed by `on` → those that stand for it on that day, through all changes between.

    In the order of their keys. One query.
    """
    links = Unit.successors.through.objects.filter(to_unit__valid_from__lte=on)
    return last_of_line(links.values_list("from_unit", "to_unit"))


def new_names(on: datetime.date) -> dict[int, int]:
    """Each unit that was only renamed by `on` → its row of that day. One query."""
    links = Unit.successors.through.objects.filter(
        to_unit__valid_from__lte=on, from_unit__ended_by__kind=UnitChange.Kind.RENAME
    )
    return {old: new for old, (new, *_) in last_of_line(links.values_list("from_unit", "to_unit")).items()}


def last_of_line(links: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """(old, new) pairs → each old one with the last of its line. Nothing is its own successor (validity sees to it)."""
    after: dict[int, list[int]] = defaultdict(list)
    for old, new in links:
        after[old].append(new)
    return {old: sorted(_ends(old, after)) for old in after}


def _ends(unit: int, after: Mapping[int, list[int]]) -> set[int]:
    if unit not in after:
        return {unit}
    return {end for one in after[unit] for end in _ends(one, after)}
