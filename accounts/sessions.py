"""Sessions in the database that end by themselves when unused; the browser forgets its cookie when it closes."""

import time

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

IDLE_SECONDS = "idle_seconds"
SEEN_AT = "seen_at"
RENEW_SECONDS = 60


class SessionStore(DatabaseStore):
    """Each session has the length given to it at sign-in. `set_expiry` would also date the browser's cookie."""

    def get_session_cookie_age(self) -> int:
        seconds: int = self.get(IDLE_SECONDS, settings.SESSION_COOKIE_AGE)
        return seconds


def begin(session: SessionBase, *, idle_minutes: int) -> None:
    session[IDLE_SECONDS] = idle_minutes * 60
    session[SEEN_AT] = int(time.time())


def renew(session: SessionBase) -> bool:
    """At most once a minute, so that not every request writes; a session that nobody began so is left as it is."""
    now = int(time.time())
    if SEEN_AT not in session or now - session[SEEN_AT] < RENEW_SECONDS:
        return False
    session[SEEN_AT] = now
    return True
