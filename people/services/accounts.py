"""Making an account, letting it in and keeping it out."""

import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from accounts.models import User
from people.access import is_last_administrator
from people.models import AccountAct, Invitation
from people.services.recording import Refused, record
from people.usernames import proposed_username, with_number
from units.models import Membership, Role

What = AccountAct.What
LAST_ADMINISTRATOR = "Đây là người quản trị cuối cùng. Xin giao vai trò quản trị cho người khác trước."


@transaction.atomic
def create_person(*, full_name: str, username: str, email: str, by: User | None, at: datetime.datetime) -> User:
    """Without a password: the person chooses one by the link that is made next."""
    person = User(username=username or free_username(full_name), full_name=full_name, email=email, counted_from=at)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused({"username": "Tên đăng nhập này đã có."}) from None
    record(person, What.CREATED, by=by, at=at)
    return person


def free_username(full_name: str) -> str:
    proposed = proposed_username(full_name)
    taken = {
        name.lower() for name in User.objects.filter(username__istartswith=proposed).values_list("username", flat=True)
    }
    return next(name for number in range(1, len(taken) + 2) if (name := with_number(proposed, number)) not in taken)


@transaction.atomic
def change_person(person: User, *, full_name: str, email: str, by: User, at: datetime.datetime) -> None:
    hold(person)
    if person.disabled_because == User.Disabled.ERASED:
        raise Refused("Dữ liệu cá nhân của tài khoản này đã xóa, không ghi lại được.")
    person.full_name, person.email = full_name, email
    # No more than these: who was disabled in another tab meanwhile stays so.
    person.save(update_fields=["full_name", "email", "sort_key", "search_key"])
    record(person, What.CHANGED, by=by, at=at)


@transaction.atomic
def disable(person: User, *, because: User.Disabled, by: User | None, at: datetime.datetime) -> None:
    keep_one_administrator(person)
    hold(person)
    if person.disabled_because == User.Disabled.ERASED:
        raise Refused("Tài khoản này đã xóa dữ liệu cá nhân, không dùng được nữa.")
    person.is_active = False
    person.disabled_because = because
    person.save(update_fields=["is_active", "disabled_because"])
    Invitation.objects.open(at).filter(user=person).update(revoked_at=at)
    end_sessions(person)
    record(person, What.DISABLED, by=by, at=at, detail=because.label)


@transaction.atomic
def enable(person: User, *, by: User | None, at: datetime.datetime) -> None:
    hold(person)
    if person.disabled_because == User.Disabled.ERASED:
        raise Refused("Tài khoản đã xóa dữ liệu cá nhân thì không mở lại được.")
    person.is_active = True
    person.disabled_because = ""
    person.counted_from = at
    person.save(update_fields=["is_active", "disabled_because", "counted_from"])
    record(person, What.ENABLED, by=by, at=at)


@transaction.atomic
def reset_factor(person: User, *, by: User | None, at: datetime.datetime) -> None:
    """A lost phone. The next sign-in asks for the password alone, and for a new set-up where the role needs one."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    record(person, What.FACTOR_RESET, by=by, at=at)


@transaction.atomic
def sign_out(person: User, *, by: User, at: datetime.datetime) -> int:
    ended = end_sessions(person)
    record(person, What.SIGNED_OUT, by=by, at=at)
    return ended


def end_sessions(person: User, *, but: str = "") -> int:
    """Those of django-allauth's list and so all that were begun by signing in. `but` is the key of one that goes on."""
    ended = [one for one in UserSession.objects.filter(user=person) if one.session_key != but]
    for one in ended:
        one.end()
    return len(ended)


def hold(person: User) -> None:
    """As stored now, and locked: between page and press the person may have been erased."""
    person.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))


def keep_one_administrator(person: User) -> None:
    """Two administrators who shut each other out in one moment wait for each other here."""
    list(Membership.objects.select_for_update().filter(role=Role.SYSADMIN).order_by("pk"))
    if is_last_administrator(person):
        raise Refused(LAST_ADMINISTRATOR)
