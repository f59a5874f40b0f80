from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assignments import access, services
from assignments.amended_lines import concerned_by
from assignments.amending_variants import told_person
from assignments.dossier import to_json
from assignments.forms import ScanForm, WithdrawForm
from assignments.models import Notice, SignedScan, notice_chain
from assignments.notice_variants import delegates_in, slip_parts
from assignments.overrides import record_of_notice
from assignments.reports import issued_paper, record_as_paper
from assignments.schedule import schedule_of
from assignments.tables import NoticeTable
from documents.pdf import paper_html, paper_pdf
from documents.responses import DOCX, PDF, download
from documents.uploads import type_by_name
from documents.word import paper_docx
from units.actor import AppRequest
from units.services import AlreadyThere, Refused
from units.tables import show_page
from units.views.pages import let_in

from .notice_variants import asked_changes, notice_or_404, own_delegate, scope


@require_safe
def notice_list(request: AppRequest) -> HttpResponse:
    if not request.actor.takes_part:
        raise Http404
    notices = Notice.objects.visible_to(request.actor).select_related("plan__period", "amends").without_paper()
    notices = notices.defer("amends__paper", "amends__schedule").with_fate()
    return render(request, "assignments/notice_list.html", {"table": show_page(request, NoticeTable(notices))})


@require_safe
def notice_detail(request: AppRequest, notice_id: int) -> HttpResponse:
    return _show(request, notice_or_404(request, notice_id))


@require_safe
def notice_pdf(request: AppRequest, notice_id: int) -> HttpResponse:
    paper = issued_paper(notice_or_404(request, notice_id))
    return download(paper_pdf(paper), filename=f"{paper.title}.pdf", content_type=PDF, inline=True)


@require_safe
def notice_docx(request: AppRequest, notice_id: int) -> HttpResponse:
    paper = issued_paper(notice_or_404(request, notice_id))
    return download(paper_docx(paper), filename=f"{paper.title}.docx", content_type=DOCX)


@require_safe
def notice_record(request: AppRequest, notice_id: int, kind: str) -> HttpResponse:
    """What was decided against a rule, for the committee's own file; it is never part of what is sent out."""
    notice = notice_or_404(request, notice_id)
    let_in(allowed=access.can_see_plans(request.actor))
    if kind not in ("pdf", "docx"):
        raise Http404
    paper, name = record_as_paper(notice), f"Các trường hợp khác quy tắc, kèm theo {notice}"
    if kind == "docx":
        return download(paper_docx(paper), filename=f"{name}.docx", content_type=DOCX)
    return download(paper_pdf(paper), filename=f"{name}.pdf", content_type=PDF, inline=True)


@require_safe
def notice_dossier(request: AppRequest, notice_id: int, part: str) -> HttpResponse:
    """The problem and the plan as files, so that the committee may solve and check the assignment again."""
    notice = notice_or_404(request, notice_id)
    files = {"bai-toan": notice.plan.problem, "loi-giai": notice.plan.result}
    if not access.can_see_plans(request.actor) or not files.get(part):
        raise Http404
    name = f"phan-cong-{notice.plan.period.key}-ban-{notice.plan.version}-{part}.json"
    return download(to_json(files[part]).encode(), filename=name, content_type="application/json")


@require_POST
def scan_upload(request: AppRequest, notice_id: int) -> HttpResponse:
    notice = notice_or_404(request, notice_id)
    _let_in_keeper(request)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            scan = services.keep_scan(notice, file=form.cleaned_data["file"], by=request.user, at=timezone.now())
        except AlreadyThere as already:
            messages.info(request, already.messages[0])
            return redirect("assignments:notice_detail", notice.pk)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Đã lưu bản ký quét “{scan.name}” bên cạnh {notice}.")
            return redirect("assignments:notice_detail", notice.pk)
    return _show(request, notice, scan_form=form)


@require_safe
def scan_download(request: AppRequest, scan_id: int) -> HttpResponse:
    """To keep and not to look at in the page: nothing that somebody sent is opened by the browser under our address."""
    scan = _scan(request, scan_id)
    with scan.file.open() as file:
        return download(file.read(), filename=scan.name, content_type=type_by_name(scan.name))


@require_http_methods(["GET", "POST"])
def scan_withdraw(request: AppRequest, scan_id: int) -> HttpResponse:
    scan = _scan(request, scan_id)
    _let_in_keeper(request)
    is_post = request.method == "POST"
    form = WithdrawForm(request.POST if is_post else None)
    if is_post and form.is_valid():
        try:
            services.withdraw_scan(scan, **form.cleaned_data, by=request.user, at=timezone.now())
        except AlreadyThere as already:
            messages.info(request, already.messages[0])
        else:
            messages.success(request, f"Đã rút bản ký quét “{scan.name}”. Tệp và lý do vẫn được lưu trong hồ sơ.")
        return redirect("assignments:notice_detail", scan.notice_id)
    context = {"scan": scan, "form": form}
    return render(request, "assignments/scan_withdraw.html", context, status=422 if is_post else 200)


def _show(request: AppRequest, notice: Notice, *, scan_form: ScanForm | None = None) -> HttpResponse:
    lines, changes = schedule_of(notice), asked_changes(request, notice)
    people = delegates_in(lines) if changes is None else concerned_by(changes)
    chain = notice_chain(notice.plan.period)
    is_in_force = notice in chain
    scans = list(notice.scans.select_related("uploaded_by", "withdrawn_by"))
    may_keep, may_see_plan = access.can_keep_scans(request.actor), access.can_see_plans(request.actor)
    context = {
        "notice": notice,
        "paper": paper_html(issued_paper(notice)),
        "replaced_by": None if is_in_force else chain[0],
        "amended_by": [one for one in chain[1:] if notice.amends_id is None and is_in_force],
        "may_see_plan": may_see_plan,
        "may_check": access.can_check_dossiers(request.actor) and bool(notice.plan.problem),
        "record": record_of_notice(notice) if may_see_plan else None,
        "slip_parts": range(1, slip_parts(people) + 1),
        "is_named": told_person(lines, changes, own_delegate(request)) is not None,
        "scan": next((one for one in scans if one.withdrawn_at is None), None),
        "withdrawn": [one for one in scans if one.withdrawn_at] if may_see_plan else [],
        "may_keep": may_keep,
        "scan_form": (scan_form or ScanForm()) if may_keep else None,
        "form": scan_form,  # what the summary of errors reads
    } | scope(request, notice)
    return render(request, "assignments/notice_detail.html", context, status=422 if scan_form else 200)


def _scan(request: AppRequest, scan_id: int) -> SignedScan:
    """A withdrawn one is for those who may see how a notice came about."""
    scans = SignedScan.objects.filter(notice__in=Notice.objects.visible_to(request.actor))
    if not access.can_see_plans(request.actor):
        scans = scans.filter(withdrawn_at=None)
    return get_object_or_404(scans.select_related("notice"), pk=scan_id)


def _let_in_keeper(request: AppRequest) -> None:
    if not access.can_see_plans(request.actor):
        raise Http404
    if not access.can_keep_scans(request.actor):
        raise PermissionDenied
