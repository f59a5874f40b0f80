"""Why a meeting lacks people or rank, with names and dates: the rules that collide, in words."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from django.urls import reverse

from assignments.models.ranks import RANKS
from assignments.planned import PlannedMonth
from assignments.planner.clashes import Clash
from assignments.planner.conflicts import SECONDS, Conflict, Residual, find_conflict, find_conflicts, lacks_rank
from assignments.planner.rules import Situation

MOST_NAMES = 6
MOST_MOVES = 4


@dataclass(frozen=True, kw_only=True)
class Gap:
    meeting: str
    text: str
    """What is missing, where, and why it is needed."""
    clashes: list[str]
    """The rules that collide, people who meet the same rule together."""
    remark: str
    url: str


HELD = "Hội nghị đã đến ngày họp, không xếp thêm và không tháo gỡ được nữa."
NOT_PROVEN = "Chưa chứng minh được đây là nhóm vướng nhỏ nhất; có thể còn bỏ bớt được."


def gaps_of(month: PlannedMonth, *, on: date) -> list[Gap]:
    return [_gap(month, conflict, on) for conflict in find_conflicts(month.problem, month.pairs)]


def gaps_of_meeting(month: PlannedMonth, meeting: str, *, on: date) -> list[Gap]:
    situation = Situation(month.problem, month.pairs)
    place = month.problem.meeting_by_id[meeting]
    wanted = {True: lacks_rank(situation, place), False: len(situation.seated[meeting]) < place.seats}
    held = month.problem.in_order(month.pairs)
    until = perf_counter() + SECONDS
    return [
        _gap(month, find_conflict(Residual(situation, held, is_rank=is_rank), place, until=until), on)
        for is_rank, is_wanted in wanted.items()
        if is_wanted
    ]


def has_gap(month: PlannedMonth, meeting: str) -> bool:
    situation = Situation(month.problem, month.pairs)
    place = month.problem.meeting_by_id[meeting]
    return lacks_rank(situation, place) or len(situation.seated[meeting]) < place.seats


def is_held(month: PlannedMonth, meeting: str, *, on: date) -> bool:
    """Nothing can be done about it any more."""
    return month.problem.meeting_by_id[meeting].on <= on


def _gap(month: PlannedMonth, conflict: Conflict, on: date) -> Gap:
    plan = month.plan
    url = reverse("assignments:seat_panel", args=[plan.period.month, int(conflict.meeting)])
    return Gap(
        meeting=conflict.meeting,
        text=_missing(month, conflict),
        clashes=_clashes(month, conflict),
        remark=HELD if is_held(month, conflict.meeting, on=on) else _remark(month, conflict),
        url=f"{url}?ban={plan.version}",
    )


def _missing(month: PlannedMonth, conflict: Conflict) -> str:
    meeting = month.problem.meeting_by_id[conflict.meeting]
    where = f"{month.unit_first(meeting.id)} (họp ngày {meeting.on:%d/%m})"
    if not conflict.is_rank:
        return f"{where} còn thiếu {conflict.missing} đại biểu."
    row = month.meetings.get(meeting.id)
    reason = (row.concern_reason or "").rstrip(". ") if row else ""
    because = f" vì “{reason}”" if reason else ""
    return f"{where} cần {RANKS[meeting.tier_required]}{because}, nhưng chưa có ai ở cấp ấy."


def _remark(month: PlannedMonth, conflict: Conflict) -> str:
    if conflict.is_open:
        return f"Không có quy tắc nào cản: {_possible(month, conflict)}"
    if not month.problem.delegates:
        return "Tháng này không có đại biểu nào tham gia phân công."
    if not month.problem.meeting_by_id[conflict.meeting].seats:
        return "Hội nghị này không có chỗ nào để xếp."
    if not conflict.clashes:
        stored = month.plan.result.get("empty", [])
        return next((row["because"] for row in stored if row["meeting"] == conflict.meeting), "")
    return "" if conflict.is_smallest else NOT_PROVEN


def _possible(month: PlannedMonth, conflict: Conflict) -> str:
    """Whoever can come without anybody else moving, of the rank asked for; else who would have to move."""
    situation, meeting = Situation(month.problem, month.pairs), month.problem.meeting_by_id[conflict.meeting]
    at_once = [
        delegate.id
        for delegate in month.problem.delegates
        if len(situation.seated[meeting.id]) < meeting.seats
        and (delegate.satisfies(meeting) or not conflict.is_rank)
        and situation.obstacle(meeting, delegate) is None
    ]
    if len(at_once) > 1:
        return f"{len(at_once)} đồng chí xếp thêm được ngay. Bấm Xếp lại, hoặc chọn ở “Có thể dự” của hội nghị này."
    if at_once:
        return f"xếp thêm được ngay {month.comrade(at_once[0])}."
    sits = [f"{month.comrade(person)} dự {month.unit(place)}" for place, person in conflict.way]
    more = len(sits) - MOST_MOVES
    there = "; ".join(sits[:MOST_MOVES] if more > 1 else sits)
    return f"vẫn xếp được ({there}{f'; và {more} lượt khác đổi chỗ' if more > 1 else ''}). Bấm Xếp lại."


Sentence = Callable[[PlannedMonth, Conflict, list[Clash]], str]


def _clashes(month: PlannedMonth, conflict: Conflict) -> list[str]:
    groups: dict[tuple[object, ...], list[Clash]] = defaultdict(list)
    for clash in conflict.clashes:
        groups[clash.rule, clash.day, clash.unit, clash.meeting, clash.agency].append(clash)
    places = {delegate: place for place, delegate in enumerate(month.people)}
    return [
        SENTENCES[clashes[0].rule](month, conflict, sorted(clashes, key=lambda one: places.get(one.delegate, -1)))
        for clashes in groups.values()
    ]


def _busy(month: PlannedMonth, conflict: Conflict, clashes: list[Clash]) -> str:
    return f"Ngày {clashes[0].day:%d/%m}, {_who(month, conflict, clashes)} bận: {_names(month, clashes)}."


def _elsewhere(month: PlannedMonth, conflict: Conflict, clashes: list[Clash]) -> str:
    on = clashes[0].day
    there = [
        f"{month.name(clash.delegate)} ({_places(month, clash.delegate, lambda m: m.on == on)})" for clash in clashes
    ]
    return f"Ngày {on:%d/%m}, {_who(month, conflict, clashes)} đã dự nơi khác: {_listed(there)}."


def _spent(month: PlannedMonth, conflict: Conflict, clashes: list[Clash]) -> str:
    limits = month.problem.delegate_by_id
    there = [
        f"{month.name(clash.delegate)} ({limits[clash.delegate].max_seats} lượt"
        f"{_after_colon(_places(month, clash.delegate, lambda m: True))})"
        for clash in clashes
    ]
    return f"{_who(month, conflict, clashes, capital=True)} đã đủ số lượt của tháng: {_listed(there)}."


def _barred(month: PlannedMonth, conflict: Conflict, clashes: list[Clash]) -> str:
    first = clashes[0]
    if first.meeting:
        where = month.unit(first.meeting)
        return f"Đã được loại khỏi hội nghị của {where}, hoặc đã xin không dự trong ngày: {_names(month, clashes)}."
    return (
        f"{_who(month, conflict, clashes, capital=True)} không được phân công về {month.unit_coded(first.unit)}: "
        f"{_names(month, clashes)}."
    )


def _recent(month: PlannedMonth, conflict: Conflict, clashes: list[Clash]) -> str:
    months = month.problem.policy.no_repeat_months
    return (
        f"{_who(month, conflict, clashes, capital=True)} mới về {month.unit_coded(clashes[0].unit)}, chưa quá "
        f"{months} tháng: {_names(month, clashes)}."
    )


def _colleagues(month: PlannedMonth, conflict: Conflict, clashes: list[Clash]) -> str:
    first = clashes[0]
    seated = [
        person
        for place, person in month.pairs
        if place == first.meeting and month.problem.delegate_by_id[person].agency == first.agency
    ]
    agency = next(
        (row.agency.short_name for row in month.people.values() if row.agency.code == first.agency), first.agency
    )
    there = f" đã có {month.comrade(seated[0])}" if seated else ""
    return f"Mỗi cơ quan chỉ một người dự một hội nghị; ở {month.unit(first.meeting)}, {agency}{there}."


def _pinned(month: PlannedMonth, conflict: Conflict, clashes: list[Clash]) -> str:
    return f"Lượt đã ghim tại {month.unit(clashes[0].meeting)}: {_names(month, clashes)}."


SENTENCES: dict[str, Sentence] = {
    "R2": _busy,
    "R3": _elsewhere,
    "R4": _spent,
    "R5": _barred,
    "R6": _colleagues,
    "R7": _pinned,
    "R8": _recent,
}


def _who(month: PlannedMonth, conflict: Conflict, clashes: list[Clash], *, capital: bool = False) -> str:
    """ "cả 3 đại biểu là Ủy viên Ban Thường vụ đều", "2 trong 3 …": of those who could be meant at all."""
    meeting = month.problem.meeting_by_id[conflict.meeting]
    everybody = month.problem.delegates
    among = [person for person in everybody if person.satisfies(meeting)] if conflict.is_rank else everybody
    meant = {person.id for person in among} & {clash.delegate for clash in clashes}
    kind = f"đại biểu là {RANKS[meeting.tier_required]}" if conflict.is_rank else "đại biểu"
    if conflict.is_rank and len(meant) < len(clashes):
        return f"{len(clashes)} đại biểu"
    if len(meant) == len(among) > 1:
        return f"{'Cả' if capital else 'cả'} {len(among)} {kind} đều"
    return f"{len(meant)} trong {len(among)} {kind}"


def _names(month: PlannedMonth, clashes: Iterable[Clash]) -> str:
    return _listed([month.name(clash.delegate) for clash in clashes])


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:MOST_NAMES])} và {more} đồng chí khác"


def _places(month: PlannedMonth, delegate: str, where: Callable[..., bool]) -> str:
    known = month.problem.meeting_by_id
    return ", ".join(month.unit(place) for place, person in month.pairs if person == delegate and where(known[place]))


def _after_colon(text: str) -> str:
    return f": {text}" if text else ""
