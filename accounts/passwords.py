"""How long a password must be (domain.md, "Law that binds it"). Who must have a second factor is for the upper room."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError

WITH_SECOND_FACTOR = 8
ALONE = 14
NO_PERSONAL_WORDS = "Không dùng họ tên, mật khẩu phổ biến hoặc chỉ toàn chữ số."


class LengthValidator:
    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        least = self.least(user)
        if len(password) < least:
            raise ValidationError(f"Mật khẩu phải có ít nhất {least} ký tự.", code="password_too_short")

    def get_help_text(self) -> str:
        return f"Ít nhất {ALONE} ký tự, hoặc {WITH_SECOND_FACTOR} khi có mã xác thực."

    def least(self, user: AbstractBaseUser | None) -> int:
        has_one = (
            user is not None
            and user.pk
            and Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP).exists()
        )
        return WITH_SECOND_FACTOR if has_one else ALONE


def password_hint(user: AbstractBaseUser) -> str:
    lengths = [one.least(user) for one in get_default_password_validators() if isinstance(one, LengthValidator)]
    return f"Ít nhất {max(lengths, default=ALONE)} ký tự. {NO_PERSONAL_WORDS}"
