import datetime
from typing import Any

from django import forms

from assignments.models import Delegate
from units.forms import DayField, TextField, VersionField
from units.models import Agency, Tier, Unit
from units.succession import heirs


class DelegateForm(forms.ModelForm):  # type: ignore[type-arg]
    full_name = TextField(label="Họ và tên", max_length=150)
    agency = forms.ModelChoiceField(
        Agency.objects.all(),
        label="Cơ quan",
        empty_label="Chọn cơ quan",
        error_messages={"required": "Chọn cơ quan.", "invalid_choice": "Cơ quan này không có trong danh mục."},
    )
    position = TextField(label="Chức vụ", max_length=150)
    tier = forms.TypedChoiceField(
        label="Cấp",
        coerce=int,
        choices=Tier.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn cấp.", "invalid_choice": "Chọn một trong ba cấp."},
    )
    barred_units = forms.ModelMultipleChoiceField(
        Unit.objects.all(),
        label="Không phân công đến",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nơi đại biểu không được phân công về, ví dụ quê quán hoặc nơi có người thân giữ chức vụ.",
        error_messages={
            "invalid_choice": "Có đơn vị không có trong danh mục.",
            "invalid_list": "Có đơn vị không có trong danh mục.",
            "invalid_pk_value": "Có đơn vị không có trong danh mục.",
        },
    )
    state = VersionField()
    active_from = DayField(label="Tham gia từ ngày")
    active_to = DayField(label="Tham gia đến hết ngày", required=False, help_text="Bỏ trống khi còn tham gia.")

    class Meta:
        model = Delegate
        fields = (
            "full_name",
            "agency",
            "position",
            "tier",
            "rank_order",
            "share",
            "max_seats",
            "active_from",
            "active_to",
            "barred_units",
        )
        help_texts = {
            "rank_order": "Số nhỏ đứng trước, trong cùng một cấp.",
            "share": "Gánh bao nhiêu phần so với người khác. Bỏ trống thì theo quy tắc phân công của cấp này.",
            "max_seats": "Bỏ trống thì theo quy tắc phân công của cấp này.",
        }

    def __init__(self, *args: Any, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["barred_units"]
        units.queryset = Unit.objects.valid(on)
        # In the place of a unit that is no more those that followed it: what cannot be ticked would be taken away.
        barred: list[Unit] = self.initial.get("barred_units", [])
        if any(unit.valid_to and unit.valid_to < on for unit in barred):
            after = heirs(on)
            self.initial["barred_units"] = sorted({place for unit in barred for place in after.get(unit.pk, [unit.pk])})
        for name, most in (("rank_order", 9999), ("share", 20), ("max_seats", 31)):
            least = 1 if name == "share" else 0
            self.fields[name] = whole_number(self.fields[name], least=least, most=most)

    def clean(self) -> None:
        first, last = self.cleaned_data.get("active_from"), self.cleaned_data.get("active_to")
        if first and last and last < first:
            self.add_error("active_to", "Ngày thôi tham gia phải từ ngày tham gia trở đi.")
        if self.instance.pk is None and Delegate.objects.filter(**self._same_person()).exists():
            self.add_error("full_name", "Người này đã có trong danh sách, cùng cơ quan và chức vụ.")
        super().clean()

    def _same_person(self) -> dict[str, Any]:
        return {field: self.cleaned_data.get(field) for field in ("full_name", "agency", "position")}


def whole_number(field: forms.Field, *, least: int, most: int) -> forms.IntegerField:
    """One message for everything that is no such number."""
    message = f"Nhập số nguyên từ {least} đến {most}."
    return forms.IntegerField(
        label=field.label,
        required=field.required,
        help_text=field.help_text,
        initial=field.initial,
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
    )
