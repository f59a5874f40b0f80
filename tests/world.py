"""A small world for tests: one committee, units, agencies, people. Defaults for what a test is not about."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from assignments.models import Delegate, Policy
from units import services
from units.calendar import proposed_deadlines
from units.models import (
    Agency,
    Concern,
    ConcernProposal,
    DocumentForm,
    IssuingBody,
    Meeting,
    Membership,
    Period,
    Role,
    Stage,
    Team,
    Unit,
    UnitChange,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONTH = datetime.date(2026, 11, 1)
NOW = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=HANOI)
LONG_AGO = datetime.date(2021, 1, 1)
USUAL_DAYS = proposed_deadlines(MONTH)
CLOSED_BY_THE_CLOCK: dict[str, tuple[str, ...]] = {
    Stage.REGISTRATION: ("registration_due", "notice_due"),
    Stage.SELF_ASSESSMENT: ("self_assessment_due", "appraisal_due", "appeal_due", "ranking_due"),
}


def make_body() -> IssuingBody:
    body = IssuingBody.objects.create(
        name="THÀNH ỦY LÀO CAI",
        office_name="BAN TUYÊN GIÁO",
        place="Lào Cai",
        term_from=datetime.date(2025, 8, 1),
        valid_from=LONG_AGO,
    )
    DocumentForm.objects.create(
        body=body,
        kind="notice",
        superior="ĐẢNG BỘ TỈNH LÀO CAI",
        issuer="THÀNH ỦY LÀO CAI",
        symbol="TB/TU",
        authority="T/M BAN THƯỜNG VỤ",
        position="PHÓ BÍ THƯ",
        signer="Nguyễn Thị Mai",
        receivers="Các đồng chí có tên tại phụ lục\nCác xã, phường\nLưu Văn phòng, Ban Tuyên giáo",
    )
    DocumentForm.objects.create(
        body=body,
        kind="report",
        superior="THÀNH ỦY LÀO CAI",
        issuer="BAN TUYÊN GIÁO",
        symbol="BC/BTG",
        authority="K/T TRƯỞNG BAN",
        position="PHÓ TRƯỞNG BAN",
        signer="Vũ A Dín",
        receivers="Thường trực Thành ủy\nCác xã, phường\nLưu Ban Tuyên giáo",
    )
    Policy.objects.create(valid_from=LONG_AGO, reason="Quy chế phân công")
    return body


def make_unit(name: str = "Hợp Thành", *, kind: str = "commune", code: str = "", teams: int = 2) -> Unit:
    unit = Unit.objects.create(
        code=code or f"{90000 + Unit.objects.count():05d}", kind=kind, name=name, valid_from=LONG_AGO
    )
    for number in range(1, teams + 1):
        Team.objects.create(unit=unit, name=f"Tổ tuyên vận thôn {number}", position=number)
    return unit


def make_agency(name: str = "Ban Tổ chức", *, code: str = "") -> Agency:
    place = Agency.objects.count() + 1
    return Agency.objects.create(code=code or f"cq{place}", name=name, short_name=name, position=place)


def make_user(username: str, full_name: str = "", **memberships: Any) -> User:
    """`roles=[Role.OFFICE]`, or `unit=…`, or `agency=…` for the roles that act for somebody."""
    user: User = User.objects.create_user(
        username=username, password="mat-khau-thu-nghiem", full_name=full_name or username
    )
    for role in memberships.get("roles", []):
        Membership.objects.create(user=user, role=role)
    if unit := memberships.get("unit"):
        Membership.objects.create(user=user, role=Role.UNIT, unit=unit)
    if agency := memberships.get("agency"):
        Membership.objects.create(user=user, role=Role.APPRAISER, agency=agency)
    return user


def make_period(month: datetime.date = MONTH, *, stage: str = Stage.REGISTRATION, **days: datetime.date) -> Period:
    """Its usual days, but that the clock has not closed the stage to units, whenever this runs.

    A test of a deadline names its `days`.
    """
    return Period.objects.create(
        month=month,
        stage=stage,
        agenda="Thông tin thời sự; xây dựng nông thôn mới.",
        **(proposed_deadlines(month) | (days or days_to_come(month, stage))),
    )


def days_to_come(month: datetime.date, stage: str) -> dict[str, datetime.date]:
    """The day of a stage in which units write, and those that must not be before it; none of a day still to come."""
    usual = proposed_deadlines(month)
    fields = CLOSED_BY_THE_CLOCK.get(stage, ())
    soon = timezone.localdate() + datetime.timedelta(days=7)
    return {field: max(usual[field], soon) for field in fields}


def make_meeting(period: Period, unit: Unit, *, day: int = 10, hour: int = 8, by: User, **fields: Any) -> Meeting:
    starts_at = datetime.datetime.combine(period.month.replace(day=day), datetime.time(hour), tzinfo=HANOI)
    values = {
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=3),
        "place": f"Hội trường UBND {unit.full_name.lower()}",
        "agenda": "Thông tin thời sự",
        "registered_at": NOW,
        "registered_by": by,
    }
    return Meeting.objects.create(period=period, unit=unit, **(values | fields))


def make_delegate(agency: Agency, full_name: str = "Lò Đức Dín", *, tier: int = 3, **fields: Any) -> Delegate:
    values = {"position": "Chuyên viên", "active_from": LONG_AGO}
    return Delegate.objects.create(agency=agency, full_name=full_name, tier=tier, **(values | fields))


def make_concern(unit: Unit, reason: str = "Giải phóng mặt bằng", *, by: User, **fields: Any) -> Concern:
    values = {"tier_asked": 1, "opened_on": LONG_AGO, "expires_on": datetime.date(2099, 12, 31)}
    return Concern.objects.create(unit=unit, reason=reason, opened_by=by, **(values | fields))


def make_proposal(unit: Unit, **fields: Any) -> ConcernProposal:
    values = {
        "sign": ConcernProposal.Sign.OVERDUE,
        "evidence_key": "1:20261101",
        "evidence": "Việc “Sửa đường” quá hạn giải quyết từ ngày 01/11/2026.",
        "tier_proposed": 2,
        "months": 3,
        "first_seen_on": MONTH,
    }
    return ConcernProposal.objects.create(unit=unit, **(values | fields))


def rename_unit(unit: Unit, name: str, *, on: datetime.date, by: User) -> Unit:
    change = services.replace_units(
        kind=UnitChange.Kind.RENAME,
        old=[unit],
        new=[services.NewUnit(code=unit.code, kind=unit.kind, name=name)],
        on=on,
        basis="Nghị quyết thử nghiệm",
        teams={},
        people={},
        by=by,
        at=NOW,
    )
    return change.new_units.get()
