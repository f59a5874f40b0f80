import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import User
from people import services


class Command(BaseCommand):
    help = "Shuts accounts that nobody has used for DISABLE_AFTER_DAYS days; never the last administrator. Once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        days = settings.DISABLE_AFTER_DAYS
        shut = 0
        if days:
            for person in User.objects.idle_since(now - datetime.timedelta(days=days)):
                shut += self._shut(person, now)
        self.stdout.write(f"Đã khóa {shut} tài khoản. / {shut} accounts disabled.")

    def _shut(self, person: User, now: datetime.datetime) -> bool:
        try:
            services.disable(person, because=User.Disabled.IDLE, by=None, at=now)
        except services.Refused as refusal:
            self.stderr.write(f"{person.username}: {refusal.messages[0]}")
            return False
        return True
