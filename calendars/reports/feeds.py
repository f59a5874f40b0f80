"""What the links and the single file give to a calendar program."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.urls import reverse

from assignments.amended_lines import LineChange
from assignments.models import Delegate, Notice, Plan, Seat
from assignments.notice_paper import full_post
from assignments.schedule import Line
from calendars.ics import Event, Feed
from calendars.models import FeedLink, Scope
from units.models import Meeting

MONTHS_BACK = 3
IN_FORCE_ONCE = (Plan.Status.PUBLISHED, Plan.Status.REPLACED)
NOT_YET = "Đại biểu dự: chưa có thông báo phân công."
NO_LONGER = "Theo thông báo phân công mới nhất, đồng chí không còn được phân công dự hội nghị này."


def feed_of(link: FeedLink, *, units: Iterable[int] = (), on: datetime.date) -> Feed:
    """From three months back to all that is registered, cancelled ones too: a program must be told of them."""
    meetings = Meeting.with_cancelled.filter(period__month__gte=_first_month(on))
    if link.scope == Scope.UNIT:
        meetings = meetings.filter(unit__in=units)
    if link.scope == Scope.DELEGATE:
        once = Seat.objects.filter(delegate=link.delegate_id, plan__status__in=IN_FORCE_ONCE)
        meetings = meetings.filter(pk__in=once.values("meeting"))
    return Feed(name=f"Hội nghị tuyên vận – {link.subject}", events=_events(meetings, of=link.delegate_id))


def single_feed(meeting: Meeting) -> Feed:
    meetings = Meeting.with_cancelled.filter(pk=meeting.pk)
    return Feed(name=f"Hội nghị tuyên vận – {meeting.unit}", events=_events(meetings, of=None))


def notice_feed(notice: Notice, lines: Iterable[Line], *, of: int | None = None) -> Feed:
    """What the notice said on the day it was issued, under the names that the links use: they never show one twice."""
    count = _issued_until(notice)
    told = [line for line in lines if line.meeting and line.ends_at]
    return Feed(
        name=f"Hội nghị tuyên vận – {notice}",
        events=tuple(_told(notice, line, count, of=of) for line in told),
    )


def amending_feed(notice: Notice, changes: Iterable[LineChange], *, of: int | None = None) -> Feed:
    """What an amending notice says: a conference that is off, or off for the delegate, is taken out of the calendar."""
    count = _issued_until(notice)
    told = [one for one in changes if one.line.meeting and one.line.ends_at]
    return Feed(
        name=f"Hội nghị tuyên vận – {notice} (điều chỉnh {notice.amends})",
        events=tuple(_told_anew(notice, one, count, of=of) for one in told),
    )


def _told_anew(notice: Notice, change: LineChange, count: int, *, of: int | None) -> Event:
    event = _told(notice, change.line, count, of=of)
    if change.now is None:
        return replace(
            event,
            summary=f"ĐÃ HỦY: {event.summary}",
            description=f"Hội nghị này đã hủy. Theo {notice}.",
            is_cancelled=True,
        )
    if of is not None and all(person.delegate != of for person in change.now.people):
        was = change.was or change.now
        return replace(
            _told(notice, replace(was, version=change.now.version), count, of=of),
            summary=f"KHÔNG CÒN DỰ: {event.summary}",
            description=f"{NO_LONGER} Theo {notice}.",
            is_cancelled=True,
        )
    before = f"Trước đây: {change.before}.\n\n" if change.before else ""
    return replace(event, description=before + event.description)


def _issued_until(notice: Notice) -> int:
    return Plan.objects.filter(
        period=notice.plan.period_id, status__in=IN_FORCE_ONCE, published_at__lte=notice.plan.published_at
    ).count()


def _told(notice: Notice, line: Line, count: int, *, of: int | None) -> Event:
    others = [person.line for person in line.people if of is None or person.delegate != of]
    parts = [f"Nội dung:\n{line.agenda}" if line.agenda else ""]
    if others:
        heading = "Đại biểu dự:" if of is None else "Cùng dự:"
        parts.append("\n".join([heading, *(f"- {person}" for person in others)]))
    parts.append(f"Theo {notice}.")
    return Event(
        uid=_uid(line.meeting),
        sequence=line.version - 1 + count,
        starts_at=line.starts_at,
        ends_at=line.ends_at or line.starts_at,
        changed_at=notice.plan.published_at or line.starts_at,
        summary=f"Hội nghị tuyên vận {line.unit_in_text}",
        place=line.place,
        description="\n\n".join(part for part in parts if part),
    )


def _uid(meeting: int | None) -> str:
    return f"hoi-nghi-{meeting}@{settings.CALENDAR_UID_HOST}"


def _events(meetings: Any, *, of: int | None) -> tuple[Event, ...]:
    """`of`: the delegate whose feed it is. Where he sat once and does no longer, the conference is off for him."""
    rows = list(meetings.with_unit().order_by("starts_at", "pk"))
    notices = _notices({meeting.period_id for meeting in rows})
    seated = _seated(meetings)
    return tuple(_event(meeting, seated[meeting.pk], notices.get(meeting.period_id), of=of) for meeting in rows)


def _seated(meetings: Any) -> dict[int, list[Delegate]]:
    """Pairs and people apart: thousands of seats are held by some dozens of delegates."""
    seats = Seat.objects.in_force().filter(meeting__in=meetings.order_by().values("pk"))
    pairs = list(seats.values_list("meeting_id", "delegate_id"))
    people = Delegate.objects.select_related("agency").in_bulk({delegate for _, delegate in pairs})
    seated: dict[int, list[Delegate]] = defaultdict(list)
    for meeting, delegate in pairs:
        seated[meeting].append(people[delegate])
    return seated


def _notices(periods: set[int]) -> dict[int, tuple[int, datetime.datetime]]:
    """Period → how many plans have been in force, and since when the last one is. Both only ever rise."""
    plans = Plan.objects.filter(period__in=periods, status__in=IN_FORCE_ONCE).order_by()
    counted = plans.values("period").annotate(n=Count("pk"), last=Max("published_at"))
    return {row["period"]: (row["n"], row["last"]) for row in counted}


def _event(
    meeting: Meeting, seated: list[Delegate], notices: tuple[int, datetime.datetime] | None, *, of: int | None
) -> Event:
    count, since = notices or (0, None)
    changes = (meeting.registered_at, meeting.changed_at, meeting.cancelled_at, since)
    lost = of is not None and of not in {one.pk for one in seated}
    name = f"Hội nghị tuyên vận {meeting.unit.name_in_text}"
    if meeting.is_cancelled:
        name, text = f"ĐÃ HỦY: {name}", "Hội nghị này đã hủy."
    elif lost:
        name, text = f"KHÔNG CÒN DỰ: {name}", NO_LONGER
    else:
        text = _description(meeting, [one for one in seated if one.pk != of], is_own=of is not None)
    return Event(
        uid=_uid(meeting.pk),
        # Each change of the row and each notice of its month counts one; neither is ever taken back.
        sequence=meeting.version - 1 + count,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        changed_at=max(moment for moment in changes if moment),
        summary=name,
        place=meeting.place,
        description=text,
        # Whoever follows it signs in; to a delegate who no longer goes there the page is closed.
        url="" if lost or meeting.is_cancelled else settings.SITE_URL + _page(meeting),
        is_cancelled=meeting.is_cancelled or lost,
    )


def _description(meeting: Meeting, delegates: list[Delegate], *, is_own: bool) -> str:
    people = [f"- Đồng chí {one.full_name}, {full_post(one.position, one.agency.name)}" for one in delegates]
    heading = "Cùng dự:" if is_own else "Đại biểu dự:"
    parts = [f"Nội dung:\n{meeting.agenda}", "\n".join([heading, *people]) if people else "" if is_own else NOT_YET]
    return "\n\n".join(part for part in parts if part)


def _page(meeting: Meeting) -> str:
    return reverse("meetings:meeting_detail", args=[meeting.pk])


def _first_month(on: datetime.date) -> datetime.date:
    months = on.year * 12 + on.month - 1 - MONTHS_BACK
    return datetime.date(months // 12, months % 12 + 1, 1)
