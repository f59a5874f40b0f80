"""What a person asks of a draft beside its seats, how it came to be as it is, and the solve that runs behind it."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from units.models import Meeting, Period
from units.triggers import frozen_with_its_parent

from .people import Delegate
from .plans import FROZEN_PLAN_MESSAGE, Plan


def _frozen_with_plan(name: str) -> pgtrigger.Trigger:
    return frozen_with_its_parent(name, FROZEN_PLAN_MESSAGE, table="assignments_plan", column="plan_id")


@pghistory.track()
class ForbiddenPair(models.Model):
    """A delegate whom a person keeps away from one meeting of a plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="forbidden_pairs", verbose_name="bản phân công")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", verbose_name="hội nghị")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="+", verbose_name="đại biểu")
    reason = models.CharField("lý do", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "lượt không xếp"
        verbose_name_plural = "lượt không xếp"
        ordering = ("meeting__starts_at", "id")
        constraints = (models.UniqueConstraint(fields=("plan", "meeting", "delegate"), name="forbidden_pair_once"),)
        triggers = (_frozen_with_plan("forbidden_pair_of_published_plan_is_frozen"),)

    def __str__(self) -> str:
        return f"{self.delegate} – {self.meeting}"


@pghistory.track()
class LeftEmpty(models.Model):
    """Seats of a meeting that a person leaves empty on purpose: the planner does not fill them."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="left_empty", verbose_name="bản phân công")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", verbose_name="hội nghị")
    seats = models.PositiveSmallIntegerField("số chỗ để trống")
    reason = models.CharField("lý do", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "chỗ để trống"
        verbose_name_plural = "chỗ để trống"
        ordering = ("meeting__starts_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("plan", "meeting"), name="left_empty_once"),
            models.CheckConstraint(
                name="left_empty_seats_sensible",
                condition=Q(seats__range=(1, 9)),
                violation_error_message="Để trống từ 1 đến 9 chỗ.",
            ),
        )
        triggers = (_frozen_with_plan("left_empty_of_published_plan_is_frozen"),)

    def __str__(self) -> str:
        return f"{self.meeting}: để trống {self.seats}"


class PlanStep(models.Model):
    """One change of a draft, and how all of it stood afterwards: what "undo" goes back along. Append-only."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps", verbose_name="bản phân công")
    edit = models.PositiveIntegerField("lần sửa")
    what = models.CharField("đã làm gì", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người sửa")
    at = models.DateTimeField("sửa lúc")
    # Seats, forbidden pairs, places left empty, the planner's result: all that going back has to bring back.
    state = models.JSONField("bản phân công khi đó", encoder=DjangoJSONEncoder)
    goes_back_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trở lại bước"
    )

    class Meta:
        verbose_name = "bước sửa bản phân công"
        verbose_name_plural = "bước sửa bản phân công"
        ordering = ("plan", "edit")
        constraints = (models.UniqueConstraint(fields=("plan", "edit"), name="plan_step_once"),)
        triggers = (pgtrigger.Protect(name="plan_step_append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.what


class Solve(models.Model):
    """A solve that runs in the background: what was asked for, how far it is, how it ended."""

    class Kind(models.TextChoices):
        DRAFT = "draft", "Lập dự thảo"
        AGAIN = "again", "Xếp lại"
        REPLACE = "replace", "Lập bản thay thế"

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang xếp"
        DONE = "done", "Đã xong"
        FAILED = "failed", "Không xếp được"
        CANCELLED = "cancelled", "Đã dừng"

    period = models.ForeignKey(Period, models.PROTECT, related_name="solves", verbose_name="kỳ tháng")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="solves", verbose_name="bản phân công"
    )
    kind = models.CharField("việc", max_length=10, choices=Kind)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    edit = models.PositiveIntegerField("lần sửa khi yêu cầu", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người yêu cầu"
    )
    asked_at = models.DateTimeField("yêu cầu lúc")
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    ended_at = models.DateTimeField("xong lúc", null=True, blank=True)
    cancel_asked_at = models.DateTimeField("yêu cầu dừng lúc", null=True, blank=True)
    progress = models.JSONField("đã đến đâu", default=list, blank=True)
    refusal = models.JSONField("vì sao không xếp được", default=list, blank=True)

    class Meta:
        verbose_name = "lần xếp"
        verbose_name_plural = "lần xếp"
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("period",),
                condition=Q(state__in=("waiting", "running")),
                name="solve_one_at_a_time",
                violation_error_message="Tháng này đang được xếp, xin chờ xong.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period.label}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in (Solve.State.WAITING, Solve.State.RUNNING)
