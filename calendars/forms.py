from collections.abc import Sequence
from typing import Any

from django import forms

from calendars.access import Target


class FeedForm(forms.Form):
    """What the new link shows. `nonce` makes a second press of the same form the same link."""

    error_heading = "Chưa tạo được liên kết, xin xem lại"

    target = forms.ChoiceField(label="Lịch nào", widget=forms.RadioSelect)
    label = forms.CharField(
        label="Ghi chú", max_length=60, required=False, help_text="Ví dụ: điện thoại của tôi, máy tính phòng."
    )
    nonce = forms.CharField(min_length=16, max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {target.key: target for target in targets}
        chosen = self.fields["target"]
        chosen.choices = [(key, target.label) for key, target in self.targets.items()]  # type: ignore[attr-defined]
        chosen.initial = next(iter(self.targets), None)

    @property
    def chosen(self) -> Target:
        return self.targets[self.cleaned_data["target"]]
