"""What the record proposes to watch over; a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from units.models.month import Concern, Tier
from units.models.places import Unit

if TYPE_CHECKING:
    from units.actor import Actor


class ConcernProposalQuerySet(models.QuerySet["ConcernProposal"]):
    def visible_to(self, actor: Actor) -> Self:
        """Notes and ranks behind them are the committee's own."""
        return self if actor.sees_all_units else self.none()

    def open(self) -> Self:
        return self.filter(state=ConcernProposal.State.OPEN)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ConcernProposal(models.Model):
    """A sign that a unit needs a senior delegate. The same evidence is proposed once, whatever was decided."""

    class Sign(models.TextChoices):
        OVERDUE = "overdue", "Việc quá hạn"
        FALLS = "falls", "Tụt hạng nhiều tháng liền"
        LOW_NOTE = "low_note", "Phiếu dự chấm thấp"

    class State(models.TextChoices):
        OPEN = "open", "Chưa xem xét"
        ACCEPTED = "accepted", "Đã đưa vào quan tâm"
        DISMISSED = "dismissed", "Không đưa vào"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="concern_proposals", verbose_name="xã, phường")
    sign = models.CharField("dấu hiệu", max_length=10, choices=Sign)
    evidence_key = models.CharField(max_length=60)
    evidence = models.CharField("căn cứ", max_length=500)
    tier_proposed = models.PositiveSmallIntegerField("cấp đại biểu đề xuất", choices=Tier)
    months = models.PositiveSmallIntegerField("theo dõi trong mấy tháng")
    first_seen_on = models.DateField("thấy từ ngày")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người quyết định"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    dismissal_reason = models.CharField("lý do không đưa vào", max_length=300, blank=True)
    concern = models.OneToOneField(
        Concern, models.PROTECT, null=True, blank=True, related_name="proposal", verbose_name="vấn đề đã mở"
    )

    objects: ClassVar[Any] = ConcernProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "đề xuất vấn đề cần quan tâm"
        verbose_name_plural = "đề xuất vấn đề cần quan tâm"
        ordering = ("-first_seen_on", "unit__sort_key", "id")
        indexes = (models.Index(fields=("state",), condition=Q(state="open"), name="concern_proposal_open"),)
        constraints = (
            models.UniqueConstraint(fields=("unit", "sign", "evidence_key"), name="concern_proposal_once"),
            models.CheckConstraint(
                name="concern_proposal_asks_for_rank",
                condition=Q(tier_proposed__in=(Tier.STANDING_MEMBER, Tier.OFFICE_HOLDER)),
                violation_error_message="Chọn Ủy viên Ban Thường vụ hoặc người giữ chức vụ.",
            ),
            models.CheckConstraint(
                name="concern_proposal_decided_by_somebody",
                condition=Q(state="open", decided_by=None, decided_at=None, concern=None, dismissal_reason="")
                | Q(state="accepted", decided_by__isnull=False, decided_at__isnull=False, concern__isnull=False)
                | (
                    Q(state="dismissed", decided_by__isnull=False, decided_at__isnull=False, concern=None)
                    & ~Q(dismissal_reason="")
                ),
                violation_error_message="Quyết định phải có người, có lúc, và lý do nếu không đưa vào.",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="decided_proposal_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="open"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_sign_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == ConcernProposal.State.OPEN
