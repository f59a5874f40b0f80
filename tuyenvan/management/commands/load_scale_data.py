import datetime
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from tuyenvan.demo.accounts import accounts_text, save_accounts
from tuyenvan.demo.database import empty_database, is_empty, make_database, migrate, refuse_real_data
from tuyenvan.demo.scale import BLOCK, BLOCKS, MONTHS, load_nation


class Command(BaseCommand):
    help = (
        "Loads all 3,321 units of the country with 24 months of work, to see that pages stay quick. Not for real data."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=datetime.date.fromisoformat, help="the day it is said to be, YYYY-MM-DD")
        parser.add_argument("--months", type=int, default=MONTHS)
        parser.add_argument("--blocks", type=int, default=BLOCKS, help=f"of {BLOCK} units each")
        parser.add_argument("--reset", action="store_true", help="throw away all data first")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real_data()
        make_database()
        if options["reset"]:
            empty_database()
        migrate()
        if not is_empty():
            raise CommandError("Đã có dữ liệu; thêm --reset để làm lại từ đầu. / There is data; --reset makes it anew.")
        started = time.monotonic()
        accounts = load_nation(
            on=options["on"] or timezone.localdate(),
            months=options["months"],
            blocks=options["blocks"],
            tell=lambda line: self.stdout.write(f"  {line}"),
        )
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        save_accounts(accounts)
        self.stdout.write(f"Xong sau {time.monotonic() - started:.0f} giây / Done.\n\n{accounts_text(accounts)}")
        self.stdout.write("Bản sao thứ n của một tài khoản: thêm .n vào tên, cùng mật khẩu (xa.1, daibieu.1 …).")
