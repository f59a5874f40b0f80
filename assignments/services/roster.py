"""The delegates of a whole file at once."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.names import search_key, sort_key
from assignments.models import Delegate, Unavailability

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class DelegateEntry:
    """`delegate_id` None makes a new one; busy spells and barred units are added to those that are there."""

    delegate_id: int | None
    full_name: str
    agency_id: int
    position: str
    tier: int
    spells: tuple[tuple[datetime.date, datetime.date, str], ...] = ()
    barred: frozenset[int] = frozenset()


@transaction.atomic
def save_delegates(entries: Sequence[DelegateEntry], *, on: datetime.date) -> tuple[int, int]:
    """How many are new and how many changed. Who had left takes part again, from the day `on`."""
    ids = [entry.delegate_id for entry in entries if entry.delegate_id]
    stored = {one.pk: one for one in Delegate.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    people, made, changed = [], [], []
    for entry in entries:
        person = stored.get(entry.delegate_id) if entry.delegate_id else None
        if person is None:
            person = Delegate(full_name=entry.full_name, active_from=on.replace(day=1))
            # Rows made in bulk pass by save().
            person.sort_key, person.search_key = sort_key(entry.full_name), search_key(entry.full_name)
            made.append(person)
        else:
            changed.append(person)
        person.agency_id, person.position, person.tier = entry.agency_id, entry.position, entry.tier
        if person.active_to and person.active_to < on:
            person.active_to = None
        people.append(person)
    Delegate.objects.bulk_create(made, batch_size=BATCH)
    Delegate.objects.bulk_update(changed, ["agency", "position", "tier", "active_to"], batch_size=BATCH)
    _add_notes(list(zip(people, entries, strict=True)))
    return len(made), len(changed)


def _add_notes(noted: Sequence[tuple[Delegate, DelegateEntry]]) -> None:
    people = [person.pk for person, _ in noted]
    spells = set(
        Unavailability.objects.filter(delegate__in=people).order_by().values_list("delegate_id", "from_on", "to_on")
    )
    Unavailability.objects.bulk_create(
        [
            Unavailability(delegate=person, from_on=first, to_on=last, reason=reason[:200])
            for person, entry in noted
            for first, last, reason in entry.spells
            if (person.pk, first, last) not in spells
        ],
        batch_size=BATCH,
    )
    barred = Delegate.barred_units.through
    barred.objects.bulk_create(
        [barred(delegate_id=person.pk, unit_id=unit) for person, entry in noted for unit in sorted(entry.barred)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
