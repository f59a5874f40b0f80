"""What this room puts on the home page of each role."""

import datetime

from django.urls import reverse
from django.utils import timezone

from assignments.models import Delegate, Plan, next_seat
from units.actor import Actor
from units.models import Meeting, Period, Stage
from units.task import Task

Status = Plan.Status


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    found: list[Task] = []
    if actor.sees_all_units:
        found += _committee_tasks(actor, period, on)
    if actor.is_delegate:
        found += _delegate_tasks(actor, period, on)
    return found


def _committee_tasks(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    plan = Plan.objects.in_period(period).select_related("notice").without_files().first()
    found = []
    if actor.is_office and (task := _office_task(period, plan, on)):
        found.append(task)
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


def _delegate_tasks(actor: Actor, period: Period, on: datetime.date) -> list[Task]:
    delegate = Delegate.objects.filter(user=actor.user).first()
    if delegate is None:
        return []
    found = []
    if seat := next_seat(delegate, on):
        start = timezone.localtime(seat.meeting.starts_at)
        found.append(
            Task(
                title=f"Dự hội nghị {seat.meeting.unit.full_name}",
                url=reverse("assignments:my_seats"),
                action="Xem",
                detail=f"{start:%H:%M} ngày {start:%d/%m/%Y}, tại {seat.meeting.place}",
            )
        )
    if not period.is_past(Stage.ASSIGNMENT) and on <= period.notice_due:
        found.append(
            Task(
                title=f"Báo những ngày bận trong tháng {period.label}",
                url=reverse("assignments:unavailability_list"),
                action="Báo",
                detail=f"Trước khi lập bản phân công, hạn {period.registration_due:%d/%m/%Y}; không bận thì bỏ qua",
            )
        )
    return found
