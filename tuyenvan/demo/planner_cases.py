"""Months to measure the planner on, made by rule from a seed: like the province's own, at any size, loose or short."""

import random
from datetime import date, timedelta
from typing import Any

Dossier = dict[str, Any]

PERIOD = date(2026, 11, 1)
DAYS = (9, 10, 11, 12, 13, 16, 17, 18, 19, 20)
HOURS = (("07:30", "10:00"), ("08:30", "11:00"), ("13:30", "16:00"), ("14:30", "17:00"))
MONTHS = tuple(f"{2026 - (11 - back <= 0)}-{(10 - back) % 12 + 1:02}" for back in range(1, 13))


def month(units: int, people: int, seed: int, *, max_per_day: int = 1, limits: tuple[int, ...] = (2, 3, 4)) -> Dossier:
    """A month of conferences of one or two seats; a year of seats past, as many a month as now."""
    rng = random.Random(seed)  # noqa: S311 - a made-up month, nobody's secret
    codes = [f"u{number:03}" for number in range(units)]
    delegates = [_delegate(rng, f"d{number:03}", max(people // 6, 2), codes, limits) for number in range(people)]
    meetings = [_meeting(rng, f"m{number:03}", code) for number, code in enumerate(codes)]
    past = _past(rng, meetings, delegates)
    since = {delegate["id"]: 0 for delegate in delegates}
    for seat in past:
        since[seat["delegate"]] += 1
    for delegate in delegates:
        # People come and go: not everybody was there for the whole year.
        delegate["past_seats"] = since[delegate["id"]] * rng.randint(1, 4) // 8
    return {
        "format": "tuyenvan-assignment/1",
        "period": f"{PERIOD:%Y-%m}",
        "seed": seed,
        "policy": {"no_repeat_months": 3, "memory_months": 12, "max_per_day": max_per_day},
        "meetings": meetings,
        "delegates": delegates,
        "past": past,
        "pinned": [],
        "forbidden": [],
        "published": None,
    }


def short_month(units: int, people: int, seed: int) -> Dossier:
    """Everybody twice at most, and barely as many turns as seats."""
    return month(units, people, seed, limits=(2,))


def without(dossier: Dossier, seats: list[tuple[str, str]], people: int) -> Dossier:
    """The same month after its plan was published and some of those who sit in it dropped out."""
    gone = sorted({delegate for _, delegate in seats})[:: max(1, len(seats) // people)][:people]
    away = [[PERIOD.isoformat(), (PERIOD + timedelta(days=29)).isoformat()]]
    return dossier | {
        "delegates": [
            delegate | {"unavailable": away} if delegate["id"] in gone else delegate
            for delegate in dossier["delegates"]
        ],
        "published": [list(pair) for pair in seats],
    }


def crowded(seed: int) -> Dossier:
    """A hard one at random: few agencies, rank asked at many meetings, one or two meetings a day that may overlap."""
    rng = random.Random(seed)  # noqa: S311 - a made-up month, nobody's secret
    units = rng.choice((17, 30, 60, 99))
    dossier = month(
        units,
        int(units * rng.uniform(0.5, 1.6)),
        seed,
        max_per_day=rng.choice((1, 1, 2)),
        limits=rng.choice(((2,), (2, 3, 4), (3, 4))),
    )
    agencies = rng.randint(3, 12)
    for delegate in dossier["delegates"]:
        delegate["agency"] = f"a{rng.randrange(agencies):02}"
        delegate["share"] = rng.choice((1, 2, 3)) if delegate["tier"] > 1 else 1
    asked = rng.uniform(0.2, 0.8)
    for meeting in dossier["meetings"]:
        meeting["seats"] = rng.choice((1, 2, 2, 3))
        meeting["tier_required"] = rng.choice((1, 2)) if rng.random() < asked else 3
    return dossier


def _delegate(
    rng: random.Random, code: str, agencies: int, units: list[str], limits: tuple[int, ...]
) -> dict[str, Any]:
    tier = rng.choices((1, 2, 3), (15, 36, 49))[0]
    away = [f"2026-11-{rng.choice(DAYS):02}" for _ in range(rng.choices(range(6), (17, 26, 29, 20, 6, 2))[0])]
    return {
        "id": code,
        "agency": f"a{rng.randrange(agencies):02}",
        "tier": tier,
        "share": 1 if tier == 1 else 2,
        "max_seats": rng.choice(limits),
        "past_seats": 0,
        "barred_units": [rng.choice(units)] if rng.random() < 0.33 else [],
        "unavailable": [[day, day] for day in sorted(set(away))],
    }


def _meeting(rng: random.Random, code: str, unit: str) -> dict[str, Any]:
    day, hours = rng.choice(DAYS), rng.choice(HOURS)
    return {
        "id": code,
        "unit": unit,
        "starts_at": f"2026-11-{day:02}T{hours[0]}",
        "ends_at": f"2026-11-{day:02}T{hours[1]}",
        "seats": rng.choices((2, 1), (80, 20))[0],
        "tier_required": rng.choices((3, 2, 1), (72, 15, 13))[0],
    }


def _past(rng: random.Random, meetings: list[Any], delegates: list[Any]) -> list[dict[str, str]]:
    people = [delegate["id"] for delegate in delegates]
    return [
        {"delegate": person, "unit": meeting["unit"], "period": month}
        for month in MONTHS
        for meeting in meetings
        for person in rng.sample(people, min(meeting["seats"], len(people)))
        if rng.random() < 0.8
    ]
