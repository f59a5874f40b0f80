"""What was given: self-scores, appraisals, hand-ins, evidence, adjustments. Append-only."""

import uuid
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from scoring.models.criteria import APPEND_ONLY, POINTS, Criterion
from units.models import Agency, Period, Unit


class LatestQuerySet(models.QuerySet[Any]):
    def latest_values(self) -> Self:
        """The value in force: the newest row of each period, unit and criterion."""
        # By id: the names alone would sort by the ordering of Period and Unit, which DISTINCT ON refuses.
        return self.order_by("period_id", "unit_id", "criterion_id", "-id").distinct(
            "period_id", "unit_id", "criterion_id"
        )


class ScoreRow(models.Model):
    """Append-only: every value ever given stays readable; the newest is in force."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name="kỳ tháng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="xã, phường")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    points = models.DecimalField("điểm", **POINTS)  # type: ignore[arg-type]
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người chấm")
    given_at = models.DateTimeField("chấm lúc")

    objects: ClassVar[Any] = LatestQuerySet.as_manager()

    class Meta:
        abstract = True


@pghistory.track(pghistory.InsertEvent())
class SelfScore(ScoreRow):
    comment = models.CharField("thuyết minh", max_length=1000, blank=True)

    class Meta:
        verbose_name = "điểm tự chấm"
        verbose_name_plural = "điểm tự chấm"
        indexes = (models.Index(fields=("period", "unit", "criterion", "-id"), name="selfscore_latest"),)
        constraints = (models.CheckConstraint(name="selfscore_not_negative", condition=Q(points__gte=0)),)
        triggers = (pgtrigger.Protect(name="selfscore_append_only", operation=APPEND_ONLY),)

    def __str__(self) -> str:
        return f"{self.unit} {self.criterion.code}: {self.points}"


@pghistory.track(pghistory.InsertEvent())
class Appraisal(ScoreRow):
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan chấm")
    reason = models.CharField("lý do", max_length=1000, blank=True)

    class Meta:
        verbose_name = "điểm thẩm định"
        verbose_name_plural = "điểm thẩm định"
        indexes = (
            models.Index(fields=("period", "unit", "criterion", "-id"), name="appraisal_latest"),
            models.Index(fields=("period", "criterion", "unit"), name="appraisal_progress"),
        )
        constraints = (models.CheckConstraint(name="appraisal_not_negative", condition=Q(points__gte=0)),)
        triggers = (pgtrigger.Protect(name="appraisal_append_only", operation=APPEND_ONLY),)

    def __str__(self) -> str:
        return f"{self.unit} {self.criterion.code}: {self.points}"


@pghistory.track(pghistory.InsertEvent())
class SelfAssessment(models.Model):
    """The act of handing in: from then on the agencies see the self-scores."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="self_assessments", verbose_name="kỳ tháng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="self_assessments", verbose_name="xã, phường")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi"
    )
    submitted_at = models.DateTimeField("gửi lúc")

    class Meta:
        verbose_name = "phiếu tự chấm"
        verbose_name_plural = "phiếu tự chấm"
        constraints = (
            models.UniqueConstraint(
                fields=("period", "unit"),
                name="self_assessment_once",
                violation_error_message="Đơn vị đã gửi phiếu tự chấm của tháng này.",
            ),
        )
        triggers = (pgtrigger.Protect(name="self_assessment_append_only", operation=APPEND_ONLY),)

    def __str__(self) -> str:
        return f"Tự chấm {self.unit} {self.period.label}"


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """A random name: nothing of what was uploaded decides where it lies."""
    return f"evidence/{evidence.period.key}/{uuid.uuid4().hex}"


@pghistory.track()
class Evidence(models.Model):
    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name="kỳ tháng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="xã, phường")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    file = models.FileField("tệp", upload_to=evidence_path)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("loại", max_length=100)
    size = models.PositiveIntegerField("dung lượng")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi"
    )
    uploaded_at = models.DateTimeField("gửi lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ("uploaded_at", "id")

    def __str__(self) -> str:
        return self.name


class AdjustmentQuerySet(models.QuerySet[Any]):
    def in_force(self) -> Self:
        return self.filter(takes_back=None, taken_back_by=None)


@pghistory.track(pghistory.InsertEvent())
class Adjustment(models.Model):
    """Điểm cộng, điểm trừ of a unit in a month, with its reason. Append-only: a mistake is taken back by a row."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="adjustments", verbose_name="kỳ tháng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adjustments", verbose_name="xã, phường")
    bonus = models.DecimalField("điểm cộng", **POINTS, default=0)  # type: ignore[arg-type]
    penalty = models.DecimalField("điểm trừ", **POINTS, default=0)  # type: ignore[arg-type]
    reason = models.CharField("lý do", max_length=500)
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_back_by", verbose_name="thu hồi dòng"
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")
    given_at = models.DateTimeField("ghi lúc")

    objects: ClassVar[Any] = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = "điểm cộng, điểm trừ"
        verbose_name_plural = "điểm cộng, điểm trừ"
        triggers = (pgtrigger.Protect(name="adjustment_append_only", operation=APPEND_ONLY),)
        constraints = (
            models.CheckConstraint(name="adjustment_not_negative", condition=Q(bonus__gte=0, penalty__gte=0)),
            models.CheckConstraint(
                name="adjustment_taking_back_adds_nothing",
                condition=Q(takes_back=None) | Q(bonus=0, penalty=0),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: +{self.bonus} −{self.penalty}"
