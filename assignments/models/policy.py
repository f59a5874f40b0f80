"""The rules that the office chooses, versioned by the month from which they hold."""

import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Subquery, When

from units.models import Tier, Unit


class Rule(models.TextChoices):
    """The hard rules of formats/assignment.md that a policy may let a person set aside; R1 and R7 never."""

    FREE_DAY = "R2", "Ngày đại biểu báo bận"
    ONE_A_DAY = "R3", "Số hội nghị một ngày"
    LIMIT = "R4", "Số lượt tối đa một tháng"
    BARRED = "R5", "Đơn vị không phân công đến"
    AGENCIES = "R6", "Hai đại biểu cùng cơ quan"
    NO_REPEAT = "R8", "Vừa dự ở đơn vị này"


def may_override_by_default() -> list[str]:
    return [Rule.NO_REPEAT.value]


# The two columns that say something of each rank.
SHARES = {
    Tier.STANDING_MEMBER: "share_standing",
    Tier.OFFICE_HOLDER: "share_holder",
    Tier.SPECIALIST: "share_specialist",
}
LIMITS = {
    Tier.STANDING_MEMBER: "limit_standing",
    Tier.OFFICE_HOLDER: "limit_holder",
    Tier.SPECIALIST: "limit_specialist",
}
SEATS = {
    Unit.Kind.COMMUNE: "seats_commune",
    Unit.Kind.WARD: "seats_ward",
    Unit.Kind.SPECIAL_ZONE: "seats_commune",  # there are thirteen of them: no rule of their own
}

# As the rules are typed and read.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Luân phiên", ("no_repeat_months", "memory_months", "max_per_day", "distinct_agencies")),
    ("Số đại biểu dự một hội nghị", ("seats_commune", "seats_ward")),
    ("Phần việc của mỗi cấp", ("share_standing", "share_holder", "share_specialist")),
    ("Số lượt tối đa một tháng", ("limit_standing", "limit_holder", "limit_specialist")),
    ("Được làm khác khi có lý do", ("may_override",)),
    (
        "Dấu hiệu để đề xuất đơn vị cần quan tâm",
        ("sign_overdue_days", "sign_falls", "sign_low_note", "sign_tier", "sign_months"),
    ),
)
FIELDS = tuple(field for _, fields in GROUPS for field in fields)

USED_MESSAGE = "Quy tắc này đã dùng cho một bản phân công đã công bố, không sửa, không bỏ được; hãy lập bản mới."
TOO_EARLY_MESSAGE = "Đã công bố phân công của tháng này hoặc tháng sau đó; chọn một tháng chưa công bố."

# A published or replaced plan was made under the newest version that its month had.
_USED = """
    SELECT 1 INTO found FROM assignments_plan plan JOIN units_period period ON period.id = plan.period_id
    WHERE plan.status IN ('published', 'replaced') AND period.month >= {row}.valid_from {until} LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
"""
_BEFORE_THE_NEXT = """
    AND NOT EXISTS (
        SELECT 1 FROM assignments_policy later
        WHERE later.valid_from > OLD.valid_from AND later.valid_from <= period.month AND later.id <> OLD.id
    )
"""


class PolicyQuerySet(models.QuerySet["Policy"]):
    def for_month(self, month: datetime.date) -> Self:
        """The version that holds in the month comes first."""
        return self.filter(valid_from__lte=month).order_by("-valid_from")


def said_of_tier(month: datetime.date, columns: dict[Tier, str]) -> Case:
    """For a query of rows with a `tier`: what the month's policy says of it. None where there is no policy."""
    newest = Policy.objects.for_month(month)
    cases = [When(tier=tier, then=Subquery(newest.values(column)[:1])) for tier, column in columns.items()]
    return Case(*cases, output_field=models.PositiveSmallIntegerField(null=True))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Policy(models.Model):
    """Rules of planning (formats/assignment.md); versioned by the month they begin, with the reason."""

    valid_from = models.DateField("áp dụng từ tháng", unique=True)
    no_repeat_months = models.PositiveSmallIntegerField("số tháng không dự lại một đơn vị", default=3)
    memory_months = models.PositiveSmallIntegerField("số tháng tính luân phiên", default=12)
    max_per_day = models.PositiveSmallIntegerField("số hội nghị tối đa một ngày", default=1)
    distinct_agencies = models.BooleanField("đại biểu cùng dự phải khác cơ quan", default=True)
    seats_commune = models.PositiveSmallIntegerField("số đại biểu dự ở một xã, đặc khu", default=2)
    seats_ward = models.PositiveSmallIntegerField("số đại biểu dự ở một phường", default=2)
    share_standing = models.PositiveSmallIntegerField("phần việc của Ủy viên Ban Thường vụ", default=1)
    share_holder = models.PositiveSmallIntegerField("phần việc của người giữ chức vụ", default=1)
    share_specialist = models.PositiveSmallIntegerField("phần việc của chuyên viên", default=1)
    limit_standing = models.PositiveSmallIntegerField("số lượt tối đa một tháng của Ủy viên Ban Thường vụ", default=2)
    limit_holder = models.PositiveSmallIntegerField("số lượt tối đa một tháng của người giữ chức vụ", default=2)
    limit_specialist = models.PositiveSmallIntegerField("số lượt tối đa một tháng của chuyên viên", default=2)
    # Which hard rules a person may set aside for one pinned seat, with a reason that stands in the record.
    may_override = ArrayField(
        models.CharField(max_length=2, choices=Rule),
        default=may_override_by_default,
        blank=True,
        verbose_name="quy tắc được làm khác khi có lý do",
    )
    # What the record must say before the program proposes to watch over a unit.
    sign_overdue_days = models.PositiveSmallIntegerField("việc quá hạn bao nhiêu ngày", default=1)
    sign_falls = models.PositiveSmallIntegerField("tụt hạng mấy tháng liền", default=2)
    sign_low_note = models.DecimalField(
        "điểm trung bình của phiếu từ mức này trở xuống", max_digits=3, decimal_places=2, default=Decimal("2.50")
    )
    sign_tier = models.PositiveSmallIntegerField("cấp đại biểu đề xuất", choices=Tier, default=Tier.OFFICE_HOLDER)
    sign_months = models.PositiveSmallIntegerField("theo dõi trong mấy tháng", default=3)
    reason = models.CharField("căn cứ", max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lập"
    )
    made_at = models.DateTimeField("lập lúc", null=True, blank=True)

    objects: ClassVar[Any] = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "quy tắc phân công"
        verbose_name_plural = "quy tắc phân công"
        ordering = ("-valid_from",)
        constraints = (
            models.CheckConstraint(
                name="policy_per_day_positive",
                condition=Q(max_per_day__gte=1),
                violation_error_message="Mỗi ngày ít nhất một hội nghị.",
            ),
            models.CheckConstraint(
                name="policy_seats_sensible",
                condition=Q(seats_commune__range=(1, 9), seats_ward__range=(1, 9)),
                violation_error_message="Mỗi hội nghị từ 1 đến 9 đại biểu.",
            ),
            models.CheckConstraint(
                name="policy_shares_positive",
                condition=Q(share_standing__gte=1, share_holder__gte=1, share_specialist__gte=1),
                violation_error_message="Phần việc ít nhất là 1.",
            ),
            models.CheckConstraint(
                name="policy_signs_sensible",
                condition=Q(sign_overdue_days__range=(1, 365), sign_falls__range=(1, 12), sign_months__range=(1, 12))
                & Q(sign_low_note__range=(1, 5), sign_tier__in=(Tier.STANDING_MEMBER, Tier.OFFICE_HOLDER)),
                violation_error_message="Dấu hiệu để đề xuất chưa hợp lý.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="used_policy_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                declare=[("found", "INTEGER")],
                func=f"""
                    {_USED.format(row="OLD", until=_BEFORE_THE_NEXT, message=USED_MESSAGE)}
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="policy_comes_before_its_plans",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("valid_from"),  # type: ignore[no-untyped-call]
                declare=[("found", "INTEGER")],
                func=f"""
                    {_USED.format(row="NEW", until="", message=TOO_EARLY_MESSAGE)}
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"Quy tắc từ tháng {self.valid_from:%m/%Y}"

    def share_of(self, tier: int) -> int:
        return int(getattr(self, SHARES[Tier(tier)]))

    def limit_of(self, tier: int) -> int:
        return int(getattr(self, LIMITS[Tier(tier)]))

    def seats_of(self, kind: str) -> int:
        return int(getattr(self, SEATS[Unit.Kind(kind)]))
