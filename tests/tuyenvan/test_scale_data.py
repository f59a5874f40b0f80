"""A small nation: two blocks of 27 units, so that what is said of 123 of them is seen."""

import datetime

import pytest
from django.db import connection, transaction
from django.db.models import Count

from assignments.models import Seat
from meetings.models import MeetingNote
from scoring.models import Ranking, Result, SelfScore
from tuyenvan.demo.scale import BLOCK, STEP, load_nation, nation
from units.models import Meeting, Period, Team, Unit

ON = datetime.date(2026, 11, 23)


def restart_keys():
    """Keys from 1 again, as in a new database: no rollback turns a sequence back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences")
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER SEQUENCE {name} RESTART")


@pytest.fixture
def new_database(db):
    restart_keys()


@pytest.fixture
def loaded(new_database):
    load_nation(on=ON, months=2, blocks=2)


def test_every_row_of_a_block_has_its_copy_among_rows_of_the_same_block(loaded):
    assert Unit.objects.count() == 2 * BLOCK
    for model in (Team, Meeting, Seat, MeetingNote, SelfScore, Result):
        halves = [model.objects.filter(pk__lt=STEP).count(), model.objects.filter(pk__gte=STEP).count()]
        assert halves[0] == halves[1] > 0, model
    assert not Seat.objects.filter(pk__lt=STEP, meeting_id__gte=STEP).exists()
    assert not Seat.objects.filter(pk__gte=STEP, delegate_id__lt=STEP).exists()


def test_units_bear_the_names_of_the_country_each_once(loaded):
    plans = nation(None)
    assert len(plans) == 3321
    named = {(unit.code, unit.kind, unit.name) for unit in Unit.objects.all()}
    assert named == {(plan.code, plan.kind, plan.name) for plan in plans[: 2 * BLOCK]}
    assert Unit.objects.values("search_key").annotate(n=Count("pk")).count() > BLOCK


def test_a_ranking_places_all_units_and_equals_share_a_place(loaded):
    ranking = Ranking.objects.get()
    ranks = list(ranking.results.exclude(rank=None).order_by("rank").values_list("rank", "total"))
    assert len(ranks) == 2 * BLOCK
    for place, (rank, total) in enumerate(ranks, start=1):
        assert rank == 1 + sum(other > total for _, other in ranks) <= place


def test_a_new_row_comes_after_the_copies(loaded):
    assert Unit.objects.create(code="99999", kind="commune", name="Mới", valid_from=ON).pk > STEP
    assert Period.objects.count() == 2


def story():
    """What happened, told of units by their codes."""
    load_nation(on=ON, months=2, blocks=2)
    return [
        list(Meeting.objects.order_by("unit__code", "starts_at").values_list("unit__code", "starts_at", "place")),
        list(Result.objects.order_by("unit__code").values_list("unit__code", "total", "rank")),
        list(Seat.objects.order_by("meeting__unit__code", "because").values_list("meeting__unit__code", "because")),
    ]


def test_the_same_day_gives_the_same_data(new_database):
    stories = []
    for _ in range(2):
        with transaction.atomic():
            restart_keys()
            stories.append(story())
            transaction.set_rollback(True)
    assert stories[0] == stories[1]
    assert all(stories[0])
