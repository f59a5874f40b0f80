"""What scoring puts on the home page of each role; at most three queries a role."""

import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from scoring import access
from scoring.models import Appraisal, Criterion, Ranking, SelfAssessment, SelfScore
from scoring.records import appraised_units
from scoring.services import ASK_OFFICE
from units.access import closed_text, is_in_time, last_day_of_entry
from units.actor import Actor
from units.calendar import deadline_text
from units.models import Period, Stage, Unit
from units.task import Task

IN_WORK = (Ranking.Status.DRAFT, Ranking.Status.CHECKED)


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    found: list[Task] = []
    if actor.is_unit:
        found += _unit_tasks(actor, period, on)
    if actor.is_appraiser:
        found += _appraiser_tasks(actor, period, on)
    if actor.is_office:
        found += _office_tasks(actor, period, on)
    if actor.is_office_head or actor.is_standing:
        found += _leader_tasks(actor, period, on)
    return found


def _unit_tasks(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    if period.stage not in (Stage.SELF_ASSESSMENT, Stage.APPRAISAL):
        return []
    own = Unit.objects.valid(period.month).filter(pk__in=actor.unit_ids)
    units = list(own.with_extension_of(period, Stage.SELF_ASSESSMENT))
    submitted = set(SelfAssessment.objects.filter(period=period, unit__in=units).values_list("unit", flat=True))
    scored = dict(
        SelfScore.objects.filter(period=period, unit__in=units)
        .order_by()
        .values_list("unit")
        .annotate(done=Count("criterion", distinct=True))
    )
    lines = []
    for unit in units:
        until = unit.extended_until
        is_open = is_in_time(period, Stage.SELF_ASSESSMENT, until, on=on)
        is_done = unit.pk in submitted
        if is_open or is_done or period.stage == Stage.SELF_ASSESSMENT:
            due = last_day_of_entry(period, Stage.SELF_ASSESSMENT, until)
            done = f"Đã chấm {scored.get(unit.pk, 0)} tiêu chí"
            detail = f"{done}; {deadline_text(due, on=on, calendar=actor.calendar)}."
            if until and is_open:
                detail += f" Được gia hạn đến hết ngày {until:%d/%m/%Y}."
            if not is_open:
                detail = f"{done}. {closed_text(period, Stage.SELF_ASSESSMENT, until)} {ASK_OFFICE}"
            lines.append(
                Task(
                    title=f"Tự chấm {unit.name_in_text} tháng {period.label}",
                    detail="Đã gửi, các cơ quan thẩm định." if is_done else detail,
                    url=reverse("scoring:self_assessment", args=[period.month, unit.pk]),
                    action="Tự chấm" if is_open and not is_done else "Xem phiếu",
                    is_done=is_done,
                    is_late=not is_done and on > due,
                )
            )
    return lines


def _appraiser_tasks(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    if period.stage != Stage.APPRAISAL:
        return []
    given = appraised_units(period)
    total = Unit.objects.valid(period.month).count()
    due = deadline_text(period.appraisal_due, on=on, calendar=actor.calendar)
    return [
        Task(
            title=f"Chấm {criterion.code}. {criterion.name}",
            detail=f"Đã chấm {given.get(criterion.pk, 0)}/{total} đơn vị; {due}.",
            url=reverse("scoring:appraisal_edit", args=[period.month, criterion.pk]),
            action="Chấm điểm" if given.get(criterion.pk, 0) < total else "Xem lại",
            is_done=given.get(criterion.pk, 0) >= total,
            is_late=given.get(criterion.pk, 0) < total and on > period.appraisal_due,
        )
        for criterion in access.appraisable_criteria(actor, period)
    ]


def _office_tasks(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    if period.is_before(Stage.SELF_ASSESSMENT):
        return _criteria_task(period)
    if period.stage == Stage.SELF_ASSESSMENT:
        return [*_criteria_task(period), _self_assessment_task(actor, period, on)]
    ranking = _ranking(period)
    if ranking is None:
        return [_first_draft_task(actor, period, on)]
    return [_draft_task(period, ranking)]


def _criteria_task(period: Period) -> list[Task]:
    if hasattr(period, "period_criteria"):
        return []
    address = reverse("scoring:criteria_detail", args=[period.month])
    title = f"Chọn bộ tiêu chí tháng {period.label}"
    return [Task(title=title, detail="Chọn trước khi các đơn vị tự chấm.", url=address, action="Chọn bộ tiêu chí")]


def _self_assessment_task(actor: Actor, period: Period, on: datetime.date) -> Task:
    units = Unit.objects.valid(period.month)
    total = units.count()
    done = SelfAssessment.objects.filter(period=period, unit__in=units).count()
    is_over = done < total and on > period.self_assessment_due
    due = deadline_text(period.self_assessment_due, on=on, calendar=actor.calendar)
    return Task(
        title=f"{total - done} đơn vị chưa gửi phiếu tự chấm" if done < total else "Các đơn vị đã gửi phiếu tự chấm",
        detail=f"Đã gửi {done}/{total}; {due}."
        + (" Đơn vị không tự chấm, không gửi được nữa, trừ đơn vị được gia hạn." if is_over else ""),
        url=reverse("scoring:self_assessment_list", args=[period.month]),
        action="Xem đơn vị",
        is_done=done >= total,
        is_late=is_over,
        also_url=_reminding(period, "self_assessment") if done < total else "",
        also_action="Nhắc các đơn vị",
    )


def _first_draft_task(actor: Actor, period: Period, on: datetime.date) -> Task:
    """One line until there is a draft: what is missing, or that nothing is."""
    given = Appraisal.objects.filter(period=period, unit=OuterRef("pk")).order_by().values("unit")
    counted = given.annotate(done=Count("criterion", distinct=True)).values("done")
    by_unit = Unit.objects.valid(period.month).values_list(Coalesce(Subquery(counted), 0), flat=True)
    done = sum(by_unit)
    wanted = Criterion.objects.in_period(period).self_scored().count() * len(by_unit)
    is_missing = done < wanted
    due = period.appraisal_due if is_missing else period.ranking_due
    due_text = deadline_text(due, on=on, calendar=actor.calendar)
    return Task(
        title=f"Thẩm định còn thiếu {wanted - done} lượt chấm"
        if is_missing
        else f"Lập bảng xếp hạng tháng {period.label}",
        detail=f"Đã có {done}/{wanted} lượt chấm; {due_text}."
        if is_missing
        else f"Các cơ quan đã chấm đủ; công bố {due_text}.",
        url=reverse("scoring:ranking_draft", args=[period.month]),
        action="Xem cơ quan còn thiếu" if is_missing else "Lập bảng xếp hạng",
        is_late=on > due,
        also_url=_reminding(period, "appraisal") if is_missing and period.stage == Stage.APPRAISAL else "",
        also_action="Nhắc các cơ quan",
    )


def _reminding(period: Period, kind: str) -> str:
    return reverse("reminders:concerned_list", args=[period.month, kind])


def _draft_task(period: Period, ranking: Ranking) -> Task:
    is_returned = bool(ranking.return_reason) and not ranking.is_frozen
    return Task(
        title=f"{'Lập lại' if is_returned else 'Lập'} bảng xếp hạng tháng {period.label}",
        detail=f"Bị trả lại: {ranking.return_reason}" if is_returned else f"{ranking.get_status_display()}.",
        url=_address(period, ranking),
        action="Xem và lập lại" if is_returned else "Xem bảng",
        is_done=not is_returned,
    )


def _leader_tasks(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    ranking = _ranking(period)
    if ranking is None:
        return []
    found, is_late = [], on > period.ranking_due
    if actor.is_office_head and not (ranking.return_reason and not ranking.is_frozen):
        is_done = ranking.status != Ranking.Status.DRAFT
        found.append(
            Task(
                title=f"Kiểm tra dự thảo xếp hạng tháng {period.label}",
                detail=""
                if is_done
                else f"Công bố {deadline_text(period.ranking_due, on=on, calendar=actor.calendar)}.",
                url=_address(period, ranking),
                action="Xem bảng" if is_done else "Kiểm tra",
                is_done=is_done,
                is_late=is_late and not is_done,
            )
        )
    if actor.is_standing and ranking.status != Ranking.Status.DRAFT:
        found.append(
            Task(
                title=f"Công bố xếp hạng tháng {period.label}",
                detail=ranking.get_status_display() + ".",
                url=_address(period, ranking),
                action="Xem bảng" if ranking.is_frozen else "Xem và công bố",
                is_done=ranking.is_frozen,
                is_late=is_late and not ranking.is_frozen,
            )
        )
    return found


def _ranking(period: Period) -> Ranking | None:
    """The month's newest version, without its long texts."""
    rankings = Ranking.objects.filter(period=period).defer("dossier", "outcome", "paper")
    return rankings.order_by("-version").first()


def _address(period: Period, ranking: Ranking) -> str:
    return f"{reverse('scoring:ranking_detail', args=[period.month])}?ban={ranking.version}"
