"""Plans of a month and what they are made of."""

import datetime
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from units.actor import Actor
from units.models import Meeting, Period
from units.triggers import frozen_once_published, frozen_with_its_parent

from .people import Delegate
from .policy import Rule

FROZEN_PLAN_MESSAGE = "Bản phân công đã công bố, không sửa được; hãy lập bản thay thế."


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: Actor) -> Self:
        """Drafts, and how they came about, are for the committee's own people; all others read the notice."""
        return self if actor.sees_all_units else self.none()

    def in_period(self, period: Period) -> Self:
        return self.filter(period=period)

    def without_files(self) -> Self:
        """For lists: the dossier of a month is large."""
        return self.defer("problem", "result", "notice__paper", "notice__schedule")

    def published(self) -> Self:
        return self.filter(status=Plan.Status.PUBLISHED)

    def in_work(self) -> Self:
        return self.exclude(status__in=(Plan.Status.PUBLISHED, Plan.Status.REPLACED))


@pghistory.track(exclude=["problem", "result"])
class Plan(models.Model):
    """One version of a month's assignment. A published one is replaced by a later one, never overwritten."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        SUBMITTED = "submitted", "Đã trình"
        CHECKED = "checked", "Đã kiểm tra"
        PUBLISHED = "published", "Đã công bố"
        REPLACED = "replaced", "Đã được thay thế"

    period = models.ForeignKey(Period, models.PROTECT, related_name="plans", verbose_name="kỳ tháng")
    version = models.PositiveSmallIntegerField("bản số")
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.DRAFT)
    problem = models.JSONField("bài toán", encoder=DjangoJSONEncoder, default=dict)
    result = models.JSONField("lời giải", encoder=DjangoJSONEncoder, default=dict)
    edit = models.PositiveIntegerField(default=1, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập")
    made_at = models.DateTimeField("lập lúc")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người kiểm tra"
    )
    checked_at = models.DateTimeField("kiểm tra lúc", null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người công bố"
    )
    published_at = models.DateTimeField("công bố lúc", null=True)
    return_reason = models.CharField("lý do trả lại", max_length=500, blank=True)
    # Said to whoever has the page open from before this change.
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người sửa sau cùng"
    )
    edited_at = models.DateTimeField("sửa lúc", null=True)
    edited_what = models.CharField("đã sửa gì", max_length=500, blank=True)

    objects: ClassVar[Any] = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "bản phân công"
        verbose_name_plural = "bản phân công"
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("period", "version"), name="plan_version_once"),
            models.UniqueConstraint(
                fields=("period",),
                condition=Q(status="published"),
                name="plan_one_published",
                violation_error_message="Tháng này đã có bản phân công được công bố.",
            ),
            models.UniqueConstraint(
                fields=("period",),
                condition=Q(status__in=("draft", "submitted", "checked")),
                name="plan_one_in_work",
                violation_error_message="Tháng này đang có một bản dự thảo.",
            ),
        )
        triggers = (frozen_once_published("published_plan_is_frozen", FROZEN_PLAN_MESSAGE),)

    def __str__(self) -> str:
        return f"Bản phân công {self.period.label}, bản {self.version}"

    @property
    def is_frozen(self) -> bool:
        return self.status in (Plan.Status.PUBLISHED, Plan.Status.REPLACED)


class SeatQuerySet(models.QuerySet["Seat"]):
    def in_force(self) -> Self:
        """As the month's notice has it, also where the conference was called off since."""
        return self.filter(plan__status=Plan.Status.PUBLISHED)

    def published(self) -> Self:
        """Seats that hold: those of the plan in force of each month, at conferences that stand."""
        return self.in_force().filter(meeting__cancelled_at=None)

    def ever_in_force(self) -> Self:
        """Of the month's notice and those before it, each with `holds`: of the one in force."""
        told = self.filter(plan__status__in=(Plan.Status.PUBLISHED, Plan.Status.REPLACED))
        return told.annotate(holds=Q(plan__status=Plan.Status.PUBLISHED))

    def taken_away(self) -> Self:
        """Of earlier notices, what the one in force has no more, at conferences that stand; each conference once."""
        kept = Seat.objects.in_force().filter(meeting=OuterRef("meeting"), delegate=OuterRef("delegate"))
        gone = self.filter(~Exists(kept), plan__status=Plan.Status.REPLACED, meeting__cancelled_at=None)
        return gone.order_by("meeting__starts_at", "meeting_id").distinct("meeting__starts_at", "meeting_id")

    def of_delegate(self, delegate: Delegate) -> Self:
        return self.filter(delegate=delegate)

    def against_a_rule(self) -> Self:
        return self.exclude(overridden=[])

    def in_period(self, period: Any) -> Self:
        """The month, or a reference to an outer query's. Said of both, for PostgreSQL cannot know that they agree."""
        return self.filter(plan__period=period, meeting__period=period)

    def from_day(self, on: datetime.date) -> Self:
        midnight = datetime.datetime.combine(on, datetime.time(), tzinfo=timezone.get_current_timezone())
        return self.filter(meeting__starts_at__gte=midnight)

    def with_people(self) -> Self:
        return self.select_related("delegate__agency")

    def with_meeting(self) -> Self:
        return self.select_related("meeting__unit", "meeting__period")


@pghistory.track()
class Seat(models.Model):
    """A delegate at a meeting in one plan, with the reason why."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="seats", verbose_name="bản phân công")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seat_rows", verbose_name="hội nghị")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="seats", verbose_name="đại biểu")
    pinned = models.BooleanField("đã ghim", default=False)
    by_hand = models.BooleanField("chọn tay", default=False)
    because = models.CharField("lý do", max_length=500, blank=True)
    instead_of = models.ForeignKey(
        Delegate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người kế tiếp"
    )
    overridden = ArrayField(
        models.CharField(max_length=2, choices=Rule), default=list, blank=True, verbose_name="quy tắc được làm khác"
    )
    override_reason = models.CharField("lý do làm khác", max_length=300, blank=True)

    objects: ClassVar[Any] = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt phân công"
        verbose_name_plural = "lượt phân công"
        ordering = ("meeting__starts_at", "meeting_id", "delegate__tier", "delegate__rank_order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "meeting", "delegate"),
                name="seat_once",
                violation_error_message="Đại biểu đã được phân công dự hội nghị này.",
            ),
            models.CheckConstraint(
                name="seat_override_has_reason",
                condition=Q(overridden=[]) | ~Q(override_reason=""),
                violation_error_message="Ghi lý do làm khác quy tắc.",
            ),
        )
        triggers = (
            frozen_with_its_parent(
                "seat_of_published_plan_is_frozen", FROZEN_PLAN_MESSAGE, table="assignments_plan", column="plan_id"
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegate} – {self.meeting}"

    @property
    def rules_in_words(self) -> str:
        """The rules that it was let off: "R8 (Vừa dự ở đơn vị này)"."""
        return ", ".join(f"{rule} ({Rule(rule).label})" for rule in self.overridden)

    @property
    def why(self) -> str:
        """The reason; of a pinned seat it is the one of the day it was pinned, and figures in it are of then."""
        if not self.pinned or self.by_hand or "giữ nguyên" in self.because:
            return self.because
        return f"Được ghim nên giữ nguyên. Lúc ghim: {self.because}" if self.because else "Được ghim nên giữ nguyên."


def seats_held(**which: Any) -> Coalesce:
    seats = Seat.objects.published().filter(delegate=OuterRef("pk"), **which).order_by()
    counted = seats.values("delegate").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=models.IntegerField())


def next_seat(delegate: Delegate, on: datetime.date) -> Seat | None:
    """The published seat that comes first from the day `on`, with its meeting and unit."""
    seats = Seat.objects.published().of_delegate(delegate).from_day(on).with_meeting()
    seat: Seat | None = seats.order_by("meeting__starts_at").first()
    return seat
