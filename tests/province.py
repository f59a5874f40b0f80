"""A province's month for tests: Lào Cai's 99 units, 160 delegates of 20 agencies, everybody registered."""

import datetime
from random import Random

from accounts.models import User
from assignments.models import Delegate
from tests import world
from tuyenvan.demo.names import PROVINCE_MIX, NameGiver
from units.models import Meeting, Period, Unit
from units.provinces import units_of_province

LAO_CAI = "15"
AGENCIES, PEOPLE = 20, 160
POSTS = {1: "Ủy viên Ban Thường vụ", 2: "Phó Trưởng ban", 3: "Chuyên viên"}


def make_units() -> list[Unit]:
    return [world.make_unit(one.name, kind=one.kind, code=one.code, teams=0) for one in units_of_province(LAO_CAI)]


def make_delegates() -> list[Delegate]:
    """Every agency has a leader and six or seven specialists; the first twelve a member of the Ban Thường vụ too."""
    names = NameGiver(Random(99), PROVINCE_MIX)
    agencies = [world.make_agency(f"Ban số {number:02d}") for number in range(1, AGENCIES + 1)]
    tiers = [1] * 12 + [2] * AGENCIES + [3] * (PEOPLE - 12 - AGENCIES)
    return [
        world.make_delegate(agencies[place % AGENCIES], names.draw(), tier=tier, position=POSTS[tier], max_seats=2)
        for place, tier in enumerate(tiers)
    ]


def register_all(period: Period, units: list[Unit], *, by: User) -> list[Meeting]:
    """Mornings of the 8th to the 20th, about eight units a day."""
    return [world.make_meeting(period, unit, day=8 + place % 13, by=by) for place, unit in enumerate(units)]


def next_month(today: datetime.date) -> datetime.date:
    """Its conferences are to come whenever a test runs."""
    return (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
