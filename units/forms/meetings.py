import datetime
from typing import Any

from django import forms
from django.utils import timezone

from units.calendar import conference_errors
from units.forms.fields import DayField, HourField, TextField, VersionedForm
from units.models import Meeting, Period


class MonthTable(forms.Widget):
    """The days of the month to choose from, each with what there is to know of it. One radio button a day."""

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
    """One form on three pages: the day; hour, place and agenda; the check. What a page does not ask, it carries."""

    day = DayField(label="Ngày tổ chức", widget=MonthTable)
    starts = HourField(label="Bắt đầu lúc")
    ends = HourField(label="Kết thúc lúc")
    place = TextField(label="Địa điểm", max_length=200)
    agenda = TextField(label="Nội dung hội nghị", rows=7, max_length=3000)
    before_committee = forms.BooleanField(
        label="Đăng ký trước khi họp Đảng ủy (cấp ủy) của xã, phường",
        required=False,
        help_text="Thông thường hội nghị tuyên vận họp sau khi Đảng ủy xã, phường đã họp. Nếu chưa họp, đồng chí đánh "
        "dấu vào đây; vẫn đăng ký được.",
    )
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
            "nhạt) vẫn chọn được."
        )
        if not with_seats:
            del self.fields["seats"]
        if not with_reason:
            del self.fields["reason"]

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if (day.year, day.month) != (self.period.month.year, self.period.month.month):
            raise forms.ValidationError(f"Chọn một ngày trong tháng {self.period.label}.")
        return day

    def clean(self) -> None:
        values = self.cleaned_data
        if {"day", "starts", "ends"} <= values.keys():
            errors = conference_errors(
                self.period.month, day=values["day"], starts=values["starts"], ends=values["ends"]
            )
            for field, message in errors.items():
                self.add_error(field, message)

    def keep_day_error(self) -> None:
        """The page of the day says nothing of what has not been asked yet."""
        for field in set(self.errors) - {"day"}:
            del self.errors[field]

    @property
    def registration(self) -> dict[str, Any]:
        """What the services take."""
        kept = ("place", "agenda", "before_committee", "seats", "reason")
        return {
            "starts_at": self._at("starts"),
            "ends_at": self._at("ends"),
            **{field: self.cleaned_data[field] for field in kept if field in self.cleaned_data},
        }

    def _at(self, field: str) -> datetime.datetime:
        zone = timezone.get_current_timezone()
        return datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data[field], tzinfo=zone)


class CancelForm(VersionedForm):
    reason = TextField(label="Lý do hủy", rows=3, max_length=300)


def meeting_values(meeting: Meeting) -> dict[str, Any]:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "agenda": meeting.agenda,
        "seats": meeting.seats,
        "before_committee": meeting.before_committee,
        "version": meeting.version,
    }
