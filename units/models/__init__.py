from units.models.month import (
    USUAL_SEATS,
    Concern,
    ConcernQuerySet,
    Meeting,
    MeetingQuerySet,
    Period,
    PeriodQuerySet,
    Stage,
    StageMove,
    Tier,
)
from units.models.places import (
    Agency,
    DocumentForm,
    IssuingBody,
    Membership,
    Team,
    Unit,
    UnitChange,
    UnitQuerySet,
    ValidityQuerySet,
)
from units.models.planning import DayOff, Extension, QuarterAgenda, calendar_of
from units.models.proposals import ConcernProposal
from units.roles import Role

__all__ = [
    "USUAL_SEATS",
    "Agency",
    "Concern",
    "ConcernProposal",
    "ConcernQuerySet",
    "DayOff",
    "DocumentForm",
    "Extension",
    "IssuingBody",
    "Meeting",
    "MeetingQuerySet",
    "Membership",
    "Period",
    "PeriodQuerySet",
    "QuarterAgenda",
    "Role",
    "Stage",
    "StageMove",
    "Team",
    "Tier",
    "Unit",
    "UnitChange",
    "UnitQuerySet",
    "ValidityQuerySet",
    "calendar_of",
]
