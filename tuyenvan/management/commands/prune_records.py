from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

import imports.services
import people.services


class Command(BaseCommand):
    help = (
        "Takes away what has been kept long enough: sign-ins and traces of erased people after the law's months, cells "
        "of files that nobody applied after IMPORT_PREVIEW_DAYS. Once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        gone = people.services.prune(at=now) | {"import previews": imports.services.prune(at=now)}
        call_command("clearsessions")
        self.stdout.write(", ".join(f"{what}: {count}" for what, count in gone.items()))
