"""A month that takes long is solved in a process of its own: stopped at once, ended in time, missed when killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assignments.dossier import plan_to_dict, read_problem
from assignments.planner import SolveStopped, solve
from assignments.solving_apart import SolverDied, TooHard, solve_apart
from tests import workers
from tests.assignments import long_month
from tests.assignments.test_planner_rules import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]


def children(parent=None):
    """Processes that solve and were begun by this one."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes()
            began_by = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"assignments.solving_apart" in command and began_by == (parent or os.getpid()):
            found.append(int(place.name))
    return found


def is_alive(process):
    return Path(f"/proc/{process}/cmdline").exists() and bool(Path(f"/proc/{process}/cmdline").read_bytes())


def test_what_comes_out_is_what_solving_here_gives_goal_by_goal():
    month = json.loads((EXAMPLES / "assignment_city17.json").read_text(encoding="utf-8"))
    told = []

    plan = solve_apart(month, time_limit=20, on_goal=lambda goal: told.append((goal.goal, goal.value)) or True)

    here = plan_to_dict(solve(read_problem(month)))
    for result in (plan, here):
        for goal in result["goals"]:
            goal.pop("seconds")
    assert plan == here
    assert told == [(goal["goal"], goal["value"]) for goal in plan["goals"]]
    assert not children()


def test_a_stop_in_the_middle_of_a_long_goal_takes_effect_within_a_second():
    """The search is given ten minutes; it is at one goal when nobody wants it any more."""
    month = long_month.dossier()
    stopped_at = []

    def is_wanted():
        if not stopped_at and any(
            Path(f"/proc/{child}/stat").exists() and seconds_used(child) > 3 for child in children()
        ):
            stopped_at.append(time.monotonic())
        return not stopped_at

    with pytest.raises(SolveStopped):
        solve_apart(month, time_limit=600, hard_limit=600, is_wanted=is_wanted)

    assert time.monotonic() - stopped_at[0] < 5  # a second, and what a busy machine adds
    assert not children()


def seconds_used(process):
    """Of the processor: past reading and imports, so in the search."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def test_what_takes_too_long_is_ended():
    with pytest.raises(TooHard):
        solve_apart(long_month.dossier(), time_limit=600, hard_limit=1)
    assert not children()


def test_a_solver_that_is_killed_is_missed():
    killed = []

    def is_wanted():
        for child in children():
            os.kill(child, signal.SIGKILL)
            killed.append(child)
        return True

    with pytest.raises(SolverDied, match="ended as -9"):
        solve_apart(long_month.dossier(), time_limit=600, hard_limit=600, is_wanted=is_wanted)
    assert killed


def test_a_file_that_cannot_be_read_is_no_plan_and_says_what_was_wrong():
    with pytest.raises(SolverDied, match="DossierError"):
        solve_apart({"format": "?"}, time_limit=1)


def test_the_solver_does_not_outlive_whoever_began_it(tmp_path):
    """A worker killed with -9 leaves no process behind that computes for nobody."""
    file = tmp_path / "month.json"
    file.write_text(json.dumps(long_month.dossier()), encoding="utf-8")
    code = (
        "import json, sys; from assignments.solving_apart import solve_apart; "
        "solve_apart(json.load(open(sys.argv[1])), time_limit=600, hard_limit=600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(file)], cwd=ROOT)
    try:
        workers.until(lambda: any(seconds_used(child) > 1 for child in children(parent.pid)))
        (child,) = children(parent.pid)
    finally:
        parent.kill()
        parent.wait()

    workers.until(lambda: not is_alive(child), seconds=20)
