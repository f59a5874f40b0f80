from .feeds import amending_feed, feed_of, notice_feed, single_feed
from .papers import PER_PAPER, month_listing
from .screens import Conference, Day, MonthScreen, WeekScreen, conferences, month_screen, week_screen

__all__ = [
    "PER_PAPER",
    "Conference",
    "Day",
    "MonthScreen",
    "WeekScreen",
    "amending_feed",
    "conferences",
    "feed_of",
    "month_listing",
    "month_screen",
    "notice_feed",
    "single_feed",
    "week_screen",
]
