"""What of a month's plan in force no longer holds, and who could sit instead. Read from the rows, kept nowhere."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, When

from assignments.answering import Answered, with_answers
from assignments.models import Delegate, Plan, Seat
from assignments.models.ranks import RANKS
from assignments.plain_words import record_facts
from assignments.planner import Candidate, explain_exclusions
from assignments.planner.problem import Pair, Problem
from assignments.planner.rules import broken_rules
from assignments.problem import Asked, MonthProblem, meeting_row, month_problem
from assignments.services.content import Content, Decision, content_of
from assignments.services.state import read_unvetted, what_changed
from units.models import Meeting, Period

# What life breaks of a plan that was legal when it was published; the others speak of plans, not of people.
OF_LIFE = ("R2", "R3", "R5", "R6")


class Kind(models.TextChoices):
    DECLINED = "declined", "Xin không dự"
    CANNOT = "cannot", "Không dự được nữa"
    LEFT = "left", "Không còn tham gia"
    MOVED = "moved", "Hội nghị đổi lịch"
    CANCELLED = "cancelled", "Hội nghị đã hủy"
    NEW = "new", "Hội nghị mới đăng ký"


@dataclass(frozen=True, kw_only=True)
class Repair:
    kind: Kind
    meeting: Any
    delegate: Delegate | None
    text: str
    answer: Answered | None = None
    is_done: bool = False
    """The version in work no longer has it."""
    newcomers: tuple[str, ...] = ()
    """Of a seat put right: who comes to that conference in the version in work, and does not in the one in force."""

    @property
    def needs_substitute(self) -> bool:
        return self.delegate is not None and not self.is_done

    @property
    def may_choose_again(self) -> bool:
        """The program may have chosen who sits instead while a person looked at another seat."""
        return self.delegate is not None and self.is_done


@dataclass(frozen=True, kw_only=True)
class RepairList:
    published: Plan | None
    in_work: Plan | None
    items: list[Repair]

    @property
    def open(self) -> int:
        return sum(not one.is_done for one in self.items)


def seats_to_repair(period: Period, *, at: datetime.datetime) -> RepairList:
    """Of conferences that have not begun, by time."""
    plans = {plan.status: plan for plan in _plans(period, at)}
    published = plans.pop(Plan.Status.PUBLISHED, None)
    in_work = next(iter(plans.values()), None)
    if published is None or not published.has_to_come:
        return RepairList(published=published, in_work=in_work, items=[])
    rows = with_answers(Seat.objects.filter(plan=published).with_people().with_meeting())
    standing = [row.seat for row in rows if not row.seat.meeting.is_cancelled]
    content = content_of(published, standing)
    month = _without_pins(month_problem(period, replace(content.asked, pinned=(), overrides=())), content.asked)
    solved = {row["id"]: row for row in published.problem.get("meetings", [])}
    cancelled = {row.seat.meeting_id: row.seat.meeting for row in rows if row.seat.meeting.is_cancelled}
    found = [
        *_wrong_seats(month, rows),
        *_moved(month, solved, content.left_empty),
        *(
            Repair(kind=Kind.CANCELLED, meeting=one, delegate=None, text=one.change_reason)
            for one in cancelled.values()
        ),
    ]
    coming = [one for one in found if one.meeting.starts_at > at and one.meeting.held_on is None]
    coming.sort(key=lambda one: (one.meeting.starts_at, one.meeting.pk))
    return RepairList(published=published, in_work=in_work, items=_with_progress(coming, in_work, month, content))


def _without_pins(month: MonthProblem, asked: Asked) -> MonthProblem:
    """As it was let off rules, but without its pins: who was chosen by hand may fall ill as well.

    Only what is pinned can be let off a rule, so those few stay pinned.
    """
    pinned = sorted({(one["meeting"], one["delegate"]) for one in asked.overrides})
    return month.asked_for(replace(asked, pinned=pinned))


def _plans(period: Period, at: datetime.datetime) -> list[Any]:
    """The version in force and the one in work, each with `has_to_come`; their dossiers only where that is so."""
    to_come = Exists(Meeting.with_cancelled.filter(period=OuterRef("period"), starts_at__gt=at, held_on=None))
    plans = Plan.objects.in_period(period).exclude(status=Plan.Status.REPLACED).defer("problem", "result")
    rows: list[Any] = list(plans.annotate(has_to_come=to_come, dossier=Case(When(to_come, then="problem"))))
    for plan in rows:
        if plan.has_to_come:
            plan.problem = plan.dossier
    return rows


def _wrong_seats(month: MonthProblem, rows: list[Answered]) -> list[Repair]:
    broken = _broken(month, [(str(row.seat.meeting_id), str(row.seat.delegate_id)) for row in rows])
    return [one for row in rows for one in _wrong_seat(month, row, broken)]


def _wrong_seat(month: MonthProblem, row: Answered, broken: Mapping[Pair, str]) -> list[Repair]:
    """One at most; none of a conference called off."""
    seat, pair = row.seat, (str(row.seat.meeting_id), str(row.seat.delegate_id))
    if pair[0] not in month.meeting_of:
        return []
    if row.is_declined and row.answer:
        proposed = row.answer.proposed
        said = row.answer.reason
        if proposed:
            said = f"{said.rstrip('. ')}. Đề nghị đồng chí {proposed.full_name} dự thay."
        kind, text = Kind.DECLINED, said
    elif pair[1] not in month.delegate_of:
        kind, text = Kind.LEFT, "Đại biểu không còn tham gia trong tháng."
    elif pair in broken:
        kind, text = Kind.CANNOT, broken[pair]
    else:
        return []
    return [Repair(kind=kind, meeting=seat.meeting, delegate=seat.delegate, text=text, answer=row)]


def _broken(month: MonthProblem, pairs: Iterable[Pair]) -> Mapping[Pair, str]:
    broken = broken_rules(read_unvetted(month), [pair for pair in pairs if month.knows(pair)])
    return {
        (one.meeting, one.delegate): one.message for one in broken if one.delegate is not None and one.rule in OF_LIFE
    }


def _moved(month: MonthProblem, solved: dict[str, Any], left_empty: Mapping[str, Decision]) -> list[Repair]:
    found = []
    for meeting in month.meetings:
        key = str(meeting.pk)
        before = solved.get(key)
        if before is None:
            text = f"Cần {meeting.seats} đại biểu."
            found.append(Repair(kind=Kind.NEW, meeting=meeting, delegate=None, text=text))
            continue
        now = meeting_row(meeting, left_empty[key].seats if key in left_empty else 0)
        if now != before:
            text = f"Đã đổi {what_changed(before, now)}{_before(before, now)}."
            found.append(Repair(kind=Kind.MOVED, meeting=meeting, delegate=None, text=text))
    return found


def _before(before: dict[str, Any], now: dict[str, Any]) -> str:
    if before["starts_at"] == now["starts_at"]:
        return ""
    return f", trước đây {datetime.datetime.fromisoformat(before['starts_at']):%H:%M %d/%m/%Y}"


def _with_progress(items: list[Repair], in_work: Plan | None, month: MonthProblem, in_force: Content) -> list[Repair]:
    """What the version in work has put right already."""
    if in_work is None:
        return items
    seats = in_work.seats.values_list("meeting_id", "delegate_id", "overridden", "delegate__full_name")
    held = {(str(meeting), str(delegate)): overridden for meeting, delegate, overridden, _ in seats}
    newcomers: dict[int, list[str]] = defaultdict(list)
    for meeting, delegate, _, name in seats:
        if (str(meeting), str(delegate)) not in in_force.seats:
            newcomers[meeting].append(name)
    still_broken = _broken(month, held)
    rows = {row["id"]: row for row in in_work.problem.get("meetings", [])}

    def is_done(one: Repair) -> bool:
        key = str(one.meeting.pk)
        if one.delegate:
            pair = (key, str(one.delegate.pk))
            if pair not in held:
                return True
            # Of two conferences on one day either may be given away: who keeps this one can come to it then.
            return one.kind == Kind.CANNOT and (bool(held[pair]) or pair not in still_broken)
        if one.kind == Kind.CANCELLED:
            return key not in rows
        return key in rows and rows[key]["starts_at"] == meeting_row(one.meeting)["starts_at"]

    return [replace(one, is_done=is_done(one), newcomers=tuple(newcomers[one.meeting.pk])) for one in items]


# Who could sit instead


@dataclass(frozen=True, kw_only=True)
class Substitute:
    delegate: Any
    facts: str
    is_proposed: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    meeting: Any
    why: list[Repair]
    """Why somebody else is needed, as the list of what is to be repaired says it; empty where nothing is known."""
    rank: str
    """That the conference asks for; empty where it asks for none."""
    able: list[Substitute]
    unable: list[Candidate]
    names: dict[str, Any]

    @property
    def more(self) -> int:
        """Who could sit beyond the first ten, folded away."""
        return max(0, len(self.able) - 10)

    @property
    def excluded(self) -> list[tuple[Any, str, str]]:
        return [(self.names[one.delegate], one.rule or "", one.message) for one in self.unable]


def choice_for(period: Period, meeting: Meeting, leaving: Delegate, *, row: Answered | None = None) -> Choice | None:
    """Everybody for the seat of one who leaves, over the plan in force as things are today; the best first.

    `row`: that seat with its answer, where it is also to be told why it needs somebody else.
    """
    proposed = row.answer.proposed_id if row and row.is_declined and row.answer else None
    month = month_problem(period)
    if str(meeting.pk) not in month.meeting_of:
        return None
    problem = read_unvetted(month)
    candidates = [one for one in explain_exclusions(problem, month.published, str(meeting.pk)) if not one.is_seated]
    held: dict[str, int] = defaultdict(int)
    for _, delegate in month.published:
        held[delegate] += 1
    refused: dict[str, list[str]] = defaultdict(list)
    for elsewhere, delegate in sorted(month.declined):
        if elsewhere in month.meeting_of:
            refused[delegate].append(month.meeting_of[elsewhere].unit.name_in_text)
    place = month.meeting_of[str(meeting.pk)]
    able = [one for one in candidates if str(leaving.pk) in one.can_replace or one.can_take_extra]
    stays = [
        problem.delegate_by_id[key] for at, key in month.published if at == str(meeting.pk) and key != str(leaving.pk)
    ]
    asked = problem.meeting_by_id[str(meeting.pk)]
    needs_rank = asked.asks_for_rank and not any(one.satisfies(asked) for one in stays)
    if needs_rank:  # the place of the one who leaves, not any place there
        able.sort(key=lambda one: not one.has_rank)
    return Choice(
        meeting=place,
        why=_why(month, row) if row else [],
        rank=RANKS.get(place.tier_asked, ""),
        able=[
            Substitute(
                delegate=month.delegate_of[one.delegate],
                facts=_facts(problem, place, one, held[one.delegate], refused[one.delegate], needs_rank),
                is_proposed=one.delegate == str(proposed),
            )
            for one in able
        ],
        unable=[one for one in candidates if one not in able],
        names=month.delegate_of,
    )


def _why(month: MonthProblem, row: Answered) -> list[Repair]:
    """Of a seat that was not let off the rules, and of the time of its conference."""
    seat, key = row.seat, str(row.seat.meeting_id)
    found = _wrong_seat(month, row, {} if seat.overridden else _broken(month, month.published))
    now = meeting_row(month.meeting_of[key])
    before = next((one for one in seat.plan.problem.get("meetings", []) if one["id"] == key), now)
    if moved := _before(before, now):
        found.append(Repair(kind=Kind.MOVED, meeting=seat.meeting, delegate=None, text=f"Đã đổi thời gian{moved}."))
    return found


def _facts(
    problem: Problem, meeting: Any, candidate: Candidate, held: int, refused: list[str], needs_rank: bool
) -> str:
    delegate = problem.delegate_by_id[candidate.delegate]
    parts = record_facts(problem, meeting.unit.code, delegate, held=held)
    if needs_rank:
        parts.append("đủ cấp mà hội nghị cần" if candidate.has_rank else "không đủ cấp, hội nghị sẽ thiếu cấp cần có")
    if refused:
        parts.append(f"tháng này đã xin không dự tại {', '.join(refused)}")
    return "; ".join(parts) + "."
