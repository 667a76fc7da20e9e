"""One `up` at a time for a state folder; whoever comes second is told who holds it."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from portal.up.locking import sole_user
from portal.up.plan import Refusal, set_public_url
from tests.running import ROOT, run_up

HOLD = """
import sys
from pathlib import Path
from portal.up.locking import sole_user
with sole_user(Path(sys.argv[1]), "serves http://localhost:1234"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_second_up_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with sole_user(tmp_path, "serves http://localhost:1234"):
        second = run_up(tmp_path, "--port", "1235")

    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"up: The state folder {tmp_path} is in use by process {os.getpid()}, which serves http://localhost:1234."
        " Stop that first, or set PORTAL_VAR to another folder.\n"
    )


def test_kill_lets_go_of_the_folder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        told = f"in use by process {holder.pid}, which serves http://localhost:1234"
        with pytest.raises(Refusal, match=told), sole_user(tmp_path, "restores"):
            pytest.fail("two hold it")
    finally:
        holder.kill()
        holder.communicate()

    with sole_user(tmp_path, "restores"):
        assert (tmp_path / "up.lock").read_text() == f"process {os.getpid()}, which restores\n"
        assert stat.S_IMODE((tmp_path / "up.lock").stat().st_mode) == 0o600


def test_folder_that_cannot_be_made_is_left_to_the_settings_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = []
    with sole_user(tmp_path / "file" / "state", "serves"):
        ran.append("yes")

    assert ran == ["yes"]


@pytest.mark.parametrize(
    ("words", "url"),
    [
        (["--port", "9001"], "http://localhost:9001"),
        (["--port=9001", "--bind", "127.0.0.2", "--traceback"], "http://127.0.0.2:9001"),
        ([], "http://localhost:8000"),
        (["--port", "none"], None),
        (["--port"], None),
    ],
)
def test_address_of_serve_follows_its_options(words: list[str], url: str | None) -> None:
    variables: dict[str, str] = {}
    set_public_url(words, variables)
    assert variables.get("PORTAL_PUBLIC_URL") == url

    given = {"PORTAL_PUBLIC_URL": "https://portal.example"}
    set_public_url(words, given)
    assert given == {"PORTAL_PUBLIC_URL": "https://portal.example"}
