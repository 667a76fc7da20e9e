"""`manage.py up` from the outside: what an operator sees, does and is told."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.running import ROOT, RunningUp, clean_environment, is_alive, run_up


@dataclass
class Story:
    """One portal's first two starts."""

    folder: Path
    statuses: dict[str, int]
    first_lines: list[str]
    first_exit_code: int
    children: dict[int, str]
    second_lines: list[str]
    second_exit_code: int
    second_status: int


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], dict[str, str]]) -> Story:
    folder = tmp_path_factory.mktemp("portal") / "state"
    variables = new_database()
    first = RunningUp(folder, **variables)
    statuses = {path: first.get(path) for path in ("/", "/admin/login/", "/no-such-page/")}
    first.wait_for_line("The portal is at")
    first.wait_for_child("db_worker")
    children = first.children()
    first_exit_code = first.stop(signal.SIGINT)
    second = RunningUp(folder, **variables)
    second.wait_for_line("The portal is at")
    second_status = second.get_at_once("/admin/login/")
    second_exit_code = second.stop(signal.SIGTERM)
    return Story(
        folder, statuses, first.lines, first_exit_code, children, second.lines, second_exit_code, second_status
    )


def test_first_start_serves_pages(story: Story) -> None:
    assert story.statuses == {"/": 200, "/admin/login/": 200, "/no-such-page/": 404}


def test_first_start_tells_what_it_does(story: Story) -> None:
    text = "\n".join(story.first_lines)

    assert re.search(r"^Preparing the database \(\d+ steps, a few seconds\) …$", text, re.M)
    assert "Collecting and compressing the static files (a few seconds) …" in story.first_lines
    assert "Filling the portal with the starter catalogue (up to half a minute) …" in story.first_lines
    assert re.search(r"^starter catalogue: articles: (\d+) of \1$", text, re.M)
    assert re.search(r"^The portal is at http://localhost:\d+/ \(Ctrl-C stops it\)\.$", text, re.M)


def test_address_is_told_when_the_port_answers(story: Story) -> None:
    """The second start asked once, as soon as it was told."""
    assert story.second_status == 200


def test_first_start_prints_a_password_once(story: Story) -> None:
    passwords = [line for line in story.first_lines if line.startswith("  password    ")]

    assert len(passwords) == 1
    assert "  user name   editor" in story.first_lines
    assert not [line for line in story.second_lines if "password" in line]


def test_state_is_private(story: Story) -> None:
    assert stat.S_IMODE(story.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((story.folder / "secret_key").stat().st_mode) == 0o600


def test_second_start_only_serves(story: Story) -> None:
    assert story.second_status == 200
    assert [re.sub(r":\d+/", ":<port>/", line) for line in story.second_lines] == [
        "The portal is at http://localhost:<port>/ (Ctrl-C stops it).",
        "Stopping …",
    ]


@pytest.mark.parametrize("start", ["first", "second"])
def test_ctrl_c_and_sigterm_exit_with_0_and_no_traceback(story: Story, start: str) -> None:
    assert getattr(story, f"{start}_exit_code") == 0
    assert "Traceback" not in "\n".join(getattr(story, f"{start}_lines"))


def test_no_process_outlives_up(story: Story) -> None:
    assert len(story.children) >= 3  # the web server, a fork of it, the task worker
    assert [command for command in story.children.values() if "announcing" in command or "defunct" in command] == []
    assert not [command for pid, command in story.children.items() if is_alive(pid)]


@pytest.fixture
def up(story: Story, tmp_path: Path, new_database: Callable[[], dict[str, str]]) -> Iterator[RunningUp]:
    """An empty portal, but for the static files, which take seconds to compress."""
    shutil.copytree(story.folder / "static", tmp_path / "static")
    shutil.copy(story.folder / "static.digest", tmp_path)
    running = RunningUp(tmp_path, "--no-starter", "--bind", "0.0.0.0", **new_database())
    yield running
    running.stop(signal.SIGKILL)


@pytest.mark.parametrize("opens", [True, False], ids=["opened", "no browser"])
def test_browser_is_opened_once_the_port_answers(
    story: Story, tmp_path: Path, new_database: Callable[[], dict[str, str]], opens: bool
) -> None:
    shutil.copytree(story.folder / "static", tmp_path / "static")
    shutil.copy(story.folder / "static.digest", tmp_path)
    noted, browser = tmp_path / "noted", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {noted}\nexit {0 if opens else 1}\n')
    browser.chmod(0o700)
    up = RunningUp(
        tmp_path, "--no-starter", "--open", **new_database(), BROWSER=str(browser), DISPLAY="", PATH="/usr/bin:/bin"
    )
    try:
        up.wait_for_line("The portal is at" if opens else f"No browser could be opened here: open {up.url}/ in yours.")
        up.wait_for_text(noted)
    finally:
        up.stop()

    assert noted.read_text() == f"{up.url}/\n"


def test_worker_that_dies_comes_back_and_web_server_that_dies_ends_up(up: RunningUp) -> None:
    """One start for several things: a start costs seconds."""
    up.get("/admin/login/")
    web = up.wait_for_child("manage.py serve")
    assert not [line for line in up.lines if "starter" in line]
    assert "Other machines reach the port, but get no page until PORTAL_PUBLIC_URL is an https address." in up.lines

    # A worker that dies is started again.
    worker = up.wait_for_child("db_worker")
    os.kill(worker, signal.SIGKILL)
    up.wait_for_line("The task worker ended with exit code 137; next start in 1 s.")
    assert up.wait_for_child("db_worker") != worker

    # A web server that dies ends `up`.
    os.kill(web, signal.SIGKILL)
    assert up.process.wait(30) == 137
    assert "The web server ended with exit code 137." in up.lines
    assert not [pid for pid in (web, worker) if is_alive(pid)]


def test_interrupted_preparation_is_told_in_one_line(
    tmp_path: Path, new_database: Callable[[], dict[str, str]]
) -> None:
    up = RunningUp(tmp_path, **new_database())
    up.wait_for_line("Preparing the database")

    assert up.stop(signal.SIGTERM) == 130
    assert [line for line in up.lines if "…" not in line] == ["Interrupted; the next start goes on from here."]


def only_line(result: subprocess.CompletedProcess[str]) -> str:
    """Where `up` refused as it should: one line on standard error, exit code 1."""
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr.strip()


def test_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        line = only_line(run_up(tmp_path, "--port", str(port)))

    assert line == (
        f"up: Port {port} on 127.0.0.1 is taken. Stop the program that uses it, or choose another with --port."
    )


def test_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    assert only_line(run_up(file / "state")) == (
        f"manage.py: The state folder {file}/state cannot be made: Not a directory. Set PORTAL_VAR."
    )


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("nonsense", "manage.py: DATABASE_URL cannot be read. It looks like"),
        ("postgres://me:hidden@127.0.0.1:1/portal", "up: The database in DATABASE_URL does not answer: connection"),
    ],
    ids=["broken", "unreachable"],
)
def test_bad_database_url_is_refused(tmp_path: Path, url: str, line: str) -> None:
    told = only_line(run_up(tmp_path, DATABASE_URL=url))

    assert told.startswith(line)
    assert "hidden" not in told


def test_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE django_migrations (day TEXT)")

    line = only_line(run_up(tmp_path, DATABASE_URL=f"sqlite:///{path}"))

    assert line == f"up: Cannot use the database file {path}: no such column: django_migrations.id."


def test_http_on_a_public_host_is_refused(tmp_path: Path) -> None:
    line = only_line(run_up(tmp_path, PORTAL_PUBLIC_URL="http://portal.example"))

    assert line == (
        "up: PORTAL_PUBLIC_URL=http://portal.example would send passwords unencrypted: http is accepted on loopback only."
        " Set PORTAL_PUBLIC_URL to the https address of the proxy in front of the portal. (portal.E001)"
    )


def test_other_commands_work_before_the_first_start(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = clean_environment(tmp_path / "state", PORTAL_PUBLIC_URL="https://portal.example")
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "System check identified no issues (0 silenced).\n"
