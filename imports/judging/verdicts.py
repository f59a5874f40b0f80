"""The words of judging. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from imports.reading import Reading, read_text
from units.unit_names import NamedUnit, UnitNames

T = TypeVar("T")
NEW, CHANGED, SAME, FAULTY, ASKED, IGNORED = "new", "changed", "same", "faulty", "asked", "ignored"
MOST_CHOICES = 6
KEEP = "keep"  # the field of a choice between rows: its value is the number of the row that counts


@dataclass(frozen=True, kw_only=True)
class Line:
    """One data row: texts by field as typed, what a person put in their place, the heading row (agency) above it."""

    number: int
    cells: Mapping[str, str]
    corrections: Mapping[str, str] = field(default_factory=dict)
    section: str = ""
    is_left_out: bool = False
    why_ignored: str = ""

    def text(self, name: str) -> str:
        return read_text(self.corrections.get(name, self.cells.get(name, "")))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Taking it puts `value` in the place of `field`."""

    label: str
    field: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Beside the cell of `field`. Questions with one `topic` are one question, answered together."""

    field: str
    text: str
    choices: tuple[Choice, ...] = ()
    is_question: bool = False
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`shown`: field → how it was understood; `old`: field → what is stored now, where it differs; `values` are to
    be stored.
    """

    outcome: str
    shown: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    old: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    key: Hashable = None  # what the row is about; twice in one file is asked about


class Draft:
    """A verdict in the making."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.problems: list[Problem] = []
        self.shown: dict[str, str] = {}
        self.old: dict[str, str] = {}
        self.remarks: list[str] = []
        self.values: dict[str, Any] = {}

    def fault(self, name: str, text: str, choices: Sequence[Choice] = ()) -> None:
        self.problems.append(Problem(field=name, text=text, choices=tuple(choices)[:MOST_CHOICES]))

    def ask(self, name: str, text: str, choices: Sequence[Choice], topic: str = "") -> None:
        self.problems.append(
            Problem(field=name, text=text, choices=tuple(choices)[:MOST_CHOICES], is_question=True, topic=topic)
        )

    def settle(self, name: str, reading: Reading[T], as_text: Callable[[T], str]) -> T | None:
        """The value; where there is none, the problem is noted. A choice that was taken is no doubt any more."""
        if reading.value is not None:
            self.shown[name] = as_text(reading.value)
            return reading.value
        taken = self.line.corrections.get(name)
        for choice in reading.choices:
            if taken is not None and taken == as_text(choice):
                self.shown[name] = taken
                return choice
        if reading.fault:
            self.fault(name, reading.fault)
        else:
            choices = [Choice(label=as_text(one), field=name, value=as_text(one)) for one in reading.choices]
            self.ask(name, reading.doubt, choices, topic=f"{name}:{self.line.text(name)}" if choices else "")
        return None

    def optional_text(self, name: str, longest: int) -> str:
        text = self.line.corrections.get(name, self.line.cells.get(name, "")).strip()
        if len(text) > longest:
            self.fault(name, f"Dài quá {longest} chữ ({len(text)}). Rút gọn lại.")
        return text

    def verdict(self, *, is_new: bool, key: Hashable) -> Verdict:
        if any(not problem.is_question for problem in self.problems):
            outcome = FAULTY
        elif self.problems:
            outcome = ASKED
        else:
            outcome = NEW if is_new else CHANGED if self.old else SAME
        return Verdict(
            outcome=outcome,
            shown=self.shown,
            problems=tuple(self.problems),
            old=self.old if outcome == CHANGED else {},
            remarks=tuple(self.remarks),
            values=self.values,
            key=key,
        )


def ignored(line: Line) -> Verdict | None:
    if line.why_ignored:
        return Verdict(outcome=IGNORED, remarks=(f"{line.why_ignored.capitalize()}.",))
    if line.is_left_out:
        return Verdict(outcome=IGNORED, remarks=("Đồng chí đã bỏ dòng này.",))
    return None


def read_unit(draft: Draft, names: UnitNames) -> NamedUnit | None:
    """By code where one is given, else by name; what a person chose or typed goes before what the file says."""
    line = draft.line
    code, name = line.text("unit_code"), line.text("unit")
    if "unit" in line.corrections and "unit_code" not in line.corrections:
        code = ""
    unit = names.by_code(code) if code else None
    if code and unit is None:
        draft.fault("unit", f"Không có đơn vị nào mang mã {code}.")
    elif unit is None:
        unit = _unit_by_name(draft, name, names)
    elif "unit_code" not in line.corrections and name:
        found = names.find(name)
        if unit not in found.units:
            others = [_unit_choice(one) for one in (unit, *found.units)]
            draft.ask("unit", f"Mã {code} là của {unit.name_in_text}, tên ghi “{name}”.", others)
            unit = None
    if unit:
        draft.shown["unit"] = unit.full_name
        draft.values["unit_id"] = unit.id
    return unit


def _unit_by_name(draft: Draft, name: str, names: UnitNames) -> NamedUnit | None:
    if not name:
        draft.fault("unit", "Chưa có tên đơn vị.")
        return None
    found = names.find(name)
    if found.unit:
        return found.unit
    choices = [_unit_choice(unit) for unit in found.units or found.near]
    if found.is_near:
        draft.ask("unit", f"“{name}”: có phải đơn vị dưới đây?", choices, topic=f"unit:{name}")
    elif found.units:
        text = f"“{name}” có thể là {len(found.units)} đơn vị. Chọn một, hoặc gõ mã đơn vị."
        draft.ask("unit", text, choices, topic=f"unit:{name}")
    else:
        to_do = "Tên gần giống:" if choices else "Gõ lại tên hoặc mã đơn vị, hoặc bỏ dòng."
        draft.fault("unit", f"Không có đơn vị “{name}” trong danh mục. {to_do}", choices)
    return None


def _unit_choice(unit: NamedUnit) -> Choice:
    return Choice(label=f"{unit.full_name} (mã {unit.code})", field="unit_code", value=unit.code)


def ask_about_twins(
    lines: Sequence[Line], verdicts: list[Verdict], *, field_name: str, what: str, told: Callable[[Line, Verdict], str]
) -> list[Verdict]:
    """Rows about the same thing: those quite alike count once, of others the person says which one."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, verdict in enumerate(verdicts):
        if verdict.key is not None and verdict.outcome != IGNORED:
            groups[verdict.key].append(place)
    for places in groups.values():
        first = verdicts[places[0]]
        kept = [places[0]]
        for place in places[1:]:
            if verdicts[place].values == first.values and not verdicts[place].problems and not first.problems:
                remark = f"Giống hệt dòng {lines[places[0]].number}."
                verdicts[place] = Verdict(outcome=IGNORED, shown=verdicts[place].shown, remarks=(remark,))
            else:
                kept.append(place)
        if len(kept) > 1:
            _ask_which(lines, verdicts, kept, field_name=field_name, what=what, told=told)
    return verdicts


def _ask_which(
    lines: Sequence[Line],
    verdicts: list[Verdict],
    places: Sequence[int],
    *,
    field_name: str,
    what: str,
    told: Callable[[Line, Verdict], str],
) -> None:
    numbers = [str(lines[place].number) for place in places]
    choices = tuple(
        Choice(
            label=f"Dùng dòng {lines[place].number}: {told(lines[place], verdicts[place])}",
            field=KEEP,
            value=str(lines[place].number),
        )
        for place in places
    )
    text = f"{what} này có ở các dòng {', '.join(numbers)}. Dòng nào được dùng?"
    problem = Problem(
        field=field_name, text=text, choices=choices, is_question=True, topic=f"{KEEP}:{'-'.join(numbers)}"
    )
    for place in places:
        verdict = verdicts[place]
        outcome = FAULTY if verdict.outcome == FAULTY else ASKED
        verdicts[place] = replace(verdict, outcome=outcome, problems=(problem, *verdict.problems), old={})
