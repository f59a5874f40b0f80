import datetime

import pytest

from assignments.models import Delegate, Plan, Seat
from tests import world
from units.models import Meeting, Period


@pytest.fixture
def meeting(period, unit, secretary) -> Meeting:
    return world.make_meeting(period, unit, day=12, by=secretary)


@pytest.fixture
def other_meeting(period, other_unit, other_secretary) -> Meeting:
    return world.make_meeting(period, other_unit, day=13, by=other_secretary)


def publish(period: Period, pairs: list[tuple[Meeting, Delegate]], *, at: datetime.datetime = world.NOW) -> Plan:
    """The period's next plan, in force at once; the one before it is replaced."""
    by = period.meetings.first().registered_by
    Plan.objects.in_period(period).published().update(status=Plan.Status.REPLACED)
    version = Plan.objects.in_period(period).count() + 1
    plan = Plan.objects.create(period=period, version=version, made_by=by, made_at=at)
    for meeting, delegate in pairs:
        Seat.objects.create(plan=plan, meeting=meeting, delegate=delegate)
    plan.status, plan.published_by, plan.published_at = Plan.Status.PUBLISHED, by, at
    plan.save()
    return plan
