from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from units.models import Period, Role, Unit

if TYPE_CHECKING:
    from units.actor import Actor

# Fewer answers say little; the ranking has a minimum of its own, in the criteria set.
FEW_ANSWERS = 30
COUNTS = ("answers", "understand", "agree", "satisfied")


class TallyQuerySet(models.QuerySet["SurveyTally"]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.sees_all_units or actor.has(Role.APPRAISER):
            return self
        return self.filter(unit__in=actor.unit_ids, period__stage="closed")


@pghistory.track()
class SurveyTally(models.Model):
    """Counts of a unit's paper survey in a month. Counts only: no answer of one person is ever kept."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="survey_tallies", verbose_name="kỳ tháng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="survey_tallies", verbose_name="xã, phường")
    answers = models.PositiveIntegerField("số phiếu hợp lệ")
    understand = models.PositiveIntegerField("số phiếu nắm được chủ trương")
    agree = models.PositiveIntegerField("số phiếu đồng thuận")
    satisfied = models.PositiveIntegerField("số phiếu hài lòng")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nhập"
    )
    entered_at = models.DateTimeField("nhập lúc")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả khảo sát"
        verbose_name_plural = "kết quả khảo sát"
        constraints = (
            models.UniqueConstraint(
                fields=("period", "unit"), name="tally_once", violation_error_message="Đã nhập kết quả của đơn vị này."
            ),
            models.CheckConstraint(
                name="tally_counts_within_answers",
                condition=Q(understand__lte=F("answers"), agree__lte=F("answers"), satisfied__lte=F("answers")),
                violation_error_message="Số phiếu từng mục không được lớn hơn số phiếu hợp lệ.",
            ),
        )

    def __str__(self) -> str:
        return f"Khảo sát {self.unit} {self.period.label}"

    @property
    def is_few(self) -> bool:
        return self.answers < FEW_ANSWERS

    @property
    def shares(self) -> dict[str, int]:
        """Of 100 answers, rounded half up."""
        if not self.answers:
            return {}
        return {field: (200 * getattr(self, field) + self.answers) // (2 * self.answers) for field in COUNTS[1:]}
