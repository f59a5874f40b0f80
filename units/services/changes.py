"""Merging, splitting and renaming units. The old rows end and keep their history; new rows begin."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from accounts.models import User
from units.calendar import month_after
from units.models import Concern, Meeting, Membership, Period, Stage, Team, Unit, UnitChange
from units.services.refusals import AlreadyThere, Refused
from units.services.rows import lock_directory
from units.services.saving import hold_months

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    code: str
    kind: str
    name: str

    @property
    def full_name(self) -> str:
        return f"{Unit.Kind(self.kind).label} {self.name}"


@dataclass(frozen=True, kw_only=True)
class Moving:
    """What is bound to the old units and goes on with the new ones."""

    teams: list[Team]
    people: list[Membership]
    concerns: list[Concern]
    following: list[Meeting]  # registrations that the one new unit takes over
    cancelled: list[Meeting]  # registrations that cannot be one unit's, to be made anew


def first_month_of(on: datetime.date) -> datetime.date:
    """A month is worked through by the units that were valid on its first day."""
    return on if on.day == 1 else month_after(on)


def moving(old: Sequence[Unit], *, into: int, on: datetime.date) -> Moving:
    """`into`: how many new units there are. Four queries."""
    teams = Team.objects.filter(unit__in=old, is_active=True).select_related("unit")
    people = Membership.objects.filter(unit__in=old).select_related("user", "unit").order_by("user__sort_key", "pk")
    concerns = Concern.objects.filter(unit__in=old, closed_on=None, expires_on__gte=on).select_related("unit")
    by_month = defaultdict(list)
    for meeting in Meeting.objects.filter(unit__in=old, period__month__gte=on).with_unit():
        by_month[meeting.period_id].append(meeting)
    alone = [meetings[0] for meetings in by_month.values() if into == 1 and len(meetings) == 1]
    others = [one for meetings in by_month.values() for one in meetings if one not in alone]
    return Moving(teams=list(teams), people=list(people), concerns=list(concerns), following=alone, cancelled=others)


@transaction.atomic
def replace_units(
    *,
    kind: UnitChange.Kind,
    old: Sequence[Unit],
    new: Sequence[NewUnit],
    on: datetime.date,
    basis: str,
    teams: Mapping[int, int],
    people: Mapping[int, int],
    by: User,
    at: datetime.datetime,
) -> UnitChange:
    """`teams` and `people` say to which of the `new` (0, 1, …) each team and membership goes; all to the only one."""
    lock_directory()
    units = list(Unit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[unit.pk for unit in old]))
    hold_months(on)
    _refuse(kind, old, units, new, on)
    change = UnitChange.objects.create(
        kind=kind, on=on, basis=basis, made_by=by, made_at=at, summary=_summary(kind, units, new)
    )
    goes = moving(units, into=len(new), on=on)
    known = {one.pk for one in goes.teams} <= teams.keys() and {one.pk for one in goes.people} <= people.keys()
    if len(new) > 1 and not known:
        raise Refused("Danh sách tổ hoặc người phụ trách vừa thay đổi, xin xem lại và chọn đơn vị mới cho từng mục.")
    ends = [[unit.pk, unit.valid_to and unit.valid_to.isoformat()] for unit in units]
    for unit in units:
        unit.valid_to, unit.ended_by, unit.change_basis = on - DAY, change, basis
        unit.save()
    made = [_begin(one, units, change) for one in new]
    for unit in units:
        unit.successors.set(made)
    _move_teams(goes.teams, made, teams)
    _hand_over(goes.people, made, people)
    change.moved = {
        "ends": ends,
        "concerns": _move_concerns(goes.concerns, made, on),
        "following": [[meeting.pk, meeting.unit_id] for meeting in goes.following],
        "cancelled": [meeting.pk for meeting in goes.cancelled],
    }
    change.save(update_fields=["moved"])
    # A changed row counts one on: calendars go by it, and so does a form that somebody has open.
    Meeting.objects.filter(pk__in=[one.pk for one in goes.following]).update(
        unit=made[0], changed_by=by, changed_at=at, version=F("version") + 1
    )
    Meeting.objects.filter(pk__in=[one.pk for one in goes.cancelled]).update(
        cancelled_at=at, cancelled_by=by, change_reason=change.summary[:300], version=F("version") + 1
    )
    return change


def _refuse(kind: str, asked: Sequence[Unit], units: Sequence[Unit], new: Sequence[NewUnit], on: datetime.date) -> None:
    if done := next((unit.ended_by for unit in units if unit.ended_by), None):
        raise AlreadyThere(f"Thay đổi này đã được ghi nhận: {done}.")
    fits = {"merge": len(units) > 1 and len(new) == 1, "split": len(units) == 1 and len(new) > 1}
    if len(units) != len(asked) or not fits.get(kind, len(units) == len(new) == 1):
        raise Refused("Số đơn vị cũ và mới không hợp với hình thức thay đổi, xin xem lại.")
    for unit in units:
        if unit.valid_from >= on or (unit.valid_to and unit.valid_to < on - DAY):
            raise Refused(f"{unit} không có hiệu lực ngày {on - DAY:%d/%m/%Y}, xin xem lại ngày thay đổi.")
    begun = Period.objects.filter(month__gte=on).exclude(stage=Stage.REGISTRATION).order_by("-month").first()
    if begun:
        raise Refused(
            f"Tháng {begun.label} đã qua giai đoạn đăng ký, việc của tháng ấy thuộc về đơn vị cũ. Đồng chí chọn từ "
            f"ngày {begun.month + DAY:%d/%m/%Y} trở đi; đơn vị cũ làm hết tháng, đơn vị mới bắt đầu từ tháng sau."
        )
    codes = [one.code for one in new]
    if len(set(codes)) < len(codes):
        raise Refused("Hai đơn vị mới không được cùng một mã.")
    for code in codes:
        if other := Unit.objects.overlapping(code, on, None).exclude(pk__in=[unit.pk for unit in units]).first():
            raise Refused(f"Mã {code} đang thuộc {other.name_in_text}.")


def _summary(kind: str, units: Sequence[Unit], new: Sequence[NewUnit]) -> str:
    act = UnitChange.Kind(kind).label
    names = [one.full_name for one in new]
    return f"{act}: {_listed([unit.full_name for unit in units])} thành {_listed(names)}"[:2000]


def _listed(names: Sequence[str]) -> str:
    return " và ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _begin(one: NewUnit, units: Sequence[Unit], change: UnitChange) -> Unit:
    areas = {unit.area for unit in units}
    unit = Unit(
        code=one.code,
        kind=one.kind,
        name=one.name,
        valid_from=change.on,
        area=areas.pop() if len(areas) == 1 else "",
        begun_by=change,
        change_basis=change.basis,
    )
    unit.full_clean()
    unit.save()
    return unit


def _move_teams(teams: Sequence[Team], made: Sequence[Unit], chosen: Mapping[int, int]) -> None:
    """Copies: what was recorded of a team stays with the old one. Two of one name get that of their old unit."""
    copies: dict[int, dict[str, Team]] = {unit.pk: {} for unit in made}
    for team in teams:
        unit = made[chosen[team.pk]] if len(made) > 1 else made[0]
        there = copies[unit.pk]
        name = team.name if team.name not in there else f"{team.name[:100]} ({team.unit.name[:40]})"
        if name in there:
            name = f"{name[:140]} {len(there) + 1}"
        there[name] = Team(
            unit=unit, name=name, members=team.members, head=team.head, position=len(there) + 1, continues=team
        )
    Team.objects.bulk_create(copy for there in copies.values() for copy in there.values())


def _hand_over(people: Sequence[Membership], made: Sequence[Unit], chosen: Mapping[int, int]) -> None:
    """They act for the new unit too; for the old one they finish its months and read its history."""
    wanted = {(one.user_id, one.role, made[chosen[one.pk]] if len(made) > 1 else made[0]) for one in people}
    for user_id, role, unit in wanted:
        Membership.objects.create(user_id=user_id, role=role, unit=unit)


def _move_concerns(concerns: Sequence[Concern], made: Sequence[Unit], on: datetime.date) -> list[list[int]]:
    """The old ones hold until the old units' last month is over. Each new unit gets its own; the office closes any."""
    pairs = []
    for concern in concerns:
        for unit in made:
            copy = Concern.objects.create(
                unit=unit,
                reason=concern.reason,
                tier_asked=concern.tier_asked,
                opened_on=max(concern.opened_on, on),
                expires_on=concern.expires_on,
                opened_by=concern.opened_by,
            )
            pairs.append([concern.pk, copy.pk])
        concern.closed_on = first_month_of(on)
        concern.save(update_fields=["closed_on"])
    return pairs


@transaction.atomic
def undo_change(change: UnitChange, *, by: User, at: datetime.datetime) -> UnitChange:
    """As long as the new units have nothing of their own."""
    lock_directory()
    stored = UnitChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if stored.undone_at:
        raise AlreadyThere("Thay đổi này đã được hoàn tác.")
    made, units = list(stored.new_units.all()), list(stored.old_units.all())
    hold_months(stored.on)
    if reason := _what_is_recorded(stored, made, units):
        raise Refused(f"Không hoàn tác được nữa: {reason}")
    _take_back(stored, made)
    try:
        for unit in made:
            unit.delete()
    except ProtectedError:
        raise Refused("Không hoàn tác được nữa: đơn vị mới đã có việc được ghi nhận.") from None
    ends = dict(stored.moved["ends"])
    for unit in units:
        end = ends[unit.pk]
        unit.valid_to = datetime.date.fromisoformat(end) if end else None
        unit.ended_by, unit.change_basis = None, ""
        unit.save()
    stored.undone_by, stored.undone_at = by, at
    stored.save(update_fields=["undone_by", "undone_at"])
    return stored


def _what_is_recorded(change: UnitChange, made: Sequence[Unit], units: Sequence[Unit]) -> str:
    """Why not, in a sentence; "" when it may be undone."""
    copies = [new for _, new in change.moved["concerns"]]
    followed = [meeting for meeting, _ in change.moved["following"]]
    if any(unit.valid_to or unit.ended_by_id for unit in made):
        return "đơn vị mới đã thay đổi tiếp hoặc đã hết hiệu lực."
    meetings = Meeting.with_cancelled.filter(unit__in=made)
    if meetings.exclude(pk__in=followed).exists() or meetings.exclude(period__stage=Stage.REGISTRATION).exists():
        return "đơn vị mới đã đăng ký hội nghị."
    concerns = Concern.objects.filter(unit__in=made)
    if concerns.exclude(pk__in=copies).exists() or concerns.exclude(closed_on=None).exists():
        return "vấn đề cần quan tâm của đơn vị mới đã được ghi hoặc đã thôi theo dõi."
    if Team.objects.filter(unit__in=made, continues=None).exists():
        return "đơn vị mới đã thêm tổ tuyên vận."
    handed = Membership.objects.filter(unit__in=units).values("user")
    if Membership.objects.filter(unit__in=made).exclude(user__in=handed).exists():
        return "đơn vị mới đã có người khác được giao tài khoản."
    if any(_chosen_elsewhere(unit) for unit in made):
        return "đơn vị mới đã được dùng ở phần việc khác."
    return ""


def _chosen_elsewhere(unit: Unit) -> bool:
    """Rooms above refer to units in lists of their own (many to many), which deleting would silently empty."""
    related: Any = Unit._meta.related_objects
    lists = [one for one in related if one.many_to_many and one.related_model is not Unit]
    return any(one.related_model._default_manager.filter(**{one.field.name: unit}).exists() for one in lists)


def _take_back(change: UnitChange, made: Sequence[Unit]) -> None:
    moved = change.moved
    for meeting, unit in moved["following"]:
        Meeting.objects.filter(pk=meeting).update(unit=unit, version=F("version") + 1)
    Meeting.with_cancelled.filter(pk__in=moved["cancelled"], cancelled_at=change.made_at).update(
        cancelled_at=None, cancelled_by=None, change_reason="", version=F("version") + 1
    )
    Concern.objects.filter(pk__in=[new for _, new in moved["concerns"]]).delete()
    Concern.objects.filter(pk__in=[old for old, _ in moved["concerns"]]).update(closed_on=None)
    Membership.objects.filter(unit__in=made).delete()
    try:
        Team.objects.filter(unit__in=made).delete()
    except ProtectedError:
        raise Refused("Không hoàn tác được nữa: tổ tuyên vận của đơn vị mới đã có việc được ghi nhận.") from None
