"""One `up` at a time for a state folder: a lock on a file that names who holds it. The kernel lets go of it at any death."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.up.plan import Refusal

LOCK_NAME = "up.lock"
HOLDER_BYTES = 300


@contextmanager
def sole_user(folder: Path, purpose: str) -> Iterator[None]:
    """Holds the folder until the block ends. Raises Refusal, which names the process that holds it.

    purpose: what others are told this process does. A folder that cannot be written in is not held: what needs to write
    there says why it cannot.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        yield
        return
    try:
        take(descriptor, folder, purpose)
        yield
    finally:
        os.close(descriptor)


def take(descriptor: int, folder: Path, purpose: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, HOLDER_BYTES, 0).decode(errors="replace").strip() or "another process"
        raise Refusal(
            f"The state folder {folder} is in use by {holder}. Stop that first, or set PORTAL_VAR to another folder."
        ) from None
    except OSError:  # a file system without locks
        return
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"process {os.getpid()}, which {purpose}\n".encode()[:HOLDER_BYTES], 0)
