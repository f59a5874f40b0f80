"""What a person decides about a file before it is applied. Each act locks the file, so two tabs queue up."""

from collections.abc import Sequence

from django.db import transaction

from imports.columns import field_names
from imports.judging.delegates import BARRED
from imports.judging.verdicts import KEEP
from imports.models import ImportFile, ImportRow
from imports.services.reading_files import judge_again, rebuild
from imports.services.refusals import AlreadyDone, ImportRefused


def hold_open(file: ImportFile) -> ImportFile:
    """The row, locked. Raises AlreadyDone where the file is not open for deciding any more."""
    held: ImportFile = ImportFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.state == ImportFile.State.APPLIED:
        raise AlreadyDone("Tệp này đã được nhập; không sửa được nữa.")
    if held.state == ImportFile.State.ABANDONED:
        raise AlreadyDone("Tệp này đã bỏ; muốn nhập thì gửi lại tệp.")
    if held.state != ImportFile.State.PREVIEW:
        raise ImportRefused("Tệp đang được đọc, xin chờ.")
    return held


@transaction.atomic
def correct_row(file: ImportFile, *, number: int, corrections: dict[str, str]) -> ImportRow:
    """Puts texts in the place of cells; the row is judged anew, with all others."""
    held = hold_open(file)
    rows = list(held.rows.all())
    row = _row(rows, number)
    names = field_names(held.kind)
    for name, text in corrections.items():
        if name not in names or row.why_ignored:
            continue
        _correct(row, name, text)
    row.save(update_fields=["corrections"])
    _judge(held, rows)
    return row


def _correct(row: ImportRow, name: str, text: str) -> None:
    typed = row.cells.get(name, "")
    if name == "unit":
        row.corrections.pop("unit_code", None)  # what was chosen before gives way to what is typed now
    if name in ("full_name", "agency"):
        row.corrections.pop("same_as", None)
    if text == typed and not (name == "unit" and row.cells.get("unit_code")):
        row.corrections.pop(name, None)
    else:
        row.corrections[name] = text[:4000]


@transaction.atomic
def answer(file: ImportFile, *, number: int, field: str, value: str, everywhere: bool = False) -> int:
    """One of the choices beside a cell; `everywhere`: of all rows with the same question. How many rows it
    answers.
    """
    held = hold_open(file)
    rows = list(held.rows.all())
    row = _row(rows, number)
    problem = next((one for one in row.problems if [field, value] in [choice[1:] for choice in one["choices"]]), None)
    if problem is None:
        raise ImportRefused("Câu hỏi này vừa được trả lời, hoặc dữ liệu vừa thay đổi. Xin xem lại.")
    if field == BARRED:
        held.answers = {**held.answers, BARRED: value}
        answered = sum(1 for one in rows if _asks(one, BARRED))
    elif field == KEEP:
        answered = _keep(rows, problem, value)
    else:
        topic = problem["topic"]
        alike = [one for one in rows if topic and _asks(one, topic)] if everywhere else []
        answered = _set(alike or [row], field, value)
    _judge(held, rows)
    return answered


def _asks(row: ImportRow, topic: str) -> bool:
    return any(problem["topic"] == topic for problem in row.problems)


def _keep(rows: Sequence[ImportRow], problem: dict[str, object], value: str) -> int:
    """Of rows about the same thing one counts; the others are left out."""
    numbers = {int(choice[2]) for choice in problem["choices"]}  # type: ignore[attr-defined]
    others = [row for row in rows if row.number in numbers and str(row.number) != value]
    for row in others:
        row.is_left_out = True
    ImportRow.objects.filter(pk__in=[row.pk for row in others]).update(is_left_out=True)
    return len(others) + 1


def _set(rows: Sequence[ImportRow], field: str, value: str) -> int:
    for row in rows:
        row.corrections = {**row.corrections, field: value}
    ImportRow.objects.bulk_update(rows, ["corrections"], batch_size=500)
    return len(rows)


@transaction.atomic
def leave_out(file: ImportFile, *, numbers: Sequence[int], is_left_out: bool = True) -> int:
    held = hold_open(file)
    rows = list(held.rows.all())
    chosen = [row for row in rows if row.number in set(numbers) and not row.why_ignored]
    for row in chosen:
        row.is_left_out = is_left_out
    ImportRow.objects.filter(pk__in=[row.pk for row in chosen]).update(is_left_out=is_left_out)
    _judge(held, rows)
    return len(chosen)


@transaction.atomic
def leave_out_waiting(file: ImportFile) -> int:
    """All rows with faults or open questions."""
    held = hold_open(file)
    return leave_out(held, numbers=list(held.rows.waiting().values_list("number", flat=True)))


@transaction.atomic
def undo_corrections(file: ImportFile, *, number: int) -> None:
    held = hold_open(file)
    rows = list(held.rows.all())
    row = _row(rows, number)
    row.corrections, row.is_left_out = {}, False
    row.save(update_fields=["corrections", "is_left_out"])
    _judge(held, rows)


@transaction.atomic
def choose_columns(
    file: ImportFile, *, sheet: int, heading: int, lines: int, columns: Sequence[str] | None = None
) -> ImportFile:
    held = hold_open(file)
    rebuild(held, sheet=sheet, heading=heading, lines=lines, columns=columns)
    held.version += 1
    held.save()
    return held


@transaction.atomic
def abandon(file: ImportFile) -> ImportFile:
    """Nothing was stored of it; its cells go, that it was there stays."""
    held: ImportFile = ImportFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.state == ImportFile.State.APPLIED:
        raise AlreadyDone("Tệp này đã được nhập; không bỏ được nữa.")
    if held.state != ImportFile.State.ABANDONED:
        held.state, held.content, held.sheets = ImportFile.State.ABANDONED, None, []
        held.rows.all().delete()
        held.save()
    return held


def _row(rows: Sequence[ImportRow], number: int) -> ImportRow:
    row = next((one for one in rows if one.number == number), None)
    if row is None:
        raise ImportRefused("Dòng này không còn trong tệp. Xin xem lại.")
    return row


def _judge(file: ImportFile, rows: list[ImportRow]) -> None:
    judge_again(file, rows)
    file.version += 1
    file.save(update_fields=["answers", "counts", "version"])
