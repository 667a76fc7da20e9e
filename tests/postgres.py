"""A private PostgreSQL server for one test run, made from the installed server's programs and removed afterwards.

It listens on a Unix socket in a temporary folder only. PostgreSQL refuses to run as root, so for root it runs as `postgres`
or `nobody`.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from portal.up.children import stop_with_parent

MINIMUM_VERSION = 15
MISSING = (
    f"--postgres needs the programs of PostgreSQL {MINIMUM_VERSION} or newer (on Debian: apt-get install postgresql), "
    "or a server named by TEST_DATABASE_URL"
)
START_SECONDS = 30
# Nothing here has to outlive a crash.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60"]


@dataclass
class Cluster:
    """options: of the server, over those that make it fast."""

    folder: Path
    server: subprocess.Popen[bytes]
    options: tuple[str, ...] = ()

    @classmethod
    def start(cls, *options: str) -> "Cluster":
        """Raises pytest.UsageError, with what to install, where there is no server to start."""
        programs = find_programs()
        user = server_user()
        folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
        if user:
            shutil.chown(folder, user)
        make_data(programs, folder, user)
        cluster = cls(folder, start_server(programs, folder, user, options), options)
        cluster.wait_until_ready()
        return cluster

    @property
    def url(self) -> str:
        return f"postgres://portal@{quote(str(self.folder), safe='')}/postgres"

    def wait_until_ready(self) -> None:
        import psycopg

        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(host=str(self.folder), user="portal", dbname="postgres").close()
            except psycopg.OperationalError:
                if self.server.poll() is not None or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(errors="replace")
                    self.stop()
                    raise pytest.UsageError(f"PostgreSQL does not start:\n{log}") from None
                time.sleep(0.05)
            else:
                return

    def freeze(self) -> None:
        """Stops the server's processes where they are: connections stay, and nothing is ever answered."""
        for pid in self.processes():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self.processes():
            os.kill(pid, signal.SIGCONT)

    def processes(self) -> list[int]:
        rows = subprocess.check_output(["ps", "-e", "-o", "pid=,ppid="], text=True).splitlines()
        return [self.server.pid, *(int(row.split()[0]) for row in rows if int(row.split()[1]) == self.server.pid)]

    def halt(self) -> None:
        """Ends it as a crash would; `resume` starts it again with what it held."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait()

    def crash(self) -> None:
        """Kills the postmaster; its processes then end by themselves."""
        processes = self.processes()
        self.server.kill()
        self.server.wait()
        deadline = time.monotonic() + START_SECONDS
        while any(Path(f"/proc/{pid}").exists() for pid in processes):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def resume(self) -> None:
        self.server = start_server(find_programs(), self.folder, server_user(), self.options)
        self.wait_until_ready()

    def stop(self) -> None:
        self.server.terminate()  # ends it once the last connection is gone
        try:
            self.server.wait(5)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def server_user() -> str | None:
    """Whom the server runs as where the tests run as root; None for the tester's own account."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def make_data(programs: Path, folder: Path, user: str | None) -> None:
    data = folder / "data"
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "portal",
            "-A",
            "trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        user=user,
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def start_server(
    programs: Path, folder: Path, user: str | None, options: tuple[str, ...] = ()
) -> subprocess.Popen[bytes]:
    data = folder / "data"
    settings = [word for option in (*FAST, *options) for word in ("-c", option)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *settings],
            user=user,
            cwd=folder,
            stdout=log,
            stderr=log,
            preexec_fn=stop_with_parent,  # noqa: PLW1509  the tests have one thread here
        )


def find_programs() -> Path:
    for folder in candidates():
        if (folder / "initdb").exists() and version_of(folder / "postgres") >= MINIMUM_VERSION:
            return folder
    raise pytest.UsageError(MISSING)


def candidates() -> list[Path]:
    found: list[Path] = []
    if pg_config := shutil.which("pg_config"):
        found.append(Path(subprocess.check_output([pg_config, "--bindir"], text=True).strip()))
    for pattern in ("lib/postgresql/*/bin", "pgsql-*/bin", "local/opt/postgresql@*/bin"):
        found += sorted(Path("/usr").glob(pattern), reverse=True)
    if postgres := shutil.which("postgres"):
        found.append(Path(postgres).resolve().parent)
    return found


def version_of(program: Path) -> int:
    """The major version; 0 where the program is missing."""
    if not program.exists():
        return 0
    match = re.search(r"(\d+)", subprocess.check_output([program, "--version"], text=True))
    return int(match.group(1)) if match else 0
