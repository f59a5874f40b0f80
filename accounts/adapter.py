from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import get_user_by_username
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts import secrets_at_rest
from accounts.models import SignIn, User
from accounts.sessions import begin
from accounts.sign_ins import note

JUST_NOW = 300  # seconds after a sign-in in which nobody is asked for the password once more


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, written down. What depends on roles, people.adapters knows."""

    # django-allauth's own Vietnamese lacks these.
    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Tài khoản này đã khóa.",
        "enter_current_password": "Mật khẩu hiện tại chưa đúng.",
        "incorrect_password": "Mật khẩu không đúng.",
        "too_many_login_attempts": (
            f"Đồng chí đã nhập sai quá nhiều lần. Xin đợi {settings.LOCK_MINUTES} phút rồi thử lại."
        ),
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng.",
        "rate_limited": "Gửi yêu cầu quá nhanh, xin đợi một lát.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are given by the administrator; nobody makes one for themselves."""
        return False

    def idle_minutes(self, user: User) -> int:
        return int(settings.IDLE_MINUTES_OFFICE)

    def disable_if_idle(self, user: User) -> None:
        """After how long, and who is spared, is for the room that knows the roles."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except Exception:
            self.note(_named(credentials), SignIn.Outcome.LOCKED)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self.note(_named(credentials), SignIn.Outcome.WRONG_PASSWORD)

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        self.disable_if_idle(user)
        response: HttpResponse | None = super().pre_login(request, user, **more)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Only who knew the password is told why."""
        self.note(user, SignIn.Outcome.DISABLED)
        return render(request, "account/account_inactive.html", {"person": user}, status=403)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        begin(request.session, idle_minutes=self.idle_minutes(user))
        self.note(user, SignIn.Outcome.SIGNED_IN)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who has signed in just now, in this very session, is not asked for the password a second time."""
        records = get_authentication_records(self.request, self.request.user)
        if records and timezone.now().timestamp() - records[-1]["at"] < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def note(self, user: User | None, outcome: SignIn.Outcome) -> None:
        note(user, outcome, request=self.request, ip=self.get_client_ip(self.request))


def _named(credentials: dict[str, Any]) -> User | None:
    user: User | None = get_user_by_username(credentials.get("username", ""))
    return user


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets encrypted, words Vietnamese. Who must have a second factor, people.adapters knows."""

    error_messages: ClassVar[dict[str, str]] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Vai trò của đồng chí phải dùng mã xác thực, không tắt được.",
        "cannot_generate_recovery_codes": "Xin bật mã xác thực trước khi tạo mã dự phòng.",
        "incorrect_code": "Mã không đúng. Xin xem lại ứng dụng và nhập mã đang hiện.",
    }

    def is_required_of(self, user: User) -> bool:
        return False

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not self.is_required_of(authenticator.user)

    def encrypt(self, text: str) -> str:
        return secrets_at_rest.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        # A secret that nobody knows in place of one that cannot be read: no code fits, and no page breaks.
        return secrets_at_rest.decrypt(encrypted_text) or generate_totp_secret()
