"""A month's input to the formula (`tuyenvan-ranking/1`), from what agencies gave and what the program computed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Sum

from scoring.dossier import INPUT_FORMAT
from scoring.models import Adjustment, Appraisal, CriteriaSet, Criterion, Gate, SelfAssessment
from scoring.records import COMPUTED, MonthRecord, appraised_units, computed_points, half_up, month_record
from scoring.services.errors import Refused
from surveys.models import SurveyTally
from surveys.records import tallies
from units.models import Agency, Period, Unit

NAMED = 30  # units that are named of those that an agency owes points
NOTHING = (Decimal(0), Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A criterion that its agency has not scored for `count` units, the first of them by name."""

    criterion: Criterion
    count: int
    units: tuple[Unit, ...]

    @property
    def agency(self) -> Agency:
        assert self.criterion.agency is not None  # noqa: S101 - a constraint of the table
        return self.criterion.agency


def criteria_of(period: Period) -> list[Criterion]:
    return list(Criterion.objects.in_period(period))


def units_of(period: Period) -> list[Unit]:
    return list(Unit.objects.valid(period.month))


def missing_points(period: Period) -> list[Missing]:
    """What the agencies still owe, in the order of the criteria. At most four queries."""
    in_all = Unit.objects.valid(period.month).count()
    done = appraised_units(period)
    given = Appraisal.objects.filter(period=period, criterion=OuterRef(OuterRef("pk")), unit=OuterRef("pk"))
    owing = Unit.objects.valid(period.month).filter(~Exists(given)).values("pk")[:NAMED]
    criteria = Criterion.objects.in_period(period).self_scored()
    lacking = [pk for pk in criteria.values_list("pk", flat=True) if done.get(pk, 0) < in_all]
    owed = list(criteria.filter(pk__in=lacking).annotate(owing=ArraySubquery(owing))) if lacking else []
    units = Unit.objects.in_bulk({pk for one in owed for pk in one.owing}) if owed else {}
    return [
        Missing(criterion=one, count=in_all - done.get(one.pk, 0), units=tuple(units[pk] for pk in one.owing))
        for one in owed
    ]


def build_dossier(period: Period) -> dict[str, Any]:
    """The whole input as JSON's own types; the same month gives the same dossier. Refused while points are missing."""
    criteria = criteria_of(period)
    if not criteria:
        raise Refused(f"{period} chưa chọn bộ tiêu chí.")
    if missing := missing_points(period):
        raise Refused(_missing_text(missing))
    criteria_set = CriteriaSet.objects.get(uses__period=period)
    return {
        "format": INPUT_FORMAT,
        "period": period.key,
        "criteria": _groups(criteria),
        "survey": {"min_counted": criteria_set.min_counted, "prior_strength": criteria_set.prior_strength},
        "adjustment_cap": plain(criteria_set.adjustment_cap),
        "classes": [{"name": band.name, "from": plain(band.from_points)} for band in criteria_set.bands.all()],
        "gates": _gates(criteria_set),
        "units": _units(period, criteria),
    }


def plain(points: Decimal) -> str:
    """ "12.5": as dossiers write points."""
    return f"{points.normalize():f}"


def _missing_text(missing: Iterable[Missing]) -> str:
    by_agency: dict[str, list[str]] = defaultdict(list)
    for one in missing:
        by_agency[one.agency.short_name].append(f"{one.criterion.code} ({one.count} đơn vị)")
    owed = "; ".join(f"{agency}: {', '.join(codes)}" for agency, codes in by_agency.items())
    return f"Chưa lập được bảng xếp hạng vì còn thiếu điểm thẩm định. {owed}."


def _groups(criteria: list[Criterion]) -> list[dict[str, Any]]:
    groups = {criterion.group_id: criterion.group for criterion in criteria}
    return [
        {
            "code": group.code,
            "name": group.name,
            "consensus": group.is_consensus,
            "criteria": [
                {"code": one.code, "name": one.name, "max": plain(one.max_points), "source": one.source}
                for one in criteria
                if one.group_id == group.pk
            ],
        }
        for group in groups.values()
    ]


def _gates(criteria_set: CriteriaSet) -> list[dict[str, str]]:
    return [
        {"code": gate.code, "name": gate.get_code_display(), "best_class": gate.best_band.name}
        for gate in criteria_set.gates.select_related("best_band").order_by("code")
    ]


def _units(period: Period, criteria: list[Criterion]) -> list[dict[str, Any]]:
    units = units_of(period)
    record = month_record(period)
    points = _points(period, criteria, units, record)
    counted = tallies(period)
    adjusted = _adjusted(period)
    assessed = set(SelfAssessment.objects.filter(period=period).values_list("unit", flat=True))
    gates = set(Gate.objects.filter(criteria_set__uses__period=period).values_list("code", flat=True))
    rows = []
    for unit in units:
        bonus, penalty = adjusted.get(unit.pk, NOTHING)
        holding = {
            Gate.Rule.NO_MEETING: record.has_no_meeting(unit.pk),
            Gate.Rule.NO_SELF_ASSESSMENT: unit.pk not in assessed,
        }
        rows.append(
            {
                "unit": unit.code,
                "points": points[unit.pk],
                "survey": survey_entry(counted.get(unit.pk)),
                "bonus": plain(bonus),
                "penalty": plain(penalty),
                "gates": [rule.value for rule, holds in holding.items() if holds and rule.value in gates],
            }
        )
    return sorted(rows, key=lambda row: str(row["unit"]))


def _points(
    period: Period, criteria: list[Criterion], units: list[Unit], record: MonthRecord
) -> dict[int, dict[str, dict[str, str]]]:
    """By id of the unit: every criterion but the survey's, in the order of the set."""
    given = {
        (row.unit_id, row.criterion_id): row.points
        for row in Appraisal.objects.filter(period=period, unit__in=units).latest_values()
    }
    computed = computed_points(record, criteria, units)
    points: dict[int, dict[str, dict[str, str]]] = {unit.pk: {} for unit in units}
    for unit in units:
        for one in criteria:
            if one.source in COMPUTED:
                value = computed[unit.pk, one.pk]
                points[unit.pk][one.code] = (
                    {"na": value.na} if value.points is None else {"points": plain(value.points)}
                )
            elif one.source == Criterion.Source.APPRAISAL:
                points[unit.pk][one.code] = {"points": plain(given[unit.pk, one.pk])}
    return points


def survey_entry(tally: SurveyTally | None) -> dict[str, Any]:
    """Each answer on 0 to 1 is the mean of three questions; the sum of thirds is kept to 4 decimals, half up."""
    if tally is None:
        return {"answers": 0, "sum": "0"}
    thirds = Fraction(tally.understand + tally.agree + tally.satisfied, 3)
    return {"answers": tally.answers, "sum": plain(half_up(thirds, 4))}


def _adjusted(period: Period) -> dict[int, tuple[Decimal, Decimal]]:
    rows = (
        Adjustment.objects.in_force()
        .filter(period=period)
        .order_by()
        .values("unit")
        .annotate(bonuses=Sum("bonus"), penalties=Sum("penalty"))
    )
    return {row["unit"]: (row["bonuses"], row["penalties"]) for row in rows}
