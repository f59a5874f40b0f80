import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from accounts.names import title_sort_key
from assignments.models import Delegate, Seat
from calendars.models import FeedLink
from units.models import Meeting, Unit

MAX_TYPED = 100
STATES = [("chua", "Chưa phân công"), ("roi", "Đã phân công"), ("xong", "Đã tổ chức"), ("huy", "Đã hủy")]
FILTERS = ("q", "khu_vuc", "loai", "dai_bieu", "trang_thai")
WORDS: dict[str, str] = {**dict(Unit.Kind.choices), **dict(STATES)}
UNKNOWN = {"invalid_choice": "Không có mục này, nên đang hiện tất cả."}


def _search(placeholder: str) -> forms.TextInput:
    return forms.TextInput(attrs={"type": "search", "maxlength": MAX_TYPED, "placeholder": placeholder})


def _areas() -> list[tuple[str, str]]:
    names = Unit.objects.exclude(area="").order_by().values_list("area", flat=True).distinct()
    return [(name, name) for name in sorted(names, key=title_sort_key)]


class ConferenceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Đơn vị", method="of_units", widget=_search("hop thanh, Hòa…"))
    khu_vuc = django_filters.ChoiceFilter(
        label="Cụm, khu vực", field_name="unit__area", choices=_areas, empty_label="Tất cả", error_messages=UNKNOWN
    )
    loai = django_filters.ChoiceFilter(
        label="Loại",
        field_name="unit__kind",
        choices=Unit.Kind.choices,
        empty_label="Xã và phường",
        error_messages=UNKNOWN,
    )
    dai_bieu = django_filters.CharFilter(label="Đại biểu", method="of_delegates", widget=_search("lo duc, Lò Đức…"))
    trang_thai = django_filters.ChoiceFilter(
        label="Tình trạng",
        method="in_state",
        choices=STATES,
        empty_label="Tất cả, trừ đã hủy",
        error_messages=UNKNOWN,
    )

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()

    def filter_queryset(self, meetings: Any) -> Any:
        kept = super().filter_queryset(meetings)
        return kept if self.form.cleaned_data.get("trang_thai") == "huy" else kept.filter(cancelled_at=None)

    @property
    def narrowing(self) -> str:
        """ "Đơn vị: hop thanh; Loại: Xã": also for a paper, on which the form does not stand. "" where all is shown."""
        given = {name: self.form.cleaned_data.get(name) for name in FILTERS}
        told = [f"{self.form.fields[name].label}: {WORDS.get(value, value)}" for name, value in given.items() if value]
        return "; ".join(told)

    def of_units(self, meetings: Any, name: str, value: str) -> Any:
        return meetings.filter(unit__in=Unit.objects.matching(value[:MAX_TYPED]))

    def of_delegates(self, meetings: Any, name: str, value: str) -> Any:
        return meetings.filter(_published_seat(delegate__in=Delegate.objects.matching(value[:MAX_TYPED])))

    def in_state(self, meetings: Any, name: str, value: str) -> Any:
        if value == "huy":
            return meetings.exclude(cancelled_at=None)
        if value == "xong":
            return meetings.exclude(held_on=None)
        return meetings.filter(_published_seat() if value == "roi" else ~_published_seat(), held_on=None)


class DayFilter(ConferenceFilter):
    """Of the list: one day of it."""

    ngay = django_filters.DateFilter(
        label="Ngày",
        field_name="starts_at__date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def day(self) -> datetime.date | None:
        day: datetime.date | None = self.form.cleaned_data.get("ngay")
        return day


def _published_seat(**which: Any) -> Exists:
    return Exists(Seat.objects.published().filter(meeting=OuterRef("pk"), **which))


class LinkFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Tìm", method="matching", widget=_search("đơn vị, đại biểu"))

    class Meta:
        model = FeedLink
        fields: tuple[str, ...] = ()

    def matching(self, links: Any, name: str, value: str) -> Any:
        text = value[:MAX_TYPED]
        named = Q(unit__in=Unit.objects.matching(text)) | Q(delegate__in=Delegate.objects.matching(text))
        return links.filter(named | Q(owner__full_name__icontains=text))
