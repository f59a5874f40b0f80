from units.services.changes import Moving, NewUnit, first_month_of, moving, replace_units, undo_change
from units.services.committee import save_body, save_document_form
from units.services.concerns import accept_proposal, close_concern, dismiss_proposal, open_concern
from units.services.extensions import extension_error, grant_extension
from units.services.many_meetings import Registration, register_meetings
from units.services.many_places import TeamEntry, create_agencies, save_teams
from units.services.meetings import cancel_meeting, change_meeting, register_meeting, why_closed
from units.services.periods import edit_period, edit_quarter, move_stage, open_period, remove_period
from units.services.places import ProvinceCheck, add_unit, check_province, edit_unit, load_province
from units.services.refusals import AlreadyThere, ChangedMeanwhile, Refused
from units.services.rows import state_of
from units.services.teams import (
    add_agency,
    add_team,
    edit_agency,
    edit_team,
    move_agency,
    move_team,
    set_agency_active,
    set_team_active,
)

__all__ = [
    "AlreadyThere",
    "ChangedMeanwhile",
    "Moving",
    "NewUnit",
    "ProvinceCheck",
    "Refused",
    "Registration",
    "TeamEntry",
    "accept_proposal",
    "add_agency",
    "add_team",
    "add_unit",
    "cancel_meeting",
    "change_meeting",
    "check_province",
    "close_concern",
    "create_agencies",
    "dismiss_proposal",
    "edit_agency",
    "edit_period",
    "edit_quarter",
    "edit_team",
    "edit_unit",
    "extension_error",
    "first_month_of",
    "grant_extension",
    "load_province",
    "move_agency",
    "move_stage",
    "move_team",
    "moving",
    "open_concern",
    "open_period",
    "register_meeting",
    "register_meetings",
    "remove_period",
    "replace_units",
    "save_body",
    "save_document_form",
    "save_teams",
    "set_agency_active",
    "set_team_active",
    "state_of",
    "undo_change",
    "why_closed",
]
