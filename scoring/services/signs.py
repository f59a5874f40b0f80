"""When the record is looked through for signs: once a day, when a ranking is published, and when the office asks."""

import datetime
from typing import Any

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from scoring.concern_signs import gather_signs


@task()
def gather_signs_of_today() -> int:
    """How many are new. Done again it changes nothing."""
    return gather_signs(on=timezone.localdate()).proposed


def nudge_gathering() -> None:
    """Several at once are one."""
    if not _gatherings().ready().exists():
        gather_signs_of_today.enqueue()


def nudge_gathering_if_due(*, at: datetime.datetime) -> None:
    """For the worker's round: the first of a day."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if not _gatherings().filter(enqueued_at__gte=midnight).exists():
        gather_signs_of_today.enqueue()


def _gatherings() -> Any:
    return DBTaskResult.objects.filter(task_path=gather_signs_of_today.module_path)
