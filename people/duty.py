"""Who answered for a unit, from when to when. Pure: reads what the audit trail of roles holds."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Change:
    """One row of the trail: a role given ("insert"), altered ("update") or taken ("delete")."""

    membership_id: int
    user_id: int
    unit_id: int | None
    label: str
    at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class Spell:
    user_id: int
    began: datetime.datetime
    ended: datetime.datetime | None


def spells_of(unit_id: int, changes: Iterable[Change]) -> list[Spell]:
    """Newest first; those that go on before those that have ended. `changes` in the order in which they happened.

    A role that moves to another unit (a merger) ends here on that day and begins there.
    """
    open_since: dict[int, Change] = {}
    spells: list[Spell] = []
    for change in changes:
        stays = change.label != "delete" and change.unit_id == unit_id
        before = open_since.get(change.membership_id)
        if before and (not stays or change.user_id != before.user_id):
            spells.append(Spell(user_id=before.user_id, began=before.at, ended=change.at))
            del open_since[change.membership_id]
        if stays and change.membership_id not in open_since:
            open_since[change.membership_id] = change
    spells += [Spell(user_id=one.user_id, began=one.at, ended=None) for one in open_since.values()]
    return sorted(spells, key=lambda spell: (spell.ended is None, spell.ended or spell.began), reverse=True)
