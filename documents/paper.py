"""One administrative document in the Party's form, as plain data. Pure.

Form: Quy định 399-QĐ/TW (2026), Hướng dẫn 05-HD/VPTW (2026). `pdf` and `word` print the same `Paper`; `paper_to_dict`
freezes it, so that a published document prints the same words for ever.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from documents.vietnamese import document_number, long_date

FORM = 1
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
DRAFT_MARK = "DỰ THẢO"
SUMMARY_RULE = "-----"
RECEIVERS_TITLE = "Nơi nhận:"
UNKNOWN_DATE = "ngày … tháng … năm …"
# Non-breaking, or HTML would fold the room left for the handwritten number into one space.
NUMBER_GAP = "\N{NO-BREAK SPACE}" * 6

Align = Literal["left", "center", "right"]
Mark = Literal["1.", "a)", "-", "+"]
# The letters that number points in Vietnamese documents: đ counts; f, j, w, z do not exist.
_POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, kw_only=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    runs: tuple[Run, ...]
    indent: bool = True
    align: Literal["justify", "left", "center", "right"] = "justify"
    tag: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading inside the body, its number written in the text: level 1 `I- TÌNH HÌNH`, 2 bold, 3 bold italic."""

    text: str
    level: Literal[1, 2, 3] = 1
    tag: Literal["heading"] = "heading"


@dataclass(frozen=True, kw_only=True)
class ItemList:
    """Points, each a paragraph of its own that begins with its mark (`1.`, `a)`, `-`), as offices write them."""

    items: tuple[tuple[Run, ...], ...]
    mark: Mark = "1."
    start: int = 1
    tag: Literal["list"] = "list"

    @property
    def marked(self) -> list[tuple[str, tuple[Run, ...]]]:
        return [(self._mark_of(place), runs) for place, runs in enumerate(self.items, self.start)]

    def _mark_of(self, place: int) -> str:
        if self.mark == "1.":
            return f"{place}."
        if self.mark == "a)":
            return f"{_POINT_LETTERS[(place - 1) % len(_POINT_LETTERS)]})"
        return self.mark


@dataclass(frozen=True, kw_only=True)
class Column:
    """`width` is a share: a column of 2 is twice as wide as a column of 1."""

    title: str
    width: float = 1
    align: Align = "left"


@dataclass(frozen=True, kw_only=True)
class HeaderGroup:
    """A heading above `span` columns; without a title the columns below it reach up to the top."""

    title: str = ""
    span: int = 1


@dataclass(frozen=True, kw_only=True)
class HeaderCell:
    title: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of text; `\\n` inside a cell breaks the line. A row of a single cell is a band across the whole table.

    `landscape` puts the table on pages of its own, turned sideways.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    groups: tuple[HeaderGroup, ...] = ()
    total: tuple[str, ...] = ()
    landscape: bool = False
    tag: Literal["table"] = "table"

    def __post_init__(self) -> None:
        full = len(self.columns)
        if self.groups and sum(group.span for group in self.groups) != full:
            raise ValueError("the header groups do not cover the columns exactly")
        if self.total and len(self.total) != full:
            raise ValueError("the total row does not have one cell a column")
        if any(len(row) not in (1, full) for row in self.rows):
            raise ValueError("a row has neither one cell nor one a column")

    @property
    def is_dense(self) -> bool:
        """Many columns print in 11 pt, few in 12 pt; the form allows both."""
        return len(self.columns) > 6

    @property
    def header_rows(self) -> list[list[HeaderCell]]:
        """One row of headings, or two when columns are grouped."""
        if not self.groups:
            return [[HeaderCell(title=column.title) for column in self.columns]]
        upper: list[HeaderCell] = []
        lower: list[HeaderCell] = []
        left = 0
        for group in self.groups:
            below = self.columns[left : left + group.span]
            left += group.span
            if group.title:
                upper.append(HeaderCell(title=group.title, across=group.span))
                lower += [HeaderCell(title=column.title) for column in below]
            else:
                upper += [HeaderCell(title=column.title, down=2) for column in below]
        return [upper, lower] if lower else [upper]

    @property
    def aligned_rows(self) -> list[list[tuple[Align, str]]]:
        """The rows with the alignment of every cell."""
        return [self._aligned(row) for row in self.rows]

    @property
    def aligned_total(self) -> list[tuple[Align, str]]:
        return self._aligned(self.total)

    def _aligned(self, row: Sequence[str]) -> list[tuple[Align, str]]:
        return [(column.align, text) for column, text in zip(self.columns, row, strict=False)]

    @property
    def percents(self) -> tuple[int, ...]:
        """Widths in whole percents that add up to 100: the shares asked for, but no word broken if there is room."""
        needed = [self._least_percent(i) for i in range(len(self.columns))]
        if sum(needed) > 100:
            needed = [1.0] * len(self.columns)
        return _whole_percents([column.width for column in self.columns], needed)

    def _least_percent(self, i: int) -> float:
        """What the longest word of a column needs."""
        texts = [self.columns[i].title, *(row[i] for row in (*self.rows, self.total) if len(row) == len(self.columns))]
        words = {word for text in texts for word in text.split()}
        ems = max((sum(map(_ems, word)) for word in words), default=1)
        size, padding = (11, 6) if self.is_dense else (12, 9)
        return 100 * (ems * size + padding) / (714 if self.landscape else 468)


def _ems(letter: str) -> float:
    """At least the width of a letter of Times New Roman, bold ones too."""
    if letter.isdigit():
        return 0.5
    if letter in ",.()-–/":
        return 0.34
    if letter.isupper() or letter in "mw":
        return 0.84
    return 0.56


def _whole_percents(shares: Sequence[float], needed: Sequence[float]) -> tuple[int, ...]:
    """Share out 100: who would get less than needed gets just that, the others divide the rest; largest remainders."""
    exact = [share * 100 / sum(shares) for share in shares]
    tight = {i for i, least in enumerate(needed) if exact[i] < least}
    while True:
        room = 100 - sum(needed[i] for i in tight)
        loose = sum(share for i, share in enumerate(shares) if i not in tight)
        exact = [needed[i] if i in tight else share * room / loose for i, share in enumerate(shares)]
        more = {i for i, least in enumerate(needed) if exact[i] < least - 1e-9}
        if not more:
            break
        tight |= more
    floors = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: floors[i] - exact[i])
    for i in by_remainder[: 100 - sum(floors)]:
        floors[i] += 1
    return tuple(floors)


@dataclass(frozen=True, kw_only=True)
class PageBreak:
    tag: Literal["page_break"] = "page_break"


Block = Paragraph | Heading | ItemList | Table | PageBreak
_BLOCKS: dict[str, type[Paragraph | Heading | ItemList | Table | PageBreak]] = {
    "paragraph": Paragraph,
    "heading": Heading,
    "list": ItemList,
    "table": Table,
    "page_break": PageBreak,
}


@dataclass(frozen=True, kw_only=True)
class Appendix:
    """What follows the signature, on a new page: `title` PHỤ LỤC, `summary` its subject, `note` "(kèm theo …)"."""

    title: str
    blocks: tuple[Block, ...]
    summary: str = ""
    note: str = ""
    landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """`superior` is "" for a committee that prints nobody above itself."""

    superior: str
    issuer: str


@dataclass(frozen=True, kw_only=True)
class Signature:
    """`authority`: T/M …, K/T …, T/L … lines; `position`: office of the signer; `name`: no title before it."""

    authority: tuple[str, ...] = ()
    position: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """`number` and `issued_on` are None until the document is issued; `receivers` in order, the last is `Lưu …`.

    `symbol` is "" for a paper that nobody issues: it prints no number.
    """

    letterhead: Letterhead
    symbol: str
    place: str
    kind: str
    summary: str
    body: tuple[Block, ...]
    signature: Signature
    receivers: tuple[str, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    number: int | None = None
    issued_on: date | None = None
    draft: bool = False

    @property
    def number_line(self) -> str:
        if not self.symbol:
            return ""
        number = f" {document_number(self.number)}" if self.number is not None else NUMBER_GAP
        return f"Số{number}-{self.symbol}"

    @property
    def place_line(self) -> str:
        return f"{self.place}, {long_date(self.issued_on) if self.issued_on else UNKNOWN_DATE}"

    @property
    def receiver_lines(self) -> list[str]:
        """`- Như trên;` … `- Lưu Văn phòng.`: a semicolon after each, a full stop after the last."""
        last = len(self.receivers) - 1
        bare = [receiver.strip().rstrip(".;,") for receiver in self.receivers]
        return [f"- {receiver}{'.' if i == last else ';'}" for i, receiver in enumerate(bare)]

    @property
    def title(self) -> str:
        """One line for a list, a file's properties, a browser's tab: `Thông báo số 05-TB/TU phân công …`."""
        number = f" số {document_number(self.number)}-{self.symbol}" if self.number is not None else ""
        return f"{self.kind.capitalize()}{number} {self.summary}".strip()


def bold(text: str) -> Run:
    return Run(text=text, bold=True)


def italic(text: str) -> Run:
    return Run(text=text, italic=True)


def paragraph(*pieces: str | Run, indent: bool = True) -> Paragraph:
    return Paragraph(runs=_runs(pieces), indent=indent)


def item_list(*items: str | Run | Sequence[str | Run], mark: Mark = "1.", start: int = 1) -> ItemList:
    parts = ((item,) if isinstance(item, str | Run) else item for item in items)
    return ItemList(items=tuple(_runs(part) for part in parts), mark=mark, start=start)


def _runs(pieces: Iterable[str | Run]) -> tuple[Run, ...]:
    return tuple(Run(text=piece) if isinstance(piece, str) else piece for piece in pieces)


def paper_to_dict(paper: Paper) -> dict[str, Any]:
    """Everything the paper prints, in JSON's own types."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(paper), default=date.isoformat))
    return {"form": FORM, **plain}


def paper_from_dict(data: Mapping[str, Any]) -> Paper:
    if data["form"] != FORM:
        raise ValueError(f"paper of an unknown form: {data['form']!r}")
    given = {name: value for name, value in data.items() if name != "form"}
    given["letterhead"] = Letterhead(**data["letterhead"])
    given["signature"] = Signature(**{**data["signature"], "authority": tuple(data["signature"]["authority"])})
    given["body"] = _blocks(data["body"])
    given["appendices"] = tuple(Appendix(**{**each, "blocks": _blocks(each["blocks"])}) for each in data["appendices"])
    given["receivers"] = tuple(data["receivers"])
    given["issued_on"] = date.fromisoformat(data["issued_on"]) if data["issued_on"] else None
    return Paper(**given)


def _blocks(data: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(_block(each) for each in data)


def _block(data: Mapping[str, Any]) -> Block:
    given = dict(data)
    match given["tag"]:
        case "paragraph":
            given["runs"] = tuple(Run(**run) for run in data["runs"])
        case "list":
            given["items"] = tuple(tuple(Run(**run) for run in item) for item in data["items"])
        case "table":
            given["columns"] = tuple(Column(**column) for column in data["columns"])
            given["groups"] = tuple(HeaderGroup(**group) for group in data["groups"])
            given["rows"] = tuple(tuple(row) for row in data["rows"])
            given["total"] = tuple(data["total"])
    return _BLOCKS[given["tag"]](**given)
