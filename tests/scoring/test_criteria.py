from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from scoring import services, standard
from scoring.models import ClassBand, CriteriaSet, Criterion, CriterionGroup, Gate, PeriodCriteria, SelfScore
from tests import world
from tests.scoring import places


def test_the_standard_set_has_100_points_and_the_consensus_weighs_most():
    points = {group.code: group.points for group in standard.GROUPS}
    assert points == {"A": 40, "B": 20, "C": 15, "D": 15, "E": 10}
    assert [group.code for group in standard.GROUPS if group.is_consensus] == ["A"]


def test_every_group_of_the_standard_set_has_three_to_five_criteria_each_with_a_rubric():
    assert all(3 <= len(group.criteria) <= 5 for group in standard.GROUPS)
    assert all(len(criterion.rubric) >= 2 for group in standard.GROUPS for criterion in group.criteria)


def test_most_points_of_the_consensus_come_from_the_people_themselves():
    consensus = standard.GROUPS[0]
    asked = sum(criterion.points for criterion in consensus.criteria if criterion.source == "survey")
    assert asked > consensus.points / 2


def test_the_standard_set_is_installed_with_classes_gates_and_agencies(agency, other_agency):
    criteria_set = places.standard_set(agency, {"front": other_agency})

    assert criteria_set.version == 1
    assert sum(one.max_points for one in Criterion.objects.all()) == Decimal(100)
    assert Criterion.objects.get(code="A2").agency == other_agency
    assert Criterion.objects.get(code="C1").agency == agency
    assert [band.name for band in criteria_set.bands.all()] == ["Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành"]
    assert criteria_set.gates.get(code="no_meeting").best_band.name == "Không hoàn thành"


def test_a_part_without_an_agency_is_named(agency):
    with pytest.raises(services.Refused, match="Ủy ban MTTQ"):
        services.install_standard_set(agencies={part: agency for part in standard.PARTS if part != "front"})
    assert not CriteriaSet.objects.exists()


def test_a_month_uses_one_set_and_naming_it_twice_changes_nothing(period, criteria_set):
    services.use_criteria(period=period, criteria_set=criteria_set)
    assert PeriodCriteria.objects.get().criteria_set == criteria_set


def test_a_month_without_scores_may_change_to_another_set(period, criteria_set, agency):
    newer = places.standard_set(agency)
    services.use_criteria(period=period, criteria_set=newer)
    assert PeriodCriteria.objects.get().criteria_set == newer


def test_a_month_with_scores_keeps_its_set(period, criteria_set, agency, unit, office):
    criterion = places.criterion_of(period, "C1")
    SelfScore.objects.create(
        period=period, unit=unit, criterion=criterion, points=1, given_by=office, given_at=world.NOW
    )
    with pytest.raises(services.Refused, match="không đổi bộ tiêu chí"):
        services.use_criteria(period=period, criteria_set=places.standard_set(agency))


def test_a_set_that_does_not_sum_to_100_is_refused(period, agency):
    criteria_set = places.standard_set(agency)
    Criterion.objects.filter(code="A1").update(max_points="24.5")
    with pytest.raises(services.Refused, match="hiện là 99,5"):
        services.use_criteria(period=period, criteria_set=criteria_set)


def test_a_set_whose_consensus_is_not_strictly_the_heaviest_is_refused(period, agency):
    criteria_set = places.standard_set(agency)
    Criterion.objects.filter(code="A1").update(max_points=15)
    Criterion.objects.filter(code="B3").update(max_points=16)
    with pytest.raises(services.Refused, match="phải nặng điểm nhất"):
        services.use_criteria(period=period, criteria_set=criteria_set)


CHANGES = {
    "points": lambda: Criterion.objects.filter(code="A1").update(max_points=20),
    "rubric": lambda: Criterion.objects.filter(code="A1").update(rubric="khác"),
    "new criterion": lambda: Criterion.objects.create(
        group=CriterionGroup.objects.get(code="A"), code="A9", name="thêm", max_points=1, source="survey", rubric="x"
    ),
    "fewer criteria": lambda: Criterion.objects.filter(code="E1").delete(),
    "group": lambda: CriterionGroup.objects.filter(code="A").update(name="khác"),
    "class": lambda: ClassBand.objects.filter(name="Tốt").update(from_points=60),
    "gate": lambda: Gate.objects.all().delete(),
    "set": lambda: CriteriaSet.objects.update(min_counted=1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_set_that_a_month_uses_is_changed_by_nobody(criteria_set, change):
    with pytest.raises((IntegrityError, DatabaseError), match="không sửa được"), transaction.atomic():
        change()


def test_a_set_that_no_month_uses_may_still_be_changed(agency):
    places.standard_set(agency)
    assert Criterion.objects.filter(code="A1").update(rubric="rõ hơn") == 1
