"""Granian with an application of a test, as `up` runs it."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.running import DEADLINE_SECONDS, ROOT, free_port


@contextlib.contextmanager
def served(folder: Path, code: str) -> Iterator[int]:
    """The port where the code's `application` answers."""
    number = free_port()
    (folder / "served_app.py").write_text(code)
    options = ["--interface", "rsgi", "--port", str(number), "--no-ws"]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "served_app:application"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_it_listens(number)
        yield number
    finally:
        process.terminate()
        process.wait(DEADLINE_SECONDS)


def wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline
        else:
            return
