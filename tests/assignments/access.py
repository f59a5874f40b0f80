"""Who may open which address of this room."""

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assignments import services
from assignments.models import CalendarSource, Notice, Plan, PlanStep, Seat, Solve, Unavailability
from tests import world
from tests.access import Cast, Row
from units.models import Meeting, Tier

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"

COMMITTEE = {"office": 200, "head": 200, "standing": 200}
PAPER_READERS = COMMITTEE | dict.fromkeys(
    ("secretary", "other_secretary", "delegate", "other_delegate", "appraiser", "other_appraiser"), 200
)

MAY_CHECK = {role: 200 for role in PAPER_READERS if "secretary" not in role}
TOLD_NO = {role: 403 for role in PAPER_READERS if role not in COMMITTEE}
# Both sit at the one conference of the notice.
NAMED = {"delegate": 200, "other_delegate": 200}


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


def changed(cast: Cast) -> dict[str, Any]:
    replaceable(cast)
    world.make_meeting(cast.period, cast.other_unit, day=12, by=cast.users["office"])
    services.new_version(cast.period, by=cast.users["office"], at=world.NOW)
    return month(cast)


def dossier(cast: Cast) -> dict[str, Any]:
    return published(cast) | {"part": "bai-toan"}


def open_solve(cast: Cast) -> dict[str, Any]:
    kwargs = meeting(cast)
    at = timezone.now()
    solve = Solve.objects.create(period=cast.period, kind="draft", asked_by=cast.users["office"], asked_at=at)
    return {"month": kwargs["month"], "solve_id": solve.pk}


def changed_draft(cast: Cast) -> dict[str, Any]:
    kwargs = draft(cast)
    plan, seat = Plan.objects.get(), Seat.objects.with_meeting().with_people().first()
    services.pin_seat(plan, edit=plan.edit, seat=seat, by=cast.users["office"], at=world.NOW)
    return kwargs


def first_step(cast: Cast) -> dict[str, Any]:
    return edit(cast) | {"step": PlanStep.objects.earliest("edit").pk}


def checkable(cast: Cast) -> dict[str, Any]:
    published(cast)
    return {}


def delegate(cast: Cast) -> dict[str, Any]:
    return {"delegate_id": cast.delegate.pk}


def spell(cast: Cast) -> dict[str, Any]:
    day = timezone.localdate()
    return {"spell_id": Unavailability.objects.create(delegate=cast.delegate, from_on=day, to_on=day).pk}


def several_days(cast: Cast) -> dict[str, Any]:
    return {"days": [timezone.localdate().isoformat()]}


def found_days(cast: Cast) -> dict[str, Any]:
    return several_days(cast) | {"found": [timezone.localdate().isoformat()]}


def calendar(cast: Cast) -> dict[str, Any]:
    source = CalendarSource(delegate=cast.delegate, given_by=cast.users["office"], given_at=world.NOW)
    source.seal("https://lich.example.vn/a.ics")
    source.save()
    return delegate(cast)


def removed_spell(cast: Cast) -> dict[str, Any]:
    kwargs = spell(cast)
    Unavailability.objects.get().delete()
    return delegate(cast) | kwargs


def weekly(cast: Cast) -> dict[str, Any]:
    day = timezone.localdate()
    return {"weekday": day.weekday(), "week": 0, "from_on": day.isoformat(), "to_on": day.isoformat()}


def absence(cast: Cast) -> dict[str, Any]:
    kept = {key: value for key, value in weekly(cast).items() if not key.endswith("_on")}
    day = timezone.localdate()
    made, _ = services.add_recurring(cast.delegate, from_on=day, to_on=day, reason="", on=day, **kept)
    return {"absence_id": made.pk}


def removed_absence(cast: Cast) -> dict[str, Any]:
    kwargs = absence(cast)
    cast.delegate.recurring_absences.get().delete()
    return delegate(cast) | kwargs


def balance_file(cast: Cast) -> dict[str, Any]:
    return month(cast) | {"part": "luot-du"}


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


def rank_asked(cast: Cast) -> dict[str, Any]:
    world.make_concern(cast.unit, by=cast.users["office"])
    kwargs = meeting(cast)
    still_to_come()
    return kwargs


def rank_lowered(cast: Cast) -> dict[str, Any]:
    kwargs = rank_asked(cast)
    services.lower_rank(
        Meeting.objects.get(), tier=Tier.SPECIALIST, reason="Đi công tác", by=cast.users["office"], at=timezone.now()
    )
    return kwargs


def seated(cast: Cast) -> dict[str, Any]:
    published(cast)
    return {"meeting_id": still_to_come().pk}


def still_to_come() -> Meeting:
    """Answers and substitutes are taken until a conference begins, and pages read the clock."""
    starts_at = timezone.now() + datetime.timedelta(days=2)
    Meeting.objects.update(starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=3))
    return Meeting.objects.get()


def answered_seat(cast: Cast) -> dict[str, Any]:
    published(cast)
    still_to_come()
    return month(cast) | {"seat_id": Seat.objects.get(delegate=cast.delegate).pk}


def seat_to_give(cast: Cast) -> dict[str, Any]:
    return month(cast) | seated(cast) | {"delegate_id": cast.delegate.pk}


def substitute(cast: Cast) -> dict[str, Any]:
    return {"coming": world.make_delegate(cast.agency, "Má A Chinh").pk}


def scan(cast: Cast) -> dict[str, Any]:
    notice = Notice.objects.get(pk=published(cast)["notice_id"])
    file = SimpleUploadedFile("Thông báo.pdf", PDF)
    return {"scan_id": services.keep_scan(notice, file=file, by=cast.users["office"], at=world.NOW).pk}


OFFICE_PAGE = {"office": 200, "head": 403, "standing": 403}
OWN = {"delegate": 200, "other_delegate": 200}
EDIT_BUSY = {"office": 200, "head": 403, "standing": 403, "delegate": 200}
CHANGE_BUSY = {"office": 302, "delegate": 302}
EDIT_BUSY_BADLY = {"office": 422, "delegate": 422}


def unused_policy(cast: Cast) -> dict[str, Any]:
    policy = services.add_policy(
        valid_from=datetime.date(2027, 1, 1), reason="Quy chế", by=cast.users["office"], at=world.NOW
    )
    return {"policy_id": policy.pk}


ROWS: list[Row] = [
    page("policy_list", COMMITTEE),
    page("policy_create", OFFICE_PAGE),
    post("policy_create", {"office": 422}, 403),
    page("policy_withdraw", OFFICE_PAGE, build=unused_policy),
    post("policy_withdraw", {"office": 302}, 403, build=unused_policy),
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
    page("seat_ways_out", COMMITTEE, build=drafted_meeting),
    page("plan_gaps", COMMITTEE, build=draft),
    post("seat_change", {"office": 302}, 403, build=drafted_meeting, data=pin),
    page("balance_detail", COMMITTEE, build=month),
    page("rotation_detail", COMMITTEE, build=month),
    page("coverage_list", COMMITTEE, build=month),
    page("coverage_detail", COMMITTEE, build=lambda cast: month(cast) | {"unit_id": cast.unit.pk}),
    page("delegate_coverage", COMMITTEE, build=lambda cast: month(cast) | delegate(cast)),
    page("balance_xlsx", COMMITTEE, build=balance_file),
    page("balance_pdf", COMMITTEE, build=balance_file),
    page("solve_detail", COMMITTEE, build=open_solve),
    post("solve_stop", {"office": 302}, 403, build=open_solve),
    post("solve_here", {"office": 302}, 403, build=open_solve),
    page("plan_compare", COMMITTEE, build=draft),
    page("step_list", COMMITTEE, build=draft),
    post("plan_go_back", {"office": 302}, 403, build=changed_draft, data=first_step),
    page("seat_try", {"office": 422, "head": 403, "standing": 403}, build=drafted_meeting),
    page("notice_list", PAPER_READERS),
    page("notice_detail", PAPER_READERS, build=published),
    page("notice_pdf", PAPER_READERS, build=published),
    page("notice_docx", PAPER_READERS, build=published),
    page("notice_record", COMMITTEE | TOLD_NO, build=lambda cast: published(cast) | {"kind": "docx"}),
    page("notice_dossier", COMMITTEE, build=dossier),
    page("dossier_check", MAY_CHECK),
    Row(
        name="assignments:dossier_check", method="post", allowed=MAY_CHECK, otherwise=404, build=checkable,
        data=lambda cast: {"notice": Notice.objects.get().pk},
    ),
    page("notice_appendix", PAPER_READERS, build=lambda cast: published(cast) | {"turned": "ngang", "kind": "docx"}),
    page("notice_slips", COMMITTEE | TOLD_NO, build=lambda cast: published(cast) | {"part": 1, "kind": "docx"}),
    page("own_slip", NAMED, build=lambda cast: published(cast) | {"kind": "docx"}),
    page("notice_pictures", PAPER_READERS, build=published),
    page("notice_picture", PAPER_READERS, build=lambda cast: published(cast) | {"number": 1}),
    page("notice_text", PAPER_READERS, build=published),
    page("plan_changes", COMMITTEE, build=replaceable),
    page("plan_changes_pdf", COMMITTEE, build=changed),
    page("plan_changes_docx", COMMITTEE, build=changed),
    page("repair_list", COMMITTEE, build=replaceable),
    page("rank_lower", OFFICE_PAGE, build=rank_asked),
    post("rank_lower", {"office": 302}, 403, build=rank_asked, data=lambda cast: {"tier": 3, "reason": "Đi công tác"}),
    post("rank_restore", {"office": 302}, 403, build=rank_lowered),
    page("repair_choose", COMMITTEE, build=seat_to_give),
    post("repair_choose", {"office": 302}, 403, build=seat_to_give, data=substitute),
    page("answer_list", COMMITTEE, build=replaceable),
    page("answer_record", OFFICE_PAGE, build=answered_seat),
    post("answer_record", {"office": 302}, 403, build=answered_seat, data=lambda cast: {"answer": "confirmed"}),
    Row(name="assignments:seat_confirm", method="post", allowed={"delegate": 302, "other_delegate": 302},
        otherwise=404, build=seated),
    page("seat_decline", OWN, build=seated),
    Row(name="assignments:seat_decline", method="post", allowed=dict.fromkeys(OWN, 302), otherwise=404, build=seated,
        data=lambda cast: {"reason": "Ốm"}),
    Row(name="assignments:scan_upload", method="post", allowed={"office": 302, "head": 403, "standing": 403},
        otherwise=404, build=published, data=lambda cast: {"file": SimpleUploadedFile("a.pdf", PDF)}),
    page("scan_download", PAPER_READERS, build=scan),
    page("scan_withdraw", OFFICE_PAGE, build=scan),
    post("scan_withdraw", {"office": 302}, 403, build=scan, data=lambda cast: {"reason": "Nhầm tệp"}),
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
    page("unavailability_days", EDIT_BUSY, build=delegate),
    post("unavailability_days", CHANGE_BUSY, 403, build=delegate, data=several_days),
    page("unavailability_edit", EDIT_BUSY, build=spell),
    post("unavailability_edit", CHANGE_BUSY, 403, build=spell, data=busy),
    post("unavailability_restore", CHANGE_BUSY, 403, build=removed_spell),
    page("recurring_create", EDIT_BUSY, build=delegate),
    post("recurring_create", CHANGE_BUSY, 403, build=delegate, data=weekly),
    page("recurring_edit", EDIT_BUSY, build=absence),
    post("recurring_edit", CHANGE_BUSY, 403, build=absence, data=weekly),
    post("recurring_delete", CHANGE_BUSY, 403, build=absence),
    post("recurring_unlift", CHANGE_BUSY, 403, build=absence),
    page("busy_file", EDIT_BUSY, build=delegate),
    post("busy_file", EDIT_BUSY_BADLY, 403, build=delegate),
    post("busy_file_keep", CHANGE_BUSY, 403, build=delegate, data=found_days),
    page("calendar_source", EDIT_BUSY, build=delegate),
    post("calendar_source", CHANGE_BUSY, 403, build=delegate, data=lambda cast: {"url": "https://lich.example.vn/a.ics"}),
    post("calendar_days", CHANGE_BUSY, 403, build=calendar, data=found_days),
    post("calendar_read", CHANGE_BUSY, 403, build=calendar),
    post("calendar_remove", CHANGE_BUSY, 403, build=calendar),
    post("calendar_restore", CHANGE_BUSY, 403, build=calendar),
    post("recurring_restore", CHANGE_BUSY, 403, build=removed_absence),
    page("my_seats", OWN),
]  # fmt: skip
