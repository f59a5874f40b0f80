"""What an amending notice says, conference by conference: who newly comes, who no longer comes, what moved.

From the rows that were kept with it and with the notice before it, in the names that they printed.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from assignments.models import Notice
from assignments.schedule import Line, Person, schedule_of
from documents.vietnamese import short_date, time_text, weekday_name


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """One of `was` and `now` may be None: registered since, or called off."""

    was: Line | None
    now: Line | None

    @property
    def line(self) -> Line:
        """As it stands from this notice on; of a conference called off, as it stood."""
        found = self.now or self.was
        assert found is not None  # noqa: S101 - one of the two made it
        return found

    @property
    def leaves(self) -> list[Person]:
        return _without(self.was, self.now)

    @property
    def comes(self) -> list[Person]:
        return _without(self.now, self.was)

    @property
    def is_moved(self) -> bool:
        """To another time or place."""
        was, now = self.was, self.now
        if not (was and now):
            return False
        return _times(was) != _times(now) or bool(was.place and was.place != now.place)

    @property
    def is_told(self) -> bool:
        return not (self.was and self.now) or self.is_moved or bool(self.leaves or self.comes)

    @property
    def concerned(self) -> list[Person]:
        """Whom it tells something: all who sit at a conference that moved, else those who come or go."""
        sits = list(self.now.people) if self.now and self.is_moved else self.comes
        return [*sits, *self.leaves]

    @property
    def before(self) -> str:
        """Where and when it was, as far as that is different now: "8 giờ 00, Thứ Ba, ngày 10/11/2026; tại …"."""
        if not (self.is_moved and self.was and self.now):
            return ""
        when = [when_text(self.was)] if _times(self.was) != _times(self.now) else []
        where = [f"tại {self.was.place}"] if self.was.place and self.was.place != self.now.place else []
        return "; ".join([*when, *where])


def when_text(line: Line) -> str:
    end = f" đến {time_text(line.ends_at.time())}" if line.ends_at else ""
    return f"{time_text(line.starts_at.time())}{end}, {weekday_name(line.day)}, ngày {short_date(line.day)}"


def amended_lines(notice: Notice) -> list[LineChange] | None:
    """None for a notice that says the whole month. One query."""
    if notice.amends_id is None:
        return None
    earlier = Notice.objects.in_period(notice.plan.period).filter(plan__version__lt=notice.plan.version)
    before = earlier.select_related("plan").order_by("-plan__version").first()
    return compared(schedule_of(before) if before else (), schedule_of(notice))


def compared(before: Iterable[Line], after: Iterable[Line]) -> list[LineChange]:
    was, now = ({line.meeting: line for line in lines if line.meeting} for lines in (before, after))
    found = [LineChange(was=was.get(key), now=now.get(key)) for key in was.keys() | now.keys()]
    told = [one for one in found if one.is_told]
    return sorted(told, key=lambda one: (one.line.starts_at, one.line.unit, one.line.meeting or 0))


def concerned_by(changes: Iterable[LineChange]) -> list[Person]:
    """Everybody whom the notice tells something, once, in its order and as it names them."""
    found: dict[Hashable, Person] = {}
    for change in changes:
        for person in change.concerned:
            found.setdefault(key_of(person), person)
    return list(found.values())


def changes_of(changes: Iterable[LineChange], person: Person) -> list[LineChange]:
    return [one for one in changes if is_among(person, one.concerned)]


def is_among(person: Person, people: Iterable[Person]) -> bool:
    return key_of(person) in {key_of(one) for one in people}


def key_of(person: Person) -> Hashable:
    """The same person named otherwise since is no change."""
    return person.delegate or person.name


def own_changes(changes: Sequence[LineChange], delegate: int) -> tuple[list[LineChange], Person | None]:
    """What it tells this delegate, and what it calls him."""
    person = next((one for one in concerned_by(changes) if one.delegate == delegate), None)
    return (changes_of(changes, person) if person else []), person


def _without(line: Line | None, other: Line | None) -> list[Person]:
    there = {key_of(person) for person in other.people} if other else set()
    return [person for person in line.people if key_of(person) not in there] if line else []


def _times(line: Line) -> tuple[object, object]:
    return line.starts_at, line.ends_at
