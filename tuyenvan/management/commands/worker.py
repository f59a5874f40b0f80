import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from assignments.services import forget_withdrawn, nudge_reading_if_due
from reminders.services import nudge_if_waiting
from scoring.services import nudge_gathering_if_due
from tuyenvan.worker import new_worker_id, prove_alive, sign_of_life, take_over_abandoned, throw_away_old

STDIN = 0
logger = logging.getLogger("tuyenvan.worker")
SECONDS_BETWEEN_LOOKS = 0.5  # at an empty queue
SECONDS_BETWEEN_ROUNDS = 5.0


class PatientWorker(Worker):
    """Asked to end, it ends between two steps.

    The library's exits from wherever it stands when no task runs: in the middle of a query or a COMMIT, say. What
    was begun is then lost, and with bad luck the connection in mid-flight turns a good end into an error.
    """

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        if self.running:
            self.running = False
            logger.warning("%s: ends when the task in hand is done; asked again, at once.", signal.strsignal(signum))
        else:  # asked again
            super().shutdown(signum, frame)


class Command(BaseCommand):
    help = (
        "Does the background work (mail, imports) until it is stopped. It may be killed at any moment: "
        "the next one, or another that runs, takes up what it left. As many may run as are wanted."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--with-stdin", action="store_true", help="ends when its standard input is closed")
        parser.add_argument("--once", action="store_true", help="ends when nothing is left to do")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = _worker(new_worker_id())
        worker.configure_signals()
        if options["with_stdin"]:
            threading.Thread(target=_end_with_stdin, args=[worker], daemon=True).start()
        try:
            with sign_of_life(worker.worker_id) as lifeline:
                self.stdout.write(f"Worker {worker.worker_id} is ready.")
                self.stdout.flush()
                _work(worker, lifeline, once=options["once"])
        finally:
            connection.close_pool()  # type: ignore[attr-defined]


def _work(worker: Worker, lifeline: BaseDatabaseWrapper, *, once: bool) -> None:
    next_round = 0.0
    while worker.running:
        if time.monotonic() >= next_round:
            prove_alive(lifeline)
            go_round()
            next_round = time.monotonic() + SECONDS_BETWEEN_ROUNDS
        worker.run()
        if once:
            return
        if worker.running:
            time.sleep(SECONDS_BETWEEN_LOOKS)


def go_round() -> None:
    """What no task in the queue would do: take up what others left, nudge what waits or is due, clear up."""
    take_over_abandoned()
    nudge_if_waiting(at=timezone.now())
    nudge_reading_if_due(at=timezone.now())
    nudge_gathering_if_due(at=timezone.now())
    forget_withdrawn(at=timezone.now())
    throw_away_old(at=timezone.now())


def _worker(worker_id: str) -> PatientWorker:
    """In batches, so that each time the queue is empty we come back to our own round."""
    return PatientWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )


def _end_with_stdin(worker: PatientWorker) -> None:
    """A pipe is closed with whoever holds its other end, however that one died."""
    while os.read(STDIN, 1024):
        pass
    worker.running = False  # no signal: after one that was sent to all processes it would be the second
