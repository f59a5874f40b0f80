"""A solve behind the page: watched, stopped, overtaken, stranded, killed. Nothing that anybody did is lost by it."""

import datetime
import os
import re
import signal

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assignments import services
from assignments.models import Plan, Solve
from assignments.planner import GoalResult
from assignments.services import planning, solving
from tests import workers, world
from tests.assignments import long_month
from tests.assignments.test_solving_apart import children, is_alive
from units.models import Meeting

LATER = world.NOW + datetime.timedelta(hours=1)
HX = {"HX-Request": "true"}


def address(name, period, *rest):
    return reverse(f"assignments:{name}", args=[period.month, *rest])


def waiting(period, by, **fields):
    return Solve.objects.create(
        **{"period": period, "kind": "draft", "asked_by": by, "asked_at": timezone.now()} | fields
    )


def during(monkeypatch, happens):
    """Something happens while the solver is at it."""
    true = planning.solve

    def solve(problem, **options):
        result = true(problem, **options)
        happens()
        return result

    monkeypatch.setattr(planning, "solve", solve)


def test_without_a_worker_it_is_done_in_the_request(period, meeting, delegate, office):
    solve = services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=LATER)
    assert (solve.state, solve.plan) == ("done", Plan.objects.get())
    assert [row["goal"] for row in solve.progress] == [
        "unmet_seniority", "empty_seats", "load", "rotation", "seniors_spent",
    ]  # fmt: skip
    assert all(row["value"] is not None for row in solve.progress)
    assert Plan.objects.get().made_by == office


def test_a_second_press_finds_what_the_first_made(period, meeting, delegate, office):
    services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=LATER)
    assert services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=LATER) is None
    plan = Plan.objects.get()
    again = {"kind": Solve.Kind.AGAIN, "plan": plan, "edit": plan.edit, "by": office, "at": LATER}
    first = services.start_solve(period, **again)
    assert services.start_solve(period, **again) == first
    assert Plan.objects.get().edit == plan.edit + 1


def test_while_it_waits_a_second_press_joins_it_and_another_kind_is_told(period, draft, office, head):
    now = timezone.now()
    solve = waiting(period, office, kind="again", plan=draft, edit=draft.edit, asked_at=now)
    same = services.start_solve(period, kind=Solve.Kind.AGAIN, plan=draft, edit=draft.edit, by=head, at=now)
    assert same == solve
    with pytest.raises(services.PlanningError, match="đang được xếp; xin chờ xong"):
        services.start_solve(period, kind=Solve.Kind.AGAIN, plan=draft, edit=draft.edit + 1, by=head, at=now)


def test_what_is_stopped_changes_nothing_whenever_it_ends(period, meeting, delegate, office, monkeypatch):
    solve = waiting(period, office)
    during(monkeypatch, lambda: services.stop_solve(solve, by=office, at=timezone.now()))
    solving.run(solve.pk)
    solve.refresh_from_db()
    assert (solve.state, solve.refusal) == ("cancelled", [])
    assert not Plan.objects.exists()


def test_what_is_stopped_stops_at_the_next_goal(period, meeting, delegate, office):
    solve = waiting(period, office)
    begun = solving._begin(solve.pk, at=timezone.now())
    tell = solving._telling(begun)
    goal = GoalResult(goal="load", value=1, proven=True, bound=1, seconds=0.0)
    assert tell(goal)
    services.stop_solve(solve, by=office, at=timezone.now())
    assert not tell(goal)


def test_what_has_ended_cannot_be_stopped_any_more(period, meeting, delegate, office):
    solve = services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=LATER)
    assert services.stop_solve(solve, by=office, at=LATER).state == "done"


def test_a_draft_changed_meanwhile_keeps_its_change(period, draft, meeting, delegate, office, head, monkeypatch):
    solve = waiting(period, head, kind="again", plan=draft, edit=draft.edit)
    act = services.change_seat(meeting, remove=delegate, add=None)
    during(monkeypatch, lambda: services.change_draft(draft, act, edit=draft.edit, by=office, at=LATER))
    solving.run(solve.pk)
    solve.refresh_from_db()
    assert solve.state == "failed"
    assert "Trong lúc xếp, đồng chí Hà Đức Nga" in solve.refusal[0]
    assert "đã rút đồng chí Vàng Tả Lan tại xã Hợp Thành; xin xếp lại" in solve.refusal[0]
    assert Plan.objects.get().seats.count() == 1


def test_a_draft_made_meanwhile_stays(period, meeting, delegate, office, head):
    solve = waiting(period, head)
    begun = solving._begin(solve.pk, at=timezone.now())
    content, month = solving._what_to_solve(begun)
    services.draft_plan(period, by=office, at=LATER)
    with pytest.raises(services.PlanningError, match="Trong lúc xếp, người khác đã lập bản dự thảo"):
        solving._keep(begun, content, month, planning.solved(month))
    assert Plan.objects.get().made_by == office


def test_of_two_that_run_the_same_only_the_later_writes(period, meeting, delegate, office):
    solve = waiting(period, office)
    first = solving._begin(solve.pk, at=timezone.now())
    second = solving._begin(solve.pk, at=timezone.now())
    content, month = solving._what_to_solve(first)
    solving._keep(first, content, month, planning.solved(month))
    assert not Plan.objects.exists()
    solving._keep(second, content, month, planning.solved(month))
    assert Plan.objects.count() == 1
    solve.refresh_from_db()
    assert solve.state == "done"


def test_what_cannot_be_solved_says_why(client, period, office, body):
    client.force_login(office)
    response = client.post(address("plan_draft", period))
    assert response.status_code == 422
    assert "Chưa có đơn vị nào đăng ký" in response.content.decode()
    assert Solve.objects.get().state == "failed"
    assert "không thành" in client.get(address("plan_detail", period)).content.decode()


def test_why_it_came_to_nothing_is_said_once(client, period, draft, meeting, delegate, office):
    why = "Trong lúc xếp, đồng chí Hà Đức Nga đã ghim một lượt; xin xếp lại."
    ended = {"kind": "again", "plan": draft, "edit": draft.edit, "ended_at": timezone.now()}
    solve = waiting(period, office, state="failed", refusal=[why], **ended)
    client.force_login(office)
    page = client.get(address("solve_detail", period, solve.pk), follow=True).content.decode()
    assert page.count(why) == 1
    waiting(period, office, state="done", **ended)
    page = client.get(address("solve_detail", period, solve.pk), follow=True).content.decode()
    assert page.count(why) == 1  # the page of the plan tells of the later one by itself


def test_an_empty_month_is_refused_in_one_sentence(client, period, office, body):
    client.force_login(office)
    page = client.post(address("plan_draft", period)).content.decode()
    assert page.count("Chưa có đơn vị nào đăng ký") == 1


def test_a_fault_of_the_program_leaves_nothing_stuck(period, meeting, delegate, office, monkeypatch):
    def broken(problem, **options):
        raise RuntimeError("no memory")

    monkeypatch.setattr(planning, "solve", broken)
    solve = services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=LATER)
    assert (solve.state, solve.refusal) == ("failed", [solving.FAILED])


# Nobody at it


def test_what_nobody_is_at_is_stranded_and_gives_way(period, meeting, delegate, office):
    now = timezone.now()
    minute = datetime.timedelta(minutes=2)
    fresh = waiting(period, office, state="running", started_at=now, asked_at=now)
    assert not services.is_stranded(fresh, at=now)
    assert services.is_stranded(fresh, at=now + minute)
    done = services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=now + minute)
    assert done.state == "done"
    fresh.refresh_from_db()
    assert (fresh.state, fresh.refusal) == ("failed", [solving.CUT_OFF])


def test_the_page_says_that_nobody_is_at_it_and_does_it_here(client, period, meeting, delegate, office):
    solve = waiting(period, office, asked_at=timezone.now() - datetime.timedelta(minutes=1))
    client.force_login(office)
    page = client.get(address("solve_detail", period, solve.pk)).content.decode()
    assert "Phần chạy nền của máy chủ đang dừng" in page
    assert "việc xếp vẫn tiếp tục" not in page
    response = client.post(address("solve_here", period, solve.pk), follow=True)
    assert "Đã lập dự thảo" in response.content.decode()
    assert "Xếp xong lúc" in response.content.decode()
    assert Plan.objects.count() == 1


def test_progress_is_told_goal_by_goal_and_leads_on_at_the_end(client, period, meeting, delegate, office):
    progress = [{"goal": "unmet_seniority", "value": 0}, {"goal": "load", "value": None}]
    solve = waiting(period, office, state="running", started_at=timezone.now(), progress=progress)
    client.force_login(office)
    page = client.get(address("solve_detail", period, solve.pk), headers=HX).content.decode()
    assert "Đã xong 1/2 mục tiêu: hội nghị thiếu cấp 0." in page
    assert page.lstrip().startswith('<div id="progress"')
    board = client.get(address("plan_detail", period)).content.decode()
    assert "Xem tiến độ" in board
    assert address("plan_draft", period) not in board  # it is being done; the button comes back when it has ended
    stopped = client.post(address("solve_stop", period, solve.pk), follow=True).content.decode()
    assert "chưa lập dự thảo nào" in stopped
    ended = client.get(address("solve_detail", period, solve.pk), headers=HX)
    assert ended["HX-Redirect"] == address("plan_detail", period)
    assert address("plan_draft", period) in client.get(address("plan_detail", period)).content.decode()


def test_the_buttons_stay_in_their_place_while_nothing_is_new(client, period, meeting, delegate, office):
    """One that is put in anew every second slips from under the finger that presses it."""
    progress = [{"goal": "unmet_seniority", "value": None}, {"goal": "load", "value": None}]
    solve = waiting(period, office, state="running", started_at=timezone.now(), progress=progress)
    client.force_login(office)
    page = client.get(address("solve_detail", period, solve.pk)).content.decode()
    look = re.search(r'hx-get="([^"]+)"', page)[1]
    assert client.get(look, headers=HX).status_code == 204
    progress[0]["value"] = 0
    Solve.objects.update(progress=progress)
    assert "Đã xong 1/2" in client.get(look, headers=HX).content.decode()
    assert client.get(look).status_code == 200  # opened as a page it is one


def test_a_solve_of_another_month_is_not_here(client, period, meeting, office):
    other = world.make_period(datetime.date(2026, 12, 1))
    solve = waiting(other, office)
    client.force_login(office)
    assert client.get(address("solve_detail", period, solve.pk)).status_code == 404
    assert client.post(address("solve_stop", period, solve.pk)).status_code == 404
    assert client.post(address("solve_here", period, solve.pk)).status_code == 404


# Real workers


@pytest.fixture
def queue(settings):
    """Tasks wait for a worker, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def run(queue):
    started = []

    def run_worker():
        worker = workers.start()
        started.append(worker)
        return worker, worker.stdout.readline().split()[1]  # "Worker tuyenvan-… is ready."

    yield run_worker
    for worker in started:
        worker.kill()
        worker.wait()
        worker.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_it_and_one_killed_in_the_middle_is_followed_by_the_next(run, period, meeting, delegate, office):
    worker, name = run()
    worker.send_signal(signal.SIGSTOP)  # alive, and at nothing yet
    solve = services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=timezone.now())
    assert solve.state == "waiting"
    assert not services.is_stranded(solve, at=timezone.now())
    DBTaskResult.objects.update(status="RUNNING", worker_ids=[name])
    solving._begin(solve.pk, at=timezone.now())  # as far as it came
    worker.kill()
    worker.wait()
    solve.refresh_from_db()
    workers.until(lambda: services.is_stranded(solve, at=timezone.now()))
    run()
    assert not services.is_stranded(solve, at=timezone.now())
    workers.until(lambda: Solve.objects.get().state == "done")
    assert Plan.objects.get().seats.count() == 1
    assert Plan.objects.get().steps.count() == 1


# A month that takes long


@pytest.fixture
def long_solve(run, period, office):
    """A worker that is in the middle of it: (worker, the process that solves, the row)."""
    long_month.make(period, by=office)
    worker, _ = run()
    solve = services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=timezone.now())
    workers.until(lambda: children(worker.pid))
    (solver,) = children(worker.pid)
    solve.refresh_from_db()
    assert solve.state == "running"
    return worker, solver, solve


def few_conferences(period):
    Meeting.objects.filter(period=period).exclude(pk__in=Meeting.objects.filter(period=period)[:5]).delete()


@pytest.mark.django_db(transaction=True)
def test_stop_in_the_middle_ends_the_search_and_frees_the_worker(client, long_solve, period, office):
    _, solver, solve = long_solve
    client.force_login(office)

    page = client.post(address("solve_stop", period, solve.pk), follow=True).content.decode()

    assert "chưa lập dự thảo nào" in page
    workers.until(lambda: not is_alive(solver), seconds=5)
    few_conferences(period)
    again = services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=timezone.now())
    workers.until(lambda: Solve.objects.get(pk=again.pk).state == "done")
    assert Plan.objects.filter(period=period).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_solver_killed_in_the_middle_is_told_on_the_page_and_the_worker_lives_on(client, long_solve, period, office):
    worker, solver, solve = long_solve
    client.force_login(office)

    os.kill(solver, signal.SIGKILL)

    workers.until(lambda: Solve.objects.get(pk=solve.pk).state == "failed")
    page = client.get(address("solve_detail", period, solve.pk), follow=True).content.decode()
    assert "bị ngắt giữa chừng" in page
    assert worker.poll() is None
    few_conferences(period)
    again = services.start_solve(period, kind=Solve.Kind.DRAFT, by=office, at=timezone.now())
    workers.until(lambda: Solve.objects.get(pk=again.pk).state == "done")


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_is_told_on_the_page_and_a_new_solve_begins(client, long_solve, period, office):
    worker, solver, solve = long_solve
    client.force_login(office)

    worker.kill()
    worker.wait()

    workers.until(lambda: not is_alive(solver), seconds=20)
    workers.until(lambda: services.is_stranded(solve, at=timezone.now()))
    page = client.get(address("solve_detail", period, solve.pk)).content.decode()
    assert "Phần chạy nền của máy chủ đang dừng" in page
    few_conferences(period)
    response = client.post(address("plan_draft", period), follow=True)
    assert "Đã lập dự thảo" in response.content.decode()
    solve.refresh_from_db()
    assert (solve.state, solve.refusal) == ("failed", [solving.CUT_OFF])
    assert Plan.objects.filter(period=period).count() == 1
