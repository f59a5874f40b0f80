from reminders.services.deciding import approve, approve_all, drop, drop_all, say_whether_sent, send_again
from reminders.services.delivery import deliver_approved, is_set_up, nudge_if_waiting
from reminders.services.making import Made, mark_pasted, remind, remind_in_time

__all__ = [
    "Made",
    "approve",
    "approve_all",
    "deliver_approved",
    "drop",
    "drop_all",
    "is_set_up",
    "mark_pasted",
    "nudge_if_waiting",
    "remind",
    "remind_in_time",
    "say_whether_sent",
    "send_again",
]
