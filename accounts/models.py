import datetime
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.names import search_key, sort_key

KEPT_MONTHS = 12  # of sign-ins, at the least (domain.md, "Law that binds it")


class UserQuerySet(models.QuerySet["User"]):
    def matching(self, text: str) -> "UserQuerySet":
        """By full name or user name, with or without diacritics; an empty text finds all."""
        return self.filter(search_key__contains=search_key(text))

    def idle_since(self, moment: datetime.datetime) -> "UserQuerySet":
        """Active accounts that nobody has used from `moment` on."""
        unused = models.Q(last_login=None) | models.Q(last_login__lt=moment)
        return self.filter(unused, is_active=True, counted_from__lt=moment)


class Users(UserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    pass


# The state alone: names and addresses must be able to go when a person is erased, and the trail only grows.
@pghistory.track(fields=["is_active", "disabled_because"], model_name="UserStateEvent")
class User(AbstractBaseUser, PermissionsMixin):
    """Who signs in. One full name, for Hmông, Dao and Tày names do not split into first and last."""

    class Disabled(models.TextChoices):
        IDLE = "idle", "lâu ngày không đăng nhập"
        BY_HAND = "by_hand", "quản trị đã khóa"
        ERASED = "erased", "đã xóa dữ liệu cá nhân"

    username = models.CharField(
        "tên đăng nhập",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Tên đăng nhập này đã có."},
    )
    full_name = models.CharField("họ và tên", max_length=150)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    search_key = models.CharField(max_length=400, editable=False, default="")
    email = models.EmailField("thư điện tử", blank=True)
    is_staff = models.BooleanField("quản trị kỹ thuật", default=False)
    is_active = models.BooleanField("đang hoạt động", default=True)
    disabled_because = models.CharField("lý do khóa", max_length=10, choices=Disabled, blank=True)
    date_joined = models.DateTimeField("tạo lúc", default=timezone.now)
    # Made, or let in again: the days without a sign-in are counted from here at the earliest.
    counted_from = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = Users()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ("sort_key",)
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_once_in_any_case",
                violation_error_message="Tên đăng nhập này đã có.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.full_name)
        self.search_key = search_key(f"{self.full_name} {self.username}")
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def used_at(self) -> datetime.datetime:
        return max(self.last_login, self.counted_from) if self.last_login else self.counted_from

    def is_idle(self, at: datetime.datetime) -> bool:
        days = settings.DISABLE_AFTER_DAYS
        return bool(days) and self.used_at < at - datetime.timedelta(days=days)


class SignIn(models.Model):
    """A sign-in, or a try. Kept for a year whoever asks, then `manage.py prune_sign_ins` takes it away."""

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed_in", "Đã đăng nhập"
        WRONG_PASSWORD = "wrong_password", "Sai mật khẩu"
        WRONG_CODE = "wrong_code", "Sai mã xác thực"
        LOCKED = "locked", "Tạm khóa vì sai nhiều lần"
        DISABLED = "disabled", "Tài khoản đang khóa"

    # Nobody where the name typed is no account's: it may be a password typed into the wrong field.
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="sign_ins", verbose_name="tài khoản")
    outcome = models.CharField("kết quả", max_length=15, choices=Outcome)
    at = models.DateTimeField("lúc", default=timezone.now, db_index=True)
    # Whole, for a break-in is traced by it; only administrators and the person see it.
    ip = models.GenericIPAddressField("địa chỉ mạng", null=True)
    device = models.CharField("thiết bị", max_length=60)

    class Meta:
        verbose_name = "lần đăng nhập"
        verbose_name_plural = "nhật ký đăng nhập"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("user", "-at"), name="sign_in_of_user"),)
        triggers = (
            pgtrigger.Protect(name="sign_in_stays_as_it_was", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="sign_in_stays_a_year",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=f"""
                    IF OLD.at > now() - interval '{KEPT_MONTHS} months' THEN
                        RAISE EXCEPTION 'Nhật ký đăng nhập được giữ ít nhất {KEPT_MONTHS} tháng, không xóa được.'
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN OLD;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.user or '–'}: {self.get_outcome_display()}"
