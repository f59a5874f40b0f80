"""django-allauth's forms with the words of a Vietnamese office."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django import forms
from django.core.cache import cache

from accounts.adapter import AccountAdapter
from accounts.models import SignIn
from accounts.passwords import ALONE, password_hint


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
        self.fields["password1"].help_text = password_hint(self.user)


class PasswordAgainForm(ReauthenticateForm):
    error_heading = "Chưa xác nhận được"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rename(self, password="Mật khẩu")  # noqa: S106 (a label)


def ask_for_code(form: forms.Form, label: str, hint: str) -> None:
    rename(form, code=label)
    form.fields["code"].help_text = hint
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "is-short", "maxlength": 40}


class ActivateCodeForm(ActivateTOTPForm):
    error_heading = "Chưa bật được mã xác thực"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kept = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if kept:
            # allauth's form draws a new secret whenever the page is opened; a second tab, or the way back, must not
            # spoil what the phone has read.
            self.secret = context.request.session[SECRET_SESSION_KEY] = kept
        ask_for_code(self, "Mã đang hiện trong ứng dụng", "Sáu chữ số, đổi sau mỗi 30 giây.")


class DeactivateCodeForm(DeactivateTOTPForm):
    """A password that was let through short, because of the factor, must be longer before the factor goes."""

    error_heading = "Chưa tắt được mã xác thực"
    password = forms.CharField(
        label="Mật khẩu hiện tại",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Xin nhập mục này."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # allauth gives an empty answer to a page that was only opened.
        super().__init__(*args, **{**kwargs, "data": kwargs.get("data") or None})

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not AccountAdapter().reauthenticate(self.authenticator.user, password):
            raise forms.ValidationError("Mật khẩu không đúng.")
        if len(password) < ALONE:
            raise forms.ValidationError(
                f"Mật khẩu này ngắn hơn {ALONE} ký tự. Xin đổi mật khẩu dài hơn rồi mới tắt mã xác thực."
            )
        return password


class _UsedOnce(forms.Form):
    """A code holds for as long as the clocks may differ; once used it is refused for all of that time."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            holds = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
            digits = "".join(sign for sign in code if sign.isdigit())
            if not cache.add(f"second-factor-used:{self.user.pk}:{digits}", "1", timeout=holds):  # type: ignore[attr-defined]
                raise forms.ValidationError("Mã này đã dùng. Xin đợi ứng dụng hiện mã kế tiếp.")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        AccountAdapter().note(self.user, SignIn.Outcome.WRONG_CODE)  # type: ignore[attr-defined]


class CodeForm(_UsedOnce, AuthenticateForm):
    error_heading = "Chưa đăng nhập được"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, "Mã xác thực", "Sáu chữ số trong ứng dụng, hoặc một mã dự phòng tám chữ số.")


class CodeAgainForm(_UsedOnce, ReauthenticateCodeForm):
    error_heading = "Chưa xác nhận được"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, "Mã xác thực", "Sáu chữ số trong ứng dụng, hoặc một mã dự phòng tám chữ số.")
