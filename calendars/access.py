"""Who may what in this room. Which conferences: MeetingQuerySet.visible_to. Who sits there: published seats only."""

from dataclasses import dataclass

from django.db.models import Q

from assignments.models import Delegate
from calendars.models import FeedLink, Scope
from units.actor import Actor
from units.models import Unit


@dataclass(frozen=True, kw_only=True)
class Target:
    """Whose conferences a link may show."""

    scope: Scope
    unit: Unit | None = None
    delegate: Delegate | None = None

    @property
    def key(self) -> str:
        one = self.unit or self.delegate
        return f"{self.scope}-{one.pk}" if one else str(self.scope)

    @property
    def label(self) -> str:
        if self.unit:
            return f"Hội nghị của {self.unit.name_in_text}"
        return "Lịch dự hội nghị của tôi" if self.delegate else "Hội nghị của mọi xã, phường"


def can_see_calendar(actor: Actor) -> bool:
    return actor.takes_part


def can_search(actor: Actor) -> bool:
    """Filters are for those who see more than their own conference."""
    return actor.knows_all_units


def can_have_feeds(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_unit or actor.is_delegate


def can_see_all_feeds(actor: Actor) -> bool:
    return actor.is_office


def targets(actor: Actor) -> list[Target]:
    """The committee's people: all; a unit's: their unit; a delegate: where he is sent."""
    found = [Target(scope=Scope.OFFICE)] if actor.sees_all_units else []
    if actor.is_delegate:
        found += [Target(scope=Scope.DELEGATE, delegate=one) for one in Delegate.objects.filter(user=actor.user)]
    if actor.is_unit:
        found += [Target(scope=Scope.UNIT, unit=one) for one in Unit.objects.filter(pk__in=actor.unit_ids)]
    return found


def units_of_feed(link: FeedLink, owner: Actor) -> list[int]:
    """The unit of the link and, where it was merged or renamed, those of its successors that the owner acts for.

    Empty when he acts for none of them any more.
    """
    if not owner.is_unit:
        return []
    same = Unit.objects.filter(Q(pk=link.unit_id) | Q(predecessors=link.unit_id), pk__in=owner.unit_ids)
    acting = list(same.values_list("pk", flat=True).distinct())
    return [*{link.unit_id, *acting}] if acting else []


def may_read(link: FeedLink, owner: Actor) -> bool:
    """Asked at every reading: a link ends with the role that it was made in. For a unit see `units_of_feed`."""
    if link.scope == Scope.OFFICE:
        return owner.sees_all_units
    return owner.is_delegate and link.delegate is not None and link.delegate.user_id == owner.user.pk
