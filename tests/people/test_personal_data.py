"""A copy of one's own data, and its end; and what must stay all the same."""

import datetime
import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import SignIn, User
from assignments.models import (
    CalendarSource,
    Delegate,
    LoweredRank,
    Plan,
    PlanStep,
    RecurringAbsence,
    Seat,
    SeatAnswer,
    Unavailability,
)
from imports.models import ImportFile, ImportRow
from meetings.models import Attendance, FollowUp
from people import services
from people.models import AccountAct, Handover, Invitation
from people.reports import references_to_people
from tests import world
from tests.accounts.codes import give_factor, stored
from tests.accounts.conftest import PASSWORD
from units.models import Membership, Role


def sheets(answer):
    book = load_workbook(io.BytesIO(answer.content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in book}


def text_of(answer):
    return str(sheets(answer))


def test_everybody_takes_a_copy_of_the_own_data(client, secretary, other_secretary, unit, period):
    world.make_meeting(period, unit, by=secretary)
    client.post(reverse("account_login"), {"login": "secretary", "password": PASSWORD})
    answer = client.get(reverse("people:own_export_xlsx"))
    book = sheets(answer)
    assert ["Họ và tên", "Lù Láo Bình"] in book["Tài khoản"]
    assert ["Xã, phường", "Xã Hợp Thành"] in book["Vai trò"]
    assert book["Đăng nhập"][1][1] == "Đã đăng nhập"
    assert any("Hợp Thành" in str(row) and "người đăng ký" in str(row) for row in book["Việc đã làm"])
    assert "Sùng Seo Tâm" not in str(book)
    assert secretary.password not in str(book)
    assert AccountAct.objects.get(person=secretary).what == "exported"


def test_a_delegates_copy_holds_busy_days_seats_and_notes(client, delegate):
    Unavailability.objects.create(
        delegate=delegate, from_on=world.MONTH, to_on=world.MONTH, reason="=cmd|' /C calc'!A0"
    )
    client.force_login(delegate.user)
    answer = client.get(reverse("people:own_export_xlsx"))
    book = load_workbook(io.BytesIO(answer.content))
    cell = book["Lịch bận"]["C2"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")
    assert {"Lượt phân công", "Phiếu đã viết", "Dự đột xuất tổ"} <= {*book.sheetnames}


def test_the_copy_follows_every_reference_that_the_rooms_have():
    named = {(model._meta.label, field.name) for model, field in references_to_people()}
    assert {("units.Meeting", "registered_by"), ("scoring.SelfScore", "given_by"), ("assignments.Plan", "made_by"),
            ("scoring.Ranking", "published_by"), ("assignments.Delegate", "user")} <= named  # fmt: skip


@pytest.fixture
def erased(delegate, sysadmin):
    """A delegate who was all that a person can be."""
    person = delegate.user
    Unavailability.objects.create(delegate=delegate, from_on=world.LONG_AGO, to_on=world.LONG_AGO, reason="Đi viện")
    give_factor(person)
    person.email = "lan@example.vn"
    person.save()
    services.invite(person, by=sysadmin, at=timezone.now())
    return person


def erase(client, person, typed="delegate"):
    return client.post(reverse("people:person_erase", args=[person.pk]), {"typed": typed})


def test_erasing_takes_name_address_factor_roles_and_reasons(client, erased, sysadmin, delegate):
    SignIn.objects.create(user=erased, outcome="signed_in", device="x", ip="203.0.113.7")
    theirs = Client()
    theirs.force_login(erased)
    client.force_login(sysadmin)
    assert erase(client, erased).status_code == 302
    assert "đăng nhập được" not in client.get(reverse("people:person_detail", args=[erased.pk])).content.decode()
    erased.refresh_from_db()
    delegate.refresh_from_db()
    assert (erased.username, erased.email, erased.is_active) == (f"da-xoa-{erased.pk}", "", False)
    assert not erased.has_usable_password()
    assert not stored(erased)
    assert not Membership.objects.filter(user=erased).exists()
    assert not Invitation.objects.filter(user=erased).exists()
    assert not Unavailability.objects.exclude(reason="").exists()
    assert "Lan" not in f"{delegate.full_name} {delegate.search_key} {erased.full_name} {erased.search_key}"
    assert delegate.active_to
    assert theirs.get("/").status_code == 302
    # A sign-in of last week is kept, as the law asks.
    assert SignIn.objects.filter(user=erased).count() == 1
    page = client.get(reverse("people:person_detail", args=[erased.pk])).content.decode()
    assert "Vàng Tả Lan" not in page


def test_erasing_reaches_what_others_typed_and_the_persons_own_reasons(
    client, erased, sysadmin, delegate, other_delegate, unit, period, office
):
    meeting = world.make_meeting(period, unit, by=office)
    given = {"meeting": meeting, "recorded_by": office, "recorded_at": world.NOW}
    own = Attendance.objects.create(delegate=delegate, status="absent", reason="Nằm viện", **given)
    other = Attendance.objects.create(
        delegate=other_delegate, status="substitute", substitute="đ/c Vàng Tả Lan", **given
    )
    answer = SeatAnswer.objects.create(
        meeting=meeting, delegate=delegate, starts_at=meeting.starts_at, answer="declined", reason="Nằm viện",
        by=erased, at=world.NOW,
    )  # fmt: skip
    RecurringAbsence.objects.create(
        delegate=delegate, weekday=0, from_on=world.MONTH, to_on=world.MONTH, reason="Chạy thận"
    )
    calendar = CalendarSource(delegate=delegate, given_by=erased, given_at=world.NOW)
    calendar.seal("https://lich.vn/bi-mat")
    calendar.save()
    team = unit.teams.first()
    type(team).objects.filter(pk=team.pk).update(head="Vàng Tả Lan, 0912")
    handover = Handover.objects.create(
        unit=unit, from_user=office, to_user=erased, to_name="Vàng Tả Lan", on=world.MONTH, note="chị Lan nhận hồ sơ",
        proposed_by=office, proposed_at=world.NOW, decided_by=office, decided_at=world.NOW,
    )  # fmt: skip
    matter = FollowUp.objects.create(unit=unit, matter="Đường hỏng", responsible="Vàng Tả Lan", raised_on=world.MONTH)
    longer = FollowUp.objects.create(unit=unit, matter="Gặp Vàng Tả Lanh", raised_on=world.MONTH)
    client.force_login(sysadmin)
    copy = text_of(client.get(reverse("people:person_export_xlsx", args=[erased.pk])))
    for text in ("Nằm viện", "Chạy thận", "lich.vn", "Vàng Tả Lan, 0912", "đ/c Vàng Tả Lan", "chị Lan nhận hồ sơ"):
        assert text in copy
    assert "bi-mat" not in copy  # an administrator may make the copy
    assert "Đường hỏng" not in copy
    erase(client, erased)
    for row in (own, other, answer, team, handover, matter, longer):
        row.refresh_from_db()
    assert (own.reason, answer.reason, other.substitute) == ("(đã xóa)", "(đã xóa)", "đ/c (đã xóa)")
    assert (team.head, matter.responsible, longer.matter) == ("(đã xóa), 0912", "(đã xóa)", "Gặp Vàng Tả Lanh")
    assert (handover.to_name, handover.note) == ("", "")
    assert not delegate.recurring_absences.exists()
    assert not CalendarSource.objects.exists()


def test_a_row_of_an_imported_file_forgets_the_name(client, erased, sysadmin, office):
    file = ImportFile.objects.create(kind="teams", name="to.csv", sha256="0", uploaded_by=office, uploaded_at=world.NOW)
    row = ImportRow.objects.create(
        file=file,
        number=2,
        outcome="same",
        cells={"head": "Vàng Tả Lan", "name": "Tổ 1"},
        shown={"head": "Vàng Tả Lan"},
    )
    client.force_login(sysadmin)
    erase(client, erased)
    row.refresh_from_db()
    assert (row.cells, row.shown) == ({"head": "(đã xóa)", "name": "Tổ 1"}, {"head": "(đã xóa)"})


def test_drafts_and_steps_forget_the_name_and_published_plans_keep_it(
    client, erased, sysadmin, delegate, other_delegate, unit, period, office
):
    meeting = world.make_meeting(period, unit, by=office)
    words = "Thay đồng chí Vàng Tả Lan bằng đồng chí khác"
    texts = {}
    for status in (Plan.Status.REPLACED, Plan.Status.DRAFT):
        plan = Plan.objects.create(
            period=period, version=len(texts) + 1, made_by=office, made_at=world.NOW, edited_what=words,
            problem={"delegates": [{"name": "Vàng Tả Lan"}]},
        )  # fmt: skip
        seat = Seat.objects.create(plan=plan, meeting=meeting, delegate=other_delegate, because=words)
        PlanStep.objects.create(
            plan=plan, edit=1, what=words, by=office, at=world.NOW, state={"seats": [{"because": words}]}
        )
        Plan.objects.filter(pk=plan.pk).update(status=status)
        texts[status] = plan, seat
    client.force_login(sysadmin)
    assert "đã công bố: văn bản" in client.get(reverse("people:person_erase", args=[erased.pk])).content.decode()
    erase(client, erased)
    gone = words.replace("Vàng Tả Lan", "(đã xóa)")
    for status, said in ((Plan.Status.REPLACED, words), (Plan.Status.DRAFT, gone)):
        plan, seat = texts[status]
        plan.refresh_from_db()
        seat.refresh_from_db()
        step = plan.steps.get()
        assert (plan.edited_what, seat.because) == (said, said)
        assert (step.what, step.state) == (gone, {"seats": [{"because": gone}]})
        assert ("Vàng Tả Lan" in str(plan.problem)) == (status == Plan.Status.REPLACED)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PlanStep.objects.update(what="khác")


def test_why_a_rank_was_lowered_forgets_the_name(client, erased, sysadmin, unit, period, office):
    lowered = LoweredRank.objects.create(
        meeting=world.make_meeting(period, unit, by=office), tier_before=1, tier=3,
        reason="Đồng chí Vàng Tả Lan đi công tác", by=office, at=world.NOW,
    )  # fmt: skip
    client.force_login(sysadmin)
    erase(client, erased)
    lowered.refresh_from_db()
    assert lowered.reason == "Đồng chí (đã xóa) đi công tác"


def test_what_was_typed_of_a_namesake_is_left_and_said(client, erased, sysadmin, unit, agency):
    world.make_delegate(agency, "Vàng Tả Lan")
    team = unit.teams.first()
    type(team).objects.filter(pk=team.pk).update(head="Vàng Tả Lan")
    client.force_login(sysadmin)
    page = client.get(reverse("people:person_erase", args=[erased.pk])).content.decode()
    assert "nếu có người trùng tên" in page
    erase(client, erased)
    team.refresh_from_db()
    assert team.head == "Vàng Tả Lan"


def test_after_a_year_the_trail_of_what_was_typed_forgets_the_name(client, erased, sysadmin, unit):
    matter = FollowUp.objects.create(unit=unit, matter="Đường hỏng", responsible="Vàng Tả Lan", raised_on=world.MONTH)
    kept = FollowUp.objects.create(unit=unit, matter="Cầu hỏng", raised_on=world.MONTH)
    client.force_login(sysadmin)
    erase(client, erased)
    trail = apps.get_model("meetings", "FollowUpEvent").objects
    services.prune(at=timezone.now() + datetime.timedelta(days=300))
    assert trail.filter(pgh_obj_id=matter.pk, responsible="Vàng Tả Lan").exists()
    services.prune(at=timezone.now() + datetime.timedelta(days=380))
    assert not trail.filter(responsible="Vàng Tả Lan").exists()
    assert trail.filter(pgh_obj_id=kept.pk).exists()


def test_an_erased_account_does_not_come_back(client, erased, sysadmin):
    client.force_login(sysadmin)
    erase(client, erased)
    assert client.post(reverse("people:person_act", args=[erased.pk, "mo-lai"])).status_code == 422
    assert client.post(reverse("people:person_invite", args=[erased.pk])).status_code == 422
    assert erase(client, erased).status_code == 403


def test_a_wrong_name_typed_erases_nothing(client, erased, sysadmin):
    client.force_login(sysadmin)
    answer = erase(client, erased, typed="khac")
    assert answer.status_code == 422
    assert "chưa khớp" in answer.content.decode()
    assert User.objects.get(pk=erased.pk).is_active


def test_who_is_sent_to_a_conference_to_come_is_replaced_first(
    client, sysadmin, erased, delegate, period, unit, office
):

    meeting = world.make_meeting(period, unit, by=office)
    meeting.starts_at = timezone.now() + datetime.timedelta(days=3)
    meeting.ends_at = meeting.starts_at + datetime.timedelta(hours=2)
    meeting.save()
    plan = Plan.objects.create(period=period, version=1, made_by=office, made_at=world.NOW)
    Seat.objects.create(plan=plan, meeting=meeting, delegate=delegate, because="Luân phiên")
    Plan.objects.filter(pk=plan.pk).update(status="published")
    client.force_login(sysadmin)
    answer = erase(client, erased)
    assert answer.status_code == 422
    assert "lập bản phân công thay thế" in answer.content.decode().lower()
    assert Delegate.objects.get(pk=delegate.pk).full_name == "Vàng Tả Lan"


def test_after_a_year_the_trail_forgets_the_erased_and_nobody_else(client, erased, sysadmin, delegate, other_delegate):
    client.force_login(sysadmin)
    erase(client, erased)
    trail = apps.get_model("assignments", "DelegateEvent").objects
    assert trail.filter(full_name="Vàng Tả Lan").exists()
    now = timezone.now()
    services.prune(at=now + datetime.timedelta(days=300))
    assert trail.filter(full_name="Vàng Tả Lan").exists()
    services.prune(at=now + datetime.timedelta(days=380))
    assert not trail.filter(full_name="Vàng Tả Lan").exists()
    assert trail.filter(full_name="Vũ Ngọc Thành").exists()
    assert not apps.get_model("assignments", "UnavailabilityEvent").objects.filter(reason="Đi viện").exists()


def test_the_commands_of_the_clock(capsys, secretary, sysadmin, office):
    long_ago = timezone.now() - datetime.timedelta(days=400)
    User.objects.filter(pk__in=[secretary.pk, sysadmin.pk]).update(last_login=long_ago, counted_from=long_ago)
    SignIn.objects.create(user=office, outcome="signed_in", device="x", at=long_ago)
    call_command("disable_idle_accounts")
    call_command("prune_records")
    states = dict(User.objects.values_list("username", "is_active"))
    assert states == {"secretary": False, "sysadmin": True, "office": True}
    assert not SignIn.objects.exists()
    assert "người quản trị cuối cùng" in capsys.readouterr().err


def test_the_first_administrator_comes_by_a_command(client, capsys, body):
    call_command("invite_administrator", "vandq", full_name="Đỗ Quang Vân")
    link = capsys.readouterr().out.split()[0]
    path = link[link.index("/moi/") :]
    answer = client.post(path, {"password1": "d3ng-t4m-xuoi-9", "password2": "d3ng-t4m-xuoi-9"})
    assert answer.status_code == 302
    assert client.get(reverse("people:person_list")).status_code == 200


def test_the_command_also_lets_a_shut_out_administrator_back_in(capsys, sysadmin):
    give_factor(sysadmin)
    User.objects.filter(pk=sysadmin.pk).update(is_active=False, disabled_because="idle")
    call_command("invite_administrator", "sysadmin", reset_factor=True)
    sysadmin.refresh_from_db()
    assert sysadmin.is_active
    assert not stored(sysadmin)
    assert Membership.objects.filter(user=sysadmin, role=Role.SYSADMIN).count() == 1
