import django_tables2 as tables


class DelegateTable(tables.Table):
    full_name = tables.Column(verbose_name="Đại biểu", order_by=("sort_key", "id"))
    tier = tables.Column(verbose_name="Cấp", order_by=("tier", "rank_order", "sort_key"))
    agency = tables.Column(verbose_name="Cơ quan", order_by=("agency__position", "agency_id", "tier", "sort_key"))
    seats_month = tables.Column(verbose_name="Tháng này", order_by=("seats_month", "sort_key"))
    seats_year = tables.Column(verbose_name="12 tháng", order_by=("seats_year", "sort_key"))
    act = tables.Column(verbose_name="Việc cần làm", orderable=False, empty_values=())


class NoticeTable(tables.Table):
    number = tables.Column(verbose_name="Số, ký hiệu", order_by=("issued_on", "number"))
    month = tables.Column(verbose_name="Tháng", order_by=("plan__period__month", "number"), accessor="plan__period")
    issued_on = tables.Column(verbose_name="Ngày ban hành", order_by=("issued_on", "number"))
    signer = tables.Column(verbose_name="Người ký", orderable=False)
    status = tables.Column(verbose_name="Hiệu lực", orderable=False, empty_values=())
