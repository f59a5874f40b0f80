"""Who acts in which role for whom. It holds from the next page on: roles are read with every request."""

import datetime

from django.db import transaction

from accounts.models import User
from assignments.models import Delegate
from people.access import OFFICE_GIVES
from people.models import AccountAct
from people.services.accounts import create_person, end_sessions, keep_one_administrator
from people.services.invitations import revoke
from people.services.recording import Refused, record
from units.models import Agency, Membership, Role, Unit

JUST_NOW = datetime.timedelta(seconds=20)


@transaction.atomic
def give_role(
    person: User, *, role: Role, unit: Unit | None = None, agency: Agency | None = None, by: User | None,
    at: datetime.datetime,
) -> bool:  # fmt: skip
    """False when the person has it already."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # nobody is just making a link for this person
    _, is_new = Membership.objects.get_or_create(user=person, role=role, unit=unit, agency=agency)
    if is_new:
        record(person, AccountAct.What.ROLE_GIVEN, by=by, at=at, detail=role_words(role, unit, agency))
    if is_new and role not in OFFICE_GIVES:
        # A second factor may be due, the session is to end sooner, and a link that the office holds opens this no more.
        end_sessions(person)
        revoke(person, by=by, at=at)
    return is_new


@transaction.atomic
def take_role(membership: Membership, *, by: User, at: datetime.datetime) -> None:
    """Pressed twice, it is taken once."""
    if not Membership.objects.select_for_update().filter(pk=membership.pk).exists():
        return
    if membership.role == Role.SYSADMIN:
        keep_one_administrator(membership.user)
    words = role_words(Role(membership.role), membership.unit, membership.agency)
    record(membership.user, AccountAct.What.ROLE_TAKEN, by=by, at=at, detail=words)
    membership.delete()


@transaction.atomic
def link_delegate(person: User, delegate: Delegate, *, by: User, at: datetime.datetime) -> None:
    held = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    if held.user_id not in (None, person.pk):
        raise Refused("Hồ sơ này vừa được gắn với tài khoản khác.")
    if Delegate.objects.filter(user=person).exclude(pk=held.pk).exists():
        raise Refused("Tài khoản này đã gắn với một hồ sơ đại biểu khác.")
    if held.user_id is None:
        held.user = person
        held.save(update_fields=["user"])
        record(person, AccountAct.What.LINKED, by=by, at=at, detail=f"hồ sơ số {held.pk}")


def role_words(role: Role, unit: Unit | None, agency: Agency | None) -> str:
    whom = unit or agency
    return f"{role.label} – {whom}" if whom else str(role.label)


@transaction.atomic
def add_person(
    *, full_name: str, username: str, email: str, role: Role, unit: Unit | None, agency: Agency | None, by: User,
    at: datetime.datetime,
) -> User:  # fmt: skip
    """Pressed twice, it is one person."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    made = AccountAct.objects.filter(what=AccountAct.What.CREATED, by=by, at__gt=at - JUST_NOW).values("person")
    asked = {"full_name": full_name, "email": email} | ({"username": username} if username else {})
    alike = User.objects.filter(pk__in=made, memberships__role=role, **asked)
    twin: User | None = alike.filter(memberships__unit=unit, memberships__agency=agency).first()
    if twin:
        return twin
    person = create_person(full_name=full_name, username=username, email=email, by=by, at=at)
    give_role(person, role=role, unit=unit, agency=agency, by=by, at=at)
    return person
