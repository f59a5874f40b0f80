"""Where the work happens and for whom: committee, units, teams, agencies, and who acts in which role."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count, F, FilteredRelation, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.names import search_key, title_sort_key
from units.models.keys import FoundQuerySet, KeyField
from units.roles import Role

if TYPE_CHECKING:
    from units.actor import Actor
    from units.models.month import Period


class ValidityQuerySet(models.QuerySet[Any]):
    def valid(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

    def not_valid(self, on: datetime.date) -> Self:
        return self.filter(Q(valid_to__lt=on) | Q(valid_from__gt=on))


class UnitQuerySet(ValidityQuerySet, FoundQuerySet):  # type: ignore[override] # of as_manager, by the plugin
    first_words = ("xa", "phuong", "dac khu")

    def former(self, on: datetime.date | None = None) -> Self:
        return self.filter(valid_to__lt=on or timezone.localdate())

    def overlapping(self, code: str, first: datetime.date, last: datetime.date | None) -> Self:
        """Rows with this code that are valid on some day from `first` to `last` (None: for good)."""
        rows = self.filter(Q(valid_to=None) | Q(valid_to__gte=first), code=code)
        return rows if last is None else rows.filter(valid_from__lte=last)

    def named(self, text: str, *, most: int) -> list[Unit]:
        """The unit meant by "Xã Hợp Thành (02680)", by a code or by a name; several where it is not clear."""
        if found := re.fullmatch(r".*\((\w{1,10})\)|(\d{4,10})", text.strip(), flags=re.DOTALL):
            today = timezone.localdate()
            rows = list(self.filter(code=found[1] or found[2]).order_by("-valid_from"))
            return sorted(rows, key=lambda unit: unit.valid_from > today or unit.is_former(today))[:1]
        key = search_key(text)
        whole = Q(search_key=key)
        for word in self.first_words:
            whole |= Q(search_key=f"{word} {key}")
        return list(self.filter(whole)[:most]) or list(self.matching(text).best_first(text)[:most])

    def visible_to(self, actor: Actor) -> Self:
        """The committee, its delegates and its agencies know every unit; a unit knows itself."""
        if actor.knows_all_units:
            return self
        return self.filter(pk__in=actor.unit_ids)

    def with_teams(self) -> Self:
        """Adds `teams_active`: how many tổ tuyên vận work in each unit."""
        active = apps.get_model("units", "Team").objects.filter(unit=OuterRef("pk"), is_active=True).order_by()
        counted = active.annotate(one=Value(1)).values("one").annotate(n=Count("*")).values("n")
        return self.annotate(teams_active=Coalesce(Subquery(counted), 0))  # for the rows of a page, not for all

    def with_meeting_of(self, period: Period) -> Self:
        """One row a unit beside its meeting of the month, empty (NULL) where it has not registered.

        `cancelled_at` is that of a meeting called off; such a unit counts as not registered.
        """
        fields = ("starts_at", "ends_at", "place", "agenda", "seats", "registered_at", "held_on", "before_committee")
        return self.annotate(
            month_meeting=FilteredRelation(
                "meetings", condition=Q(meetings__period=period, meetings__cancelled_at=None)
            ),
            called_off=FilteredRelation(
                "meetings", condition=Q(meetings__period=period, meetings__cancelled_at__isnull=False)
            ),
            cancelled_at=F("called_off__cancelled_at"),
            meeting_id=F("month_meeting__pk"),
            **{field: F(f"month_meeting__{field}") for field in fields},
        )

    def with_extension_of(self, period: Period, stage: str) -> Self:
        """Adds `extended_until` and `extension_reason`, NULL where the office has granted nothing."""
        granted = apps.get_model("units", "Extension").objects.filter(period=period, unit=OuterRef("pk"), stage=stage)
        newest = granted.order_by("-pk")
        return self.annotate(
            extended_until=Subquery(newest.values("until")[:1]), extension_reason=Subquery(newest.values("reason")[:1])
        )

    def registered_in(self, period: Period) -> Self:
        return self.filter(meetings__period=period, meetings__cancelled_at=None)

    def not_registered_in(self, period: Period) -> Self:
        return self.exclude(pk__in=Unit.objects.registered_in(period).values("pk"))


class PlaceQuerySet(FoundQuerySet):
    """Of teams and of agencies."""

    def active(self) -> Self:
        return self.filter(is_active=True)


@pghistory.track()
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


@pghistory.track()
class DocumentForm(models.Model):
    """Head, symbol and signature of one kind of document; all of it is data of the issuing body (domain.md)."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "Thông báo"
        REPORT = "report", "Báo cáo"

    body = models.ForeignKey(IssuingBody, models.PROTECT, related_name="document_forms", verbose_name="cấp ủy")
    kind = models.CharField("loại văn bản", max_length=10, choices=Kind)
    superior = models.CharField("cơ quan cấp trên", max_length=150, blank=True)
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


class UnitChange(models.Model):
    """One merging, splitting or renaming, as it was entered; undone it stays, with who undid it."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Sáp nhập"
        SPLIT = "split", "Chia tách"
        RENAME = "rename", "Đổi tên"

    kind = models.CharField("hình thức", max_length=6, choices=Kind)
    on = models.DateField("từ ngày")
    basis = models.CharField("căn cứ", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi nhận"
    )
    made_at = models.DateTimeField("ghi nhận lúc")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người hoàn tác"
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    # Pairs of row ids, so that undoing finds what went where: concerns (old, new), meetings (meeting, old unit).
    moved = models.JSONField(default=dict, editable=False)
    summary = models.CharField("nội dung", max_length=2000)

    class Meta:
        verbose_name = "thay đổi đơn vị"
        verbose_name_plural = "thay đổi đơn vị"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.summary


def _code_range() -> Func:
    """A text cannot stand in a GiST index without an extension that the embedded server lacks; its hash can."""
    code = Func(F("code"), Value(0), function="hashtextextended", output_field=models.BigIntegerField())
    return Func(code, code, Value("[]"), function="int8range")


@pghistory.track(exclude=["sort_key", "search_key"])
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
    area = models.CharField("cụm, khu vực", max_length=60, blank=True, db_index=True)
    # Merged into one, split into several, or renamed: the old row ends and names those that go on.
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True, verbose_name="đơn vị kế tục"
    )
    change_basis = models.CharField("căn cứ sáp nhập, chia tách, đổi tên", max_length=200, blank=True)
    begun_by = models.ForeignKey(
        UnitChange, models.PROTECT, null=True, blank=True, editable=False, related_name="new_units"
    )
    ended_by = models.ForeignKey(
        UnitChange, models.PROTECT, null=True, blank=True, editable=False, related_name="old_units"
    )
    sort_key = KeyField(source="name", make=title_sort_key, db_index=True)
    search_key = KeyField(source="full_name", make=search_key)

    objects: ClassVar[Any] = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "xã, phường"
        verbose_name_plural = "xã, phường"
        ordering = ("sort_key", "code")
        indexes = (
            models.Index(fields=("valid_from", "valid_to"), name="unit_validity"),  # counted on every page
            models.Index(fields=("valid_to",), condition=Q(valid_to__isnull=False), name="unit_ended"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("code", "valid_from"), name="unit_once", violation_error_message="Đơn vị này đã có."
            ),
            models.CheckConstraint(
                name="unit_valid_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
            ExclusionConstraint(
                name="unit_code_one_at_a_time",
                expressions=[
                    (_code_range(), RangeOperators.OVERLAPS),
                    (
                        Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),  # else daterange itself fails
                violation_error_message="Mã này đang thuộc một đơn vị khác trong cùng thời gian.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def name_in_text(self) -> str:
        """Inside a sentence: "xã Vạn Hòa"."""
        return f"{str(self.get_kind_display()).lower()} {self.name}"

    def is_former(self, on: datetime.date | None = None) -> bool:
        return self.valid_to is not None and self.valid_to < (on or timezone.localdate())


class Team(models.Model):
    """Tổ tuyên vận of a village or residential group."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="teams", verbose_name="xã, phường")
    name = models.CharField("tên tổ", max_length=150)
    members = models.PositiveSmallIntegerField("số thành viên", default=3)
    head = models.CharField("tổ trưởng (chức danh)", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_active = models.BooleanField("đang hoạt động", default=True)
    # The same people under the unit that came before; its visits and attendances stay with that row.
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="continued_by"
    )
    search_key = KeyField(source="name", make=search_key)

    objects: ClassVar[Any] = PlaceQuerySet.as_manager()

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


@pghistory.track(exclude=["search_key"])
class Agency(models.Model):
    """Advisory agency, Front or socio-political organisation."""

    code = models.SlugField("mã", max_length=20, unique=True, error_messages={"unique": "Mã này đã có."})
    name = models.CharField("tên cơ quan", max_length=150)
    short_name = models.CharField("tên gọn", max_length=60)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_active = models.BooleanField("đang hoạt động", default=True)
    search_key = KeyField(source="names", make=search_key)

    objects: ClassVar[Any] = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> str:
        """By either of them it is found."""
        return f"{self.name} {self.short_name}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
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
