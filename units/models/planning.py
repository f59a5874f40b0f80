"""What the office lays down about the days of a month: days off, the text of a quarter, more time for one unit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from units.calendar import OwnDay, WorkCalendar
from units.models.month import Period, Stage
from units.models.places import Unit

LONG_PAST = datetime.timedelta(days=400)


def _tracked_to_the_end() -> tuple[Any, ...]:
    """Also that a row was taken away, and by whom."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


def calendar_of(rows: Iterable[Mapping[str, Any]]) -> WorkCalendar:
    """From rows of `day` (a date, or its text), `name` and `is_working`."""
    return WorkCalendar(own={_day(row["day"]): OwnDay(name=row["name"], is_working=row["is_working"]) for row in rows})


def _day(value: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


class DayOffQuerySet(models.QuerySet["DayOff"]):
    def as_calendar(self) -> WorkCalendar:
        """As plain data, in one query: for a command or a worker. A request has it in `actor.calendar`."""
        return calendar_of(self.values("day", "name", "is_working"))

    def as_rows(self) -> ArraySubquery:
        """The same beside the rows of another query, for calendar_of: without what is long past."""
        near = self.filter(day__gte=timezone.localdate() - LONG_PAST).order_by()
        return ArraySubquery(near.values(row=JSONObject(day="day", name="name", is_working="is_working")))


@pghistory.track(*_tracked_to_the_end())
class DayOff(models.Model):
    """A day on which the committee rests or works otherwise than the country's table of holidays has it."""

    day = models.DateField("ngày", unique=True, error_messages={"unique": "Ngày này đã có trong danh sách."})
    name = models.CharField("tên, lý do", max_length=100)
    is_working = models.BooleanField("là ngày làm bù", default=False)

    objects: ClassVar[Any] = DayOffQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.name}"


@pghistory.track(*_tracked_to_the_end())
class QuarterAgenda(models.Model):
    """Contents and tasks of a quarter, from the year's plan; a month of the quarter begins with them."""

    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý")
    text = models.TextField("nội dung, nhiệm vụ", max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "nội dung của quý"
        verbose_name_plural = "nội dung của các quý"
        ordering = ("-year", "-quarter")
        constraints = (
            models.UniqueConstraint(
                fields=("year", "quarter"),
                name="quarter_agenda_once",
                violation_error_message="Quý này đã có nội dung.",
            ),
            models.CheckConstraint(
                name="quarter_agenda_of_a_quarter",
                condition=Q(quarter__gte=1, quarter__lte=4, year__gte=2000, year__lte=2099),
                violation_error_message="Quý từ 1 đến 4.",
            ),
        )

    def __str__(self) -> str:
        return f"Quý {self.roman}/{self.year}"

    @property
    def roman(self) -> str:
        return ("I", "II", "III", "IV")[self.quarter - 1]


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def in_force(self) -> Self:
        """Of each unit and stage the last one granted: it stands in the place of those before."""
        newest = (
            Extension.objects.filter(period=OuterRef("period"), unit=OuterRef("unit"), stage=OuterRef("stage"))
            .order_by()
            .values("period", "unit", "stage")
            .annotate(newest=Max("pk"))
        )
        return self.filter(pk=Subquery(newest.values("newest")))


class Extension(models.Model):
    """More time for one unit in one month, with the reason. Kept for good; a later one replaces it."""

    STAGES = (Stage.REGISTRATION, Stage.SELF_ASSESSMENT)
    # Up to the end of which stage it opens anything: afterwards others have built upon what was there.
    LAST_STAGE: ClassVar[dict[str, Stage]] = {
        Stage.REGISTRATION: Stage.CONFERENCE,
        Stage.SELF_ASSESSMENT: Stage.APPRAISAL,
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="extensions", verbose_name="kỳ tháng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions", verbose_name="xã, phường")
    stage = models.CharField("gia hạn việc", max_length=16, choices=[(stage.value, stage.label) for stage in STAGES])
    until = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gia hạn"
    )
    granted_at = models.DateTimeField("gia hạn lúc")

    objects: ClassVar[Any] = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "lần gia hạn"
        verbose_name_plural = "các lần gia hạn"
        ordering = ("-granted_at", "-id")
        indexes = (models.Index(fields=("period", "unit", "stage"), name="extension_of_unit"),)
        constraints = (
            models.CheckConstraint(
                name="extension_of_a_units_stage",
                condition=Q(stage__in=[Stage.REGISTRATION.value, Stage.SELF_ASSESSMENT.value]),
                violation_error_message="Chỉ gia hạn được đăng ký hoặc tự chấm.",
            ),
            models.CheckConstraint(
                name="extension_explained", condition=~Q(reason=""), violation_error_message="Ghi lý do gia hạn."
            ),
            models.CheckConstraint(
                name="extension_not_in_the_past",
                condition=Q(until__gte=F("granted_at__date")),
                violation_error_message="Không gia hạn đến một ngày đã qua.",
            ),
        )
        triggers = (pgtrigger.Protect(name="extension_append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.unit}, {self.get_stage_display()} đến {self.until:%d/%m/%Y}"
