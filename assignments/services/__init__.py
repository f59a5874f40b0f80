from assignments.problem import PlanningError

from .approval import (
    NO_FORM,
    check_plan_version,
    notice_form,
    notice_in_force,
    publish_plan,
    return_plan,
    submit_plan,
)
from .delegates import add_busy_days, delegate_state, duties_on, hold_agency, refuse_changed_delegate
from .planning import draft_plan, new_version, pin_seat, seat_change, solve_plan, unpin_seat
from .state import EditConflictError, NumberTakenError, WrongStatusError, stale_reasons

__all__ = [
    "NO_FORM",
    "EditConflictError",
    "NumberTakenError",
    "PlanningError",
    "WrongStatusError",
    "add_busy_days",
    "check_plan_version",
    "delegate_state",
    "draft_plan",
    "duties_on",
    "hold_agency",
    "new_version",
    "notice_form",
    "notice_in_force",
    "pin_seat",
    "publish_plan",
    "refuse_changed_delegate",
    "return_plan",
    "seat_change",
    "solve_plan",
    "stale_reasons",
    "submit_plan",
    "unpin_seat",
]
