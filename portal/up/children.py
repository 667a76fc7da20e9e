"""A process that `up` starts. It leads a process group of its own, so that Ctrl-C reaches `up` alone."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

# In the environment of a web server that takes over from another.
SUCCESSOR = "UP_SUCCESSOR"

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def stop_with_parent() -> None:  # pragma: no cover  between fork and exec nothing is measured
    """Asks Linux to stop this process when its parent dies; runs in a child before its program does."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path | None = None,
        descriptors: tuple[int, ...] = (),
    ) -> None:
        """folder: where it runs; None for where this process does. descriptors: open files that it inherits."""
        self.command, self.descriptors = list(command), descriptors
        self.environment = dict(environment)
        self.folder = folder
        self.started_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def successor(self) -> "Child":
        """The same anew, with the program as it is on the disk now."""
        environment = {**self.environment, SUCCESSOR: "yes"}
        return Child(self.command, environment=environment, folder=self.folder, descriptors=self.descriptors)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  the commands are built in portal/up/running.py
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.descriptors,
            preexec_fn=stop_with_parent,  # noqa: PLW1509  `up` has one thread, so the fork is safe
        )

    @property
    def exit_code(self) -> int | None:
        """None while it runs or before its start; 128 and the signal's number where a signal ended it."""
        code = self._process.poll() if self._process else None
        return 128 - code if code is not None and code < 0 else code

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def terminate(self) -> None:
        if self._process and self.is_running:
            self._process.terminate()

    def tell_group(self, number: int) -> None:
        """Sends the signal to it and to its own children."""
        if self._process and self.is_running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def kill_group(self) -> None:
        """Kills what is left of it, its own children included."""
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
