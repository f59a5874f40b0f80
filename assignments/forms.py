import datetime
import re
from typing import Any

from django import forms
from django.utils import timezone

from assignments.models import Delegate, Unavailability
from units.forms import DayField, TextField, VersionField
from units.models import Agency, Tier, Unit

LONGEST_BUSY_DAYS = 366
# A notice may be dated a little before or after the day it is published in the program, not in another month's work.
ISSUED_WITHIN = datetime.timedelta(days=31)


class EditForm(forms.Form):
    """Which state of the plan the person had before them."""

    edit = VersionField()


class SeatChangeForm(EditForm):
    """The button pressed in the panel: `add:5`, `remove:5`, `swap:5:6` (5 goes, 6 comes), `pin:5`, `unpin:5`."""

    change = forms.CharField(required=False, max_length=60)

    def clean_change(self) -> tuple[str, list[int]]:
        typed = self.cleaned_data["change"]
        found = re.fullmatch(r"(add|remove|pin|unpin):([0-9]{1,15})|(swap):([0-9]{1,15}):([0-9]{1,15})", typed)
        if not found:
            raise forms.ValidationError("Chưa chọn việc cần làm, xin bấm một nút trong danh sách.")
        act, *ids = [part for part in found.groups() if part]
        return act, [int(one) for one in ids]


class ReturnForm(EditForm):
    reason = TextField(label="Lý do trả lại", rows=4, max_length=500, help_text="Chuyên viên đọc để biết cần sửa gì.")


class PublishForm(EditForm):
    number = forms.IntegerField(
        label="Số thông báo",
        min_value=1,
        max_value=99999,
        localize=False,
        error_messages={
            "required": "Nhập số thông báo.",
            "invalid": "Số thông báo là số nguyên.",
            "min_value": "Số thông báo từ 1 trở lên.",
            "max_value": "Số thông báo nhiều nhất năm chữ số.",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Số kế tiếp được điền sẵn; sửa nếu số này đã cấp cho văn bản khác.",
    )
    issued_on = DayField(label="Ngày ban hành")

    def clean_issued_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["issued_on"]
        if abs(day - timezone.localdate()) > ISSUED_WITHIN:
            raise forms.ValidationError("Ngày ban hành cách hôm nay quá một tháng, xin xem lại.")
        return day


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
            "share": "Gánh bao nhiêu phần so với người khác: lãnh đạo 1, chuyên viên 2.",
        }

    def __init__(self, *args: Any, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["barred_units"]
        units.queryset = Unit.objects.valid(on)
        for name, most in (("rank_order", 9999), ("share", 20), ("max_seats", 31)):
            least = 1 if name == "share" else 0
            self.fields[name] = _whole_number(self.fields[name], least=least, most=most)

    def clean(self) -> None:
        first, last = self.cleaned_data.get("active_from"), self.cleaned_data.get("active_to")
        if first and last and last < first:
            self.add_error("active_to", "Ngày thôi tham gia phải từ ngày tham gia trở đi.")
        if self.instance.pk is None and Delegate.objects.filter(**self._same_person()).exists():
            self.add_error("full_name", "Người này đã có trong danh sách, cùng cơ quan và chức vụ.")
        super().clean()

    def _same_person(self) -> dict[str, Any]:
        return {field: self.cleaned_data.get(field) for field in ("full_name", "agency", "position")}


class UnavailabilityForm(forms.ModelForm):  # type: ignore[type-arg]
    from_on = DayField(label="Bận từ ngày")
    to_on = DayField(label="Đến hết ngày", required=False, help_text="Bỏ trống nếu chỉ bận một ngày.")
    reason = TextField(
        label="Lý do", max_length=200, required=False, help_text="Chỉ Ban Tuyên giáo và Thường trực đọc được."
    )

    class Meta:
        model = Unavailability
        fields = ("from_on", "to_on", "reason")

    def clean(self) -> None:
        first = self.cleaned_data.get("from_on")
        last = self.cleaned_data.get("to_on") or first
        if first is None or last is None or "to_on" in self.errors:
            return
        self.cleaned_data["to_on"] = last
        if last < first:
            self.add_error("to_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        elif (last - first).days >= LONGEST_BUSY_DAYS:
            self.add_error("to_on", "Một lần báo bận không quá một năm.")
        elif last < timezone.localdate():
            self.add_error("to_on", "Những ngày này đã qua, không cần báo bận.")


def _whole_number(field: forms.Field, *, least: int, most: int) -> forms.IntegerField:
    """One message for everything that is no such number."""
    message = f"Nhập số nguyên từ {least} đến {most}."
    return forms.IntegerField(
        label=field.label,
        help_text=field.help_text,
        initial=field.initial,
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
    )
