"""django-allauth's forms with the words of a Vietnamese office."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django import forms


def rename(form: forms.Form, **labels: str) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
        form.fields[name].error_messages["required"] = "Xin nhập mục này."


class SignInForm(LoginForm):
    error_heading = "Chưa đăng nhập được"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rename(self, login="Tên đăng nhập", password="Mật khẩu")  # noqa: S106 (a label)


class NewPasswordForm(ChangePasswordForm):
    error_heading = "Chưa đổi được mật khẩu"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rename(self, oldpassword="Mật khẩu hiện tại", password1="Mật khẩu mới", password2="Nhập lại mật khẩu mới")
        self.fields["password1"].help_text = "Không dùng họ tên, mật khẩu phổ biến hoặc chỉ toàn chữ số."


class PasswordAgainForm(ReauthenticateForm):
    error_heading = "Chưa xác nhận được"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rename(self, password="Mật khẩu")  # noqa: S106 (a label)
