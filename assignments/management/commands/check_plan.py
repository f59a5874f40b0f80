import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from assignments.checker import MalformedDossierError, check


class Command(BaseCommand):
    help = "Kiểm tra độc lập một bản phân công so với bài toán của nó, không cần cơ sở dữ liệu."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", type=Path, metavar="PROBLEM.json", help="bài toán (tuyenvan-assignment/1)")
        parser.add_argument("plan", type=Path, metavar="PLAN.json", help="bản phân công (tuyenvan-plan/1)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            violations = check(_read(Path(options["problem"])), _read(Path(options["plan"])))
        except MalformedDossierError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        for line in violations:
            self.stdout.write(line)
        if violations:
            sys.exit(1)
        self.stdout.write("Bản phân công đúng: mọi quy tắc và mục tiêu đều khớp với bài toán.")


def _read(path: Path) -> Any:
    """Parse strict JSON: a repeated key or NaN is refused, for two readers could understand it differently."""
    name = "".join(letter if letter.isprintable() else "?" for letter in str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise MalformedDossierError(f"Không có tệp {name}.") from error
    except OSError as error:
        raise MalformedDossierError(f"Không đọc được tệp {name}.") from error
    except UnicodeDecodeError as error:
        raise MalformedDossierError(f"Tệp {name} không phải văn bản UTF-8.") from error
    try:
        return json.loads(text, object_pairs_hook=_without_repeated_keys, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"dòng {error.lineno}, cột {error.colno}"
        raise MalformedDossierError(f"Tệp {name} không phải JSON hợp lệ ({place}).") from error
    except (ValueError, RecursionError) as error:
        raise MalformedDossierError(f"Tệp {name} không phải JSON hợp lệ (khóa lặp, NaN hoặc quá sâu).") from error


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("repeated key")
    return found


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(constant)
