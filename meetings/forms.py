import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from assignments.models import Delegate
from meetings.models import Attendance, FollowUp, MeetingNote, Rating
from meetings.services import NOTE_FIELDS, DelegateRecord
from units.forms import DayField, MonthField, TextField, VersionField
from units.models import Meeting, Team, Unit

MATTERS = 5
NO_NAMES = "Không ghi tên, số điện thoại, số căn cước của người dân; không ghi nội dung mật."
_PERSONAL_NUMBER = re.compile(r"(?<![0-9.,])(0[0-9]{9}|[0-9]{12})(?![0-9]|[.,][0-9])")


def without_personal_numbers(text: str) -> None:
    """Residents stay unnamed (domain.md): what looks like a phone or citizen number is refused."""
    if _PERSONAL_NUMBER.search(text):
        raise forms.ValidationError("Có số giống số điện thoại hoặc số căn cước, xin bỏ đi.")


class AccountField(TextField):
    """What somebody saw, in free words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[without_personal_numbers], **kwargs)


class RatingField(forms.TypedChoiceField):
    """1 to 5, each with its word; the page lays the five side by side under a thumb."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            choices=Rating,
            coerce=int,
            widget=forms.RadioSelect(attrs={"class": "rating"}),
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn một mức từ 1 đến 5."),
        )


class MattersForm(forms.Form):
    """Up to five matters, a line each."""

    def __init__(self, *args: Any, matters: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [*(matters or []), *[""] * MATTERS][:MATTERS]
        for place, matter in enumerate(known, start=1):
            self.fields[f"matter_{place}"] = AccountField(
                label=f"Việc {place}", max_length=500, required=False, initial=matter
            )

    @property
    def matter_fields(self) -> list[forms.BoundField]:
        return [self[f"matter_{place}"] for place in range(1, MATTERS + 1)]

    @property
    def matters(self) -> list[str]:
        return [text for field in self.matter_fields if (text := self.cleaned_data[field.name])]


class NoteForm(MattersForm):
    preparation = RatingField("Công tác chuẩn bị")
    content = RatingField("Nội dung, định hướng")
    discussion = RatingField("Thảo luận, trao đổi")
    answers = RatingField("Tiếp thu, trả lời ý kiến")
    observation = AccountField(label="Nhận xét", rows=6, max_length=4000)
    advice = AccountField(label="Đề nghị đơn vị", rows=4, max_length=2000, required=False)
    version = VersionField()

    @property
    def values(self) -> dict[str, Any]:
        return {field: self.cleaned_data[field] for field in NOTE_FIELDS}


def note_form(note: MeetingNote | None, data: Any = None) -> NoteForm:
    """The form as the author left it, or empty."""
    if note is None:
        return NoteForm(data, initial={"version": 0})
    initial = {field: getattr(note, field) for field in NOTE_FIELDS}
    matters = [follow_up.matter for follow_up in note.follow_ups.all() if follow_up.is_untouched]
    return NoteForm(data, initial=initial | {"version": note.version}, matters=matters)


@dataclass(frozen=True, kw_only=True)
class DelegateGroup:
    """The fields about one delegate, for the page."""

    delegate: Delegate
    status: forms.BoundField
    substitute: forms.BoundField
    reason: forms.BoundField


class AttendanceForm(forms.Form):
    """The day, every assigned delegate and every team of the unit, in one press."""

    held_on = DayField(label="Đã tổ chức ngày")
    teams = forms.TypedMultipleChoiceField(
        label="Tổ tuyên vận có mặt",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Có tổ không thuộc đơn vị này, xin tải lại trang."},
    )
    version = VersionField()

    def __init__(
        self, *args: Any, meeting: Meeting, delegates: list[Delegate], teams: list[Team], on: datetime.date, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.meeting, self.delegates, self.on = meeting, delegates, on
        self.fields["teams"].choices = [(team.pk, team.name) for team in teams]  # type: ignore[attr-defined]
        for delegate in delegates:
            self.fields[f"status_{delegate.pk}"] = forms.ChoiceField(
                label=delegate.full_name,
                choices=Attendance.Status,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn có mặt, dự thay hoặc vắng."),
            )
            self.fields[f"substitute_{delegate.pk}"] = TextField(
                label=f"Họ và tên, chức vụ người dự thay đồng chí {delegate}", max_length=150, required=False
            )
            self.fields[f"reason_{delegate.pk}"] = TextField(
                label=f"Lý do đồng chí {delegate} vắng", max_length=300, required=False
            )

    def delegate_groups(self) -> Iterator[DelegateGroup]:
        for delegate in self.delegates:
            yield DelegateGroup(
                delegate=delegate,
                status=self[f"status_{delegate.pk}"],
                substitute=self[f"substitute_{delegate.pk}"],
                reason=self[f"reason_{delegate.pk}"],
            )

    def clean_held_on(self) -> datetime.date:
        held_on: datetime.date = self.cleaned_data["held_on"]
        month = self.meeting.period.month
        if (held_on.year, held_on.month) != (month.year, month.month):
            raise forms.ValidationError(f"Chọn một ngày trong tháng {month:%m/%Y}.")
        if held_on > self.on:
            raise forms.ValidationError("Ngày tổ chức không được ở tương lai.")
        return held_on

    def clean(self) -> None:
        for delegate in self.delegates:
            status = self.cleaned_data.get(f"status_{delegate.pk}")
            if status == Attendance.Status.SUBSTITUTE and not self.cleaned_data.get(f"substitute_{delegate.pk}"):
                self.add_error(f"substitute_{delegate.pk}", "Ghi tên người dự thay.")
            if status == Attendance.Status.ABSENT and not self.cleaned_data.get(f"reason_{delegate.pk}"):
                self.add_error(f"reason_{delegate.pk}", "Ghi lý do vắng.")

    @property
    def records(self) -> list[DelegateRecord]:
        """What belongs to another answer than the one chosen is dropped."""
        return [self._record(delegate) for delegate in self.delegates]

    def _record(self, delegate: Delegate) -> DelegateRecord:
        status = self.cleaned_data[f"status_{delegate.pk}"]
        substitute, reason = (self.cleaned_data[f"{field}_{delegate.pk}"] for field in ("substitute", "reason"))
        return DelegateRecord(
            delegate_id=delegate.pk,
            status=status,
            substitute=substitute if status == Attendance.Status.SUBSTITUTE else "",
            reason=reason if status == Attendance.Status.ABSENT else "",
        )


def attendance_values(meeting: Meeting, *, delegates: list[Delegate], teams: list[Team], on: datetime.date) -> Any:
    """What is recorded; before that, everybody present on the registered day, to be unticked."""
    recorded_teams = dict(meeting.team_attendances.values_list("team", "present"))
    values = {
        "held_on": meeting.held_on or min(meeting.day, on),
        "teams": [team.pk for team in teams if recorded_teams.get(team.pk, not recorded_teams)],
        "version": meeting.version,
    }
    rows = {row.delegate_id: row for row in meeting.attendances.all()}
    for delegate in delegates:
        row = rows.get(delegate.pk)
        values[f"status_{delegate.pk}"] = row.status if row else Attendance.Status.PRESENT
        values[f"substitute_{delegate.pk}"] = row.substitute if row else ""
        values[f"reason_{delegate.pk}"] = row.reason if row else ""
    return values


class ChooseUnitForm(forms.Form):
    """Which unit was visited; asked first, so that its teams can be listed."""

    don_vi = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Xã, phường",
        empty_label="– Chọn đơn vị –",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn một đơn vị trong danh sách."),
    )

    def __init__(self, *args: Any, units: Any, first: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["don_vi"]
        field.queryset = units
        if first:
            # Where the delegate is sent stands on top.
            rows = [(unit.pk, unit.full_name) for unit in units]
            field.choices = [
                ("", field.empty_label),
                ("Đơn vị đồng chí được phân công", [row for row in rows if row[0] in first]),
                ("Đơn vị khác", [row for row in rows if row[0] not in first]),
            ]


class VisitForm(MattersForm):
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Tổ tuyên vận",
        empty_label="– Chọn tổ –",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn một tổ trong danh sách."),
    )
    visited_on = DayField(label="Ngày dự")
    seen = AccountField(label="Đã thấy gì", rows=6, max_length=4000)
    rating = RatingField("Đánh giá chung")

    def __init__(self, *args: Any, unit: Unit, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["team"].queryset = Team.objects.filter(unit=unit, is_active=True).select_related("unit")  # type: ignore[attr-defined]

    def clean_visited_on(self) -> datetime.date:
        visited_on: datetime.date = self.cleaned_data["visited_on"]
        if visited_on > self.on:
            raise forms.ValidationError("Ngày dự không được ở tương lai.")
        return visited_on


class DirectForm(forms.Form):
    responsible = TextField(label="Nơi chịu trách nhiệm", max_length=150)
    due_on = DayField(label="Hạn giải quyết")
    version = VersionField()

    def __init__(self, data: Any = None, *, follow_up: FollowUp) -> None:
        initial = {"responsible": follow_up.responsible, "due_on": follow_up.due_on, "version": follow_up.version}
        super().__init__(data, initial=initial)
        self.follow_up = follow_up

    def clean_due_on(self) -> datetime.date:
        due_on: datetime.date = self.cleaned_data["due_on"]
        if due_on < self.follow_up.raised_on:
            raise forms.ValidationError(f"Không được trước ngày nêu việc ({self.follow_up.raised_on:%d/%m/%Y}).")
        return due_on


class CloseForm(forms.Form):
    outcome = TextField(label="Kết quả giải quyết", rows=4, max_length=500, help_text=NO_NAMES)
    closed_on = DayField(label="Giải quyết xong ngày")
    version = VersionField()

    def __init__(self, data: Any = None, *, follow_up: FollowUp, on: datetime.date) -> None:
        initial = {"outcome": follow_up.outcome, "closed_on": on, "version": follow_up.version}
        super().__init__(data, initial=initial)
        self.fields["outcome"].validators.append(without_personal_numbers)
        self.follow_up, self.on = follow_up, on

    def clean_closed_on(self) -> datetime.date:
        closed_on: datetime.date = self.cleaned_data["closed_on"]
        if not self.follow_up.raised_on <= closed_on <= self.on:
            raise forms.ValidationError(f"Chọn ngày từ {self.follow_up.raised_on:%d/%m/%Y} đến hôm nay.")
        return closed_on


class RangeForm(forms.Form):
    tu = MonthField(label="Từ tháng", required=False)

    def __init__(self, *args: object, last: datetime.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.last = last
        self.fields["tu"].help_text = f"Đến tháng {last:%m/%Y}. Bỏ trống thì chỉ xem tháng ấy."
        self.fields["tu"].widget.attrs["placeholder"] = f"{last:%m/%Y}"

    def clean_tu(self) -> datetime.date | None:
        first: datetime.date | None = self.cleaned_data["tu"]
        if first and first > self.last:
            raise forms.ValidationError(f"Không được sau tháng {self.last:%m/%Y}.")
        return first
