import django_filters

from reminders.models import Kind, Reminder


class LetterFilter(django_filters.FilterSet):
    trang_thai = django_filters.ChoiceFilter(
        label="Trạng thái", field_name="state", choices=Reminder.State.choices, empty_label="Tất cả"
    )
    viec = django_filters.ChoiceFilter(label="Việc nhắc", field_name="kind", choices=Kind.choices, empty_label="Tất cả")
