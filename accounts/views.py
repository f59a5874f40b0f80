"""Pages of one's own account: second factor, sessions; django-allauth's, with what an office expects of a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.devices import device_words

View = Callable[..., HttpResponseBase]


def refused_as_422(view: View) -> View:
    """allauth answers a refused form with 200; ours say that nothing was done."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response

    return answer


def password_change(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated and not request.user.has_usable_password():
        return render(request, "account/password_missing.html")
    response: HttpResponseBase = account.password_change(request)
    return response


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    factors = {factor.type: factor for factor in Authenticator.objects.filter(user=request.user)}
    spare = factors.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "totp": factors.get(Authenticator.Type.TOTP),
        "codes_left": len(spare.wrap().get_unused_codes()) if spare else 0,
        "is_required": get_adapter().is_required_of(request.user),
        "is_enforced": settings.REQUIRE_SECOND_FACTOR,
    }
    return render(request, "mfa/index.html", context)


@never_cache
def activate_totp(request: HttpRequest) -> HttpResponseBase:
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return redirect("mfa_index")  # a second tab, or the way back
    try:
        response: HttpResponseBase = totp.activate_totp(request)
    except IntegrityError:
        return redirect("mfa_index")  # both tabs at once
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; a POST ends one session (`session`) or all others."""
    mine = UserSession.objects.purge_and_list(request.user)
    if request.method == "POST":
        return _end_sessions(request, mine)
    rows = [
        {
            "session": one,
            "device": device_words(one.user_agent),
            "is_current": one.session_key == request.session.session_key,
        }
        for one in sorted(mine, key=lambda one: one.last_seen_at, reverse=True)
    ]
    return render(request, "account/sessions.html", {"rows": rows})


def _end_sessions(request: HttpRequest, mine: list[UserSession]) -> HttpResponse:
    others = [one for one in mine if one.session_key != request.session.session_key]
    if chosen := request.POST.get("session"):
        others = [one for one in others if str(one.pk) == chosen]
        if not others:
            raise Http404
    for one in others:
        one.end()
    messages.success(request, f"Đã đăng xuất {len(others)} thiết bị." if others else "Không có thiết bị nào khác.")
    return redirect("account_sessions")
