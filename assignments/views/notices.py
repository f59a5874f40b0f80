from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assignments import access
from assignments.dossier import to_json
from assignments.models import Notice
from assignments.reports import issued_paper
from assignments.tables import NoticeTable
from documents.pdf import paper_html, paper_pdf
from documents.responses import DOCX, PDF, download
from documents.word import paper_docx
from units.actor import AppRequest
from units.tables import show_page


@require_safe
def notice_list(request: AppRequest) -> HttpResponse:
    if not request.actor.takes_part:
        raise Http404
    notices = Notice.objects.visible_to(request.actor).select_related("plan__period").without_paper()
    return render(request, "assignments/notice_list.html", {"table": show_page(request, NoticeTable(notices))})


@require_safe
def notice_detail(request: AppRequest, notice_id: int) -> HttpResponse:
    notice = _notice(request, notice_id)
    context = {
        "notice": notice,
        "paper": paper_html(issued_paper(notice)),
        "replaced_by": notice.replaced_by,
        "may_see_plan": access.can_see_plans(request.actor),
    }
    return render(request, "assignments/notice_detail.html", context)


@require_safe
def notice_pdf(request: AppRequest, notice_id: int) -> HttpResponse:
    paper = issued_paper(_notice(request, notice_id))
    return download(paper_pdf(paper), filename=f"{paper.title}.pdf", content_type=PDF, inline=True)


@require_safe
def notice_docx(request: AppRequest, notice_id: int) -> HttpResponse:
    paper = issued_paper(_notice(request, notice_id))
    return download(paper_docx(paper), filename=f"{paper.title}.docx", content_type=DOCX)


@require_safe
def notice_dossier(request: AppRequest, notice_id: int, part: str) -> HttpResponse:
    """The problem and the plan as files, so that the committee may solve and check the assignment again."""
    notice = _notice(request, notice_id)
    files = {"bai-toan": notice.plan.problem, "loi-giai": notice.plan.result}
    if not access.can_see_plans(request.actor) or not files.get(part):
        raise Http404
    name = f"phan-cong-{notice.plan.period.key}-ban-{notice.plan.version}-{part}.json"
    return download(to_json(files[part]).encode(), filename=name, content_type="application/json")


def _notice(request: AppRequest, notice_id: int) -> Notice:
    notices = Notice.objects.visible_to(request.actor).select_related("plan__period")
    notice: Notice = get_object_or_404(notices, pk=notice_id)
    return notice
