"""The rank that a concern asks for, lowered at one conference: what follows from it, and what does not."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assignments import services
from assignments.board import build_board
from assignments.models import LoweredRank
from assignments.overrides import record_of_notice, record_paper
from assignments.problem import meetings_of
from tests import world
from units.models import Concern, IssuingBody, Meeting, Tier
from units.services import AlreadyThere, Refused, cancel_meeting

LATER = world.NOW + datetime.timedelta(minutes=5)


@pytest.fixture
def asked(meeting, unit, office):
    world.make_concern(unit, "Giải phóng mặt bằng", by=office)
    return meeting


def lower(meeting, office, **fields):
    values = {"tier": Tier.SPECIALIST, "reason": "Thường vụ đi công tác", "by": office, "at": world.NOW}
    return services.lower_rank(meeting, **(values | fields))


def rank_of(meeting):
    return next(one.tier_asked for one in meetings_of(meeting.period) if one.pk == meeting.pk)


def test_only_this_conference_asks_for_less(asked, other_meeting, other_unit, office):
    world.make_concern(other_unit, "Khiếu kiện đất đai", by=office)
    lower(asked, office, tier=Tier.OFFICE_HOLDER)
    assert (rank_of(asked), rank_of(other_meeting)) == (2, 1)
    services.restore_rank(asked, by=office, at=LATER)
    assert rank_of(asked) == 1


def test_a_rank_is_never_raised_by_it(asked, unit, office):
    lower(asked, office, tier=Tier.OFFICE_HOLDER)
    unit.concerns.update(closed_on=world.MONTH)
    assert rank_of(asked) == 3


def test_a_graver_concern_that_comes_later_is_not_lowered_with_it(asked, unit, office):
    Concern.objects.update(tier_asked=2)
    lower(asked, office)
    assert rank_of(asked) == 3
    world.make_concern(unit, "Khiếu kiện đông người", by=office, tier_asked=1)
    assert rank_of(asked) == 1
    with pytest.raises(AlreadyThere):
        lower(asked, office)


def test_of_what_was_called_off_meanwhile_nothing_is_lowered(asked, office):
    cancel_meeting(asked, version=asked.version, reason="Mưa lũ", by=office, at=world.NOW)
    with pytest.raises(Refused, match="vừa được hủy"):
        lower(asked, office)


def test_the_draft_is_solved_again_with_the_lower_rank(asked, delegate, office):
    plan = services.draft_plan(asked.period, by=office, at=world.NOW)
    assert plan.result["goals"][0]["value"] == 1  # nobody of the rank
    lower(asked, office)
    with pytest.raises(services.PlanningError, match=r"đã đổi \(cấp đại biểu cần\), xin xếp lại"):
        services.submit_plan(plan, by=office, at=LATER)
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=LATER)
    assert plan.result["goals"][0]["value"] == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"tier": Tier.STANDING_MEMBER}, "Chọn cấp thấp hơn cấp đang cần"),
        ({"reason": " "}, "Ghi lý do hạ cấp"),
        ({"at": world.NOW + datetime.timedelta(days=60)}, "đã đến giờ họp"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, office, fields, said):
    with pytest.raises(Refused, match=said):
        lower(asked, office, **fields)
    assert not LoweredRank.objects.exists()


def test_a_second_press_lowers_nothing_further(asked, office):
    lower(asked, office, tier=Tier.OFFICE_HOLDER)
    with pytest.raises(AlreadyThere):
        lower(asked, office)
    services.restore_rank(asked, by=office, at=LATER)
    with pytest.raises(AlreadyThere):
        services.restore_rank(asked, by=office, at=LATER)


def test_the_decision_is_kept_as_it_was_made(asked, office):
    lowered = lower(asked, office)
    with pytest.raises(IntegrityError, match="giữ nguyên"), transaction.atomic():
        LoweredRank.objects.update(reason="Khác")
    with pytest.raises(IntegrityError, match="giữ nguyên"), transaction.atomic():
        lowered.delete()


@pytest.fixture
def to_come(asked):
    """Pages read the clock."""
    starts_at = timezone.now() + datetime.timedelta(days=2)
    type(asked).objects.filter(pk=asked.pk).update(starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=3))
    return asked


def test_the_page_lowers_keeps_what_was_typed_and_takes_back(client, to_come, delegate, office):
    services.draft_plan(to_come.period, by=office, at=world.NOW)
    args = [to_come.period.month, to_come.pk]
    url, panel = reverse("assignments:rank_lower", args=args), reverse("assignments:seat_panel", args=args)
    client.force_login(office)
    assert "vì “Giải phóng mặt bằng”" in client.get(url).content.decode()
    refused = client.post(url, {"reason": "Đi công tác"})
    assert refused.status_code == 422
    assert "Chọn cấp đại biểu cần lần này." in refused.content.decode()
    assert "Đi công tác" in refused.content.decode()
    page = client.post(url, {"tier": 3, "reason": "Đi công tác"}, follow=True).content.decode()
    assert "Đã hạ yêu cầu về cấp ở" in page
    assert "Đã hạ yêu cầu về cấp đại biểu, riêng hội nghị này. Lý do: Đi công tác" in page
    assert "Thôi hạ yêu cầu" in client.get(url).content.decode()
    page = client.post(reverse("assignments:rank_restore", args=args), follow=True).content.decode()
    assert "Đã thôi hạ yêu cầu về cấp" in page
    assert client.get(panel).content.decode().count("Hạ yêu cầu lần này, có lý do") == 1


def test_it_says_what_becomes_of_the_plan_in_whatever_state_that_is(
    client, to_come, delegate, other_delegate, office, head, standing
):
    args = [to_come.period.month, to_come.pk]
    url, back = (reverse(f"assignments:{name}", args=args) for name in ("rank_lower", "rank_restore"))
    client.force_login(office)

    def said():
        told = client.get(url).content.decode()
        done = client.post(url, {"tier": 3, "reason": "Đi công tác"}, follow=True).content.decode()
        undone = client.post(back, follow=True).content.decode()
        return [words for words in HINTS if all(words in page for page in (told, done, undone))]

    assert said() == []
    plan = services.draft_plan(to_come.period, by=office, at=world.NOW)
    assert said() == ["Bản dự thảo phải xếp lại"]
    services.submit_plan(plan, by=office, at=world.NOW)
    assert said() == ["đã trình lãnh đạo phải được trả lại thành dự thảo"]
    plan = services.check_plan_version(plan, by=head, at=world.NOW)
    assert said() == ["lãnh đạo đã kiểm tra phải được trả lại thành dự thảo"]
    services.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH.replace(day=5))
    assert said() == ["Thông báo đã công bố giữ nguyên"]


HINTS = (
    "Bản dự thảo phải xếp lại",
    "đã trình lãnh đạo phải được trả lại thành dự thảo",
    "lãnh đạo đã kiểm tra phải được trả lại thành dự thảo",
    "Thông báo đã công bố giữ nguyên",
)


def test_the_draft_names_what_changed_of_each_conference(asked, other_meeting, unit, delegate, secretary, office):
    plan = services.draft_plan(asked.period, by=office, at=world.NOW)
    changed = {line.meeting.pk: line.changed for line in build_board(plan, asked.period).lines}
    assert changed == {asked.pk: "", other_meeting.pk: ""}
    lower(asked, office)
    hour = datetime.timedelta(hours=1)
    Meeting.objects.filter(pk=other_meeting.pk).update(
        starts_at=other_meeting.starts_at + hour, ends_at=other_meeting.ends_at + hour
    )
    new = world.make_meeting(asked.period, world.make_unit("Cốc San"), day=14, by=office)
    changed = {line.meeting.pk: line.changed for line in build_board(plan, asked.period).lines}
    assert changed == {asked.pk: "Đã đổi cấp đại biểu cần", other_meeting.pk: "Đã đổi thời gian", new.pk: "Mới đăng ký"}


def test_nothing_to_lower_where_no_rank_is_asked(client, period, unit, office):
    meeting = world.make_meeting(period, unit, by=office)
    starts_at = timezone.now() + datetime.timedelta(days=2)
    type(meeting).objects.update(starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=3))
    client.force_login(office)
    url = reverse("assignments:rank_lower", args=[period.month, meeting.pk])
    assert "không có gì để hạ" in client.get(url).content.decode()


def test_it_is_printed_in_the_record_of_the_plan_that_was_published_under_it(
    client, asked, delegate, office, head, standing
):
    lower(asked, office)
    plan = services.draft_plan(asked.period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    plan = services.check_plan_version(plan, by=head, at=world.NOW)
    notice = services.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH.replace(day=5))
    services.restore_rank(asked, by=office, at=LATER)
    cancel_meeting(asked, version=asked.version, reason="Mưa lũ", by=office, at=LATER)
    client.force_login(standing)
    page = client.get(reverse("assignments:notice_detail", args=[notice.pk])).content.decode()
    assert "Hạ yêu cầu về cấp đại biểu lần này, từ Ủy viên Ban Thường vụ xuống không đòi cấp" in page
    assert "Thường vụ đi công tác" in page
    assert "các trường hợp khác quy tắc (1)" in page
    printed = record_paper(record_of_notice(notice), notice, body=IssuingBody.objects.get())
    assert "có 01 hội nghị được hạ yêu cầu về cấp đại biểu, cụ thể như sau" in str(printed)
    assert "cho phép làm khác" not in str(printed)
