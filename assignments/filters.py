from typing import Any

import django_filters
from django import forms

from assignments.models import Delegate
from units.filters import areas
from units.models import Agency, Tier, Unit


class DelegateFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm đại biểu",
        method="keep_matching",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "placeholder": "lo duc, Lò Đức…"}),
    )
    cap = django_filters.ChoiceFilter(field_name="tier", label="Cấp", choices=Tier.choices, empty_label="Tất cả")

    class Meta:
        model = Delegate
        fields: tuple[str, ...] = ()

    def keep_matching(self, delegates: Any, name: str, value: str) -> Any:
        return delegates.matching(value[:100]).best_first(value[:100])


class RotationFilter(DelegateFilter):
    """Rows of the matrix."""

    co_quan = django_filters.ModelChoiceFilter(
        field_name="agency", label="Cơ quan", queryset=Agency.objects.all(), empty_label="Tất cả"
    )


class CoverageFilter(django_filters.FilterSet):
    """Columns of the matrix, rows of the coverage."""

    don_vi = django_filters.CharFilter(
        label="Tìm đơn vị",
        method="keep_matching",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "placeholder": "hop thanh, Hòa…"}),
    )
    cum = django_filters.ChoiceFilter(label="Cụm, khu vực", field_name="area", choices=areas, empty_label="Tất cả")

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()

    def keep_matching(self, units: Any, name: str, value: str) -> Any:
        return units.matching(value[:100])
