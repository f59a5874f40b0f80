"""The dossier files `tuyenvan-assignment/1` and `tuyenvan-plan/1`: reading one, writing the other. No Django."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import TypeVar

from .planner.problem import (
    ANYONE,
    Delegate,
    GoalResult,
    Meeting,
    Override,
    Pair,
    PastSeat,
    Policy,
    Problem,
    SolvedPlan,
)
from .planner.rules import WAIVERS, pins_broken

PROBLEM_FORMAT = "tuyenvan-assignment/1"
PLAN_FORMAT = "tuyenvan-plan/1"

LARGEST = 10**9
"""Of any number in a dossier: far above every real one, and small enough for exact sums."""

T = TypeVar("T")
PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


class DossierError(ValueError):
    """One Vietnamese sentence that names the place in the file."""


def read_problem(data: object, *, vet_pins: bool = True) -> Problem:
    """The problem that a dossier (parsed JSON) states; raises DossierError at the first fault found.

    Without `vet_pins` the pins may break rules: to tell them so later, not to plan with them.
    """
    root = _mapping(data, "hồ sơ")
    if root.get("format") != PROBLEM_FORMAT:
        raise DossierError(f'format: phải là "{PROBLEM_FORMAT}".')
    meetings = _unique(_list(root, "meetings", "", _meeting), "meetings")
    delegates = _unique(_list(root, "delegates", "", _delegate), "delegates")
    problem = Problem(
        period=_period(root, "period", ""),
        seed=_number(root, "seed", ""),
        policy=_policy(root.get("policy")),
        meetings=meetings,
        delegates=delegates,
        past=_list(root, "past", "", _past_seat),
        pinned=_list(root, "pinned", "", _pair),
        forbidden=_list(root, "forbidden", "", _pair),
        published=None if root.get("published") is None else _list(root, "published", "", _pair),
        overrides=_list(root, "overrides", "", _override) if "overrides" in root else (),
        sha256=problem_sha256(root),
    )
    _check_references(problem)
    _check_overrides(problem)
    if vet_pins:
        _check_pins(problem)
    return problem


def problem_to_dict(problem: Problem) -> dict[str, object]:
    """The dossier of a problem, ready for JSON; `read_problem` reads it back to the same problem.

    What was added to the format later is written only where it says something: older files keep their bytes.
    """
    overrides = [_override_to_dict(one) for one in problem.overrides]
    return {
        "format": PROBLEM_FORMAT,
        "period": problem.period,
        "seed": problem.seed,
        "policy": {
            "no_repeat_months": problem.policy.no_repeat_months,
            "memory_months": problem.policy.memory_months,
            "max_per_day": problem.policy.max_per_day,
            **({} if problem.policy.distinct_agencies else {"distinct_agencies": False}),
        },
        "meetings": [_meeting_to_dict(meeting) for meeting in problem.meetings],
        "delegates": [_delegate_to_dict(delegate) for delegate in problem.delegates],
        "past": [{"delegate": seat.delegate, "unit": seat.unit, "period": seat.period} for seat in problem.past],
        "pinned": [list(pair) for pair in problem.pinned],
        "forbidden": [list(pair) for pair in problem.forbidden],
        "published": None if problem.published is None else [list(pair) for pair in problem.published],
        **({"overrides": overrides} if overrides else {}),
    }


def problem_sha256(problem: Mapping[str, object]) -> str:
    """Over the canonical JSON of the dossier, so that spaces and the order of keys do not matter."""
    canonical = json.dumps(problem, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode(errors="surrogatepass")).hexdigest()


def plan_to_dict(plan: SolvedPlan, *, timings: bool = False) -> dict[str, object]:
    """The plan file. Seconds differ from run to run: null unless `timings`, so that equal plans are equal bytes."""
    return {
        "format": PLAN_FORMAT,
        "period": plan.period,
        "problem_sha256": plan.problem_sha256,
        "status": plan.status,
        "seats": [
            {
                "meeting": seat.meeting,
                "delegate": seat.delegate,
                "pinned": seat.pinned,
                "because": seat.because,
                "instead_of": seat.instead_of,
            }
            for seat in plan.seats
        ],
        "empty": [{"meeting": gap.meeting, "seats": gap.seats, "because": gap.because} for gap in plan.empty],
        "goals": [_goal_to_dict(goal, timings) for goal in plan.goals],
        "warnings": [
            {"rule": note.rule, "meeting": note.meeting, "delegate": note.delegate, "message": note.message}
            for note in plan.warnings
        ],
    }


def to_json(document: Mapping[str, object]) -> str:
    """A dossier file's text: readable, with its Vietnamese letters as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _goal_to_dict(goal: GoalResult, timings: bool) -> dict[str, object]:
    bound = {} if goal.proven else {"bound": goal.bound}
    seconds = round(goal.seconds, 3) if timings else None
    return {"goal": goal.goal, "value": goal.value, "proven": goal.proven, **bound, "seconds": seconds}


def _meeting_to_dict(meeting: Meeting) -> dict[str, object]:
    return {
        "id": meeting.id,
        "unit": meeting.unit,
        "starts_at": _instant_text(meeting.starts_at),
        "ends_at": _instant_text(meeting.ends_at),
        "seats": meeting.seats,
        "tier_required": meeting.tier_required,
    }


def _instant_text(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds" if instant.second else "minutes")


def _delegate_to_dict(delegate: Delegate) -> dict[str, object]:
    return {
        "id": delegate.id,
        "agency": delegate.agency,
        "tier": delegate.tier,
        "share": delegate.share,
        "max_seats": delegate.max_seats,
        "past_seats": delegate.past_seats,
        "barred_units": list(delegate.barred_units),
        "unavailable": [[first.isoformat(), last.isoformat()] for first, last in delegate.unavailable],
    }


def _override_to_dict(override: Override) -> dict[str, object]:
    return {
        "meeting": override.meeting,
        "delegate": override.delegate,
        "rule": override.rule,
        "reason": override.reason,
    }


def _policy(value: object) -> Policy:
    fields = _mapping(value, "policy")
    distinct_agencies = fields.get("distinct_agencies", True)
    if not isinstance(distinct_agencies, bool):
        raise DossierError("policy.distinct_agencies: phải là true hoặc false.")
    return Policy(
        no_repeat_months=_number(fields, "no_repeat_months", "policy"),
        memory_months=_number(fields, "memory_months", "policy"),
        max_per_day=_number(fields, "max_per_day", "policy"),
        distinct_agencies=distinct_agencies,
    )


def _meeting(value: object, place: str) -> Meeting:
    fields = _mapping(value, place)
    meeting = Meeting(
        id=_text(fields, "id", place),
        unit=_text(fields, "unit", place),
        starts_at=_instant(fields, "starts_at", place),
        ends_at=_instant(fields, "ends_at", place),
        seats=_number(fields, "seats", place),
        tier_required=_tier(fields, "tier_required", place),
    )
    if meeting.ends_at <= meeting.starts_at:
        raise DossierError(f"{place}.ends_at: giờ kết thúc phải sau giờ bắt đầu.")
    return meeting


def _delegate(value: object, place: str) -> Delegate:
    fields = _mapping(value, place)
    return Delegate(
        id=_text(fields, "id", place),
        agency=_text(fields, "agency", place),
        tier=_tier(fields, "tier", place),
        share=_number(fields, "share", place, least=1),
        max_seats=_number(fields, "max_seats", place),
        past_seats=_number(fields, "past_seats", place),
        barred_units=_list(fields, "barred_units", place, _string),
        unavailable=_list(fields, "unavailable", place, _days),
    )


def _past_seat(value: object, place: str) -> PastSeat:
    fields = _mapping(value, place)
    return PastSeat(
        delegate=_text(fields, "delegate", place),
        unit=_text(fields, "unit", place),
        period=_period(fields, "period", place),
    )


def _override(value: object, place: str) -> Override:
    fields = _mapping(value, place)
    override = Override(
        meeting=_text(fields, "meeting", place),
        delegate=_text(fields, "delegate", place),
        rule=_text(fields, "rule", place),
        reason=_text(fields, "reason", place),
    )
    if override.rule not in WAIVERS:
        raise DossierError(f"{place}.rule: chỉ được làm khác {', '.join(WAIVERS)}.")
    if not override.reason.strip():
        raise DossierError(f"{place}.reason: phải ghi lý do.")
    return override


def _pair(value: object, place: str) -> Pair:
    if not isinstance(value, list) or len(value) != 2:
        raise DossierError(f"{place}: phải là một cặp [hội nghị, đại biểu].")
    return _string(value[0], f"{place}[0]"), _string(value[1], f"{place}[1]")


def _days(value: object, place: str) -> tuple[date, date]:
    if not isinstance(value, list) or len(value) != 2:
        raise DossierError(f"{place}: phải là một cặp [ngày đầu, ngày cuối].")
    first, last = _day(value[0], f"{place}[0]"), _day(value[1], f"{place}[1]")
    if last < first:
        raise DossierError(f"{place}: ngày cuối không được trước ngày đầu.")
    return first, last


def _day(value: object, place: str) -> date:
    try:
        return date.fromisoformat(_matching(value, DAY))
    except ValueError:
        raise DossierError(f'{place}: phải là ngày dạng "2026-11-10".') from None


def _instant(fields: Mapping[str, object], key: str, place: str) -> datetime:
    try:
        return datetime.fromisoformat(_matching(fields.get(key), INSTANT))
    except ValueError:
        raise DossierError(f'{_at(place, key)}: phải là ngày giờ dạng "2026-11-10T08:00".') from None


def _period(fields: Mapping[str, object], key: str, place: str) -> str:
    try:
        return _matching(fields.get(key), PERIOD)
    except ValueError:
        raise DossierError(f'{_at(place, key)}: phải là kỳ tháng dạng "2026-11".') from None


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(value)
    return value


def _mapping(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise DossierError(f"{place}: phải là một đối tượng JSON.")
    return value


def _list(fields: Mapping[str, object], key: str, place: str, read_item: Callable[[object, str], T]) -> tuple[T, ...]:
    where = _at(place, key)
    value = fields.get(key)
    if not isinstance(value, list):
        raise DossierError(f"{where}: phải là một danh sách.")
    return tuple(read_item(item, f"{where}[{number}]") for number, item in enumerate(value))


def _text(fields: Mapping[str, object], key: str, place: str) -> str:
    return _string(fields.get(key), _at(place, key))


def _string(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise DossierError(f"{place}: phải là một chuỗi ký tự không trống.")
    if not _is_unicode(value):
        raise DossierError(f"{place}: có ký tự không thuộc bảng mã Unicode.")
    return value


def _is_unicode(text: str) -> bool:
    """JSON may escape half of a surrogate pair, which no UTF-8 file can hold."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _number(fields: Mapping[str, object], key: str, place: str, *, least: int = 0, most: int = LARGEST) -> int:
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise DossierError(f"{_at(place, key)}: phải là số nguyên từ {least} đến {most}.")
    return value


def _tier(fields: Mapping[str, object], key: str, place: str) -> int:
    return _number(fields, key, place, least=1, most=ANYONE)


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


Identified = TypeVar("Identified", Meeting, Delegate)


def _unique(items: tuple[Identified, ...], place: str) -> tuple[Identified, ...]:
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.id in seen:
            raise DossierError(f'{place}[{number}].id: mã "{item.id}" bị trùng.')
        seen.add(item.id)
    return items


def _check_references(problem: Problem) -> None:
    for number, seat in enumerate(problem.past):
        _check_known(seat.delegate, problem.delegate_by_id, f"past[{number}].delegate", "đại biểu")
    for place, pairs in _pair_lists(problem):
        for number, (meeting, delegate) in enumerate(pairs):
            _check_known(meeting, problem.meeting_by_id, f"{place}[{number}][0]", "hội nghị")
            _check_known(delegate, problem.delegate_by_id, f"{place}[{number}][1]", "đại biểu")
    _check_no_pair_twice(problem.published or (), "published")


def _pair_lists(problem: Problem) -> Iterable[tuple[str, tuple[Pair, ...]]]:
    return ("pinned", problem.pinned), ("forbidden", problem.forbidden), ("published", problem.published or ())


def _check_known(key: str, known: Mapping[str, object], place: str, kind: str) -> None:
    if key not in known:
        raise DossierError(f'{place}: không có {kind} nào mang mã "{key}".')


def _check_overrides(problem: Problem) -> None:
    seen: set[tuple[str, Pair]] = set()
    for number, override in enumerate(problem.overrides):
        place = f"overrides[{number}]"
        _check_known(override.meeting, problem.meeting_by_id, f"{place}.meeting", "hội nghị")
        _check_known(override.delegate, problem.delegate_by_id, f"{place}.delegate", "đại biểu")
        if override.pair not in problem.pinned_pairs:
            raise DossierError(f"{place}: cặp này không có trong pinned; chỉ lượt ghim mới được làm khác quy tắc.")
        if (override.rule, override.pair) in seen:
            raise DossierError(f"{place}: cặp này và quy tắc này đã có ở trên.")
        seen.add((override.rule, override.pair))


def _check_no_pair_twice(pairs: tuple[Pair, ...], place: str) -> None:
    seen: set[Pair] = set()
    for number, pair in enumerate(pairs):
        if pair in seen:
            raise DossierError(f"{place}[{number}]: cặp này đã có ở trên.")
        seen.add(pair)


def _check_pins(problem: Problem) -> None:
    broken = pins_broken(problem)
    if broken:
        pin = (broken.meeting, broken.delegate or "")
        place = len(problem.pinned) - 1 - problem.pinned[::-1].index(pin)
        raise DossierError(f'pinned[{place}] ["{pin[0]}", "{pin[1]}"]: vi phạm {broken.rule}. {broken.message}')
