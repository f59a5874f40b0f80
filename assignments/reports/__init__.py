from .papers import changes_as_paper, draft_paper, issued_paper, record_as_paper, with_record
from .policy import changes, policy_report, registered_already
from .policy_trial import month_to_try, try_policy

__all__ = [
    "changes",
    "changes_as_paper",
    "draft_paper",
    "issued_paper",
    "month_to_try",
    "policy_report",
    "record_as_paper",
    "registered_already",
    "try_policy",
    "with_record",
]
