"""The ranking dossier `tuyenvan-ranking/1`: what the format forbids is refused, the rest becomes exact numbers.

Pure: no Django, no database, no floats. Every refusal is one Vietnamese sentence that names the place.
"""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

INPUT_FORMAT = "tuyenvan-ranking/1"
SOURCES = ("appraisal", "record", "observation", "visit", "survey")
FULL_MARKS = 100

_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")
_PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_LONGEST_DECIMAL = 20
_LARGEST_WHOLE = 1_000_000_000


class RankingError(ValueError):
    """A dossier that must not be ranked; the message is one Vietnamese sentence for the reader."""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    code: str
    name: str
    max: Fraction
    source: str


@dataclass(frozen=True, kw_only=True)
class Group:
    code: str
    name: str
    is_consensus: bool
    criteria: tuple[Criterion, ...]

    @property
    def max(self) -> Fraction:
        return sum((criterion.max for criterion in self.criteria), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Grade:
    """A class ("hạng") and the lowest total that earns it."""

    name: str
    lowest_total: Fraction


@dataclass(frozen=True, kw_only=True)
class Gate:
    code: str
    name: str
    best_class: str


@dataclass(frozen=True, kw_only=True)
class UnitEntry:
    """What was entered for one unit: every criterion but the survey's is in `points` or in `not_applicable`."""

    unit: str
    points: dict[str, Fraction]
    not_applicable: dict[str, str]
    answers: int
    answers_sum: Fraction
    bonus: Fraction
    penalty: Fraction
    gates: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A valid input. `grades` run from the highest to the lowest; the rest keeps the order of the file."""

    period: str
    groups: tuple[Group, ...]
    min_counted: int
    prior_strength: int
    adjustment_cap: Fraction
    grades: tuple[Grade, ...]
    gates: tuple[Gate, ...]
    units: tuple[UnitEntry, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for group in self.groups for criterion in group.criteria)

    @property
    def consensus_group(self) -> Group:
        return next(group for group in self.groups if group.is_consensus)


def input_sha256(data: object) -> str:
    """SHA-256 (hex) of the canonical JSON of a dossier: sorted keys, no spaces, UTF-8. Raises RankingError."""
    try:
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except (TypeError, ValueError, RecursionError) as error:
        raise RankingError("Hồ sơ xếp hạng chứa dữ liệu không ghi được thành JSON UTF-8.") from error


def parse(data: object) -> Dossier:
    """Check a parsed `tuyenvan-ranking/1` input and return it typed. Raises RankingError naming unit and criterion."""
    root = _object(data, "Hồ sơ xếp hạng")
    if root.get("format") != INPUT_FORMAT:
        _refuse("format", f"phải là “{INPUT_FORMAT}”, không phải {_show(root.get('format'))}")
    period = _text(root, "period", "period")
    if not _PERIOD.fullmatch(period):
        _refuse("period", f"{_show(period)} không phải là tháng dạng NNNN-TT")
    groups = _groups(root)
    survey = _object(_field(root, "survey", "survey"), "survey")
    grades = _grades(root)
    gates = _gates(root, grades)
    return Dossier(
        period=period,
        groups=groups,
        min_counted=_whole(survey, "min_counted", "survey.min_counted", at_least=1),
        prior_strength=_whole(survey, "prior_strength", "survey.prior_strength"),
        adjustment_cap=_decimal(root, "adjustment_cap", "adjustment_cap"),
        grades=grades,
        gates=gates,
        units=_units(root, groups, gates),
    )


def read_input(path: Path) -> Any:
    """Parse the JSON file at `path`. Raises RankingError when it cannot be read or is not strict JSON."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise RankingError(f"Không có tệp {_show(path)}.") from error
    except OSError as error:
        raise RankingError(f"Không đọc được tệp {_show(path)}.") from error
    except UnicodeDecodeError as error:
        raise RankingError(f"Tệp {_show(path)} không phải văn bản UTF-8.") from error
    try:
        return json.loads(text, object_pairs_hook=_without_repeated_keys, parse_constant=_refuse_constant)
    except RankingError as error:
        raise RankingError(f"Tệp {_show(path)}: {error}") from error
    except json.JSONDecodeError as error:
        place = f"dòng {error.lineno}, cột {error.colno}"
        raise RankingError(f"Tệp {_show(path)} không phải JSON hợp lệ ({place}).") from error
    except (ValueError, RecursionError) as error:
        raise RankingError(f"Tệp {_show(path)} không phải JSON hợp lệ.") from error


def write_result(path: Path, result: dict[str, Any]) -> None:
    """Write a result at `path`, whole or not at all; the same result gives the same bytes. Raises RankingError."""
    draft = path.parent / f".{path.name}.{os.getpid()}.tmp"
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise RankingError(f"Không ghi được tệp {_show(path)}.") from error


def _groups(root: dict[str, Any]) -> tuple[Group, ...]:
    groups = tuple(_group(raw, f"criteria[{index}]") for index, raw in enumerate(_list(root, "criteria", "criteria")))
    _refuse_repeated((group.code for group in groups), "Nhóm tiêu chí")
    _refuse_repeated((criterion.code for group in groups for criterion in group.criteria), "Tiêu chí")
    total = sum((group.max for group in groups), Fraction(0))
    if total != FULL_MARKS:
        _refuse("criteria", f"tổng điểm tối đa của các tiêu chí là {plain(total)}, phải đúng bằng {FULL_MARKS}")
    consensus = [group for group in groups if group.is_consensus]
    if len(consensus) != 1:
        _refuse("criteria", f"phải có đúng một nhóm nhận thức, đồng thuận (consensus), hiện có {len(consensus)}")
    for group in groups:
        if not group.is_consensus and group.max >= consensus[0].max:
            _refuse(
                f"Nhóm {_show(consensus[0].code)}",
                f"nhóm nhận thức, đồng thuận ({plain(consensus[0].max)} điểm) phải nặng nhất,"
                f" nhưng nhóm {_show(group.code)} có {plain(group.max)} điểm",
            )
    return groups


def _group(raw: object, where: str) -> Group:
    group = _object(raw, where)
    code = _text(group, "code", f"{where}.code")
    consensus = _field(group, "consensus", f"{where}.consensus")
    if not isinstance(consensus, bool):
        _refuse(f"{where}.consensus", "phải là true hoặc false")
    rows = _list(group, "criteria", f"{where}.criteria")
    if not rows:
        _refuse(f"Nhóm {_show(code)}", "không có tiêu chí nào")
    return Group(
        code=code,
        name=_text(group, "name", f"{where}.name"),
        is_consensus=consensus,
        criteria=tuple(_criterion(row, f"{where}.criteria[{index}]") for index, row in enumerate(rows)),
    )


def _criterion(raw: object, where: str) -> Criterion:
    row = _object(raw, where)
    code = _text(row, "code", f"{where}.code")
    maximum = _decimal(row, "max", f"Tiêu chí {_show(code)}, max")
    if maximum == 0:
        _refuse(f"Tiêu chí {_show(code)}", "điểm tối đa phải lớn hơn 0")
    source = _text(row, "source", f"Tiêu chí {_show(code)}, source")
    if source not in SOURCES:
        _refuse(f"Tiêu chí {_show(code)}", f"nguồn điểm {_show(source)} không có trong: {', '.join(SOURCES)}")
    return Criterion(code=code, name=_text(row, "name", f"{where}.name"), max=maximum, source=source)


def _grades(root: dict[str, Any]) -> tuple[Grade, ...]:
    grades = []
    for index, raw in enumerate(_list(root, "classes", "classes")):
        row = _object(raw, f"classes[{index}]")
        name = _text(row, "name", f"classes[{index}].name")
        lowest = _decimal(row, "from", f"Hạng {_show(name)}, from")
        if lowest > FULL_MARKS:
            _refuse(f"Hạng {_show(name)}", f"điểm từ {plain(lowest)} vượt quá {FULL_MARKS}")
        grades.append(Grade(name=name, lowest_total=lowest))
    _refuse_repeated((grade.name for grade in grades), "Hạng")
    _refuse_repeated((plain(grade.lowest_total) for grade in grades), "Mức điểm của hạng")
    if not any(grade.lowest_total == 0 for grade in grades):
        _refuse("classes", "phải có một hạng bắt đầu từ 0 điểm, để tổng điểm nào cũng có hạng")
    return tuple(sorted(grades, key=lambda grade: grade.lowest_total, reverse=True))


def _gates(root: dict[str, Any], grades: tuple[Grade, ...]) -> tuple[Gate, ...]:
    gates = []
    for index, raw in enumerate(_list(root, "gates", "gates")):
        row = _object(raw, f"gates[{index}]")
        code = _text(row, "code", f"gates[{index}].code")
        best = _text(row, "best_class", f"Điều kiện chặn {_show(code)}, best_class")
        if best not in {grade.name for grade in grades}:
            _refuse(f"Điều kiện chặn {_show(code)}", f"hạng {_show(best)} không có trong danh sách hạng")
        gates.append(Gate(code=code, name=_text(row, "name", f"gates[{index}].name"), best_class=best))
    _refuse_repeated((gate.code for gate in gates), "Điều kiện chặn")
    return tuple(gates)


def _units(root: dict[str, Any], groups: tuple[Group, ...], gates: tuple[Gate, ...]) -> tuple[UnitEntry, ...]:
    criteria = {criterion.code: criterion for group in groups for criterion in group.criteria}
    rows = enumerate(_list(root, "units", "units"))
    units = tuple(_unit(raw, f"units[{index}]", criteria, {gate.code for gate in gates}) for index, raw in rows)
    _refuse_repeated((entry.unit for entry in units), "Đơn vị")
    return units


def _unit(raw: object, place: str, criteria: dict[str, Criterion], gate_codes: set[str]) -> UnitEntry:
    row = _object(raw, place)
    unit = _text(row, "unit", f"{place}.unit")
    where = f"Đơn vị {_show(unit)}"
    given = _object(_field(row, "points", f"{where}, points"), f"{where}, points")
    points: dict[str, Fraction] = {}
    not_applicable: dict[str, str] = {}
    for code in given:
        if code not in criteria:
            _refuse(f"{where}, tiêu chí {_show(code)}", "không có trong bộ tiêu chí")
    for criterion in criteria.values():
        here = f"{where}, tiêu chí {_show(criterion.code)}"
        if criterion.source == "survey":
            if criterion.code in given:
                _refuse(here, "điểm khảo sát được tính từ số phiếu, không nhập tay")
            continue
        if criterion.code not in given:
            _refuse(here, "thiếu điểm và cũng không ghi “không áp dụng”")
        value = _points_or_reason(given[criterion.code], here, criterion)
        if isinstance(value, str):
            not_applicable[criterion.code] = value
        else:
            points[criterion.code] = value
    answers, answers_sum = _answers(row, where)
    return UnitEntry(
        unit=unit,
        points=points,
        not_applicable=not_applicable,
        answers=answers,
        answers_sum=answers_sum,
        bonus=_decimal(row, "bonus", f"{where}, điểm thưởng"),
        penalty=_decimal(row, "penalty", f"{where}, điểm trừ"),
        gates=_unit_gates(row, where, gate_codes),
    )


def _points_or_reason(raw: object, here: str, criterion: Criterion) -> Fraction | str:
    entry = _object(raw, here)
    if "points" in entry and "na" in entry:
        _refuse(here, "vừa có điểm vừa ghi “không áp dụng”, chỉ được một trong hai")
    if "na" in entry:
        return _text(entry, "na", f"{here}, lý do không áp dụng")
    if "points" not in entry:
        _refuse(here, "thiếu điểm và cũng không ghi “không áp dụng”")
    points = _decimal(entry, "points", f"{here}, điểm")
    if points > criterion.max:
        _refuse(here, f"điểm {plain(points)} vượt điểm tối đa {plain(criterion.max)}")
    return points


def _answers(row: dict[str, Any], where: str) -> tuple[int, Fraction]:
    survey = _object(_field(row, "survey", f"{where}, khảo sát"), f"{where}, khảo sát")
    answers = _whole(survey, "answers", f"{where}, khảo sát, answers")
    answers_sum = _decimal(survey, "sum", f"{where}, khảo sát, sum")
    if answers_sum > answers:
        _refuse(f"{where}, khảo sát", f"tổng giá trị trả lời {plain(answers_sum)} lớn hơn số phiếu {answers}")
    return answers, answers_sum


def _unit_gates(row: dict[str, Any], where: str, known: set[str]) -> frozenset[str]:
    codes = _list(row, "gates", f"{where}, gates")
    for code in codes:
        if not isinstance(code, str) or code not in known:
            _refuse(where, f"điều kiện chặn {_show(code)} không có trong danh sách")
    return frozenset(codes)


def plain(value: Fraction) -> str:
    """A finite decimal as a reader writes it, exact and without trailing zeros: "40", "12.5"."""
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"


def _refuse(where: str, why: str) -> NoReturn:
    raise RankingError(f"{where}: {why}.")


def _refuse_repeated(codes: Iterable[str], what: str) -> None:
    for code, times in Counter(codes).items():
        if times > 1:
            _refuse(f"{what} {_show(code)}", "bị lặp lại")


def _refuse_constant(constant: str) -> NoReturn:
    raise RankingError(f"giá trị {constant} không được phép.")


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _refuse_repeated((key for key, _ in pairs), "khóa")
    return found


def _field(row: dict[str, Any], key: str, where: str) -> Any:
    if key not in row:
        _refuse(where, "thiếu")
    return row[key]


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        _refuse(where, "phải là một đối tượng JSON")
    return value


def _list(row: dict[str, Any], key: str, where: str) -> list[Any]:
    value = _field(row, key, where)
    if not isinstance(value, list):
        _refuse(where, "phải là một danh sách")
    return value


def _text(row: dict[str, Any], key: str, where: str) -> str:
    value = _field(row, key, where)
    if not isinstance(value, str) or not value.strip():
        _refuse(where, "phải là một chuỗi không rỗng")
    return value


def _whole(row: dict[str, Any], key: str, where: str, *, at_least: int = 0) -> int:
    value = _field(row, key, where)
    if not isinstance(value, int) or isinstance(value, bool) or not at_least <= value <= _LARGEST_WHOLE:
        _refuse(where, f"phải là một số nguyên từ {at_least} trở lên")
    return value


def _decimal(row: dict[str, Any], key: str, where: str) -> Fraction:
    value = _field(row, key, where)
    if isinstance(value, str) and len(value) <= _LONGEST_DECIMAL:
        if _DECIMAL.fullmatch(value):
            return Fraction(value)
        if _NEGATIVE.fullmatch(value):
            _refuse(where, f"{value} nhỏ hơn 0")
    _refuse(where, f"{_show(value)} không phải là số thập phân viết trong chuỗi, ví dụ “12.5”")


def _show(value: object) -> str:
    """A value of the file, safe to print on one line."""
    if isinstance(value, (str, Path)):
        text = str(value)
    elif value is None or isinstance(value, (bool, float)):
        text = json.dumps(value)
    elif isinstance(value, int) and abs(value) <= _LARGEST_WHOLE:
        text = str(value)
    else:
        text = "(giá trị sai kiểu)"
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= 100 else f"{text[:99]}…"
