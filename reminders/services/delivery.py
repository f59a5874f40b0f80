"""Sending what is approved. The rows are the truth, a task in the queue is only a nudge to look at them.

A letter is marked as being sent, and that is committed, before the mail server hears of it; it is marked as sent after
the server has taken it. Meanwhile its row is locked. So a row that is being sent and is not locked was left by somebody
who died, and whether its letter went out no program can know: a person is asked, and it is never sent again by itself.
"""

import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from reminders.concerned import find
from reminders.models import Reminder
from reminders.post import Answer, Outcome, hand_over, hang_up, letter

State = Reminder.State
AT_ONCE = 100  # letters a task; a worker that is asked to stop ends after them, and imports get their turn
# Pauses after a failed try; after the last, in nearly a day, a person is asked (P).
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))


def is_set_up() -> bool:
    """A trial writes mail to files; production must name its server."""
    return bool(settings.SENDS_MAIL) or not settings.PRODUCTION


@task()
def deliver_approved() -> int:
    """Sends what is due, a batch of it; how many were sent. Two at once do not get into each other's way."""
    if not is_set_up():
        return 0
    call_uncertain(at=timezone.now())
    post = get_connection()
    sent = 0
    try:
        for _ in range(AT_ONCE):
            taken = _take(at=timezone.now())
            if taken is None:
                return sent
            outcome = _send(taken, post)
            sent += outcome == Outcome.SENT
            if outcome == Outcome.NO_SERVER:
                return sent
    finally:
        hang_up(post)
    nudge()
    return sent


def nudge() -> None:
    deliver_approved.enqueue()


def nudge_if_waiting(*, at: datetime.datetime) -> None:
    """For the worker's round: pauses that are over, and what was left when a nudge was lost."""
    waiting = Reminder.objects.due(at) | Reminder.objects.in_hand(at)
    nudges = DBTaskResult.objects.ready().filter(task_path=deliver_approved.module_path)
    if waiting.exists() and not nudges.exists():
        nudge()


@transaction.atomic
def call_uncertain(*, at: datetime.datetime) -> int:
    """Those whose sender died; how many."""
    left = Reminder.objects.in_hand(at).select_for_update(skip_locked=True, no_key=True)
    pks = list(left.values_list("pk", flat=True))
    uncertain: int = Reminder.objects.filter(pk__in=pks).update(
        state=State.UNCERTAIN, reason="Tiến trình gửi dừng giữa chừng, không rõ máy chủ thư đã nhận hay chưa."
    )
    return uncertain


def _take(*, at: datetime.datetime) -> Reminder | None:
    """The next letter, marked as being sent; those that are not needed any more are dropped on the way."""
    while True:
        with transaction.atomic():
            due = Reminder.objects.due(at).order_by("pk").select_for_update(skip_locked=True, of=("self",), no_key=True)
            taken: Reminder | None = due.select_related("period").first()
            if taken is None:
                return None
            if reason := _needless(taken, at=at):
                taken.state, taken.reason, taken.settled_at = State.DROPPED, reason, at
                taken.save(update_fields=["state", "reason", "settled_at"])
                continue
            taken.state, taken.taken_at, taken.reason, taken.next_try_at = State.SENDING, at, "", None
            taken.save(update_fields=["state", "taken_at", "reason", "next_try_at", "address"])
            return taken


def _needless(reminder: Reminder, *, at: datetime.datetime) -> str:
    """Why it need not go out after all, or "". Sets the address that the person has now."""
    concerned = find(reminder.kind, reminder.about, reminder.period, on=timezone.localtime(at).date())
    if concerned is None:
        return "Việc đã xong hoặc đã qua giai đoạn, không cần nhắc nữa."
    recipient = next((one for one in concerned.recipients if one.user_id == reminder.recipient_id), None)
    if recipient is None:
        return "Người nhận không còn phụ trách việc này."
    if not recipient.address:
        return "Người nhận không còn địa chỉ thư điện tử dùng được."
    reminder.address = recipient.address
    return ""


def _send(taken: Reminder, post: object) -> Outcome | None:
    """None where another has meanwhile taken us for dead."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")
        mine = Reminder.objects.filter(pk=taken.pk, state=State.SENDING, taken_at=taken.taken_at)
        # Not skip_locked: another who came a moment too late to take it may still hold the row until his commit.
        held: Reminder | None = mine.select_for_update(no_key=True).first()
        if held is None:
            return None
        answer = hand_over(letter(held), post)
        _write_down(held, answer, at=timezone.now())
    return answer.outcome


def _write_down(held: Reminder, answer: Answer, *, at: datetime.datetime) -> None:
    held.reason = answer.reason
    if answer.outcome == Outcome.SENT:
        held.state, held.sent_at = State.SENT, at
    elif answer.outcome == Outcome.UNCERTAIN:
        held.state = State.UNCERTAIN
    elif answer.outcome == Outcome.REFUSED:
        held.state = State.FAILED
    else:
        _try_later(held, at=at)
    held.save()
    if answer.outcome == Outcome.NO_SERVER:
        _let_all_wait(held, at=at)


def _try_later(held: Reminder, *, at: datetime.datetime) -> None:
    if held.tries >= len(PAUSES):
        held.state = State.FAILED
        return
    held.state, held.next_try_at = State.APPROVED, at + PAUSES[held.tries]
    held.tries += 1


def _let_all_wait(held: Reminder, *, at: datetime.datetime) -> None:
    """Where there is no server the next letter need not try it; their tries are counted with this one."""
    pause = held.next_try_at or at + PAUSES[-1]
    others = Reminder.objects.due(at).exclude(pk=held.pk)
    others.filter(tries__gte=len(PAUSES)).update(state=State.FAILED, reason=held.reason)
    others.update(tries=F("tries") + 1, next_try_at=pause, reason=held.reason)
