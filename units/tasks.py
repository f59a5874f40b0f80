"""This room's lines of "what needs me now" on the home page of each role."""

import datetime
from typing import Any

from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from units.access import is_in_time, last_day_of_entry, must_explain
from units.actor import Actor
from units.calendar import deadline_text, month_after
from units.models import ConcernProposal, Period, Stage, Unit
from units.reports import first_names, first_of
from units.services import why_closed
from units.task import Task

NEXT_MONTH_FROM_DAY = 21  # by then the next month should be open, so that units can plan for it
NAMED = 3


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    found = []
    if actor.is_unit:
        units = Unit.objects.valid(period.month).filter(pk__in=actor.unit_ids).with_meeting_of(period)
        found += [
            _registration(actor, unit, period, on) for unit in units.with_extension_of(period, Stage.REGISTRATION)
        ]
    if actor.is_office:
        opened, proposals = _opened_and_proposed(period, on)
        found += [*_unregistered(actor, period, on), *_stage(actor, period, on), *_month_to_open(on, opened)]
        found += _proposals(proposals)
    return found


def _registration(actor: Actor, unit: Any, period: Period, on: datetime.date) -> Task:
    """`unit` comes with_meeting_of(period) and with_extension_of its registration."""
    until = unit.extended_until
    is_open = is_in_time(period, Stage.REGISTRATION, until, on=on)
    due = last_day_of_entry(period, Stage.REGISTRATION, until)
    detail = f"Hạn {due:%d/%m/%Y}, {deadline_text(due, on=on, calendar=actor.calendar)}."
    if until and is_open:
        detail += f" Được gia hạn: {unit.extension_reason}."
    if unit.meeting_id:
        detail = f"Đã đăng ký {timezone.localtime(unit.starts_at):%H:%M ngày %d/%m/%Y}."
    elif unit.cancelled_at:
        detail = f"Hội nghị đã hủy ngày {timezone.localtime(unit.cancelled_at):%d/%m/%Y}, cần đăng ký lại. {detail}"
    elif not is_open:
        detail = why_closed(period, None, until)
    may_register = is_open or (unit.cancelled_at and not period.is_past(Stage.CONFERENCE))
    return Task(
        title=f"Đăng ký hội nghị tháng {period.label} của {unit.name_in_text}",
        url=reverse("units:meeting_register", args=[period.month, unit.pk]),
        action="Đăng ký" if may_register and not unit.meeting_id else "Xem đăng ký",
        detail=detail,
        is_done=bool(unit.meeting_id),
        is_closed=not may_register and not unit.meeting_id,
        is_late=on > due,
    )


def _unregistered(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    if period.is_past(Stage.CONFERENCE):
        return []
    first = first_of(Unit.objects.valid(period.month).not_registered_in(period), NAMED)
    url = reverse("units:meeting_list", args=[period.month])
    if not first:
        title = f"Tất cả đơn vị đã đăng ký hội nghị tháng {period.label}"
        return [Task(title=title, url=url, action="Xem danh sách", is_done=True)]
    due = deadline_text(period.registration_due, on=on, calendar=actor.calendar)
    closed = " Đơn vị không tự đăng ký được nữa, trừ đơn vị được gia hạn." if must_explain(period, on=on) else ""
    return [
        Task(
            title=f"{first[0].in_all} đơn vị chưa đăng ký hội nghị tháng {period.label}",
            url=f"{url}?dang_ky=chua",
            action="Xem đơn vị chưa đăng ký",
            detail=f"{first_names(first, in_all=first[0].in_all)}. Hạn đăng ký: {due}.{closed}",
            is_late=on > period.registration_due,
            also_url=reverse("reminders:concerned_list", args=[period.month, "registration"]),
            also_action="Nhắc các đơn vị",
        )
    ]


def _stage(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    here = Stage(period.stage)
    if here.following is None or on <= period.stage_due:
        return []
    return [
        Task(
            title=f"Chuyển tháng {period.label} sang giai đoạn {here.following.label}",
            url=reverse("units:stage_move", args=[period.month, here.following.value]),
            action=f"Chuyển sang {here.following.label}",
            detail=f"Giai đoạn {here.label}: {deadline_text(period.stage_due, on=on, calendar=actor.calendar)}.",
            is_late=True,
        )
    ]


def _opened_and_proposed(period: Period, on: datetime.date) -> tuple[set[datetime.date], int]:
    """Which of the months that are due stand, and how many proposals wait; one query, as `period` is always there."""
    waiting = ConcernProposal.objects.open().order_by().annotate(one=Value(1)).values("one")
    count = Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n")), 0)
    rows = Period.objects.filter(Q(month__in=_due(on)) | Q(pk=period.pk)).annotate(waiting=count)
    months = dict(rows.values_list("month", "waiting"))
    return set(months), max(months.values(), default=0)


def _proposals(count: int) -> list[Task]:
    if not count:
        return []
    return [
        Task(
            title=f"{count} đề xuất đơn vị cần quan tâm chưa xem",
            detail="Từ việc quá hạn, hạng tụt liên tiếp, phiếu dự chấm thấp; đồng chí quyết định từng đề xuất.",
            url=reverse("units:proposal_list"),
            action="Xem đề xuất",
        )
    ]


def _due(on: datetime.date) -> list[datetime.date]:
    this = on.replace(day=1)
    return [this, month_after(this)] if on.day >= NEXT_MONTH_FROM_DAY else [this]


def _month_to_open(on: datetime.date, opened: set[datetime.date]) -> list[Task]:
    """This month, or from the 21st the next one, where nobody has opened it."""
    this = on.replace(day=1)
    return [
        Task(
            title=f"Mở tháng {month:%m/%Y}",
            url=f"{reverse('units:period_create')}?thang={month:%m/%Y}",
            action="Mở tháng",
            detail="Các xã, phường chưa đăng ký được hội nghị của tháng này.",
            is_late=month == this,
        )
        for month in _due(on)
        if month not in opened
    ]
