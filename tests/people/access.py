"""Who may open which address of this room."""

import datetime

from django.utils import timezone

from people import services
from tests.access import ROLES, Cast, Row
from units.models import Membership

SIGNED_IN = [role for role in ROLES if role != "anonymous"]
MANAGERS = {"office": 200, "sysadmin": 200}
DONE = {"office": 302, "sysadmin": 302}
ADMINISTRATOR = {"sysadmin": 200, "office": 403}


def manage(name, **more):
    """Others do not learn that such pages are there."""
    return Row(name=f"people:{name}", otherwise=404, **more)


def secretary(cast: Cast):
    return {"person_id": cast.users["secretary"].pk}


def role_of_secretary(cast: Cast):
    return secretary(cast) | {"membership_id": Membership.objects.get(user=cast.users["secretary"]).pk}


def shut(cast: Cast):
    return secretary(cast) | {"act": "khoa"}


def sign_out(cast: Cast):
    return secretary(cast) | {"act": "dang-xuat"}


def delegate_without_account(cast: Cast):
    person = cast.users["secretary"]
    cast.delegate.user = None
    cast.delegate.save()
    return {"person_id": person.pk}


def invitation(cast: Cast):
    return {"token": services.invite(cast.users["secretary"], by=cast.users["sysadmin"], at=timezone.now())}


def new_person(cast: Cast):
    return {"full_name": "Giàng A Páo", "username": "", "email": "", "role": "unit", "unit_text": cast.unit.name}


def handover_fields(cast: Cast):
    return {
        "leaving": str(cast.users["secretary"].pk),
        "to_text": "Giàng A Páo",
        "to": "new",
        "to_name": "Giàng A Páo",
        "on": f"{timezone.localdate() - datetime.timedelta(days=1):%d/%m/%Y}",
        "note": "",
    }


PASSWORD = {"password1": "d3ng-t4m-xuoi-9", "password2": "d3ng-t4m-xuoi-9"}

ROWS: list[Row] = [
    manage("person_list", allowed=MANAGERS),
    manage("person_create", allowed=MANAGERS),
    manage("person_create", method="post", allowed=DONE, data=new_person),
    manage("person_detail", allowed=MANAGERS, build=secretary),
    manage("person_edit", allowed=MANAGERS, build=secretary),
    manage("person_edit", method="post", allowed=DONE, build=secretary, data=lambda cast: {"full_name": "Lù A Bình"}),
    Row(name="people:person_invite", allowed={}, otherwise=405, build=secretary),
    manage("person_invite", method="post", allowed=MANAGERS, build=secretary),
    manage("role_give", allowed=MANAGERS, build=secretary),
    manage("role_give", method="post", allowed=DONE, build=secretary, data=lambda cast: {"role": "delegate"}),
    manage("role_take", allowed=MANAGERS, build=role_of_secretary),
    manage("role_take", method="post", allowed=DONE, build=role_of_secretary),
    manage("delegate_link", allowed=MANAGERS, build=delegate_without_account),
    manage(
        "delegate_link",
        method="post",
        allowed=DONE,
        build=delegate_without_account,
        data=lambda cast: {"delegate_text": cast.delegate.full_name},
    ),
    manage("person_act", allowed=MANAGERS, build=shut),
    manage("person_act", method="post", allowed=DONE, build=shut),
    manage("person_act", allowed=ADMINISTRATOR, build=sign_out),
    manage("person_act", method="post", allowed={"sysadmin": 302, "office": 403}, build=sign_out),
    manage("person_export_xlsx", allowed=ADMINISTRATOR, build=secretary),
    manage("person_erase", allowed=ADMINISTRATOR, build=secretary),
    manage(
        "person_erase",
        method="post",
        allowed={"sysadmin": 302, "office": 403},
        build=secretary,
        data=lambda cast: {"typed": "secretary"},
    ),
    Row(name="people:own_export_xlsx", allowed=dict.fromkeys(SIGNED_IN, 200)),
    manage("unit_handover", allowed=MANAGERS | {"secretary": 200}, build=lambda cast: {"unit_id": cast.unit.pk}),
    manage(
        "unit_handover",
        method="post",
        allowed=DONE | {"secretary": 302},
        build=lambda cast: {"unit_id": cast.unit.pk},
        data=handover_fields,
    ),
    manage("sign_in_list", allowed={"sysadmin": 200}),
    # Who is signed in is told that the link is another's; it opens nothing and is not used up.
    Row(name="people:invitation_accept", allowed=dict.fromkeys(ROLES, 200), build=invitation),
    Row(
        name="people:invitation_accept",
        method="post",
        allowed={"anonymous": 302} | dict.fromkeys(SIGNED_IN, 200),
        build=invitation,
        data=lambda cast: PASSWORD,
    ),
]
