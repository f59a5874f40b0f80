"""A month's assignment problem, from the database to the dossier `tuyenvan-assignment/1`, in five queries.

In six where a unit was merged, split or renamed within the policy's memory.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, JSONObject, TruncDate
from django.utils import timezone

from assignments.answering import declined_seats
from assignments.dossier import PROBLEM_FORMAT
from assignments.models import Delegate, LoweredRank, Plan, Policy, Seat, Unavailability
from assignments.planner.problem import Pair
from units.models import Concern, Meeting, Period, Tier, Unit
from units.succession import heirs

Days = tuple[datetime.date, datetime.date]
PastSeat = tuple[int, int, datetime.date, datetime.date | None]  # delegate, unit, month, when the unit ended


class PlanningError(ValidationError):
    """Why an act on a plan is refused, in Vietnamese sentences for whoever acts."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What people ask of a plan: the planner keeps to it. Ids as in the dossier."""

    pinned: Iterable[Pair] = ()
    forbidden: Iterable[Pair] = ()
    left_empty: Mapping[str, int] = field(default_factory=dict)
    """Places of a meeting that are not to be filled."""
    overrides: Iterable[dict[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class MonthProblem:
    """The dossier, and the rows that its ids stand for."""

    period: Period
    policy: Policy
    meetings: list[Any]
    delegates: list[Any]
    dossier: dict[str, Any]
    declined: frozenset[Pair] = frozenset()
    """Who has said of a conference that they will not come. A pin says that they will after all."""

    @cached_property
    def meeting_of(self) -> dict[str, Any]:
        return {str(meeting.pk): meeting for meeting in self.meetings}

    @cached_property
    def delegate_of(self) -> dict[str, Any]:
        return {str(delegate.pk): delegate for delegate in self.delegates}

    def asked_for(self, asked: Asked) -> "MonthProblem":
        """The same month with other wishes; asks the database nothing.

        Of conferences called off and of people who have left there is nothing to pin or forbid; who still has them in
        a draft is told so elsewhere.
        """
        overrides = [one for one in asked.overrides if self.knows((one["meeting"], one["delegate"]))]
        pinned = [pair for pair in asked.pinned if self.knows(pair)]
        forbidden = sorted({*asked.forbidden, *(self.not_coming - set(pinned))})
        dossier = {key: value for key, value in self.dossier.items() if key != "overrides"} | {
            "meetings": [meeting_row(one, asked.left_empty.get(str(one.pk), 0)) for one in self.meetings],
            "pinned": [list(pair) for pair in pinned],
            "forbidden": [list(pair) for pair in forbidden if self.knows(pair)],
            **({"overrides": overrides} if overrides else {}),
        }
        return replace(self, dossier=dossier)

    @cached_property
    def not_coming(self) -> frozenset[Pair]:
        """Whoever will not come on a day is not sent elsewhere on that day; what they hold there already they keep."""
        days: dict[datetime.date, list[str]] = defaultdict(list)
        for one in self.meetings if self.declined else ():
            days[timezone.localtime(one.starts_at).date()].append(str(one.pk))
        same_day = {
            (other, delegate)
            for meeting, delegate in self.declined
            for other in days[timezone.localtime(self.meeting_of[meeting].starts_at).date()]
        }
        return self.declined | (same_day - set(self.published))

    def knows(self, pair: Pair) -> bool:
        return pair[0] in self.meeting_of and pair[1] in self.delegate_of

    @property
    def published(self) -> list[Pair]:
        """The pairs of the plan in force, at conferences that stand, of people who still take part."""
        return [(meeting, delegate) for meeting, delegate in self.dossier["published"] or []]

    def pair_name(self, meeting: str, delegate: str | None) -> str:
        unit = self.meeting_of[meeting].unit
        if delegate is None:
            return str(unit.full_name)
        return f"Đồng chí {self.delegate_of[delegate].full_name} tại {unit.name_in_text}"


def with_rank_asked(meetings: QuerySet[Meeting]) -> Any:
    """Adds `held_day`; `concern_tier` and `concern_reason` of the most senior concern open on that day; `tier_asked`,
    the same as lowered for this conference; and `lowered_tier` and `lowered_reason`, None where it is not.

    A concern that asks for a higher rank than the one that was lowered is not what was decided upon.
    """
    day = OuterRef("held_day")
    concerns = Concern.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=day), unit=OuterRef("unit"), opened_on__lte=day, expires_on__gte=day
    ).order_by("tier_asked", "id")
    lowered = LoweredRank.objects.filter(
        meeting=OuterRef("pk"), withdrawn_at=None, tier_before__lte=OuterRef("concern_tier")
    )
    return (
        meetings.annotate(held_day=TruncDate("starts_at"))
        .annotate(
            concern_tier=Coalesce(Subquery(concerns.values("tier_asked")[:1]), Value(int(Tier.SPECIALIST))),
            concern_reason=Subquery(concerns.values("reason")[:1]),
        )
        .annotate(lowered_tier=Subquery(lowered.values("tier")), lowered_reason=Subquery(lowered.values("reason")))
        # PostgreSQL's GREATEST passes over NULL.
        .annotate(tier_asked=Greatest("concern_tier", "lowered_tier"))
    )


def meetings_of(period: Period) -> list[Any]:
    """Meetings by time, each with the rank asked for."""
    rows = Meeting.objects.in_period(period).with_unit().order_by("starts_at", "unit__sort_key", "pk")
    return list(with_rank_asked(rows))


def delegates_taking_part(period: Period) -> Any:
    """On some day of the month, each with `barred_ids` (units), `busy` ({from_on, to_on}), share and limit."""
    # A unit that came from a barred one, by one change or two, is barred as well.
    barred = Unit.objects.filter(
        Q(delegate=OuterRef("pk"))
        | Q(predecessors__delegate=OuterRef("pk"))
        | Q(predecessors__predecessors__delegate=OuterRef("pk"))
    )
    end = last_day(period.month)
    spells = Unavailability.objects.filter(delegate=OuterRef("pk"), from_on__lte=end, to_on__gte=period.month)
    busy = spells.order_by("from_on", "id")
    taking_part = Delegate.objects.active_between(period.month, end)
    return taking_part.under_policy(period.month).annotate(
        barred_ids=ArraySubquery(barred.order_by("pk").distinct().values("pk")),
        busy=ArraySubquery(busy.values(days=JSONObject(from_on="from_on", to_on="to_on"))),
    )


def delegates_of(period: Period, *, with_load: bool = False) -> list[Any]:
    rows = delegates_taking_part(period).select_related("agency")
    return list(rows.with_load(period.month) if with_load else rows)


def month_problem(period: Period, asked: Asked | None = None, *, policy: Policy | None = None) -> MonthProblem:
    """`policy`: another than the one that the month has, to see what it would make of it."""
    meetings = meetings_of(period)
    delegates = delegates_of(period) if policy is None else _under(policy, delegates_of(period))
    policy = policy or policy_of(period)
    codes = {meeting.unit_id: meeting.unit.code for meeting in meetings}
    past = _past_seats(period, policy)
    since = months_before(period.month, policy.memory_months)
    held = Counter(delegate for delegate, _, month, _ in past if month >= since)
    known = {delegate.pk for delegate in delegates}
    published, declined = _published_and_declined(period, known, {meeting.pk for meeting in meetings})
    dossier = {
        "format": PROBLEM_FORMAT,
        "period": period.key,
        "seed": int(f"{period.month:%Y%m%d}"),
        "policy": {
            "no_repeat_months": policy.no_repeat_months,
            "memory_months": policy.memory_months,
            "max_per_day": policy.max_per_day,
            # What came into the format later is written only where it says something.
            **({} if policy.distinct_agencies else {"distinct_agencies": False}),
        },
        "meetings": [],
        "delegates": [_delegate_row(delegate, held[delegate.pk], codes, period) for delegate in delegates],
        "past": _past_rows(past, known, codes, period),
        "pinned": [],
        "forbidden": [],
        "published": published,
    }
    month = MonthProblem(
        period=period,
        policy=policy,
        meetings=meetings,
        delegates=delegates,
        dossier=dossier,
        declined=declined,
    )
    return month.asked_for(asked or Asked())


def meeting_row(meeting: Any, left_empty: int = 0) -> dict[str, Any]:
    return {
        "id": str(meeting.pk),
        "unit": meeting.unit.code,
        "starts_at": local_minute(meeting.starts_at),
        "ends_at": local_minute(meeting.ends_at),
        "seats": max(0, meeting.seats - left_empty),
        "tier_required": meeting.tier_asked,
    }


def policy_of(period: Period) -> Policy:
    policy: Policy | None = Policy.objects.for_month(period.month).first()
    if policy is None:
        raise PlanningError("Chưa có quy tắc phân công cho tháng này; Ban Tuyên giáo lập quy tắc trước.")
    return policy


def usual_seats(month: datetime.date) -> dict[str, int]:
    """Delegates a conference by kind of unit, as the month's policy says; empty without a policy. One query."""
    policy: Policy | None = Policy.objects.for_month(month).first()
    return {kind.value: policy.seats_of(kind) for kind in Unit.Kind} if policy else {}


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


def _under(policy: Policy, delegates: list[Any]) -> list[Any]:
    """As DelegateQuerySet.under_policy, for a policy that need not be stored."""
    for one in delegates:
        one.month_share = policy.share_of(one.tier) if one.share is None else one.share
        one.month_limit = policy.limit_of(one.tier) if one.max_seats is None else one.max_seats
    return delegates


def _delegate_row(delegate: Any, past_seats: int, codes: dict[int, str], period: Period) -> dict[str, Any]:
    return {
        "id": str(delegate.pk),
        "agency": delegate.agency.code,
        "tier": delegate.tier,
        "share": delegate.month_share,
        "max_seats": delegate.month_limit,
        "past_seats": past_seats,
        "barred_units": [codes[unit] for unit in delegate.barred_ids if unit in codes],
        "unavailable": [[first.isoformat(), last.isoformat()] for first, last in away_days(delegate, period)],
    }


def _past_seats(period: Period, policy: Policy) -> list[PastSeat]:
    """Of the plans in force, as far back as a rule remembers."""
    since = months_before(period.month, max(policy.memory_months, policy.no_repeat_months))
    seats = Seat.objects.published().filter(meeting__period__month__gte=since, meeting__period__month__lt=period.month)
    return list(
        seats.order_by("meeting__period__month", "meeting__unit_id", "delegate_id").values_list(
            "delegate_id", "meeting__unit_id", "meeting__period__month", "meeting__unit__valid_to"
        )
    )


def _past_rows(
    past: Sequence[PastSeat], known: Container[int], codes: Mapping[int, str], period: Period
) -> list[dict[str, str]]:
    """Units that do not meet this month, and people who have left, decide nothing.

    Who was at a unit that was merged, split or renamed has been at those that followed it.
    """
    after = heirs(period.month) if any(ended and ended < period.month for *_, ended in past) else {}
    rows = dict.fromkeys(
        (delegate, codes[place], month)
        for delegate, unit, month, _ in past
        if delegate in known
        for place in (unit, *after.get(unit, ()))
        if place in codes
    )
    return [{"delegate": str(delegate), "unit": code, "period": f"{month:%Y-%m}"} for delegate, code, month in rows]


def _published_and_declined(
    period: Period, known: set[int], standing: set[int]
) -> tuple[list[list[str]] | None, frozenset[Pair]]:
    """One query for both: it is asked wherever a draft is shown."""
    published = Plan.objects.in_period(period).published().order_by()
    rows = published.values_list("seats__meeting_id", "seats__delegate_id", Value(False)).union(
        declined_seats(period).values_list("meeting_id", "delegate_id", Value(True)), all=True
    )
    held, declined, is_published = [], set(), False
    for meeting, delegate, is_declined in rows.order_by("seats__meeting_id", "seats__delegate_id"):
        is_published = is_published or not is_declined
        # A plan without seats gives one row of NULLs.
        if delegate not in known or meeting not in standing:
            continue
        if is_declined:
            declined.add((str(meeting), str(delegate)))
        else:
            held.append([str(meeting), str(delegate)])
    return (held if is_published else None), frozenset(declined)


def local_minute(instant: datetime.datetime) -> str:
    return timezone.localtime(instant).replace(tzinfo=None).isoformat(timespec="minutes")
