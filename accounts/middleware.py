from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.sessions import renew

IDLE = "Đồng chí đã được đăng xuất vì lâu không thao tác. Xin đăng nhập lại để làm tiếp."
NOT_SAVED = "Nội dung vừa gửi chưa được lưu."


class IdleMiddleware:
    """Whoever does something stays signed in; the session's own end does the rest (accounts.sessions)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            _say_why_signed_out(request)
        elif renew(request.session):
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
        return self.get_response(request)


def _say_why_signed_out(request: HttpRequest) -> None:
    """Once: with this answer the browser forgets the cookie. A session ended by a person leaves no row behind."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if key and Session.objects.filter(session_key=key, expire_date__lte=timezone.now()).exists():
        messages.warning(request, f"{IDLE} {NOT_SAVED}" if request.method == "POST" else IDLE)
