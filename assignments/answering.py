"""What delegates have answered to the seats they hold, read beside those seats."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from assignments.models import Plan, Seat, SeatAnswer
from units.calendar import month_after
from units.models import Period

Answer = SeatAnswer.Answer


class State(models.TextChoices):
    NONE = "none", "Chưa trả lời"
    STALE = "stale", "Chờ trả lời lại"  # it was given for another time
    CONFIRMED = "confirmed", "Xác nhận dự"
    DECLINED = "declined", "Xin không dự"


OPEN = (State.NONE, State.STALE)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A seat and the newest answer to it."""

    seat: Seat
    answer: SeatAnswer | None

    @property
    def state(self) -> State:
        if self.answer is None:
            return State.NONE
        return _state(self.answer.answer, self.answer.starts_at, self.seat)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_declined(self) -> bool:
        return self.state == State.DECLINED

    @property
    def is_confirmed(self) -> bool:
        return self.state == State.CONFIRMED


def with_answers(seats: Iterable[Seat]) -> list[Answered]:
    """One query. The seats come with their meetings."""
    rows = list(seats)
    given = SeatAnswer.objects.filter(
        meeting__in={seat.meeting_id for seat in rows}, delegate__in={seat.delegate_id for seat in rows}
    )
    answers = given.newest().select_related("proposed__agency", "by")
    by_pair = {(one.meeting_id, one.delegate_id): one for one in answers} if rows else {}
    return [Answered(seat=seat, answer=by_pair.get((seat.meeting_id, seat.delegate_id))) for seat in rows]


def with_answer_state(seats: models.QuerySet[Seat]) -> models.QuerySet[Seat]:
    """For counting in SQL: `answered`, empty where the answer is missing or was given for another time."""
    newest = SeatAnswer.objects.filter(meeting=OuterRef("meeting"), delegate=OuterRef("delegate")).order_by(
        "-at", "-id"
    )
    return seats.annotate(
        # Never NULL: "not declined" would be unknown of who has not answered.
        answered=Coalesce(Subquery(newest.values("answer")[:1]), Value("")),
        answered_for=Subquery(newest.values("starts_at")[:1]),
    )


def state_of(seat: Any) -> State:
    """Of a seat that comes with its answer state."""
    return _state(seat.answered, seat.answered_for, seat) if seat.answered else State.NONE


def _state(answer: str, given_for: datetime.datetime, seat: Seat) -> State:
    return State(answer) if given_for == seat.meeting.starts_at else State.STALE


UNANSWERED = Q(answered="") | ~Q(answered_for=models.F("meeting__starts_at"))
CONFIRMS = Q(answered=Answer.CONFIRMED, answered_for=models.F("meeting__starts_at"))
DECLINES = Q(answered=Answer.DECLINED, answered_for=models.F("meeting__starts_at"))


def declined_seats(period: Period) -> models.QuerySet[SeatAnswer]:
    """The refusals of the month that count: the newest answer, at conferences that stand, for the time as it is."""
    later = SeatAnswer.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        meeting=OuterRef("meeting"),
        delegate=OuterRef("delegate"),
    )
    given = SeatAnswer.objects.filter(~Exists(later), meeting__period=period, meeting__cancelled_at=None)
    return given.filter(answer=Answer.DECLINED, starts_at=models.F("meeting__starts_at")).order_by()


def seats_to_come(period: Any, *, on: datetime.date) -> models.QuerySet[Seat]:
    """With their answer state. `period`: the month, or a reference to an outer query's."""
    seats = Seat.objects.published().in_period(period).from_day(on).filter(meeting__held_on=None)
    return with_answer_state(seats)


@dataclass(frozen=True, kw_only=True)
class Counts:
    seats: int
    declined: int
    confirmed: int

    @property
    def waiting(self) -> int:
        return self.seats - self.declined - self.confirmed


# Counted from the seats, each beside its newest answer. The same asked through querysets looks up every answer by
# itself, for PostgreSQL expects one row where there are thousands: four times slower in a month of the whole country.
COUNT_ANSWERS = """
    WITH newest AS (
        SELECT DISTINCT ON (meeting_id, delegate_id) meeting_id, delegate_id, answer, starts_at
        FROM assignments_seatanswer
        WHERE starts_at >= %(first)s AND starts_at < %(after)s  -- a conference of the month begins in it
        ORDER BY meeting_id, delegate_id, at DESC, id DESC
    )
    SELECT count(*),
        count(*) FILTER (WHERE newest.answer = %(declined)s AND newest.starts_at = meeting.starts_at),
        count(*) FILTER (WHERE newest.answer = %(confirmed)s AND newest.starts_at = meeting.starts_at)
    FROM assignments_seat AS seat
    JOIN units_meeting AS meeting ON meeting.id = seat.meeting_id
    LEFT JOIN newest ON newest.meeting_id = seat.meeting_id AND newest.delegate_id = seat.delegate_id
    WHERE seat.plan_id = %(plan)s AND meeting.period_id = %(period)s AND meeting.cancelled_at IS NULL
"""


def seats_with_counts(period: Period) -> tuple[Any, Counts]:
    """`Seat.objects.published().in_period()`, quick in a month of thousands. Two queries.

    With the plan found first PostgreSQL reads its seats alone.
    """
    plan = Plan.objects.published().in_period(period).values_list("pk", flat=True).first()
    asked = {
        "plan": plan,
        "period": period.pk,
        "first": _midnight(period.month),
        "after": _midnight(month_after(period.month)),
        "declined": Answer.DECLINED,
        "confirmed": Answer.CONFIRMED,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ANSWERS, asked)
        seats, declined, confirmed = cursor.fetchone()
    counts = Counts(seats=seats, declined=declined, confirmed=confirmed)
    return Seat.objects.filter(plan=plan, meeting__cancelled_at=None, meeting__period=period), counts


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
