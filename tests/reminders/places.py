"""Units with people who can be written to, for tests of reminders."""

from typing import Any

from accounts.models import User
from reminders.models import Kind, Reminder
from reminders.services import approve_all, remind
from tests import world
from units.models import Membership, Period, Role, Unit


def make_units(count: int) -> list[Unit]:
    """Units with one secretary each, reached at dv<number>@vidu.example."""
    units = Unit.objects.bulk_create(
        Unit(code=f"{number:05d}", kind="commune", name=f"Số {number}", valid_from=world.LONG_AGO,
             sort_key=f"{number:05d}", search_key=f"xa so {number}")
        for number in range(1, count + 1)
    )  # fmt: skip
    users = User.objects.bulk_create(
        User(username=f"dv{number}", full_name=f"Bí thư {number}", email=f"dv{number}@vidu.example")
        for number in range(1, count + 1)
    )
    Membership.objects.bulk_create(
        Membership(user=user, role=Role.UNIT, unit=unit) for user, unit in zip(users, units, strict=True)
    )
    return units


def drafted(period: Period, *, by: User, kind: str = Kind.REGISTRATION, **more: Any) -> Any:
    """The drafts of now."""
    remind(period=period, kind=kind, by=by, at=world.NOW, **more)
    return Reminder.objects.filter(state="draft").order_by("pk")


def approved(period: Period, *, by: User, **more: Any) -> Any:
    approve_all(drafted(period, by=by, **more), by=by, at=world.NOW)
    return Reminder.objects.filter(state="approved").order_by("pk")
