import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assignments import access, services
from assignments.changes import changes_by_plan
from assignments.forms import PublishForm, ReturnForm
from assignments.models import Notice, Plan, notice_chain
from assignments.overrides import record_of_draft
from assignments.problem import PlanningError
from assignments.reports import changes_as_paper, draft_paper, with_record
from documents.paper import Paper
from documents.pdf import paper_html, paper_pdf
from documents.responses import DOCX, PDF, download
from documents.word import paper_docx
from units.actor import AppRequest

from .plans import act, acts_open, get_period, get_plan, let_in, posted_edit

AMENDING = "dieu-chinh"


@require_POST
def plan_submit(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    let_in(access.can_draft_plan(request.actor))
    edit = posted_edit(request)
    said = "Đã trình. Lãnh đạo Ban Tuyên giáo thấy việc này ở trang Việc của tôi."
    return act(request, period, lambda: services.submit_plan(plan, edit=edit, by=request.user, at=timezone.now()), said)


@require_POST
def plan_check(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    let_in(access.can_check_plan(request.actor))
    edit = posted_edit(request)
    said = "Đã xác nhận kiểm tra. Bản phân công chuyển đến Thường trực để duyệt và công bố."
    return act(
        request,
        period,
        lambda: services.check_plan_version(plan, edit=edit, by=request.user, at=timezone.now()),
        said,
    )


@require_http_methods(["GET", "POST"])
def plan_return(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    let_in(access.can_return_plan(request.actor))
    is_post = request.method == "POST"
    form = ReturnForm(request.POST if is_post else None, initial={"edit": plan.edit})
    if is_post and form.is_valid():
        try:
            services.return_plan(plan, **form.cleaned_data, by=request.user, at=timezone.now())
        except PlanningError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Đã trả lại. Chuyên viên thấy lý do ở trang Việc của tôi và trên bản dự thảo.")
            return redirect("assignments:plan_detail", month)
    context = {"period": period, "plan": plan, "form": form}
    return render(request, "assignments/plan_return.html", context, status=422 if is_post else 200)


@require_http_methods(["GET", "POST"])
def plan_publish(request: AppRequest, month: datetime.date) -> HttpResponse:
    """The check page: number, date, signer, what the notice holds; one press issues it, a second finds it issued."""
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    let_in(access.can_publish_plan(request.actor))
    if notice := getattr(plan, "notice", None):
        return _already_issued(request, notice)
    paper_form = services.notice_form()
    is_post = request.method == "POST"
    number = paper_form.last_number + 1 if paper_form else None
    chain = notice_chain(period)
    changes = changes_by_plan(plan)
    initial = {
        "edit": plan.edit,
        "number": number,
        "issued_on": timezone.localdate(),
        "in_force": chain[-1].pk if chain else 0,
    }
    form = PublishForm(request.POST if is_post else None, initial=initial, chain=chain, changes=changes)
    if is_post and form.is_valid():
        at = timezone.now()
        try:
            notice = services.publish_plan(plan, **form.act, by=request.user, at=at)
        except PlanningError as refusal:
            form.add_error("number" if isinstance(refusal, services.NumberTakenError) else None, refusal)
        else:
            if notice.plan.published_at != at:
                return _already_issued(request, notice)
            messages.success(request, f"Đã công bố {notice}. Tải bản PDF hoặc Word dưới đây để in, ký và phát hành.")
            return redirect("assignments:notice_detail", notice.pk)
    context = {
        "period": period,
        "plan": plan,
        "form": form,
        "paper_form": paper_form,
        "chain": chain,
        "changes": changes,
        "meetings": len(plan.problem.get("meetings", [])),
        "seats": plan.seats.count(),
        "empty": sum(gap["seats"] for gap in plan.result.get("empty", [])),
        "unmet": next((row["value"] for row in plan.result.get("goals", []) if row["goal"] == "unmet_seniority"), 0),
        "against_rules": plan.seats.against_a_rule().count(),
        "is_checked": plan.status == Plan.Status.CHECKED,
    }
    return render(request, "assignments/plan_publish.html", context, status=422 if is_post else 200)


def _already_issued(request: AppRequest, notice: Notice) -> HttpResponse:
    messages.info(request, f"Bản phân công này đã được công bố: {notice}. Không công bố lần thứ hai.")
    return redirect("assignments:notice_detail", notice.pk)


@require_safe
def plan_preview(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    if notice := getattr(plan, "notice", None):
        return redirect("assignments:notice_detail", notice.pk)
    amends = _asks_to_amend(request)
    record = record_of_draft(plan)
    try:
        paper = paper_html(with_record(draft_paper(plan, amends=amends), record))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("assignments:plan_detail", month)
    context = {
        "period": period,
        "plan": plan,
        "paper": paper,
        "record": record,
        "amends": amends,
        "query": f"?kieu={AMENDING}" if amends else "",
        "has_notice": bool(notice_chain(period)),
    }
    return render(request, "assignments/plan_preview.html", context | acts_open(request.actor, plan))


@require_safe
def plan_preview_pdf(request: AppRequest, month: datetime.date) -> HttpResponse:
    return _preview_file(request, month, kind="pdf")


@require_safe
def plan_preview_docx(request: AppRequest, month: datetime.date) -> HttpResponse:
    return _preview_file(request, month, kind="docx")


@require_safe
def plan_changes(request: AppRequest, month: datetime.date) -> HttpResponse:
    """What the newest version changes of the notice before it, conference by conference."""
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    context = {"period": period, "plan": plan, "changes": changes_by_plan(plan)} | acts_open(request.actor, plan)
    return render(request, "assignments/plan_changes.html", context)


@require_safe
def plan_changes_pdf(request: AppRequest, month: datetime.date) -> HttpResponse:
    return _changes_file(request, month, kind="pdf")


@require_safe
def plan_changes_docx(request: AppRequest, month: datetime.date) -> HttpResponse:
    return _changes_file(request, month, kind="docx")


def _preview_file(request: AppRequest, month: datetime.date, *, kind: str) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    if notice := getattr(plan, "notice", None):
        return redirect(f"assignments:notice_{kind}", notice.pk)
    try:
        paper = with_record(draft_paper(plan, amends=_asks_to_amend(request)), record_of_draft(plan))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("assignments:plan_detail", month)
    return _file(paper, f"Dự thảo thông báo phân công tháng {period.label}", kind=kind)


def _changes_file(request: AppRequest, month: datetime.date, *, kind: str) -> HttpResponse:
    period = get_period(request, month)
    plan = get_plan(request.actor, period)
    changes = changes_by_plan(plan)
    if changes is None:
        raise Http404
    try:
        paper = changes_as_paper(plan, changes)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("assignments:plan_changes", month)
    return _file(paper, f"Nội dung điều chỉnh phân công tháng {period.label}, bản {plan.version}", kind=kind)


def _file(paper: Paper, name: str, *, kind: str) -> HttpResponse:
    if kind == "pdf":
        return download(paper_pdf(paper), filename=f"{name}.pdf", content_type=PDF, inline=True)
    return download(paper_docx(paper), filename=f"{name}.docx", content_type=DOCX)


def _asks_to_amend(request: AppRequest) -> bool:
    return request.GET.get("kieu") == AMENDING
