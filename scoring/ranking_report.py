"""A ranking as people read it: rows, what rose and fell, and the paper in the Party's form. Pure.

Page, PDF, .docx and .xlsx all print the same `RankingReport`.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from documents.paper import (
    Appendix,
    Block,
    Column,
    HeaderGroup,
    Heading,
    Letterhead,
    Paper,
    Signature,
    Table,
    item_list,
    paragraph,
)
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
            return "Giữ hạng"
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


@dataclass(frozen=True, kw_only=True)
class PaperHead:
    """Head, symbol and signature of the committee's reports."""

    letterhead: Letterhead
    symbol: str
    place: str
    signature: Signature
    receivers: tuple[str, ...]


def report_paper(
    report: RankingReport, head: PaperHead, *, number: int | None = None, issued_on: datetime.date | None = None
) -> Paper:
    return Paper(
        letterhead=head.letterhead,
        symbol=head.symbol,
        place=head.place,
        kind="Báo cáo",
        summary=report.summary,
        body=_body(report),
        signature=head.signature,
        receivers=head.receivers,
        appendices=(_breakdown(report),),
        number=number,
        issued_on=issued_on,
        draft=report.is_draft,
    )


def _body(report: RankingReport) -> tuple[Block, ...]:
    return (
        paragraph(
            "Thực hiện quy định về đánh giá, xếp loại công tác tuyên vận hằng tháng, trên cơ sở kết quả khảo sát Nhân"
            " dân, điểm thẩm định của các cơ quan, phiếu của đại biểu dự hội nghị và số liệu ghi nhận trong tháng, kết"
            f" quả chấm điểm, xếp hạng công tác tuyên vận tháng {report.month_text} của {len(report.rows)} xã, phường"
            " như sau:"
        ),
        Heading(text="I- KẾT QUẢ CHUNG"),
        item_list(*highlights(report)),
        Heading(text="II- BẢNG XẾP HẠNG"),
        paragraph("; ".join(f"{group.code}: {group.name}" for group in report.groups), "."),
        ranking_table(report),
        Heading(text="III- ĐỀ NGHỊ"),
        item_list(*_requests(report)),
        paragraph(
            f"Trên đây là kết quả chấm điểm, xếp hạng công tác tuyên vận tháng {report.month_text}, trân trọng báo"
            " cáo./."
        ),
    )


def highlights(report: RankingReport) -> list[str]:
    """The month in a few sentences: classes, average, who rose, who fell, groups, limits."""
    sentences = [_classes_sentence(report), _average_sentence(report), *_moves(report), _groups_sentence(report)]
    sentences += [_limits_sentence(report), _unranked_sentence(report)]
    return [sentence for sentence in sentences if sentence]


def _classes_sentence(report: RankingReport) -> str:
    all_ranked = len(report.ranked)
    if not all_ranked:
        return ""
    parts = [
        f"{band} {count} đơn vị ({decimal_text(Decimal(100 * count) / all_ranked, 1)}%)"
        for band, count in report.band_counts
        if count
    ]
    return f"Xếp loại: {'; '.join(parts)}."


def _average_sentence(report: RankingReport) -> str:
    if report.average is None:
        return ""
    best, last = report.ranked[0], report.ranked[-1]
    return (
        f"Điểm trung bình {_two(report.average)}{_average_change(report)}; cao nhất {best.unit_name}"
        f" ({_two(best.total)} điểm), thấp nhất {last.unit_name} ({_two(last.total)} điểm)."
    )


def _average_change(report: RankingReport) -> str:
    if report.average is None or report.previous_average is None:
        return " điểm"
    change = report.average - report.previous_average
    if not change:
        return f" điểm, bằng tháng {report.previous_month_text}"
    word = "tăng" if change > 0 else "giảm"
    return f" điểm, {word} {_two(abs(change))} điểm so với tháng {report.previous_month_text}"


def _moves(report: RankingReport) -> list[str]:
    if not report.has_previous:
        return []
    sentences = []
    for word, rows in (("tăng", report.risen), ("giảm", report.fallen)):
        if not rows:
            sentences.append(f"So với tháng {report.previous_month_text}, không có đơn vị {word} hạng.")
            continue
        most = ", ".join(f"{row.unit_name} ({word} {abs(row.rise or 0)} hạng)" for row in rows[:3])
        sentences.append(
            f"So với tháng {report.previous_month_text}, {len(rows)} đơn vị {word} hạng, nhiều nhất là {most}."
        )
    return sentences


def _groups_sentence(report: RankingReport) -> str:
    shares = report.group_percents
    if len(shares) < 2:
        return ""
    best, weakest = max(shares, key=lambda pair: pair[1]), min(shares, key=lambda pair: pair[1])
    return (
        f"Nhóm tiêu chí đạt cao nhất: {best[0].name} ({decimal_text(best[1], 1)}% số điểm); thấp nhất:"
        f" {weakest[0].name} ({decimal_text(weakest[1], 1)}% số điểm)."
    )


def _limits_sentence(report: RankingReport) -> str:
    capped = [
        f"{row.unit_name} ({row.capped_by[:1].lower()}{row.capped_by[1:]})" for row in report.rows if row.capped_by
    ]
    return f"Bị khống chế xếp loại: {', '.join(capped)}." if capped else ""


def _unranked_sentence(report: RankingReport) -> str:
    unranked = [f"{row.unit_name} ({row.reason})" for row in report.rows if row.rank is None]
    return f"Không xếp hạng: {', '.join(unranked)}." if unranked else ""


def _requests(report: RankingReport) -> list[str]:
    requests = ["Các xã, phường phát huy kết quả đạt được, khắc phục hạn chế, thiếu sót trong tháng tới."]
    low = [row.unit_name for row in report.ranked if row.band == report.bands[-1]]
    if low:
        requests.append(f"Đảng ủy {', '.join(low)} xem xét nguyên nhân, có biện pháp khắc phục ngay trong tháng tới.")
    if shares := report.group_percents:
        weakest = min(shares, key=lambda pair: pair[1])[0]
        requests.append(f"Các cơ quan tham mưu quan tâm hướng dẫn các đơn vị ở nhóm nội dung: {weakest.name}.")
    return requests


def ranking_table(report: RankingReport) -> Table:
    groups = report.groups
    return Table(
        columns=(
            Column(title="Hạng", width=5, align="center"),
            Column(title="Đơn vị", width=24),
            *(
                Column(title=f"{group.code}\n({decimal_text(group.max.normalize())})", width=6, align="center")
                for group in groups
            ),
            Column(title="Cộng, trừ", width=6, align="center"),
            Column(title="Tổng", width=6, align="center"),
            Column(title="Xếp loại", width=12, align="center"),
            Column(title="So tháng trước", width=9.5, align="center"),
        ),
        rows=tuple(_table_row(row) for row in report.rows),
    )


def _table_row(row: ReportRow) -> tuple[str, ...]:
    return (
        NONE if row.rank is None else str(row.rank),
        row.unit_name,
        *(NONE if group.share is None else _two(group.points) for group in row.groups),
        signed(row.adjustment),
        _two(row.total),
        row.band or NONE,
        row.rise_text,
    )


def _breakdown(report: RankingReport) -> Appendix:
    """Every criterion of every unit, sideways."""
    spans = [(group, sum(one.group == group.code for one in report.criteria)) for group in report.groups]
    table = Table(
        columns=(
            Column(title="Đơn vị", width=16),
            *(
                Column(title=f"{one.code}\n({decimal_text(one.max.normalize())})", width=4.6, align="center")
                for one in report.criteria
            ),
            Column(title="Tổng", width=5.6, align="center"),
        ),
        groups=(
            HeaderGroup(),
            *(HeaderGroup(title=f"Nhóm {group.code}", span=span) for group, span in spans),
            HeaderGroup(),
        ),
        rows=tuple(
            (row.unit_name, *(points_text(row, one.code) for one in report.criteria), _two(row.total))
            for row in report.rows
        ),
        landscape=True,
    )
    notes = [f"{one.code}: {one.name}" for one in report.criteria]
    return Appendix(
        title="Phụ lục",
        summary=f"Điểm chi tiết theo tiêu chí, tháng {report.month_text}",
        note="(KAD: không áp dụng)",
        blocks=(table, paragraph("; ".join(notes) + ".", indent=False)),
        landscape=True,
    )


def points_text(row: ReportRow, code: str) -> str:
    return _two(row.points[code]) if code in row.points else "KAD"


def signed(points: Decimal) -> str:
    """ "+1,00", "−0,50", "0"."""
    if not points:
        return "0"
    return f"{'+' if points > 0 else '−'}{_two(abs(points))}"


def _two(points: Decimal | None) -> str:
    return NONE if points is None else decimal_text(points, 2)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return (sum(values, Decimal(0)) / len(values)).quantize(CENT, rounding=ROUND_HALF_UP) if values else None
