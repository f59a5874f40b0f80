"""The two files of the checker: what makes them impossible to check, and the plain facts that every rule asks for."""

import hashlib
import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, NoReturn

PROBLEM_FORMAT = "tuyenvan-assignment/1"
OVERRIDABLE_RULES = ("R2", "R3", "R4", "R5", "R6", "R8")
ANYONE = 3
"""The `tier_required` of a meeting that any delegate may attend."""

_PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_LARGEST_NUMBER = 1_000_000
_LARGEST_SHARE = 1_000

JsonObject = dict[str, Any]


class MalformedDossierError(ValueError):
    """A file that cannot be checked at all; the message is one Vietnamese sentence naming the place in the file."""


def problem_sha256(problem: object) -> str:
    """SHA-256 (hex) of the canonical JSON of a problem: sorted keys, no spaces, UTF-8. Raises MalformedDossierError."""
    try:
        text = json.dumps(problem, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except (TypeError, ValueError, RecursionError) as error:
        raise MalformedDossierError("Bài toán: chứa dữ liệu không ghi được thành JSON UTF-8.") from error


def by_id(rows: list[JsonObject]) -> dict[str, JsonObject]:
    return {row["id"]: row for row in rows}


def ids(rows: list[JsonObject]) -> set[str]:
    return {row["id"] for row in rows}


def sitting_at(meeting: JsonObject, seats: list[JsonObject]) -> list[str]:
    return [seat["delegate"] for seat in seats if seat["meeting"] == meeting["id"]]


def month_number(period: str) -> int:
    year, month = period.split("-")
    return int(year) * 12 + int(month)


def day_of(meeting: JsonObject) -> date:
    """A meeting belongs to the date on which it begins, also one that runs past midnight."""
    return datetime.fromisoformat(meeting["starts_at"]).date()


def overlap(one: JsonObject, other: JsonObject) -> bool:
    starts = max(datetime.fromisoformat(one["starts_at"]), datetime.fromisoformat(other["starts_at"]))
    ends = min(datetime.fromisoformat(one["ends_at"]), datetime.fromisoformat(other["ends_at"]))
    return starts < ends


def distinct(pairs: list[list[str]]) -> list[list[str]]:
    return [pair for index, pair in enumerate(pairs) if pair not in pairs[:index]]


def is_blank(value: object) -> bool:
    return not isinstance(value, str) or not value.strip()


def require_problem(value: object) -> JsonObject:
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
    if "distinct_agencies" in policy:
        _boolean(policy, "distinct_agencies", "Bài toán, policy.distinct_agencies")
    for index, meeting in enumerate(_list(problem, "meetings", "Bài toán, meetings")):
        _require_meeting(meeting, f"Bài toán, meetings[{index}]")
    for index, delegate in enumerate(_list(problem, "delegates", "Bài toán, delegates")):
        _require_delegate(delegate, f"Bài toán, delegates[{index}]")
    for part in ("meetings", "delegates"):
        for identifier, times in Counter(row["id"] for row in problem[part]).items():
            if times > 1:
                _refuse(f"Bài toán, {part}", f"mã {show(identifier)} bị lặp lại")
    _require_past(problem)
    for part in ("pinned", "forbidden"):
        _require_pairs(problem, part)
    if problem.get("published") is not None:
        _require_pairs(problem, "published")
    if "overrides" in problem:
        _require_overrides(problem)
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
    delegates = ids(problem["delegates"])
    for index, value in enumerate(_list(problem, "past", "Bài toán, past")):
        where = f"Bài toán, past[{index}]"
        visit = _object(value, where)
        for key in ("delegate", "unit"):
            _text(visit, key, f"{where}.{key}")
        _period(visit, "period", f"{where}.period")
        if visit["delegate"] not in delegates:
            _refuse(f"{where}.delegate", f"không có đại biểu {show(visit['delegate'])}")


def _require_pairs(problem: JsonObject, part: str) -> None:
    meetings, delegates = ids(problem["meetings"]), ids(problem["delegates"])
    for index, pair in enumerate(_list(problem, part, f"Bài toán, {part}")):
        where = f"Bài toán, {part}[{index}]"
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(item, str) for item in pair):
            _refuse(where, "phải là một cặp mã [hội nghị, đại biểu]")
        if pair[0] not in meetings:
            _refuse(where, f"không có hội nghị {show(pair[0])}")
        if pair[1] not in delegates:
            _refuse(where, f"không có đại biểu {show(pair[1])}")


def _require_overrides(problem: JsonObject) -> None:
    meetings, delegates = ids(problem["meetings"]), ids(problem["delegates"])
    for index, row in enumerate(_list(problem, "overrides", "Bài toán, overrides")):
        where = f"Bài toán, overrides[{index}]"
        override = _object(row, where)
        for key in ("meeting", "delegate", "rule", "reason"):
            _text(override, key, f"{where}.{key}")
        if is_blank(override["reason"]):
            _refuse(f"{where}.reason", "không được để trống")
        if override["rule"] not in OVERRIDABLE_RULES:
            _refuse(f"{where}.rule", f"phải là một trong {', '.join(OVERRIDABLE_RULES)}")
        if override["meeting"] not in meetings:
            _refuse(where, f"không có hội nghị {show(override['meeting'])}")
        if override["delegate"] not in delegates:
            _refuse(where, f"không có đại biểu {show(override['delegate'])}")
        if [override["meeting"], override["delegate"]] not in problem["pinned"]:
            _refuse(where, "cặp này không được ghim")
        earlier = problem["overrides"][:index]
        if any(all(other[key] == override[key] for key in ("meeting", "delegate", "rule")) for other in earlier):
            _refuse(where, "cặp này và quy tắc này đã có ở trên")


def require_plan(value: object) -> JsonObject:
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


def show(value: object) -> str:
    """A value of the file, safe to print on one line."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, int):
        text = str(value) if abs(value) < 10**100 else "số quá lớn"
    else:
        text = "giá trị sai kiểu"
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= 100 else f"{text[:99]}…"
