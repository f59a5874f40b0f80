from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from people.access import must_have_second_factor

NOTE = "second_factor_settled"
SET_UP = "mfa_activate_totp"
OPEN = {SET_UP, "account_logout", "account_change_password", "account_reauthenticate"}


class SecondFactorMiddleware:
    """Whose role asks for a second factor gets nowhere without one but to the page that sets it up.

    Settled once a session, so that an ordinary page pays nothing: new roles and a factor taken away end the
    person's sessions (people.services).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if request.session.get(NOTE) == request.user.pk or self._settled(request, request.user):
            return None
        # Until then the frame of the page tells nothing of the month either.
        del request.actor  # type: ignore[attr-defined]
        match = request.resolver_match
        if (match and match.view_name in OPEN) or not getattr(view, "login_required", True):
            return None
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(reverse(SET_UP))
        return HttpResponseRedirect(reverse(SET_UP))

    def _settled(self, request: HttpRequest, user: User) -> bool:
        if must_have_second_factor(user) and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return False
        request.session[NOTE] = user.pk
        return True
