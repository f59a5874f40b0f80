import datetime

from surveys import records
from surveys.models import SurveyTally
from tests import world


def test_tallies_are_those_of_the_month_by_unit(period, unit, other_unit, office, django_assert_num_queries):
    before = world.make_period(datetime.date(2026, 10, 1), stage="closed")
    counts = {"understand": 50, "agree": 48, "satisfied": 45, "entered_by": office, "entered_at": world.NOW}
    tally = SurveyTally.objects.create(period=period, unit=unit, answers=60, **counts)
    SurveyTally.objects.create(period=before, unit=other_unit, answers=50, **counts)
    with django_assert_num_queries(1):
        assert records.tallies(period) == {unit.pk: tally}
