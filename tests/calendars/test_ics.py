"""What is written is read back by two readers that know nothing of each other, and by a plain look at the bytes."""

import datetime
import unicodedata

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from calendars.ics import Event, Feed, clean, clean_line, etag, feed_bytes
from tests.world import HANOI

WORDS = st.sampled_from(
    ["Hội nghị", "xã Tả Phời", "phường Cốc Lếu,", "giải phóng; mặt bằng", "“đồng thuận”", "Đặng Thị Ngọc Ánh", "\n",
     "\r\n", "C:\\new", "\\,", ":", "=", '"', "'", "Ứ", "ỡ" * 80, "😀", "12/11/2026", "\u2028", "\x85", "\x0b", "--"]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(WORDS, max_size=40).map(" ".join),
    st.text(max_size=300),
    st.text(alphabet="ăâđêôơưáàảãạ ,;\\\n\r:", max_size=400),
)
MOMENTS = st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2099, 12, 31), timezones=st.just(HANOI)).map(
    lambda moment: moment.replace(microsecond=0)
)


def make_event(**fields) -> Event:
    starts_at = datetime.datetime(2026, 11, 12, 8, 0, tzinfo=HANOI)
    values = {
        "uid": "hoi-nghi-7@tuyenvan.invalid",
        "sequence": 3,
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=3),
        "changed_at": datetime.datetime(2026, 11, 5, 16, 30, tzinfo=HANOI),
        "summary": "Hội nghị tuyên vận xã Hợp Thành",
        "place": "Hội trường UBND xã, tầng 2",
        "description": "Nội dung:\nThông tin thời sự; xây dựng nông thôn mới",
    }
    return Event(**(values | fields))


def feed(*events: Event, name: str = "Hội nghị tuyên vận – Xã Hợp Thành") -> Feed:
    return Feed(name=name, events=events)


def unfolded(written: bytes) -> list[str]:
    return written.decode("utf-8").replace("\r\n ", "").split("\r\n")


def check_bytes(written: bytes) -> None:
    """RFC 5545, 3.1: CRLF only, 75 octets a line, no character torn in two."""
    assert written.endswith(b"END:VCALENDAR\r\n")
    for line in written[:-2].split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
        assert not [byte for byte in line if byte < 32]


@settings(max_examples=150, deadline=None)
@given(summary=TEXTS, place=TEXTS, description=TEXTS, starts_at=MOMENTS)
def test_two_readers_find_what_was_written(summary, place, description, starts_at):
    ends_at = starts_at + datetime.timedelta(hours=3)
    event = make_event(
        summary=summary, place=place, description=description, starts_at=starts_at, ends_at=ends_at, sequence=12
    )
    written = feed_bytes(feed(event))
    check_bytes(written)
    wanted = (clean_line(summary), clean_line(place), clean(description))

    first = Calendar.from_ical(written).walk("VEVENT")[0]
    assert (str(first["SUMMARY"]), str(first["LOCATION"]), str(first["DESCRIPTION"])) == wanted
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (starts_at, ends_at)
    assert first.decoded("SEQUENCE") == 12

    second = vobject.readOne(written.decode()).vevent
    assert (second.summary.value, second.location.value, second.description.value) == wanted
    assert (second.dtstart.value, second.dtend.value) == (starts_at, ends_at)
    assert second.sequence.value == "12"


@given(TEXTS)
def test_cleaning_keeps_every_letter(text):
    kept = [sign for sign in clean(text) if not sign.isspace() and sign != "/"]
    wanted = [
        sign
        for sign in unicodedata.normalize("NFC", text)
        if not sign.isspace() and sign not in "/\\" and unicodedata.category(sign) not in ("Cc", "Cs")
    ]
    assert kept == wanted


def test_the_head_says_what_calendar_it_is_and_in_which_zone():
    written = feed_bytes(feed(make_event()))
    lines = unfolded(written)
    for line in ("VERSION:2.0", "METHOD:PUBLISH", "X-WR-CALNAME:Hội nghị tuyên vận – Xã Hợp Thành",
                 "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh", "BEGIN:VTIMEZONE",
                 "TZID:Asia/Ho_Chi_Minh", "TZOFFSETTO:+0700", "DTSTART;TZID=Asia/Ho_Chi_Minh:20261112T080000",
                 "DTEND;TZID=Asia/Ho_Chi_Minh:20261112T110000", "DTSTAMP:20261105T093000Z",
                 "LAST-MODIFIED:20261105T093000Z", "STATUS:CONFIRMED", "SEQUENCE:3",
                 "UID:hoi-nghi-7@tuyenvan.invalid"):  # fmt: skip
        assert line in lines, line
    assert lines.index("BEGIN:VTIMEZONE") < lines.index("BEGIN:VEVENT")


def test_both_readers_know_a_cancelled_conference():
    written = feed_bytes(feed(make_event(is_cancelled=True)))
    assert str(Calendar.from_ical(written).walk("VEVENT")[0]["STATUS"]) == "CANCELLED"
    assert vobject.readOne(written.decode()).vevent.status.value == "CANCELLED"


@pytest.mark.parametrize("at", [datetime.datetime(1975, 6, 13, 0, 0), datetime.datetime(2026, 7, 1, 12, 0)])
def test_vietnam_has_been_seven_hours_ahead_all_the_year_round(at):
    assert at.replace(tzinfo=HANOI).utcoffset() == datetime.timedelta(hours=7)


def test_an_empty_feed_is_a_calendar_all_the_same():
    written = feed_bytes(feed())
    check_bytes(written)
    assert Calendar.from_ical(written).walk("VEVENT") == []
    assert vobject.readOne(written.decode()).name == "VCALENDAR"


def test_the_same_state_has_the_same_bytes_and_name_and_another_has_another():
    one, same = feed(make_event()), feed(make_event())
    assert feed_bytes(one) == feed_bytes(same)
    assert etag(one) == etag(same)
    for change in ({"sequence": 4}, {"place": "nơi khác"}, {"is_cancelled": True}, {"description": "\ud800"}):
        assert etag(feed(make_event(**change))) != etag(one)
    assert etag(feed(make_event(), name="Lịch khác")) != etag(one)


def test_two_at_the_same_minute_are_two_events():
    written = feed_bytes(feed(make_event(), make_event(uid="hoi-nghi-8@tuyenvan.invalid")))
    assert [str(event["UID"])[:10] for event in Calendar.from_ical(written).walk("VEVENT")] == [
        "hoi-nghi-7",
        "hoi-nghi-8",
    ]
