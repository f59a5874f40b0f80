"""A file that an office sent, its rows, and what became of them. Rows stay; the file itself goes once it is read."""

from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Q

from units.actor import Actor
from units.models import Period


class ImportFileQuerySet(models.QuerySet["ImportFile"]):
    def visible_to(self, actor: Actor) -> Self:
        """The office's own work: files hold people's names."""
        return self if actor.is_office else self.none()

    def waiting(self) -> Self:
        """Whose cells are still kept for a person to decide."""
        return self.filter(state__in=(ImportFile.State.READING, ImportFile.State.PREVIEW))

    def without_content(self) -> Self:
        """For lists: what was sent is large."""
        return self.defer("content", "sheets")


@pghistory.track(exclude=["content", "sheets", "progress_done", "progress_total"])
class ImportFile(models.Model):
    class Kind(models.TextChoices):
        REGISTRATIONS = "registrations", "Đăng ký hội nghị"
        DELEGATES = "delegates", "Đại biểu"
        TEAMS = "teams", "Tổ tuyên vận"

    class State(models.TextChoices):
        READING = "reading", "Đang đọc"
        REFUSED = "refused", "Không đọc được"
        PREVIEW = "preview", "Đang xem lại"
        APPLIED = "applied", "Đã nhập"
        ABANDONED = "abandoned", "Đã bỏ"

    kind = models.CharField("loại", max_length=16, choices=Kind)
    period = models.ForeignKey(
        Period, models.CASCADE, null=True, blank=True, related_name="imports", verbose_name="kỳ tháng"
    )
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField("mã kiểm SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi"
    )
    uploaded_at = models.DateTimeField("gửi lúc")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.READING)
    refusal = models.CharField("vì sao không đọc được", max_length=300, blank=True)
    # What was sent, until it is read; then the texts of its cells, until they are applied or abandoned.
    content = models.BinaryField(null=True, editable=False)
    sheets = models.JSONField("các bảng", default=list, encoder=DjangoJSONEncoder)
    sheet = models.PositiveSmallIntegerField("bảng được dùng", default=0)
    heading = models.PositiveSmallIntegerField("dòng tiêu đề", default=0)
    heading_lines = models.PositiveSmallIntegerField("số dòng tiêu đề", default=1)
    columns = models.JSONField("các cột", default=list)
    answers = models.JSONField("trả lời chung", default=dict)
    counts = models.JSONField("số dòng theo kết quả", default=dict)
    progress_done = models.PositiveIntegerField(default=0, editable=False)
    progress_total = models.PositiveIntegerField(default=0, editable=False)
    reason = models.CharField("lý do", max_length=300, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhập"
    )
    applied_at = models.DateTimeField("nhập lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp nhập"
        verbose_name_plural = "tệp nhập"
        ordering = ("-uploaded_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="import_of_registrations_names_month",
                condition=Q(kind="registrations", period__isnull=False) | (~Q(kind="registrations") & Q(period=None)),
                violation_error_message="Tệp đăng ký phải kèm kỳ tháng, tệp khác thì không.",
            ),
            models.CheckConstraint(
                name="import_applied_by_somebody",
                condition=Q(state="applied", applied_by__isnull=False, applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_by=None, applied_at=None)),
                violation_error_message="Tệp đã nhập phải ghi người nhập và lúc nhập.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def is_open(self) -> bool:
        return self.state == ImportFile.State.PREVIEW

    @property
    def is_ready(self) -> bool:
        """Nothing is left to put right, and something would change."""
        return self.is_open and not self.waiting and bool(self.to_store)

    @property
    def waiting(self) -> int:
        """Rows that keep the file from being applied."""
        return sum(self.counts.get(outcome, 0) for outcome in (ImportRow.Outcome.FAULTY, ImportRow.Outcome.ASKED))

    @property
    def to_store(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED))


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def counts(self) -> dict[str, int]:
        return dict(self.order_by().values_list("outcome").annotate(n=Count("pk")))

    def waiting(self) -> Self:
        return self.filter(outcome__in=(ImportRow.Outcome.FAULTY, ImportRow.Outcome.ASKED))


class ImportRow(models.Model):
    class Outcome(models.TextChoices):
        ASKED = "asked", "Cần trả lời"
        FAULTY = "faulty", "Có lỗi"
        NEW = "new", "Mới"
        CHANGED = "changed", "Thay đổi"
        SAME = "same", "Không đổi"
        IGNORED = "ignored", "Không nhập"

    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="rows", verbose_name="tệp")
    number = models.PositiveIntegerField("dòng")
    cells = models.JSONField("như trong tệp", default=dict)
    section = models.CharField("dòng đề mục", max_length=200, blank=True)
    corrections = models.JSONField("đã sửa", default=dict)
    is_left_out = models.BooleanField("bỏ dòng này", default=False)
    why_ignored = models.CharField("vì sao không nhập", max_length=60, blank=True)
    outcome = models.CharField("kết quả", max_length=8, choices=Outcome)
    shown = models.JSONField("hiểu là", default=dict)
    old = models.JSONField("đang lưu", default=dict)
    problems = models.JSONField("lỗi và câu hỏi", default=list)
    remarks = models.JSONField("ghi nhận", default=list)

    objects: ClassVar[Any] = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng của tệp"
        verbose_name_plural = "dòng của tệp"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("file", "number"), name="import_row_once", violation_error_message="Dòng này đã có."
            ),
        )
        indexes = (models.Index(fields=("file", "outcome", "number"), name="import_row_by_outcome"),)

    def __str__(self) -> str:
        return f"Dòng {self.number}"
