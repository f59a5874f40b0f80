import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assignments.dossier import DossierError, plan_to_dict, read_problem, to_json
from assignments.planner import Problem, solve

MALFORMED = 2


class Command(BaseCommand):
    help = "Lập bản phân công tốt nhất cho một hồ sơ tháng, không cần cơ sở dữ liệu."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", type=Path, metavar="PROBLEM.json", help="hồ sơ tuyenvan-assignment/1")
        parser.add_argument("--out", type=Path, metavar="PLAN.json", help="tệp kết quả; bỏ trống thì in ra màn hình")
        parser.add_argument("--time-limit", type=float, default=60.0, metavar="GIÂY", help="mặc định 60 giây")
        parser.add_argument(
            "--timings", action="store_true", help="ghi cả số giây của từng mục tiêu (hai lần chạy sẽ khác nhau)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        problem = _read(options["problem"])
        plan = solve(problem, time_limit=options["time_limit"])
        text = to_json(plan_to_dict(plan, timings=options["timings"]))
        if options["out"] is None:
            self.stdout.write(text, ending="")
        else:
            _write(options["out"], text)


def _read(path: Path) -> Problem:
    try:
        return read_problem(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.", returncode=MALFORMED) from error
    except DossierError as error:
        raise CommandError(f"{path}: {error}", returncode=MALFORMED) from error
    except json.JSONDecodeError as error:
        place = f"dòng {error.lineno}, cột {error.colno}"
        raise CommandError(f"{path}: không phải JSON hợp lệ ({place}).", returncode=MALFORMED) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path}: không phải JSON hợp lệ bằng UTF-8.", returncode=MALFORMED) from error


def _write(path: Path, text: str) -> None:
    """All of it or nothing: a reader never meets half a plan."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CommandError(f"Không ghi được tệp {path}: {error.strerror}.", returncode=MALFORMED) from error
