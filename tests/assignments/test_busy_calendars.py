"""An iCalendar file → busy days: what counts, in which zone, how it recurs, and files that mean harm."""

import contextlib
import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from assignments.busy_calendars import MAX_BYTES, MAX_EVENTS, BadCalendarError, read_calendar
from assignments.calendar_reading import read_file_apart
from assignments.recurring_days import neighbours

FIRST, LAST = datetime.date(2026, 11, 1), datetime.date(2027, 2, 28)
DAY = datetime.timedelta(days=1)
OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:Hanoi (office)
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE
"""


def ics(*events, head="", end="\r\n"):
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//VI", *head.splitlines()]
    for number, event in enumerate(events):
        lines = event.split("|")
        uid = [] if any(line.startswith("UID") for line in lines) else [f"UID:{number}@test"]
        parts += ["BEGIN:VEVENT", *uid, "DTSTAMP:20261001T000000Z", *lines, "END:VEVENT"]
    return end.join([*parts, "END:VCALENDAR", ""]).encode()


def busy(content):
    return [f"{day:%d/%m}" for day in read_calendar(content, first=FIRST, last=LAST).days]


@pytest.mark.parametrize(
    ("event", "days"),
    [
        # Whole days; DTEND is the day after.
        ("DTSTART;VALUE=DATE:20261110", ["10/11"]),
        ("DTSTART;VALUE=DATE:20261110|DTEND;VALUE=DATE:20261112", ["10/11", "11/11"]),
        ("DTSTART;VALUE=DATE:20261110|DTEND;VALUE=DATE:20261110", ["10/11"]),
        ("DTSTART;VALUE=DATE:20261110|DURATION:P2D", ["10/11", "11/11"]),
        ("DTSTART;VALUE=DATE:20261030|DTEND;VALUE=DATE:20261103", ["01/11", "02/11"]),
        ("DTSTART;VALUE=DATE:20270227|DTEND;VALUE=DATE:20270401", ["27/02", "28/02"]),
        # Hours: those of the working day, on the clock of Vietnam.
        ("DTSTART;TZID=Asia/Ho_Chi_Minh:20261110T080000|DTEND;TZID=Asia/Ho_Chi_Minh:20261110T090000", ["10/11"]),
        ("DTSTART;TZID=Asia/Ho_Chi_Minh:20261110T080000|DURATION:PT15M", ["10/11"]),
        ("DTSTART:20261110T010000Z|DTEND:20261110T020000Z", ["10/11"]),
        ("DTSTART:20261109T230000Z|DTEND:20261110T000000Z", []),
        ("DTSTART:20261109T230000Z|DTEND:20261110T000100Z", ["10/11"]),
        ("DTSTART:20261110T110000Z|DTEND:20261110T130000Z", []),
        ("DTSTART:20261110T180000|DTEND:20261111T070000", []),
        ("DTSTART:20261110T175900|DTEND:20261111T070100", ["10/11", "11/11"]),
        ("DTSTART:20261110T080000|DTEND:20261112T120000", ["10/11", "11/11", "12/11"]),
        ("DTSTART;TZID=SE Asia Standard Time:20261110T080000|DURATION:PT1H", ["10/11"]),
        ("DTSTART;TZID=Pacific Standard Time:20261110T180000|DURATION:PT1H", ["11/11"]),
        ("DTSTART;TZID=Nowhere/At/All:20261110T080000|DURATION:PT1H", ["10/11"]),
        ("DTSTART:20261110T080000", []),  # no length: a reminder
        # What says that its owner is free.
        ("DTSTART;VALUE=DATE:20261110|TRANSP:TRANSPARENT", []),
        ("DTSTART;VALUE=DATE:20261110|TRANSP:OPAQUE", ["10/11"]),
        ("DTSTART;VALUE=DATE:20261110|STATUS:CANCELLED", []),
        ("DTSTART;VALUE=DATE:20261110|STATUS:TENTATIVE", ["10/11"]),
        ("DTSTART;VALUE=DATE:20261110|X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("DTSTART;VALUE=DATE:20261110|X-MICROSOFT-CDO-BUSYSTATUS:OOF", ["10/11"]),
        # Recurrences.
        ("DTSTART:20261103T080000|DURATION:PT1H|RRULE:FREQ=WEEKLY;COUNT=3", ["03/11", "10/11", "17/11"]),
        (
            "DTSTART:20261103T080000|DURATION:PT1H|RRULE:FREQ=WEEKLY;COUNT=3|EXDATE:20261110T080000",
            ["03/11", "17/11"],
        ),
        ("DTSTART;VALUE=DATE:20200106|RRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20261231", ["02/11", "07/12"]),
        ("DTSTART:20261130T230000Z|DURATION:PT2H|RRULE:FREQ=DAILY;UNTIL=20261202T230000Z", ["01/12", "02/12", "03/12"]),
        ("DTSTART;VALUE=DATE:20261110|RDATE;VALUE=DATE:20261120,20261125", ["10/11", "20/11", "25/11"]),
    ],
)
def test_an_event_makes_these_days_busy(event, days):
    assert busy(ics(event)) == days


def test_a_zone_that_the_file_describes_itself_is_read():
    event = "DTSTART;TZID=Hanoi (office):20261110T173000|DTEND;TZID=Hanoi (office):20261110T183000"
    assert busy(ics(event, head=OUTLOOK_ZONE)) == ["10/11"]


def test_one_occurrence_that_was_moved_cancelled_or_freed_is_read_so():
    weekly = "UID:w@test|DTSTART:20261103T080000|DTEND:20261103T090000|RRULE:FREQ=WEEKLY;COUNT=4"
    moved = "UID:w@test|RECURRENCE-ID:20261110T080000|DTSTART:20261112T080000|DTEND:20261112T090000"
    called_off = (
        "UID:w@test|RECURRENCE-ID:20261117T080000|DTSTART:20261117T080000|DTEND:20261117T090000|STATUS:CANCELLED"
    )
    freed = "UID:w@test|RECURRENCE-ID:20261124T080000|DTSTART:20261124T080000|DTEND:20261124T090000|TRANSP:TRANSPARENT"
    assert busy(ics(weekly, moved, called_off, freed)) == ["03/11", "12/11"]


@pytest.mark.parametrize(
    "content",
    [
        ics("DTSTART;VALUE=DATE:20261110", end="\n"),
        ics("DTSTART;VALUE=DATE:20261110", end="\r"),
        b"\xef\xbb\xbf" + ics("DTSTART;VALUE=DATE:20261110"),
        ics("DTSTART;VALUE=DATE:20261110").decode().encode("utf-16"),
        b"\r\n\r\n" + ics("DTSTART;VALUE=DATE:20261110"),
        ics("DTSTART;VALUE=D\r\n ATE:2026\r\n\t1110"),
        ics("dtstart;value=date:20261110").replace(b"BEGIN:VEVENT", b"begin:vevent"),
        ics("DTSTART;VALUE=DATE:20261110|SUMMARY:H\xc3\xb3p").replace("Ã³".encode(), b"\xff\xfe\x80"),
        ics("DTSTART;VALUE=DATE:20261110|DESCRIPTION:a|this line is no property|X-Ü=;:::\x00"),
        ics("DTSTART;VALUE=DATE:20261110|BEGIN:VALARM|TRIGGER:nonsense|END:VALARM"),
        ics() + ics("DTSTART;VALUE=DATE:20261110"),
    ],
)
def test_one_day_however_it_is_written(content):
    assert busy(content) == ["10/11"]


def test_published_free_busy_times_are_read():
    times = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nUID:1\r\nFREEBUSY:20261110T010000Z/PT3H,20261112T010000Z/20261112T020000Z"
        b"\r\nFREEBUSY;FBTYPE=FREE:20261115T010000Z/PT3H\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    )
    assert busy(times) == ["10/11", "12/11"]


@pytest.mark.parametrize("times", [b"x", b"", b"20261110T010000Z", b"20261110T010000Z/x", b"99991231T235959Z/P9D"])
def test_free_busy_times_that_make_no_sense_cost_nothing_else(times):
    content = ics("DTSTART;VALUE=DATE:20261120").replace(
        b"BEGIN:VEVENT", b"BEGIN:VFREEBUSY\r\nFREEBUSY:" + times + b"\r\nEND:VFREEBUSY\r\nBEGIN:VEVENT"
    )
    assert busy(content) == ["20/11"]


def test_nothing_but_days_comes_out():
    reading = read_calendar(
        ics("DTSTART;VALUE=DATE:20261110|SUMMARY:Khám bệnh|LOCATION:Bệnh viện"), first=FIRST, last=LAST
    )
    assert "Khám" not in repr(reading)
    assert (reading.events, reading.unread) == (1, 0)


# Files that are none, and files that mean harm


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "không phải tệp lịch"),
        (b"\x00" * 100, "không phải tệp lịch"),
        (b"PK\x03\x04 a spreadsheet", "không phải tệp lịch"),
        (b"<html>BEGIN:VCALENDAR</html>", "không phải tệp lịch"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "không phải tệp lịch"),
        (b"BEGIN:VCALENDAR\r\n", "đứt quãng"),
        (ics("DTSTART;VALUE=DATE:20261110")[:-20], "đứt quãng"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\nEND:VEVENT\r\n", "đứt quãng"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:VCALENDAR\r\n", "đứt quãng"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * MAX_BYTES, "quá 1 MB"),
        (ics(*["X:1"] * (MAX_EVENTS + 1)), "quá 5.000 sự kiện"),
        (b"BEGIN:VCALENDAR\r\n" + b"\r\n" * 200_000 + b"END:VCALENDAR\r\n", "quá 5.000 sự kiện"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_reason(content, reason):
    with pytest.raises(BadCalendarError, match=reason):
        read_calendar(content, first=FIRST, last=LAST)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=1", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=99999999999", "FREQ=DAILY;COUNT=-5", "FREQ=", "nonsense", "",
        "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,1,2;BYSECOND=0,1,2",
        "FREQ=YEARLY;BYYEARDAY=" + ",".join(str(day) for day in range(1, 366)),
    ],
)  # fmt: skip
def test_an_event_whose_rule_no_meeting_has_is_left_out_and_counted(rule):
    content = ics(f"DTSTART:20261103T080000|DURATION:PT1H|RRULE:{rule}", "DTSTART;VALUE=DATE:20261120")
    reading = read_calendar(content, first=FIRST, last=LAST)
    assert (reading.days, reading.unread) == ((datetime.date(2026, 11, 20),), 1)


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:99999999T999999", "DTSTART:00010101T000000|DTEND:99991231T235959",
        "DTSTART;VALUE=DATE:20261110|DTEND:x",
        "DTEND:20261110T080000", "DTSTART;TZID=../../etc/passwd:20261110T080000|DURATION:PT1H",
        "DURATION:P99999999999D",
        "DTSTART:20261110T080000|DURATION:-PT5H", "DTSTART:20261110T080000|DURATION:P9999999D", "RRULE:FREQ=DAILY",
        "DTSTART:20261110T080000|RECURRENCE-ID:x", "DTSTART:20261110T080000|EXDATE:x|RRULE:FREQ=DAILY",
        "DTSTART;VALUE=DATE:20261110|RRULE:FREQ=DAILY;UNTIL=x", "DTSTART:20261110T080000|DTSTART:20261111T080000",
        "DTSTART;VALUE=PERIOD:20261110T080000/PT1H", "UID:|DTSTART;VALUE=DATE:20261110|SEQUENCE:x",
        "DTSTART;TZID=\"a\nb\":20261110T080000", "DTSTART:20261110T080000Z|RDATE;VALUE=PERIOD:20261110T080000Z/x",
    ],
)  # fmt: skip
def test_an_odd_event_never_brings_the_reading_down_with_another_fault(event):
    """It is read or left out; the good event beside it is not lost."""
    reading = read_calendar(ics(event, "DTSTART;VALUE=DATE:20261120"), first=FIRST, last=LAST)
    assert datetime.date(2026, 11, 20) in reading.days
    assert all(FIRST <= day <= LAST for day in reading.days)


def test_a_rule_that_never_comes_true_is_ended_by_the_clock():
    never = "DTSTART:19000101T080000|DURATION:PT1H|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    began = time.monotonic()
    with pytest.raises(BadCalendarError, match="quá nhiều sự kiện lặp lại"):
        read_file_apart(ics(*[never] * 200), first=FIRST, last=LAST)
    assert time.monotonic() - began < 20


def test_a_real_calendar_is_read_apart():
    content = ics(*[f"DTSTART:202611{day:02}T080000|DURATION:PT1H" for day in range(1, 31)] * 40)
    assert len(read_file_apart(content, first=FIRST, last=LAST).days) == 30


# There and back

days_within = st.dates(FIRST, LAST)


@given(st.lists(days_within, max_size=25), st.booleans())
@settings(max_examples=60, deadline=None)
def test_spells_written_as_a_calendar_are_read_as_the_same_days(days, as_hours):
    calendar = Calendar()
    calendar.add("prodid", "-//test//VI")
    calendar.add("version", "2.0")
    for number, (first, last) in enumerate(neighbours(days)):
        event = Event()
        event.add("uid", f"{number}@test")
        event.add("summary", "Bận: họp, đi công tác; …")
        if as_hours:
            event.add("dtstart", datetime.datetime.combine(first, datetime.time(7), tzinfo=datetime.UTC))
            event.add("dtend", datetime.datetime.combine(last, datetime.time(8), tzinfo=datetime.UTC))
        else:
            event.add("dtstart", first)
            event.add("dtend", last + DAY)
        calendar.add_component(event)
    assert read_calendar(calendar.to_ical(), first=FIRST, last=LAST).days == tuple(sorted(set(days)))


@given(st.binary(max_size=400), st.integers(0, 300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_bring_anything_but_days_or_a_sentence(noise, where):
    good = ics("DTSTART:20261103T080000|DURATION:PT1H|RRULE:FREQ=WEEKLY;COUNT=3", head=OUTLOOK_ZONE)
    for content in (noise, good[:where] + noise + good[where:], good.replace(b"WEEKLY", noise[:20])):
        with contextlib.suppress(BadCalendarError):
            assert all(FIRST <= day <= LAST for day in read_calendar(content, first=FIRST, last=LAST).days)
