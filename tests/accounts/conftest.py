import pytest
from django.core.cache import cache
from django.urls import reverse

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db):
    cache.clear()


@pytest.fixture
def required(settings):
    """As in production: certain roles must have a second factor."""
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def sign_in(client):
    def act(login, password=PASSWORD, using=client):
        return using.post(reverse("account_login"), {"login": login, "password": password})

    return act
