"""What is asked about the days on which a delegate cannot come."""

import calendar
import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from assignments.busy_calendars import MAX_BYTES, TOO_BIG, WINDOW, BadCalendarError
from assignments.calendar_reading import checked
from assignments.models import RecurringAbsence, Unavailability
from assignments.recurring_days import DAY, recurring_days
from units.forms import DayField, TextField, VersionField

LONGEST_BUSY_DAYS = 366
NAMED = 10  # days listed in a sentence
MONTHS_AHEAD = 3  # that the table of days shows
READERS = "Chỉ Ban Tuyên giáo và Thường trực đọc được."
PASSED = "Những ngày này đã qua, không cần báo bận."
LOST_DAY = "Có ngày không chọn được (đã qua, hoặc ngoài bảng này). Xin tải lại trang."


@dataclass(frozen=True, kw_only=True)
class DayCell:
    day: datetime.date
    can_choose: bool
    is_chosen: bool
    is_busy: bool


@dataclass(frozen=True, kw_only=True)
class Month:
    title: str
    weeks: list[list[DayCell | None]]


class DayTable(forms.SelectMultiple):
    """Months of days, each a box to tick. Days that cannot be chosen are shown, for a week to look like a week."""

    template_name = "assignments/widgets/day_table.html"
    use_fieldset = True
    busy: Collection[datetime.date] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        offered = [str(choice) for choice, _ in self.choices]
        chosen = {str(one) for one in value or ()}
        return super().get_context(name, value, attrs) | {"months": self._months(offered, chosen)}

    def _months(self, offered: list[str], chosen: set[str]) -> list[Month]:
        if not offered:
            return []
        first, last = (datetime.date.fromisoformat(edge) for edge in (min(offered), max(offered)))
        known = set(offered)

        def cell(day: datetime.date, month: int) -> DayCell | None:
            if day.month != month:
                return None
            key = day.isoformat()
            return DayCell(day=day, can_choose=key in known, is_chosen=key in chosen, is_busy=day in self.busy)

        return [
            Month(
                title=f"Tháng {month:02}/{year}",
                weeks=[
                    [cell(day, month) for day in week] for week in calendar.Calendar().monthdatescalendar(year, month)
                ],
            )
            for year, month in _months_between(first, last)
        ]


class DaysField(forms.TypedMultipleChoiceField):
    widget = DayTable

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": "Chọn ít nhất một ngày.", "invalid_choice": LOST_DAY, "invalid_list": LOST_DAY}
        super().__init__(
            coerce=datetime.date.fromisoformat, error_messages=messages | kwargs.pop("error_messages", {}), **kwargs
        )

    def offer(self, days: Collection[datetime.date], *, busy: Collection[datetime.date] = ()) -> None:
        self.choices = [(day.isoformat(), f"{day:%d/%m/%Y}") for day in sorted(days)]
        self.widget.busy = busy


class UnavailabilityForm(forms.ModelForm):  # type: ignore[type-arg]
    from_on = DayField(label="Bận từ ngày")
    to_on = DayField(label="Đến hết ngày", required=False, help_text="Bỏ trống nếu chỉ bận một ngày.")
    reason = TextField(label="Lý do", max_length=200, required=False, help_text=READERS)

    class Meta:
        model = Unavailability
        fields = ("from_on", "to_on", "reason")

    def clean(self) -> None:
        first = self.cleaned_data.get("from_on")
        last = self.cleaned_data.get("to_on") or first
        if first is None or last is None or "to_on" in self.errors:
            return
        self.cleaned_data["to_on"] = last
        if last < first:
            self.add_error("to_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        elif (last - first).days >= LONGEST_BUSY_DAYS:
            self.add_error("to_on", "Một lần báo bận không quá một năm.")
        elif last < timezone.localdate():
            self.add_error("to_on", PASSED)


class UnavailabilityEditForm(UnavailabilityForm):
    state = VersionField()


class BusyDaysForm(forms.Form):
    days = DaysField(label="Những ngày bận")
    reason = TextField(label="Lý do chung", max_length=200, required=False, help_text=READERS)

    def __init__(self, *args: Any, on: datetime.date, busy: Collection[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days: Any = self.fields["days"]
        days.offer([day for day in days_ahead(on) if day not in busy], busy=busy)


class RecurringForm(forms.ModelForm):  # type: ignore[type-arg]
    weekday = forms.TypedChoiceField(
        label="Bận vào",
        coerce=int,
        choices=RecurringAbsence.Weekday.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn một thứ trong tuần."),
    )
    week = forms.TypedChoiceField(
        label="Lặp lại",
        coerce=int,
        choices=RecurringAbsence.Week.choices,
        help_text="“Thứ Ba, tuần đầu tháng” là ngày thứ Ba đầu tiên của mỗi tháng.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn hằng tuần hay một tuần trong tháng."),
    )
    from_on = DayField(label="Từ ngày")
    to_on = DayField(label="Đến hết ngày", help_text="Nhiều nhất một năm; hết hạn thì ghi tiếp.")
    reason = TextField(label="Lý do", max_length=200, required=False, help_text=READERS)

    class Meta:
        model = RecurringAbsence
        fields = ("weekday", "week", "from_on", "to_on", "reason")

    def told(self) -> dict[str, Any]:
        return self.cleaned_data

    def clean(self) -> None:
        values = self.told()
        first, last = values.get("from_on"), values.get("to_on")
        if first is None or last is None:
            return
        if last < first:
            self.add_error("to_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        elif (last - first).days >= LONGEST_BUSY_DAYS:
            self.add_error("to_on", "Lịch bận lặp lại không quá một năm; hết hạn thì ghi tiếp.")
        elif last < timezone.localdate():
            self.add_error("to_on", PASSED)
        elif {"weekday", "week"} <= values.keys() and not recurring_days(
            weekday=values["weekday"], week=values["week"], first=max(first, timezone.localdate()), last=last
        ):
            self.add_error("to_on", self.no_day_left())

    def no_day_left(self) -> str:
        return "Trong khoảng này không có ngày nào như vậy."

    def validate_constraints(self) -> None:
        """Told again it takes the new end: the service sees to it."""


class RecurringEditForm(RecurringForm):
    """How long it goes on, and why. Another weekday is another absence: that one is ended, the new one told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("weekday", "week", "from_on"):
            del self.fields[field]

    def told(self) -> dict[str, Any]:
        kept: Any = self.instance
        return {"weekday": kept.weekday, "week": kept.week, "from_on": kept.from_on} | self.cleaned_data

    def no_day_left(self) -> str:
        return (
            f"Từ hôm nay đến ngày này không còn ngày bận nào ({self.instance.rule_text}). Xin chọn ngày muộn hơn; muốn "
            "thôi hẳn thì bấm Bỏ lịch lặp lại ở trang Lịch bận."
        )


class BusyFileForm(forms.Form):
    file = forms.FileField(
        label="Tệp lịch .ics",
        help_text="Tối đa 1 MB. Chương trình chỉ lấy những ngày bận; tên việc, nơi họp, người dự trong lịch không lưu.",
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,.ical,.ifb,text/calendar"}),
        error_messages={
            "required": "Chọn tệp lịch cần gửi.",
            "missing": "Chọn tệp lịch cần gửi.",
            "empty": "Tệp trống, không có nội dung.",
            "invalid": "Tệp chưa gửi được, xin chọn lại.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return file


class CalendarForm(forms.Form):
    url = TextField(
        label="Địa chỉ lịch",  # of any length: a browser would cut off a longer one without a word
        help_text="Địa chỉ iCal bí mật của ứng dụng lịch, bắt đầu bằng https://. Chương trình giữ kín, không hiện lại.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            checked(url)
        except BadCalendarError as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return url


class KeptDaysForm(forms.Form):
    """Days that a calendar was found to make busy, each ticked until somebody unticks it."""

    found = DaysField(widget=forms.MultipleHiddenInput, required=False)
    days = DaysField(label="Những ngày bận", required=False, help_text="Bỏ dấu ở ngày vẫn dự hội nghị được.")

    def __init__(
        self,
        *args: Any,
        on: datetime.date,
        found: Collection[datetime.date] = (),
        busy: Collection[datetime.date] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        window = {on + DAY * step for step in range(WINDOW.days + 1)}
        shown = self._posted(window) if self.is_bound else [day for day in found if day in window]
        self.shown = shown
        fields: Any = self.fields
        fields["found"].offer(shown)
        fields[
            "days"
        ].depends_on = "found"  # not called optional: of a calendar's days none may be left, of a file's one
        fields["days"].offer([day for day in shown if day not in busy], busy=busy)

    def _posted(self, window: Collection[datetime.date]) -> list[datetime.date]:
        data: Any = self.data
        posted = set(data.getlist("found"))
        return [day for day in window if day.isoformat() in posted]


class FileDaysForm(KeptDaysForm):
    """Of a file; where an earlier one said other days, whether this one takes its place."""

    earlier = forms.ChoiceField(
        label="Những ngày bận lấy từ tệp gửi trước",
        choices=(("bo", "Bỏ những ngày ấy: tệp này thay tệp trước"), ("giu", "Giữ cả hai: tệp này là lịch khác")),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn bỏ hay giữ những ngày của tệp trước."),
    )

    def __init__(self, *args: Any, file_days: Collection[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stale = sorted(set(file_days) - set(self.shown))
        if stale:
            named = ", ".join(f"{day:%d/%m}" for day in stale[:NAMED])
            more = f" và {len(stale) - NAMED} ngày nữa" if len(stale) > NAMED else ""
            self.fields["earlier"].help_text = f"Tệp này không có {len(stale)} ngày: {named}{more}."
        else:
            del self.fields["earlier"]

    @property
    def replaces(self) -> bool:
        return self.cleaned_data.get("earlier") == "bo"


def days_ahead(on: datetime.date) -> list[datetime.date]:
    """From today to the end of the last month shown."""
    months = on.year * 12 + on.month - 1 + MONTHS_AHEAD
    end = datetime.date(months // 12, months % 12 + 1, 1)
    return [on + DAY * step for step in range((end - on).days)]


def _months_between(first: datetime.date, last: datetime.date) -> list[tuple[int, int]]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(number // 12, number % 12 + 1) for number in numbers]
