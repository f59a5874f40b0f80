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
_SPELL = re.compile(rf"(?:\b(?:tu\s+)?(?:ngay\s+)?){_DAY}(?:\s*(?:-|–|—|den(?:\s+het)?)\s*(?:ngay\s+)?{_DAY})?\s*$")
_BARRED = re.compile(r"^(?:phụ trách|phu trach|theo dõi|theo doi)\s*:?\s+(.+)$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Spell:
    first: date
    last: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Notes:
    """`barred` are names as written; `unclear` what was not understood and is ignored unless put right."""

    spells: tuple[Spell, ...] = ()
    barred: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def read_notes(text: str, *, month: date) -> Notes:
    """`month` gives the missing year, the month being worked on."""
    spells, barred, unclear = [], [], []
    for part in filter(None, (read_text(part) for part in re.split(r"[;\n]", text))):
        if found := _BARRED.match(part):
            barred += [read_text(name) for name in re.split(r",| và ", found[1]) if name.strip()]
        elif spell := _spell(part, month):
            spells.append(spell)
        else:
            unclear.append(part)
    return Notes(spells=tuple(spells), barred=tuple(barred), unclear=tuple(unclear))


def _spell(part: str, month: date) -> Spell | None:
    key = search_key(part)
    reason = next((reason for word, reason in _REASONS if key.startswith(word)), "")
    found = _SPELL.search(key.rstrip(" ."))
    if not reason or not found:
        return None
    day, in_month, year, last_day, last_month, last_year = found.groups()
    last_day, last_month, last_year = last_day or day, last_month or in_month, last_year or year
    if last_month is None:
        return None
    last = _date(last_day, last_month, last_year, month.year)
    first = _date(day, in_month or last_month, year or last_year, month.year)
    if first is None or last is None:
        return None
    if first > last and year is None and last_year is None:
        last = _date(last_day, last_month, str(month.year + 1), month.year)  # 28/12 - 03/01
    if last is None or first > last or (last - first).days >= LONGEST_SPELL:
        return None
    return Spell(first=first, last=last, reason=reason)


def _date(day: str, month: str, year: str | None, usual_year: int) -> date | None:
    in_year = int(year) if year else usual_year
    try:
        return date(in_year + 2000 if in_year < 100 else in_year, int(month), int(day))
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
