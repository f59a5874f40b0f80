"""An independent check of a plan against its problem: `tuyenvan-assignment/1` and `tuyenvan-plan/1`.

It shares no code with the planner on purpose, works on the parsed JSON as it is, and prefers the obvious to the quick.
Pure: no Django, no database.
"""

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

PROBLEM_FORMAT = "tuyenvan-assignment/1"
PLAN_FORMAT = "tuyenvan-plan/1"
ANYONE = 3

_PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_LARGEST_NUMBER = 1_000_000
_LARGEST_SHARE = 1_000

JsonObject = dict[str, Any]


class MalformedDossierError(ValueError):
    """A file that cannot be checked at all; the message is one Vietnamese sentence naming the place in the file."""


def check(problem: object, plan: object) -> list[str]:
    """Compare a parsed plan with its parsed problem: one Vietnamese line a violation, an empty list when it is right.

    A line begins with what it is about: "R1" to "R8" of the format's hard rules, or the name of the field of the plan.
    Raises MalformedDossierError when the problem breaks its own format or the plan has not the shape of one.
    """
    problem_now = _require_problem(problem)
    plan_now = _require_plan(plan)
    return [
        *_heading(problem_now, plan_now),
        *_unknown_ids(problem_now, plan_now),
        *_rules(problem_now, _known_seats(problem_now, plan_now)),
        *_pins(problem_now, plan_now),
        *_empty_seats(problem_now, plan_now),
        *_reasons(problem_now, plan_now),
        *_goals(problem_now, plan_now),
        *_status(plan_now),
    ]


def problem_sha256(problem: object) -> str:
    """SHA-256 (hex) of the canonical JSON of a problem: sorted keys, no spaces, UTF-8. Raises MalformedDossierError."""
    try:
        text = json.dumps(problem, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except (TypeError, ValueError, RecursionError) as error:
        raise MalformedDossierError("Bài toán: chứa dữ liệu không ghi được thành JSON UTF-8.") from error


def goal_values(problem: JsonObject, seats: list[JsonObject]) -> dict[str, int]:
    """The value of every goal for these seats (each with known `meeting` and `delegate`), in the order of the goals.

    `load` is multiplied by the least common multiple of all shares, as the format reports it. Valid problems only.
    """
    values = {
        "unmet_seniority": _unmet_seniority(problem, seats),
        "empty_seats": sum(max(0, meeting["seats"] - len(_sitting(meeting, seats))) for meeting in problem["meetings"]),
        "changed": _changed(problem, seats),
        "load": _load(problem, seats),
        "rotation": _rotation(problem, seats),
        "seniors_spent": _seniors_spent(problem, seats),
    }
    if problem.get("published") is None:
        del values["changed"]
    return values


# What the plan says about itself


def _heading(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    if plan["format"] != PLAN_FORMAT:
        yield f"format: phải là “{PLAN_FORMAT}”, không phải “{_show(plan['format'])}”."
    if plan["period"] != problem["period"]:
        yield f"period: bản phân công ghi kỳ {_show(plan['period'])}, bài toán là kỳ {problem['period']}."
    if plan["problem_sha256"] != problem_sha256(problem):
        yield "problem_sha256: không khớp, bản phân công này không được lập từ bài toán này."


def _unknown_ids(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    meetings, delegates = _ids(problem["meetings"]), _ids(problem["delegates"])
    for index, seat in enumerate(plan["seats"]):
        if seat["meeting"] not in meetings:
            yield f"seats[{index}]: không có hội nghị {_show(seat['meeting'])} trong bài toán."
        if seat["delegate"] not in delegates:
            yield f"seats[{index}]: không có đại biểu {_show(seat['delegate'])} trong bài toán."
    for index, gap in enumerate(plan["empty"]):
        if gap["meeting"] not in meetings:
            yield f"empty[{index}]: không có hội nghị {_show(gap['meeting'])} trong bài toán."


def _known_seats(problem: JsonObject, plan: JsonObject) -> list[JsonObject]:
    meetings, delegates = _ids(problem["meetings"]), _ids(problem["delegates"])
    return [seat for seat in plan["seats"] if seat["meeting"] in meetings and seat["delegate"] in delegates]


def _empty_seats(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    stated = {gap["meeting"]: gap["seats"] for gap in plan["empty"]}
    for meeting_id, times in Counter(gap["meeting"] for gap in plan["empty"]).items():
        if times > 1:
            yield f"empty: hội nghị {_show(meeting_id)} được ghi {times} lần."
    seats = _known_seats(problem, plan)
    for meeting in problem["meetings"]:
        missing = max(0, meeting["seats"] - len(_sitting(meeting, seats)))
        said = stated.get(meeting["id"])
        if said is None and missing > 0:
            yield f"empty: hội nghị {_show(meeting['id'])} còn trống {missing} ghế nhưng không được ghi."
        elif said is not None and missing == 0:
            yield f"empty: hội nghị {_show(meeting['id'])} không còn ghế trống nhưng vẫn được ghi là trống {said} ghế."
        elif said is not None and said != missing:
            yield f"empty: hội nghị {_show(meeting['id'])} còn trống {missing} ghế, bản phân công ghi {said}."
    for index, gap in enumerate(plan["empty"]):
        if _is_blank(gap.get("because")):
            yield f"empty[{index}]: ghế trống ở hội nghị {_show(gap['meeting'])} không có lý do (because)."


def _reasons(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    delegates = _ids(problem["delegates"])
    for index, seat in enumerate(plan["seats"]):
        where = f"seats[{index}] (hội nghị {_show(seat['meeting'])}, đại biểu {_show(seat['delegate'])})"
        if _is_blank(seat.get("because")):
            yield f"{where}: không có lý do (because)."
        other = seat.get("instead_of")
        if other is None:
            continue
        if not isinstance(other, str) or other not in delegates:
            yield f"{where}: instead_of ghi {_show(other)}, không phải đại biểu trong bài toán."
        elif other == seat["delegate"]:
            yield f"{where}: instead_of ghi chính đại biểu đang ngồi ghế này."


def _status(plan: JsonObject) -> Iterator[str]:
    expected = "optimal" if all(goal["proven"] for goal in plan["goals"]) else "time_limit"
    if plan["status"] not in ("optimal", "time_limit"):
        yield f"status: “{_show(plan['status'])}” không phải là optimal hay time_limit."
    elif plan["status"] != expected:
        yield f"status: ghi {plan['status']} nhưng theo các mục tiêu (proven) phải là {expected}."


# The hard rules


def _rules(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    yield from _rule_1(problem, seats)
    yield from _rule_2(problem, seats)
    yield from _rule_3(problem, seats)
    yield from _rule_4(problem, seats)
    yield from _rule_5(problem, seats)
    yield from _rule_6(problem, seats)
    yield from _rule_8(problem, seats)


def _rule_1(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    for meeting in problem["meetings"]:
        sitting = _sitting(meeting, seats)
        if len(sitting) > meeting["seats"]:
            yield f"R1: hội nghị {_show(meeting['id'])} có {len(sitting)} đại biểu, chỉ có {meeting['seats']} ghế."
        for delegate_id, times in Counter(sitting).items():
            if times > 1:
                yield f"R1: đại biểu {_show(delegate_id)} ngồi {times} ghế ở hội nghị {_show(meeting['id'])}."


def _rule_2(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    meetings, delegates = _by_id(problem["meetings"]), _by_id(problem["delegates"])
    for seat in seats:
        days = _days(meetings[seat["meeting"]])
        for first, last in delegates[seat["delegate"]]["unavailable"]:
            if any(date.fromisoformat(first) <= day <= date.fromisoformat(last) for day in days):
                yield (
                    f"R2: đại biểu {_show(seat['delegate'])} bận từ {first} đến {last}"
                    f" nhưng được phân công dự hội nghị {_show(seat['meeting'])}."
                )


def _rule_3(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    meetings = _by_id(problem["meetings"])
    most = problem["policy"]["max_per_day"]
    for delegate in problem["delegates"]:
        attended = sorted({seat["meeting"] for seat in seats if seat["delegate"] == delegate["id"]})
        for day, times in sorted(Counter(day for one in attended for day in _days(meetings[one])).items()):
            if times > most:
                yield f"R3: đại biểu {_show(delegate['id'])} dự {times} hội nghị ngày {day}, tối đa {most}."
        for index, one in enumerate(attended):
            for other in attended[index + 1 :]:
                if _overlap(meetings[one], meetings[other]):
                    yield (
                        f"R3: đại biểu {_show(delegate['id'])} dự hai hội nghị trùng giờ: {_show(one)} và {_show(other)}."
                    )


def _rule_4(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    for delegate in problem["delegates"]:
        held = sum(1 for seat in seats if seat["delegate"] == delegate["id"])
        if held > delegate["max_seats"]:
            yield f"R4: đại biểu {_show(delegate['id'])} có {held} lượt, tối đa {delegate['max_seats']} lượt trong kỳ."


def _rule_5(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    meetings, delegates = _by_id(problem["meetings"]), _by_id(problem["delegates"])
    for seat in seats:
        unit = meetings[seat["meeting"]]["unit"]
        if unit in delegates[seat["delegate"]]["barred_units"]:
            yield (
                f"R5: đại biểu {_show(seat['delegate'])} không được phân công về đơn vị {_show(unit)}"
                f" (hội nghị {_show(seat['meeting'])})."
            )
        if [seat["meeting"], seat["delegate"]] in problem["forbidden"]:
            yield f"R5: cặp hội nghị {_show(seat['meeting'])}, đại biểu {_show(seat['delegate'])} bị cấm."


def _rule_6(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    delegates = _by_id(problem["delegates"])
    for meeting in problem["meetings"]:
        sitting = sorted(set(_sitting(meeting, seats)))
        for index, one in enumerate(sitting):
            for other in sitting[index + 1 :]:
                if delegates[one]["agency"] == delegates[other]["agency"]:
                    yield (
                        f"R6: hội nghị {_show(meeting['id'])} có hai đại biểu cùng cơ quan"
                        f" {_show(delegates[one]['agency'])}: {_show(one)} và {_show(other)}."
                    )


def _pins(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    """R7: pins are kept and marked; a pin that R8 would have refused is announced in `warnings`."""
    seated = [[seat["meeting"], seat["delegate"]] for seat in plan["seats"]]
    for meeting_id, delegate_id in problem["pinned"]:
        if [meeting_id, delegate_id] not in seated:
            yield f"R7: cặp ghim hội nghị {_show(meeting_id)}, đại biểu {_show(delegate_id)} không được giữ."
    for index, seat in enumerate(plan["seats"]):
        is_pinned = [seat["meeting"], seat["delegate"]] in problem["pinned"]
        if seat["pinned"] != is_pinned:
            said, right = json.dumps(seat["pinned"]), json.dumps(is_pinned)
            yield (
                f"R7: seats[{index}] (hội nghị {_show(seat['meeting'])}, đại biểu {_show(seat['delegate'])})"
                f" ghi pinned {said}, đúng ra là {right}."
            )
    returning = [pair for pair in problem["pinned"] if _months_since_last_visit(problem, *pair) is not None]
    if returning and all(_is_blank(warning) for warning in plan["warnings"]):
        yield (
            f"R8: cặp ghim hội nghị {_show(returning[0][0])}, đại biểu {_show(returning[0][1])}"
            " trở lại đơn vị quá sớm mà bản phân công không cảnh báo (warnings)."
        )


def _rule_8(problem: JsonObject, seats: list[JsonObject]) -> Iterator[str]:
    for seat in seats:
        if [seat["meeting"], seat["delegate"]] in problem["pinned"]:
            continue
        months = _months_since_last_visit(problem, seat["meeting"], seat["delegate"])
        if months is not None:
            yield (
                f"R8: đại biểu {_show(seat['delegate'])} trở lại đơn vị của hội nghị {_show(seat['meeting'])}"
                f" sau {months} tháng, phải cách quá {problem['policy']['no_repeat_months']} tháng."
            )


def _months_since_last_visit(problem: JsonObject, meeting_id: str, delegate_id: str) -> int | None:
    """Months since this delegate was last at the unit, when they are too few for R8; else None."""
    unit = _by_id(problem["meetings"])[meeting_id]["unit"]
    months = [
        _month_number(problem["period"]) - _month_number(visit["period"])
        for visit in problem["past"]
        if visit["unit"] == unit and visit["delegate"] == delegate_id
    ]
    too_few = [month for month in months if month <= problem["policy"]["no_repeat_months"]]
    return min(too_few) if too_few else None


# The goals


def _goals(problem: JsonObject, plan: JsonObject) -> Iterator[str]:
    expected = goal_values(problem, _known_seats(problem, plan))
    names = [goal["goal"] for goal in plan["goals"]]
    if names != list(expected):
        yield f"goals: phải gồm đúng thứ tự {', '.join(expected)}; đang là {', '.join(_show(name) for name in names)}."
    for goal in plan["goals"]:
        name = goal["goal"]
        if name in expected and goal["value"] != expected[name]:
            yield f"goals: {name} ghi {_show(goal['value'])}, tính lại là {_show(expected[name])}."
        bound = goal.get("bound")
        if isinstance(bound, (int, float)) and bound > goal["value"]:
            yield f"goals: cận dưới của {_show(name)} lớn hơn giá trị đạt được."


def _unmet_seniority(problem: JsonObject, seats: list[JsonObject]) -> int:
    delegates = _by_id(problem["delegates"])
    unmet = 0
    for meeting in problem["meetings"]:
        required = meeting["tier_required"]
        tiers = [delegates[delegate_id]["tier"] for delegate_id in _sitting(meeting, seats)]
        if required < ANYONE and not any(tier <= required for tier in tiers):
            unmet += 1
    return unmet


def _changed(problem: JsonObject, seats: list[JsonObject]) -> int:
    kept = [[seat["meeting"], seat["delegate"]] for seat in seats]
    return sum(1 for pair in _distinct(problem.get("published") or []) if pair not in kept)


def _load(problem: JsonObject, seats: list[JsonObject]) -> int:
    multiple = math.lcm(*(delegate["share"] for delegate in problem["delegates"]))
    load = 0
    for delegate in problem["delegates"]:
        new = sum(1 for seat in seats if seat["delegate"] == delegate["id"])
        load += (delegate["past_seats"] + new) ** 2 * (multiple // delegate["share"])
    return load


def _rotation(problem: JsonObject, seats: list[JsonObject]) -> int:
    meetings, delegates = _by_id(problem["meetings"]), _by_id(problem["delegates"])
    memory, now = problem["policy"]["memory_months"], _month_number(problem["period"])
    rotation = 0
    for seat in seats:
        delegate = delegates[seat["delegate"]]
        visits = [visit for visit in problem["past"] if visit["unit"] == meetings[seat["meeting"]]["unit"]]
        own = [now - _month_number(v["period"]) for v in visits if v["delegate"] == delegate["id"]]
        agency = [
            now - _month_number(v["period"]) for v in visits if delegates[v["delegate"]]["agency"] == delegate["agency"]
        ]
        rotation += max(0, memory - min(own)) if own else 0
        rotation += max(0, memory - min(agency)) if agency else 0
    return rotation


def _seniors_spent(problem: JsonObject, seats: list[JsonObject]) -> int:
    meetings, delegates = _by_id(problem["meetings"]), _by_id(problem["delegates"])
    return sum(
        1
        for seat in seats
        if delegates[seat["delegate"]]["tier"] == 1 and meetings[seat["meeting"]]["tier_required"] == ANYONE
    )


# Reading the problem


def _by_id(rows: list[JsonObject]) -> dict[str, JsonObject]:
    return {row["id"]: row for row in rows}


def _ids(rows: list[JsonObject]) -> set[str]:
    return {row["id"] for row in rows}


def _sitting(meeting: JsonObject, seats: list[JsonObject]) -> list[str]:
    return [seat["delegate"] for seat in seats if seat["meeting"] == meeting["id"]]


def _month_number(period: str) -> int:
    year, month = period.split("-")
    return int(year) * 12 + int(month)


def _days(meeting: JsonObject) -> list[date]:
    """The dates a meeting takes place on; one that ends at midnight does not touch the next date."""
    start, end = datetime.fromisoformat(meeting["starts_at"]), datetime.fromisoformat(meeting["ends_at"])
    days = (end.date() - start.date()).days + (1 if end.time() > time.min else 0)
    return [start.date() + timedelta(days=number) for number in range(days)]


def _overlap(one: JsonObject, other: JsonObject) -> bool:
    starts = max(datetime.fromisoformat(one["starts_at"]), datetime.fromisoformat(other["starts_at"]))
    ends = min(datetime.fromisoformat(one["ends_at"]), datetime.fromisoformat(other["ends_at"]))
    return starts < ends


def _distinct(pairs: list[list[str]]) -> list[list[str]]:
    return [pair for index, pair in enumerate(pairs) if pair not in pairs[:index]]


def _is_blank(value: object) -> bool:
    return not isinstance(value, str) or not value.strip()


# The shape of the two files


def _require_problem(value: object) -> JsonObject:
    problem = _object(value, "Bài toán")
    problem_sha256(problem)
    if problem.get("format") != PROBLEM_FORMAT:
        _refuse("Bài toán, format", f"phải là “{PROBLEM_FORMAT}”")
    _period(problem, "period", "Bài toán, period")
    if not isinstance(problem.get("seed"), int) or isinstance(problem["seed"], bool) or problem["seed"] < 0:
        _refuse("Bài toán, seed", "phải là số nguyên từ 0 trở lên")
    policy = _object(problem.get("policy"), "Bài toán, policy")
    for key in ("no_repeat_months", "memory_months", "max_per_day"):
        _number(policy, key, f"Bài toán, policy.{key}")
    for index, meeting in enumerate(_list(problem, "meetings", "Bài toán, meetings")):
        _require_meeting(meeting, f"Bài toán, meetings[{index}]")
    for index, delegate in enumerate(_list(problem, "delegates", "Bài toán, delegates")):
        _require_delegate(delegate, f"Bài toán, delegates[{index}]")
    for part in ("meetings", "delegates"):
        for identifier, times in Counter(row["id"] for row in problem[part]).items():
            if times > 1:
                _refuse(f"Bài toán, {part}", f"mã {_show(identifier)} bị lặp lại")
    _require_past(problem)
    for part in ("pinned", "forbidden"):
        _require_pairs(problem, part)
    if problem.get("published") is not None:
        _require_pairs(problem, "published")
    return problem


def _require_meeting(value: object, where: str) -> None:
    meeting = _object(value, where)
    for key in ("id", "unit"):
        _text(meeting, key, f"{where}.{key}")
    starts_at, ends_at = (_instant(meeting, key, f"{where}.{key}") for key in ("starts_at", "ends_at"))
    if ends_at <= starts_at:
        _refuse(f"{where}.ends_at", "phải sau starts_at")
    if ends_at - starts_at > timedelta(days=31):
        _refuse(f"{where}.ends_at", "hội nghị không thể kéo dài quá 31 ngày")
    _number(meeting, "seats", f"{where}.seats")
    _number(meeting, "tier_required", f"{where}.tier_required", at_least=1, at_most=ANYONE)


def _require_delegate(value: object, where: str) -> None:
    delegate = _object(value, where)
    for key in ("id", "agency"):
        _text(delegate, key, f"{where}.{key}")
    _number(delegate, "tier", f"{where}.tier", at_least=1, at_most=ANYONE)
    _number(delegate, "share", f"{where}.share", at_least=1, at_most=_LARGEST_SHARE)
    for key in ("max_seats", "past_seats"):
        _number(delegate, key, f"{where}.{key}")
    if not all(isinstance(unit, str) for unit in _list(delegate, "barred_units", f"{where}.barred_units")):
        _refuse(f"{where}.barred_units", "phải là danh sách mã đơn vị")
    for index, days in enumerate(_list(delegate, "unavailable", f"{where}.unavailable")):
        here = f"{where}.unavailable[{index}]"
        if not isinstance(days, list) or len(days) != 2 or not all(_is_day(day) for day in days):
            _refuse(here, "phải là hai ngày dạng NNNN-TT-NN")
        if days[1] < days[0]:
            _refuse(here, "ngày cuối trước ngày đầu")


def _require_past(problem: JsonObject) -> None:
    delegates = _ids(problem["delegates"])
    for index, value in enumerate(_list(problem, "past", "Bài toán, past")):
        where = f"Bài toán, past[{index}]"
        visit = _object(value, where)
        for key in ("delegate", "unit"):
            _text(visit, key, f"{where}.{key}")
        _period(visit, "period", f"{where}.period")
        if visit["delegate"] not in delegates:
            _refuse(f"{where}.delegate", f"không có đại biểu {_show(visit['delegate'])}")


def _require_pairs(problem: JsonObject, part: str) -> None:
    meetings, delegates = _ids(problem["meetings"]), _ids(problem["delegates"])
    for index, pair in enumerate(_list(problem, part, f"Bài toán, {part}")):
        where = f"Bài toán, {part}[{index}]"
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(item, str) for item in pair):
            _refuse(where, "phải là một cặp mã [hội nghị, đại biểu]")
        if pair[0] not in meetings:
            _refuse(where, f"không có hội nghị {_show(pair[0])}")
        if pair[1] not in delegates:
            _refuse(where, f"không có đại biểu {_show(pair[1])}")


def _require_plan(value: object) -> JsonObject:
    plan = _object(value, "Bản phân công")
    for key in ("format", "period", "problem_sha256", "status"):
        _text(plan, key, f"Bản phân công, {key}")
    for index, row in enumerate(_list(plan, "seats", "Bản phân công, seats")):
        where = f"Bản phân công, seats[{index}]"
        seat = _object(row, where)
        _text(seat, "meeting", f"{where}.meeting")
        _text(seat, "delegate", f"{where}.delegate")
        _boolean(seat, "pinned", f"{where}.pinned")
    for index, row in enumerate(_list(plan, "empty", "Bản phân công, empty")):
        where = f"Bản phân công, empty[{index}]"
        gap = _object(row, where)
        _text(gap, "meeting", f"{where}.meeting")
        _number(gap, "seats", f"{where}.seats")
    for index, row in enumerate(_list(plan, "goals", "Bản phân công, goals")):
        where = f"Bản phân công, goals[{index}]"
        goal = _object(row, where)
        _text(goal, "goal", f"{where}.goal")
        _number(goal, "value", f"{where}.value", at_most=None)
        _boolean(goal, "proven", f"{where}.proven")
    _list(plan, "warnings", "Bản phân công, warnings")
    return plan


def _refuse(where: str, why: str) -> NoReturn:
    raise MalformedDossierError(f"{where}: {why}.")


def _object(value: object, where: str) -> JsonObject:
    if not isinstance(value, dict):
        _refuse(where, "phải là một đối tượng JSON")
    return value


def _list(row: JsonObject, key: str, where: str) -> list[Any]:
    value = row.get(key)
    if not isinstance(value, list):
        _refuse(where, "phải là một danh sách")
    return value


def _text(row: JsonObject, key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        _refuse(where, "phải là một chuỗi không rỗng")
    return value


def _boolean(row: JsonObject, key: str, where: str) -> None:
    if not isinstance(row.get(key), bool):
        _refuse(where, "phải là true hoặc false")


def _number(row: JsonObject, key: str, where: str, *, at_least: int = 0, at_most: int | None = _LARGEST_NUMBER) -> None:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < at_least:
        _refuse(where, f"phải là số nguyên từ {at_least} trở lên")
    if at_most is not None and value > at_most:
        _refuse(where, f"vượt quá {at_most}")


def _period(row: JsonObject, key: str, where: str) -> None:
    value = row.get(key)
    if not isinstance(value, str) or not _PERIOD.fullmatch(value):
        _refuse(where, "phải là tháng dạng NNNN-TT")


def _instant(row: JsonObject, key: str, where: str) -> datetime:
    value = row.get(key)
    if isinstance(value, str) and _MINUTE.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    _refuse(where, "phải là ngày giờ dạng NNNN-TT-NNTgg:pp")


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _show(value: object) -> str:
    """A value of the file, safe to print on one line."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, int):
        text = str(value) if abs(value) < 10**100 else "số quá lớn"
    else:
        text = "giá trị sai kiểu"
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= 100 else f"{text[:99]}…"
