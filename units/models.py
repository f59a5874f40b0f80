from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.names import search_key, title_sort_key

if TYPE_CHECKING:
    from units.actor import Actor


class Tier(models.IntegerChoices):
    """Rank of a delegate, and the rank a matter of concern asks for; a smaller number is more senior."""

    STANDING_MEMBER = 1, "Ủy viên Ban Thường vụ"
    OFFICE_HOLDER = 2, "Giữ chức vụ"
    SPECIALIST = 3, "Chuyên viên"


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
        return self.filter(Exists(Meeting.objects.filter(period=period, unit=OuterRef("pk"))))

    def not_registered_in(self, period: Period) -> Self:
        return self.filter(~Exists(Meeting.objects.filter(period=period, unit=OuterRef("pk"))))


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


class Role(models.TextChoices):
    OFFICE = "office", "Chuyên viên Ban Tuyên giáo"
    OFFICE_HEAD = "office_head", "Lãnh đạo Ban Tuyên giáo"
    STANDING = "standing", "Thường trực cấp ủy"
    UNIT = "unit", "Xã, phường"
    DELEGATE = "delegate", "Đại biểu"
    APPRAISER = "appraiser", "Cơ quan chấm điểm"
    SYSADMIN = "sysadmin", "Quản trị"


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


class Stage(models.TextChoices):
    """The month's stages in their order (domain.md, "The month, as stages")."""

    REGISTRATION = "registration", "Đăng ký"
    ASSIGNMENT = "assignment", "Phân công"
    CONFERENCE = "conference", "Hội nghị"
    SELF_ASSESSMENT = "self_assessment", "Tự chấm"
    APPRAISAL = "appraisal", "Thẩm định"
    APPEAL = "appeal", "Giải trình"
    CLOSED = "closed", "Kết thúc"

    @property
    def place(self) -> int:
        return list(Stage).index(self)

    @property
    def following(self) -> Stage | None:
        return next((stage for stage in Stage if stage.place == self.place + 1), None)

    @property
    def previous(self) -> Stage | None:
        return next((stage for stage in Stage if stage.place == self.place - 1), None)


class PeriodQuerySet(models.QuerySet["Period"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everyone with a part in the month's work; the administrator has none."""
        return self if actor.takes_part else self.none()

    def with_progress(self) -> Self:
        """Adds `units_in_all`, `registered` and `held`, each a count of its own month."""
        valid = Unit.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=OuterRef("month")), valid_from__lte=OuterRef("month")
        )
        meetings = Meeting.objects.filter(period=OuterRef("pk"))
        return self.annotate(
            units_in_all=_count(valid), registered=_count(meetings), held=_count(meetings.exclude(held_on=None))
        )


def _count(rows: models.QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


@pghistory.track()
class Period(models.Model):
    """A month of work: its deadlines, and the stage it is in. A person moves the stage, never the clock."""

    month = models.DateField("tháng", unique=True, error_messages={"unique": "Kỳ của tháng này đã mở."})
    stage = models.CharField("giai đoạn", max_length=16, choices=Stage, default=Stage.REGISTRATION)
    registration_due = models.DateField("hạn đăng ký")
    notice_due = models.DateField("hạn ra thông báo phân công")
    conference_from = models.DateField("hội nghị từ ngày")
    conference_to = models.DateField("hội nghị đến ngày")
    self_assessment_due = models.DateField("hạn tự chấm")
    appraisal_due = models.DateField("hạn thẩm định")
    appeal_due = models.DateField("hạn giải trình")
    ranking_due = models.DateField("hạn công bố xếp hạng")
    agenda = models.TextField("nội dung định hướng", max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ tháng"
        verbose_name_plural = "kỳ tháng"
        ordering = ("-month",)
        constraints = (
            models.CheckConstraint(
                name="period_month_is_first_day",
                condition=Q(month__day=1),
                violation_error_message="Kỳ tháng phải là ngày đầu tháng.",
            ),
            models.CheckConstraint(
                name="period_deadlines_in_order",
                condition=Q(notice_due__gte=F("registration_due"))
                & Q(conference_to__gte=F("conference_from"))
                & Q(self_assessment_due__gte=F("conference_from"))
                & Q(appraisal_due__gte=F("self_assessment_due"))
                & Q(appeal_due__gte=F("appraisal_due"))
                & Q(ranking_due__gte=F("appeal_due")),
                violation_error_message="Các hạn trong tháng phải theo đúng thứ tự.",
            ),
        )

    def __str__(self) -> str:
        return f"Tháng {self.label}"

    @property
    def label(self) -> str:
        return f"{self.month:%m/%Y}"

    @property
    def key(self) -> str:
        """ "2026-11": in addresses and dossiers."""
        return f"{self.month:%Y-%m}"

    @property
    def stage_due(self) -> datetime.date:
        return self.due_of(Stage(self.stage))

    def due_of(self, stage: Stage) -> datetime.date:
        return {
            Stage.REGISTRATION: self.registration_due,
            Stage.ASSIGNMENT: self.notice_due,
            Stage.CONFERENCE: self.conference_to,
            Stage.SELF_ASSESSMENT: self.self_assessment_due,
            Stage.APPRAISAL: self.appraisal_due,
            Stage.APPEAL: self.appeal_due,
            Stage.CLOSED: self.ranking_due,
        }[stage]

    @property
    def is_closed(self) -> bool:
        return self.stage == Stage.CLOSED

    def is_before(self, stage: Stage) -> bool:
        return Stage(self.stage).place < stage.place

    def is_past(self, stage: Stage) -> bool:
        return Stage(self.stage).place > stage.place


class StageMove(models.Model):
    """One move of a period's stage, by a person; kept for good."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="stage_moves", verbose_name="kỳ tháng")
    from_stage = models.CharField("từ giai đoạn", max_length=16, choices=Stage)
    to_stage = models.CharField("sang giai đoạn", max_length=16, choices=Stage)
    reason = models.CharField("lý do", max_length=300, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người chuyển")
    moved_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lần chuyển giai đoạn"
        verbose_name_plural = "lần chuyển giai đoạn"
        ordering = ("-moved_at", "-id")

    def __str__(self) -> str:
        return f"{self.period}: {self.get_from_stage_display()} → {self.get_to_stage_display()}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def in_period(self, period: Period) -> Self:
        return self.filter(period=period)

    def with_unit(self) -> Self:
        return self.select_related("unit", "period")

    def visible_to(self, actor: Actor) -> Self:
        """When and where: all of them for those who go there or rank them, its own for a unit."""
        if actor.knows_all_units:
            return self
        return self.filter(unit__in=actor.unit_ids)

    def count_by_day(self) -> dict[datetime.date, int]:
        """Day → how many units meet on it."""
        days = self.order_by().annotate(on_day=TruncDate("starts_at")).values_list("on_day")
        return dict(days.annotate(n=Count("pk")))


@pghistory.track()
class Meeting(models.Model):
    """A unit's monthly conference (hội nghị tuyên vận tháng)."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="meetings", verbose_name="kỳ tháng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings", verbose_name="xã, phường")
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc")
    place = models.CharField("địa điểm", max_length=200)
    agenda = models.TextField("nội dung", max_length=3000)
    seats = models.PositiveSmallIntegerField("số đại biểu dự", default=2)
    registered_at = models.DateTimeField("đăng ký lúc")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đăng ký"
    )
    changed_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người sửa"
    )
    change_reason = models.CharField("lý do", max_length=300, blank=True)
    held_on = models.DateField("ngày đã tổ chức", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "hội nghị"
        verbose_name_plural = "hội nghị"
        ordering = ("starts_at", "unit__sort_key")
        constraints = (
            models.UniqueConstraint(
                fields=("period", "unit"),
                name="meeting_once_a_month",
                violation_error_message="Đơn vị đã đăng ký hội nghị của tháng này.",
            ),
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                name="meeting_seats_sensible",
                condition=Q(seats__gte=1, seats__lte=9),
                violation_error_message="Số đại biểu dự từ 1 đến 9.",
            ),
        )

    def __str__(self) -> str:
        return f"Hội nghị {self.unit} {self.period.label}"

    @property
    def day(self) -> datetime.date:
        return timezone.localtime(self.starts_at).date()

    @property
    def is_held(self) -> bool:
        return self.held_on is not None


class ConcernQuerySet(models.QuerySet["Concern"]):
    def open(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on, expires_on__gte=on)

    def touching(self, first: datetime.date, last: datetime.date) -> Self:
        """Open on some day from `first` to `last`."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=first), opened_on__lte=last, expires_on__gte=first)

    def visible_to(self, actor: Actor) -> Self:
        """Reasons are for the committee and, while they hold, for those it sends; never for units or agencies."""
        if actor.sees_all_units:
            return self
        return self.open() if actor.is_delegate else self.none()


@pghistory.track()
class Concern(models.Model):
    """A matter of concern: makes a unit "đóng", so that a senior delegate is asked for."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="concerns", verbose_name="xã, phường")
    reason = models.CharField("vấn đề", max_length=300)
    tier_asked = models.PositiveSmallIntegerField("cấp đại biểu cần", choices=Tier, default=Tier.STANDING_MEMBER)
    opened_on = models.DateField("từ ngày")
    expires_on = models.DateField("đến ngày")
    closed_on = models.DateField("đã thôi theo dõi ngày", null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")

    objects: ClassVar[Any] = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = "vấn đề cần quan tâm"
        verbose_name_plural = "vấn đề cần quan tâm"
        ordering = ("expires_on", "unit__sort_key")
        constraints = (
            models.CheckConstraint(
                name="concern_dates_in_order",
                condition=Q(expires_on__gte=F("opened_on")),
                violation_error_message="Ngày hết hạn phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="concern_asks_for_rank",
                condition=Q(tier_asked__in=(Tier.STANDING_MEMBER, Tier.OFFICE_HOLDER)),
                violation_error_message="Chọn Ủy viên Ban Thường vụ hoặc người giữ chức vụ.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.reason}"
