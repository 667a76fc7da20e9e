"""A disk that is full, then has room again: what readers and an editor get, without a restart, and what `up` says on it.

Needs root and leave to mount: the state folder is a small file system in memory (tmpfs).
"""

# ruff: noqa: T201 - a benchmark prints

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.fault_outage import traces
from tests.bench.measuring import print_table
from tests.portal.up.test_outage import ADD, Editor
from tests.running import RunningUp, run_up

SIZE = "96m"
READS = ("/", "/articles/", "/api/v1/skills/", "/nowhere/", "/robots.txt", "/admin/")


@contextmanager
def small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portal-disk-") as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def fill(folder: Path) -> None:
    with (folder / "filler").open("ab", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


def make_room(folder: Path) -> None:
    (folder / "filler").unlink()


def measure(up: RunningUp, editor: Editor, folder: Path) -> Iterator[tuple[Any, ...]]:
    form = {**editor.form_at(ADD), "body": "Words. " * 100_000}
    nothing: Callable[[Path], Any] = lambda _folder: None  # noqa: E731
    for number, (name, change) in enumerate([("well", nothing), ("full", fill), ("room again", make_room)]):
        change(folder)
        reads = ", ".join(f"{path} {editor.ask(path)[0]}" for path in READS)
        status, _headers, page = editor.ask(ADD, {**form, "title": f"Title {number}", "_save": "Save"})
        yield name, reads, status, "Words." in page or status == 200, len(up.lines), traces(up.lines)


def main() -> None:
    if os.geteuid() != 0:
        sys.exit("Only root may mount a small file system.")
    with small_disk() as folder:
        up = RunningUp(folder)
        try:
            up.wait_for_line("is at")
            editor = Editor(up)
            editor.sign_in()
            head = ("disk", "reading", "saving", "text kept", "lines logged", "tracebacks")
            print_table(head, measure(up, editor, folder))
        finally:
            up.stop()
        print("\n".join(up.lines[-12:]))
        fill(folder)
        refuse(folder, "full")
        make_room(folder)
        # Linux makes no file system read-only while files are open for writing, so only a start is tried on it.
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        refuse(folder, "read-only")


def refuse(folder: Path, name: str) -> None:
    refused = run_up(folder)
    print(f"up on a disk that is {name}, exit code {refused.returncode}: {(refused.stdout + refused.stderr).strip()}")
