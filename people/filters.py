from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef

from accounts.models import SignIn, User
from accounts.names import search_key
from units.models import Membership, Role


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm người",
        method="keep_matching",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "placeholder": "lu lao, Bình, hop thanh…"}),
    )
    vai_tro = django_filters.ChoiceFilter(
        label="Vai trò", method="keep_role", choices=Role.choices, empty_label="Tất cả"
    )
    xem = django_filters.ChoiceFilter(
        label="Tình trạng",
        method="keep_state",
        choices=[("mo", "Đang hoạt động"), ("khoa", "Đang khóa"), ("chua", "Chưa đăng nhập lần nào")],
        empty_label="Tất cả",
    )

    def keep_matching(self, people: Any, name: str, value: str) -> Any:
        """By the person's name or user name, or by the unit the person acts for."""
        return people.matching(value[:100]) | people.filter(Exists(_acting_for(value[:100])))

    def keep_role(self, people: Any, name: str, value: str) -> Any:
        return people.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), role=value)))

    def keep_state(self, people: Any, name: str, value: str) -> Any:
        if value == "chua":
            return people.filter(last_login=None, is_active=True)
        return people.filter(is_active=value == "mo")


def _acting_for(text: str) -> Any:

    return Membership.objects.filter(user=OuterRef("pk"), unit__search_key__contains=search_key(text))


class SignInFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm người",
        method="keep_matching",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "placeholder": "họ tên, tên đăng nhập…"}),
    )
    ket_qua = django_filters.ChoiceFilter(
        label="Kết quả", field_name="outcome", choices=SignIn.Outcome.choices, empty_label="Tất cả"
    )

    def keep_matching(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(user__in=User.objects.matching(value[:100]))
