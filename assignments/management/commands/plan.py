import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

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
        _refuse_own_input(options["problem"], options["out"])
        plan = solve(problem, time_limit=options["time_limit"])
        text = to_json(plan_to_dict(plan, timings=options["timings"]))
        if options["out"] is None:
            self.stdout.write(text, ending="")
        else:
            _write(options["out"], text)


def _read(path: Path) -> Problem:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return read_problem(json.loads(text, object_pairs_hook=_without_repeated_keys, parse_constant=_refuse_constant))
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.", returncode=MALFORMED) from error
    except DossierError as error:
        raise CommandError(f"{path}: {error}", returncode=MALFORMED) from error
    except json.JSONDecodeError as error:
        place = f"dòng {error.lineno}, cột {error.colno}"
        raise CommandError(f"{path}: không phải JSON hợp lệ ({place}).", returncode=MALFORMED) from error
    except (ValueError, RecursionError) as error:
        what = "không phải JSON hợp lệ bằng UTF-8, hoặc có khóa lặp"
        raise CommandError(f"{path}: {what}.", returncode=MALFORMED) from error


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers could each take another one of the two."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("repeated key")
    return found


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _refuse_own_input(source: Path, out: Path | None) -> None:
    if out is not None and out.resolve() == source.resolve():
        raise CommandError("Tệp kết quả trùng với hồ sơ đầu vào; hãy chọn tên khác.", returncode=MALFORMED)


def _write(path: Path, text: str) -> None:
    """All of it or nothing: a reader never meets half a plan."""
    unfinished = path.parent / f".{path.name}.{os.getpid()}"
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):  # what could not be made cannot be removed either
            unfinished.unlink()
        raise CommandError(f"Không ghi được tệp {path}: {error.strerror}.", returncode=MALFORMED) from error
