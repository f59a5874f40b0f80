from units.forms.committee import BodyForm, DocumentFormForm
from units.forms.concerns import ConcernForm, ConcernTermsForm, DismissForm
from units.forms.fields import LOST, DayField, HourField, MonthField, TextField, VersionedForm, VersionField
from units.forms.meetings import CancelForm, MeetingForm, MonthTable, meeting_values
from units.forms.periods import DEADLINES, ChooseMonthForm, PeriodForm, StageMoveForm
from units.forms.places import (
    SHAPES,
    AgencyForm,
    AllotForm,
    ChangeForm,
    ProvinceForm,
    StateForm,
    TeamForm,
    UnitField,
    UnitForm,
)
from units.forms.planning import DayOffForm, ExtensionForm, QuarterForm

__all__ = [
    "DEADLINES",
    "LOST",
    "SHAPES",
    "AgencyForm",
    "AllotForm",
    "BodyForm",
    "CancelForm",
    "ChangeForm",
    "ChooseMonthForm",
    "ConcernForm",
    "ConcernTermsForm",
    "DayField",
    "DayOffForm",
    "DismissForm",
    "DocumentFormForm",
    "ExtensionForm",
    "HourField",
    "MeetingForm",
    "MonthField",
    "MonthTable",
    "PeriodForm",
    "ProvinceForm",
    "QuarterForm",
    "StageMoveForm",
    "StateForm",
    "TeamForm",
    "TextField",
    "UnitField",
    "UnitForm",
    "VersionField",
    "VersionedForm",
    "meeting_values",
]
