"""Delegates, with their agencies, their rank and the notes beside them. Pure."""

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.names import search_key
from imports.judging.verdicts import Choice, Draft, Line, Verdict, ask_about_twins, ignored
from imports.notes import Spell, proposed_tier, read_notes, read_tier
from imports.reading import read_name
from units.unit_names import UnitNames, letters_key

TIERS = {1: "Ủy viên Ban Thường vụ", 2: "Giữ chức vụ", 3: "Chuyên viên"}  # as units.models.Tier says them
NEW_PERSON = "new"
BARRED = "barred"  # the question whether "Phụ trách X" means: not to be sent to X
YES, NO = "yes", "no"
UNCLEAR = "Không hiểu ghi chú"
ALIKE = 0.9  # of two agency names, from which on a slip of the pen is suspected


@dataclass(frozen=True, kw_only=True)
class KnownAgency:
    id: int
    name: str
    short_name: str
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class KnownDelegate:
    id: int
    full_name: str
    agency_id: int
    agency: str
    position: str
    tier: int
    is_active: bool = True
    spells: frozenset[tuple[date, date]] = frozenset()
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class KnownDelegates:
    """`month` gives notes their year; `answers` holds what was said of the whole file."""

    month: date
    names: UnitNames
    agencies: Sequence[KnownAgency]
    delegates: Sequence[KnownDelegate]
    answers: Mapping[str, str] = field(default_factory=dict)


def judge_delegates(lines: Sequence[Line], known: KnownDelegates) -> list[Verdict]:
    judge = _Judge(known)
    verdicts = [ignored(line) or judge.verdict(line) for line in lines]
    return ask_about_twins(lines, verdicts, field_name="full_name", what="Đồng chí", told=_told)


def _told(line: Line, verdict: Verdict) -> str:
    return f"{verdict.shown.get('position', 'chưa rõ chức vụ')}, {verdict.shown.get('note') or 'không có ghi chú'}"


class _Judge:
    def __init__(self, known: KnownDelegates) -> None:
        self.known = known
        self.agencies = {letters_key(name): one for one in known.agencies for name in (one.short_name, one.name)}
        self.bare_agencies = {search_key(one.name): one for one in known.agencies if one.is_active}
        self.people: dict[str, list[KnownDelegate]] = defaultdict(list)
        for one in known.delegates:
            self.people[letters_key(one.full_name)].append(one)

    def verdict(self, line: Line) -> Verdict:
        draft = Draft(line)
        name = draft.settle("full_name", read_name(line.text("full_name")), str)
        if name and len(name) > 150:
            draft.fault("full_name", "Họ và tên dài quá 150 chữ.")
            name = None
        position = draft.optional_text("position", 150)
        if not position:
            draft.fault("position", "Chưa có chức vụ.")
        agency = self._agency(draft)
        stored = self._person(draft, name, agency, position) if name and agency else None
        tier = self._tier(draft, position, stored)
        draft.shown |= {"position": position, "tier": TIERS.get(tier, "") if tier else ""}
        self._notes(draft, stored)
        draft.values |= {
            "full_name": name,
            "position": position,
            "tier": tier,
            "delegate_id": stored.id if stored else None,
        }
        if stored:
            self._compare(draft, stored)
        # Of one who is there already two rows are about the same person whatever agency they name.
        key = stored.id if stored else (letters_key(name), letters_key(agency)) if name and agency else None
        return draft.verdict(is_new=stored is None, key=key)

    def _agency(self, draft: Draft) -> str | None:
        """Its name: one of ours, or a new one that comes with the file."""
        line = draft.line
        text = line.text("agency") or line.section
        if not text:
            draft.fault(
                "agency", "Chưa biết cơ quan: tệp không có cột cơ quan, trên dòng này cũng không có dòng tên cơ quan."
            )
            return None
        found = self.agencies.get(letters_key(text)) or self._typed_bare(text)
        if found is None and len(text) > 150:
            draft.fault("agency", "Tên cơ quan dài quá 150 chữ.")
            return None
        if found and not found.is_active:
            draft.fault("agency", f"Cơ quan “{found.name}” đã thôi hoạt động. Mở lại cơ quan ấy, hoặc sửa tên ở đây.")
            return None
        if found is None and line.corrections.get("agency_is_new") != text:
            alike = difflib.get_close_matches(search_key(text), self.bare_agencies, n=2, cutoff=ALIKE)
            if alike:
                ours = [self.bare_agencies[key].name for key in alike]
                choices = [Choice(label=name, field="agency", value=name) for name in ours]
                choices.append(Choice(label=f"Cơ quan mới “{text}”", field="agency_is_new", value=text))
                draft.ask("agency", f"“{text}” gần giống cơ quan đã có.", choices, topic=f"agency:{text}")
                return None
        draft.values |= {"agency_id": found.id if found else None, "agency": found.name if found else text}
        draft.shown["agency"] = found.name if found else text
        if found is None:
            draft.remarks.append("Cơ quan mới, được tạo khi nhập.")
        return draft.shown["agency"]

    def _typed_bare(self, text: str) -> KnownAgency | None:
        """Typed without any mark it is how people type; with other marks it may be another agency."""
        return self.bare_agencies.get(text.lower()) if text.lower() == search_key(text) else None

    def _person(self, draft: Draft, name: str, agency: str, position: str) -> KnownDelegate | None:
        """Who of ours it is. One of this name in this agency is the one; anything less plain is asked."""
        answer = draft.line.corrections.get("same_as", "")
        namesakes = self.people.get(letters_key(name), [])
        if answer == NEW_PERSON or not namesakes:
            return None
        if chosen := next((one for one in namesakes if str(one.id) == answer), None):
            return chosen
        here = [one for one in namesakes if one.agency == agency and one.is_active]
        if len(here) > 1:
            here = [one for one in here if letters_key(one.position) == letters_key(position)] or here
        if len(here) == 1:
            return here[0]
        choices = [Choice(label=_person_label(one), field="same_as", value=str(one.id)) for one in here or namesakes]
        choices.append(Choice(label="Người khác, trùng tên", field="same_as", value=NEW_PERSON))
        draft.ask("full_name", f"Danh sách đã có đồng chí {name}. Có phải cùng một người?", choices)
        return None

    def _tier(self, draft: Draft, position: str, stored: KnownDelegate | None) -> int | None:
        """As written; else as stored; else proposed from the position and the agency."""
        text = draft.line.text("tier")
        if text:
            tier = read_tier(text)
            if tier is None:
                draft.fault("tier", f"Không hiểu cấp “{text}”.", _tier_choices())
            return tier
        if stored:
            return stored.tier
        tier = proposed_tier(position)
        if tier is None and position:
            draft.ask("tier", f"Chức vụ “{position}” thuộc cấp nào?", _tier_choices(), topic=f"tier:{position}")
        elif tier:
            draft.remarks.append("Cấp đề xuất theo chức vụ.")
        return tier

    def _notes(self, draft: Draft, stored: KnownDelegate | None) -> None:
        notes = read_notes(draft.line.corrections.get("note", draft.line.cells.get("note", "")), month=self.known.month)
        barred = self._barred(draft, notes.barred, stored)
        for part in notes.doubtful:
            draft.ask("note", f"“{part}”: không rõ bận những ngày nào. Ghi như “Bận 10/11, 12-14/11”, hoặc xóa đi.", ())
        draft.remarks += [f"{UNCLEAR} “{part}”, bỏ qua." for part in notes.unclear]
        told = [f"{spell.reason} {_days(spell)}" for spell in notes.spells]
        told += [f"Không phân công về {name}" for name in barred.values()]
        draft.shown["note"] = "; ".join(told)
        draft.values |= {"spells": notes.spells, "barred": frozenset(barred)}

    def _barred(self, draft: Draft, written: Sequence[str], stored: KnownDelegate | None) -> dict[int, str]:
        found = {name: self.known.names.find(name) for name in written}
        if unclear := [name for name, one in found.items() if one.unit is None]:
            for name in unclear:
                names = ", ".join(unit.full_name for unit in found[name].units or found[name].near)
                hint = f" Có phải: {names}?" if names else ""
                draft.ask(
                    "note", f"“Phụ trách {name}”: không rõ là xã, phường nào.{hint} Sửa ghi chú, hoặc xóa đi.", ()
                )
            return {}
        units = {one.unit.id: one.unit.name_in_text for one in found.values() if one.unit}
        answer = self.known.answers.get(BARRED)
        if answer == NO:
            if units:
                draft.remarks.append("Ghi chú “Phụ trách …” được bỏ qua, theo trả lời của đồng chí.")
            return {}
        if units and answer != YES and not (stored and units.keys() <= stored.barred):
            choices = (
                Choice(label="Đúng, không phân công về đó", field=BARRED, value=YES),
                Choice(label="Không, bỏ qua ghi chú này", field=BARRED, value=NO),
            )
            text = "Ghi chú “Phụ trách X” nghĩa là không phân công đồng chí ấy về X?"
            draft.ask("note", text, choices, topic=BARRED)
        return units

    def _compare(self, draft: Draft, stored: KnownDelegate) -> None:
        values = draft.values
        if values.get("agency") and values["agency"] != stored.agency:
            draft.old["agency"] = stored.agency
        if values["position"] != stored.position:
            draft.old["position"] = stored.position
        if values["tier"] != stored.tier:
            draft.old["tier"] = TIERS[stored.tier]
        if not stored.is_active:
            draft.old["full_name"] = "đã thôi tham gia"
        new_spells = [one for one in values["spells"] if (one.first, one.last) not in stored.spells]
        if new_spells or not values["barred"] <= stored.barred:
            draft.old["note"] = "chưa ghi"


def _person_label(one: KnownDelegate) -> str:
    return f"Đồng chí {one.full_name}, {one.position}, {one.agency}" + ("" if one.is_active else " (đã thôi tham gia)")


def _tier_choices() -> list[Choice]:
    return [Choice(label=label, field="tier", value=str(tier)) for tier, label in TIERS.items()]


def _days(spell: Spell) -> str:
    if spell.first == spell.last:
        return f"{spell.first:%d/%m/%Y}"
    return f"{spell.first:%d/%m} - {spell.last:%d/%m/%Y}"
