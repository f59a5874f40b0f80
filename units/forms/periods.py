import datetime
from typing import Any

from django import forms

from units.calendar import WorkCalendar, day_off_text
from units.forms.fields import LOST, DayField, MonthField, TextField, VersionedForm
from units.models import Stage

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


class ChooseMonthForm(forms.Form):
    """Which month to open, and whose text it begins with; asked first, so that its deadlines can be proposed."""

    thang = MonthField(label="Tháng cần mở")
    chep = MonthField(
        label="Chép nội dung của tháng",
        required=False,
        help_text="Để trống thì lấy nội dung, nhiệm vụ của quý.",
    )


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

    def __init__(self, *args: Any, month: datetime.date, calendar: WorkCalendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month, self.calendar = month, calendar
        if not self.is_bound:
            # Warned of beside the field, never forbidden; once sent, the page of the month goes on saying it.
            for field in DEADLINES.keys() & self.initial.keys():
                day = self.initial[field]
                # That conferences begin or end about a weekend is nothing to speak of; a holiday is.
                is_of_weight = field.endswith("_due") or day.weekday() < 5
                if is_of_weight and (text := day_off_text(day, calendar=calendar)):
                    self.fields[field].help_text = f"Lưu ý: {day:%d/%m/%Y} là {text}."

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


class StageMoveForm(forms.Form):
    reason = TextField(label="Lý do", max_length=300, required=False)
    from_stage = forms.ChoiceField(
        choices=Stage, widget=forms.HiddenInput, error_messages={"required": LOST, "invalid_choice": LOST}
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
