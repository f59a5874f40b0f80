"""How evenly the work is spread, for those who spread it. Comparisons of people are the committee's own."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assignments import access, balance, balance_files
from assignments.filters import CoverageFilter, RotationFilter
from assignments.models import Delegate
from assignments.problem import delegates_taking_part, last_day
from documents.excel import Sheet, write_workbook
from documents.listing import Listing
from documents.pdf import listing_pdf
from documents.responses import PDF, XLSX, download
from units.actor import AppRequest
from units.models import IssuingBody, Period, Unit

PEOPLE_A_PAGE, UNITS_A_PAGE = 40, 99
LINES_A_PAGE = 20
# 300 rows take WeasyPrint about three seconds.
LINES_A_PAPER = 400
PAIRS_A_FILE = 50_000


@require_safe
def balance_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    """Seats beside the expected part, over 1, 3 and 12 months."""
    period = _period(request, month)
    report = balance.load_report(month)
    people = Paginator(report.people.lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    far = sorted(
        (line for line in report.people.lines if line.loads[-1].is_more or line.loads[-1].is_less),
        key=lambda line: -abs(line.loads[-1].off),
    )
    context = {
        "period": period,
        "month": month,
        "report": report,
        "people": people,
        "far": far[:10],
        "far_in_all": len(far),
    }
    return render(request, "assignments/balance_detail.html", context | {"names": _window_names(report.windows)})


@require_safe
def rotation_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    """Delegates × units: who was where, the darker the more recent."""
    period = _period(request, month)
    rows, columns = _rotation_filters(request, month)
    people = Paginator(rows.qs, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    units = Paginator(columns.qs, UNITS_A_PAGE).get_page(request.GET.get("cot"))
    context = {
        "period": period,
        "month": month,
        "rows": rows,
        "columns": columns,
        "people": people,
        "units": units,
        "matrix": balance.rotation_matrix(month, delegates=list(people), units=list(units)),
    }
    return render(request, "assignments/rotation_detail.html", context)


@require_safe
def coverage_list(request: AppRequest, month: datetime.date) -> HttpResponse:
    """Who of each tier, how many agencies and people have been at each unit."""
    period = _period(request, month)
    filters = CoverageFilter(request.GET, queryset=_units(month))
    page = Paginator(filters.qs, LINES_A_PAGE).get_page(request.GET.get("page"))
    coverage = balance.unit_coverage(month, list(page))
    context = {"period": period, "month": month, "filters": filters, "page": page, "coverage": coverage}
    return render(request, "assignments/coverage_list.html", context | {"tiers": balance_files.TIER_NAMES})


@require_safe
def coverage_detail(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    """One unit: which agencies and people have been there, and which have not."""
    period = _period(request, month)
    unit = get_object_or_404(Unit, pk=unit_id)
    faces = balance.unit_faces(month, unit)
    return render(request, "assignments/coverage_detail.html", {"period": period, "month": month, "faces": faces})


@require_safe
def delegate_coverage(request: AppRequest, month: datetime.date, delegate_id: int) -> HttpResponse:
    """One delegate: where they have been, and where not."""
    period = _period(request, month)
    delegate = get_object_or_404(Delegate.objects.select_related("agency"), pk=delegate_id)
    seen = balance.delegate_faces(month, delegate, _units(month))
    context = {
        "period": period,
        "month": month,
        "delegate": delegate,
        "met": sorted((one for one in seen if one.visits), key=lambda one: one.visits.ago if one.visits else 0),
        "unmet": [one for one in seen if not one.visits],
    }
    return render(request, "assignments/delegate_coverage.html", context)


@require_safe
def balance_xlsx(request: AppRequest, month: datetime.date, part: str) -> HttpResponse:
    _period(request, month)
    makers = {
        "luot-du": _load_sheets,
        "luan-phien": _matrix_sheets,
        "theo-don-vi": _coverage_sheets,
        "chua-gap": _unseen_sheets,
    }
    if part not in makers:
        raise Http404
    name = f"can-doi-{part}-{month:%Y-%m}.xlsx"
    return download(write_workbook(makers[part](request, month)), filename=name, content_type=XLSX)


@require_safe
def balance_pdf(request: AppRequest, month: datetime.date, part: str) -> HttpResponse:
    _period(request, month)
    makers = {"luot-du": _load_listing, "theo-don-vi": _coverage_listing}
    if part not in makers:
        raise Http404
    listing = makers[part](request, month)
    return download(listing_pdf(listing), filename=f"{listing.title}.pdf", content_type=PDF, inline=True)


def _load_sheets(request: AppRequest, month: datetime.date) -> list[Sheet]:
    return balance_files.load_sheets(balance.load_report(month))


def _matrix_sheets(request: AppRequest, month: datetime.date) -> list[Sheet]:
    """What the filters keep, all of it."""
    rows, columns = _rotation_filters(request, month)
    matrix = balance.rotation_matrix(month, delegates=list(rows.qs), units=list(columns.qs[: 10 * UNITS_A_PAGE]))
    return balance_files.matrix_sheets(matrix)


def _coverage_sheets(request: AppRequest, month: datetime.date) -> list[Sheet]:
    units = CoverageFilter(request.GET, queryset=_units(month)).qs
    return balance_files.coverage_sheets(balance.unit_coverage(month, list(units)))


def _unseen_sheets(request: AppRequest, month: datetime.date) -> list[Sheet]:
    period = get_object_or_404(Period, month=month)
    units = CoverageFilter(request.GET, queryset=_units(month)).qs
    people = list(delegates_taking_part(period).select_related("agency"))
    pairs = balance.unseen_pairs(month, people, list(units))
    return balance_files.unseen_sheets(pairs[:PAIRS_A_FILE], month)


def _load_listing(request: AppRequest, month: datetime.date) -> Listing:
    return balance_files.load_listing(balance.load_report(month), issuer=_issuer(), on=timezone.localdate())


def _coverage_listing(request: AppRequest, month: datetime.date) -> Listing:
    units = CoverageFilter(request.GET, queryset=_units(month)).qs[:LINES_A_PAPER]
    coverage = balance.unit_coverage(month, list(units))
    return balance_files.coverage_listing(coverage, issuer=_issuer(), on=timezone.localdate())


def _rotation_filters(request: AppRequest, month: datetime.date) -> tuple[RotationFilter, CoverageFilter]:
    people = balance.people_of(balance.window(month, balance.YEAR))
    return RotationFilter(request.GET, queryset=people), CoverageFilter(request.GET, queryset=_units(month))


def _units(month: datetime.date) -> Any:
    return Unit.objects.valid(last_day(month)).order_by("sort_key", "code")


def _issuer() -> str:
    body = IssuingBody.objects.valid().first()
    return f"{body.name} – {body.office_name}" if body else ""


def _window_names(windows: tuple[int, ...]) -> list[str]:
    return [balance_files.window_name(length) for length in windows]


def _period(request: AppRequest, month: datetime.date) -> Period:
    if not access.can_see_plans(request.actor):
        raise Http404
    period: Period = get_object_or_404(Period.objects.with_progress(), month=month)
    return period
