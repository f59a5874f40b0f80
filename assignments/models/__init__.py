from .drafting import ForbiddenPair, LeftEmpty, PlanStep, Solve
from .notices import (
    FROZEN_NOTICE_MESSAGE,
    Notice,
    NoticeQuerySet,
    SeatAnswer,
    SeatAnswerQuerySet,
    SignedScan,
    notice_chain,
    scan_path,
)
from .people import CalendarSource, Delegate, DelegateQuerySet, RecurringAbsence, Unavailability
from .plans import FROZEN_PLAN_MESSAGE, Plan, PlanQuerySet, Seat, SeatQuerySet, next_seat, seats_held
from .policy import Policy, Rule
from .ranks import LoweredRank

__all__ = [
    "FROZEN_NOTICE_MESSAGE",
    "FROZEN_PLAN_MESSAGE",
    "CalendarSource",
    "Delegate",
    "DelegateQuerySet",
    "ForbiddenPair",
    "LeftEmpty",
    "LoweredRank",
    "Notice",
    "NoticeQuerySet",
    "Plan",
    "PlanQuerySet",
    "PlanStep",
    "Policy",
    "RecurringAbsence",
    "Rule",
    "Seat",
    "SeatAnswer",
    "SeatAnswerQuerySet",
    "SeatQuerySet",
    "SignedScan",
    "Solve",
    "Unavailability",
    "next_seat",
    "notice_chain",
    "scan_path",
    "seats_held",
]
