"""What a person decides about letters. A letter in the worker's hands is left to it."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from reminders.models import Reminder
from reminders.services.delivery import is_set_up, nudge
from units.services import AlreadyThere, Refused

State = Reminder.State


@transaction.atomic
def approve(reminder: Reminder, *, by: User, at: datetime.datetime) -> None:
    stored = _in_hand(reminder)
    if stored.state in (State.APPROVED, State.SENDING, State.SENT):
        raise AlreadyThere("Thư này đã được duyệt.")
    _expect(stored, State.DRAFT, doing="duyệt")
    _refuse_without_server()
    _send(stored, by=by, at=at)


@transaction.atomic
def approve_all(drafts: Any, *, by: User, at: datetime.datetime) -> int:
    """All of those rows that are drafts still; how many."""
    _refuse_without_server()
    approved: int = drafts.filter(state=State.DRAFT).update(
        state=State.APPROVED, approved_by=by, approved_at=at, tries=0, next_try_at=None
    )
    transaction.on_commit(nudge)
    return approved


@transaction.atomic
def drop_all(drafts: Any, *, by: User, at: datetime.datetime) -> int:
    """All of those rows that are drafts still; how many."""
    dropped: int = drafts.filter(state=State.DRAFT).update(state=State.DROPPED, settled_by=by, settled_at=at)
    return dropped


@transaction.atomic
def drop(reminder: Reminder, *, by: User, at: datetime.datetime) -> None:
    """It will not be sent."""
    stored = _in_hand(reminder)
    if stored.state == State.DROPPED:
        raise AlreadyThere("Thư này đã được bỏ.")
    _expect(stored, State.DRAFT, State.APPROVED, State.FAILED, doing="bỏ")
    _settle(stored, State.DROPPED, by=by, at=at)


@transaction.atomic
def send_again(reminder: Reminder, *, by: User, at: datetime.datetime) -> None:
    """One that failed, or waits for its next try."""
    stored = _in_hand(reminder)
    if stored.state == State.APPROVED and stored.next_try_at is None:
        raise AlreadyThere("Thư này đang chờ gửi.")
    _expect(stored, State.FAILED, State.APPROVED, doing="gửi lại")
    _refuse_without_server()
    _send(stored, by=by, at=at)


@transaction.atomic
def say_whether_sent(reminder: Reminder, *, sent: bool, by: User, at: datetime.datetime) -> None:
    """Nobody but a person can know, of an uncertain one. Not sent: it goes out again."""
    stored = _in_hand(reminder)
    if stored.state in (State.SENT, State.APPROVED, State.SENDING):
        raise AlreadyThere("Thư này đã có người quyết định.")
    _expect(stored, State.UNCERTAIN, doing="quyết định")
    if sent:
        stored.sent_at = stored.taken_at
        _settle(stored, State.SENT, by=by, at=at)
    else:
        _refuse_without_server()
        stored.settled_by, stored.settled_at = by, at
        _send(stored, by=by, at=at)


def _in_hand(reminder: Reminder) -> Reminder:
    stored: Reminder | None = Reminder.objects.select_for_update(skip_locked=True).filter(pk=reminder.pk).first()
    if stored is None or stored.state == State.SENDING:
        raise Refused("Thư đang được gửi. Xin xem lại sau ít phút.")
    return stored


def _expect(stored: Reminder, *states: State, doing: str) -> None:
    if stored.state not in states:
        raise Refused(f"Thư đang ở trạng thái “{stored.get_state_display()}”, không {doing} được.")


def _refuse_without_server() -> None:
    if not is_set_up():
        raise Refused("Chưa nối với máy chủ thư, nên chưa gửi được. Xin báo người quản trị (EMAIL_URL).")


def _send(stored: Reminder, *, by: User, at: datetime.datetime) -> None:
    stored.state, stored.approved_by, stored.approved_at = State.APPROVED, by, at
    stored.tries, stored.next_try_at, stored.reason = 0, None, ""
    try:
        with transaction.atomic():
            stored.save()
    except IntegrityError:  # one that failed, and another was written since
        raise Refused("Đã có thư khác nhắc đúng việc này cho người này, còn chưa xong.") from None
    transaction.on_commit(nudge)


def _settle(stored: Reminder, state: State, *, by: User, at: datetime.datetime) -> None:
    stored.state, stored.settled_by, stored.settled_at, stored.next_try_at = state, by, at, None
    stored.save()
