"""The rank that a matter of concern asks for, lowered at one conference."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from units.models import Meeting, Tier
from units.triggers import kept_until_withdrawn

RANKS = {1: "Ủy viên Ban Thường vụ", 2: "người giữ chức vụ hoặc Ủy viên Ban Thường vụ"}
"""What a tier that is asked for means; that of specialists is asked for nowhere."""
KEPT_RANK_MESSAGE = "Quyết định hạ cấp được giữ nguyên, không sửa được; không còn đúng thì thôi hạ cấp."


@pghistory.track()
class LoweredRank(models.Model):
    """For this once a less senior delegate is enough; the concern itself, and its rank elsewhere, stay as they are."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="lowered_ranks", verbose_name="hội nghị")
    tier_before = models.PositiveSmallIntegerField("cấp cần trước đó", choices=Tier)
    tier = models.PositiveSmallIntegerField("cấp cần lần này", choices=Tier)
    reason = models.CharField("lý do", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người quyết định")
    at = models.DateTimeField("quyết định lúc")
    withdrawn_at = models.DateTimeField("thôi hạ cấp lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thôi hạ"
    )

    class Meta:
        verbose_name = "lần hạ cấp đại biểu"
        verbose_name_plural = "những lần hạ cấp đại biểu"
        ordering = ("meeting__starts_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting",),
                condition=Q(withdrawn_at=None),
                name="lowered_rank_one_in_force",
                violation_error_message="Hội nghị này đã được hạ cấp; thôi hạ cấp trước khi quyết định lại.",
            ),
            models.CheckConstraint(
                name="lowered_rank_is_lower",
                condition=Q(tier__gt=models.F("tier_before"), tier__lte=Tier.SPECIALIST),
                violation_error_message="Chọn cấp thấp hơn cấp đang cần.",
            ),
            models.CheckConstraint(
                name="lowered_rank_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Ghi lý do hạ cấp.",
            ),
            models.CheckConstraint(
                name="lowered_rank_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        )
        triggers = (kept_until_withdrawn("lowered_rank_is_kept", KEPT_RANK_MESSAGE, ending=("withdrawn_by_id",)),)

    def __str__(self) -> str:
        return f"{self.meeting}: {self.step}"

    @property
    def step(self) -> str:
        below = {int(Tier.OFFICE_HOLDER): "người giữ chức vụ", int(Tier.SPECIALIST): "không đòi cấp"}
        return f"từ {RANKS[self.tier_before]} xuống {below[self.tier]}"
