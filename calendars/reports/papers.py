"""The month as a list to print: by day, with unit, hour, place and delegates."""

import datetime
from itertools import groupby

from django.core.paginator import Page
from django.utils import timezone

from assignments.notice_paper import full_post
from calendars.reports.screens import Conference, conferences
from documents.listing import Listing
from documents.paper import Column, Table
from documents.vietnamese import short_date, weekday_name
from units.actor import Actor
from units.models import IssuingBody, Meeting

# 300 rows take WeasyPrint about three seconds; all 3,321 would take a web process half a minute and 0.5 GB.
PER_PAPER = 300
COLUMNS = (
    Column(title="TT", width=0.4, align="center"),
    Column(title="Giờ", width=0.6, align="center"),
    Column(title="Đơn vị", width=1.8),
    Column(title="Địa điểm", width=2.8),
    Column(title="Đại biểu dự", width=6.2),
)


def month_listing(
    page: "Page[Meeting]", month: datetime.date, *, actor: Actor, on: datetime.date, only: str
) -> Listing:
    """One part of the month's meetings; `on` is the day of printing, for the list may change after it.

    `only` says what was left out, else the paper would pass for the whole month.
    """
    body = IssuingBody.objects.valid(on).first()
    parts = page.paginator.num_pages
    part = f", phần {page.number}/{parts}" if parts > 1 else ""
    return Listing(
        issuer=f"{body.name} – {body.office_name}" if body else "",
        title=f"Lịch hội nghị tuyên vận tháng {month:%m/%Y}{part}",
        note=f"{page.paginator.count} hội nghị, theo đăng ký và thông báo phân công đến ngày {short_date(on)}"
        + (f". Chỉ gồm: {only}" if only else ""),
        table=Table(columns=COLUMNS, rows=_rows(page, actor), landscape=True),
    )


def _rows(page: "Page[Meeting]", actor: Actor) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    place = page.start_index() - 1
    for day, ones in groupby(conferences(page, actor=actor), key=lambda one: one.meeting.day):
        rows.append((f"{weekday_name(day)}, {short_date(day)}",))
        for one in ones:
            place += 1
            rows.append(_row(place, one))
    return tuple(rows) or (("Không có hội nghị nào.",),)


def _row(place: int, one: Conference) -> tuple[str, ...]:
    starts_at = timezone.localtime(one.meeting.starts_at)
    people = [f"- Đồng chí {who.full_name}, {full_post(who.position, who.agency.name)}" for who in one.delegates]
    cancelled = " (đã hủy)" if one.meeting.is_cancelled else ""
    return (
        f"{place}",
        f"{starts_at:%H:%M}",
        f"{one.meeting.unit.full_name}{cancelled}",
        one.meeting.place,
        "\n".join(people) or "Chưa phân công",
    )
