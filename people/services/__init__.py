from people.services.accounts import (
    change_person,
    create_person,
    disable,
    enable,
    end_sessions,
    reset_factor,
    sign_out,
)
from people.services.erasure import erase, prune, what_goes
from people.services.handover import hand_over, propose_handover, turn_down_handover
from people.services.invitations import accept, invite, open_invitation, revoke
from people.services.mentions import mentions_of
from people.services.recording import Refused, record
from people.services.roles import add_person, give_role, link_delegate, take_role

__all__ = [
    "Refused",
    "accept",
    "add_person",
    "change_person",
    "create_person",
    "disable",
    "enable",
    "end_sessions",
    "erase",
    "give_role",
    "hand_over",
    "invite",
    "link_delegate",
    "mentions_of",
    "open_invitation",
    "propose_handover",
    "prune",
    "record",
    "reset_factor",
    "revoke",
    "sign_out",
    "take_role",
    "turn_down_handover",
    "what_goes",
]
