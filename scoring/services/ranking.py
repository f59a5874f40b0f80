import datetime
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from documents.paper import Letterhead, Signature, paper_to_dict
from scoring.formula import RankingError, compute, unit_scores
from scoring.models import Ranking, Result
from scoring.ranking_paper import PaperHead, report_paper
from scoring.ranking_report import RankingReport, ranking_report
from scoring.records import half_up
from scoring.services.errors import Refused
from scoring.services.month_dossier import build_dossier, units_of
from scoring.services.signs import nudge_gathering
from units.models import DocumentForm, IssuingBody, Period, Stage

STALE = "Điểm của tháng đã thay đổi sau khi lập dự thảo. Trả lại để lập lại bảng xếp hạng."
Status = Ranking.Status


@transaction.atomic
def draft_ranking(*, period: Period, by: User, at: datetime.datetime) -> Ranking:
    """Compute the month. A draft in work is computed anew; a published ranking gets a later version beside it."""
    period = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    if period.is_before(Stage.APPRAISAL):
        raise Refused(f"{period} chưa đến giai đoạn Thẩm định, chưa lập được bảng xếp hạng.")
    dossier, outcome = _computed(period)
    if period.rankings.filter(status=Status.PUBLISHED, sha256=outcome["input_sha256"]).exists():
        raise Refused("Điểm của tháng không khác bản đã công bố, không cần lập bản thay thế.")
    ranking = period.rankings.filter(status__in=(Status.DRAFT, Status.CHECKED)).first()
    if ranking is None:
        last = period.rankings.aggregate(last=Max("version"))["last"] or 0
        ranking = Ranking(period=period, version=last + 1)
    ranking.status = Status.DRAFT
    ranking.dossier, ranking.outcome, ranking.sha256 = dossier, outcome, outcome["input_sha256"]
    ranking.made_by, ranking.made_at = by, at
    ranking.checked_by = ranking.checked_at = None
    ranking.return_reason = ""
    ranking.save()
    _write_results(ranking)
    return ranking


@transaction.atomic
def check_ranking(*, ranking: Ranking, by: User, at: datetime.datetime, sha256: str = "") -> Ranking:
    """The head of the office has read the draft whose hash the page showed."""
    ranking = _locked(ranking)
    _refuse_other(ranking, sha256)
    if ranking.status == Status.CHECKED:
        return ranking
    if ranking.status != Status.DRAFT:
        raise Refused("Bảng xếp hạng này đã công bố.")
    if ranking.return_reason:
        raise Refused("Dự thảo đã bị trả lại; chờ chuyên viên lập lại.")
    _refuse_stale(ranking)
    ranking.status, ranking.checked_by, ranking.checked_at = Status.CHECKED, by, at
    ranking.save(update_fields=["status", "checked_by", "checked_at"])
    return ranking


@transaction.atomic
def return_ranking(*, ranking: Ranking, by: User, at: datetime.datetime, reason: str) -> Ranking:
    """Back to the office, with the reason. Who and when stand in the history of the row."""
    ranking = _locked(ranking)
    if ranking.is_frozen:
        raise Refused("Bảng xếp hạng đã công bố, không trả lại được; hãy lập bản thay thế.")
    if not reason.strip():
        raise Refused({"reason": "Ghi lý do trả lại."})
    ranking.status, ranking.return_reason = Status.DRAFT, reason.strip()
    ranking.checked_by = ranking.checked_at = None
    ranking.save(update_fields=["status", "return_reason", "checked_by", "checked_at"])
    return ranking


@transaction.atomic
def publish_ranking(
    *,
    ranking: Ranking,
    by: User,
    at: datetime.datetime,
    number: int | None = None,
    issued_on: datetime.date,
    sha256: str = "",
) -> Ranking:
    """Freeze the ranking and its paper. Without a number the next one of the term is taken. Twice is once."""
    ranking = _locked(ranking)
    _refuse_other(ranking, sha256)
    if ranking.status == Status.PUBLISHED:
        return ranking
    if ranking.status != Status.CHECKED:
        raise Refused("Bảng xếp hạng phải được lãnh đạo Ban kiểm tra trước khi công bố.")
    if not ranking.period.is_past(Stage.APPRAISAL):
        raise Refused(f"{ranking.period} còn ở giai đoạn Thẩm định; chuyển giai đoạn trước khi công bố.")
    _refuse_stale(ranking)
    form = _report_form(issued_on)
    ranking.number = _allot(form, number)
    ranking.symbol, ranking.term_from, ranking.issued_on = form.symbol, form.body.term_from, issued_on
    ranking.published_by, ranking.published_at = by, at
    _write_results(ranking)
    ranking.status = Status.PUBLISHED
    ranking.paper = paper_to_dict(
        report_paper(report_of(ranking), paper_head(form), number=ranking.number, issued_on=issued_on)
    )
    ranking.period.rankings.filter(status=Status.PUBLISHED).update(status=Status.REPLACED)
    try:
        with transaction.atomic():
            ranking.save()
    except IntegrityError as error:
        raise Refused(
            {"number": f"Số {ranking.number} đã dùng cho một báo cáo khác trong nhiệm kỳ; chọn số khác."}
        ) from error
    transaction.on_commit(nudge_gathering)
    return ranking


def report_of(ranking: Ranking) -> RankingReport:
    """One query: the results."""
    return report_with(ranking, ranking.results.all())


def report_with(ranking: Ranking, results: Iterable[Result]) -> RankingReport:
    """The report of these results alone; its counts and means are theirs. `ranking.head` does for the dossier."""
    return ranking_report(
        month=ranking.period.month,
        version=ranking.version,
        is_draft=not ranking.is_frozen,
        dossier=getattr(ranking, "head", None) or ranking.dossier,
        results=[(result.unit_id, result.unit_name, result.row) for result in results],
        sha256=ranking.sha256,
    )


def paper_head(form: DocumentForm) -> PaperHead:
    return PaperHead(
        letterhead=Letterhead(superior=form.superior, issuer=form.issuer),
        symbol=form.symbol,
        place=form.body.place,
        signature=Signature(authority=_lines(form.authority), position=form.position, name=form.signer),
        receivers=_lines(form.receivers),
    )


def report_form(on: datetime.date) -> DocumentForm | None:
    """The form of reports of the committee that is in office on that day."""
    return (
        DocumentForm.objects.filter(kind=DocumentForm.Kind.REPORT, body__in=IssuingBody.objects.valid(on))
        .select_related("body")
        .first()
    )


def next_report_number(on: datetime.date) -> int | None:
    """What a report issued on that day gets when nobody names a number; None without a form."""
    form = report_form(on)
    return form.last_number + 1 if form else None


def _computed(period: Period) -> tuple[dict[str, Any], dict[str, Any]]:
    dossier = build_dossier(period)
    try:
        return dossier, compute(dossier)
    except RankingError as error:
        raise Refused(str(error)) from error


def _locked(ranking: Ranking) -> Ranking:
    """One at a time a month: the period's row is the lock."""
    Period.objects.select_for_update(no_key=True).get(pk=ranking.period_id)
    return Ranking.objects.select_related("period").get(pk=ranking.pk)


def _refuse_other(ranking: Ranking, sha256: str) -> None:
    if sha256 and ranking.sha256 != sha256:
        raise Refused("Dự thảo vừa được lập lại với số điểm khác; xem lại bảng mới rồi thực hiện.")


def _refuse_stale(ranking: Ranking) -> None:
    _, outcome = _computed(ranking.period)
    if outcome["input_sha256"] != ranking.sha256 or outcome["rows"] != ranking.outcome["rows"]:
        raise Refused(STALE)


def _write_results(ranking: Ranking) -> None:
    ranking.results.all().delete()
    units = {unit.code: unit for unit in units_of(ranking.period)}
    before = _results_before(ranking.period)
    scores = {score.unit: score for score in unit_scores(ranking.dossier)}
    results = []
    for row in ranking.outcome["rows"]:
        unit, score = units[row["unit"]], scores[row["unit"]]
        more = {
            "points": {code: str(half_up(points)) for code, points in score.points.items()},
            "bonus": str(half_up(score.bonus)),
            "penalty": str(half_up(score.penalty)),
            "previous": before.get(unit.pk),
        }
        results.append(
            Result(
                ranking=ranking,
                unit=unit,
                unit_name=unit.full_name,
                total=row["total"],
                rank=row["rank"],
                band=row["class"] or "",
                row=row | more,
            )
        )
    Result.objects.bulk_create(results)


def _results_before(period: Period) -> dict[int, dict[str, Any]]:
    """Rank and total of the month before, as published, by id of the unit."""
    month = (period.month - datetime.timedelta(days=1)).replace(day=1)
    rows = Result.objects.filter(ranking__status=Status.PUBLISHED, ranking__period__month=month)
    return {row.unit_id: {"rank": row.rank, "total": None if row.total is None else str(row.total)} for row in rows}


def _report_form(on: datetime.date) -> DocumentForm:
    form = report_form(on)
    if form is None:
        raise Refused("Chưa có mẫu báo cáo của cấp ủy cho ngày ban hành này.")
    return DocumentForm.objects.select_for_update(no_key=True, of=("self",)).select_related("body").get(pk=form.pk)


def _allot(form: DocumentForm, number: int | None) -> int:
    """The number asked for, or the next one; the form remembers the highest used."""
    allotted = form.last_number + 1 if number is None else number
    if not 1 <= allotted <= 99_999:
        raise Refused({"number": "Số báo cáo từ 1 đến 99999."})
    if allotted > form.last_number:
        form.last_number = allotted
        form.save(update_fields=["last_number"])
    return allotted


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
