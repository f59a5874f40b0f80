from meetings.views.concerns import concern_detail, concern_file
from meetings.views.conferences import (
    attendance_edit,
    follow_up_close,
    follow_up_edit,
    follow_up_list,
    follow_up_reopen,
    meeting_detail,
    note_edit,
    progress_list,
    visit_create,
    visit_list,
)

__all__ = [
    "attendance_edit",
    "concern_detail",
    "concern_file",
    "follow_up_close",
    "follow_up_edit",
    "follow_up_list",
    "follow_up_reopen",
    "meeting_detail",
    "note_edit",
    "progress_list",
    "visit_create",
    "visit_list",
]
