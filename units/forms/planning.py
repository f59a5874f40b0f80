"""Forms of what the office lays down: days off, the text of a quarter, more time for one unit."""

import datetime
from typing import Any

from django import forms

from units.forms.fields import DayField, TextField, VersionedForm
from units.models import DayOff, Extension, Period, Stage
from units.services import extension_error


class DayOffForm(forms.ModelForm):  # type: ignore[type-arg]
    day = DayField(label="Ngày")
    name = TextField(label="Tên, lý do", max_length=100, help_text="Ví dụ: Nghỉ bù Quốc khánh, Làm bù ngày 02/01.")
    is_working = forms.TypedChoiceField(
        label="Là",
        choices=[("0", "Ngày nghỉ"), ("1", "Ngày làm bù (làm việc dù là ngày nghỉ lễ, thứ Bảy, Chủ nhật)")],
        coerce=lambda value: value == "1",
        initial="0",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn ngày nghỉ hay ngày làm bù."),
    )

    class Meta:
        model = DayOff
        fields = ("day", "name", "is_working")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["is_working"] = "1" if self.instance.is_working else "0"

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2099:
            raise forms.ValidationError("Năm từ 2000 đến 2099.")
        return day


class QuarterForm(VersionedForm):
    text = TextField(
        label="Nội dung, nhiệm vụ của quý",
        rows=10,
        max_length=3000,
        required=False,
        help_text="Mỗi dòng một nội dung. Khi mở tháng trong quý, nội dung này được điền sẵn; sửa được cho từng tháng.",
    )


class ExtensionForm(forms.Form):
    stage = forms.TypedChoiceField(
        label="Gia hạn việc",
        choices=[(stage.value, stage.label) for stage in Extension.STAGES],
        coerce=Stage,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn đăng ký hoặc tự chấm."),
    )
    until = DayField(label="Đến hết ngày")
    reason = TextField(label="Lý do", rows=3, max_length=300, help_text="Đơn vị đọc được lý do này.")

    def __init__(self, *args: Any, period: Period, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period, self.on = period, on
        stages = [stage for stage in Extension.STAGES if not period.is_past(Extension.LAST_STAGE[stage])]
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in stages]  # type: ignore[attr-defined]

    def clean(self) -> None:
        stage, until = self.cleaned_data.get("stage"), self.cleaned_data.get("until")
        if stage and until and (error := extension_error(self.period, stage, until, on=self.on)):
            self.add_error("until", error)
