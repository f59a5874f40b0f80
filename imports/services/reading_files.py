"""From a file that was sent to rows with verdicts."""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from documents.sheets import MAX_ROWS, Grid, SheetRefused, read_sheets
from imports.columns import columns_of, propose, why_ignored
from imports.judging import Line, Verdict
from imports.models import ImportFile, ImportRow
from imports.services.known import judge
from units.models import Period

State = ImportFile.State
# Phone numbers and numbers of identity cards are nobody's business here: their digits are gone before anything is
# kept.
_LONG_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ .\-]?\d){7,11}(?!\d)")
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}")
# "gặp 0912 345 678 đồng chí Lan" is no sum of money, "912.345.678" alone is a telephone.
_MONEY = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}\s*(?:đ(?:ồng)?|vnđ|vnd)\b(?!\s+chí)", re.IGNORECASE)
_SECRET = re.compile(r"(?:TUYỆT |TỐI )?MẬT")
MARKED_WITHIN = 20  # rows from the top of a sheet: there a paper carries its mark
NUMBER_LEFT_OUT = "(số không lưu)"


def receive_file(
    *, kind: str, period: Period | None, name: str, content: bytes, by: User, at: datetime.datetime
) -> ImportFile:
    """Keeps what was sent until it is read (`read_file`, at once or by a worker)."""
    return ImportFile.objects.create(
        kind=kind,
        period=period,
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=by,
        uploaded_at=at,
    )


def read_file(file_id: int) -> ImportFile:
    """Reads what was sent, once; safe to be called again by a worker that was killed, and by two at a time."""
    file = ImportFile.objects.get(pk=file_id)
    if file.state != State.READING or file.content is None:
        return file

    def progress(rows: int) -> None:
        ImportFile.objects.filter(pk=file_id).update(progress_done=rows)

    ImportFile.objects.filter(pk=file_id).update(progress_done=0, progress_total=MAX_ROWS)
    try:
        grids = read_sheets(bytes(file.content), progress=progress)
    except SheetRefused as refusal:
        return _settle(file_id, refusal=str(refusal))
    return _settle(file_id, grids=grids)


@transaction.atomic
def _settle(file_id: int, *, grids: Sequence[Grid] = (), refusal: str = "") -> ImportFile:
    file: ImportFile = ImportFile.objects.select_for_update(of=("self",)).get(pk=file_id)
    if file.state != State.READING:
        return file
    file.content = None
    file.progress_done = file.progress_total
    sheet = _first_with_heading(file.kind, grids)
    if grids and grids[sheet].is_cut:
        refusal = f"Bảng “{grids[sheet].name}” có hơn 5.000 dòng. Tách thành nhiều tệp rồi gửi từng tệp."
    if any(_SECRET.fullmatch(cell) for grid in grids for row in grid.rows[:MARKED_WITHIN] for cell in row):
        refusal = "Tệp ghi độ mật. Không được gửi tài liệu mật lên chương trình này."
    if refusal:
        file.state, file.refusal = State.REFUSED, refusal[:300]
        file.save()
        return file
    file.sheets = [
        {"name": grid.name[:100], "ends_empty": grid.ends_empty, "rows": [_without_numbers(row) for row in grid.rows]}
        for grid in grids
        if not grid.is_cut
    ]
    file.sheet = sum(1 for grid in grids[:sheet] if not grid.is_cut)
    file.state = State.PREVIEW
    _propose_columns(file)
    _repeat_last_time(file)
    _make_rows(file)
    file.save()
    return file


def _first_with_heading(kind: str, grids: Sequence[Grid]) -> int:
    return next((place for place, grid in enumerate(grids) if propose(kind, grid.rows)), 0)


def _without_numbers(row: Sequence[str]) -> list[str]:
    return [_LONG_NUMBER.sub(_kept_if_harmless, cell) if len(cell) > 7 else cell for cell in row]


def _kept_if_harmless(found: re.Match[str]) -> str:
    is_money = _MONEY.match(unicodedata.normalize("NFC", found.string[found.start() :]))
    return found[0] if is_money or _DAY.match(found[0]) else NUMBER_LEFT_OUT


def _propose_columns(file: ImportFile) -> None:
    proposal = propose(file.kind, file.sheets[file.sheet]["rows"])
    if proposal:
        file.heading, file.heading_lines, file.columns = proposal.heading, proposal.lines, list(proposal.fields)
    else:
        file.heading, file.heading_lines, file.columns = 0, 1, []


def _repeat_last_time(file: ImportFile) -> None:
    """The same file again: the same answers, so that it comes out as it was applied, and changes nothing."""
    last = _applied_before(file)
    if last:
        file.sheet, file.heading, file.heading_lines = last.sheet, last.heading, last.heading_lines
        file.columns, file.answers = last.columns, last.answers


def _applied_before(file: ImportFile) -> ImportFile | None:
    same = ImportFile.objects.filter(kind=file.kind, period=file.period_id, sha256=file.sha256, state=State.APPLIED)
    last: ImportFile | None = same.without_content().order_by("-applied_at").first()
    return last if last and last.sheet < len(file.sheets) else None


def _make_rows(file: ImportFile) -> None:
    """All rows anew from the grid, by the columns as they are; what was put right is kept by the number of the
    row.
    """
    last = None if file.rows.exists() else _applied_before(file)
    kept = last.rows.all() if last and last.sheet == file.sheet else file.rows.all()
    before = {row.number: row for row in kept}
    lines = _lines(file, before)
    verdicts = judge(file, lines)
    file.rows.all().delete()
    rows = [
        set_verdict(
            ImportRow(
                file=file,
                number=line.number,
                cells=line.cells,
                section=line.section,
                corrections=line.corrections,
                is_left_out=line.is_left_out,
                why_ignored=line.why_ignored,
            ),
            verdict,
        )
        for line, verdict in zip(lines, verdicts, strict=True)
    ]
    ImportRow.objects.bulk_create(rows, batch_size=1000)
    file.counts = _counts(rows)


def _lines(file: ImportFile, before: dict[int, ImportRow]) -> list[Line]:
    if not file.columns:
        return []
    rows: list[list[str]] = file.sheets[file.sheet]["rows"]
    heading = rows[file.heading - 1] if file.heading else []
    section = ""
    lines = []
    for number, row in enumerate(rows[file.heading :], file.heading + 1):
        cells = {name: cell for name, cell in zip(file.columns, row, strict=False) if name and cell}
        why = why_ignored(row, list(cells.values()), heading)
        if file.kind == ImportFile.Kind.DELEGATES and (title := _section(row, why)):
            section, why = title, "tên cơ quan của các dòng dưới"
        if why == "dòng trống":
            continue
        kept = before.get(number)
        lines.append(
            Line(
                number=number,
                cells=cells if not why else _told(row),
                corrections=kept.corrections if kept else {},
                section=section[:200],
                is_left_out=bool(kept and kept.is_left_out),
                why_ignored=why,
            )
        )
    return lines


def _told(row: Sequence[str]) -> dict[str, str]:
    """What a row that is no data says, for the list of what was left out."""
    return {"text": " ".join(cell for cell in row if cell)[:200]}


def _section(row: Sequence[str], why: str) -> str:
    """A merged row across the table is one filled cell: the agency of the rows below it."""
    filled = [cell for cell in row if cell]
    is_title = len(filled) == 1 and bool(row[0]) and why in ("", "không có cột nào được dùng")
    return filled[0] if is_title and not filled[0].isdigit() else ""


def set_verdict(row: ImportRow, verdict: Verdict) -> ImportRow:
    row.outcome = verdict.outcome
    row.shown = {name: text[:300] for name, text in verdict.shown.items()}
    row.old = {name: text[:300] for name, text in verdict.old.items()}
    row.remarks = list(verdict.remarks)
    row.problems = [
        {
            "field": problem.field,
            "text": problem.text,
            "is_question": problem.is_question,
            "topic": problem.topic,
            "choices": [[choice.label, choice.field, choice.value] for choice in problem.choices],
        }
        for problem in verdict.problems
    ]
    return row


def lines_of(rows: Sequence[ImportRow]) -> list[Line]:
    return [
        Line(
            number=row.number,
            cells=row.cells,
            corrections=row.corrections,
            section=row.section,
            is_left_out=row.is_left_out,
            why_ignored=row.why_ignored,
        )
        for row in rows
    ]


_JUDGED = ("outcome", "shown", "old", "remarks", "problems")


def judge_again(file: ImportFile, rows: list[ImportRow]) -> tuple[list[Verdict], bool]:
    """The verdicts by what is stored now, and whether any differs from what the rows say; those are saved."""
    verdicts = judge(file, lines_of(rows))
    differing = []
    for row, verdict in zip(rows, verdicts, strict=True):
        said = [getattr(row, name) for name in _JUDGED]
        if said != [getattr(set_verdict(row, verdict), name) for name in _JUDGED]:
            differing.append(row)
    ImportRow.objects.bulk_create(
        differing, update_conflicts=True, unique_fields=["id"], update_fields=_JUDGED, batch_size=1000
    )
    file.counts = _counts(rows)
    return verdicts, bool(differing)


def _counts(rows: Sequence[ImportRow]) -> dict[str, int]:
    counts: dict[str, Any] = {}
    for row in rows:
        counts[row.outcome] = counts.get(row.outcome, 0) + 1
    return counts


def rebuild(file: ImportFile, *, sheet: int, heading: int, lines: int, columns: Sequence[str] | None) -> None:
    """Other columns, another heading row or another sheet; None proposes the columns anew."""
    if sheet != file.sheet:
        file.sheet = sheet
        file.rows.all().delete()
        _propose_columns(file)
    elif heading != file.heading or lines != file.heading_lines:
        rows = file.sheets[file.sheet]["rows"]
        file.heading, file.heading_lines = heading, lines
        file.columns = list(columns_of(file.kind, rows[max(heading - lines, 0) : heading]))
    elif columns is not None:
        file.columns = list(columns)
    _make_rows(file)
