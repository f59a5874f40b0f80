"""An independent check of a plan against its problem: `tuyenvan-assignment/1` and `tuyenvan-plan/1`.

It shares no code with the planner on purpose, works on the parsed JSON as it is, and prefers the obvious to the quick.
Pure: no Django, no database.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

from assignments.checker.goals import goal_values
from assignments.checker.reading import (
    JsonObject,
    MalformedDossierError,
    by_id,
    day_of,
    ids,
    is_blank,
    month_number,
    overlap,
    problem_sha256,
    require_plan,
    require_problem,
    show,
    sitting_at,
)

__all__ = ["MalformedDossierError", "check", "goal_values", "problem_sha256"]

PLAN_FORMAT = "tuyenvan-plan/1"


def check(problem: object, plan: object) -> list[str]:
    """Compare a parsed plan with its parsed problem: one Vietnamese line a violation, an empty list when it is right.

    A line begins with what it is about: "R1" to "R8" of the format's hard rules, or the name of the field of the plan.
    Raises MalformedDossierError when the problem breaks its own format or the plan has not the shape of one.
    """
    problem_now = require_problem(problem)
    plan_now = require_plan(plan)
    return [
        *_heading(problem_now, plan_now),
        *_unknown_ids(problem_now, plan_now),
        *_rules(problem_now, _known_seats(problem_now, plan_now)),
        *_pins(problem_now, plan_now),
        *_overrides(problem_now, plan_now),
        *_empty_seats(problem_now, plan_now),
        *_reasons(problem_now, plan_now),
        *_goals(problem_now, plan_now),
        *_status(plan_now),
    ]


# What the plan says about itself


def _heading(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    if plan["format"] != PLAN_FORMAT:
        yield f"format: phải là “{PLAN_FORMAT}”, không phải “{show(plan['format'])}”."
    if plan["period"] != problem["period"]:
        yield f"period: bản phân công ghi kỳ {show(plan['period'])}, bài toán là kỳ {problem['period']}."
    if plan["problem_sha256"] != problem_sha256(problem):
        yield "problem_sha256: không khớp, bản phân công này không được lập từ bài toán này."


def _unknown_ids(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    meetings, delegates = ids(problem["meetings"]), ids(problem["delegates"])
    for index, seat in enumerate(plan["seats"]):
        if seat["meeting"] not in meetings:
            yield f"seats[{index}]: không có hội nghị {show(seat['meeting'])} trong bài toán."
        if seat["delegate"] not in delegates:
            yield f"seats[{index}]: không có đại biểu {show(seat['delegate'])} trong bài toán."
    for index, gap in enumerate(plan["empty"]):
        if gap["meeting"] not in meetings:
            yield f"empty[{index}]: không có hội nghị {show(gap['meeting'])} trong bài toán."


def _known_seats(problem: JsonObject, plan: JsonObject) -> list[JsonObject]:
    meetings, delegates = ids(problem["meetings"]), ids(problem["delegates"])
    return [seat for seat in plan["seats"] if seat["meeting"] in meetings and seat["delegate"] in delegates]


def _empty_seats(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    stated = {gap["meeting"]: gap["seats"] for gap in plan["empty"]}
    for meeting_id, times in Counter(gap["meeting"] for gap in plan["empty"]).items():
        if times > 1:
            yield f"empty: hội nghị {show(meeting_id)} được ghi {times} lần."
    seats = _known_seats(problem, plan)
    for meeting in problem["meetings"]:
        missing = max(0, meeting["seats"] - len(sitting_at(meeting, seats)))
        said = stated.get(meeting["id"])
        if said is None and missing > 0:
            yield f"empty: hội nghị {show(meeting['id'])} còn trống {missing} ghế nhưng không được ghi."
        elif said is not None and missing == 0:
            yield f"empty: hội nghị {show(meeting['id'])} không còn ghế trống nhưng vẫn được ghi là trống {said} ghế."
        elif said is not None and said != missing:
            yield f"empty: hội nghị {show(meeting['id'])} còn trống {missing} ghế, bản phân công ghi {said}."
    for index, gap in enumerate(plan["empty"]):
        if is_blank(gap.get("because")):
            yield f"empty[{index}]: ghế trống ở hội nghị {show(gap['meeting'])} không có lý do (because)."


def _reasons(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    delegates = ids(problem["delegates"])
    for index, seat in enumerate(plan["seats"]):
        where = f"seats[{index}] (hội nghị {show(seat['meeting'])}, đại biểu {show(seat['delegate'])})"
        if is_blank(seat.get("because")):
            yield f"{where}: không có lý do (because)."
        other = seat.get("instead_of")
        if other is None:
            continue
        if not isinstance(other, str) or other not in delegates:
            yield f"{where}: instead_of ghi {show(other)}, không phải đại biểu trong bài toán."
        elif other == seat["delegate"]:
            yield f"{where}: instead_of ghi chính đại biểu đang ngồi ghế này."


def _status(plan: JsonObject) -> Iterator[str]:
    expected = "optimal" if all(goal["proven"] for goal in plan["goals"]) else "time_limit"
    if plan["status"] not in ("optimal", "time_limit"):
        yield f"status: “{show(plan['status'])}” không phải là optimal hay time_limit."
    elif plan["status"] != expected:
        yield f"status: ghi {plan['status']} nhưng theo các mục tiêu (proven) phải là {expected}."


def _goals(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    expected = goal_values(problem, _known_seats(problem, plan))
    names = [goal["goal"] for goal in plan["goals"]]
    if names != list(expected):
        yield f"goals: phải gồm đúng thứ tự {', '.join(expected)}; đang là {', '.join(show(name) for name in names)}."
    for goal in plan["goals"]:
        name = goal["goal"]
        if name in expected and goal["value"] != expected[name]:
            yield f"goals: {name} ghi {show(goal['value'])}, tính lại là {show(expected[name])}."
        bound = goal.get("bound")
        if isinstance(bound, (int, float)) and bound > goal["value"]:
            yield f"goals: cận dưới của {show(name)} lớn hơn giá trị đạt được."


# The hard rules


def _rules(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    yield from _rule_1(problem, seats)
    yield from _rule_2(problem, seats)
    yield from _rule_3(problem, seats)
    yield from _rule_4(problem, seats)
    yield from _rule_5(problem, seats)
    yield from _rule_6(problem, seats)
    yield from _rule_8(problem, seats)


def _bound_by(rule: str, problem: JsonObject, seats: list[JsonObject]) -> list[JsonObject]:
    """The seats that a rule looks at: an override of the problem takes its pinned pair out."""
    exempt = [[one["meeting"], one["delegate"]] for one in problem.get("overrides", []) if one["rule"] == rule]
    return [
        seat
        for seat in seats
        if [seat["meeting"], seat["delegate"]] not in exempt
        or [seat["meeting"], seat["delegate"]] not in problem["pinned"]
    ]


def _rule_1(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    for meeting in problem["meetings"]:
        sitting = sitting_at(meeting, seats)
        if len(sitting) > meeting["seats"]:
            yield f"R1: hội nghị {show(meeting['id'])} có {len(sitting)} đại biểu, chỉ có {meeting['seats']} ghế."
        for delegate_id, times in Counter(sitting).items():
            if times > 1:
                yield f"R1: đại biểu {show(delegate_id)} ngồi {times} ghế ở hội nghị {show(meeting['id'])}."


def _rule_2(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    meetings, delegates = by_id(problem["meetings"]), by_id(problem["delegates"])
    for seat in _bound_by("R2", problem, seats):
        day = day_of(meetings[seat["meeting"]])
        for first, last in delegates[seat["delegate"]]["unavailable"]:
            if date.fromisoformat(first) <= day <= date.fromisoformat(last):
                yield (
                    f"R2: đại biểu {show(seat['delegate'])} bận từ {first} đến {last}"
                    f" nhưng được phân công dự hội nghị {show(seat['meeting'])}."
                )


def _rule_3(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    meetings = by_id(problem["meetings"])
    most = problem["policy"]["max_per_day"]
    bound = _bound_by("R3", problem, seats)
    for delegate in problem["delegates"]:
        counted = sorted({seat["meeting"] for seat in bound if seat["delegate"] == delegate["id"]})
        for day, times in sorted(Counter(day_of(meetings[one]) for one in counted).items()):
            if times > most:
                yield f"R3: đại biểu {show(delegate['id'])} dự {times} hội nghị ngày {day}, tối đa {most}."
        attended = sorted({seat["meeting"] for seat in seats if seat["delegate"] == delegate["id"]})
        for index, one in enumerate(attended):
            for other in attended[index + 1 :]:
                if overlap(meetings[one], meetings[other]):
                    yield (
                        f"R3: đại biểu {show(delegate['id'])} dự hai hội nghị trùng giờ: {show(one)} và {show(other)}."
                    )


def _rule_4(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    bound = _bound_by("R4", problem, seats)
    for delegate in problem["delegates"]:
        held = sum(1 for seat in bound if seat["delegate"] == delegate["id"])
        if held > delegate["max_seats"]:
            yield f"R4: đại biểu {show(delegate['id'])} có {held} lượt, tối đa {delegate['max_seats']} lượt trong kỳ."


def _rule_5(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    meetings, delegates = by_id(problem["meetings"]), by_id(problem["delegates"])
    for seat in _bound_by("R5", problem, seats):
        unit = meetings[seat["meeting"]]["unit"]
        if unit in delegates[seat["delegate"]]["barred_units"]:
            yield (
                f"R5: đại biểu {show(seat['delegate'])} không được phân công về đơn vị {show(unit)}"
                f" (hội nghị {show(seat['meeting'])})."
            )
        if [seat["meeting"], seat["delegate"]] in problem["forbidden"]:
            yield f"R5: cặp hội nghị {show(seat['meeting'])}, đại biểu {show(seat['delegate'])} bị cấm."


def _rule_6(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    if problem["policy"].get("distinct_agencies", True) is False:
        return
    delegates = by_id(problem["delegates"])
    bound = _bound_by("R6", problem, seats)
    for meeting in problem["meetings"]:
        sitting = sorted(set(sitting_at(meeting, bound)))
        for index, one in enumerate(sitting):
            for other in sitting[index + 1 :]:
                if delegates[one]["agency"] == delegates[other]["agency"]:
                    yield (
                        f"R6: hội nghị {show(meeting['id'])} có hai đại biểu cùng cơ quan"
                        f" {show(delegates[one]['agency'])}: {show(one)} và {show(other)}."
                    )


def _pins(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    """R7: pins are kept and marked; a pin that R8 would have refused is announced in `warnings`."""
    seated = [[seat["meeting"], seat["delegate"]] for seat in plan["seats"]]
    for meeting_id, delegate_id in problem["pinned"]:
        if [meeting_id, delegate_id] not in seated:
            yield f"R7: cặp ghim hội nghị {show(meeting_id)}, đại biểu {show(delegate_id)} không được giữ."
    for index, seat in enumerate(plan["seats"]):
        is_pinned = [seat["meeting"], seat["delegate"]] in problem["pinned"]
        if seat["pinned"] != is_pinned:
            said, right = json.dumps(seat["pinned"]), json.dumps(is_pinned)
            yield (
                f"R7: seats[{index}] (hội nghị {show(seat['meeting'])}, đại biểu {show(seat['delegate'])})"
                f" ghi pinned {said}, đúng ra là {right}."
            )
    returning = [pair for pair in problem["pinned"] if _months_since_last_visit(problem, *pair) is not None]
    if returning and not any(plan["warnings"]):
        yield (
            f"R8: cặp ghim hội nghị {show(returning[0][0])}, đại biểu {show(returning[0][1])}"
            " trở lại đơn vị quá sớm mà bản phân công không cảnh báo (warnings)."
        )


def _overrides(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    """Whatever is done against a rule stands in the record with its reason."""
    for one in problem.get("overrides", []):
        said = [
            warning.get("message")
            for warning in plan["warnings"]
            if isinstance(warning, dict)
            and all(warning.get(key) == one[key] for key in ("rule", "meeting", "delegate"))
        ]
        if not any(isinstance(message, str) and one["reason"] in message for message in said):
            yield (
                f"{one['rule']}: cặp ghim hội nghị {show(one['meeting'])}, đại biểu {show(one['delegate'])}"
                " được làm khác quy tắc mà bản phân công không cảnh báo kèm lý do (warnings)."
            )


def _rule_8(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    for seat in seats:
        if [seat["meeting"], seat["delegate"]] in problem["pinned"]:
            continue
        months = _months_since_last_visit(problem, seat["meeting"], seat["delegate"])
        if months is not None:
            yield (
                f"R8: đại biểu {show(seat['delegate'])} trở lại đơn vị của hội nghị {show(seat['meeting'])}"
                f" sau {months} tháng, phải cách quá {problem['policy']['no_repeat_months']} tháng."
            )


def _months_since_last_visit(problem: JsonObject, meeting_id: str, delegate_id: str) -> int | None:
    """Months since this delegate was last at the unit, when they are too few for R8; else None."""
    unit = by_id(problem["meetings"])[meeting_id]["unit"]
    months = [
        month_number(problem["period"]) - month_number(visit["period"])
        for visit in problem["past"]
        if visit["unit"] == unit and visit["delegate"] == delegate_id
    ]
    too_few = [month for month in months if month <= problem["policy"]["no_repeat_months"]]
    return min(too_few) if too_few else None
