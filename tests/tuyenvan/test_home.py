import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assignments.models import Delegate
from meetings.models import FollowUp
from scoring.models import Ranking, Result
from tests import world
from tests.meetings.places import assign, make_note, past_period
from tuyenvan import home
from tuyenvan.digest import latest_digest
from tuyenvan.months import current_period
from tuyenvan.navigation import DIRECTORY, PLACES
from units.access import actor_for
from units.models import Period, Role
from units.task import Task

# Far off, so that a conference is to come on whatever day the tests run.
FUTURE = datetime.date(2099, 11, 1)
WHO = ("office", "head", "standing", "secretary", "delegate", "appraiser", "sysadmin")
SEPTEMBER, OCTOBER = datetime.date(2024, 9, 1), datetime.date(2024, 10, 1)


def user_of(request, name):
    person = request.getfixturevalue(name)
    return person.user if isinstance(person, Delegate) else person


def page_of(client, user, path="/"):
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def publish(period, by, *results):
    """A published ranking: (unit, points, rank, class) of every unit."""
    ranking = Ranking.objects.create(
        period=period, version=1, dossier={}, outcome={}, made_by=by, made_at=world.NOW, sha256="0" * 64
    )
    for unit, total, rank, band in results:
        Result.objects.create(
            ranking=ranking,
            unit=unit,
            unit_name=unit.full_name,
            total=None if total is None else Decimal(total),
            rank=rank,
            band=band,
            row={},
        )
    ranking.status = Ranking.Status.PUBLISHED
    ranking.save()


def room_with(*tasks):
    return SimpleNamespace(tasks=lambda actor, period, *, on: list(tasks))


def line(title, **fields):
    return Task(title=title, url="/", action="Xem", **fields)


def test_what_is_late_stands_first_and_what_is_done_last(monkeypatch):
    first = room_with(line("xong", is_done=True), line("thường"))
    second = room_with(line("trễ", is_late=True), line("xong muộn", is_done=True, is_late=True), line("thường nữa"))
    monkeypatch.setattr(home, "ROOMS", (first, second))
    titles = [task.title for task in home.tasks_of(None, None, on=OCTOBER)]
    assert titles == ["trễ", "thường", "thường nữa", "xong muộn", "xong"]


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        ((2026, 11, 23), {"12/2026": "registration", "11/2026": "conference"}, "11/2026"),
        ((2026, 12, 2), {"12/2026": "registration", "11/2026": "appeal"}, "12/2026"),
        ((2026, 11, 23), {"12/2026": "registration", "11/2026": "closed"}, "12/2026"),
        ((2026, 11, 23), {"11/2026": "closed", "10/2026": "closed"}, "11/2026"),
        ((2026, 11, 23), {}, None),
    ],
)
def test_the_month_at_work_is_the_last_open_one_that_has_begun(on, months, expected):
    periods = [
        Period(month=datetime.datetime.strptime(label, "%m/%Y").date(), stage=stage) for label, stage in months.items()
    ]
    chosen = current_period(periods, on=datetime.date(*on))
    assert (chosen.label if chosen else None) == expected


def test_a_month_opened_beside_the_one_at_work_is_one_link_away(client, office):
    past_period()
    world.make_period(FUTURE)
    page = page_of(client, office)
    assert "Việc của tôi – tháng 10/2024" in page
    assert "Xem việc của tháng 11/2099" in page


def test_changing_the_month_keeps_one_on_the_same_kind_of_page(client, office, delegate):
    past_period()
    world.make_period(FUTURE)
    assert 'href="/thang/2099-11/tien-do-hoi-nghi/"' in page_of(client, office, "/thang/2024-10/tien-do-hoi-nghi/")
    assert 'href="/thang/2099-11/"' in page_of(client, delegate.user, "/lich-du-hoi-nghi/")


@pytest.mark.parametrize("who", WHO)
def test_home_answers_before_the_first_month(request, client, body, who):
    assert "Chưa mở kỳ tháng nào" in page_of(client, user_of(request, who))


@pytest.mark.parametrize("who", WHO)
def test_every_place_answers_before_the_first_month(request, client, body, who):
    user = user_of(request, who)
    client.force_login(user)
    places = [
        place
        for place in (*PLACES, *DIRECTORY)
        if not place.by_month and not place.roles.isdisjoint(actor_for(user).roles)
    ]
    answers = {place.label: client.get(place.url(OCTOBER)).status_code for place in places}
    assert set(answers.values()) <= {200}, answers


def test_before_the_first_month_the_office_is_shown_how_to_begin(client, office):
    assert "Mở kỳ tháng đầu tiên" in page_of(client, office)


def test_somebody_without_a_role_is_told_so(client, period):
    assert "chưa được giao vai trò nào" in page_of(client, world.make_user("nobody"))


def test_a_delegate_reads_all_about_the_next_conference(client, office, unit, delegate, other_delegate):
    meeting = world.make_meeting(world.make_period(FUTURE), unit, by=office, place="Hội trường thôn Cáng")
    assign(meeting, delegate, other_delegate, by=office)
    publish(world.make_period(OCTOBER, stage="closed"), office, (unit, "87.5", 1, "Tốt"))
    FollowUp.objects.create(unit=unit, matter="Đường vào thôn hỏng", raised_on=OCTOBER)
    page = page_of(client, delegate.user)
    assert "Hội nghị sắp dự: xã Hợp Thành" in page
    for told in ("Thứ Ba ngày 10/11/2099", "Hội trường thôn Cáng", "Vũ Ngọc Thành", "Đường vào thôn hỏng"):
        assert told in page
    assert "10/2024: 87,50 điểm, hạng 1, Tốt" in page


def test_the_next_conference_keeps_the_others_matters_until_the_own_note_is_there(
    client, office, unit, delegate, other_delegate
):
    held = world.make_meeting(past_period(), unit, by=office)
    coming = world.make_meeting(world.make_period(FUTURE), unit, by=office)
    for meeting in (held, coming):
        assign(meeting, delegate, other_delegate, by=office)
    note = make_note(held, other_delegate)
    FollowUp.objects.create(unit=unit, note=note, matter="Đường vào thôn hỏng", raised_on=held.day)
    assert "Đường vào thôn hỏng" not in page_of(client, delegate.user)
    make_note(held, delegate)
    assert "Đường vào thôn hỏng" in page_of(client, delegate.user)


def test_what_is_closed_to_a_unit_is_a_link_to_read_and_no_button_to_press(client, body, unit, secretary):
    world.make_period(OCTOBER, registration_due=OCTOBER, notice_due=OCTOBER)
    path = f"/thang/2024-10/dang-ky/{unit.pk}/"
    page = page_of(client, secretary, "/thang/2024-10/")
    assert f'<a href="{path}">Xem đăng ký' in page
    assert "is-main" not in page.partition('class="tasks"')[2]


def test_the_administrator_of_accounts_sees_nothing_of_the_months_work(client, period, unit, office, sysadmin):
    world.make_meeting(period, unit, by=office)
    page = page_of(client, sysadmin)
    assert "không xem nội dung công việc" in page
    assert "đơn vị đã đăng ký" not in page
    assert "/xep-hang/" not in page


def test_leaders_read_who_led_and_who_fell_most(client, standing, office, unit, other_unit):
    third = world.make_unit("Cốc San")
    publish(
        world.make_period(SEPTEMBER, stage="closed"), office,
        (unit, "95", 1, "Xuất sắc"), (other_unit, "90", 2, "Tốt"), (third, "80", 3, "Tốt"),
    )  # fmt: skip
    publish(
        world.make_period(OCTOBER, stage="closed"), office,
        (other_unit, "92", 1, "Xuất sắc"), (third, "88", 2, "Tốt"), (unit, "80", 3, "Tốt"),
    )  # fmt: skip
    digest = latest_digest()
    assert [result.unit for result in digest.leaders] == [other_unit, third, unit]
    assert [(fall.unit, fall.places, fall.points) for fall in digest.falls] == [(unit, 2, Decimal(-15))]
    page = page_of(client, standing)
    assert "Xếp hạng tháng 10/2024" in page
    assert "giảm 2 bậc" in page
    assert "từ Xuất sắc xuống Tốt" in page


def test_the_digest_compares_only_with_a_published_month_and_a_rank(office, unit, other_unit):
    publish(world.make_period(SEPTEMBER, stage="closed"), office, (unit, None, None, ""), (other_unit, "90", 1, "Tốt"))
    publish(world.make_period(OCTOBER, stage="closed"), office, (other_unit, "92", 1, "Tốt"), (unit, "80", 2, "Tốt"))
    assert latest_digest().falls == []


def test_before_the_first_published_ranking_there_is_no_digest(client, head, period):
    assert latest_digest() is None
    assert "Dẫn đầu" not in page_of(client, head)


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize(
    ("who", "queries"),
    [
        ("office", 16),
        ("head", 11),
        ("standing", 11),
        ("secretary", 8),
        ("delegate", 13),
        ("appraiser", 5),
        ("sysadmin", 6),
    ],
)
def test_home_costs_the_same_however_many_units(
    request, client, office, unit, delegate, other_delegate, who, queries, units, django_assert_num_queries
):
    """With a month at work, notes owed, a conference to come, a ranking published."""
    user = user_of(request, who)
    rows = [unit, *(world.make_unit(f"Thôn {number}") for number in range(1, units))]
    at_work, coming = past_period(), world.make_period(FUTURE)
    for place, one in enumerate(rows, start=1):
        for month in (at_work, coming):
            assign(world.make_meeting(month, one, day=9 + place, by=office), delegate, other_delegate, by=office)
        FollowUp.objects.create(unit=one, matter="Đường hỏng", raised_on=OCTOBER, due_on=OCTOBER)
    closed = world.make_period(SEPTEMBER, stage="closed")
    publish(closed, office, *((one, "90", place, "Tốt") for place, one in enumerate(rows, start=1)))
    client.force_login(user)
    with django_assert_num_queries(queries):
        client.get("/")


def test_an_office_that_starts_is_led_step_by_step(client, db):
    office = world.make_user("office", roles=["office"])
    page = page_of(client, office)
    assert "1. Nhập cấp ủy và mẫu văn bản" in page
    assert "Đã có" not in page
    assert "/co-quan/" in page
    world.make_body()
    world.make_unit()
    page = page_of(client, office)
    assert page.count("Đã có") == 3
    world.make_period()
    assert "1. Nhập cấp ủy" not in page_of(client, office)


def test_the_first_administrator_is_sent_to_add_somebody_of_the_office(client, sysadmin):
    task = "Thêm tài khoản cho chuyên viên Ban Tuyên giáo"
    page = page_of(client, sysadmin)
    assert task in page
    assert "/nguoi-dung/them/" in page
    assert "Đã có" not in page

    world.make_user("office", roles=[Role.OFFICE])
    assert "Đã có" in page_of(client, sysadmin)


def test_what_was_left_out_stays_on_the_page_of_the_first_month_only(client, office):
    world.make_period(OCTOBER)
    page = page_of(client, office)
    assert "Tháng đã mở nhưng còn thiếu" in page
    assert "Nhập đại biểu" in page

    world.make_period(datetime.date(2024, 11, 1))
    assert "Nhập đại biểu" not in page_of(client, office)
