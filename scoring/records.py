"""Points that nobody types: computed for a whole month from what the program knows, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from django.db.models import Count
from django.utils import timezone

from meetings import records as meetings
from meetings.records import Part, RatingSum
from scoring.models import Appraisal, Criterion
from units.models import Meeting, Period, Unit

NO_NOTE = "Chưa có phiếu của đại biểu"
NO_VISIT = "Không có lần dự đột xuất"
NO_DELEGATE = "Không có đại biểu được phân công"
NO_TEAM = "Đơn vị không có tổ tuyên vận"
COMPUTED = (Criterion.Source.RECORD, Criterion.Source.OBSERVATION, Criterion.Source.VISIT)


@dataclass(frozen=True, kw_only=True)
class Computed:
    """Points, or why the criterion does not apply; `fact` says in words what they come from."""

    points: Decimal | None = None
    na: str = ""
    fact: str = ""


@dataclass(frozen=True, kw_only=True)
class MonthRecord:
    """What the program knows of a month, each part by id of the unit."""

    period: Period
    meetings: Mapping[int, Meeting]
    teams: Mapping[int, Part]
    notes: Mapping[int, Part]
    note_ratings: Mapping[int, RatingSum]
    visit_ratings: Mapping[int, RatingSum]

    def computed(self, criterion: Criterion, unit_id: int) -> Computed:
        if criterion.source == Criterion.Source.OBSERVATION:
            return _rated(criterion, self.note_ratings.get(unit_id), NO_NOTE, "phiếu của đại biểu")
        if criterion.source == Criterion.Source.VISIT:
            return _rated(criterion, self.visit_ratings.get(unit_id), NO_VISIT, "các lần dự đột xuất tổ")
        match criterion.rule:
            case Criterion.Rule.REGISTERED_ON_TIME:
                return self._registered(criterion, unit_id)
            case Criterion.Rule.HELD_ON_DAY:
                return self._held(criterion, unit_id)
            case Criterion.Rule.TEAMS_PRESENT:
                return self._teams(criterion, unit_id)
        return self._notes(criterion, unit_id)

    def has_no_meeting(self, unit_id: int) -> bool:
        meeting = self.meetings.get(unit_id)
        return meeting is None or not meeting.is_held

    def _registered(self, criterion: Criterion, unit_id: int) -> Computed:
        meeting = self.meetings.get(unit_id)
        if meeting is None:
            return Computed(points=Decimal(0), fact="Chưa đăng ký hội nghị.")
        on = timezone.localdate(meeting.registered_at)
        due = self.period.registration_due
        points = criterion.max_points if on <= due else Decimal(0)
        return Computed(points=points, fact=f"Đăng ký ngày {on:%d/%m/%Y}, hạn {due:%d/%m/%Y}.")

    def _held(self, criterion: Criterion, unit_id: int) -> Computed:
        meeting = self.meetings.get(unit_id)
        if meeting is None or meeting.held_on is None:
            return Computed(points=Decimal(0), fact="Chưa ghi nhận hội nghị đã tổ chức.")
        points = criterion.max_points if meeting.held_on == meeting.day else Decimal(0)
        return Computed(points=points, fact=f"Đăng ký họp {meeting.day:%d/%m/%Y}, đã họp {meeting.held_on:%d/%m/%Y}.")

    def _teams(self, criterion: Criterion, unit_id: int) -> Computed:
        if self.has_no_meeting(unit_id):
            return Computed(points=Decimal(0), fact="Chưa ghi nhận hội nghị đã tổ chức.")
        return _share(criterion, self.teams.get(unit_id), NO_TEAM, "tổ tuyên vận có mặt")

    def _notes(self, criterion: Criterion, unit_id: int) -> Computed:
        return _share(criterion, self.notes.get(unit_id), NO_DELEGATE, "đại biểu đã gửi phiếu")


def appraised_units(period: Period) -> dict[int, int]:
    """Criterion id → how many of the month's units have points in it. One query."""
    # Those left out are few: so the database may count along its index instead of joining every pair.
    ended = Unit.objects.not_valid(period.month).order_by().values("pk")
    pairs = Appraisal.objects.filter(period=period).exclude(unit__in=ended).order_by()
    return dict(pairs.values_list("criterion").annotate(done=Count("unit", distinct=True)))


def month_record(period: Period) -> MonthRecord:
    """Everything, in five queries."""
    return MonthRecord(
        period=period,
        meetings=_meetings(period),
        teams=meetings.teams_present(period),
        notes=meetings.notes_delivered(period),
        note_ratings=meetings.note_ratings(period),
        visit_ratings=meetings.visit_ratings(period),
    )


def month_facts(period: Period) -> MonthRecord:
    """Only what a unit may know before the ranking: what delegates and visitors thought is not among it."""
    return MonthRecord(
        period=period,
        meetings=_meetings(period),
        teams=meetings.teams_present(period),
        notes=meetings.notes_delivered(period),
        note_ratings={},
        visit_ratings={},
    )


def computed_points(
    record: MonthRecord, criteria: Iterable[Criterion], units: Iterable[Unit]
) -> dict[tuple[int, int], Computed]:
    """By id of unit and criterion."""
    computed = [criterion for criterion in criteria if criterion.source in COMPUTED]
    return {(unit.pk, criterion.pk): record.computed(criterion, unit.pk) for unit in units for criterion in computed}


def _meetings(period: Period) -> dict[int, Meeting]:
    return {meeting.unit_id: meeting for meeting in Meeting.objects.in_period(period)}


def _rated(criterion: Criterion, ratings: RatingSum | None, none: str, source: str) -> Computed:
    average = ratings.average if ratings else None
    if average is None:
        return Computed(na=none, fact=f"{none}.")
    points = half_up(Fraction(criterion.max_points) * (average - 1) / 4)
    return Computed(points=points, fact=f"Mức trung bình {str(half_up(average)).replace('.', ',')}/5 theo {source}.")


def _share(criterion: Criterion, part: Part | None, none: str, what: str) -> Computed:
    share = part.share if part else None
    if part is None or share is None:
        return Computed(na=none, fact=f"{none}.")
    return Computed(points=half_up(Fraction(criterion.max_points) * share), fact=f"{part.done}/{part.of} {what}.")


def half_up(value: Fraction, places: int = 2) -> Decimal:
    """Round a number that is not negative, halves upwards."""
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)
