"""What the pages of this room show beside rows: how often somebody was reminded, how far the sending is."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count

from reminders.concerned import SOURCES, Concerned, rows_of
from reminders.models import Kind, Pasted, Reminder
from reminders.services import is_set_up
from reminders.texts import WORDINGS
from units.models import Period

State = Reminder.State
LONG_WAIT = datetime.timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class KindLine:
    kind: Kind
    is_open: bool
    due_on: datetime.date
    count: int

    @property
    def is_news(self) -> bool:
        return WORDINGS[self.kind].is_news


@dataclass(frozen=True, kw_only=True)
class ConcernedRow:
    concerned: Concerned
    days: list[datetime.date]  # on which it was reminded, by mail or through Zalo
    waiting: str  # the state of a letter that is on its way

    @property
    def last_on(self) -> datetime.date | None:
        return self.days[-1] if self.days else None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many letters of a month are in each state."""

    counts: dict[str, int]
    is_stuck: bool  # letters wait though nothing hinders them: does the worker run?

    @property
    def lines(self) -> list[tuple[str, str, int]]:
        return [(state.value, str(state.label), self.counts[state]) for state in State if self.counts.get(state)]

    @property
    def drafts(self) -> int:
        return self.counts.get(State.DRAFT, 0)

    @property
    def on_their_way(self) -> int:
        return self.counts.get(State.APPROVED, 0) + self.counts.get(State.SENDING, 0)


def mail_state() -> str:
    """ "real", "files" (a trial) or "none"."""
    return "real" if settings.SENDS_MAIL else "files" if is_set_up() else "none"


def kind_lines(period: Period, *, on: datetime.date) -> list[KindLine]:
    return [
        KindLine(
            kind=kind,
            is_open=is_open,
            due_on=source.due(period),
            count=rows_of(kind, period, on=on).count() if is_open else 0,
        )
        for kind, source in SOURCES.items()
        for is_open in (source.is_open(period),)
    ]


def with_history(kind: str, period: Period, concerned: Sequence[Concerned]) -> list[ConcernedRow]:
    """Beside each one when it was reminded and what is on its way. Three queries."""
    abouts = [one.about for one in concerned]
    letters = Reminder.objects.in_period(period).filter(kind=kind, about__in=abouts).order_by("pk")
    days: dict[str, set[datetime.date]] = defaultdict(set)
    for about, day in letters.filter(state=State.SENT).values_list("about", "remind_on"):
        days[about].add(day)
    pasted = Pasted.objects.filter(period=period, kind=kind, about__in=abouts)
    for about, day in pasted.values_list("about", "pasted_on"):
        days[about].add(day)
    waiting = dict(letters.open().values_list("about", "state"))
    return [
        ConcernedRow(
            concerned=one,
            days=sorted(days[one.about]),
            waiting=str(State(waiting[one.about]).label) if one.about in waiting else "",
        )
        for one in concerned
    ]


def progress(period: Period, *, at: datetime.datetime) -> Progress:
    letters: Any = Reminder.objects.in_period(period)
    counts = dict(letters.order_by().values_list("state").annotate(n=Count("pk")))
    forgotten = letters.filter(state=State.APPROVED, next_try_at=None, approved_at__lt=at - LONG_WAIT)
    is_moving = State.SENDING in counts
    return Progress(counts=counts, is_stuck=bool(counts.get(State.APPROVED)) and not is_moving and forgotten.exists())
