"""Headings, their sorting and pages. The pages write the cells, a loop that costs a tenth of django-tables2's."""

from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django_tables2.data import TableQuerysetData

PER_PAGE = 20


def show_page(request: HttpRequest, table: tables.Table, *, per_page: int = PER_PAGE) -> tables.Table:
    """Sorts and pages by the address; unlike RequestConfig it lets nobody ask for 3,321 rows, or for -1."""
    if order := request.GET.getlist("sort"):
        table.order_by = order
    table.paginator = Paginator(table.rows, per_page)
    table.page = table.paginator.get_page(request.GET.get("page"))
    return table


class KeyedRows(TableQuerysetData):
    """Of 3,321 rows only the keys are sorted; what stands beside a row is read for the page shown. Still one query."""

    def __getitem__(self, key: Any) -> Any:
        rows: QuerySet[Any] = self.data
        return rows.filter(pk__in=rows.values("pk")[key]) if isinstance(key, slice) else rows[key]


class MeetingTable(tables.Table):
    name = tables.Column(verbose_name="Đơn vị", order_by=("sort_key", "code"))
    starts_at = tables.Column(verbose_name="Thời gian", order_by=("starts_at", "sort_key"))
    place = tables.Column(verbose_name="Địa điểm", orderable=False)
    seats = tables.Column(verbose_name="Số đại biểu", orderable=False)
    registered_at = tables.Column(verbose_name="Đăng ký", order_by=("registered_at", "sort_key"))
    act = tables.Column(verbose_name="Việc cần làm", orderable=False, empty_values=())


class UnitTable(tables.Table):
    name = tables.Column(verbose_name="Đơn vị", order_by=("sort_key", "code"))
    kind = tables.Column(verbose_name="Loại", order_by=("kind", "sort_key"))
    code = tables.Column(verbose_name="Mã")
    area = tables.Column(verbose_name="Cụm, khu vực", order_by=("area", "sort_key"))
    teams_active = tables.Column(verbose_name="Số tổ tuyên vận", order_by=("teams_active", "sort_key"))


class PeriodTable(tables.Table):
    month = tables.Column(verbose_name="Tháng")
    stage = tables.Column(verbose_name="Giai đoạn", orderable=False)
    registered = tables.Column(verbose_name="Đã đăng ký", orderable=False)
    held = tables.Column(verbose_name="Đã tổ chức", orderable=False)


class DayOffTable(tables.Table):
    day = tables.Column(verbose_name="Ngày")
    name = tables.Column(verbose_name="Tên, lý do", orderable=False)
    is_working = tables.Column(verbose_name="Là", order_by=("is_working", "-day"))
    act = tables.Column(verbose_name="Việc cần làm", orderable=False, empty_values=())


class ConcernTable(tables.Table):
    unit = tables.Column(verbose_name="Đơn vị", order_by=("unit__sort_key", "id"))
    reason = tables.Column(verbose_name="Vấn đề", orderable=False)
    tier_asked = tables.Column(verbose_name="Cần đại biểu", order_by=("tier_asked", "unit__sort_key"))
    expires_on = tables.Column(verbose_name="Thời hạn", order_by=("expires_on", "id"))
    act = tables.Column(verbose_name="Việc cần làm", orderable=False, empty_values=())


class TeamTable(tables.Table):
    name = tables.Column(verbose_name="Tổ tuyên vận", orderable=False)
    head = tables.Column(verbose_name="Tổ trưởng", orderable=False)
    members = tables.Column(verbose_name="Số thành viên", orderable=False)
    act = tables.Column(verbose_name="Việc cần làm", orderable=False, empty_values=())


class AgencyTable(tables.Table):
    name = tables.Column(verbose_name="Cơ quan", orderable=False)
    short_name = tables.Column(verbose_name="Tên gọn", orderable=False)
    code = tables.Column(verbose_name="Mã", orderable=False)
    act = tables.Column(verbose_name="Việc cần làm", orderable=False, empty_values=())


class ChangeTable(tables.Table):
    on = tables.Column(verbose_name="Từ ngày")
    summary = tables.Column(verbose_name="Nội dung", orderable=False)
    basis = tables.Column(verbose_name="Căn cứ", orderable=False)
    made_at = tables.Column(verbose_name="Ghi nhận")
