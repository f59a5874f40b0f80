"""A month and a week of conferences as the pages show them: a few of each day, and how many there are."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber, TruncDate
from django.urls import reverse
from django.utils import timezone

from assignments.models import Delegate, Seat
from calendars.grid import in_reach, month_before, week_of, weeks_of
from meetings.access import meetings_visible_to
from units.actor import Actor
from units.calendar import DAY, day_note, is_working_day, month_after
from units.models import Meeting

# Of many a day a page shows the first ones and leads to the list; of more than five times as many a third of them,
# for then the number tells more than the names, and a month of 3,321 units opens as one of 17.
A_MONTHS_DAY, A_WEEKS_DAY = 6, 12
CROWDED, FEW = 5, 3


@dataclass(frozen=True, kw_only=True)
class Conference:
    meeting: Meeting
    delegates: tuple[Delegate, ...]
    url: str  # "" where the person may open neither the conference nor its unit

    @property
    def state(self) -> str:
        if self.meeting.is_cancelled:
            return "cancelled"
        if self.meeting.is_held:
            return "held"
        return "assigned" if self.delegates else "open"


@dataclass(frozen=True, kw_only=True)
class Day:
    date: datetime.date
    is_outside: bool  # of the month that is shown
    is_today: bool
    is_off: bool
    note: str  # the holiday's name, or that of a day of the office's own
    count: int
    conferences: tuple[Conference, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.conferences)

    @property
    def month(self) -> datetime.date:
        return self.date.replace(day=1)


@dataclass(frozen=True, kw_only=True)
class MonthScreen:
    month: datetime.date
    weeks: list[list[Day]]
    count: int
    week_day: datetime.date  # which week the week view opens with

    @property
    def before(self) -> datetime.date | None:
        return in_reach(month_before(self.month))

    @property
    def after(self) -> datetime.date | None:
        return in_reach(month_after(self.month))


@dataclass(frozen=True, kw_only=True)
class WeekScreen:
    day: datetime.date
    days: list[Day]
    count: int

    @property
    def before(self) -> datetime.date | None:
        return in_reach(self.day - 7 * DAY)

    @property
    def after(self) -> datetime.date | None:
        return in_reach(self.day + 7 * DAY)

    @property
    def month(self) -> datetime.date:
        return self.day.replace(day=1)


def month_screen(meetings: Any, month: datetime.date, *, actor: Actor, on: datetime.date) -> MonthScreen:
    held = meetings.filter(**_from_to(month, month_after(month)))
    weeks = weeks_of(month)
    days = _days([day for week in weeks for day in week], held, actor=actor, on=on, cap=A_MONTHS_DAY, month=month)
    busy = next((day.date for day in days if day.count), month)
    return MonthScreen(
        month=month,
        weeks=[days[start : start + 7] for start in range(0, len(days), 7)],
        count=sum(day.count for day in days),
        week_day=on if on.replace(day=1) == month else busy,
    )


def week_screen(meetings: Any, day: datetime.date, *, actor: Actor, on: datetime.date) -> WeekScreen:
    week = week_of(day)
    held = meetings.filter(**_from_to(week[0], week[-1] + DAY))
    days = _days(week, held, actor=actor, on=on, cap=A_WEEKS_DAY)
    return WeekScreen(day=day, days=days, count=sum(one.count for one in days))


def conferences(meetings: Iterable[Meeting], *, actor: Actor) -> list[Conference]:
    """The meetings beside those who sit there by a published plan, and what the person may open of them."""
    rows = list(meetings)
    keys = [meeting.pk for meeting in rows]
    seated: dict[int, list[Delegate]] = defaultdict(list)
    for seat in Seat.objects.published().filter(meeting__in=keys).with_people():
        seated[seat.meeting_id].append(seat.delegate)
    open_to = set(meetings_visible_to(actor, with_cancelled=True).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        Conference(
            meeting=meeting,
            delegates=tuple(seated[meeting.pk]),
            url=_url(meeting, actor, is_open=meeting.pk in open_to),
        )
        for meeting in rows
    ]


def _days(
    dates: Sequence[datetime.date],
    meetings: Any,
    *,
    actor: Actor,
    on: datetime.date,
    cap: int,
    month: datetime.date | None = None,
) -> list[Day]:
    first, counts = _first_of_each_day(meetings, cap)
    by_day: dict[datetime.date, list[Conference]] = defaultdict(list)
    for one in conferences(first, actor=actor):
        by_day[one.meeting.day].append(one)
    return [
        Day(
            date=date,
            is_outside=month is not None and date.replace(day=1) != month,
            is_today=date == on,
            is_off=not is_working_day(date, calendar=actor.calendar),
            note=day_note(date, calendar=actor.calendar),
            count=counts.get(date, 0),
            conferences=tuple(by_day[date]),
        )
        for date in dates
    ]


def _first_of_each_day(meetings: Any, cap: int) -> tuple[Any, dict[datetime.date, int]]:
    """The first `cap` meetings of each day (fewer of a crowded one), and how many a day has.

    Keys alone are sorted, of a country thousands.
    """
    order = ("starts_at", "unit__sort_key", "pk")
    day: dict[str, Any] = {"partition_by": TruncDate("starts_at")}
    numbered = meetings.order_by().annotate(
        on_day=TruncDate("starts_at"),
        place_in_day=Window(RowNumber(), order_by=[F(name) for name in order], **day),
        count_of_day=Window(Count("pk"), **day),
    )
    shown = Q(place_in_day__lte=cap // FEW) | Q(place_in_day__lte=cap, count_of_day__lte=cap * CROWDED)
    rows = list(numbered.filter(shown).values_list("pk", "on_day", "count_of_day"))
    first = Meeting.with_cancelled.filter(pk__in=[pk for pk, _, _ in rows]).with_unit().order_by(*order)
    return first, {on_day: count for _, on_day, count in rows}


def _from_to(first: datetime.date, end: datetime.date) -> dict[str, Any]:
    """From the first moment of `first` to before that of `end`."""
    midnight = datetime.time()
    zone = timezone.get_current_timezone()
    return {
        # A conference is held in the month of its period; periods are indexed, moments are not.
        "period__month__in": {first.replace(day=1), (end - DAY).replace(day=1)},
        "starts_at__gte": datetime.datetime.combine(first, midnight, tzinfo=zone),
        "starts_at__lt": datetime.datetime.combine(end, midnight, tzinfo=zone),
    }


def _url(meeting: Meeting, actor: Actor, *, is_open: bool) -> str:
    if is_open:
        return reverse("meetings:meeting_detail", args=[meeting.pk])
    knows_unit = actor.sees_all_units or actor.is_delegate or meeting.unit_id in actor.unit_ids
    return reverse("unit_page", args=[meeting.unit_id]) if knows_unit else ""
