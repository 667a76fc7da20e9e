"""How long `up` takes until the home page answers, on an empty folder and again: `python -m tests.bench starting`."""

# ruff: noqa: T201 - a measurement prints

import tempfile
import time
from pathlib import Path

from tests.running import RunningUp

LATER_STARTS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        print(f"first start   {seconds_to_answer(Path(name)):.2f} s")
        for _ in range(LATER_STARTS):
            print(f"later start   {seconds_to_answer(Path(name)):.2f} s")


def seconds_to_answer(folder: Path) -> float:
    began_at = time.monotonic()
    up = RunningUp(folder)
    try:
        status = up.get("/")
        seconds = time.monotonic() - began_at
    finally:
        up.stop()
    if status != 200:
        print(f"the home page answers {status}:", *up.lines[-5:], sep="\n")
    return seconds
