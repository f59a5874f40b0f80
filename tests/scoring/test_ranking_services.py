"""From a month's scores to a published, frozen ranking."""

import datetime
import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from documents.paper import paper_from_dict
from meetings.models import FollowUp
from scoring import services
from scoring.formula import compute, input_sha256
from scoring.models import Appraisal, Ranking, Result
from tests import world
from tests.scoring import places
from units.models import ConcernProposal, DocumentForm, Stage

LATER = world.NOW + datetime.timedelta(hours=1)


def test_missing_appraisals_are_listed_by_criterion_with_their_units(period, criteria_set, unit, other_unit, appraiser):
    places.appraise_everything(period, [unit], by=appraiser)
    missing = services.missing_points(period)
    assert [one.criterion.code for one in missing] == ["A2", "A3", "C1", "C3", "D2", "D3", "E2", "E3"]
    assert {unit.name for one in missing for unit in one.units} == {"Kim Tân"}


def test_no_draft_while_an_agency_owes_points(period, criteria_set, unit, office):
    places.at_stage(period, Stage.APPEAL)
    with pytest.raises(services.Refused, match=r"Ban Tổ chức Thành ủy: A3 \(1 đơn vị\)"):
        services.draft_ranking(period=period, by=office, at=world.NOW)
    assert not Ranking.objects.exists()


def test_no_draft_before_the_agencies_begin(period, criteria_set, office):
    with pytest.raises(services.Refused, match="chưa đến giai đoạn Thẩm định"):
        services.draft_ranking(period=period, by=office, at=world.NOW)


def test_no_draft_in_a_month_without_criteria(period, office):
    places.at_stage(period, Stage.APPRAISAL)
    with pytest.raises(services.Refused, match="chưa chọn bộ tiêu chí"):
        services.draft_ranking(period=period, by=office, at=world.NOW)


def test_the_dossier_is_what_the_formula_ranks_and_its_hash_is_stored(month, office):
    ranking = places.drafted(month, by=office)
    ranking.refresh_from_db()
    assert compute(ranking.dossier) == ranking.outcome
    assert input_sha256(ranking.dossier) == ranking.sha256
    assert json.loads(json.dumps(services.build_dossier(month))) == ranking.dossier


def test_a_unit_that_did_not_meet_or_assess_itself_is_held_down(month, appraiser, office):
    absent = world.make_unit("Tả Phời", code="02677")
    places.appraise_everything(month, [absent], by=appraiser, shares={"02677": "1"})
    entry = next(row for row in services.build_dossier(month)["units"] if row["unit"] == "02677")
    assert entry["gates"] == ["no_meeting", "no_self_assessment"]
    assert places.drafted(month, by=office).results.get(unit=absent).band == "Không hoàn thành"


def test_a_unit_dissolved_before_the_month_is_not_ranked(month, office):
    gone = world.make_unit("Cốc San cũ")
    gone.valid_to = datetime.date(2026, 10, 31)
    gone.save()
    assert gone.code not in {row["unit"] for row in services.build_dossier(month)["units"]}


def test_results_stand_beside_the_dossier_with_points_of_every_criterion(month, office, unit):
    result = places.drafted(month, by=office).results.get(unit=unit)
    assert (result.rank, result.unit_name) == (1, "Xã Hợp Thành")
    assert result.row["points"]["A2"] == "7.60"
    assert Decimal(result.row["points"]["A1"]) < 25
    assert result.row["previous"] is None


def test_drafting_again_replaces_the_draft_in_work(month, office, head):
    first = places.checked(month, by=head)
    services.adjust(
        period=month, unit=Result.objects.first().unit, bonus=Decimal(1), reason="Mô hình hay", by=office, at=world.NOW
    )
    second = places.drafted(month, by=office)
    assert (first.pk, second.status, second.checked_by) == (second.pk, "draft", None)
    assert second.results.count() == 2


def test_the_latest_appraisal_is_in_force(month, unit, appraiser):
    criterion = places.criterion_of(month, "C1")
    known = {"period": month, "unit": unit, "criterion": criterion, "agency": criterion.agency}
    Appraisal.objects.create(points=2, given_by=appraiser, given_at=LATER, **known)
    entry = next(row for row in services.build_dossier(month)["units"] if row["unit"] == unit.code)
    assert entry["points"]["C1"] == {"points": "2"}


def test_adjustments_add_up_and_what_was_taken_back_does_not_count(month, unit, office):
    kept = {"period": month, "unit": unit, "reason": "Việc tốt", "by": office, "at": world.NOW}
    services.adjust(bonus=Decimal("1.5"), **kept)
    wrong = services.adjust(penalty=Decimal(2), **kept)
    services.take_back_adjustment(adjustment=wrong, reason="Ghi nhầm đơn vị", by=office, at=LATER)
    entry = next(row for row in services.build_dossier(month)["units"] if row["unit"] == unit.code)
    assert (entry["bonus"], entry["penalty"]) == ("1.5", "0")


def test_check_then_publish_freezes_dossier_number_and_paper(month, head, standing):
    ranking = places.checked(month, by=head)
    services.publish_ranking(ranking=ranking, by=standing, at=LATER, issued_on=places.ISSUED_ON)

    ranking = Ranking.objects.get()
    assert (ranking.status, ranking.number, ranking.symbol) == ("published", 1, "BC/BTG")
    assert ranking.published_by == standing
    assert ranking.term_from == datetime.date(2025, 8, 1)
    assert DocumentForm.objects.get(kind="report").last_number == 1
    paper = paper_from_dict(ranking.paper)
    assert paper.title.startswith("Báo cáo số 01-BC/BTG kết quả chấm điểm, xếp hạng công tác tuyên vận tháng 11/2026")
    assert not paper.draft


def test_publishing_twice_is_publishing_once(month, head, standing):
    ranking = places.checked(month, by=head)
    for _ in range(2):
        services.publish_ranking(ranking=ranking, by=standing, at=LATER, issued_on=places.ISSUED_ON)
    assert DocumentForm.objects.get(kind="report").last_number == 1
    assert Ranking.objects.count() == 1


def test_when_a_ranking_is_out_the_record_is_looked_through_for_signs(
    month, unit, head, standing, django_capture_on_commit_callbacks
):
    FollowUp.objects.create(
        unit=unit, matter="Sửa đường", raised_on=datetime.date(2021, 1, 1), due_on=datetime.date(2021, 2, 1)
    )
    ranking = places.checked(month, by=head)
    assert not ConcernProposal.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        services.publish_ranking(ranking=ranking, by=standing, at=LATER, issued_on=places.ISSUED_ON)
    assert ConcernProposal.objects.get().sign == "overdue"


def test_only_a_checked_draft_is_published(month, office, standing):
    ranking = places.drafted(month, by=office)
    with pytest.raises(services.Refused, match="phải được lãnh đạo Ban kiểm tra"):
        services.publish_ranking(ranking=ranking, by=standing, at=LATER, issued_on=places.ISSUED_ON)


def test_nothing_is_published_while_the_agencies_still_score(month, head, standing):
    places.at_stage(month, Stage.APPRAISAL)
    ranking = places.checked(month, by=head)
    with pytest.raises(services.Refused, match="còn ở giai đoạn Thẩm định"):
        services.publish_ranking(ranking=ranking, by=standing, at=LATER, issued_on=places.ISSUED_ON)


def test_a_draft_whose_points_changed_since_is_not_checked(month, unit, office, head):
    ranking = places.drafted(month, by=office)
    services.adjust(period=month, unit=unit, penalty=Decimal(1), reason="Báo cáo chậm", by=office, at=LATER)
    with pytest.raises(services.Refused, match="đã thay đổi sau khi lập dự thảo"):
        services.check_ranking(ranking=ranking, by=head, at=LATER)


def test_a_draft_whose_points_changed_since_is_not_published(month, unit, office, head, standing):
    ranking = places.checked(month, by=head)
    services.adjust(period=month, unit=unit, penalty=Decimal(1), reason="Báo cáo chậm", by=office, at=LATER)
    with pytest.raises(services.Refused, match="đã thay đổi sau khi lập dự thảo"):
        services.publish_ranking(ranking=ranking, by=standing, at=LATER, issued_on=places.ISSUED_ON)
    assert Ranking.objects.get().status == "checked"


def test_what_the_page_showed_is_what_is_published(month, head, standing):
    ranking = places.checked(month, by=head)
    with pytest.raises(services.Refused, match="vừa được lập lại"):
        services.publish_ranking(ranking=ranking, by=standing, at=LATER, issued_on=places.ISSUED_ON, sha256="0" * 64)


def test_a_returned_draft_waits_for_the_office(month, office, head):
    ranking = places.drafted(month, by=office)
    services.return_ranking(ranking=ranking, by=head, at=LATER, reason="Xem lại điểm C1 của Kim Tân")
    with pytest.raises(services.Refused, match="đã bị trả lại"):
        services.check_ranking(ranking=ranking, by=head, at=LATER)
    assert places.drafted(month, by=office).return_reason == ""


def test_a_return_needs_a_reason(month, office, head):
    with pytest.raises(services.Refused, match="Ghi lý do"):
        services.return_ranking(ranking=places.drafted(month, by=office), by=head, at=LATER, reason="  ")


def test_a_later_version_replaces_the_published_one_and_keeps_its_results(month, unit, office, head):
    first = places.published(month, by=head)
    services.adjust(period=month, unit=unit, bonus=Decimal(2), reason="Bổ sung", by=office, at=LATER)
    second = places.published(month, by=head)

    first.refresh_from_db()
    assert (first.status, second.status, second.version, second.number) == ("replaced", "published", 2, 2)
    assert first.results.count() == 2


def test_an_unchanged_month_needs_no_later_version(month, head, office):
    places.published(month, by=head)
    with pytest.raises(services.Refused, match="không khác bản đã công bố"):
        places.drafted(month, by=office)


def test_a_number_used_in_the_term_is_refused(month, unit, office, head):
    places.published(month, by=head, number=7)
    services.adjust(period=month, unit=unit, bonus=Decimal(2), reason="Bổ sung", by=office, at=LATER)
    with pytest.raises(services.Refused, match="Số 7 đã dùng"), transaction.atomic():
        places.published(month, by=head, number=7)
    assert Ranking.objects.get(status="published").version == 1


def test_the_month_before_stands_in_the_results(month, office, head, criteria_set, unit, other_unit, appraiser):
    october = world.make_period(datetime.date(2026, 10, 1))
    services.use_criteria(period=october, criteria_set=criteria_set)
    places.appraise_everything(october, [unit, other_unit], by=appraiser, shares={unit.code: "0.5"})
    places.published(october, by=head)
    report = services.report_of(places.drafted(month, by=office))
    assert [(row.unit_name, row.rank, row.previous_rank, row.rise_text) for row in report.rows] == [
        ("Xã Hợp Thành", 1, 2, "Tăng 1"),
        ("Phường Kim Tân", 2, 1, "Giảm 1"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda ranking: Ranking.objects.filter(pk=ranking.pk).update(outcome={}),
        lambda ranking: Ranking.objects.filter(pk=ranking.pk).delete(),
        lambda ranking: ranking.results.update(total=100),
        lambda ranking: ranking.results.all().delete(),
        lambda ranking: Ranking.objects.filter(pk=ranking.pk).update(paper=None),
    ],
)
def test_nobody_changes_a_published_ranking(month, head, change):
    ranking = places.published(month, by=head)
    with pytest.raises((IntegrityError, DatabaseError), match="đã công bố, không sửa được"), transaction.atomic():
        change(ranking)
