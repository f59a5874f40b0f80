"""The past months, one after the other as they would have been worked, and the month that is open now."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from django.db import transaction

from assignments.dossier import read_problem
from assignments.models import Policy
from assignments.planner import solve
from assignments.problem import month_problem
from scoring.concern_signs import gather_signs
from scoring.services import use_criteria
from tuyenvan.demo import conferences, records, scores, texts
from tuyenvan.demo.accounts import Account, AccountMaker
from tuyenvan.demo.foundation import PLAYED_UNIT, Committee, found_committee
from tuyenvan.demo.profiles import Profile
from tuyenvan.demo.story import DAY, Story, instant, month_after, qualities
from units.calendar import add_working_days, proposed_deadlines, quarter_of
from units.models import Period, QuarterAgenda, Stage
from units.services import move_stage, open_period

SEED = "tuyenvan"
PAST_MONTHS = 13
RULES_AGED = 5  # months, the open one too, under the newer rules
A_WEEK, FOR_A_STAGE = 5, 3  # working days that the open month leaves to register, and between its later deadlines
NOT_YET_REGISTERED = 8.5  # one unit in so many still has to register in the open month


@transaction.atomic
def make_demo(
    profile: Profile,
    *,
    on: datetime.date,
    months: int = PAST_MONTHS,
    seed: str = SEED,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Account]:
    """Everything or nothing. The same profile, day, months and seed give the same data but for the passwords."""
    rng = Random(f"{seed}/{profile.key}")  # noqa: S311 - made to be repeated, guards nothing
    makers = AccountMaker()
    committee = found_committee(profile, rng, makers)
    now = on.replace(day=1)
    calendar = [month_after(now, step - months) for step in range(months + 1)]
    walk = list(zip(calendar, qualities([unit.pk for unit in committee.units], months + 1, rng), strict=True))
    change_rules(committee, calendar)
    write_quarters(now, month_after(now, 1))
    conferences.open_concerns(committee, walk, on, rng)
    conferences.bar_some(committee, rng)
    for month, quality in walk:
        tell(f"tháng {month:%m/%Y}")
        story = Story(
            committee=committee,
            period=_open(committee, month, proposed_deadlines(month) if month < now else days_to_play(month, on=on)),
            quality=quality,
            today=on,
            seed=f"{seed}/{profile.key}",
        )
        if month < now:
            work_through(story)
        else:
            begin(story)
            name_played_delegate(story, makers)
    gather_signs(on=on)
    return makers.accounts


def change_rules(committee: Committee, calendar: Sequence[datetime.date]) -> None:
    """A second version in the middle of a long history; it changes nothing of who is assigned where."""
    if len(calendar) <= RULES_AGED:
        return
    rules = Policy.objects.get()
    rules.pk, rules.valid_from, rules.reason = None, calendar[-RULES_AGED], texts.NEW_RULES
    rules.sign_overdue_days = 3
    rules.made_by, rules.made_at = committee.office, instant(rules.valid_from - 6 * DAY, 9, 40)
    rules.save()


def write_quarters(*months: datetime.date) -> None:
    """From the year's plan: the contents of the quarters of the open month and of the next one to be opened."""
    for year, quarter in sorted({(month.year, quarter_of(month)) for month in months}):
        QuarterAgenda.objects.create(year=year, quarter=quarter, text=texts.quarter_contents(quarter))


def days_to_play(month: datetime.date, *, on: datetime.date) -> dict[str, datetime.date]:
    """The usual days, put off where they would leave who begins to play on `on` no time: units write to the day."""
    days, due, left = proposed_deadlines(month), on, A_WEEK
    for field in (
        "registration_due",
        "notice_due",
        "self_assessment_due",
        "appraisal_due",
        "appeal_due",
        "ranking_due",
    ):
        due = days[field] = max(days[field], add_working_days(due, left))
        left = FOR_A_STAGE
    return days


def _open(committee: Committee, month: datetime.date, deadlines: dict[str, datetime.date]) -> Period:
    period = open_period(month=month, agenda=texts.guidance(month.month), deadlines=deadlines)
    use_criteria(period=period, criteria_set=committee.criteria_set)
    return period


def work_through(story: Story) -> None:
    """A whole month, each step at its time and by its people."""
    period = story.period
    conferences.some_are_away(story)
    meetings = conferences.register_meetings(story, without=_forgot(story))
    _move(story, Stage.ASSIGNMENT, period.registration_due + DAY, 16, 30)
    conferences.assign_delegates(story)
    _move(story, Stage.CONFERENCE, period.notice_due, 16)
    records.hold_conferences(story, meetings)
    _move(story, Stage.SELF_ASSESSMENT, period.conference_to + DAY, 8)
    criteria = scores.judged_criteria(story)
    own = scores.assess_themselves(story, criteria)
    records.count_survey(story)
    _move(story, Stage.APPRAISAL, period.self_assessment_due, 17, 59)
    scores.appraise(story, criteria, own)
    _move(story, Stage.APPEAL, period.appraisal_due, 11)
    scores.adjust_some(story)
    scores.rank(story)
    _move(story, Stage.CLOSED, period.ranking_due, 16)


def begin(story: Story) -> None:
    """The open month: most units have registered, the played one and a few others have not."""
    conferences.some_are_away(story)
    rng = story.rng("not yet")
    units = story.committee.units
    played = [unit.pk for unit in units if unit.code == PLAYED_UNIT]
    others = rng.sample(
        [unit.pk for unit in units if unit.pk not in played], max(round(len(units) / NOT_YET_REGISTERED) - 1, 0)
    )
    conferences.register_meetings(story, without={*played, *others})


def name_played_delegate(story: Story, makers: AccountMaker) -> None:
    """Whom the month's assignment is likely to send out most, so that the newcomer has a part to play."""
    month = month_problem(story.period)
    seats = Counter(seat.delegate for seat in solve(read_problem(month.dossier)).seats)
    (delegate, _), *_ = seats.most_common(1)
    chosen = month.delegate_of[delegate]
    who = f"Đại biểu: {chosen.position}, {chosen.agency.name}"
    makers.rename(chosen.user, "daibieu", who, place=5)


def _forgot(story: Story) -> set[int]:
    rng = story.rng("forgot")
    return {unit.pk for unit in story.committee.units if rng.random() < 0.004 * (2 - story.quality[unit.pk])}


def _move(story: Story, to: Stage, day: datetime.date, hour: int, minute: int = 0) -> None:
    move_stage(story.period, to=to, by=story.committee.office, at=instant(day, hour, minute))
    story.period.refresh_from_db(fields=["stage"])
