"""What is sent to be checked: a notice of ours, or the two files of a dossier."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from assignments.checker import MalformedDossierError, problem_sha256
from assignments.dossier_files import LARGEST_FILE, LONGEST, BadFile, read_json, refuse_too_long
from assignments.models import Notice

TOO_LARGE = "Tệp nặng quá 5 MB."


class DossierFileField(forms.FileField):
    """The parsed JSON of the file."""

    def __init__(self, *, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            help_text="Tối đa 5 MB.",
            widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
            error_messages={"empty": "Tệp trống, không có nội dung.", "invalid": "Tệp chưa gửi được, xin chọn lại."},
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        try:
            document = read_json(file.read())
            refuse_too_long(document, list(LONGEST))
        except BadFile as fault:
            raise forms.ValidationError(str(fault)) from fault
        if not isinstance(document, dict):
            raise forms.ValidationError("Tệp phải là một đối tượng JSON.")
        return document


class CheckForm(forms.Form):
    notice = forms.ModelChoiceField(
        Notice.objects.none(),
        label="Thông báo đã ban hành",
        required=False,
        empty_label="– Chọn thông báo –",
        error_messages={"invalid_choice": "Thông báo này không có hồ sơ để kiểm tra."},
    )
    problem = DossierFileField(label="Dữ liệu đầu vào (bai-toan.json)")
    plan = DossierFileField(label="Kết quả phân công (loi-giai.json)")
    error_heading = "Chưa kiểm tra được, xin xem lại"

    def __init__(self, *args: Any, notices: QuerySet[Notice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["notice"]
        field.queryset = notices

    def clean(self) -> None:
        given = self.cleaned_data
        if self.errors:
            return
        files = [name for name in ("problem", "plan") if given.get(name)]
        if given.get("notice") and files:
            self.add_error("notice", "Chọn một thông báo, hoặc gửi hai tệp; không làm cả hai.")
        elif not given.get("notice") and not files:
            self.add_error("notice", "Chọn một thông báo, hoặc gửi hai tệp bên dưới.")
        elif len(files) == 1:
            missing = "plan" if files == ["problem"] else "problem"
            self.add_error(missing, "Cần đủ hai tệp: dữ liệu đầu vào và kết quả.")

    @property
    def dossier(self) -> tuple[Any, Any]:
        if notice := self.cleaned_data["notice"]:
            return notice.plan.problem, notice.plan.result
        return self.cleaned_data["problem"], self.cleaned_data["plan"]

    @property
    def known_notice(self) -> Notice | None:
        """Whose names the ids of the files stand for: the notice chosen, or the one that the files were taken from."""
        if notice := self.cleaned_data["notice"]:
            chosen: Notice = notice
            return chosen
        try:
            found = problem_sha256(self.cleaned_data["problem"])
        except MalformedDossierError:
            return None
        field: Any = self.fields["notice"]
        same: Notice | None = field.queryset.filter(plan__result__problem_sha256=found).first()
        return same
