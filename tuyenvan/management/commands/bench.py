import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from tuyenvan.demo.database import is_empty, make_database, migrate, refuse_real_data
from tuyenvan.demo.lists import measure_lists
from tuyenvan.demo.measuring import measure_pages, measure_papers, measure_plans
from tuyenvan.demo.planner_bench import measure_planner
from tuyenvan.demo.profiles import PROFILES
from units.models import Period

NATION = "nation"
SIZES = {"city": "17", "province": "99"}


class Command(BaseCommand):
    help = "Measures pages, papers, plans and the planner by itself, and prints Markdown. It reports; it fails nobody."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--runs", type=int, default=15)
        parser.add_argument("--profiles", nargs="+", choices=sorted(PROFILES), default=list(SIZES))
        parser.add_argument("--lists", action="store_true", help="list pages only, at 17 and at 3,321 units")
        parser.add_argument("--planner", action="store_true", help="the planner only, beside the naive model")
        parser.add_argument("--naive-seconds", type=float, default=60.0, help="for the naive model; 0: not at all")
        parser.add_argument("--measure", choices=[*sorted(PROFILES), NATION], help="used by itself: one, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["planner"]:  # asks no database
            self._planner(options)
            return
        refuse_real_data()
        if options["measure"]:
            measure = self._lists if options["lists"] else self._measure
            self.stdout.write(json.dumps(measure(options["measure"], options["runs"])))
            return
        if options["lists"]:
            # Twice by turns, for the machine may be busy with something else meanwhile.
            turns = [(one, self._in_its_own_database(one, options["runs"], "--lists")) for one in ("city", NATION) * 2]
            self.stdout.write("\n".join(_list_table(turns)))
            return
        results = {profile: self._in_its_own_database(profile, options["runs"]) for profile in options["profiles"]}
        self.stdout.write("\n".join([*_page_table(results), "", *_other_table(results), ""]))
        self._planner(options)

    def _planner(self, options: dict[str, Any]) -> None:
        runs = max(options["runs"] // 5, 1)
        for line in measure_planner(runs, options["naive_seconds"], lambda name: self.stderr.write(f"{name}…")):
            self.stdout.write(line)

    def _in_its_own_database(self, profile: str, runs: int, *more: str) -> dict[str, Any]:
        self.stderr.write(f"{profile}…")
        environment = os.environ | {"DATABASE_NAME": f"bench_{profile}"}
        command = [sys.executable, "manage.py", "bench", "--measure", profile, "--runs", str(runs), *more]
        done = subprocess.run(  # noqa: S603 - our own command, no words from outside
            command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, check=True
        )
        measured: dict[str, Any] = json.loads(done.stdout)
        return measured

    def _lists(self, profile: str, runs: int) -> dict[str, Any]:
        self._data(profile)
        return {"lists": [asdict(one) for one in measure_lists(runs)]}

    def _data(self, profile: str) -> None:
        make_database()
        migrate()
        this_month = timezone.localdate().replace(day=1)
        if is_empty() or not Period.objects.filter(month=this_month).exists():
            if profile == NATION:
                call_command("load_scale_data", reset=True, stdout=self.stderr)
            else:
                call_command("demo_data", profile=profile, reset=True, stdout=self.stderr)

    def _measure(self, profile: str, runs: int) -> dict[str, Any]:
        self._data(profile)
        return {
            "pages": [asdict(page) for page in measure_pages(runs)],
            "seconds": measure_plans(max(runs // 5, 1)) | measure_papers(max(runs // 5, 1)),
        }


def _list_table(turns: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """`×`: times the same page at 17 units, each the quickest of all runs."""
    quickest: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = {}
    for profile, result in turns:
        for one in result["lists"]:
            best = quickest.setdefault((one["name"], one["role"], one["month"]), {})
            if profile not in best or one["milliseconds"] < best[profile]["milliseconds"]:
                best[profile] = one
    lines = ["| list | role | month | 17: ms | SQL | 3,321: ms | SQL | × |", "|---|---|---|" + "--:|" * 5]
    for (name, role, month), best in quickest.items():
        if len(best) == 2:
            few, many = best["city"], best[NATION]
            times = f"{few['milliseconds']:.1f} | {few['queries']} | {many['milliseconds']:.1f} | {many['queries']}"
            lines.append(f"| {name} | {role} | {month} | {times} | {many['milliseconds'] / few['milliseconds']:.2f} |")
    return lines


def _page_table(results: dict[str, Any]) -> list[str]:
    """`×`: times a bare view of as many bytes; `× signed in`: times such a view behind the program's own middleware."""
    columns = [f"{SIZES[one]}: ms | KB | SQL | × | × signed in" for one in results]
    lines = [f"| page | role | {' | '.join(columns)} |", "|---|---|" + "--:|" * (5 * len(results))]
    pages = {one: {page["name"]: page for page in result["pages"]} for one, result in results.items()}
    for name in dict.fromkeys(name for found in pages.values() for name in found):
        cells = [_page_cells(found.get(name)) for found in pages.values()]
        role = next(found[name]["role"] for found in pages.values() if name in found)
        lines.append(f"| {name} | {role} | {' | '.join(cells)} |")
    return lines


def _page_cells(page: dict[str, Any] | None) -> str:
    if page is None:
        return "– | – | – | – | –"
    took = page["milliseconds"]
    ratios = f"{took / page['bare']:.0f} | {took / page['signed_in_bare']:.1f}"
    return f"{took:.1f} | {page['kilobytes']:.0f} | {page['queries']} | {ratios}"


def _other_table(results: dict[str, Any]) -> list[str]:
    lines = [
        f"| seconds | {' | '.join(SIZES[one] for one in results)} |",
        "|---|" + "--:|" * len(results),
    ]
    for name in dict.fromkeys(name for result in results.values() for name in result["seconds"]):
        cells = [f"{result['seconds'][name]:.3f}" if name in result["seconds"] else "–" for result in results.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines
