from typing import Any

from django import forms

from reminders.texts import usual_introduction
from units.forms.fields import TextField
from units.models import Period

MOST_MARKED = 200  # as many names as fit on a page of texts, and then some


class RemindForm(forms.Form):
    """Letters to all concerned but those ticked, or to the one whose button was pressed."""

    error_heading = "Chưa soạn thư được, xin xem lại"
    introduction = TextField(
        label="Lời mở đầu",
        rows=3,
        max_length=1000,
        required=False,
        help_text="In ở đầu mỗi thư, sau dòng Kính gửi. Không ghi nội dung mật, không ghi tên người dân.",
    )
    only = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, *args: Any, period: Period, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["introduction"].initial = usual_introduction(kind, period.label)

    @property
    def left_out(self) -> set[str]:
        return set(_listed(self.data, "left_out"))


class PastedForm(forms.Form):
    """Whom the text named that a person has pasted."""

    def clean(self) -> None:
        self.abouts = [about for about in _listed(self.data, "about") if len(about) <= 30][:MOST_MARKED]
        if not self.abouts:
            raise forms.ValidationError("Trang này đã cũ, xin tải lại.")


class ChosenForm(forms.Form):
    """Drafts ticked on the page; or all that were there when the page was shown (`up_to`, the newest of them)."""

    error_heading = "Chưa làm được, xin xem lại"
    step = forms.ChoiceField(choices=[(step, step) for step in ("approve", "approve_all", "drop")])
    up_to = forms.IntegerField(min_value=0, max_value=2**62)

    def clean(self) -> None:
        self.chosen = [int(pk) for pk in _listed(self.data, "letter") if pk.isascii() and pk.isdigit() and len(pk) < 16]
        if self.errors:
            raise forms.ValidationError("Trang này đã cũ, xin tải lại.")
        if self.cleaned_data["step"] != "approve_all" and not self.chosen:
            raise forms.ValidationError("Chọn ít nhất một thư.")


def _listed(data: Any, name: str) -> list[str]:
    return list(data.getlist(name)) if hasattr(data, "getlist") else []
