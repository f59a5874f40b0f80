"""The program's settings for a real worker process on the database of the running test."""

import json
import os

from tuyenvan.settings import *  # noqa: F403
from tuyenvan.settings import DATABASES

DATABASES["default"] |= {"ENGINE": "django.db.backends.postgresql", **json.loads(os.environ["TEST_CONNECTION"])}
SECRET_KEY = "a-test-has-no-secrets"
EMAIL_TIMEOUT = 10
