"""What a draft holds: its seats with what is said of each, and what people asked of it. Read, kept, brought back."""

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db.models import BigIntegerField, F, Value

from assignments.models import ForbiddenPair, LeftEmpty, Plan, Seat
from assignments.planner.problem import Pair
from assignments.problem import Asked


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What a seat carries on from before: its pin, whether a person chose it, and the reason given then."""

    pinned: bool = False
    by_hand: bool = False
    because: str = ""
    instead_of: int | None = None
    overridden: tuple[str, ...] = ()
    """The rules that it is let off, each with `override_reason`."""
    override_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who decided it, when and why; of places left empty also how many."""

    reason: str
    by_id: int
    at: datetime.datetime
    seats: int = 0


@dataclass(frozen=True, kw_only=True)
class Content:
    seats: dict[Pair, Keep] = field(default_factory=dict)
    forbidden: dict[Pair, Decision] = field(default_factory=dict)
    left_empty: dict[str, Decision] = field(default_factory=dict)

    @property
    def pins(self) -> list[Pair]:
        return [pair for pair, keep in sorted(self.seats.items()) if keep.pinned]

    @property
    def asked(self) -> Asked:
        return Asked(
            pinned=self.pins,
            forbidden=sorted(self.forbidden),
            left_empty={meeting: decision.seats for meeting, decision in self.left_empty.items()},
            overrides=[
                {"meeting": pair[0], "delegate": pair[1], "rule": rule, "reason": keep.override_reason}
                for pair, keep in sorted(self.seats.items())
                for rule in keep.overridden
            ],
        )

    def with_seats(self, seats: dict[Pair, Keep]) -> "Content":
        return replace(self, seats=seats)

    def only_pinned(self) -> "Content":
        return self.with_seats({pair: keep for pair, keep in self.seats.items() if keep.pinned})


def content_of(plan: Plan, seats: Iterable[Seat] | None = None) -> Content:
    """Two queries, or one where the seats are at hand. What was called off needs nobody."""
    rows = plan.seats.filter(meeting__cancelled_at=None) if seats is None else seats
    forbidden, left_empty = decisions_on(plan)
    return Content(seats={pair_of(seat): _keep(seat) for seat in rows}, forbidden=forbidden, left_empty=left_empty)


def pair_of(seat: Seat) -> Pair:
    return str(seat.meeting_id), str(seat.delegate_id)


def _keep(seat: Seat) -> Keep:
    return Keep(
        pinned=seat.pinned,
        by_hand=seat.by_hand,
        because=seat.because,
        instead_of=seat.instead_of_id,
        overridden=tuple(seat.overridden),
        override_reason=seat.override_reason,
    )


def decisions_on(plan: Plan) -> tuple[dict[Pair, Decision], dict[str, Decision]]:
    """Forbidden pairs and places left empty, in one query: they are asked for wherever a draft is shown."""
    common = ("reason", "by_id", "at")
    pairs = ForbiddenPair.objects.filter(plan=plan).order_by()
    places = LeftEmpty.objects.filter(plan=plan).order_by()
    nobody = Value(None, output_field=BigIntegerField(null=True))
    rows = pairs.values_list("meeting_id", "delegate_id", Value(0), *common).union(
        places.values_list("meeting_id", nobody, F("seats"), *common), all=True
    )
    forbidden: dict[Pair, Decision] = {}
    left_empty: dict[str, Decision] = {}
    for meeting, delegate, seats, reason, by_id, at in rows:
        decision = Decision(reason=reason, by_id=by_id, at=at, seats=seats)
        if delegate is None:
            left_empty[str(meeting)] = decision
        else:
            forbidden[str(meeting), str(delegate)] = decision
    return forbidden, left_empty


# As rows


def write_content(plan: Plan, content: Content, rows: Iterable[dict[str, Any]]) -> None:
    """`rows` are the seats of the plan as the planner words them. Rows that stay keep their identity, so that the
    audit trail tells real changes only."""
    _write_seats(plan, list(rows), content)
    _write_forbidden(plan, content.forbidden)
    _write_left_empty(plan, content.left_empty)


def _write_seats(plan: Plan, rows: list[dict[str, Any]], content: Content) -> None:
    before = {pair_of(seat): seat for seat in plan.seats.all()}
    wanted = {(row["meeting"], row["delegate"]): row for row in rows}
    Seat.objects.filter(pk__in=[seat.pk for pair, seat in before.items() if pair not in wanted]).delete()
    seats = [
        _filled(before.get(pair) or _new_seat(plan, pair), row, content.seats.get(pair, Keep()))
        for pair, row in wanted.items()
    ]
    Seat.objects.bulk_create([seat for seat in seats if seat.pk is None])
    fields = ["pinned", "by_hand", "because", "instead_of", "overridden", "override_reason"]
    Seat.objects.bulk_update([seat for seat in seats if seat.pk is not None], fields)


def _new_seat(plan: Plan, pair: Pair) -> Seat:
    return Seat(plan=plan, meeting_id=int(pair[0]), delegate_id=int(pair[1]))


def _filled(seat: Seat, row: dict[str, Any], keep: Keep) -> Seat:
    seat.pinned = row["pinned"]
    seat.by_hand = keep.by_hand
    # What was said when a seat was pinned tells more than that it is pinned; of all others the planner speaks.
    said_then = keep.because if keep.pinned or keep.by_hand else ""
    seat.because = (said_then or row["because"])[:500]
    seat.instead_of_id = int(row["instead_of"]) if row["instead_of"] else None
    seat.overridden, seat.override_reason = list(keep.overridden), keep.override_reason
    return seat


def _write_forbidden(plan: Plan, wanted: dict[Pair, Decision]) -> None:
    before = {(str(row.meeting_id), str(row.delegate_id)): row for row in plan.forbidden_pairs.all()}
    gone = [row.pk for pair, row in before.items() if pair not in wanted]
    ForbiddenPair.objects.filter(pk__in=gone).delete()
    for pair, decision in wanted.items():
        row = before.get(pair) or ForbiddenPair(plan=plan, meeting_id=int(pair[0]), delegate_id=int(pair[1]))
        _save_decision(row, decision)


def _write_left_empty(plan: Plan, wanted: dict[str, Decision]) -> None:
    before = {str(row.meeting_id): row for row in plan.left_empty.all()}
    LeftEmpty.objects.filter(pk__in=[row.pk for meeting, row in before.items() if meeting not in wanted]).delete()
    for meeting, decision in wanted.items():
        row = before.get(meeting) or LeftEmpty(plan=plan, meeting_id=int(meeting))
        changed = row.seats != decision.seats
        row.seats = decision.seats
        _save_decision(row, decision, changed=changed)


def _save_decision(row: ForbiddenPair | LeftEmpty, decision: Decision, *, changed: bool = False) -> None:
    if row.pk and not changed and (row.reason, row.by_id, row.at) == (decision.reason, decision.by_id, decision.at):
        return
    row.reason, row.by_id, row.at = decision.reason, decision.by_id, decision.at
    row.save()


# As the state of a step


def content_to_dict(content: Content) -> dict[str, Any]:
    return {
        "seats": [{"pair": list(pair)} | asdict(keep) for pair, keep in sorted(content.seats.items())],
        "forbidden": [{"pair": list(pair)} | _to_dict(one) for pair, one in sorted(content.forbidden.items())],
        "left_empty": [{"meeting": meeting} | _to_dict(one) for meeting, one in sorted(content.left_empty.items())],
    }


def _to_dict(decision: Decision) -> dict[str, Any]:
    # Django's JSON would cut the instant to milliseconds, and a row brought back would look changed.
    return asdict(decision) | {"at": decision.at.isoformat()}


def content_from_dict(state: dict[str, Any]) -> Content:
    return Content(
        seats={_pair(row): _keep_from_dict(row) for row in state["seats"]},
        forbidden={_pair(row): _decision_from_dict(row) for row in state["forbidden"]},
        left_empty={row["meeting"]: _decision_from_dict(row) for row in state["left_empty"]},
    )


def _pair(row: dict[str, Any]) -> Pair:
    return row["pair"][0], row["pair"][1]


def _keep_from_dict(row: dict[str, Any]) -> Keep:
    fields = {key: value for key, value in row.items() if key != "pair"}
    return Keep(**fields | {"overridden": tuple(row["overridden"])})


def _decision_from_dict(row: dict[str, Any]) -> Decision:
    fields = {key: value for key, value in row.items() if key not in ("pair", "meeting")}
    return Decision(**fields | {"at": datetime.datetime.fromisoformat(row["at"])})
