import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reminders.services import remind_in_time


class Command(BaseCommand):
    help = (
        "Drafts letters about what falls due on the next working day or is overdue; nothing goes out before a person "
        "approves it. For a daily timer; run twice it makes nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=datetime.date.fromisoformat, help="the day it is said to be, YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        at = timezone.make_aware(datetime.datetime.combine(on, timezone.localtime().time()))
        lines = [
            f"{period}, {kind.label}: soạn {made.drafts} thư chờ duyệt, "
            f"{len(made.without_address)} chưa có thư điện tử."
            for period, kind, made in remind_in_time(at=at)
        ]
        self.stdout.write("\n".join(lines) or "Hôm nay không có việc nào cần soạn thư nhắc.")
