"""The life of a registration, as the database's own audit trail has kept it: who did what, when, from what to what."""

import datetime
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.utils import timezone

from accounts.models import User
from units.models import Meeting

FIELDS = {
    "place": "Địa điểm",
    "agenda": "Nội dung",
    "seats": "Số đại biểu dự",
    "before_committee": "Đăng ký trước khi họp cấp ủy",
}
LONG = 160  # letters of a text that are shown; the whole of what holds now stands above the history


@dataclass(frozen=True, kw_only=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    act: str
    by: User | None
    at: datetime.datetime
    reason: str
    changes: list[Change]


def meeting_history(meeting: Meeting) -> list[HistoryLine]:
    """Newest first; one query."""
    events = apps.get_model("units", "MeetingEvent").objects.filter(pgh_obj=meeting.pk)
    people = ("registered_by", "changed_by", "cancelled_by")
    states = list(events.select_related(*people).order_by("pgh_id"))
    lines = [_line(before, after) for before, after in pairwise([None, *states])]
    return [line for line in lines if line is not None][::-1]


def _line(before: Any, after: Any) -> HistoryLine | None:
    if before is None:
        first = [Change(label="Thời gian", old="", new=_when(after)), Change(label="Địa điểm", old="", new=after.place)]
        return _of("Đăng ký", after.registered_by, after.registered_at, after.change_reason, first)
    changes = _changes(before, after)
    if after.cancelled_at and not before.cancelled_at:
        return _of("Hủy hội nghị", after.cancelled_by, after.cancelled_at, after.change_reason, [])
    if before.cancelled_at and not after.cancelled_at:
        return _of("Đăng ký lại", after.registered_by, after.registered_at, after.change_reason, changes)
    if after.held_on != before.held_on and after.held_on:
        return _of(f"Ghi đã tổ chức ngày {after.held_on:%d/%m/%Y}", None, after.pgh_created_at, "", [])
    if after.changed_at != before.changed_at and after.changed_at:
        return _of("Sửa đăng ký", after.changed_by, after.changed_at, after.change_reason, changes)
    return _of("Sửa đăng ký", None, after.pgh_created_at, "", changes) if changes else None


def _of(act: str, by: User | None, at: datetime.datetime, reason: str, changes: list[Change]) -> HistoryLine:
    return HistoryLine(act=act, by=by, at=at, reason=reason, changes=changes)


def _changes(before: Any, after: Any) -> list[Change]:
    changes = []
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        changes.append(Change(label="Thời gian", old=_when(before), new=_when(after)))
    for field, label in FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            changes.append(Change(label=label, old=_text(old), new=_text(new)))
    return changes


def _when(state: Any) -> str:
    starts, ends = timezone.localtime(state.starts_at), timezone.localtime(state.ends_at)
    return f"{starts:%H:%M}–{ends:%H:%M} ngày {starts:%d/%m/%Y}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    text = str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…"
