"""A file that nobody applied does not keep people's names for ever."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from imports import services
from imports.models import ImportFile, ImportRow
from tests.imports.conftest import csv_bytes
from tests.world import NOW

PEOPLE = csv_bytes(("Họ và tên", "Chức vụ", "Cơ quan", "Ghi chú"), ("Vàng Tả Lan", "Phó Ban", "Ban Dân vận", "Đi viện"))


def sent(office, *, days_ago):
    at = timezone.now() - datetime.timedelta(days=days_ago)
    return services.receive_file(kind="delegates", period=None, name="dai-bieu.csv", content=PEOPLE, by=office, at=at)


def kept_of(file):
    file = ImportFile.objects.get(pk=file.pk)
    return file.state, bool(file.content), bool(file.sheets), file.rows.exists()


def test_a_preview_that_nobody_applied_goes_after_its_days(office, capsys):
    old, young = (services.read_file(sent(office, days_ago=days).pk) for days in (31, 29))
    call_command("prune_records")
    assert kept_of(old) == ("abandoned", False, False, False)
    assert kept_of(young) == ("preview", False, True, True)
    assert "import previews: 1" in capsys.readouterr().out


def test_a_file_that_no_worker_ever_read_goes_too(office):
    file = sent(office, days_ago=31)
    call_command("prune_records")
    assert kept_of(file) == ("abandoned", False, False, False)


@pytest.mark.parametrize(("days", "state"), [(0, "preview"), (10, "abandoned"), (60, "preview")])
def test_how_long_is_a_setting(office, settings, days, state):
    settings.IMPORT_PREVIEW_DAYS = days
    file = services.read_file(sent(office, days_ago=31).pk)
    call_command("prune_records")
    assert kept_of(file)[0] == state


def test_what_was_applied_stays_as_the_record_of_who_imported_what(office, send, apply, unit):
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), ("Hợp Thành", "Tổ mới")))
    apply(file)
    assert services.prune(at=NOW + datetime.timedelta(days=400)) == 0
    assert ImportRow.objects.filter(file=file).exists()
