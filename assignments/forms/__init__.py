from .answers import ConfirmForm, DeclineForm, RecordForm, ScanForm, SubstituteForm, WithdrawForm
from .availability import (
    BusyDaysForm,
    BusyFileForm,
    CalendarForm,
    FileDaysForm,
    KeptDaysForm,
    RecurringEditForm,
    RecurringForm,
    UnavailabilityEditForm,
    UnavailabilityForm,
    days_ahead,
)
from .delegates import DelegateForm
from .dossiers import CheckForm
from .plans import EditForm, GoBackForm, LowerRankForm, PublishForm, ReturnForm, SeatChangeForm, VersionsForm, WhyForm
from .policy import PolicyForm

__all__ = [
    "BusyDaysForm",
    "BusyFileForm",
    "CalendarForm",
    "CheckForm",
    "ConfirmForm",
    "DeclineForm",
    "DelegateForm",
    "EditForm",
    "FileDaysForm",
    "GoBackForm",
    "KeptDaysForm",
    "LowerRankForm",
    "PolicyForm",
    "PublishForm",
    "RecordForm",
    "RecurringEditForm",
    "RecurringForm",
    "ReturnForm",
    "ScanForm",
    "SeatChangeForm",
    "SubstituteForm",
    "UnavailabilityEditForm",
    "UnavailabilityForm",
    "VersionsForm",
    "WhyForm",
    "WithdrawForm",
    "days_ahead",
]
