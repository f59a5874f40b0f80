import re
from typing import Any

from django import forms

from surveys.models import COUNTS, SurveyTally
from surveys.services import TallyRow
from units.forms import VersionField
from units.models import Unit

HEADINGS = {
    "answers": "Số phiếu hợp lệ",
    "understand": "Nắm được chủ trương",
    "agree": "Đồng thuận",
    "satisfied": "Hài lòng",
}
MOST = 99_999


class CountField(forms.IntegerField):
    """A whole number as people write it: "1.234" is 1234, where Django would refuse it and read "1.000" as 1."""

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3})+", text):
            raise forms.ValidationError("Nhập một số nguyên.")
        count = int(text.replace(".", ""))
        if count > MOST:
            raise forms.ValidationError("Số này quá lớn.")
        return count


class TallyForm(forms.Form):
    """The row of one unit. Left blank it says nothing."""

    version = VersionField()

    def __init__(self, data: Any = None, *, unit: Unit, tally: SurveyTally | None) -> None:
        initial = {field: getattr(tally, field) for field in COUNTS} if tally else {}
        super().__init__(data, prefix=f"u{unit.pk}", initial=initial | {"version": tally.version if tally else 0})
        self.unit, self.tally = unit, tally
        for field, heading in HEADINGS.items():
            attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10, "class": "count"}
            widget = forms.TextInput(attrs=attrs | {"aria-label": f"{unit.full_name}: {heading}"})
            self.fields[field] = CountField(label=heading, required=False, widget=widget)

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self[field] for field in COUNTS]

    def clean(self) -> None:
        typed = {field: self.cleaned_data[field] for field in COUNTS if self.cleaned_data.get(field) is not None}
        if not typed and not self.errors:
            if self.tally:
                self.add_error("answers", "Đã có số liệu, không để trống; không khảo sát thì ghi 0.")
            return
        for field in set(COUNTS) - self.errors.keys():
            if field not in typed:
                self.add_error(field, "Còn thiếu.")
            elif "answers" in typed and typed[field] > typed["answers"]:
                self.add_error(field, "Lớn hơn số phiếu hợp lệ.")

    @property
    def row(self) -> TallyRow | None:
        if self.cleaned_data.get("answers") is None:
            return None
        counts = {field: self.cleaned_data[field] for field in COUNTS}
        return TallyRow(unit_id=self.unit.pk, version=max(self.cleaned_data["version"], 0), **counts)

    def take_conflict(self, message: str, version: int) -> None:
        """After a conflict the next press is meant."""
        self.add_error("answers", message)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(version)
        self.data = data
