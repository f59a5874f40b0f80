"""A month with criteria, scores and rankings, for tests of scoring."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounts.models import User
from scoring import services, standard
from scoring.models import Appraisal, CriteriaSet, Criterion, Ranking, SelfAssessment, SelfScore
from surveys.models import SurveyTally
from tests import world
from units.models import Agency, Period, Stage, Unit

ISSUED_ON = datetime.date(2026, 11, 30)


def standard_set(agency: Agency, others: Mapping[str, Agency] | None = None) -> CriteriaSet:
    """The standard set; `agency` plays every part that `others` does not give away."""
    return services.install_standard_set(agencies=dict.fromkeys(standard.PARTS, agency) | dict(others or {}))


def criterion_of(period: Period, code: str) -> Criterion:
    criterion: Criterion = Criterion.objects.in_period(period).get(code=code)
    return criterion


def at_stage(period: Period, stage: str) -> Period:
    """Whose own day, if units write in it, is still to come."""
    for field, day in world.days_to_come(period.month, stage).items():
        setattr(period, field, day)
    period.stage = stage
    period.save()
    return period


def self_score(period: Period, unit: Unit, code: str, points: Any, *, by: User, comment: str = "") -> SelfScore:
    score: SelfScore = SelfScore.objects.create(
        period=period,
        unit=unit,
        criterion=criterion_of(period, code),
        points=Decimal(str(points)),
        comment=comment,
        given_by=by,
        given_at=world.NOW,
    )
    return score


def hand_in(period: Period, unit: Unit, *, by: User, share: str = "0.8") -> SelfAssessment:
    """The unit gives itself `share` of every criterion that it scores, and hands in."""
    SelfScore.objects.bulk_create(
        SelfScore(
            period=period,
            unit=unit,
            criterion=one,
            points=(one.max_points * Decimal(share)).quantize(Decimal("0.01")),
            given_by=by,
            given_at=world.NOW,
        )
        for one in Criterion.objects.in_period(period).self_scored()
    )
    return SelfAssessment.objects.create(period=period, unit=unit, submitted_by=by, submitted_at=world.NOW)


def appraise_everything(
    period: Period, units: list[Unit], *, by: User, shares: Mapping[str, str] | None = None
) -> None:
    """Every agency gives every unit its share (by code of the unit, else 0.8) of every criterion."""
    Appraisal.objects.bulk_create(
        Appraisal(
            period=period,
            unit=unit,
            criterion=one,
            points=(one.max_points * Decimal((shares or {}).get(unit.code, "0.8"))).quantize(Decimal("0.01")),
            reason="Theo minh chứng",
            agency=one.agency,
            given_by=by,
            given_at=world.NOW,
        )
        for unit in units
        for one in Criterion.objects.in_period(period).self_scored()
    )


def tally(period: Period, unit: Unit, counts: tuple[int, int, int, int], *, by: User) -> SurveyTally:
    """Counts of answers, who understand, who agree, who are satisfied."""
    answers, understand, agree, satisfied = counts
    return SurveyTally.objects.create(
        period=period,
        unit=unit,
        answers=answers,
        understand=understand,
        agree=agree,
        satisfied=satisfied,
        entered_by=by,
        entered_at=world.NOW,
    )


def drafted(period: Period, *, by: User) -> Ranking:
    return services.draft_ranking(period=period, by=by, at=world.NOW)


def checked(period: Period, *, by: User) -> Ranking:
    return services.check_ranking(ranking=drafted(period, by=by), by=by, at=world.NOW)


def published(period: Period, *, by: User, **more: Any) -> Ranking:
    """From drafting to publishing by one hand; the month is past appraisal."""
    at_stage(period, Stage.APPEAL)
    ranking = checked(period, by=by)
    return services.publish_ranking(ranking=ranking, by=by, at=world.NOW, **({"issued_on": ISSUED_ON} | more))
