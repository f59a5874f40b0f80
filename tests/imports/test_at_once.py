"""Two tabs that apply in the same moment: the file is applied once, and neither sees a fault."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imports import services
from imports.models import ImportFile
from tests.imports.conftest import csv_bytes
from tests.side_by_side import one_while_the_other_is_under_way
from tests.world import NOW
from units.models import Team, Unit
from units.services import NewUnit, replace_units

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(transactional_db, request):
    office, _ = request.getfixturevalue("office"), request.getfixturevalue("unit")
    content = csv_bytes(("Đơn vị", "Tổ tuyên vận"), *[("Hợp Thành", f"Tổ mới {number}") for number in range(200)])
    made = [
        services.receive_file(kind="teams", period=None, name="to.csv", content=content, by=office, at=NOW)
        for _ in range(2)
    ]
    return office, [services.read_file(file.pk) for file in made]


def press_at_once(user, files):
    answers: list[int] = []
    gate = threading.Barrier(len(files))

    def press(file):
        try:
            client = Client(raise_request_exception=False)
            client.force_login(user)
            gate.wait(10)
            url = reverse("imports:import_apply", args=[file.pk])
            answers.append(client.post(url, {"version": str(file.version)}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_two_tabs_apply_one_file_once(files):
    office, (file, _) = files
    assert press_at_once(office, [file, file, file]) == [302, 302, 302]
    assert ImportFile.objects.get(pk=file.pk).state == "applied"
    assert Team.objects.filter(name__startswith="Tổ mới").count() == 200


def test_the_same_file_sent_twice_and_applied_in_one_moment_is_stored_once(files):
    office, both = files
    assert press_at_once(office, both) == [302, 302]
    assert Team.objects.filter(name__startswith="Tổ mới").count() == 200
    states = {ImportFile.objects.get(pk=file.pk).state for file in both}
    assert states == {"applied", "preview"}  # the second is shown again: nothing in it is new any more


def test_teams_are_not_put_into_a_unit_that_is_renamed_in_the_same_moment(files):
    office, (file, _) = files
    unit = Unit.objects.get()
    _, applied = one_while_the_other_is_under_way(
        lambda: replace_units(
            kind="rename", old=[unit], new=[NewUnit(code="02681", kind="commune", name="Hợp Mới")],
            on=timezone.localdate(), basis="Nghị quyết 1673", teams={}, people={}, by=office, at=NOW,
        ),
        lambda: services.apply_file(file, version=file.version, by=office, at=NOW),
    )  # fmt: skip
    assert applied.is_stale
    assert not Team.objects.filter(name__startswith="Tổ mới").exists()


def test_a_team_that_somebody_added_meanwhile_is_seen_and_not_doubled(files):
    office, (file, _) = files
    Team.objects.create(unit=Team.objects.first().unit, name="Tổ mới 0", members=3, position=99)
    assert services.apply_file(file, version=file.version, by=office, at=NOW).is_stale
    assert ImportFile.objects.get(pk=file.pk).counts == {"new": 199, "same": 1}
