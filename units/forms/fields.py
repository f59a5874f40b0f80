"""Fields that every room's forms are made of."""

import datetime
import re
import unicodedata
from typing import Any

from django import forms

from units.models import Meeting, Period, QuarterAgenda

LOST = "Trang này đã cũ, xin tải lại."


class TextField(forms.CharField):
    """One spelling for one text: letters in NFC, lines ended as the database has them."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        kwargs["error_messages"] = {"required": "Mục này không được để trống."} | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return unicodedata.normalize("NFC", super().to_python(value) or "").replace("\r\n", "\n")


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": "Chọn ngày.",
        "invalid": "Ngày không đúng. Viết ngày/tháng/năm, ví dụ 12/11/2026.",
    }


class HourField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"required": "Chọn giờ.", "invalid": "Giờ không đúng. Viết giờ:phút, ví dụ 07:30."}


class VersionField(forms.CharField):
    """Which state of the row the person began from; what nobody could have been given matches none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1


class MonthField(forms.CharField):
    """ "11/2026" → its first day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": "11/2026", "inputmode": "numeric", "class": "is-short"})
        super().__init__(widget=widget, error_messages={"required": "Nhập tháng."}, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m/%Y}" if isinstance(value, datetime.date) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, datetime.date):
            return value
        text = super().to_python(value) or ""
        if found := re.fullmatch(r"(0?[1-9]|1[0-2])\s*[/.-]\s*(20[0-9]{2})", text):
            return datetime.date(int(found[2]), int(found[1]), 1)
        if text:
            raise forms.ValidationError("Tháng không đúng. Viết tháng/năm, ví dụ 11/2026.")
        return None


class VersionedForm(forms.Form):
    version = VersionField()

    def continue_from(self, stored: Meeting | Period | QuarterAgenda) -> None:
        """Keeps what was typed; sent once more, it replaces what is stored now."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(stored.version)  # type: ignore[index]
