"""What this room puts on the office's home page: letters that wait for a person, and who has not been told yet."""

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from assignments.models import Plan
from assignments.news import news_of
from reminders.concerned import SOURCES, told_beside, untold
from reminders.models import Kind, Reminder
from units.actor import Actor
from units.models import Period
from units.task import PRESSING, Task

State = Reminder.State


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    if not actor.is_office:
        return []
    letters = Reminder.objects.filter(period=OuterRef("pk"), state__in=(State.DRAFT, State.UNCERTAIN, State.FAILED))
    states = letters.order_by().values("state").annotate(n=Count("pk")).values(row=JSONObject(state="state", n="n"))
    beside = told_beside(Kind.SEAT_CHANGE, Kind.UNIT_CHANGE)
    notices = Exists(Plan.objects.published().filter(period=OuterRef("pk")))
    month = Period.objects.filter(pk=period.pk)
    row: Any = month.annotate(states=ArraySubquery(states), has_notice=notices, **beside).get()
    counts = {one["state"]: one["n"] for one in row.states}
    url = reverse("reminders:letter_list", args=[period.month])
    is_told = SOURCES[Kind.SEAT_CHANGE].is_open(period, has_notice=row.has_notice)
    found = _news(period, {*row.sent, *row.pasted}, on=on) if is_told else []
    if count := counts.get(State.UNCERTAIN):
        found.append(
            Task(
                title=f"{count} thư nhắc chưa rõ đã gửi hay chưa",
                detail="Chương trình không tự gửi lại; đồng chí hỏi người nhận rồi quyết định.",
                url=f"{url}?trang_thai={State.UNCERTAIN}",
                action="Quyết định",
                is_late=True,
                late_word=PRESSING,
            )
        )
    if count := counts.get(State.FAILED):
        title = f"{count} thư nhắc không gửi được"
        failed = f"{url}?trang_thai={State.FAILED}"
        found.append(Task(title=title, url=failed, action="Xem lý do", is_late=True, late_word=PRESSING))
    if count := counts.get(State.DRAFT):
        found.append(
            Task(
                title=f"{count} thư nhắc chờ duyệt",
                detail="Thư được duyệt mới gửi đi.",
                url=reverse("reminders:letter_approve", args=[period.month]),
                action="Xem lại và duyệt",
            )
        )
    return found


def _news(period: Period, told: set[str], *, on: datetime.date) -> list[Task]:
    """Of the notices of the month; one query."""
    news = news_of(period, on=on)
    delegates = untold(news.delegates, "delegate", told)
    units = untold(news.units, "unit", told)
    if not delegates and not units:
        return []
    url = "reminders:concerned_list"
    first, second = (Kind.SEAT_CHANGE, Kind.UNIT_CHANGE) if delegates else (Kind.UNIT_CHANGE, None)
    return [
        Task(
            title=f"Báo phân công mới, thay đổi: {len(delegates)} đại biểu, {len(units)} đơn vị chưa được báo",
            detail="Chỉ những người có lượt mới, thôi dự hoặc đổi lịch; soạn thư rồi xem lại trước khi gửi",
            url=reverse(url, args=[period.month, first.value]),
            action="Báo đại biểu" if delegates else "Báo đơn vị",
            also_url=reverse(url, args=[period.month, second.value]) if second and units else "",
            also_action="Báo đơn vị" if second and units else "",
        )
    ]
