"""Registering, changing and calling off a unit's conference of the month."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from units.access import closed_text, extended_until, is_in_time, may_still_change
from units.calendar import conference_errors
from units.doors import usual_seats
from units.models import USUAL_SEATS, Extension, Meeting, Period, Stage, Unit
from units.services.refusals import AlreadyThere, ChangedMeanwhile, Refused, differences, same
from units.services.saving import lock_period, refuse_ended, save

TOO_LATE = (
    "Đơn vị chỉ tự đổi, hủy hội nghị đến hết ngày trước ngày họp, khi giai đoạn hội nghị chưa kết thúc. Đồng chí liên "
    "hệ Ban Tuyên giáo để được sửa."
)
ASK_OFFICE = "Đồng chí liên hệ Ban Tuyên giáo để được gia hạn, hoặc để Ban Tuyên giáo đăng ký giúp."
ASK_HELP = "Đồng chí liên hệ Ban Tuyên giáo để được đăng ký giúp."  # nobody is given more time any more


@transaction.atomic
def register_meeting(
    *,
    period: Period,
    unit: Unit,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    place: str,
    agenda: str,
    seats: int | None = None,
    before_committee: bool | None = None,
    reason: str = "",
    by: User,
    at: datetime.datetime,
    by_unit: bool = False,
) -> Meeting:
    """The unit's one conference of the month. Pressed twice, it is registered once.

    One that was called off is registered anew: the same row, so that calendars know it again. After the unit's time a
    `reason` is needed; `by_unit` says that the unit acts itself, which it may not always (access.can_register).
    """
    wanted = _given(
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        agenda=agenda,
        seats=seats,
        before_committee=before_committee,
    )
    # The lock makes two registrations of one unit queue up, and holds the stage still meanwhile.
    period = lock_period(period)
    refuse_ended(period, [unit.pk])
    stored: Meeting | None = _stored(period=period, unit=unit)
    if stored and not stored.is_cancelled:
        if same(stored, wanted):
            return stored
        raise ChangedMeanwhile(_saved_by_another(stored, wanted), stored=stored)
    is_late = _check_open(period, unit, stored, reason=reason, by_unit=by_unit, at=at)
    _check_times(period, starts_at, ends_at, after=at if is_late and by_unit else None)
    if stored is None:
        wanted.setdefault("seats", usual_seats(period, unit) or USUAL_SEATS)
        made: Meeting = Meeting.objects.create(
            period=period, unit=unit, registered_at=at, registered_by=by, change_reason=reason, **wanted
        )
        return made
    fresh = {"registered_at": at, "registered_by": by, "change_reason": reason}
    return save(stored, wanted | fresh | dict.fromkeys(("changed_at", "changed_by", "cancelled_at", "cancelled_by")))


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
    before_committee: bool | None = None,
    reason: str = "",
    by: User,
    at: datetime.datetime,
    by_unit: bool = False,
) -> Meeting:
    """`version` is what the person began from. The day of the first registration stays."""
    period = lock_period(meeting.period)
    stored: Meeting = _stored(pk=meeting.pk)
    wanted = _given(
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        agenda=agenda,
        seats=seats,
        before_committee=before_committee,
    )
    if stored.is_cancelled:
        raise ChangedMeanwhile(_called_off_by_another(stored), stored=stored)
    if same(stored, wanted):
        return stored
    is_late = _check_open(period, stored.unit, stored, reason=reason, by_unit=by_unit, at=at)
    if stored.version != version:
        raise ChangedMeanwhile(_saved_by_another(stored, wanted), stored=stored)
    _check_times(period, starts_at, ends_at, after=at if is_late and by_unit else None)
    return save(stored, wanted | {"changed_by": by, "changed_at": at, "change_reason": reason})


@transaction.atomic
def cancel_meeting(
    meeting: Meeting, *, version: int, reason: str, by: User, at: datetime.datetime, by_unit: bool = False
) -> Meeting:
    """Calls the conference off. The row stays: what was published of it still says what it said."""
    period = lock_period(meeting.period)
    stored: Meeting = _stored(pk=meeting.pk)
    if stored.is_cancelled:
        raise AlreadyThere(_called_off_by_another(stored))
    if not reason:
        raise Refused("Hủy hội nghị phải ghi lý do.")
    _check_open(period, stored.unit, stored, reason=reason, by_unit=by_unit, at=at)
    if stored.version != version:
        raise ChangedMeanwhile(
            f"Đăng ký này vừa được đồng chí {stored.changed_by or stored.registered_by} sửa. Xin xem lại thông tin "
            "dưới đây; bấm lần nữa nếu vẫn hủy.",
            stored=stored,
        )
    return save(stored, {"cancelled_at": at, "cancelled_by": by, "change_reason": reason})


def _given(**values: Any) -> dict[str, Any]:
    """What was said; a unit says nothing of seats."""
    return {field: value for field, value in values.items() if value is not None}


def _stored(**which: Any) -> Any:
    """Also one that was called off; None where the unit has never registered."""
    rows = Meeting.with_cancelled.filter(**which)
    return rows.select_related("unit", "registered_by", "changed_by", "cancelled_by").first()


def _check_open(
    period: Period, unit: Unit, stored: Meeting | None, *, reason: str, by_unit: bool, at: datetime.datetime
) -> bool:
    """Refuses what the month does not allow now; else whether this comes after the unit's time."""
    if period.is_closed or (stored and stored.is_held):
        raise Refused(why_closed(period, stored))
    on = timezone.localdate(at)
    if is_in_time(period, Stage.REGISTRATION, None, on=on):
        return False
    until = extended_until(period, unit, Stage.REGISTRATION)
    if is_in_time(period, Stage.REGISTRATION, until, on=on):
        return False
    if by_unit and not may_still_change(period, stored, on=on):
        raise Refused(why_closed(period, stored, until))
    if not reason:
        raise Refused(f"{closed_text(period, Stage.REGISTRATION, until)} Đồng chí ghi lý do.")
    return True


def why_closed(period: Period, stored: Meeting | None, until: datetime.date | None = None) -> str:
    """Told to a unit whose registration is closed: since when, and what it can do."""
    if stored and stored.is_held:
        return f"Hội nghị đã tổ chức ngày {stored.held_on:%d/%m/%Y}, không sửa đăng ký được nữa."
    if period.is_closed:
        return f"Tháng {period.label} đã kết thúc, không đăng ký hay sửa hội nghị được nữa."
    ask = ASK_HELP if period.is_past(Extension.LAST_STAGE[Stage.REGISTRATION]) else ASK_OFFICE
    return f"{closed_text(period, Stage.REGISTRATION, until)} {TOO_LATE if stored else ask}"


def _check_times(
    period: Period, starts_at: datetime.datetime, ends_at: datetime.datetime, *, after: datetime.datetime | None
) -> None:
    """`after`: a unit that comes late moves its conference to a day on which others can still be told."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    errors = conference_errors(period.month, day=starts.date(), starts=starts.time(), ends=ends.time())
    if starts.date() != ends.date():
        errors["ends"] = "Hội nghị bắt đầu và kết thúc trong cùng một ngày."
    if after and starts.date() <= timezone.localdate(after):
        errors["day"] = "Đã hết hạn đăng ký, đồng chí chọn một ngày sau hôm nay để kịp báo đại biểu."
    if errors:
        raise Refused(" ".join(errors.values()))


def _saved_by_another(stored: Meeting, wanted: Mapping[str, Any]) -> str:
    who, when = stored.changed_by or stored.registered_by, stored.changed_at or stored.registered_at
    return (
        f"Đồng chí {who} đã lưu đăng ký này lúc {timezone.localtime(when):%H:%M %d/%m/%Y}, khác với nội dung đồng chí "
        f"đang nhập. Đang lưu: {differences(stored, wanted)}. Nội dung đồng chí nhập vẫn còn dưới đây; gửi lại nếu "
        "muốn thay."
    )


def _called_off_by_another(stored: Any) -> str:
    return (
        f"Hội nghị này đã được đồng chí {stored.cancelled_by} hủy lúc "
        f"{timezone.localtime(stored.cancelled_at):%H:%M %d/%m/%Y}. Lý do: {stored.change_reason}. "
        "Nội dung đồng chí nhập vẫn còn dưới đây; gửi lại nếu muốn đăng ký lại."
    )
