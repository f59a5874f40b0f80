"""What `scoring` computes survey points from."""

from surveys.models import SurveyTally
from units.models import Period


def tallies(period: Period) -> dict[int, SurveyTally]:
    """Unit id → its counts; a unit whose survey has not been entered is not among them. One query."""
    return {tally.unit_id: tally for tally in SurveyTally.objects.filter(period=period)}
