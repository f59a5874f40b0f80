import datetime
from dataclasses import dataclass

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from units.calendar import PUBLIC, WorkCalendar
from units.roles import Role


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, in which roles, for which units and agencies, and the working days as the committee has them.

    Read once a request, in one query.
    """

    user: User
    roles: frozenset[Role]
    unit_ids: frozenset[int]
    agency_ids: frozenset[int]
    calendar: WorkCalendar = PUBLIC

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_office(self) -> bool:
        return Role.OFFICE in self.roles

    @property
    def is_office_head(self) -> bool:
        return Role.OFFICE_HEAD in self.roles

    @property
    def is_standing(self) -> bool:
        return Role.STANDING in self.roles

    @property
    def is_unit(self) -> bool:
        return Role.UNIT in self.roles

    @property
    def is_delegate(self) -> bool:
        return Role.DELEGATE in self.roles

    @property
    def is_appraiser(self) -> bool:
        return Role.APPRAISER in self.roles

    @property
    def takes_part(self) -> bool:
        """Has a part in the month's work; the administrator has none, nor who has no role."""
        return bool(self.roles - {Role.SYSADMIN})

    @property
    def sees_all_units(self) -> bool:
        """The committee's own people: they may read every unit's published work."""
        return self.has(Role.OFFICE, Role.OFFICE_HEAD, Role.STANDING)

    @property
    def knows_all_units(self) -> bool:
        """Beside the committee's own people those it sends and those who score: names, days and places."""
        return self.sees_all_units or self.has(Role.DELEGATE, Role.APPRAISER)

    @property
    def role_names(self) -> str:
        return ", ".join(role.label for role in Role if role in self.roles)


class AppRequest(HttpRequest):
    """What a view of ours is given, after the middleware."""

    user: User
    htmx: HtmxDetails
    actor: Actor
    month: datetime.date  # set by a page whose address names no month: the frame then shows this one
