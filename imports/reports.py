"""What the pages of an import show: each row with its cells as typed, as understood and as stored; the shared
questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from imports.columns import column_labels, label_of
from imports.models import ImportFile, ImportRow

SAMPLES = 3  # filled cells of a column, to know it by
LONGEST_SAMPLE = 60


@dataclass(frozen=True, kw_only=True)
class ShownProblem:
    text: str
    is_question: bool
    topic: str
    choices: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class ShownCell:
    """`shown` as understood; `typed` as in the file, where that reads otherwise; `old` what is stored now."""

    name: str
    label: str
    shown: str
    typed: str = ""
    old: str = ""
    text: str = ""  # to be put right
    problems: list[ShownProblem] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    row: ImportRow
    cells: list[ShownCell]


def shown_row(kind: str, row: ImportRow) -> ShownRow:
    return ShownRow(row=row, cells=[_cell(row, name, label) for name, label in column_labels(kind)])


def _cell(row: ImportRow, name: str, label: str) -> ShownCell:
    typed = row.cells.get(name) or (row.section if name == "agency" else "")
    shown = row.shown.get(name, "")
    text = row.corrections.get(name, typed)
    problems = [
        ShownProblem(
            text=one["text"],
            is_question=one["is_question"],
            topic=one["topic"],
            choices=[dict(zip(("label", "field", "value"), choice, strict=True)) for choice in one["choices"]],
        )
        for one in row.problems
        if one["field"] == name
    ]
    return ShownCell(
        name=name,
        label=label,
        shown=shown or ("" if problems else typed),
        typed=typed if shown and typed != shown else "",
        old=row.old.get(name, ""),
        text=text,
        problems=problems,
    )


@dataclass(frozen=True, kw_only=True)
class SharedQuestion:
    """One question of several rows, answered for all of them."""

    text: str
    number: int
    rows: int
    choices: list[dict[str, str]]


def shared_questions(rows: Sequence[dict[str, Any]], most: int = 8) -> list[SharedQuestion]:
    """Questions that two rows or more have in common; the most frequent first."""
    groups: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for row in rows:
        for problem in row["problems"]:
            if problem["topic"] and not problem["topic"].startswith("keep:") and problem["choices"]:
                groups.setdefault(problem["topic"], []).append((row["number"], problem))
    shared = [
        SharedQuestion(
            text=found[0][1]["text"],
            number=found[0][0],
            rows=len(found),
            choices=[dict(zip(("label", "field", "value"), choice, strict=True)) for choice in found[0][1]["choices"]],
        )
        for found in groups.values()
        if len(found) > 1
    ]
    return sorted(shared, key=lambda one: (-one.rows, one.number))[:most]


@dataclass(frozen=True, kw_only=True)
class ShownColumn:
    place: int
    letter: str
    heading: str
    field: str
    label: str
    samples: list[str]


def shown_columns(file: ImportFile) -> list[ShownColumn]:
    """The columns of the sheet with their headings and a few cells, each beside the field it is taken for."""
    rows: list[list[str]] = file.sheets[file.sheet]["rows"] if file.sheets else []
    heading = rows[max(file.heading - file.heading_lines, 0) : file.heading]
    below = rows[file.heading :]
    width = max((len(row) for row in rows[:200]), default=0)
    columns = []
    for place in range(width):
        name = file.columns[place] if place < len(file.columns) else ""
        texts = [row[place] for row in heading if place < len(row) and row[place]]
        cells = (row[place] for row in below if place < len(row) and row[place])
        columns.append(
            ShownColumn(
                place=place,
                letter=_letter(place),
                heading=" ".join(texts)[:LONGEST_SAMPLE],
                field=name,
                label=label_of(file.kind, name) if name else "Không dùng",
                samples=[cell[:LONGEST_SAMPLE] for cell, _ in zip(cells, range(SAMPLES), strict=False)],
            )
        )
    return columns


def _letter(place: int) -> str:
    """A, B … Z, AA: as the spreadsheet names its columns."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def heading_rows(file: ImportFile, most: int = 8) -> list[tuple[int, str]]:
    """The first filled rows, to choose the heading from: (number, what it says)."""
    rows: list[list[str]] = file.sheets[file.sheet]["rows"] if file.sheets else []
    filled = [(number, " | ".join(cell for cell in row if cell)[:90]) for number, row in enumerate(rows[:60], 1)]
    kept = [one for one in filled if one[1]][:most]
    if file.heading and file.heading not in dict(kept):
        kept.append((file.heading, dict(filled).get(file.heading, "")))
    return kept
