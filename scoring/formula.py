"""From a month's points to totals, ranks and classes. Pure and exact: fractions inside, one rounding at the end.

Rules 1 to 5 are those of the ranking dossier (`tuyenvan-ranking/1`); what may be chosen in them is data of the dossier.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from operator import itemgetter
from typing import Any

from scoring.dossier import (
    Criterion,
    Dossier,
    Group,
    RankingError,
    UnitEntry,
    input_sha256,
    parse,
)

__all__ = ["RankingError", "UnitScore", "compute", "input_sha256", "unit_score", "unit_scores"]

RESULT_FORMAT = "tuyenvan-ranking-result/1"
TOO_FEW_ANSWERS = "không đủ phiếu"
NOTHING_APPLIES = "không có tiêu chí nào áp dụng"
TIE_BY_CONSENSUS = "tỷ lệ nhóm nhận thức, đồng thuận"
TIE_BY_PENALTY = "điểm trừ thấp hơn"
TIE_STANDS = "đồng hạng"

Standing = tuple[Decimal, Decimal, Fraction]


@dataclass(frozen=True, kw_only=True)
class GroupScore:
    """Exact points of a group and the maximum of its criteria that apply (both 0 when none does)."""

    points: Fraction
    max: Fraction


@dataclass(frozen=True, kw_only=True)
class UnitScore:
    """One unit before ranking. `points` are exact, by criterion code; `bonus` and `penalty` are already cut at the cap.

    `base` and `total` are None when no criterion applies; `total` is what ranks: 0 to 100, 2 decimals, half up.
    `consensus_share` is 0 to 1 with 4 decimals, half up, and 0 when no consensus criterion applies.
    """

    unit: str
    points: dict[str, Fraction]
    not_applicable: dict[str, str]
    groups: dict[str, GroupScore]
    base: Fraction | None
    bonus: Fraction
    penalty: Fraction
    total: Decimal | None
    consensus_share: Decimal
    gates: frozenset[str]


def compute(data: dict[str, Any]) -> dict[str, Any]:
    """Rank a month: `tuyenvan-ranking/1` in, `tuyenvan-ranking-result/1` out, both as parsed JSON.

    Rows come in rank order, equal ranks by unit code; units to which no criterion applies come last, with total, rank
    and class null and the cause in `reason` (only they have that key). Raises RankingError; `data` is left as it is.
    """
    dossier = parse(data)
    mean = _survey_mean(dossier)
    scores = [_score(dossier, entry, mean) for entry in dossier.units]
    return {
        "format": RESULT_FORMAT,
        "period": dossier.period,
        "input_sha256": input_sha256(data),
        "rows": _ranked_rows(dossier, scores) + _unranked_rows(scores),
    }


def unit_score(data: dict[str, Any], unit: str) -> UnitScore:
    """The breakdown of one unit of a dossier, for showing while drafting. Raises RankingError."""
    for score in unit_scores(data):
        if score.unit == unit:
            return score
    raise RankingError(f"Đơn vị {unit} không có trong hồ sơ xếp hạng.")


def unit_scores(data: dict[str, Any]) -> list[UnitScore]:
    """The breakdown of every unit, in the order of the dossier. Raises RankingError."""
    dossier = parse(data)
    mean = _survey_mean(dossier)
    return [_score(dossier, entry, mean) for entry in dossier.units]


def _survey_mean(dossier: Dossier) -> Fraction:
    """μ of rule 1: the mean answer over the units that have enough answers; never used when there are none."""
    counted = [entry for entry in dossier.units if entry.answers >= dossier.min_counted]
    answers = sum(entry.answers for entry in counted)
    return _sum(entry.answers_sum for entry in counted) / answers if answers else Fraction(0)


def _score(dossier: Dossier, entry: UnitEntry, mean: Fraction) -> UnitScore:
    points, not_applicable = _with_survey(dossier, entry, mean)
    groups = {group.code: _group_score(group, points) for group in dossier.groups}
    applicable = _sum(group.max for group in groups.values())
    base = 100 * _sum(points.values()) / applicable if applicable else None
    bonus = min(entry.bonus, dossier.adjustment_cap)
    penalty = min(entry.penalty, dossier.adjustment_cap)
    consensus = groups[dossier.consensus_group.code]
    return UnitScore(
        unit=entry.unit,
        points=points,
        not_applicable=not_applicable,
        groups=groups,
        base=base,
        bonus=bonus,
        penalty=penalty,
        total=None if base is None else _half_up(min(max(base + bonus - penalty, Fraction(0)), Fraction(100)), 2),
        consensus_share=_half_up(consensus.points / consensus.max if consensus.max else Fraction(0), 4),
        gates=entry.gates,
    )


def _with_survey(dossier: Dossier, entry: UnitEntry, mean: Fraction) -> tuple[dict[str, Fraction], dict[str, str]]:
    """Points and N/A reasons of all criteria, in the order of the criteria set."""
    points: dict[str, Fraction] = {}
    not_applicable: dict[str, str] = {}
    for criterion in dossier.criteria:
        code = criterion.code
        if criterion.source != "survey":
            if code in entry.points:
                points[code] = entry.points[code]
            else:
                not_applicable[code] = entry.not_applicable[code]
        elif entry.answers < dossier.min_counted:
            not_applicable[code] = TOO_FEW_ANSWERS
        else:
            points[code] = _survey_points(criterion, entry, mean, dossier.prior_strength)
    return points, not_applicable


def _survey_points(criterion: Criterion, entry: UnitEntry, mean: Fraction, prior_strength: int) -> Fraction:
    return criterion.max * (entry.answers_sum + prior_strength * mean) / (entry.answers + prior_strength)


def _group_score(group: Group, points: dict[str, Fraction]) -> GroupScore:
    applying = [criterion for criterion in group.criteria if criterion.code in points]
    return GroupScore(
        points=_sum(points[criterion.code] for criterion in applying),
        max=_sum(criterion.max for criterion in applying),
    )


def _ranked_rows(dossier: Dossier, scores: list[UnitScore]) -> list[dict[str, Any]]:
    ordered = sorted(
        (
            (_standing(score, score.total), score.unit, score.total, score)
            for score in scores
            if score.total is not None
        ),
        key=itemgetter(0, 1),
    )
    standings = [standing for standing, *_ in ordered]
    rows: list[dict[str, Any]] = []
    for (standing, unit, total, score), tie in zip(ordered, _ties(standings), strict=True):
        grade, capped_by = _grade(dossier, total, score.gates)
        rows.append(
            {
                "unit": unit,
                "total": str(total),
                "rank": bisect_left(standings, standing) + 1,
                "class": grade,
                "capped_by": capped_by,
                "tie": tie,
                "groups": _groups_for_reading(score),
                "not_applicable": dict(score.not_applicable),
            }
        )
    return rows


def _unranked_rows(scores: list[UnitScore]) -> list[dict[str, Any]]:
    unranked = sorted((score for score in scores if score.total is None), key=lambda score: score.unit)
    return [
        {
            "unit": score.unit,
            "total": None,
            "rank": None,
            "class": None,
            "capped_by": None,
            "tie": None,
            "groups": _groups_for_reading(score),
            "not_applicable": dict(score.not_applicable),
            "reason": NOTHING_APPLIES,
        }
        for score in unranked
    ]


def _standing(score: UnitScore, total: Decimal) -> Standing:
    """What rule 4 compares, so that the smallest is first: total, then consensus share, then penalty after its cut."""
    return (-total, -score.consensus_share, score.penalty)


def _ties(standings: list[Standing]) -> list[str | None]:
    """What decided among equal totals, for each standing; None where the total is alone."""
    with_total = Counter(total for total, _, _ in standings)
    with_share = Counter((total, share) for total, share, _ in standings)
    with_all = Counter(standings)
    ties: list[str | None] = []
    for total, share, penalty in standings:
        if with_total[total] == 1:
            ties.append(None)
        elif with_all[total, share, penalty] > 1:
            ties.append(TIE_STANDS)
        elif with_share[total, share] > 1:
            ties.append(TIE_BY_PENALTY)
        else:
            ties.append(TIE_BY_CONSENSUS)
    return ties


def _grade(dossier: Dossier, total: Decimal, gates: frozenset[str]) -> tuple[str, str | None]:
    """Rule 5: the class, and the gate that decided it when one lowered it (the first in the file among equals)."""
    names = [grade.name for grade in dossier.grades]
    level = next(index for index, grade in enumerate(dossier.grades) if grade.lowest_total <= Fraction(total))
    capped_by = None
    for gate in dossier.gates:
        if gate.code in gates and names.index(gate.best_class) > level:
            level, capped_by = names.index(gate.best_class), gate.code
    return names[level], capped_by


def _groups_for_reading(score: UnitScore) -> dict[str, dict[str, str]]:
    return {
        code: {"points": str(_half_up(group.points, 2)), "max": f"{_half_up(group.max, 2).normalize():f}"}
        for code, group in score.groups.items()
    }


def _half_up(value: Fraction, places: int) -> Decimal:
    """Round a number that is not negative, halves upwards."""
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))
