"""The clock closes self-assessment to units at the end of its day: nothing given is lost, nothing more is taken."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from scoring import services
from scoring.models import Appraisal, Evidence, SelfAssessment, SelfScore
from scoring.services import Refused
from scoring.tasks import tasks
from tests import world
from tests.scoring import places
from units.access import actor_for
from units.models import Extension, Period, Stage
from units.services import grant_extension

DAY = datetime.timedelta(days=1)
DUE = world.USUAL_DAYS["self_assessment_due"]
CLOSED = "Tự chấm tháng 11/2026 đã đóng từ ngày 24/11/2026 (hạn đến hết ngày 23/11/2026)."
KEPT = "Điểm và tệp đã lưu vẫn còn. Đồng chí liên hệ Ban Tuyên giáo để được gia hạn."


def at(day, hour=9, minute=0):
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=world.HANOI)


@pytest.fixture
def usual(period, criteria_set):
    """In its stage, of the usual days."""
    period.stage = Stage.SELF_ASSESSMENT
    period.save()
    return period


@pytest.fixture
def over(self_assessing):
    """Pages look at the real clock: the day was yesterday."""
    return due_on(self_assessing, timezone.localdate() - DAY)


def due_on(period, day):
    after = ("appraisal_due", "appeal_due", "ranking_due")
    Period.objects.update(self_assessment_due=day, **{field: max(day, getattr(period, field)) for field in after})
    period.refresh_from_db()
    return period


def minutes():
    return SimpleUploadedFile("Biên bản.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")


def score(period, unit, by, when, points=5):
    return services.save_self_score(
        period=period, unit=unit, criterion=places.criterion_of(period, "C1"), points=Decimal(points), by=by, at=when
    )


def evidence(period, unit, by):
    return Evidence.objects.create(
        period=period, unit=unit, criterion=places.criterion_of(period, "C1"), file="a.txt", name="a.txt",
        content_type="text/plain", size=1, sha256="0" * 64, uploaded_by=by, uploaded_at=world.NOW,
    )  # fmt: skip


def extend(period, unit, office, until, when):
    return grant_extension(
        period=period, unit=unit, stage=Stage.SELF_ASSESSMENT, until=until, reason="Mất điện", by=office, at=when
    )


def page(period, unit, name="self_assessment", *more):
    return reverse(f"scoring:{name}", args=[period.month, unit.pk, *more])


def test_the_day_itself_is_open_to_its_end(usual, unit, secretary):
    score(usual, unit, secretary, at(DUE, 23, 59))
    for one in services.unscored(usual, unit):
        places.self_score(usual, unit, one.code, one.max_points, by=secretary)
    services.submit_self_assessment(period=usual, unit=unit, by=secretary, at=at(DUE, 23, 59))
    assert SelfAssessment.objects.get().unit == unit


def test_from_the_day_after_every_entry_is_refused_and_what_was_given_stays(usual, unit, secretary):
    for one in services.unscored(usual, unit):
        places.self_score(usual, unit, one.code, one.max_points, by=secretary)
    kept, file, late = SelfScore.objects.count(), evidence(usual, unit, secretary), at(DUE + DAY, 0, 0)
    criterion = places.criterion_of(usual, "C1")
    known = {"period": usual, "unit": unit, "by": secretary, "at": late}
    for act in (
        lambda: score(usual, unit, secretary, late),
        lambda: services.attach_evidence(criterion=criterion, file=minutes(), **known),
        lambda: services.withdraw_evidence(evidence=file, at=late),
        lambda: services.submit_self_assessment(**known),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.messages == [f"{CLOSED} {KEPT}"]
    assert (SelfScore.objects.count(), Evidence.objects.filter(withdrawn_at=None).count()) == (kept, 1)
    assert not SelfAssessment.objects.exists()


def test_an_extension_opens_it_to_that_unit_to_the_end_of_its_own_day(
    usual, unit, other_unit, secretary, other_secretary, office
):
    extend(usual, unit, office, DUE + 2 * DAY, at(DUE + DAY))
    with pytest.raises(Refused):
        score(usual, other_unit, other_secretary, at(DUE + DAY))
    assert score(usual, unit, secretary, at(DUE + 2 * DAY, 23, 59)).unit == unit
    with pytest.raises(Refused, match=r"từ ngày 26/11/2026 \(đơn vị được gia hạn đến hết ngày 25/11/2026\)"):
        score(usual, unit, secretary, at(DUE + 3 * DAY, 0, 0), points=4)


def test_an_extension_granted_early_opens_nothing_before_the_stage(period, criteria_set, unit, secretary, office):
    extend(period, unit, office, DUE + 2 * DAY, at(world.MONTH))
    with pytest.raises(Refused, match="đang ở giai đoạn Đăng ký"):
        score(period, unit, secretary, at(DUE))


def test_a_later_day_opens_it_to_all_again(usual, unit, secretary):
    due_on(usual, DUE + 3 * DAY)
    assert score(usual, unit, secretary, at(DUE + 3 * DAY, 23, 59)).unit == unit


def test_the_agencies_are_not_held_to_their_day(period, criteria_set, unit, appraiser, agency):
    appraising = places.at_stage(period, Stage.APPRAISAL)
    late = at(appraising.appraisal_due + 5 * DAY)
    criterion = places.criterion_of(appraising, "C1")
    services.appraise(
        period=appraising, unit=unit, criterion=criterion, points=Decimal(3), by=appraiser, agency=agency, at=late
    )
    assert Appraisal.objects.get().points == 3


def test_the_closed_page_shows_what_was_given_and_offers_nothing(client, over, unit, secretary):
    places.self_score(over, unit, "C1", 5, by=secretary, comment="Đã ra quân hai buổi")
    evidence(over, unit, secretary)
    client.force_login(secretary)
    for address in (page(over, unit), page(over, unit, "self_assessment_submit")):
        html = client.get(address).content.decode()
        assert f"Tự chấm tháng 11/2026 đã đóng từ ngày {timezone.localdate():%d/%m/%Y}" in html
        assert KEPT in html
        assert "Đã ra quân hai buổi" in html
        assert 'method="post" action="/thang' not in html
        assert "Gửi phiếu tự chấm</button>" not in html
    assert "a.txt" in client.get(page(over, unit)).content.decode()


@pytest.mark.parametrize("htmx", [False, True])
def test_the_day_passes_while_the_page_is_open_and_what_was_typed_is_kept(
    client, self_assessing, unit, secretary, htmx
):
    criterion = places.criterion_of(self_assessing, "C1")
    client.force_login(secretary)
    assert b'name="points"' in client.get(page(self_assessing, unit)).content
    due_on(self_assessing, timezone.localdate() - DAY)
    headers = {"HX-Request": "true"} if htmx else {}
    data = {"points": "4,5", "comment": "Đã ra quân hai buổi", "seen": "0"}
    refused = client.post(page(self_assessing, unit, "self_score_save", criterion.pk), data, headers=headers)
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "Tự chấm tháng 11/2026 đã đóng từ ngày" in html
    assert "Đã ra quân hai buổi" in html
    assert 'value="4,5"' in html
    assert not SelfScore.objects.exists()


def test_handing_in_the_day_after_is_refused_on_its_page(client, over, unit, secretary):
    for one in services.unscored(over, unit):
        places.self_score(over, unit, one.code, one.max_points, by=secretary)
    client.force_login(secretary)
    refused = client.post(page(over, unit, "self_assessment_submit"))
    assert refused.status_code == 422
    assert KEPT in refused.content.decode()
    assert not SelfAssessment.objects.exists()


def test_from_the_list_the_office_gives_a_unit_time_and_it_hands_in(client, over, unit, secretary, office):
    today = timezone.localdate()
    client.force_login(office)
    listed = client.get(reverse("scoring:self_assessment_list", args=[over.month])).content.decode()
    address = reverse("units:extension_create", args=[over.month, unit.pk])
    assert "đã qua: xã, phường không tự chấm, gửi minh chứng được nữa" in listed
    assert address in listed
    sent = {"stage": "self_assessment", "until": f"{today:%d/%m/%Y}", "reason": "Mất điện"}
    assert client.post(address, sent).status_code == 302
    assert Extension.objects.get().until == today
    again = client.get(reverse("scoring:self_assessment_list", args=[over.month])).content.decode()
    assert f"Gia hạn đến {today:%d/%m}" in again
    for one in services.unscored(over, unit):
        places.self_score(over, unit, one.code, one.max_points, by=secretary)
    client.force_login(secretary)
    assert "đơn vị được gia hạn riêng" in client.get(page(over, unit)).content.decode()
    assert client.post(page(over, unit, "self_assessment_submit")).status_code == 302
    assert SelfAssessment.objects.get().unit == unit


def test_the_home_pages_say_that_it_is_closed(usual, unit, secretary, office):
    places.self_score(usual, unit, "C1", 5, by=secretary)
    (task,) = tasks(actor_for(secretary), usual, on=DUE + DAY)
    assert task.detail == f"Đã chấm 1 tiêu chí. {CLOSED} {KEPT}"
    assert (task.action, task.is_late, task.is_done) == ("Xem phiếu", True, False)
    shut = "Đơn vị không tự chấm, không gửi được nữa, trừ đơn vị được gia hạn."
    before, after = (tasks(actor_for(office), usual, on=day)[0] for day in (DUE, DUE + DAY))
    assert (shut in before.detail, shut in after.detail) == (False, True)
