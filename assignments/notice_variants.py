"""An issued notice in other shapes: appendix by date, a slip for each person, pictures and text for a chat.

All of it from what was kept with the notice on the day it was issued, never from today's rows.
"""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assignments.models import Notice
from assignments.notice_paper import DUTIES, points
from assignments.reports import issued_paper
from assignments.schedule import Line, Person
from documents.listing import Listing
from documents.paper import Appendix, Block, Column, Heading, Paper, Table, bold, paragraph
from documents.slips import Slip
from documents.vietnamese import document_number, long_date, short_date, time_text, weekday_name

SLIPS_A_FILE = 40
"""Printed in parts: a file of this many takes a second and a quarter."""

CONFERENCES_A_PICTURE = 10
LONGEST_MESSAGE = 2000
"""Letters that Zalo takes in one message, counted as its programs count them (UTF-16)."""


def appendix_paper(notice: Notice, lines: Sequence[Line], *, landscape: bool) -> Paper:
    """The notice with a few words in the place of its table, and the table by date behind the signature."""
    paper = issued_paper(notice)
    # What an amendment changes stays in its text; the appendix is the whole month as it is from then on.
    body = paper.body if notice.amends_id else tuple(_pointed(block, lines) for block in paper.body)
    common = _common_points(lines) if landscape else []
    shared = [paragraph(f"Nội dung chung của các hội nghị: {'; '.join(common)}.")] if common else []
    appendix = Appendix(
        title="Phụ lục",
        summary=f"{_subject(notice)}{', sau khi điều chỉnh' if notice.amends_id else ''}",
        note=f"(kèm theo {_named(notice)}, {long_date(notice.issued_on)})",
        blocks=(*shared, _table_by_date(lines, landscape=landscape, common=common)),
        landscape=landscape,
    )
    return replace(paper, body=body, appendices=(appendix,))


def delegates_in(lines: Iterable[Line]) -> list[Person]:
    """Everybody who sits somewhere, once, in the order of the notice."""
    return list(dict.fromkeys(person for line in lines for person in line.people))


def slip_parts(people: Sequence[Person]) -> int:
    return -(-len(people) // SLIPS_A_FILE)


def slips(notice: Notice, lines: Sequence[Line], people: Iterable[Person]) -> list[Slip]:
    issuer = issued_paper(notice).letterhead.issuer.upper()
    return [_slip(notice, issuer, person, [line for line in lines if person in line.people]) for person in people]


def own_lines(lines: Iterable[Line], delegate: int) -> tuple[list[Line], Person | None]:
    """Where this delegate sits, and what the notice calls him."""
    own = [line for line in lines if any(person.delegate == delegate for person in line.people)]
    found = [person for line in own for person in line.people if person.delegate == delegate]
    return own, found[0] if found else None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A conference in a picture or a message: who sits there, each with a few words behind, and what else to say."""

    line: Line
    people: tuple[tuple[Person, str], ...]
    notes: tuple[str, ...] = ()

    is_off: bool = False

    @property
    def gaps(self) -> list[str]:
        """Nobody is missing where a conference was called off."""
        return [] if self.is_off else self.line.gaps


def picture_count(conferences: Sequence[object]) -> int:
    return max(1, -(-len(conferences) // CONFERENCES_A_PICTURE))


def picture(notice: Notice, lines: Sequence[Line], number: int) -> Listing:
    """The `number`-th (from 1) of the pictures that show the whole notice."""
    return listing_of(notice, entries_of(lines), number, title=_schedule_name(notice))


def messages(notice: Notice, lines: Sequence[Line]) -> list[str]:
    """The notice as plain text by date, in as many messages as Zalo needs."""
    return messages_of(notice, entries_of(lines), title=_schedule_name(notice))


def entries_of(lines: Iterable[Line]) -> list[Entry]:
    return [Entry(line=line, people=tuple((person, "") for person in line.people)) for line in lines]


def listing_of(notice: Notice, entries: Sequence[Entry], number: int, *, title: str) -> Listing:
    count = picture_count(entries)
    first = (number - 1) * CONFERENCES_A_PICTURE
    return Listing(
        issuer=issued_paper(notice).letterhead.issuer.upper(),
        title=title,
        note=f"{_named(notice)}, {long_date(notice.issued_on)}" + (f" – ảnh {number}/{count}" if count > 1 else ""),
        table=_narrow_table(entries[first : first + CONFERENCES_A_PICTURE], before=entries[:first]),
    )


def messages_of(notice: Notice, entries: Sequence[Entry], *, title: str) -> list[str]:
    head = f"{_named(notice)}, ngày {short_date(notice.issued_on)}\n{title}"
    # Room for "Phần 12/34", known only when all is split.
    parts = _packed(list(_text_blocks(entries)), LONGEST_MESSAGE - _length(head) - 20)
    if len(parts) == 1:
        return [f"{head}\n\n{parts[0]}\n"]
    return [f"{head}\nPhần {number}/{len(parts)}\n\n{part}\n" for number, part in enumerate(parts, 1)]


def _schedule_name(notice: Notice) -> str:
    return f"Lịch hội nghị tuyên vận tháng {notice.plan.period.label}"


def _named(notice: Notice) -> str:
    return f"Thông báo số {document_number(notice.number)}-{notice.symbol}"


def _subject(notice: Notice) -> str:
    return f"lịch hội nghị tuyên vận tháng {notice.plan.period.label} và đại biểu dự"


def _pointed(block: Block, lines: Sequence[Line]) -> Block:
    if not isinstance(block, Table):
        return block
    days = [line.day for line in lines]
    if not days:
        return paragraph("Tháng này không có hội nghị.")
    seated = sum(len(line.people) for line in lines)
    missing = sum(line.missing for line in lines)
    gap = f", còn khuyết {missing:02d} đại biểu" if missing else ""
    when = f"từ ngày {short_date(min(days))} đến ngày {short_date(max(days))}"
    if min(days) == max(days):
        when = f"ngày {short_date(days[0])}"
    return paragraph(
        f"Có {len(lines):02d} hội nghị, {when}, với {seated:02d} lượt đại biểu dự{gap} (có Phụ lục kèm theo)."
    )


def _day_name(day: datetime.date) -> str:
    return f"{weekday_name(day)}, ngày {short_date(day)}"


def _by_day(lines: Iterable[Line]) -> Iterable[tuple[datetime.date, list[Line]]]:
    return ((day, list(group)) for day, group in groupby(lines, key=lambda line: line.day))


def _table_by_date(lines: Sequence[Line], *, landscape: bool, common: Collection[str] = ()) -> Table:
    """Sideways there is room for the place and for what is talked about, but for what is `common` to all."""
    agendas = [[point for point in points(line.agenda) if point not in common] for line in lines]
    with_agenda = landscape and any(agendas)
    where = [Column(title="Đơn vị", width=1.6), Column(title="Địa điểm", width=2.1)]
    columns = [
        Column(title="TT", width=0.6, align="center"),
        Column(title="Giờ", width=1.2, align="center"),
        *(where if landscape else [Column(title="Đơn vị, địa điểm", width=3)]),
        *([Column(title="Nội dung", width=3.6)] if with_agenda else []),
        Column(title="Đại biểu dự", width=4.4 if with_agenda else 5),
    ]
    rows: list[tuple[str, ...]] = []
    place = 0
    for day, held in _by_day(lines):
        rows.append((f"{_day_name(day)} ({len(held):02d} hội nghị)",))
        for line in held:
            place += 1
            cells = (line.unit, line.place) if landscape else (f"{line.unit}\n{line.place}",)
            agenda = ("\n".join(f"- {point}" for point in agendas[place - 1]),) if with_agenda else ()
            rows.append((f"{place}", time_text(line.starts_at.time()), *cells, *agenda, people_text(line)))
    return Table(columns=tuple(columns), rows=tuple(rows))


def _narrow_table(entries: Sequence[Entry], *, before: Sequence[Entry]) -> Table:
    columns = (
        Column(title="Giờ", width=1, align="center"),
        Column(title="Đơn vị, địa điểm", width=2.6),
        Column(title="Đại biểu dự", width=4),
    )
    rows: list[tuple[str, ...]] = []
    last = before[-1].line.day if before else None
    for entry in entries:
        line = entry.line
        if line.day != last or not rows:
            rows.append((f"{_day_name(line.day)}{' (tiếp)' if line.day == last else ''}",))
        last = line.day
        people = [f"- {person.line}{mark}" for person, mark in entry.people]
        who = "\n".join([*people, *(f"({gap})" for gap in entry.gaps), *entry.notes])
        rows.append((f"{line.starts_at:%H:%M}", f"{line.unit}\n{line.place}", who))
    return Table(columns=columns, rows=tuple(rows))


def people_text(line: Line) -> str:
    """As the paper says it."""
    return "\n".join([*(f"- {person.line}" for person in line.people), *(f"({gap})" for gap in line.gaps)])


def _slip(notice: Notice, issuer: str, person: Person, lines: Sequence[Line]) -> Slip:
    blocks: list[Block] = [paragraph("Kính gửi: ", bold(person.line), ".")]
    for place, line in enumerate(lines, 1):
        mark = f"{place}. " if len(lines) > 1 else ""
        blocks += [Heading(text=f"{mark}{line.unit}", level=2), *slip_blocks(line, person)]
    blocks.append(paragraph(DUTIES[0]))
    return Slip(
        issuer=issuer,
        reference=f"{_named(notice)}\nngày {short_date(notice.issued_on)}",
        title="Giấy báo dự hội nghị",
        summary=f"tuyên vận tháng {notice.plan.period.label}",
        blocks=tuple(blocks),
    )


def slip_blocks(line: Line, person: Person) -> list[Block]:
    others = [other for other in line.people if (other.delegate or other.name) != (person.delegate or person.name)]
    end = f" đến {time_text(line.ends_at.time())}" if line.ends_at else ""
    blocks: list[Block] = [
        paragraph("Thời gian: ", bold(f"{time_text(line.starts_at.time())}{end}, {_day_name(line.day)}"), "."),
        paragraph(f"Địa điểm: {line.place}."),
    ]
    if others:
        blocks.append(paragraph(f"Cùng dự: {'; '.join(other.line for other in others)}."))
    if line.agenda:
        blocks.append(paragraph(f"Nội dung: {_one_line(line.agenda)}."))
    return blocks


def _one_line(text: str) -> str:
    """A list of points as one sentence's middle: "- A.\\n- B." is "A; B"."""
    return "; ".join(points(text))


def _common_points(lines: Sequence[Line]) -> list[str]:
    """What all of several conferences talk about, as the month's plan says: told once."""
    if len(lines) < 2:
        return []
    others = [set(points(line.agenda)) for line in lines[1:]]
    return [point for point in points(lines[0].agenda) if all(point in other for other in others)]


def _text_blocks(entries: Iterable[Entry]) -> Iterable[tuple[str, str]]:
    """(heading of its day, text) for each conference."""
    for entry in entries:
        line = entry.line
        people = [f"+ Đ/c {_name_and_post(person)}{mark}" for person, mark in entry.people]
        more = [f"+ {text}" for text in (*entry.gaps, *entry.notes)]
        head = f"- {line.starts_at:%H:%M}, {line.unit} ({line.place})"
        yield _day_name(line.day).upper(), "\n".join([head, *people, *more])


def _name_and_post(person: Person) -> str:
    return f"{person.name}, {person.post}" if person.post else person.name


def _packed(blocks: Sequence[tuple[str, str]], room: int) -> list[str]:
    """As few texts as hold them in order; no conference is torn, and each text names the day it goes on with."""
    parts: list[str] = []
    text, last = "", ""
    for heading, block in blocks:
        piece = block if text and heading == last else f"{heading}\n{block}"
        joined = f"{text}\n{'' if heading == last else chr(10)}{piece}" if text else piece
        if _length(joined) <= room:
            text, last = joined, heading
            continue
        if text:
            parts.append(text)
        text, last = _shortened(f"{heading}\n{block}", room), heading
    return [*parts, text] if text else parts or ["Tháng này không có hội nghị."]


def _shortened(text: str, room: int) -> str:
    """Only for a conference that alone is longer than a message."""
    while _length(text) > room:
        text = text[: -max(2, _length(text) - room + 1)] + "…"
    return text


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
