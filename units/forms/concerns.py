from django import forms

from units.forms.fields import DayField, TextField
from units.forms.places import UnitField
from units.models import Tier


class ConcernTermsForm(forms.Form):
    """What is asked of every concern, whoever thought of it."""

    reason = TextField(
        label="Vấn đề cần quan tâm",
        rows=3,
        max_length=300,
        help_text="Ghi việc, không ghi tên người dân, không ghi nội dung mật.",
    )
    tier_asked = forms.TypedChoiceField(
        label="Cần đại biểu",
        choices=[(tier.value, tier.label) for tier in Tier if tier != Tier.SPECIALIST],
        coerce=int,
        initial=Tier.STANDING_MEMBER.value,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn cấp đại biểu cần."),
    )
    opened_on = DayField(label="Quan tâm từ ngày")
    expires_on = DayField(label="Đến hết ngày")

    def clean(self) -> None:
        opened, expires = self.cleaned_data.get("opened_on"), self.cleaned_data.get("expires_on")
        if opened and expires and expires < opened:
            self.add_error("expires_on", f"Không được trước ngày bắt đầu ({opened:%d/%m/%Y}).")


class ConcernForm(ConcernTermsForm):
    unit = UnitField(label="Xã, phường")
    field_order = ("unit",)


class DismissForm(forms.Form):
    reason = TextField(
        label="Lý do không đưa vào",
        rows=3,
        max_length=300,
        help_text="Căn cứ này không được đề xuất lại; có căn cứ mới thì chương trình đề xuất mới.",
    )
