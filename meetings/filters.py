from typing import Any

import django_filters
from django import forms

from meetings.models import FollowUp, TeamVisit
from units.models import Period, Unit


def unit_search(method: str) -> django_filters.CharFilter:
    """A name typed, not chosen: of all communes and wards a list would be longer than the page."""
    widget = forms.TextInput(attrs={"type": "search", "maxlength": 100, "placeholder": "hop thanh, Hòa…"})
    return django_filters.CharFilter(label="Tìm đơn vị", method=method, widget=widget)


class VisitFilter(django_filters.FilterSet):
    ky = django_filters.ModelChoiceFilter(
        label="Tháng", queryset=Period.objects.all(), method="keep_month", empty_label="Tất cả các tháng"
    )
    q = unit_search("keep_matching")

    class Meta:
        model = TeamVisit
        fields: tuple[str, ...] = ()

    def keep_matching(self, visits: Any, name: str, value: str) -> Any:
        return visits.filter(team__unit__in=Unit.objects.matching(value[:100]))

    def keep_month(self, visits: Any, name: str, period: Period) -> Any:
        return visits.in_month(period.month)


class FollowUpFilter(django_filters.FilterSet):
    trang_thai = django_filters.ChoiceFilter(
        label="Trạng thái",
        method="keep_state",
        choices=[("dang-mo", "Đang mở"), ("qua-han", "Quá hạn"), ("xong", "Đã giải quyết xong")],
        empty_label="Tất cả",
    )
    q = unit_search("keep_matching")

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = ()

    def keep_matching(self, follow_ups: Any, name: str, value: str) -> Any:
        return follow_ups.filter(unit__in=Unit.objects.matching(value[:100]))

    def keep_state(self, follow_ups: Any, name: str, value: str) -> Any:
        if value == "xong":
            return follow_ups.closed().order_by("-closed_on", "-id")
        return follow_ups.overdue() if value == "qua-han" else follow_ups.open()
