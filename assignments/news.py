"""Whom the notices of a month tell something new: who comes or goes, or whose conference stands otherwise."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from assignments.changes import Standing, standing_at
from assignments.models import Notice
from units.models import Meeting, Period

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One conference before and after a notice."""

    meeting: int
    was: Standing | None
    now: Standing | None

    @property
    def any(self) -> Standing:
        found = self.now or self.was
        assert found is not None  # noqa: S101 - one of the two made it
        return found

    @property
    def last_day(self) -> datetime.date:
        return max(one.start for one in (self.was, self.now) if one).date()

    @property
    def is_moved(self) -> bool:
        return bool(
            self.was
            and self.now
            and (self.was.times != self.now.times or (self.was.place and self.was.place != self.now.place))
        )

    @property
    def tells_anything(self) -> bool:
        """The same people named in another order is nothing new."""
        return bool(self.delegates or self.is_moved or self.was is None or self.now is None)

    @property
    def delegates(self) -> frozenset[int]:
        """Those to tell."""
        sat = frozenset(self.was.delegates) if self.was else NOBODY
        sit = frozenset(self.now.delegates) if self.now else NOBODY
        return sat | sit if self.is_moved else sat ^ sit


@dataclass(kw_only=True)
class News:
    """Of one delegate or unit: the last notice that concerns them, and what it says to them."""

    notice_id: int
    turns: list[Turn] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MonthNews:
    delegates: Mapping[int, News]
    units: Mapping[int, News]


def news_of(period: Period, *, on: datetime.date) -> MonthNews:
    """Of conferences that are still to come. One query."""
    notices: Any = (
        Notice.objects.in_period(period).select_related("plan").defer("paper", "plan__problem", "plan__result")
    )
    held = Meeting.with_cancelled.filter(period=period).order_by()
    notices = notices.annotate(held=ArraySubquery(held.values(row=JSONObject(meeting="pk", unit="unit_id"))))
    delegates: dict[int, News] = {}
    units: dict[int, News] = {}
    before: dict[int, Standing] = {}
    for notice in notices.order_by("plan__version"):
        now, unit_of = standing_at(notice), {row["meeting"]: row["unit"] for row in notice.held}
        for turn in _turns(before, now):
            if turn.last_day >= on and turn.tells_anything:
                _add(units, [unit_of[turn.meeting]], notice, turn)
                _add(delegates, turn.delegates, notice, turn)
        before = now
    return MonthNews(delegates=delegates, units=units)


def delegate_line(turn: Turn, delegate: int) -> str:
    one = turn.any
    if turn.now is None:
        return f"{one.unit}, {one.when}: hội nghị đã hủy, không phải dự"
    if delegate not in turn.now.delegates:
        was = turn.was or turn.now
        return f"{was.unit}, {was.when}: thôi dự"
    if turn.was is None or delegate not in turn.was.delegates:
        return f"{one.unit}, {one.when}, tại {one.place}: dự hội nghị"
    return f"{one.unit}: hội nghị đổi lịch, nay là {one.when}, tại {one.place}"


def unit_line(turn: Turn, names: Mapping[int, str]) -> str:
    if turn.now is None:
        return f"Hội nghị {turn.any.when} đã hủy, các đại biểu được báo không phải dự"
    came = [one for one in turn.now.delegates if turn.was is None or one not in turn.was.delegates]
    gone = [one for one in turn.was.delegates if one not in turn.now.delegates] if turn.was else []
    parts = [f"Hội nghị {turn.now.when}"]
    if came:
        parts.append(f"đại biểu {'mới ' if turn.was else ''}dự: {_named(came, names)}")
    if gone:
        parts.append(f"thôi dự: {_named(gone, names)}")
    return "; ".join(parts)


def _named(pks: Iterable[int], names: Mapping[int, str]) -> str:
    return ", ".join(names.get(pk, "") for pk in pks)


def _turns(before: Mapping[int, Standing], now: Mapping[int, Standing]) -> list[Turn]:
    found = [
        Turn(meeting=key, was=before.get(key), now=now.get(key))
        for key in before.keys() | now.keys()
        if before.get(key) != now.get(key)
    ]
    return sorted(found, key=lambda turn: (turn.any.starts_at, turn.any.unit))


def _add(news: dict[int, News], keys: Iterable[int], notice: Notice, turn: Turn) -> None:
    """What an earlier notice said gives way to what the later one says."""
    for key in keys:
        if key not in news or news[key].notice_id != notice.pk:
            news[key] = News(notice_id=notice.pk)
        news[key].turns.append(turn)
