"""Pressed twice, or from a page that was opened before somebody else acted."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from people import services
from people.models import AccountAct
from tests import world
from units.models import Membership

ADD = {"full_name": "Lù Láo Bình", "username": "", "email": "", "role": "delegate"}


def test_a_person_added_by_a_double_click_is_one_account(client, office):
    client.force_login(office)
    pages = [client.post(reverse("people:person_create"), ADD).url for _ in range(2)]
    assert pages[0] == pages[1]
    assert User.objects.filter(full_name="Lù Láo Bình").count() == 1


def test_two_of_one_name_are_two_where_they_differ(client, office, unit):
    client.force_login(office)
    client.post(reverse("people:person_create"), ADD)
    client.post(reverse("people:person_create"), ADD | {"role": "unit", "unit_text": unit.name})
    assert User.objects.filter(full_name="Lù Láo Bình").count() == 2


def test_a_role_taken_by_a_double_click_is_taken_once(client, office, secretary):
    held = Membership.objects.get(user=secretary)
    client.force_login(office)
    address = reverse("people:role_take", args=[secretary.pk, held.pk])
    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    assert client.get(address).status_code == 404
    services.take_role(held, by=office, at=timezone.now())
    assert AccountAct.objects.filter(person=secretary, what="role_taken").count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda person, **who: services.enable(person, **who),
        lambda person, **who: services.disable(person, because=User.Disabled.BY_HAND, **who),
        lambda person, **who: services.change_person(person, full_name="Vàng Tả Lan", email="", **who),
        lambda person, **who: services.erase(person, on=timezone.localdate(), **who),
    ],
    ids=["enable", "disable", "change", "erase"],
)
def test_who_was_erased_meanwhile_does_not_come_back(sysadmin, act):
    who = {"by": sysadmin, "at": timezone.now()}
    world.make_user("lan", "Vàng Tả Lan")
    seen_before, person = User.objects.get(username="lan"), User.objects.get(username="lan")
    services.erase(person, on=timezone.localdate(), **who)
    with pytest.raises(services.Refused):
        act(seen_before, **who)
    stored = User.objects.get(pk=person.pk)
    assert (stored.is_active, stored.disabled_because) == (False, "erased")
    assert "Lan" not in stored.full_name
