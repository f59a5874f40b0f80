"""A month with criteria, for tests of scoring."""

from collections.abc import Mapping

from scoring import services, standard
from scoring.models import CriteriaSet, Criterion
from units.models import Agency, Period


def standard_set(agency: Agency, others: Mapping[str, Agency] | None = None) -> CriteriaSet:
    """The standard set; `agency` plays every part that `others` does not give away."""
    return services.install_standard_set(agencies=dict.fromkeys(standard.PARTS, agency) | dict(others or {}))


def criterion_of(period: Period, code: str) -> Criterion:
    return Criterion.objects.get(group__criteria_set=period.period_criteria.criteria_set, code=code)
