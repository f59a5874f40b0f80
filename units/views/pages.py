"""What the pages of this room have in common."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from units.actor import AppRequest
from units.models import Period


def period_or_404(request: AppRequest, month: datetime.date) -> Period:
    periods = Period.objects.visible_to(request.actor).with_progress()
    return get_object_or_404(periods, month=month)


def let_in(*, seen: bool = True, allowed: bool = True) -> None:
    if not seen:
        raise Http404
    if not allowed:
        raise PermissionDenied


def posted(request: AppRequest) -> Any:
    return request.POST if request.method == "POST" else None


def form_page(request: AppRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A form page; 422 says that what was sent is refused."""
    form = context.get("form") or context["chosen"]
    return render(request, template, context, status=422 if request.method == "POST" and form.errors else 200)


def list_page(request: AppRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"{template}#table" if request.htmx else template, context)
