"""An iCalendar file → the days on which its owner is busy. Pure; nothing of what its events say comes out, only days.

Lines that say what an event is about (titles, places, people) are dropped before anything is read of them, so they can
neither leak nor break the reading. RFC 5545's recurrences are recurring-ical-events' work. A hostile file can keep any
expansion busy for hours, so `python -m assignments.busy_calendars` reads in a process of its own that is given so much
memory and time and no more (calendar_reading.py starts it).
"""

import datetime
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

MAX_BYTES = 1024 * 1024
MAX_EVENTS = 5000
MAX_LINES = 100_000
WINDOW = datetime.timedelta(days=120)  # how far ahead days are looked for (P)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# An event that touches the working day makes the day busy (P): who comes back at ten misses a conference at eight.
WORK_FROM, WORK_TO = datetime.time(7), datetime.time(18)
DAY = datetime.timedelta(days=1)

READ_PARTS = {"VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
READ_LINES = {
    "VERSION", "PRODID", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE",
    "TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS", "TZID", "TZOFFSETFROM", "TZOFFSETTO",
    "X-WR-TIMEZONE", "DTSTAMP",
}  # fmt: skip
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
FREE_BUSY_TIME = re.compile(r"20\d{6}T\d{6}Z?/(20\d{6}T\d{6}Z?|P[0-9WDTHMS]{2,10})")
MAX_BY = 31  # values of one BY… of a rule

# Said of a file and of an address alike.
LESS = "Dùng một lịch riêng ít việc hơn, hoặc gửi tệp chỉ có những tháng sắp tới."
NOT_A_CALENDAR = "Đây không phải tệp lịch iCalendar (.ics). Xin xuất lại tệp, hoặc chép lại địa chỉ, từ ứng dụng lịch."
TOO_BIG = f"Lịch nặng quá 1 MB. {LESS}"
TOO_MANY = f"Lịch có quá {MAX_EVENTS // 1000}.000 sự kiện. {LESS}"
CUT_OFF = "Lịch bị đứt quãng (thiếu phần cuối). Xin xuất lại rồi gửi lại tệp; nếu là địa chỉ lịch thì đọc lại."


class BadCalendarError(ValueError):
    """Why a calendar is not read, in a Vietnamese sentence for its owner."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The busy days in order, how many events made them so, and how many could not be understood."""

    days: tuple[datetime.date, ...]
    events: int = 0
    unread: int = 0


@dataclass(frozen=True, kw_only=True)
class Spell:
    """A stretch of busy time, on the clock of Vietnam."""

    start: datetime.datetime
    end: datetime.datetime


def read_calendar(content: bytes, *, first: datetime.date, last: datetime.date) -> Reading:
    """The busy days from `first` to `last`."""
    if len(content) > MAX_BYTES:
        raise BadCalendarError(TOO_BIG)
    kept, unread = _kept_lines(_unfolded(content))
    days: set[datetime.date] = set()
    events = 0
    for occurrence in _occurrences(_parsed(kept), first, last):
        found = _busy_days_of(occurrence) if occurrence else None
        if found is None:
            unread += 1
            continue
        within = set(_clipped(found, first, last))
        events += bool(within)
        days |= within
    return Reading(days=tuple(sorted(days)), events=events, unread=unread)


# What is read of the file


def _unfolded(content: bytes) -> list[str]:
    """Logical lines. The bytes that are no UTF-8 are in texts that nobody reads."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    if not text.lstrip()[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise BadCalendarError(NOT_A_CALENDAR)
    lines = re.sub(r"(\r\n|\n|\r)[ \t]", "", text.lstrip()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LINES:
        raise BadCalendarError(TOO_MANY)
    return lines


def _kept_lines(lines: list[str]) -> tuple[list[str], int]:
    """Times and rules, without parts and lines that do not decide when somebody is busy; and how many events are
    left out because their rule is none that a calendar of meetings has."""
    kept: list[str] = []
    open_parts: list[tuple[str, int, bool]] = []  # name, where it begins in `kept`, is it read
    unread = events = 0
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.strip().upper(), value.strip().upper()
        if name == "BEGIN":
            reads = value in READ_PARTS and (not open_parts or open_parts[-1][2])
            open_parts.append((value, len(kept), reads))
            events += value == "VEVENT"
            if events > MAX_EVENTS:
                raise BadCalendarError(TOO_MANY)
            if reads:
                kept.append(f"BEGIN:{value}")
        elif name == "END":
            if not open_parts or open_parts[-1][0] != value:
                raise BadCalendarError(CUT_OFF)
            part, start, reads = open_parts.pop()
            if not reads:
                continue
            kept.append(f"END:{value}")
            if not _is_sound(kept[start:]):
                del kept[start:]
                unread += part == "VEVENT"
        elif open_parts and open_parts[-1][2] and _is_read(line, within=open_parts[-1][0]):
            kept.append(line)
    if open_parts:
        raise BadCalendarError(CUT_OFF)
    return kept, unread


def _is_read(line: str, *, within: str) -> bool:
    name = re.split(r"[;:]", line, maxsplit=1)[0].strip().upper()
    if within == "VFREEBUSY":  # one word amiss there, and the library drops the whole file
        return name == "FREEBUSY" and all(FREE_BUSY_TIME.fullmatch(one) for one in line.rpartition(":")[2].split(","))
    return name in READ_LINES


def _is_sound(part: list[str]) -> bool:
    return all(_is_sound_rule(line.partition(":")[2]) for line in part if line[:5].upper() == "RRULE")


def _is_sound_rule(rule: str) -> bool:
    """Days, weeks, months, years; a rule by the second is no meeting and would be counted for ever."""
    parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";"))
    if parts.get("FREQ") not in FREQUENCIES or not re.fullmatch(r"0*[1-9]\d{0,3}", parts.get("INTERVAL", "1")):
        return False
    if not re.fullmatch(r"\d{1,6}", parts.get("COUNT", "1")):
        return False
    if any(len(values.split(",")) > 1 for key, values in parts.items() if key in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        return False
    return all(len(values.split(",")) <= MAX_BY for key, values in parts.items() if key.startswith("BY"))


def _parsed(lines: list[str]) -> Any:
    from icalendar import Calendar

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            calendars = Calendar.from_ical("\r\n".join([*lines, ""]), multiple=True)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError) as error:
        raise BadCalendarError(NOT_A_CALENDAR) from error
    return calendars


# When


def _occurrences(calendars: Iterable[Any], first: datetime.date, last: datetime.date) -> Iterator[Any]:
    # A day more at each end: the library compares in the zone of each event.
    since, until = first - DAY, last + 2 * DAY
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for calendar in calendars:
            for part in calendar.walk("VFREEBUSY"):
                yield from _free_busy(part)
            yield from _expanded(calendar, since, until)


def _expanded(calendar: Any, since: datetime.date, until: datetime.date) -> Iterator[Any]:
    """Busy events, and None for what cannot be understood. One event that makes no sense must not cost the others."""
    import recurring_ical_events

    def between(one: Any) -> list[Any]:
        found = recurring_ical_events.of(one, components=["VEVENT"], skip_bad_series=True)
        return [event for event in found.between(since, until) if _is_busy(event)]

    try:
        yield from between(calendar)
        return
    except Exception:  # noqa: S110 - whatever a library raises on what makes no sense
        pass
    for series in _by_uid(calendar):
        try:
            yield from between(series)
        except Exception:
            yield None


def _by_uid(calendar: Any) -> Iterator[Any]:
    """The same calendar in parts: each event with the changes of its single occurrences."""
    from icalendar import Calendar

    series: dict[str, list[Any]] = defaultdict(list)
    for event in calendar.walk("VEVENT"):
        series[str(event.get("UID", ""))].append(event)
    for events in series.values():
        part = Calendar()
        if zone := calendar.get("X-WR-TIMEZONE"):
            part["X-WR-TIMEZONE"] = zone
        part.subcomponents = events
        yield part


def _free_busy(part: Any) -> Iterator[Spell | None]:
    """Times that a server publishes in the place of events."""
    periods = part.get("FREEBUSY", [])
    for value in periods if isinstance(periods, list) else [periods]:
        try:
            start, end = value.dt
            if str(value.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                until = start + end if isinstance(end, datetime.timedelta) else end
                yield Spell(start=_local(start), end=_local(until))
        except (ValueError, TypeError, AttributeError, OverflowError):
            yield None


def _is_busy(event: Any) -> bool:
    def said(name: str) -> str:
        return str(event.get(name, "")).strip().upper()

    return (
        said("TRANSP") != "TRANSPARENT"
        and said("STATUS") != "CANCELLED"
        and said("X-MICROSOFT-CDO-BUSYSTATUS") != "FREE"
    )


def _busy_days_of(event: Any) -> tuple[datetime.date, datetime.date] | None:
    """First and last day (which may come before the first: then there is none). None for times that make no sense."""
    if isinstance(event, Spell):
        return _worked_days(event.start, event.end)
    try:
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        if isinstance(start, datetime.datetime):
            return _worked_days(_local(start), _local(end))
        # DTEND is the day after; writers who did not know that mean one day.
        return start, max(start, (end.date() if isinstance(end, datetime.datetime) else end) - DAY)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _worked_days(start: datetime.datetime, end: datetime.datetime) -> tuple[datetime.date, datetime.date]:
    """Days of which the working hours are touched; what has no length touches nothing."""
    if end <= start:
        return start.date(), start.date() - DAY
    first = start.date() if start.time() < WORK_TO else start.date() + DAY
    return first, end.date() if end.time() > WORK_FROM else end.date() - DAY


def _local(moment: datetime.datetime) -> datetime.datetime:
    """Wall time in Vietnam; a time without a zone is one already."""
    return (moment.astimezone(ZONE) if moment.tzinfo else moment).replace(tzinfo=None)


def _clipped(
    days: tuple[datetime.date, datetime.date], first: datetime.date, last: datetime.date
) -> Iterator[datetime.date]:
    day, end = max(days[0], first), min(days[1], last)
    while day <= end:
        yield day
        day += DAY
