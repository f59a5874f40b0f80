"""How the seats of the last months are spread over people and units, from the plans in force. Constant queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from assignments.fairness import WINDOWS, Carried, PersonMonth, Spread, carried, expected_parts, spread
from assignments.models import Delegate, Policy, Seat
from assignments.models.policy import SHARES
from assignments.notice_paper import full_post
from assignments.problem import last_day, months_before
from units.models import Agency, Tier, Unit
from units.succession import heirs

YEAR = max(WINDOWS)


# Loads


@dataclass(frozen=True, kw_only=True)
class LoadLine:
    name: str
    more: str  # post and agency, or how many people
    people: int
    loads: tuple[Carried, ...]  # one a window


@dataclass(frozen=True, kw_only=True)
class LoadGroup:
    """A table of lines and how far apart they are, window by window."""

    title: str
    lines: list[LoadLine]
    spreads: tuple[Spread, ...]
    unit: str  # of the spreads


@dataclass(frozen=True, kw_only=True)
class LoadReport:
    month: datetime.date
    windows: tuple[int, ...]
    people: LoadGroup
    tiers: LoadGroup
    agencies: LoadGroup

    @property
    def groups(self) -> tuple[LoadGroup, ...]:
        return self.people, self.tiers, self.agencies


def load_report(month: datetime.date) -> LoadReport:
    """Over 1, 3 and 12 months that end with `month`. Three queries: seats by person and month, people, policies."""
    months = window(month, YEAR)
    held: dict[PersonMonth, int] = {
        (delegate, held_in): count
        for delegate, held_in, count in _seats(months)
        .values_list("delegate", "meeting__period__month")
        .annotate(n=Count("pk"))
    }
    people = list(people_of(months, {delegate for delegate, _ in held}))
    parts = expected_parts(held, _shares(people, months))

    def loads(keys: Sequence[int]) -> tuple[Carried, ...]:
        return tuple(carried(keys, months[-length:], held, parts) for length in WINDOWS)

    def group(title: str, lines: Iterable[tuple[str, str, Sequence[int]]], unit: str = "lượt mỗi người") -> LoadGroup:
        made = [LoadLine(name=name, more=more, people=len(keys), loads=loads(keys)) for name, more, keys in lines]
        return LoadGroup(
            title=title,
            lines=made,
            unit=unit,
            spreads=tuple(spread([line.loads[i] for line in made]) for i in range(len(WINDOWS))),
        )

    by_tier, by_agency = defaultdict(list), defaultdict(list)
    for person in people:
        by_tier[person.tier].append(person.pk)
        by_agency[person.agency].append(person.pk)
    agencies = sorted(by_agency, key=lambda agency: (agency.position, agency.pk))
    return LoadReport(
        month=month,
        windows=WINDOWS,
        people=group(
            "Đại biểu", ((p.full_name, full_post(p.position, p.agency.short_name), [p.pk]) for p in people), "lượt"
        ),
        tiers=group("Cấp", ((str(t.label), f"{len(by_tier[t])} người", by_tier[t]) for t in Tier if by_tier[t])),
        agencies=group("Cơ quan", ((a.name, f"{len(by_agency[a])} người", by_agency[a]) for a in agencies)),
    )


def _shares(people: Iterable[Delegate], months: Sequence[datetime.date]) -> dict[PersonMonth, int]:
    """The person's own share, else what the month's policy says of the tier; before any policy everybody's is 1."""
    policies = list(Policy.objects.for_month(months[-1]))  # newest first
    in_force = {month: next((one for one in policies if one.valid_from <= month), None) for month in months}

    def share(person: Delegate, month: datetime.date) -> int:
        policy = in_force[month]
        return person.share or (getattr(policy, SHARES[Tier(person.tier)]) if policy else 1)

    return {(p.pk, month): share(p, month) for p in people for month in months if _takes_part(p, month)}


def _takes_part(person: Delegate, month: datetime.date) -> bool:
    return person.active_from <= last_day(month) and (person.active_to is None or person.active_to >= month)


# Who was where


@dataclass(frozen=True, kw_only=True)
class Visits:
    """How often, and how many months before the end of the window last."""

    count: int
    last: datetime.date
    ago: int

    @property
    def shade(self) -> int:
        """4 the last three months, … 1 the three months a year ago."""
        return max(1, 4 - self.ago // 3)

    @property
    def text(self) -> str:
        return f"{self.count} lượt, gần nhất tháng {self.last:%m/%Y}"


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    delegate: Any
    cells: list[Visits | None]  # one a unit
    units_seen: int


@dataclass(frozen=True, kw_only=True)
class Matrix:
    month: datetime.date
    since: datetime.date
    units: list[Unit]
    rows: list[MatrixRow]


def rotation_matrix(month: datetime.date, *, delegates: Sequence[Any], units: Sequence[Unit]) -> Matrix:
    """These delegates × these units over the last twelve months, in two queries."""
    months = window(month, YEAR)
    seats = _seats(months).filter(delegate__in=[one.pk for one in delegates])
    rows = seats.values_list("delegate", "meeting__unit").annotate(n=Count("pk"), last=Max("meeting__period__month"))
    followed = heirs(month)
    seen: dict[int, dict[int, Visits]] = defaultdict(dict)
    for delegate, unit, count, last in rows:
        for place in (unit, *followed.get(unit, ())):
            seen[delegate][place] = _visits(count, last, month, seen[delegate].get(place))
    return Matrix(
        month=month,
        since=months[0],
        units=list(units),
        rows=[
            MatrixRow(
                delegate=one,
                cells=[seen[one.pk].get(unit.pk) for unit in units],
                units_seen=len(seen[one.pk].keys() - followed.keys()),
            )
            for one in delegates
        ],
    )


@dataclass(frozen=True, kw_only=True)
class CoverageLine:
    unit: Unit
    tiers: tuple[Visits | None, ...]  # Tier order
    agencies: int
    delegates: int
    last: datetime.date | None


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How each unit was covered in the last twelve months, beside how many could have come."""

    month: datetime.date
    since: datetime.date
    lines: list[CoverageLine]
    agencies_in_all: int
    delegates_in_all: int


def unit_coverage(month: datetime.date, units: Sequence[Unit]) -> Coverage:
    """Three queries, however many units: who followed whom, seats, who takes part."""
    months = window(month, YEAR)
    places = _with_those_before(month, units)
    seats = _seats(months).filter(meeting__unit__in=places)
    tiers: dict[int, dict[int, Visits]] = defaultdict(dict)
    agencies: dict[int, set[int]] = defaultdict(set)
    delegates: dict[int, set[int]] = defaultdict(set)
    for unit, tier, agency, delegate, count, last in seats.values_list(
        "meeting__unit", "delegate__tier", "delegate__agency", "delegate"
    ).annotate(n=Count("pk"), last=Max("meeting__period__month")):
        for place in places[unit]:
            tiers[place][tier] = _visits(count, last, month, tiers[place].get(tier))
            agencies[place].add(agency)
            delegates[place].add(delegate)
    whole = Delegate.objects.active_between(month, last_day(month)).aggregate(
        people=Count("pk"), agencies=Count("agency", distinct=True)
    )

    def line(unit: Unit) -> CoverageLine:
        mine = tiers[unit.pk]
        return CoverageLine(
            unit=unit,
            tiers=tuple(mine.get(tier) for tier in Tier),
            agencies=len(agencies[unit.pk]),
            delegates=len(delegates[unit.pk]),
            last=max((one.last for one in mine.values()), default=None),
        )

    return Coverage(
        month=month,
        since=months[0],
        lines=[line(unit) for unit in units],
        agencies_in_all=whole["agencies"],
        delegates_in_all=whole["people"],
    )


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One who could meet another, and whether they have met in the last twelve months."""

    subject: Any
    visits: Visits | None


@dataclass(frozen=True, kw_only=True)
class UnitFaces:
    unit: Unit
    agencies: list[Seen]
    delegates: list[Seen]

    @property
    def agencies_not_seen(self) -> list[Agency]:
        return [one.subject for one in self.agencies if not one.visits]

    @property
    def delegates_not_seen(self) -> list[Delegate]:
        return [one.subject for one in self.delegates if not one.visits]


def unit_faces(month: datetime.date, unit: Unit) -> UnitFaces:
    """Who of those who take part this month has been at the unit in the last twelve, and who has not."""
    seats = _seats(window(month, YEAR)).filter(meeting__unit__in=_with_those_before(month, [unit]))
    by_delegate = _visits_by(seats, "delegate", month)
    by_agency = _visits_by(seats, "delegate__agency", month)
    people = list(Delegate.objects.active_between(month, last_day(month)).select_related("agency"))
    agencies = sorted({person.agency for person in people}, key=lambda agency: (agency.position, agency.pk))
    return UnitFaces(
        unit=unit,
        agencies=[Seen(subject=one, visits=by_agency.get(one.pk)) for one in agencies],
        delegates=[Seen(subject=one, visits=by_delegate.get(one.pk)) for one in people],
    )


def delegate_faces(month: datetime.date, delegate: Delegate, units: Sequence[Unit]) -> list[Seen]:
    (row,) = rotation_matrix(month, delegates=[delegate], units=list(units)).rows
    return [Seen(subject=unit, visits=visits) for unit, visits in zip(units, row.cells, strict=True)]


def unseen_pairs(month: datetime.date, delegates: Sequence[Any], units: Sequence[Unit]) -> list[tuple[Any, Unit]]:
    """Who has not been where in the last twelve months, though nothing bars the way; `delegates` with `barred_ids`."""
    followed = heirs(month)
    seats = _seats(window(month, YEAR)).values_list("delegate", "meeting__unit").distinct()
    met = {(one, place) for one, unit in seats for place in (unit, *followed.get(unit, ()))}
    return [
        (one, unit)
        for unit in units
        for one in delegates
        if (one.pk, unit.pk) not in met and unit.pk not in one.barred_ids
    ]


# What they stand on


def window(month: datetime.date, length: int) -> list[datetime.date]:
    """The `length` months that end with `month`, oldest first."""
    return [months_before(month, back) for back in reversed(range(length))]


def people_of(months: Sequence[datetime.date], held: Iterable[int] = ()) -> Any:
    """Who took part in one of the months, or holds a seat in one."""
    took_part = Q(active_from__lte=last_day(months[-1])) & (Q(active_to=None) | Q(active_to__gte=months[0]))
    return Delegate.objects.filter(took_part | Q(pk__in=set(held))).select_related("agency")


def _seats(months: Sequence[datetime.date]) -> Any:
    within = {"meeting__period__month__gte": months[0], "meeting__period__month__lte": months[-1]}
    return Seat.objects.published().filter(**within).order_by()


def _visits_by(seats: Any, key: str, month: datetime.date) -> dict[int, Visits]:
    rows = seats.values_list(key).annotate(n=Count("pk"), last=Max("meeting__period__month"))
    return {pk: _visits(count, last, month) for pk, count, last in rows}


def _with_those_before(month: datetime.date, units: Iterable[Unit]) -> dict[int, list[int]]:
    """These units and those that they followed → which of these units stand for it in this month. One query.

    As the planner has it: who was at a unit that was merged, split or renamed has been at those that followed it.
    """
    found = {unit.pk: [unit.pk] for unit in units}
    for old, heirs_of_it in heirs(month).items():
        if mine := [unit for unit in heirs_of_it if unit in found]:
            found[old] = [*found.get(old, ()), *mine]
    return found


def _visits(count: int, last: datetime.date, month: datetime.date, more: Visits | None = None) -> Visits:
    """`more`: those counted already."""
    if more:
        count, last = count + more.count, max(last, more.last)
    ago = (month.year - last.year) * 12 + month.month - last.month
    return Visits(count=count, last=last, ago=ago)
