"""The background worker's life: a sign that it lives, and what becomes of the tasks of one that was killed.

django-tasks-db leaves the task of a killed worker "running" for ever. So a worker of ours holds a lock of the
database for as long as it lives; where the lock is free, its holder is dead, and its task is given to another. A task
may therefore begin more than once: it must be written so that beginning again does no harm.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from units.background import WORKER_LOCKS, worker_number

OURS = "tuyenvan-"  # a worker started otherwise holds no lock, so nothing is said of it
MAX_STARTS = 3  # a task that kills whoever takes it up is not tried for ever
KEPT = datetime.timedelta(days=14)


class WorkerDied(Exception):
    """What a task is said to have failed of when its workers were killed again and again."""


def new_worker_id() -> str:
    return OURS + get_random_string(16)


@contextmanager
def sign_of_life(worker_id: str) -> Iterator[BaseDatabaseWrapper]:
    """Holds the worker's lock on a connection of its own; raises when the worker counts as alive already.

    The lock belongs to an open transaction and not to a session, so that pgbouncer may stand in between. An idle
    transaction that has written nothing holds up neither vacuum nor anybody else.
    """
    lifeline = connection.copy()
    try:
        lifeline.set_autocommit(False)
        with lifeline.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            # A machine that fell off the network is noticed within two minutes.
            cursor.execute("SELECT set_config('tcp_keepalives_idle', '60', true)")
            cursor.execute("SELECT set_config('tcp_keepalives_interval', '15', true)")
            cursor.execute("SELECT set_config('tcp_keepalives_count', '4', true)")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [WORKER_LOCKS, worker_number(worker_id)])
            if not cursor.fetchone()[0]:
                raise RuntimeError(f"Another process holds the lock of {worker_id}.")
        yield lifeline
        lifeline.rollback()  # the pool would warn of a transaction left open
    finally:
        lifeline.close()


def prove_alive(lifeline: BaseDatabaseWrapper) -> None:
    """Raises when the lock went with its connection: this worker counts as dead then, and has to end."""
    with lifeline.cursor() as cursor:
        cursor.execute("SELECT 1")


@transaction.atomic
def take_over_abandoned() -> int:
    """Puts the tasks of dead workers back in the queue, or gives them up after some starts. How many there were."""
    abandoned = [
        task
        for task in DBTaskResult.objects.running().select_for_update(skip_locked=True)
        if task.worker_ids and _is_dead(task.worker_ids[-1])
    ]
    for task in abandoned:
        if len(task.worker_ids) >= MAX_STARTS:
            task.set_failed(WorkerDied(f"{MAX_STARTS} workers were killed while they did this task."))
        else:
            task.status = TaskResultStatus.READY
            task.started_at = None
            task.save(update_fields=["status", "started_at"])
    return len(abandoned)


def throw_away_old(*, at: datetime.datetime) -> None:
    """What is done needs no memory; whatever a task did is written where it belongs."""
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()


def _is_dead(worker_id: str) -> bool:
    """Where the lock can be had its holder is gone; it is given back with the transaction."""
    if not worker_id.startswith(OURS):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [WORKER_LOCKS, worker_number(worker_id)])
        return bool(cursor.fetchone()[0])
