"""Which column of a foreign table is which field of ours, and where its heading stands. Pure.

Only proposals: the person sees them and can say otherwise. A column nobody asked for (phones, numbering) is not
used, and its cells are not kept.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.names import search_key

HEADING_WITHIN = 40  # rows from the top
ENOUGH = 2  # known headings that make a row the heading row
LEFT_OUT = ""  # the field of a column that is not used


@dataclass(frozen=True, kw_only=True)
class Field:
    """`headings` are keys without marks; `starts` begin longer ones."""

    name: str
    label: str
    headings: frozenset[str]
    starts: tuple[str, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """`heading` is the number (from 1) of the last heading row; `fields` one name a column, "" where not used."""

    heading: int
    lines: int
    fields: tuple[str, ...]


def _field(name: str, label: str, headings: str, *, starts: str = "", is_needed: bool = False) -> Field:
    return Field(
        name=name,
        label=label,
        headings=frozenset(part.strip() for part in headings.split("|")),
        starts=tuple(part.strip() for part in starts.split("|") if part.strip()),
        is_needed=is_needed,
    )


_UNIT = _field(
    "unit",
    "Xã, phường",
    "xa phuong|don vi|ten don vi|xa phuong dac khu|ten xa phuong|phuong xa|xa|phuong|dia phuong|dang bo xa|co so",
    is_needed=True,
)
_CODE = _field("unit_code", "Mã đơn vị", "ma don vi|ma xa phuong|ma xa|ma|ma dvhc")
KINDS: Mapping[str, tuple[Field, ...]] = {
    "registrations": (
        _UNIT,
        _CODE,
        _field(
            "day", "Ngày", "ngay to chuc|ngay|ngay hop|ngay thang|ngay hoi nghi", starts="ngay to chuc", is_needed=True
        ),
        _field(
            "hours",
            "Giờ",
            "thoi gian|gio|gio bat dau|bat dau|gio hop|gio to chuc|bat dau luc|thoi gian bat dau",
            is_needed=True,
        ),
        _field("ends", "Kết thúc", "ket thuc|gio ket thuc|ket thuc luc|thoi gian ket thuc"),
        _field("place", "Địa điểm", "dia diem|noi to chuc|noi hop", starts="dia diem", is_needed=True),
        _field("agenda", "Nội dung", "noi dung|noi dung trong tam|noi dung hoi nghi|noi dung chinh", starts="noi dung"),
        _field("seats", "Số đại biểu", "so dai bieu|so dai bieu du|so dai bieu cap tren"),
    ),
    "delegates": (
        _field("full_name", "Họ và tên", "ho va ten|ho ten|ho va ten dai bieu|dai bieu|dong chi", is_needed=True),
        _field("position", "Chức vụ", "chuc vu|chuc danh|chuc vu chuc danh|chuc vu cong tac", is_needed=True),
        _field("agency", "Cơ quan", "co quan|don vi|co quan don vi|don vi cong tac|noi cong tac|co quan cong tac"),
        _field("tier", "Cấp", "cap|cap dai bieu"),
        _field("note", "Ghi chú", "ghi chu|lich ban|luu y"),
    ),
    "teams": (
        _UNIT,
        _CODE,
        _field(
            "name",
            "Tổ tuyên vận",
            "to tuyen van|ten to|ten to tuyen van|to|thon to dan pho|thon|to dan pho|thon ban to dan pho",
            is_needed=True,
        ),
        _field("members", "Số thành viên", "so thanh vien|thanh vien|so nguoi|so luong|si so"),
        _field("head", "Tổ trưởng", "to truong|to truong chuc danh|chuc danh to truong", starts="to truong"),
    ),
}


def field_names(kind: str) -> list[str]:
    return [field.name for field in KINDS[kind]]


def label_of(kind: str, name: str) -> str:
    return next((field.label for field in KINDS[kind] if field.name == name), name)


def column_labels(kind: str) -> list[tuple[str, str]]:
    """(name, label) of the columns in which a row is shown; codes and ends stand within another one."""
    shown = {one.name: one.label for one in KINDS[kind] if one.name not in ("unit_code", "ends")}
    order = ("full_name", "agency", "position", "tier", "note") if kind == "delegates" else tuple(shown)
    return [(name, shown[name]) for name in order]


def missing(kind: str, fields: Sequence[str]) -> list[str]:
    """Labels of needed fields that no column gives. Delegates' agencies may stand in rows of their own."""
    given = set(fields) | ({"unit"} if "unit_code" in fields else set())
    return [field.label for field in KINDS[kind] if field.is_needed and field.name not in given]


def propose(kind: str, rows: Sequence[Sequence[str]]) -> Proposal | None:
    """The row (or two rows, one below the other) in which most fields are known; None where none has ENOUGH."""
    best: tuple[int, Proposal] | None = None
    for number in range(1, min(len(rows), HEADING_WITHIN) + 1):
        for lines in (1, 2):
            if lines > number:
                continue
            fields = columns_of(kind, rows[number - lines : number])
            score = sum(1 for name in fields if name)
            if score >= ENOUGH and (best is None or score > best[0]):
                best = score, Proposal(heading=number, lines=lines, fields=fields)
    return best[1] if best else None


def columns_of(kind: str, heading: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The fields of the columns under these one or two heading rows; of two columns alike the first counts."""
    width = max((len(row) for row in heading), default=0)
    taken: set[str] = set()
    fields = []
    for column in range(width):
        name = next((name for name in _candidates(kind, heading, column) if name not in taken), LEFT_OUT)
        taken.add(name)
        fields.append(name)
    return tuple(fields)


def _candidates(kind: str, heading: Sequence[Sequence[str]], column: int) -> list[str]:
    """The lower text first, then the upper one; a two-line heading is also read as one."""
    texts = [row[column] if column < len(row) else "" for row in heading]
    if len(texts) == 2 and not texts[1] and texts[0]:
        texts = [texts[0]]
    wanted = [*reversed(texts), " ".join(texts)] if len(texts) > 1 else texts
    return [name for text in wanted if (name := field_of(kind, text))]


def field_of(kind: str, text: str) -> str:
    key = " ".join(re.sub(r"[^a-z0-9]+", " ", search_key(text)).split())
    if not key or len(key) > 60:
        return LEFT_OUT
    for field in KINDS[kind]:
        if key in field.headings:
            return field.name
    return next((field.name for field in KINDS[kind] if field.starts and key.startswith(field.starts)), LEFT_OUT)


_TOTAL = re.compile(r"(?:tong so|tong cong|tong|cong)(?:\s*[:.(]|\s*$|\s+\d)")
_SIGNATURE = re.compile(
    r"(?:nguoi lap|nguoi tong hop|lap bieu|thu truong|truong ban|t/m|k/t|t/l|tm\.|kt\.|tl\.|noi nhan|chu tich|bi thu|"
    r"pho truong ban|ngay\s+\d+\s+thang)\b"
)


def why_ignored(cells: Sequence[str], kept: Sequence[str], numbers: Sequence[str]) -> str:
    """Why a row under the heading is no data: empty, a total, the heading once more, a signature; "" where it is
    data.

    `cells` is the whole row, `kept` the cells of used columns, `numbers` the headings' texts.
    """
    keys = [search_key(cell) for cell in cells if cell]
    if not keys:
        return "dòng trống"
    if keys == [search_key(cell) for cell in numbers if cell]:
        return "tiêu đề lặp lại"
    if len(keys) <= 3 and any(_TOTAL.match(key) for key in keys):
        return "dòng tổng cộng"
    if len(keys) <= 2 and any(_SIGNATURE.match(key) for key in keys) and sum(1 for cell in kept if cell) <= 1:
        return "phần ký"
    if not any(kept):
        return "không có cột nào được dùng"
    if all(re.fullmatch(r"\(?\d{1,2}\)?", key) for key in keys) and len(keys) > 2:
        return "dòng đánh số cột"
    return ""
