"""Why somebody sits at a meeting, or does not: the forced solve, in words."""

from dataclasses import dataclass

from assignments.plain_words import GOAL_NAMES, RULE_NAMES, GoalLine, goal_lines, grouped, record_facts
from assignments.planned import PlannedMonth
from assignments.planner.explaining import WORSE
from assignments.planner.forcing import Answer, Kind, why_not
from assignments.planner.goals import GOALS, GoalVector
from assignments.planner.problem import Pair

MOST_MOVES = 8


@dataclass(frozen=True, kw_only=True)
class AnswerText:
    question: str
    verdict: str
    rule: str = ""
    """The rule that stands against it, in plain words."""
    goals: list[GoalLine]
    moves: list[str]
    more_moves: int = 0
    now: str = ""
    """What the goals before are those of."""
    facts: str = ""
    """What the record says of the person: seats of late, visits to the unit."""


def answer(month: PlannedMonth, meeting: str, delegate: str) -> AnswerText:
    """Both ids must be in the dossier."""
    found = why_not(month.problem, month.pairs, meeting, delegate)
    name = month.comrade(delegate)
    question = f"Vì sao {'là' if found.is_seated else 'không phải'} {name}?"
    before = found.best or found.before
    if before is None or found.after is None:
        return AnswerText(
            question=question,
            verdict=_ruled(found),
            rule=RULE_NAMES[found.rule] if not found.is_seated else "",
            goals=[],
            moves=[],
        )
    moves = _moves(month, found)
    return AnswerText(
        question=question,
        verdict=_elsewhere(month, found) + _verdict(month, found, before, found.after),
        goals=goal_lines(before, found.after, with_changed=month.problem.published is not None),
        moves=moves[:MOST_MOVES],
        more_moves=max(0, len(moves) - MOST_MOVES),
        now="xếp lại mà không buộc gì" if found.best else "bản đang xem",
        facts=_facts(month, meeting, delegate),
    )


def _facts(month: PlannedMonth, meeting: str, delegate: str) -> str:
    """Points of goals say little to who has never seen them; these are what the points are made of."""
    person, held = month.problem.delegate_by_id[delegate], sum(one == delegate for _, one in month.pairs)
    facts = record_facts(month.problem, month.problem.meeting_by_id[meeting].unit, person, held=held)
    return f"Đồng chí {month.name(delegate)}: {'; '.join(facts)}."


def _ruled(found: Answer) -> str:
    if found.is_seated:
        return found.message
    return f"Không dự được, dù đổi những chỗ khác thế nào. {found.message}"


def _elsewhere(month: PlannedMonth, found: Answer) -> str:
    """Said first, for it is what most people would have answered: where they sit on that day."""
    on = month.problem.meeting_by_id[found.meeting].on
    same_day = (
        place
        for place, person in month.pairs
        if person == found.delegate and month.problem.meeting_by_id[place].on == on
    )
    places = " và ".join(month.unit(place) for place in same_day)
    name = month.comrade(found.delegate)
    return f"Ngày {on:%d/%m} {name} đang được xếp dự ở {places}. " if places and not found.is_seated else ""


def _verdict(month: PlannedMonth, found: Answer, before: GoalVector, after: GoalVector) -> str:
    name, unit = month.comrade(found.delegate), month.unit(found.meeting)
    forced = f"{'không để' if found.is_seated else 'để'} {name} dự ở {unit} rồi xếp lại cả tháng cho tốt nhất"
    if found.kind is Kind.TIED and month.is_best:
        return (
            f"Nếu {forced} thì cả tháng vẫn tốt ngang bản này ở mọi mục tiêu. Chương trình rút thăm để chọn một cách."
        )
    if found.kind is Kind.TIED:
        return f"Nếu {forced} thì cả tháng tốt ngang bản này ở mọi mục tiêu; không có gì nói ngược."
    if found.kind is Kind.UNSETTLED:
        return (
            f"Nếu {forced} thì chưa tìm được cách nào tốt bằng bản này, nhưng chưa tính xong trong thời gian cho phép."
        )
    if found.kind is Kind.GOAL:
        return f"Nếu {forced} thì {_worse(found.goal, before, after)}."
    opening = "Bản này chưa phải là bản tốt nhất (đã sửa tay, hoặc chưa tính xong). "
    if found.goal is None:
        return f"{opening}Nếu {forced} thì tốt ngang với xếp lại mà không buộc gì: không có mục tiêu nào nói ngược."
    return f"{opening}So với xếp lại mà không buộc gì, nếu {forced} thì {_worse(found.goal, before, after)}."


def _worse(goal: str | None, before: GoalVector, after: GoalVector) -> str:
    place = GOALS.index(goal or "load")
    return f"{WORSE[GOALS[place]]}: từ {grouped(before[place])} lên {grouped(after[place])} {GOAL_NAMES[GOALS[place]]}"


def _moves(month: PlannedMonth, found: Answer) -> list[str]:
    """What else would be otherwise, meeting by meeting, the one asked about first."""
    meetings = dict.fromkeys([found.meeting, *(pair[0] for pair in (*found.gone, *found.new))])
    return [text for meeting in meetings if (text := _move(month, meeting, found.gone, found.new))]


def _move(month: PlannedMonth, meeting: str, gone: tuple[Pair, ...], new: tuple[Pair, ...]) -> str:
    out = [month.name(person) for place, person in gone if place == meeting]
    into = [month.name(person) for place, person in new if place == meeting]
    if not out and not into:
        return ""
    where = f"{month.unit_first(meeting)} ({month.day(meeting)})"
    if not into:
        return f"{where}: {', '.join(out)} thôi dự, để trống."
    if not out:
        return f"{where}: thêm {', '.join(into)}."
    return f"{where}: {', '.join(into)} thay {', '.join(out)}."
