from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from people import services
from people.forms import NewPersonForm
from units.models import Role


class Command(BaseCommand):
    help = "The first administrator, or a way back in when all are shut out: an account with the role and a link, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--full-name", default="", help="for an account that is not there yet")
        parser.add_argument("--reset-factor", action="store_true", help="the phone is lost too")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        person = User.objects.filter(username=options["username"]).first() or self._made(options)
        try:
            if not person.is_active:
                services.enable(person, by=None, at=now)
            services.give_role(person, role=Role.SYSADMIN, by=None, at=now)
            if options["reset_factor"]:
                services.reset_factor(person, by=None, at=now)
            token = services.invite(person, by=None, at=now)
        except services.Refused as refusal:
            raise CommandError(refusal.messages[0]) from None
        path = reverse("people:invitation_accept", args=[token])
        self.stdout.write(f"{settings.SITE_URL.rstrip('/')}{path}")
        days = settings.INVITATION_DAYS
        self.stdout.write(f"Dùng một lần, trong {days} ngày. / Holds once, within {days} days.")

    def _made(self, options: dict[str, Any]) -> User:
        form = NewPersonForm({"username": options["username"], "full_name": options["full_name"]})
        if not form.is_valid():
            raise CommandError("; ".join(f"{field}: {errors[0]}" for field, errors in form.errors.items()))
        return services.create_person(**form.cleaned_data, by=None, at=timezone.now())
