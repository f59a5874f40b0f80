from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

Handler = Callable[[HttpRequest], HttpResponse]


class SignInAgainMiddleware:
    """A session that ended meanwhile. The sign-in page is not swapped into a fragment, and from it one comes back to
    the page one stood on: the address to which its form was sent is often none that can be opened.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if response.status_code != 302 or not response["Location"].startswith(sign_in):
            return response
        is_fragment = bool(request.htmx)  # type: ignore[attr-defined]
        if f"{REDIRECT_FIELD_NAME}=" in response["Location"] and (is_fragment or request.method == "POST"):
            page = _page_of(request)
            response["Location"] = f"{sign_in}?{urlencode({REDIRECT_FIELD_NAME: page})}" if page else sign_in
        return HttpResponseClientRedirect(response["Location"]) if is_fragment else response


class FragmentMiddleware:
    """A page and its fragment have one address: a browser that goes back must not show the one for the other."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response


def _page_of(request: HttpRequest) -> str:
    """Path and query of the page from which the request was sent, if it is one of ours."""
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


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
