import datetime
from fractions import Fraction

import pytest

from meetings import records
from meetings.models import TeamAttendance
from meetings.records import Part, RatingSum
from tests import world
from tests.meetings.places import PAST_MONTH, assign, make_note, make_visit
from units.models import Meeting


@pytest.fixture
def meeting(month, unit, secretary):
    return world.make_meeting(month, unit, day=10, by=secretary)


@pytest.fixture(autouse=True)
def meeting_of_another_month(unit, secretary, delegate, office):
    """Nothing of it may be counted."""
    period = world.make_period(datetime.date(2024, 9, 1), stage="closed")
    meeting = world.make_meeting(period, unit, day=9, by=secretary, held_on=datetime.date(2024, 9, 9))
    assign(meeting, delegate, by=office)
    make_note(meeting, delegate, ratings=1)
    TeamAttendance.objects.create(meeting=meeting, team=unit.teams.first(), present=True)
    make_visit(unit.teams.first(), delegate, rating=1, visited_on=datetime.date(2024, 9, 30))
    make_visit(unit.teams.first(), delegate, rating=1, visited_on=datetime.date(2024, 11, 1))


def test_teams_present_are_counted_of_all_teams_in_the_record(month, meeting, unit):
    first, second = unit.teams.all()
    TeamAttendance.objects.create(meeting=meeting, team=first, present=True)
    TeamAttendance.objects.create(meeting=meeting, team=second, present=False)
    second.is_active = False
    second.save()
    world.make_unit("Vạn Hòa")
    assert records.teams_present(month) == {unit.pk: Part(done=1, of=2)}


def test_without_a_record_no_active_team_was_present(month, meeting, other_meeting, unit, other_unit):
    unit.teams.filter(position=2).update(is_active=False)
    assert records.teams_present(month) == {unit.pk: Part(done=0, of=1), other_unit.pk: Part(done=0, of=2)}


def test_notes_delivered_are_counted_of_the_published_seats(
    month, meeting, other_meeting, unit, delegate, other_delegate, office
):
    assign(meeting, delegate, other_delegate, by=office)
    make_note(meeting, delegate)
    assert records.notes_delivered(month) == {unit.pk: Part(done=1, of=2)}


def test_a_replaced_plan_and_a_note_at_another_meeting_count_for_nothing(
    month, meeting, other_meeting, unit, other_unit, delegate, other_delegate, office
):
    assign(meeting, delegate, by=office)
    assign(other_meeting, other_delegate, by=office)
    make_note(meeting, other_delegate)
    assert records.notes_delivered(month) == {unit.pk: Part(done=0, of=1), other_unit.pk: Part(done=0, of=1)}


def test_ratings_of_all_notes_of_a_unit_are_put_together(month, meeting, unit, delegate, other_delegate):
    make_note(meeting, delegate, preparation=5, content=4, discussion=3, answers=2)
    make_note(meeting, other_delegate, ratings=3)
    assert records.note_ratings(month) == {unit.pk: RatingSum(total=26, count=8)}
    assert records.note_ratings(month)[unit.pk].average == Fraction(13, 4)


def test_a_note_of_a_conference_called_off_afterwards_counts_for_nothing(month, meeting, unit, delegate, office):
    make_note(meeting, delegate, ratings=5)
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=world.NOW, cancelled_by=office)
    assert records.note_ratings(month) == {}


def test_ratings_of_visits_are_those_of_the_month(month, unit, other_unit, delegate):
    first, second = unit.teams.all()
    make_visit(first, delegate, rating=5)
    make_visit(second, delegate, rating=2, visited_on=PAST_MONTH)
    make_visit(other_unit.teams.first(), delegate, rating=3, visited_on=PAST_MONTH.replace(day=31))
    assert records.visit_ratings(month) == {
        unit.pk: RatingSum(total=7, count=2),
        other_unit.pk: RatingSum(total=3, count=1),
    }


def test_a_share_of_nothing_and_an_average_of_nothing_do_not_exist():
    assert Part(done=0, of=0).share is None
    assert RatingSum(total=0, count=0).average is None


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "record",
    [
        records.teams_present,
        records.notes_delivered,
        records.note_ratings,
        records.visit_ratings,
    ],
)
def test_each_record_of_a_month_is_one_query(
    month, secretary, delegate, office, record, rows, django_assert_num_queries
):
    for place in range(rows):
        unit = world.make_unit(f"Xã {place}")
        meeting = world.make_meeting(month, unit, by=secretary)
        assign(meeting, delegate, by=office)
        make_note(meeting, delegate)
        make_visit(unit.teams.first(), delegate)
    with django_assert_num_queries(1):
        assert len(record(month)) == rows
