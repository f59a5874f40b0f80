"""What this room puts on the home page of each role. At most three queries a role."""

import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Window
from django.urls import reverse
from django.utils import timezone

from assignments.models import Seat
from meetings.models import FollowUp, MeetingNote, meetings_of_delegate
from units.actor import Actor
from units.models import Meeting, Period, Stage
from units.task import Task

# After so many days something that ought to have been written is called late (P).
DAYS_TO_WRITE = 3
NAMES_SHOWN = 3


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    lines: list[Task] = []
    if actor.is_delegate:
        lines += _of_delegate(actor, period, on=on)
    if actor.is_unit:
        lines += _of_unit(actor, period, on=on)
    if actor.is_office:
        lines += _of_office(period, on=on)
    return lines


def _of_delegate(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    note = MeetingNote.objects.filter(meeting=OuterRef("pk"), delegate__user=actor.user)
    mine = meetings_of_delegate(actor.user).filter(period=period).select_related("unit", "period")
    lines = []
    for meeting in mine.annotate(has_note=Exists(note)):
        if meeting.day == on and not meeting.has_note:
            lines.append(
                Task(
                    title=f"Hôm nay dự hội nghị {meeting.unit.name_in_text}",
                    detail=f"{timezone.localtime(meeting.starts_at):%H:%M}, {meeting.place}. Viết phiếu sau khi dự.",
                    url=reverse("meetings:meeting_detail", args=[meeting.pk]),
                    action="Xem hội nghị",
                )
            )
        elif meeting.has_note or (meeting.day < on and period.is_before(Stage.APPRAISAL)):
            page = "meeting_detail" if meeting.has_note else "note_edit"
            lines.append(
                Task(
                    title=f"Viết phiếu dự hội nghị {meeting.unit.name_in_text}",
                    detail=f"Hội nghị ngày {meeting.day:%d/%m/%Y}",
                    url=reverse(f"meetings:{page}", args=[meeting.pk]),
                    action="Xem phiếu" if meeting.has_note else "Viết phiếu",
                    is_done=meeting.has_note,
                    is_late=_is_late(meeting.day, on),
                )
            )
    return lines


def _of_unit(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    lines = []
    if period.stage in (Stage.CONFERENCE, Stage.SELF_ASSESSMENT):
        for meeting in Meeting.objects.filter(period=period, unit__in=actor.unit_ids).with_unit():
            if meeting.day <= on or meeting.is_held:
                page = "meeting_detail" if meeting.is_held else "attendance_edit"
                lines.append(
                    Task(
                        title=f"Ghi dự họp hội nghị {meeting.unit.name_in_text}",
                        detail=f"Hội nghị ngày {meeting.day:%d/%m/%Y}: đại biểu và các tổ có mặt",
                        url=reverse(f"meetings:{page}", args=[meeting.pk]),
                        action="Xem" if meeting.is_held else "Ghi dự họp",
                        is_done=meeting.is_held,
                        is_late=_is_late(meeting.day, on),
                    )
                )
    overdue = FollowUp.objects.filter(unit__in=actor.unit_ids).overdue(on).count()
    return lines + _overdue(overdue)


def _of_office(period: Period, *, on: datetime.date) -> list[Task]:
    lines = []
    progress = reverse("meetings:progress_list", args=[period.month])
    if not period.is_before(Stage.CONFERENCE) and period.stage != Stage.CLOSED:
        rows = Meeting.objects.filter(period=period, held_on=None, starts_at__date__lt=on).with_unit()
        in_all, earliest = Window(Count("pk")), Window(Min("starts_at"))
        meetings: list[Any] = list(rows.annotate(in_all=in_all, earliest=earliest)[:NAMES_SHOWN])
        if meetings:
            lines.append(
                Task(
                    title=f"{meetings[0].in_all} hội nghị đã qua ngày mà chưa ghi dự họp",
                    detail=_some([str(meeting.unit) for meeting in meetings], in_all=meetings[0].in_all),
                    url=f"{progress}?thieu=du-hop",
                    action="Xem danh sách",
                    is_late=_is_late(timezone.localdate(meetings[0].earliest), on),
                )
            )
    if not period.is_before(Stage.CONFERENCE) and period.is_before(Stage.APPRAISAL):
        note = MeetingNote.objects.filter(meeting=OuterRef("meeting"), delegate=OuterRef("delegate"))
        seats = Seat.objects.published().filter(~Exists(note), meeting__period=period, meeting__starts_at__date__lt=on)
        in_all, earliest = Window(Count("pk")), Window(Min("meeting__starts_at"))
        counted = seats.annotate(in_all=in_all, earliest=earliest).select_related("delegate")
        missing: list[Any] = list(counted[:NAMES_SHOWN])
        if missing:
            lines.append(
                Task(
                    title=f"Còn thiếu {missing[0].in_all} phiếu dự hội nghị",
                    detail=_some([seat.delegate.full_name for seat in missing], in_all=missing[0].in_all),
                    url=f"{progress}?thieu=phieu",
                    action="Xem danh sách",
                    is_late=_is_late(timezone.localdate(missing[0].earliest), on),
                    also_url=reverse("reminders:concerned_list", args=[period.month, "note"]),
                    also_action="Nhắc các đại biểu",
                )
            )
    return lines + _overdue(FollowUp.objects.overdue(on).count())


def _overdue(count: int) -> list[Task]:
    if not count:
        return []
    url = f"{reverse('meetings:follow_up_list')}?trang_thai=qua-han"
    return [Task(title=f"{count} việc cần giải quyết đã quá hạn", url=url, action="Xem các việc", is_late=True)]


def _is_late(day: datetime.date, on: datetime.date) -> bool:
    return on > day + datetime.timedelta(days=DAYS_TO_WRITE)


def _some(names: list[str], *, in_all: int) -> str:
    more = in_all - len(names)
    return ", ".join(names) + (f" và {more} nữa" if more > 0 else "")
