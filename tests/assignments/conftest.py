import datetime

import pytest

from assignments import services
from assignments.models import Plan, Seat
from tests import world


@pytest.fixture
def meeting(period, unit, secretary):
    return world.make_meeting(period, unit, day=10, by=secretary)


@pytest.fixture
def other_meeting(period, other_unit, other_secretary):
    return world.make_meeting(period, other_unit, day=12, by=other_secretary)


@pytest.fixture
def third_delegate(body):
    return world.make_delegate(world.make_agency("Thành đoàn"), "Má A Chinh", tier=1, position="Bí thư Thành đoàn")


@pytest.fixture
def draft(period, meeting, delegate, other_delegate, office):
    return services.draft_plan(period, by=office, at=world.NOW)


@pytest.fixture
def checked(draft, office, head):
    services.submit_plan(draft, by=office, at=world.NOW)
    return services.check_plan_version(draft, by=head, at=world.NOW)


@pytest.fixture
def notice(checked, standing):
    return services.publish_plan(checked, by=standing, at=world.NOW, issued_on=world.MONTH.replace(day=5))


@pytest.fixture
def been_there(unit, third_delegate, office):
    """The third delegate was at the unit two months ago."""
    old = world.make_period(datetime.date(2026, 9, 1))
    plan = Plan.objects.create(period=old, version=1, made_by=office, made_at=world.NOW)
    Seat.objects.create(plan=plan, meeting=world.make_meeting(old, unit, by=office), delegate=third_delegate)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    return third_delegate
