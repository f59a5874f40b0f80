from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.sessions import renew

IDLE = "Đồng chí đã được đăng xuất vì lâu không thao tác. Xin đăng nhập lại để làm tiếp."
# Ended from another device, by an administrator, by a new password; or idle for so long that its row was cleared away.
ENDED = "Phiên đăng nhập trên thiết bị này đã kết thúc. Xin đăng nhập lại để làm tiếp."
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
    """Once: with this answer the browser forgets the cookie. Who signs out in it is left with none."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return
    ends_at = Session.objects.filter(session_key=key).values_list("expire_date", flat=True).first()
    if ends_at is None or ends_at <= timezone.now():
        why = IDLE if ends_at else ENDED
        messages.warning(request, f"{why} {NOT_SAVED}" if request.method == "POST" else why)
