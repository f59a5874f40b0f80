"""Signs in the record that a unit needs watching: proposed once, decided by a person."""

import datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assignments.models import Policy
from meetings.models import FollowUp, MeetingNote
from scoring.concern_signs import gather_signs
from scoring.models import Ranking, Result
from scoring.services.signs import gather_signs_of_today, nudge_gathering, nudge_gathering_if_due
from tests import world
from tuyenvan.management.commands.worker import go_round
from units import services
from units.models import Concern, ConcernProposal, Period, Stage, UnitChange
from units.services import AlreadyThere
from units.services.changes import NewUnit, replace_units, undo_change

ON = datetime.date(2026, 11, 20)
LIST = "/van-de/de-xuat/"
GATHER = "/van-de/de-xuat/tim/"


def follow_up(unit, due_on=datetime.date(2026, 11, 10), matter="Sửa đường thôn 3"):
    return FollowUp.objects.create(unit=unit, matter=matter, raised_on=datetime.date(2026, 10, 1), due_on=due_on)


def publish(month, ranks, *, by):
    period = Period.objects.filter(month=month).first() or world.make_period(month)
    ranking = Ranking.objects.create(
        period=period, version=1, dossier={}, outcome={}, sha256="0" * 64, made_by=by, made_at=world.NOW
    )
    for unit, rank in ranks.items():
        Result.objects.create(ranking=ranking, unit=unit, unit_name=str(unit), rank=rank, row={})
    Ranking.objects.filter(pk=ranking.pk).update(status="published")
    return ranking


def months(*numbers):
    return [datetime.date(2026, number, 1) for number in numbers]


def note(meeting, delegate, ratings=(2, 2, 2, 3)):
    names = ("preparation", "content", "discussion", "answers")
    return MeetingNote.objects.create(
        meeting=meeting, delegate=delegate, observation="Chưa chuẩn bị", submitted_at=world.NOW,
        **dict(zip(names, ratings, strict=True)),
    )  # fmt: skip


def proposed():
    return [(one.unit.name, one.sign, one.evidence) for one in ConcernProposal.objects.order_by("pk")]


# What is a sign


def test_a_matter_past_its_day_is_a_sign(unit):
    follow_up(unit)
    follow_up(unit, due_on=ON)  # still has today
    gather_signs(on=ON)
    assert proposed() == [
        ("Hợp Thành", "overdue", "Việc “Sửa đường thôn 3” quá hạn giải quyết từ ngày 10/11/2026.")
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "count"), [(10, 1), (11, 0)])
def test_how_long_past_its_day_is_the_policys_to_say(unit, days, count):
    Policy.objects.update(sign_overdue_days=days, sign_tier=1, sign_months=6)
    follow_up(unit)
    assert gather_signs(on=ON).proposed == count
    assert list(ConcernProposal.objects.values_list("tier_proposed", "months")) == [(1, 6)] * count


@pytest.mark.parametrize(
    ("ranks", "count"),
    [((3, 5, 8), 1), ((3, 8, 8), 0), ((8, 3, 5), 0), ((None, 5, 8), 0), ((3, 5, None), 0), ((3, None, 8), 0)],
)
def test_two_falls_in_rank_in_a_row_are_a_sign(unit, office, ranks, count):
    for month, rank in zip(months(8, 9, 10), ranks, strict=True):
        publish(month, {unit: rank}, by=office)
    gather_signs(on=ON)
    falls = ("Hợp Thành", "falls", "Tụt hạng 2 tháng liền: 3 (08/2026) → 5 (09/2026) → 8 (10/2026).")
    assert proposed() == [falls] * count


def test_falls_over_a_gap_or_in_too_few_months_are_none(unit, office):
    for month, rank in zip(months(7, 9), (3, 5), strict=True):
        publish(month, {unit: rank}, by=office)
    gather_signs(on=ON)
    publish(months(10)[0], {unit: 8}, by=office)
    gather_signs(on=ON)
    assert proposed() == []


@pytest.mark.parametrize(("ratings", "count"), [((2, 2, 2, 3), 1), ((2, 2, 3, 3), 1), ((2, 3, 3, 3), 0)])
def test_a_low_note_is_a_sign_and_names_nobody(period, unit, delegate, office, ratings, count):
    note(world.make_meeting(period, unit, by=office), delegate, ratings)
    Period.objects.update(stage=Stage.APPRAISAL)
    gather_signs(on=ON)
    assert ConcernProposal.objects.count() == count
    assert all("Vàng Tả Lan" not in evidence for _, _, evidence in proposed())


def test_a_low_note_is_not_learnt_while_others_still_write(period, unit, delegate, office):
    note(world.make_meeting(period, unit, by=office), delegate)
    Period.objects.update(stage=Stage.SELF_ASSESSMENT)
    assert gather_signs(on=ON).proposed == 0


def test_an_old_low_note_is_no_sign_any_more(unit, delegate, office, body):
    month = world.make_period(datetime.date(2026, 5, 1), stage=Stage.CLOSED)
    note(world.make_meeting(month, unit, by=office), delegate)
    assert gather_signs(on=ON).proposed == 0


def test_a_unit_that_is_no_more_is_not_proposed(unit, office):
    follow_up(unit)
    unit.valid_to = datetime.date(2026, 6, 30)
    unit.save()
    assert gather_signs(on=ON).proposed == 0


def test_without_a_policy_nothing_is_proposed(db):
    assert gather_signs(on=ON).proposed == 0


# Proposed once


def test_the_same_evidence_is_proposed_once_and_dismissed_stays_dismissed(unit, office):
    matter = follow_up(unit)
    assert gather_signs(on=ON).proposed == 1
    assert gather_signs(on=ON).proposed == 0
    services.dismiss_proposal(ConcernProposal.objects.get(), reason="Đang làm", by=office, at=world.NOW)
    assert gather_signs(on=ON + datetime.timedelta(days=9)).proposed == 0
    matter.due_on = datetime.date(2026, 11, 25)  # given time, and missed again: new evidence
    matter.save()
    assert gather_signs(on=ON + datetime.timedelta(days=9)).proposed == 1


def test_what_nobody_decided_goes_with_its_sign_and_what_was_decided_stays(unit, other_unit, office):
    follow_up(unit)
    follow_up(other_unit)
    gather_signs(on=ON)
    kept = ConcernProposal.objects.get(unit=unit)
    services.dismiss_proposal(kept, reason="Đang làm", by=office, at=world.NOW)
    FollowUp.objects.update(closed_on=ON, outcome="Xong")
    done = gather_signs(on=ON)
    assert (done.proposed, done.gone) == (0, 1)
    assert list(ConcernProposal.objects.all()) == [kept]


@pytest.mark.parametrize("rows", [1, 30])
def test_gathering_asks_the_database_the_same_however_many_units(body, office, rows, django_assert_num_queries):
    units = [world.make_unit(f"Xã {number}", teams=0) for number in range(rows)]
    for one in units:
        follow_up(one)
    for month, rank in zip(months(8, 9, 10), (1, 2, 3), strict=True):
        publish(month, dict.fromkeys(units, rank), by=office)
    with django_assert_num_queries(12):
        gather_signs(on=ON)
    assert ConcernProposal.objects.count() == 2 * rows


# Units that go on under another name


def changed(kind, old, *names, by, on=ON):
    new = [NewUnit(code=f"9000{place}", kind="commune", name=name) for place, name in enumerate(names)]
    none = dict.fromkeys((team.pk for unit in old for team in unit.teams.all()), 0)
    change = replace_units(kind=UnitChange.Kind(kind), old=old, new=new, on=on, basis="NQ 1", teams=none, people={},
                           by=by, at=world.NOW)  # fmt: skip
    return change, list(change.new_units.order_by("pk"))


@pytest.mark.parametrize("ranks", [(3, 5, 8), (8, 5, 3)])
def test_ranks_follow_a_unit_that_changed_its_name_twice(unit, office, ranks):
    publish(months(8)[0], {unit: ranks[0]}, by=office)
    _, [second] = changed("rename", [unit], "Hợp Hai", by=office, on=datetime.date(2026, 9, 1))
    publish(months(9)[0], {second: ranks[1]}, by=office)
    Period.objects.update(stage="closed")
    _, [third] = changed("rename", [second], "Hợp Ba", by=office, on=datetime.date(2026, 10, 5))
    publish(months(10)[0], {second: ranks[2]}, by=office)  # who was there on the first works the month through
    gather_signs(on=ON)
    falls = ("Hợp Ba", "falls", "Tụt hạng 2 tháng liền: 3 (08/2026) → 5 (09/2026) → 8 (10/2026).")
    assert proposed() == [falls] * (ranks == (3, 5, 8))


def test_ranks_do_not_go_over_to_a_merged_unit(unit, other_unit, office):
    for month, rank in zip(months(8, 9), (3, 5), strict=True):
        publish(month, {unit: rank, other_unit: rank + 1}, by=office)
    _, [new] = changed("merge", [unit, other_unit], "Hợp Kim", by=office, on=datetime.date(2026, 10, 1))
    publish(months(10)[0], {new: 8}, by=office)
    assert gather_signs(on=ON).proposed == 0


def test_a_matter_of_merged_units_is_one_of_the_new_unit(unit, other_unit, office):
    follow_up(unit)
    follow_up(other_unit, matter="Rác thải")
    changed("merge", [unit, other_unit], "Hợp Kim", by=office)
    gather_signs(on=ON - datetime.timedelta(days=1))  # the day before, they are still themselves
    assert {name for name, *_ in proposed()} == {"Hợp Thành", "Kim Tân"}
    done = gather_signs(on=ON)
    assert (done.proposed, done.gone) == (2, 2)
    assert {name for name, *_ in proposed()} == {"Hợp Kim"}
    assert gather_signs(on=ON).proposed == 0


def test_a_matter_of_a_split_unit_is_one_of_each(unit, office):
    follow_up(unit)
    changed("split", [unit], "Hợp Một", "Hợp Hai", by=office)
    gather_signs(on=ON)
    assert [name for name, *_ in proposed()] == ["Hợp Một", "Hợp Hai"]


def test_what_was_decided_holds_under_the_new_name_too(unit, office):
    follow_up(unit)
    gather_signs(on=ON)
    services.dismiss_proposal(ConcernProposal.objects.get(), reason="Đang làm", by=office, at=world.NOW)
    change, _ = changed("rename", [unit], "Hợp Hai", by=office)
    assert gather_signs(on=ON).proposed == 0
    undo_change(change, by=office, at=world.NOW)
    assert gather_signs(on=ON).proposed == 0


# Looked for by the worker


@pytest.fixture
def queue(settings):
    """Tasks wait for a worker, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def gatherings():
    return DBTaskResult.objects.filter(task_path=gather_signs_of_today.module_path)


def test_the_worker_looks_once_a_day(unit, queue):
    go_round()
    go_round()
    assert gatherings().count() == 1
    nudge_gathering_if_due(at=timezone.now() + datetime.timedelta(days=1))
    assert gatherings().count() == 2


def test_a_day_begins_at_midnight_in_vietnam(unit, queue):
    nudge_gathering_if_due(at=timezone.now())
    gatherings().update(enqueued_at=datetime.datetime(2026, 11, 19, 16, 59, tzinfo=datetime.UTC))
    nudge_gathering_if_due(at=datetime.datetime(2026, 11, 19, 16, 59, 30, tzinfo=datetime.UTC))
    assert gatherings().count() == 1
    nudge_gathering_if_due(at=datetime.datetime(2026, 11, 19, 17, 1, tzinfo=datetime.UTC))
    assert gatherings().count() == 2


def test_several_rankings_published_at_once_ask_once(unit, queue):
    nudge_gathering()
    nudge_gathering()
    assert gatherings().count() == 1
    gatherings().update(status="RUNNING")  # it may have read before the newest was published
    nudge_gathering()
    assert gatherings().count() == 2


def test_the_task_itself_finds_what_is_there(unit):
    follow_up(unit, due_on=datetime.date(2021, 1, 2))
    assert gather_signs_of_today.call() == 1


# Decided by a person, once


def terms(**changed):
    usual = {"reason": "Đường hỏng kéo dài", "tier_asked": "1", "opened_on": "20/11/2026", "expires_on": "31/01/2027"}
    return usual | changed


def test_the_office_accepts_with_its_own_words(client, period, unit, office):
    proposal = world.make_proposal(unit)
    client.force_login(office)
    url = reverse("units:proposal_accept", args=[proposal.pk])
    assert client.get(url).context["form"].initial["reason"] == proposal.evidence
    client.post(url, terms())
    again = client.post(url, terms(), follow=True)
    concern = Concern.objects.get()
    assert (concern.reason, concern.tier_asked, concern.opened_by) == ("Đường hỏng kéo dài", 1, office)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.concern, proposal.decided_by) == ("accepted", concern, office)
    assert "đã quyết định đề xuất này" in again.content.decode()


def test_a_concern_that_is_open_already_leaves_the_proposal_open(client, period, unit, office):
    world.make_concern(unit, "Đường hỏng kéo dài", by=office)
    proposal = world.make_proposal(unit)
    client.force_login(office)
    client.post(reverse("units:proposal_accept", args=[proposal.pk]), terms())
    proposal.refresh_from_db()
    assert proposal.is_open
    assert Concern.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"reason": ""}, "reason"), ({"tier_asked": "3"}, "tier_asked"), ({"expires_on": "19/11/2026"}, "expires_on")],
)
def test_what_is_wrong_is_said_beside_its_field(client, period, unit, office, changed, field):
    proposal = world.make_proposal(unit)
    client.force_login(office)
    refused = client.post(reverse("units:proposal_accept", args=[proposal.pk]), terms(**changed))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]


def test_a_dismissal_needs_its_reason(client, period, unit, office):
    proposal = world.make_proposal(unit)
    client.force_login(office)
    url = reverse("units:proposal_dismiss", args=[proposal.pk])
    assert client.post(url, {"reason": " "}).status_code == 422
    client.post(url, {"reason": "Đã có hướng xử lý"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.dismissal_reason) == ("dismissed", "Đã có hướng xử lý")
    with pytest.raises(AlreadyThere, match="Đồng chí Hà Đức Nga đã quyết định"):
        services.dismiss_proposal(proposal, reason="Khác", by=office, at=world.NOW)


def test_the_database_keeps_a_decision_for_good(unit, office):
    proposal = world.make_proposal(unit)
    services.dismiss_proposal(proposal, reason="Đang làm", by=office, at=world.NOW)
    for act in (lambda: ConcernProposal.objects.update(state="open"), lambda: ConcernProposal.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        world.make_proposal(unit)


def test_the_page_gathers_only_when_asked(client, period, unit, office):
    follow_up(unit, due_on=datetime.date(2021, 1, 2))
    client.force_login(office)
    assert "Không có đề xuất nào chờ xem xét" in client.get(LIST).content.decode()
    page = client.post(GATHER, follow=True).content.decode()
    assert "Có 1 đề xuất mới." in page
    assert "Việc “Sửa đường thôn 3” quá hạn" in page


def test_the_list_of_decisions_says_who_and_why(client, period, unit, office, standing):
    services.dismiss_proposal(world.make_proposal(unit), reason="Đang làm", by=office, at=world.NOW)
    client.force_login(standing)
    text = client.get(LIST, {"xem": "da"}).content.decode()
    assert "Đang làm" in text
    assert "Hà Đức Nga, 09:00 02/11/2026" in text
    assert "Tìm dấu hiệu mới" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_rows(client, period, office, rows, django_assert_num_queries):
    for number in range(rows):
        world.make_proposal(world.make_unit(f"Xã {number}"))
    client.force_login(office)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_the_office_is_told_at_home_how_many_wait(client, period, unit, office, standing):
    world.make_proposal(unit)
    client.force_login(office)
    assert "1 đề xuất đơn vị cần quan tâm chưa xem" in client.get("/").content.decode()
    client.force_login(standing)
    assert "chưa xem" not in client.get("/").content.decode()
