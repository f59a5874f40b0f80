from units.models.month import (
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
    UnitQuerySet,
    ValidityQuerySet,
)
from units.roles import Role

__all__ = [
    "Agency",
    "Concern",
    "ConcernQuerySet",
    "DocumentForm",
    "IssuingBody",
    "Meeting",
    "MeetingQuerySet",
    "Membership",
    "Period",
    "PeriodQuerySet",
    "Role",
    "Stage",
    "StageMove",
    "Team",
    "Tier",
    "Unit",
    "UnitQuerySet",
    "ValidityQuerySet",
]
