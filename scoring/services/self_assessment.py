import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from scoring.models import Criterion, SelfAssessment, SelfScore
from scoring.services.checks import changed_meanwhile, points_error, refuse_closed, refuse_foreign, why_closed
from scoring.services.errors import Refused
from units.models import Period, Stage, Unit

SUBMITTED = "Đơn vị đã gửi phiếu tự chấm của tháng này, không sửa được nữa."
ONLY_THEN = "đơn vị chỉ tự chấm"


def why_self_assessment_is_closed(period: Period, unit: Unit) -> str:
    return why_closed(period, Stage.SELF_ASSESSMENT, ONLY_THEN, unit)


def refuse_closed_to_unit(period: Period, unit: Unit, *, on: datetime.date) -> Period:
    """One writer a unit at a time; nothing is changed after the unit has handed in."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    period = refuse_closed(period, Stage.SELF_ASSESSMENT, ONLY_THEN, to_unit=(unit, on))
    if SelfAssessment.objects.filter(period=period, unit=unit).exists():
        raise Refused(SUBMITTED)
    return period


@transaction.atomic
def save_self_score(
    *,
    period: Period,
    unit: Unit,
    criterion: Criterion,
    points: Decimal,
    comment: str = "",
    by: User,
    at: datetime.datetime,
    seen: int | None = None,
) -> SelfScore:
    """Give a value; the former ones stay readable. The same value twice is one row."""
    period = refuse_closed_to_unit(period, unit, on=timezone.localdate(at))
    refuse_foreign(period, criterion)
    if not criterion.is_self_scored:
        raise Refused("Tiêu chí này do chương trình tính từ số liệu, đơn vị không tự chấm.")
    if error := points_error(criterion, points):
        raise Refused({"points": error})
    current: SelfScore | None = (
        SelfScore.objects.filter(period=period, unit=unit, criterion=criterion)
        .select_related("given_by")
        .order_by("-id")
        .first()
    )
    if current and current.points == points and current.comment == comment:
        return current
    if message := changed_meanwhile(current, seen):
        raise Refused({"points": message})
    score: SelfScore = SelfScore.objects.create(
        period=period, unit=unit, criterion=criterion, points=points, comment=comment, given_by=by, given_at=at
    )
    return score


@transaction.atomic
def submit_self_assessment(*, period: Period, unit: Unit, by: User, at: datetime.datetime) -> SelfAssessment:
    """Hand in: from now on the agencies see the self-scores, and the unit changes nothing. Twice is once."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if submitted := SelfAssessment.objects.filter(period=period, unit=unit).first():
        return submitted
    period = refuse_closed(
        period, Stage.SELF_ASSESSMENT, "đơn vị chỉ gửi phiếu tự chấm", to_unit=(unit, timezone.localdate(at))
    )
    if missing := unscored(period, unit):
        raise Refused(f"Còn {len(missing)} tiêu chí chưa tự chấm: {', '.join(one.code for one in missing)}.")
    return SelfAssessment.objects.create(period=period, unit=unit, submitted_by=by, submitted_at=at)


def unscored(period: Period, unit: Unit) -> list[Criterion]:
    """The criteria that the unit still has to score itself."""
    scored = SelfScore.objects.filter(period=period, unit=unit).values("criterion")
    return list(Criterion.objects.in_period(period).self_scored().exclude(pk__in=scored))
