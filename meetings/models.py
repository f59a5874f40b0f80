from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from assignments.models import Delegate, Seat
from units.models import Meeting, Stage, Team, Unit

if TYPE_CHECKING:
    from accounts.models import User
    from units.actor import Actor

RATING = (MinValueValidator(1, "Chọn từ 1 đến 5."), MaxValueValidator(5, "Chọn từ 1 đến 5."))


def meetings_of_delegate(user: User) -> models.QuerySet[Meeting]:
    """Where this person is assigned, or was recorded, as a delegate."""
    seats = Seat.objects.published().filter(delegate__user=user).order_by().values("meeting")
    records = Attendance.objects.filter(delegate__user=user).order_by().values("meeting")
    # Begun from the few, not asked of every meeting there ever was.
    meetings: models.QuerySet[Meeting] = Meeting.objects.filter(pk__in=seats.union(records))
    return meetings


def meetings_judged_blindly(actor: Actor) -> models.QuerySet[Meeting]:
    """Where this person still owes a note: until it is delivered, he reads nothing of what the others wrote."""
    if not actor.is_delegate:
        return Meeting.objects.none()
    written = MeetingNote.objects.filter(meeting=OuterRef("pk"), delegate__user=actor.user)
    open_stages = [stage for stage in Stage if stage.place < Stage.APPRAISAL.place]
    return meetings_of_delegate(actor.user).filter(~Exists(written), period__stage__in=open_stages)


class Rating(models.IntegerChoices):
    POOR = 1, "1 – Yếu"
    WEAK = 2, "2 – Còn hạn chế"
    FAIR = 3, "3 – Đạt"
    GOOD = 4, "4 – Tốt"
    EXCELLENT = 5, "5 – Rất tốt"


@pghistory.track()
class Attendance(models.Model):
    """Whether an assigned delegate came."""

    class Status(models.TextChoices):
        PRESENT = "present", "Có mặt"
        SUBSTITUTE = "substitute", "Cử người dự thay"
        ABSENT = "absent", "Vắng"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name="hội nghị")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="attendances", verbose_name="đại biểu")
    status = models.CharField("dự họp", max_length=10, choices=Status)
    substitute = models.CharField("người dự thay", max_length=150, blank=True)
    reason = models.CharField("lý do vắng", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "dự họp của đại biểu"
        verbose_name_plural = "dự họp của đại biểu"
        constraints = (
            models.UniqueConstraint(fields=("meeting", "delegate"), name="attendance_once"),
            models.CheckConstraint(
                name="attendance_substitute_named",
                condition=~Q(status="substitute") | ~Q(substitute=""),
                violation_error_message="Ghi tên người dự thay.",
            ),
            models.CheckConstraint(
                name="attendance_absence_explained",
                condition=~Q(status="absent") | ~Q(reason=""),
                violation_error_message="Ghi lý do vắng.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegate}: {self.get_status_display()}"


@pghistory.track()
class TeamAttendance(models.Model):
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="team_attendances", verbose_name="hội nghị")
    team = models.ForeignKey(Team, models.PROTECT, related_name="attendances", verbose_name="tổ tuyên vận")
    present = models.BooleanField("có mặt")

    class Meta:
        verbose_name = "dự họp của tổ"
        verbose_name_plural = "dự họp của tổ"
        constraints = (models.UniqueConstraint(fields=("meeting", "team"), name="team_attendance_once"),)

    def __str__(self) -> str:
        return f"{self.team}: {'có mặt' if self.present else 'vắng'}"


class MeetingNoteQuerySet(models.QuerySet["MeetingNote"]):
    def without_blind(self, actor: Actor) -> Self:
        """A delegate reads his own, and the others' of the same meeting once he has delivered his (domain.md, 9)."""
        if not actor.is_delegate:
            return self
        return self.filter(Q(delegate__user=actor.user) | ~Q(meeting__in=meetings_judged_blindly(actor)))

    def visible_to(self, actor: Actor) -> Self:
        rows = self.without_blind(actor)
        if actor.sees_all_units:
            return rows
        readable = Q(delegate__user=actor.user) | Q(meeting__unit__in=actor.unit_ids)
        if actor.is_delegate:
            readable |= Q(meeting__in=meetings_of_delegate(actor.user))
        return rows.filter(readable)


@pghistory.track()
class MeetingNote(models.Model):
    """Phiếu dự hội nghị: what a delegate saw, with ratings 1 to 5."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes", verbose_name="hội nghị")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="notes", verbose_name="đại biểu")
    preparation = models.PositiveSmallIntegerField("Công tác chuẩn bị", choices=Rating, validators=RATING)
    content = models.PositiveSmallIntegerField("Nội dung, định hướng", choices=Rating, validators=RATING)
    discussion = models.PositiveSmallIntegerField("Thảo luận, trao đổi", choices=Rating, validators=RATING)
    answers = models.PositiveSmallIntegerField("Tiếp thu, trả lời ý kiến", choices=Rating, validators=RATING)
    observation = models.TextField("Nhận xét", max_length=4000)
    advice = models.TextField("Đề nghị đơn vị", max_length=2000, blank=True)
    submitted_at = models.DateTimeField("gửi lúc")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = MeetingNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu dự hội nghị"
        verbose_name_plural = "phiếu dự hội nghị"
        ordering = ("-submitted_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "delegate"),
                name="note_once",
                violation_error_message="Đồng chí đã gửi phiếu cho hội nghị này.",
            ),
            models.CheckConstraint(
                name="note_ratings_in_range",
                condition=Q(preparation__range=(1, 5), content__range=(1, 5))
                & Q(discussion__range=(1, 5), answers__range=(1, 5)),
                violation_error_message="Mỗi mục chấm từ 1 đến 5.",
            ),
        )

    def __str__(self) -> str:
        return f"Phiếu của {self.delegate} – {self.meeting}"


class TeamVisitQuerySet(models.QuerySet["TeamVisit"]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.sees_all_units:
            return self
        # What cannot be is not asked: an "or" over two tables reads every visit there ever was.
        if not actor.is_delegate:
            return self.filter(team__unit__in=actor.unit_ids)
        mine = Q(delegate__in=Delegate.objects.filter(user=actor.user).values("pk"))
        if not actor.unit_ids:
            return self.filter(mine)
        return self.filter(mine | Q(team__in=Team.objects.filter(unit__in=actor.unit_ids).values("pk")))

    def in_month(self, month: datetime.date) -> Self:
        """Made in the month that begins on `month`."""
        return self.filter(visited_on__gte=month, visited_on__lt=(month + datetime.timedelta(days=31)).replace(day=1))


@pghistory.track()
class TeamVisit(models.Model):
    """A surprise visit to a village team (dự đột xuất)."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="visits", verbose_name="tổ tuyên vận")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="visits", verbose_name="đại biểu")
    visited_on = models.DateField("ngày dự")
    rating = models.PositiveSmallIntegerField("Đánh giá chung", choices=Rating, validators=RATING)
    seen = models.TextField("Đã thấy gì", max_length=4000)
    recorded_at = models.DateTimeField("ghi lúc")

    objects: ClassVar[Any] = TeamVisitQuerySet.as_manager()

    class Meta:
        verbose_name = "lần dự đột xuất tổ"
        verbose_name_plural = "lần dự đột xuất tổ"
        ordering = ("-visited_on", "-id")
        indexes = (models.Index(fields=("-visited_on", "-id"), name="visit_newest"),)
        constraints = (
            models.UniqueConstraint(
                fields=("team", "delegate", "visited_on"),
                name="visit_once_a_day",
                violation_error_message="Đồng chí đã ghi lần dự này.",
            ),
            models.CheckConstraint(
                name="visit_rating_in_range",
                condition=Q(rating__range=(1, 5)),
                violation_error_message="Chấm từ 1 đến 5.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.team} {self.visited_on:%d/%m/%Y}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def closed(self) -> Self:
        return self.exclude(closed_on=None)

    def overdue(self, on: datetime.date | None = None) -> Self:
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def without_blind(self, actor: Actor) -> Self:
        """Leaves out what a delegate would learn of the others' notes before he has delivered his own."""
        if not actor.is_delegate:
            return self
        blind = MeetingNote.objects.filter(meeting__in=meetings_judged_blindly(actor))
        return self.exclude(note__in=blind.order_by().values("pk"))

    def visible_to(self, actor: Actor) -> Self:
        """A delegate sees what he raised, and what is open in the units he is sent to."""
        rows = self.without_blind(actor)
        if actor.sees_all_units:
            return rows
        readable = Q(unit__in=actor.unit_ids)
        if actor.is_delegate:
            # Without a join: of all matters there ever were only the open ones are looked at.
            readable |= Q(note__in=MeetingNote.objects.filter(delegate__user=actor.user).order_by().values("pk"))
            readable |= Q(visit__in=TeamVisit.objects.filter(delegate__user=actor.user).order_by().values("pk"))
            readable |= Q(unit__in=meetings_of_delegate(actor.user).values("unit"))
        return rows.filter(readable)


@pghistory.track()
class FollowUp(models.Model):
    """A matter that the unit cannot solve alone. The citizen who raised it is never named."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="follow_ups", verbose_name="xã, phường")
    note = models.ForeignKey(
        MeetingNote, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name="từ phiếu"
    )
    visit = models.ForeignKey(
        TeamVisit, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name="từ lần dự"
    )
    matter = models.CharField("việc cần giải quyết", max_length=500)
    responsible = models.CharField("nơi chịu trách nhiệm", max_length=150, blank=True)
    raised_on = models.DateField("nêu ngày")
    due_on = models.DateField("hạn giải quyết", null=True, blank=True)
    closed_on = models.DateField("giải quyết xong ngày", null=True, blank=True)
    outcome = models.CharField("kết quả", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "việc cần giải quyết"
        verbose_name_plural = "việc cần giải quyết"
        ordering = ("due_on", "raised_on", "id")
        indexes = (
            models.Index(fields=("due_on", "raised_on", "id"), name="follow_up_open", condition=Q(closed_on=None)),
            models.Index(fields=("-closed_on", "-id"), name="follow_up_closed"),
        )
        constraints = (
            models.CheckConstraint(
                name="follow_up_closed_with_outcome",
                condition=Q(closed_on=None) | ~Q(outcome=""),
                violation_error_message="Ghi kết quả giải quyết.",
            ),
            models.CheckConstraint(
                name="follow_up_closed_after_raised",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("raised_on")),
                violation_error_message="Ngày giải quyết xong phải từ ngày nêu việc trở đi.",
            ),
        )

    def __str__(self) -> str:
        return self.matter

    @property
    def is_untouched(self) -> bool:
        """Nobody has taken it up yet, so its author may still word it differently."""
        return not (self.responsible or self.due_on or self.closed_on)

    @property
    def is_overdue(self) -> bool:
        return self.closed_on is None and self.due_on is not None and self.due_on < timezone.localdate()
