"""The program's settings with a home of its own, for a demo that is started as a newcomer starts it."""

import os
from pathlib import Path

from tuyenvan.settings import *  # noqa: F403

LOCAL_DIR = Path(os.environ["DEMO_HOME"])
EMBEDDED_POSTGRES_DIR = LOCAL_DIR / "postgres"
MEDIA_ROOT = LOCAL_DIR / "media"
