"""Tasks for the tests of the worker; each leaves a line in a file whenever it begins."""

import os
import signal
import time
from pathlib import Path

from django_tasks import task


@task()
def note(path: str) -> None:
    _begin(path)


@task()
def dawdle(path: str) -> None:
    """Long the first time, at once when it is begun again."""
    if _begin(path) == 1:
        time.sleep(60)


@task()
def kill_the_worker(path: str) -> None:
    _begin(path)
    os.kill(os.getpid(), signal.SIGKILL)


def _begin(path: str) -> int:
    with Path(path).open("a") as file:
        file.write("begun\n")
    return len(Path(path).read_text().splitlines())
