"""The form of the access table: who may open which address (tests/<app>/access.py hold the rows)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from assignments.models import Delegate
from units.models import Agency, Period, Unit


@dataclass(kw_only=True)
class Cast:
    """The people and places that every row starts from. `delegate` sits where a row seats them."""

    period: Period
    unit: Unit
    other_unit: Unit
    agency: Agency
    other_agency: Agency
    delegate: Delegate
    other_delegate: Delegate
    users: dict[str, User]


ROLES = (
    "anonymous",
    "office",
    "head",
    "standing",
    "secretary",
    "other_secretary",
    "delegate",
    "other_delegate",
    "appraiser",
    "other_appraiser",
    "sysadmin",
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One address and method. `allowed` names the answer of each role that may; all others get `otherwise`.

    Anonymous people are sent to the sign-in page (302) unless `allowed` says differently. `build` makes what the
    address is about and returns its kwargs; for a POST, `data` are the fields sent.
    """

    name: str
    allowed: Mapping[str, int]
    otherwise: int = 403
    method: str = "get"
    build: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})
    data: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})

    def expected(self, role: str) -> int:
        return self.allowed.get(role, 302 if role == "anonymous" else self.otherwise)
