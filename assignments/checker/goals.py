"""The values of the goals of `tuyenvan-assignment/1`, counted from the seats one by one."""

import math

from assignments.checker.reading import ANYONE, JsonObject, by_id, distinct, month_number, sitting_at


def goal_values(problem: JsonObject, seats: list[JsonObject]) -> dict[str, int]:
    """The value of every goal for these seats (each with known `meeting` and `delegate`), in the order of the goals.

    `load` is multiplied by the least common multiple of all shares, as the format reports it. Valid problems only.
    """
    values = {
        "unmet_seniority": _unmet_seniority(problem, seats),
        "empty_seats": sum(
            max(0, meeting["seats"] - len(sitting_at(meeting, seats))) for meeting in problem["meetings"]
        ),
        "changed": _changed(problem, seats),
        "load": _load(problem, seats),
        "rotation": _rotation(problem, seats),
        "seniors_spent": _seniors_spent(problem, seats),
    }
    if problem.get("published") is None:
        del values["changed"]
    return values


def _unmet_seniority(problem: JsonObject, seats: list[JsonObject]) -> int:
    delegates = by_id(problem["delegates"])
    unmet = 0
    for meeting in problem["meetings"]:
        required = meeting["tier_required"]
        tiers = [delegates[delegate_id]["tier"] for delegate_id in sitting_at(meeting, seats)]
        if required < ANYONE and not any(tier <= required for tier in tiers):
            unmet += 1
    return unmet


def _changed(problem: JsonObject, seats: list[JsonObject]) -> int:
    kept = [[seat["meeting"], seat["delegate"]] for seat in seats]
    return sum(1 for pair in distinct(problem.get("published") or []) if pair not in kept)


def _load(problem: JsonObject, seats: list[JsonObject]) -> int:
    multiple = math.lcm(*(delegate["share"] for delegate in problem["delegates"]))
    load = 0
    for delegate in problem["delegates"]:
        new = sum(1 for seat in seats if seat["delegate"] == delegate["id"])
        load += (delegate["past_seats"] + new) ** 2 * (multiple // delegate["share"])
    return load


def _rotation(problem: JsonObject, seats: list[JsonObject]) -> int:
    meetings, delegates = by_id(problem["meetings"]), by_id(problem["delegates"])
    memory, now = problem["policy"]["memory_months"], month_number(problem["period"])
    rotation = 0
    for seat in seats:
        delegate = delegates[seat["delegate"]]
        visits = [visit for visit in problem["past"] if visit["unit"] == meetings[seat["meeting"]]["unit"]]
        own = [now - month_number(v["period"]) for v in visits if v["delegate"] == delegate["id"]]
        agency = [
            now - month_number(v["period"]) for v in visits if delegates[v["delegate"]]["agency"] == delegate["agency"]
        ]
        rotation += max(0, memory - min(own)) if own else 0
        rotation += max(0, memory - min(agency)) if agency else 0
    return rotation


def _seniors_spent(problem: JsonObject, seats: list[JsonObject]) -> int:
    meetings, delegates = by_id(problem["meetings"]), by_id(problem["delegates"])
    return sum(
        1
        for seat in seats
        if delegates[seat["delegate"]]["tier"] == 1 and meetings[seat["meeting"]]["tier_required"] == ANYONE
    )
