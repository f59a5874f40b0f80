from typing import Any

import django_filters
from django import forms

from assignments.models import Delegate
from units.models import Tier


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
        return delegates.matching(value[:100])
