from people.views.acts import person_act
from people.views.data import own_export_xlsx, person_erase, person_export_xlsx
from people.views.handover import unit_handover
from people.views.invitations import invitation_accept, person_invite
from people.views.people import person_create, person_detail, person_edit, person_list
from people.views.roles import delegate_link, role_give, role_take
from people.views.sign_ins import sign_in_list

__all__ = [
    "delegate_link",
    "invitation_accept",
    "own_export_xlsx",
    "person_act",
    "person_create",
    "person_detail",
    "person_edit",
    "person_erase",
    "person_export_xlsx",
    "person_invite",
    "person_list",
    "role_give",
    "role_take",
    "sign_in_list",
    "unit_handover",
]
