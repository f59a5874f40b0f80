import datetime
import json
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.excel import write_workbook
from documents.pdf import paper_pdf
from documents.responses import DOCX, PDF, XLSX, download
from documents.word import paper_docx
from scoring import access
from scoring.models import Ranking
from scoring.reports import paper_of, report_of, sheets
from scoring.views.ranking import ranking_or_404
from scoring.views.shared import let_in, month_of
from units.actor import AppRequest

JSON = "application/json"


@require_safe
def ranking_pdf(request: AppRequest, month: datetime.date) -> HttpResponse:
    paper = paper_of(_ranking(request, month), on=timezone.localdate())
    return download(paper_pdf(paper), filename=f"{paper.title}.pdf", content_type=PDF, inline=True)


@require_safe
def ranking_docx(request: AppRequest, month: datetime.date) -> HttpResponse:
    paper = paper_of(_ranking(request, month), on=timezone.localdate())
    return download(paper_docx(paper), filename=f"{paper.title}.docx", content_type=DOCX)


@require_safe
def ranking_xlsx(request: AppRequest, month: datetime.date) -> HttpResponse:
    report = report_of(_ranking(request, month))
    name = f"Xếp hạng tuyên vận {report.month:%m-%Y}.xlsx"
    return download(write_workbook(sheets(report)), filename=name, content_type=XLSX)


@require_safe
def ranking_dossier(request: AppRequest, month: datetime.date) -> HttpResponse:
    """The input: `manage.py rank` computes the same result from it, without a database."""
    ranking = _ranking(request, month)
    return _json(ranking.dossier, f"xep-hang-{ranking.period.key}-ban-{ranking.version}.json")


@require_safe
def ranking_outcome(request: AppRequest, month: datetime.date) -> HttpResponse:
    ranking = _ranking(request, month)
    return _json(ranking.outcome, f"xep-hang-{ranking.period.key}-ban-{ranking.version}-ket-qua.json")


def _ranking(request: AppRequest, month: datetime.date) -> Ranking:
    ranking = ranking_or_404(request, month_of(request, month))
    let_in(allowed=access.can_see_groups(request.actor))
    return ranking


def _json(data: dict[str, Any], filename: str) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return download(text.encode(), filename=filename, content_type=JSON)
