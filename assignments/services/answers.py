"""A delegate says whether they will come. Every answer is kept; the newest counts, for the time it was given for."""

import datetime

from django.db import transaction

from accounts.models import User
from assignments.answering import Answer, Answered, with_answers
from assignments.models import Delegate, Plan, Seat, SeatAnswer
from assignments.planner import explain_exclusions
from assignments.problem import month_problem
from units.models import Meeting, Period
from units.services import AlreadyThere, Refused

from .state import read_unvetted

HELD = "Hội nghị đã đến giờ họp, không trả lời được nữa. Có việc cần báo, xin liên hệ Ban Tuyên giáo."
GONE = "Đồng chí không còn trong danh sách dự hội nghị này, không phải trả lời."


@transaction.atomic
def confirm_seat(
    seat: Seat, *, starts_at: datetime.datetime | None = None, by: User, at: datetime.datetime
) -> SeatAnswer:
    """`starts_at` is the time that the person had before them; None where it was not shown."""
    return _answer(seat, Answer.CONFIRMED, by=by, at=at, shown=starts_at)


@transaction.atomic
def decline_seat(
    seat: Seat,
    *,
    reason: str,
    proposed: Delegate | None = None,
    starts_at: datetime.datetime | None = None,
    by: User,
    at: datetime.datetime,
) -> SeatAnswer:
    reason = reason.strip()
    if not reason:
        raise Refused({"reason": "Ghi lý do xin không dự."})
    return _answer(seat, Answer.DECLINED, reason=reason, proposed=proposed, by=by, at=at, shown=starts_at)


def substitutes(period: Period, meeting: Meeting, leaving: Delegate) -> list[Delegate]:
    """Who could sit there instead by every rule, as things are today; the best first."""
    month = month_problem(period)
    if str(meeting.pk) not in month.meeting_of:
        return []
    candidates = explain_exclusions(read_unvetted(month), month.published, str(meeting.pk))
    return [
        month.delegate_of[one.delegate]
        for one in candidates
        if not one.is_seated and (str(leaving.pk) in one.can_replace or one.can_take_extra)
    ]


def _answer(
    seat: Seat,
    answer: Answer,
    *,
    reason: str = "",
    proposed: Delegate | None = None,
    by: User,
    at: datetime.datetime,
    shown: datetime.datetime | None,
) -> SeatAnswer:
    now = _held_still(seat)
    meeting = now.seat.meeting
    if meeting.is_cancelled:
        raise Refused("Hội nghị đã hủy, đồng chí không phải trả lời.")
    if at >= meeting.starts_at or meeting.held_on:
        raise Refused(HELD)
    if shown is not None and shown != meeting.starts_at:
        raise Refused("Hội nghị vừa đổi thời gian. Xin xem lại thời gian mới rồi trả lời.")
    if now.answer and not now.is_open and _is_the_same(now.answer, answer, reason, proposed):
        raise AlreadyThere("Đồng chí đã trả lời như vậy, không cần gửi lại.")
    if proposed:
        _refuse_unfit(now.seat, meeting, proposed)
    given: SeatAnswer = SeatAnswer.objects.create(
        meeting=meeting,
        delegate=now.seat.delegate,
        starts_at=meeting.starts_at,
        answer=answer,
        reason=reason,
        proposed=proposed,
        by=by,
        at=at,
    )
    return given


def _held_still(seat: Seat) -> Answered:
    """Neither the plan nor another answer can change until this one is written."""
    published = Plan.objects.published().filter(period=seat.meeting.period_id).select_for_update()
    # Whoever waited here for a notice that replaced this one has found nothing: the row waited for is no longer it.
    plan = published.first() or published.first()
    seats = Seat.objects.in_force().filter(plan=plan, meeting=seat.meeting_id, delegate=seat.delegate_id)
    rows = with_answers(seats.select_related("meeting__unit", "meeting__period", "delegate"))
    if not rows:
        raise Refused(GONE)
    return rows[0]


def _is_the_same(last: SeatAnswer, answer: Answer, reason: str, proposed: Delegate | None) -> bool:
    return (last.answer, last.reason, last.proposed_id) == (answer, reason, proposed.pk if proposed else None)


def _refuse_unfit(seat: Seat, meeting: Meeting, proposed: Delegate) -> None:
    if proposed.pk == seat.delegate_id:
        raise Refused({"proposed": "Đề nghị một người khác dự thay."})
    if proposed not in substitutes(meeting.period, meeting, seat.delegate):
        raise Refused({"proposed": f"Đồng chí {proposed.full_name} không dự được hội nghị này; xin chọn người khác."})
