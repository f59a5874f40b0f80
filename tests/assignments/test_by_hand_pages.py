"""The pages of a draft changed by hand: panel, cost, act; what is refused, and where it is said."""

import datetime

import pytest

from assignments import services
from assignments.models import Delegate, Plan
from tests import world
from tests.assignments.test_by_hand import HX, LATER, address, busy_on, do, people
from units.models import Meeting
from units.services import cancel_meeting


def test_the_panel_leads_over_the_cost_to_the_act(client, office, period, draft, meeting, delegate, third_delegate):
    client.force_login(office)
    choice = f"swap:{delegate.pk}:{third_delegate.pk}"
    assert f'form="try-form" name="change" value="{choice}"' in _panel(client, period, meeting)
    asked = client.get(address("seat_try", period, meeting.pk), {"edit": draft.edit, "change": choice})
    page = asked.content.decode()
    assert "Thay đồng chí Vàng Tả Lan bằng đồng chí Má A Chinh tại xã Hợp Thành?" in page
    assert "điểm lặp lại đơn vị: không đổi" in page
    assert "lượt Ủy viên Ban Thường vụ ở nơi không cần: 0 → 1" in page
    assert "Bản phân công kém đi ở mục tiêu “lượt Ủy viên Ban Thường vụ ở nơi không cần”." in page
    assert "Không trái quy tắc nào." in page
    assert draft.seats.filter(delegate=delegate).exists()
    fields = {"edit": draft.edit, "change": choice}
    assert client.post(address("seat_change", period, meeting.pk), fields).status_code == 302
    assert people(draft) == {"Má A Chinh", "Vũ Ngọc Thành"}


def test_the_cost_is_a_fragment_for_htmx(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    fields = {"edit": draft.edit, "change": f"remove:{delegate.pk}"}
    response = client.get(address("seat_try", period, meeting.pk), fields, headers=HX)
    assert response.content.decode().lstrip().startswith('<div class="card panel">')


def test_a_rule_that_holds_fast_leaves_no_button(client, office, period, draft, meeting, delegate, other_agency):
    colleague = world.make_delegate(other_agency, "Giàng A Sùng")
    client.force_login(office)
    fields = {"edit": draft.edit, "change": f"swap:{delegate.pk}:{colleague.pk}"}
    page = client.get(address("seat_try", period, meeting.pk), fields).content.decode()
    assert "Trái quy tắc, không làm được:" in page
    assert ">Thay</button>" not in page


def test_what_a_reason_cannot_allow_is_not_offered(client, office, period, draft, meeting, delegate, been_there):
    elsewhere = world.make_meeting(period, world.make_unit("Cam Đường"), seats=1, by=office)
    services.solve_plan(draft, edit=draft.edit, by=office, at=LATER)
    plan = Plan.objects.get(pk=draft.pk)
    sits = plan.seats.get(meeting=elsewhere).delegate
    if sits != been_there:
        do(plan, services.change_seat(elsewhere, remove=sits, add=been_there), office)
    client.force_login(office)
    panel = _panel(client, period, meeting)
    assert "Mới về đơn vị này" in panel
    assert "Vẫn thay đồng chí" not in panel


def test_an_override_without_its_reason_comes_back_with_everything_typed(
    client, office, period, draft, meeting, delegate, been_there
):
    client.force_login(office)
    change = f"swap:{delegate.pk}:{been_there.pk}"
    assert f'value="{change}">Vẫn thay đồng chí Vàng Tả Lan, có lý do' in _panel(client, period, meeting)
    fields = {"edit": draft.edit, "change": change}
    page = client.get(address("seat_try", period, meeting.pk), fields).content.decode()
    assert "Trái quy tắc, chỉ làm khi có lý do:" in page
    assert "Lý do làm khác quy tắc" in page
    response = client.post(address("seat_change", period, meeting.pk), fields | {"reason": " "}, headers=HX)
    assert (response.status_code, response["HX-Retarget"]) == (422, "#seat-panel")
    assert "Ghi lý do làm khác quy tắc" in response.content.decode()
    long = client.post(address("seat_change", period, meeting.pk), fields | {"reason": "a" * 301})
    assert long.status_code == 422
    assert "a" * 301 in long.content.decode()
    assert "Lý do dài nhất 300 chữ cái." in long.content.decode()
    assert people(draft) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    client.post(address("seat_change", period, meeting.pk), fields | {"reason": "Theo dõi tiếp <b>vụ việc</b>"})
    board = client.get(address("plan_detail", period)).content.decode()
    assert "Khác quy tắc R8" in board
    assert "lý do: Theo dõi tiếp &lt;b&gt;vụ việc&lt;/b&gt;" in board


def test_the_board_says_what_is_left_empty_and_why(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    change = address("seat_change", period, meeting.pk)
    client.post(change, {"edit": draft.edit, "change": f"remove:{delegate.pk}"})
    fields = {"edit": draft.edit + 1, "change": "empty:1"}
    page = client.get(address("seat_try", period, meeting.pk), fields).content.decode()
    assert "lượt còn thiếu đại biểu: 1 → 0" in page
    assert client.post(change, fields).status_code == 422
    client.post(change, fields | {"reason": "Xã đề nghị"})
    board = client.get(address("plan_detail", period)).content.decode()
    assert "Để trống 1 chỗ theo quyết định: Xã đề nghị" in board
    assert "Thiếu 1 đại biểu" not in board
    assert "đã đổi (số đại biểu dự)" not in board
    assert 'value="fill"' in _panel(client, period, meeting)


def test_who_is_kept_away_is_named_in_the_panel(client, office, period, draft, meeting, delegate):
    client.force_login(office)
    fields = {"edit": draft.edit, "change": f"forbid:{delegate.pk}", "reason": "Tránh người thân"}
    client.post(address("seat_change", period, meeting.pk), fields)
    page = _panel(client, period, meeting)
    assert "Không xếp đồng chí Vàng Tả Lan ở đây" in page
    assert "Tránh người thân" in page
    assert f'value="allow:{delegate.pk}"' in page


@pytest.mark.parametrize("change", ["", "empty:0", "empty:99", "fill:1", "forbid:999999999999999", "allow", "x" * 99])
def test_what_cannot_be_weighed_is_refused_in_the_panel(client, office, period, draft, meeting, change):
    client.force_login(office)
    fields = {"edit": draft.edit, "change": change}
    assert client.get(address("seat_try", period, meeting.pk), fields).status_code == 422
    assert client.post(address("seat_change", period, meeting.pk), fields | {"reason": "Có"}).status_code == 422
    assert Plan.objects.get().edit == draft.edit


def test_a_submitted_plan_has_nothing_to_weigh(client, office, period, draft, meeting, delegate):
    services.submit_plan(draft, by=office, at=LATER)
    client.force_login(office)
    fields = {"edit": draft.edit + 1, "change": f"remove:{delegate.pk}"}
    response = client.get(address("seat_try", period, meeting.pk), fields)
    assert response.status_code == 422
    assert "chỉ sửa được khi là dự thảo" in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HX], ids=["page", "fragment"])
def test_the_later_of_two_finds_what_was_typed_beside_the_draft_as_it_is_by_now(
    client, office, head, period, draft, meeting, delegate, other_delegate, headers
):
    old = draft.edit
    do(draft, services.set_pin(meeting, other_delegate, pinned=True), head)
    client.force_login(office)
    fields = {"edit": old, "change": f"forbid:{delegate.pk}", "reason": "Đang có đơn liên quan"}

    response = client.post(address("seat_change", period, meeting.pk), fields, headers=headers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Trong lúc trang này đang mở, đồng chí Lương Minh Đông" in page
    assert "Đang có đơn liên quan" in page
    assert f'name="edit" value="{old + 1}"' in page
    assert ("Đã ghim</span>" in page) == bool(headers)  # the fragment is the whole board, new
    assert people(draft) == {"Vàng Tả Lan", "Vũ Ngọc Thành"}
    client.post(address("seat_change", period, meeting.pk), fields | {"edit": old + 1})
    assert people(draft) == {"Vũ Ngọc Thành"}


def test_a_pin_that_comes_too_late_shows_the_panel_in_the_draft_as_it_is_by_now(
    client, office, head, period, draft, meeting, delegate, other_delegate
):
    old = draft.edit
    do(draft, services.set_pin(meeting, other_delegate, pinned=True), head)
    client.force_login(office)
    fields = {"edit": old, "change": f"pin:{delegate.pk}"}
    response = client.post(address("seat_change", period, meeting.pk), fields, headers=HX)
    page = response.content.decode()
    assert (response.status_code, response["HX-Retarget"]) == (422, "#board")
    assert "Trong lúc trang này đang mở" in page
    assert f'value="pin:{delegate.pk}"' in page
    assert not draft.seats.get(delegate=delegate).pinned


@pytest.mark.parametrize("rows", [1, 3])
def test_the_cost_asks_the_database_the_same_however_many_meetings(
    client, office, period, rows, django_assert_num_queries
):
    for number in range(rows):
        meeting = world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
        world.make_delegate(world.make_agency(), f"Người {number}")
    plan = services.draft_plan(period, by=office, at=world.NOW)
    seat = plan.seats.filter(meeting=meeting).first()
    client.force_login(office)
    with django_assert_num_queries(15):
        client.get(address("seat_try", period, meeting.pk), {"edit": 1, "change": f"remove:{seat.delegate_id}"})


def _panel(client, period, meeting):
    return client.get(address("seat_panel", period, meeting.pk)).content.decode()


def test_the_page_shows_a_broken_rule_elsewhere_and_the_panels_of_such_a_draft_open(
    client, draft, period, meeting, delegate, third_delegate, office
):
    plan = do(draft, services.set_pin(meeting, delegate, pinned=True), office)
    busy_on(delegate, 10)
    plan = do(plan, services.forbid(meeting, third_delegate), office)
    client.force_login(office)

    trial = {"edit": plan.edit, "change": f"allow:{third_delegate.pk}"}
    client.post(address("seat_change", period, meeting.pk), trial)
    plan.refresh_from_db()
    weighed = {"edit": plan.edit, "change": f"remove:{plan.seats.exclude(delegate=delegate).get().delegate_id}"}
    page = client.get(address("seat_try", period, meeting.pk), weighed).content.decode()
    assert "đang có chỗ trái quy tắc từ trước" in page
    assert "Không trái thêm quy tắc nào." in page
    assert client.get(address("seat_panel", period, meeting.pk), {"vi-sao": delegate.pk}).status_code == 200
    assert client.get(address("plan_gaps", period)).status_code == 200
    assert "trái quy tắc" in client.post(address("plan_solve", period), {"edit": plan.edit}).content.decode()


def who_was_pinned_leaves(draft, other_meeting, delegate, office):
    Delegate.objects.filter(pk=delegate.pk).update(active_to=datetime.date(2026, 10, 31))


def a_conference_with_pins_is_called_off(draft, other_meeting, delegate, office):
    cancel_meeting(other_meeting, version=1, reason="Mưa lũ", by=office, at=LATER)


@pytest.mark.parametrize("happens", [who_was_pinned_leaves, a_conference_with_pins_is_called_off])
def test_every_panel_opens_when_a_pin_has_lost_its_conference_or_its_delegate(
    client, office, period, meeting, other_meeting, draft, delegate, other_delegate, third_delegate, happens
):
    for seat in draft.seats.all():
        draft = services.pin_seat(draft, edit=draft.edit, seat=seat, by=office, at=LATER)
    happens(draft, other_meeting, delegate, office)
    client.force_login(office)
    url = address("seat_panel", period, meeting.pk)
    assert "Vũ Ngọc Thành" in client.get(url).content.decode()
    assert client.get(url, {"vi-sao": third_delegate.pk}).status_code == 200
    fields = {"edit": draft.edit, "change": f"unpin:{other_delegate.pk}"}
    client.post(address("seat_change", period, meeting.pk), fields)
    # After a conference is called off the draft has to be solved again first.
    is_called_off = not Meeting.objects.filter(pk=other_meeting.pk).exists()
    assert draft.seats.get(meeting=meeting, delegate=other_delegate).pinned == is_called_off
