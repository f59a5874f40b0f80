"""The versions of the rules side by side: what each says, what it changed, which months used it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assignments.models import Plan, Policy, Rule
from assignments.models.policy import FIELDS, GROUPS
from documents.vietnamese import decimal_text
from units.models import Meeting, Tier


@dataclass(frozen=True, kw_only=True)
class Cell:
    text: str
    is_changed: bool  # against the version before


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    label: str
    cells: list[Cell]


@dataclass(frozen=True, kw_only=True)
class RuleGroup:
    title: str
    lines: list[RuleLine]


@dataclass(frozen=True, kw_only=True)
class VersionHead:
    policy: Policy
    state: str
    months: str  # published under it
    is_used: bool


@dataclass(frozen=True, kw_only=True)
class PolicyReport:
    heads: list[VersionHead]
    groups: list[RuleGroup]

    @property
    def can_withdraw(self) -> bool:
        return not all(head.is_used for head in self.heads)


def policy_report(versions: Sequence[Policy], *, before: Policy | None, all_dates: Sequence[datetime.date],
                  on: datetime.date) -> PolicyReport:  # fmt: skip
    """`versions` newest first, `before` the one that came before the oldest of them; `all_dates` of every version."""
    used = _months_by_version(all_dates)
    in_force = max((date for date in all_dates if date <= on), default=None)
    heads = [
        VersionHead(
            policy=one,
            state=_state(one.valid_from, in_force),
            months=_spans(used.get(one.valid_from, [])),
            is_used=one.valid_from in used,
        )
        for one in versions
    ]
    earlier: list[Policy | None] = [*versions, before][1:]
    groups = [
        RuleGroup(title=title, lines=[_line(field, versions, earlier) for field in fields]) for title, fields in GROUPS
    ]
    return PolicyReport(heads=heads, groups=groups)


def changes(old: Policy | None, new: Policy) -> list[tuple[str, str, str]]:
    """(rule, as it was, as it becomes) of what differs."""
    return [
        (label_of(field), said(old, field) if old else "–", said(new, field))
        for field in FIELDS
        if old is None or getattr(old, field) != getattr(new, field)
    ]


def registered_already(old: Policy | None, new: Policy) -> int:
    """Conferences from that month on that were registered while another number of delegates was usual."""
    if old and (old.seats_commune, old.seats_ward) == (new.seats_commune, new.seats_ward):
        return 0
    count: int = Meeting.objects.filter(period__month__gte=new.valid_from).count()
    return count


def label_of(field: str) -> str:
    name = str(Policy._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return name[:1].upper() + name[1:]


def said(policy: Policy, field: str) -> str:
    value: Any = getattr(policy, field)
    if field == "may_override":
        return "; ".join(Rule(one).label for one in value) or "Không quy tắc nào"
    if field == "sign_tier":
        return Tier(value).label
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return decimal_text(value, 2) if isinstance(value, Decimal) else str(value)


def _line(field: str, versions: Sequence[Policy], earlier: Sequence[Policy | None]) -> RuleLine:
    cells = [
        Cell(text=said(one, field), is_changed=old is not None and getattr(old, field) != getattr(one, field))
        for one, old in zip(versions, earlier, strict=True)
    ]
    return RuleLine(label=label_of(field), cells=cells)


def _state(valid_from: datetime.date, in_force: datetime.date | None) -> str:
    if in_force is None or valid_from > in_force:
        return "Sắp áp dụng"
    return "Đang áp dụng" if valid_from == in_force else "Đã thay"


def _months_by_version(dates: Sequence[datetime.date]) -> dict[datetime.date, list[datetime.date]]:
    frozen = Plan.objects.filter(status__in=(Plan.Status.PUBLISHED, Plan.Status.REPLACED))
    used: dict[datetime.date, list[datetime.date]] = {}
    for month in frozen.order_by("period__month").values_list("period__month", flat=True).distinct():
        held = [date for date in dates if date <= month]
        if held:
            used.setdefault(max(held), []).append(month)
    return used


def _spans(months: Sequence[datetime.date]) -> str:
    """ "01/2026 – 03/2026, 05/2026": months that follow each other as one span."""
    spans: list[list[datetime.date]] = []
    for month in months:
        if spans and (month.year * 12 + month.month) - (spans[-1][-1].year * 12 + spans[-1][-1].month) == 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    return ", ".join(f"{one[0]:%m/%Y} – {one[-1]:%m/%Y}" if len(one) > 1 else f"{one[0]:%m/%Y}" for one in spans)
