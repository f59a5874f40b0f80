from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from scoring import standard
from scoring.models import (
    Appraisal,
    ClassBand,
    CriteriaSet,
    Criterion,
    CriterionGroup,
    Gate,
    PeriodCriteria,
    Ranking,
    SelfScore,
)
from scoring.services.errors import Refused
from units.models import Agency, Period

FULL_MARKS = Decimal(100)


@transaction.atomic
def install_standard_set(*, agencies: Mapping[str, Agency]) -> CriteriaSet:
    """The standard 100 points as a new version. `agencies`: which agency plays each part of `standard.PARTS`."""
    if missing := [title for part, title in standard.PARTS.items() if part not in agencies]:
        raise Refused(f"Chưa giao cơ quan chấm cho phần việc: {'; '.join(missing)}.")
    version = (CriteriaSet.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    criteria_set = CriteriaSet.objects.create(name=standard.NAME, version=version)
    for place, group in enumerate(standard.GROUPS, 1):
        _install_group(criteria_set, group, place, agencies)
    bands = {
        band.name: ClassBand.objects.create(criteria_set=criteria_set, name=band.name, from_points=band.from_points)
        for band in standard.BANDS
    }
    for gate in standard.GATES:
        Gate.objects.create(criteria_set=criteria_set, code=gate.rule, best_band=bands[gate.best_band])
    return criteria_set


def _install_group(
    criteria_set: CriteriaSet, group: standard.StandardGroup, place: int, agencies: Mapping[str, Agency]
) -> None:
    row = CriterionGroup.objects.create(
        criteria_set=criteria_set, code=group.code, name=group.name, is_consensus=group.is_consensus, position=place
    )
    Criterion.objects.bulk_create(
        Criterion(
            group=row,
            code=criterion.code,
            name=criterion.name,
            max_points=criterion.points,
            source=criterion.source,
            rule=criterion.rule,
            agency=agencies[criterion.part] if criterion.part else None,
            rubric="\n".join(criterion.rubric),
            position=position,
        )
        for position, criterion in enumerate(group.criteria, 1)
    )


@transaction.atomic
def use_criteria(*, period: Period, criteria_set: CriteriaSet) -> PeriodCriteria:
    """Give a month its criteria. Scores hang on criteria, so with the first score the choice stands."""
    period = Period.objects.select_for_update().get(pk=period.pk)
    used = PeriodCriteria.objects.filter(period=period).first()
    if used and used.criteria_set_id == criteria_set.pk:
        return used
    refuse_unbalanced(criteria_set)
    if used is None:
        return PeriodCriteria.objects.create(period=period, criteria_set=criteria_set)
    if any(model.objects.filter(period=period).exists() for model in (SelfScore, Appraisal, Ranking)):
        raise Refused(f"Tháng {period.label} đã có điểm theo {used.criteria_set}; không đổi bộ tiêu chí được nữa.")
    used.criteria_set = criteria_set
    used.save(update_fields=["criteria_set"])
    return used


def refuse_unbalanced(criteria_set: CriteriaSet) -> None:
    """100 points in all, the consensus of the people strictly the heaviest group, classes down to 0."""
    groups = list(criteria_set.groups.prefetch_related("criteria"))
    sums = {group: sum((one.max_points for one in group.criteria.all()), Decimal(0)) for group in groups}
    if sum(sums.values()) != FULL_MARKS:
        raise Refused(f"Tổng điểm của bộ tiêu chí phải đúng 100, hiện là {_plain(sum(sums.values(), Decimal(0)))}.")
    consensus = next((group for group in groups if group.is_consensus), None)
    if consensus is None:
        raise Refused("Bộ tiêu chí phải có một nhóm nhận thức, đồng thuận của Nhân dân.")
    if heavier := [group for group in groups if group != consensus and sums[group] >= sums[consensus]]:
        raise Refused(
            f"Nhóm “{consensus.name}” ({_plain(sums[consensus])} điểm) phải nặng điểm nhất; nhóm “{heavier[0].name}”"
            f" có {_plain(sums[heavier[0]])} điểm."
        )
    if not criteria_set.bands.filter(from_points=0).exists():
        raise Refused("Bộ tiêu chí phải có mức xếp loại từ 0 điểm.")


def _plain(points: Decimal | int) -> str:
    return f"{Decimal(points).normalize():f}".replace(".", ",")
