"""A phone with an authenticator application, for tests."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET, *, later: int = 0) -> str:
    """What the application shows now, or `later` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def give_factor(user) -> list[str]:
    """Sets up the second factor with SECRET; the recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def stored(user):
    return {factor.type: factor.data for factor in Authenticator.objects.filter(user=user)}
