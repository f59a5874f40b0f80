import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from units.calendar import last_day_of
from units.models import Extension, Period, Stage, Unit
from units.services.refusals import Refused
from units.services.saving import lock_period


@transaction.atomic
def grant_extension(
    *,
    period: Period,
    unit: Unit,
    stage: Stage,
    until: datetime.date,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Extension:
    """More time for one unit; it stands in the place of what was granted before. Pressed twice, granted once."""
    period = lock_period(period)
    today = timezone.localdate(at)
    _check_stage(period, stage)
    if error := extension_error(period, stage, until, on=today):
        raise Refused(error)
    if not reason:
        raise Refused("Ghi lý do gia hạn.")
    current: Extension | None = Extension.objects.in_force().filter(period=period, unit=unit, stage=stage).first()
    if current and (current.until, current.reason) == (until, reason):
        return current
    granted: Extension = Extension.objects.create(
        period=period, unit=unit, stage=stage, until=until, reason=reason, granted_by=by, granted_at=at
    )
    return granted


def extension_error(period: Period, stage: Stage, until: datetime.date, *, on: datetime.date) -> str:
    """Why `until` gives the unit no more time, or too much; "" when it can be."""
    if until < on:
        return f"Ngày {until:%d/%m/%Y} đã qua."
    due = period.due_of(stage)
    if period.stage == stage and until <= due:
        return f"Hạn chung còn đến {due:%d/%m/%Y}; gia hạn phải đến một ngày sau đó."
    # A month that runs late still has today.
    last = max(last_day_of(period.month), period.ranking_due, on)
    if until > last:
        return f"Gia hạn muộn nhất đến {last:%d/%m/%Y}."
    return ""


def _check_stage(period: Period, stage: Stage) -> None:
    if period.is_past(Extension.LAST_STAGE[stage]):
        raise Refused(
            f"Tháng {period.label} đã ở giai đoạn {period.get_stage_display()}, không gia hạn "
            f"{stage.label.lower()} được nữa."
        )
