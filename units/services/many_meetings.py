"""The registrations of a whole file at once: the rules of one (units.services.meetings), in a few statements."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from units.access import closed_text, must_explain
from units.calendar import conference_errors
from units.models import Meeting, Period, Stage
from units.services.refusals import Refused
from units.services.saving import lock_period, refuse_ended

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Registration:
    unit_id: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str
    agenda: str
    seats: int
    revives: bool = False  # said by a person: the conference that was called off is registered anew


_FIELDS = ("starts_at", "ends_at", "place", "agenda", "seats")
_RECORD = (
    *("registered_at", "registered_by", "changed_at", "changed_by"),
    *("cancelled_at", "cancelled_by", "change_reason"),
)


@transaction.atomic
def register_meetings(
    *, period: Period, registrations: Sequence[Registration], reason: str = "", by: User, at: datetime.datetime
) -> tuple[int, int]:
    """For the office. How many were registered anew and how many changed; all of them or none.

    After the day for registering one `reason` for all is needed.
    """
    period = lock_period(period)
    _check_open(period, reason, at)
    refuse_ended(period, [one.unit_id for one in registrations])
    stored = {meeting.unit_id: meeting for meeting in Meeting.with_cancelled.in_period(period).order_by()}
    made, changed, revived = [], [], []
    for one in registrations:
        _check_times(period, one)
        values = {field: getattr(one, field) for field in _FIELDS}
        meeting = stored.get(one.unit_id)
        if meeting is None:
            new = Meeting(period=period, unit_id=one.unit_id, registered_at=at, registered_by=by, **values)
            new.change_reason = reason
            made.append(new)
        elif meeting.is_cancelled:
            revived.append(_revived(meeting, one, values, reason=reason, by=by, at=at))
        elif any(getattr(meeting, field) != value for field, value in values.items()):
            changed.append(_changed(meeting, values, reason=reason, by=by, at=at))
    Meeting.objects.bulk_create(made, batch_size=BATCH)
    # Four times as fast as bulk_update, whose statement names every row in every field.
    Meeting.objects.bulk_create(
        [*changed, *revived],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*_FIELDS, *_RECORD, "version"],
        batch_size=BATCH,
    )
    return len(made) + len(revived), len(changed)


def _changed(
    meeting: Meeting, values: Mapping[str, object], *, reason: str, by: User, at: datetime.datetime
) -> Meeting:
    if meeting.is_held:
        raise Refused("Có hội nghị đã tổ chức, không sửa đăng ký được nữa.")
    for field, value in values.items():
        setattr(meeting, field, value)
    meeting.changed_at, meeting.changed_by, meeting.change_reason = at, by, reason
    meeting.version += 1
    return meeting


def _revived(
    meeting: Meeting, one: Registration, values: Mapping[str, object], *, reason: str, by: User, at: datetime.datetime
) -> Meeting:
    """The same row, so that calendars know it again."""
    if not one.revives:
        raise Refused("Có hội nghị đã hủy. Xin xem lại và chọn đăng ký lại hoặc bỏ dòng ấy.")
    fresh = {"registered_at": at, "registered_by": by, "change_reason": reason}
    gone = dict.fromkeys(("changed_at", "changed_by", "cancelled_at", "cancelled_by"))
    for field, value in {**values, **fresh, **gone}.items():
        setattr(meeting, field, value)
    meeting.version += 1
    return meeting


def _check_open(period: Period, reason: str, at: datetime.datetime) -> None:
    if period.is_closed:
        raise Refused(f"Tháng {period.label} đã kết thúc, không đăng ký hay sửa hội nghị được nữa.")
    if not reason and must_explain(period, on=timezone.localdate(at)):
        raise Refused(f"{closed_text(period, Stage.REGISTRATION)} Ghi lý do rồi nhập.")


def _check_times(period: Period, one: Registration) -> None:
    starts, ends = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    errors = conference_errors(period.month, day=starts.date(), starts=starts.time(), ends=ends.time())
    if errors or starts.date() != ends.date():
        raise Refused(" ".join(errors.values()) or "Hội nghị bắt đầu và kết thúc trong cùng một ngày.")
