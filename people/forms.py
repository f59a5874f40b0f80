import datetime
import re
import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User
from accounts.names import search_key
from accounts.passwords import password_hint
from assignments.models import Delegate
from people.usernames import PATTERN
from units.forms import DayField, TextField
from units.models import Agency, Role, Unit

NEW = "new"
MOST = 10  # choices shown at once; there may be 3,321 units


class PickForm(forms.Form):
    """What there are many of is found by typing, never by a list of all: one found is taken, of several one chosen."""

    def add_pick(
        self, name: str, label: str, *, rows: Any, required: bool = True, or_new: str = "", **more: Any
    ) -> None:
        """`name`_text is what was typed; `name` the choice, where there is one to make: with `or_new`, always."""
        self.fields[f"{name}_text"] = TextField(
            label=label,
            required=required,
            max_length=100,
            error_messages={"required": "Gõ vài chữ của tên để tìm."},
            **more,
        )
        self.picks = getattr(self, "picks", {}) | {name: rows}
        found = self._found(name)
        new = [(NEW, or_new)] if or_new and self.data.get(f"{name}_text") else []
        if len(found) + 2 * len(new) > 1:
            self.fields[name] = forms.ChoiceField(
                label=f"Chọn đúng {label.lower()}",
                choices=[*((str(row.pk), self.words(row)) for row in found[:MOST]), *new],
                widget=forms.RadioSelect,
                help_text=f"Chỉ hiện {MOST} kết quả đầu. Không có thì gõ rõ hơn." if len(found) > MOST else "",
                error_messages={
                    "required": "Có nhiều kết quả, xin chọn một."
                    if len(found) > 1
                    else "Đã có người tên như vậy. Xin chọn người ấy, hoặc tạo mới."
                    if found
                    else "Chưa có tài khoản nào tên như vậy. Đánh dấu để tạo mới, hoặc gõ lại tên.",
                    "invalid_choice": "Xin chọn một trong các kết quả này.",
                },
            )

    def words(self, row: Any) -> str:
        return str(row)

    def picked(self, name: str) -> Any:
        """After `is_valid`: the row, or None where nothing was typed."""
        found = self._found(name)
        if name not in self.fields:
            return found[0] if found else None
        return next((row for row in found if str(row.pk) == self.cleaned_data[name]), None)

    def clean(self) -> None:
        for name in self.picks:
            if self.cleaned_data.get(f"{name}_text") and not self._found(name) and name not in self.fields:
                self.add_error(f"{name}_text", "Không tìm thấy. Gõ một phần tên, có dấu hay không dấu đều được.")

    def _found(self, name: str) -> list[Any]:
        kept: dict[str, list[Any]] = self.__dict__.setdefault("_kept", {})
        if name not in kept:
            text = unicodedata.normalize("NFC", str(self.data.get(f"{name}_text", "")))[:100]
            key = search_key(text)
            rows = list(self.picks[name](key)[: MOST + 1]) if key else []
            exact = [row for row in rows if row.search_key == key]
            kept[name] = exact if len(exact) == 1 else rows
        return kept[name]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    error_heading = "Chưa lưu được, xin xem lại"
    full_name = TextField(label="Họ và tên", max_length=150)
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Để nhận thư nhắc việc. Bỏ trống cũng được.",
        error_messages={"invalid": "Địa chỉ thư chưa đúng, ví dụ ten@laocai.gov.vn."},
    )

    class Meta:
        model = User
        fields = ("full_name", "email")


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label="Tên đăng nhập",
        required=False,
        max_length=30,
        help_text="Chữ thường không dấu, ví dụ binhll. Bỏ trống thì chương trình đặt theo họ tên.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("full_name", "username", "email")

    def clean_username(self) -> str:
        """What only looks like a small Latin letter is none; what is the same sign in another width becomes one."""
        username = unicodedata.normalize("NFKC", self.cleaned_data["username"]).strip().lower()
        if username and not re.fullmatch(PATTERN, username):
            raise forms.ValidationError("Chỉ dùng chữ thường không dấu, chữ số, dấu chấm, gạch; 3 đến 30 ký tự.")
        if username and User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("Tên đăng nhập này đã có.")
        return username


class RoleForm(PickForm):
    role = forms.ChoiceField(
        label="Vai trò",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn vai trò.", "invalid_choice": "Đồng chí không giao được vai trò này."},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.all(),
        label="Cơ quan chấm điểm",
        required=False,
        empty_label="Chọn cơ quan",
        help_text="Chỉ với vai trò Cơ quan chấm điểm.",
        error_messages={"invalid_choice": "Cơ quan này không có trong danh mục."},
    )

    def __init__(self, *args: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["role"]
        choice.choices = [(role.value, role.label) for role in Role if role in roles]
        self.add_pick(
            "unit",
            "Xã, phường",
            rows=lambda key: Unit.objects.valid().filter(search_key__contains=key),
            required=False,
            help_text="Chỉ với vai trò Xã, phường. Gõ một phần tên, không cần dấu.",
        )
        for name in ("agency", "unit_text"):
            asked: Any = self.fields[name]
            asked.depends_on = "role"  # not free to leave out, as "(không bắt buộc)" would say

    def words(self, row: Any) -> str:
        return f"{row} ({row.code}, {row.area})" if row.area else f"{row} ({row.code})"

    def clean(self) -> None:
        super().clean()
        role = self.cleaned_data.get("role")
        if role == Role.UNIT and not self.cleaned_data.get("unit_text"):
            self.add_error("unit_text", "Vai trò xã, phường phải kèm tên đơn vị.")
        if role == Role.APPRAISER and not self.cleaned_data.get("agency"):
            self.add_error("agency", "Vai trò chấm điểm phải kèm tên cơ quan.")

    def given(self) -> dict[str, Any]:
        role = Role(self.cleaned_data["role"])
        return {
            "role": role,
            "unit": self.picked("unit") if role == Role.UNIT else None,
            "agency": self.cleaned_data["agency"] if role == Role.APPRAISER else None,
        }


class DelegateLinkForm(PickForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Delegate.objects.filter(user=None).select_related("agency")
        self.add_pick(
            "delegate", "Hồ sơ đại biểu", rows=lambda key: free.filter(search_key__contains=key),
            help_text="Gõ họ tên trong danh sách đại biểu. Chỉ tìm các hồ sơ chưa gắn với tài khoản nào.",
        )  # fmt: skip

    def words(self, row: Any) -> str:
        return f"{row.full_name} – {row.position}, {row.agency.short_name}"


class ChoosePasswordForm(forms.Form):
    error_heading = "Chưa đặt được mật khẩu"
    password1 = forms.CharField(
        label="Mật khẩu",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Xin nhập mục này.", "max_length": "Mật khẩu dài quá 200 ký tự."},
    )
    password2 = forms.CharField(
        label="Nhập lại mật khẩu",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Xin nhập mục này.", "max_length": "Mật khẩu dài quá 200 ký tự."},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password1"].help_text = password_hint(person)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.person)
        return password

    def clean(self) -> None:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Hai lần nhập chưa giống nhau.")


class HandoverForm(PickForm):
    error_heading = "Chưa bàn giao được"
    leaving = forms.ChoiceField(
        label="Người bàn giao",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Người này không còn phụ trách đơn vị."},
    )

    def __init__(self, *args: Any, holders: list[User], people: Any, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders, self.today = holders, on
        leaving: Any = self.fields["leaving"]
        leaving.choices = [*((str(one.pk), one.full_name) for one in holders), ("", "Không ai, chỉ thêm người")]
        self.add_pick(
            "to", "Người nhận", or_new="Tạo tài khoản mới mang tên này",
            rows=lambda key: people.filter(search_key__contains=key),
            help_text="Gõ đủ họ và tên. Có tài khoản rồi thì chọn, chưa có thì tạo mới.",
        )  # fmt: skip
        self.fields["on"] = DayField(label="Ngày bàn giao", help_text="Hôm nay hoặc một ngày đã qua; quyền đổi ngay.")
        self.fields["stays"] = forms.BooleanField(label="Người bàn giao vẫn giữ vai trò", required=False)
        self.fields["note"] = TextField(
            label="Ghi chú", required=False, max_length=200, help_text="Ví dụ số quyết định điều động."
        )

    def words(self, row: Any) -> str:
        return f"{row.full_name} ({row.username})"

    def clean_on(self) -> datetime.date:
        return _not_later(self.cleaned_data["on"], self.today)

    def given(self) -> dict[str, Any]:
        leaving = self.cleaned_data["leaving"]
        return {
            "leaving": next((one for one in self.holders if str(one.pk) == leaving), None),
            "to": self.picked("to"),
            "to_name": self.cleaned_data["to_text"],
            "on": self.cleaned_data["on"],
            "stays": self.cleaned_data["stays"],
            "note": self.cleaned_data["note"],
        }


class ProposeHandoverForm(forms.Form):
    error_heading = "Chưa gửi được đề nghị"
    to_name = TextField(label="Họ và tên người nhận", max_length=150)
    on = DayField(label="Ngày bàn giao")
    note = TextField(
        label="Ghi chú",
        required=False,
        max_length=200,
        help_text="Ví dụ chức vụ của người nhận.",
    )

    def __init__(self, *args: Any, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = on


def _not_later(day: datetime.date, today: datetime.date) -> datetime.date:
    if day > today:
        raise forms.ValidationError("Ngày này chưa đến. Đến ngày đó hãy bàn giao.")
    return day


class EraseForm(forms.Form):
    error_heading = "Chưa xóa được"
    typed = forms.CharField(
        label="Gõ lại tên đăng nhập để xác nhận",
        max_length=150,
        error_messages={"required": "Gõ tên đăng nhập của người bị xóa."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed.strip() != self.person.username:
            raise forms.ValidationError("Tên đăng nhập gõ lại chưa khớp.")
        return typed
