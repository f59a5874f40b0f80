"""Versions of the rules: a new one from a month that has nothing published yet; one in use is never changed."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from assignments.models import Plan, Policy
from assignments.models.policy import TOO_EARLY_MESSAGE, USED_MESSAGE
from units.services import AlreadyThere, Refused


@transaction.atomic
def add_policy(*, valid_from: datetime.date, by: User, at: datetime.datetime, **values: Any) -> Policy:
    """Pressed twice, one version. Waits for whoever is publishing a plan of such a month."""
    _hold_versions()
    _hold_plans(valid_from)
    stored = Policy.objects.filter(valid_from=valid_from).first()
    if stored and _same(stored, values):
        raise AlreadyThere(f"Quy tắc từ tháng {valid_from:%m/%Y} đã được lưu.")
    if stored:
        raise Refused(f"Đã có một bản quy tắc từ tháng {valid_from:%m/%Y}; chọn tháng khác, hoặc bỏ bản đó trước.")
    policy = Policy(valid_from=valid_from, made_by=by, made_at=at, **values)
    try:
        with transaction.atomic():
            policy.save()
    except IntegrityError as fault:
        raise Refused(TOO_EARLY_MESSAGE if TOO_EARLY_MESSAGE in str(fault) else "Bản quy tắc chưa hợp lệ.") from fault
    return policy


@transaction.atomic
def withdraw_policy(policy: Policy) -> None:
    """Takes back a version that no published plan used; the audit trail keeps what it said. Waits like `add_policy`."""
    _hold_versions()
    _hold_plans(policy.valid_from)
    try:
        with transaction.atomic():
            Policy.objects.filter(pk=policy.pk).delete()
    except IntegrityError as fault:
        raise Refused(USED_MESSAGE) from fault


def _same(stored: Policy, values: Mapping[str, Any]) -> bool:
    return all(getattr(stored, field) == value for field, value in values.items())


def _hold_versions() -> None:
    """Two who add versions come one after the other; readers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE assignments_policy IN SHARE ROW EXCLUSIVE MODE")


def _hold_plans(valid_from: datetime.date) -> None:
    """Nobody publishes a plan of these months until the version is in, or gone."""
    plans = Plan.objects.in_work().filter(period__month__gte=valid_from).order_by("pk")
    list(plans.select_for_update(of=("self",)).values("pk"))
