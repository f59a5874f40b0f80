import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from units.models import Period, Unit


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
