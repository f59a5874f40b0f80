"""What readers of rankings see: twelve months of a unit, the paper, the workbook, one unit's breakdown."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, Count, F, IntegerField, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from documents.excel import Sheet, SheetColumn, Value
from documents.paper import Letterhead, Paper, Signature, paper_from_dict
from scoring.models import Adjustment, Appraisal, Evidence, Ranking, Result, SelfScore
from scoring.ranking_paper import PaperHead, report_paper
from scoring.ranking_report import CENT, CriterionTitle, RankingReport, ReportRow
from scoring.services import paper_head, report_form, report_of, report_with

__all__ = [
    "RankingSummary",
    "TrendPoint",
    "UnitBreakdown",
    "paper_of",
    "ranking_summary",
    "report_of",
    "report_with",
    "sheets",
    "trends",
    "unit_breakdown",
    "unit_trend",
]

NO_HEAD = PaperHead(
    letterhead=Letterhead(superior="", issuer=""), symbol="BC", place="", signature=Signature(), receivers=()
)


@dataclass(frozen=True, kw_only=True)
class RankingSummary:
    """A whole ranking in a few numbers, where only a page of its rows is read."""

    band_counts: list[tuple[str, int]]
    average: Decimal | None
    risen: int
    fallen: int


def ranking_summary(ranking: Ranking, bands: tuple[str, ...]) -> RankingSummary:
    """One query. `bands` from the highest."""
    before = Cast(KT("row__previous__rank"), IntegerField())
    found = ranking.results.annotate(before=before).aggregate(
        average=Avg("total"),
        risen=Count("pk", filter=Q(rank__lt=F("before"))),
        fallen=Count("pk", filter=Q(rank__gt=F("before"))),
        **{f"band_{place}": Count("rank", filter=Q(band=band)) for place, band in enumerate(bands)},
    )
    average = found["average"]
    return RankingSummary(
        band_counts=[(band, found[f"band_{place}"]) for place, band in enumerate(bands)],
        average=None if average is None else average.quantize(CENT, rounding=ROUND_HALF_UP),
        risen=found["risen"],
        fallen=found["fallen"],
    )


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """A month of a unit as published; a month without a published result has no total."""

    month: datetime.date
    total: Decimal | None = None
    rank: int | None = None
    band: str = ""


def unit_trend(unit_id: int, until: datetime.date, *, months: int = 12) -> list[TrendPoint]:
    """Oldest first, one a month up to the month of `until`. One query."""
    return trends(until, months=months, units=[unit_id]).get(unit_id, [])


def trends(until: datetime.date, *, units: Collection[int], months: int = 12) -> dict[int, list[TrendPoint]]:
    """These units' months by id of the unit. One query."""
    wanted = _months(until.replace(day=1), months)
    rows = Result.objects.filter(
        ranking__status=Ranking.Status.PUBLISHED,
        ranking__period__month__range=(wanted[0], wanted[-1]),
        unit__in=units,
    ).order_by()
    found: dict[int, dict[datetime.date, TrendPoint]] = {}
    for unit, month, total, rank, band in rows.values_list("unit", "ranking__period__month", "total", "rank", "band"):
        found.setdefault(unit, {})[month] = TrendPoint(month=month, total=total, rank=rank, band=band)
    return {unit: [by.get(month, TrendPoint(month=month)) for month in wanted] for unit, by in found.items()}


def _months(last: datetime.date, count: int) -> list[datetime.date]:
    months = [last]
    while len(months) < count:
        months.append((months[-1] - datetime.timedelta(days=1)).replace(day=1))
    return months[::-1]


def paper_of(ranking: Ranking, *, on: datetime.date) -> Paper:
    """The frozen paper of a published ranking; a draft's as it would print today, marked as a draft."""
    if ranking.paper:
        return paper_from_dict(ranking.paper)
    form = report_form(on)
    return report_paper(report_of(ranking), paper_head(form) if form else NO_HEAD)


def sheets(report: RankingReport) -> list[Sheet]:
    titles = ("KẾT QUẢ XẾP HẠNG CÔNG TÁC TUYÊN VẬN", f"Tháng {report.month_text}")
    return [_ranking_sheet(report, titles), _breakdown_sheet(report, titles)]


def _ranking_sheet(report: RankingReport, titles: tuple[str, ...]) -> Sheet:
    return Sheet(
        name="Xếp hạng",
        titles=(*titles, "DỰ THẢO") if report.is_draft else titles,
        columns=(
            SheetColumn(title="Hạng", width=7, align="center"),
            SheetColumn(title="Đơn vị", width=24),
            *(
                SheetColumn(title=f"{group.code}. {group.name}", width=13, align="right", places=2)
                for group in report.groups
            ),
            SheetColumn(title="Điểm cộng", width=9, align="right", places=2),
            SheetColumn(title="Điểm trừ", width=9, align="right", places=2),
            SheetColumn(title="Tổng điểm", width=10, align="right", places=2),
            SheetColumn(title="Xếp loại", width=18, align="center"),
            SheetColumn(title="Hạng tháng trước", width=10, align="center"),
        ),
        rows=[_ranking_cells(row) for row in report.rows],
        landscape=True,
    )


def _ranking_cells(row: ReportRow) -> list[Value]:
    return [
        row.rank,
        row.unit_name,
        *(None if group.share is None else group.points for group in row.groups),
        row.bonus,
        row.penalty,
        row.total,
        row.band,
        row.previous_rank,
    ]


def _breakdown_sheet(report: RankingReport, titles: tuple[str, ...]) -> Sheet:
    return Sheet(
        name="Chi tiết",
        titles=titles,
        columns=(
            SheetColumn(title="Đơn vị", width=24),
            *(SheetColumn(title=f"{one.code}. {one.name}", width=12, align="right") for one in report.criteria),
            SheetColumn(title="Tổng điểm", width=10, align="right", places=2),
        ),
        rows=[
            [row.unit_name, *(row.points.get(one.code, "Không áp dụng") for one in report.criteria), row.total]
            for row in report.rows
        ],
        landscape=True,
    )


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """Everything behind one criterion's points. `answers` of the survey, `own` and `appraisal` of judged criteria."""

    title: CriterionTitle
    points: Decimal | None
    na: str
    own: SelfScore | None
    appraisal: Appraisal | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class UnitBreakdown:
    row: ReportRow
    lines: tuple[CriterionLine, ...]
    adjustments: tuple[Adjustment, ...]
    answers: int
    answers_share: Decimal | None


def unit_breakdown(ranking: Ranking, row: ReportRow, criteria: tuple[CriterionTitle, ...]) -> UnitBreakdown:
    """Four queries. Values are those the ranking was computed from, not later ones."""
    known = {"period": ranking.period_id, "unit": row.unit_id}
    until = {"given_at__lte": ranking.made_at}
    own = _latest(SelfScore.objects.filter(**known, **until).select_related("criterion"))
    given = _latest(Appraisal.objects.filter(**known, **until).select_related("criterion", "agency"))
    evidence = list(Evidence.objects.filter(**known, withdrawn_at=None).select_related("criterion"))
    survey = next(unit["survey"] for unit in ranking.dossier["units"] if unit["unit"] == row.unit_code)
    return UnitBreakdown(
        row=row,
        lines=tuple(
            CriterionLine(
                title=title,
                points=row.points.get(title.code),
                na=row.not_applicable.get(title.code, ""),
                own=own.get(title.code),
                appraisal=given.get(title.code),
                evidence=tuple(one for one in evidence if one.criterion.code == title.code),
            )
            for title in criteria
        ),
        adjustments=tuple(Adjustment.objects.in_force().filter(**known, **until).order_by("id")),
        answers=survey["answers"],
        answers_share=100 * Decimal(survey["sum"]) / survey["answers"] if survey["answers"] else None,
    )


def _latest(rows: Any) -> Mapping[str, Any]:
    return {row.criterion.code: row for row in rows.latest_values()}
