"""A ranking as people read it: rows, what rose and fell. Pure; its paper is in ranking_paper.

Page, PDF, .docx and .xlsx all print the same `RankingReport`.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from documents.vietnamese import decimal_text

CENT = Decimal("0.01")
NONE = "–"


@dataclass(frozen=True, kw_only=True)
class GroupTitle:
    code: str
    name: str
    max: Decimal


@dataclass(frozen=True, kw_only=True)
class CriterionTitle:
    group: str
    code: str
    name: str
    max: Decimal
    source: str


@dataclass(frozen=True, kw_only=True)
class GroupPoints:
    """`max` is that of the criteria that apply; 0 when none does."""

    code: str
    name: str
    points: Decimal
    max: Decimal

    @property
    def share(self) -> Decimal | None:
        return self.points / self.max if self.max else None

    @property
    def percent(self) -> str:
        return NONE if self.share is None else f"{decimal_text(self.share * 100, 0)}%"


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """`points` by criterion code, rounded for reading; what does not apply is in `not_applicable` with the cause."""

    unit_id: int
    unit_code: str
    unit_name: str
    rank: int | None
    total: Decimal | None
    band: str
    groups: tuple[GroupPoints, ...]
    points: Mapping[str, Decimal]
    not_applicable: Mapping[str, str]
    bonus: Decimal
    penalty: Decimal
    previous_rank: int | None = None
    previous_total: Decimal | None = None
    capped_by: str = ""
    tie: str = ""
    reason: str = ""

    @property
    def adjustment(self) -> Decimal:
        return self.bonus - self.penalty

    @property
    def rise(self) -> int | None:
        """Places won since last month; negative when lost, None when one of the two months has no rank."""
        return None if self.rank is None or self.previous_rank is None else self.previous_rank - self.rank

    @property
    def lost(self) -> int:
        return max(-(self.rise or 0), 0)

    @property
    def total_rise(self) -> Decimal | None:
        return None if self.total is None or self.previous_total is None else self.total - self.previous_total

    @property
    def rise_text(self) -> str:
        if self.rise is None:
            return NONE
        if self.rise == 0:
            return "Giữ"
        return f"Tăng {self.rise}" if self.rise > 0 else f"Giảm {-self.rise}"

    @property
    def strongest(self) -> GroupPoints | None:
        return max(self._with_share(), key=lambda group: group.share or 0, default=None)

    @property
    def weakest(self) -> GroupPoints | None:
        return min(self._with_share(), key=lambda group: group.share or 0, default=None)

    def _with_share(self) -> list[GroupPoints]:
        return [group for group in self.groups if group.share is not None]


@dataclass(frozen=True, kw_only=True)
class RankingReport:
    """`bands` from the highest; `rows` in rank order, units without a total last."""

    month: datetime.date
    version: int
    is_draft: bool
    groups: tuple[GroupTitle, ...]
    criteria: tuple[CriterionTitle, ...]
    bands: tuple[str, ...]
    adjustment_cap: Decimal
    rows: tuple[ReportRow, ...]
    sha256: str = ""

    @property
    def month_text(self) -> str:
        return f"{self.month:%m/%Y}"

    @property
    def previous_month_text(self) -> str:
        return f"{self.month - datetime.timedelta(days=1):%m/%Y}"

    @property
    def summary(self) -> str:
        return f"kết quả chấm điểm, xếp hạng công tác tuyên vận tháng {self.month_text}"

    @property
    def ranked(self) -> list[ReportRow]:
        return [row for row in self.rows if row.rank is not None]

    @property
    def band_counts(self) -> list[tuple[str, int]]:
        counts = Counter(row.band for row in self.ranked)
        return [(band, counts[band]) for band in self.bands]

    @property
    def average(self) -> Decimal | None:
        return _mean([row.total for row in self.rows if row.total is not None])

    @property
    def previous_average(self) -> Decimal | None:
        return _mean([row.previous_total for row in self.rows if row.previous_total is not None])

    @property
    def risen(self) -> list[ReportRow]:
        """Units that climbed, the biggest climb first."""
        return sorted((row for row in self.rows if (row.rise or 0) > 0), key=lambda row: -(row.rise or 0))

    @property
    def fallen(self) -> list[ReportRow]:
        return sorted((row for row in self.rows if (row.rise or 0) < 0), key=lambda row: row.rise or 0)

    @property
    def has_previous(self) -> bool:
        return any(row.rise is not None for row in self.rows)

    @property
    def group_percents(self) -> list[tuple[GroupTitle, Decimal]]:
        """Points of all units out of what applied to them, by group; groups that applied to nobody are left out."""
        shares = []
        for place, group in enumerate(self.groups):
            applied = sum((row.groups[place].max for row in self.rows), Decimal(0))
            if applied:
                shares.append((group, 100 * sum((row.groups[place].points for row in self.rows), Decimal(0)) / applied))
        return shares


def ranking_report(
    *,
    month: datetime.date,
    version: int,
    is_draft: bool,
    dossier: Mapping[str, Any],
    results: Iterable[tuple[int, str, Mapping[str, Any]]],
    sha256: str,
) -> RankingReport:
    """`results`: id and name of the unit and its stored row, in rank order."""
    groups = tuple(_group_title(group) for group in dossier["criteria"])
    gates = {gate["code"]: gate["name"] for gate in dossier["gates"]}
    return RankingReport(
        month=month,
        version=version,
        is_draft=is_draft,
        groups=groups,
        criteria=tuple(
            CriterionTitle(
                group=group["code"], code=one["code"], name=one["name"], max=Decimal(one["max"]), source=one["source"]
            )
            for group in dossier["criteria"]
            for one in group["criteria"]
        ),
        bands=tuple(band["name"] for band in dossier["classes"]),
        adjustment_cap=Decimal(dossier["adjustment_cap"]),
        rows=tuple(_report_row(unit_id, name, row, groups, gates) for unit_id, name, row in results),
        sha256=sha256,
    )


def _group_title(group: Mapping[str, Any]) -> GroupTitle:
    points = sum((Decimal(one["max"]) for one in group["criteria"]), Decimal(0))
    return GroupTitle(code=group["code"], name=group["name"], max=points)


def _report_row(
    unit_id: int, unit_name: str, row: Mapping[str, Any], groups: Sequence[GroupTitle], gates: Mapping[str, str]
) -> ReportRow:
    """A stored row: one of the formula's outcome, with its points and the month before."""
    previous = row.get("previous") or {}
    return ReportRow(
        unit_id=unit_id,
        unit_code=row["unit"],
        unit_name=unit_name,
        rank=row["rank"],
        total=_decimal(row["total"]),
        band=row["class"] or "",
        groups=tuple(
            GroupPoints(
                code=group.code,
                name=group.name,
                points=Decimal(row["groups"][group.code]["points"]),
                max=Decimal(row["groups"][group.code]["max"]),
            )
            for group in groups
        ),
        points={code: Decimal(points) for code, points in row.get("points", {}).items()},
        not_applicable=row["not_applicable"],
        bonus=Decimal(row.get("bonus", "0")),
        penalty=Decimal(row.get("penalty", "0")),
        previous_rank=previous.get("rank"),
        previous_total=_decimal(previous.get("total")),
        capped_by=gates.get(row["capped_by"], ""),
        tie=row["tie"] or "",
        reason=row.get("reason", ""),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return (sum(values, Decimal(0)) / len(values)).quantize(CENT, rounding=ROUND_HALF_UP) if values else None
