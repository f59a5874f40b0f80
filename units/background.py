"""Whether anybody does the background work: every worker holds a lock of the database for as long as it lives."""

import zlib

from django.db import connection

WORKER_LOCKS = 810_400  # the first of the two numbers of each lock; the second is the worker's


def worker_number(worker_id: str) -> int:
    """A signed 32-bit number."""
    return zlib.crc32(worker_id.encode()) - 2**31


def living_workers() -> set[int]:
    """The numbers of those that live now; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 "
            "AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [WORKER_LOCKS],
        )
        # The table shows the number without its sign.
        return {number - 2**32 if number >= 2**31 else number for (number,) in cursor.fetchall()}
