import datetime

from django.db import transaction

from accounts.models import User
from units.models import Concern, ConcernProposal, Unit
from units.services.refusals import AlreadyThere


@transaction.atomic
def open_concern(
    *,
    unit: Unit,
    reason: str,
    tier_asked: int,
    opened_on: datetime.date,
    expires_on: datetime.date,
    by: User,
) -> Concern:
    """Pressed twice, one row: the same matter of the same unit is not opened again while it is open."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    same = Concern.objects.filter(unit=unit, reason=reason, closed_on=None, expires_on__gte=opened_on).first()
    if same:
        raise AlreadyThere(f"{unit} đang có vấn đề này, theo dõi đến {same.expires_on:%d/%m/%Y}.")
    return Concern.objects.create(
        unit=unit, reason=reason, tier_asked=tier_asked, opened_on=opened_on, expires_on=expires_on, opened_by=by
    )


@transaction.atomic
def close_concern(concern: Concern, *, on: datetime.date) -> Concern:
    stored: Concern = Concern.objects.select_for_update(of=("self",), no_key=True).get(pk=concern.pk)
    if stored.closed_on:
        raise AlreadyThere(f"Vấn đề này đã thôi theo dõi từ {stored.closed_on:%d/%m/%Y}.")
    stored.closed_on = on
    stored.save(update_fields=["closed_on"])
    return stored


@transaction.atomic
def accept_proposal(
    proposal: ConcernProposal,
    *,
    reason: str,
    tier_asked: int,
    opened_on: datetime.date,
    expires_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> Concern:
    """Opens the concern as the person worded it."""
    stored = _undecided(proposal)
    concern = open_concern(
        unit=stored.unit, reason=reason, tier_asked=tier_asked, opened_on=opened_on, expires_on=expires_on, by=by
    )
    stored.state, stored.concern = ConcernProposal.State.ACCEPTED, concern
    stored.decided_by, stored.decided_at = by, at
    stored.save(update_fields=["state", "concern", "decided_by", "decided_at"])
    return concern


@transaction.atomic
def dismiss_proposal(proposal: ConcernProposal, *, reason: str, by: User, at: datetime.datetime) -> ConcernProposal:
    stored = _undecided(proposal)
    stored.state, stored.dismissal_reason = ConcernProposal.State.DISMISSED, reason
    stored.decided_by, stored.decided_at = by, at
    stored.save(update_fields=["state", "dismissal_reason", "decided_by", "decided_at"])
    return stored


def _undecided(proposal: ConcernProposal) -> ConcernProposal:
    rows = ConcernProposal.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    stored: ConcernProposal | None = rows.filter(pk=proposal.pk).first()
    if stored is None:
        raise AlreadyThere("Đề xuất này không còn: việc nêu trong đó đã được giải quyết.")
    if not stored.is_open:
        who = ConcernProposal.objects.select_related("decided_by").get(pk=stored.pk).decided_by
        raise AlreadyThere(f"Đồng chí {who} đã quyết định đề xuất này: {stored.get_state_display().lower()}.")
    return stored
