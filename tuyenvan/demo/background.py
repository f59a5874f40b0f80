"""The demo's worker: a process of its own, as in production, that lives and dies with the demo."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

SECONDS_TO_END = 20
SECONDS_BEFORE_ANOTHER = 1.0


@contextmanager
def worker() -> Iterator[None]:
    """Runs while the block runs, and is started anew when it dies before."""
    ending = threading.Event()
    keeper = threading.Thread(target=_keep_one, args=[ending], daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join(SECONDS_TO_END + 5)


def _keep_one(ending: threading.Event) -> None:
    while not ending.is_set():
        process = _start()
        while process.poll() is None and not ending.wait(0.2):
            pass
        _stop(process)
        ending.wait(SECONDS_BEFORE_ANOTHER)


def _start() -> subprocess.Popen[bytes]:
    # Out of reach of Ctrl-C in the terminal: the end of its standard input tells it, also when we are killed.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--with-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
