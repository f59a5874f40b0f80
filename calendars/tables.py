import django_tables2 as tables


class ConferenceTable(tables.Table):
    starts_at = tables.Column(verbose_name="Thời gian", order_by=("starts_at", "unit__sort_key"))
    unit = tables.Column(verbose_name="Đơn vị", order_by=("unit__sort_key", "starts_at"))
    place = tables.Column(verbose_name="Địa điểm", orderable=False)
    delegates = tables.Column(verbose_name="Đại biểu dự", orderable=False, empty_values=())
    state = tables.Column(verbose_name="Tình trạng", orderable=False, empty_values=())


class LinkTable(tables.Table):
    owner = tables.Column(verbose_name="Người dùng", order_by=("owner__sort_key", "id"))
    subject = tables.Column(verbose_name="Lịch của", orderable=False, empty_values=())
    made_at = tables.Column(verbose_name="Tạo lúc", order_by=("made_at", "id"))
    last_read_at = tables.Column(verbose_name="Đọc gần nhất", order_by=("last_read_at", "id"))
    act = tables.Column(verbose_name="Thu hồi", orderable=False, empty_values=())
