"""What scoring asks of each role, and when."""

import datetime

import pytest

from scoring import services
from scoring.tasks import tasks
from tests import world
from tests.scoring import places
from units.access import actor_for
from units.models import Period, Stage

ON = datetime.date(2026, 11, 23)


@pytest.fixture
def self_assessing(period, criteria_set):
    """Of the usual days: here the day on which somebody looks is given."""
    period.stage = Stage.SELF_ASSESSMENT
    period.save()
    return period


def titles(user, period, on=ON):
    period = Period.objects.get(pk=period.pk)
    return [(task.title, task.action, task.is_done, task.is_late) for task in tasks(actor_for(user), period, on=on)]


def test_a_unit_is_asked_to_assess_itself_until_it_handed_in(self_assessing, unit, secretary):
    title = "Tự chấm xã Hợp Thành tháng 11/2026"
    assert titles(secretary, self_assessing) == [(title, "Tự chấm", False, False)]
    assert titles(secretary, self_assessing, ON + datetime.timedelta(days=1)) == [(title, "Xem phiếu", False, True)]
    places.hand_in(self_assessing, unit, by=secretary)
    assert titles(secretary, self_assessing) == [(title, "Xem phiếu", True, False)]


def test_an_agency_has_one_line_a_criterion(appraising, unit, appraiser):
    assert [title[:9] for title, *_ in titles(appraiser, appraising)] == [
        "Chấm A3. ", "Chấm C1. ", "Chấm C3. ", "Chấm D3. ", "Chấm E2. ", "Chấm E3. ",
    ]  # fmt: skip
    places.appraise_everything(appraising, [unit], by=appraiser)
    assert all(is_done for _, _, is_done, _ in titles(appraiser, appraising))


def test_the_office_first_chooses_criteria(period, office):
    assert titles(office, period) == [("Chọn bộ tiêu chí tháng 11/2026", "Chọn bộ tiêu chí", False, False)]


def test_the_office_follows_who_handed_in_then_what_is_missing(self_assessing, unit, office, appraiser):
    assert titles(office, self_assessing)[0][0] == "1 đơn vị chưa gửi phiếu tự chấm"
    places.at_stage(self_assessing, Stage.APPRAISAL)
    assert titles(office, self_assessing)[0][0] == "Thẩm định còn thiếu 8 lượt chấm"
    places.appraise_everything(self_assessing, [unit], by=appraiser)
    assert titles(office, self_assessing)[0][:2] == ("Lập bảng xếp hạng tháng 11/2026", "Lập bảng xếp hạng")


def test_head_and_standing_board_are_asked_in_turn(month, office, head, standing):
    assert titles(head, month) == titles(standing, month) == []
    places.drafted(month, by=office)
    assert titles(head, month) == [("Kiểm tra dự thảo xếp hạng tháng 11/2026", "Kiểm tra", False, False)]
    assert titles(standing, month) == []
    places.checked(month, by=head)
    assert titles(head, month)[0][2]
    assert titles(standing, month) == [("Công bố xếp hạng tháng 11/2026", "Xem và công bố", False, False)]
    places.published(month, by=standing)
    assert titles(standing, month)[0][2]


def test_a_returned_draft_goes_back_to_the_office_with_its_reason(month, office, head):
    ranking = places.drafted(month, by=office)
    services.return_ranking(ranking=ranking, by=head, at=world.NOW, reason="Xem lại C1")
    assert titles(office, month) == [("Lập lại bảng xếp hạng tháng 11/2026", "Xem và lập lại", False, False)]
    assert titles(head, month) == []


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("role", ["office", "head", "standing", "secretary", "appraiser"])
def test_no_role_costs_more_than_three_queries(request, month, stage, role, django_assert_max_num_queries):
    user = request.getfixturevalue(role)
    period = Period.objects.select_related("period_criteria").get(pk=places.at_stage(month, stage).pk)
    actor = actor_for(user)
    with django_assert_max_num_queries(3):
        tasks(actor, period, on=ON)
