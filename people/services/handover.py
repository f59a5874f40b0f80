"""A unit passes from one secretary to the next. What was registered, scored, written stays under its writer's name."""

import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from people.models import Handover
from people.services.accounts import create_person
from people.services.recording import Refused
from people.services.roles import give_role, take_role
from units.models import Membership, Role, Unit


@transaction.atomic
def propose_handover(
    unit: Unit, *, leaving: User, to_name: str, on: datetime.date, note: str, at: datetime.datetime
) -> Handover:
    """By the one who leaves; the office says whose account it is to be."""
    try:
        with transaction.atomic():
            proposal: Handover = Handover.objects.create(
                unit=unit, from_user=leaving, to_name=to_name, on=on, note=note, proposed_by=leaving, proposed_at=at
            )
    except IntegrityError:
        raise Refused("Đơn vị đang có một đề nghị bàn giao chờ xác nhận.") from None
    return proposal


@transaction.atomic
def turn_down_handover(unit: Unit, *, by: User, at: datetime.datetime) -> bool:
    return bool(Handover.objects.proposed().filter(unit=unit).update(decided_by=by, decided_at=at))


@transaction.atomic
def hand_over(
    unit: Unit, *, leaving: User | None, to: User | None, to_name: str, on: datetime.date, stays: bool, note: str,
    by: User, at: datetime.datetime,
) -> Handover:  # fmt: skip
    """`to` None makes an account for `to_name`. Of two offices that do it in one moment the second is told."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    held = Membership.objects.filter(user=leaving, role=Role.UNIT, unit=unit).select_related("user", "unit").first()
    if leaving and held is None:
        raise Refused("Người bàn giao vừa thôi phụ trách đơn vị này. Xin xem lại trang.")
    if leaving and leaving == to:
        raise Refused("Người nhận phải khác người bàn giao.")
    if leaving is None or stays:
        _refuse_what_is_done(unit, to=to, to_name=to_name)
    receiver = to or create_person(full_name=to_name, username="", email="", by=by, at=at)
    if not receiver.is_active:
        raise Refused("Tài khoản của người nhận đang khóa. Xin mở lại trước.")
    give_role(receiver, role=Role.UNIT, unit=unit, by=by, at=at)
    if held and not stays:
        take_role(held, by=by, at=at)
    done = Handover.objects.select_for_update().proposed().filter(unit=unit).first()
    done = done or Handover(unit=unit, proposed_by=by, proposed_at=at)
    done.from_user, done.to_user, done.to_name = leaving, receiver, receiver.full_name
    done.on, done.stays, done.note, done.decided_by, done.decided_at = on, stays, note, by, at
    done.save()
    return done


def _refuse_what_is_done(unit: Unit, *, to: User | None, to_name: str) -> None:
    """Pressed twice where nobody leaves: nothing else would tell the second time from another person of that name."""
    holders = Membership.objects.filter(role=Role.UNIT, unit=unit)
    if (holders.filter(user=to) if to else holders.filter(user__full_name__iexact=to_name)).exists():
        raise Refused(f"Đồng chí {to.full_name if to else to_name} đang phụ trách đơn vị này rồi.")
