"""What is told to whom: every reminder from its draft to its sending, and what was pasted into Zalo groups."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from units.models import Period

if TYPE_CHECKING:
    from units.actor import Actor

SENT_MESSAGE = "Thư đã gửi được giữ nguyên, không sửa, không xóa được."
# Until the row is locked for sending nobody has it in hand for a moment, on a machine that is overloaded for seconds; a
# dead sender's row is older than that.
MOMENT = datetime.timedelta(seconds=15)


class Kind(models.TextChoices):
    """What somebody is reminded of, in the order of the month."""

    REGISTRATION = "registration", "Đăng ký hội nghị"
    SEAT_CHANGE = "seat_change", "Phân công mới, thay đổi: đại biểu"
    UNIT_CHANGE = "unit_change", "Phân công mới, thay đổi: đơn vị"
    ANSWER = "answer", "Xác nhận dự hội nghị"
    NOTE = "note", "Phiếu dự hội nghị"
    SELF_ASSESSMENT = "self_assessment", "Phiếu tự chấm"
    APPRAISAL = "appraisal", "Thẩm định"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, actor: Actor) -> Self:
        """The office's own letters: it writes and sends them, its head reads them."""
        return self if actor.is_office or actor.is_office_head else self.none()

    def in_period(self, period: Period) -> Self:
        return self.filter(period=period)

    def open(self) -> Self:
        """On its way, or nobody knows whether it arrived."""
        return self.filter(state__in=Reminder.OPEN)

    def due(self, at: datetime.datetime) -> Self:
        """Approved, and no pause after a failed try is running."""
        return self.filter(Q(next_try_at=None) | Q(next_try_at__lte=at), state=Reminder.State.APPROVED)

    def forget(self, at: datetime.datetime) -> None:
        """Erases the person written to: what is not sent is dropped, what was sent stays without them."""
        pks = list(self.values_list("pk", flat=True))
        rows = Reminder.objects.filter(pk__in=pks)
        unsent = rows.exclude(state__in=(Reminder.State.SENT, Reminder.State.DROPPED))
        reason = "Đã xóa dữ liệu của người nhận."
        unsent.update(state=Reminder.State.DROPPED, settled_at=at, next_try_at=None, reason=reason)
        rows.update(recipient=None, address="", about_name="")

    def in_hand(self, before: datetime.datetime) -> Self:
        """Taken up for sending; where its row is not locked too, the sender died."""
        return self.filter(state=Reminder.State.SENDING, taken_at__lt=before - MOMENT)


# Addresses and texts are left out of the history: they are frozen in the row itself, and a person's may be erased.
@pghistory.track(exclude=["about_name", "address", "subject", "body"])
class Reminder(models.Model):
    """One letter to one person. A person approves it, the worker sends it, and what was sent stays."""

    class State(models.TextChoices):
        DRAFT = "draft", "Chờ duyệt"
        APPROVED = "approved", "Chờ gửi"
        SENDING = "sending", "Đang gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Không gửi được"
        UNCERTAIN = "uncertain", "Chưa rõ đã gửi"
        DROPPED = "dropped", "Đã bỏ"

    OPEN = (State.DRAFT, State.APPROVED, State.SENDING, State.UNCERTAIN)

    period = models.ForeignKey(Period, models.PROTECT, related_name="reminders", verbose_name="kỳ tháng")
    kind = models.CharField("nhắc việc", max_length=16, choices=Kind)
    about = models.CharField("về", max_length=30)  # "unit-12", "delegate-5", "agency-3"
    about_name = models.CharField("đơn vị, đại biểu, cơ quan", max_length=200)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reminders", verbose_name="người nhận"
    )
    recipient_key = models.BigIntegerField(editable=False)  # stays when the account is deleted
    address = models.CharField("địa chỉ thư", max_length=254)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    remind_on = models.DateField("nhắc ngày")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người soạn"
    )  # NULL: prepared by the program
    made_at = models.DateTimeField("soạn lúc")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người duyệt"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    taken_at = models.DateTimeField("bắt đầu gửi lúc", null=True)
    message_id = models.CharField(max_length=150, blank=True)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    next_try_at = models.DateTimeField("thử lại lúc", null=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người quyết định"
    )  # who dropped it, or said whether an uncertain one arrived
    settled_at = models.DateTimeField("quyết định lúc", null=True)

    objects: ClassVar[Any] = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "thư nhắc"
        verbose_name_plural = "thư nhắc"
        ordering = ("-made_at", "id")
        indexes = (
            models.Index(fields=("period", "kind", "about"), name="reminder_about"),
            models.Index(fields=("state", "next_try_at"), name="reminder_state"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("period", "kind", "about", "recipient_key", "remind_on"),
                condition=~Q(state="dropped"),
                name="reminder_once_a_day",
                violation_error_message="Hôm nay đã có thư nhắc việc này cho người này.",
            ),
            models.UniqueConstraint(
                fields=("period", "kind", "about", "recipient_key"),
                condition=Q(state__in=("draft", "approved", "sending", "uncertain")),
                name="reminder_one_on_its_way",
                violation_error_message="Thư nhắc trước về việc này còn chưa xong.",
            ),
            models.CheckConstraint(
                name="reminder_sent_when",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                violation_error_message="Thư đã gửi phải có giờ gửi.",
            ),
            models.CheckConstraint(
                name="reminder_goes_after_approval",
                condition=Q(state__in=("draft", "dropped")) | Q(approved_at__isnull=False, approved_by__isnull=False),
                violation_error_message="Thư phải được duyệt trước khi gửi.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="reminder_sent_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                # Erasing a person takes away who it was and where they were written to, nothing else.
                func=f"""
                    IF TG_OP = 'DELETE' THEN
                        IF OLD.state = 'draft' THEN RETURN OLD; END IF;
                    ELSIF OLD.state <> 'sent' OR (
                        to_jsonb(NEW) - '{{recipient_id,address,about_name}}'::text[]
                            = to_jsonb(OLD) - '{{recipient_id,address,about_name}}'::text[]
                        AND NEW.recipient_id IS NULL AND NEW.address IN ('', OLD.address)
                        AND NEW.about_name IN ('', OLD.about_name)
                    ) THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION '{SENT_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} – {self.about_name}"


class Pasted(models.Model):
    """A person says that the text about somebody went into a Zalo group; kept for good."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name="kỳ tháng")
    kind = models.CharField("nhắc việc", max_length=16, choices=Kind)
    about = models.CharField("về", max_length=30)
    pasted_on = models.DateField("ngày dán")
    pasted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người dán")
    pasted_at = models.DateTimeField("dán lúc")

    class Meta:
        verbose_name = "lần nhắc qua Zalo"
        verbose_name_plural = "lần nhắc qua Zalo"
        constraints = (
            models.UniqueConstraint(
                fields=("period", "kind", "about", "pasted_on"),
                name="pasted_once_a_day",
                violation_error_message="Hôm nay đã ghi nhắc qua Zalo.",
            ),
        )
        triggers = (pgtrigger.Protect(name="pasted_append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.about} {self.pasted_on:%d/%m/%Y}"
