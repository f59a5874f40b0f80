import datetime
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.names import search_key, sort_key
from units.actor import Actor
from units.models import Agency, Meeting, Period, Role, Tier, Unit
from units.triggers import frozen_once_published, frozen_with_its_parent

FROZEN_PLAN_MESSAGE = "Bản phân công đã công bố, không sửa được; hãy lập bản thay thế."
FROZEN_NOTICE_MESSAGE = "Thông báo đã ban hành, không sửa được; hãy ban hành thông báo thay thế."


class Policy(models.Model):
    """Rules of planning (formats/assignment.md); versioned by the day they begin, with the reason."""

    valid_from = models.DateField("áp dụng từ", unique=True)
    no_repeat_months = models.PositiveSmallIntegerField("số tháng không dự lại một đơn vị", default=3)
    memory_months = models.PositiveSmallIntegerField("số tháng tính luân phiên", default=12)
    max_per_day = models.PositiveSmallIntegerField("số hội nghị tối đa một ngày", default=1)
    reason = models.CharField("căn cứ", max_length=300)

    class Meta:
        verbose_name = "quy tắc phân công"
        verbose_name_plural = "quy tắc phân công"
        ordering = ("-valid_from",)
        constraints = (
            models.CheckConstraint(
                name="policy_per_day_positive",
                condition=Q(max_per_day__gte=1),
                violation_error_message="Mỗi ngày ít nhất một hội nghị.",
            ),
        )

    def __str__(self) -> str:
        return f"Quy tắc từ {self.valid_from:%d/%m/%Y}"


class DelegateQuerySet(models.QuerySet["Delegate"]):
    def active(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.active_between(on, on)

    def active_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Taking part on some day from `first` to `last`."""
        return self.filter(Q(active_to=None) | Q(active_to__gte=first), active_from__lte=last)

    def with_load(self, month: datetime.date) -> Self:
        """Adds `seats_month` and `seats_year`: published seats of that month, and of the twelve that end with it."""
        year_ago = month.replace(year=month.year - 1)
        return self.annotate(
            seats_month=_seats_held(meeting__period__month=month),
            seats_year=_seats_held(meeting__period__month__gt=year_ago, meeting__period__month__lte=month),
        )

    def matching(self, text: str) -> Self:
        """By name, with or without diacritics; an empty text finds all."""
        return self.filter(search_key__contains=search_key(text))


@pghistory.track()
class Delegate(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="delegate",
        verbose_name="tài khoản",
    )
    full_name = models.CharField("họ và tên", max_length=150)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    search_key = models.CharField(max_length=200, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="delegates", verbose_name="cơ quan")
    position = models.CharField("chức vụ", max_length=150)
    tier = models.PositiveSmallIntegerField("cấp", choices=Tier)
    rank_order = models.PositiveSmallIntegerField("thứ tự trong danh sách", default=0)
    share = models.PositiveSmallIntegerField("phần việc", default=1)
    max_seats = models.PositiveSmallIntegerField("số hội nghị tối đa một tháng", default=2)
    barred_units = models.ManyToManyField(Unit, blank=True, verbose_name="không phân công đến")
    active_from = models.DateField("tham gia từ")
    active_to = models.DateField("tham gia đến", null=True, blank=True)

    objects: ClassVar[Any] = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = "đại biểu"
        verbose_name_plural = "đại biểu"
        # By rank, then a manual order, then the Vietnamese alphabet of given names (domain.md).
        ordering = ("tier", "rank_order", "sort_key")
        constraints = (
            models.CheckConstraint(
                name="delegate_share_positive",
                condition=Q(share__gte=1),
                violation_error_message="Phần việc ít nhất là 1.",
            ),
            models.CheckConstraint(
                name="delegate_active_order",
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
                violation_error_message="Ngày thôi tham gia phải sau ngày tham gia.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.full_name)
        self.search_key = search_key(self.full_name)
        super().save(*args, **kwargs)


@pghistory.track()
class Unavailability(models.Model):
    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="unavailabilities", verbose_name="đại biểu")
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=200, blank=True)

    class Meta:
        verbose_name = "lịch bận"
        verbose_name_plural = "lịch bận"
        ordering = ("from_on",)
        constraints = (
            models.CheckConstraint(
                name="unavailability_order",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegate}: {self.from_on:%d/%m} – {self.to_on:%d/%m/%Y}"


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: Actor) -> Self:
        """Drafts, and how they came about, are for the committee's own people; all others read the notice."""
        return self if actor.sees_all_units else self.none()

    def in_period(self, period: Period) -> Self:
        return self.filter(period=period)

    def without_files(self) -> Self:
        """For lists: the dossier of a month is large."""
        return self.defer("problem", "result", "notice__paper")

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


def _seats_held(**which: Any) -> Coalesce:
    seats = Seat.objects.published().filter(delegate=OuterRef("pk"), **which).order_by()
    counted = seats.values("delegate").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=models.IntegerField())


class SeatQuerySet(models.QuerySet["Seat"]):
    def published(self) -> Self:
        """Seats that hold: those of the plan in force of each month."""
        return self.filter(plan__status=Plan.Status.PUBLISHED)

    def of_delegate(self, delegate: Delegate) -> Self:
        return self.filter(delegate=delegate)

    def in_period(self, period: Period) -> Self:
        return self.filter(meeting__period=period)

    def from_day(self, on: datetime.date) -> Self:
        return self.filter(meeting__starts_at__date__gte=on)

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
        )
        triggers = (
            frozen_with_its_parent(
                "seat_of_published_plan_is_frozen", FROZEN_PLAN_MESSAGE, table="assignments_plan", column="plan_id"
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegate} – {self.meeting}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """An issued notice goes to everybody who has a part in the work; administrators of the system have none."""
        return self.none() if actor.roles <= {Role.SYSADMIN} else self

    def without_paper(self) -> Self:
        """For lists: what a notice prints, and the dossier of its plan, are large."""
        return self.defer("paper", "plan__problem", "plan__result")


@pghistory.track(exclude=["paper"])
class Notice(models.Model):
    """The issued paper of a published plan: number, date, signer, and the frozen text that it prints."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="notice", verbose_name="bản phân công")
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("ký hiệu", max_length=20)
    issued_on = models.DateField("ngày ban hành")
    signer = models.CharField("người ký", max_length=150)
    term_from = models.DateField("nhiệm kỳ bắt đầu")
    paper = models.JSONField("nội dung in", encoder=DjangoJSONEncoder)

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo phân công"
        verbose_name_plural = "thông báo phân công"
        ordering = ("-issued_on", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("symbol", "term_from", "number"),
                name="notice_number_once_a_term",
                violation_error_message="Số thông báo này đã dùng trong nhiệm kỳ.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="notice_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    RAISE EXCEPTION '{FROZEN_NOTICE_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
                """,
            ),
        )

    def __str__(self) -> str:
        return f"Thông báo số {self.number:02d}-{self.symbol}"

    @property
    def replaced_by(self) -> "Notice | None":
        """The notice in force, when that is another one."""
        if self.plan.status != Plan.Status.REPLACED:
            return None
        plans = Plan.objects.published().filter(period_id=self.plan.period_id)
        notice: Notice | None = Notice.objects.filter(plan__in=plans).first()
        return notice


def next_seat(delegate: Delegate, on: datetime.date) -> Seat | None:
    """The published seat that comes first from the day `on`, with its meeting and unit."""
    seats = Seat.objects.published().of_delegate(delegate).from_day(on).with_meeting()
    seat: Seat | None = seats.order_by("meeting__starts_at").first()
    return seat
