import pytest
from django.core.cache import cache
from django.utils import timezone

from people import services

NEW = "d3ng-t4m-xuoi-9"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db):
    cache.clear()


@pytest.fixture
def link(sysadmin):
    """`link(person)` is the address of a fresh invitation."""

    def make(person, at=None):
        return f"/moi/{services.invite(person, by=sysadmin, at=at or timezone.now())}/"

    return make
