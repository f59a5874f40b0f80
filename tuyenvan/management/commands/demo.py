import errno
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application
from django.db import connection

from tuyenvan.demo import background
from tuyenvan.demo.accounts import saved_accounts
from tuyenvan.demo.database import is_empty, make_database, migrate, profile_in_use, refuse_real_data
from tuyenvan.demo.profiles import PROFILES

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Serves the demo on this machine: data when there is none, accounts, pages, background work, until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--profile", choices=sorted(PROFILES), default="city")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real_data()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _leave)  # by the door of Ctrl-C, so that the embedded PostgreSQL stops too
        try:
            server = _listen(options["port"])
            make_database()
            migrate()
            self._data(options["profile"])
            self.stdout.write(
                "Bản dùng thử chỉ cần mật khẩu; chạy thật còn cần mã xác thực. / Demo: no second factor asked."
            )
            self.stdout.write(
                f"Mở http://{HOST}:{options['port']} – Ctrl-C để dừng / Ctrl-C stops all. Dữ liệu được giữ."
            )
            self.stdout.flush()
            settings.SITE_URL = f"http://{HOST}:{options['port']}"  # links in mail lead here
            server.set_app(get_internal_wsgi_application())
            with background.worker():
                server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("\nĐã dừng. / Stopped.")
        finally:
            connection.close_pool()  # type: ignore[attr-defined]

    def _data(self, wanted: str) -> None:
        if is_empty():
            call_command("demo_data", profile=wanted, stdout=self.stdout)
            return
        made = profile_in_use()
        if made is None or made.key != wanted:
            what = made.title if made else "dữ liệu khác"
            self.stdout.write(
                f"Dữ liệu hiện có là của {what}; muốn đổi: make demo-reset PROFILE={wanted}."
                f" / Other data is there; `make demo-reset PROFILE={wanted}` replaces it."
            )
        self.stdout.write(saved_accounts() or "Không còn tệp mật khẩu: make demo-reset để làm lại. / No accounts file.")


class Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Only what went wrong: a line a request would bury the accounts."""
        if args[1:] and str(args[1]) >= "500":
            super().log_message(format, *args)


def _listen(port: int) -> ThreadedWSGIServer:
    """Before anything slow is done: a taken port is the commonest reason to stop."""
    try:
        server = ThreadedWSGIServer((HOST, port), Handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise CommandError(
            f"Cổng {port} đang có chương trình khác dùng; dừng chương trình đó rồi chạy lại."
            f" / Port {port} is in use; stop what uses it and run this again."
        ) from None
    server.daemon_threads = True
    return server


def _leave(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
