import datetime
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from units.models import Meeting, Period, QuarterAgenda, Unit
from units.services.refusals import Refused

Row = TypeVar("Row", Meeting, Period, QuarterAgenda)


def lock_period(period: Period) -> Period:
    # Not the key: rows that refer to the period may still be written by others.
    stored: Period | None = Period.objects.select_for_update(no_key=True).filter(pk=period.pk).first()
    if stored is None:
        raise Refused(f"Tháng {period.label} vừa được Ban Tuyên giáo bỏ.")
    return stored


def hold_months(on: datetime.date) -> None:
    """Those that begin on `on` or later. Whoever registers locks the month: they wait here, then find the units as they
    are. After the units, as all."""
    list(Period.objects.select_for_update(no_key=True).filter(month__gte=on).order_by("month").values_list("pk"))


def refuse_ended(period: Period, unit_ids: Iterable[int]) -> None:
    """With the month locked: units may have been merged between page and press."""
    ids = set(unit_ids)
    valid = set(Unit.objects.valid(period.month).filter(pk__in=ids).values_list("pk", flat=True))
    if gone := Unit.objects.filter(pk__in=ids - valid).first():
        raise Refused(f"{gone} không có hiệu lực trong tháng {period.label} (đã sáp nhập, chia tách hoặc đổi tên).")
    if ids - valid:
        raise Refused("Đơn vị vừa được bỏ khỏi danh mục. Xin xem lại.")


def save(stored: Row, wanted: Mapping[str, Any]) -> Row:
    for field, value in wanted.items():
        setattr(stored, field, value)
    stored.version += 1
    stored.save(update_fields=[*wanted, "version"])
    return stored
