"""This room's lines of "what needs me now" on the home page of each role."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from units.actor import Actor
from units.calendar import deadline_text, month_after
from units.models import Period, Stage, Unit
from units.reports import first_names
from units.task import Task

NEXT_MONTH_FROM_DAY = 21  # by then the next month should be open, so that units can plan for it
NAMED = 3


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    found = []
    if actor.is_unit:
        units = Unit.objects.valid(period.month).filter(pk__in=actor.unit_ids).with_meeting_of(period)
        found += [_registration(unit, period, on) for unit in units]
    if actor.is_office:
        found += [*_unregistered(period, on), *_stage(period, on), *_month_to_open(on)]
    return found


def _registration(unit: Any, period: Period, on: datetime.date) -> Task:
    """`unit` comes with_meeting_of(period)."""
    is_open = period.stage == Stage.REGISTRATION
    detail = f"Hạn {period.registration_due:%d/%m/%Y}, {deadline_text(period.registration_due, on=on)}."
    if unit.meeting_id:
        detail = f"Đã đăng ký {timezone.localtime(unit.starts_at):%H:%M ngày %d/%m/%Y}."
    elif not is_open:
        detail = "Giai đoạn đăng ký đã đóng. Đồng chí liên hệ Ban Tuyên giáo để được đăng ký giúp."
    return Task(
        title=f"Đăng ký hội nghị tháng {period.label} của {unit}",
        url=reverse("units:meeting_register", args=[period.month, unit.pk]),
        action="Đăng ký" if is_open and not unit.meeting_id else "Xem đăng ký",
        detail=detail,
        is_done=bool(unit.meeting_id),
        is_late=on > period.registration_due,
    )


def _unregistered(period: Period, on: datetime.date) -> list[Task]:
    if period.is_past(Stage.CONFERENCE):
        return []
    names = [str(unit) for unit in Unit.objects.valid(period.month).not_registered_in(period)]
    url = reverse("units:meeting_list", args=[period.month])
    if not names:
        title = f"Tất cả đơn vị đã đăng ký hội nghị tháng {period.label}"
        return [Task(title=title, url=url, action="Xem danh sách", is_done=True)]
    return [
        Task(
            title=f"{len(names)} đơn vị chưa đăng ký hội nghị tháng {period.label}",
            url=f"{url}?dang_ky=chua",
            action="Xem đơn vị chưa đăng ký",
            detail=f"{first_names(names, NAMED)}. Hạn đăng ký: {deadline_text(period.registration_due, on=on)}.",
            is_late=on > period.registration_due,
        )
    ]


def _stage(period: Period, on: datetime.date) -> list[Task]:
    here = Stage(period.stage)
    if here.following is None or on <= period.stage_due:
        return []
    return [
        Task(
            title=f"Chuyển tháng {period.label} sang giai đoạn {here.following.label}",
            url=reverse("units:stage_move", args=[period.month, here.following.value]),
            action=f"Chuyển sang {here.following.label}",
            detail=f"Giai đoạn {here.label}: {deadline_text(period.stage_due, on=on)}.",
            is_late=True,
        )
    ]


def _month_to_open(on: datetime.date) -> list[Task]:
    """This month, or from the 21st the next one, where nobody has opened it."""
    this = on.replace(day=1)
    due = [this, month_after(this)] if on.day >= NEXT_MONTH_FROM_DAY else [this]
    opened = set(Period.objects.filter(month__in=due).values_list("month", flat=True))
    return [
        Task(
            title=f"Mở tháng {month:%m/%Y}",
            url=f"{reverse('units:period_create')}?thang={month:%m/%Y}",
            action="Mở tháng",
            detail="Các xã, phường chưa đăng ký được hội nghị của tháng này.",
            is_late=month == this,
        )
        for month in due
        if month not in opened
    ]
