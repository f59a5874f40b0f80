"""Signs in the record that a unit needs watching: the door through which units learn of meetings and rankings.

The thresholds are those of the month's policy. Only signs that were never proposed become proposals; one that nobody
has decided goes when its sign does. What is recorded of a unit that was merged, split or renamed speaks for those that
followed it; its rank only where no more than the name changed. A constant number of queries.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from django.db import transaction
from django.db.models import DecimalField, F
from django.db.models.functions import Cast

from assignments.models import Policy
from documents.vietnamese import decimal_text
from meetings.models import FollowUp, MeetingNote
from scoring.models import Ranking, Result
from units.calendar import month_after
from units.models import ConcernProposal, Stage, Unit
from units.succession import heirs, new_names

Sign = ConcernProposal.Sign
# While delegates still write of a month's conferences, what one of them gave is not to be learnt from a concern.
NOTES_CLOSED = [stage for stage in Stage if stage.place >= Stage.APPRAISAL.place]


@dataclass(frozen=True, kw_only=True)
class Seen:
    unit_id: int
    sign: str
    evidence_key: str
    evidence: str

    @property
    def key(self) -> tuple[int, str, str]:
        return self.unit_id, self.sign, self.evidence_key


@dataclass(frozen=True, kw_only=True)
class Gathered:
    proposed: int
    gone: int


@transaction.atomic
def gather_signs(*, on: datetime.date) -> Gathered:
    """Called again: nothing new. Two at once: each sign once (the constraint sees to it)."""
    policy: Policy | None = Policy.objects.for_month(on.replace(day=1)).first()
    if policy is None:
        return Gathered(proposed=0, gone=0)
    standing = set(Unit.objects.valid(on).order_by().values_list("pk", flat=True))
    after = heirs(on)
    seen = [
        replace(one, unit_id=unit)
        for one in [*_overdue(policy, on), *_falls(policy, on), *_low_notes(policy, on)]
        for unit in after.get(one.unit_id, [one.unit_id])
        if unit in standing
    ]
    keys = {one.key for one in seen}
    stored = list(ConcernProposal.objects.order_by().values_list("pk", "state", "unit_id", "sign", "evidence_key"))
    gone = {pk for pk, state, *key in stored if state == ConcernProposal.State.OPEN and tuple(key) not in keys}
    # Whoever decides one at this moment holds its row; a decided one is never deleted.
    deleted, _ = ConcernProposal.objects.filter(pk__in=gone, state=ConcernProposal.State.OPEN).delete()
    # What was decided of a unit holds for those that followed it.
    known = {
        (heir, sign, key)
        for pk, _, unit, sign, key in stored
        if pk not in gone
        for heir in (unit, *after.get(unit, ()))
    }
    new = [
        ConcernProposal(
            unit_id=one.unit_id,
            sign=one.sign,
            evidence_key=one.evidence_key,
            evidence=one.evidence[:500],
            tier_proposed=policy.sign_tier,
            months=policy.sign_months,
            first_seen_on=on,
        )
        for one in seen
        if one.key not in known
    ]
    ConcernProposal.objects.bulk_create(new, ignore_conflicts=True)
    return Gathered(proposed=len(new), gone=deleted)


def _overdue(policy: Policy, on: datetime.date) -> Iterator[Seen]:
    """A new day that is missed again is new evidence."""
    before = on - datetime.timedelta(days=policy.sign_overdue_days - 1)
    rows = FollowUp.objects.overdue(before).order_by("pk")
    for pk, unit, matter, due in rows.values_list("pk", "unit_id", "matter", "due_on"):
        evidence = f"Việc “{_short(matter)}” quá hạn giải quyết từ ngày {due:%d/%m/%Y}."
        yield Seen(unit_id=unit, sign=Sign.OVERDUE, evidence_key=f"{pk}:{due:%Y%m%d}", evidence=evidence)


def _falls(policy: Policy, on: datetime.date) -> Iterator[Seen]:
    """Of the newest published months, one after the other, each with a worse rank than the one before."""
    rankings = list(
        Ranking.objects.filter(status=Ranking.Status.PUBLISHED)
        .order_by("-period__month")
        .values_list("pk", "period__month")[: policy.sign_falls + 1]
    )[::-1]
    months = [month for _, month in rankings]
    if len(months) <= policy.sign_falls or any(month_after(older) != newer for older, newer in pairwise(months)):
        return
    ranks = _ranks([pk for pk, _ in rankings], new_names(on))
    for unit in sorted(ranks[-1]):
        fell = [of_month.get(unit, 0) for of_month in ranks]
        if fell[0] and all(older < newer for older, newer in pairwise(fell)):
            steps = " → ".join(f"{rank} ({month:%m/%Y})" for rank, month in zip(fell, months, strict=True))
            evidence = f"Tụt hạng {policy.sign_falls} tháng liền: {steps}."
            yield Seen(unit_id=unit, sign=Sign.FALLS, evidence_key=f"{months[-1]:%Y-%m}", evidence=evidence)


def _ranks(rankings: list[int], new_name: dict[int, int]) -> list[dict[int, int]]:
    """For each ranking the rank of each unit, by the row that stands for it today."""
    ranks: dict[int, dict[int, int]] = {pk: {} for pk in rankings}
    rows = Result.objects.filter(ranking__in=rankings).order_by()
    for ranking, unit, rank in rows.values_list("ranking_id", "unit_id", "rank"):
        if rank is not None:
            ranks[ranking][new_name.get(unit, unit)] = rank
    return list(ranks.values())


def _low_notes(policy: Policy, on: datetime.date) -> Iterator[Seen]:
    """Without the delegate's name: what is accepted is read by other delegates."""
    ratings = F("preparation") + F("content") + F("discussion") + F("answers")
    mean = Cast(ratings, DecimalField(max_digits=5, decimal_places=2)) / Decimal(4)
    since = on - datetime.timedelta(days=31 * policy.sign_months)
    notes = MeetingNote.objects.filter(meeting__starts_at__date__gte=since, meeting__period__stage__in=NOTES_CLOSED)
    low = notes.annotate(mean=mean).filter(mean__lte=policy.sign_low_note)
    rows = low.order_by("pk")
    for pk, unit, month, value in rows.values_list("pk", "meeting__unit_id", "meeting__period__month", "mean"):
        evidence = f"Phiếu dự hội nghị tháng {month:%m/%Y} chấm thấp: trung bình {decimal_text(value, 2)}/5."
        yield Seen(unit_id=unit, sign=Sign.LOW_NOTE, evidence_key=f"{pk}", evidence=evidence)


def _short(text: str, most: int = 150) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
