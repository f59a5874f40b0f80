import pytest

from assignments.models import Delegate
from tests import world
from tests.meetings.places import assign, past_period
from units.models import Meeting, Period


@pytest.fixture
def month(body: None) -> Period:
    return past_period()


@pytest.fixture
def meeting(month: Period, unit, secretary, delegate: Delegate, office) -> Meeting:
    """Of `unit`, on 10/10/2024 at 08:00; `delegate` is assigned."""
    meeting = world.make_meeting(month, unit, day=10, by=secretary)
    assign(meeting, delegate, by=office)
    return meeting


@pytest.fixture
def other_meeting(month: Period, other_unit, other_secretary) -> Meeting:
    return world.make_meeting(month, other_unit, day=11, by=other_secretary)
