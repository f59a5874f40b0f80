"""The rank asked for at one conference, lowered once and for a reason. A draft made before is told to solve again."""

import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from assignments.models import LoweredRank
from assignments.problem import with_rank_asked
from units.models import Meeting, Tier
from units.services import AlreadyThere, Refused

from .planning import locked_period

BEGUN = "Hội nghị đã đến giờ họp, không đổi cấp đại biểu cần được nữa."


@transaction.atomic
def lower_rank(meeting: Meeting, *, tier: Tier, reason: str, by: User, at: datetime.datetime) -> LoweredRank:
    """Until the conference begins; a second decision only after the first was withdrawn."""
    locked_period(meeting.period)
    stored = _as_it_stands(meeting, at=at)
    reason = reason.strip()
    if LoweredRank.objects.filter(meeting=meeting, withdrawn_at=None).exists():
        raise AlreadyThere("Hội nghị này đã được hạ cấp; thôi hạ cấp trước khi quyết định lại.")
    if not stored.tier_asked < tier <= Tier.SPECIALIST:
        raise Refused({"tier": "Chọn cấp thấp hơn cấp đang cần."})
    if not reason:
        raise Refused({"reason": "Ghi lý do hạ cấp."})
    lowered: LoweredRank = LoweredRank.objects.create(
        meeting=stored, tier_before=stored.tier_asked, tier=tier, reason=reason, by=by, at=at
    )
    return lowered


@transaction.atomic
def restore_rank(meeting: Meeting, *, by: User, at: datetime.datetime) -> None:
    """The concern's own rank is asked for again."""
    locked_period(meeting.period)
    _as_it_stands(meeting, at=at)
    lowered = LoweredRank.objects.select_for_update(no_key=True).filter(meeting=meeting, withdrawn_at=None).first()
    if lowered is None:
        raise AlreadyThere("Hội nghị này không còn được hạ cấp.")
    lowered.withdrawn_at, lowered.withdrawn_by = at, by
    lowered.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _as_it_stands(meeting: Meeting, *, at: datetime.datetime) -> Any:
    """Read once the month is locked: it may have been called off or moved meanwhile."""
    stored = with_rank_asked(Meeting.objects.all()).filter(pk=meeting.pk).first()
    if stored is None:
        raise Refused("Hội nghị này vừa được hủy.")
    if at >= stored.starts_at:
        raise Refused(BEGUN)
    return stored
