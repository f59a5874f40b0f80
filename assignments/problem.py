"""A month's assignment problem, from the database to the dossier `tuyenvan-assignment/1`, in five queries."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, TruncDate
from django.utils import timezone

from assignments.dossier import PROBLEM_FORMAT
from assignments.models import Delegate, Plan, Policy, Seat, Unavailability
from assignments.planner.problem import Pair
from units.models import Concern, Meeting, Period, Tier

Days = tuple[datetime.date, datetime.date]


class PlanningError(ValidationError):
    """Why an act on a plan is refused, in Vietnamese sentences for whoever acts."""


@dataclass(frozen=True, kw_only=True)
class MonthProblem:
    """The dossier, and the rows that its ids stand for."""

    period: Period
    meetings: list[Any]
    delegates: list[Any]
    dossier: dict[str, Any]

    @cached_property
    def meeting_of(self) -> dict[str, Any]:
        return {str(meeting.pk): meeting for meeting in self.meetings}

    @cached_property
    def delegate_of(self) -> dict[str, Any]:
        return {str(delegate.pk): delegate for delegate in self.delegates}

    def pair_name(self, meeting: str, delegate: str | None) -> str:
        unit = self.meeting_of[meeting].unit.full_name
        return f"Đồng chí {self.delegate_of[delegate].full_name} tại {unit}" if delegate else unit


def meetings_of(period: Period) -> list[Any]:
    """Meetings by time, each with `tier_asked` and `concern_reason` of the most senior concern open on its day."""
    day = OuterRef("held_day")
    concerns = Concern.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=day), unit=OuterRef("unit"), opened_on__lte=day, expires_on__gte=day
    ).order_by("tier_asked", "id")
    rows = Meeting.objects.in_period(period).with_unit().order_by("starts_at", "unit__sort_key", "pk")
    return list(
        rows.annotate(held_day=TruncDate("starts_at")).annotate(
            tier_asked=Coalesce(Subquery(concerns.values("tier_asked")[:1]), Value(int(Tier.SPECIALIST))),
            concern_reason=Subquery(concerns.values("reason")[:1]),
        )
    )


def delegates_of(period: Period, *, with_load: bool = False) -> list[Any]:
    """Those who take part on some day of the month, each with `barred_ids` (units) and `busy` ({from_on, to_on})."""
    barred = Delegate.barred_units.through.objects.filter(delegate=OuterRef("pk")).order_by("unit_id")
    busy = Unavailability.objects.filter(delegate=OuterRef("pk"), to_on__gte=period.month).order_by("from_on", "id")
    rows = Delegate.objects.active_between(period.month, last_day(period.month)).select_related("agency")
    if with_load:
        rows = rows.with_load(period.month)
    return list(
        rows.annotate(
            barred_ids=ArraySubquery(barred.values("unit_id")),
            busy=ArraySubquery(busy.values(days=JSONObject(from_on="from_on", to_on="to_on"))),
        )
    )


def month_problem(period: Period, *, pinned: Iterable[Pair] = ()) -> MonthProblem:
    policy = policy_of(period)
    meetings = meetings_of(period)
    delegates = delegates_of(period)
    codes = {meeting.unit_id: meeting.unit.code for meeting in meetings}
    past = _past_seats(period, policy)
    since = months_before(period.month, policy.memory_months)
    held = Counter(delegate for delegate, _, month in past if month >= since)
    known = {delegate.pk for delegate in delegates}
    dossier = {
        "format": PROBLEM_FORMAT,
        "period": period.key,
        "seed": int(f"{period.month:%Y%m%d}"),
        "policy": {
            "no_repeat_months": policy.no_repeat_months,
            "memory_months": policy.memory_months,
            "max_per_day": policy.max_per_day,
        },
        "meetings": [meeting_row(meeting) for meeting in meetings],
        "delegates": [_delegate_row(delegate, held[delegate.pk], codes, period) for delegate in delegates],
        # Units that do not meet this month, and people who have left, decide nothing.
        "past": [
            {"delegate": str(delegate), "unit": codes[unit], "period": f"{month:%Y-%m}"}
            for delegate, unit, month in past
            if delegate in known and unit in codes
        ],
        "pinned": [list(pair) for pair in pinned],
        "forbidden": [],
        "published": _published_pairs(period, known),
    }
    return MonthProblem(period=period, meetings=meetings, delegates=delegates, dossier=dossier)


def meeting_row(meeting: Any) -> dict[str, Any]:
    return {
        "id": str(meeting.pk),
        "unit": meeting.unit.code,
        "starts_at": _local(meeting.starts_at),
        "ends_at": _local(meeting.ends_at),
        "seats": meeting.seats,
        "tier_required": meeting.tier_asked,
    }


def policy_of(period: Period) -> Policy:
    policy = Policy.objects.filter(valid_from__lte=period.month).first()
    if policy is None:
        raise PlanningError("Chưa có quy tắc phân công cho tháng này; quản trị cần nhập quy tắc trước.")
    return policy


def away_days(delegate: Any, period: Period) -> list[Days]:
    """Busy spells, and the days of the month on which the delegate does not take part yet or any more."""
    date = datetime.date.fromisoformat
    spells = [(date(spell["from_on"]), date(spell["to_on"])) for spell in delegate.busy]
    day = datetime.timedelta(days=1)
    if delegate.active_from > period.month:
        spells.append((period.month, delegate.active_from - day))
    if delegate.active_to and delegate.active_to < last_day(period.month):
        spells.append((delegate.active_to + day, last_day(period.month)))
    return spells


def is_away(delegate: Any, period: Period, on: datetime.date) -> bool:
    return any(first <= on <= last for first, last in away_days(delegate, period))


def last_day(month: datetime.date) -> datetime.date:
    return months_before(month, -1) - datetime.timedelta(days=1)


def months_before(month: datetime.date, count: int) -> datetime.date:
    year, place = divmod(month.year * 12 + month.month - 1 - count, 12)
    return datetime.date(year, place + 1, 1)


def _delegate_row(delegate: Any, past_seats: int, codes: dict[int, str], period: Period) -> dict[str, Any]:
    return {
        "id": str(delegate.pk),
        "agency": delegate.agency.code,
        "tier": delegate.tier,
        "share": delegate.share,
        "max_seats": delegate.max_seats,
        "past_seats": past_seats,
        "barred_units": [codes[unit] for unit in delegate.barred_ids if unit in codes],
        "unavailable": [[first.isoformat(), last.isoformat()] for first, last in away_days(delegate, period)],
    }


def _past_seats(period: Period, policy: Policy) -> list[tuple[int, int, datetime.date]]:
    """(delegate, unit, month) of the plans in force, as far back as a rule remembers."""
    since = months_before(period.month, max(policy.memory_months, policy.no_repeat_months))
    seats = Seat.objects.published().filter(meeting__period__month__gte=since, meeting__period__month__lt=period.month)
    return list(
        seats.order_by("meeting__period__month", "meeting__unit_id", "delegate_id").values_list(
            "delegate_id", "meeting__unit_id", "meeting__period__month"
        )
    )


def _published_pairs(period: Period, known: set[int]) -> list[list[str]] | None:
    rows = Plan.objects.in_period(period).published().values_list("seats__meeting_id", "seats__delegate_id")
    pairs = list(rows.order_by("seats__meeting_id", "seats__delegate_id"))
    if not pairs:
        return None
    # A plan without seats gives one row of NULLs.
    return [[str(meeting), str(delegate)] for meeting, delegate in pairs if delegate in known]


def _local(instant: datetime.datetime) -> str:
    return timezone.localtime(instant).replace(tzinfo=None).isoformat(timespec="minutes")
