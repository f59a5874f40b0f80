"""Points computed from the record, one unit at a time with its reason."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from assignments.models import Plan, Seat
from meetings.models import MeetingNote, TeamAttendance, TeamVisit
from scoring.records import computed_points, half_up, month_facts, month_record
from scoring.services import criteria_of
from scoring.services.month_dossier import survey_entry
from surveys.models import SurveyTally
from tests import world

pytestmark = pytest.mark.usefixtures("criteria_set")


def computed(period, unit, code):
    criteria = criteria_of(period)
    values = computed_points(month_record(period), criteria, [unit])
    return values[unit.pk, next(one.pk for one in criteria if one.code == code)]


def seated(period, meeting, delegates, office):
    plan = Plan.objects.create(period=period, version=1, made_by=office, made_at=world.NOW, problem={}, result={})
    for delegate in delegates:
        Seat.objects.create(plan=plan, meeting=meeting, delegate=delegate)
    Plan.objects.filter(pk=plan.pk).update(status="published", published_by=office, published_at=world.NOW)


def note(meeting, delegate, *ratings):
    names = ("preparation", "content", "discussion", "answers")
    return MeetingNote.objects.create(
        meeting=meeting,
        delegate=delegate,
        observation="Tốt",
        submitted_at=world.NOW,
        **dict(zip(names, ratings, strict=True)),
    )


@pytest.mark.parametrize(("registered_on", "points"), [("2026-11-04", 4), ("2026-11-03", 4), ("2026-11-05", 0)])
def test_registration_earns_all_or_nothing_by_its_local_day(period, unit, office, registered_on, points):
    at = datetime.datetime.fromisoformat(f"{registered_on}T23:59:00+07:00")
    world.make_meeting(period, unit, by=office, registered_at=at)
    assert period.registration_due == datetime.date(2026, 11, 4)
    assert computed(period, unit, "B1").points == points


def test_no_registration_earns_nothing(period, unit):
    assert computed(period, unit, "B1").points == 0
    assert computed(period, unit, "B1").fact == "Chưa đăng ký hội nghị."


@pytest.mark.parametrize(("held_on", "points"), [("2026-11-10", 5), ("2026-11-11", 0), (None, 0)])
def test_the_meeting_earns_points_on_the_day_it_was_registered_for(period, unit, office, held_on, points):
    world.make_meeting(period, unit, by=office, day=10, held_on=held_on)
    assert computed(period, unit, "B2").points == points


def test_a_meeting_before_dawn_belongs_to_its_own_day_in_vietnam(period, unit, office):
    world.make_meeting(period, unit, by=office, day=10, hour=2, held_on="2026-11-10")  # 9 November in UTC
    assert computed(period, unit, "B2").points == 5


@pytest.mark.parametrize(("present", "points"), [(3, "6.00"), (2, "4.00"), (1, "2.00"), (0, "0.00")])
def test_teams_earn_their_share(period, office, present, points):
    unit = world.make_unit("Tả Phời", teams=3)
    meeting = world.make_meeting(period, unit, by=office, held_on="2026-11-10")
    for place, team in enumerate(unit.teams.all()):
        TeamAttendance.objects.create(meeting=meeting, team=team, present=place < present)
    assert computed(period, unit, "B3").points == Decimal(points)


def test_teams_of_a_meeting_that_was_not_held_earn_nothing(period, unit, office):
    world.make_meeting(period, unit, by=office)
    assert computed(period, unit, "B3").points == 0


def test_a_unit_without_teams_is_not_asked_for_them(period, office):
    unit = world.make_unit("Vạn Hòa", teams=0)
    world.make_meeting(period, unit, by=office, held_on="2026-11-10")
    assert computed(period, unit, "B3").na == "Đơn vị không có tổ tuyên vận"


def test_notes_earn_the_share_that_was_delivered(period, unit, office, delegate, other_delegate):
    meeting = world.make_meeting(period, unit, by=office, held_on="2026-11-10")
    seated(period, meeting, [delegate, other_delegate], office)
    note(meeting, delegate, 4, 4, 4, 4)
    assert computed(period, unit, "E1").points == 1
    assert computed(period, unit, "E1").fact == "1/2 đại biểu đã gửi phiếu."


def test_without_an_assigned_delegate_the_note_is_not_asked_for(period, unit, office):
    world.make_meeting(period, unit, by=office, held_on="2026-11-10")
    assert computed(period, unit, "E1").na == "Không có đại biểu được phân công"


@pytest.mark.parametrize(
    ("ratings", "points"), [((5, 5, 5, 5), "5.00"), ((4, 4, 4, 4), "3.75"), ((1, 1, 1, 1), "0"), ((5, 4, 4, 4), "4.06")]
)
def test_what_delegates_saw_earns_its_average(period, unit, office, delegate, ratings, points):
    meeting = world.make_meeting(period, unit, by=office, held_on="2026-11-10")
    note(meeting, delegate, *ratings)
    assert computed(period, unit, "B4").points == Decimal(points)


def test_no_note_and_no_visit_are_not_applicable_with_the_reason(period, unit):
    assert computed(period, unit, "C2").na == "Chưa có phiếu của đại biểu"
    assert computed(period, unit, "D1").na == "Không có lần dự đột xuất"


def test_visits_of_the_month_earn_their_average(period, unit, delegate):
    team = unit.teams.first()
    for day, rating in ((12, 5), (13, 4)):
        TeamVisit.objects.create(
            team=team, delegate=delegate, visited_on=period.month.replace(day=day), rating=rating, seen="Có họp",
            recorded_at=world.NOW,
        )  # fmt: skip
    assert computed(period, unit, "D1").points == Decimal("5.25")


def test_what_a_unit_may_know_before_the_ranking_leaves_out_what_delegates_thought(period, unit, office, delegate):
    meeting = world.make_meeting(period, unit, by=office, held_on="2026-11-10")
    note(meeting, delegate, 5, 5, 5, 5)
    assert month_facts(period).note_ratings == {}


def test_a_survey_sum_keeps_thirds_to_four_decimals_half_up():
    tally = SurveyTally(answers=64, understand=52, agree=51, satisfied=50)
    assert survey_entry(tally) == {"answers": 64, "sum": "51"}
    assert survey_entry(SurveyTally(answers=64, understand=52, agree=52, satisfied=51))["sum"] == "51.6667"
    assert survey_entry(None) == {"answers": 0, "sum": "0"}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_month_is_read_in_five_queries_however_many_units(period, office, rows, django_assert_num_queries):
    for place in range(rows):
        world.make_meeting(period, world.make_unit(f"Thôn {place}"), by=office)
    with django_assert_num_queries(5):
        month_record(period)


def test_halves_go_up():
    assert half_up(Fraction(1, 8)) == Decimal("0.13")
