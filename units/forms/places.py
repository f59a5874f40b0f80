import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from units.forms.fields import DayField, TextField, VersionField
from units.models import Agency, Membership, Team, Unit, UnitChange
from units.services import NewUnit, state_of

CODE = re.compile(r"[0-9A-Za-z]{1,10}")
FARTHEST = datetime.timedelta(days=366)
KIND_LOST = dict.fromkeys(("required", "invalid_choice"), "Chọn xã, phường hay đặc khu.")


class CodeField(TextField):
    """The GSO's five digits, or what the committee gives where the GSO has none yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Mã đơn vị", max_length=10, **kwargs)
        self.widget.attrs |= {"class": "is-short", "autocomplete": "off"}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not CODE.fullmatch(value):
            raise forms.ValidationError("Mã chỉ gồm chữ số và chữ cái không dấu, ví dụ 02680.")


class UnitNameField(TextField):
    """Without the kind, which has a field of its own: "Xã Hợp Thành" is kept as "Hợp Thành"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Tên", max_length=100, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = " ".join(super().to_python(value).split())
        return re.sub(r"^(?:xã|phường|đặc khu)\s+(?=\S)", "", text, flags=re.IGNORECASE)


class UnitField(forms.Field):
    """A unit by its name or code, of however many. Names are offered while one types; without script too it works."""

    def __init__(self, *, label: str, units: Any = None, **kwargs: Any) -> None:
        self.units = units
        required = {"required": "Nhập tên hoặc mã đơn vị."}
        super().__init__(label=label, widget=UnitInput(attrs={"maxlength": 130}), error_messages=required, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.full_name} ({value.code})" if isinstance(value, Unit) else value

    def to_python(self, value: Any) -> Any:
        text = unicodedata.normalize("NFC", str(value or "")[:130]).strip()
        if not text:
            return None
        units = Unit.objects.valid() if self.units is None else self.units
        found = units.named(text, most=5)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(f"Không có đơn vị nào khớp với “{text}”. Gõ tên hoặc mã, ví dụ 02680.")
        names = ", ".join(f"{unit.full_name} ({unit.code})" for unit in found[:4])
        raise forms.ValidationError(f"Có nhiều đơn vị khớp: {names}{'…' if len(found) > 4 else ''}. Chọn một đơn vị.")


class UnitInput(forms.TextInput):
    template_name = "units/widgets/unit_input.html"


class StateForm(forms.ModelForm):  # type: ignore[type-arg]
    """`state` says which values the person saw; it is sent back with what was typed."""

    state = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["state"] = state_of(self.instance, self._meta.fields or ())

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """The service checks the row under its lock; here the instance stays as it is stored."""

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def take(self, error: forms.ValidationError) -> None:
        """What the service refuses, beside its field where there is one; sent once more, what was typed is saved."""
        if self.instance.pk:
            self.instance.refresh_from_db()
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["state"] = str(state_of(self.instance, self._meta.fields or ()))  # type: ignore[index]
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


class UnitForm(StateForm):
    kind = forms.ChoiceField(
        label="Loại", choices=Unit.Kind.choices, widget=forms.RadioSelect, error_messages=KIND_LOST
    )
    name = UnitNameField(help_text="Chỉ tên riêng, ví dụ Hợp Thành.")
    code = CodeField(help_text="Mã của Cục Thống kê, năm chữ số.")
    area = TextField(
        label="Cụm, khu vực",
        max_length=60,
        required=False,
        help_text="Để lọc danh sách và lịch, ví dụ Cụm 1 – ven sông Hồng.",
    )
    valid_from = DayField(label="Hiệu lực từ ngày")
    valid_to = DayField(label="Hiệu lực đến hết ngày", required=False, help_text="Bỏ trống khi còn hoạt động.")

    class Meta:
        model = Unit
        fields = ("kind", "name", "code", "area", "valid_from", "valid_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.begun_by_id:
            self.fields["valid_from"].disabled = True
        if self.instance.ended_by_id:
            self.fields["valid_to"].disabled = True

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", f"Không được trước ngày có hiệu lực ({first:%d/%m/%Y}).")
        return self.cleaned_data


class TeamForm(StateForm):
    name = TextField(label="Tên tổ", max_length=150, help_text="Ví dụ: Tổ tuyên vận thôn Kíp Tước.")
    members = forms.IntegerField(
        label="Số thành viên",
        min_value=1,
        max_value=99,
        initial=3,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Nhập một số từ 1 đến 99."),
    )
    head = TextField(
        label="Tổ trưởng (chức danh)",
        max_length=100,
        required=False,
        help_text="Chức danh, không cần họ tên: Bí thư chi bộ thôn.",
    )

    class Meta:
        model = Team
        fields = ("name", "members", "head")


class AgencyForm(StateForm):
    name = TextField(label="Tên cơ quan", max_length=150)
    short_name = TextField(label="Tên gọn", max_length=60, help_text="In trong bảng, ví dụ Ban Tổ chức.")
    code = forms.CharField(
        label="Mã",
        max_length=20,
        help_text="Chữ thường không dấu, số và gạch nối, ví dụ ban-to-chuc.",
        error_messages={"required": "Mục này không được để trống."},
        validators=[RegexValidator(r"\A[a-z0-9-]+\Z", "Chỉ chữ thường không dấu, số và gạch nối.")],
    )

    class Meta:
        model = Agency
        fields = ("name", "short_name", "code")


class ProvinceForm(forms.Form):
    """Asked first, then checked, then loaded."""

    tinh = forms.ChoiceField(
        label="Tỉnh, thành phố",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn một tỉnh, thành phố trong danh sách."),
    )
    tu_ngay = DayField(
        label="Có hiệu lực từ ngày",
        help_text="Xã, phường sắp xếp lại từ 01/07/2025. Chọn ngày không muộn hơn ngày đầu của tháng đầu tiên.",
    )

    def __init__(self, *args: Any, provinces: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tinh"].choices = [("", "– Chọn –"), *provinces.items()]  # type: ignore[attr-defined]

    def clean_tu_ngay(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["tu_ngay"]
        if not datetime.date(2000, 1, 1) <= day <= timezone.localdate() + FARTHEST:
            raise forms.ValidationError("Ngày này quá xa, xin xem lại.")
        return day


class Shape(TypedDict):
    """How many fields a kind of change has: (asked for, offered)."""

    old: tuple[int, int]
    new: tuple[int, int]


SHAPES: dict[str, Shape] = {
    UnitChange.Kind.MERGE: {"old": (2, 6), "new": (1, 1)},
    UnitChange.Kind.SPLIT: {"old": (1, 1), "new": (2, 4)},
    UnitChange.Kind.RENAME: {"old": (1, 1), "new": (1, 1)},
}


class ChangeForm(forms.Form):
    """Which units end and which begin. Fields `old_0` …, and `kind_0`, `name_0`, `code_0` …"""

    on = DayField(label="Có hiệu lực từ ngày", help_text="Ngày đầu tiên của đơn vị mới.")
    basis = TextField(
        label="Căn cứ",
        max_length=200,
        help_text="Nghị quyết, ngày tháng; ví dụ Nghị quyết 1673/NQ-UBTVQH15 ngày 16/6/2025.",
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.already = ""
        """What to tell whoever pressed twice: from its day on the old codes are those of the new units."""
        self.shape = SHAPES[kind]
        self.kind = kind
        asked, offered = self.shape["old"]
        for place in range(offered):
            label = "Đơn vị hiện nay" if offered == 1 else f"Đơn vị {place + 1}"
            self.fields[f"old_{place}"] = UnitField(label=label, units=Unit.objects.all(), required=place < asked)
        asked, offered = self.shape["new"]
        for place in range(offered):
            required = place < asked
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label="Loại",
                choices=Unit.Kind.choices,
                required=required,
                widget=forms.RadioSelect,
                error_messages=KIND_LOST,
            )
            self.fields[f"name_{place}"] = UnitNameField(required=required)
            self.fields[f"code_{place}"] = CodeField(required=required)

    @property
    def old_fields(self) -> list[forms.BoundField]:
        return [self[f"old_{place}"] for place in range(self.shape["old"][1])]

    @property
    def new_fields(self) -> list[tuple[forms.BoundField, ...]]:
        return [
            (self[f"kind_{place}"], self[f"name_{place}"], self[f"code_{place}"])
            for place in range(self.shape["new"][1])
        ]

    @property
    def old(self) -> list[Unit]:
        places = range(self.shape["old"][1])
        return [unit for place in places if (unit := self.cleaned_data.get(f"old_{place}"))]

    @property
    def new(self) -> list[NewUnit]:
        values, places = self.cleaned_data, range(self.shape["new"][1])
        return [
            NewUnit(code=values[f"code_{place}"], kind=values[f"kind_{place}"], name=values[f"name_{place}"])
            for place in places
            if values.get(f"name_{place}")
        ]

    def clean(self) -> None:
        self._refuse_repeated("old", "Đơn vị này đã chọn ở trên.")
        self._refuse_repeated("code", "Mã này đã dùng ở trên.")
        for place in range(self.shape["new"][1]):
            self._complete(place)
        if self.errors:
            return
        old, new, on = self.old, self.new, self.cleaned_data["on"]
        self._refuse_far_day(old, new, on)
        self._refuse_taken_codes(old, new, on)
        one, other = old[0], new[0]
        if self.kind == UnitChange.Kind.RENAME and (one.kind, one.name) == (other.kind, other.name):
            self.add_error("name_0", "Tên mới giống tên hiện nay.")

    def _refuse_repeated(self, field: str, message: str) -> None:
        seen = set()
        for place in range(max(self.shape["old"][1], self.shape["new"][1])):
            value = self.cleaned_data.get(f"{field}_{place}")
            if value and value in seen:
                self.add_error(f"{field}_{place}", message)
            seen.add(value)

    def _complete(self, place: int) -> None:
        """Of a row that may stay empty: all or nothing."""
        names = [f"{name}_{place}" for name in ("kind", "name", "code")]
        given = [name for name in names if self.cleaned_data.get(name)]
        for name in names:
            if given and name not in given and name not in self.errors:
                self.add_error(name, "Nhập đủ loại, tên và mã.")

    def _refuse_far_day(self, old: Sequence[Unit], new: Sequence[NewUnit], on: datetime.date) -> None:
        if on > timezone.localdate() + FARTHEST:
            self.add_error("on", "Ngày này quá xa, xin xem lại.")
        for unit in old:
            if unit.begun_by and unit.valid_from == on:
                told = f"Thay đổi này đã được ghi nhận: {unit.begun_by}."
                self.add_error("on", told)
                if {one.code for one in unit.begun_by.new_units.all()} == {one.code for one in new}:
                    self.already = told
            elif unit.ended_by_id is None and unit.valid_from >= on:
                self.add_error("on", f"Phải sau ngày có hiệu lực của {unit.name_in_text} ({unit.valid_from:%d/%m/%Y}).")

    def _refuse_taken_codes(self, old: Sequence[Unit], new: Sequence[NewUnit], on: datetime.date) -> None:
        """A unit that has been replaced already keeps its code's successor out of this; the service tells of it."""
        done = [unit.ended_by_id for unit in old if unit.ended_by_id]
        others = Unit.objects.exclude(pk__in=[unit.pk for unit in old]).exclude(begun_by__in=done)
        for place, one in enumerate(new):
            taken = others.overlapping(one.code, on, None).first()
            if taken:
                self.add_error(f"code_{place}", f"Mã này đang thuộc {taken.name_in_text}.")


class AllotForm(forms.Form):
    """Of a split: to which new unit each team and each person goes. Fields `team_<id>`, `person_<id>`."""

    def __init__(
        self, *args: Any, teams: Sequence[Team], people: Sequence[Membership], new: Iterable[NewUnit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "– Chọn –"), *((str(place), one.full_name) for place, one in enumerate(new))]
        for team in teams:
            self.fields[f"team_{team.pk}"] = _choice(team.name, choices)
        for one in people:
            self.fields[f"person_{one.pk}"] = _choice(f"Đồng chí {one.user.full_name}", choices)

    def chosen(self, name: str) -> dict[int, int]:
        values = self.cleaned_data.items()
        return {int(field.split("_")[1]): int(value) for field, value in values if field.startswith(f"{name}_")}


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    lost = dict.fromkeys(("required", "invalid_choice"), "Chọn đơn vị mới.")
    return forms.ChoiceField(label=label, choices=choices, error_messages=lost)
