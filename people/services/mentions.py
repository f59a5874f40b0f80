"""Where somebody's name or address stands in what others typed. Published papers are not among it: they stay."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.db.models import Q

from accounts.models import User
from assignments.models import Delegate, Plan

ERASED = "(đã xóa)"
FROZEN = (Plan.Status.PUBLISHED, Plan.Status.REPLACED)
# By name: some are of rooms beside this one, which it does not import.
TYPED = {
    "people.Handover": ("to_name", "note"),
    "meetings.Attendance": ("substitute", "reason"),
    "meetings.FollowUp": ("matter", "responsible", "outcome"),
    "meetings.MeetingNote": ("observation", "advice"),
    "meetings.TeamVisit": ("seen",),
    "units.Team": ("head",),
    "units.Concern": ("reason",),
    "imports.ImportRow": ("cells", "corrections", "shown", "old", "section"),
    "assignments.PlanStep": ("what", "state"),
    "assignments.Plan": ("problem", "result", "return_reason", "edited_what"),
    "assignments.Seat": ("because", "override_reason"),
    "assignments.ForbiddenPair": ("reason",),
    "assignments.LeftEmpty": ("reason",),
    "assignments.LoweredRank": ("reason",),
}
# Of these only what belongs to a plan that was never published, by the path to its status: the rest is frozen with it.
FROZEN_WITH_PLAN = {
    "assignments.Plan": "status",
    "assignments.Seat": "plan__status",
    "assignments.ForbiddenPair": "plan__status",
    "assignments.LeftEmpty": "plan__status",
}
# What a copy of one's own data may quote. Others' judgements are read by their own rules, and not through a copy.
QUOTED = ("people.Handover", "meetings.Attendance", "units.Team")


@dataclass(frozen=True, kw_only=True)
class Mention:
    row: Any
    fields: tuple[str, ...]

    @property
    def is_quoted(self) -> bool:
        return self.row._meta.label in QUOTED

    @property
    def what(self) -> str:
        return str(self.row._meta.verbose_name)

    @property
    def text(self) -> str:
        return "; ".join(text for field in self.fields for text in _texts(getattr(self.row, field)))


def mentions_of(person: User) -> list[Mention]:
    """Of a name that another bears too nobody can tell whom a text means: it is looked for by the address alone."""
    words = _words(person)
    found = []
    for label, fields in TYPED.items() if words else ():
        for row in _in_work(label, _holding(label, words)).order_by("pk"):
            those = [name for name in fields if any(map(_pattern(words).search, _texts(getattr(row, name))))]
            if those:
                found.append(Mention(row=row, fields=tuple(those)))
    return found


def replace_mentions(person: User) -> None:
    words = _words(person)
    for mention in mentions_of(person):
        values = {name: _changed(getattr(mention.row, name), _without(words)) for name in mention.fields}
        with pgtrigger.ignore(
            "assignments.PlanStep:plan_step_append_only", "assignments.LoweredRank:lowered_rank_is_kept"
        ):
            type(mention.row)._base_manager.filter(pk=mention.row.pk).update(**values)


def rows_without_a_name(label: str) -> Any:
    """Rows in whose texts somebody's name was replaced."""
    return _holding(label, [ERASED])


def has_namesake(person: User) -> bool:
    others = User.objects.exclude(pk=person.pk).filter(full_name__in=_names(person))
    delegates = Delegate.objects.exclude(user=person).filter(full_name__in=_names(person))
    return others.exists() or delegates.exclude(user__in=others).exists()


def _names(person: User) -> list[str]:
    """Of at least two words: one alone ("Lan") stands for anybody."""
    names = {person.full_name, *Delegate.objects.filter(user=person).values_list("full_name", flat=True)}
    return sorted(name for name in names if " " in name.strip())


def _words(person: User) -> list[str]:
    names = [] if has_namesake(person) else _names(person)
    return [*names, person.email] if person.email else names


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)


def _without(words: list[str]) -> Callable[[str], str]:
    return lambda text: _pattern(words).sub(ERASED, text)


def _holding(label: str, words: list[str]) -> Any:
    wanted = Q()
    for name in TYPED[label]:
        for word in words:
            wanted |= Q(**{f"{name}__icontains": word})
    return apps.get_model(label)._base_manager.filter(wanted)


def _in_work(label: str, rows: Any) -> Any:
    status = FROZEN_WITH_PLAN.get(label)
    return rows.exclude(**{f"{status}__in": FROZEN}) if status else rows


def _texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value] if value else []
        case dict():
            return [text for one in value.values() for text in _texts(one)]
        case list():
            return [text for one in value for text in _texts(one)]
    return []


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case dict():
            return {name: _changed(one, change) for name, one in value.items()}
        case list():
            return [_changed(one, change) for one in value]
    return value
