from typing import Any

import django_filters

from meetings.models import FollowUp, TeamVisit
from units.models import Period, Unit


class VisitFilter(django_filters.FilterSet):
    ky = django_filters.ModelChoiceFilter(
        label="Tháng", queryset=Period.objects.all(), method="keep_month", empty_label="Tất cả các tháng"
    )
    don_vi = django_filters.ModelChoiceFilter(
        label="Xã, phường", field_name="team__unit", queryset=Unit.objects.all(), empty_label="Tất cả"
    )

    class Meta:
        model = TeamVisit
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["don_vi"].queryset = units

    def keep_month(self, visits: Any, name: str, period: Period) -> Any:
        return visits.in_month(period.month)


class FollowUpFilter(django_filters.FilterSet):
    trang_thai = django_filters.ChoiceFilter(
        label="Trạng thái",
        method="keep_state",
        choices=[("dang-mo", "Đang mở"), ("qua-han", "Quá hạn"), ("xong", "Đã giải quyết xong")],
        empty_label="Tất cả",
    )
    don_vi = django_filters.ModelChoiceFilter(
        label="Xã, phường", field_name="unit", queryset=Unit.objects.all(), empty_label="Tất cả"
    )

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["don_vi"].queryset = units

    def keep_state(self, follow_ups: Any, name: str, value: str) -> Any:
        if value == "xong":
            return follow_ups.closed().order_by("-closed_on", "-id")
        return follow_ups.overdue() if value == "qua-han" else follow_ups.open()
