"""The three commands with files that somebody made to hurt: exit 2, one Vietnamese sentence, nothing written."""

import json
import pathlib

import pytest
from django.core.management import CommandError, call_command

from tests.assignments.test_dossier import GOOD as PROBLEM

TESTS = pathlib.Path(__file__).parent.parent

HOSTILE = {
    "nothing": b"",
    "another language": b"<html></html>",
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "lone surrogate": b'{"format": "\\ud83d", "period": "\\udfff"}',
    "deep lists": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a key twice": None,
    "NaN": b'{"format": NaN}',
    "infinity by digits": b'{"format": 1e999}',
    "a number of 10,000 digits": b'{"format": ' + b"9" * 10_000 + b"}",
    "a list": b"[]",
    "null": b"null",
    "a text": b'"x"',
    "twenty megabytes": b'{"x": "' + b"a" * 20_000_000 + b'"}',
    "NUL": b'{"format": "\\u0000"}\x00',
}


def run(command, source, out):
    """What was said and the exit code."""
    arguments = {
        "plan": ["plan", source, "--out", out],
        "check_plan": ["check_plan", source, source],
        "rank": ["rank", source, "--out", out],
    }[command]
    try:
        call_command(*map(str, arguments))
    except CommandError as error:
        return str(error), error.returncode
    except SystemExit as stop:
        return "", stop.code
    return "", 0


@pytest.fixture
def good(tmp_path):
    """A right file of each command, so that only the attack is wrong."""
    ranking = json.loads((TESTS / "scoring/ranking_17.json").read_text())
    files = {"plan": PROBLEM, "check_plan": PROBLEM, "rank": ranking}
    paths = {}
    for command, content in files.items():
        paths[command] = tmp_path / f"{command}.json"
        paths[command].write_text(json.dumps(content))
    return paths


@pytest.mark.parametrize("command", ["plan", "check_plan", "rank"])
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_one_sentence(command, content, good, tmp_path, capsys):
    source, out = tmp_path / "hostile.json", tmp_path / "out.json"
    if content is None:
        content = good[command].read_bytes().replace(b"{", b'{"format": "x", ', 1)
    source.write_bytes(content)
    said, code = run(command, source, out)
    said += capsys.readouterr().err
    assert code == 2
    assert "Traceback" not in said
    assert said.strip()
    assert len(said) < 2000
    assert not out.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["hostile.json", *(path.name for path in good.values())]
    )


@pytest.mark.parametrize("command", ["plan", "rank"])
def test_the_result_is_never_written_over_its_input_or_where_no_file_can_be(command, good, tmp_path, capsys):
    source = good[command]
    before = source.read_bytes()
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(source)
    for out in (source, link, tmp_path / "folder", tmp_path / "missing" / "out.json", "/", ".", "..", "",
                tmp_path / ("x" * 300), "/dev/full/x"):  # fmt: skip
        said, code = run(command, source, out)
        said += capsys.readouterr().err
        assert code == 2, out
        assert said.strip(), out
        assert source.read_bytes() == before, out
    assert not [path for path in pathlib.Path().iterdir() if path.name.startswith("..")]


@pytest.mark.parametrize("command", ["plan", "check_plan", "rank"])
def test_what_is_no_file_is_not_read(command, tmp_path, capsys):
    for source in (tmp_path, tmp_path / "missing.json", tmp_path / ("x" * 300), ""):
        said, code = run(command, source, tmp_path / "out.json")
        assert code == 2
        assert (said + capsys.readouterr().err).strip()
