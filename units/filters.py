import datetime
from typing import Any

import django_filters
from django import forms

from units.models import Period, Unit


class UnitFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm đơn vị",
        method="keep_matching",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "placeholder": "hop thanh, Hòa…"}),
    )

    def keep_matching(self, units: Any, name: str, value: str) -> Any:
        return units.matching(value[:100])


class RegistrationFilter(UnitFilter):
    dang_ky = django_filters.ChoiceFilter(
        label="Đăng ký",
        method="keep_registered",
        choices=[("chua", "Chưa đăng ký"), ("roi", "Đã đăng ký")],
        empty_label="Tất cả",
    )

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period

    def keep_registered(self, units: Any, name: str, value: str) -> Any:
        return units.not_registered_in(self.period) if value == "chua" else units.registered_in(self.period)


class ConcernFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm đơn vị",
        method="keep_matching",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "placeholder": "hop thanh, Hòa…"}),
    )
    xem = django_filters.ChoiceFilter(
        label="Xem", method="keep_all", choices=[("ca", "Cả vấn đề đã thôi, đã hết hạn")], empty_label="Đang quan tâm"
    )

    def __init__(self, *args: Any, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def filter_queryset(self, concerns: Any) -> Any:
        kept = super().filter_queryset(concerns)
        return kept if self.form.cleaned_data.get("xem") else kept.open(self.on)

    def keep_matching(self, concerns: Any, name: str, value: str) -> Any:
        return concerns.filter(unit__in=Unit.objects.matching(value[:100]))

    def keep_all(self, concerns: Any, name: str, value: str) -> Any:
        return concerns
