import datetime
import re
import unicodedata
from typing import Any

from django import forms
from django.utils import timezone

from units.calendar import conference_errors
from units.models import Meeting, Period, Stage, Tier, Unit

DEADLINES = {
    "registration_due": "Hạn đăng ký",
    "notice_due": "Hạn ra thông báo phân công",
    "conference_from": "Hội nghị từ ngày",
    "conference_to": "Hội nghị đến ngày",
    "self_assessment_due": "Hạn tự chấm",
    "appraisal_due": "Hạn thẩm định",
    "appeal_due": "Hạn giải trình",
    "ranking_due": "Hạn công bố xếp hạng",
}
# The second is not before the first.
DEADLINE_ORDER = (
    ("registration_due", "notice_due"),
    ("conference_from", "conference_to"),
    ("conference_from", "self_assessment_due"),
    ("self_assessment_due", "appraisal_due"),
    ("appraisal_due", "appeal_due"),
    ("appeal_due", "ranking_due"),
)
LOST = "Trang này đã cũ, xin tải lại."


class TextField(forms.CharField):
    """One spelling for one text: letters in NFC, lines ended as the database has them."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        kwargs["error_messages"] = {"required": "Mục này không được để trống."} | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return unicodedata.normalize("NFC", super().to_python(value) or "").replace("\r\n", "\n")


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": "Chọn ngày.",
        "invalid": "Ngày không đúng. Viết ngày/tháng/năm, ví dụ 12/11/2026.",
    }


class HourField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"required": "Chọn giờ.", "invalid": "Giờ không đúng. Viết giờ:phút, ví dụ 07:30."}


class VersionField(forms.CharField):
    """Which state of the row the person began from; what nobody could have been given matches none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1


class MonthField(forms.CharField):
    """ "11/2026" → its first day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": "11/2026", "inputmode": "numeric", "class": "is-short"})
        super().__init__(widget=widget, error_messages={"required": "Nhập tháng."}, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m/%Y}" if isinstance(value, datetime.date) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, datetime.date):
            return value
        text = super().to_python(value) or ""
        if found := re.fullmatch(r"(0?[1-9]|1[0-2])\s*[/.-]\s*(20[0-9]{2})", text):
            return datetime.date(int(found[2]), int(found[1]), 1)
        if text:
            raise forms.ValidationError("Tháng không đúng. Viết tháng/năm, ví dụ 11/2026.")
        return None


class VersionedForm(forms.Form):
    version = VersionField()

    def continue_from(self, stored: Meeting | Period) -> None:
        """Keeps what was typed; sent once more, it replaces what is stored now."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(stored.version)  # type: ignore[index]


class ChooseMonthForm(forms.Form):
    """Which month to open; asked first, so that its deadlines can be proposed."""

    thang = MonthField(label="Tháng cần mở")


class PeriodForm(VersionedForm):
    registration_due = DayField(label=DEADLINES["registration_due"])
    notice_due = DayField(label=DEADLINES["notice_due"])
    conference_from = DayField(label=DEADLINES["conference_from"])
    conference_to = DayField(label=DEADLINES["conference_to"])
    self_assessment_due = DayField(label=DEADLINES["self_assessment_due"])
    appraisal_due = DayField(label=DEADLINES["appraisal_due"])
    appeal_due = DayField(label=DEADLINES["appeal_due"])
    ranking_due = DayField(label=DEADLINES["ranking_due"])
    agenda = TextField(
        label="Nội dung định hướng",
        rows=6,
        max_length=3000,
        required=False,
        help_text="Điền sẵn vào đăng ký của từng đơn vị; đơn vị sửa lại cho hợp với mình.",
    )

    def __init__(self, *args: Any, month: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month = month

    def clean(self) -> None:
        for field in DEADLINES:
            if message := self._out_of_reach(field):
                self.add_error(field, message)
        for first, second in DEADLINE_ORDER:
            earlier, later = self.cleaned_data.get(first), self.cleaned_data.get(second)
            if earlier and later and later < earlier:
                self.add_error(second, f"Không được trước “{DEADLINES[first]}” ({earlier:%d/%m/%Y}).")

    def _out_of_reach(self, field: str) -> str:
        day = self.cleaned_data.get(field)
        if not day:
            return ""
        if field.startswith("conference"):
            same = (day.year, day.month) == (self.month.year, self.month.month)
            return "" if same else f"Chọn một ngày trong tháng {self.month:%m/%Y}."
        if not -31 <= (day - self.month).days <= 92:
            return f"Hạn này quá xa tháng {self.month:%m/%Y}."
        return ""

    @property
    def deadlines(self) -> dict[str, datetime.date]:
        return {field: self.cleaned_data[field] for field in DEADLINES}


class MonthTable(forms.Widget):
    """The days of the month to choose from, each with how many units meet on it. One radio button a day."""

    template_name = "units/widgets/month_table.html"
    use_fieldset = True
    weeks: Any = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"weeks": self.weeks, "chosen": self._chosen(value)}

    def format_value(self, value: Any) -> str:
        chosen = self._chosen(value)
        return chosen.isoformat() if chosen else ""

    def _chosen(self, value: Any) -> datetime.date | None:
        try:
            return forms.DateField().to_python(value)
        except forms.ValidationError:
            return None


class MeetingForm(VersionedForm):
    day = DayField(label="Ngày tổ chức", widget=MonthTable)
    starts = HourField(label="Bắt đầu lúc")
    ends = HourField(label="Kết thúc lúc")
    place = TextField(label="Địa điểm", max_length=200)
    agenda = TextField(label="Nội dung hội nghị", rows=7, max_length=3000)
    seats = forms.IntegerField(
        label="Số đại biểu dự",
        min_value=1,
        max_value=9,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Nhập một số từ 1 đến 9."),
    )
    reason = TextField(label="Lý do đăng ký muộn hoặc thay đổi", max_length=300)

    def __init__(
        self, *args: Any, period: Period, weeks: Any, with_seats: bool, with_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        self.fields["day"].widget.weeks = weeks
        self.fields["day"].help_text = (
            f"Hội nghị của tháng từ {period.conference_from:%d/%m} đến {period.conference_to:%d/%m}; ngày khác (ô "
            "nhạt) vẫn chọn được. “đv” là số đơn vị khác đã chọn ngày đó."
        )
        if not with_seats:
            del self.fields["seats"]
        if not with_reason:
            del self.fields["reason"]

    def clean(self) -> None:
        values = self.cleaned_data
        if {"day", "starts", "ends"} <= values.keys():
            errors = conference_errors(
                self.period.month, day=values["day"], starts=values["starts"], ends=values["ends"]
            )
            for field, message in errors.items():
                self.add_error(field, message)

    @property
    def registration(self) -> dict[str, Any]:
        """What the services take."""
        kept = ("place", "agenda", "seats", "reason")
        return {
            "starts_at": self._at("starts"),
            "ends_at": self._at("ends"),
            **{field: self.cleaned_data[field] for field in kept if field in self.cleaned_data},
        }

    def _at(self, field: str) -> datetime.datetime:
        zone = timezone.get_current_timezone()
        return datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data[field], tzinfo=zone)


def meeting_values(meeting: Meeting) -> dict[str, Any]:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "agenda": meeting.agenda,
        "seats": meeting.seats,
        "version": meeting.version,
    }


class StageMoveForm(forms.Form):
    reason = TextField(label="Lý do", max_length=300, required=False)
    from_stage = forms.ChoiceField(
        choices=Stage, widget=forms.HiddenInput, error_messages={"required": LOST, "invalid_choice": LOST}
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class ConcernForm(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Xã, phường",
        empty_label="– Chọn đơn vị –",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn một đơn vị trong danh sách."),
    )
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

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> None:
        opened, expires = self.cleaned_data.get("opened_on"), self.cleaned_data.get("expires_on")
        if opened and expires and expires < opened:
            self.add_error("expires_on", f"Không được trước ngày bắt đầu ({opened:%d/%m/%Y}).")
