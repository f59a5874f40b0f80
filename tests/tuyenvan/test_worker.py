"""`manage.py worker` as a real process: it is killed in the middle, and no task is lost or done by two."""

import contextlib
import signal
import subprocess
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from tests import workers
from tests.tuyenvan.slow_tasks import dawdle, kill_the_worker, note
from tuyenvan.worker import new_worker_id, sign_of_life, take_over_abandoned, throw_away_old

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start():
    started = []

    def start_worker(*arguments, **more):
        started.append(workers.start(*arguments, **more))
        return started[-1]

    yield start_worker
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def put(task, path):
    result = DatabaseBackend("default", {}).enqueue(task, [str(path)], {})
    return DBTaskResult.objects.get(pk=result.id)


def begun(path):
    return len(path.read_text().splitlines()) if path.exists() else 0


def test_it_does_what_is_put_into_the_queue_and_ends_when_asked(start, tmp_path):
    worker = start()
    workers.until(worker.stdout.readline)
    task = put(note, tmp_path / "noted")
    workers.until(lambda: DBTaskResult.objects.successful().filter(pk=task.pk).exists())
    worker.send_signal(signal.SIGTERM)
    output = workers.ended(worker)
    assert worker.returncode == 0, output
    assert begun(tmp_path / "noted") == 1


def test_asked_in_the_middle_of_a_commit_it_finishes_what_it_began(start, tmp_path):
    with slow_commits():
        task = put(note, tmp_path / "noted")
        worker = start()
        workers.until(somebody_waits)
        worker.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(timeout=1)
    output = workers.ended(worker)
    assert worker.returncode == 0, output
    task.refresh_from_db()
    assert (task.status, begun(tmp_path / "noted")) == (TaskResultStatus.SUCCESSFUL, 1)


@contextlib.contextmanager
def slow_commits():
    """Whoever has changed a task waits in his COMMIT until this block is left."""
    table = DBTaskResult._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END'"
        )
        cursor.execute(
            f"CREATE CONSTRAINT TRIGGER wait_for_test AFTER UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION wait_for_test()"
        )
        try:
            cursor.execute("SELECT pg_advisory_lock(1)")
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock_all()")
            cursor.execute("DROP FUNCTION wait_for_test() CASCADE")


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'advisory')")
        return cursor.fetchone()[0]


def test_what_a_killed_worker_had_in_hand_is_done_by_the_next(start, tmp_path):
    task = put(dawdle, tmp_path / "begun")
    first = start()
    workers.until(lambda: begun(tmp_path / "begun"))
    first.kill()
    workers.ended(first)
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING  # django-tasks-db would leave it so for ever
    second = start("--once")
    workers.ended(second)
    task.refresh_from_db()
    assert (task.status, begun(tmp_path / "begun")) == (TaskResultStatus.SUCCESSFUL, 2)
    assert len(set(task.worker_ids)) == 2


def test_what_a_living_worker_has_in_hand_is_left_to_it(start, tmp_path):
    task = put(dawdle, tmp_path / "begun")
    start()
    workers.until(lambda: begun(tmp_path / "begun"))
    workers.ended(start("--once"))
    task.refresh_from_db()
    assert (task.status, begun(tmp_path / "begun"), len(task.worker_ids)) == (TaskResultStatus.RUNNING, 1, 1)


def test_a_task_that_kills_every_worker_is_given_up(start, tmp_path):
    task = put(kill_the_worker, tmp_path / "begun")
    for _ in range(3):
        killed = start("--once")
        workers.ended(killed)
        assert killed.returncode == -signal.SIGKILL
    workers.ended(start("--once"))
    task.refresh_from_db()
    assert (task.status, begun(tmp_path / "begun")) == (TaskResultStatus.FAILED, 3)
    assert task.exception_class_path == "tuyenvan.worker.WorkerDied"


def test_it_ends_with_whoever_started_it(start, tmp_path):
    worker = start("--with-stdin", stdin=subprocess.PIPE)
    workers.until(worker.stdout.readline)
    worker.stdin.close()
    workers.until(lambda: worker.poll() is not None)
    assert worker.returncode == 0


def test_a_task_of_a_worker_that_is_not_ours_is_left_alone(tmp_path):
    task = put(note, tmp_path / "noted")
    task.claim("somebody-else")
    assert take_over_abandoned() == 0
    task.claim(new_worker_id())
    assert take_over_abandoned() == 1


def test_one_name_is_one_worker():
    name = new_worker_id()
    with sign_of_life(name), pytest.raises(RuntimeError), sign_of_life(name):
        pass
    with sign_of_life(name):
        pass  # given back


def test_finished_tasks_are_kept_a_fortnight(tmp_path):
    old, new = put(note, tmp_path / "noted"), put(note, tmp_path / "noted")
    for task, days in ((old, 15), (new, 13)):
        task.set_successful(None)
        DBTaskResult.objects.filter(pk=task.pk).update(finished_at=timezone.now() - timedelta(days=days))
    throw_away_old(at=timezone.now())
    assert list(DBTaskResult.objects.all()) == [new]
