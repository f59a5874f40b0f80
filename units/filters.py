import datetime
from typing import Any

import django_filters
from django import forms

from accounts.names import title_sort_key
from units.models import Agency, Period, Team, Unit


def _search(example: str) -> forms.TextInput:
    return forms.TextInput(attrs={"type": "search", "maxlength": 100, "placeholder": example})


SEARCH = _search("hop thanh, Hòa…")


def areas() -> list[tuple[str, str]]:
    areas = Unit.objects.valid().exclude(area="").order_by().values_list("area", flat=True).distinct()
    return [(area, area) for area in sorted(areas, key=title_sort_key)]


class UnitFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm đơn vị",
        method="keep_matching",
        widget=SEARCH,
    )

    def keep_matching(self, units: Any, name: str, value: str) -> Any:
        return units.matching(value[:100])


class UnitListFilter(UnitFilter):
    cum = django_filters.ChoiceFilter(label="Cụm, khu vực", field_name="area", choices=areas, empty_label="Tất cả")
    xem = django_filters.ChoiceFilter(
        label="Xem",
        method="keep_all",
        choices=[("cu", "Đơn vị cũ"), ("ca", "Cả đơn vị cũ")],
        empty_label="Đang hoạt động",
    )

    def __init__(self, *args: Any, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def filter_queryset(self, units: Any) -> Any:
        kept = super().filter_queryset(units)
        match self.form.cleaned_data.get("xem"):
            case "cu":
                return kept.former(self.on)
            case "ca":
                return kept
        return kept.exclude(valid_to__lt=self.on)  # also those that begin on a later day

    def keep_matching(self, units: Any, name: str, value: str) -> Any:
        return units.matching(value[:100]).best_first(value[:100])

    def keep_all(self, units: Any, name: str, value: str) -> Any:
        return units


class _NameFilter(django_filters.FilterSet):
    def keep_matching(self, rows: Any, name: str, value: str) -> Any:
        return rows.matching(value[:100])


class TeamFilter(_NameFilter):
    q = django_filters.CharFilter(label="Tìm tổ", method="keep_matching", widget=_search("so 3, Kíp Tước…"))

    class Meta:
        model = Team
        fields: tuple[str, ...] = ()


class AgencyFilter(_NameFilter):
    q = django_filters.CharFilter(label="Tìm cơ quan", method="keep_matching", widget=_search("to chuc, Dân vận…"))

    class Meta:
        model = Agency
        fields: tuple[str, ...] = ()


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
        widget=SEARCH,
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
