import pytest

from accounts.models import User
from scoring import services
from scoring.models import CriteriaSet
from tests import world
from tests.scoring import places
from units.models import Agency, IssuingBody, Period, Stage, Unit


@pytest.fixture
def period(body: IssuingBody) -> Period:
    """Its registration is long over."""
    return world.make_period(**world.USUAL_DAYS)


@pytest.fixture
def criteria_set(period: Period, agency: Agency, other_agency: Agency) -> CriteriaSet:
    """The month uses the standard set; `agency` plays every part but the Front's, which is `other_agency`'s."""
    criteria_set = places.standard_set(agency, {"front": other_agency})
    services.use_criteria(period=period, criteria_set=criteria_set)
    return criteria_set


@pytest.fixture
def self_assessing(period: Period, criteria_set: CriteriaSet) -> Period:
    return places.at_stage(period, Stage.SELF_ASSESSMENT)


@pytest.fixture
def appraising(period: Period, criteria_set: CriteriaSet) -> Period:
    return places.at_stage(period, Stage.APPRAISAL)


@pytest.fixture
def month(
    period: Period, criteria_set: CriteriaSet, unit: Unit, other_unit: Unit, appraiser: User, secretary: User
) -> Period:
    """Everything scored: Hợp Thành better than Kim Tân, both met, asked the people and handed in."""
    places.at_stage(period, Stage.APPEAL)
    for one, good in ((unit, 60), (other_unit, 45)):
        world.make_meeting(period, one, by=secretary, held_on="2026-11-10")
        places.hand_in(period, one, by=secretary)
        places.tally(period, one, (64, good, good, good), by=secretary)
    places.appraise_everything(period, [unit, other_unit], by=appraiser, shares={unit.code: "0.95"})
    return period
