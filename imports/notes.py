"""What stands in the notes beside a delegate: days on which somebody cannot come, units he is not to be sent to.
Pure.

"Công tác nước ngoài 09-13/11", "Nghỉ phép từ 10/11 đến 12/11", "bận ngày 12/11" → a busy spell with its reason in
short. "Phụ trách Hợp Thành" → a name of a unit, which the person confirms (it is an interpretation). Parts are
separated by ";".
"""

import re
from dataclasses import dataclass
from datetime import date

from accounts.names import search_key
from imports.reading import read_text

LONGEST_SPELL = 366  # days
LONGEST_OVER_NEW_YEAR = 92  # where the note leaves the year out: 20/11 - 10/11 is a slip
# Only the kind of reason is kept, not what stands beside it: an illness is nobody's business here.
_REASONS = (
    ("cong tac nuoc ngoai", "Công tác nước ngoài"),
    ("di nuoc ngoai", "Công tác nước ngoài"),
    ("di cong tac", "Đi công tác"),
    ("cong tac", "Đi công tác"),
    ("nghi phep", "Nghỉ phép"),
    ("nghi che do", "Nghỉ chế độ"),
    ("nghi", "Nghỉ"),
    ("di hoc", "Đi học"),
    ("hoc", "Đi học"),
    ("tap huan", "Tập huấn"),
    ("hop", "Bận họp"),
    ("ban", "Bận"),
    ("vang", "Vắng"),
)
_DAY = r"(\d{1,2})(?:\s*[/.]\s*(\d{1,2})(?:\s*[/.]\s*(\d{4}|\d{2}))?)?"
_SPELL = re.compile(rf"(?:tu\s+)?(?:ngay\s+)?{_DAY}(?:\s*(?:-|–|—|den(?:\s+het)?)\s*(?:ngay\s+)?{_DAY})?")
_AND = r"\s*(?:,|&|\bva\b)\s*"
_ANY = _SPELL.pattern.replace(r"(\d", r"(?:\d")
_SPELLS = re.compile(rf"(?<![\d/.])(?:{_ANY}{_AND})*{_ANY}$")
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_BARRED = re.compile(r"^(?:phụ trách|phu trach|theo dõi|theo doi)\s*:?\s+(.+)$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Spell:
    first: date
    last: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Notes:
    """`barred` are names as written; `doubtful` speaks of busy days that cannot be read; `unclear` is what else was not
    understood, and is ignored unless put right.
    """

    spells: tuple[Spell, ...] = ()
    barred: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def read_notes(text: str, *, month: date) -> Notes:
    """`month` is the month being worked on: a day without a year is of the year that brings it nearest to that."""
    spells, barred, doubtful, unclear = [], [], [], []
    for part in filter(None, (read_text(part) for part in re.split(r"[;\n]", text))):
        key = search_key(part).rstrip(" .")
        reason = next((reason for word, reason in _REASONS if key.startswith(word)), "")
        if found := _BARRED.match(part):
            barred += [read_text(name) for name in re.split(r",| và ", found[1]) if name.strip()]
        elif reason and (days := _days(key, month)):
            spells += [Spell(first=first, last=last, reason=reason) for first, last in days]
        elif reason and _SHORT_NUMBER.search(key):
            doubtful.append(part)
        else:
            unclear.append(part)
    return Notes(spells=tuple(spells), barred=tuple(barred), doubtful=tuple(doubtful), unclear=tuple(unclear))


def _days(key: str, month: date) -> list[tuple[date, date]]:
    """The spells at the end of a note, all of them or none: "10, 12-14/11 và 20/11" are three."""
    found = _SPELLS.search(key)
    if not found or _SHORT_NUMBER.search(key[: found.start()]):
        return []
    days: list[tuple[date, date]] = []
    for spell in reversed(list(_SPELL.finditer(found[0]))):
        read = _spell(spell, month, before=days[0] if days else None)
        if read is None:
            return []
        days.insert(0, read)
    return days


def _spell(found: re.Match[str], month: date, *, before: tuple[date, date] | None) -> tuple[date, date] | None:
    """`before` is the spell that follows it in the list: of "10, 12/11" it gives the first its month."""
    day, in_month, year, last_day, last_month, last_year = found.groups()
    last_day, last_month = last_day or day, last_month or in_month
    if last_month is None:
        if before is None:
            return None
        last_month, last_year = str(before[0].month), str(before[0].year)
    ends_in = int(last_year or year or _nearest_year(int(last_month), month))
    last = _date(last_day, last_month, ends_in)
    first = _date(day, in_month or last_month, int(year) if year else ends_in)
    longest = LONGEST_SPELL
    if first and last and first > last and not (year and last_year):
        longest = LONGEST_OVER_NEW_YEAR  # 28/12 - 03/01
        first = first if year else _date(day, in_month or last_month, ends_in - 1)
        last = _date(last_day, last_month, ends_in + 1) if year else last
    if first is None or last is None or not 0 <= (last - first).days < longest:
        return None
    return first, last


def _nearest_year(in_month: int, month: date) -> int:
    """Of a month from five before `month` to six after it."""
    ahead = (in_month - month.month + 5) % 12 - 5
    return (month.year * 12 + month.month - 1 + ahead) // 12


def _date(day: str, month: str, year: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, int(month), int(day))
    except ValueError:
        return None


# --- rank
# -------------------------------------------------------------------------------------------------------------

STANDING_MEMBER, OFFICE_HOLDER, SPECIALIST = 1, 2, 3
_TIERS = (
    (
        STANDING_MEMBER,
        re.compile(r"\b(?:uy vien ban thuong vu|uvbtv|uv btv|thuong truc|bi thu (?:thanh|tinh|huyen) uy)\b"),
    ),
    (SPECIALIST, re.compile(r"^(?:chuyen vien|can bo|nhan vien|giang vien|van thu)\b")),
    (
        OFFICE_HOLDER,
        re.compile(r"\b(?:truong|pho|chu tich|bi thu|giam doc|chanh|chu nhiem|uy vien|thu truong|hieu truong|tong)\b"),
    ),
)


def proposed_tier(position: str) -> int | None:
    """1 Ủy viên Ban Thường vụ, 2 holds office, 3 specialist; None where the position tells nothing.

    Source: domain.md, `Delegate`; a proposal that the person sees in its own column and can change.
    """
    key = search_key(position)
    return next((tier for tier, pattern in _TIERS if pattern.search(key)), None)


def read_tier(text: str) -> int | None:
    key = search_key(text)
    if key in ("1", "2", "3"):
        return int(key)
    if key in ("giu chuc vu", "lanh dao"):
        return OFFICE_HOLDER
    return proposed_tier(text)
