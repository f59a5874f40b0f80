"""The paper of a ranking in the Party's form: report, table, breakdown by criterion. Pure."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

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
from scoring.ranking_report import NONE, RankingReport, ReportRow


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
            Column(title="Hạng", width=6, align="center"),
            Column(title="Đơn vị", width=23),
            *(
                Column(title=f"{group.code}\n({decimal_text(group.max.normalize())})", width=6.5, align="center")
                for group in groups
            ),
            Column(title="Cộng, trừ", width=6, align="center"),
            Column(title="Tổng", width=7, align="center"),
            Column(title="Xếp loại", width=14, align="center"),
            Column(title="So tháng trước", width=10.5, align="center"),
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
