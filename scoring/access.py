"""Who may what in scoring. Blind until the ranking is published: an agency sees its own criteria and nothing else."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from scoring.models import Criterion, Evidence, Ranking, RankingQuerySet, SelfAssessment
from units.access import stage_is_open_to
from units.actor import Actor
from units.models import Period, Stage, Unit


def can_choose_criteria(actor: Actor) -> bool:
    return actor.is_office


def can_list_self_assessments(actor: Actor) -> bool:
    return actor.sees_all_units or actor.is_unit


def can_self_assess(actor: Actor, unit: Unit) -> bool:
    return unit.pk in actor.unit_ids


def self_assessment_is_open(period: Period, unit: Unit, *, on: datetime.date) -> bool:
    """In its stage to the end of the day, and while the office's extension for this unit runs. At most one query."""
    return stage_is_open_to(unit, period, Stage.SELF_ASSESSMENT, on=on)


def can_see_self_assessment(actor: Actor, unit: Unit, *, is_submitted: bool) -> bool:
    """A draft is the unit's own; what was handed in, the committee's office reads too."""
    return can_self_assess(actor, unit) or (is_submitted and actor.sees_all_units)


def visible_evidence(actor: Actor) -> QuerySet[Evidence]:
    """Own unit's; after handing in also the committee's people and the agency that scores the criterion."""
    submitted = Exists(SelfAssessment.objects.filter(period=OuterRef("period"), unit=OuterRef("unit")))
    entrusted = Q() if actor.sees_all_units else Q(criterion__agency__in=actor.agency_ids)
    return (
        Evidence.objects.filter(withdrawn_at=None)
        .select_related("period", "unit", "criterion__group")
        .annotate(is_submitted=submitted)
        .filter(Q(unit__in=actor.unit_ids) | (entrusted & Q(is_submitted=True)))
    )


def can_follow_appraisal(actor: Actor) -> bool:
    """How far it is, no points."""
    return actor.sees_all_units or actor.is_appraiser


def appraisable_criteria(actor: Actor, period: Period) -> QuerySet[Criterion]:
    """The month's criteria entrusted to the actor's agencies."""
    return Criterion.objects.in_period(period).self_scored().filter(agency__in=actor.agency_ids)


def followed_criteria(actor: Actor, period: Period) -> QuerySet[Criterion]:
    if actor.sees_all_units:
        return Criterion.objects.in_period(period).self_scored()
    return appraisable_criteria(actor, period)


def can_see_adjustments(actor: Actor) -> bool:
    return actor.sees_all_units


def can_adjust(actor: Actor) -> bool:
    return actor.is_office


def visible_rankings(actor: Actor) -> RankingQuerySet:
    """Drafts and replaced versions are the committee's; the published one is everybody's but the administrator's."""
    rows: RankingQuerySet = Ranking.objects.select_related("period")
    if actor.sees_all_units:
        return rows
    return rows.filter(status=Ranking.Status.PUBLISHED) if actor.takes_part else rows.none()


def can_see_groups(actor: Actor) -> bool:
    """Every unit's points by group, and the papers that hold them."""
    return actor.sees_all_units


def can_see_breakdown(actor: Actor, unit_id: int) -> bool:
    return actor.sees_all_units or unit_id in actor.unit_ids


def can_draft_ranking(actor: Actor) -> bool:
    return actor.is_office


def can_check_ranking(actor: Actor) -> bool:
    return actor.is_office_head


def can_return_ranking(actor: Actor) -> bool:
    return actor.is_office_head or actor.is_standing


def can_publish_ranking(actor: Actor) -> bool:
    return actor.is_standing
