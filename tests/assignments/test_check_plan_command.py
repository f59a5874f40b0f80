import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.assignments.test_checker import example


def written(folder: Path, name: str, value: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_a_right_plan_is_said_to_be_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, plan = example()
    call_command("check_plan", written(tmp_path, "problem.json", problem), written(tmp_path, "plan.json", plan))
    assert capsys.readouterr().out == "Bản phân công đúng: mọi quy tắc và mục tiêu đều khớp với bài toán.\n"


def test_a_wrong_plan_ends_with_1_and_one_line_a_violation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, plan = example()
    plan["goals"][3]["value"] = 0
    plan["status"] = "time_limit"
    with pytest.raises(SystemExit) as ended:
        call_command("check_plan", written(tmp_path, "problem.json", problem), written(tmp_path, "plan.json", plan))
    assert ended.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        "goals: load ghi 0, tính lại là 308.",
        "status: ghi time_limit nhưng theo các mục tiêu (proven) phải là optimal.",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "không phải JSON hợp lệ (dòng 1, cột 1)"),
        (b"\xff\xfe", "không phải văn bản UTF-8"),
        (b'{"seats": NaN}', "không phải JSON hợp lệ"),
        (b'{"seats": [], "seats": []}', "không phải JSON hợp lệ (khóa lặp"),
        (b"[" * 200_000, "không phải JSON hợp lệ"),
        (b"[]", "Bản phân công: phải là một đối tượng JSON."),
        (b"{}", "Bản phân công, format"),
    ],
)
def test_what_is_not_a_plan_ends_with_2_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("check_plan", written(tmp_path, "problem.json", example()[0]), str(tmp_path / "plan.json"))
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert (printed.out, printed.err.count("\n")) == ("", 1)


def test_a_file_that_is_not_there_or_is_a_folder_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, message in [(tmp_path / "none.json", "Không có tệp"), (tmp_path, "Không đọc được tệp")]:
        with pytest.raises(SystemExit) as ended:
            call_command("check_plan", str(path), str(path))
        assert ended.value.code == 2
        assert message in capsys.readouterr().err
