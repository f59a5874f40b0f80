"""A later notice: what it changes, whether it replaces or amends, and what is then in force."""

import datetime

import pgtrigger
import pytest
from django.urls import reverse

from assignments import services
from assignments.changes import changes_by_notice, changes_by_plan
from assignments.models import Notice, Plan, Unavailability, notice_chain
from assignments.reports import draft_paper, issued_paper
from documents.paper import Table
from tests import world
from units.models import Meeting
from units.services import cancel_meeting

ISSUED_ON = datetime.date(2026, 11, 5)
LATER = world.NOW + datetime.timedelta(hours=1)


@pytest.fixture
def month(period, meeting, other_meeting, delegate, other_delegate, third_delegate, office, head, standing):
    """Two conferences with two delegates each, and a fourth who may come in; the notice is out."""
    world.make_delegate(world.make_agency("Hội Nông dân"), "Giàng A Sùng", tier=2, position="Chủ tịch")
    plan = services.draft_plan(period, by=office, at=world.NOW)
    publish(plan, office, head, standing)
    return period


def publish(plan, office, head, standing, **fields):
    services.submit_plan(plan, by=office, at=LATER)
    services.check_plan_version(plan, by=head, at=LATER)
    return services.publish_plan(plan, by=standing, at=LATER, **({"issued_on": ISSUED_ON} | fields))


def busy(seat):
    day = seat.meeting.starts_at.astimezone(world.HANOI).date()
    Unavailability.objects.create(delegate=seat.delegate, from_on=day, to_on=day)
    return seat


def drop_somebody(meeting):
    """The first who sits there cannot come any more."""
    return busy(Plan.objects.published().get().seats.filter(meeting=meeting).select_related("meeting", "delegate")[0])


def amended(period, meeting, office, head, standing, **fields):
    seat = drop_somebody(meeting)
    plan = services.new_version(period, by=office, at=LATER)
    return seat, publish(plan, office, head, standing, amends=True, **fields)


def words(paper):
    return str(paper)


def table(paper):
    return next(block for block in paper.body if isinstance(block, Table)).rows


def test_an_amendment_prints_the_changed_conferences_alone_and_says_who_no_longer_comes(
    month, meeting, office, head, standing
):
    seat, notice = amended(month, meeting, office, head, standing)
    paper = issued_paper(notice)
    (row,) = table(paper)
    assert row[2].startswith("Xã Hợp Thành")
    assert seat.delegate.full_name not in row[3]
    text = words(paper)
    assert "điều chỉnh, bổ sung Thông báo số 01-TB/TU" in paper.summary
    assert f"Thôi dự: đồng chí {seat.delegate.full_name}" in text
    assert "Các nội dung khác của Thông báo số 01-TB/TU không được điều chỉnh tại Thông báo này vẫn giữ nguyên" in text
    assert "Phường Kim Tân" not in text
    assert notice.number == 2


def test_the_amended_notice_stays_in_force_and_says_by_what_it_was_amended(
    client, month, meeting, office, head, standing
):
    first = Notice.objects.get()
    _, second = amended(month, meeting, office, head, standing)
    assert [one.pk for one in notice_chain(month)] == [first.pk, second.pk]
    first, second = (Notice.objects.get(pk=one.pk) for one in (first, second))
    assert (first.replaced_by, second.replaced_by) == (None, None)
    client.force_login(office)
    page = client.get(reverse("assignments:notice_detail", args=[first.pk])).content.decode()
    assert "Đang có hiệu lực, được điều chỉnh bởi" in page
    assert str(second) in page
    rows = client.get(reverse("assignments:notice_list")).content.decode()
    assert (rows.count("Đang có hiệu lực"), rows.count("Đang có hiệu lực, được điều chỉnh")) == (2, 1)
    assert f"điều chỉnh, bổ sung {first}" in rows


def test_a_second_amendment_names_the_first_and_amends_the_full_notice(
    month, meeting, other_meeting, office, head, standing
):
    _, second = amended(month, meeting, office, head, standing)
    drop_somebody(other_meeting)
    plan = services.new_version(month, by=office, at=LATER)
    third = publish(plan, office, head, standing, amends=True)
    assert third.amends_id == second.amends_id
    assert "đã được điều chỉnh, bổ sung tại Thông báo số 02-TB/TU" in words(issued_paper(third))


def test_a_later_replacement_names_all_that_it_replaces(client, month, meeting, other_meeting, office, head, standing):
    first = Notice.objects.get()
    _, second = amended(month, meeting, office, head, standing)
    drop_somebody(other_meeting)
    third = publish(services.new_version(month, by=office, at=LATER), office, head, standing)
    assert "thay thế Thông báo số 01-TB/TU, ngày 05 tháng 11 năm 2026 và Thông báo số 02-TB/TU" in words(
        issued_paper(third)
    )
    for old in (first, second):
        assert Notice.objects.get(pk=old.pk).replaced_by == third
    assert list(Notice.objects.with_fate().order_by("number").values_list("is_replaced", flat=True)) == [
        True, True, False,
    ]  # fmt: skip
    client.force_login(office)
    page = client.get(reverse("assignments:notice_detail", args=[second.pk])).content.decode()
    assert "không còn hiệu lực" in page


def test_an_amendment_without_any_change_is_refused(month, office, head, standing):
    plan = services.new_version(month, by=office, at=LATER)
    with pytest.raises(services.PlanningError, match="không thay đổi gì"):
        publish(plan, office, head, standing, amends=True)
    assert Plan.objects.get(pk=plan.pk).status == "checked"
    assert Notice.objects.count() == 1


def test_the_first_notice_of_a_month_amends_nothing(draft, office, head, standing):
    with pytest.raises(services.PlanningError, match="chưa có thông báo nào để điều chỉnh"):
        publish(draft, office, head, standing, amends=True)
    assert not Notice.objects.exists()


def test_a_page_from_before_another_notice_came_publishes_nothing(
    month, meeting, other_meeting, office, head, standing
):
    """Two tabs: the number of edits may be the same by chance, the notice in force is not."""
    seen = Notice.objects.get().pk
    amended(month, meeting, office, head, standing)
    drop_somebody(other_meeting)
    plan = services.new_version(month, by=office, at=LATER)
    with pytest.raises(services.EditConflictError, match="thông báo đang có hiệu lực đã khác"):
        publish(plan, office, head, standing, amends=True, in_force=seen)
    assert Notice.objects.count() == 2


def test_a_conference_that_moved_goes_elsewhere_or_is_called_off_is_told_in_words(
    month, meeting, other_meeting, office, secretary
):
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + datetime.timedelta(days=1, hours=1),
        ends_at=meeting.ends_at + datetime.timedelta(days=1, hours=1),
        place="Nhà văn hóa",
    )
    cancel_meeting(other_meeting, version=1, reason="Mưa lũ", by=office, at=LATER)
    plan = services.new_version(month, by=office, at=LATER)
    changes = changes_by_plan(plan)
    lines = {item.unit: item.lines for item in changes.items}
    assert lines["Xã Hợp Thành"] == [
        "Chuyển thời gian từ 8 giờ 00, Thứ Ba, ngày 10/11/2026 sang 9 giờ 00, Thứ Tư, ngày 11/11/2026.",
        "Chuyển địa điểm từ Hội trường UBND xã hợp thành đến Nhà văn hóa.",
    ]
    assert lines["Phường Kim Tân"] == ["Hội nghị đã hủy; các đồng chí được phân công không phải dự."]
    moved = next(item for item in changes.items if item.unit == "Xã Hợp Thành")
    assert len(moved.concerned) == 2


def test_what_a_notice_changed_is_still_told_after_the_next_one(month, meeting, other_meeting, office, head, standing):
    seat, second = amended(month, meeting, office, head, standing)
    Meeting.objects.filter(pk=other_meeting.pk).update(place="Nơi khác")
    publish(services.new_version(month, by=office, at=LATER), office, head, standing)
    (item,) = changes_by_notice(Notice.objects.get(pk=second.pk)).items
    assert [one.pk for one in item.leaves] == [seat.delegate_id]


def test_a_notice_from_before_its_rows_were_kept_is_compared_by_its_paper(month, meeting, office, head, standing):
    with_pgtrigger_off(lambda: Notice.objects.update(schedule=[]))
    drop_somebody(meeting)
    changes = changes_by_plan(services.new_version(month, by=office, at=LATER))
    (item,) = changes.items
    assert (len(item.leaves), len(item.comes), item.is_elsewhere) == (1, 1, False)


@pytest.mark.parametrize(("meetings", "chosen"), [(3, "amend"), (2, "replace")])
def test_the_check_page_proposes_by_how_much_changes(
    client, month, meeting, office, head, standing, secretary, meetings, chosen
):
    if meetings == 3:
        world.make_meeting(month, world.make_unit("Cốc San"), day=14, seats=1, by=office)
        publish(services.new_version(month, by=office, at=LATER), office, head, standing)
    drop_somebody(meeting)
    plan = services.new_version(month, by=office, at=LATER)
    services.submit_plan(plan, by=office, at=LATER)
    services.check_plan_version(plan, by=head, at=LATER)
    client.force_login(standing)
    form = client.get(reverse("assignments:plan_publish", args=[month.month])).context["form"]
    assert form["kind"].initial == chosen


def test_the_standing_board_publishes_an_amendment_from_the_page(client, month, meeting, office, head, standing):
    drop_somebody(meeting)
    plan = services.new_version(month, by=office, at=LATER)
    services.submit_plan(plan, by=office, at=LATER)
    services.check_plan_version(plan, by=head, at=LATER)
    client.force_login(standing)
    url = reverse("assignments:plan_publish", args=[month.month])
    plan.refresh_from_db()
    data = {"edit": plan.edit, "in_force": Notice.objects.get().pk, "number": 9, "issued_on": ""}
    refused = client.post(url, data | {"kind": "amend"})
    assert refused.status_code == 422
    data["issued_on"] = datetime.date.today().isoformat()
    assert "Chọn thông báo thay thế hay" in client.post(url, data | {"kind": "khac"}).content.decode()
    assert client.post(url, data | {"kind": "amend"}).status_code == 302
    assert client.post(url, data | {"kind": "replace"}).status_code == 302  # a second press finds it issued
    assert Notice.objects.get(number=9).amends is not None
    assert Notice.objects.count() == 2


def test_the_list_of_changes_is_shown_and_printed(client, month, meeting, office):
    seat = drop_somebody(meeting)
    client.force_login(office)
    url = reverse("assignments:plan_changes", args=[month.month])
    assert "chưa có thông báo nào trước bản 1" in client.get(url).content.decode()
    services.new_version(month, by=office, at=LATER)
    page = client.get(url).content.decode()
    assert f"Thôi dự: đồng chí {seat.delegate.full_name}" in page
    assert client.get(reverse("assignments:plan_changes_pdf", args=[month.month])).content.startswith(b"%PDF")
    assert client.get(reverse("assignments:plan_changes_docx", args=[month.month])).content.startswith(b"PK")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_changes_ask_the_database_the_same_however_many_there_are(
    client, month, office, head, standing, rows, django_assert_num_queries
):
    for number in range(rows - 1):
        world.make_meeting(month, world.make_unit(f"Số {number}"), day=14, seats=1, by=office)
    for one in Meeting.objects.all()[:rows]:
        Meeting.objects.filter(pk=one.pk).update(place="Nơi khác")
    services.new_version(month, by=office, at=LATER)
    client.force_login(office)
    with django_assert_num_queries(12):
        client.get(reverse("assignments:plan_changes", args=[month.month]))


def test_a_draft_may_be_looked_at_as_an_amendment(month, meeting, office):
    drop_somebody(meeting)
    plan = services.new_version(month, by=office, at=LATER)
    assert "điều chỉnh, bổ sung" in draft_paper(plan, amends=True).summary
    assert len(table(draft_paper(plan))) == 2
    assert len(table(draft_paper(plan, amends=True))) == 1


def with_pgtrigger_off(act):
    with pgtrigger.ignore("assignments.Notice:notice_is_frozen"):
        act()
