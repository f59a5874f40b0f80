import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from assignments import services
from assignments.dossier_check import SOLVE_LOCK, check_dossier, names_of, solve_again
from assignments.dossier_files import LARGEST_FILE, BadFile, read_json, refuse_too_long
from assignments.models import Notice
from tests import world

URL = "/kiem-tra-ho-so/"


def upload(client, problem, plan, **fields):
    files = {
        name: SimpleUploadedFile(f"{name}.json", one if isinstance(one, bytes) else json.dumps(one).encode())
        for name, one in (("problem", problem), ("plan", plan))
        if one is not None
    }
    return client.post(URL, files | fields)


@pytest.fixture
def files(notice):
    notice = Notice.objects.get()
    return copy.deepcopy(notice.plan.problem), copy.deepcopy(notice.plan.result)


# A notice of ours


def test_a_published_notice_passes_and_every_rule_is_ticked(client, standing, notice):
    client.force_login(standing)
    page = client.get(URL, {"notice": notice.pk}).content.decode()
    assert "✓ Đúng" in page
    assert page.count("✓ Giữ") == 8
    assert page.count("✓ Khớp") == 1 + 5  # the file's own code, and each goal
    assert notice.plan.result["problem_sha256"] in page


def test_the_notice_leads_to_its_check(client, head, notice):
    client.force_login(head)
    page = client.get(reverse("assignments:notice_detail", args=[notice.pk])).content.decode()
    assert f'href="{URL}?notice={notice.pk}"' in page


def test_who_is_sent_checks_it_too_but_is_not_told_the_reasons_of_overrides(
    client, office, head, standing, draft, meeting, delegate, been_there
):
    act = services.change_seat(meeting, remove=delegate, add=been_there)
    reason = "Theo dõi tiếp vụ việc đất đai"
    plan = services.change_draft(draft, act, edit=draft.edit, by=office, at=world.NOW, override_reason=reason)
    services.submit_plan(plan, by=office, at=world.NOW)
    plan = services.check_plan_version(plan, by=head, at=world.NOW)
    notice = services.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH.replace(day=5))
    for reader, is_told in ((delegate.user, False), (standing, True)):
        client.force_login(reader)
        notice_page = client.get(reverse("assignments:notice_detail", args=[notice.pk])).content.decode()
        assert f'href="{URL}?notice={notice.pk}"' in notice_page
        page = client.get(URL, {"notice": notice.pk}).content.decode()
        assert "Trừ 1 lượt" in page
        assert (reason in page) is is_told


def test_solving_again_comes_to_the_same(client, office, notice):
    client.force_login(office)
    page = client.post(URL, {"notice": notice.pk, "again": "1"}).content.decode()
    assert "✓ Như nhau" in page
    assert "2/2 lượt trùng từng người" in page


def test_checking_changes_nothing(client, office, notice):
    before = Notice.objects.values().get()
    client.force_login(office)
    client.post(URL, {"notice": notice.pk, "again": "1"})
    client.post(URL, {"notice": notice.pk, "again": "1"})
    assert Notice.objects.values().get() == before


@pytest.mark.parametrize("rows", [1, 3])
def test_the_database_is_asked_the_same_however_many_conferences_and_notices(
    client, office, head, standing, period, rows, django_assert_num_queries
):
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
        world.make_delegate(world.make_agency(), f"Người {number}")
    for number in range(rows):
        make = services.new_version if number else services.draft_plan
        plan = make(period, by=office, at=world.NOW)
        services.submit_plan(plan, by=office, at=world.NOW)
        services.check_plan_version(plan, by=head, at=world.NOW)
        notice = services.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH)
    client.force_login(office)
    with django_assert_num_queries(13):
        client.get(URL, {"notice": notice.pk})


# Violations by name


def test_what_breaks_a_rule_is_said_by_name(notice, files, delegate, other_delegate):
    problem, plan = files
    for row in problem["delegates"]:
        row["unavailable"] = [["2026-11-01", "2026-11-30"]]

    verdict = check_dossier(problem, plan, names_of(notice))

    (broken,) = [one for one in verdict.rules if one.violations]
    assert broken.rule == "R2"
    assert len(broken.violations) == 2
    assert broken.violations[0] == (
        "đại biểu Vàng Tả Lan (Ban Tổ chức Thành ủy) bận từ 2026-11-01 đến 2026-11-30"
        " nhưng được phân công dự hội nghị xã Hợp Thành."
    )
    assert not verdict.is_same_problem
    assert not verdict.is_right


def test_what_was_let_off_a_rule_is_told_with_its_reason(files, notice, meeting, delegate):
    problem, plan = files
    pair = {"meeting": str(meeting.pk), "delegate": str(delegate.pk)}
    problem["pinned"] = [[pair["meeting"], pair["delegate"]]]
    let_off = {**problem, "overrides": [{**pair, "rule": "R8", "reason": "Theo dõi tiếp vụ việc"}]}

    rules = {one.rule: one for one in check_dossier(let_off, plan, names_of(notice)).rules}

    assert rules["R8"].let_off == (
        f"{delegate.full_name} ({delegate.agency.name}) dự {meeting.unit.name_in_text}: Theo dõi tiếp vụ việc",
    )
    assert rules["R2"].let_off == ()


def test_two_people_of_one_name_stay_two(notice, files, delegate, other_delegate):
    type(delegate).objects.update(full_name="Lò Thị Pằn", agency=delegate.agency)
    names = names_of(notice)
    assert len(set(names["delegates"].values())) == 2
    assert check_dossier(*files, names).is_right


def test_goals_are_counted_again_and_not_believed(files):
    problem, plan = files
    plan["goals"][1]["value"] = 7
    verdict = check_dossier(problem, plan)
    assert [(one.claimed, one.counted, one.is_right) for one in verdict.goals][1] == (7, 0, False)
    assert not verdict.is_right
    assert verdict.others == ()  # the table of goals says so already, in words


def test_a_plan_of_another_problem_is_told(files):
    problem, plan = files
    problem["seed"] += 1
    verdict = check_dossier(problem, plan)
    assert not verdict.is_same_problem
    assert verdict.others == ()


def test_a_worse_plan_is_told_when_solved_again(files):
    problem, plan = files
    gone = plan["seats"].pop()
    plan["empty"] = [{"meeting": gone["meeting"], "seats": 1, "because": "Thử"}]
    plan["goals"][1]["value"] = 1
    again = solve_again(problem, plan)
    assert again.better == 1
    assert (again.goals[1].before, again.goals[1].now) == (1, 0)


def test_pins_that_break_rules_are_a_sentence_and_no_fault_of_the_page(files):
    problem, plan = files
    seat = plan["seats"][0]
    problem["pinned"] = [[seat["meeting"], seat["delegate"]]] * 2
    assert "R1" in solve_again(problem, plan).fault


def test_a_dossier_that_takes_too_long_is_ended_and_said_so(files, monkeypatch):
    monkeypatch.setattr("assignments.solving_apart.HARD_SECONDS", 0.01)
    assert "quá khó để lập lại" in solve_again(*files).fault


@pytest.fixture
def somebody_solves():
    """On a connection of its own, as another web process has."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SOLVE_LOCK])
        yield other
        other.rollback()
    finally:
        other.close()


def test_while_another_dossier_is_solved_again_the_next_is_checked_and_told_to_come_back(
    client, office, files, notice, somebody_solves
):
    client.force_login(office)
    for response in (upload(client, *files, again="1"), client.post(URL, {"notice": notice.pk, "again": "1"})):
        assert response.status_code == 200
        assert response.context["verdict"].is_right
        assert "đang lập lại một hồ sơ khác" in response.content.decode()
    assert f'<option value="{notice.pk}" selected>' in response.content.decode()
    somebody_solves.rollback()
    assert "✓ Như nhau" in client.post(URL, {"notice": notice.pk, "again": "1"}).content.decode()


# Files that were sent


def test_two_files_taken_from_a_notice_are_read_with_our_names(client, office, notice, files):
    client.force_login(office)
    page = upload(client, *files).content.decode()
    assert "✓ Đúng" in page
    assert "Hai tệp này lấy từ" in page
    assert str(notice) in page


def test_goals_that_the_seats_do_not_reach_are_not_called_the_same_when_solved_again(client, office, files):
    problem, plan = files
    gone = plan["seats"].pop()
    plan["empty"] = [{"meeting": gone["meeting"], "seats": 1, "because": "Thử"}]
    client.force_login(office)
    page = upload(client, problem, plan, again="1").content.decode()
    assert "nhưng bản phân công trong hồ sơ có chỗ sai" in page
    assert "✓ Như nhau" not in page


def test_files_of_elsewhere_are_checked_with_their_own_ids(client, office, files):
    problem, plan = files
    problem["delegates"][0]["unavailable"] = [["2026-11-01", "2026-11-30"]]
    client.force_login(office)
    response = upload(client, problem, plan)
    page = response.content.decode()
    assert response.status_code == 200
    assert "✗ Có chỗ sai" in page
    assert "Hai tệp này lấy từ" not in page


DEEP = b'{"a":' * 100_000 + b"1" + b"}" * 100_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp trống"),
        (b"\xff\xfe\x00", "không phải văn bản UTF-8"),
        (b"{", "không phải JSON hợp lệ (dòng 1, cột 2)"),
        (b'{"a": 1, "a": 2}', "khóa lặp lại"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1e999}', "số quá lớn"),
        (b'{"a": ' + b"9" * 5000 + b"}", "số quá lớn"),
        (b"[]", "phải là một đối tượng JSON"),
        (b"null", "phải là một đối tượng JSON"),
        (DEEP, "quá nhiều lớp"),
        (b'{"meetings": [' + b"1," * 400 + b"1]}", "nhiều nhất 300"),
        (b" " * (LARGEST_FILE + 1), "nặng quá 5 MB"),
    ],
    ids=[
        "empty",
        "not utf-8",
        "cut",
        "twice",
        "nan",
        "infinity",
        "overflow",
        "digits",
        "list",
        "null",
        "deep",
        "long",
        "heavy",
    ],
)
def test_a_hostile_file_is_refused_beside_its_field(client, office, notice, content, said):
    client.force_login(office)
    response = upload(client, content, notice.plan.result)
    assert response.status_code == 422
    assert said in " ".join(response.context["form"].errors["problem"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda problem, plan: problem.update(meetings="x"),
        lambda problem, plan: problem.update(meetings=[None]),
        lambda problem, plan: problem["meetings"][0].update(id=["x"]),
        lambda problem, plan: problem.update(policy=None),
        lambda problem, plan: problem.update(period="2026-13"),
        lambda problem, plan: plan.update(seats=[{"meeting": "\ud800"}]),
        lambda problem, plan: plan.update(goals=[{}]),
        lambda problem, plan: plan.pop("problem_sha256"),
        lambda problem, plan: problem.update(more=json.loads("[" * 900 + "]" * 900)),
    ],
)
def test_what_has_the_wrong_shape_is_one_sentence(client, office, files, spoil):
    spoil(*files)
    client.force_login(office)
    response = upload(client, *files, again="1")
    assert response.status_code in (200, 422)
    page = response.content.decode()
    assert (
        "Không kiểm tra được" in page
        or "✗ Có chỗ sai" in page
        or "Chưa kiểm tra được" in page
        or "✗ Không khớp" in page
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "notice"), ({"problem"}, "plan"), ({"plan"}, "problem"), ({"problem", "plan", "notice"}, "notice")],
)
def test_what_is_missing_or_too_much_is_said(client, office, notice, files, given, field):
    client.force_login(office)
    problem, plan = files
    fields = {"notice": notice.pk} if "notice" in given else {}
    response = upload(client, problem if "problem" in given else None, plan if "plan" in given else None, **fields)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("sent", ["x", "999999", "0", "9" * 30])
def test_a_notice_that_is_not_there_is_refused(client, office, notice, sent):
    client.force_login(office)
    assert client.get(URL, {"notice": sent}).status_code == 422


def test_a_name_in_a_file_stays_text(client, office, files):
    problem, plan = files
    evil = "<script>alert(1)</script>"
    was = problem["delegates"][0]["id"]
    problem["delegates"][0] |= {"id": evil, "unavailable": [["2026-11-01", "2026-11-30"]]}
    for seat in plan["seats"]:
        seat["delegate"] = evil if seat["delegate"] == was else seat["delegate"]
        seat["instead_of"] = None
    client.force_login(office)
    page = upload(client, problem, plan).content.decode()
    assert "&lt;script&gt;" in page
    assert evil not in page


def test_lengths_are_held_before_anything_is_counted():
    with pytest.raises(BadFile, match="unavailable"):
        refuse_too_long({"delegates": [{"unavailable": [["2026-11-01", "2026-11-01"]] * 500}]}, ["delegates"])
    refuse_too_long(["no object"], ["delegates"])
    assert read_json('\ufeff{"a": "ế"}'.encode()) == {"a": "ế"}
