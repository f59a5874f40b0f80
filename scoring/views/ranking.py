import datetime
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scoring import access, services
from scoring.forms import CheckForm, PublishForm, ReasonForm
from scoring.models import Ranking
from scoring.reports import ranking_summary, report_of, report_with, trends, unit_breakdown
from scoring.services import Missing, Refused
from scoring.views.shared import let_in, month_of
from units.actor import AppRequest
from units.models import Agency, Period, Stage
from units.tables import PER_PAGE

PER_SHEET = 200
IN_WORK = (Ranking.Status.DRAFT, Ranking.Status.CHECKED)


def rankings_of(request: AppRequest, period: Period) -> list[Ranking]:
    """The versions that the reader may see, the newest first."""
    people = ("made_by", "checked_by", "published_by")
    rankings = access.visible_rankings(request.actor).filter(period=period)
    return list(rankings.select_related("period", *people).with_head())


def chosen_ranking(request: AppRequest, rankings: list[Ranking]) -> Ranking | None:
    """The version asked for; else the published one; else the draft."""
    if "ban" in request.GET:
        asked = [ranking for ranking in rankings if str(ranking.version) == request.GET["ban"]]
        let_in(seen=bool(asked))
        return asked[0]
    published = [ranking for ranking in rankings if ranking.status == Ranking.Status.PUBLISHED]
    return next(iter(published or rankings), None)


def ranking_or_404(request: AppRequest, period: Period) -> Ranking:
    ranking = chosen_ranking(request, rankings_of(request, period))
    if ranking is None:
        raise Http404
    return ranking


@require_safe
def ranking_list(request: AppRequest) -> HttpResponse:
    let_in(seen=request.actor.takes_part)
    rankings = access.visible_rankings(request.actor).without_files()[:120]
    return render(request, "scoring/ranking_list.html", {"rankings": rankings})


@require_safe
def ranking_detail(request: AppRequest, month: datetime.date) -> HttpResponse:
    period = month_of(request, month)
    rankings = rankings_of(request, period)
    ranking = chosen_ranking(request, rankings)
    if ranking is None:
        context = {"period": period, "may_draft": access.can_draft_ranking(request.actor)}
        return render(request, "scoring/ranking_empty.html", context)
    in_work = next((one for one in rankings if one.status in IN_WORK), None)
    # On one page for the screen of a meeting and for printing; a province's 99 units fit, a nation's do not.
    per_page = PER_SHEET if "ca-bang" in request.GET else PER_PAGE
    page = Paginator(ranking.results.all(), per_page).get_page(request.GET.get("page"))
    report = report_with(ranking, page)
    lines = trends(period.month, units=[row.unit_id for row in report.rows])
    actor, is_draft = request.actor, ranking.status == Ranking.Status.DRAFT
    context = {
        "period": period,
        "ranking": ranking,
        "in_work": None if in_work == ranking else in_work,
        "report": report,
        "summary": ranking_summary(ranking, report.bands),
        "page": page,
        "fits_one_sheet": PER_PAGE < page.paginator.count <= PER_SHEET and per_page == PER_PAGE,
        "rows": [
            (row, lines.get(row.unit_id, []), access.can_see_breakdown(actor, row.unit_id)) for row in report.rows
        ],
        "sees_groups": access.can_see_groups(actor),
        "may_draft": access.can_draft_ranking(actor) and (in_work is None or in_work == ranking),
        "may_check": access.can_check_ranking(actor) and is_draft and not ranking.return_reason,
        "may_return": access.can_return_ranking(actor) and not ranking.is_frozen and not ranking.return_reason,
        "may_publish": access.can_publish_ranking(actor) and ranking.status == Ranking.Status.CHECKED,
        "version": f"?ban={ranking.version}",
    }
    return render(request, "scoring/ranking_detail.html", context)


@require_safe
def result_detail(request: AppRequest, month: datetime.date, unit_id: int) -> HttpResponse:
    """Everything behind one unit's points."""
    period = month_of(request, month)
    let_in(seen=access.can_see_breakdown(request.actor, unit_id))
    ranking = ranking_or_404(request, period)
    report = report_with(ranking, ranking.results.filter(unit=unit_id))
    row = next(iter(report.rows), None)
    if row is None:
        raise Http404
    breakdown = unit_breakdown(ranking, row, report.criteria)
    groups = {group.code: group for group in row.groups}
    context = {
        "period": period,
        "ranking": ranking,
        "report": report,
        "row": row,
        "breakdown": breakdown,
        "groups": [
            (groups[code], list(lines)) for code, lines in groupby(breakdown.lines, key=lambda line: line.title.group)
        ],
        "trend": trends(period.month, units=[unit_id]).get(unit_id, []),
        "version": f"?ban={ranking.version}",
    }
    return render(request, "scoring/result_detail.html", context)


@require_http_methods(["GET", "POST"])
def ranking_draft(request: AppRequest, month: datetime.date) -> HttpResponse:
    """What is still missing, by agency; then the draft."""
    period = month_of(request, month)
    let_in(seen=request.actor.sees_all_units, allowed=access.can_draft_ranking(request.actor))
    error = ""
    if request.method == "POST":
        try:
            ranking = services.draft_ranking(period=period, by=request.user, at=timezone.now())
        except Refused as refusal:
            error = refusal.text
        else:
            messages.success(request, "Đã lập dự thảo bảng xếp hạng. Lãnh đạo Ban kiểm tra, rồi Thường trực công bố.")
            return redirect(_address(period, ranking))
    context = {
        "period": period,
        "missing": _by_agency(services.missing_points(period)),
        "has_criteria": hasattr(period, "period_criteria"),
        "is_early": period.is_before(Stage.APPRAISAL),
        "error": error,
    }
    return render(request, "scoring/ranking_draft.html", context, status=422 if error else 200)


def _by_agency(missing: list[Missing]) -> list[tuple[Agency, list[Missing]]]:
    ordered = sorted(missing, key=lambda one: (one.agency.position, one.agency.pk))
    return [(agency, list(rows)) for agency, rows in groupby(ordered, key=lambda one: one.agency)]


@require_POST
def ranking_check(request: AppRequest, month: datetime.date) -> HttpResponse:
    period, ranking = _in_work(request, month)
    let_in(allowed=access.can_check_ranking(request.actor))
    form = CheckForm(request.POST)
    sha256 = form.cleaned_data["sha256"] if form.is_valid() else "-"
    try:
        services.check_ranking(ranking=ranking, by=request.user, at=timezone.now(), sha256=sha256)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, "Đã xác nhận kiểm tra. Bảng xếp hạng chờ Thường trực công bố.")
    return redirect(_address(period, ranking))


@require_http_methods(["GET", "POST"])
def ranking_return(request: AppRequest, month: datetime.date) -> HttpResponse:
    period, ranking = _in_work(request, month)
    let_in(allowed=access.can_return_ranking(request.actor))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.return_ranking(
                ranking=ranking, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "Đã trả lại dự thảo; chuyên viên thấy lý do và lập lại.")
            return redirect(_address(period, ranking))
    context = {"period": period, "ranking": ranking, "form": form}
    return render(request, "scoring/ranking_return.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def ranking_publish(request: AppRequest, month: datetime.date) -> HttpResponse:
    """Asked once: what everybody will see, its number and its day."""
    period, ranking = _in_work(request, month, or_published=request.method == "POST")
    let_in(allowed=access.can_publish_ranking(request.actor))
    today = timezone.localdate()
    initial = {"issued_on": max(today, period.month), "sha256": ranking.sha256}
    data = request.POST if request.method == "POST" else None
    form = PublishForm(data, month=period.month, initial=initial, next_number=services.next_report_number(today))
    if request.method == "POST" and form.is_valid():
        try:
            ranking = services.publish_ranking(
                ranking=ranking,
                by=request.user,
                at=timezone.now(),
                number=form.cleaned_data["number"],
                issued_on=form.cleaned_data["issued_on"],
                sha256=form.cleaned_data["sha256"],
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            number = f"{ranking.number:02d}-{ranking.symbol}"
            messages.success(request, f"Đã công bố Báo cáo số {number}. Các xã, phường thấy kết quả của tháng.")
            return redirect("scoring:ranking_detail", month)
    report = report_of(ranking)
    context = {"period": period, "ranking": ranking, "report": report, "form": form}
    return render(request, "scoring/ranking_publish.html", context, status=422 if form.errors else 200)


def _in_work(request: AppRequest, month: datetime.date, *, or_published: bool = False) -> tuple[Period, Ranking]:
    """The month's draft; a second press of "publish" finds what the first one published."""
    period = month_of(request, month)
    let_in(seen=request.actor.sees_all_units)
    wanted = (*IN_WORK, Ranking.Status.PUBLISHED) if or_published else IN_WORK
    rankings = access.visible_rankings(request.actor).filter(period=period, status__in=wanted)
    ranking = rankings.order_by("-version").first()
    if ranking is None:
        raise Http404
    return period, ranking


def _address(period: Period, ranking: Ranking) -> str:
    return f"{reverse('scoring:ranking_detail', args=[period.month])}?ban={ranking.version}"
