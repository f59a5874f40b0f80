from django.contrib.auth.models import AbstractBaseUser

from accounts import passwords
from accounts.models import User
from people.access import must_have_second_factor


class LengthValidator(passwords.LengthValidator):
    """Who must have a second factor may choose the shorter password before it is set up."""

    def least(self, user: AbstractBaseUser | None) -> int:
        if isinstance(user, User) and user.pk and must_have_second_factor(user):
            return passwords.WITH_SECOND_FACTOR
        return super().least(user)
