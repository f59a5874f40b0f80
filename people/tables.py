import django_tables2 as tables


class PersonTable(tables.Table):
    full_name = tables.Column(verbose_name="Họ và tên", order_by=("sort_key", "id"))
    roles = tables.Column(verbose_name="Vai trò", orderable=False, empty_values=())
    state = tables.Column(verbose_name="Tình trạng", orderable=False, empty_values=())
    last_login = tables.Column(verbose_name="Đăng nhập gần nhất", order_by=("last_login", "sort_key"))


class SignInTable(tables.Table):
    at = tables.Column(verbose_name="Lúc", order_by=("at", "id"))
    user = tables.Column(verbose_name="Tài khoản", orderable=False)
    outcome = tables.Column(verbose_name="Kết quả", orderable=False)
    ip = tables.Column(verbose_name="Địa chỉ mạng", orderable=False)
    device = tables.Column(verbose_name="Thiết bị", orderable=False)
