"""Solving in a process of its own, which can be ended at any moment: `time_limit` bounds the search only, and no solver
answers while it is at one goal.

Run as a program it reads a problem from its input and writes a line for each goal settled, then the plan. No Django.
"""

import contextlib
import ctypes
import json
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import IO, Any

from assignments.dossier import plan_to_dict, read_problem
from assignments.planner import GoalResult, SolveStopped, solve

HARD_SECONDS = 12.0
"""With the loading of the solvers, before the process is ended."""
LOOK = 0.3
"""Seconds between two looks whether the plan is still wanted."""
DIES_WITH_ITS_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class TooHard(Exception):
    """No plan in the time that a page may take."""


class SolverDied(Exception):
    """The process ended without a plan: killed, or out of memory."""


def solve_apart(
    problem: Any,
    *,
    time_limit: float,
    hard_limit: float | None = None,
    on_goal: Callable[[GoalResult], bool] = lambda goal: True,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Any:
    """The plan file of a problem that `read_problem` takes.

    Raises TooHard after `hard_limit` seconds, SolverDied, and SolveStopped as soon as the plan is no longer wanted, or
    `on_goal` says so.
    """
    end = monotonic() + (HARD_SECONDS if hard_limit is None else hard_limit)
    with tempfile.TemporaryFile() as complaints, _begun(time_limit, complaints) as process:
        lines: Lines = queue.SimpleQueue()
        talk = threading.Thread(target=_talk, args=(process, json.dumps(problem).encode(), lines), daemon=True)
        talk.start()
        try:
            for line in _as_they_come(lines):
                if monotonic() > end:
                    raise TooHard
                if not (on_goal(GoalResult(**line["goal"])) if line and "goal" in line else is_wanted()):
                    raise SolveStopped
                if line and "plan" in line:
                    return line["plan"]
        finally:
            process.kill()
            talk.join()
        code = process.wait()
        complaints.seek(0)
        raise SolverDied(f"ended as {code}: {complaints.read()[-2000:].decode(errors='replace')}")


Lines = queue.SimpleQueue[bytes | None]
"""None: there is no more."""


def _begun(time_limit: float, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program, with no argument that anybody typed
        [sys.executable, "-m", "assignments.solving_apart", str(time_limit)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        cwd=Path(__file__).resolve().parent.parent,
    )


def _talk(process: subprocess.Popen[bytes], problem: bytes, lines: Lines) -> None:
    if process.stdin and process.stdout:
        with contextlib.suppress(OSError), process.stdin as into:  # where it has ended, its output has too
            into.write(problem)
        for line in process.stdout:
            lines.put(line)
    lines.put(None)


def _as_they_come(lines: Lines) -> Iterator[Any]:
    """With a None where LOOK seconds have passed without any."""
    while True:
        try:
            line = lines.get(timeout=LOOK)
        except queue.Empty:
            yield None
            continue
        if line is None:
            return
        yield json.loads(line)


def main() -> None:
    # A worker that is killed takes its solver with it.
    ctypes.CDLL(None).prctl(DIES_WITH_ITS_PARENT, signal.SIGKILL)
    found = solve(read_problem(json.load(sys.stdin)), time_limit=float(sys.argv[1]), on_goal=_tell)
    _write({"plan": plan_to_dict(found)})


def _tell(goal: GoalResult) -> bool:
    _write({"goal": asdict(goal)})
    return True


def _write(line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
