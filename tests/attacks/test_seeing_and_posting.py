"""A wrong insider: what one may not see shows nowhere, what a form does not offer is not taken."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assignments import services as planning
from assignments.models import Plan, Seat
from assignments.reports import draft_paper
from documents.pdf import paper_pdf
from meetings.models import FollowUp
from scoring import services as scoring
from scoring.models import Appraisal, Evidence, SelfScore
from tests import world
from tests.attacks.conftest import EVIL
from tests.meetings.places import PAST_MONTH, assign, make_note, make_visit, past_period
from tests.scoring import places
from units.models import Meeting, Stage

SECRET = "Bi-mat-cua-don-vi-khac"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def pages(client, period, *, more=()):
    """Everything that this person can open without knowing an id, with every filter and order."""
    named = ["home", "units:unit_list", "units:period_list", "units:concern_list", "assignments:notice_list",
             "assignments:delegate_list", "assignments:unavailability_list", "assignments:my_seats",
             "meetings:visit_list", "meetings:follow_up_list", "scoring:ranking_list"]  # fmt: skip
    monthly = ["month", "units:period_detail", "units:meeting_list", "assignments:plan_detail",
               "meetings:progress_list", "surveys:tally_list", "scoring:criteria_detail",
               "scoring:self_assessment_list", "scoring:appraisal_list", "scoring:adjustment_list",
               "scoring:ranking_detail", "scoring:ranking_xlsx", "scoring:ranking_dossier",
               "scoring:ranking_outcome"]  # fmt: skip
    addresses = [reverse(name) for name in named] + [reverse(name, args=[period.month]) for name in monthly]
    queries = ("", "?trang_thai=&xem=ca&sort=-unit", "?trang_thai=xong&sort=matter&ban=1")
    for address in [*addresses, *more]:
        for query in queries:
            yield client.get(address + query)
    for text in ("kim", "tan", "bi-mat", "12"):
        yield client.get(reverse("search"), {"q": text})


@pytest.fixture
def other_unit_work(cast):
    """What Kim Tân did in a month of conferences: a note, a visit, a matter, a self-score, a file, a tally."""
    period = past_period()
    meeting = world.make_meeting(period, cast.other_unit, day=11, by=cast.users["other_secretary"], agenda=SECRET)
    assign(meeting, cast.other_delegate, by=cast.users["office"])
    note = make_note(meeting, cast.other_delegate, observation=SECRET, advice=SECRET)
    visit = make_visit(cast.other_unit.teams.first(), cast.other_delegate, seen=SECRET)
    matters = [
        FollowUp.objects.create(unit=cast.other_unit, note=note, visit=visit, matter=SECRET, raised_on=PAST_MONTH),
        FollowUp.objects.create(unit=cast.other_unit, matter=SECRET, raised_on=PAST_MONTH, due_on=PAST_MONTH),
    ]
    concern = world.make_concern(cast.other_unit, SECRET, by=cast.users["office"])
    scoring.use_criteria(period=period, criteria_set=places.standard_set(cast.agency, {"front": cast.other_agency}))
    places.at_stage(period, Stage.SELF_ASSESSMENT)
    places.self_score(period, cast.other_unit, "C1", 3, by=cast.users["other_secretary"], comment=SECRET)
    evidence = scoring.attach_evidence(
        period=period, unit=cast.other_unit, criterion=places.criterion_of(period, "C1"),
        file=SimpleUploadedFile(f"{SECRET}.pdf", PDF), by=cast.users["other_secretary"], at=world.NOW,
    )  # fmt: skip
    places.tally(period, cast.other_unit, (77, 71, 73, 74), by=cast.users["office"])
    here = [period.month, cast.other_unit.pk]
    direct = [
        reverse("unit_page", args=[cast.other_unit.pk]),
        reverse("meetings:meeting_detail", args=[meeting.pk]),
        reverse("meetings:attendance_edit", args=[meeting.pk]),
        reverse("meetings:note_edit", args=[meeting.pk]),
        *[reverse("meetings:follow_up_edit", args=[matter.pk]) for matter in matters],
        reverse("units:meeting_register", args=here),
        reverse("units:concern_close", args=[concern.pk]),
        reverse("scoring:self_assessment", args=here),
        reverse("scoring:self_assessment_submit", args=here),
        reverse("scoring:result_detail", args=here),
        reverse("scoring:evidence_download", args=[evidence.pk]),
        reverse("assignments:delegate_unavailability", args=[cast.other_delegate.pk]),
    ]
    return type("Work", (), {"period": period, "direct": direct, "meeting": meeting, "evidence": evidence})


def test_a_unit_learns_nothing_of_another_in_any_list_search_filter_or_export(client, cast, other_unit_work):
    client.force_login(cast.users["secretary"])
    for address in other_unit_work.direct:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"version": 1, "don_vi": cast.other_unit.pk}).status_code in (404, 405), address
    lists = [reverse("meetings:visit_list"), reverse("meetings:follow_up_list")]
    queries = [f"{address}?q=kim+tan&x=" for address in lists]
    for answer in pages(client, other_unit_work.period, more=queries):
        text = answer.content.decode(errors="replace")
        assert SECRET not in text, answer.request
        assert "Kim Tân" not in text or answer.status_code != 200, answer.request


def test_a_delegate_learns_nothing_of_a_meeting_he_is_not_sent_to(client, cast, other_unit_work):
    client.force_login(cast.users["delegate"])
    for address in other_unit_work.direct:
        if address in (reverse("unit_page", args=[cast.other_unit.pk]),) or "van-de" in address:
            continue  # units and their matters of concern are known to those whom the committee sends
        assert client.get(address).status_code in (403, 404), address
    for answer in pages(client, other_unit_work.period):
        if answer.status_code == 200 and "van-de" not in answer.request["PATH_INFO"]:
            # The agenda of any conference is for all delegates to read.
            assert SECRET not in answer.content.decode(errors="replace") or "dang-ky" in answer.request["PATH_INFO"]


def test_an_agency_sees_no_self_score_before_it_is_handed_in_and_no_criterion_of_another(client, cast, other_unit_work):
    period = places.at_stage(other_unit_work.period, Stage.APPRAISAL)
    client.force_login(cast.users["appraiser"])
    own = client.get(reverse("scoring:appraisal_edit", args=[period.month, places.criterion_of(period, "C1").pk]))
    assert own.status_code == 200
    assert SECRET not in own.content.decode()
    assert client.get(reverse("scoring:evidence_download", args=[other_unit_work.evidence.pk])).status_code == 404
    client.force_login(cast.users["other_appraiser"])
    foreign = reverse("scoring:appraisal_edit", args=[period.month, places.criterion_of(period, "C1").pk])
    row = f"u{cast.unit.pk}"
    assert client.get(foreign).status_code == 404
    assert client.post(foreign, {f"{row}-points": "5", f"{row}-seen": "0"}).status_code == 404
    assert not Appraisal.objects.exists()


def test_a_unit_sets_no_seats_and_signs_for_nobody_else(client, cast):
    client.force_login(cast.users["secretary"])
    fields = {"step": "save", "day": "12/11/2026", "starts": "08:00", "ends": "11:00", "place": "A", "agenda": "B",
              "version": "0", "seats": "9", "unit": cast.other_unit.pk, "unit_id": cast.other_unit.pk,
              "registered_by": cast.users["office"].pk, "registered_at": "2020-01-01", "held_on": "2026-11-12",
              "period": 1, "reason": "x", "change_reason": "x"}  # fmt: skip
    client.post(reverse("units:meeting_register", args=[cast.period.month, cast.unit.pk]), fields)
    meeting = Meeting.objects.get()
    assert (meeting.unit, meeting.seats, meeting.registered_by) == (cast.unit, 2, cast.users["secretary"])
    assert meeting.held_on is None
    assert meeting.change_reason == ""
    places.at_stage(cast.period, Stage.ASSIGNMENT)
    late = client.post(
        reverse("units:meeting_register", args=[cast.period.month, cast.unit.pk]),
        fields | {"place": "C", "version": "1"},
    )
    assert late.status_code == 422
    assert Meeting.objects.get().place == "A"


def test_points_are_given_by_who_posts_them_and_only_where_and_when_they_may(client, cast):
    period = cast.period
    scoring.use_criteria(period=period, criteria_set=places.standard_set(cast.agency, {"front": cast.other_agency}))
    criterion = places.criterion_of(period, "C1")
    client.force_login(cast.users["secretary"])
    own = reverse("scoring:self_score_save", args=[period.month, cast.unit.pk, criterion.pk])
    fields = {"points": "5", "comment": "", "seen": "0", "given_by": cast.users["office"].pk,
              "unit": cast.other_unit.pk, "criterion": 1}  # fmt: skip
    for stage in Stage:
        places.at_stage(period, stage)
        assert client.post(own, fields).status_code == (302 if stage == Stage.SELF_ASSESSMENT else 422), stage
    assert list(SelfScore.objects.values_list("unit", "given_by")) == [(cast.unit.pk, cast.users["secretary"].pk)]
    computed = next(one for one in scoring.criteria_of(period) if not one.is_self_scored)
    places.at_stage(period, Stage.SELF_ASSESSMENT)
    wrong = reverse("scoring:self_score_save", args=[period.month, cast.unit.pk, computed.pk])
    assert client.post(wrong, fields).status_code == 404
    for points in ("-1", "999", "NaN", "Infinity", "1e3", "5,555", "0x5", "5;5", ""):
        answer = client.post(own, fields | {"points": points, "seen": SelfScore.objects.first().pk})
        assert answer.status_code == 422, points
    client.force_login(cast.users["appraiser"])
    url = reverse("scoring:appraisal_edit", args=[period.month, criterion.pk])
    row = {f"u{cast.unit.pk}-points": "5", f"u{cast.unit.pk}-seen": "0", "agency": cast.other_agency.pk, "given_by": 1}
    for stage in Stage:
        places.at_stage(period, stage)
        assert client.post(url, row).status_code == (302 if stage == Stage.APPRAISAL else 422), stage
    given = Appraisal.objects.get()
    assert (given.agency, given.given_by) == (cast.agency, cast.users["appraiser"])


def test_plans_and_rankings_take_no_step_out_of_their_order(client, cast):
    world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"])
    plan = planning.draft_plan(cast.period, by=cast.users["office"], at=world.NOW)
    today = timezone.localdate().isoformat()
    client.force_login(cast.users["standing"])
    fields = {"edit": plan.edit, "number": 1, "issued_on": today, "status": "published"}
    assert client.post(reverse("assignments:plan_publish", args=[cast.period.month]), fields).status_code == 422
    client.force_login(cast.users["head"])
    checking = reverse("assignments:plan_check", args=[cast.period.month])
    assert client.post(checking, {"edit": plan.edit, "status": "checked"}).status_code == 422
    client.force_login(cast.users["office"])
    submitting = reverse("assignments:plan_submit", args=[cast.period.month])
    for edit in ("", "x", "-1", "99", "9" * 30):
        assert client.post(submitting, {"edit": edit}).status_code == 422
    assert Plan.objects.get().status == "draft"
    assert client.post(reverse("assignments:plan_draft", args=[cast.period.month]), {"version": 7}).status_code == 302
    assert Plan.objects.get().version == 1
    panel = reverse("assignments:seat_change", args=[cast.period.month, Meeting.objects.get().pk])
    for change in ("", "add", "add:", "add:x", "add:999999999999999", "swap:1", "publish:1", "add:1:2", "add:1\n"):
        assert client.post(panel, {"edit": plan.edit, "change": change}).status_code == 422, change
    assert Seat.objects.count() == plan.seats.count()


@pytest.mark.parametrize("change", ["moved", "busy", "registered later", "concern"])
def test_a_plan_that_has_become_wrong_is_not_published(client, cast, change):
    meeting = world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"])
    plan = planning.draft_plan(cast.period, by=cast.users["office"], at=world.NOW)
    planning.submit_plan(plan, by=cast.users["office"], at=world.NOW)
    plan = planning.check_plan_version(plan, by=cast.users["head"], at=world.NOW)
    match change:
        case "moved":
            Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at - datetime.timedelta(hours=2))
        case "busy":
            for delegate in (cast.delegate, cast.other_delegate):
                delegate.unavailabilities.create(from_on=meeting.day, to_on=meeting.day)
        case "registered later":
            world.make_meeting(cast.period, cast.other_unit, day=12, by=cast.users["other_secretary"])
        case "concern":
            world.make_concern(cast.unit, by=cast.users["office"])
    client.force_login(cast.users["standing"])
    fields = {"edit": plan.edit, "number": 1, "issued_on": datetime.date.today().isoformat()}
    answer = client.post(reverse("assignments:plan_publish", args=[cast.period.month]), fields)
    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in ("giải lại", "xếp lại", "bận"))
    assert Plan.objects.get().status == "checked"


def test_what_people_typed_is_text_on_every_page_and_paper(client, cast):
    """Names, places, agendas, notes, matters, reasons and file names that hold markup."""
    for row in (cast.unit, cast.other_unit, cast.agency, cast.delegate, cast.other_delegate, *cast.users.values()):
        field = "full_name" if hasattr(row, "full_name") and not hasattr(row, "kind") else "name"
        setattr(row, field, EVIL[:100] if field == "name" else EVIL)
        row.save()
    for team in cast.unit.teams.all():
        team.name = EVIL + str(team.pk)
        team.save()
    period = past_period()
    office, secretary = cast.users["office"], cast.users["secretary"]
    world.make_concern(cast.unit, EVIL, by=office)
    period.agenda = EVIL
    period.save()
    meeting = world.make_meeting(period, cast.unit, by=secretary, place=EVIL, agenda=EVIL, change_reason=EVIL)
    plan = planning.draft_plan(period, by=office, at=world.NOW)
    planning.submit_plan(plan, by=office, at=world.NOW)
    planning.return_plan(plan, reason=EVIL, by=cast.users["head"], at=world.NOW)
    planning.submit_plan(plan, by=office, at=world.NOW)
    planning.check_plan_version(plan, by=cast.users["head"], at=world.NOW)
    preview = [reverse(f"assignments:plan_{name}", args=[period.month]) for name in ("detail", "preview", "publish")]
    client.force_login(cast.users["standing"])
    found = [client.get(address) for address in preview]
    notice = planning.publish_plan(plan, by=cast.users["standing"], at=world.NOW, issued_on=world.MONTH.replace(day=5))
    note = make_note(meeting, cast.delegate, observation=EVIL, advice=EVIL)
    matter = FollowUp.objects.create(unit=cast.unit, note=note, matter=EVIL, raised_on=PAST_MONTH, responsible=EVIL)
    make_visit(cast.unit.teams.first(), cast.delegate, seen=EVIL)
    scoring.use_criteria(period=period, criteria_set=places.standard_set(cast.agency))
    places.at_stage(period, Stage.SELF_ASSESSMENT)
    places.self_score(period, cast.unit, "C1", 3, by=secretary, comment=EVIL)
    scoring.attach_evidence(
        period=period, unit=cast.unit, criterion=places.criterion_of(period, "C1"),
        file=SimpleUploadedFile(f"{EVIL}.pdf", PDF), by=secretary, at=world.NOW,
    )  # fmt: skip
    places.hand_in(period, cast.unit, by=secretary)
    places.at_stage(period, Stage.APPRAISAL)
    scoring.adjust(period=period, unit=cast.unit, bonus=places.Decimal(1), reason=EVIL, by=office, at=world.NOW)
    places.appraise_everything(period, [cast.unit, cast.other_unit], by=cast.users["appraiser"])
    places.published(period, by=cast.users["standing"], issued_on=PAST_MONTH.replace(day=30))
    direct = [
        reverse("unit_page", args=[cast.unit.pk]),
        reverse("meetings:meeting_detail", args=[meeting.pk]),
        reverse("meetings:follow_up_edit", args=[matter.pk]),
        reverse("assignments:notice_detail", args=[notice.pk]),
        reverse("assignments:delegate_edit", args=[cast.delegate.pk]),
        reverse("units:meeting_register", args=[period.month, cast.unit.pk]),
        reverse("scoring:self_assessment", args=[period.month, cast.unit.pk]),
        reverse("scoring:result_detail", args=[period.month, cast.unit.pk]),
        f"{reverse('search')}?q=script",
        reverse("search") + "?q=%3Cscript%3Ealert(1)",
    ]
    for role in ("office", "standing", "secretary", "delegate", "appraiser"):
        client.force_login(cast.users[role])
        found += [client.get(address) for address in direct]
        if role == "office":
            found += list(pages(client, period))
    shown = 0
    for answer in found:
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            text = answer.content.decode()
            assert "<script>alert" not in text, answer.request
            assert "<img src=x" not in text, answer.request
            assert "&quot;&#x27;&amp;amp;" not in text, answer.request  # escaped twice would be read as rubbish
            shown += "&lt;script&gt;alert(1)" in text
    assert shown > 20
    client.force_login(office)
    for name in ("docx", "pdf"):
        assert client.get(reverse(f"assignments:notice_{name}", args=[notice.pk])).status_code == 200
        assert client.get(reverse(f"scoring:ranking_{name}", args=[period.month])).status_code == 200
    word = client.get(reverse("assignments:notice_docx", args=[notice.pk])).content
    xml = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert "<script>" not in xml
    assert "&lt;script&gt;" in xml
    name = client.get(reverse("scoring:evidence_download", args=[Evidence.objects.get().pk]))
    disposition = name.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert not set('\r\n<>"') & set(disposition.partition("''")[2])


def test_a_paper_fetches_nothing_whatever_a_place_is_called(cast):
    place = "<img src='file:///etc/passwd'><link rel=stylesheet href='http://127.0.0.1:1/x'>@import url(file:///x)"
    meeting = world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"], place=place)
    plan = planning.draft_plan(cast.period, by=cast.users["office"], at=world.NOW)
    pdf = paper_pdf(draft_paper(plan))
    assert pdf.startswith(b"%PDF")
    assert b"root:" not in pdf
    assert meeting.place == place
