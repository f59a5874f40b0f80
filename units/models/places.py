"""Where the work happens and for whom: committee, units, teams, agencies, and who acts in which role."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, F, FilteredRelation, Q
from django.utils import timezone

from accounts.names import search_key, title_sort_key
from units.roles import Role

if TYPE_CHECKING:
    from units.actor import Actor
    from units.models.month import Period


class ValidityQuerySet(models.QuerySet[Any]):
    def valid(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class UnitQuerySet(ValidityQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The committee, its delegates and its agencies know every unit; a unit knows itself."""
        if actor.knows_all_units:
            return self
        return self.filter(pk__in=actor.unit_ids)

    def matching(self, text: str) -> Self:
        """Whose name holds `text`, typed with or without diacritics."""
        return self.filter(search_key__contains=search_key(text))

    def with_teams(self) -> Self:
        """Adds `teams_active`: how many tổ tuyên vận work in each unit."""
        counted = self.annotate(teams_active=Count("teams", filter=Q(teams__is_active=True)))
        return counted.order_by("sort_key", "code")  # grouping drops the order of Meta

    def with_meeting_of(self, period: Period) -> Self:
        """One row a unit beside its meeting of the month, empty (NULL) where it has not registered."""
        fields = ("starts_at", "ends_at", "place", "agenda", "seats", "registered_at", "held_on")
        return self.annotate(
            month_meeting=FilteredRelation("meetings", condition=Q(meetings__period=period)),
            meeting_id=F("month_meeting__pk"),
            **{field: F(f"month_meeting__{field}") for field in fields},
        )

    def registered_in(self, period: Period) -> Self:
        return self.filter(meetings__period=period)

    def not_registered_in(self, period: Period) -> Self:
        return self.exclude(meetings__period=period)


class IssuingBody(models.Model):
    """The Party committee (cấp ủy) whose deployment this is. Its papers print from here."""

    name = models.CharField("tên cấp ủy", max_length=150)
    office_name = models.CharField("cơ quan tham mưu", max_length=150)
    place = models.CharField("địa danh", max_length=80)
    term_from = models.DateField("nhiệm kỳ bắt đầu")
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("hiệu lực đến", null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = "cấp ủy ban hành"
        verbose_name_plural = "cấp ủy ban hành"
        constraints = (
            models.CheckConstraint(
                name="body_valid_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class DocumentForm(models.Model):
    """Head, symbol and signature of one kind of document; all of it is data of the issuing body (domain.md)."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "Thông báo"
        REPORT = "report", "Báo cáo"

    body = models.ForeignKey(IssuingBody, models.PROTECT, related_name="document_forms", verbose_name="cấp ủy")
    kind = models.CharField("loại văn bản", max_length=10, choices=Kind)
    superior = models.CharField("cơ quan cấp trên", max_length=150)
    issuer = models.CharField("cơ quan ban hành", max_length=150)
    symbol = models.CharField("ký hiệu", max_length=20, help_text="Ví dụ: TB/TU, BC/BTG")
    authority = models.CharField("thẩm quyền ký", max_length=80, blank=True, help_text="Ví dụ: T/M BAN THƯỜNG VỤ")
    position = models.CharField("chức vụ người ký", max_length=80)
    signer = models.CharField("người ký", max_length=150)
    receivers = models.TextField("nơi nhận", help_text="Mỗi dòng một nơi nhận")
    last_number = models.PositiveIntegerField("số đã dùng", default=0)

    class Meta:
        verbose_name = "mẫu văn bản"
        verbose_name_plural = "mẫu văn bản"
        constraints = (
            models.UniqueConstraint(
                fields=("body", "kind"), name="document_form_once", violation_error_message="Mẫu này đã có."
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.symbol}"


class Unit(models.Model):
    """A commune or ward with its ban tuyên vận. Codes and names are re-used over time, hence validity."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", "Xã"
        WARD = "ward", "Phường"
        SPECIAL_ZONE = "special_zone", "Đặc khu"

    code = models.CharField("mã đơn vị", max_length=10)
    kind = models.CharField("loại", max_length=12, choices=Kind)
    name = models.CharField("tên", max_length=100)
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("hiệu lực đến", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="đơn vị kế tục")
    sort_key = models.CharField(max_length=300, editable=False, db_index=True)
    search_key = models.CharField(max_length=150, editable=False)

    objects: ClassVar[Any] = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "xã, phường"
        verbose_name_plural = "xã, phường"
        ordering = ("sort_key", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "valid_from"), name="unit_once", violation_error_message="Đơn vị này đã có."
            ),
            models.CheckConstraint(
                name="unit_valid_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = title_sort_key(self.name)
        self.search_key = search_key(self.full_name)
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class Team(models.Model):
    """Tổ tuyên vận of a village or residential group."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="teams", verbose_name="xã, phường")
    name = models.CharField("tên tổ", max_length=150)
    members = models.PositiveSmallIntegerField("số thành viên", default=3)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_active = models.BooleanField("đang hoạt động", default=True)

    class Meta:
        verbose_name = "tổ tuyên vận"
        verbose_name_plural = "tổ tuyên vận"
        ordering = ("unit__sort_key", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "name"), name="team_once", violation_error_message="Đơn vị đã có tổ mang tên này."
            ),
        )

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """Advisory agency, Front or socio-political organisation."""

    code = models.SlugField("mã", max_length=20, unique=True, error_messages={"unique": "Mã này đã có."})
    name = models.CharField("tên cơ quan", max_length=150)
    short_name = models.CharField("tên gọn", max_length=60)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Membership(models.Model):
    """Who acts in which role for whom. A person may hold several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="tài khoản"
    )
    role = models.CharField("vai trò", max_length=12, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="xã, phường")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name="cơ quan")

    class Meta:
        verbose_name = "phân vai"
        verbose_name_plural = "phân vai"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "unit", "agency"),
                nulls_distinct=False,
                name="membership_once",
                violation_error_message="Người này đã có vai trò đó.",
            ),
            models.CheckConstraint(
                name="membership_unit_role_names_unit",
                condition=Q(role=Role.UNIT, unit__isnull=False) | (~Q(role=Role.UNIT) & Q(unit=None)),
                violation_error_message="Vai trò xã, phường phải kèm tên đơn vị, vai trò khác thì không.",
            ),
            models.CheckConstraint(
                name="membership_appraiser_names_agency",
                condition=Q(role=Role.APPRAISER, agency__isnull=False) | (~Q(role=Role.APPRAISER) & Q(agency=None)),
                violation_error_message="Vai trò chấm điểm phải kèm tên cơ quan, vai trò khác thì không.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
