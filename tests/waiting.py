"""Waiting for what other threads and processes do, with a deadline that only a fault passes."""

import time
from collections.abc import Callable

from tests.running import DEADLINE_SECONDS


def wait_until[Found](condition: Callable[[], Found]) -> Found:
    """What the condition gives once it is true."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return found
