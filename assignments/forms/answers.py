"""What delegates and the office fill in about seats, and about signed copies of notices."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html

from assignments.models import Delegate, SeatAnswer
from documents.uploads import NOTICE, SCAN_ACCEPT, SCAN_KINDS
from units.forms import TextField

ANOTHER = "Người này không dự được hội nghị này; xin chọn người khác trong danh sách."


class ShownTimeField(forms.Field):
    """The time of the conference as it stood on the page; None where nothing that was ever shown came back."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime.datetime) else value

    def to_python(self, value: Any) -> Any:
        try:
            found = parse_datetime(str(value or ""))
        except ValueError:
            return None
        return found if found and found.tzinfo else None


class ConfirmForm(forms.Form):
    starts_at = ShownTimeField()


class SubstituteField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, {obj.position}, {obj.agency.short_name}"


class DeclineForm(ConfirmForm):
    error_heading = "Chưa gửi được, xin xem lại"
    reason = TextField(
        label="Lý do", rows=3, max_length=300, error_messages={"required": "Ghi lý do xin không dự."},
        help_text="Chỉ Ban Tuyên giáo, lãnh đạo Ban và Thường trực đọc được.",
    )  # fmt: skip
    proposed = SubstituteField(
        Delegate.objects.all(),
        label="Đề nghị người dự thay",
        required=False,
        empty_label="Để Ban Tuyên giáo chọn",
        help_text="Những người dự được theo đúng quy tắc, hợp nhất xếp trước. Ban Tuyên giáo quyết định.",
        error_messages={"invalid_choice": ANOTHER, "invalid_pk_value": ANOTHER},
    )

    def __init__(self, *args: Any, able: Sequence[Delegate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["proposed"], able)


class RecordForm(forms.Form):
    """What a delegate said by telephone, written down by the office."""

    error_heading = "Chưa ghi được, xin xem lại"
    answer = forms.ChoiceField(
        label="Đại biểu trả lời",
        choices=SeatAnswer.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn câu trả lời.", "invalid_choice": "Chọn câu trả lời."},
    )
    reason = TextField(label="Lý do, khi xin không dự", rows=2, max_length=300, required=False)
    proposed = SubstituteField(
        Delegate.objects.all(),
        label="Đại biểu đề nghị người dự thay",
        required=False,
        empty_label="Không đề nghị ai",
        error_messages={"invalid_choice": ANOTHER, "invalid_pk_value": ANOTHER},
    )

    def __init__(self, *args: Any, able: Sequence[Delegate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["proposed"], able)

    def clean(self) -> None:
        if self.cleaned_data.get("answer") == SeatAnswer.Answer.DECLINED and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Ghi lý do xin không dự.")


class SubstituteForm(forms.Form):
    error_heading = "Chưa chọn được, xin xem lại"
    coming = forms.ModelChoiceField(
        Delegate.objects.all(),
        error_messages={
            "required": "Bấm “Chọn” bên cạnh một người trong danh sách.",
            "invalid_choice": ANOTHER,
            "invalid_pk_value": ANOTHER,
        },
    )

    def __init__(self, *args: Any, able: Sequence[Delegate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["coming"]
        field.queryset = Delegate.objects.filter(pk__in=[one.pk for one in able])


class ScanForm(forms.Form):
    error_heading = "Chưa nhận được tệp, xin xem lại"
    file = forms.FileField(
        label="Bản đã ký, quét",
        help_text=format_html("{}; tối đa 20 MB. <strong>{}</strong>", SCAN_KINDS, NOTICE),
        widget=forms.FileInput(attrs={"accept": SCAN_ACCEPT}),
        error_messages=dict.fromkeys(("required", "invalid", "missing"), "Chọn một tệp để gửi.")
        | {"empty": "Tệp trống, không có nội dung."},
    )


class WithdrawForm(forms.Form):
    error_heading = "Chưa rút được, xin xem lại"
    reason = TextField(
        label="Lý do rút", rows=2, max_length=300, error_messages={"required": "Ghi lý do rút bản ký quét."}
    )


def offered(field: Any, able: Sequence[Delegate]) -> None:
    """The best first: the order of `able`, which no column of the database gives."""
    field.queryset = Delegate.objects.filter(pk__in=[one.pk for one in able])
    field.choices = [("", field.empty_label), *((one.pk, field.label_from_instance(one)) for one in able)]
