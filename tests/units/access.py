import datetime

from tests import world
from tests.access import ROLES, Cast, Row

COMMITTEE = {"office": 200, "head": 200, "standing": 200}
DELEGATES = {"delegate": 200, "other_delegate": 200}
TAKING_PART = {role: 200 for role in ROLES if role not in ("anonymous", "sysadmin")}
UNITS_AND_AGENCIES = {"secretary": 404, "other_secretary": 404, "appraiser": 404, "other_appraiser": 404}
NOTHING_FOR_SYSADMIN = {"sysadmin": 404}


def month(cast: Cast):
    return {"month": cast.period.month}


def to_assignment(cast: Cast):
    return {"month": cast.period.month, "stage": "assignment"}


def own_unit(cast: Cast):
    return {"month": cast.period.month, "unit_id": cast.unit.pk}


def concern(cast: Cast):
    return {"concern_id": world.make_concern(cast.unit, by=cast.users["office"]).pk}


def registration(cast: Cast):
    return {
        "step": "save",
        "day": "12/11/2026",
        "starts": "08:00",
        "ends": "11:00",
        "place": "Hội trường",
        "agenda": "Thời sự",
        "seats": "2",
        "version": "0",
    }


def concern_fields(cast: Cast):
    return {
        "unit": str(cast.unit.pk),
        "reason": "Giải phóng mặt bằng",
        "tier_asked": "1",
        "opened_on": "01/11/2026",
        "expires_on": "31/12/2026",
    }


def next_month(cast: Cast):
    days = world.proposed_deadlines(datetime.date(2026, 12, 1))
    return {"thang": "12/2026", **{field: f"{day:%d/%m/%Y}" for field, day in days.items()}}


def deadlines(cast: Cast):
    days = world.proposed_deadlines(cast.period.month)
    return {"version": "1", **{field: f"{day:%d/%m/%Y}" for field, day in days.items()}}


ROWS: list[Row] = [
    Row(name="units:unit_list", allowed=TAKING_PART, otherwise=404),
    Row(name="units:period_list", allowed=COMMITTEE | NOTHING_FOR_SYSADMIN),
    Row(name="units:period_create", allowed={"office": 200} | NOTHING_FOR_SYSADMIN),
    Row(
        name="units:period_create",
        method="post",
        allowed={"office": 302, "anonymous": 302} | NOTHING_FOR_SYSADMIN,
        data=next_month,
    ),
    Row(name="units:period_detail", allowed=TAKING_PART, otherwise=404, build=month),
    Row(name="units:period_edit", allowed={"office": 200} | NOTHING_FOR_SYSADMIN, build=month),
    Row(
        name="units:period_edit",
        method="post",
        allowed={"office": 302} | NOTHING_FOR_SYSADMIN,
        build=month,
        data=deadlines,
    ),
    Row(name="units:stage_move", allowed={"office": 200} | NOTHING_FOR_SYSADMIN, build=to_assignment),
    Row(
        name="units:stage_move",
        method="post",
        allowed={"office": 302} | NOTHING_FOR_SYSADMIN,
        build=to_assignment,
        data=lambda cast: {"from_stage": "registration"},
    ),
    Row(name="units:meeting_list", allowed=TAKING_PART, otherwise=404, build=month),
    Row(
        name="units:meeting_register",
        allowed={"office": 200, "secretary": 200, "other_secretary": 404} | NOTHING_FOR_SYSADMIN,
        build=own_unit,
    ),
    Row(
        name="units:meeting_register",
        method="post",
        allowed={"office": 302, "secretary": 302, "other_secretary": 404} | NOTHING_FOR_SYSADMIN,
        build=own_unit,
        data=registration,
    ),
    Row(name="units:concern_list", allowed=COMMITTEE | DELEGATES, otherwise=404),
    Row(name="units:concern_create", allowed={"office": 200} | UNITS_AND_AGENCIES | NOTHING_FOR_SYSADMIN),
    Row(
        name="units:concern_create",
        method="post",
        allowed={"office": 302} | UNITS_AND_AGENCIES | NOTHING_FOR_SYSADMIN,
        data=concern_fields,
    ),
    Row(
        name="units:concern_close",
        allowed={"office": 200} | UNITS_AND_AGENCIES | NOTHING_FOR_SYSADMIN,
        build=concern,
    ),
    Row(
        name="units:concern_close",
        method="post",
        allowed={"office": 302} | UNITS_AND_AGENCIES | NOTHING_FOR_SYSADMIN,
        build=concern,
    ),
]
