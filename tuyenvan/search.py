"""One field that finds units, delegates and notices, with or without diacritics."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.names import search_key
from assignments.models import Delegate, Notice
from units.actor import Actor, AppRequest
from units.models import Role, Unit

MOST = 20


def units_found(actor: Actor, key: str) -> list[Unit]:
    rows = Unit.objects.valid().filter(search_key__contains=key)
    if not (actor.sees_all_units or actor.is_delegate):
        rows = rows.filter(pk__in=actor.unit_ids)
    return list(rows[:MOST])


def delegates_found(actor: Actor, key: str) -> list[Delegate]:
    if not actor.sees_all_units:
        return []
    return list(Delegate.objects.active().filter(search_key__contains=key).select_related("agency")[:MOST])


def notices_found(actor: Actor, key: str) -> list[Notice]:
    """By number ("12", "12-TB/TU"), by month ("11/2026"), or all of them by "thông báo"."""
    if actor.roles <= {Role.SYSADMIN}:
        return []
    notices = Notice.objects.select_related("plan__period").order_by("-issued_on")[:60]
    return [notice for notice in notices if key in search_key(f"{notice} tháng {notice.plan.period.label}")][:MOST]


@require_safe
def search(request: AppRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:100].strip()
    key = search_key(text)
    found = {
        "units": units_found(request.actor, key) if key else [],
        "delegates": delegates_found(request.actor, key) if key else [],
        "notices": notices_found(request.actor, key) if key else [],
    }
    return render(request, "search.html", {"search_text": text, "found": found, "nothing": not any(found.values())})
