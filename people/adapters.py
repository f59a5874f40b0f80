"""What of signing in depends on a person's roles. django-allauth finds these by the settings."""

from contextlib import suppress

from django.conf import settings
from django.utils import timezone

from accounts import adapter
from accounts.models import User
from people.access import must_have_second_factor, works_in_the_office
from people.services import Refused, disable


class AccountAdapter(adapter.AccountAdapter):
    def idle_minutes(self, user: User) -> int:
        return int(settings.IDLE_MINUTES_OFFICE if works_in_the_office(user) else settings.IDLE_MINUTES_PHONE)

    def disable_if_idle(self, user: User) -> None:
        now = timezone.now()
        if user.is_active and user.is_idle(now):
            with suppress(Refused):  # the last administrator
                disable(user, because=User.Disabled.IDLE, by=None, at=now)


class SecondFactorAdapter(adapter.SecondFactorAdapter):
    def is_required_of(self, user: User) -> bool:
        return must_have_second_factor(user)
