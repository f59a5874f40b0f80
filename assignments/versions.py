"""Two versions of a month side by side: who stays, who comes, who goes, which meetings moved, what the goals became."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assignments.models import Plan, Seat
from assignments.weighed import SHORT_NAMES, GoalLine
from units.models import Meeting


@dataclass(frozen=True, kw_only=True)
class MeetingChange:
    unit: str
    when: str
    moved: str
    """What else is different about the meeting, in words."""
    kept: list[str]
    added: list[str]
    removed: list[str]

    @property
    def is_changed(self) -> bool:
        return bool(self.added or self.removed or self.moved)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    old: Plan
    new: Plan
    meetings: list[MeetingChange]
    goals: list[GoalLine]

    @property
    def changed(self) -> list[MeetingChange]:
        return [one for one in self.meetings if one.is_changed]

    @property
    def kept_count(self) -> int:
        return sum(len(one.kept) for one in self.meetings)

    @property
    def added_count(self) -> int:
        return sum(len(one.added) for one in self.meetings)

    @property
    def removed_count(self) -> int:
        return sum(len(one.removed) for one in self.meetings)


def compare(old: Plan, new: Plan) -> Comparison:
    """Two queries: the seats of both, the units of the meetings of both."""
    people: dict[int, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for seat in Seat.objects.filter(plan__in=(old, new)).with_people():
        people[seat.plan_id][seat.meeting_id][seat.delegate_id] = _named(seat)
    was, becomes = _rows(old), _rows(new)
    ids = {int(key) for key in (*was, *becomes)} | set(people[old.pk]) | set(people[new.pk])
    meetings = Meeting.with_cancelled.filter(pk__in=ids).select_related("unit").order_by("starts_at", "unit__sort_key")
    return Comparison(
        old=old,
        new=new,
        meetings=[
            _meeting_change(
                meeting.unit.full_name,
                was.get(str(meeting.pk)),
                becomes.get(str(meeting.pk)),
                people[old.pk][meeting.pk],
                people[new.pk][meeting.pk],
            )
            for meeting in meetings
        ],
        goals=_goals(old, new),
    )


def _rows(plan: Plan) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in plan.problem.get("meetings", [])}


def _named(seat: Seat) -> str:
    return f"{seat.delegate.full_name}, {seat.delegate.agency.short_name}"


def _meeting_change(
    unit: str,
    was: dict[str, Any] | None,
    becomes: dict[str, Any] | None,
    before: dict[int, str],
    after: dict[int, str],
) -> MeetingChange:
    row = becomes or was
    return MeetingChange(
        unit=unit,
        when=_when(row["starts_at"]) if row else "",
        moved=_moved(was, becomes),
        kept=_names(after, before.keys() & after.keys()),
        added=_names(after, after.keys() - before.keys()),
        removed=_names(before, before.keys() - after.keys()),
    )


def _names(people: dict[int, str], chosen: Iterable[int]) -> list[str]:
    """In the order of the seats."""
    wanted = set(chosen)
    return [name for delegate, name in people.items() if delegate in wanted]


def _moved(was: dict[str, Any] | None, becomes: dict[str, Any] | None) -> str:
    if was is None or becomes is None:
        return "" if was is becomes else "hội nghị chỉ có ở bản mới" if was is None else "hội nghị không còn ở bản mới"
    said = []
    if (was["starts_at"], was["ends_at"]) != (becomes["starts_at"], becomes["ends_at"]):
        said.append(f"thời gian: {_when(was['starts_at'])} → {_when(becomes['starts_at'])}")
    if was["seats"] != becomes["seats"]:
        said.append(f"số đại biểu: {was['seats']} → {becomes['seats']}")
    if was["tier_required"] != becomes["tier_required"]:
        said.append("cấp đại biểu cần đã đổi")
    return "; ".join(said)


def _when(instant: str) -> str:
    return f"{datetime.fromisoformat(instant):%H:%M %d/%m}"


def _goals(old: Plan, new: Plan) -> list[GoalLine]:
    """Those that both versions count; each on its own month's data, so that loads of two days may differ by that."""
    before, after = ({row["goal"]: row["value"] for row in plan.result.get("goals", [])} for plan in (old, new))
    return [
        GoalLine(name=name, before=before[goal], after=after[goal])
        for goal, name in SHORT_NAMES.items()
        if goal in before and goal in after
    ]
