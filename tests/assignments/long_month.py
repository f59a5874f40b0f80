"""A month that no machine settles soon: 300 units, few agencies, ranks asked at most places, a year of the past."""

import datetime
import random
from typing import Any

from accounts.models import User
from assignments.models import Delegate, Plan, Policy, Seat
from tests import world
from tuyenvan.demo import planner_cases
from units.models import Concern, Meeting, Period, Unit

UNITS, PEOPLE, AGENCIES = 300, 300, 4


def dossier() -> dict[str, Any]:
    """Over a minute on one core of 2026."""
    rng = random.Random(1)
    month = planner_cases.month(UNITS, PEOPLE, 1, max_per_day=2, limits=(2, 3))
    for delegate in month["delegates"]:
        delegate["agency"] = f"a{rng.randrange(AGENCIES):02}"
        delegate["share"] = rng.choice((1, 2, 3)) if delegate["tier"] > 1 else 1
    for meeting in month["meetings"]:
        meeting["seats"] = rng.choice((1, 2, 2, 3))
        meeting["tier_required"] = rng.choice((1, 2)) if rng.random() < 0.6 else 3
    return month


def make(period: Period, *, by: User) -> None:
    """The same as rows: who, where, when, and who was where in the year before."""
    month = dossier()
    Policy.objects.update(max_per_day=2)
    units = _units(month)
    delegates = _delegates(month)
    _meetings(period, month["meetings"], units, by)
    Concern.objects.bulk_create(
        Concern(unit=units[row["unit"]], reason="Giải phóng mặt bằng", opened_by=by, tier_asked=row["tier_required"],
                opened_on=period.month, expires_on=datetime.date(2099, 12, 31))
        for row in month["meetings"]
        if row["tier_required"] < 3
    )  # fmt: skip
    for past in sorted({row["period"] for row in month["past"]}):
        _past(past, [row for row in month["past"] if row["period"] == past], units, delegates, by)


def _units(month: dict[str, Any]) -> dict[str, Unit]:
    rows = [Unit(code=row["unit"], kind="commune", name=row["unit"], valid_from=world.LONG_AGO,
                 sort_key=row["unit"], search_key=row["unit"]) for row in month["meetings"]]  # fmt: skip
    return {unit.code: unit for unit in Unit.objects.bulk_create(rows)}


def _delegates(month: dict[str, Any]) -> dict[str, Delegate]:
    agencies = {
        code: world.make_agency(f"Ban {code}", code=code) for code in {one["agency"] for one in month["delegates"]}
    }
    rows = [
        Delegate(agency=agencies[row["agency"]], full_name=row["id"], position="Chuyên viên", tier=row["tier"],
                 share=row["share"], max_seats=row["max_seats"], active_from=world.LONG_AGO,
                 sort_key=row["id"], search_key=row["id"])
        for row in month["delegates"]
    ]  # fmt: skip
    return dict(zip((row["id"] for row in month["delegates"]), Delegate.objects.bulk_create(rows), strict=True))


def _meetings(period: Period, rows: list[Any], units: dict[str, Unit], by: User) -> dict[str, Meeting]:
    meetings = [
        Meeting(period=period, unit=units[row["unit"]], starts_at=_at(period, row["starts_at"]),
                ends_at=_at(period, row["ends_at"]), seats=row["seats"], place="Hội trường", agenda="Thời sự",
                registered_at=world.NOW, registered_by=by)
        for row in rows
    ]  # fmt: skip
    return {meeting.unit.code: meeting for meeting in Meeting.objects.bulk_create(meetings)}


def _at(period: Period, text: str) -> datetime.datetime:
    at = datetime.datetime.fromisoformat(text).replace(tzinfo=world.HANOI)
    return at.replace(year=period.month.year, month=period.month.month)


def _past(month: str, rows: list[Any], units: dict[str, Unit], delegates: dict[str, Delegate], by: User) -> None:
    period = world.make_period(datetime.date.fromisoformat(f"{month}-01"))
    hours = {"starts_at": "2026-11-10T08:00", "ends_at": "2026-11-10T11:00", "seats": 9}
    meetings = _meetings(
        period, [hours | {"unit": unit} for unit in dict.fromkeys(row["unit"] for row in rows)], units, by
    )
    plan = Plan.objects.create(period=period, version=1, made_by=by, made_at=world.NOW)
    Seat.objects.bulk_create(
        Seat(plan=plan, meeting=meetings[row["unit"]], delegate=delegates[row["delegate"]]) for row in rows
    )
    Plan.objects.filter(pk=plan.pk).update(status="published")
