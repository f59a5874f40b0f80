"""No page over 15 queries, and the same number with 3 units as with 99; each room's tests say it of 1 row and of 3."""

import dataclasses
import datetime

import pytest

from tuyenvan.demo.foundation import PLAYED_UNIT
from tuyenvan.demo.history import make_demo
from tuyenvan.demo.measuring import measure_pages
from tuyenvan.demo.profiles import CITY, PROVINCE

ON = datetime.date(2026, 11, 23)
QUERIES = {
    "assignments:delegate_create": 7,
    "assignments:delegate_edit": 10,
    "assignments:delegate_list": 8,
    "assignments:delegate_unavailability": 8,
    "assignments:my_seats": 7,
    "assignments:notice_detail": 6,
    "assignments:notice_list": 7,
    "assignments:plan_detail": 11,
    "assignments:plan_preview": 11,
    "assignments:plan_publish": 10,
    "assignments:plan_return": 7,
    "assignments:seat_panel": 13,
    "assignments:unavailability_list": 8,
    "home": 11,
    "meetings:follow_up_edit": 6,
    "meetings:follow_up_list": 8,
    "meetings:meeting_detail": 12,
    "meetings:progress_list": 9,
    "meetings:visit_create": 8,
    "meetings:visit_list": 9,
    "month": 11,
    "scoring:adjustment_create": 7,
    "scoring:adjustment_list": 7,
    "scoring:appraisal_edit": 11,
    "scoring:appraisal_list": 9,
    "scoring:criteria_detail": 10,
    "scoring:ranking_detail": 9,
    "scoring:ranking_draft": 9,
    "scoring:ranking_list": 6,
    "scoring:result_detail": 13,
    "scoring:self_assessment": 14,
    "scoring:self_assessment_list": 8,
    "scoring:self_assessment_submit": 14,
    "search": 5,
    "surveys:tally_list": 9,
    "unit_page": 13,
    "units:concern_create": 6,
    "units:concern_list": 7,
    "units:meeting_list": 8,
    "units:meeting_register": 10,
    "units:period_create": 7,
    "units:period_detail": 7,
    "units:period_edit": 6,
    "units:period_list": 7,
    "units:stage_move": 7,
    "units:unit_list": 7,
}


def first_units(count: int):
    """The city's units, the one that the demo plays first."""
    return lambda rng: sorted(CITY.units(rng), key=lambda unit: unit.code != PLAYED_UNIT)[:count]


@pytest.mark.parametrize("units", [3, 99])
def test_every_page_asks_the_database_the_same_however_many_units(db, units):
    profile = PROVINCE if units == 99 else dataclasses.replace(CITY, units=first_units(units), concerns_at_once=1)
    make_demo(profile, on=ON, months=2)
    assert {page.name: page.queries for page in measure_pages(runs=1)} == QUERIES


def test_no_page_is_over_the_budget():
    assert max(QUERIES.values()) <= 15
