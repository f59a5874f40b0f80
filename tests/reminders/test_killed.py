"""The worker is killed (SIGKILL) in the middle of 100 reminders, at the worst moments: none is lost, none goes twice.

A real mail server, a real worker process, a real committed database. The server itself kills the worker: while it
names its recipient (nothing was handed over), and after the letter was taken (the worker never hears of it).
"""

import os
import signal
import time
from collections import Counter

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reminders.models import Reminder
from reminders.services import say_whether_sent
from tests import workers
from tests.reminders import places

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = 100


class Killer:
    """Kills the worker of the moment at the n-th letter, and waits until it is dead."""

    def __init__(self, *moments):
        self.moments = set(moments)
        self.seen = 0
        self.worker = None

    def __call__(self, address):
        self.seen += 1
        if self.seen in self.moments:
            os.kill(self.worker.pid, signal.SIGKILL)
            while _lives(self.worker.pid):
                time.sleep(0.001)


def _lives(pid):
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return b") Z" not in file.read()
    except (FileNotFoundError, ProcessLookupError):  # the test has meanwhile heard of its death
        return False


@pytest.fixture
def run(mail_server, queue):
    started = []

    def run_worker():
        started.append(workers.start(EMAIL_URL=mail_server.url))
        return started[-1]

    yield run_worker
    for worker in started:
        worker.kill()
        worker.wait()
        worker.stdout.close()


def states():
    return Counter(Reminder.objects.values_list("state", flat=True))


def under_way():
    return states().keys() & {"approved", "sending"}


def stuck():
    waiting = Reminder.objects.filter(state__in=("approved", "sending"))
    letters = waiting.values_list("pk", "state", "reason", "tries", "next_try_at", "taken_at")
    tasks = DBTaskResult.objects.values_list("task_path", "status", "worker_ids", "started_at")
    return f"{timezone.now()}: {states()}, {list(letters[:5])}, {list(tasks)}"


def test_a_worker_killed_in_the_middle_of_100_reminders_loses_none_and_sends_none_twice(
    mail_server, run, office, period
):
    places.make_units(LETTERS)
    assert places.approved(period, by=office).count() == LETTERS
    before, after = Killer(7, 50), Killer(20, 70, 71)  # counted by each on its own
    mail_server.on_rcpt, mail_server.after_data = before, after
    kills = 0
    while True:
        before.worker = after.worker = worker = run()
        workers.until(lambda worker=worker: worker.poll() is not None or not under_way(), told=stuck)
        if worker.poll() is None:
            break
        assert worker.returncode == -signal.SIGKILL
        kills += 1
    assert kills == 5

    received = Counter(mail_server.addresses)
    uncertain = Reminder.objects.filter(state="uncertain")
    sent = Reminder.objects.filter(state="sent").values_list("address", flat=True)
    everybody = {f"dv{number}@vidu.example" for number in range(1, LETTERS + 1)}
    assert max(received.values()) == 1
    assert set(received) | set(uncertain.values_list("address", flat=True)) == everybody
    assert set(sent) <= set(received)
    assert states() == {"sent": LETTERS - kills, "uncertain": kills}
    assert {one.address for one in uncertain} - set(received) != set()  # both happened: killed before it was taken
    assert {one.address for one in uncertain} & set(received) != set()  # and after

    for one in uncertain:  # a person asks, and says what is so
        say_whether_sent(one, sent=one.address in received, by=office, at=timezone.now())
    workers.until(lambda: states() == {"sent": LETTERS})
    assert Counter(mail_server.addresses) == Counter(everybody)


def test_two_workers_at_once_send_none_twice(mail_server, run, office, period):
    places.make_units(LETTERS)
    assert places.approved(period, by=office).count() == LETTERS
    run()
    run()
    workers.until(lambda: states() == {"sent": LETTERS})
    assert Counter(mail_server.addresses) == Counter(f"dv{number}@vidu.example" for number in range(1, LETTERS + 1))
