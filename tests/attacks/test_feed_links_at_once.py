"""A link asked for, ended and read in the same moment, by several."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from calendars.models import FeedLink
from calendars.services import MAX_LINKS
from tests.attacks.test_at_once import _cast, at_once, cast, pressed
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["_cast", "cast"]
NONCE = "mot-lan-dung-thoi"


def shown(answer):
    return re.search(r'id="feed-url"[^>]* value="([^"]+)"', answer.content.decode())[1]


def test_a_link_asked_for_thrice_is_one_and_each_press_shows_it(cast):
    answers = pressed(cast.users["office"], reverse("calendars:feed_create"), {"target": "office", "nonce": NONCE})
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({shown(answer) for answer in answers}) == 1
    assert FeedLink.objects.count() == 1
    assert Client().get(shown(answers[0])).status_code == 200


def test_many_windows_at_once_make_no_more_links_than_one_may_have(cast):
    office, url = cast.users["office"], reverse("calendars:feed_create")
    for number in range(MAX_LINKS - 1):
        FeedLink.objects.create(owner=office, scope="office", token_hash=str(number), made_at=NOW)
    answers = at_once(*[(office, url, {"target": "office", "nonce": f"{NONCE}-{number}"}) for number in range(4)])
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    assert FeedLink.objects.in_force().count() == MAX_LINKS


def test_the_owner_and_the_office_ending_a_link_together_end_it_once(cast):
    answer = at_once((cast.users["delegate"], reverse("calendars:feed_create"),
                      {"target": f"delegate-{cast.delegate.pk}", "nonce": NONCE}))[0]  # fmt: skip
    link = FeedLink.objects.get()
    url = reverse("calendars:feed_revoke", args=[link.pk])
    answers = at_once((cast.users["delegate"], url, {}), (cast.users["office"], url, {}))
    assert [one.status_code for one in answers] == [302, 302]
    link.refresh_from_db()
    assert link.revoked_by in (cast.users["delegate"], cast.users["office"])
    assert Client().get(shown(answer)).status_code == 404
