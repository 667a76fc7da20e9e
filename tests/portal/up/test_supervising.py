"""How `up` treats its two children, with small programs in their place. A program stops `up` by a signal to its parent."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.up import supervising
from portal.up.children import Child
from portal.up.supervising import Restart, supervise
from tests.running import ROOT, is_alive

TELL_PREPARED = "import os, signal; os.kill(os.getppid(), signal.SIGUSR1); "
STOP_PARENT = "import os, signal; os.kill(os.getppid(), signal.SIGTERM); "
SLEEP = "import time; time.sleep(60)"


def make_child(code: str, folder: Path) -> Child:
    return Child([sys.executable, "-S", "-c", code], environment={}, folder=folder)


def make_web(code: str, folder: Path) -> Child:
    """A web server that says it is prepared, then does something else."""
    return make_child(f"{TELL_PREPARED}\n{code}", folder)


@pytest.fixture(autouse=True)
def heard_hang_up() -> Iterator[None]:
    """Tests that run under nohup inherit that SIGHUP is ignored."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "WORKER_DELAY_SECONDS", 0.0)
    monkeypatch.setattr(supervising, "FIRST_PAUSE_SECONDS", 0.01)


def test_exit_code_of_the_web_server_is_returned(tmp_path: Path) -> None:
    lines: list[str] = []
    web = make_web("while not os.path.exists('worker'): pass\nraise SystemExit(3)", tmp_path)
    worker = make_child(f"open('worker', 'w'); {SLEEP}", tmp_path)

    code = supervise(web, worker, lines.append)

    assert (code, lines, worker.is_running) == (3, ["The web server ended with exit code 3."], False)


@pytest.mark.parametrize(("status", "code"), [(0, 1), (1, 1), (3, 3)])
def test_portal_that_cannot_be_prepared_ends_up_without_a_word(tmp_path: Path, status: int, code: int) -> None:
    """The web server has said why."""
    lines: list[str] = []
    worker = make_child(SLEEP, tmp_path)

    assert supervise(make_child(f"raise SystemExit({status})", tmp_path), worker, lines.append) == code
    assert (lines, worker.exit_code) == ([], None)


def test_signals_that_the_parent_had_blocked_are_heard(tmp_path: Path) -> None:
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGCHLD})
    worker = make_child(f"open('worker', 'w'); {SLEEP}", tmp_path)
    try:
        web = make_web("while not os.path.exists('worker'): pass\nraise SystemExit(3)", tmp_path)

        assert supervise(web, worker, print) == 3
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def test_stop_signal_before_the_portal_is_prepared_returns_130(tmp_path: Path) -> None:
    lines: list[str] = []
    web, worker = make_child(STOP_PARENT + SLEEP, tmp_path), make_child(SLEEP, tmp_path)

    assert supervise(web, worker, lines.append) == 130
    assert (lines, web.exit_code, worker.exit_code) == ([], 128 + signal.SIGTERM, None)


def test_web_server_that_ends_with_0_is_an_error_too(tmp_path: Path) -> None:
    assert supervise(make_web("", tmp_path), make_child(SLEEP, tmp_path), print) == 1


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_stop_signal_ends_both_and_returns_0(tmp_path: Path, name: str) -> None:
    lines: list[str] = []
    web = make_web(SLEEP, tmp_path)
    worker = make_child(STOP_PARENT.replace("SIGTERM", name) + SLEEP, tmp_path)

    code = supervise(web, worker, lines.append)

    assert (code, lines, web.exit_code, worker.is_running) == (0, ["Stopping …"], 128 + signal.SIGTERM, False)


def test_worker_is_started_again_until_it_stays(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    worker = make_child(
        f"file = open({str(starts)!r}, 'a+'); file.write('x'); file.flush(); file.seek(0)\n"
        f"if len(file.read()) == 3: {STOP_PARENT}{SLEEP}\nraise SystemExit(5)",
        tmp_path,
    )
    lines: list[str] = []

    code = supervise(make_web(SLEEP, tmp_path), worker, lines.append)

    ended = "The task worker ended with exit code 5; next start in 0 s."
    assert (code, lines) == (0, [ended, ended, "Stopping …"])


def test_child_that_ignores_the_stop_is_killed_with_its_own_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "GRACE_SECONDS", 0.2)
    pid_file = tmp_path / "pid"
    web = make_child(
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"child = os.fork()\nif child: open({str(pid_file)!r}, 'w').write(str(child)); {TELL_PREPARED}\n{SLEEP}",
        tmp_path,
    )

    code = supervise(web, make_child(STOP_PARENT, tmp_path), print)

    assert (code, web.exit_code) == (0, 128 + signal.SIGKILL)
    deadline = time.monotonic() + 10
    while is_alive(int(pid_file.read_text())):
        assert time.monotonic() < deadline


def test_second_stop_signal_does_not_wait(tmp_path: Path) -> None:
    web = make_child(
        "import os, signal\nsignal.signal(signal.SIGTERM, lambda *_: os.kill(os.getppid(), signal.SIGINT))\n"
        f"{TELL_PREPARED}\nwhile True: signal.pause()",
        tmp_path,
    )
    began_at = time.monotonic()

    assert supervise(web, make_child(STOP_PARENT, tmp_path), print) == 0
    assert time.monotonic() - began_at < supervising.GRACE_SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="no other kernel ends a child with its parent")
def test_children_end_when_up_is_killed_outright(tmp_path: Path) -> None:
    sleeper = "import os, sys, time; open('draft', 'w').write(str(os.getpid())); os.rename('draft', sys.argv[1]); time.sleep(60)"
    killer = "import os, signal, sys, time\nwhile not os.path.exists('web'): time.sleep(0.01)\n"
    code = f"""
import pathlib, sys
from portal.up.children import Child
from portal.up.supervising import supervise
def make(name, code):
    return Child([sys.executable, "-S", "-c", code, name], environment={{}}, folder=pathlib.Path({str(tmp_path)!r}))
supervise(make("web", {TELL_PREPARED + sleeper!r}), make("worker", {killer + "os.kill(os.getppid(), signal.SIGKILL)"!r}), print)
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=30)

    assert result.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while is_alive(int((tmp_path / "web").read_text())):
        assert time.monotonic() < deadline


def test_signal_handlers_are_put_back(tmp_path: Path) -> None:
    before = {number: signal.getsignal(number) for number in supervising.STOP_SIGNALS}

    supervise(make_web("", tmp_path), make_child(SLEEP, tmp_path), print)

    assert {number: signal.getsignal(number) for number in supervising.STOP_SIGNALS} == before


def test_pause_doubles_up_to_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "FIRST_PAUSE_SECONDS", 1.0)
    restart = Restart()

    pauses = [restart.plan(lived_seconds=0) for _ in range(8)]

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_pause_starts_over_after_a_long_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "FIRST_PAUSE_SECONDS", 1.0)
    restart = Restart()
    for _ in range(4):
        restart.plan(lived_seconds=0)

    assert restart.plan(lived_seconds=61) == 1


ASK_RESTART = "import os, signal; os.kill(os.getppid(), signal.SIGUSR2); "
# The first one asks for a restart and goes on until it is told to leave, then to end.
FIRST_OR_NEXT = """
import os, signal, sys, time
def note(name): open(name, "w").close()
if not os.environ.get("UP_SUCCESSOR"):
    signal.signal(signal.SIGUSR2, lambda *_: note("left"))
    signal.signal(signal.SIGTERM, lambda *_: (note("ended"), sys.exit(0)))
    os.kill(os.getppid(), signal.SIGUSR1)
    while not os.path.exists("worker"): time.sleep(0.01)
    os.kill(os.getppid(), signal.SIGUSR2)
    while True: time.sleep(60)
"""


def make_succession(code: str, folder: Path) -> tuple[Child, Child]:
    web = make_child(FIRST_OR_NEXT + code, folder)
    return web, make_child(f"open('worker', 'a').write('x'); {SLEEP}", folder)


def test_restart_tells_the_old_web_server_to_leave_once_the_new_one_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "DRAIN_SECONDS", 0.2)
    web, worker = make_succession(
        "assert not os.path.exists('left'); os.kill(os.getppid(), signal.SIGUSR1)\n"
        "while not os.path.exists('ended') or open('worker').read() != 'xx': time.sleep(0.01)\n"
        f"{STOP_PARENT}\n{SLEEP}",
        tmp_path,
    )
    lines: list[str] = []

    assert supervise(web, worker, lines.append) == 0
    assert lines == ["Restarting …", "The new web server answers.", "Stopping …"]
    assert (tmp_path / "left").exists()


def test_web_server_goes_on_where_its_successor_fails(tmp_path: Path) -> None:
    web, worker = make_succession("os.kill(os.getppid(), signal.SIGUSR2)\nnote('failed')\nsys.exit(3)", tmp_path)
    lines: list[str] = []

    def report(line: str) -> None:
        lines.append(line)
        if "goes on" in line:
            signal.raise_signal(signal.SIGTERM)

    assert supervise(web, worker, report) == 0
    assert lines[:2] == ["Restarting …", "The new web server ended with exit code 3; the old one goes on."]
    assert not (tmp_path / "left").exists()
