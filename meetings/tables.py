import django_tables2 as tables


class VisitTable(tables.Table):
    visited_on = tables.Column(verbose_name="Ngày dự", order_by=("visited_on", "id"))
    team = tables.Column(verbose_name="Tổ tuyên vận", order_by=("team__unit__sort_key", "team__position", "id"))
    delegate = tables.Column(verbose_name="Người dự", order_by=("delegate__sort_key", "id"))
    rating = tables.Column(verbose_name="Đánh giá chung", order_by=("rating", "id"))
    seen = tables.Column(verbose_name="Đã thấy gì", orderable=False)


class FollowUpTable(tables.Table):
    matter = tables.Column(verbose_name="Việc cần giải quyết", orderable=False)
    unit = tables.Column(verbose_name="Xã, phường", order_by=("unit__sort_key", "id"))
    raised_on = tables.Column(verbose_name="Nêu ngày", order_by=("raised_on", "id"))
    responsible = tables.Column(verbose_name="Nơi chịu trách nhiệm", orderable=False)
    due_on = tables.Column(verbose_name="Hạn", order_by=("due_on", "id"))
    act = tables.Column(verbose_name="Việc cần làm", orderable=False, empty_values=())
