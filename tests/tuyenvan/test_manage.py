"""`manage.py` from outside, where its database is not."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = {
    "DATABASE_URL": "postgres://nobody:secret@127.0.0.1:1/nothing",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "x.vn",
}


def test_a_command_told_of_a_wrong_address_says_so_in_one_sentence_and_not_the_password():
    command = [sys.executable, "manage.py", "prune_records"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | NOWHERE, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Không kết nối được cơ sở dữ liệu, xem lại DATABASE_URL.")
    assert "Connection refused" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
