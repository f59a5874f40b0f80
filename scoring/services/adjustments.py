import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from documents.vietnamese import decimal_text
from scoring.models import Adjustment
from scoring.services.checks import SMALLEST
from scoring.services.errors import Refused
from units.models import Period, Stage, Unit

CLOSED = "Tháng này đã kết thúc, không ghi điểm cộng, điểm trừ được nữa."


@transaction.atomic
def adjust(
    *,
    period: Period,
    unit: Unit,
    bonus: Decimal = Decimal(0),
    penalty: Decimal = Decimal(0),
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Adjustment:
    """Pressed twice, it is given once: the same points of one unit for the same reason are one row."""
    period = _open(period)
    if not reason.strip():
        raise Refused({"reason": "Ghi lý do."})
    cap = period.period_criteria.criteria_set.adjustment_cap
    for name, points in (("bonus", bonus), ("penalty", penalty)):
        if not points.is_finite() or not 0 <= points <= cap or points % SMALLEST:
            raise Refused({name: f"Từ 0 đến {decimal_text(cap.normalize())}, tối đa 2 chữ số thập phân."})
    if not bonus and not penalty:
        raise Refused({"bonus": "Ghi điểm cộng hoặc điểm trừ."})
    wanted = {"period": period, "unit": unit, "bonus": bonus, "penalty": penalty, "reason": reason}
    given: Adjustment | None = Adjustment.objects.in_force().filter(**wanted).first()
    return given or Adjustment.objects.create(**wanted, given_by=by, given_at=at)


@transaction.atomic
def take_back_adjustment(*, adjustment: Adjustment, reason: str, by: User, at: datetime.datetime) -> Adjustment:
    """A row that undoes another; both stay readable. Twice is once."""
    period = _open(adjustment.period)
    if adjustment.takes_back_id:
        raise Refused("Dòng này là dòng thu hồi, không thu hồi được.")
    if not reason.strip():
        raise Refused({"reason": "Ghi lý do."})
    # The month is locked above, so two presses come one after the other.
    undone: Adjustment = Adjustment.objects.get_or_create(
        takes_back=adjustment,
        defaults={"period": period, "unit": adjustment.unit, "reason": reason, "given_by": by, "given_at": at},
    )[0]
    return undone


def _open(period: Period) -> Period:
    period = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    if period.stage == Stage.CLOSED:
        raise Refused(CLOSED)
    if not hasattr(period, "period_criteria"):
        raise Refused("Tháng này chưa chọn bộ tiêu chí.")
    return period
