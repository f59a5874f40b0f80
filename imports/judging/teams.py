"""Tổ tuyên vận. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imports.judging.verdicts import Draft, Line, Verdict, ask_about_twins, ignored, read_unit
from imports.reading import read_count
from units.unit_names import UnitNames, letters_key

USUAL_MEMBERS = 3
MOST_MEMBERS = 100


@dataclass(frozen=True, kw_only=True)
class KnownTeam:
    id: int
    name: str
    members: int
    head: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class KnownTeams:
    """`teams` by unit and letters_key of the name."""

    names: UnitNames
    teams: Mapping[tuple[int, str], KnownTeam]


def judge_teams(lines: Sequence[Line], known: KnownTeams) -> list[Verdict]:
    verdicts = [ignored(line) or _judge(line, known) for line in lines]
    return ask_about_twins(lines, verdicts, field_name="name", what="Tổ", told=_told)


def _told(line: Line, verdict: Verdict) -> str:
    return f"{verdict.shown.get('members', '?')} thành viên, tổ trưởng {verdict.shown.get('head') or 'chưa ghi'}"


def _judge(line: Line, known: KnownTeams) -> Verdict:
    draft = Draft(line)
    unit = read_unit(draft, known.names)
    name = " ".join(draft.optional_text("name", 150).split())
    if not name:
        draft.fault("name", "Chưa có tên tổ.")
    key = (unit.id, letters_key(name)) if unit and name else None
    stored = known.teams.get(key) if key else None
    members = _members(draft, stored)
    head = " ".join(draft.optional_text("head", 100).split()) or (stored.head if stored else "")
    draft.shown |= {"name": name, "members": str(members), "head": head}
    draft.values |= {"team_id": stored.id if stored else None, "name": name, "members": members, "head": head}
    if stored:
        if members != stored.members:
            draft.old["members"] = str(stored.members)
        if head != stored.head:
            draft.old["head"] = stored.head or "–"
        if not stored.is_active:
            draft.old["name"] = "đã thôi hoạt động"
    return draft.verdict(is_new=stored is None, key=key)


def _members(draft: Draft, stored: KnownTeam | None) -> int:
    text = draft.line.text("members")
    if text:
        return draft.settle("members", read_count(text, least=1, most=MOST_MEMBERS), str) or USUAL_MEMBERS
    if stored:
        return stored.members
    draft.remarks.append(f"Tệp không ghi số thành viên: tính {USUAL_MEMBERS}.")
    return USUAL_MEMBERS
