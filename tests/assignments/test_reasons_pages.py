"""Why a delegate sits where they sit, why another does not, what a gap runs into and the ways out, on the pages."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from assignments import services
from assignments.models import Delegate, Plan, Policy, Seat, Unavailability
from assignments.planned import planned_month
from assignments.planner import conflicts
from assignments.planner.explaining import explain_seats
from assignments.way_texts import candidate_days, with_what_was_held
from tests import world
from tests.assignments.test_plan_pages import change, plan_url
from units.calendar import PUBLIC
from units.models import Concern

DAY = datetime.date(2026, 11, 10)


def ask(client, period, meeting, delegate, **params):
    return client.get(
        plan_url("seat_panel", period, meeting.pk), {"vi-sao": getattr(delegate, "pk", delegate), **params}
    )


def busy(delegate, *, to_on=DAY):
    return Unavailability.objects.create(delegate=delegate, from_on=DAY, to_on=to_on)


def text_of(response):
    return " ".join(response.content.decode().split())


# Why not …?


def test_why_not_somebody_who_is_busy(client, head, period, meeting, delegate, third_delegate, office):
    busy(third_delegate)
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(head)
    page = text_of(ask(client, period, meeting, third_delegate))
    assert "Vì sao không phải đồng chí Má A Chinh?" in page
    assert "Bận ngày họp" in page
    assert "Không dự được, dù đổi những chỗ khác thế nào. Đại biểu bận ngày 10/11/2026." in page


def test_why_not_somebody_who_could_names_the_goal_that_gets_worse_before_and_after(
    client, office, period, draft, meeting, delegate, third_delegate
):
    plan = Plan.objects.get()
    services.solve_plan(plan, edit=plan.edit, by=office, at=world.NOW)
    client.force_login(office)
    page = text_of(ask(client, period, meeting, third_delegate))
    assert "tốn thêm lượt Ủy viên Ban Thường vụ ở nơi không cần: từ 0 lên 1 lượt" in page
    assert "quyết định" in page
    assert "Xã Hợp Thành (10/11): Má A Chinh thay" in page
    assert "Đồng chí Má A Chinh: 0 lượt trong 12 tháng trước, tháng này 0" in page


def test_of_a_seat_emptied_by_hand_it_is_said_who_can_come_at_once(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    change(client, period, meeting, f"remove:{delegate.pk}")
    page = text_of(client.get(plan_url("plan_gaps", period)))
    assert "Không có quy tắc nào cản: xếp thêm được ngay đồng chí Vàng Tả Lan." in page
    world.make_delegate(world.make_agency("Hội Nông dân"), "Giàng A Sùng")
    plan = Plan.objects.get()
    services.solve_plan(plan, edit=plan.edit, by=office, at=world.NOW)
    seat = Plan.objects.get().seats.first()
    change(client, period, meeting, f"remove:{seat.delegate_id}")
    page = text_of(client.get(plan_url("plan_gaps", period)))
    assert "Không có quy tắc nào cản: 2 đồng chí xếp thêm được ngay. Bấm Xếp lại, hoặc chọn ở “Có thể dự”" in page


def test_of_somebody_seated_elsewhere_on_that_day_it_is_said_where(client, office, period, meeting, delegate, unit):
    """Who could go to either of two conferences at one hour goes to one; asked about the other, this comes first."""
    elsewhere = world.make_meeting(period, world.make_unit("Cam Đường"), seats=1, by=office)
    Delegate.objects.exclude(pk=delegate.pk).delete()
    services.draft_plan(period, by=office, at=world.NOW)
    seat = Plan.objects.get().seats.select_related("meeting__unit").get()
    other = meeting if seat.meeting == elsewhere else elsewhere
    client.force_login(office)
    page = text_of(ask(client, period, other, delegate))
    assert f"Ngày 10/11 đồng chí {delegate.full_name} đang được xếp dự ở {seat.meeting.unit.name_in_text}." in page


def test_why_somebody_who_sits_there(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    page = text_of(ask(client, period, meeting, delegate))
    assert "Vì sao là đồng chí Vàng Tả Lan?" in page
    assert "thiếu thêm lượt đại biểu: từ 0 lên 1 lượt còn thiếu đại biểu" in page
    assert "Xã Hợp Thành (10/11): Vàng Tả Lan thôi dự, để trống." in page


def test_why_not_of_a_plan_changed_by_hand_speaks_of_the_best_plan(
    client, office, period, draft, meeting, delegate, third_delegate
):
    plan = Plan.objects.get()
    services.solve_plan(plan, edit=plan.edit, by=office, at=world.NOW)
    client.force_login(office)
    change(client, period, meeting, f"remove:{delegate.pk}")
    page = text_of(ask(client, period, meeting, third_delegate))
    assert "Bản này chưa phải là bản tốt nhất" in page
    assert "xếp lại mà không buộc gì → nếu làm khác" in page
    assert "tốn thêm lượt Ủy viên Ban Thường vụ ở nơi không cần: từ 0 lên 1" in page


@pytest.mark.parametrize("typed", ["ma a chinh", "Chinh", "MÁ A CHINH", "má a"])
def test_somebody_is_asked_about_by_part_of_the_name_with_or_without_marks(
    client, office, period, meeting, delegate, third_delegate, typed
):
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    page = text_of(client.get(plan_url("seat_panel", period, meeting.pk), {"ten": typed}))
    assert "đồng chí Má A Chinh?</h3>" in page


def test_of_several_of_one_name_one_is_picked(client, office, period, meeting, third_delegate, other_agency):
    namesake = world.make_delegate(other_agency, "Má Thị Chinh")
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    response = client.get(plan_url("seat_panel", period, meeting.pk), {"ten": "chinh"})
    assert response.status_code == 200
    assert "2 đồng chí có tên như vậy, hỏi ai?" in text_of(response)
    assert f"vi-sao={namesake.pk}" in text_of(response)
    assert "Vì sao không phải đồng chí Má" not in text_of(response)


@pytest.mark.parametrize(("typed", "said"), [("Giàng Thị Xa", "không có trong danh sách"), ("  ", "Gõ tên")])
def test_a_name_that_nobody_has_stays_typed(client, office, period, draft, meeting, typed, said):
    client.force_login(office)
    response = client.get(plan_url("seat_panel", period, meeting.pk), {"ten": typed})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert f'value="{typed.strip()}"' in response.content.decode()


def test_everybody_of_the_panel_has_a_link_that_asks_about_them(
    client, office, period, meeting, delegate, third_delegate
):
    busy(third_delegate)
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    page = client.get(plan_url("seat_panel", period, meeting.pk)).content.decode()
    for person in (delegate, third_delegate):
        assert page.count(f'vi-sao={person.pk}"') == 2  # address, and that of the fragment


@pytest.mark.parametrize("asked", ["0", "-1", "x", "1" * 40, "' OR 1=1", "<script>", "٣"])
def test_an_odd_question_is_refused_beside_its_field(client, office, period, draft, meeting, asked):
    client.force_login(office)
    response = ask(client, period, meeting, asked)
    assert response.status_code == 422
    assert "Đồng chí này không có trong danh sách của bản phân công này." in response.content.decode()
    assert 'aria-describedby="ask-error ask-hint"' in response.content.decode()


def test_a_delegate_of_no_part_in_this_month_cannot_be_asked_about(client, office, period, draft, meeting, agency):
    gone = world.make_delegate(agency, "Giàng Thị Xa", active_to=datetime.date(2026, 10, 1))
    client.force_login(office)
    assert ask(client, period, meeting, gone).status_code == 422


@pytest.mark.parametrize("version", ["", "0", "99", "-1", "x", "9" * 30, "²"])
def test_an_odd_version_shows_the_newest(client, office, period, draft, meeting, version):
    client.force_login(office)
    assert client.get(plan_url("seat_panel", period, meeting.pk), {"ban": version}).status_code == 200


def test_a_published_plan_is_explained_from_what_was_known_then(
    client, office, standing, period, notice, meeting, delegate, third_delegate
):
    busy(delegate)
    Delegate.objects.filter(pk=third_delegate.pk).update(max_seats=9)
    client.force_login(standing)
    board = client.get(plan_url("plan_detail", period)).content.decode()
    assert f"/phan-cong/{meeting.pk}/?ban=1" in board
    page = text_of(ask(client, period, meeting, delegate, ban="1"))
    assert "Vì sao là đồng chí Vàng Tả Lan?" in page
    assert 'name="change"' not in page
    # Who came in after it was drafted had no part in it.
    assert ask(client, period, meeting, third_delegate, ban="1").status_code == 422


def test_a_replaced_plan_is_explained_too(client, office, head, standing, period, notice, meeting, delegate):
    plan = services.new_version(period, by=office, at=world.NOW)
    client.force_login(head)
    assert "Vì sao là" in text_of(ask(client, period, meeting, delegate, ban="1"))
    services.submit_plan(plan, by=office, at=world.NOW)
    plan = services.check_plan_version(plan, by=head, at=world.NOW)
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=datetime.date(2026, 11, 6))
    assert "Vì sao là" in text_of(ask(client, period, meeting, delegate, ban="1"))


def test_a_meeting_registered_since_says_that_it_has_no_explanation_yet(client, office, period, draft, other_meeting):
    client.force_login(office)
    page = text_of(client.get(plan_url("seat_panel", period, other_meeting.pk)))
    assert "Hội nghị này đăng ký sau khi lập bản phân công" in page
    assert client.get(plan_url("seat_ways_out", period, other_meeting.pk)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_an_answer_asks_the_database_the_same_however_many_meetings(
    client, office, period, rows, django_assert_num_queries
):
    for number in range(rows):
        meeting = world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
        person = world.make_delegate(world.make_agency(), f"Người {number}")
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    with django_assert_num_queries(15):
        ask(client, period, meeting, person)


# What a gap runs into, and the ways out


def today_is(monkeypatch, day):
    monkeypatch.setattr(timezone, "localdate", lambda *_: datetime.date(2026, 11, day))


@pytest.fixture(autouse=True)
def _before_the_conferences(monkeypatch):
    today_is(monkeypatch, 6)


@pytest.fixture
def kim_tan(period, other_unit, other_secretary, office):
    world.make_concern(other_unit, "Giải phóng mặt bằng", by=office)
    return world.make_meeting(period, other_unit, day=10, by=other_secretary, seats=1)


@pytest.fixture
def standing_members(body):
    names = ["Sùng A Lử", "Lý Thị Say", "Hoàng Văn Páo"]
    people = [world.make_delegate(world.make_agency(name), name, tier=1) for name in names]
    for person in people:
        busy(person)
    return people


def test_three_busy_members_of_the_standing_board_are_named_with_the_day_and_the_concern(
    client, standing, period, kim_tan, standing_members, office
):
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(standing)
    for page in (
        client.get(plan_url("seat_panel", period, kim_tan.pk)),
        client.get(plan_url("plan_gaps", period)),
    ):
        text = text_of(page)
        assert "Phường Kim Tân (họp ngày 10/11) cần Ủy viên Ban Thường vụ vì “Giải phóng mặt bằng”" in text
        assert (
            "Ngày 10/11, cả 3 đại biểu là Ủy viên Ban Thường vụ đều bận: Sùng A Lử, Hoàng Văn Páo, Lý Thị Say." in text
        )


def test_who_publishes_is_told_that_a_rank_is_missing(
    client, office, head, standing, period, kim_tan, standing_members, delegate
):
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    client.force_login(standing)
    page = text_of(client.get(reverse("assignments:plan_publish", args=[period.month])))
    assert "<strong>1 hội nghị thiếu cấp</strong>" in page
    assert plan_url("plan_gaps", period) in page


def test_the_board_leads_to_what_the_gaps_run_into(client, office, period, kim_tan, standing_members):
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    page = client.get(plan_url("plan_detail", period)).content.decode()
    assert f'href="{plan_url("plan_gaps", period)}?ban=1"' in page
    assert "Chương trình xếp theo thứ tự nào?" in page


def test_a_full_plan_has_no_gaps_to_tell(client, office, period, draft):
    client.force_login(office)
    assert "con-vuong" not in client.get(plan_url("plan_detail", period)).content.decode()
    assert "Hội nghị nào cũng đủ đại biểu" in client.get(plan_url("plan_gaps", period)).content.decode()


def test_the_ways_out_are_tried_and_lead_to_where_they_are_done(
    client, office, standing, period, kim_tan, standing_members, delegate
):
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    page = text_of(client.get(plan_url("seat_ways_out", period, kim_tan.pk)))
    assert "Đề nghị đồng chí Sùng A Lử thu xếp ngày 10/11 (đang báo bận)." in page
    assert "<h1>Cách tháo gỡ cho phường Kim Tân, 10/11/2026</h1>" in page
    assert "hội nghị thiếu cấp: 1 → 0" in page
    assert reverse("assignments:delegate_unavailability", args=[standing_members[0].pk]) in page
    assert reverse("units:concern_list") in page
    assert "Chương trình không tự đổi gì. Bản dự thảo phải xếp lại" in page
    Plan.objects.update(status=Plan.Status.CHECKED)
    page = text_of(client.get(plan_url("seat_ways_out", period, kim_tan.pk)))
    assert "lãnh đạo đã kiểm tra phải được trả lại thành dự thảo rồi xếp lại" in page
    client.force_login(standing)
    reader = text_of(client.get(plan_url("seat_ways_out", period, kim_tan.pk)))
    assert "Đề nghị đồng chí Sùng A Lử" in reader
    assert "/lich-ban/" not in reader


def test_a_conference_moves_only_to_days_still_to_come_working_days_first(period, office, kim_tan, standing_members):
    plan = services.draft_plan(period, by=office, at=world.NOW)
    days = candidate_days(planned_month(plan), str(kim_tan.pk), calendar=PUBLIC, on=datetime.date(2026, 11, 2))
    assert days[:4] == [datetime.date(2026, 11, day) for day in (9, 11, 12, 13)]
    assert days[-1].weekday() >= 5
    assert min(days) == datetime.date(2026, 11, 3)
    assert datetime.date(2026, 11, 10) not in days


def test_a_conference_moves_to_no_day_on_which_another_rank_is_asked_for(
    period, office, kim_tan, other_unit, standing_members
):
    """Of days so told the goals would be other ones: what is solved is this month with the rank asked for now."""
    Concern.objects.update(expires_on=datetime.date(2026, 11, 16), tier_asked=2)
    world.make_concern(other_unit, "Việc mới", by=office, opened_on=datetime.date(2026, 11, 12))
    plan = services.draft_plan(period, by=office, at=world.NOW)
    days = candidate_days(planned_month(plan), str(kim_tan.pk), calendar=PUBLIC, on=datetime.date(2026, 11, 6))
    assert sorted(days) == [datetime.date(2026, 11, day) for day in (7, 8, 9, 11)]


def test_a_lower_rank_is_told_as_it_is_done(client, office, period, kim_tan, standing_members, delegate):
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    page = text_of(client.get(plan_url("seat_ways_out", period, kim_tan.pk)))
    assert "Không đòi cấp đại biểu riêng lần này (phải ghi lý do)." in page
    assert reverse("assignments:rank_lower", args=[period.month, kim_tan.pk]) in page


def test_a_way_out_whose_gain_would_go_elsewhere_says_how_to_keep_it(client, office, period, unit, other_unit):
    first = world.make_meeting(period, unit, day=10, by=office, seats=1)
    second = world.make_meeting(period, other_unit, day=12, by=office, seats=1)
    only = world.make_delegate(world.make_agency(), "Người ít ỏi", max_seats=0)
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    pages = [text_of(client.get(plan_url("seat_ways_out", period, one.pk))) for one in (first, second)]
    assert all("Nâng số lượt tối đa trong tháng của đồng chí Người ít ỏi từ 0 lên 1." in page for page in pages)
    assert sorted("chọn tay và ghim trước khi xếp lại" in page for page in pages) == [False, True]

    only.max_seats = 1
    only.save()
    services.solve_plan(Plan.objects.get(), edit=1, by=office, at=world.NOW)
    sits = Seat.objects.get().meeting
    assert "chọn tay và ghim" not in pages[[first, second].index(sits)]


def test_of_a_conference_whose_day_has_come_no_way_out_is_offered(
    client, office, period, kim_tan, standing_members, delegate, monkeypatch
):
    services.draft_plan(period, by=office, at=world.NOW)
    today_is(monkeypatch, 10)
    client.force_login(office)
    panel = client.get(plan_url("seat_panel", period, kim_tan.pk)).content.decode()
    assert "Hội nghị đã đến ngày họp, không xếp thêm và không tháo gỡ được nữa." in panel
    assert "Tìm cách tháo gỡ" not in panel
    page = client.get(plan_url("seat_ways_out", period, kim_tan.pk)).content.decode()
    assert "đã đến ngày họp, không tháo gỡ được nữa" in page
    assert "Đề nghị đồng chí" not in page


def test_a_way_out_moves_nobody_from_a_conference_that_was_held(period, draft, meeting, kim_tan, office):
    month = planned_month(services.solve_plan(draft, edit=draft.edit, by=office, at=world.NOW))
    sat = {pair for pair in month.pairs if month.problem.meeting_by_id[pair[0]].on == datetime.date(2026, 11, 10)}
    assert sat

    assert with_what_was_held(month, on=datetime.date(2026, 11, 9)) == month.problem
    assert set(with_what_was_held(month, on=datetime.date(2026, 11, 10)).pinned) == sat


def test_a_set_that_there_was_no_time_to_prove_smallest_says_so(
    client, office, period, kim_tan, delegate, standing_members, monkeypatch
):
    """Hours that overlap are what the network has to guess about, where two meetings a day are allowed."""
    monkeypatch.setattr(conflicts, "SECONDS", 0)
    Policy.objects.update(max_per_day=2)
    world.make_meeting(period, world.make_unit("Cốc Lếu", kind="ward"), day=10, by=office, seats=2)
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    page = text_of(client.get(plan_url("plan_gaps", period)))
    assert "Chưa chứng minh được đây là nhóm vướng nhỏ nhất" in page


def test_ways_out_of_a_meeting_that_lacks_nothing(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    page = client.get(plan_url("seat_ways_out", period, meeting.pk)).content.decode()
    assert "không có gì phải tháo gỡ" in page


@pytest.mark.parametrize("skip", ["", "x", "-1", "9" * 40, "²", "99999"])
def test_an_odd_place_to_go_on_from_is_taken_as_well_as_it_can_be(
    client, office, period, kim_tan, standing_members, skip
):
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    assert client.get(plan_url("seat_ways_out", period, kim_tan.pk), {"bo-qua": skip}).status_code == 200


def test_meetings_of_another_month_and_of_none_have_no_ways_out(client, office, period, draft, unit):
    other = world.make_meeting(world.make_period(datetime.date(2026, 12, 1)), unit, by=office)
    client.force_login(office)
    for meeting in (other.pk, 0, 10**18):
        assert client.get(plan_url("seat_ways_out", period, meeting)).status_code == 404


def test_nobody_at_all_and_everybody_barred_are_said_plainly(client, office, period, meeting, unit):
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    assert "Tháng này không có đại biểu nào tham gia phân công." in text_of(
        client.get(plan_url("seat_panel", period, meeting.pk))
    )
    barred = [world.make_delegate(world.make_agency(f"Cơ quan {n}"), f"Người {n}") for n in range(9)]
    for person in barred:
        person.barred_units.add(unit)
    plan = Plan.objects.get()
    services.solve_plan(plan, edit=plan.edit, by=office, at=world.NOW)
    page = text_of(client.get(plan_url("seat_panel", period, meeting.pk)))
    assert "Cả 9 đại biểu đều không được phân công về xã Hợp Thành: " in page
    assert "và 3 đồng chí khác." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_gaps_and_ways_ask_the_database_the_same_however_many_meetings(
    client, office, period, rows, django_assert_num_queries
):
    for number in range(rows):
        meeting = world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
    world.make_delegate(world.make_agency(), "Người ít ỏi")
    services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    with django_assert_num_queries(10):
        client.get(plan_url("plan_gaps", period))
    with django_assert_num_queries(11):
        client.get(plan_url("seat_ways_out", period, meeting.pk))


# After edits by hand


def test_after_an_edit_by_hand_what_is_said_of_the_other_seats_is_of_the_plan_as_it_is(
    client, office, period, meeting, other_meeting, delegate, other_delegate, third_delegate
):
    plan = services.draft_plan(period, by=office, at=world.NOW)
    client.force_login(office)
    seat = plan.seats.filter(meeting=other_meeting).first()
    change(client, period, other_meeting, f"remove:{seat.delegate_id}")

    month = planned_month(Plan.objects.get())
    told = {(one.meeting, one.delegate): one.because for one in explain_seats(month.problem, month.pairs)}
    assert {(str(s.meeting_id), str(s.delegate_id)): s.because for s in month.seats} == told


def test_the_reason_of_a_pinned_seat_is_told_as_of_the_day_it_was_pinned(client, office, period, draft, delegate):
    plan = Plan.objects.get()
    seat = plan.seats.select_related("delegate", "meeting__unit").get(delegate=delegate)
    services.pin_seat(plan, edit=plan.edit, seat=seat, by=office, at=world.NOW)
    client.force_login(office)
    page = client.get(plan_url("plan_detail", period)).content.decode()
    assert f"Được ghim nên giữ nguyên. Lúc ghim: {seat.because}" in page
