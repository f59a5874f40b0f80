"""The balance of seats as files: lists to print, sheets to count on with. The same reports as the pages show."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assignments.balance import Coverage, LoadGroup, LoadReport, Matrix, Visits
from assignments.fairness import Carried, Spread
from documents.excel import Sheet, SheetColumn, Value
from documents.listing import Listing
from documents.paper import Column, HeaderGroup, Table
from documents.vietnamese import decimal_text
from units.models import Tier, Unit

FIGURES = ("Lượt", "Phần gánh", "Lệch")
TIER_NAMES = tuple(str(tier.label) for tier in Tier)


def number(part: Fraction) -> Decimal:
    """One decimal is as fine as a part of a seat has to be."""
    return round(Decimal(part.numerator) / Decimal(part.denominator), 1)


def part_text(part: Fraction) -> str:
    return decimal_text(number(part), 1)


def count_text(part: Fraction) -> str:
    """Whole where it is."""
    return f"{part.numerator}" if part.denominator == 1 else part_text(part)


def range_text(apart: Spread) -> str:
    """Of the figures as they are shown beside it, so that a reader who subtracts finds the same."""
    if apart.range.denominator == 1:
        return count_text(apart.range)
    return decimal_text(number(apart.most) - number(apart.least), 1)


def off_text(load: Carried) -> str:
    """With its sign: "+1,5", "−0,3", "0,0"."""
    off = number(load.off)
    sign = "+" if off > 0 else "−" if off < 0 else ""
    return f"{sign}{decimal_text(abs(off), 1)}"


def window_name(length: int) -> str:
    return "Tháng này" if length == 1 else f"{length} tháng"


def visits_text(visits: Visits | None) -> str:
    return f"{visits.count} ({visits.last:%m/%Y})" if visits else ""


# On paper


def load_listing(report: LoadReport, *, issuer: str, on: datetime.date) -> Listing:
    columns = (
        Column(title="Đại biểu, cấp, cơ quan", width=5),
        *(Column(title=what, width=1, align="center") for _ in report.windows for what in FIGURES),
    )
    groups = (HeaderGroup(), *(HeaderGroup(title=window_name(one), span=len(FIGURES)) for one in report.windows))
    rows: list[tuple[str, ...]] = []
    for group in report.groups:
        rows.append((f"{group.title}: {_apart(group, report.windows)}",))
        rows += [_load_row(f"{line.name}\n{line.more}", line.loads) for line in group.lines]
    return Listing(
        issuer=issuer,
        title=f"Cân đối lượt dự hội nghị đến tháng {report.month:%m/%Y}",
        note="Phần gánh: số lượt của từng tháng chia theo phần việc của những người tham gia tháng đó. "
        f"Số liệu đến ngày {on:%d/%m/%Y}.",
        table=Table(columns=columns, groups=groups, rows=tuple(rows), landscape=True),
    )


def _apart(group: LoadGroup, windows: Sequence[int]) -> str:
    return "; ".join(
        f"{window_name(length).lower()} nhiều nhất {count_text(one.most)}, ít nhất {count_text(one.least)}, "
        f"chênh {range_text(one)} {group.unit}, lệch trung bình {part_text(one.mean_off)}"
        for length, one in zip(windows, group.spreads, strict=True)
    )


def _load_row(name: str, loads: Iterable[Carried]) -> tuple[str, ...]:
    cells = [cell for load in loads for cell in (f"{load.seats}", part_text(load.expected), off_text(load))]
    return (name, *cells)


def coverage_listing(coverage: Coverage, *, issuer: str, on: datetime.date) -> Listing:
    columns = (
        Column(title="TT", width=0.5, align="center"),
        Column(title="Đơn vị", width=2.2),
        *(Column(title=name, width=1.8, align="center") for name in TIER_NAMES),
        Column(title=f"Cơ quan đã về (trong {coverage.agencies_in_all})", width=1.2, align="center"),
        Column(title=f"Đại biểu đã về (trong {coverage.delegates_in_all})", width=1.2, align="center"),
    )
    return Listing(
        issuer=issuer,
        title="Đại biểu đã về từng xã, phường",
        note=f"Từ tháng {coverage.since:%m/%Y} đến tháng {coverage.month:%m/%Y}: số lượt (tháng gần nhất). "
        f"Số liệu đến ngày {on:%d/%m/%Y}.",
        table=Table(
            columns=columns,
            rows=tuple(
                (
                    f"{place}",
                    line.unit.full_name,
                    *(visits_text(one) or "chưa" for one in line.tiers),
                    f"{line.agencies}",
                    f"{line.delegates}",
                )
                for place, line in enumerate(coverage.lines, 1)
            ),
            landscape=True,
        ),
    )


# As sheets


def load_sheets(report: LoadReport) -> list[Sheet]:
    figures = [
        SheetColumn(title=f"{window_name(length)}: {what}", width=12, align="right", places=places)
        for length in report.windows
        for what, places in (("lượt", None), ("phần gánh", 1), ("lệch", 1))
    ]
    post = SheetColumn(title="Chức vụ, cơ quan", width=34)
    people = SheetColumn(title="Số người", width=12, align="right")
    return [
        Sheet(
            name=group.title,
            columns=(SheetColumn(title=group.title, width=34), post if group is report.people else people, *figures),
            titles=(f"Cân đối lượt dự hội nghị đến tháng {report.month:%m/%Y}", group.title),
            rows=[
                (
                    line.name,
                    line.more if group is report.people else line.people,
                    *(cell for one in line.loads for cell in (one.seats, number(one.expected), number(one.off))),
                )
                for line in group.lines
            ],
            landscape=True,
        )
        for group in report.groups
    ]


def matrix_sheets(matrix: Matrix) -> list[Sheet]:
    columns = (
        SheetColumn(title="Đại biểu", width=26),
        SheetColumn(title="Cơ quan", width=18),
        SheetColumn(title="Số đơn vị đã về", width=9, align="center"),
        *(SheetColumn(title=unit.full_name, width=10, align="center") for unit in matrix.units),
    )
    title = f"Luân phiên từ tháng {matrix.since:%m/%Y} đến tháng {matrix.month:%m/%Y}: số lượt (tháng gần nhất)"
    return [
        Sheet(
            name="Luân phiên",
            columns=columns,
            titles=(title,),
            rows=[
                (row.delegate.full_name, row.delegate.agency.short_name, row.units_seen, *map(visits_text, row.cells))
                for row in matrix.rows
            ],
            landscape=True,
        )
    ]


def coverage_sheets(coverage: Coverage) -> list[Sheet]:
    columns = (
        SheetColumn(title="Đơn vị", width=28),
        *(
            SheetColumn(title=f"{name}: {what}", width=16, align="center")
            for name in TIER_NAMES
            for what in ("lượt", "gần nhất")
        ),
        SheetColumn(title=f"Cơ quan đã về / {coverage.agencies_in_all}", width=14, align="center"),
        SheetColumn(title=f"Đại biểu đã về / {coverage.delegates_in_all}", width=14, align="center"),
    )

    def tier_cells(visits: Visits | None) -> tuple[Value, Value]:
        return (visits.count, f"{visits.last:%m/%Y}") if visits else (0, "")

    return [
        Sheet(
            name="Theo đơn vị",
            columns=columns,
            titles=(f"Đại biểu đã về từng đơn vị, tháng {coverage.since:%m/%Y} đến tháng {coverage.month:%m/%Y}",),
            rows=[
                (
                    line.unit.full_name,
                    *(cell for one in line.tiers for cell in tier_cells(one)),
                    line.agencies,
                    line.delegates,
                )
                for line in coverage.lines
            ],
            landscape=True,
        )
    ]


def unseen_sheets(pairs: Iterable[tuple[Any, Unit]], month: datetime.date) -> list[Sheet]:
    columns = (
        SheetColumn(title="Đơn vị", width=28),
        SheetColumn(title="Đại biểu", width=28),
        SheetColumn(title="Cấp", width=24),
        SheetColumn(title="Cơ quan", width=30),
    )
    return [
        Sheet(
            name="Chưa gặp",
            columns=columns,
            titles=(f"Đại biểu chưa về đơn vị nào trong 12 tháng đến tháng {month:%m/%Y}",),
            rows=[
                (unit.full_name, one.full_name, one.get_tier_display(), one.agency.short_name) for one, unit in pairs
            ],
        )
    ]
