"""Teams and agencies of a whole file at once."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.names import search_key
from units.models import Agency, Team, Unit

BATCH = 500
LONGEST_CODE, LONGEST_SHORT_NAME = 20, 60


@dataclass(frozen=True, kw_only=True)
class TeamEntry:
    """`team_id` None makes a new one."""

    team_id: int | None
    unit_id: int
    name: str
    members: int
    head: str


@transaction.atomic
def save_teams(entries: Sequence[TeamEntry], *, on: datetime.date | None = None) -> tuple[int, int]:
    """How many are new and how many changed. New ones stand behind those that their unit has."""
    units = {entry.unit_id for entry in entries}
    # Two who add teams of one unit queue up.
    list(
        Unit.objects.valid(on or timezone.localdate())
        .filter(pk__in=units)
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    last = dict(Team.objects.filter(unit__in=units).order_by().values_list("unit").annotate(last=Max("position")))
    stored = Team.objects.in_bulk([entry.team_id for entry in entries if entry.team_id])
    made, changed = [], []
    for entry in entries:
        team = stored.get(entry.team_id) if entry.team_id else None
        if team is None:
            last[entry.unit_id] = last.get(entry.unit_id, 0) + 1
            made.append(
                Team(
                    unit_id=entry.unit_id,
                    name=entry.name,
                    members=entry.members,
                    head=entry.head,
                    position=last[entry.unit_id],
                )
            )
        else:
            team.members, team.head, team.is_active = entry.members, entry.head, True
            changed.append(team)
    Team.objects.bulk_create(made, batch_size=BATCH)
    Team.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["members", "head", "is_active"],
        batch_size=BATCH,
    )
    return len(made), len(changed)


@transaction.atomic
def create_agencies(names: Sequence[str]) -> dict[str, Agency]:
    """New agencies in the order given, each with a code made from its name."""
    codes = set(Agency.objects.select_for_update(no_key=True).order_by("pk").values_list("code", flat=True))
    last = Agency.objects.aggregate(last=Max("position"))["last"] or 0
    made: dict[str, Agency] = {}
    for place, name in enumerate(names, last + 1):
        code = _free_code(name, codes)
        codes.add(code)
        made[name] = Agency.objects.create(
            code=code, name=name, short_name=name[:LONGEST_SHORT_NAME].strip(), position=place
        )
    return made


def _free_code(name: str, taken: set[str]) -> str:
    """ "Ban Tổ chức Thành ủy" → "ban-to-chuc-thanh-uy", short enough, and not yet used."""
    code = re.sub(r"[^a-z0-9]+", "-", search_key(name)).strip("-")[:LONGEST_CODE].strip("-") or "co-quan"
    number, free = 1, code
    while free in taken:
        number += 1
        free = f"{code[: LONGEST_CODE - 1 - len(str(number))]}-{number}"
    return free
