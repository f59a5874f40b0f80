"""The whole month's cast for attacks (tests/test_access.py), and names that would hurt where they are not escaped."""

import pytest

from tests.test_access import cast

__all__ = ["cast"]

EVIL = """<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}{% debug %}"'&"""


@pytest.fixture
def quiet(client):
    """A client that answers 500 as a browser would see it."""
    client.raise_request_exception = False
    return client
