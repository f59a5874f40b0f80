import datetime
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tuyenvan.demo.accounts import accounts_text, save_accounts
from tuyenvan.demo.database import empty_database, is_empty, make_database, migrate, refuse_real_data
from tuyenvan.demo.history import PAST_MONTHS, make_demo
from tuyenvan.demo.profiles import PROFILES


class Command(BaseCommand):
    help = (
        "Makes the demo's units, people and past months. DATABASE_NAME names another database of the embedded server."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--profile", choices=sorted(PROFILES), default="city")
        parser.add_argument("--on", type=datetime.date.fromisoformat, help="the day it is said to be, YYYY-MM-DD")
        parser.add_argument("--months", type=int, default=PAST_MONTHS, help="how many past months")
        parser.add_argument("--reset", action="store_true", help="throw away all data first")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real_data()
        make_database()
        if options["reset"]:
            empty_database()
        migrate()
        if not is_empty():
            raise CommandError("Đã có dữ liệu; thêm --reset để làm lại từ đầu. / There is data; --reset makes it anew.")
        profile = PROFILES[options["profile"]]
        started = time.monotonic()
        self.stdout.write(f"Tạo dữ liệu thử ({profile.title}) / Making demo data…")
        accounts = make_demo(
            profile, on=options["on"] or timezone.localdate(), months=options["months"], tell=self._tell
        )
        save_accounts(accounts)
        self.stdout.write(f"Xong sau {time.monotonic() - started:.0f} giây / Done.\n\n{accounts_text(accounts)}")

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
