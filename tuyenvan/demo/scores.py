"""Self-scores, appraisals and ranking of a month: units praise themselves a little, agencies look closer."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from scoring.models import Adjustment, Criterion, SelfAssessment, SelfScore
from scoring.services import Mark, appraise_units, check_ranking, draft_ranking, publish_ranking
from tuyenvan.demo import texts
from tuyenvan.demo.story import Story, instant
from units.models import Unit

STEP = Decimal("0.25")
Own = Mapping[tuple[int, int], Decimal]


def judged_criteria(story: Story) -> list[Criterion]:
    rows = Criterion.objects.filter(group__criteria_set=story.committee.criteria_set, source=Criterion.Source.APPRAISAL)
    return list(rows.select_related("group", "agency"))


def assess_themselves(story: Story, criteria: list[Criterion]) -> Own:
    """(unit, criterion) → points. Hardly ever a unit that hands nothing in."""
    rng = story.rng("self")
    units = [unit for unit in story.committee.units if rng.random() > 0.006 * (2 - story.quality[unit.pk])]
    scores = [_self_score(story, unit, criterion, rng) for unit in units for criterion in criteria]
    SelfScore.objects.bulk_create(scores)
    SelfAssessment.objects.bulk_create(
        SelfAssessment(
            period=story.period,
            unit=unit,
            submitted_by=story.committee.secretaries[unit.pk],
            submitted_at=instant(story.period.self_assessment_due, rng.randint(14, 17), rng.randint(0, 59)),
        )
        for unit in units
    )
    return {(score.unit_id, score.criterion_id): score.points for score in scores}


def _self_score(story: Story, unit: Unit, criterion: Criterion, rng: Random) -> SelfScore:
    praise = story.quality[unit.pk] + 0.07 + rng.gauss(0, 0.04)
    return SelfScore(
        period=story.period,
        unit=unit,
        criterion=criterion,
        points=_points(criterion, praise),
        comment=rng.choice(texts.SELF_COMMENTS),
        given_by=story.committee.secretaries[unit.pk],
        given_at=instant(story.period.self_assessment_due, rng.randint(8, 13), rng.randint(0, 59)),
    )


def appraise(story: Story, criteria: list[Criterion], own: Own) -> None:
    rng = story.rng("appraisal")
    for criterion in criteria:
        if criterion.agency is None:
            continue
        marks = [_mark(story, unit, criterion, own.get((unit.pk, criterion.pk)), rng) for unit in story.committee.units]
        appraise_units(
            period=story.period,
            criterion=criterion,
            marks=marks,
            by=story.committee.appraisers[criterion.agency.pk],
            agency=criterion.agency,
            at=instant(story.period.appraisal_due, 9, rng.randint(0, 59)),
        )


def _mark(story: Story, unit: Unit, criterion: Criterion, own: Decimal | None, rng: Random) -> Mark:
    points = _points(criterion, story.quality[unit.pk] + rng.gauss(0, 0.05))
    if own is not None and abs(points - own) < 2 * STEP:
        points = own  # too little to argue about
    kind = "same" if own is None or points == own else "lower" if points < own else "higher"
    return Mark(unit=unit, points=points, reason=rng.choice(texts.APPRAISAL_REASONS[kind]))


def _points(criterion: Criterion, share: float) -> Decimal:
    steps = int(criterion.max_points / STEP)
    return STEP * min(max(round(steps * share), 0), steps)


def adjust_some(story: Story) -> None:
    rng = story.rng("adjustments")
    rows = []
    for unit in story.committee.units:
        quality = story.quality[unit.pk]
        if rng.random() < 0.08 * quality:
            rows.append(_adjustment(story, unit, rng, bonus=rng.choice(("0.5", "1", "1.5"))))
        elif rng.random() < 0.1 * (1 - quality):
            rows.append(_adjustment(story, unit, rng, penalty=rng.choice(("0.5", "1", "2"))))
    if not rows:  # a month in which nobody did anything out of the ordinary shows nothing
        best = max(story.committee.units, key=lambda unit: (story.quality[unit.pk], unit.pk))
        rows.append(_adjustment(story, best, rng, bonus="0.5"))
    Adjustment.objects.bulk_create(rows)


def _adjustment(story: Story, unit: Unit, rng: Random, *, bonus: str = "0", penalty: str = "0") -> Adjustment:
    return Adjustment(
        period=story.period,
        unit=unit,
        bonus=Decimal(bonus),
        penalty=Decimal(penalty),
        reason=rng.choice(texts.BONUSES if bonus != "0" else texts.PENALTIES),
        given_by=story.committee.office,
        given_at=instant(story.period.appraisal_due, 11, rng.randint(10, 59)),
    )


def rank(story: Story) -> None:
    """Computed, checked and published by the program's own services: with number, paper, dossier and hash."""
    day, people = story.period.ranking_due, story.committee
    ranking = draft_ranking(period=story.period, by=people.office, at=instant(day, 13, 30))
    check_ranking(ranking=ranking, by=people.head, at=instant(day, 14, 10))
    publish_ranking(ranking=ranking, by=people.standing, at=instant(day, 15, 5), issued_on=day)
