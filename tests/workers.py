"""Real worker processes on the database of the running test, which must be committed (transaction=True)."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 240  # far more than it takes on a busy machine; a test that hangs must end


def start(*arguments: str, stdin: int | None = subprocess.DEVNULL, **more: str) -> subprocess.Popen[str]:
    """`manage.py worker`, ready to work. `more` goes into its environment."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", *arguments],
        cwd=ROOT,
        env=_environment() | more,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(happened: Callable[[], object], *, seconds: float = SECONDS, told: Callable[[], object] = lambda: "") -> None:
    """`told`: how things stand, for whoever reads that it never happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"it never happened; {told()}"
        time.sleep(0.02)


def ended(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=SECONDS)
    return output


def _environment() -> dict[str, str]:
    used = connection.get_connection_params()
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    parts = {name: str(used.get(key) or "") for name, key in names.items()}
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "EMAIL_URL")}
    return kept | {"DJANGO_SETTINGS_MODULE": "tests.worker_settings", "TEST_CONNECTION": json.dumps(parts)}
