"""What this room puts on the home page of each role."""

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, Func, JSONField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, JSONObject, TruncDate
from django.urls import reverse
from django.utils import timezone

from assignments.answering import DECLINES, OPEN, UNANSWERED, State, seats_to_come, state_of, with_answer_state
from assignments.models import Delegate, Plan, Seat, Unavailability
from assignments.problem import local_minute
from units.actor import Actor
from units.models import Meeting, Period, Stage, Unit
from units.task import PRESSING, Task

Status = Plan.Status
COMING = 10
NAMED = 3


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    found: list[Task] = []
    if actor.sees_all_units:
        found += _committee_tasks(actor, period, on)
    if actor.is_delegate:
        found += _delegate_tasks(actor, period, on)
    return found


def _committee_tasks(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    plans = Plan.objects.in_period(period).select_related("notice").without_files()
    answers = seats_to_come(OuterRef("period"), on=on)
    plan = plans.annotate(
        touched=_touched_since_made(),
        clashes=_counted(_seats_on_busy_days(on)),
        waiting=_counted(answers.filter(UNANSWERED)),
        declined=_counted(answers.filter(DECLINES)),
    ).first()
    found = []
    if actor.is_office and (task := _office_task(period, plan, on)):
        found.append(task)
    if actor.is_office and plan:
        found += _late_changes(period, plan)
        found += _clash_task(period, plan)
        found += _answer_tasks(period, plan)
    if actor.is_office_head and plan and plan.status != Status.DRAFT:
        found.append(_head_task(period, plan, on))
    if actor.is_standing and plan and plan.status not in (Status.DRAFT, Status.SUBMITTED):
        found.append(_standing_task(period, plan, on))
    return found


def _office_task(period: Period, plan: Plan | None, on: datetime.date) -> Task | None:
    is_late = on > period.notice_due and not period.is_past(Stage.CONFERENCE)
    url = reverse("assignments:plan_detail", args=[period.month])
    if plan is None:
        if period.is_past(Stage.CONFERENCE):
            return None
        count = Meeting.objects.in_period(period).count()
        if not count or (period.stage == Stage.REGISTRATION and on <= period.registration_due):
            return None
        detail = f"{count} hội nghị đã đăng ký, hạn ra thông báo {period.notice_due:%d/%m/%Y}"
        return Task(
            title=f"Lập dự thảo phân công tháng {period.label}", url=url, action="Lập", detail=detail, is_late=is_late
        )
    if plan.status == Status.DRAFT:
        if plan.return_reason:
            return Task(
                title=f"Sửa bản phân công bị trả lại, tháng {period.label}",
                url=url,
                action="Sửa",
                detail=f"Lý do: {plan.return_reason}",
                is_late=is_late,
            )
        return Task(
            title=f"Xem lại và trình bản phân công tháng {period.label}",
            url=url,
            action="Xem",
            detail=f"Dự thảo bản {plan.version}, hạn ra thông báo {period.notice_due:%d/%m/%Y}",
            is_late=is_late,
        )
    waiting = {Status.SUBMITTED: "Đang chờ lãnh đạo kiểm tra", Status.CHECKED: "Đang chờ Thường trực công bố"}
    return Task(
        title=f"Trình bản phân công tháng {period.label}",
        url=url,
        action="Xem",
        detail=waiting.get(Status(plan.status), "Đã công bố"),
        is_done=True,
    )


def _head_task(period: Period, plan: Plan, on: datetime.date) -> Task:
    is_done = plan.status != Status.SUBMITTED
    return Task(
        title=f"Kiểm tra bản phân công tháng {period.label}",
        url=reverse("assignments:plan_detail", args=[period.month]),
        action="Xem" if is_done else "Kiểm tra",
        detail="" if is_done else f"Hạn ra thông báo {period.notice_due:%d/%m/%Y}",
        is_done=is_done,
        is_late=not is_done and on > period.notice_due,
    )


def _standing_task(period: Period, plan: Plan, on: datetime.date) -> Task:
    notice = getattr(plan, "notice", None)
    if notice:
        return Task(
            title=f"Duyệt và công bố phân công tháng {period.label}",
            url=reverse("assignments:notice_detail", args=[notice.pk]),
            action="Xem",
            detail=str(notice),
            is_done=True,
        )
    return Task(
        title=f"Duyệt và công bố phân công tháng {period.label}",
        url=reverse("assignments:plan_detail", args=[period.month]),
        action="Duyệt",
        detail=f"Lãnh đạo Ban Tuyên giáo đã kiểm tra; hạn ra thông báo {period.notice_due:%d/%m/%Y}",
        is_late=on > period.notice_due,
    )


def _touched_since_made() -> ArraySubquery:
    """Beside a plan: conferences that came, moved or were called off since it was made, each with its `solved` row."""
    since = OuterRef("made_at")
    touched = Q(changed_at__gt=since) | Q(cancelled_at__gt=since) | Q(registered_at__gt=since)
    solved = Func(
        OuterRef("problem"),
        Value("$.meetings[*] ? (@.id == $id)"),
        JSONObject(id=Cast("pk", CharField())),
        function="jsonb_path_query_first",
        output_field=JSONField(),
    )
    shown = ("starts_at", "ends_at", "seats", "cancelled_at")
    row = JSONObject(kind="unit__kind", name="unit__name", solved=solved, **{field: field for field in shown})
    meetings = Meeting.with_cancelled.filter(touched, period=OuterRef("period"), held_on=None)
    return ArraySubquery(meetings.order_by("unit__sort_key").values(row=row))


def _late_changes(period: Period, plan: Any) -> list[Task]:
    """Conferences that stand otherwise than in the newest plan; `plan` comes with `touched`."""
    found = [text for row in plan.touched if (text := _otherwise(row))]
    if not found or period.stage not in (Stage.ASSIGNMENT, Stage.CONFERENCE):
        return []
    more = f" và {len(found) - NAMED} đơn vị khác" if len(found) > NAMED else ""
    return [
        Task(
            title=f"Đổi lịch sau hạn: cần xem lại phân công tháng {period.label}",
            url=reverse("assignments:repair_list", args=[period.month]),
            action="Xem và sửa",
            detail=", ".join(found[:NAMED]) + more,
            is_late=True,
            late_word=PRESSING,
        )
    ]


def _counted(seats: Any) -> Coalesce:
    """Beside a plan of a month: how many, of that month's seats."""
    counted = seats.order_by().values("plan__period").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), Value(0))


def _seats_on_busy_days(on: datetime.date) -> Any:
    """Of the seats in force to come, those whose delegate is busy on the day."""
    day = TruncDate("meeting__starts_at")
    busy = Unavailability.objects.filter(
        delegate=OuterRef("delegate"), from_on__lte=OuterRef("held_day"), to_on__gte=OuterRef("held_day")
    )
    seats = Seat.objects.published().in_period(OuterRef("period")).from_day(on)
    return seats.annotate(held_day=day).filter(Exists(busy))


def _clash_task(period: Period, plan: Any) -> list[Task]:
    """`plan` comes with `clashes`."""
    if not plan.clashes or period.is_past(Stage.CONFERENCE):
        return []
    return [
        Task(
            title=f"{plan.clashes} lượt đã công bố vướng lịch bận mới, tháng {period.label}",
            url=reverse("assignments:repair_list", args=[period.month]),
            action="Chọn người",
            detail="Lập bản thay thế hoặc cử người dự thay",
            is_late=True,
            late_word=PRESSING,
        )
    ]


def _otherwise(row: dict[str, Any]) -> str:
    """How a conference differs from its row in the plan's dossier, `solved`; "" where it does not."""
    solved, unit = row["solved"], Unit(kind=row["kind"], name=row["name"]).full_name
    if row["cancelled_at"]:
        return f"{unit} (đã hủy)" if solved else ""
    if solved is None:
        return f"{unit} (mới đăng ký)"
    now = (_minute(row["starts_at"]), _minute(row["ends_at"]), row["seats"])
    return f"{unit} (đổi lịch)" if now != (solved["starts_at"], solved["ends_at"], solved["seats"]) else ""


def _minute(instant: str) -> str:
    return local_minute(datetime.datetime.fromisoformat(instant))


def _answer_tasks(period: Period, plan: Any) -> list[Task]:
    """Who has not answered, and which seats no longer hold; nothing before the first notice of the month.

    `plan` comes with `waiting` and `declined`.
    """
    is_out = plan.version > 1 or plan.status == Status.PUBLISHED
    if not is_out or period.is_past(Stage.CONFERENCE):
        return []
    found = []
    if declined := plan.declined:
        found.append(
            Task(
                title=f"{declined} lượt đại biểu xin không dự, tháng {period.label}",
                url=reverse("assignments:repair_list", args=[period.month]),
                action="Chọn người",
                detail="Chọn người dự thay, hoặc để chương trình xếp lại",
                is_late=True,
                late_word=PRESSING,
            )
        )
    if waiting := plan.waiting:
        found.append(
            Task(
                title=f"{waiting} lượt đại biểu chưa xác nhận dự, tháng {period.label}",
                url=f"{reverse('assignments:answer_list', args=[period.month])}?loc=chua",
                action="Xem và nhắc",
            )
        )
    return found


def _confirm_task(seat: Seat) -> Task:
    meeting = seat.meeting
    start = timezone.localtime(meeting.starts_at)
    again = "lại, hội nghị đã đổi lịch: " if state_of(seat) == State.STALE else "hội nghị "
    return Task(
        title=f"Xác nhận dự {again}{meeting.unit.name_in_text}",
        url=reverse("assignments:seat_decline", args=[meeting.pk]),
        action="Xin không dự",
        about=f"hội nghị {meeting.unit.name_in_text}",
        detail=f"{start:%H:%M} ngày {start:%d/%m/%Y}, tại {meeting.place}",
        post_url=reverse("assignments:seat_confirm", args=[meeting.pk]),
        post_action="Xác nhận dự",
        post_fields=(("starts_at", start.isoformat()),),
    )


def _seat_task(seat: Seat) -> Task:
    start = timezone.localtime(seat.meeting.starts_at)
    where = seat.meeting.unit.name_in_text
    is_declined = state_of(seat) == State.DECLINED
    return Task(
        title=f"Đã xin không dự hội nghị {where}, chờ thông báo thay" if is_declined else f"Dự hội nghị {where}",
        url=reverse("assignments:my_seats"),
        action="Xem",
        detail=f"{start:%H:%M} ngày {start:%d/%m/%Y}, tại {seat.meeting.place}",
    )


def _called_off_task(seat: Seat) -> Task:
    start = timezone.localtime(seat.meeting.starts_at)
    return Task(
        title=f"Hội nghị {seat.meeting.unit.name_in_text} đã hủy, đồng chí không phải dự",
        url=reverse("assignments:my_seats"),
        action="Xem",
        detail=f"Trước đây là {start:%H:%M} ngày {start:%d/%m/%Y}. Lý do: {seat.meeting.change_reason}",
    )


def _taken_off_task(seat: Seat) -> Task:
    start = timezone.localtime(seat.meeting.starts_at)
    return Task(
        title=f"Đồng chí không phải dự hội nghị {seat.meeting.unit.name_in_text} nữa",
        url=reverse("assignments:my_seats"),
        action="Xem",
        detail=f"Theo thông báo mới; hội nghị họp {start:%H:%M} ngày {start:%d/%m/%Y}",
    )


def _delegate_tasks(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    is_out = Exists(Plan.objects.in_period(period).filter(status=Status.PUBLISHED))
    delegate = Delegate.objects.filter(user=actor.user).annotate(is_out=is_out).first()
    if delegate is None:
        return []
    coming = Seat.objects.ever_in_force().of_delegate(delegate).from_day(on).with_meeting()
    told: list[Any] = list(with_answer_state(coming.order_by("meeting__starts_at")))
    kept = {seat.meeting_id: seat for seat in told if seat.holds}
    seats = list(kept.values())[:COMING]
    gone = {seat.meeting_id: seat for seat in told if seat.meeting_id not in kept and not seat.meeting.is_cancelled}
    standing = [seat for seat in seats if not seat.meeting.is_cancelled]
    found = [_called_off_task(seat) for seat in seats if seat.meeting.is_cancelled]
    found += [_taken_off_task(seat) for seat in gone.values()]
    found += [_confirm_task(seat) for seat in standing if state_of(seat) in OPEN]
    found += [_seat_task(seat) for seat in standing[:1] if state_of(seat) not in OPEN]
    if not delegate.is_out and not period.is_past(Stage.ASSIGNMENT) and on <= period.notice_due:
        found.append(
            Task(
                title=f"Báo những ngày bận trong tháng {period.label}",
                url=reverse("assignments:unavailability_list"),
                action="Báo",
                detail=f"Trước khi lập bản phân công, hạn {period.registration_due:%d/%m/%Y}; không bận thì bỏ qua",
            )
        )
    return found
