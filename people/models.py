import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from units.models import Unit


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime.datetime) -> "InvitationQuerySet":
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A link with which a person chooses a password, once. The link itself is nowhere stored, only its hash."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations", verbose_name="tài khoản"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người tạo"
    )
    made_at = models.DateTimeField("tạo lúc")
    expires_at = models.DateTimeField("hết hạn lúc")
    used_at = models.DateTimeField("dùng lúc", null=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "liên kết mời"
        verbose_name_plural = "liên kết mời"
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(used_at=None, revoked_at=None),
                name="invitation_one_open",
                violation_error_message="Người này đang có một liên kết mời.",
            ),
            models.CheckConstraint(
                name="invitation_used_or_revoked",
                condition=Q(used_at=None) | Q(revoked_at=None),
                violation_error_message="Liên kết đã dùng thì không thu hồi được.",
            ),
            models.CheckConstraint(
                name="invitation_expires_later",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message="Hạn dùng phải sau lúc tạo.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.made_at:%d/%m/%Y}"


class AccountAct(models.Model):
    """What was done to whose account, and by whom; it only grows. Names no person but by their accounts."""

    class What(models.TextChoices):
        CREATED = "created", "Tạo tài khoản"
        CHANGED = "changed", "Sửa thông tin"
        INVITED = "invited", "Tạo liên kết mời"
        REVOKED = "revoked", "Thu hồi liên kết mời"
        ACCEPTED = "accepted", "Dùng liên kết, đặt mật khẩu"
        ROLE_GIVEN = "role_given", "Giao vai trò"
        ROLE_TAKEN = "role_taken", "Thôi vai trò"
        LINKED = "linked", "Gắn hồ sơ đại biểu"
        DISABLED = "disabled", "Khóa tài khoản"
        ENABLED = "enabled", "Mở lại tài khoản"
        FACTOR_RESET = "factor_reset", "Đặt lại mã xác thực"
        SIGNED_OUT = "signed_out", "Đăng xuất mọi thiết bị"
        EXPORTED = "exported", "Xuất dữ liệu cá nhân"
        ERASED = "erased", "Xóa dữ liệu cá nhân"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_acts", verbose_name="tài khoản"
    )
    what = models.CharField("việc", max_length=15, choices=What)
    detail = models.CharField("chi tiết", max_length=200, blank=True)
    # Nobody: the program itself, by the clock or by a command on the server.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người làm"
    )
    at = models.DateTimeField("lúc", default=timezone.now)

    class Meta:
        verbose_name = "việc về tài khoản"
        verbose_name_plural = "nhật ký tài khoản"
        ordering = ("-at", "-id")
        triggers = (pgtrigger.Protect(name="account_act_stays", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_what_display()}"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def proposed(self) -> "HandoverQuerySet":
        return self.filter(decided_at=None)

    def done(self) -> "HandoverQuerySet":
        return self.exclude(to_user=None)

    def of_person(self, person: Any) -> "HandoverQuerySet":
        """From, to or proposed by."""
        return self.filter(Q(from_user=person) | Q(to_user=person) | Q(proposed_by=person))


class Handover(models.Model):
    """A unit passes from one person to the next: proposed by the one who leaves, or done at once by the office."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="handovers", verbose_name="xã, phường")
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người bàn giao"
    )
    # Until the office has said whose account it is.
    to_name = models.CharField("người nhận", max_length=150, blank=True)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="tài khoản nhận"
    )
    on = models.DateField("ngày bàn giao")
    stays = models.BooleanField("người bàn giao vẫn giữ vai trò", default=False)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "bàn giao đơn vị"
        verbose_name_plural = "bàn giao đơn vị"
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("unit",),
                condition=Q(decided_at=None),
                name="handover_one_proposed",
                violation_error_message="Đơn vị đang có một đề nghị bàn giao chờ xác nhận.",
            ),
            models.CheckConstraint(
                name="handover_between_two",
                condition=Q(from_user=None) | Q(to_user=None) | ~Q(from_user=F("to_user")),
                violation_error_message="Người nhận phải khác người bàn giao.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.on:%d/%m/%Y}"
