"""Two presses, two tabs, two people in the same moment: one thing happens, and nobody sees a fault."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments import services as planning
from assignments.models import Delegate, Notice, Plan, Unavailability
from meetings.models import Attendance, FollowUp, MeetingNote, TeamVisit
from scoring import services as scoring
from scoring.models import Adjustment, Appraisal, Evidence, Ranking, SelfAssessment, SelfScore
from surveys.models import SurveyTally
from tests import world
from tests.meetings.places import PAST_MONTH, assign, past_period
from tests.scoring import places
from units.models import Concern, DocumentForm, Meeting, Period, StageMove

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def cast(transactional_db, request):
    return request.getfixturevalue("_cast")


@pytest.fixture
def _cast(transactional_db, unit, other_unit, agency, other_agency, period, office, head, standing, secretary,
          other_secretary, delegate, other_delegate, appraiser):  # fmt: skip
    people = {"office": office, "head": head, "standing": standing, "secretary": secretary,
              "delegate": delegate.user, "appraiser": appraiser}  # fmt: skip
    return type("Cast", (), {"period": period, "unit": unit, "other_unit": other_unit, "agency": agency,
                             "other_agency": other_agency, "delegate": delegate,
                             "other_delegate": other_delegate, "users": people})  # fmt: skip


def at_once(*posts):
    """Each is (user, url, fields); all are sent in the same moment. Returns the answers in that order."""
    answers = [None] * len(posts)
    gate = threading.Barrier(len(posts))

    def send(place, user, url, fields):
        try:
            client = Client(raise_request_exception=False)
            client.force_login(user)
            gate.wait(10)
            answers[place] = client.post(url, fields)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(place, *post)) for place, post in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def pressed(user, url, fields, times=3):
    """The same press several times: each gets an answer that is no fault."""
    answers = at_once(*[(user, url, dict(fields)) for _ in range(times)])
    assert all(answer is not None and answer.status_code < 500 for answer in answers), answers
    assert any(answer.status_code < 400 for answer in answers), [answer.content.decode() for answer in answers]
    return answers


def collided(*posts):
    """Different contents for one row: one is saved, all others are told and keep what they typed."""
    answers = at_once(*posts)
    assert sorted(answer.status_code for answer in answers) == [302, *[422] * (len(posts) - 1)]
    return next(answer.content.decode() for answer in answers if answer.status_code == 422)


def registration(**more):
    return {"step": "save", "day": "12/11/2026", "starts": "08:00", "ends": "11:00", "place": "Hội trường",
            "agenda": "Thời sự", "seats": "2", "version": "0"} | more  # fmt: skip


def test_a_registration_pressed_thrice_is_one(cast):
    url = reverse("units:meeting_register", args=[cast.period.month, cast.unit.pk])
    pressed(cast.users["secretary"], url, registration())
    assert Meeting.objects.count() == 1


def test_unit_and_office_registering_differently_are_told_of_each_other(cast):
    url = reverse("units:meeting_register", args=[cast.period.month, cast.unit.pk])
    told = collided(
        (cast.users["secretary"], url, registration(place="Nhà văn hóa")),
        (cast.users["office"], url, registration(place="Trụ sở")),
    )
    assert Meeting.objects.count() == 1
    assert "đã lưu đăng ký này lúc" in told
    assert "Nhà văn hóa" in told
    assert "Trụ sở" in told


def test_two_changes_of_one_registration_do_not_overwrite_each_other(cast):
    world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"])
    url = reverse("units:meeting_register", args=[cast.period.month, cast.unit.pk])
    told = collided(
        (cast.users["secretary"], url, registration(place="Nhà văn hóa", version="1")),
        (cast.users["office"], url, registration(place="Trụ sở", version="1")),
    )
    assert Meeting.objects.get().version == 2
    assert any(str(cast.users[who]) in told for who in ("secretary", "office"))


def plan_address(cast, act):
    return reverse(f"assignments:plan_{act}", args=[cast.period.month])


def test_the_way_of_a_plan_pressed_thrice_at_each_step_is_gone_once(cast):
    world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"])
    pressed(cast.users["office"], plan_address(cast, "draft"), {})
    plan = Plan.objects.get()
    pressed(cast.users["office"], plan_address(cast, "submit"), {"edit": plan.edit})
    plan.refresh_from_db()
    pressed(cast.users["head"], plan_address(cast, "check"), {"edit": plan.edit})
    plan.refresh_from_db()
    fields = {"edit": plan.edit, "number": 7, "issued_on": timezone.localdate().isoformat()}
    pressed(cast.users["standing"], plan_address(cast, "publish"), fields)
    assert Notice.objects.get().number == 7
    assert Plan.objects.get().status == "published"
    assert DocumentForm.objects.get(kind="notice").last_number == 7
    pressed(cast.users["office"], plan_address(cast, "replace"), {})
    assert Plan.objects.count() == 2


def test_two_solves_or_two_changes_of_one_draft_do_not_mix(cast):
    meeting = world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"])
    other = world.make_user("office2", "Giàng A Páo", roles=["office"])
    plan = planning.draft_plan(cast.period, by=cast.users["office"], at=world.NOW)
    change = reverse("assignments:seat_change", args=[cast.period.month, meeting.pk])
    told = collided(
        (cast.users["office"], change, {"edit": plan.edit, "change": f"pin:{cast.delegate.pk}"}),
        (other, change, {"edit": plan.edit, "change": f"remove:{cast.other_delegate.pk}"}),
    )
    assert "Trong lúc trang này đang mở" in told
    plan.refresh_from_db()
    assert {(str(seat.meeting_id), str(seat.delegate_id)) for seat in plan.seats.all()} == {
        (seat["meeting"], seat["delegate"]) for seat in plan.result["seats"]
    }


def test_one_number_is_never_given_to_two_notices(cast):
    later = world.make_period(datetime.date(2026, 12, 1))
    posts = []
    # Two units: where one month is published first, nobody of the other has just been to its unit.
    for period, unit in ((cast.period, cast.unit), (later, world.make_unit("Cốc San"))):
        world.make_meeting(period, unit, by=cast.users["secretary"])
        plan = planning.draft_plan(period, by=cast.users["office"], at=world.NOW)
        planning.submit_plan(plan, by=cast.users["office"], at=world.NOW)
        plan = planning.check_plan_version(plan, by=cast.users["head"], at=world.NOW)
        fields = {"edit": plan.edit, "number": 1, "issued_on": timezone.localdate().isoformat()}
        posts.append((cast.users["standing"], reverse("assignments:plan_publish", args=[period.month]), fields))
    assert "đã dùng trong nhiệm kỳ" in collided(*posts)
    assert Notice.objects.count() == 1


@pytest.fixture
def meeting(cast):
    period = past_period()
    meeting = world.make_meeting(period, cast.unit, by=cast.users["secretary"])
    assign(meeting, cast.delegate, by=cast.users["office"])
    return meeting


def test_a_note_pressed_thrice_is_one_with_its_matter(cast, meeting):
    fields = dict.fromkeys(("preparation", "content", "discussion", "answers"), 4)
    fields |= {"observation": "Chuẩn bị kỹ.", "matter_1": "Thiếu nước sạch", "version": 0}
    url = reverse("meetings:note_edit", args=[meeting.pk])
    pressed(cast.users["delegate"], url, fields)
    assert MeetingNote.objects.count() == FollowUp.objects.count() == 1
    told = collided(
        (cast.users["delegate"], url, fields | {"observation": "Trên điện thoại", "version": 1}),
        (cast.users["delegate"], url, fields | {"observation": "Trên máy tính", "version": 1}),
    )
    assert "Trên" in told
    assert MeetingNote.objects.get().version == 2


def test_a_visit_pressed_thrice_is_one_with_its_matter(cast, meeting):
    fields = {"team": cast.unit.teams.first().pk, "visited_on": PAST_MONTH.isoformat(), "rating": 3, "seen": "Họp",
              "matter_1": "Đường hỏng"}  # fmt: skip
    url = f"{reverse('meetings:visit_create')}?don_vi={cast.unit.pk}"
    pressed(cast.users["delegate"], url, fields)
    assert TeamVisit.objects.count() == FollowUp.objects.count() == 1


def test_attendance_recorded_twice_differently_is_recorded_once(cast, meeting):
    url = reverse("meetings:attendance_edit", args=[meeting.pk])
    day = PAST_MONTH.replace(day=10).isoformat()
    one = {"held_on": day, f"status_{cast.delegate.pk}": "present", "version": 1}
    other = {"held_on": day, f"status_{cast.delegate.pk}": "absent", f"reason_{cast.delegate.pk}": "Ốm", "version": 1}
    told = collided((cast.users["secretary"], url, one), (cast.users["office"], url, other))
    assert "hội nghị này. Đang" in told
    assert Attendance.objects.count() == 1


def test_a_matter_directed_and_closed_at_once_is_not_half_of_each(cast, meeting):
    matter = FollowUp.objects.create(unit=cast.unit, matter="Đường hỏng", raised_on=PAST_MONTH)
    told = collided(
        (cast.users["office"], reverse("meetings:follow_up_edit", args=[matter.pk]),
         {"responsible": "Phòng Kinh tế", "due_on": "30/11/2024", "version": 1}),
        (cast.users["secretary"], reverse("meetings:follow_up_close", args=[matter.pk]),
         {"outcome": "Đã sửa", "closed_on": "05/11/2024", "version": 1}),
    )  # fmt: skip
    assert "vừa được người khác sửa" in told


def test_counts_entered_twice_are_kept_once(cast, meeting):
    url = reverse("surveys:tally_list", args=[PAST_MONTH])
    other = world.make_user("office2", "Giàng A Páo", roles=["office"])

    def counts(agree):
        row = {"version": 0, "answers": 60, "understand": 50, "agree": agree, "satisfied": 45}
        return {f"u{cast.unit.pk}-{name}": value for name, value in row.items()}

    told = collided((cast.users["office"], url, counts(40)), (other, url, counts(41)))
    assert "đã nhập lúc" in told
    assert SurveyTally.objects.get().version == 1
    pressed(other, url, counts(SurveyTally.objects.get().agree))
    assert SurveyTally.objects.get().version == 1


@pytest.fixture
def assessing(cast):
    scoring.use_criteria(period=cast.period, criteria_set=places.standard_set(cast.agency))
    return places.at_stage(cast.period, "self_assessment")


def test_a_self_score_a_file_and_the_handing_in_pressed_thrice_are_one_each(cast, assessing, settings, tmp_path):
    criterion = places.criterion_of(assessing, "C1")
    here = [assessing.month, cast.unit.pk]
    secretary = cast.users["secretary"]
    save = reverse("scoring:self_score_save", args=[*here, criterion.pk])
    pressed(secretary, save, {"points": "5", "comment": "", "seen": "0"})
    first = SelfScore.objects.get()
    assert str(secretary) in collided(
        (secretary, save, {"points": "4", "comment": "", "seen": first.pk}),
        (secretary, save, {"points": "3", "comment": "", "seen": first.pk}),
    )
    assert SelfScore.objects.count() == 2
    upload = reverse("scoring:evidence_upload", args=[*here, criterion.pk])
    at_once(*[(secretary, upload, {"file": SimpleUploadedFile("a.pdf", PDF)}) for _ in range(3)])
    assert Evidence.objects.count() == 1
    for one in scoring.unscored(assessing, cast.unit):
        places.self_score(assessing, cast.unit, one.code, 1, by=secretary)
    pressed(secretary, reverse("scoring:self_assessment_submit", args=here), {})
    assert SelfAssessment.objects.count() == 1


def test_two_people_of_an_agency_do_not_overwrite_each_other(cast, assessing):
    places.at_stage(assessing, "appraisal")
    colleague = world.make_user("appraiser2", "Má Thị Sua", agency=cast.agency)
    criterion = places.criterion_of(assessing, "C1")
    url = reverse("scoring:appraisal_edit", args=[assessing.month, criterion.pk])
    row = f"u{cast.unit.pk}"
    told = collided(
        (cast.users["appraiser"], url, {f"{row}-points": "5", f"{row}-seen": "0"}),
        (colleague, url, {f"{row}-points": "4", f"{row}-seen": "0"}),
    )
    assert "vừa ghi" in told
    assert Appraisal.objects.count() == 1


@pytest.mark.parametrize("who", ["appraiser", "secretary"])
def test_points_that_arrive_while_the_stage_moves_are_refused(cast, assessing, who):
    criterion = places.criterion_of(assessing, "C1")
    if who == "appraiser":
        places.at_stage(assessing, "appraisal")
        url = reverse("scoring:appraisal_edit", args=[assessing.month, criterion.pk])
        fields = {f"u{cast.unit.pk}-points": "5", f"u{cast.unit.pk}-seen": "0"}
    else:
        url = reverse("scoring:self_score_save", args=[assessing.month, cast.unit.pk, criterion.pk])
        fields = {"points": "5", "comment": "", "seen": "0"}
    answers = []
    late = threading.Thread(target=lambda: answers.extend(at_once((cast.users[who], url, fields))))
    with transaction.atomic():
        Period.objects.filter(pk=assessing.pk).update(stage="appeal")
        late.start()
        late.join(0.5)
    late.join(30)
    assert answers[0].status_code == 422
    assert not Appraisal.objects.exists()
    assert not SelfScore.objects.exists()


def test_a_bonus_pressed_thrice_is_given_once_and_taken_back_once(cast, assessing):
    fields = {"unit": cast.unit.pk, "kind": "bonus", "points": "1", "reason": "Việc tốt"}
    pressed(cast.users["office"], reverse("scoring:adjustment_create", args=[assessing.month]), fields)
    given = Adjustment.objects.get()
    assert given.bonus == Decimal(1)
    back = reverse("scoring:adjustment_take_back", args=[given.pk])
    pressed(cast.users["office"], back, {"reason": "Ghi nhầm"})
    assert Adjustment.objects.count() == 2
    assert not Adjustment.objects.in_force().exists()


@pytest.fixture
def scored(cast, assessing):
    places.at_stage(assessing, "appeal")
    places.appraise_everything(assessing, [cast.unit, cast.other_unit], by=cast.users["appraiser"])
    return assessing


def test_the_way_of_a_ranking_pressed_thrice_at_each_step_is_gone_once(cast, scored):
    def address(act):
        return reverse(f"scoring:ranking_{act}", args=[scored.month])

    pressed(cast.users["office"], address("draft"), {})
    ranking = Ranking.objects.get()
    pressed(cast.users["head"], address("check"), {"sha256": ranking.sha256})
    fields = {"sha256": ranking.sha256, "issued_on": "2026-11-30", "number": ""}
    pressed(cast.users["standing"], address("publish"), fields)
    ranking.refresh_from_db()
    assert (ranking.status, ranking.number, ranking.version) == ("published", 1, 1)
    assert DocumentForm.objects.get(kind="report").last_number == 1
    assert ranking.results.count() == 2


def test_one_number_is_never_given_to_two_reports(cast, scored):
    december = world.make_period(datetime.date(2026, 12, 1))
    scoring.use_criteria(period=december, criteria_set=scored.period_criteria.criteria_set)
    places.at_stage(december, "appeal")
    places.appraise_everything(december, [cast.unit, cast.other_unit], by=cast.users["appraiser"])
    posts = []
    for period in (scored, december):
        ranking = places.checked(period, by=cast.users["head"])
        fields = {"sha256": ranking.sha256, "issued_on": "2026-12-31", "number": "5"}
        posts.append((cast.users["standing"], reverse("scoring:ranking_publish", args=[period.month]), fields))
    assert "đã dùng" in collided(*posts)
    assert Ranking.objects.filter(status="published").count() == 1


def test_small_acts_of_the_office_pressed_thrice_are_done_once(cast):
    office = cast.users["office"]
    concern = {"unit": cast.unit.code, "reason": "Giải phóng mặt bằng", "tier_asked": "1", "opened_on": "01/11/2026",
               "expires_on": "31/12/2026"}  # fmt: skip
    pressed(office, reverse("units:concern_create"), concern)
    pressed(office, reverse("units:concern_close", args=[Concern.objects.get().pk]), {})
    days = world.proposed_deadlines(datetime.date(2026, 12, 1))
    month = {"thang": "12/2026", **{field: f"{day:%d/%m/%Y}" for field, day in days.items()}}
    pressed(office, reverse("units:period_create"), month)
    assert Period.objects.count() == 2
    move = reverse("units:stage_move", args=[cast.period.month, "assignment"])
    pressed(office, move, {"from_stage": "registration"})
    assert StageMove.objects.count() == 1


def test_a_delegate_and_busy_days_entered_thrice_are_there_once(cast):
    person = {"full_name": "Lò Thị Pằn", "agency": cast.agency.pk, "position": "Phó Trưởng ban", "tier": 2,
              "rank_order": 1, "share": 1, "max_seats": 2, "active_from": "2026-01-01"}  # fmt: skip
    pressed(cast.users["office"], reverse("assignments:delegate_create"), person)
    assert Delegate.objects.filter(full_name="Lò Thị Pằn").count() == 1
    day = timezone.localdate().isoformat()
    pressed(cast.users["delegate"], reverse("assignments:unavailability_list"), {"from_on": day, "to_on": day})
    spell = Unavailability.objects.get()
    answers = at_once(*[
        (cast.users["delegate"], reverse("assignments:unavailability_delete", args=[spell.pk]), {}) for _ in range(3)
    ])  # fmt: skip
    assert {answer.status_code for answer in answers} <= {302, 404}
    assert not Unavailability.objects.exists()


def test_two_people_changing_one_delegate_are_told_of_each_other(cast):
    state = planning.delegate_state(cast.delegate)
    other = world.make_user("office2", "Giàng A Páo", roles=["office"])
    url = reverse("assignments:delegate_edit", args=[cast.delegate.pk])
    fields = {"full_name": "Vàng Tả Lan", "agency": cast.agency.pk, "tier": 2, "rank_order": 1, "share": 1,
              "max_seats": 2, "active_from": "2026-01-01", "state": state}  # fmt: skip
    told = collided(
        (cast.users["office"], url, fields | {"position": "Trưởng ban"}), (other, url, fields | {"position": "Ủy viên"})
    )
    assert "đã lưu thay đổi của đại biểu này" in told
