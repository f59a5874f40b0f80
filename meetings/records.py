"""What `scoring` computes points from: one query each for a whole month, keyed by unit id."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from assignments.models import Seat
from meetings.models import MeetingNote, TeamVisit
from units.models import Meeting, Period, Team

RATINGS = ("preparation", "content", "discussion", "answers")


@dataclass(frozen=True, kw_only=True)
class Part:
    """`done` out of `of`."""

    done: int
    of: int

    @property
    def share(self) -> Fraction | None:
        """From 0 to 1; None where there was nothing to do."""
        return Fraction(self.done, self.of) if self.of else None


@dataclass(frozen=True, kw_only=True)
class RatingSum:
    """The sum of `count` ratings, each from 1 to 5."""

    total: int
    count: int

    @property
    def average(self) -> Fraction | None:
        return Fraction(self.total, self.count) if self.count else None


def teams_present(period: Period, *, units: Sequence[int] | None = None) -> dict[int, Part]:
    """The teams that came, of those that the record lists; nothing recorded: 0 of the unit's active teams.

    The record lists every team active on that day, so a team founded or dissolved later changes no past month.
    `units` keeps those ids alone.
    """
    active = Team.objects.filter(unit=OuterRef("unit"), is_active=True).order_by().values("unit")
    rows = (
        Meeting.objects.filter(period=period, **({} if units is None else {"unit__in": units}))
        .order_by()
        .annotate(
            came=Count("team_attendances", filter=Q(team_attendances__present=True)),
            listed=Count("team_attendances"),
            active=Coalesce(Subquery(active.annotate(n=Count("pk")).values("n")), 0),
        )
        .annotate(of=Case(When(listed=0, then=F("active")), default=F("listed")))
        .values_list("unit", "came", "of")
    )
    return {unit: Part(done=came, of=of) for unit, came, of in rows}


def notes_delivered(period: Period) -> dict[int, Part]:
    """Assigned delegates who delivered their note. A unit without an assigned delegate is not among them."""
    note = MeetingNote.objects.filter(meeting=OuterRef("meeting"), delegate=OuterRef("delegate"))
    rows = (
        Seat.objects.published()
        .filter(meeting__period=period)
        .order_by()
        .annotate(has_note=Exists(note))
        .values_list("meeting__unit")
        .annotate(done=Count("pk", filter=Q(has_note=True)), of=Count("pk"))
    )
    return {unit: Part(done=done, of=of) for unit, done, of in rows}


def note_ratings(period: Period) -> dict[int, RatingSum]:
    """The four ratings of every note, put together. A unit without a note is not among them."""
    rows = (
        # A note may have been written before somebody called the conference off.
        MeetingNote.objects.filter(meeting__period=period, meeting__cancelled_at=None)
        .order_by()
        .values_list("meeting__unit")
        .annotate(total=Sum(sum((F(name) for name in RATINGS[1:]), F(RATINGS[0]))), notes=Count("pk"))
    )
    return {unit: RatingSum(total=total, count=notes * len(RATINGS)) for unit, total, notes in rows}


def visit_ratings(period: Period) -> dict[int, RatingSum]:
    """Ratings of the visits made in that month. A unit without a visit is not among them."""
    rows = (
        TeamVisit.objects.in_month(period.month)
        .order_by()
        .values_list("team__unit")
        .annotate(total=Sum("rating"), visits=Count("pk"))
    )
    return {unit: RatingSum(total=total, count=visits) for unit, total, visits in rows}
