"""More time for one unit to assess itself: honoured after the stage has moved on, and for that unit alone."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from scoring import access, services
from scoring.models import SelfScore
from scoring.services import Refused
from scoring.tasks import tasks
from tests import world
from tests.scoring import places
from units.access import actor_for
from units.models import Stage
from units.services import grant_extension

DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def period(body, today):
    """The month now: the extension must end on a day that is not past, whenever this runs."""
    return world.make_period(today.replace(day=1))


@pytest.fixture
def extended(appraising, unit, office, today):
    grant_extension(
        period=appraising,
        unit=unit,
        stage=Stage.SELF_ASSESSMENT,
        until=today,
        reason="Mất điện ba ngày",
        by=office,
        at=timezone.now(),
    )
    return appraising


def score(period, unit, by, at=None):
    return services.save_self_score(
        period=period,
        unit=unit,
        criterion=places.criterion_of(period, "C1"),
        points=Decimal(5),
        by=by,
        at=at or timezone.now(),
    )


def test_the_unit_scores_on_while_the_agencies_appraise(client, extended, unit, secretary, today):
    client.force_login(secretary)
    page = client.get(reverse("scoring:self_assessment", args=[extended.month, unit.pk])).content.decode()
    assert "đơn vị được gia hạn riêng" in page
    score(extended, unit, secretary)
    assert SelfScore.objects.get().unit == unit
    (task,) = tasks(actor_for(secretary), extended, on=today)
    assert (task.action, task.is_late) == ("Tự chấm", today > max(today, extended.self_assessment_due))
    assert f"Được gia hạn đến hết ngày {today:%d/%m/%Y}" in task.detail


def test_another_unit_does_not(extended, other_unit, other_secretary):
    with pytest.raises(Refused):
        score(extended, other_unit, other_secretary)
    assert not SelfScore.objects.exists()


def test_the_day_after_it_is_over(extended, unit, secretary, today):
    assert access.self_assessment_is_open(extended, unit, on=today)
    assert not access.self_assessment_is_open(extended, unit, on=today + DAY)
    with pytest.raises(Refused):
        score(extended, unit, secretary, at=timezone.now() + DAY)


@pytest.mark.parametrize("stage", [Stage.APPEAL, Stage.CLOSED])
def test_once_the_agencies_are_done_it_opens_nothing(extended, unit, secretary, stage):
    places.at_stage(extended, stage)
    with pytest.raises(Refused):
        score(extended, unit, secretary)
