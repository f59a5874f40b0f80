import datetime
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from assignments.changes import Changes
from assignments.models import Notice, Plan
from assignments.models.ranks import RANKS
from units.forms import DayField, TextField, VersionField
from units.models import Tier

# A notice may be dated a little before or after the day it is published in the program, not in another month's work.
ISSUED_WITHIN = datetime.timedelta(days=31)
NO_RANK = "không đòi cấp, đại biểu nào dự cũng được"


class EditForm(forms.Form):
    """Which state of the plan the person had before them."""

    edit = VersionField()


class SeatChangeForm(EditForm):
    """The button pressed in the panel: `add:5`, `remove:5`, `swap:5:6` (5 goes, 6 comes), `pin:5`, `unpin:5`,
    `forbid:5`, `allow:5`, `empty:2` (places), `fill` (those left empty)."""

    change = forms.CharField(required=False, max_length=60)

    def clean_change(self) -> tuple[str, list[int]]:
        typed = self.cleaned_data["change"]
        one = other = ":([0-9]{1,15})"
        found = re.fullmatch(rf"(add|remove|pin|unpin|forbid|allow|empty){one}|(swap){one}{other}|(fill)", typed)
        if not found:
            raise forms.ValidationError("Chưa chọn việc cần làm, xin bấm một nút trong danh sách.")
        act, *ids = [part for part in found.groups() if part]
        return act, [int(one) for one in ids]


class VersionsForm(forms.Form):
    """Which two versions of a month to lay side by side."""

    cu = forms.TypedChoiceField(label="Bản cũ", coerce=int, error_messages={"required": "Chọn bản cũ."})
    moi = forms.TypedChoiceField(label="Bản mới", coerce=int, error_messages={"required": "Chọn bản mới."})

    def __init__(self, *args: Any, plans: list[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_version = {plan.version: plan for plan in plans}
        for name in ("cu", "moi"):
            field: Any = self.fields[name]
            field.choices = [
                (plan.version, f"Bản {plan.version}, {plan.get_status_display().lower()}") for plan in plans
            ]
            field.error_messages["invalid_choice"] = "Tháng này không có bản ấy."

    def chosen(self) -> tuple[Plan | None, Plan | None]:
        if not self.is_valid():
            return None, None
        return self.by_version[self.cleaned_data["cu"]], self.by_version[self.cleaned_data["moi"]]


class GoBackForm(EditForm):
    step = forms.IntegerField(min_value=1, max_value=10**15)


class WhyForm(forms.Form):
    """Why an act by hand is done, where it needs saying."""

    def __init__(self, *args: Any, label: str, required: bool, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = TextField(
            label=label, required=required, max_length=300, rows=2, help_text=help_text,
            error_messages={"required": f"Ghi {label.lower()}.", "max_length": "Lý do dài nhất 300 chữ cái."},
        )  # fmt: skip


class LowerRankForm(forms.Form):
    error_heading = "Chưa hạ yêu cầu được, xin xem lại"
    tier = forms.TypedChoiceField(
        label="Lần này cần",
        coerce=lambda value: Tier(int(value)),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn cấp đại biểu cần lần này."),
    )
    reason = TextField(
        label="Lý do",
        rows=2,
        max_length=300,
        help_text="Lý do được ghi vào hồ sơ và in kèm bản phân công.",
        error_messages={"required": "Ghi lý do hạ yêu cầu.", "max_length": "Lý do dài nhất 300 chữ cái."},
    )

    def __init__(self, *args: Any, asked: int, **kwargs: Any) -> None:
        """`asked`: the rank that is lowered."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["tier"]
        field.choices = [(int(tier), capfirst(RANKS.get(tier, NO_RANK))) for tier in Tier if tier > asked]


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
    kind = forms.ChoiceField(
        label="Cách ban hành",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn thông báo thay thế hay thông báo điều chỉnh.",
            "invalid_choice": "Chọn thông báo thay thế hay thông báo điều chỉnh.",
        },
    )
    in_force = VersionField()

    def __init__(self, *args: Any, chain: Sequence[Notice], changes: Changes | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changes is None or not changes.items:
            del self.fields["kind"]  # the first of a month, or one like the last: the whole table
            return
        base = chain[0]
        whole = f"Thay thế {base}" + (" và các thông báo điều chỉnh" if len(chain) > 1 else "")
        few: Any = self.fields["kind"]
        few.choices = [
            ("amend", f"Điều chỉnh, bổ sung {base}: chỉ in {len(changes.items)} hội nghị có thay đổi"),
            ("replace", f"{whole}: in lại đầy đủ {changes.meetings} hội nghị"),
        ]
        few.initial = "amend" if changes.are_few else "replace"

    @property
    def act(self) -> dict[str, Any]:
        """For `publish_plan`."""
        values = {**self.cleaned_data}
        if "in_force" not in self.data:
            values["in_force"] = None
        return values | {"amends": values.pop("kind", "replace") == "amend"}

    def clean_issued_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["issued_on"]
        if abs(day - timezone.localdate()) > ISSUED_WITHIN:
            raise forms.ValidationError("Ngày ban hành cách hôm nay quá một tháng, xin xem lại.")
        return day
