"""What the conferences leave behind: who came, notes, visits to teams, matters to follow up, the survey's counts."""

import datetime
from collections import defaultdict
from random import Random

from assignments.models import Seat
from meetings.models import Attendance, FollowUp, MeetingNote, TeamAttendance, TeamVisit
from surveys.models import SurveyTally
from tuyenvan.demo import texts
from tuyenvan.demo.story import DAY, Story, instant
from units.models import Meeting

MISSED, MOVED = 0.006, 0.05  # of conferences
SUBSTITUTE, ABSENT = 0.07, 0.03  # of delegates
Seats = dict[int, list[Seat]]


def hold_conferences(story: Story, meetings: list[Meeting]) -> list[Meeting]:
    """Most on the registered day, some a few days later, hardly any not at all. Returns those held."""
    rng = story.rng("held")
    for meeting in meetings:
        chance, later = rng.random(), rng.randint(1, 3)
        missed = MISSED * (2 - story.quality[meeting.unit_id])
        if chance >= missed:
            meeting.held_on = meeting.day + DAY * (later if chance < missed + MOVED else 0)
    Meeting.objects.bulk_update(meetings, ["held_on"])
    held = [meeting for meeting in meetings if meeting.held_on]
    seats: Seats = defaultdict(list)
    for seat in Seat.objects.published().in_period(story.period).with_people().order_by("pk"):
        seats[seat.meeting_id].append(seat)
    came = _record_attendance(story, held, seats)
    _record_teams(story, held)
    notes = _deliver_notes(story, held, came)
    visits = _visit_teams(story, held, seats)
    _follow_up(story, notes, visits)
    return held


def _record_attendance(story: Story, held: list[Meeting], seats: Seats) -> Seats:
    """Returns the seats of those who were there, themselves or by a substitute."""
    rng = story.rng("attendance")
    came: Seats = defaultdict(list)
    rows = []
    for meeting in held:
        for seat in seats[meeting.pk]:
            row = _attendance(story, meeting, seat, rng)
            rows.append(row)
            if row.status != Attendance.Status.ABSENT:
                came[meeting.pk].append(seat)
    Attendance.objects.bulk_create(rows)
    return came


def _attendance(story: Story, meeting: Meeting, seat: Seat, rng: Random) -> Attendance:
    chance = rng.random()
    others = [
        one for one in story.committee.delegates if one.agency_id == seat.delegate.agency_id and one != seat.delegate
    ]
    status, substitute, reason = Attendance.Status.PRESENT, "", ""
    if chance < ABSENT or (chance < ABSENT + SUBSTITUTE and not others):
        status, reason = Attendance.Status.ABSENT, rng.choice(texts.ABSENCES)
    elif chance < ABSENT + SUBSTITUTE:
        status, substitute = Attendance.Status.SUBSTITUTE, rng.choice(others).full_name
        reason = rng.choice(texts.ABSENCES)
    return Attendance(
        meeting=meeting,
        delegate=seat.delegate,
        status=status,
        substitute=substitute,
        reason=reason,
        recorded_by=story.committee.secretaries[meeting.unit_id],
        recorded_at=_on(meeting, 17, rng),
    )


def _record_teams(story: Story, held: list[Meeting]) -> None:
    rng = story.rng("teams")
    TeamAttendance.objects.bulk_create(
        TeamAttendance(meeting=meeting, team=team, present=rng.random() < 0.66 + 0.34 * story.quality[meeting.unit_id])
        for meeting in held
        for team in story.committee.teams[meeting.unit_id]
    )


def _deliver_notes(story: Story, held: list[Meeting], came: Seats) -> list[MeetingNote]:
    rng = story.rng("notes")
    notes = []
    for meeting in held:
        seen = story.quality[meeting.unit_id] + rng.gauss(0, 0.04)
        notes += [_note(meeting, seat, seen, rng) for seat in came[meeting.pk] if rng.random() < 0.94]
    return list(MeetingNote.objects.bulk_create(notes))


def _note(meeting: Meeting, seat: Seat, seen: float, rng: Random) -> MeetingNote:
    preparation, content, discussion, answers = (_rating(seen, rng) for _ in range(4))
    return MeetingNote(
        meeting=meeting,
        delegate=seat.delegate,
        preparation=preparation,
        content=content,
        discussion=discussion,
        answers=answers,
        observation=texts.observation(seen, rng),
        advice=rng.choice(texts.ADVICE[texts.level_of(seen)]),
        submitted_at=_on(meeting, 19, rng) + DAY * rng.choice((0, 0, 0, 1, 1, 2)),
    )


def _rating(seen: float, rng: Random) -> int:
    return min(max(round(1 + 4 * (seen + rng.gauss(0, 0.09))), 1), 5)


def _visit_teams(story: Story, held: list[Meeting], seats: Seats) -> list[TeamVisit]:
    """Unannounced, to some units, by a delegate who was assigned there; only up to the end of the month."""
    rng = story.rng("visits")
    last = story.period.self_assessment_due
    visits = []
    for meeting in held:
        if not seats[meeting.pk] or not meeting.held_on or rng.random() > 0.45:
            continue
        visited_on = min(meeting.held_on + DAY * rng.randint(1, 5), last)
        seen = story.quality[meeting.unit_id] + rng.gauss(0, 0.08)
        visits.append(
            TeamVisit(
                team=rng.choice(story.committee.teams[meeting.unit_id]),
                delegate=rng.choice(seats[meeting.pk]).delegate,
                visited_on=visited_on,
                rating=_rating(seen, rng),
                seen=rng.choice(texts.VISIT_SEEN[texts.level_of(seen)]),
                recorded_at=instant(visited_on, 20, rng.randint(0, 59)),
            )
        )
    return list(TeamVisit.objects.bulk_create(visits))


def _follow_up(story: Story, notes: list[MeetingNote], visits: list[TeamVisit]) -> None:
    rng = story.rng("matters")
    from_notes = [
        _matter(story, note.meeting.unit_id, note.submitted_at.date(), rng, note=note)
        for note in notes
        if rng.random() < 0.27
    ]
    from_visits = [
        _matter(story, visit.team.unit_id, visit.visited_on, rng, visit=visit)
        for visit in visits
        if rng.random() < 0.35
    ]
    FollowUp.objects.bulk_create(from_notes + from_visits)


def _matter(
    story: Story,
    unit_id: int,
    raised_on: datetime.date,
    rng: Random,
    *,
    note: MeetingNote | None = None,
    visit: TeamVisit | None = None,
) -> FollowUp:
    """Good units settle in time; some matters drag on past their day, a few of them until today."""
    text, responsible = rng.choice(texts.MATTERS)
    due_on = raised_on + DAY * rng.randint(15, 45)
    late = rng.random() > 0.55 + 0.4 * story.quality[unit_id]
    closed_on = due_on + DAY * rng.randint(5, 150) if late else due_on - DAY * rng.randint(0, 12)
    outcome = rng.choice(texts.OUTCOMES)
    is_closed = closed_on < story.today
    return FollowUp(
        unit_id=unit_id,
        note=note,
        visit=visit,
        matter=text,
        responsible=responsible,
        raised_on=raised_on,
        due_on=due_on,
        closed_on=closed_on if is_closed else None,
        outcome=outcome if is_closed else "",
    )


def count_survey(story: Story) -> None:
    """Mostly enough answers to count, now and then too few."""
    rng = story.rng("survey")
    SurveyTally.objects.bulk_create(_tally(story, unit.pk, rng) for unit in story.committee.units)


def _tally(story: Story, unit_id: int, rng: Random) -> SurveyTally:
    answers = rng.randint(12, 28) if rng.random() < 0.03 else rng.randint(36, 120)
    level = 0.48 + 0.5 * story.quality[unit_id]
    understand, agree, satisfied = (
        sum(rng.random() < level + shift for _ in range(answers)) for shift in (0.03, 0.0, -0.04)
    )
    return SurveyTally(
        period=story.period,
        unit_id=unit_id,
        answers=answers,
        understand=understand,
        agree=agree,
        satisfied=satisfied,
        entered_by=story.committee.office,
        entered_at=instant(story.period.self_assessment_due, rng.randint(8, 16), rng.randint(0, 59)),
    )


def _on(meeting: Meeting, hour: int, rng: Random) -> datetime.datetime:
    return instant(meeting.held_on or meeting.day, hour, rng.randint(0, 59))
