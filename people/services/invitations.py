"""A link that lets a person choose a password, once. The administrator's answer to a forgotten password too."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.db import transaction

from accounts.models import User
from people.access import visible_people
from people.models import AccountAct, Invitation
from people.services.recording import Refused, record
from units.access import actor_for


@transaction.atomic
def invite(person: User, *, by: User | None, at: datetime.datetime) -> str:
    """The token, which nobody can look up again; an older link of the person ends."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        raise Refused("Tài khoản đang khóa. Xin mở lại trước khi tạo liên kết.")
    if by and not visible_people(actor_for(by)).filter(pk=person.pk).exists():
        raise Refused("Tài khoản vừa được giao vai trò do quản trị quản lý. Xin liên hệ người quản trị.")
    Invitation.objects.filter(user=person, used_at=None, revoked_at=None).update(revoked_at=at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        user=person,
        token_hash=hashed(token),
        made_by=by,
        made_at=at,
        expires_at=at + datetime.timedelta(days=settings.INVITATION_DAYS),
    )
    record(person, AccountAct.What.INVITED, by=by, at=at)
    return token


@transaction.atomic
def revoke(person: User, *, by: User | None, at: datetime.datetime) -> int:
    ended: int = Invitation.objects.open(at).filter(user=person).update(revoked_at=at)
    if ended:
        record(person, AccountAct.What.REVOKED, by=by, at=at)
    return ended


def open_invitation(token: str, at: datetime.datetime) -> Invitation | None:
    found: Invitation | None = (
        Invitation.objects.open(at)
        .filter(token_hash=hashed(token), user__is_active=True)
        .select_related("user")
        .first()
    )
    return found


@transaction.atomic
def accept(invitation: Invitation, *, password: str, at: datetime.datetime) -> User:
    """Of two browsers with the same link the second waits for the first, and is refused."""
    held = Invitation.objects.select_for_update().open(at).filter(pk=invitation.pk).first()
    if held is None:
        raise Refused("Liên kết này vừa được dùng ở nơi khác.")
    held.used_at = at
    held.save(update_fields=["used_at"])
    person: User = invitation.user
    person.set_password(password)
    # Who was away so long that the account would be shut at this very sign-in was let in again.
    person.counted_from = at
    person.save(update_fields=["password", "counted_from"])
    record(person, AccountAct.What.ACCEPTED, by=person, at=at)
    return person


def hashed(token: str) -> str:
    """Not salted or slow: 256 bits drawn by chance cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
