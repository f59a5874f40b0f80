"""Papers to print: a notice, a report of any length, a breakdown turned sideways."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice

from documents.paper import (
    Appendix,
    Column,
    HeaderGroup,
    Heading,
    Letterhead,
    Paper,
    Signature,
    Table,
    bold,
    item_list,
    paragraph,
)
from documents.vietnamese import decimal_text, short_date, weekday_name

UNITS = (
    "Phường Bắc Cường", "Phường Bắc Lệnh", "Phường Bình Minh", "Phường Cốc Lếu", "Phường Duyên Hải", "Phường Kim Tân",
    "Phường Lào Cai", "Phường Nam Cường", "Phường Pom Hán", "Phường Xuân Tăng", "Xã Cam Đường", "Xã Cốc San",
    "Xã Đồng Tuyển", "Xã Hợp Thành", "Xã Tả Phời", "Xã Thống Nhất", "Xã Vạn Hòa",
)  # fmt: skip
PEOPLE = ("Giàng Seo Sùng", "Nguyễn Thị Phượng", "Lý Tả Mẩy", "Hoàng Văn Tuyến", "Vàng Thị Dợ", "Đặng Quốc Khánh")


def notice(rows: int = 17, *, number: int | None = 5, issued_on: date | None = date(2026, 2, 5)) -> Paper:
    return Paper(
        letterhead=Letterhead(superior="Đảng bộ tỉnh Lào Cai", issuer="Thành ủy Lào Cai"),
        number=number,
        symbol="TB/TU",
        place="Lào Cai",
        issued_on=issued_on,
        kind="Thông báo",
        summary="phân công đại biểu dự hội nghị tuyên vận xã, phường tháng 02/2026",
        body=(
            paragraph(
                "Thực hiện Kế hoạch công tác tuyên vận năm 2026, Ban Thường vụ Thành ủy phân công các đồng chí Ủy viên"
                " Ban Thường vụ, lãnh đạo và chuyên viên các cơ quan tham mưu, giúp việc, Mặt trận Tổ quốc và các tổ"
                " chức chính trị - xã hội dự hội nghị tuyên vận tháng 02/2026 tại các xã, phường như sau:"
            ),
            Heading(text="I- Phân công đại biểu"),
            paragraph("Đại biểu dự hội nghị ", bold("đúng thời gian, địa điểm"), " ghi trong bảng dưới đây."),
            notice_table(rows),
            Heading(text="II- Tổ chức thực hiện"),
            item_list(
                "Đại biểu được phân công dự và chỉ đạo hội nghị; sau hội nghị dự đột xuất một tổ tuyên vận.",
                "Ban tuyên vận xã, phường gửi báo cáo kết quả trước ngày 23/02/2026.",
                "Ban Tuyên giáo Thành ủy theo dõi, tổng hợp, báo cáo Thường trực Thành ủy.",
            ),
            paragraph("Trên đây là phân công của Ban Thường vụ Thành ủy, đề nghị các đồng chí nghiêm túc thực hiện."),
        ),
        signature=Signature(authority=("T/M Ban Thường vụ",), position="Phó Bí thư", name="Trần Thị Hợp"),
        receivers=(
            "Thường trực Tỉnh ủy (báo cáo)",
            "Ban Tuyên giáo và Dân vận Tỉnh ủy",
            "Các đồng chí Ủy viên Ban Thường vụ Thành ủy",
            "Đảng ủy các xã, phường",
            "Các đồng chí có tên trong danh sách",
            "Lưu Văn phòng Thành ủy",
        ),
    )


def notice_table(rows: int) -> Table:
    return Table(
        columns=(
            Column(title="TT", width=5, align="center"),
            Column(title="Ngày, giờ", width=25, align="center"),
            Column(title="Đơn vị, địa điểm", width=26),
            Column(title="Đại biểu dự, chức vụ", width=44),
        ),
        rows=tuple(_notice_row(i, unit) for i, unit in enumerate(islice(cycle(UNITS), rows), 1)),
    )


def _notice_row(i: int, unit: str) -> tuple[str, ...]:
    day = date(2026, 2, 8) + timedelta(days=i % 13)
    people = f"{PEOPLE[i % 6]}, Trưởng Ban Tổ chức\n{PEOPLE[(i + 1) % 6]}, chuyên viên"
    return (str(i), f"8 giờ 00\n{weekday_name(day)}, {short_date(day)}", f"{unit}\nNhà văn hóa tổ {i}", people)


def report(rows: int = 17, *, draft: bool = False) -> Paper:
    return Paper(
        letterhead=Letterhead(superior="Tỉnh ủy Lào Cai", issuer="Ban Tuyên giáo và Dân vận"),
        number=None if draft else 112,
        symbol="BC/BTGDVTU",
        place="Lào Cai",
        issued_on=None if draft else date(2026, 11, 30),
        kind="Báo cáo",
        summary="kết quả xếp hạng công tác tuyên vận xã, phường tháng 11/2026",
        body=(
            paragraph(f"Trong tháng 11/2026, {rows} xã, phường đã tổ chức hội nghị tuyên vận; kết quả như sau:"),
            ranking_table(rows),
        ),
        signature=Signature(authority=("K/T Trưởng ban",), position="Phó Trưởng ban", name="Sùng A Lềnh"),
        receivers=("Thường trực Tỉnh ủy", "Đảng ủy xã, phường", "Lưu Văn phòng"),
        draft=draft,
    )


def ranking_table(rows: int, *, landscape: bool = False) -> Table:
    scores = tuple(Column(title=title, width=9, align="right") for title in ("Hội nghị", "Đột xuất", "Dân biết"))
    return Table(
        caption="Bảng xếp hạng",
        columns=(
            Column(title="Hạng", width=7, align="center"),
            Column(title="Xã, phường", width=24),
            *scores,
            Column(title="Tổng điểm", width=11, align="right"),
            Column(title="Xếp loại", width=28, align="center"),
        ),
        groups=(
            HeaderGroup(span=2),
            HeaderGroup(title="Điểm theo nhóm tiêu chí", span=3),
            HeaderGroup(),
            HeaderGroup(),
        ),
        rows=tuple(_ranking_row(i, unit) for i, unit in enumerate(islice(cycle(UNITS), rows), 1)),
        total=("", "Bình quân", "20,15", "18,40", "41,75", "80,30", ""),
        landscape=landscape,
    )


def _ranking_row(i: int, unit: str) -> tuple[str, ...]:
    points = Decimal(99) - Decimal(i) / 4
    parts = (points / 4, points / 4, points / 2, points)
    return (
        str(i),
        unit,
        *(decimal_text(part, 2) for part in parts),
        "Hoàn thành tốt nhiệm vụ" if i > 5 else "Xuất sắc",
    )


def report_with_appendix() -> Paper:
    paper = report()
    appendix = Appendix(
        title="Phụ lục 1",
        summary="chi tiết điểm từng tiêu chí",
        note="(kèm theo Báo cáo số 112-BC/BTGDVTU, ngày 30/11/2026)",
        blocks=(ranking_table(40),),
        landscape=True,
    )
    return Paper(**{**vars(paper), "appendices": (appendix,)})
