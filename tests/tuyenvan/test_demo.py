import datetime
from collections import Counter
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from assignments.checker import check
from assignments.models import Delegate, Notice, Plan, Seat
from documents.paper import paper_from_dict
from meetings.models import FollowUp, MeetingNote, TeamVisit
from scoring.concern_signs import Gathered, gather_signs
from scoring.formula import compute, input_sha256
from scoring.models import Ranking, Result
from tuyenvan.demo.accounts import Account, accounts_file, new_password, save_accounts, saved_accounts
from tuyenvan.demo.history import days_to_play, make_demo
from tuyenvan.demo.names import CITY_MIX, NameGiver
from tuyenvan.demo.profiles import CITY, PROVINCE
from tuyenvan.demo.story import HANOI, qualities
from units.calendar import working_days_between
from units.forms import DEADLINES
from units.models import Agency, Concern, ConcernProposal, Meeting, Membership, Period, Role, Stage, Team, Unit
from units.reports import proposed_agenda

ON = datetime.date(2026, 11, 23)
MONTHS = 2


@pytest.fixture
def accounts(db: None) -> list[Account]:
    return make_demo(CITY, on=ON, months=MONTHS)


def made_anew(**options: Any) -> tuple[list[Account], list[Any]]:
    """Makes a demo from ids 1 on, tells what was drawn by chance, and undoes it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER SEQUENCE "{name}" RESTART')
        accounts = make_demo(CITY, **options)
        drawn = [
            list(Delegate.objects.order_by("pk").values_list("full_name", "user__username")),
            list(Meeting.objects.order_by("pk").values_list("unit__code", "starts_at", "place", "registered_at")),
            list(Concern.objects.order_by("pk").values_list("unit__code", "reason", "opened_on", "expires_on")),
            list(Seat.objects.order_by("pk").values_list("meeting_id", "delegate_id", "because")),
            list(MeetingNote.objects.order_by("pk").values_list("meeting_id", "preparation", "observation")),
            list(TeamVisit.objects.order_by("pk").values_list("team_id", "visited_on", "rating")),
            list(FollowUp.objects.order_by("pk").values_list("matter", "due_on", "closed_on")),
            list(Ranking.objects.order_by("pk").values_list("sha256", "number")),
        ]
        transaction.set_rollback(True)
    return accounts, drawn


def test_city_is_the_city_of_seventeen_units(accounts: list[Account]) -> None:
    assert (Unit.objects.count(), Team.objects.count(), Agency.objects.count()) == (17, 230, 14)
    assert Unit.objects.get(code="02680").full_name == "Xã Hợp Thành"
    assert {team.unit_id for team in Team.objects.all()} == {unit.pk for unit in Unit.objects.all()}
    assert Counter(Delegate.objects.values_list("tier", flat=True)) == {1: 6, 2: 22, 3: 18}
    assert Delegate.objects.values("full_name").distinct().count() == 46


def test_province_is_todays_99_units_and_160_delegates() -> None:
    units = PROVINCE.units(Random(1))
    assert len({unit.code for unit in units}) == 99
    assert ("02680", "commune", "Hợp Thành") in {(unit.code, unit.kind, unit.name) for unit in units}
    assert Counter(unit.kind for unit in units) == {"commune": 89, "ward": 10}
    assert all(len(set(unit.teams)) == len(unit.teams) >= 6 for unit in units)
    assert sum(len(agency.posts) for agency in PROVINCE.agencies) == 160


def test_the_record_proposes_a_few_units_to_watch(accounts: list[Account]) -> None:
    kept = list(ConcernProposal.objects.values_list("unit__code", "sign", "first_seen_on", "state"))
    assert 1 <= len(kept) <= 15
    assert {(first_seen, state) for *_, first_seen, state in kept} == {(ON, "open")}
    assert gather_signs(on=ON) == Gathered(proposed=0, gone=0)


def test_past_months_are_closed_and_the_present_one_waits_for_two_units(accounts: list[Account]) -> None:
    stages = list(Period.objects.order_by("month").values_list("month", "stage"))
    assert [stage for _, stage in stages] == [Stage.CLOSED] * MONTHS + [Stage.REGISTRATION]
    now = Period.objects.get(month=ON.replace(day=1))
    waiting = Unit.objects.exclude(meetings__period=now)
    assert waiting.count() == 2
    assert waiting.filter(code="02680").exists()


def test_the_next_month_to_open_begins_with_the_contents_of_its_quarter(accounts: list[Account]) -> None:
    text, source = proposed_agenda(datetime.date(2026, 12, 1), copied=None)
    assert "Tổng kết công tác năm" in text
    assert "IV/2026" in source


def test_every_past_plan_is_published_and_passes_the_independent_checker(accounts: list[Account]) -> None:
    plans = list(Plan.objects.published())
    assert len(plans) == MONTHS
    for plan in plans:
        assert check(plan.problem, plan.result) == []
        rows = {(str(seat.meeting_id), str(seat.delegate_id)) for seat in plan.seats.all()}
        assert rows == {(seat["meeting"], seat["delegate"]) for seat in plan.result["seats"]}
        assert all(seat.because for seat in plan.seats.all())
    assert list(Notice.objects.order_by("issued_on").values_list("number", flat=True)) == [1, 2]


def test_every_past_month_has_a_published_ranking_that_can_be_computed_again(accounts: list[Account]) -> None:
    rankings = list(Ranking.objects.filter(status=Ranking.Status.PUBLISHED))
    assert len(rankings) == MONTHS
    for ranking in rankings:
        assert ranking.sha256 == input_sha256(ranking.dossier)
        assert compute(ranking.dossier)["rows"] == ranking.outcome["rows"]
        assert ranking.results.count() == 17
        assert paper_from_dict(ranking.paper).number == ranking.number


def test_units_differ(accounts: list[Account]) -> None:
    totals = [float(total) for total in Result.objects.values_list("total", flat=True)]
    assert max(totals) - min(totals) > 15
    assert len(set(Result.objects.values_list("band", flat=True))) >= 2


def test_some_units_climb_and_some_slip_over_a_year() -> None:
    walk = qualities(range(17), 14, Random(7))
    change = [walk[-1][unit] - walk[0][unit] for unit in range(17)]
    assert max(change) > 0.06
    assert min(change) < -0.06
    steps = [abs(after[unit] - before[unit]) for before, after in pairwise(walk) for unit in range(17)]
    assert max(steps) < 0.12


def test_the_same_seed_tells_the_same_history_but_for_the_passwords(db: None) -> None:
    first_accounts, first = made_anew(on=ON, months=1)
    second_accounts, second = made_anew(on=ON, months=1)
    assert first == second
    assert not {one.password for one in first_accounts} & {one.password for one in second_accounts}


def test_another_seed_tells_another_history(db: None) -> None:
    _, first = made_anew(on=ON, months=0)
    _, other = made_anew(on=ON, months=0, seed="khác")
    assert first[0] != other[0]


@pytest.mark.parametrize("day", range(1, 32))
def test_whatever_the_day_units_have_a_week_to_register_and_days_to_assess_themselves(day: int) -> None:
    on = datetime.date(2027, 1, day)
    days = days_to_play(on.replace(day=1), on=on)
    assert working_days_between(on, days["registration_due"]) >= 5
    assert working_days_between(on, days["self_assessment_due"]) >= 10
    dues = [days[field] for field in DEADLINES if field.endswith("_due")]
    assert dues == sorted(dues)


@pytest.mark.parametrize("on", [datetime.date(2026, 12, 1), datetime.date(2027, 2, 28), datetime.date(2027, 3, 3)])
def test_nothing_has_happened_later_than_today(db: None, on: datetime.date) -> None:
    make_demo(CITY, on=on, months=1)
    tonight = datetime.datetime.combine(on, datetime.time(23, 59), tzinfo=HANOI)
    assert not Meeting.objects.filter(registered_at__gt=tonight).exists()
    assert not Concern.objects.filter(opened_on__gt=on).exists()
    assert not Concern.objects.filter(closed_on__gt=on).exists()
    assert not FollowUp.objects.filter(closed_on__gt=on).exists()
    assert not TeamVisit.objects.filter(visited_on__gt=on).exists()
    assert not MeetingNote.objects.filter(submitted_at__gt=tonight).exists()
    assert not Ranking.objects.filter(published_at__gt=tonight).exists()


def test_conferences_lie_on_working_days_between_the_days_of_the_month(accounts: list[Account]) -> None:
    days = [timezone.localtime(meeting.starts_at).date() for meeting in Meeting.objects.all()]
    assert all(8 <= day.day <= 20 and day.weekday() < 5 for day in days)


def test_every_role_has_an_account_that_opens_with_its_password(accounts: list[Account]) -> None:
    named = [account for account in accounts if User.objects.filter(username=account.username).exists()]
    assert all(User.objects.get(username=one.username).check_password(one.password) for one in named)
    roles = Membership.objects.filter(user__username__in=[one.username for one in named]).values_list("role", flat=True)
    assert set(roles) == set(Role.values)


def test_secretaries_and_delegates_share_a_password_each(accounts: list[Account]) -> None:
    shared = {account.username: account.password for account in accounts}
    assert User.objects.get(username="xa-02668").check_password(shared["xa-<mã đơn vị>"])
    assert User.objects.get(username="daibieu-01").check_password(shared["daibieu-01 … daibieu-46"])
    assert not User.objects.get(username="daibieu-01").check_password(shared["xa-<mã đơn vị>"])


def test_every_criterion_has_an_appraiser_with_an_account(accounts: list[Account]) -> None:
    agencies = set(Membership.objects.filter(role=Role.APPRAISER).values_list("agency__code", flat=True))
    assert agencies == {"ban-tuyen-giao", "ban-to-chuc", "uy-ban-kiem-tra", "mttq"}


def test_the_played_delegate_holds_no_other_role(accounts: list[Account]) -> None:
    delegate = Delegate.objects.get(user__username="daibieu")
    assert list(delegate.user.memberships.values_list("role", flat=True)) == [Role.DELEGATE]


def test_passwords_meet_the_rules_of_the_program() -> None:
    passwords = {new_password() for _ in range(50)}
    assert len(passwords) == 50
    for password in passwords:
        validate_password(password)


def test_the_file_of_accounts_is_for_its_owner_only(accounts: list[Account], settings: Any, tmp_path: Any) -> None:
    settings.LOCAL_DIR = tmp_path / "local"
    save_accounts(accounts)
    assert accounts_file().stat().st_mode & 0o777 == 0o600
    assert all(account.password in saved_accounts() for account in accounts)


def test_demo_data_is_refused_where_there_is_data(accounts: list[Account]) -> None:
    with pytest.raises(CommandError, match="--reset"):
        call_command("demo_data")
    assert Unit.objects.count() == 17


@pytest.mark.parametrize("command", ["demo_data", "demo"])
def test_demo_is_refused_on_the_real_system(settings: Any, command: str) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command(command)


def test_no_name_is_given_twice() -> None:
    names = NameGiver(Random(3), CITY_MIX)
    drawn = [names.draw() for _ in range(500)]
    assert len(set(drawn)) == 500
