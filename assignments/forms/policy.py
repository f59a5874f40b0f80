import datetime
from typing import Any

from django import forms
from django.forms import BoundField

from assignments.forms.delegates import whole_number
from assignments.models import Policy, Rule
from assignments.models.policy import GROUPS
from documents.vietnamese import decimal_text
from units.forms import MonthField, TextField
from units.models import Tier

# The most that each whole number may be; the least is 1 but where 0 is named.
MOST = {
    "no_repeat_months": 24, "memory_months": 60, "max_per_day": 5, "seats_commune": 9, "seats_ward": 9,
    "share_standing": 20, "share_holder": 20, "share_specialist": 20,
    "limit_standing": 31, "limit_holder": 31, "limit_specialist": 31,
    "sign_overdue_days": 365, "sign_falls": 12, "sign_months": 12,
}  # fmt: skip
FROM_ZERO = ("no_repeat_months", "memory_months", "limit_standing", "limit_holder", "limit_specialist")
LOW_NOTE = "Nhập số từ 1 đến 5, tối đa 2 chữ số thập phân, ví dụ 2,5."


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    valid_from = MonthField(
        label="Áp dụng từ tháng",
        help_text="Một tháng chưa công bố phân công. Các tháng đã công bố giữ nguyên quy tắc cũ.",
    )
    reason = TextField(
        label="Căn cứ, lý do", rows=3, max_length=300, help_text="Quy chế, kết luận hoặc lý do của lần thay đổi này."
    )
    sign_low_note = forms.DecimalField(
        label="Điểm trung bình của phiếu từ mức này trở xuống",
        min_value=1,
        max_value=5,
        max_digits=3,
        decimal_places=2,
        localize=True,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            LOW_NOTE,
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "is-short"}),
        help_text="Trung bình bốn mục của phiếu dự hội nghị, thang điểm 1 đến 5.",
    )
    sign_tier = forms.TypedChoiceField(
        label="Cấp đại biểu đề xuất",
        coerce=int,
        choices=[(tier.value, tier.label) for tier in Tier if tier != Tier.SPECIALIST],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn cấp đại biểu cần."),
    )
    may_override = forms.MultipleChoiceField(
        label="Quy tắc được làm khác cho một lượt, có ghi lý do",
        required=False,
        choices=Rule.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), "Chọn trong các quy tắc ở trên."),
    )

    class Meta:
        model = Policy
        fields = (
            "valid_from", "no_repeat_months", "memory_months", "max_per_day", "distinct_agencies",
            "seats_commune", "seats_ward", "share_standing", "share_holder", "share_specialist",
            "limit_standing", "limit_holder", "limit_specialist", "may_override",
            "sign_overdue_days", "sign_falls", "sign_low_note", "sign_tier", "sign_months", "reason",
        )  # fmt: skip
        help_texts = {
            "max_per_day": "Hai hội nghị trong ngày không bao giờ trùng giờ.",
            "seats_commune": "Điền sẵn khi đơn vị đăng ký; Ban Tuyên giáo đổi được cho từng hội nghị.",
            "share_specialist": "Gánh bao nhiêu phần so với cấp khác; đại biểu có số riêng thì theo số riêng.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in MOST.items():
            self.fields[name] = whole_number(self.fields[name], least=0 if name in FROM_ZERO else 1, most=most)

    def _get_validation_exclusions(self) -> set[str]:
        """Which month is free is asked when it is stored, so that a second press is told what the first did."""
        return {*super()._get_validation_exclusions(), "valid_from"}  # type: ignore[misc]

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        return [(title, [self[field] for field in fields]) for title, fields in GROUPS]

    @property
    def month(self) -> datetime.date:
        month: datetime.date = self.cleaned_data["valid_from"]
        return month

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the check page sends on, as it was understood."""
        carried = []
        for name, value in self.cleaned_data.items():
            if name == "may_override":
                carried += [(name, one) for one in value]
            elif name == "valid_from":
                carried.append((name, f"{value:%m/%Y}"))
            elif name == "sign_low_note":
                carried.append((name, decimal_text(value)))
            elif value is not False:
                carried.append((name, "on" if value is True else str(value)))
        return carried
