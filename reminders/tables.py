import django_tables2 as tables


class LetterTable(tables.Table):
    about_name = tables.Column(verbose_name="Nhắc ai", orderable=False)
    address = tables.Column(verbose_name="Gửi đến", orderable=False)
    kind = tables.Column(verbose_name="Việc", orderable=False)
    state = tables.Column(verbose_name="Trạng thái", orderable=False)
    act = tables.Column(verbose_name="Việc cần làm", orderable=False, empty_values=())
