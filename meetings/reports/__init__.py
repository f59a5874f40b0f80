from meetings.reports.concerns import ConcernReport, concern_paper, concern_report, concern_sheets
from meetings.reports.conferences import meeting_report, meetings_lacking, progress

__all__ = [
    "ConcernReport",
    "concern_paper",
    "concern_report",
    "concern_sheets",
    "meeting_report",
    "meetings_lacking",
    "progress",
]
