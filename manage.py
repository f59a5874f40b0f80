#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuyenvan.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None):  # the answer of a database that was reached
            raise
        sys.exit(f"Không kết nối được cơ sở dữ liệu, xem lại DATABASE_URL. / No connection to the database: {error}")


if __name__ == "__main__":
    main()
