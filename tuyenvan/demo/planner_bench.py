"""The planner's times beside those of the naive model, and each goal beside the bound of linear programming."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assignments.dossier import read_problem
from assignments.planner import SolvedPlan, solve
from assignments.planner.goals import GOALS
from assignments.planner.problem import Problem
from assignments.planner.solving import bounds_of_linear_program

from .naive import solve_naively
from .planner_cases import Dossier, crowded, month, short_month, without

PROVINCES = 34
CROWDED = 100
PEAK = """
from pathlib import Path
from assignments.dossier import read_problem
from assignments.planner import solve
from tuyenvan.demo.planner_cases import {case}
solve(read_problem({case}(99, {people}, 1)))
print(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""
Progress = Callable[[str], object]


@dataclass(frozen=True, kw_only=True)
class Solve:
    seconds: float
    processor: float
    """Seconds of the processor: what it would take on a machine that does nothing else."""
    plan: SolvedPlan


def measure_planner(runs: int, naive_seconds: float, progress: Progress) -> Iterator[str]:
    """Markdown, line by line: whole solves with their sentences, the quickest run, the modules loaded before."""
    yield "| month | target, s | planner, s | CPU, s | proven by | naive model, s | goals: value (LP bound) |"
    yield "|---|--:|--:|--:|---|--:|---|"
    _quickest(crowded(1), 1)  # loads the solvers
    for name, target, dossier in _months():
        progress(name)
        took = _quickest(dossier, runs)
        problem = read_problem(dossier)
        naive = _naive(problem, took.plan, naive_seconds) if naive_seconds else "–"
        cells = [target, f"{took.seconds:.3f}", f"{took.processor:.3f}", took.plan.method, naive]
        yield f"| {name} | {' | '.join(cells)} | {_goals(problem, took.plan)} |"
    for name, target, make, people in _nation():
        progress(name)
        each = [_quickest(make(98, people, 100 + place), runs) for place in range(PROVINCES)]
        yield f"| {name} | {target} | {_sums(each)} | – | – | |"
    progress("random")
    each = [_quickest(crowded(seed), 1) for seed in range(CROWDED)]
    slowest = max(each, key=lambda one: one.processor)
    name = f"hardest of {CROWDED} random months: number {each.index(slowest)}"
    cells = ["5", f"{slowest.seconds:.2f}", f"{slowest.processor:.2f}", slowest.plan.method, "–"]
    yield f"| {name} | {' | '.join(cells)} | |"
    yield ""
    peaks = _peak("month", 160), _peak("short_month", 80)
    yield f"Peak memory of a process that solves one province: {peaks[0]:.0f} MB, short of people {peaks[1]:.0f} MB."


def _months() -> Iterator[tuple[str, str, Dossier]]:
    province = month(99, 160, 1)
    yield "city, 17 × 45", "0.3", month(17, 45, 1)
    yield "province, 99 × 160", "0.3", province
    yield "short of people, 99 × 80", "1", short_month(99, 80, 1)
    yield "repair, 99 × 160, 3 people out", "0.3", without(province, solve(read_problem(province)).pairs, 3)
    yield "300 × 420", "2", month(300, 420, 1)


def _nation() -> Iterator[tuple[str, str, Callable[[int, int, int], Dossier], int]]:
    yield f"nation, {PROVINCES} × (98 × 160)", "5", month, 160
    yield f"nation, {PROVINCES} × (98 × 80), short of people", "15", short_month, 80


def _sums(each: list[Solve]) -> str:
    return f"{sum(one.seconds for one in each):.1f} | {sum(one.processor for one in each):.1f}"


def _quickest(dossier: Dossier, runs: int) -> Solve:
    """Of several runs: whatever else the machine does only ever adds."""
    found = []
    for _ in range(runs):
        problem = read_problem(dossier)  # anew: a problem remembers what was worked out about it
        start, before = time.perf_counter(), time.process_time()
        plan = solve(problem)
        took = time.perf_counter() - start, time.process_time() - before
        found.append(Solve(seconds=took[0], processor=took[1], plan=plan))
    least = min(found, key=lambda one: one.seconds)
    return replace(least, processor=min(one.processor for one in found))


def _naive(problem: Problem, plan: SolvedPlan, seconds: float) -> str:
    start, before = time.perf_counter(), time.process_time()
    found = solve_naively(problem, seconds)
    took = f"{time.perf_counter() - start:.1f} (CPU {time.process_time() - before:.0f})"
    values = {goal.goal: goal.value for goal in plan.goals}
    if any(found[goal] != values[goal] for goal in found if goal in values):
        return f"{took}, **other values**: {found}"
    if len(found) < len(GOALS):
        return f"hopeless: {len(found)} of {len(GOALS)} goals in {took}"
    return f"{took}, same values"


def _goals(problem: Problem, plan: SolvedPlan) -> str:
    bounds = bounds_of_linear_program(problem, {goal.goal: goal.value for goal in plan.goals})
    return ", ".join(f"{goal.goal} {goal.value} ({bounds[goal.goal]})" for goal in plan.goals)


def _peak(case: str, people: int) -> float:
    """Megabytes. Of the process itself: what `getrusage` says of a child begins at the size of its parent."""
    command = [sys.executable, "-c", PEAK.format(case=case, people=people)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603 - our own command
    return int(done.stdout.split()[1]) / 1024
