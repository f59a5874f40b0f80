from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from units.access import actor_for


class ActorMiddleware:
    """Gives every signed-in request its actor; the query runs when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            user = request.user
            request.actor = SimpleLazyObject(lambda: actor_for(user))  # type: ignore[attr-defined]
        return self.get_response(request)
