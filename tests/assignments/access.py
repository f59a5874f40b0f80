"""Who may open which address of this room."""

import datetime
from typing import Any

from django.utils import timezone

from assignments import services
from assignments.models import Plan, Unavailability
from tests import world
from tests.access import Cast, Row

COMMITTEE = {"office": 200, "head": 200, "standing": 200}
PAPER_READERS = COMMITTEE | dict.fromkeys(
    ("secretary", "other_secretary", "delegate", "other_delegate", "appraiser", "other_appraiser"), 200
)


def month(cast: Cast) -> dict[str, Any]:
    return {"month": cast.period.month}


def meeting(cast: Cast) -> dict[str, Any]:
    row = world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"])
    return {"month": cast.period.month, "meeting_id": row.pk}


def draft(cast: Cast) -> dict[str, Any]:
    meeting(cast)
    services.draft_plan(cast.period, by=cast.users["office"], at=world.NOW)
    return month(cast)


def drafted_meeting(cast: Cast) -> dict[str, Any]:
    kwargs = meeting(cast)
    services.draft_plan(cast.period, by=cast.users["office"], at=world.NOW)
    return kwargs


def submitted(cast: Cast) -> dict[str, Any]:
    kwargs = draft(cast)
    services.submit_plan(Plan.objects.get(), by=cast.users["office"], at=world.NOW)
    return kwargs


def checked(cast: Cast) -> dict[str, Any]:
    kwargs = submitted(cast)
    services.check_plan_version(Plan.objects.get(), by=cast.users["head"], at=world.NOW)
    return kwargs


def published(cast: Cast) -> dict[str, Any]:
    checked(cast)
    notice = services.publish_plan(
        Plan.objects.get(), by=cast.users["standing"], at=world.NOW, issued_on=datetime.date(2026, 11, 5)
    )
    return {"notice_id": notice.pk}


def replaceable(cast: Cast) -> dict[str, Any]:
    published(cast)
    return month(cast)


def dossier(cast: Cast) -> dict[str, Any]:
    return published(cast) | {"part": "bai-toan"}


def delegate(cast: Cast) -> dict[str, Any]:
    return {"delegate_id": cast.delegate.pk}


def spell(cast: Cast) -> dict[str, Any]:
    day = timezone.localdate()
    return {"spell_id": Unavailability.objects.create(delegate=cast.delegate, from_on=day, to_on=day).pk}


def edit(cast: Cast) -> dict[str, Any]:
    return {"edit": Plan.objects.get().edit}


def publication(cast: Cast) -> dict[str, Any]:
    return edit(cast) | {"number": 7, "issued_on": timezone.localdate().isoformat()}


def pin(cast: Cast) -> dict[str, Any]:
    return edit(cast) | {"change": f"pin:{cast.delegate.pk}"}


def profile(cast: Cast) -> dict[str, Any]:
    return {
        "full_name": "Lò Thị Pằn", "agency": cast.agency.pk, "position": "Phó Trưởng ban", "tier": 2, "rank_order": 1,
        "share": 1, "max_seats": 2, "active_from": "2026-01-01",
        "state": services.delegate_state(cast.delegate),
    }  # fmt: skip


def busy(cast: Cast) -> dict[str, Any]:
    return {"from_on": timezone.localdate().isoformat(), "to_on": "", "reason": ""}


def post(name: str, allowed: dict[str, int], otherwise: Any, **fields: Any) -> Row:
    """Roles of the committee that may not are told so (403); for all others the page does not exist (404)."""
    known = {role: otherwise for role in COMMITTEE if role not in allowed}
    return Row(name=f"assignments:{name}", method="post", allowed=known | allowed, otherwise=404, **fields)


def page(name: str, allowed: dict[str, int], otherwise: int = 404, **fields: Any) -> Row:
    return Row(name=f"assignments:{name}", allowed=allowed, otherwise=otherwise, **fields)


OFFICE_PAGE = {"office": 200, "head": 403, "standing": 403}
OWN = {"delegate": 200, "other_delegate": 200}

ROWS: list[Row] = [
    page("plan_detail", COMMITTEE, build=draft),
    post("plan_draft", {"office": 302}, 403, build=lambda cast: {"month": meeting(cast)["month"]}),
    post("plan_replace", {"office": 302}, 403, build=replaceable),
    post("plan_solve", {"office": 302}, 403, build=draft, data=edit),
    post("plan_submit", {"office": 302}, 403, build=draft, data=edit),
    post("plan_check", {"head": 302}, 403, build=submitted, data=edit),
    page("plan_return", {"office": 403, "head": 200, "standing": 200}, build=submitted),
    post(
        "plan_return", {"head": 302, "standing": 302}, 403, build=submitted,
        data=lambda cast: edit(cast) | {"reason": "Xem lại"},
    ),
    page("plan_publish", {"office": 403, "head": 403, "standing": 200}, build=checked),
    post("plan_publish", {"standing": 302}, 403, build=checked, data=publication),
    page("plan_preview", COMMITTEE, build=draft),
    page("plan_preview_pdf", COMMITTEE, build=draft),
    page("plan_preview_docx", COMMITTEE, build=draft),
    page("seat_panel", COMMITTEE, build=drafted_meeting),
    post("seat_change", {"office": 302}, 403, build=drafted_meeting, data=pin),
    page("notice_list", PAPER_READERS),
    page("notice_detail", PAPER_READERS, build=published),
    page("notice_pdf", PAPER_READERS, build=published),
    page("notice_docx", PAPER_READERS, build=published),
    page("notice_dossier", COMMITTEE, build=dossier),
    page("delegate_list", COMMITTEE),
    page("delegate_create", OFFICE_PAGE),
    post("delegate_create", {"office": 302}, 403, data=profile),
    page("delegate_edit", OFFICE_PAGE, build=delegate),
    post("delegate_edit", {"office": 302}, 403, build=delegate, data=profile),
    page("delegate_unavailability", COMMITTEE | {"delegate": 200}, build=delegate),
    post("delegate_unavailability", {"office": 302, "delegate": 302}, 403, build=delegate, data=busy),
    page("unavailability_list", OWN),
    Row(
        name="assignments:unavailability_list", method="post", allowed=dict.fromkeys(OWN, 302), otherwise=404, data=busy
    ),
    post("unavailability_delete", {"office": 302, "delegate": 302}, 403, build=spell),
    page("my_seats", OWN),
]  # fmt: skip
