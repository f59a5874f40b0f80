from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    # django-allauth's own Vietnamese lacks these.
    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Tài khoản này đã khóa.",
        "enter_current_password": "Mật khẩu hiện tại chưa đúng.",
        "incorrect_password": "Mật khẩu không đúng.",
        "too_many_login_attempts": "Đồng chí đã nhập sai quá nhiều lần. Xin đợi 15 phút rồi thử lại.",
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng.",
        "rate_limited": "Gửi yêu cầu quá nhanh, xin đợi một lát.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are given by the administrator; nobody makes one for themselves."""
        return False
