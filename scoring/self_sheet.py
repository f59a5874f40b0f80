"""The self-assessment page of a unit: criterion by criterion, what is typed beside what the program knows."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.forms import EvidenceForm, SelfScoreForm
from scoring.models import Criterion, Evidence, SelfAssessment, SelfScore
from scoring.records import COMPUTED, Computed, month_facts
from units.models import Period, Unit

LATER = {
    Criterion.Source.OBSERVATION: "Đại biểu dự hội nghị đánh giá; công bố cùng bảng xếp hạng.",
    Criterion.Source.VISIT: "Đại biểu dự đột xuất tổ đánh giá; công bố cùng bảng xếp hạng.",
    Criterion.Source.SURVEY: "Tính từ phiếu khảo sát Nhân dân; công bố cùng bảng xếp hạng.",
}


@dataclass(kw_only=True)
class Card:
    """One criterion. `known` of what the program computes; forms only where the unit types and may still change."""

    criterion: Criterion
    score: SelfScore | None = None
    known: Computed | None = None
    later: str = ""
    evidence: list[Evidence]
    form: SelfScoreForm | None = None
    evidence_form: EvidenceForm | None = None
    is_saved: bool = False

    @property
    def anchor(self) -> str:
        return f"tieu-chi-{self.criterion.pk}"

    @property
    def rubric(self) -> list[str]:
        return self.criterion.rubric.splitlines()


@dataclass(kw_only=True)
class SelfSheet:
    period: Period
    unit: Unit
    submitted: SelfAssessment | None
    is_open: bool
    closed: str  # why the reader cannot type, where it is the time for it that is over or still to come
    cards: list[Card]

    @property
    def own(self) -> list[Card]:
        return [card for card in self.cards if card.criterion.is_self_scored]

    @property
    def missing(self) -> list[Card]:
        return [card for card in self.own if card.score is None]

    @property
    def done(self) -> int:
        return len(self.own) - len(self.missing)

    @property
    def own_points(self) -> Decimal:
        return sum((card.score.points for card in self.own if card.score), Decimal(0))

    @property
    def own_max(self) -> Decimal:
        return sum((card.criterion.max_points for card in self.own), Decimal(0))

    @property
    def known_points(self) -> Decimal:
        return sum((card.known.points or Decimal(0) for card in self.cards if card.known), Decimal(0))

    @property
    def known_max(self) -> Decimal:
        """Of the criteria that the program counts and that apply."""
        counted = [card for card in self.cards if card.known and card.known.points is not None]
        return sum((card.criterion.max_points for card in counted), Decimal(0))

    def card(self, criterion: Criterion) -> Card:
        return next(card for card in self.cards if card.criterion.pk == criterion.pk)


def self_sheet(
    period: Period, unit: Unit, submitted: SelfAssessment | None, *, is_open: bool, closed: str = ""
) -> SelfSheet:
    """Six queries, however many criteria. `is_open`: the reader may type."""
    known = {"period": period, "unit": unit}
    scores = {row.criterion_id: row for row in SelfScore.objects.filter(**known).latest_values()}
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.filter(**known, withdrawn_at=None):
        evidence[one.criterion_id].append(one)
    record = month_facts(period)
    cards = []
    for criterion in Criterion.objects.in_period(period):
        card = Card(criterion=criterion, score=scores.get(criterion.pk), evidence=evidence[criterion.pk])
        if criterion.source == Criterion.Source.RECORD:
            card.known = record.computed(criterion, unit.pk)
        elif criterion.source in (*COMPUTED, Criterion.Source.SURVEY):
            card.later = LATER[criterion.source]
        elif is_open:
            card.form = score_form(card)
            card.evidence_form = EvidenceForm(criterion=criterion)
        cards.append(card)
    return SelfSheet(period=period, unit=unit, submitted=submitted, is_open=is_open, closed=closed, cards=cards)


def score_form(card: Card, data: Any = None) -> SelfScoreForm:
    score = card.score
    initial = {"points": score.points, "comment": score.comment, "seen": score.pk} if score else {"seen": 0}
    return SelfScoreForm(data, criterion=card.criterion, initial=initial)
