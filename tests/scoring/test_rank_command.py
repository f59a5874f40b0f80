import json
from pathlib import Path

import pytest
from django.core.management import call_command

from scoring.formula import compute

EXAMPLE = Path(__file__).parent / "ranking_17.json"


def refusal(capsys: pytest.CaptureFixture[str], source: Path, out: Path) -> str:
    with pytest.raises(SystemExit) as ended:
        call_command("rank", str(source), out=str(out))
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err


def test_the_result_is_written_and_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first.json", "second.json"):
        call_command("rank", str(EXAMPLE), out=str(tmp_path / name))
    first = (tmp_path / "first.json").read_bytes()
    assert first == (tmp_path / "second.json").read_bytes()
    assert json.loads(first) == compute(json.loads(EXAMPLE.read_bytes()))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["first.json", "second.json"]


def test_a_result_replaces_an_older_one(tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    out.write_text("old", encoding="utf-8")
    call_command("rank", str(EXAMPLE), out=str(out))
    assert out.read_text(encoding="utf-8").startswith("{")


def test_a_refused_dossier_names_the_place_and_leaves_the_older_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(EXAMPLE.read_bytes())
    data["units"][3]["points"]["B2"]["points"] = "12.51"
    source, out = tmp_path / "input.json", tmp_path / "result.json"
    source.write_text(json.dumps(data), encoding="utf-8")
    out.write_text("old", encoding="utf-8")
    assert refusal(capsys, source, out) == "Đơn vị 00003, tiêu chí B2: điểm 12.51 vượt điểm tối đa 12.5.\n"
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["input.json", "result.json"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "không phải JSON hợp lệ (dòng 1, cột 1)"),
        (b'{"format": }', "không phải JSON hợp lệ (dòng 1, cột 12)"),
        (b"\xff\xfe", "không phải văn bản UTF-8"),
        (b'{"format": NaN}', "giá trị NaN không được phép"),
        (b'{"format": 1, "format": 2}', "khóa format: bị lặp lại"),
        (b"[" * 200_000, "không phải JSON hợp lệ"),
        (b"9" * 5_000, "không phải JSON hợp lệ"),
        (b"[]", "phải là một đối tượng JSON"),
        (b'"\\ud800"', "phải là một đối tượng JSON"),
    ],
)
def test_what_is_not_a_dossier_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    source = tmp_path / "input.json"
    source.write_bytes(content)
    assert message in refusal(capsys, source, tmp_path / "result.json")
    assert not (tmp_path / "result.json").exists()


def test_a_missing_file_or_a_folder_in_its_place_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Không có tệp" in refusal(capsys, tmp_path / "none.json", tmp_path / "result.json")
    assert "Không đọc được tệp" in refusal(capsys, tmp_path, tmp_path / "result.json")


def test_a_result_that_cannot_be_written_is_refused_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    for out in (tmp_path / "folder", tmp_path / "none" / "result.json", EXAMPLE / "result.json"):
        assert "Không ghi được tệp" in refusal(capsys, EXAMPLE, out)
    assert [file.name for file in tmp_path.rglob("*")] == ["folder"]


def test_the_input_is_never_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    before = EXAMPLE.read_bytes()
    assert "trùng với tệp đầu vào" in refusal(capsys, EXAMPLE, EXAMPLE)
    assert EXAMPLE.read_bytes() == before
