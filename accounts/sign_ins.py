"""Writing down who signed in, and who tried."""

import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.devices import device_words
from accounts.models import SignIn, User


def note(user: User | None, outcome: SignIn.Outcome, *, request: HttpRequest, ip: str) -> None:
    if outcome == SignIn.Outcome.LOCKED and (user is None or _is_noted_already(user)):
        return  # a machine that goes on guessing fills no table
    device = device_words(request.META.get("HTTP_USER_AGENT", ""))
    SignIn.objects.create(user=user, outcome=outcome, ip=ip, device=device)


def _is_noted_already(user: User) -> bool:
    since = timezone.now() - datetime.timedelta(minutes=settings.LOCK_MINUTES)
    return user.sign_ins.filter(outcome=SignIn.Outcome.LOCKED, at__gte=since).exists()
