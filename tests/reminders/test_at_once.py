"""Two presses, two tabs, a whole country."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reminders.models import Pasted, Reminder
from reminders.services import approve_all, remind
from tests import world
from tests.attacks.test_at_once import pressed
from tests.reminders import places


@pytest.mark.django_db(transaction=True)
def test_what_is_pressed_thrice_happens_once(office, period, queue):
    units = places.make_units(3)
    pressed(office, reverse("reminders:concerned_list", args=[period.month, "registration"]), {"introduction": ""})
    assert Reminder.objects.count() == 3
    pasted = {"about": [f"unit-{unit.pk}" for unit in units]}
    pressed(office, reverse("reminders:zalo_text", args=[period.month, "registration"]), pasted)
    assert Pasted.objects.count() == 3
    letter = Reminder.objects.first()
    pressed(office, reverse("reminders:letter_act", args=[letter.pk, "duyet"]), {})
    letter.refresh_from_db()
    assert [event.state for event in letter.events.order_by("pgh_id")] == ["draft", "approved"]
    everything = {"step": "approve_all", "up_to": str(Reminder.objects.latest("pk").pk)}
    pressed(office, reverse("reminders:letter_approve", args=[period.month]), everything)
    assert set(Reminder.objects.values_list("state", flat=True)) == {"approved"}


def test_a_whole_country_is_reminded_in_a_few_queries_and_shown_in_pages(client, office, period):
    places.make_units(3321)
    with CaptureQueriesContext(connection) as asked:
        assert remind(period=period, kind="registration", by=office, at=world.NOW).drafts == 3321
        assert approve_all(Reminder.objects.all(), by=office, at=world.NOW) == 3321
    assert len(asked) < 50  # a few for every thousand letters, not one a letter
    client.force_login(office)
    for name in ("concerned_list", "zalo_text"):
        page = client.get(reverse(f"reminders:{name}", args=[period.month, "registration"])).content
        assert len(page) < 250_000
    assert len(client.get(reverse("reminders:letter_list", args=[period.month])).content) < 60_000
