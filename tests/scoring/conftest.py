import pytest

from scoring import services
from scoring.models import CriteriaSet
from tests.scoring import places
from units.models import Agency, Period


@pytest.fixture
def criteria_set(period: Period, agency: Agency, other_agency: Agency) -> CriteriaSet:
    """The month uses the standard set; `agency` plays every part but the Front's, which is `other_agency`'s."""
    criteria_set = places.standard_set(agency, {"front": other_agency})
    services.use_criteria(period=period, criteria_set=criteria_set)
    return criteria_set
