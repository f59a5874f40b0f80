"""Rows of a file → verdicts: new, changed, same, faulty, asked about, ignored. Pure; the rows of ours come in as
plain data.
"""

from imports.judging.delegates import KnownAgency, KnownDelegate, KnownDelegates, judge_delegates
from imports.judging.registrations import KnownMeeting, KnownMonth, judge_registrations
from imports.judging.teams import KnownTeam, KnownTeams, judge_teams
from imports.judging.verdicts import Choice, Line, Problem, Verdict

__all__ = [
    "Choice",
    "KnownAgency",
    "KnownDelegate",
    "KnownDelegates",
    "KnownMeeting",
    "KnownMonth",
    "KnownTeam",
    "KnownTeams",
    "Line",
    "Problem",
    "Verdict",
    "judge_delegates",
    "judge_registrations",
    "judge_teams",
]
