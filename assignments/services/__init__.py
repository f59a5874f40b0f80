from assignments.problem import PlanningError

from .approval import check_plan_version, next_notice_number, publish_plan, return_plan, submit_plan
from .planning import draft_plan, new_version, pin_seat, seat_change, solve_plan, unpin_seat
from .state import EditConflictError, NumberTakenError, WrongStatusError, stale_reasons

__all__ = [
    "EditConflictError",
    "NumberTakenError",
    "PlanningError",
    "WrongStatusError",
    "check_plan_version",
    "draft_plan",
    "new_version",
    "next_notice_number",
    "pin_seat",
    "publish_plan",
    "return_plan",
    "seat_change",
    "solve_plan",
    "stale_reasons",
    "submit_plan",
    "unpin_seat",
]
