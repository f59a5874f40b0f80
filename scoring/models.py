import uuid
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from units.models import Agency, Period, Unit

FROZEN_RANKING_MESSAGE = "Bảng xếp hạng đã công bố, không sửa được; hãy lập bản thay thế."
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


class Appraisal(ScoreRow):
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan chấm")
    reason = models.CharField("lý do", max_length=1000, blank=True)

    class Meta:
        verbose_name = "điểm thẩm định"
        verbose_name_plural = "điểm thẩm định"
        indexes = (models.Index(fields=("period", "unit", "criterion", "-id"), name="appraisal_latest"),)
        constraints = (models.CheckConstraint(name="appraisal_not_negative", condition=Q(points__gte=0)),)
        triggers = (pgtrigger.Protect(name="appraisal_append_only", operation=APPEND_ONLY),)

    def __str__(self) -> str:
        return f"{self.unit} {self.criterion.code}: {self.points}"


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


@pghistory.track(exclude=["dossier", "outcome", "paper"])
class Ranking(models.Model):
    """A month's ranking. Published, it is a frozen dossier (input and result) with its hash."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        CHECKED = "checked", "Đã kiểm tra"
        PUBLISHED = "published", "Đã công bố"
        REPLACED = "replaced", "Đã được thay thế"

    period = models.ForeignKey(Period, models.PROTECT, related_name="rankings", verbose_name="kỳ tháng")
    version = models.PositiveSmallIntegerField("bản số")
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.DRAFT)
    dossier = models.JSONField("hồ sơ đầu vào", encoder=DjangoJSONEncoder)
    outcome = models.JSONField("kết quả", encoder=DjangoJSONEncoder)
    sha256 = models.CharField("mã kiểm SHA-256", max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập")
    made_at = models.DateTimeField("lập lúc")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người kiểm tra"
    )
    checked_at = models.DateTimeField("kiểm tra lúc", null=True)
    return_reason = models.CharField("lý do trả lại", max_length=500, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người công bố"
    )
    published_at = models.DateTimeField("công bố lúc", null=True)
    number = models.PositiveIntegerField("số báo cáo", null=True)
    symbol = models.CharField("ký hiệu", max_length=20, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    term_from = models.DateField("nhiệm kỳ bắt đầu", null=True)
    paper = models.JSONField("nội dung in", encoder=DjangoJSONEncoder, null=True)

    class Meta:
        verbose_name = "bảng xếp hạng"
        verbose_name_plural = "bảng xếp hạng"
        ordering = ("-period__month", "-version")
        constraints = (
            models.UniqueConstraint(fields=("period", "version"), name="ranking_version_once"),
            models.UniqueConstraint(fields=("period",), condition=Q(status="published"), name="ranking_one_published"),
            models.UniqueConstraint(
                fields=("period",), condition=Q(status__in=("draft", "checked")), name="ranking_one_in_work"
            ),
            models.UniqueConstraint(
                fields=("symbol", "term_from", "number"),
                name="report_number_once_a_term",
                violation_error_message="Số báo cáo này đã dùng trong nhiệm kỳ.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="published_ranking_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF OLD.status IN ('published', 'replaced') THEN
                        IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'replaced'
                            AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN
                            RETURN NEW;
                        END IF;
                        RAISE EXCEPTION '{FROZEN_RANKING_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"Xếp hạng {self.period.label}, bản {self.version}"

    @property
    def is_frozen(self) -> bool:
        return self.status in (Ranking.Status.PUBLISHED, Ranking.Status.REPLACED)


class Result(models.Model):
    """A unit's row of a ranking, beside the dossier, so that SQL can follow twelve months."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="results", verbose_name="bảng xếp hạng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="results", verbose_name="xã, phường")
    unit_name = models.CharField("tên đơn vị khi công bố", max_length=120)
    total = models.DecimalField("tổng điểm", **POINTS, null=True)  # type: ignore[arg-type]
    rank = models.PositiveSmallIntegerField("hạng", null=True)
    band = models.CharField("xếp loại", max_length=60, blank=True)
    row = models.JSONField("chi tiết", encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "kết quả"
        verbose_name_plural = "kết quả"
        ordering = (F("rank").asc(nulls_last=True), "unit__code")
        constraints = (models.UniqueConstraint(fields=("ranking", "unit"), name="result_once"),)
        triggers = (
            pgtrigger.Trigger(
                name="result_of_published_ranking_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("frozen", "INTEGER")],
                func=f"""
                    IF TG_OP <> 'INSERT' THEN
                        SELECT 1 INTO frozen FROM scoring_ranking
                            WHERE id = OLD.ranking_id AND status IN ('published', 'replaced');
                    END IF;
                    IF TG_OP <> 'DELETE' AND frozen IS NULL THEN
                        SELECT 1 INTO frozen FROM scoring_ranking
                            WHERE id = NEW.ranking_id AND status IN ('published', 'replaced');
                    END IF;
                    IF frozen IS NOT NULL THEN
                        RAISE EXCEPTION '{FROZEN_RANKING_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_name}: {self.total}"
