"""Runs `manage.py up` as an operator would: in a process of its own, on a free port, with its state in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEADLINE_SECONDS = 180


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def clean_environment(folder: Path, **variables: str) -> dict[str, str]:
    """What a new user has: none of the portal's variables but the folder."""
    ours = ("PORTAL_", "DJANGO_", "DATABASE_URL", "TEST_DATABASE_URL")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**inherited, "PORTAL_VAR": str(folder), **variables}


def run_up(folder: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs an `up` that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "manage.py", "up", *options],
        cwd=ROOT,
        env=clean_environment(folder, **variables),
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
    )


class RunningUp:
    """An `up` that serves; `stop` before leaving it."""

    def __init__(self, folder: Path, *options: str, port: str = "", **variables: str) -> None:
        """port: that of one before it; a free one where it is empty."""
        self.port = int(port) if port else free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(self.port), *options],
            cwd=ROOT,
            env=clean_environment(folder, **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def get(self, path: str) -> int:
        """The status code of the answer, once the server answers at all."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            try:
                with urllib.request.urlopen(self.url + path, timeout=DEADLINE_SECONDS) as answer:
                    return int(answer.status)
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                assert self.process.poll() is None, self.lines
                assert time.monotonic() < deadline, self.lines
                time.sleep(0.05)

    def get_at_once(self, path: str) -> int:
        """The status code, asked once. Raises OSError where nothing answers."""
        with urllib.request.urlopen(self.url + path, timeout=DEADLINE_SECONDS) as answer:
            return int(answer.status)

    def wait_for_text(self, path: Path) -> None:
        """Until another program wrote into the file."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not (path.exists() and path.read_text(encoding="utf-8")):
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.02)

    def children(self) -> dict[int, str]:
        """The command line of each process below `up`, by its id."""
        # Without -ww a set COLUMNS, as some CI systems have it, cuts the command lines.
        rows = subprocess.check_output(["ps", "-ww", "-e", "-o", "pid=,ppid=,args="], text=True).splitlines()
        table = {int(pid): (int(parent), words) for pid, parent, words in (row.split(None, 2) for row in rows)}
        found = {self.process.pid: ""}
        while more := {pid: words for pid, (parent, words) in table.items() if parent in found and pid not in found}:
            found |= more
        del found[self.process.pid]
        return found

    def wait_for_child(self, words: str) -> int:
        """The id of the child whose command line holds the words."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            for pid, command in self.children().items():
                if words in command:
                    return pid
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.05)

    def wait_for_line(self, words: str) -> str:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            for line in self.lines:
                if words in line:
                    return line
            assert time.monotonic() < deadline and self.process.poll() is None, self.lines
            time.sleep(0.02)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Sends the signal to `up` alone, as `kill` does, and returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            code = self.process.wait(DEADLINE_SECONDS)
        finally:
            self.process.kill()
        self._reader.join(DEADLINE_SECONDS)
        return code


def ages_of_children(pid: int) -> dict[int, int]:
    """How many seconds each process lives that one started itself, by its id."""
    rows = subprocess.check_output(["ps", "-e", "-o", "pid=,ppid=,etimes="], text=True).splitlines()
    return {int(child): int(age) for child, parent, age in map(str.split, rows) if int(parent) == pid}


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
