"""Links by which a calendar program reads conferences without signing in. Secret, shown once, revocable."""

import datetime
import hashlib
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from assignments.models import Delegate
from units.models import Unit

if TYPE_CHECKING:
    from units.actor import Actor


class Scope(models.TextChoices):
    """Which conferences a feed holds."""

    OFFICE = "office", "Mọi xã, phường"
    UNIT = "unit", "Một xã, phường"
    DELEGATE = "delegate", "Một đại biểu"


class FeedLinkQuerySet(models.QuerySet["FeedLink"]):
    def visible_to(self, actor: "Actor") -> Self:
        """The office looks after all of them; everybody else has his own."""
        return self if actor.is_office else self.filter(owner=actor.user)

    def in_force(self) -> Self:
        return self.filter(revoked_at=None)

    def with_names(self) -> Self:
        return self.select_related("owner", "unit", "delegate__agency")

    def of_token(self, token: str) -> Self:
        """Of an owner who may still sign in; what he may still read is for access.py."""
        return self.in_force().filter(token_hash=hash_of(token), owner__is_active=True)


@pghistory.track(exclude=["label", "token_hash", "last_read_at", "reads_in_hour"])
class FeedLink(models.Model):
    """Who holds the token reads the calendar. Only its hash is kept: a copy of the database opens nothing."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_links", verbose_name="người dùng"
    )
    scope = models.CharField("nội dung", max_length=10, choices=Scope)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="xã, phường")
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="đại biểu"
    )
    label = models.CharField("ghi chú", max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("tạo lúc")
    # To the hour: enough to see whether a link is used, and not a record of somebody's day.
    last_read_at = models.DateTimeField("đọc gần nhất", null=True, blank=True)
    reads_in_hour = models.PositiveIntegerField("số lần đọc trong giờ đó", default=0)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="người thu hồi"
    )

    objects: ClassVar[Any] = FeedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "liên kết lịch"
        verbose_name_plural = "liên kết lịch"
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="feed_link_names_what_it_shows",
                condition=Q(scope=Scope.OFFICE, unit=None, delegate=None)
                | Q(scope=Scope.UNIT, unit__isnull=False, delegate=None)
                | Q(scope=Scope.DELEGATE, unit=None, delegate__isnull=False),
                violation_error_message="Liên kết phải nói rõ là lịch của ai.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} – {self.label}" if self.label else self.subject

    @property
    def subject(self) -> str:
        """ "Xã Hợp Thành": whose conferences they are."""
        return str(self.unit or self.delegate or Scope.OFFICE.label)

    def reads_since(self, hour: datetime.datetime) -> int:
        return self.reads_in_hour if self.last_read_at == hour else 0


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
