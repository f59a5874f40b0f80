import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from documents.vietnamese import decimal_text
from scoring.models import Appraisal, Criterion, SelfAssessment, SelfScore
from scoring.services.checks import changed_meanwhile, points_error, refuse_closed, refuse_foreign
from scoring.services.errors import Refused, RowsRefused
from units.models import Agency, Period, Stage, Unit


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What an agency gives one unit; `seen` is the id of the appraisal that the page showed, 0 for none."""

    unit: Unit
    points: Decimal
    reason: str = ""
    seen: int | None = None


def appraise(
    *,
    period: Period,
    unit: Unit,
    criterion: Criterion,
    points: Decimal,
    reason: str = "",
    by: User,
    agency: Agency,
    at: datetime.datetime,
) -> Appraisal:
    mark = Mark(unit=unit, points=points, reason=reason)
    try:
        appraise_units(period=period, criterion=criterion, marks=[mark], by=by, agency=agency, at=at)
    except RowsRefused as error:
        raise Refused(error.rows[unit.pk]) from error
    appraisal: Appraisal = Appraisal.objects.filter(period=period, unit=unit, criterion=criterion).latest("id")
    return appraisal


@transaction.atomic
def appraise_units(
    *, period: Period, criterion: Criterion, marks: Sequence[Mark], by: User, agency: Agency, at: datetime.datetime
) -> int:
    """One criterion down many units, all or none. Returns how many values are new; the same value again is none."""
    Criterion.objects.select_for_update(no_key=True).get(pk=criterion.pk)
    period = refuse_closed(period, Stage.APPRAISAL, "cơ quan chỉ chấm")
    refuse_foreign(period, criterion)
    if criterion.agency_id != agency.pk:
        raise Refused("Tiêu chí này không giao cho cơ quan của đồng chí.")
    units = [mark.unit for mark in marks]
    current = current_appraisals(period, criterion, units)
    own = submitted_self_scores(period, criterion, units)
    new = [mark for mark in marks if not _stands(mark, current.get(mark.unit.pk))]
    errors = {
        mark.unit.pk: error
        for mark in new
        if (error := _mark_error(mark, criterion, current.get(mark.unit.pk), own.get(mark.unit.pk)))
    }
    if errors:
        raise RowsRefused(errors)
    Appraisal.objects.bulk_create(
        Appraisal(
            period=period,
            unit=mark.unit,
            criterion=criterion,
            points=mark.points,
            reason=mark.reason,
            agency=agency,
            given_by=by,
            given_at=at,
        )
        for mark in new
    )
    return len(new)


def current_appraisals(period: Period, criterion: Criterion, units: Sequence[Unit]) -> Mapping[int, Appraisal]:
    """The appraisals in force, by id of the unit."""
    rows = Appraisal.objects.filter(period=period, criterion=criterion, unit__in=units).latest_values()
    return {row.unit_id: row for row in rows.select_related("given_by")}


def submitted_self_scores(period: Period, criterion: Criterion, units: Sequence[Unit]) -> Mapping[int, SelfScore]:
    """What the units gave themselves, by id of the unit; before a unit has handed in, nobody else sees it."""
    submitted = SelfAssessment.objects.filter(period=period).values("unit")
    rows = SelfScore.objects.filter(period=period, criterion=criterion, unit__in=units).filter(unit__in=submitted)
    return {row.unit_id: row for row in rows.latest_values()}


def _stands(mark: Mark, current: Appraisal | None) -> bool:
    return current is not None and current.points == mark.points and current.reason == mark.reason


def _mark_error(mark: Mark, criterion: Criterion, current: Appraisal | None, own: SelfScore | None) -> str:
    if error := points_error(criterion, mark.points):
        return error
    if own and own.points != mark.points and not mark.reason:
        return f"Khác điểm tự chấm ({decimal_text(own.points.normalize())}): ghi lý do."
    return changed_meanwhile(current, mark.seen)
