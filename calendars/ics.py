"""A feed of conferences as iCalendar (RFC 5545). Pure: the same feed gives the same bytes, none comes from the clock.

The icalendar package writes the properties, escapes the texts and folds lines at 75 octets between characters.
"""

import datetime
import hashlib
import unicodedata
from dataclasses import dataclass

from icalendar import Calendar, Timezone, TimezoneStandard
from icalendar import Event as Entry

ZONE = "Asia/Ho_Chi_Minh"
OFFSET = datetime.timedelta(hours=7)  # since 13 June 1975, without daylight saving time
END = b"END:VCALENDAR\r\n"
REFRESH = datetime.timedelta(hours=1)
FORM = 1  # raise it when the same feed is written in other words: readers then fetch anew


@dataclass(frozen=True, kw_only=True)
class Event:
    """`sequence` never falls for one `uid`; moments are aware; `changed_at` is when the last of this was decided."""

    uid: str
    sequence: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    changed_at: datetime.datetime
    summary: str
    place: str
    description: str
    url: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Feed:
    name: str
    events: tuple[Event, ...]


def etag(feed: Feed) -> str:
    """Names this state of the feed, without writing it out."""
    return f'"{hashlib.sha256(f"{FORM} {feed!r}".encode("utf-8", "replace")).hexdigest()}"'


def feed_bytes(feed: Feed) -> bytes:
    """UTF-8, CRLF, lines of at most 75 octets."""
    calendar = Calendar()
    calendar.add("prodid", "-//tuyenvan//Lịch hội nghị tuyên vận//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", clean_line(feed.name))
    calendar.add("x-wr-calname", clean_line(feed.name))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone())
    head: bytes = calendar.to_ical(sorted=False)
    # One by one: all 13,000 entries of a nation's four months as objects would take 200 MB.
    return b"".join((head.removesuffix(END), *(_entry(event).to_ical(sorted=False) for event in feed.events), END))


def clean_line(text: str) -> str:
    """For what stands on one line: a name, a place."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """NFC, plain newlines, no control characters.

    A backslash becomes a slash: it is the sign of escaping, and readers disagree on what "\\\\n" means.
    """
    lines = unicodedata.normalize("NFC", text).replace("\\", "/").replace("\t", " ").splitlines()
    return "\n".join(line if line.isprintable() else _printable(line) for line in lines)


def _printable(line: str) -> str:
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cs"))


def _entry(event: Event) -> Entry:
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at.astimezone(datetime.UTC))
    entry.add("last-modified", event.changed_at.astimezone(datetime.UTC))
    entry.add("dtstart", _local(event.starts_at), parameters={"tzid": ZONE})
    entry.add("dtend", _local(event.ends_at), parameters={"tzid": ZONE})
    entry.add("summary", clean_line(event.summary))
    entry.add("location", clean_line(event.place))
    entry.add("description", clean(event.description))
    if event.url:
        entry.add("url", event.url)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    # A cancelled conference no longer takes up anybody's time.
    entry.add("transp", "TRANSPARENT" if event.is_cancelled else "OPAQUE")
    return entry


def _local(moment: datetime.datetime) -> datetime.datetime:
    """The time on a clock in Vietnam; TZID says so."""
    return moment.astimezone(datetime.timezone(OFFSET)).replace(tzinfo=None)


def _zone() -> Timezone:
    standard = TimezoneStandard()
    standard.add("dtstart", datetime.datetime(1975, 6, 13))  # noqa: DTZ001 - a zone begins in its own local time
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone
