"""What came out: a month's ranking, frozen by the database once it is published."""

from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast

from scoring.models.criteria import POINTS
from units.models import Period, Unit
from units.triggers import frozen_once_published, frozen_with_its_parent

FROZEN_RANKING_MESSAGE = "Bảng xếp hạng đã công bố, không sửa được; hãy lập bản thay thế."


class RankingQuerySet(models.QuerySet["Ranking"]):
    def without_files(self) -> Self:
        """For lists: the dossier and the paper of a month are large."""
        return self.defer("dossier", "outcome", "paper")

    def with_head(self) -> Self:
        """Adds `head`: of the dossier what is said once for all units (criteria, classes, gates)."""
        head = Func(F("dossier"), Value("units"), template="%(expressions)s", arg_joiner=" - ")
        return self.without_files().annotate(head=Cast(head, models.JSONField()))


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

    objects: ClassVar[Any] = RankingQuerySet.as_manager()

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
        triggers = (frozen_once_published("published_ranking_is_frozen", FROZEN_RANKING_MESSAGE),)

    def __str__(self) -> str:
        return f"Xếp hạng {self.period.label}, bản {self.version}"

    @property
    def report_name(self) -> str:
        """Of a published one."""
        return f"Báo cáo số {self.number:02d}-{self.symbol}"

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
        indexes = (
            # Two months are laid side by side without reading the rows themselves, which are wide.
            models.Index(fields=("ranking", "unit"), include=("rank", "total", "band"), name="result_standing"),
            models.Index(fields=("ranking", "rank"), name="result_by_rank"),
        )
        triggers = (
            frozen_with_its_parent(
                "result_of_published_ranking_is_frozen",
                FROZEN_RANKING_MESSAGE,
                table="scoring_ranking",
                column="ranking_id",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_name}: {self.total}"
