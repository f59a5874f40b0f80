"""The database that demo data lives in: there, up to date, and emptied when asked for."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tuyenvan.demo.profiles import PROFILES, Profile
from units.models import IssuingBody


def refuse_real_data() -> None:
    if settings.PRODUCTION:
        raise CommandError(
            "DATABASE_URL đã đặt: đây là hệ thống thật, không tạo dữ liệu thử."
            " / DATABASE_URL is set: this is the real system, no demo data here."
        )


def make_database() -> None:
    """The database that DATABASE_NAME names, when the embedded server does not have it yet."""
    name = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")


def migrate() -> None:
    """Asks first: the command itself takes seconds even when there is nothing to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def empty_database() -> None:
    """Also gets rid of a scheme that an older version of the program left."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    media = Path(settings.MEDIA_ROOT)
    if media.is_relative_to(settings.LOCAL_DIR):
        shutil.rmtree(media, ignore_errors=True)


def profile_in_use() -> Profile | None:
    """Which profile the data was made with; None when there is none."""
    name = IssuingBody.objects.values_list("name", flat=True).first()
    return next((profile for profile in PROFILES.values() if profile.body == name), None)


def is_empty() -> bool:
    return not IssuingBody.objects.exists()
