import json

import pytest
from django.core.management import CommandError, call_command

from tests.assignments.test_dossier import GOOD, spoilt


@pytest.fixture
def dossier(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    return path


def test_the_same_file_gives_the_same_plan_byte_for_byte(dossier, tmp_path):
    call_command("plan", dossier, "--out", tmp_path / "one.json")
    call_command("plan", dossier, "--out", tmp_path / "two.json")

    written = (tmp_path / "one.json").read_bytes()
    assert written == (tmp_path / "two.json").read_bytes()
    assert "Đáp ứng yêu cầu" in written.decode()
    assert written.endswith(b"}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.json", "problem.json", "two.json"]


def test_without_out_the_plan_is_printed(dossier, capsys):
    call_command("plan", dossier)

    assert json.loads(capsys.readouterr().out)["format"] == "tuyenvan-plan/1"


def test_seconds_are_written_when_asked(dossier, capsys):
    call_command("plan", dossier, "--timings")

    assert all(goal["seconds"] >= 0 for goal in json.loads(capsys.readouterr().out)["goals"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "không phải JSON hợp lệ (dòng 1, cột 2)"),
        (b"\xff\xff", "không phải JSON hợp lệ bằng UTF-8"),
        (b"[" * 100_000, "không phải JSON hợp lệ"),
        (json.dumps(spoilt(["delegates", 0, "share"], 0)).encode(), "delegates[0].share"),
        (json.dumps(spoilt(["pinned"], [["m2", "d2"]])).encode(), 'pinned[0] ["m2", "d2"]: vi phạm R5'),
    ],
)
def test_a_faulty_file_ends_with_2_and_leaves_what_was_written_before(dossier, tmp_path, content, message):
    dossier.write_bytes(content)
    out = tmp_path / "plan.json"
    out.write_text("an earlier plan")

    with pytest.raises(CommandError) as caught:
        call_command("plan", dossier, "--out", out)

    assert caught.value.returncode == 2
    assert message in str(caught.value)
    assert out.read_text() == "an earlier plan"


def test_a_missing_file_or_folder_ends_with_2(dossier, tmp_path):
    for arguments in ([tmp_path / "none.json"], [dossier, "--out", tmp_path / "none" / "plan.json"]):
        with pytest.raises(CommandError) as caught:
            call_command("plan", *arguments)
        assert caught.value.returncode == 2
