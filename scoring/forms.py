import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html

from documents.uploads import ACCEPT, KINDS, MAX_FILES, NOTICE
from documents.vietnamese import decimal_text, parse_decimal
from scoring.models import CriteriaSet, Criterion
from units.models import Unit

BIGGEST = Decimal("999.99")


class PointsField(forms.CharField):
    """Points as people type them: "7,5" or "7.5"; never more than two decimals."""

    def __init__(self, *, max_points: Decimal = BIGGEST, **kwargs: Any) -> None:
        self.max_points = max_points
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "is-short"})
        messages = {"max_length": "Điểm ghi bằng số, tối đa 20 ký tự."} | kwargs.pop("error_messages", {})
        super().__init__(max_length=20, error_messages=messages, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return decimal_text(value.normalize() + 0) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            points = parse_decimal(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if not 0 <= points <= self.max_points:
            raise forms.ValidationError(f"Điểm từ 0 đến {decimal_text(self.max_points.normalize() + 0)}.")
        if -int(points.as_tuple().exponent) > 2:
            raise forms.ValidationError("Điểm ghi tối đa 2 chữ số thập phân.")
        return points


class SeenField(forms.IntegerField):
    """The id of the row that the page showed, 0 for none: who saves later is told."""

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=2**62, required=False, widget=forms.HiddenInput)


class SelfScoreForm(forms.Form):
    points = PointsField(label="Điểm tự chấm")
    comment = forms.CharField(
        label="Thuyết minh", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = SeenField()

    def __init__(self, data: Any = None, *, criterion: Criterion, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"id_{criterion.code}_%s")
        self.fields["points"] = PointsField(
            label=f"Điểm tự chấm {criterion.code} (0 đến {decimal_text(criterion.max_points.normalize() + 0)})",
            max_points=criterion.max_points,
            error_messages={"required": "Ghi điểm tự chấm."},
        )


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label="Tệp",
        help_text=format_html(
            "{}; mỗi tệp tối đa 10 MB, mỗi tiêu chí tối đa {} tệp. <strong>{}</strong>", KINDS, MAX_FILES, NOTICE
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": "Chọn một tệp để gửi.",
            "empty": "Tệp trống, không có nội dung.",
            "invalid": "Chọn một tệp để gửi.",
            "missing": "Chọn một tệp để gửi.",
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, criterion: Criterion) -> None:
        super().__init__(data, files, auto_id=f"id_{criterion.code}_%s")


class MarkForm(forms.Form):
    """One unit's row on the page of an agency. Nothing typed and nothing given before: the row is passed over."""

    points = PointsField(required=False)
    reason = forms.CharField(max_length=1000, required=False)
    seen = SeenField()

    def __init__(
        self, data: Any = None, *, criterion: Criterion, unit: Unit, given: Decimal | None, initial: Any = None
    ) -> None:
        super().__init__(data, prefix=f"u{unit.pk}", initial=initial)
        self.given = given
        self.fields["points"] = PointsField(required=False, max_points=criterion.max_points)
        self.fields["points"].widget.attrs |= {"aria-label": f"Điểm của {unit.full_name}", "data-points": ""}
        self.fields["reason"].widget.attrs |= {"aria-label": f"Lý do đối với {unit.full_name}"}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("points") is None and "points" not in self.errors:
            if self.given is not None:
                self.add_error("points", "Điểm đã chấm không xóa được; ghi điểm mới.")
            elif data.get("reason"):
                self.add_error("points", "Ghi điểm.")
        return data

    @property
    def is_empty(self) -> bool:
        return self.cleaned_data.get("points") is None

    @property
    def row_errors(self) -> list[str]:
        return [str(message) for messages in self.errors.values() for message in messages]


class AdjustmentForm(forms.Form):
    unit = forms.ModelChoiceField(
        label="Đơn vị",
        queryset=Unit.objects.none(),
        empty_label="Chọn đơn vị",
        error_messages={"required": "Chọn đơn vị.", "invalid_choice": "Chọn một đơn vị trong danh sách."},
    )
    kind = forms.ChoiceField(
        label="Loại",
        choices=(("bonus", "Điểm cộng"), ("penalty", "Điểm trừ")),
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn điểm cộng hay điểm trừ.", "invalid_choice": "Chọn điểm cộng hay điểm trừ."},
    )
    points = PointsField(label="Số điểm", error_messages={"required": "Ghi số điểm."})
    reason = forms.CharField(
        label="Lý do, căn cứ",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do."},
    )

    def __init__(self, *args: Any, month: datetime.date, cap: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)  # noqa: S101
        units.queryset = Unit.objects.valid(month)
        self.fields["points"] = PointsField(
            label="Số điểm",
            max_points=cap,
            help_text=f"Tối đa {decimal_text(cap.normalize() + 0)} điểm.",
            error_messages={"required": "Ghi số điểm."},
        )

    def clean_points(self) -> Decimal:
        points: Decimal = self.cleaned_data["points"]
        if not points:
            raise forms.ValidationError("Số điểm phải lớn hơn 0.")
        return points


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do."},
    )


class CheckForm(forms.Form):
    """What the page showed is what is checked or published."""

    sha256 = forms.RegexField(
        r"\A[0-9a-f]{64}\Z", required=False, widget=forms.HiddenInput, error_messages={"invalid": "Tải lại trang."}
    )


class PublishForm(CheckForm):
    number = forms.IntegerField(
        label="Số báo cáo",
        min_value=1,
        max_value=99_999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "is-short", "autocomplete": "off"}),
        error_messages={
            "invalid": "Số báo cáo là một số nguyên.",
            "min_value": "Số báo cáo từ 1 đến 99999.",
            "max_value": "Số báo cáo từ 1 đến 99999.",
        },
    )
    issued_on = forms.DateField(
        label="Ngày ban hành",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Ghi ngày ban hành.", "invalid": "Ghi ngày theo dạng ngày/tháng/năm."},
    )

    def __init__(self, *args: Any, month: datetime.date, next_number: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month = month
        following = f": {next_number:02d}" if next_number else ""
        self.fields["number"].help_text = f"Để trống: lấy số tiếp theo của nhiệm kỳ{following}."

    def clean_issued_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["issued_on"]
        if not 0 <= (day - self.month).days <= 366:
            raise forms.ValidationError("Ngày ban hành phải từ đầu tháng được xếp hạng trở đi, trong vòng một năm.")
        return day


class ChooseCriteriaForm(forms.Form):
    criteria_set = forms.ModelChoiceField(
        label="Bộ tiêu chí",
        queryset=CriteriaSet.objects.all(),
        empty_label=None,
        error_messages={"required": "Chọn bộ tiêu chí.", "invalid_choice": "Chọn một bộ tiêu chí trong danh sách."},
    )

    def __init__(self, data: Any = None, *, used: CriteriaSet | None) -> None:
        super().__init__(data)
        self.used = used

    @property
    def offers(self) -> bool:
        """Something to choose: a set that is not the month's already."""
        sets = CriteriaSet.objects.all()
        return (sets.exclude(pk=self.used.pk) if self.used else sets).exists()
