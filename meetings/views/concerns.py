import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.excel import write_workbook
from documents.pdf import paper_pdf
from documents.responses import DOCX, PDF, XLSX, download
from documents.word import paper_docx
from meetings import access
from meetings.forms import RangeForm
from meetings.reports import ConcernReport, concern_paper, concern_report, concern_sheets
from units.actor import AppRequest
from units.models import Period

PER_PAGE = 50
MOST_MONTHS = 24
MOST_PRINTED = 700  # lines: some five seconds of WeasyPrint; more goes into the workbook


@require_safe
def concern_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    form, report = _report(request, month)
    page = Paginator(report.lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "report": report, "page": page, "month": month, "printed": MOST_PRINTED}
    return render(request, "meetings/concern_detail.html", context, status=200 if form.is_valid() else 422)


@require_safe
def concern_file(request: AppRequest, month: datetime.date, kind: str) -> HttpResponse:
    _, report = _report(request, month)
    if kind == "xlsx":
        return download(write_workbook(concern_sheets(report)), filename=f"{report.title}.xlsx", content_type=XLSX)
    if kind not in ("pdf", "docx") or len(report.lines) > MOST_PRINTED:
        raise Http404
    paper = concern_paper(report, on=timezone.localdate())
    if kind == "pdf":
        return download(paper_pdf(paper), filename=f"{report.title}.pdf", content_type=PDF, inline=True)
    return download(paper_docx(paper), filename=f"{report.title}.docx", content_type=DOCX)


def _report(request: AppRequest, month: datetime.date) -> tuple[RangeForm, ConcernReport]:
    """From `?tu=` to the month of the address; what is no month leaves the one month."""
    if not access.can_see_progress(request.actor):
        raise Http404
    form = RangeForm(request.GET, last=month)
    first = (form.cleaned_data["tu"] if form.is_valid() else None) or month
    chosen = Period.objects.filter(month__gte=first, month__lte=month).order_by("-month")[:MOST_MONTHS]
    periods = list(chosen)[::-1]
    if not periods or periods[-1].month != month:
        raise Http404
    return form, concern_report(periods)
