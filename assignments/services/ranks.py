"""The rank asked for at one conference, lowered once and for a reason. A draft made before is told to solve again."""

import datetime

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
    stored = with_rank_asked(Meeting.objects.all()).get(pk=meeting.pk)
    reason = reason.strip()
    if at >= stored.starts_at:
        raise Refused(BEGUN)
    if stored.lowered_tier:
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
    if at >= meeting.starts_at:
        raise Refused(BEGUN)
    lowered = LoweredRank.objects.select_for_update(no_key=True).filter(meeting=meeting, withdrawn_at=None).first()
    if lowered is None:
        raise AlreadyThere("Hội nghị này không còn được hạ cấp.")
    lowered.withdrawn_at, lowered.withdrawn_by = at, by
    lowered.save(update_fields=["withdrawn_at", "withdrawn_by"])
