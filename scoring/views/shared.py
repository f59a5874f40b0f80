"""Steps that every page of scoring begins with."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from units.actor import AppRequest
from units.models import Period, Unit


def month_of(request: AppRequest, month: datetime.date) -> Period:
    """The month, to everybody who has a part in its work."""
    let_in(seen=request.actor.takes_part)
    return get_object_or_404(Period.objects.select_related("period_criteria__criteria_set"), month=month)


def unit_of(period: Period, unit_id: int) -> Unit:
    unit: Unit = get_object_or_404(Unit.objects.valid(period.month), pk=unit_id)
    return unit


def let_in(*, seen: bool = True, allowed: bool = True) -> None:
    """What one may not know of is not there; what one may know of but not do is forbidden."""
    if not seen:
        raise Http404
    if not allowed:
        raise PermissionDenied
