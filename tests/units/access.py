import datetime

from tests import world
from tests.access import ROLES, Cast, Row
from units import services
from units.models import DayOff, DocumentForm, Period, UnitChange

COMMITTEE = {"office": 200, "head": 200, "standing": 200}
DELEGATES = {"delegate": 200, "other_delegate": 200}
TAKING_PART = {role: 200 for role in ROLES if role not in ("anonymous", "sysadmin")}
UNITS_AND_AGENCIES = {"secretary": 404, "other_secretary": 404, "appraiser": 404, "other_appraiser": 404}
NOTHING_FOR_SYSADMIN = {"sysadmin": 404}
OWN_UNIT = {"office": 200, "secretary": 200, "other_secretary": 404, "sysadmin": 404}


def month(cast: Cast):
    return {"month": cast.period.month}


def to_assignment(cast: Cast):
    return {"month": cast.period.month, "stage": "assignment"}


def own_unit(cast: Cast):
    return {"month": cast.period.month, "unit_id": cast.unit.pk}


OFFICE_HEAD_STANDING = {"office": 200, "head": 200, "standing": 200}


def proposal(cast: Cast):
    return {"proposal_id": world.make_proposal(cast.unit).pk}


def proposal_fields(cast: Cast):
    return {"reason": "Việc kéo dài", "tier_asked": "2", "opened_on": "01/11/2026", "expires_on": "31/12/2026"}


def concern(cast: Cast):
    return {"concern_id": world.make_concern(cast.unit, by=cast.users["office"]).pk}


def registered(cast: Cast):
    world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"])
    return own_unit(cast)


def day_off(cast: Cast):
    day_off = DayOff.objects.create(day=datetime.date(2026, 11, 20), name="Nghỉ kỷ niệm")
    return {"day_off_id": day_off.pk}


def quarter(cast: Cast):
    return {"year": 2026, "quarter": 4}


def extension_fields(cast: Cast):
    # An extension ends between the common day and the end of the month's work: there is such a day whenever this runs.
    until = cast.period.registration_due + datetime.timedelta(days=1)
    Period.objects.filter(pk=cast.period.pk).update(ranking_due=max(until, cast.period.ranking_due))
    return {"stage": "registration", "until": f"{until:%d/%m/%Y}", "reason": "Lũ quét"}


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
        "unit": cast.unit.code,
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


def change_fields(cast: Cast):
    return {
        "step": "save",
        "old_0": cast.unit.code,
        "kind_0": "ward",
        "name_0": "Hợp Thành",
        "code_0": "02680",
        "on": "02/11/2026",
        "basis": "Nghị quyết số 1",
    }


def change(cast: Cast):
    made = services.replace_units(
        kind=UnitChange.Kind.RENAME,
        old=[cast.unit],
        new=[services.NewUnit(code="02680", kind="ward", name="Hợp Thành")],
        on=datetime.date(2026, 11, 2),
        basis="Nghị quyết số 1",
        teams={},
        people={},
        by=cast.users["office"],
        at=world.NOW,
    )
    return {"change_id": made.pk}


def unit_fields(cast: Cast):
    return {"kind": "commune", "name": "Sín Chải", "code": "77777", "area": "Cụm 2", "valid_from": "01/07/2025"}


def document_fields(cast: Cast):
    names = ("superior", "issuer", "symbol", "authority", "position", "signer", "receivers")
    stored = DocumentForm.objects.get(kind="notice")
    return {name: getattr(stored, name) for name in names} | {"signer": "Vũ A Dín", "state": "1"}


def body_fields(cast: Cast):
    return {
        "name": "THÀNH ỦY LÀO CAI", "office_name": "BAN TUYÊN GIÁO", "place": "Lào Cai", "term_from": "01/08/2025",
        "valid_from": "01/01/2021",
    }  # fmt: skip


AGENCY = {"name": "Ban Dân vận", "short_name": "Ban Dân vận", "code": "ban-dan-van"}
TEAM = {"name": "Tổ mới", "members": "5", "head": "Bí thư chi bộ"}
UNIT_TEAMS = {"secretary": 200, "other_secretary": 404, "appraiser": 404, "other_appraiser": 404, "sysadmin": 404}
ONLY_OFFICE = {"office": 200} | NOTHING_FOR_SYSADMIN
ONLY_OFFICE_ACTS = {"office": 302} | NOTHING_FOR_SYSADMIN
OUTSIDE = dict.fromkeys(("secretary", "other_secretary", "delegate", "other_delegate"), 404) | {
    "appraiser": 404, "other_appraiser": 404, "sysadmin": 404,
}  # fmt: skip
OF_THE_OFFICE = {"office": 200} | OUTSIDE  # head and Standing board read the list, and are refused (403)
OFFICE_ACTS = {"office": 302} | OUTSIDE


def one_unit(cast: Cast):
    return {"unit_id": cast.unit.pk}


def one_team(cast: Cast):
    return {"team_id": cast.unit.teams.first().pk}


def one_agency(cast: Cast):
    return {"agency_id": cast.agency.pk}


DIRECTORY_ROWS: list[Row] = [
    Row(name="units:unit_suggest", allowed=TAKING_PART, otherwise=404),
    Row(name="units:unit_create", allowed=ONLY_OFFICE),
    Row(name="units:unit_create", method="post", allowed=ONLY_OFFICE_ACTS, data=unit_fields),
    Row(name="units:unit_edit", allowed=ONLY_OFFICE | {"other_secretary": 404}, build=one_unit),
    Row(
        name="units:unit_edit",
        method="post",
        allowed={"office": 422, "other_secretary": 404} | NOTHING_FOR_SYSADMIN,  # "state" is missing
        build=one_unit,
        data=unit_fields,
    ),
    Row(name="units:province_load", allowed=ONLY_OFFICE),
    Row(
        name="units:province_load",
        method="post",
        allowed=ONLY_OFFICE_ACTS,
        data=lambda cast: {"tinh": "15", "tu_ngay": "01/07/2025"},
    ),
    Row(name="units:team_list", allowed=COMMITTEE | DELEGATES | UNIT_TEAMS, build=one_unit),
    Row(name="units:team_create", allowed={"office": 200} | UNIT_TEAMS, build=one_unit),
    Row(
        name="units:team_create",
        method="post",
        allowed=UNIT_TEAMS | {"office": 302, "secretary": 302},
        build=one_unit,
        data=lambda cast: TEAM,
    ),
    Row(name="units:team_edit", allowed={"office": 200} | UNIT_TEAMS, build=one_team),
    Row(
        name="units:team_edit",
        method="post",
        allowed=UNIT_TEAMS | {"office": 422, "secretary": 422},
        build=one_team,
        data=lambda cast: TEAM,
    ),
    Row(
        name="units:team_move",
        method="post",
        allowed=UNIT_TEAMS | {"office": 302, "secretary": 302},
        build=one_team,
        data=lambda cast: {"huong": "xuong"},
    ),
    Row(
        name="units:team_state",
        method="post",
        allowed=UNIT_TEAMS | {"office": 302, "secretary": 302},
        build=one_team,
        data=lambda cast: {"mo": "0"},
    ),
    Row(name="units:agency_list", allowed=COMMITTEE, otherwise=404),
    Row(name="units:agency_create", allowed=OF_THE_OFFICE),
    Row(name="units:agency_create", method="post", allowed=OFFICE_ACTS, data=lambda cast: AGENCY),
    Row(name="units:agency_edit", allowed=OF_THE_OFFICE, build=one_agency),
    Row(
        name="units:agency_edit",
        method="post",
        allowed={"office": 422} | OUTSIDE,
        build=one_agency,
        data=lambda cast: AGENCY,
    ),
    Row(
        name="units:agency_move",
        method="post",
        allowed=OFFICE_ACTS,
        build=one_agency,
        data=lambda cast: {"huong": "len"},
    ),
    Row(
        name="units:agency_state",
        method="post",
        allowed=OFFICE_ACTS,
        build=one_agency,
        data=lambda cast: {"mo": "0"},
    ),
    Row(name="units:change_list", allowed=COMMITTEE | NOTHING_FOR_SYSADMIN),
    Row(name="units:change_detail", allowed=COMMITTEE | NOTHING_FOR_SYSADMIN, build=change),
    Row(name="units:change_create", allowed=ONLY_OFFICE, build=lambda cast: {"kind": "rename"}),
    Row(
        name="units:change_create",
        method="post",
        allowed=ONLY_OFFICE_ACTS,
        build=lambda cast: {"kind": "rename"},
        data=change_fields,
    ),
    Row(name="units:change_undo", method="post", allowed=ONLY_OFFICE_ACTS, build=change),
    Row(name="units:committee_detail", allowed=COMMITTEE, otherwise=404),
    Row(name="units:committee_edit", allowed=OF_THE_OFFICE),
    Row(name="units:committee_edit", method="post", allowed=OFFICE_ACTS, data=body_fields),
    Row(name="units:document_form_edit", allowed=OF_THE_OFFICE, build=lambda cast: {"kind": "notice"}),
    Row(
        name="units:document_form_edit",
        method="post",
        allowed={"office": 422} | OUTSIDE,
        build=lambda cast: {"kind": "notice"},
        data=document_fields,
    ),
]
ROWS: list[Row] = [
    *DIRECTORY_ROWS,
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
    Row(name="units:meeting_done", allowed=OWN_UNIT, build=registered),
    Row(name="units:meeting_cancel", allowed=OWN_UNIT, build=registered),
    Row(
        name="units:meeting_cancel",
        method="post",
        allowed=OWN_UNIT | {"office": 302, "secretary": 302},
        build=registered,
        data=lambda cast: {"version": "1", "reason": "Bão số 9"},
    ),
    Row(
        name="units:extension_create",
        allowed={"office": 200, "other_secretary": 404} | NOTHING_FOR_SYSADMIN,
        build=own_unit,
    ),
    Row(
        name="units:extension_create",
        method="post",
        allowed={"office": 302, "other_secretary": 404} | NOTHING_FOR_SYSADMIN,
        build=own_unit,
        data=extension_fields,
    ),
    Row(name="units:period_remove", allowed={"office": 200} | NOTHING_FOR_SYSADMIN, build=month),
    Row(name="units:period_remove", method="post", allowed={"office": 302} | NOTHING_FOR_SYSADMIN, build=month),
    Row(name="units:day_off_list", allowed=COMMITTEE | NOTHING_FOR_SYSADMIN),
    Row(name="units:day_off_create", allowed={"office": 200} | NOTHING_FOR_SYSADMIN),
    Row(
        name="units:day_off_create",
        method="post",
        allowed={"office": 302} | NOTHING_FOR_SYSADMIN,
        data=lambda cast: {"day": "21/11/2026", "name": "Làm bù", "is_working": "1"},
    ),
    Row(name="units:day_off_edit", allowed={"office": 200} | NOTHING_FOR_SYSADMIN, build=day_off),
    Row(
        name="units:day_off_edit",
        method="post",
        allowed={"office": 302} | NOTHING_FOR_SYSADMIN,
        build=day_off,
        data=lambda cast: {"day": "20/11/2026", "name": "Nghỉ", "is_working": "0"},
    ),
    Row(name="units:day_off_delete", allowed={"office": 200} | NOTHING_FOR_SYSADMIN, build=day_off),
    Row(name="units:day_off_delete", method="post", allowed={"office": 302} | NOTHING_FOR_SYSADMIN, build=day_off),
    Row(name="units:quarter_list", allowed=COMMITTEE | NOTHING_FOR_SYSADMIN),
    Row(name="units:quarter_edit", allowed={"office": 200} | NOTHING_FOR_SYSADMIN, build=quarter),
    Row(
        name="units:quarter_edit",
        method="post",
        allowed={"office": 302} | NOTHING_FOR_SYSADMIN,
        build=quarter,
        data=lambda cast: {"text": "Xây dựng nông thôn mới", "version": "0"},
    ),
    Row(name="units:proposal_list", allowed=OFFICE_HEAD_STANDING, otherwise=404),
    *(
        Row(name=f"units:{act}", method=method, allowed=allowed, otherwise=404, build=proposal, data=proposal_fields)
        for act in ("proposal_accept", "proposal_dismiss")
        for method, allowed in (
            ("get", {"office": 200, "head": 403, "standing": 403}),
            ("post", {"office": 302, "head": 403, "standing": 403}),
        )
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
