import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scoring.dossier import RankingError, read_input, write_result
from scoring.formula import compute


class Command(BaseCommand):
    help = "Tính lại xếp hạng tháng từ hồ sơ xếp hạng (tuyenvan-ranking/1), không cần cơ sở dữ liệu."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("input", type=Path, metavar="INPUT.json", help="hồ sơ đầu vào")
        parser.add_argument("--out", type=Path, required=True, metavar="RESULT.json", help="tệp kết quả sẽ được ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = Path(options["input"]), Path(options["out"])
        try:
            if source.resolve() == target.resolve():
                raise RankingError("Tệp kết quả trùng với tệp đầu vào; hãy chọn tên khác.")
            result = compute(read_input(source))
            write_result(target, result)
        except RankingError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(f"Đã xếp hạng {len(result['rows'])} đơn vị, kỳ {result['period']}: {target}")
