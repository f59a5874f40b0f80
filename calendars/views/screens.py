"""The three looks at the calendar. Each is an address that says all: month or week, filters, page."""

import datetime
import math
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calendars import access
from calendars.filters import ConferenceFilter, DayFilter
from calendars.grid import in_reach, month_before
from calendars.reports import PER_PAPER, conferences, month_listing, month_screen, week_screen
from calendars.tables import ConferenceTable
from documents.pdf import listing_pdf
from documents.responses import PDF, download
from units.actor import AppRequest
from units.calendar import month_after
from units.models import Meeting
from units.tables import KeyedRows, show_page
from units.views.pages import let_in


@require_safe
def month_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    let_in(seen=access.can_see_calendar(request.actor))
    filters = ConferenceFilter(request.GET, queryset=_meetings(request))
    screen = month_screen(filters.qs, month, actor=request.actor, on=timezone.localdate())
    context = {"screen": screen, "month": month, "week_day": screen.week_day, "before": screen.before}
    papers = range(1, math.ceil(screen.count / PER_PAPER) + 1)
    return _page(request, "month_detail", filters, context | {"after": screen.after, "papers": papers})


@require_safe
def month_pdf(request: AppRequest, month: datetime.date) -> HttpResponse:
    """The whole month, or what the filters keep, in parts of as many as a page of the web may take time for."""
    let_in(seen=access.can_see_calendar(request.actor))
    filters = ConferenceFilter(request.GET, queryset=_meetings(request).filter(period__month=month).with_unit())
    parts = Paginator(filters.qs.order_by("starts_at", "unit__sort_key", "pk"), PER_PAPER)
    page, today = parts.get_page(request.GET.get("phan")), timezone.localdate()
    listing = month_listing(page, month, actor=request.actor, on=today, only=filters.narrowing)
    return download(listing_pdf(listing), filename=f"{listing.title}.pdf", content_type=PDF, inline=True)


@require_safe
def week_detail(request: AppRequest, day: datetime.date) -> HttpResponse:
    let_in(seen=access.can_see_calendar(request.actor))
    request.month = day.replace(day=1)
    filters = ConferenceFilter(request.GET, queryset=_meetings(request))
    screen = week_screen(filters.qs, day, actor=request.actor, on=timezone.localdate())
    context = {"screen": screen, "month": screen.month, "week_day": day, "before": screen.before}
    return _page(request, "week_detail", filters, context | {"after": screen.after})


@require_safe
def conference_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    let_in(seen=access.can_see_calendar(request.actor))
    filters = DayFilter(request.GET, queryset=_meetings(request).filter(period__month=month).with_unit())
    found = filters.qs.order_by("starts_at", "unit__sort_key", "pk")
    table = show_page(request, ConferenceTable(KeyedRows(found)))
    rows = conferences((row.record for row in table.paginated_rows), actor=request.actor)
    in_month = filters.day is not None and filters.day.replace(day=1) == month
    context = {"table": table, "rows": rows, "month": month, "week_day": filters.day if in_month else month}
    neighbours = {"before": in_reach(month_before(month)), "after": in_reach(month_after(month))}
    return _page(request, "conference_list", filters, context | neighbours)


def _meetings(request: AppRequest) -> Any:
    return Meeting.with_cancelled.visible_to(request.actor)


def _page(request: AppRequest, name: str, filters: ConferenceFilter, context: dict[str, Any]) -> HttpResponse:
    page = {
        "filters": filters,
        "may_have_feeds": access.can_have_feeds(request.actor),
        "may_search": access.can_search(request.actor),
        "today": timezone.localdate(),
        "this_month": timezone.localdate().replace(day=1),
    }
    template = f"calendars/{name}.html"
    return render(request, f"{template}#calendar" if request.htmx else template, context | page)
