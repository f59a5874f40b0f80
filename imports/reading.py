"""What people type in tables → dates, times, names, counts. Pure.

A reader never guesses silently. It returns a Reading: a `value`; or a `doubt`, with what it may be among
`choices`; or a `fault`, why it cannot be read. Texts are Vietnamese, for the person who sent the file. Source of
the ways of writing: the sample files of the offices.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import Generic, TypeVar

from accounts.names import search_key
from documents.vietnamese import WEEKDAYS

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reading(Generic[T]):
    value: T | None = None
    doubt: str = ""
    choices: tuple[T, ...] = ()
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Hours:
    starts: time
    ends: time | None = None

    @property
    def text(self) -> str:
        return f"{self.starts:%H:%M}" + (f" - {self.ends:%H:%M}" if self.ends else "")


# --- days
# -------------------------------------------------------------------------------------------------------------

_WEEKDAY_WORDS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, "chu nhat": 6, "cn": 6}
_WEEKDAY = re.compile(r"^(?:(?:thu|t)\s*(hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|cn))(?![a-z0-9])[\s,.:;(-]*")
_PART_OF_DAY = re.compile(r"^(?:sang|chieu|toi)\s+(?=thu|t[2-7]|chu|cn|ngay|\d)")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}|\d{2}))?\.?")
_WORDS = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})(?:\s*,?\s*nam\s*(\d{4}))?\.?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]00:00(?::00)?)?")
_ONLY_DAY = re.compile(r"(\d{1,2})")


def read_day(text: str, month: date | None = None) -> Reading[date]:
    """A day, with or without weekday and year. `month`: the first day of the month it should lie in; gives a
    missing year.

    Asked about: a weekday that does not fit, a day outside `month` (with day and month swapped, where that lies in
    it), a bare day number.
    """
    key = _PART_OF_DAY.sub("", search_key(text))
    if not key:
        return Reading(fault="Chưa có ngày.")
    weekday, key = _split_weekday(key)
    key = re.sub(r"^(?:ngay|mung|mong)\s+", "", key).strip(" ()")
    if month and _ONLY_DAY.fullmatch(key):
        day = _date(int(key), month.month, month.year)
        if day:
            return Reading(doubt=f"Chỉ ghi ngày {int(key)}, thiếu tháng.", choices=(day,))
    parts = _parts(key)
    if parts is None:
        return Reading(fault=f"Không đọc được ngày “{text}”. Viết ngày/tháng/năm, ví dụ 12/11/2026.")
    number, in_month, year = parts
    if year is None:
        if month is None:
            return Reading(fault=f"Ngày “{text}” thiếu năm. Viết ngày/tháng/năm, ví dụ 12/11/2026.")
        year = month.year
    elif year < 100:
        year += 2000
    return _judged(text, _date(number, in_month, year), _date(in_month, number, year), weekday, month)


def _split_weekday(key: str) -> tuple[int | None, str]:
    found = _WEEKDAY.match(key)
    # "T3" alone may be a month; a weekday is followed by its date.
    if not found or found.end() == len(key):
        return None, key
    word = found[1] or found[2]
    return _WEEKDAY_WORDS[word] if word in _WEEKDAY_WORDS else int(word) - 2, key[found.end() :]


def _parts(key: str) -> tuple[int, int, int | None] | None:
    if found := _ISO.fullmatch(key):
        return int(found[3]), int(found[2]), int(found[1])
    found = _NUMERIC.fullmatch(key) or _WORDS.fullmatch(key)
    return (int(found[1]), int(found[2]), int(found[3]) if found[3] else None) if found else None


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _judged(
    text: str, day: date | None, swapped: date | None, weekday: int | None, month: date | None
) -> Reading[date]:
    is_in = month is None or (day is not None and (day.year, day.month) == (month.year, month.month))
    if day is None or not is_in:
        fits = month is not None and swapped is not None and (swapped.year, swapped.month) == (month.year, month.month)
        choices = (swapped,) if fits and swapped is not None else ()
        if day is None and not choices:
            return Reading(fault=f"Không có ngày “{text}” trong lịch. Viết ngày/tháng/năm, ví dụ 12/11/2026.")
        why = f"Ngày {day:%d/%m/%Y} không thuộc tháng {month:%m/%Y}." if day and month else f"Không có ngày “{text}”."
        return Reading(doubt=why + (" Có thể ngày và tháng viết ngược." if choices else ""), choices=choices)
    if weekday is not None and day.weekday() != weekday:
        return Reading(
            doubt=f"Ngày {day:%d/%m/%Y} là {WEEKDAYS[day.weekday()]}, không phải {WEEKDAYS[weekday]}.", choices=(day,)
        )
    return Reading(value=day)


# --- times
# ------------------------------------------------------------------------------------------------------------

_TIME = re.compile(
    r"(\d{1,2})\s*(?:h|g|gio|:)\s*(?:(\d{1,2})\s*(?:'|′|’|p|ph|phut)?)?(?::\d{2})?\s*(?:sang|(chieu|toi))?"
)
_PART_OF, _LATE = re.compile(r"sang|chieu|toi"), re.compile(r"chieu|toi")
_SPAN = re.compile(r"\s*(?:-|–|—|~|den|toi(?=\s*\d))\s*")


def read_hours(text: str) -> Reading[Hours]:
    """ "8h00", "14 giờ", "8 giờ 30", "7h30'", "08:00", "8g30", "2 giờ chiều"; two with a dash or "đến" are start
    and end.
    """
    key = re.sub(r"^(?:tu|luc|hoi|bat dau)\s+", "", search_key(text)).strip(" .;")
    if not key:
        return Reading(fault="Chưa có giờ.")
    ends = [part for part in _SPAN.split(key) if part]
    moments = [_moment(part) for part in ends]
    if len(ends) == 2 and (doubt := _doubt(text, ends, moments)):
        return doubt
    if not 1 <= len(ends) <= 2 or any(moment is None for moment in moments):
        return Reading(fault=f"Không đọc được giờ “{text}”. Viết giờ:phút, ví dụ 07:30, hoặc 13:30 - 16:00.")
    starts, last = moments[0], moments[1] if len(moments) == 2 else None
    if starts is None:
        return Reading(fault="Chưa có giờ.")
    if last is not None and last <= starts:
        return Reading(fault=f"“{text}”: giờ kết thúc phải sau giờ bắt đầu.")
    return Reading(value=Hours(starts=starts, ends=last))


def _doubt(text: str, ends: list[str], moments: list[time | None]) -> Reading[Hours] | None:
    """ "5h - 7h chiều": whether "chiều" is said of the start too."""
    starts, last = moments
    if starts is None or last is None or _PART_OF.search(ends[0]) or not _LATE.search(ends[1]) or starts.hour >= 12:
        return None
    late = starts.replace(hour=starts.hour + 12)
    if late >= last:
        return None
    choices = tuple(Hours(starts=one, ends=last) for one in (late, starts))
    return Reading(doubt=f"“{text}”: bắt đầu lúc {late:%H:%M} hay {starts:%H:%M}?", choices=choices)


def _moment(part: str) -> time | None:
    found = _TIME.fullmatch(part)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


# --- names, counts, texts
# ---------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"^(?:đ\s*/\s*c|đc\.|đồng chí|ông|bà)\s*[:.]?\s+", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_]+(?:[ '’.\-][^\W\d_]+)*\.?")


def read_text(text: str) -> str:
    """NFC, one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_name(text: str) -> Reading[str]:
    """A person's name without "Đ/c"; capitals throughout are written as a name is."""
    name = _ADDRESS.sub("", read_text(text)).strip(" ,;")
    if not name:
        return Reading(fault="Chưa có họ và tên.")
    if not _PERSON.fullmatch(name):
        return Reading(fault=f"“{read_text(text)}” không phải là họ và tên.")
    if name.isupper() and len(name) > 3:
        name = " ".join(word[:1] + word[1:].lower() for word in name.split())
    if " " not in name:
        return Reading(doubt=f"“{name}” chỉ có một chữ. Đây có phải họ và tên đầy đủ?", choices=(name,))
    return Reading(value=name)


def read_count(text: str, *, least: int, most: int) -> Reading[int]:
    """A whole number, also "05" or "7 người"; from `least` to `most`."""
    found = re.fullmatch(
        r"(\d{1,6})(?:[.,]0{1,2})?(?:\s*(?:nguoi|thanh vien|dai bieu|d/c|dong chi))?", search_key(text)
    )
    if not found:
        return Reading(fault=f"“{read_text(text)}” không phải là số. Nhập số nguyên từ {least} đến {most}.")
    number = int(found[1])
    if not least <= number <= most:
        return Reading(fault=f"{number} không hợp lệ. Nhập số nguyên từ {least} đến {most}.")
    return Reading(value=number)
