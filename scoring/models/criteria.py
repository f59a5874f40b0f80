"""What is scored: versioned criteria sets; one that a month uses is not changed any more."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from units.models import Agency, Period

POINTS = {"max_digits": 5, "decimal_places": 2}
APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete
USED_SET_MESSAGE = "Bộ tiêu chí đã dùng cho một kỳ tháng, không sửa được; hãy lập phiên bản mới."


def kept_once_used(name: str, criteria_set: str, operation: Any = pgtrigger.Insert | APPEND_ONLY) -> pgtrigger.Trigger:
    """Refuses a change of a set that a month uses. `criteria_set`: SQL for the set's id, `{row}` is OLD or NEW."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=f"""
            IF TG_OP <> 'INSERT' THEN
                IF EXISTS (SELECT 1 FROM scoring_periodcriteria
                           WHERE criteria_set_id = ({criteria_set.format(row="OLD")})) THEN
                    RAISE EXCEPTION '{USED_SET_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            IF EXISTS (SELECT 1 FROM scoring_periodcriteria
                       WHERE criteria_set_id = ({criteria_set.format(row="NEW")})) THEN
                RAISE EXCEPTION '{USED_SET_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


class CriteriaSet(models.Model):
    """A version of the 100 points. A month uses exactly one; one that a month uses is not changed any more."""

    name = models.CharField("tên bộ tiêu chí", max_length=150)
    version = models.PositiveSmallIntegerField("phiên bản", unique=True)
    min_counted = models.PositiveIntegerField("số phiếu tối thiểu", default=30)
    prior_strength = models.PositiveIntegerField("trọng số mức chung", default=20)
    adjustment_cap = models.DecimalField("trần điểm cộng, điểm trừ", **POINTS, default=5)  # type: ignore[arg-type]

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ("-version",)
        triggers = (kept_once_used("set_in_use_is_kept", "{row}.id", APPEND_ONLY),)

    def __str__(self) -> str:
        return f"{self.name} (bản {self.version})"


class CriterionGroup(models.Model):
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="groups", verbose_name="bộ tiêu chí")
    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên nhóm", max_length=150)
    is_consensus = models.BooleanField("nhóm nhận thức, đồng thuận", default=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nhóm tiêu chí"
        verbose_name_plural = "nhóm tiêu chí"
        ordering = ("criteria_set", "position", "code")
        constraints = (
            models.UniqueConstraint(fields=("criteria_set", "code"), name="group_code_once"),
            models.UniqueConstraint(
                fields=("criteria_set",), condition=Q(is_consensus=True), name="group_one_consensus"
            ),
        )
        triggers = (kept_once_used("group_in_use_is_kept", "{row}.criteria_set_id"),)

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class CriterionQuerySet(models.QuerySet[Any]):
    def in_period(self, period: Period) -> Self:
        """The month's criteria in the order of its set; none before a set is chosen."""
        return (
            self.filter(group__criteria_set__uses__period=period)
            .select_related("group", "agency")
            .order_by("group__position", "position", "code")
        )

    def self_scored(self) -> Self:
        return self.filter(source=Criterion.Source.APPRAISAL)


class Criterion(models.Model):
    class Source(models.TextChoices):
        APPRAISAL = "appraisal", "Cơ quan chấm"
        RECORD = "record", "Số liệu ghi nhận"
        OBSERVATION = "observation", "Phiếu của đại biểu"
        VISIT = "visit", "Dự đột xuất tổ"
        SURVEY = "survey", "Khảo sát Nhân dân"

    class Rule(models.TextChoices):
        """How a `record` criterion is computed from what the program knows."""

        REGISTERED_ON_TIME = "registered_on_time", "Đăng ký đúng hạn"
        HELD_ON_DAY = "held_on_day", "Tổ chức đúng ngày đăng ký"
        TEAMS_PRESENT = "teams_present", "Tỷ lệ tổ dự họp"
        NOTE_DELIVERED = "note_delivered", "Có phiếu của đại biểu"

    group = models.ForeignKey(CriterionGroup, models.PROTECT, related_name="criteria", verbose_name="nhóm")
    code = models.CharField("mã", max_length=6)
    name = models.CharField("tiêu chí", max_length=250)
    max_points = models.DecimalField("điểm tối đa", **POINTS)  # type: ignore[arg-type]
    source = models.CharField("nguồn điểm", max_length=12, choices=Source)
    rule = models.CharField("cách tính", max_length=20, choices=Rule, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name="cơ quan chấm")
    rubric = models.TextField("hướng dẫn chấm")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects: ClassVar[Any] = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ("group__position", "position", "code")
        constraints = (
            models.UniqueConstraint(fields=("group", "code"), name="criterion_code_once"),
            models.CheckConstraint(
                name="criterion_max_positive",
                condition=Q(max_points__gt=0),
                violation_error_message="Điểm tối đa phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                name="criterion_appraisal_names_agency",
                condition=Q(source="appraisal", agency__isnull=False) | (~Q(source="appraisal") & Q(agency=None)),
                violation_error_message="Tiêu chí do cơ quan chấm phải ghi cơ quan.",
            ),
            models.CheckConstraint(
                name="criterion_record_names_rule",
                condition=(Q(source="record") & ~Q(rule="")) | (~Q(source="record") & Q(rule="")),
                violation_error_message="Tiêu chí theo số liệu phải ghi cách tính.",
            ),
        )
        triggers = (
            kept_once_used(
                "criterion_in_use_is_kept",
                "SELECT criteria_set_id FROM scoring_criteriongroup WHERE id = {row}.group_id",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"

    @property
    def is_self_scored(self) -> bool:
        """What an agency judges, the unit judges first; what the program counts, nobody types."""
        return self.source == self.Source.APPRAISAL


class ClassBand(models.Model):
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="bands", verbose_name="bộ tiêu chí")
    name = models.CharField("xếp loại", max_length=60)
    from_points = models.DecimalField("từ điểm", **POINTS)  # type: ignore[arg-type]

    class Meta:
        verbose_name = "mức xếp loại"
        verbose_name_plural = "mức xếp loại"
        ordering = ("-from_points",)
        constraints = (
            models.UniqueConstraint(fields=("criteria_set", "from_points"), name="band_floor_once"),
            models.UniqueConstraint(fields=("criteria_set", "name"), name="band_name_once"),
        )
        triggers = (kept_once_used("band_in_use_is_kept", "{row}.criteria_set_id"),)

    def __str__(self) -> str:
        return self.name


class Gate(models.Model):
    """What lowers the class whatever the points (formats/ranking.md, rule 5)."""

    class Rule(models.TextChoices):
        NO_MEETING = "no_meeting", "Không tổ chức hội nghị"
        NO_SELF_ASSESSMENT = "no_self_assessment", "Không tự chấm điểm"

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="gates", verbose_name="bộ tiêu chí")
    code = models.CharField("điều kiện", max_length=20, choices=Rule)
    best_band = models.ForeignKey(ClassBand, models.PROTECT, related_name="+", verbose_name="xếp loại cao nhất")

    class Meta:
        verbose_name = "điều kiện khống chế"
        verbose_name_plural = "điều kiện khống chế"
        constraints = (models.UniqueConstraint(fields=("criteria_set", "code"), name="gate_once"),)
        triggers = (kept_once_used("gate_in_use_is_kept", "{row}.criteria_set_id"),)

    def __str__(self) -> str:
        return self.get_code_display()


class PeriodCriteria(models.Model):
    """The one criteria set that a month uses."""

    period = models.OneToOneField(Period, models.PROTECT, related_name="period_criteria", verbose_name="kỳ tháng")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="uses", verbose_name="bộ tiêu chí")

    class Meta:
        verbose_name = "bộ tiêu chí của tháng"
        verbose_name_plural = "bộ tiêu chí của tháng"

    def __str__(self) -> str:
        return f"{self.period}: {self.criteria_set}"
