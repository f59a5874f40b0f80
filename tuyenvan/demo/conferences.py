"""Before the conferences: matters of concern, who is away, registrations, the month's assignment."""

import datetime
from collections.abc import Collection
from random import Random

from assignments.models import Delegate, Seat, SeatAnswer, Unavailability
from assignments.services import check_plan_version, draft_plan, publish_plan, submit_plan
from tuyenvan.demo import texts
from tuyenvan.demo.foundation import Committee
from tuyenvan.demo.story import DAY, Story, instant, month_after
from units.models import Concern, Meeting, Unit

HOURS = ((7, 30), (8, 0), (8, 0), (8, 30), (13, 30), (14, 0))
PLACES = ("Hội trường UBND {}", "Hội trường Đảng ủy {}", "Nhà văn hóa {}")
ANSWERED = 0.93
LATE = "Đơn vị đăng ký chậm, nhập theo công văn của đơn vị"


def open_concerns(
    committee: Committee, walk: list[tuple[datetime.date, dict[int, float]]], today: datetime.date, rng: Random
) -> None:
    """A few units at any time, the weaker ones more often; each lasts two to four months."""
    open_until: dict[int, datetime.date] = {}
    concerns = []
    for month, quality in walk:
        open_until = {unit: until for unit, until in open_until.items() if until >= month_after(month, 1)}
        while len(open_until) < committee.profile.concerns_at_once:
            free = [unit for unit in committee.units if unit.pk not in open_until]
            (unit,) = rng.choices(free, [(1.1 - quality[unit.pk]) ** 2 for unit in free])
            concern = _concern(unit, month, today, rng)
            concern.opened_by = committee.office
            concerns.append(concern)
            open_until[unit.pk] = concern.closed_on or concern.expires_on
    Concern.objects.bulk_create(concerns)


def _concern(unit: Unit, month: datetime.date, today: datetime.date, rng: Random) -> Concern:
    opened_on = min(month + DAY * rng.randint(0, 4), max(today, month))
    expires_on = month_after(month, rng.randint(2, 4)) - DAY
    closed_on = expires_on - DAY * rng.randint(2, 20) if rng.random() < 0.6 else None
    return Concern(
        unit=unit,
        reason=rng.choice(texts.CONCERNS),
        tier_asked=rng.choice((1, 2, 2)),
        opened_on=opened_on,
        expires_on=expires_on,
        closed_on=closed_on if closed_on and closed_on <= today else None,
    )


def some_are_away(story: Story) -> None:
    rng = story.rng("away")
    away = rng.sample(story.committee.delegates, len(story.committee.delegates) // 9)
    Unavailability.objects.bulk_create(_spell(story, delegate, rng) for delegate in away)


def _spell(story: Story, delegate: Delegate, rng: Random) -> Unavailability:
    first = story.period.conference_from + DAY * rng.randint(0, 9)
    return Unavailability(
        delegate=delegate, from_on=first, to_on=first + DAY * rng.randint(0, 4), reason=rng.choice(texts.BUSY)
    )


def bar_some(committee: Committee, rng: Random) -> None:
    """A few delegates come from a unit and are not sent back to it."""
    for delegate in rng.sample(committee.delegates, max(len(committee.delegates) // 15, 1)):
        delegate.barred_units.add(rng.choice(committee.units))


def register_meetings(story: Story, *, without: Collection[int] = ()) -> list[Meeting]:
    """`without`: ids of units that do not register. Late ones are entered by the office, up to the notice's day."""
    rng = story.rng("registration")
    meetings = [_meeting(story, unit, rng) for unit in story.committee.units]
    return list(Meeting.objects.bulk_create(meeting for meeting in meetings if meeting.unit_id not in without))


def _meeting(story: Story, unit: Unit, rng: Random) -> Meeting:
    hour, minute = rng.choice(HOURS)
    starts_at = instant(rng.choice(story.conference_days), hour, minute)
    is_late = rng.random() < 0.16 * (1.15 - story.quality[unit.pk])
    period = story.period
    meeting = Meeting(
        period=period,
        unit=unit,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=rng.choice((150, 180, 180, 210))),
        place=rng.choice(PLACES).format(unit.full_name[0].lower() + unit.full_name[1:]),
        agenda=texts.agenda(period.month.month, rng),
        seats=1 if rng.random() < 0.15 else 2,
        registered_at=_registered_at(story, rng),
        registered_by=story.committee.secretaries[unit.pk],
    )
    if is_late and story.today > story.usual_days["notice_due"]:
        late_on = story.usual_days["registration_due"] + DAY
        meeting.registered_at = instant(late_on, rng.randint(8, 16), rng.randint(0, 59))
        meeting.registered_by = story.committee.office
        meeting.change_reason = LATE
    return meeting


def _registered_at(story: Story, rng: Random) -> datetime.datetime:
    """From the day on which the month is opened to the last day, but not after today."""
    first = story.period.month - 3 * DAY
    last = max(min(story.usual_days["registration_due"], story.today - DAY), first)
    return instant(first + DAY * rng.randint(0, (last - first).days), rng.randint(7, 16), rng.randint(0, 59))


def assign_delegates(story: Story) -> None:
    """Through the program's own planner, checker and approval: what a month of real work would have left."""
    period, people = story.period, story.committee
    drafted = instant(period.registration_due + DAY, 17)
    plan = draft_plan(period, by=people.office, at=drafted)
    plan = submit_plan(plan, by=people.office, at=drafted + datetime.timedelta(minutes=20))
    plan = check_plan_version(plan, by=people.head, at=instant(period.notice_due, 9, 10))
    at = instant(period.notice_due, 14, 30)
    publish_plan(plan, by=people.standing, at=at, issued_on=period.notice_due)
    _confirm(story, at)


def _confirm(story: Story, told_at: datetime.datetime) -> None:
    """Most say within a day that they will come: themselves, or by telephone where they have no account."""
    rng = story.rng("answers")
    seats = Seat.objects.published().in_period(story.period).select_related("meeting", "delegate").order_by("pk")
    SeatAnswer.objects.bulk_create(
        SeatAnswer(
            meeting=seat.meeting,
            delegate=seat.delegate,
            starts_at=seat.meeting.starts_at,
            answer=SeatAnswer.Answer.CONFIRMED,
            by_id=seat.delegate.user_id or story.committee.office.pk,
            at=told_at + datetime.timedelta(minutes=rng.randint(5, 1200)),
        )
        for seat in seats
        if rng.random() < ANSWERED
    )
