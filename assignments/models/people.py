"""Delegates, and the days on which they cannot come."""

import datetime
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.names import search_key, sort_key
from accounts.secrets_at_rest import decrypt, encrypt
from units.models import Agency, Tier, Unit
from units.models.keys import FoundQuerySet, KeyField

from .policy import LIMITS, SHARES, said_of_tier

REMEMBERED = datetime.timedelta(days=1)  # how long what was taken back is offered again
LONGEST_READING = datetime.timedelta(seconds=30)  # of a calendar at an address, its process with it
CALENDAR_ADDRESS = b"tuyenvan: address of a calendar"


def with_deletions() -> tuple[Any, ...]:
    """What is taken back can be seen, and given back. New ones each time: they belong to one model."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


class DelegateQuerySet(FoundQuerySet):
    def active(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.active_between(on, on)

    def active_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Taking part on some day from `first` to `last`."""
        return self.filter(Q(active_to=None) | Q(active_to__gte=first), active_from__lte=last)

    def under_policy(self, month: datetime.date) -> Self:
        """Adds `month_share` and `month_limit`: what is set for the person, else what the month's policy says."""
        return self.annotate(
            month_share=Coalesce("share", said_of_tier(month, SHARES)),
            month_limit=Coalesce("max_seats", said_of_tier(month, LIMITS)),
        )

    def with_load(self, month: datetime.date) -> Self:
        """Adds `seats_month` and `seats_year`: published seats of that month, and of the twelve that end with it."""
        from .plans import seats_held  # plans stand on people

        year_ago = month.replace(year=month.year - 1)
        return self.annotate(
            seats_month=seats_held(meeting__period__month=month),
            seats_year=seats_held(meeting__period__month__gt=year_ago, meeting__period__month__lte=month),
        )


@pghistory.track()
class Delegate(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="delegate",
        verbose_name="tài khoản",
    )
    full_name = models.CharField("họ và tên", max_length=150)
    sort_key = KeyField(source="full_name", make=sort_key, db_index=True)
    search_key = KeyField(source="full_name", make=search_key)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="delegates", verbose_name="cơ quan")
    position = models.CharField("chức vụ", max_length=150)
    tier = models.PositiveSmallIntegerField("cấp", choices=Tier)
    rank_order = models.PositiveSmallIntegerField("thứ tự trong danh sách", default=0)
    # Empty: as the month's policy says of the tier (DelegateQuerySet.under_policy).
    share = models.PositiveSmallIntegerField("phần việc", null=True, blank=True)
    max_seats = models.PositiveSmallIntegerField("số hội nghị tối đa một tháng", null=True, blank=True)
    barred_units = models.ManyToManyField(Unit, blank=True, verbose_name="không phân công đến")
    active_from = models.DateField("tham gia từ")
    active_to = models.DateField("tham gia đến", null=True, blank=True)

    objects: ClassVar[Any] = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = "đại biểu"
        verbose_name_plural = "đại biểu"
        # By rank, then a manual order, then the Vietnamese alphabet of given names (domain.md).
        ordering = ("tier", "rank_order", "sort_key")
        constraints = (
            models.CheckConstraint(
                name="delegate_share_positive",
                condition=Q(share__gte=1),
                violation_error_message="Phần việc ít nhất là 1.",
            ),
            models.CheckConstraint(
                name="delegate_active_order",
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
                violation_error_message="Ngày thôi tham gia phải sau ngày tham gia.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name


@pghistory.track(*with_deletions())
class Unavailability(models.Model):
    class Source(models.TextChoices):
        OFFICE = "office", "Ban Tuyên giáo ghi"
        SELF = "self", "Đại biểu báo"
        FILE = "file", "Tệp lịch"
        CALENDAR = "calendar", "Lịch điện tử"
        RECURRING = "recurring", "Lặp lại"

    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="unavailabilities", verbose_name="đại biểu")
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=200, blank=True)
    source = models.CharField("nguồn", max_length=10, choices=Source, default=Source.OFFICE)
    # What it came from, so that reading a calendar again changes its own rows only. Days that have passed outlive it.
    calendar = models.ForeignKey(
        "CalendarSource", models.SET_NULL, null=True, blank=True, related_name="spells", verbose_name="lịch điện tử"
    )
    recurrence = models.ForeignKey(
        "RecurringAbsence",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="spells",
        verbose_name="lịch bận lặp lại",
    )

    class Meta:
        verbose_name = "lịch bận"
        verbose_name_plural = "lịch bận"
        ordering = ("from_on",)
        constraints = (
            models.CheckConstraint(
                name="unavailability_order",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegate}: {self.from_on:%d/%m} – {self.to_on:%d/%m/%Y}"

    @property
    def is_derived(self) -> bool:
        """Follows from a recurrence or a calendar: it can be lifted, but not be moved to other days."""
        return self.recurrence_id is not None or self.calendar_id is not None

    @property
    def days_text(self) -> str:
        if self.from_on == self.to_on:
            return f"ngày {self.from_on:%d/%m/%Y}"
        return f"từ {self.from_on:%d/%m/%Y} đến hết {self.to_on:%d/%m/%Y}"


@pghistory.track(*with_deletions())
class RecurringAbsence(models.Model):
    """Busy on one weekday of every week, or on its first, second … of every month. Spelt out, a spell a day, when it
    is given: it lasts a year at most."""

    class Week(models.IntegerChoices):
        EVERY = 0, "hằng tuần"
        FIRST = 1, "tuần đầu tháng"
        SECOND = 2, "tuần thứ hai của tháng"
        THIRD = 3, "tuần thứ ba của tháng"
        FOURTH = 4, "tuần thứ tư của tháng"
        LAST = -1, "tuần cuối tháng"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Thứ Hai"
        TUESDAY = 1, "Thứ Ba"
        WEDNESDAY = 2, "Thứ Tư"
        THURSDAY = 3, "Thứ Năm"
        FRIDAY = 4, "Thứ Sáu"
        SATURDAY = 5, "Thứ Bảy"
        SUNDAY = 6, "Chủ nhật"

    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="recurring_absences", verbose_name="đại biểu")
    weekday = models.PositiveSmallIntegerField("thứ", choices=Weekday)
    week = models.SmallIntegerField("tuần", choices=Week, default=Week.EVERY)
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=200, blank=True)
    lifted_days = ArrayField(models.DateField(), verbose_name="những ngày không bận", default=list, blank=True)

    class Meta:
        verbose_name = "lịch bận lặp lại"
        verbose_name_plural = "lịch bận lặp lại"
        ordering = ("weekday", "week", "from_on")
        constraints = (
            models.CheckConstraint(
                name="recurring_absence_order",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            models.UniqueConstraint(
                fields=("delegate", "weekday", "week", "from_on"),
                name="recurring_absence_once",
                violation_error_message="Lịch bận lặp lại này đã có.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegate}: {self.rule_text}"

    @property
    def rule_text(self) -> str:
        """ "Thứ Hai hằng tuần", "Thứ Ba tuần đầu tháng"."""
        return self.rule_of(self.weekday, self.week)

    @classmethod
    def rule_of(cls, weekday: int, week: int) -> str:
        return f"{cls.Weekday(weekday).label} {cls.Week(week).label}"


class StandingCalendars(models.Manager["CalendarSource"]):
    """Those in use: not the ones taken back, whose address is kept for a day."""

    def get_queryset(self) -> models.QuerySet["CalendarSource"]:
        return super().get_queryset().filter(withdrawn_at=None)


@pghistory.track(
    *with_deletions(),
    exclude=["sealed_url", "tried_at", "read_at", "failure", "failing_since", "found_days", "lifted_days"],
)
class CalendarSource(models.Model):
    """A delegate's own calendar, read for busy days. Its address is a secret; what its events say is not kept."""

    delegate = models.OneToOneField(Delegate, models.CASCADE, related_name="calendar_source", verbose_name="đại biểu")
    sealed_url = models.TextField("địa chỉ lịch, đã mã hóa")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")
    given_at = models.DateTimeField("ghi lúc")
    confirmed_at = models.DateTimeField("đồng ý dùng lúc", null=True, blank=True)
    tried_at = models.DateTimeField("đọc lần cuối lúc", null=True, blank=True)
    read_at = models.DateTimeField("đọc được lúc", null=True, blank=True)
    failure = models.CharField("vì sao chưa đọc được", max_length=300, blank=True)
    failing_since = models.DateTimeField("không đọc được từ", null=True, blank=True)
    found_days = ArrayField(models.DateField(), verbose_name="những ngày bận theo lịch", default=list, blank=True)
    lifted_days = ArrayField(models.DateField(), verbose_name="những ngày vẫn đi được", default=list, blank=True)
    withdrawn_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects: ClassVar[Any] = StandingCalendars()
    with_withdrawn: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = "lịch điện tử của đại biểu"
        verbose_name_plural = "lịch điện tử của đại biểu"

    def __str__(self) -> str:
        return f"Lịch điện tử của {self.delegate}"

    @property
    def address(self) -> str:
        """ "" when SECRET_KEY was changed and nobody can open it any more."""
        return decrypt(self.sealed_url, purpose=CALENDAR_ADDRESS) or ""

    @property
    def host(self) -> str:
        """All of the address that is ever shown again."""
        return urlsplit(self.address).hostname or ""

    def is_being_read(self, at: datetime.datetime) -> bool:
        """Asked for or begun, and nothing has come of it yet; a reading that never ends was cut off."""
        if self.tried_at is None:
            return True
        has_ended = bool(self.failure) or (self.read_at is not None and self.read_at >= self.tried_at)
        return not has_ended and at - self.tried_at < LONGEST_READING

    def can_be_given_back(self, at: datetime.datetime) -> bool:
        return self.withdrawn_at is not None and self.withdrawn_at > at - REMEMBERED

    def seal(self, url: str) -> None:
        self.sealed_url = encrypt(url, purpose=CALENDAR_ADDRESS)
