"""`manage.py demo` from outside: a process of its own, with its own embedded PostgreSQL."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers import until

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300  # far more than it takes; a test that hangs must end
STARTED: list[subprocess.Popen[str]] = []


@pytest.fixture
def home() -> Iterator[Path]:
    # Not tmp_path: the embedded server of a root runs as another user, to whom pytest's folders are closed.
    path = Path(tempfile.mkdtemp(prefix="tuyenvan-demo-"))
    yield path
    for process in STARTED:
        process.kill()
    if runs_postgres(path):
        os.kill(int((path / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def manage(home: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DATABASE_NAME")}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.tuyenvan.demo_settings", "DEMO_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    STARTED.append(process)
    return process


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    read = ""
    for line in process.stdout:
        read += line
        if words in line:
            return read
    raise AssertionError(f"{words!r} was never printed:\n{read}")


def ended(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=SECONDS)
    return output


def password_of(username: str, printed: str) -> str:
    return next(line.split()[1] for line in printed.splitlines() if line.startswith(f"  {username} "))


def runs_postgres(home: Path) -> bool:
    return (home / "postgres" / "postmaster.pid").exists()


def workers(home: Path) -> list[int]:
    """The processes of the demo's background work that are alive now."""
    mark = f"DEMO_HOME={home}".encode()
    return [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and b"\0worker\0" in read(process / "cmdline") and mark in read(process / "environ")
    ]


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile
        return b""


def test_demo_serves_stops_whole_comes_back_with_the_same_data_and_is_made_anew(home: Path, port: int) -> None:
    password = password_of("chuyenvien", ended(manage(home, "demo_data", "--months", "0")))
    assert not runs_postgres(home)

    first = manage(home, "demo", "--port", str(port))
    assert password in read_until(first, f"http://127.0.0.1:{port}")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/tai-khoan/dang-nhap/") as page:
        assert "Đăng nhập" in page.read().decode()

    second = manage(home, "demo", "--port", str(port))
    assert f"Cổng {port} đang có chương trình khác dùng" in ended(second)
    assert second.returncode == 1

    until(lambda: workers(home))
    (killed,) = workers(home)
    os.kill(killed, signal.SIGKILL)
    until(lambda: workers(home) not in ([], [killed]))  # another takes its place

    first.kill()  # as when the machine's owner has no patience
    ended(first)
    until(lambda: not workers(home))  # nobody is left behind
    assert runs_postgres(home)

    third = manage(home, "demo", "--port", str(port), "--profile", "province")
    greeting = read_until(third, f"http://127.0.0.1:{port}")
    assert "Tạo dữ liệu thử" not in greeting
    assert password in greeting
    assert "make demo-reset PROFILE=province" in greeting
    third.send_signal(signal.SIGTERM)
    ended(third)
    assert third.returncode == 0
    assert not workers(home)
    assert not runs_postgres(home)

    upload = home / "media" / "evidence"
    upload.mkdir(parents=True)
    anew = ended(manage(home, "demo_data", "--months", "0", "--reset"))
    assert not upload.exists()
    assert password_of("chuyenvien", anew) != password
    assert (home / "demo-accounts.txt").read_text() in anew
