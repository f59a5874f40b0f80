import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from units.calendar import conference_errors
from units.models import Concern, Meeting, Period, Stage, StageMove, Unit

Row = TypeVar("Row", Meeting, Period)


class Refused(ValidationError):
    """An act that the month does not allow now; its Vietnamese message is for the person who tried."""


class AlreadyThere(Refused):
    """The second of two presses: what was asked for has been done."""


class ChangedMeanwhile(Refused):
    """Somebody else saved first. `meeting` or `period` is what is stored now."""

    def __init__(self, message: str, *, stored: Meeting | Period) -> None:
        super().__init__(message)
        self.stored = stored


@transaction.atomic
def open_period(*, month: datetime.date, agenda: str, deadlines: Mapping[str, datetime.date]) -> Period:
    period, made = Period.objects.get_or_create(month=month, defaults={"agenda": agenda, **deadlines})
    if not made:
        raise AlreadyThere(f"Tháng {period.label} đã được mở.")
    return period


@transaction.atomic
def edit_period(period: Period, *, version: int, agenda: str, deadlines: Mapping[str, datetime.date]) -> Period:
    stored = _lock_period(period)
    wanted = {"agenda": agenda, **deadlines}
    if _same(stored, wanted):
        return stored
    if stored.version != version:
        raise ChangedMeanwhile(
            f"Kỳ tháng này vừa được người khác sửa. Đang lưu: {_differences(stored, wanted)}. "
            "Nội dung đồng chí nhập vẫn còn dưới đây; lưu lần nữa nếu muốn thay.",
            stored=stored,
        )
    return _save(stored, wanted)


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
    stored = _lock_period(period)
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


@transaction.atomic
def register_meeting(
    *,
    period: Period,
    unit: Unit,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    place: str,
    agenda: str,
    seats: int = 2,
    reason: str = "",
    by: User,
    at: datetime.datetime,
) -> Meeting:
    """The unit's one conference of the month. Pressed twice, it is registered once.

    After the registration stage a `reason` is needed; only the office is asked for one (access.can_register).
    """
    wanted = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "agenda": agenda, "seats": seats}
    # The lock makes two registrations of one unit queue up, and holds the stage still meanwhile.
    period = _lock_period(period)
    stored = Meeting.objects.filter(period=period, unit=unit).select_related("registered_by", "changed_by").first()
    if stored:
        if _same(stored, wanted):
            return stored
        raise ChangedMeanwhile(_saved_by_another(stored, wanted), stored=stored)
    _check_open(period, reason)
    _check_times(period, starts_at, ends_at)
    return Meeting.objects.create(
        period=period, unit=unit, registered_at=at, registered_by=by, change_reason=reason, **wanted
    )


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    version: int,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    place: str,
    agenda: str,
    seats: int | None = None,
    reason: str = "",
    by: User,
    at: datetime.datetime,
) -> Meeting:
    """`version` is what the person began from. The day of the first registration stays."""
    period = _lock_period(meeting.period)
    stored = Meeting.objects.select_related("registered_by", "changed_by").get(pk=meeting.pk)
    wanted: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "agenda": agenda}
    if seats is not None:
        wanted["seats"] = seats
    if _same(stored, wanted):
        return stored
    _check_open(period, reason)
    if stored.is_held:
        raise Refused(f"Hội nghị đã tổ chức ngày {stored.held_on:%d/%m/%Y}, không sửa đăng ký được nữa.")
    if stored.version != version:
        raise ChangedMeanwhile(_saved_by_another(stored, wanted), stored=stored)
    _check_times(period, starts_at, ends_at)
    return _save(stored, wanted | {"changed_by": by, "changed_at": at, "change_reason": reason})


@transaction.atomic
def open_concern(
    *,
    unit: Unit,
    reason: str,
    tier_asked: int,
    opened_on: datetime.date,
    expires_on: datetime.date,
    by: User,
) -> Concern:
    """Pressed twice, one row: the same matter of the same unit is not opened again while it is open."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    same = Concern.objects.filter(unit=unit, reason=reason, closed_on=None, expires_on__gte=opened_on).first()
    if same:
        raise AlreadyThere(f"{unit} đang có vấn đề này, theo dõi đến {same.expires_on:%d/%m/%Y}.")
    return Concern.objects.create(
        unit=unit, reason=reason, tier_asked=tier_asked, opened_on=opened_on, expires_on=expires_on, opened_by=by
    )


@transaction.atomic
def close_concern(concern: Concern, *, on: datetime.date) -> Concern:
    stored: Concern = Concern.objects.select_for_update(of=("self",), no_key=True).get(pk=concern.pk)
    if stored.closed_on:
        raise AlreadyThere(f"Vấn đề này đã thôi theo dõi từ {stored.closed_on:%d/%m/%Y}.")
    stored.closed_on = on
    stored.save(update_fields=["closed_on"])
    return stored


def _lock_period(period: Period) -> Period:
    # Not the key: rows that refer to the period may still be written by others.
    return Period.objects.select_for_update(no_key=True).get(pk=period.pk)


def _check_open(period: Period, reason: str) -> None:
    if period.is_closed:
        raise Refused(f"Tháng {period.label} đã kết thúc, không đăng ký hay sửa hội nghị được nữa.")
    if period.is_past(Stage.REGISTRATION) and not reason:
        raise Refused(
            f"Giai đoạn đăng ký của tháng {period.label} đã đóng. Đồng chí liên hệ Ban Tuyên giáo để đăng ký hoặc sửa."
        )


def _check_times(period: Period, starts_at: datetime.datetime, ends_at: datetime.datetime) -> None:
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    errors = conference_errors(period.month, day=starts.date(), starts=starts.time(), ends=ends.time())
    if starts.date() != ends.date():
        errors["ends"] = "Hội nghị bắt đầu và kết thúc trong cùng một ngày."
    if errors:
        raise Refused(" ".join(errors.values()))


def _same(stored: Meeting | Period, wanted: Mapping[str, Any]) -> bool:
    return all(getattr(stored, field) == value for field, value in wanted.items())


def _save(stored: Row, wanted: Mapping[str, Any]) -> Row:
    for field, value in wanted.items():
        setattr(stored, field, value)
    stored.version += 1
    stored.save(update_fields=[*wanted, "version"])
    return stored


def _saved_by_another(stored: Meeting, wanted: Mapping[str, Any]) -> str:
    who, when = stored.changed_by or stored.registered_by, stored.changed_at or stored.registered_at
    return (
        f"Đồng chí {who} đã lưu đăng ký này lúc {timezone.localtime(when):%H:%M %d/%m/%Y}, khác với nội dung đồng chí "
        f"đang nhập. Đang lưu: {_differences(stored, wanted)}. Nội dung đồng chí nhập vẫn còn dưới đây; gửi lại nếu "
        "muốn thay."
    )


def _differences(stored: Meeting | Period, wanted: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{_label(stored, field)} “{_text(getattr(stored, field))}”"
        for field, value in wanted.items()
        if getattr(stored, field) != value
    )


def _label(row: Meeting | Period, field: str) -> str:
    return str(getattr(row._meta.get_field(field), "verbose_name", field))


def _text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return str(value)
