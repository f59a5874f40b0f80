from typing import Any

from django import forms

from documents.sheets import MAX_BYTES
from documents.uploads import BadUpload, refuse_secret
from imports.columns import KINDS, missing
from imports.models import ImportFile, ImportRow
from units.forms import TextField, VersionField
from units.models import Period, Stage

TOO_LARGE = "Tệp nặng quá 5 MB. Tách thành nhiều tệp, hoặc xóa ảnh và các bảng không cần."


class ImportForm(forms.Form):
    kind = forms.ChoiceField(
        label="Nhập gì",
        choices=ImportFile.Kind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn loại danh sách cần nhập."),
    )
    period = forms.ModelChoiceField(
        Period.objects.none(),
        label="Kỳ tháng",
        required=False,
        empty_label="– Chọn tháng –",
        help_text="Chỉ cần cho đăng ký hội nghị.",
        error_messages={"invalid_choice": "Tháng này chưa mở, hoặc đã kết thúc."},
    )
    file = forms.FileField(
        label="Tệp .xlsx hoặc .csv",
        help_text="Tối đa 5 MB, 5.000 dòng. Không gửi tài liệu mật.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "Chọn tệp cần nhập.",
            "missing": "Chọn tệp cần nhập.",
            "empty": "Tệp trống, không có nội dung.",
            "invalid": "Tệp chưa gửi được, xin chọn lại.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods: Any = self.fields["period"]
        periods.queryset = Period.objects.exclude(stage=Stage.CLOSED)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        try:
            refuse_secret(file.name)
        except BadUpload as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def clean(self) -> None:
        if self.cleaned_data.get("kind") == ImportFile.Kind.REGISTRATIONS:
            if not self.cleaned_data.get("period") and "period" not in self.errors:
                self.add_error("period", "Chọn tháng của các đăng ký này.")
        elif "kind" in self.cleaned_data:
            self.cleaned_data["period"] = None


class HeadingForm(forms.Form):
    """Which sheet, and in which row its heading ends."""

    sheet = forms.TypedChoiceField(label="Bảng", coerce=int, error_messages={"invalid_choice": "Chọn một bảng."})
    heading = forms.IntegerField(
        label="Dòng tiêu đề",
        min_value=1,
        localize=False,
        help_text="Dòng ghi tên các cột; tiêu đề hai dòng thì ghi dòng dưới.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Nhập số của dòng tiêu đề."),
    )
    lines = forms.TypedChoiceField(
        label="Tiêu đề có",
        coerce=int,
        choices=[(1, "một dòng"), (2, "hai dòng")],
        error_messages={"invalid_choice": "Chọn một hoặc hai dòng."},
    )

    def __init__(self, *args: Any, file: ImportFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheets: Any = self.fields["sheet"]
        sheets.choices = [(place, sheet["name"]) for place, sheet in enumerate(file.sheets)]
        self.file = file

    def clean(self) -> None:
        place, heading = self.cleaned_data.get("sheet"), self.cleaned_data.get("heading")
        if place == self.file.sheet and heading and heading > len(self.file.sheets[place]["rows"]):
            self.add_error("heading", "Bảng không có dòng này.")


class ColumnsForm(forms.Form):
    """One field a column; a field is given by one column only."""

    def __init__(self, *args: Any, file: ImportFile, width: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Không dùng"), *((one.name, one.label) for one in KINDS[file.kind])]
        for place in range(width):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=file.columns[place] if place < len(file.columns) else "",
                error_messages={"invalid_choice": "Chọn một trường trong danh sách."},
            )
        self.file, self.width = file, width

    @property
    def columns(self) -> list[str]:
        return [self.cleaned_data[f"column_{place}"] for place in range(self.width)]

    def clean(self) -> None:
        columns = [self.cleaned_data.get(f"column_{place}", "") for place in range(self.width)]
        used = [name for name in columns if name]
        if twice := {name for name in used if used.count(name) > 1}:
            labels = ", ".join(one.label for one in KINDS[self.file.kind] if one.name in twice)
            self.add_error(None, f"Hai cột cùng là “{labels}”. Chỉ chọn một.")
        elif lacking := missing(self.file.kind, columns):
            self.add_error(None, f"Chưa chọn cột cho: {', '.join(lacking)}.")


class ApplyForm(forms.Form):
    version = VersionField()
    reason = TextField(
        label="Lý do đăng ký muộn hoặc thay đổi",
        max_length=300,
        help_text="Ghi một lần cho cả tệp; xã, phường đọc được.",
    )

    def __init__(self, *args: Any, with_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_reason:
            del self.fields["reason"]


class RowForm(forms.Form):
    """What a button in the preview says: put right, answer, leave out, take back."""

    ACTS = ("correct", "answer", "answer-all", "leave-out", "take-back", "undo")

    act = forms.CharField(max_length=20)
    number = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    field = forms.CharField(required=False, max_length=40)
    value = forms.CharField(required=False, max_length=200)

    def clean_act(self) -> str:
        act: str = self.cleaned_data["act"]
        if act not in self.ACTS:
            raise forms.ValidationError("Chưa chọn việc cần làm.")
        return act


class RowFilterForm(forms.Form):
    ket_qua = forms.ChoiceField(required=False, choices=[("", ""), ("waiting", ""), *ImportRow.Outcome.choices])
