"""What pages are measured against: a view that does nothing but answer as many bytes as it is asked for."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe


@require_safe
def bare(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(b"x" * size)


# The program's own addresses behind it: its middleware knows some of them by name.
urlpatterns = [path("<int:size>/", bare), path("", include("tuyenvan.urls"))]
