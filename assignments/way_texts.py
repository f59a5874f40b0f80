"""Ways out of a gap, in words: what to change, what it brings, what it costs, and where the office does it."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from assignments.plain_words import GOAL_NAMES, grouped
from assignments.planned import PlannedMonth
from assignments.planner.goals import GOALS, GoalVector
from assignments.planner.problem import ANYONE, Problem
from assignments.planner.ways_out import Change, Kind, WayOut, find_ways_out
from documents.vietnamese import weekday_name
from units.calendar import WorkCalendar, day_off_text, is_working_day, last_day_of
from units.models import Concern

from .models import Plan
from .models.ranks import RANKS

DAY = datetime.timedelta(days=1)
ELSEWHERE = (
    " Hội nghị khác cũng đang thiếu: chỉ bấm Xếp lại thì người được thêm lại về nơi khác; muốn có ở đây thì chọn tay "
    "và ghim trước khi xếp lại."
)


WAITS = "phải được trả lại thành dự thảo rồi xếp lại; chưa xếp lại thì không công bố được."
AFTERWARDS = {
    Plan.Status.DRAFT: "Bản dự thảo phải xếp lại theo thay đổi ấy (nút Xếp lại ở bản phân công).",
    Plan.Status.SUBMITTED: f"Bản phân công đã trình lãnh đạo {WAITS}",
    Plan.Status.CHECKED: f"Bản phân công lãnh đạo đã kiểm tra {WAITS}",
    Plan.Status.PUBLISHED: "Thông báo đã công bố giữ nguyên; muốn đổi theo thì lập bản thay thế.",
}


@dataclass(frozen=True, kw_only=True)
class WayText:
    change: str
    brings: str
    costs: list[str]
    url: str
    """Where the office makes this change."""
    place: str
    """That page, named."""


@dataclass(frozen=True, kw_only=True)
class WaysText:
    ways: list[WayText]
    tried: int
    untried: int
    skip: int
    """For the next page: ways tried so far."""
    again: str


def afterwards(plan: Plan | None) -> str:
    """What a change of what it was solved with means for a plan."""
    return AFTERWARDS.get(Plan.Status(plan.status), "") if plan else ""


def ways_out(
    month: PlannedMonth, meeting: str, *, calendar: WorkCalendar, on: datetime.date, skip: int = 0
) -> WaysText:
    """Tries the ways; about two seconds."""
    days = candidate_days(month, meeting, calendar=calendar, on=on)
    problem = with_what_was_held(month, on=on)
    found = find_ways_out(problem, month.pairs, meeting, days=days, is_best=month.is_best, skip=skip)
    return WaysText(
        ways=[_way(month, meeting, ways, calendar) for ways in _alike(found.ways)],
        tried=found.tried,
        untried=found.untried,
        skip=skip + found.tried,
        again="Bấm Xếp lại là đủ: bản đã sửa tay chưa phải bản tốt nhất." if found.again else "",
    )


def with_what_was_held(month: PlannedMonth, *, on: datetime.date) -> Problem:
    """The month with everybody pinned where they have been already."""
    held = [pair for pair in month.pairs if month.problem.meeting_by_id[pair[0]].on <= on]
    return replace(month.problem, pinned=tuple(dict.fromkeys([*month.problem.pinned, *held])))


def candidate_days(
    month: PlannedMonth, meeting: str, *, calendar: WorkCalendar, on: datetime.date
) -> list[datetime.date]:
    """The days of the month still to come, working days first, those nearest the registered day before others.

    Without those on which concerns ask for another rank than on the registered day: there it would be another month.
    """
    first = month.plan.period.month
    now = month.problem.meeting_by_id[meeting].on
    count = (last_day_of(first) - first).days + 1
    concerns = list(Concern.objects.filter(unit=month.meetings[meeting].unit_id).touching(first, last_day_of(first)))
    rank = _rank_asked(concerns, now)
    to_come = [day for step in range(count) if (day := first + DAY * step) > on and day != now]
    days = [day for day in to_come if _rank_asked(concerns, day) == rank]
    return sorted(days, key=lambda day: (not is_working_day(day, calendar=calendar), abs((day - now).days), day))


def _rank_asked(concerns: Iterable[Concern], day: datetime.date) -> int:
    return min((one.tier_asked for one in concerns if one.is_open_on(day)), default=ANYONE)


def _alike(ways: Sequence[WayOut]) -> list[list[WayOut]]:
    """Days to which the meeting may move with one and the same outcome are one way; where its best stands."""
    groups: dict[object, list[WayOut]] = {}
    for way in ways:
        key = (Kind.MOVE, way.after, way.sits, way.is_proven, way.stays) if way.change.kind is Kind.MOVE else way.change
        groups.setdefault(key, []).append(way)
    return list(groups.values())


def _way(month: PlannedMonth, meeting: str, ways: list[WayOut], calendar: WorkCalendar) -> WayText:
    way = ways[0]
    url, place = _where(month, meeting, way.change)
    days = sorted(one.change.day for one in ways if one.change.day)
    return WayText(
        change=_move(days, calendar) if way.change.kind is Kind.MOVE else _change(month, way.change),
        brings=_brings(month, way),
        costs=_costs(way.before, way.after),
        url=url,
        place=place,
    )


def _move(days: list[datetime.date], calendar: WorkCalendar) -> str:
    named = [_day(day, calendar) for day in days]
    where = named[0] if len(named) == 1 else f"một trong các ngày: {'; '.join(named)}"
    return f"Chuyển hội nghị sang {where}, giữ nguyên giờ"


def _day(day: datetime.date, calendar: WorkCalendar) -> str:
    off = day_off_text(day, calendar=calendar)
    note = f" ({off})" if off and off != weekday_name(day) else ""
    return f"{weekday_name(day)} {day:%d/%m}{note}"


def _change(month: PlannedMonth, change: Change) -> str:
    if change.kind is Kind.FREE_DAY:
        return f"Đề nghị {month.comrade(change.delegate)} thu xếp ngày {change.day:%d/%m} (đang báo bận)"
    if change.kind is Kind.LIMIT:
        limit = month.problem.delegate_by_id[change.delegate].max_seats
        return f"Nâng số lượt tối đa trong tháng của {month.comrade(change.delegate)} từ {limit} lên {limit + 1}"
    if change.tier in RANKS:
        return f"Hạ yêu cầu về cấp riêng lần này, xuống {RANKS[change.tier]} (phải ghi lý do)"
    return "Không đòi cấp đại biểu riêng lần này (phải ghi lý do)"


def _brings(month: PlannedMonth, way: WayOut) -> str:
    parts = []
    if way.meets_rank:
        parts.append("hội nghị không còn đòi cấp" if way.change.tier == 3 else "có người đúng cấp")
    if way.fills > 0:
        parts.append(f"thêm được {way.fills} đại biểu")
    sits = ", ".join(month.name(person) for person in way.sits)
    text = f"Khi đó {' và '.join(parts)}" + (f"; người dự: {sits}." if sits else ".")
    if not way.is_proven:
        text += " (Có thể còn cách tốt hơn nữa.)"
    return text if way.stays else text + ELSEWHERE


def _costs(before: GoalVector, after: GoalVector) -> list[str]:
    """Goals that change, as before → after."""
    return [
        f"{GOAL_NAMES[goal]}: {grouped(old)} → {grouped(new)}"
        for goal, old, new in zip(GOALS, before, after, strict=True)
        if old != new
    ]


def _where(month: PlannedMonth, meeting: str, change: Change) -> tuple[str, str]:
    if change.kind is Kind.MOVE:
        row = month.meetings[meeting]
        args: Sequence[object] = [month.plan.period.month, row.unit_id]
        return reverse("units:meeting_register", args=args), "Đổi lịch họp của đơn vị"
    if change.kind is Kind.FREE_DAY:
        url = reverse("assignments:delegate_unavailability", args=[int(change.delegate)])
        return url, "Mở lịch bận của đồng chí này"
    if change.kind is Kind.LIMIT:
        return reverse("assignments:delegate_edit", args=[int(change.delegate)]), "Sửa đại biểu"
    return reverse("assignments:rank_lower", args=[month.plan.period.month, int(meeting)]), "Hạ yêu cầu lần này"
