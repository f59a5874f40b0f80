"""The offices' three sample files, and the city that they are about."""

import datetime
from pathlib import Path

import pytest

from imports import services
from imports.models import ImportFile
from tests import world
from tests.world import NOW
from units.models import Period, Unit

HERE = Path(__file__).parent
WARDS = (
    *("Bắc Cường", "Bắc Lệnh", "Bình Minh", "Cốc Lếu", "Duyên Hải", "Kim Tân", "Lào Cai"),
    *("Nam Cường", "Pom Hán", "Xuân Tăng"),
)
COMMUNES = ("Cam Đường", "Cốc San", "Đồng Tuyển", "Hợp Thành", "Tả Phời", "Thống Nhất", "Vạn Hòa")


@pytest.fixture
def city(body) -> dict[str, Unit]:
    """The 17 units of thành phố Lào Cai, without teams."""
    units = [world.make_unit(name, kind="ward", teams=0) for name in WARDS]
    units += [world.make_unit(name, teams=0) for name in COMMUNES]
    return {unit.name: unit for unit in units}


def sample(name: str) -> bytes:
    return (HERE / f"{name}.xlsx").read_bytes()


@pytest.fixture
def send(office):
    """`send("teams", content)` → the file as it was read."""

    def send(kind: str, content: bytes, *, period: Period | None = None, name: str = "tep.xlsx") -> ImportFile:
        file = services.receive_file(kind=kind, period=period, name=name, content=content, by=office, at=NOW)
        return services.read_file(file.pk)

    return send


@pytest.fixture
def apply(office):
    def apply(file: ImportFile, **values) -> services.Applied:
        fresh = ImportFile.objects.get(pk=file.pk)
        values = {"version": fresh.version, "by": office, "at": NOW} | values
        return services.apply_file(fresh, **values)

    return apply


def csv_bytes(*rows, delimiter: str = ";") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in rows).encode()


def rows_by_number(file: ImportFile) -> dict[int, object]:
    return {row.number: row for row in file.rows.all()}


def day(number: int) -> datetime.date:
    return datetime.date(2026, 11, number)
