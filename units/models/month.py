"""The month of work: periods and their stages, registered meetings, matters of concern."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from units.models.places import Unit

if TYPE_CHECKING:
    from units.actor import Actor

USUAL_SEATS = 2  # where no policy says otherwise (P)


class Tier(models.IntegerChoices):
    """Rank of a delegate, and the rank a matter of concern asks for; a smaller number is more senior."""

    STANDING_MEMBER = 1, "Ủy viên Ban Thường vụ"
    OFFICE_HOLDER = 2, "Giữ chức vụ"
    SPECIALIST = 3, "Chuyên viên"


class Stage(models.TextChoices):
    """The month's stages in their order (domain.md, "The month, as stages")."""

    REGISTRATION = "registration", "Đăng ký"
    ASSIGNMENT = "assignment", "Phân công"
    CONFERENCE = "conference", "Hội nghị"
    SELF_ASSESSMENT = "self_assessment", "Tự chấm"
    APPRAISAL = "appraisal", "Thẩm định"
    APPEAL = "appeal", "Giải trình"
    CLOSED = "closed", "Kết thúc"

    @property
    def place(self) -> int:
        return list(Stage).index(self)

    @property
    def following(self) -> Stage | None:
        return next((stage for stage in Stage if stage.place == self.place + 1), None)

    @property
    def previous(self) -> Stage | None:
        return next((stage for stage in Stage if stage.place == self.place - 1), None)


class PeriodQuerySet(models.QuerySet["Period"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everyone with a part in the month's work; the administrator has none."""
        return self if actor.takes_part else self.none()

    def with_progress(self) -> Self:
        """Adds `units_in_all`, `registered` and `not_held` (so `held`), each a count of its own month.

        Of thousands only `registered` is counted one by one: who begins later, has ended or has not held are few.
        """
        meetings = Meeting.objects.filter(period=OuterRef("pk"))
        begins_later = Unit.objects.filter(valid_from__gt=OuterRef("month"))
        has_ended = Unit.objects.filter(valid_to__lt=OuterRef("month"))
        return self.annotate(
            units_in_all=_count(Unit.objects.all()) - _count(begins_later) - _count(has_ended),
            registered=_count(meetings),
            not_held=_count(meetings.filter(held_on=None)),
        )


def _count(rows: models.QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Period(models.Model):
    """A month of work: its deadlines, and the stage it is in. A person moves the stage, never the clock."""

    month = models.DateField("tháng", unique=True, error_messages={"unique": "Kỳ của tháng này đã mở."})
    stage = models.CharField("giai đoạn", max_length=16, choices=Stage, default=Stage.REGISTRATION)
    registration_due = models.DateField("hạn đăng ký")
    notice_due = models.DateField("hạn ra thông báo phân công")
    conference_from = models.DateField("hội nghị từ ngày")
    conference_to = models.DateField("hội nghị đến ngày")
    self_assessment_due = models.DateField("hạn tự chấm")
    appraisal_due = models.DateField("hạn thẩm định")
    appeal_due = models.DateField("hạn giải trình")
    ranking_due = models.DateField("hạn công bố xếp hạng")
    agenda = models.TextField("nội dung định hướng", max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Of `with_progress()`.
    units_in_all: int
    registered: int
    not_held: int

    objects: ClassVar[Any] = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ tháng"
        verbose_name_plural = "kỳ tháng"
        ordering = ("-month",)
        constraints = (
            models.CheckConstraint(
                name="period_month_is_first_day",
                condition=Q(month__day=1),
                violation_error_message="Kỳ tháng phải là ngày đầu tháng.",
            ),
            models.CheckConstraint(
                name="period_deadlines_in_order",
                condition=Q(notice_due__gte=F("registration_due"))
                & Q(conference_to__gte=F("conference_from"))
                & Q(self_assessment_due__gte=F("conference_from"))
                & Q(appraisal_due__gte=F("self_assessment_due"))
                & Q(appeal_due__gte=F("appraisal_due"))
                & Q(ranking_due__gte=F("appeal_due")),
                violation_error_message="Các hạn trong tháng phải theo đúng thứ tự.",
            ),
        )

    def __str__(self) -> str:
        return f"Tháng {self.label}"

    @property
    def label(self) -> str:
        return f"{self.month:%m/%Y}"

    @property
    def key(self) -> str:
        """ "2026-11": in addresses and dossiers."""
        return f"{self.month:%Y-%m}"

    @property
    def stage_due(self) -> datetime.date:
        return self.due_of(Stage(self.stage))

    def due_of(self, stage: Stage) -> datetime.date:
        return {
            Stage.REGISTRATION: self.registration_due,
            Stage.ASSIGNMENT: self.notice_due,
            Stage.CONFERENCE: self.conference_to,
            Stage.SELF_ASSESSMENT: self.self_assessment_due,
            Stage.APPRAISAL: self.appraisal_due,
            Stage.APPEAL: self.appeal_due,
            Stage.CLOSED: self.ranking_due,
        }[stage]

    @property
    def is_closed(self) -> bool:
        return self.stage == Stage.CLOSED

    @property
    def held(self) -> int:
        return self.registered - self.not_held

    def is_before(self, stage: Stage) -> bool:
        return Stage(self.stage).place < stage.place

    def is_past(self, stage: Stage) -> bool:
        return Stage(self.stage).place > stage.place


class StageMove(models.Model):
    """One move of a period's stage, by a person; kept for good."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="stage_moves", verbose_name="kỳ tháng")
    from_stage = models.CharField("từ giai đoạn", max_length=16, choices=Stage)
    to_stage = models.CharField("sang giai đoạn", max_length=16, choices=Stage)
    reason = models.CharField("lý do", max_length=300, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người chuyển")
    moved_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lần chuyển giai đoạn"
        verbose_name_plural = "lần chuyển giai đoạn"
        ordering = ("-moved_at", "-id")
        triggers = (pgtrigger.Protect(name="stage_move_append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.period}: {self.get_from_stage_display()} → {self.get_to_stage_display()}"


class StandingMeetings(models.Manager["Meeting"]):
    """What every page counts and lists: conferences that have not been cancelled."""

    def get_queryset(self) -> models.QuerySet[Meeting]:
        return super().get_queryset().filter(cancelled_at=None)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def in_period(self, period: Period) -> Self:
        return self.filter(period=period)

    def with_unit(self) -> Self:
        return self.select_related("unit", "period")

    def visible_to(self, actor: Actor) -> Self:
        """When and where: all of them for those who go there or rank them, its own for a unit."""
        if actor.knows_all_units:
            return self
        return self.filter(unit__in=actor.unit_ids)

    def count_by_day(self) -> dict[datetime.date, int]:
        """Day → how many units meet on it."""
        days = self.order_by().annotate(on_day=TruncDate("starts_at")).values_list("on_day")
        return dict(days.annotate(n=Count("pk")))


StandingMeetingManager = StandingMeetings.from_queryset(MeetingQuerySet)


@pghistory.track()
class Meeting(models.Model):
    """A unit's monthly conference (hội nghị tuyên vận tháng)."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="meetings", verbose_name="kỳ tháng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings", verbose_name="xã, phường")
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc")
    place = models.CharField("địa điểm", max_length=200)
    agenda = models.TextField("nội dung", max_length=3000)
    # Written down at registration, from the policy of the month: a later policy changes no conference that stands.
    seats = models.PositiveSmallIntegerField("số đại biểu dự", default=USUAL_SEATS)
    registered_at = models.DateTimeField("đăng ký lúc")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đăng ký"
    )
    changed_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người sửa"
    )
    change_reason = models.CharField("lý do", max_length=300, blank=True)
    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người hủy"
    )
    before_committee = models.BooleanField("đăng ký trước khi họp Đảng ủy (cấp ủy) của xã, phường", default=False)
    held_on = models.DateField("ngày đã tổ chức", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = StandingMeetingManager()
    with_cancelled: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "hội nghị"
        verbose_name_plural = "hội nghị"
        ordering = ("starts_at", "unit__sort_key")
        indexes = (
            # Counted on every page: how many of the month stand, how many are held.
            models.Index(
                fields=("period",), include=("held_on",), condition=Q(cancelled_at=None), name="meeting_month_progress"
            ),
            models.Index(fields=("period",), condition=Q(cancelled_at=None, held_on=None), name="meeting_not_held"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("period", "unit"),
                name="meeting_once_a_month",
                violation_error_message="Đơn vị đã đăng ký hội nghị của tháng này.",
            ),
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                name="meeting_held_or_cancelled",
                condition=Q(cancelled_at=None) | Q(held_on=None),
                violation_error_message="Hội nghị đã tổ chức thì không hủy được nữa.",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_by_somebody",
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                violation_error_message="Hội nghị đã hủy phải có người hủy.",
            ),
            models.CheckConstraint(
                name="meeting_seats_sensible",
                condition=Q(seats__gte=1, seats__lte=9),
                violation_error_message="Số đại biểu dự từ 1 đến 9.",
            ),
        )

    def __str__(self) -> str:
        return f"Hội nghị {self.unit.name_in_text} {self.period.label}"

    @property
    def day(self) -> datetime.date:
        return timezone.localtime(self.starts_at).date()

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_held(self) -> bool:
        return self.held_on is not None


class ConcernQuerySet(models.QuerySet["Concern"]):
    def open(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on, expires_on__gte=on)

    def touching(self, first: datetime.date, last: datetime.date) -> Self:
        """Open on some day from `first` to `last`."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=first), opened_on__lte=last, expires_on__gte=first)

    def visible_to(self, actor: Actor) -> Self:
        """Reasons are for the committee and, while they hold, for those it sends; never for units or agencies."""
        if actor.sees_all_units:
            return self
        return self.open() if actor.is_delegate else self.none()


@pghistory.track()
class Concern(models.Model):
    """A matter of concern: makes a unit "đóng", so that a senior delegate is asked for."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="concerns", verbose_name="xã, phường")
    reason = models.CharField("vấn đề", max_length=300)
    tier_asked = models.PositiveSmallIntegerField("cấp đại biểu cần", choices=Tier, default=Tier.STANDING_MEMBER)
    opened_on = models.DateField("từ ngày")
    expires_on = models.DateField("đến ngày")
    closed_on = models.DateField("đã thôi theo dõi ngày", null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")

    objects: ClassVar[Any] = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = "vấn đề cần quan tâm"
        verbose_name_plural = "vấn đề cần quan tâm"
        ordering = ("expires_on", "unit__sort_key")
        constraints = (
            models.CheckConstraint(
                name="concern_dates_in_order",
                condition=Q(expires_on__gte=F("opened_on")),
                violation_error_message="Ngày hết hạn phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="concern_asks_for_rank",
                condition=Q(tier_asked__in=(Tier.STANDING_MEMBER, Tier.OFFICE_HOLDER)),
                violation_error_message="Chọn Ủy viên Ban Thường vụ hoặc người giữ chức vụ.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.reason}"

    def is_open_on(self, day: datetime.date) -> bool:
        return self.opened_on <= day <= self.expires_on and (self.closed_on is None or self.closed_on > day)
