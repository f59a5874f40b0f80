import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from units.models import Period, QuarterAgenda, Stage, StageMove
from units.services.refusals import AlreadyThere, ChangedMeanwhile, Refused, differences, same
from units.services.rows import lock_directory
from units.services.saving import lock_period, save


@transaction.atomic
def open_period(*, month: datetime.date, agenda: str, deadlines: Mapping[str, datetime.date]) -> Period:
    lock_directory()  # a month that begins while units are merged begins with the new ones
    period, made = Period.objects.get_or_create(month=month, defaults={"agenda": agenda, **deadlines})
    if not made:
        raise AlreadyThere(f"Tháng {period.label} đã được mở.")
    return period


@transaction.atomic
def edit_period(period: Period, *, version: int, agenda: str, deadlines: Mapping[str, datetime.date]) -> Period:
    stored = lock_period(period)
    wanted = {"agenda": agenda, **deadlines}
    if same(stored, wanted):
        return stored
    if stored.is_closed:
        raise Refused(f"Tháng {stored.label} vừa kết thúc, không sửa hạn và nội dung được nữa.")
    if stored.version != version:
        raise ChangedMeanwhile(
            f"Kỳ tháng này vừa được người khác sửa. Đang lưu: {differences(stored, wanted)}. "
            "Nội dung đồng chí nhập vẫn còn dưới đây; lưu lần nữa nếu muốn thay.",
            stored=stored,
        )
    return save(stored, wanted)


@transaction.atomic
def remove_period(period: Period) -> None:
    """A month opened by mistake, as long as nothing is recorded in it; the audit trail keeps that it was there."""
    stored = Period.objects.select_for_update().filter(pk=period.pk).first()
    if stored is None:
        raise AlreadyThere(f"Tháng {period.label} đã được bỏ.")
    try:
        stored.delete()
    except ProtectedError as error:
        kinds = sorted({str(row._meta.verbose_name) for row in error.protected_objects})
        raise Refused(f"Tháng {period.label} đã có {', '.join(kinds)}, không bỏ được nữa.") from error


@transaction.atomic
def edit_quarter(*, year: int, quarter: int, text: str, version: int) -> QuarterAgenda:
    """`version` 0 where nobody has written the quarter yet."""
    stored, made = QuarterAgenda.objects.select_for_update().get_or_create(
        year=year, quarter=quarter, defaults={"text": text}
    )
    if made or stored.text == text:
        return stored
    if stored.version != version:
        raise ChangedMeanwhile(
            "Nội dung của quý vừa được người khác sửa. Nội dung đồng chí nhập vẫn còn dưới đây; lưu lần nữa nếu muốn "
            "thay.",
            stored=stored,
        )
    return save(stored, {"text": text})


@transaction.atomic
def move_stage(
    period: Period,
    *,
    to: Stage,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    from_stage: Stage | None = None,
) -> StageMove:
    """One step on, or one step back with a reason. `from_stage` is where the person believed the month to be."""
    stored = lock_period(period)
    here = Stage(stored.stage)
    if here == to:
        raise AlreadyThere(f"Tháng {stored.label} đã ở giai đoạn {to.label}.")
    if from_stage and here != from_stage:
        raise AlreadyThere(f"Tháng {stored.label} vừa được người khác chuyển sang giai đoạn {here.label}.")
    if abs(to.place - here.place) != 1:
        raise Refused(
            f"Tháng {stored.label} đang ở giai đoạn {here.label}; mỗi lần chỉ chuyển một giai đoạn, không bỏ bước."
        )
    if to.place < here.place and not reason:
        raise Refused("Chuyển lùi phải ghi lý do.")
    stored.stage = to
    stored.save(update_fields=["stage"])
    return StageMove.objects.create(
        period=stored, from_stage=here, to_stage=to, reason=reason, moved_by=by, moved_at=at
    )
