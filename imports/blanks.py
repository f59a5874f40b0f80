"""Tables to fill in and send back, with what we know already; their headings are ones that the reader knows."""

from assignments.models import Delegate
from documents.excel import Sheet, SheetColumn, write_workbook
from imports.models import ImportFile
from units.models import Period, Team, Unit

_HINT = "Điền vào bảng dưới đây, giữ nguyên dòng tiêu đề, rồi gửi lại ở trang Nhập từ tệp."


def blank_workbook(kind: str, period: Period | None) -> tuple[str, bytes]:
    """(file name, content)."""
    if kind == ImportFile.Kind.REGISTRATIONS:
        return _registrations(period)
    return _delegates() if kind == ImportFile.Kind.DELEGATES else _teams()


def _registrations(period: Period | None) -> tuple[str, bytes]:
    label = f"tháng {period.label}" if period else "tháng …"
    columns = (
        SheetColumn(title="Mã đơn vị", width=10),
        SheetColumn(title="Xã, phường", width=26),
        SheetColumn(title="Ngày tổ chức", width=14),
        SheetColumn(title="Giờ bắt đầu", width=12),
        SheetColumn(title="Giờ kết thúc", width=12),
        SheetColumn(title="Địa điểm", width=36),
        SheetColumn(title="Nội dung", width=44),
        SheetColumn(title="Số đại biểu", width=10),
    )
    units = Unit.objects.valid(period.month if period else None)
    rows = [(unit.code, unit.full_name, *(None,) * 6) for unit in units]
    sheet = Sheet(
        name="Đăng ký",
        titles=(f"Đăng ký hội nghị tuyên vận {label}", _HINT),
        columns=columns,
        rows=rows,
        landscape=True,
    )
    return f"mau-dang-ky-{period.key if period else 'thang'}.xlsx", write_workbook([sheet])


def _teams() -> tuple[str, bytes]:
    columns = (
        SheetColumn(title="Mã đơn vị", width=10),
        SheetColumn(title="Xã, phường", width=26),
        SheetColumn(title="Tổ tuyên vận", width=40),
        SheetColumn(title="Số thành viên", width=12),
        SheetColumn(title="Tổ trưởng (chức danh)", width=26),
    )
    valid = Unit.objects.valid()
    teams = Team.objects.filter(unit__in=valid, is_active=True).select_related("unit")
    rows: list[tuple[str | int | None, ...]] = [
        (team.unit.code, team.unit.full_name, team.name, team.members, team.head) for team in teams
    ]
    having = {row[0] for row in rows}
    rows += [(unit.code, unit.full_name, None, None, None) for unit in valid if unit.code not in having]
    sheet = Sheet(name="Tổ tuyên vận", titles=("Danh sách tổ tuyên vận", _HINT), columns=columns, rows=rows)
    return "mau-to-tuyen-van.xlsx", write_workbook([sheet])


def _delegates() -> tuple[str, bytes]:
    columns = (
        SheetColumn(title="Họ và tên", width=26),
        SheetColumn(title="Cơ quan", width=32),
        SheetColumn(title="Chức vụ", width=26),
        SheetColumn(title="Cấp", width=22),
        SheetColumn(title="Ghi chú", width=40),
    )
    rows = [
        (one.full_name, one.agency.name, one.position, one.get_tier_display(), None)
        for one in Delegate.objects.active().select_related("agency")
    ]
    hint = "Ghi chú ghi được: Công tác 09-13/11; Nghỉ phép từ 10/11 đến 12/11; Phụ trách Hợp Thành."
    sheet = Sheet(
        name="Đại biểu",
        titles=("Danh sách đại biểu dự hội nghị tuyên vận", f"{_HINT} {hint}"),
        columns=columns,
        rows=rows,
        landscape=True,
    )
    return "mau-dai-bieu.xlsx", write_workbook([sheet])
