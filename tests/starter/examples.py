"""Runs the Python examples of a text, as a reader would who copies them one after another."""

import os
import subprocess
import sys
from pathlib import Path

from tests.starter.content import fences_of

SECONDS = 60
# Examples are small: threads that share two cores with other tests make them slower, and their sums differ in order.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
SKETCH = "{sketch}"


def examples_of(body: str) -> list[str]:
    """The code of each block that is meant to run; sketches are not."""
    return [code for info, code in fences_of(body, "python") if SKETCH not in info]


def run_examples(body: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """folder: where they run and may write. Raises TimeoutExpired after a minute."""
    script = folder / "examples.py"
    script.write_text("\n\n".join(examples_of(body)), encoding="utf-8")
    command = [sys.executable, "-W", "error::DeprecationWarning", str(script)]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | ONE_THREAD,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
