import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from surveys.models import COUNTS, SurveyTally
from units.models import Period, Stage
from units.services import Refused


class ChangedMeanwhile(Refused):
    """Somebody else saved some of the rows first: unit id → (message, version stored now). Nothing was saved."""

    def __init__(self, rows: dict[int, tuple[str, int]]) -> None:
        super().__init__("Có đơn vị vừa được người khác nhập, xem dòng được đánh dấu. Chưa lưu dòng nào.")
        self.rows = rows


@dataclass(frozen=True, kw_only=True)
class TallyRow:
    """Counts of one unit; `version` is what the person began from, 0 where nothing was entered."""

    unit_id: int
    answers: int
    understand: int
    agree: int
    satisfied: int
    version: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {field: getattr(self, field) for field in COUNTS}


@transaction.atomic
def save_tallies(period: Period, *, rows: Iterable[TallyRow], by: User, at: datetime.datetime) -> int:
    """All rows or none; returns how many are new or different."""
    period = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    if period.is_before(Stage.CONFERENCE) or period.stage == Stage.CLOSED:
        raise Refused(f"Tháng {period.label} đang ở giai đoạn {period.get_stage_display()}, không nhập khảo sát được.")
    stored = {tally.unit_id: tally for tally in SurveyTally.objects.filter(period=period).select_related("entered_by")}
    changed = [row for row in rows if row.unit_id not in stored or not _is_same(stored[row.unit_id], row)]
    conflicts = {
        row.unit_id: (_entered_by_another(stored[row.unit_id]), stored[row.unit_id].version)
        for row in changed
        if row.unit_id in stored and stored[row.unit_id].version != row.version
    }
    if conflicts:
        raise ChangedMeanwhile(conflicts)
    for row in changed:
        tally = stored.get(row.unit_id) or SurveyTally(period=period, unit_id=row.unit_id, version=0)
        for field, value in row.counts.items():
            setattr(tally, field, value)
        tally.entered_by, tally.entered_at, tally.version = by, at, tally.version + 1
        tally.save()
    return len(changed)


def _is_same(tally: SurveyTally, row: TallyRow) -> bool:
    return all(getattr(tally, field) == value for field, value in row.counts.items())


def _entered_by_another(tally: SurveyTally) -> str:
    counts = ", ".join(str(getattr(tally, field)) for field in COUNTS)
    return (
        f"Đồng chí {tally.entered_by} đã nhập lúc {timezone.localtime(tally.entered_at):%H:%M %d/%m}: {counts}. "
        "Lưu lại nếu muốn thay."
    )
