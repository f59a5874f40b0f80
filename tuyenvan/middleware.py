from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django_htmx.http import HttpResponseClientRedirect

Handler = Callable[[HttpRequest], HttpResponse]


class HtmxSignInMiddleware:
    """A session that ends during an htmx request must not swap the sign-in page into a fragment."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        to_sign_in = response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
        if request.htmx and to_sign_in:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(response["Location"])
        return response


class HostileInputMiddleware:
    """PostgreSQL stores no NUL: such a request is refused here and not found out by a failing query."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A cookie may write one as \000, and the session is looked for by its cookie.
        typed = [request.path_info, *request.GET.keys(), *_values(request.GET), *request.COOKIES.values()]
        if request.method == "POST":
            typed += [*request.POST.keys(), *_values(request.POST)]
        if any("\x00" in text for text in typed):
            # Without the request: the frame of the page would ask for the session.
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)


def _values(query: object) -> list[str]:
    return [value for _, values in query.lists() for value in values]  # type: ignore[attr-defined]
