"""The issued paper of a plan, its signed copy, and what delegates answer to it."""

import uuid
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from units.actor import Actor
from units.models import Meeting, Period, Role
from units.triggers import kept_until_withdrawn

from .people import Delegate
from .plans import Plan

FROZEN_NOTICE_MESSAGE = "Thông báo đã ban hành, không sửa được; hãy ban hành thông báo thay thế."
KEPT_SCAN_MESSAGE = "Bản ký quét được giữ nguyên, không sửa được; bản sai thì rút, kèm lý do."


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """An issued notice goes to everybody who has a part in the work; administrators of the system have none."""
        return self.none() if actor.roles <= {Role.SYSADMIN} else self

    def with_dossier(self) -> Self:
        """Those whose assignment can be solved and checked again; the files themselves come with the one chosen."""
        return self.exclude(plan__problem={}).exclude(plan__result={}).select_related("plan__period").without_paper()

    def without_paper(self) -> Self:
        """For lists: what a notice prints, and the dossier of its plan, are large."""
        return self.defer("paper", "schedule", "plan__problem", "plan__result")

    def in_period(self, period: Period) -> Self:
        return self.filter(plan__period=period)

    def full(self) -> Self:
        """Those that print the whole month; each replaces all before it."""
        return self.filter(amends=None)

    def with_fate(self) -> Self:
        """Adds `is_replaced`: a later full notice of the month stands in its place, or in that of the one it amends;
        `is_amended`: another one amends it.
        """
        later = Notice.objects.full().filter(
            plan__period=OuterRef("plan__period"),
            plan__version__gt=Coalesce(OuterRef("amends__plan__version"), OuterRef("plan__version")),
        )
        amending = Notice.objects.filter(amends=OuterRef("pk"))
        return self.annotate(is_replaced=Exists(later), is_amended=Exists(amending))


@pghistory.track(exclude=["paper", "schedule"])
class Notice(models.Model):
    """The issued paper of a published plan: number, date, signer, and the frozen text that it prints."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="notice", verbose_name="bản phân công")
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("ký hiệu", max_length=20)
    issued_on = models.DateField("ngày ban hành")
    signer = models.CharField("người ký", max_length=150)
    term_from = models.DateField("nhiệm kỳ bắt đầu")
    paper = models.JSONField("nội dung in", encoder=DjangoJSONEncoder)
    # The same as plain rows (assignments/schedule.py), for slips, pictures, calendars and to tell what a later notice
    # changes; of one that amends too it is the whole month as it then stands. [] in notices of before.
    schedule = models.JSONField("lịch đã thông báo", encoder=DjangoJSONEncoder, default=list)
    # Of a few seats only: that one stays in force but for what this one says. Without: it replaces all before it.
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name="điều chỉnh thông báo"
    )

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
    def base(self) -> "Notice":
        """The full notice that this one belongs to: itself, or the one it amends."""
        return self.amends or self

    @property
    def replaced_by(self) -> "Notice | None":
        """The full notice in force, where that is neither this one nor the one it amends."""
        plans = Notice.objects.full().in_period(self.plan.period).filter(plan__version__gt=self.base.plan.version)
        notice: Notice | None = plans.order_by("-plan__version").first()
        return notice


def notice_chain(period: Period) -> list[Notice]:
    """What is in force of a month: the newest full notice, then those that amend it, in the order of their issue."""
    base = Notice.objects.full().in_period(period).order_by("-plan__version").values("pk")[:1]
    rows = Notice.objects.filter(Q(pk=base) | Q(amends=base)).select_related("plan").order_by("plan__version")
    return list(rows)


def scan_path(scan: "SignedScan", filename: str) -> str:
    """A random name: nothing of what was uploaded decides where it lies."""
    return f"signed/{scan.notice.plan.period.key}/{uuid.uuid4().hex}"


@pghistory.track()
class SignedScan(models.Model):
    """The signed paper of a notice, scanned. A wrong one is withdrawn, never overwritten."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="scans", verbose_name="thông báo")
    file = models.FileField("tệp", upload_to=scan_path)
    name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveIntegerField("dung lượng")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi"
    )
    uploaded_at = models.DateTimeField("gửi lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người rút"
    )
    withdrawn_because = models.CharField("lý do rút", max_length=300, blank=True)

    class Meta:
        verbose_name = "bản ký quét"
        verbose_name_plural = "bản ký quét"
        ordering = ("-uploaded_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("notice",),
                condition=Q(withdrawn_at=None),
                name="signed_scan_one_in_force",
                violation_error_message="Thông báo này đã có bản ký quét; rút bản cũ trước khi gửi bản mới.",
            ),
            models.CheckConstraint(
                name="signed_scan_withdrawn_with_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                violation_error_message="Ghi lý do rút bản ký quét.",
            ),
        )
        triggers = (
            kept_until_withdrawn(
                "signed_scan_is_kept", KEPT_SCAN_MESSAGE, ending=("withdrawn_by_id", "withdrawn_because")
            ),
        )

    def __str__(self) -> str:
        return self.name


class SeatAnswerQuerySet(models.QuerySet["SeatAnswer"]):
    def newest(self) -> Self:
        """Of each delegate at each conference the one that counts."""
        return self.order_by("meeting_id", "delegate_id", "-at", "-id").distinct("meeting_id", "delegate_id")


class SeatAnswer(models.Model):
    """What a delegate says of a seat; the newest row counts, for the time it was given for. Append-only."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "Xác nhận dự"
        DECLINED = "declined", "Xin không dự"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="answers", verbose_name="hội nghị")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="answers", verbose_name="đại biểu")
    starts_at = models.DateTimeField("họp lúc")
    answer = models.CharField("trả lời", max_length=10, choices=Answer)
    reason = models.CharField("lý do", max_length=300, blank=True)
    proposed = models.ForeignKey(
        Delegate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đề nghị người dự thay"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người trả lời")
    at = models.DateTimeField("trả lời lúc")

    objects: ClassVar[Any] = SeatAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "trả lời của đại biểu"
        verbose_name_plural = "trả lời của đại biểu"
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("meeting", "delegate", "-at", "-id"), name="seat_answer_newest"),
            models.Index(fields=("starts_at",), name="seat_answer_of_month"),
        )
        constraints = (
            models.CheckConstraint(
                name="seat_answer_declined_with_reason",
                condition=~Q(answer="declined") | ~Q(reason=""),
                violation_error_message="Ghi lý do xin không dự.",
            ),
            models.CheckConstraint(
                name="seat_answer_proposes_another",
                condition=Q(proposed=None) | ~Q(proposed=F("delegate")),
                violation_error_message="Đề nghị một người khác dự thay.",
            ),
        )
        triggers = (pgtrigger.Protect(name="seat_answer_append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.delegate}: {self.get_answer_display()}"
