from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from units.models import Agency, Team, Unit
from units.services.refusals import AlreadyThere
from units.services.rows import lock_directory, put_in_order, save_row


def _lock_teams(unit: Unit) -> None:
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


@transaction.atomic
def add_team(unit: Unit, **values: Any) -> Team:
    """At the end of the list; pressed twice, it is there once."""
    _lock_teams(unit)
    if same := Team.objects.filter(unit=unit, **values).first():
        raise AlreadyThere(f"{same} đã có trong danh sách.")
    last = Team.objects.filter(unit=unit).aggregate(last=Max("position"))["last"] or 0
    team = Team(unit=unit, position=min(last + 1, 32767), **values)
    team.full_clean()
    team.save()
    return team


@transaction.atomic
def edit_team(team: Team, *, state: int, wanted: Mapping[str, Any]) -> Team:
    _lock_teams(team.unit)
    return save_row(team, state=state, wanted=wanted)


@transaction.atomic
def move_team(team: Team, *, step: int) -> None:
    """Among the teams at work; those that are closed stand after them."""
    _lock_teams(team.unit)
    put_in_order(Team.objects.filter(unit=team.unit).order_by("-is_active", "position", "pk"), team, step=step)


@transaction.atomic
def set_team_active(team: Team, *, is_active: bool) -> None:
    """A closed team keeps its visits and attendances; it is drawn and counted no more."""
    _lock_teams(team.unit)
    Team.objects.filter(pk=team.pk).update(is_active=is_active)


@transaction.atomic
def add_agency(**values: Any) -> Agency:
    lock_directory()
    if same := Agency.objects.filter(**values).first():
        raise AlreadyThere(f"{same} đã có trong danh sách.")
    last = Agency.objects.aggregate(last=Max("position"))["last"] or 0
    agency = Agency(position=min(last + 1, 32767), **values)
    agency.full_clean()
    agency.save()
    return agency


@transaction.atomic
def edit_agency(agency: Agency, *, state: int, wanted: Mapping[str, Any]) -> Agency:
    lock_directory()
    return save_row(agency, state=state, wanted=wanted)


@transaction.atomic
def move_agency(agency: Agency, *, step: int) -> None:
    lock_directory()
    put_in_order(Agency.objects.order_by("-is_active", "position", "pk"), agency, step=step)


@transaction.atomic
def set_agency_active(agency: Agency, *, is_active: bool) -> None:
    """A closed agency keeps its people and scores; it is offered no more."""
    lock_directory()
    agency.is_active = is_active
    agency.save(update_fields=["is_active"])
