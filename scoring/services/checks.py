"""What every score is held to before it is written."""

import datetime
from decimal import Decimal

from django.utils import timezone

from documents.vietnamese import decimal_text
from scoring.models import Criterion, ScoreRow
from scoring.services.errors import Refused
from units.access import closed_text, extended_until, stage_is_open_to
from units.models import Period, Stage, Unit

SMALLEST = Decimal("0.01")
ASK_OFFICE = "Điểm và tệp đã lưu vẫn còn. Đồng chí liên hệ Ban Tuyên giáo để được gia hạn."


def refuse_closed(
    period: Period, stage: Stage, what: str, *, to_unit: tuple[Unit, datetime.date] | None = None
) -> Period:
    """The month as it stands now, and held there: between page and press somebody may have moved it on.

    `to_unit`: the unit that does it and the day, where the stage's day and the unit's extension decide too.
    """
    rows = Period.objects.select_related("period_criteria").select_for_update(no_key=True, of=("self",))
    period = rows.get(pk=period.pk)
    if to_unit:
        unit, on = to_unit
        if not stage_is_open_to(unit, period, stage, on=on):
            raise Refused(why_closed(period, stage, what, unit))
    elif period.stage != stage:
        raise Refused(why_closed(period, stage, what))
    return period


def why_closed(period: Period, stage: Stage, what: str, unit: Unit | None = None) -> str:
    """By the clock, where the stage is the one; else because the month is in another stage."""
    if unit and period.stage == stage:
        return f"{closed_text(period, stage, extended_until(period, unit, stage))} {ASK_OFFICE}"
    return f"{period} đang ở giai đoạn {period.get_stage_display()}; {what} ở giai đoạn {stage.label}."


def refuse_foreign(period: Period, criterion: Criterion) -> None:
    if criterion.group.criteria_set_id != period.period_criteria.criteria_set_id:
        raise Refused("Tiêu chí này không thuộc bộ tiêu chí của tháng.")


def points_error(criterion: Criterion, points: Decimal) -> str:
    """Why the points cannot be given, or ""."""
    if not points.is_finite() or not 0 <= points <= criterion.max_points:
        return f"Điểm từ 0 đến {decimal_text(criterion.max_points.normalize())}."
    if points % SMALLEST:
        return "Điểm ghi tối đa 2 chữ số thập phân."
    return ""


def changed_meanwhile(current: ScoreRow | None, seen: int | None) -> str:
    """Who gave what since the page was opened; `seen` is the id of the row that it showed, 0 for none."""
    if seen is None or current is None or current.pk == seen:
        return ""
    when = timezone.localtime(current.given_at)
    return (
        f"Đồng chí {current.given_by} vừa ghi {decimal_text(current.points.normalize())} điểm"
        f" lúc {when:%H:%M} ngày {when:%d/%m/%Y}. Xem lại rồi lưu lần nữa nếu vẫn muốn thay."
    )
