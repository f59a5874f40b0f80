from .feeds import feed, feed_create, feed_list, feed_revoke, meeting_ics, notice_ics
from .screens import conference_list, month_detail, month_pdf, week_detail

__all__ = [
    "conference_list",
    "feed",
    "feed_create",
    "feed_list",
    "feed_revoke",
    "meeting_ics",
    "month_detail",
    "month_pdf",
    "notice_ics",
    "week_detail",
]
