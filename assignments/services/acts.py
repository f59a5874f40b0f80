"""What a person may do to a draft by hand, each act as what the draft would then hold. Nothing is written here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from assignments.models import Delegate
from assignments.planner.problem import Pair
from assignments.problem import PlanningError
from units.models import Meeting

from .content import Content, Decision, Keep


@dataclass(frozen=True, kw_only=True)
class Change:
    content: Content
    what: str
    into: Pair | None = None
    """Who is put in: the one seat that may be let off a rule."""
    lacks: str = ""
    """What has still to be said before it is kept, as a sentence."""


Act = Callable[[Content, User, datetime], Change | None]
"""None: the draft is as asked for already (a double click)."""


def change_seat(meeting: Meeting, *, remove: Delegate | None, add: Delegate | None) -> Act:
    """Takes somebody out of a seat, puts somebody in, or both. Who is put in is pinned from then on."""

    def act(content: Content, by: User, at: datetime) -> Change | None:
        out = _pair(meeting, remove) if remove else None
        into = _pair(meeting, add) if add else None
        seats = dict(content.seats)
        if (into is None or into in seats) and (out is None or out not in seats):
            return None
        if remove and out not in seats:
            raise PlanningError(f"Đồng chí {remove.full_name} không còn ở hội nghị này. Xin xem lại rồi chọn lại.")
        if add and into in seats:
            raise PlanningError(f"Đồng chí {add.full_name} đã được phân công dự hội nghị này.")
        if out:
            del seats[out]
        if into:
            seats[into] = Keep(pinned=True, by_hand=True, because=_chosen_because(remove, by))
        return Change(content=content.with_seats(seats), what=_in_words(meeting, remove, add), into=into)

    return act


def set_pin(meeting: Meeting, delegate: Delegate, *, pinned: bool) -> Act:
    def act(content: Content, by: User, at: datetime) -> Change | None:
        pair = _pair(meeting, delegate)
        keep = content.seats.get(pair)
        if keep is None:
            raise PlanningError("Lượt phân công này không còn trong bản dự thảo.")
        if keep.pinned == pinned:
            return None
        if keep.overridden:
            name = delegate.full_name
            raise PlanningError(f"Đồng chí {name} được xếp khác quy tắc nên phải ghim; không cần nữa thì rút.")
        kept = replace(keep, pinned=pinned, instead_of=None if pinned else keep.instead_of)
        verb = "ghim" if pinned else "bỏ ghim"
        return Change(
            content=content.with_seats(content.seats | {pair: kept}),
            what=f"{verb} đồng chí {delegate.full_name} {_where(meeting)}",
        )

    return act


def forbid(meeting: Meeting, delegate: Delegate, *, reason: str = "") -> Act:
    """Keeps somebody away from one meeting; who sits there gets up."""

    def act(content: Content, by: User, at: datetime) -> Change | None:
        pair = _pair(meeting, delegate)
        if pair in content.forbidden:
            return None
        seats = {other: keep for other, keep in content.seats.items() if other != pair}
        decision = Decision(reason=reason, by_id=by.pk, at=at)
        return Change(
            content=replace(content, seats=seats, forbidden=content.forbidden | {pair: decision}),
            what=f"không xếp đồng chí {delegate.full_name} {_where(meeting)}{_because(reason)}",
        )

    return act


def allow(meeting: Meeting, delegate: Delegate) -> Act:
    def act(content: Content, by: User, at: datetime) -> Change | None:
        pair = _pair(meeting, delegate)
        if pair not in content.forbidden:
            return None
        forbidden = {other: decision for other, decision in content.forbidden.items() if other != pair}
        return Change(
            content=replace(content, forbidden=forbidden),
            what=f"cho xếp lại đồng chí {delegate.full_name} {_where(meeting)}",
        )

    return act


def leave_empty(meeting: Meeting, *, places: int, reason: str = "") -> Act:
    """So many places of the meeting are not to be filled, beside those that are."""

    def act(content: Content, by: User, at: datetime) -> Change | None:
        key = str(meeting.pk)
        now = content.left_empty.get(key)
        if now and (now.seats, now.reason) == (places, reason):
            return None
        taken = sum(pair[0] == key for pair in content.seats)
        if not 1 <= places <= meeting.seats - taken:
            raise PlanningError(_no_such_places(meeting, taken))
        decision = Decision(reason=reason, by_id=by.pk, at=at, seats=places)
        return Change(
            content=replace(content, left_empty=content.left_empty | {key: decision}),
            what=f"để trống {places} chỗ {_where(meeting)}{_because(reason)}",
            lacks="" if reason.strip() else "Ghi lý do để trống; lý do được in trong thông báo.",
        )

    return act


def fill_again(meeting: Meeting) -> Act:
    def act(content: Content, by: User, at: datetime) -> Change | None:
        key = str(meeting.pk)
        if key not in content.left_empty:
            return None
        left = {other: decision for other, decision in content.left_empty.items() if other != key}
        return Change(content=replace(content, left_empty=left), what=f"thôi để trống chỗ {_where(meeting)}")

    return act


def _pair(meeting: Meeting, delegate: Delegate) -> Pair:
    return str(meeting.pk), str(delegate.pk)


def _where(meeting: Meeting) -> str:
    return f"tại {meeting.unit.name_in_text}"


def _because(reason: str) -> str:
    return f" (lý do: {reason})" if reason else ""


def _no_such_places(meeting: Meeting, taken: int) -> str:
    free = meeting.seats - taken
    if free <= 0:
        return f"Hội nghị có {meeting.seats} chỗ và đã xếp đủ {taken} đồng chí; rút bớt rồi mới để trống được."
    return f"Hội nghị còn {free} chỗ chưa xếp, chỉ để trống được từ 1 đến {free} chỗ."


def _chosen_because(remove: Delegate | None, by: User) -> str:
    instead = f", thay đồng chí {remove.full_name}" if remove else ""
    return f"Do {by.full_name} chọn tay{instead}; không trái quy tắc nào."


def _in_words(meeting: Meeting, remove: Delegate | None, add: Delegate | None) -> str:
    if remove and add:
        return f"thay đồng chí {remove.full_name} bằng đồng chí {add.full_name} {_where(meeting)}"
    if add:
        return f"xếp đồng chí {add.full_name} {_where(meeting)}"
    return f"rút đồng chí {remove.full_name if remove else ''} {_where(meeting)}"
