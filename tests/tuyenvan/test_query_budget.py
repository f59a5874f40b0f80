"""No page over 15 queries, and the same number with 3 units as with 99; each room's tests say it of 1 row and of 3."""

import dataclasses
import datetime

import pytest
from django.db import connection

from accounts.models import User
from scoring.models import Adjustment
from tuyenvan.demo.foundation import PLAYED_UNIT
from tuyenvan.demo.history import make_demo
from tuyenvan.demo.measuring import measure_pages
from tuyenvan.demo.profiles import CITY, PROVINCE
from tuyenvan.demo.story import instant
from units.models import Period, Unit

ON = datetime.date(2026, 11, 23)
QUERIES = {
    "assignments:answer_list": 10,
    "assignments:balance_detail": 9,
    "assignments:busy_file": 6,
    "assignments:calendar_source": 7,
    "assignments:coverage_detail": 11,
    "assignments:coverage_list": 12,
    "assignments:delegate_coverage": 10,
    "assignments:delegate_create": 7,
    "assignments:delegate_edit": 10,
    "assignments:delegate_list": 9,
    "assignments:delegate_unavailability": 12,
    "assignments:dossier_check": 6,
    "assignments:my_seats": 8,
    "assignments:notice_detail": 10,
    "assignments:notice_list": 7,
    "assignments:notice_pictures": 6,
    "assignments:notice_text": 6,
    "assignments:plan_changes": 8,
    "assignments:plan_compare": 7,
    "assignments:plan_detail": 13,
    "assignments:plan_gaps": 10,
    "assignments:plan_preview": 15,
    "assignments:plan_publish": 12,
    "assignments:plan_return": 7,
    "assignments:policy_create": 6,
    "assignments:policy_list": 10,
    "assignments:recurring_create": 6,
    "assignments:rank_lower": 9,
    "assignments:repair_choose": 13,
    "assignments:repair_list": 7,  # of a month that is over; one that is not: test_answers.py
    "assignments:rotation_detail": 14,
    "assignments:seat_panel": 15,
    "assignments:seat_ways_out": 10,
    "assignments:step_list": 8,
    "assignments:unavailability_days": 7,
    "assignments:unavailability_list": 12,
    "calendars:conference_list": 10,
    "calendars:feed_list": 7,
    "calendars:month_detail": 10,
    "calendars:week_detail": 10,
    "home": 12,
    "imports:import_abandon": 6,
    "imports:import_apply": 6,
    "imports:import_columns": 7,
    "imports:import_create": 8,
    "imports:import_detail": 8,
    "imports:import_list": 8,
    "meetings:concern_detail": 10,
    "meetings:follow_up_edit": 6,
    "meetings:follow_up_list": 7,
    "meetings:meeting_detail": 13,
    "meetings:progress_list": 10,
    "meetings:visit_create": 8,
    "meetings:visit_list": 8,
    "mfa_index": 6,
    "month": 12,
    "people:delegate_link": 6,
    "people:person_act": 6,
    "people:person_create": 6,
    "people:person_detail": 11,
    "people:person_edit": 6,
    "people:person_erase": 9,
    "people:person_list": 9,
    "people:role_give": 7,
    "people:role_take": 7,
    "people:sign_in_list": 6,
    "people:unit_handover": 11,
    "reminders:concerned_list": 13,
    "reminders:kind_list": 7,
    "reminders:letter_approve": 9,
    "reminders:letter_detail": 6,
    "reminders:letter_list": 9,
    "reminders:zalo_text": 13,
    "scoring:adjustment_create": 7,
    "scoring:adjustment_list": 8,
    "scoring:appraisal_edit": 12,
    "scoring:appraisal_list": 9,
    "scoring:criteria_detail": 10,
    "scoring:ranking_detail": 11,
    "scoring:ranking_draft": 9,
    "scoring:ranking_list": 6,
    "scoring:result_detail": 14,
    "scoring:self_assessment": 14,
    "scoring:self_assessment_list": 10,
    "scoring:self_assessment_submit": 14,
    "search": 5,
    "surveys:tally_list": 10,
    "unit_page": 14,
    "units:agency_create": 5,
    "units:agency_edit": 6,
    "units:agency_list": 7,
    "units:change_create": 5,
    "units:change_list": 6,
    "units:committee_detail": 7,
    "units:committee_edit": 6,
    "units:concern_create": 5,
    "units:concern_list": 7,
    "units:day_off_create": 5,
    "units:day_off_list": 6,
    "units:document_form_edit": 7,
    "units:extension_create": 8,
    "units:meeting_done": 8,
    "units:meeting_list": 8,
    "units:meeting_register": 14,
    "units:period_create": 8,
    "units:period_detail": 8,
    "units:period_edit": 6,
    "units:period_list": 7,
    "units:period_remove": 6,
    "units:proposal_list": 7,
    "units:province_load": 5,
    "units:quarter_edit": 6,
    "units:quarter_list": 6,
    "units:stage_move": 7,
    "units:team_create": 6,
    "units:team_edit": 7,
    "units:team_list": 8,
    "units:unit_create": 5,
    "units:unit_edit": 6,
    "units:unit_list": 9,
    "units:unit_suggest": 5,
}


def first_units(count: int):
    """The city's units, the one that the demo plays first."""
    return lambda rng: sorted(CITY.units(rng), key=lambda unit: unit.code != PLAYED_UNIT)[:count]


def give_a_bonus():
    """Of three units there may be none that got one: an empty list asks for nothing more than its count."""
    closed = Period.objects.filter(month__lt=ON.replace(day=1)).latest("month")
    by = User.objects.get(username="chuyenvien")
    Adjustment.objects.create(
        period=closed,
        unit=Unit.objects.first(),
        bonus=1,
        reason="Mô hình mới",
        given_by=by,
        given_at=instant(ON, 8),
    )


@pytest.mark.parametrize("units", [3, 99])
def test_every_page_asks_the_database_the_same_however_many_units(db, units):
    profile = PROVINCE if units == 99 else dataclasses.replace(CITY, units=first_units(units), concerns_at_once=1)
    make_demo(profile, on=ON, months=2)
    give_a_bonus()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum would have by now: without it some pages take minutes, to no purpose
    assert {page.name: page.queries for page in measure_pages(runs=1)} == QUERIES


def test_no_page_is_over_the_budget():
    assert max(QUERIES.values()) <= 15
