from collections.abc import Iterator
from typing import Any

import pytest

from tests import world
from tests.reminders.mail_server import MailServer
from units.models import IssuingBody, Period


@pytest.fixture
def period(body: IssuingBody) -> Period:
    """Of the usual days: who is reminded, and of what, is asked of a given day."""
    return world.make_period(**world.USUAL_DAYS)


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """The program's own settings for a server, on one that is really there."""
    server = MailServer()
    settings.EMAIL_BACKEND = "reminders.post.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    server.start()
    yield server
    server.stop()


@pytest.fixture
def queue(settings: Any) -> None:
    """Tasks wait for a worker, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
